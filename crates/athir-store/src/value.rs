//! Values on their way to and from a database: the four kinds that both back ends share.

use std::borrow::Cow;
use std::vec;

/// A value of a column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    /// Nothing is known.
    Null,
    /// A whole number.
    Int(i64),
    /// Another number.
    Real(f64),
    /// Words.
    Text(Cow<'a, str>),
}

impl From<i64> for Value<'_> {
    fn from(n: i64) -> Self {
        Value::Int(n)
    }
}

impl From<usize> for Value<'_> {
    fn from(n: usize) -> Self {
        Value::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<u64> for Value<'_> {
    fn from(n: u64) -> Self {
        Value::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<f64> for Value<'_> {
    fn from(x: f64) -> Self {
        Value::Real(x)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(words: &'a str) -> Self {
        Value::Text(Cow::Borrowed(words))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(words: &'a String) -> Self {
        Value::Text(Cow::Borrowed(words))
    }
}

impl From<String> for Value<'_> {
    fn from(words: String) -> Self {
        Value::Text(Cow::Owned(words))
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// One row of an answer, read column by column in the order of the question.
#[derive(Debug)]
pub(crate) struct Row(vec::IntoIter<Value<'static>>);

impl Row {
    pub(crate) fn new(values: Vec<Value<'static>>) -> Row {
        Row(values.into_iter())
    }

    /// The next column as words; empty where there are none.
    pub(crate) fn text(&mut self) -> String {
        self.text_or_none().unwrap_or_default()
    }

    /// The next column as words, if there are any.
    pub(crate) fn text_or_none(&mut self) -> Option<String> {
        match self.0.next() {
            Some(Value::Text(words)) => Some(words.into_owned()),
            _ => None,
        }
    }

    /// The next column as a whole number; 0 where there is none.
    pub(crate) fn int(&mut self) -> i64 {
        self.int_or_none().unwrap_or_default()
    }

    /// The next column as a whole number, if it is one.
    pub(crate) fn int_or_none(&mut self) -> Option<i64> {
        match self.0.next() {
            Some(Value::Int(n)) => Some(n),
            _ => None,
        }
    }

    /// The columns that are left.
    pub(crate) fn rest(self) -> Vec<Value<'static>> {
        self.0.collect()
    }
}
