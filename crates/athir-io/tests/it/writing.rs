use athir_io::{JsonWriter, JsonlWriter, ReportWriter, TableStyle, TableWriter};
use athir_model::CodedReport;
use athir_model::Report;

use crate::fixture::{TEXT, coded, report};

fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    write(&mut out);
    String::from_utf8(out).unwrap()
}

fn table(width: usize) -> String {
    written(|out| {
        let mut writer = TableWriter::new(out, width, TableStyle::Plain);
        writer.write(&report(), &coded()).unwrap();
        writer.finish().unwrap();
    })
}

#[test]
fn a_wide_table_has_one_line_an_event_and_no_empty_column() {
    insta::assert_snapshot!(table(200), @r#"
    ridge · 2021-03-02 · 2 events · 1 tie · Valley "Post"
      WHEN             WHAT    WHO                                 WHERE                 LOSSES              ACCORDING TO  STATUS
      2021-03-01       attack  Dale Brigade → Hill Front           Tall Amar?, Amar, XA  4+ fighters killed  medics
      ~2021-03-01..02  clash   Dale Brigade (blamed) ↔ Hill Front                                                          planned
      rival: Hill Front – Dale Brigade (current)
    "#);
}

#[test]
fn a_narrow_table_wraps_at_words() {
    let narrow = table(90);
    insta::assert_snapshot!(narrow, @r#"
    ridge · 2021-03-02 · 2 events · 1 tie · Valley "Post"
      WHEN             WHAT    WHO           WHERE         LOSSES        ACCORDING TO  STATUS
      2021-03-01       attack  Dale Brigade  Tall Amar?,   4+ fighters   medics
                               → Hill Front  Amar, XA      killed
      ~2021-03-01..02  clash   Dale Brigade                                            planned
                               (blamed) ↔
                               Hill Front
      rival: Hill Front – Dale Brigade (current)
    "#);
    assert!(narrow.lines().all(|line| line.chars().count() <= 90));
}

#[test]
fn a_report_without_events_has_its_heading_alone() {
    let nothing = CodedReport { events: vec![], ties: vec![], diagnostics: vec![], ..coded() };
    let text = written(|out| {
        let mut writer = TableWriter::new(out, 80, TableStyle::Plain);
        writer.write(&report(), &nothing).unwrap();
    });
    assert_eq!(text, "ridge · 2021-03-02 · 0 events · Valley \"Post\"\n");
}

#[test]
fn json_lines_hold_the_record_and_nothing_else() {
    let text = written(|out| {
        let mut writer = JsonlWriter::new(out);
        writer.write(&report(), &coded()).unwrap();
        writer.write(&report(), &coded()).unwrap();
        writer.finish().unwrap();
    });
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(serde_json::from_str::<CodedReport>(lines[1]).unwrap(), coded());
}

#[test]
fn json_is_an_array_even_of_nothing() {
    for n in [0, 1, 3] {
        let text = written(|out| {
            let mut writer = JsonWriter::new(out);
            for _ in 0..n {
                writer.write(&report(), &coded()).unwrap();
            }
            writer.finish().unwrap();
        });
        assert_eq!(serde_json::from_str::<Vec<CodedReport>>(&text).unwrap(), vec![coded(); n]);
    }
}

#[test]
fn offsets_of_the_fixture_slice_its_text() {
    let chars: Vec<char> = TEXT.chars().collect();
    for event in coded().events {
        let words: String = chars[event.trigger.start..event.trigger.end].iter().collect();
        assert_eq!(words, event.trigger.text);
    }
    assert_eq!(Report::new("x", TEXT).title(), "Ridge lost & won");
}
