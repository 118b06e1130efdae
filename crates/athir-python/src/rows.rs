//! What crosses between Python and Rust: reports, records as JSON, tables.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError as RawArrowError, SchemaRef};
use athir::arrow::Provenance;
use athir::model::MadeBy;
use athir::{ReadSettings, Report, find_inputs, read_records};
use jiff::civil::Date;
use pyo3::prelude::*;
use pyo3_arrow::PyTable;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Kind, raise, words};

/// A report as Python hands it over.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct GivenReport {
    name: String,
    text: String,
    published: Option<String>,
    outlet: Option<String>,
    url: Option<String>,
    title: Option<String>,
    author: Option<String>,
    language: Option<String>,
    licence: Option<String>,
    /// Who coded it, as JSON, where it is coded.
    made_by: Option<String>,
}

/// The values of a provenance as they cross: a list for each of its columns.
pub(crate) type Made = [Vec<String>; 4];

/// A provenance as it crosses.
pub(crate) fn made(provenance: &Provenance) -> Made {
    provenance.words().map(|words| words.into_iter().map(str::to_owned).collect())
}

impl GivenReport {
    /// Who coded it, and its licence.
    pub(crate) fn provenance(&self) -> PyResult<Provenance> {
        let by: Option<MadeBy> = self.made_by.as_deref().map(record).transpose()?;
        let licence = self.licence.as_deref();
        Ok(by.map_or_else(|| Provenance::unknown(licence), |by| Provenance::by(&by, licence)))
    }

    /// The report, where its date is one.
    pub(crate) fn report(self) -> PyResult<Report> {
        let published = self.published.as_deref().map(|words| date(words, &self.name)).transpose()?;
        Ok(Report {
            name: self.name,
            text: self.text,
            published,
            outlet: self.outlet,
            url: self.url,
            headline: self.title,
            author: self.author,
            language: self.language,
            licence: self.licence,
            ..Report::default()
        })
    }
}

pub(crate) fn reports(given: Vec<GivenReport>) -> PyResult<Vec<Report>> {
    given.into_iter().map(GivenReport::report).collect()
}

fn date(words: &str, name: &str) -> PyResult<Date> {
    words.parse().map_err(|_| {
        raise(Kind::Input, format!("{name}: published: {words:?} is not a date such as 2017-07-15"))
    })
}

/// Reads a date that a filter names.
pub(crate) fn day(words: Option<&str>, what: &str) -> PyResult<Option<Date>> {
    let wrong =
        |words: &str| raise(Kind::Input, format!("{what}: {words:?} is not a date such as 2017-07-15"));
    words.map(|words| words.parse().map_err(|_| wrong(words))).transpose()
}

/// The number of threads asked for, or one for each core.
pub(crate) fn jobs(asked: Option<usize>) -> NonZeroUsize {
    let asked = asked.and_then(NonZeroUsize::new);
    asked.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
}

/// A record as JSON.
pub(crate) fn json(record: &impl Serialize) -> PyResult<String> {
    serde_json::to_string(record).map_err(|error| raise(Kind::Coder, error))
}

/// A record from JSON that this module gave out.
pub(crate) fn record<T: DeserializeOwned>(json: &str) -> PyResult<T> {
    serde_json::from_str(json).map_err(|error| raise(Kind::Input, format!("not a record of athir: {error}")))
}

/// A table of batches.
pub(crate) fn table(batches: Vec<RecordBatch>, schema: SchemaRef) -> PyResult<PyTable> {
    PyTable::try_new(batches, schema)
}

/// A report as Python takes it: name, text, day, outlet, address, headline, author, language, licence.
type ReadReport = (
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
);

/// Reads the reports of files and folders, and tells what could not be read.
#[pyfunction]
pub(crate) fn read(py: Python<'_>, paths: Vec<PathBuf>) -> PyResult<(Vec<ReadReport>, Vec<String>)> {
    let settings = ReadSettings::default();
    let (mut reports, mut faults) = (Vec::new(), Vec::new());
    for input in py.detach(|| find_inputs(&paths)) {
        let records =
            input.map(|input| input.records(&settings).collect()).unwrap_or_else(|error| vec![Err(error)]);
        for report in py.detach(|| read_records(records, &settings, jobs(None))) {
            match report {
                Ok(report) => reports.push((
                    report.name,
                    report.text,
                    report.published.map(|day| day.to_string()),
                    report.outlet,
                    report.url,
                    report.headline,
                    report.author,
                    report.language,
                    report.licence,
                )),
                Err(error) => faults.push(words(&error)),
            }
        }
        py.check_signals()?;
    }
    Ok((reports, faults))
}

/// The next batch of a table that Python handed over, read without the interpreter's lock.
pub(crate) fn next_batch<R>(py: Python<'_>, reader: &mut R) -> PyResult<Option<RecordBatch>>
where
    R: Iterator<Item = Result<RecordBatch, RawArrowError>> + Send,
{
    let batch = py.detach(|| reader.next()).transpose();
    batch.map_err(|error| raise(Kind::Input, format!("cannot read the table: {error}")))
}
