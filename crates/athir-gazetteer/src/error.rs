//! What can go wrong with a gazetteer's files.

use std::path::PathBuf;

/// The ways in which opening or building a gazetteer fails.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GazetteerError {
    /// A file could not be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The bytes are not a gazetteer of this version.
    #[error("not a gazetteer file of version {expected}: {why}")]
    Format {
        /// The version that this code reads.
        expected: u32,
        /// What was found instead.
        why: String,
    },
    /// The bytes were a gazetteer once and have since changed or been cut short.
    #[error("gazetteer file is damaged: {why}")]
    Damaged {
        /// What does not fit.
        why: String,
    },
    /// Rows of the source tables cannot be understood.
    #[error("{}", list(rows))]
    BadRows {
        /// Every bad row, in the order of the sources.
        rows: Vec<BadRow>,
    },
    /// The sources hold more than the format can.
    #[error("too many {what} for one gazetteer file")]
    TooLarge {
        /// What overflowed.
        what: &'static str,
    },
    /// A name map could not be made.
    #[error("building the name map: {source}")]
    Map {
        /// What the map builder said.
        #[from]
        source: fst::Error,
    },
}

/// One row of a source table that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// The table's file name.
    pub source: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
}

fn list(rows: &[BadRow]) -> String {
    const SHOWN: usize = 20;
    let mut lines: Vec<String> =
        rows.iter().take(SHOWN).map(|row| format!("{}:{}: {}", row.source, row.line, row.why)).collect();
    if rows.len() > SHOWN {
        lines.push(format!("and {} more bad rows", rows.len() - SHOWN));
    }
    lines.join("\n")
}
