//! The records and reports of an input, one after the other.

use std::collections::VecDeque;
use std::io;
use std::path::Path;

use athir_model::Report;

use super::format::{Format, HEAD, Promise, is_named_json, promise_of, recognise};
use super::input::{Input, read_bytes};
use super::json::Json;
use super::jsonl::JsonLines;
use super::record::{Body, Known, Record};
use super::settings::ReadSettings;
use super::stream::Stream;
use super::table::{Table, looks_like_table};
use super::warc::Warc;
use crate::{Fault, IoError, Spot};

/// The records of an input, in their order. A faulty one is an error in its place, and reading goes on behind it.
pub struct Records(Box<dyn Iterator<Item = Result<Record, IoError>> + Send>);

impl Records {
    pub(super) fn open(input: &Input, settings: &ReadSettings) -> Records {
        let reader = match input.open() {
            Ok(stream) => read(input, stream, settings),
            Err(error) => Box::new(std::iter::once(Err(error))),
        };
        Records(reader)
    }
}

impl Iterator for Records {
    type Item = Result<Record, IoError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

/// The reports of an input, in their order.
pub struct Reports {
    records: Records,
    settings: ReadSettings,
    made: VecDeque<Result<Report, IoError>>,
}

impl Reports {
    pub(super) fn new(records: Records, settings: ReadSettings) -> Reports {
        Reports { records, settings, made: VecDeque::new() }
    }
}

impl Iterator for Reports {
    type Item = Result<Report, IoError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(made) = self.made.pop_front() {
                return Some(made);
            }
            match self.records.next()? {
                Ok(record) => self.made.extend(record.reports(&self.settings)),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// A source of records, with what is the same for all of them.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    /// The file, or words for standard input.
    pub(super) shown: std::path::PathBuf,
    pub(super) name: String,
    pub(super) known: Known,
}

impl Origin {
    /// Makes the record of a file that holds several.
    pub(super) fn record(&self, spot: Spot, body: Body) -> Record {
        let name = format!("{}#{}", self.name, spot.record.unwrap_or_default());
        Record { spot, name, body, known: self.known.clone() }
    }
}

fn read(
    input: &Input,
    mut stream: Stream,
    settings: &ReadSettings,
) -> Box<dyn Iterator<Item = Result<Record, IoError>> + Send> {
    let shown = input.shown().to_owned();
    let known = Known {
        path: input.path.clone(),
        published: input.known.published,
        outlet: input.known.outlet.clone(),
        licence: input.known.licence.clone(),
        ..Known::default()
    };
    let origin = Origin { shown, name: input.name.clone(), known };
    let format = settings.format.unwrap_or_else(|| format_of(input, &mut stream, settings));
    match format {
        Format::JsonLines if !is_by_line(&mut stream) => {
            Box::new(Json::new(origin, stream, settings.columns.clone()))
        }
        Format::JsonLines => Box::new(JsonLines::new(origin, stream, settings.columns.clone())),
        Format::Warc => Box::new(Warc::new(origin, stream)),
        Format::Text => one(origin, stream, Body::Text),
        Format::Html => one(origin, stream, Body::Page),
        Format::Feed => one(origin, stream, Body::Feed),
        Format::Csv => Box::new(Table::new(origin, stream, settings.columns.clone())),
    }
}

/// The one record of a file that is a record as a whole.
fn one(
    origin: Origin,
    stream: Stream,
    body: fn(Vec<u8>) -> Body,
) -> Box<dyn Iterator<Item = Result<Record, IoError>> + Send> {
    Box::new(std::iter::once_with(move || {
        let body = body(read_bytes(stream, &origin.shown)?);
        Ok(Record { spot: Spot::file(&origin.shown), name: origin.name, body, known: origin.known })
    }))
}

/// Whether objects stand one a line: none is begun on the first line that does not end there.
pub(super) fn is_by_line(stream: &mut Stream) -> bool {
    let head = stream.head(HEAD);
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    match head.iter().position(|&byte| byte == b'\n') {
        _ if head.starts_with(b"[") => false,
        Some(end) => head[..end].trim_ascii_end() != b"{",
        None => true,
    }
}

/// Recognises what an input is. A name ending in `.txt` is a promise; other names give way to what the bytes show.
pub(super) fn format_of(input: &Input, stream: &mut Stream, settings: &ReadSettings) -> Format {
    let promised = input.path.as_deref().map_or(Promise::Unknown, promise_of);
    let head = stream.head(HEAD);
    let seen = recognise(head);
    match (promised, seen) {
        (_, Some(Format::Warc)) => Format::Warc,
        (Promise::Is(Format::Html), Some(Format::Feed)) => Format::Feed,
        (Promise::Is(format), _) => format,
        (Promise::Unknown, Some(format)) => format,
        (Promise::Unknown, None) if input.path.as_deref().is_some_and(is_named_json) => Format::JsonLines,
        (Promise::Unknown, None) if looks_like_table(head, &settings.columns) => Format::Csv,
        (Promise::Unknown, None) => Format::Text,
    }
}

/// What a fault of the bytes below means for the record at hand.
pub(super) fn fault(error: io::Error, spot: &Spot, inside: &'static str) -> IoError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => spot.wrong(Fault::Truncated(inside)),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
            spot.wrong(Fault::Packed(error.to_string()))
        }
        _ => IoError::Read { path: Path::new(&spot.path).to_owned(), source: error },
    }
}
