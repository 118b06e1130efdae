//! What can go wrong with files.

use std::fmt;
use std::path::{Path, PathBuf};

/// A file, folder or record that could not be used, and why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IoError {
    /// The system refused to read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The bytes are no text in the encoding that the file claims.
    #[error("{}: not valid {encoding} at byte {offset}", path.display())]
    Encoding {
        /// The file.
        path: PathBuf,
        /// The encoding that was tried: the one of the byte order mark, else UTF-8.
        encoding: &'static str,
        /// Offset of the first byte that is wrong.
        offset: usize,
    },
    /// The file holds a byte that no text has.
    #[error("{}: not a text (NUL at byte {offset})", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// Offset of the first NUL.
        offset: usize,
    },
    /// The report is longer than any report is.
    #[error("{}: longer than {} MiB", path.display(), limit / (1024 * 1024))]
    TooLong {
        /// The file.
        path: PathBuf,
        /// The greatest number of bytes that is read.
        limit: u64,
    },
    /// Something inside a file is wrong: a record, a line, a page.
    #[error("{spot}: {fault}")]
    Record {
        /// Where it is.
        spot: Box<Spot>,
        /// What is wrong there.
        fault: Fault,
    },
    /// A folder holds no report.
    #[error("{}: no report in this folder", path.display())]
    EmptyFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A folder holds no knowledge file.
    #[error("{}: no .toml file in this folder", path.display())]
    NoKnowledge {
        /// The folder.
        path: PathBuf,
    },
    /// A manifest or a file of settings is not as it should be.
    #[error("{}:{line}: {message}", path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

impl IoError {
    /// Whether nothing is broken: what was read is sound and holds no report, as the front page of a site does.
    pub fn is_omission(&self) -> bool {
        matches!(self, IoError::Record { fault: Fault::NoMainText, .. })
    }

    /// Whether the report was read all the same, less what is complained of.
    pub fn keeps_report(&self) -> bool {
        matches!(self, IoError::Record { fault: Fault::Date(_) | Fault::Replaced(_), .. })
    }
}

/// A place in a file: `news.warc.gz, record 17 at byte 48211`, `table.csv:12` or `page.html, byte 2560`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The file, or `standard input`.
    pub path: PathBuf,
    /// The number of the record, from 1, where the file holds several.
    pub record: Option<u64>,
    /// The line, from 1, where the file has lines.
    pub line: Option<u64>,
    /// Where the record begins: the offset of its first byte in the file, or of the packed piece that it is; in a file
    /// that is packed as one piece, the offset in what is unpacked.
    pub start: Option<u64>,
    /// The offset of the byte that is wrong: in the record or line, else in the file.
    pub byte: Option<u64>,
}

impl Spot {
    /// The file as a whole.
    pub fn file(path: &Path) -> Spot {
        Spot { path: path.to_owned(), ..Spot::default() }
    }

    pub(crate) fn wrong(&self, fault: Fault) -> IoError {
        IoError::Record { spot: Box::new(self.clone()), fault }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        } else if let Some(record) = self.record {
            write!(f, ", record {record}")?;
        }
        if let Some(start) = self.start {
            write!(f, " at byte {start}")?;
        }
        match self.byte {
            Some(byte) if self.start.is_some() => write!(f, ", byte {byte} of it"),
            Some(byte) => write!(f, ", byte {byte}"),
            None => Ok(()),
        }
    }
}

/// What is wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The file ends in the middle of it.
    #[error("the file ends inside {0}")]
    Truncated(&'static str),
    /// What is packed cannot be unpacked.
    #[error("cannot unpack: {0}")]
    Packed(String),
    /// The bytes are no record of a web archive.
    #[error("no WARC record: {0}")]
    Warc(&'static str),
    /// The head of an archived answer is none.
    #[error("no HTTP answer: {0}")]
    Http(&'static str),
    /// A line is no JSON object.
    #[error("no JSON object: {0}")]
    Json(String),
    /// A table has no column with the text of the reports.
    #[error("no column {wanted}; it has {has}")]
    NoColumn {
        /// What was looked for.
        wanted: String,
        /// The columns that there are.
        has: String,
    },
    /// A key that is to hold the text of a report holds a number.
    #[error("a number for the text of a report under {0}")]
    NumberForText(String),
    /// A row has more or fewer fields than the header.
    #[error("a row of {fields} fields under a header of {columns}")]
    Ragged {
        /// The fields of the row.
        fields: usize,
        /// The columns of the header.
        columns: usize,
    },
    /// A quotation mark that opens a field is never closed.
    #[error("a quoted field that does not end")]
    OpenQuote,
    /// A date column holds something else.
    #[error("{0:?} is not a date that can be read; the report is left without one")]
    Date(String),
    /// A record has no words.
    #[error("it has no text")]
    NoText,
    /// It is a coded report that athir wrote, not a report.
    #[error("a report that athir has coded already, not a report")]
    Coded,
    /// A feed was expected and something else is there.
    #[error("{0}, not a feed")]
    NotFeed(&'static str),
    /// A feed breaks its own format.
    #[error("no feed that can be read: {0}")]
    Feed(String),
    /// The elements of a page are nested deeper than any page's are.
    #[error("elements nested deeper than {0}")]
    TooDeep(usize),
    /// A page has more elements or attributes than any page has.
    #[error("more than {limit} {what}")]
    TooMany {
        /// What there are too many of.
        what: &'static str,
        /// The greatest number that is read.
        limit: usize,
    },
    /// A record is longer than any report is.
    #[error("longer than {} MiB", .0 / (1024 * 1024))]
    TooLong(u64),
    /// Bytes are wrong in the encoding of the page.
    #[error("not valid {0}; the wrong bytes are read as \u{FFFD}")]
    Replaced(&'static str),
    /// Bytes are wrong in the encoding of the record, and it is left out.
    #[error("not valid {0}")]
    Encoding(&'static str),
    /// A record holds bytes that no text has.
    #[error("not a text")]
    NotText,
    /// A library broke down over it. That is a fault of athir's, worth telling its authors.
    #[error("the library that reads it broke down")]
    Broke,
    /// A page without a text to read, such as a list of links.
    #[error("no main text")]
    NoMainText,
}
