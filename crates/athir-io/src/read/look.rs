//! A first look at an input: what it is, and what its columns are taken for.

use std::collections::BTreeMap;

use serde_json::Value;

use super::format::Format;
use super::input::Input;
use super::lines::{Line, read_line};
use super::record::Known;
use super::records::{Origin, fault, format_of, is_by_line};
use super::settings::ReadSettings;
use super::table::Table;
use crate::{IoError, Spot};

/// The longest line that is looked at.
const LONGEST: usize = 1 << 20;

/// What an input looks like before reports are made of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// What it is.
    pub format: Option<Format>,
    /// The names of its columns, or of the keys of its objects; empty where it has none.
    pub columns: Vec<String>,
    /// The first rows, a value for each column.
    pub rows: Vec<Vec<String>>,
    /// What is taken from which columns: `text` from `Summary` and `Details`.
    pub mapping: BTreeMap<&'static str, Vec<String>>,
}

impl Input {
    /// Takes a first look at up to `n_rows` rows.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, and rows that cannot be told apart.
    pub fn look(&self, settings: &ReadSettings, n_rows: usize) -> Result<Look, IoError> {
        let mut stream = self.open()?;
        let format = settings.format.unwrap_or_else(|| format_of(self, &mut stream, settings));
        let mut look = Look { format: Some(format), ..Look::default() };
        match format {
            Format::Csv => {
                let known = Known { path: self.path.clone(), ..Known::default() };
                let origin = Origin { shown: self.shown().to_owned(), name: self.name.clone(), known };
                let table = Table::new(origin, stream, settings.columns.clone());
                (look.columns, look.rows) = table.look(n_rows)?;
            }
            Format::JsonLines if is_by_line(&mut stream) => {
                let mut objects: Vec<serde_json::Map<String, Value>> = Vec::new();
                let mut line = Vec::new();
                while objects.len() < n_rows {
                    let read = read_line(&mut stream, &mut line, LONGEST);
                    let read = read.map_err(|error| fault(error, &Spot::file(self.shown()), "a line"))?;
                    if !matches!(read, Line::Read) {
                        break;
                    }
                    if let Ok(Value::Object(object)) = serde_json::from_slice(&line) {
                        objects.push(object);
                    }
                }
                for key in objects.iter().flat_map(|object| object.keys()) {
                    if !look.columns.contains(key) {
                        look.columns.push(key.clone());
                    }
                }
                let words = |value: Option<&Value>| match value {
                    None | Some(Value::Null) => String::new(),
                    Some(Value::String(words)) => words.clone(),
                    Some(other) => other.to_string(),
                };
                let row = |object: &serde_json::Map<String, Value>| {
                    look.columns.iter().map(|key| words(object.get(key))).collect()
                };
                look.rows = objects.iter().map(row).collect();
            }
            _ => {}
        }
        let header: Vec<&str> = look.columns.iter().map(String::as_str).collect();
        look.mapping = settings.columns.mapping(&header);
        Ok(look)
    }
}
