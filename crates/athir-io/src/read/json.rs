//! JSON: objects one after the other, or in one array.

use std::io::BufRead;

use super::columns::Columns;
use super::input::REPORT_LIMIT;
use super::jsonl::object_record;
use super::record::Record;
use super::records::{Origin, fault};
use super::stream::Stream;
use crate::{Fault, IoError, Spot};

/// What a file lacks in which no object begins.
const NONE: &str = "none begins in the file";

/// The objects of a file, at whatever lines. They are told apart by their brackets, so that a faulty one costs no other.
pub(super) struct Json {
    origin: Origin,
    stream: Stream,
    columns: Columns,
    n_records: u64,
    /// Signs that stand outside objects, blanks left out.
    n_between: u64,
    ended: bool,
}

impl Json {
    pub(super) fn new(origin: Origin, stream: Stream, columns: Columns) -> Json {
        Json { origin, stream, columns, n_records: 0, n_between: 0, ended: false }
    }

    /// Passes what stands between objects, and tells whether there is another.
    fn find_object(&mut self) -> std::io::Result<bool> {
        loop {
            let some = self.stream.fill_buf()?;
            if some.is_empty() {
                return Ok(false);
            }
            let at = some.iter().position(|&byte| byte == b'{');
            let n = at.unwrap_or(some.len());
            self.n_between += some[..n].iter().filter(|byte| !byte.is_ascii_whitespace()).count() as u64;
            self.stream.consume(n);
            if at.is_some() {
                return Ok(true);
            }
        }
    }

    /// Reads an object up to the bracket that closes it.
    fn read_object(&mut self, object: &mut Vec<u8>) -> Result<Result<(), Fault>, std::io::Error> {
        let (mut depth, mut in_string, mut escaped) = (0_u64, false, false);
        let mut n_bytes = 0_u64;
        loop {
            let some = self.stream.fill_buf()?;
            if some.is_empty() {
                return Ok(Err(Fault::Truncated("an object")));
            }
            let mut end = None;
            for (n, &byte) in some.iter().enumerate() {
                if in_string {
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => in_string = false,
                        _ => {}
                    }
                    continue;
                }
                match byte {
                    b'"' => in_string = true,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if depth == 0 {
                    end = Some(n + 1);
                    break;
                }
            }
            let n = end.unwrap_or(some.len());
            n_bytes += n as u64;
            if n_bytes <= REPORT_LIMIT {
                object.extend_from_slice(&some[..n]);
            }
            self.stream.consume(n);
            if end.is_some() {
                return Ok(if n_bytes > REPORT_LIMIT { Err(Fault::TooLong(REPORT_LIMIT)) } else { Ok(()) });
            }
        }
    }

    fn step(&mut self) -> Result<Option<Record>, IoError> {
        let spot =
            Spot { path: self.origin.shown.clone(), record: Some(self.n_records + 1), ..Spot::default() };
        if !self.find_object().map_err(|error| fault(error, &spot, "an object"))? {
            // Nothing at all, or an empty array.
            let is_empty = self.n_records > 0 || self.n_between <= 2;
            self.ended = true;
            return if is_empty { Ok(None) } else { Err(spot.wrong(Fault::Json(NONE.to_owned()))) };
        }
        self.n_records += 1;
        let spot = Spot { start: Some(self.stream.here()), ..spot };
        let mut object = Vec::new();
        self.read_object(&mut object)
            .map_err(|error| fault(error, &spot, "an object"))?
            .map_err(|fault| spot.wrong(fault))?;
        object_record(&self.origin, spot, &object, &self.columns).map(Some)
    }
}

impl Iterator for Json {
    type Item = Result<Record, IoError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.step();
        self.ended |= match &next {
            Ok(record) => record.is_none(),
            Err(IoError::Record { fault, .. }) => matches!(fault, Fault::Truncated(_) | Fault::Packed(_)),
            Err(_) => true,
        };
        next.transpose()
    }
}
