//! Coding.

use std::path::PathBuf;

use athir::arrow::read_rows;
use athir::database::KnownCoder;
use athir::{CodedTable, Config, Report, code_batch};
use pyo3::prelude::*;
use pyo3_arrow::PyTable;
use pyo3_arrow::input::AnyRecordBatch;

use crate::error::{Kind, of_arrow, of_database, raise};
use crate::rows::{GivenReport, jobs, json, next_batch, reports, table};

/// Rows that are coded together for each thread, before Python may interrupt.
const ROWS_PER_JOB: usize = 64;

/// Codes reports. It can be shared by threads.
#[pyclass(frozen, module = "athir._athir")]
pub(crate) struct Coder {
    pub(crate) known: KnownCoder,
}

#[pymethods]
impl Coder {
    #[new]
    #[pyo3(signature = (*, model=None, actors=None, frames=None, gazetteer=None, places=None, min_confidence=0.0, screen=false))]
    #[expect(clippy::too_many_arguments, reason = "they are the keywords of a Python call")]
    fn new(
        py: Python<'_>,
        model: Option<PathBuf>,
        actors: Option<PathBuf>,
        frames: Option<PathBuf>,
        gazetteer: Option<PathBuf>,
        places: Option<PathBuf>,
        min_confidence: f32,
        screen: bool,
    ) -> PyResult<Coder> {
        if !(0.0..=1.0).contains(&min_confidence) {
            return Err(raise(Kind::Config, format!("min_confidence: {min_confidence} is not in 0..=1")));
        }
        let mut config = Config::default();
        config.model_dir = model;
        config.actors_dir = actors;
        config.frames_dir = frames;
        config.gazetteer = gazetteer;
        config.places_dir = places;
        config.min_confidence = min_confidence;
        config.screen = screen;
        let known = py.detach(|| KnownCoder::new(&config)).map_err(|error| of_database(&error))?;
        Ok(Coder { known })
    }

    /// What it knows, as a digest: coders with the same digest code alike.
    fn knowledge(&self) -> String {
        self.known.knowledge().to_string()
    }

    /// Who codes: the program, the digest of what it knows, the codebook and the language model, as JSON.
    fn made_by(&self) -> PyResult<String> {
        json(self.known.pipeline().made_by())
    }

    /// Codes a report, and gives the coding as JSON.
    fn code(&self, py: Python<'_>, report: GivenReport) -> PyResult<String> {
        let report = report.report()?;
        let coded = py.detach(|| self.known.pipeline().try_code(&report));
        json(&coded.map_err(|why| raise(Kind::Coder, format!("{}: {why}", report.name)))?)
    }

    /// Codes reports on several threads, and gives for each the coding as JSON, or why there is none.
    fn code_all(
        &self,
        py: Python<'_>,
        given: Vec<GivenReport>,
        n_jobs: Option<usize>,
    ) -> PyResult<Vec<(Option<String>, Option<String>)>> {
        let reports = reports(given)?;
        let coded = py.detach(|| self.known.pipeline().try_code_all(&reports, jobs(n_jobs)));
        coded
            .iter()
            .map(|coded| match coded {
                Ok(coded) => Ok((Some(json(coded)?), None)),
                Err(why) => Ok((None, Some(why.clone()))),
            })
            .collect()
    }

    /// Codes the rows of a table to a table of events.
    fn code_table(
        &self,
        py: Python<'_>,
        reports: AnyRecordBatch,
        n_jobs: Option<usize>,
    ) -> PyResult<PyTable> {
        let jobs = jobs(n_jobs);
        let mut reader = reports.into_reader()?;
        let mut coded = Vec::new();
        while let Some(batch) = next_batch(py, &mut reader)? {
            let step = ROWS_PER_JOB * jobs.get();
            // An empty batch is looked at too: its columns may be wrong.
            for from in (0..batch.num_rows().max(1)).step_by(step) {
                let rows = batch.slice(from, step.min(batch.num_rows() - from));
                let events = py.detach(|| code_batch(self.known.pipeline(), &rows, jobs));
                coded.push(events.map_err(|error| of_arrow(&error))?);
                py.check_signals()?;
            }
        }
        table(coded, CodedTable::schema())
    }

    /// Codes the rows of a table, and gives for each its coding as JSON, or why there is none.
    fn code_rows(
        &self,
        py: Python<'_>,
        reports: AnyRecordBatch,
        n_jobs: Option<usize>,
    ) -> PyResult<Vec<(Option<String>, Option<String>)>> {
        let mut reader = reports.into_reader()?;
        let mut coded = Vec::new();
        while let Some(batch) = next_batch(py, &mut reader)? {
            let rows = read_rows(&batch).map_err(|error| of_arrow(&error))?;
            let reports: Vec<Report> = rows.iter().filter_map(|row| row.report.clone().ok()).collect();
            let mut codings =
                py.detach(|| self.known.pipeline().try_code_all(&reports, jobs(n_jobs))).into_iter();
            for row in rows {
                let why = row.report.err().map(|fault| fault.to_string());
                let coding = if why.is_some() { None } else { codings.next() };
                coded.push(match coding {
                    Some(Ok(coding)) => (Some(json(&coding)?), None),
                    Some(Err(why)) => (None, Some(why)),
                    None => (None, why),
                });
            }
            py.check_signals()?;
        }
        Ok(coded)
    }

    /// The schema of what `code_table` gives, as an empty table.
    #[staticmethod]
    fn coded_schema() -> PyResult<PyTable> {
        table(Vec::new(), CodedTable::schema())
    }
}
