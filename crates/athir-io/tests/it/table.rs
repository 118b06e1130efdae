use athir_io::{Columns, Format, ReadSettings, Sheet, SheetRow, find_inputs};
use jiff::civil::date;

use crate::reading::read;

#[test]
fn rows_are_reports_with_columns_by_their_usual_names() {
    let table = "\u{FEFF}id,Title,Body,Date,Source,URL\r\n\
        A-1,Bridge hit,\"Shells hit the bridge,\r\nan official said.\",2021-03-02,Orontes Wire,https://orontes.example/1\r\n\
        \r\n\
        A-2,Calm,Calm returned.,,Post,\r\n";
    let (reports, said) = read("t.csv", table.as_bytes(), &ReadSettings::default());
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(reports.len(), 2);
    assert_eq!(reports[0].name, "t#A-1");
    assert_eq!(reports[0].text, "Bridge hit\n\nShells hit the bridge,\r\nan official said.");
    assert_eq!(reports[0].published, Some(date(2021, 3, 2)));
    assert_eq!(reports[0].outlet.as_deref(), Some("Orontes Wire"));
    assert_eq!(reports[0].url.as_deref(), Some("https://orontes.example/1"));
    assert_eq!((reports[1].record, reports[1].published, reports[1].url.as_deref()), (Some(2), None, None));
}

#[test]
fn a_mark_inside_a_plain_field_quotes_nothing() {
    let table = "text,date\nA 120\" shell fell.,2021-03-02\n\"She said \"\"go\"\",\nand left.\",2021-03-03\nCalm.,2021-03-04\n";
    let (reports, said) = read("t.csv", table.as_bytes(), &ReadSettings::default());
    assert!(said.is_empty(), "{said:?}");
    let texts: Vec<&str> = reports.iter().map(|report| report.text.as_str()).collect();
    assert_eq!(texts, ["A 120\" shell fell.", "She said \"go\",\nand left.", "Calm."]);
}

#[test]
fn a_mapping_names_the_columns_and_how_dates_are_written() {
    let columns = Columns::parse("text=Summary+Details,published=Day,dates=%d/%m/%Y").unwrap();
    let settings = ReadSettings { columns, ..ReadSettings::default() };
    let table = "Summary\tDetails\tDay\nBridge hit\tThree killed\t08/09/2017\n";
    let (reports, said) = read("t.tsv", table.as_bytes(), &settings);
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(reports[0].text, "Bridge hit\n\nThree killed");
    assert_eq!(reports[0].published, Some(date(2017, 9, 8)));
}

#[test]
fn faulty_rows_are_told_with_their_line_and_the_others_read() {
    let table = "text,date\nShells fell.,2021-03-02\nragged\n\"two\nlines\",2021-03-03\nCalm.,soon\n,2021-03-04\nMore.,2021-03-05\n";
    let (reports, said) = read("t.csv", table.as_bytes(), &ReadSettings::default());
    let texts: Vec<&str> = reports.iter().map(|report| report.text.as_str()).collect();
    assert_eq!(texts, ["Shells fell.", "two\nlines", "Calm.", "More."]);
    assert_eq!(
        said,
        [
            "t.csv:3: a row of 1 fields under a header of 2",
            "t.csv:6: \"soon\" is not a date that can be read; the report is left without one",
            "t.csv:7: it has no text",
        ]
    );
}

#[test]
fn a_table_without_the_column_is_refused_with_those_it_has() {
    let (reports, said) = read("t.csv", b"a;b\n1;2\n", &ReadSettings::default());
    assert!(reports.is_empty());
    assert_eq!(said, ["t.csv:1: no column with the text (see --columns); it has \"a\", \"b\""]);
    let columns = Columns::parse("text=Words").unwrap();
    let (_, said) = read("t.csv", b"text,b\n1,2\n", &ReadSettings { columns, ..ReadSettings::default() });
    assert_eq!(said, ["t.csv:1: no column \"Words\"; it has \"text\", \"b\""]);
    assert_eq!(read("t.csv", b"", &ReadSettings::default()), (Vec::new(), Vec::new()));
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_told_with_the_line_it_stands_on() {
    let (reports, said) =
        read("t.csv", b"text,date\nCalm.,\n\"Shells,2021\nfell\n", &ReadSettings::default());
    assert_eq!((reports.len(), said), (1, vec!["t.csv:3: a quoted field that does not end".to_owned()]));
}

#[test]
fn tables_in_other_encodings_are_read() {
    let table = "text;date\nقصف مقاتلو اللواء الجسر القديم عند الفجر;2021-03-02\n";
    let (arabic, _, _) = encoding_rs::WINDOWS_1256.encode(table);
    let little: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(table.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let big: Vec<u8> =
        [0xFE, 0xFF].into_iter().chain(table.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    // A letter whose second byte is that of a line feed.
    let odd: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain("text;x\nਂ\u{A0A}\u{A00}b;1\nc;2".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for bytes in [table.as_bytes(), &arabic, &little, &big] {
        let (reports, said) = read("t.csv", bytes, &ReadSettings::default());
        assert!(said.is_empty(), "{said:?}");
        assert!(reports[0].text.starts_with("قصف مقاتلو"), "{}", reports[0].text);
        assert_eq!(reports[0].published, Some(date(2021, 3, 2)));
    }
    let (reports, said) = read("t.csv", &odd, &ReadSettings::default());
    assert_eq!((reports.len(), said), (2, Vec::new()));
    let (reports, said) =
        read("t.csv", b"text,n\nShells fell.,1\ncaf\xE9,2\nCalm.,3\n", &ReadSettings::default());
    assert_eq!(reports.len() + said.len(), 3);
}

#[test]
fn a_table_without_a_telling_name_is_known_by_its_header() {
    let (reports, _) = read("export", b"headline,text\nBridge hit,Shells fell.\n", &ReadSettings::default());
    assert_eq!(reports[0].name, "export#1");
    let settings = ReadSettings { format: Some(Format::Text), ..ReadSettings::default() };
    let (reports, _) = read("export", b"headline,text\nBridge hit,Shells fell.\n", &settings);
    assert_eq!(reports[0].text, "headline,text\nBridge hit,Shells fell.\n");
}

fn sheet(bytes: &[u8]) -> (Vec<String>, char, Vec<SheetRow>, Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("edited.csv");
    std::fs::write(&path, bytes).unwrap();
    let input = find_inputs(&[path]).remove(0).unwrap();
    let sheet = Sheet::open(&input).unwrap();
    let (columns, separator) = (sheet.columns().to_vec(), sheet.separator());
    let mut rows = Vec::new();
    let mut trouble = None;
    for row in sheet {
        match row {
            Ok(row) => rows.push(row),
            Err(error) => trouble = Some(error.to_string()),
        }
    }
    (columns, separator, rows, trouble)
}

#[test]
fn a_sheet_is_read_cell_by_cell_with_its_lines() {
    let (columns, separator, rows, trouble) =
        sheet("\u{FEFF}event;place \r\na;\"Tell\r\nAmun; \"\"east\"\"\"\r\n\r\nb\r\n".as_bytes());
    assert_eq!((columns, separator), (vec!["event".to_owned(), "place".to_owned()], ';'));
    let rows: Vec<(u64, Vec<&str>)> =
        rows.iter().map(|row| (row.line, row.cells.iter().map(String::as_str).collect())).collect();
    assert_eq!(rows, [(2, vec!["a", "Tell\r\nAmun; \"east\""]), (5, vec!["b"])]);
    assert_eq!(trouble, None);
}

#[test]
fn a_sheet_in_two_byte_letters_is_read_too() {
    let bytes: Vec<u8> =
        "\u{FEFF}event\tplace\r\na\tGīnch’ī\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (columns, separator, rows, _) = sheet(&bytes);
    assert_eq!((columns.len(), separator), (2, '\t'));
    assert_eq!(rows[0].cells, ["a", "Gīnch’ī"]);
}

#[test]
fn a_sheet_that_breaks_off_inside_quotes_says_where_and_ends() {
    let (_, _, rows, trouble) = sheet(b"event,place\na,b\nc,\"d\ne,f\n");
    assert_eq!(rows.len(), 1);
    assert!(trouble.unwrap().ends_with("edited.csv:3: a quoted field that does not end"));
}

#[test]
fn an_empty_sheet_has_no_columns() {
    let (columns, _, rows, trouble) = sheet(b"");
    assert!(columns.is_empty() && rows.is_empty() && trouble.is_none());
}
