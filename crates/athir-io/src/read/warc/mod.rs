//! Web archives: WARC 0.17 to 1.1, packed record by record or as a whole, as crawlers write them.

mod header;
mod http;

pub(crate) use self::header::kind_of;
pub(crate) use self::http::{charset_of, unpack};

use std::io::{self, BufRead, Read};

use self::header::{Header, read_header};
use self::http::{Answer, read_answer};
use super::dates::read_moment;
use super::format::{Format, HEAD, recognise};
use super::input::REPORT_LIMIT;
use super::lines::{Line, read_line};
use super::record::{Body, Known, Record};
use super::records::{Origin, fault};
use super::stream::Stream;
use crate::{Fault, IoError, Spot};

/// The longest line that is looked at while the next record is searched for.
const LINE: usize = 64 * 1024;

/// The pages and texts of a web archive. Requests, images and what servers refused are passed.
pub(super) struct Warc {
    origin: Origin,
    stream: Stream,
    n_records: u64,
    ended: bool,
}

/// What came of reading a record.
enum Step {
    Page(Box<Record>),
    /// It holds no report.
    Passed,
    End,
}

impl Warc {
    pub(super) fn new(origin: Origin, stream: Stream) -> Warc {
        Warc { origin, stream, n_records: 0, ended: false }
    }

    fn step(&mut self) -> Result<Step, IoError> {
        let mut spot = Spot { path: self.origin.shown.clone(), ..Spot::default() };
        let at_start = skip_blank(&mut self.stream);
        spot.record = Some(self.n_records + 1);
        spot.start = Some(self.stream.here());
        if matches!(at_start, Ok(false)) {
            return Ok(Step::End);
        }
        self.n_records += 1;
        at_start.map_err(|error| self.stop_or_recover(error, &spot, "a record"))?;
        let header = match read_header(&mut self.stream) {
            Ok(Ok(header)) => header,
            Ok(Err(what)) => {
                self.find_next()?;
                return Err(spot.wrong(Fault::Warc(what)));
            }
            Err(error) => return Err(self.stop_or_recover(error, &spot, "the head of a record")),
        };
        let too_long = header.length > REPORT_LIMIT;
        // A film that is too long for a report is no fault.
        let wanted = header.holds_content() && !(too_long && header.is_answer() && !self.is_page());
        if !wanted || too_long {
            self.pass(header.length).map_err(|error| self.stop_or_recover(error, &spot, "a record"))?;
            return if wanted { Err(spot.wrong(Fault::TooLong(REPORT_LIMIT))) } else { Ok(Step::Passed) };
        }
        let mut block = Vec::new();
        let read = self.stream.by_ref().take(header.length).read_to_end(&mut block);
        match read {
            Ok(_) if (block.len() as u64) < header.length => {
                self.ended = true;
                return Err(spot.wrong(Fault::Truncated("a record")));
            }
            Ok(_) => {}
            Err(error) => return Err(self.stop_or_recover(error, &spot, "a record")),
        }
        // Reading on to the next record proves the checksum of the packed piece before anything is made of it.
        match self.ends_here() {
            Ok(true) => Ok(self
                .record(&header, block, spot)?
                .map_or(Step::Passed, |record| Step::Page(Box::new(record)))),
            Ok(false) => {
                if let Some(n) = next_record_in(&block) {
                    self.stream.push_back(&block[n..]);
                }
                self.find_next()?;
                Err(spot.wrong(Fault::Warc("its length is wrong")))
            }
            Err(error) => Err(self.stop_or_recover(error, &spot, "a record")),
        }
    }

    /// Makes a record of what was archived, unless it holds no report.
    fn record(&self, header: &Header, block: Vec<u8>, spot: Spot) -> Result<Option<Record>, IoError> {
        let answer = if header.is_answer() {
            match read_answer(&block, REPORT_LIMIT) {
                Ok(Some(answer)) => answer,
                Ok(None) => return Ok(None),
                Err(fault) => return Err(spot.wrong(fault)),
            }
        } else {
            Answer { body: block, kind: header.kind.clone(), charset: None }
        };
        let Answer { body, kind, charset } = answer;
        let body = match kind.as_str() {
            "text/html" | "application/xhtml+xml" => Body::Page(body),
            "text/plain" => Body::Text(body),
            kind if kind.is_empty() || kind.ends_with("xml") || kind == "application/feed+json" => {
                match recognise(&body[..body.len().min(HEAD)]) {
                    Some(Format::Html) => Body::Page(body),
                    Some(Format::Feed) => Body::Feed(body),
                    _ => return Ok(None),
                }
            }
            _ => return Ok(None),
        };
        let is_text = matches!(body, Body::Text(_));
        let mut record = self.origin.record(spot, body);
        let known = &self.origin.known;
        record.known = Known {
            url: header.url.clone(),
            retrieved: header.date.as_deref().and_then(read_moment),
            // Texts that a crawler made of pages are in UTF-8 and do not say so.
            charset: charset.or_else(|| is_text.then(|| "utf-8".to_owned())),
            ..known.clone()
        };
        Ok(Some(record))
    }

    /// Whether the answer that comes next says that it is a page.
    fn is_page(&mut self) -> bool {
        let head = self.stream.head(HEAD);
        String::from_utf8_lossy(head).to_ascii_lowercase().contains("content-type: text/html")
    }

    /// Passes a number of bytes without keeping them.
    fn pass(&mut self, n: u64) -> io::Result<()> {
        match io::copy(&mut self.stream.by_ref().take(n), &mut io::sink())? {
            passed if passed < n => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    /// Whether a record ends here: with empty lines, with the next record, with its packed piece or with the file.
    fn ends_here(&mut self) -> io::Result<bool> {
        let mut blank = false;
        loop {
            let some = self.stream.rest_of_unit()?;
            if some.is_empty() {
                return Ok(true);
            }
            let n = some.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            blank |= n > 0;
            if n < some.len() {
                let ends = blank || some.starts_with(b"WARC/");
                self.stream.consume(n);
                return Ok(ends);
            }
            self.stream.consume(n);
        }
    }

    /// Passes lines up to one that begins a record.
    fn find_next(&mut self) -> Result<(), IoError> {
        let spot = Spot::file(&self.origin.shown);
        let mut line = Vec::new();
        loop {
            match read_line(&mut self.stream, &mut line, LINE) {
                Ok(Line::Read) if line.starts_with(b"WARC/") => {
                    self.stream.push_back(&line);
                    return Ok(());
                }
                Ok(Line::Read | Line::TooLong) => {}
                Ok(Line::End) => return Ok(()),
                Err(error) => {
                    // The fault that led here is the one to tell; what cannot be unpacked is passed silently.
                    let _ = self.stop_or_recover(error, &spot, "a record");
                    return Ok(());
                }
            }
        }
    }

    /// Finds where to go on after the bytes below failed, and says what that means.
    fn stop_or_recover(&mut self, error: io::Error, spot: &Spot, inside: &'static str) -> IoError {
        self.ended = !self.stream.recover().unwrap_or(false);
        fault(error, spot, inside)
    }
}

impl Iterator for Warc {
    type Item = Result<Record, IoError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.step() {
                Ok(Step::Page(record)) => return Some(Ok(*record)),
                Ok(Step::Passed) => {}
                Ok(Step::End) => self.ended = true,
                Err(error) => return Some(Err(error)),
            }
        }
        None
    }
}

/// Passes empty lines, and tells whether anything follows.
fn skip_blank(stream: &mut Stream) -> io::Result<bool> {
    loop {
        let some = stream.fill_buf()?;
        if some.is_empty() {
            return Ok(false);
        }
        let n = some.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        if n < some.len() {
            stream.consume(n);
            return Ok(true);
        }
        stream.consume(n);
    }
}

/// Where a record begins inside what was taken for the content of another.
fn next_record_in(block: &[u8]) -> Option<usize> {
    const START: &[u8] = b"\nWARC/1.";
    block.windows(START.len()).position(|window| window == START).map(|n| n + 1)
}
