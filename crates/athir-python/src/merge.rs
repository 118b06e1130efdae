//! Tables and incidents of what was coded, without a database.

use athir::arrow::{
    BatchBuilder, ClaimRow, Claims, EventRow, Events, IncidentRow, Incidents, ReportRow, Reports, Table,
};
use athir::model::{Claim, Incident, ReportId};
use athir::{CodedReport, Registry, Report, merge_events};
use pyo3::prelude::*;
use pyo3_arrow::PyTable;

use crate::error::of_arrow;
use crate::rows::{GivenReport, jobs, json, record, reports, table};

fn pairs(given: Vec<GivenReport>, coded: &[String]) -> PyResult<Vec<(Report, CodedReport)>> {
    let coded: Vec<CodedReport> = coded.iter().map(|json| record(json)).collect::<PyResult<_>>()?;
    Ok(reports(given)?.into_iter().zip(coded).collect())
}

/// Ends a table that is one batch.
pub(crate) fn whole<T: Table>(mut builder: BatchBuilder<T>) -> PyResult<PyTable> {
    let batch = builder.finish().map_err(|error| of_arrow(&error))?;
    let schema = batch.schema();
    table(vec![batch], schema)
}

/// Merges coded reports to incidents, each as JSON.
#[pyfunction]
pub(crate) fn merge(
    py: Python<'_>,
    given: Vec<GivenReport>,
    coded: Vec<String>,
    n_jobs: Option<usize>,
) -> PyResult<Vec<String>> {
    let pairs = pairs(given, &coded)?;
    let incidents = py.detach(|| merge_events(&pairs, &[], Registry::builtin(), jobs(n_jobs)));
    incidents.iter().map(json).collect()
}

/// Coded reports as the table of reports.
#[pyfunction]
pub(crate) fn reports_table(given: Vec<GivenReport>, coded: Vec<String>, texts: bool) -> PyResult<PyTable> {
    let mut builder = BatchBuilder::<Reports>::new();
    for (report, coded) in &pairs(given, &coded)? {
        let text = texts.then_some(report.text.as_str());
        builder.push(&ReportRow { text, coded: Some(coded), ..ReportRow::of(report) });
    }
    whole(builder)
}

/// Coded reports as the table of events.
#[pyfunction]
pub(crate) fn events_table(given: Vec<GivenReport>, coded: Vec<String>) -> PyResult<PyTable> {
    let mut builder = BatchBuilder::<Events>::new();
    for (report, coded) in &pairs(given, &coded)? {
        let report = ReportRow::of(report);
        coded.events.iter().for_each(|event| builder.push(&EventRow::of(event, &report)));
    }
    whole(builder)
}

/// Coded reports as the table of claims.
#[pyfunction]
pub(crate) fn claims_table(given: Vec<GivenReport>, coded: Vec<String>) -> PyResult<PyTable> {
    let mut builder = BatchBuilder::<Claims>::new();
    for (report, coded) in &pairs(given, &coded)? {
        let id = ReportId(report.name.clone());
        for claim in coded.events.iter().flat_map(|event| Claim::of_event(&id, event)) {
            builder.push(&ClaimRow { claim: &claim, incident: None });
        }
    }
    whole(builder)
}

/// Incidents, each as JSON, as the table of incidents.
#[pyfunction]
pub(crate) fn incidents_table(incidents: Vec<String>) -> PyResult<PyTable> {
    let mut builder = BatchBuilder::<Incidents>::new();
    for incident in &incidents {
        let incident: Incident = record(incident)?;
        builder.push(&IncidentRow { incident: &incident });
    }
    whole(builder)
}
