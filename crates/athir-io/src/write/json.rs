//! JSON: one array of coded reports, indented for reading.

use std::io::{self, Write};

use athir_model::CodedReport;

use crate::ReportWriter;
use athir_model::Report;

/// Writes one JSON array with an object a report.
#[derive(Debug)]
pub struct JsonWriter<W: Write> {
    out: W,
    n_reports: usize,
}

impl<W: Write> JsonWriter<W> {
    /// Makes a writer.
    pub fn new(out: W) -> JsonWriter<W> {
        JsonWriter { out, n_reports: 0 }
    }
}

impl<W: Write> ReportWriter for JsonWriter<W> {
    fn write(&mut self, _: &Report, coded: &CodedReport) -> io::Result<()> {
        self.out.write_all(if self.n_reports == 0 { b"[\n" } else { b",\n" })?;
        self.n_reports += 1;
        serde_json::to_writer_pretty(&mut self.out, coded)?;
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.write_all(if self.n_reports == 0 { b"[]\n" } else { b"\n]\n" })?;
        self.out.flush()
    }
}
