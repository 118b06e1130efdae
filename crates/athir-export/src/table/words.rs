//! Cells as words, for tables that people and spreadsheets read, and back.

use std::borrow::Cow;
use std::fmt;

use athir_arrow::{Cell, ColumnType};

use super::sheet::{defused, join_list, restored, split_list};

/// A cell as it stands in a table of text: days and moments by ISO 8601, numbers with a point, lists with `; ` between.
/// Words that a spreadsheet would run are defused. An empty cell has no words.
///
/// # Examples
///
/// ```
/// use athir_arrow::Cell;
/// use athir_export::table::cell_words;
///
/// assert_eq!(cell_words(&Cell::Number(-36.25)), "-36.25");
/// assert_eq!(cell_words(&Cell::from("-36.25")), "'-36.25");
/// ```
pub fn cell_words(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => defused(text),
        Cell::Texts(texts) => {
            let words = join_list(texts.iter().map(|text| text.as_deref().unwrap_or_default()));
            // A list of which nothing is known says nothing.
            if words.trim_matches([';', ' ']).is_empty() { String::new() } else { defused(&words) }
        }
        Cell::Whole(number) => number.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Moment(moment) => moment.to_string(),
    }
}

/// Words that are no value of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoCell {
    /// The words.
    pub words: String,
    /// What the column holds.
    pub kind: ColumnType,
}

impl fmt::Display for NoCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wanted = match self.kind {
            ColumnType::Text | ColumnType::Texts => "text",
            ColumnType::Whole => "a whole number",
            ColumnType::Number => "a number",
            ColumnType::Flag => "true or false",
            ColumnType::Day => "a day such as 2017-08-31",
            ColumnType::Moment => "a time such as 2017-08-31T12:00:00Z",
        };
        write!(f, "{:?} is not {wanted}", self.words)
    }
}

impl std::error::Error for NoCell {}

/// Reads what [`cell_words`] writes. White space around the words is nothing.
///
/// # Errors
///
/// Words that are no value of a column of this kind.
pub fn read_cell(words: &str, kind: ColumnType) -> Result<Cell<'static>, NoCell> {
    let words = restored(words.trim_matches([' ', '\u{A0}', '\n']));
    if words.trim().is_empty() {
        return Ok(Cell::Empty);
    }
    let plain = words.trim();
    let cell = match kind {
        ColumnType::Text => Some(Cell::from(words.to_owned())),
        ColumnType::Texts => {
            let item = |item: String| Some(item).filter(|item| !item.is_empty()).map(Cow::Owned);
            Some(Cell::Texts(split_list(words).into_iter().map(item).collect()))
        }
        ColumnType::Whole => whole(plain).map(Cell::Whole),
        ColumnType::Number => plain.parse().ok().filter(|number: &f64| number.is_finite()).map(Cell::Number),
        ColumnType::Flag => match plain.to_ascii_lowercase().as_str() {
            "true" => Some(Cell::Flag(true)),
            "false" => Some(Cell::Flag(false)),
            _ => None,
        },
        ColumnType::Day => plain.parse().ok().map(Cell::Day),
        ColumnType::Moment => plain.parse().ok().map(Cell::Moment),
    };
    cell.ok_or_else(|| NoCell { words: plain.to_owned(), kind })
}

/// A whole number, also where a program has written it as one with a fraction of nothing (`8.0`).
fn whole(words: &str) -> Option<i64> {
    let (before, after) = words.split_once('.').unwrap_or((words, ""));
    if after.bytes().all(|digit| digit == b'0') { before.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_cell_is_read_back_from_its_words() {
        let moment = "2017-08-31T12:00:00Z".parse::<jiff::Timestamp>().unwrap();
        let cells = [
            Cell::from("Tall `Adah"),
            Cell::from("=cmd|'/c calc'!A1"),
            Cell::Whole(-3),
            Cell::Number(36.2524),
            Cell::Flag(true),
            Cell::Day(date(2017, 8, 31)),
            Cell::Moment(moment),
            Cell::texts(["one; two", "back\\slash", "three"]),
            Cell::texts(["-dash", "other"]),
            Cell::Texts(vec![None, Some("sy-hts".into())]),
        ];
        for cell in cells {
            let kind = cell.kind().unwrap();
            assert_eq!(read_cell(&cell_words(&cell), kind), Ok(cell));
        }
        assert_eq!(read_cell("", ColumnType::Whole), Ok(Cell::Empty));
        assert_eq!(cell_words(&Cell::Texts(vec![None, None])), "");
    }

    #[test]
    fn words_that_are_no_value_say_what_would_be() {
        let error = read_cell("31 August", ColumnType::Day).unwrap_err();
        assert_eq!(error.to_string(), "\"31 August\" is not a day such as 2017-08-31");
        assert!(read_cell("dozens", ColumnType::Whole).is_err());
        assert!(read_cell("NaN", ColumnType::Number).is_err());
        assert_eq!(read_cell("8.0", ColumnType::Whole), Ok(Cell::Whole(8)), "as pandas writes it");
        assert!(read_cell("8.5", ColumnType::Whole).is_err());
    }
}
