//! Words in the cells of a spreadsheet, which it may run as a formula.

/// Signs that make a spreadsheet run a cell that begins with them, in the narrow and the wide form.
const RUN: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet would run these words once marks before them are off.
fn would_run(words: &str) -> bool {
    let words = words.trim_start_matches('\'');
    // A sign alone runs nothing.
    words.starts_with(RUN) && words.chars().nth(1).is_some()
}

/// Words as they stand in a cell that a spreadsheet may open: an apostrophe before those that it would run as a formula.
///
/// For words alone: a number that begins with a minus is one. [`restored`] takes the apostrophe off again.
///
/// # Examples
///
/// ```
/// use athir_model::{defused, restored};
///
/// assert_eq!(defused("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
/// assert_eq!(restored("'=HYPERLINK(\"x\")"), "=HYPERLINK(\"x\")");
/// assert_eq!(defused("'Ayn al-Arab"), "'Ayn al-Arab");
/// ```
pub fn defused(words: &str) -> String {
    if would_run(words) { format!("'{words}") } else { words.to_owned() }
}

/// Takes the apostrophe off that [`defused`] puts on.
pub fn restored(words: &str) -> &str {
    match words.strip_prefix('\'') {
        Some(rest) if would_run(rest) => rest,
        _ => words,
    }
}
