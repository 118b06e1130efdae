//! The cases in `cases/*.md`: each has a heading, a sentence that says why with the section of the codebook,
//! a report and the rows that the coder gives. A heading with `TODO` marks rows that are wrong and lived with
//! for now; a block `wanted` after them has those that the codebook asks for, and once the coder gives them the
//! mark has to go. `UPDATE_CASES=1` writes the rows anew instead of comparing them, and takes marks off that
//! are no longer true; the diff is then what gets reviewed.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::coding::code;
use crate::rows::rows;

const FENCE: &str = "```";

/// One case as the file gives it.
struct Case {
    heading: String,
    why: String,
    published: Option<Date>,
    report: String,
    rows: Vec<String>,
    /// What the codebook asks for, where the rows are marked as wrong.
    wanted: Option<Vec<String>>,
    /// Line of the file that holds the heading.
    heading_at: usize,
    /// Lines of the file that the blocks `rows` and `wanted` take up.
    rows_at: Range<usize>,
}

fn case_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the crate has a folder of cases")
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|e| e == "md") && !path.ends_with("README.md"))
        .collect();
    files.sort();
    files
}

fn file_name(path: &Path) -> String {
    path.file_name().expect("a listed file has a name").to_string_lossy().into_owned()
}

/// Reads the cases of a file. Panics with the file and line on anything that is no case.
fn read_cases(name: &str, text: &str) -> Vec<Case> {
    let lines: Vec<&str> = text.lines().collect();
    let mut cases = Vec::new();
    let mut at = lines.iter().position(|line| line.starts_with("## ")).unwrap_or(lines.len());
    while at < lines.len() {
        let heading = lines[at]
            .strip_prefix("## ")
            .unwrap_or_else(|| panic!("{name}:{}: a case begins with a heading", at + 1));
        let (why, opening) = until(name, &lines, at + 1, |line| line.starts_with(FENCE));
        let info = lines[opening].trim_start_matches('`');
        let mut info = info.split_whitespace();
        assert_eq!(
            info.next(),
            Some("report"),
            "{name}:{}: the first block of a case is its report",
            opening + 1
        );
        let published = info.next().map(|word| {
            let day = word.strip_prefix("published=").and_then(|day| day.parse().ok());
            day.unwrap_or_else(|| panic!("{name}:{}: \"{word}\" is not published=YYYY-MM-DD", opening + 1))
        });
        let (report, closing) = until(name, &lines, opening + 1, |line| line == FENCE);
        let (between, rows_opening) = until(name, &lines, closing + 1, |line| line.starts_with(FENCE));
        assert!(
            lines[rows_opening] == "```rows" && between.trim().is_empty(),
            "{name}:{}: the rows follow the report",
            rows_opening + 1
        );
        let (expected, rows_closing) = until(name, &lines, rows_opening + 1, |line| line == FENCE);
        let mut end = rows_closing + 1;
        let mut wanted = None;
        let next = (end..lines.len()).find(|&i| !lines[i].trim().is_empty());
        if let Some(opening) = next.filter(|&i| lines[i] == "```wanted") {
            let (rows, closing) = until(name, &lines, opening + 1, |line| line == FENCE);
            wanted = Some(rows.lines().map(str::to_owned).collect());
            end = closing + 1;
        }
        cases.push(Case {
            heading_at: at,
            heading: heading.trim().to_owned(),
            why: why.trim().to_owned(),
            published,
            report,
            rows: expected.lines().map(str::to_owned).collect(),
            wanted,
            rows_at: rows_opening..end,
        });
        at = end;
        while at < lines.len() && lines[at].trim().is_empty() {
            at += 1;
        }
    }
    cases
}

/// The lines from `from` up to the first that `is_end` accepts, and its index.
fn until(name: &str, lines: &[&str], from: usize, is_end: impl Fn(&str) -> bool) -> (String, usize) {
    let end = (from..lines.len()).find(|&i| is_end(lines[i]));
    let end = end.unwrap_or_else(|| panic!("{name}:{from}: the block that begins here does not end"));
    (lines[from..end].join("\n"), end)
}

/// The text of a file with the rows of each case replaced, and marks taken off where they are the wanted ones.
fn with_rows(text: &str, cases: &[Case], found: &[Vec<String>]) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut written: Vec<String> = Vec::with_capacity(lines.len());
    let mut at = 0;
    for (case, rows) in cases.iter().zip(found) {
        written.extend(lines[at..case.rows_at.start].iter().map(|&line| line.to_owned()));
        let mut blocks = vec![("rows", rows)];
        match &case.wanted {
            Some(wanted) if wanted == rows => {
                let heading = written.len() - (case.rows_at.start - case.heading_at);
                written[heading] = format!("## {}", case.heading.trim_start_matches("TODO").trim_start());
            }
            Some(wanted) => blocks.push(("wanted", wanted)),
            None => {}
        }
        for (i, (name, rows)) in blocks.into_iter().enumerate() {
            if i > 0 {
                written.push(String::new());
            }
            written.push(format!("{FENCE}{name}"));
            written.extend(rows.iter().cloned());
            written.push(FENCE.to_owned());
        }
        at = case.rows_at.end;
    }
    written.extend(lines[at..].iter().map(|&line| line.to_owned()));
    written.join("\n") + "\n"
}

/// Shows expected and found rows under each other: rows that are the same once, the others with their sign.
fn diff(expected: &[String], found: &[String]) -> String {
    let mut text = String::new();
    for row in expected {
        let sign = if found.contains(row) { ' ' } else { '-' };
        let _ = writeln!(text, "    {sign} {row}");
    }
    for row in found.iter().filter(|row| !expected.contains(row)) {
        let _ = writeln!(text, "    + {row}");
    }
    text
}

#[test]
fn codes_every_case_as_its_rows_say() {
    let update = std::env::var_os("UPDATE_CASES").is_some_and(|value| value != "0");
    let mut failures = String::new();
    let mut n_failures = 0;
    for path in case_files() {
        let name = file_name(&path);
        let text = fs::read_to_string(&path).expect("a case file is text");
        let cases = read_cases(&name, &text);
        let found: Vec<Vec<String>> =
            cases.iter().map(|case| rows(&code(&case.report, case.published))).collect();
        if update {
            let written = with_rows(&text, &cases, &found);
            if written != text {
                fs::write(&path, written).expect("a case file can be written");
            }
            continue;
        }
        for (case, found) in cases.iter().zip(&found) {
            if case.rows != *found {
                n_failures += 1;
                let _ = writeln!(
                    failures,
                    "\n{name}: {}\n{}\n{}",
                    case.heading,
                    indent(&case.report),
                    diff(&case.rows, found)
                );
            }
            if case.wanted.as_ref() == Some(found) {
                n_failures += 1;
                let _ = writeln!(
                    failures,
                    "\n{name}: {}\n    gives what is wanted now: take the mark off",
                    case.heading
                );
            }
        }
    }
    assert!(
        n_failures == 0,
        "{n_failures} cases differ (- expected, + found); UPDATE_CASES=1 writes what was found\n{failures}"
    );
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("    > {line}")).collect::<Vec<_>>().join("\n")
}

#[test]
fn keeps_cases_readable() {
    let mut headings = BTreeSet::new();
    let mut n_cases = 0;
    for path in case_files() {
        let name = file_name(&path);
        let text = fs::read_to_string(&path).expect("a case file is text");
        assert!(text.starts_with("# "), "{name}: the file begins with its theme");
        let cases = read_cases(&name, &text);
        assert!(!cases.is_empty(), "{name} has no case");
        for case in cases {
            let heading = case.heading;
            assert!(
                headings.insert(heading.clone()),
                "{name}: \"{heading}\" is the heading of another case too"
            );
            assert!(
                case.why.contains('§'),
                "{name}: \"{heading}\" does not name the section of the codebook"
            );
            assert_eq!(
                heading.starts_with("TODO "),
                case.wanted.is_some(),
                "{name}: \"{heading}\": a case marked TODO says what is wanted, and no other does"
            );
            assert!(!case.report.trim().is_empty(), "{name}: \"{heading}\" has no report");
            n_cases += 1;
        }
    }
    assert!(n_cases >= 80, "only {n_cases} cases are left");
}

#[test]
fn updates_rows_and_nothing_else() {
    let text = "# T\n\nAbout it.\n\n## One\n\nWhy (§1).\n\n```report published=2017-07-15\nA.\n\nB.\n```\n\n\
                ```rows\nold\n```\n\n## TODO Two\n\nWhy (§2).\n\n```report\nC.\n```\n\n```rows\nx\ny\n```\n\n\
                ```wanted\nz\n```\n";
    let cases = read_cases("t.md", text);
    assert_eq!(cases.len(), 2);
    assert_eq!(cases[0].report, "A.\n\nB.");
    assert_eq!(cases[0].published, Some(jiff::civil::date(2017, 7, 15)));
    assert_eq!(
        (cases[1].rows.as_slice(), cases[1].wanted.as_deref()),
        (["x", "y"].map(str::to_owned).as_slice(), Some(["z".to_owned()].as_slice()))
    );
    let same: Vec<Vec<String>> = cases.iter().map(|case| case.rows.clone()).collect();
    assert_eq!(with_rows(text, &cases, &same), text);
    let new = [vec!["new".to_owned(), "rows".to_owned()], vec!["y".to_owned()]];
    let expected = text.replace("old\n", "new\nrows\n").replace("x\ny\n", "y\n");
    assert_eq!(with_rows(text, &cases, &new), expected);
    let right = [vec!["old".to_owned()], vec!["z".to_owned()]];
    let expected = text.replace("TODO Two", "Two").replace("x\ny\n```\n\n```wanted\nz\n", "z\n");
    assert_eq!(with_rows(text, &cases, &right), expected);
}
