//! The head of a record.

use std::io::{self, BufRead};

use crate::read::lines::{Line, read_line, without_end};

/// The longest line and the greatest number of lines of a head.
const LONGEST: usize = 64 * 1024;
const MOST: usize = 1000;

/// What the head of a record says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// `response`, `request`, `resource` and so on.
    pub(super) record_type: String,
    pub(super) url: Option<String>,
    pub(super) date: Option<String>,
    /// The kind of the content, without parameters.
    pub(super) kind: String,
    pub(super) length: u64,
}

impl Header {
    /// Whether the record may hold a page or a text.
    pub(super) fn holds_content(&self) -> bool {
        match self.record_type.as_str() {
            "response" => self.url.as_deref().is_none_or(|url| !url.starts_with("dns:")),
            "resource" | "conversion" => {
                matches!(
                    self.kind.as_str(),
                    "text/html" | "text/plain" | "application/xhtml+xml" | "" | "text/xml"
                ) || self.kind.ends_with("+xml")
            }
            _ => false,
        }
    }

    /// Whether the content is the answer of a web server.
    pub(super) fn is_answer(&self) -> bool {
        self.record_type == "response"
    }
}

/// Reads the head of a record and the empty line behind it; says what is wrong if it is none.
pub(super) fn read_header(from: &mut impl BufRead) -> io::Result<Result<Header, &'static str>> {
    let mut line = Vec::new();
    match read_line(from, &mut line, LONGEST)? {
        Line::Read if line.starts_with(b"WARC/") => {}
        _ => return Ok(Err("it does not begin with WARC/ and a version")),
    }
    let mut header = Header::default();
    let mut length = None;
    let mut field = String::new();
    for _ in 0..MOST {
        match read_line(from, &mut line, LONGEST)? {
            Line::Read => {}
            Line::TooLong => return Ok(Err("a line of its head is longer than any is")),
            Line::End => return Err(io::ErrorKind::UnexpectedEof.into()),
        }
        let words = String::from_utf8_lossy(without_end(&line));
        if words.starts_with([' ', '\t']) && !field.is_empty() {
            // A line that begins with a blank goes on with the one before.
            field.push(' ');
            field.push_str(words.trim());
            continue;
        }
        if let Err(what) = read_field(&field, &mut header, &mut length) {
            return Ok(Err(what));
        }
        if words.is_empty() {
            return Ok(match length {
                Some(length) => Ok(Header { length, ..header }),
                None => Err("its head gives no length"),
            });
        }
        field = words.into_owned();
    }
    Ok(Err("its head has more lines than any has"))
}

fn read_field(field: &str, header: &mut Header, length: &mut Option<u64>) -> Result<(), &'static str> {
    let Some((name, value)) = field.split_once(':') else {
        return if field.trim().is_empty() { Ok(()) } else { Err("a line of its head has no colon") };
    };
    let value = value.trim();
    match name.trim().to_ascii_lowercase().as_str() {
        "warc-type" => header.record_type = value.to_ascii_lowercase(),
        // Some tools put the address between angle brackets.
        "warc-target-uri" => {
            let url = value.trim_start_matches('<').trim_end_matches('>');
            header.url = Some(url.to_owned()).filter(|url| !url.is_empty());
        }
        "warc-date" => header.date = Some(value.to_owned()),
        "content-type" => header.kind = kind_of(value),
        "content-length" => *length = Some(value.parse().map_err(|_| "its length is no number")?),
        _ => {}
    }
    Ok(())
}

/// The kind in a `Content-Type`, without its parameters.
pub(crate) fn kind_of(value: &str) -> String {
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
