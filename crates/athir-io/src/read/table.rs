//! Tables with a header: a report a row, its fields between commas, semicolons or tabs.

use std::io;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::columns::{Column, Columns, Layout};
use super::html::decode_page;
use super::input::REPORT_LIMIT;
use super::lines::{Line, read_line, without_end};
use super::record::{Body, Fields, Record};
use super::records::{Origin, fault};
use super::stream::Stream;
use crate::{Fault, IoError, Spot};

/// How many bytes are looked at to find the encoding of a table.
const LOOKED_AT: usize = 64 * 1024;
/// The separators that a header may have, the likeliest first.
const SEPARATORS: [u8; 4] = *b",;\t|";

/// The rows of a table.
pub(super) struct Table {
    origin: Origin,
    stream: Stream,
    columns: Columns,
    state: State,
    /// Lines read, and rows under the header.
    n_lines: u64,
    n_rows: u64,
}

enum State {
    Start,
    Rows(Head),
    /// Rows as they stand, between these separators.
    Cells(u8, &'static Encoding),
    Ended,
}

/// What the header says.
struct Head {
    layout: Layout,
    n_columns: usize,
    separator: u8,
    encoding: &'static Encoding,
}

/// Where a row stands after a byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// A field begins.
    Start,
    /// Inside a field without quotation marks, or behind a closing one.
    Plain,
    /// Inside quotation marks.
    Quoted,
    /// Behind a mark inside quotation marks: it closes the field, or is the first of two that stand for one.
    Closing,
}

impl At {
    fn after(self, byte: u8, separators: &[u8]) -> At {
        match (self, byte) {
            // The empty half of a character of UTF-16, and a byte order mark.
            (at, 0) => at,
            (At::Start, 0xEF | 0xBB | 0xBF | 0xFE | 0xFF) => At::Start,
            (At::Start | At::Closing, b'"') => At::Quoted,
            (At::Quoted, b'"') => At::Closing,
            (At::Quoted, _) => At::Quoted,
            (_, byte) if separators.contains(&byte) => At::Start,
            _ => At::Plain,
        }
    }
}

impl Table {
    pub(super) fn new(origin: Origin, stream: Stream, columns: Columns) -> Table {
        Table { origin, stream, columns, state: State::Start, n_lines: 0, n_rows: 0 }
    }

    fn spot(&self, line: u64) -> Spot {
        Spot { path: self.origin.shown.clone(), record: None, line: Some(line), ..Spot::default() }
    }

    fn read_header(&mut self) -> Result<Option<Head>, IoError> {
        let encoding = encoding_of(self.stream.head(LOOKED_AT));
        let Some((row, line)) = self.read_row(encoding, &SEPARATORS)? else { return Ok(None) };
        let text = decode(&row, encoding).map_err(|fault| self.spot(line).wrong(fault))?;
        let separator = separator_of(&text);
        let header = fields_of(&text, separator);
        let header: Vec<&str> = header.iter().map(|name| name.trim()).collect();
        let layout = self.columns.layout(&header).map_err(|fault| self.spot(line).wrong(fault))?;
        Ok(Some(Head { layout, n_columns: header.len(), separator, encoding }))
    }

    /// Reads the next row that is not empty, and the line that it begins on. Inside quotation marks lines go on.
    ///
    /// A field is quoted where it begins with a mark; a mark inside a plain field, as in `120" shell`, is a sign like
    /// any other.
    fn read_row(
        &mut self,
        encoding: &'static Encoding,
        separators: &[u8],
    ) -> Result<Option<(Vec<u8>, u64)>, IoError> {
        let limit = usize::try_from(REPORT_LIMIT).unwrap_or(usize::MAX);
        let (mut row, mut line) = (Vec::new(), Vec::new());
        let mut first = 0;
        let mut at = At::Start;
        loop {
            self.n_lines += 1;
            let spot = self.spot(self.n_lines);
            let read = match wide(encoding) {
                None => read_line(&mut self.stream, &mut line, limit),
                Some(low) => read_wide_line(&mut self.stream, &mut line, limit, low),
            };
            match read.map_err(|error| fault(error, &spot, "a row"))? {
                Line::End if row.is_empty() => return Ok(None),
                Line::End => return Err(self.spot(first).wrong(Fault::OpenQuote)),
                Line::TooLong => return Err(spot.wrong(Fault::TooLong(REPORT_LIMIT))),
                Line::Read => {}
            }
            if row.is_empty() {
                first = self.n_lines;
                if without_end(&line).iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
                    continue;
                }
            }
            row.extend_from_slice(&line);
            at = line.iter().fold(at, |at, &byte| at.after(byte, separators));
            if at != At::Quoted {
                return Ok(Some((row, first)));
            }
            if row.len() > limit {
                return Err(self.spot(first).wrong(Fault::OpenQuote));
            }
        }
    }

    /// The header and the first rows as they stand, whatever is in them.
    pub(super) fn look(mut self, n_rows: usize) -> Result<(Vec<String>, Vec<Vec<String>>), IoError> {
        let (header, _) = self.begin()?;
        let mut rows = Vec::new();
        while rows.len() < n_rows {
            let Some((cells, _)) = self.next_cells()? else { break };
            rows.push(cells);
        }
        Ok((header, rows))
    }

    /// Reads the header as it stands, for [`next_cells`](Table::next_cells) to go on below it: the names of the columns,
    /// and what stands between cells. An empty file has none.
    pub(super) fn begin(&mut self) -> Result<(Vec<String>, char), IoError> {
        let encoding = encoding_of(self.stream.head(LOOKED_AT));
        self.state = State::Ended;
        let Some((row, line)) = self.read_row(encoding, &SEPARATORS)? else { return Ok((Vec::new(), ',')) };
        let text = decode(&row, encoding).map_err(|fault| self.spot(line).wrong(fault))?;
        let separator = separator_of(&text);
        self.state = State::Cells(separator, encoding);
        let header = fields_of(&text, separator).into_iter().map(|name| name.trim().to_owned()).collect();
        Ok((header, char::from(separator)))
    }

    /// Reads the next row as it stands, with the line that it begins on.
    pub(super) fn next_cells(&mut self) -> Result<Option<(Vec<String>, u64)>, IoError> {
        let State::Cells(separator, encoding) = self.state else { return Ok(None) };
        let Some((row, line)) = self.read_row(encoding, &[separator])? else { return Ok(None) };
        let text = decode(&row, encoding).map_err(|fault| self.spot(line).wrong(fault))?;
        Ok(Some((fields_of(&text, separator), line)))
    }

    /// Reads no further.
    pub(super) fn end(&mut self) {
        self.state = State::Ended;
    }

    fn record(&self, head: &Head, row: &[u8], line: u64) -> Result<Record, IoError> {
        let mut spot = self.spot(line);
        spot.record = Some(self.n_rows);
        let text = decode(row, head.encoding).map_err(|fault| spot.wrong(fault))?;
        let fields = fields_of(&text, head.separator);
        if fields.len() != head.n_columns {
            return Err(spot.wrong(Fault::Ragged { fields: fields.len(), columns: head.n_columns }));
        }
        let values: Vec<&str> = fields.iter().map(String::as_str).collect();
        let id =
            head.layout.places(Column::Id).first().map(|&n| values[n].trim()).filter(|id| !id.is_empty());
        let id = id.map(|id| format!("{}#{id}", self.origin.name));
        let fields = Fields::read(&head.layout, &values, without_end(row));
        let mut record = self.origin.record(spot, Body::Fields(Box::new(fields)));
        record.name = id.unwrap_or(record.name);
        Ok(record)
    }
}

impl Iterator for Table {
    type Item = Result<Record, IoError>;

    fn next(&mut self) -> Option<Self::Item> {
        if matches!(self.state, State::Start) {
            self.state = State::Ended;
            match self.read_header() {
                Ok(Some(head)) => self.state = State::Rows(head),
                Ok(None) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
        let State::Rows(head) = std::mem::replace(&mut self.state, State::Ended) else { return None };
        let next = match self.read_row(head.encoding, &[head.separator]) {
            Ok(None) => return None,
            Ok(Some((row, line))) => {
                self.n_rows += 1;
                self.record(&head, &row, line)
            }
            // What cannot be unpacked has no rows behind it that could be told apart.
            Err(
                error @ (IoError::Read { .. }
                | IoError::Record { fault: Fault::Truncated(_) | Fault::Packed(_), .. }),
            ) => {
                return Some(Err(error));
            }
            Err(error) => {
                self.n_rows += 1;
                Err(error)
            }
        };
        self.state = State::Rows(head);
        Some(next)
    }
}

/// Whether the first line of a text is the header of a table with the text of reports.
pub(super) fn looks_like_table(head: &[u8], columns: &Columns) -> bool {
    let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let Ok(line) = std::str::from_utf8(line) else { return false };
    let line = line.trim_start_matches('\u{FEFF}').trim_end();
    let header = fields_of(line, separator_of(line));
    let header: Vec<&str> = header.iter().map(|name| name.trim()).collect();
    // Prose may have one such word between commas, hardly two.
    columns.layout(&header).is_ok_and(|layout| layout.n_known() > 1)
}

/// The separator that the header has most of.
fn separator_of(header: &str) -> u8 {
    let count = |separator: u8| fields_of(header, separator).len();
    // The last of equals is taken, so the likeliest stands last.
    SEPARATORS.into_iter().rev().max_by_key(|&separator| count(separator)).unwrap_or(b',')
}

/// Splits a row. A quotation mark in a field that does not begin with one is a letter like others.
fn fields_of(row: &str, separator: u8) -> Vec<String> {
    let separator = char::from(separator);
    let mut rest = row.strip_suffix('\n').unwrap_or(row);
    rest = rest.strip_suffix('\r').unwrap_or(rest);
    let mut fields = Vec::new();
    loop {
        let mut field = String::new();
        if let Some(inside) = rest.strip_prefix('"') {
            rest = inside;
            loop {
                let Some(end) = rest.find('"') else {
                    field.push_str(rest);
                    rest = "";
                    break;
                };
                field.push_str(&rest[..end]);
                rest = &rest[end + 1..];
                match rest.strip_prefix('"') {
                    Some(after) => {
                        field.push('"');
                        rest = after;
                    }
                    None => break,
                }
            }
        }
        let end = rest.find(separator).unwrap_or(rest.len());
        field.push_str(&rest[..end]);
        fields.push(field);
        match rest[end..].strip_prefix(separator) {
            Some(after) => rest = after,
            None => return fields,
        }
    }
}

/// The encoding of a table by its first bytes: a byte order mark's, UTF-8, or what the bytes look like.
fn encoding_of(head: &[u8]) -> &'static Encoding {
    match std::str::from_utf8(head) {
        Ok(_) => UTF_8,
        Err(error) if error.error_len().is_none() && Encoding::for_bom(head).is_none() => UTF_8,
        Err(_) => decode_page(head, None).encoding,
    }
}

fn decode(row: &[u8], encoding: &'static Encoding) -> Result<String, Fault> {
    let (text, broken) = encoding.decode_with_bom_removal(row);
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text).to_owned();
    if broken { Err(Fault::Encoding(encoding.name())) } else { Ok(text) }
}

/// For encodings of two bytes a letter, whether the low byte stands first.
fn wide(encoding: &'static Encoding) -> Option<bool> {
    match encoding {
        e if e == UTF_16LE => Some(true),
        e if e == UTF_16BE => Some(false),
        _ => None,
    }
}

/// Reads a line of letters of two bytes: a line feed's byte that is half of another letter ends none.
fn read_wide_line(
    stream: &mut Stream,
    line: &mut Vec<u8>,
    limit: usize,
    low_first: bool,
) -> io::Result<Line> {
    line.clear();
    let mut part = Vec::new();
    loop {
        match read_line(stream, &mut part, limit)? {
            Line::End => return Ok(if line.is_empty() { Line::End } else { Line::Read }),
            Line::TooLong => return Ok(Line::TooLong),
            Line::Read => {}
        }
        line.extend_from_slice(&part);
        if line.len() > limit {
            return Ok(Line::TooLong);
        }
        if low_first {
            if line.len().is_multiple_of(2) {
                continue;
            }
            // The line feed's other half.
            let mut rest = [0];
            match io::Read::read(stream, &mut rest)? {
                0 => return Ok(Line::Read),
                _ => line.push(rest[0]),
            }
            if rest[0] == 0 {
                return Ok(Line::Read);
            }
        } else if line.len().is_multiple_of(2) && line.ends_with(&[0, b'\n']) {
            return Ok(Line::Read);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_rows_with_and_without_quotation_marks() {
        assert_eq!(fields_of("a,\"b, \"\"c\"\"\nd\",,e\r\n", b','), ["a", "b, \"c\"\nd", "", "e"]);
        assert_eq!(fields_of("5\" gun;x", b';'), ["5\" gun", "x"]);
        assert_eq!(fields_of("", b','), [""]);
        assert_eq!(separator_of("id;text, long;date"), b';');
        assert_eq!(separator_of("id,text"), b',');
        assert_eq!(separator_of("text"), b',');
    }

    #[test]
    fn a_header_is_told_from_prose() {
        let columns = Columns::default();
        assert!(looks_like_table(b"id,text,date\n1,x,y", &columns));
        assert!(looks_like_table("\u{FEFF}title;body\r\n".as_bytes(), &columns));
        assert!(!looks_like_table(b"Text, the mayor said, and a date\n", &columns));
        assert!(!looks_like_table(b"Shells fell on Tell Amun", &columns));
    }
}
