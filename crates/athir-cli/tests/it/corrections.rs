//! A table of events goes out, is edited, and comes back.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::command::{arg, run, words};

const REPORT: &str = "Eight killed at Saraqib\n\nHay'at Tahrir al-Sham attacked a post of Ahrar al-Sham in Saraqib, \
    Idlib province, on Thursday and killed eight fighters. On Friday jets bombed Ariha.\n";

/// A database of one report, and its table of events.
struct Desk {
    folder: TempDir,
    db: PathBuf,
    rows: Vec<Vec<String>>,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let (report, db) = (folder.path().join("saraqib.txt"), folder.path().join("desk.db"));
        fs::write(&report, REPORT).unwrap();
        let done = run(&["ingest", arg(&report), "--published", "2017-09-02", "--db", arg(&db)]);
        assert!(done.status.success(), "{}", words(&done.stderr));
        let mut desk = Desk { folder, db, rows: Vec::new() };
        desk.rows = desk.export();
        assert!(desk.rows.len() >= 3, "a header and two events: {:?}", desk.rows);
        desk
    }

    fn export(&self) -> Vec<Vec<String>> {
        let to = self.folder.path().join("out");
        let done = run(&["export", "csv", "--db", arg(&self.db), "--output", arg(&to)]);
        assert!(done.status.success(), "{}", words(&done.stderr));
        let text = fs::read_to_string(to.join("events.csv")).unwrap();
        read_rows(text.trim_start_matches('\u{FEFF}'))
    }

    fn at(&self, column: &str) -> usize {
        self.rows[0].iter().position(|name| name == column).unwrap_or_else(|| panic!("no column {column}"))
    }

    /// The number of the row of the event at this place.
    fn row(&self, place: &str) -> usize {
        let at = self.at("place");
        self.rows.iter().position(|row| row[at] == place).unwrap_or_else(|| panic!("nothing at {place}"))
    }

    fn edit(&mut self, row: usize, column: &str, words: &str) {
        let at = self.at(column);
        words.clone_into(&mut self.rows[row][at]);
    }

    fn import_text(&self, text: &[u8], further: &[&str]) -> (bool, String, String) {
        let file = self.folder.path().join("edited.csv");
        fs::write(&file, text).unwrap();
        let args = [&["import", "corrections", arg(&file), "--db", arg(&self.db)], further].concat();
        let done = run(&args);
        let said = words(&done.stderr).replace(arg(&file), "edited.csv");
        (done.status.success(), words(&done.stdout).to_owned(), said)
    }

    fn import(&self, further: &[&str]) -> (bool, String, String) {
        self.import_text(self.text(",").as_bytes(), further)
    }

    fn text(&self, separator: &str) -> String {
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(separator);
        self.rows.iter().map(line).collect::<Vec<_>>().join("\r\n") + "\r\n"
    }
}

/// Reads a table as RFC 4180 has it.
fn read_rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut signs = text.chars().peekable();
    while let Some(c) = signs.next() {
        match c {
            '"' if is_quoted && signs.peek() == Some(&'"') => cell.extend(signs.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !is_quoted => {}
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    rows
}

fn log_of(db: &Path) -> String {
    let done = run(&["incident", "decisions", "--db", arg(db)]);
    words(&done.stdout).to_owned()
}

#[test]
fn a_table_that_nobody_edited_says_nothing() {
    let desk = Desk::new();
    let n = desk.rows.len() - 1;
    let (is_well, said, troubles) = desk.import(&[]);
    assert!(is_well);
    assert_eq!((said, troubles), (format!("{n} rows: 0 to change, {n} as they were\n"), String::new()));
    // As a spreadsheet of a country with commas in numbers would save it.
    let mut rows = desk.rows.clone();
    for column in ["lat", "lon"] {
        let at = desk.at(column);
        rows[1..].iter_mut().for_each(|row| row[at] = row[at].replace('.', ","));
    }
    for column in ["published", "first_day", "last_day"] {
        let at = desk.at(column);
        for row in &mut rows[1..] {
            let parts: Vec<&str> = row[at].split('-').collect();
            if let [year, month, day] = parts[..] {
                row[at] = format!("{day}.{month}.{year}");
            }
        }
    }
    let foreign = Desk { rows, folder: tempfile::tempdir().unwrap(), db: desk.db.clone() };
    let (_, said, troubles) = foreign.import_text(foreign.text(";").as_bytes(), &[]);
    assert_eq!((said, troubles), (format!("{n} rows: 0 to change, {n} as they were\n"), String::new()));
    assert_eq!(log_of(&desk.db), "", "nothing was decided");
}

#[test]
fn edited_cells_are_shown_first_and_become_decisions_with_a_name() {
    let mut desk = Desk::new();
    let row = desk.row("Saraqib");
    for (column, words) in [
        ("killed_low", "9"),
        ("killed_high", ""),
        ("place", "Ariha"),
        ("status", "accepted"),
        ("note", "=seen"),
    ] {
        desk.edit(row, column, words);
    }
    let (is_well, said, troubles) = desk.import(&[]);
    assert!(is_well, "{troubles}");
    assert!(said.contains("place        Saraqib, Idlib, SY → "), "{said}");
    assert!(said.contains("killed       8 → 9+"), "{said}");
    assert!(said.contains("status       open → accepted"), "{said}");
    assert!(troubles.contains("nothing was written; --apply writes it"), "{troubles}");
    assert_eq!(log_of(&desk.db), "");
    let (is_well, said, troubles) = desk.import(&["--apply", "--by", "ann"]);
    assert!(is_well, "{troubles}");
    assert_eq!(said.matches("athir incident undo").count(), 3, "{said}");
    assert!(log_of(&desk.db).contains("ann  correct"), "{}", log_of(&desk.db));
    let id = desk.rows[row][desk.at("event")].clone();
    let after = desk.export();
    let again = after.iter().find(|row| row[0] == id).unwrap();
    let cell = |column: &str| again[desk.at(column)].as_str();
    assert_eq!((cell("place"), cell("killed_low"), cell("killed_high")), ("Ariha", "9", ""));
    assert_eq!(
        (cell("status"), cell("note")),
        ("accepted", "'=seen"),
        "what a spreadsheet would run is defused"
    );
    let done = run(&["verify", "--db", arg(&desk.db)]);
    assert!(done.status.success(), "{}", words(&done.stdout));
    // Given back once more, it says what is so already.
    let (_, said, _) = desk.import(&[]);
    assert!(said.contains(" 0 to change"), "{said}");
}

#[test]
fn one_wrong_cell_keeps_everything_from_being_written() {
    let mut desk = Desk::new();
    let (here, there) = (desk.row("Saraqib"), desk.row("Ariha"));
    desk.edit(here, "status", "accepted");
    for (column, words) in
        [("kind", "scuffle"), ("first_day", "last Friday"), ("killed_low", "-3"), ("place", "Zzyzxville")]
    {
        desk.edit(there, column, words);
    }
    let (is_well, said, troubles) = desk.import(&["--apply", "--by", "ann"]);
    assert!(!is_well);
    assert!(said.contains(": 1 to change"), "{said}");
    let line = there + 1;
    for wrong in [
        format!("edited.csv:{line}: kind: \"scuffle\" is none of the codebook's kinds"),
        format!("edited.csv:{line}: first_day: \"last Friday\" is not a day such as 2017-08-31"),
        format!("edited.csv:{line}: killed_low: nobody counts less than none"),
        format!("edited.csv:{line}: place: the gazetteer knows no Zzyzxville"),
        "nothing was written: 4 things are wrong".to_owned(),
    ] {
        assert!(troubles.contains(&wrong), "{wrong} in {troubles}");
    }
    assert_eq!(log_of(&desk.db), "");
}

#[test]
fn a_row_whose_event_has_changed_since_is_refused() {
    let mut desk = Desk::new();
    let row = desk.row("Saraqib");
    let id = desk.rows[row][desk.at("event")].clone();
    let done = run(&[
        "event",
        "correct",
        &id,
        "--field",
        "killed",
        "--value",
        "7",
        "--by",
        "bo",
        "--db",
        arg(&desk.db),
    ]);
    assert!(done.status.success(), "{}", words(&done.stderr));
    // The row as it was says nothing; edited it is about an event that is no longer so.
    let (is_well, said, _) = desk.import(&["--apply"]);
    assert!(is_well && said.contains(" 0 to change"), "{said}");
    desk.edit(row, "place", "Ariha");
    let (is_well, _, troubles) = desk.import(&["--apply"]);
    assert!(!is_well);
    let wanted = "the event has changed since the table was written, last by bo: export it anew";
    assert!(troubles.contains(wanted), "{troubles}");
    let done = run(&["incident", "review", &id, "--reject", "--by", "cy", "--db", arg(&desk.db)]);
    assert!(done.status.success());
    let (_, _, troubles) = desk.import(&[]);
    assert!(troubles.contains("cy has rejected the event since"), "{troubles}");
}

#[test]
fn another_table_and_lost_letters_are_told() {
    let mut desk = Desk::new();
    let (is_well, _, troubles) = desk.import_text(b"event,place\nx,y\n", &[]);
    assert!(!is_well && troubles.contains("no column state"), "{troubles}");
    let row = desk.row("Saraqib");
    desk.edit(row, "event", "1.01953E+15");
    desk.edit(row, "place", "Ariha");
    let (_, _, troubles) = desk.import(&[]);
    assert!(troubles.contains("a spreadsheet has made a number of the id"), "{troubles}");
    let (_, _, troubles) = desk.import_text(b"\xEF\xBB\xBFevent,state,mine\r\n,s1,x\r\n", &[]);
    assert!(troubles.contains("column mine is none of athir's"), "{troubles}");
    assert!(troubles.contains(":2: event: a row without the id"), "{troubles}");
}
