//! JSON Lines: one coded report a line, with the fields of the codebook.

use std::io::{self, Write};

use athir_model::CodedReport;

use crate::ReportWriter;
use athir_model::Report;

/// Writes one JSON object a line, as the JSON Schema of a coded report describes it.
#[derive(Debug)]
pub struct JsonlWriter<W: Write>(W);

impl<W: Write> JsonlWriter<W> {
    /// Makes a writer.
    pub fn new(out: W) -> JsonlWriter<W> {
        JsonlWriter(out)
    }
}

impl<W: Write> ReportWriter for JsonlWriter<W> {
    fn write(&mut self, _: &Report, coded: &CodedReport) -> io::Result<()> {
        serde_json::to_writer(&mut self.0, coded)?;
        self.0.write_all(b"\n")
    }

    fn finish(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
