//! JSON Lines: an object a line.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::columns::{Column, Columns};
use super::input::REPORT_LIMIT;
use super::lines::{Line, read_line, without_end};
use super::record::{Body, Fields, Record};
use super::records::{Origin, fault};
use super::stream::Stream;
use crate::{Fault, IoError, Spot};

/// How deep keys inside keys are looked for.
const DEPTH: usize = 4;

/// The objects of a file, one a line; empty lines are passed.
pub(super) struct JsonLines {
    origin: Origin,
    stream: Stream,
    columns: Columns,
    line: Vec<u8>,
    n_lines: u64,
    ended: bool,
}

impl JsonLines {
    pub(super) fn new(origin: Origin, stream: Stream, columns: Columns) -> JsonLines {
        JsonLines { origin, stream, columns, line: Vec::new(), n_lines: 0, ended: false }
    }
}

impl Iterator for JsonLines {
    type Item = Result<Record, IoError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let start = self.stream.here();
            self.n_lines += 1;
            let spot = Spot {
                path: self.origin.shown.clone(),
                record: Some(self.n_lines),
                line: Some(self.n_lines),
                ..Spot::default()
            };
            let limit = usize::try_from(REPORT_LIMIT).unwrap_or(usize::MAX);
            match read_line(&mut self.stream, &mut self.line, limit) {
                Err(error) => {
                    self.ended = true;
                    return Some(Err(fault(error, &Spot { start: Some(start), ..spot }, "a line")));
                }
                Ok(Line::End) => self.ended = true,
                Ok(Line::TooLong) => return Some(Err(spot.wrong(Fault::TooLong(REPORT_LIMIT)))),
                Ok(Line::Read) => {
                    let mut line = without_end(&self.line);
                    if self.n_lines == 1 {
                        line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
                    }
                    if line.iter().all(u8::is_ascii_whitespace) {
                        continue;
                    }
                    return Some(object_record(&self.origin, spot, line, &self.columns));
                }
            }
        }
        None
    }
}

/// Makes a record of an object.
pub(super) fn object_record(
    origin: &Origin,
    spot: Spot,
    object: &[u8],
    columns: &Columns,
) -> Result<Record, IoError> {
    match read_object(object, columns) {
        Ok((id, fields)) => {
            let mut record = origin.record(spot, Body::Fields(Box::new(fields)));
            if let Some(id) = id {
                record.name = format!("{}#{id}", origin.name);
            }
            Ok(record)
        }
        Err((byte, fault)) => Err(Spot { byte, ..spot }.wrong(fault)),
    }
}

/// Reads an object, with its id. An error names the byte of the line where it can.
fn read_object(line: &[u8], columns: &Columns) -> Result<(Option<String>, Fields), (Option<u64>, Fault)> {
    let text = std::str::from_utf8(line)
        .map_err(|error| (Some(error.valid_up_to() as u64), Fault::Encoding("UTF-8")))?;
    let object: Map<String, Value> = serde_json::from_str(text).map_err(|error| {
        let mut words = error.to_string();
        words.truncate(words.rfind(" at line ").unwrap_or(words.len()));
        (Some(byte_of(text, error.line(), error.column())), Fault::Json(words))
    })?;
    if object.contains_key("doc") && object.contains_key("events") && object.contains_key("diagnostics") {
        return Err((None, Fault::Coded));
    }
    let mut flat = BTreeMap::new();
    flatten("", &object, DEPTH, &mut flat);
    let header: Vec<&str> = flat.keys().map(String::as_str).collect();
    let values: Vec<&str> = flat.values().map(|value| value.words.as_str()).collect();
    let layout = columns.layout_of_object(&header).map_err(|problem| (None, problem))?;
    let texts = layout.places(Column::Text);
    if let Some(&first) = texts.first()
        && texts.iter().all(|&n| flat[header[n]].is_number)
    {
        return Err((None, Fault::NumberForText(header[first].to_owned())));
    }
    let id = layout.places(Column::Id).first().map(|&n| values[n].to_owned());
    Ok((id, Fields::read(&layout, &values, line)))
}

/// The byte at a line and column, both from 1.
fn byte_of(text: &str, line: usize, column: usize) -> u64 {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (before + column.saturating_sub(1)) as u64
}

/// A value in words.
struct Flat {
    words: String,
    is_number: bool,
}

/// Writes the values of an object under their keys, those inside a key as `key.inner`. What is absent or empty is left out.
fn flatten(before: &str, object: &Map<String, Value>, depth: usize, into: &mut BTreeMap<String, Flat>) {
    for (key, value) in object {
        let key = if before.is_empty() { key.clone() } else { format!("{before}.{key}") };
        let words = match value {
            Value::Object(inside) if depth > 0 => {
                flatten(&key, inside, depth - 1, into);
                continue;
            }
            Value::String(words) => words.clone(),
            Value::Number(number) => number.to_string(),
            Value::Array(parts) => {
                let parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
                parts.join("\n\n")
            }
            Value::Null | Value::Bool(_) | Value::Object(_) => continue,
        };
        if !words.trim().is_empty() {
            into.insert(key, Flat { words, is_number: value.is_number() });
        }
    }
}
