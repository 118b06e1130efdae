//! From coded reports to files and terminals.

pub(crate) mod grid;
pub(crate) mod html;
pub(crate) mod incident;
pub(crate) mod json;
pub(crate) mod jsonl;
pub(crate) mod reports;
pub(crate) mod table;
pub mod words;

use std::io;

use athir_model::CodedReport;

use athir_model::Report;

/// Writes coded reports one after the other in one format.
pub trait ReportWriter {
    /// Writes one coded report, or keeps it until [`finish`](ReportWriter::finish).
    ///
    /// # Errors
    ///
    /// What the place written to says.
    fn write(&mut self, report: &Report, coded: &CodedReport) -> io::Result<()>;

    /// Writes what comes after the last report, and flushes.
    ///
    /// # Errors
    ///
    /// What the place written to says.
    fn finish(&mut self) -> io::Result<()>;
}
