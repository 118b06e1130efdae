//! The value of a column in a row.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnType {
    /// UTF-8 text (Arrow: `Utf8`).
    Text,
    /// A list of texts, some of which may be empty (Arrow: `List<Utf8>`; in CSV joined by `; `).
    Texts,
    /// A whole number (Arrow: `Int64`).
    Whole,
    /// A number (Arrow: `Float64`).
    Number,
    /// Yes or no (Arrow: `Boolean`).
    Flag,
    /// A day (Arrow: `Date32`; in CSV `2017-07-15`).
    Day,
    /// A moment (Arrow: `Timestamp` in microseconds, UTC; in CSV `2017-07-15T08:30:00Z`).
    Moment,
}

impl ColumnType {
    /// The type as one word for documents.
    pub const fn as_str(self) -> &'static str {
        match self {
            ColumnType::Text => "text",
            ColumnType::Texts => "texts",
            ColumnType::Whole => "whole number",
            ColumnType::Number => "number",
            ColumnType::Flag => "yes or no",
            ColumnType::Day => "day",
            ColumnType::Moment => "moment",
        }
    }
}

/// The value of one column in one row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// The record has no such value.
    Empty,
    /// A text.
    Text(Cow<'a, str>),
    /// Texts side by side, with a place for those that are not known.
    Texts(Vec<Option<Cow<'a, str>>>),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Day(Date),
    /// A moment.
    Moment(Timestamp),
}

impl<'a> Cell<'a> {
    /// A list of texts that are all known.
    pub fn texts<T: Into<Cow<'a, str>>>(texts: impl IntoIterator<Item = T>) -> Cell<'a> {
        Cell::Texts(texts.into_iter().map(|text| Some(text.into())).collect())
    }

    /// A probability or degree that is kept in single precision, to four digits: what stands behind them is noise.
    pub fn rounded(number: f32) -> Cell<'a> {
        Cell::Number((f64::from(number) * 1e4).round() / 1e4)
    }

    /// What type a column of this value has; `None` for an empty one.
    pub fn kind(&self) -> Option<ColumnType> {
        match self {
            Cell::Empty => None,
            Cell::Text(_) => Some(ColumnType::Text),
            Cell::Texts(_) => Some(ColumnType::Texts),
            Cell::Whole(_) => Some(ColumnType::Whole),
            Cell::Number(_) => Some(ColumnType::Number),
            Cell::Flag(_) => Some(ColumnType::Flag),
            Cell::Day(_) => Some(ColumnType::Day),
            Cell::Moment(_) => Some(ColumnType::Moment),
        }
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Cell<'a> {
        Cell::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Cell<'a> {
        Cell::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Cell<'static> {
        Cell::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a Cow<'_, str>> for Cell<'a> {
    fn from(text: &'a Cow<'_, str>) -> Cell<'a> {
        Cell::Text(Cow::Borrowed(text))
    }
}

impl From<u64> for Cell<'_> {
    fn from(number: u64) -> Cell<'static> {
        Cell::Whole(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Cell<'_> {
    fn from(number: usize) -> Cell<'static> {
        Cell::from(number as u64)
    }
}

impl From<u32> for Cell<'_> {
    fn from(number: u32) -> Cell<'static> {
        Cell::Whole(i64::from(number))
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Cell<'static> {
        Cell::Number(number)
    }
}

impl From<bool> for Cell<'_> {
    fn from(flag: bool) -> Cell<'static> {
        Cell::Flag(flag)
    }
}

impl From<Date> for Cell<'_> {
    fn from(day: Date) -> Cell<'static> {
        Cell::Day(day)
    }
}

impl From<Timestamp> for Cell<'_> {
    fn from(moment: Timestamp) -> Cell<'static> {
        Cell::Moment(moment)
    }
}

impl<'a, T> From<Option<T>> for Cell<'a>
where
    Cell<'a>: From<T>,
{
    fn from(value: Option<T>) -> Cell<'a> {
        value.map_or(Cell::Empty, Cell::from)
    }
}
