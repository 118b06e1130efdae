//! Tables and incidents of what was coded, without a database.

use std::collections::BTreeMap;

use athir::arrow::{
    BatchBuilder, ClaimRow, Claims, EventRow, Events, IncidentRow, Incidents, Provenance, ReportRow, Reports,
    Table,
};
use athir::model::{Claim, EventStatus, Incident, ReportId};
use athir::{CodedReport, Registry, Report, merge_events};
use pyo3::prelude::*;
use pyo3_arrow::PyTable;

use crate::error::of_arrow;
use crate::rows::{GivenReport, Made, jobs, json, made, record, table};

/// A report with its coding, who made that, and the licence of the report.
struct Told {
    report: Report,
    coded: CodedReport,
    made: Provenance,
}

fn told(given: Vec<GivenReport>, coded: &[String]) -> PyResult<Vec<Told>> {
    let one = |(given, json): (GivenReport, &String)| {
        Ok(Told { made: given.provenance()?, report: given.report()?, coded: record(json)? })
    };
    given.into_iter().zip(coded).map(one).collect()
}

/// Ends a table that is one batch.
pub(crate) fn whole<T: Table>(mut builder: BatchBuilder<T>) -> PyResult<PyTable> {
    let batch = builder.finish().map_err(|error| of_arrow(&error))?;
    let schema = batch.schema();
    table(vec![batch], schema)
}

/// Merges coded reports to incidents, each as JSON, with who coded its reports and their licences.
#[pyfunction]
pub(crate) fn merge(
    py: Python<'_>,
    given: Vec<GivenReport>,
    coded: Vec<String>,
    n_jobs: Option<usize>,
) -> PyResult<Vec<(String, Made)>> {
    let mut by_report: BTreeMap<ReportId, Provenance> = BTreeMap::new();
    let mut pairs = Vec::with_capacity(given.len());
    for Told { report, coded, made } in told(given, &coded)? {
        by_report.insert(ReportId(report.name.clone()), made);
        pairs.push((report, coded));
    }
    let incidents = py.detach(|| merge_events(&pairs, &[], Registry::builtin(), jobs(n_jobs)));
    let with_made = |incident: &Incident| {
        let mut all = Provenance::default();
        incident
            .events
            .iter()
            .filter_map(|told| by_report.get(&told.event.report))
            .for_each(|one| all.join(one));
        Ok((json(incident)?, made(&all)))
    };
    incidents.iter().map(with_made).collect()
}

/// Coded reports as the table of reports.
#[pyfunction]
pub(crate) fn reports_table(given: Vec<GivenReport>, coded: Vec<String>, texts: bool) -> PyResult<PyTable> {
    let mut builder = BatchBuilder::<Reports>::new();
    for Told { report, coded, made } in told(given, &coded)? {
        let text = texts.then_some(report.text.as_str());
        builder.push(&ReportRow { text, coded: Some(&coded), made, ..ReportRow::of(&report) });
    }
    whole(builder)
}

/// Coded reports as the table of events.
#[pyfunction]
pub(crate) fn events_table(given: Vec<GivenReport>, coded: Vec<String>) -> PyResult<PyTable> {
    let mut builder = BatchBuilder::<Events>::new();
    for Told { report, coded, made } in told(given, &coded)? {
        let report = ReportRow { made, ..ReportRow::of(&report) };
        coded.events.iter().for_each(|event| builder.push(&EventRow::of(event, &report)));
    }
    whole(builder)
}

/// Coded reports as the table of claims.
#[pyfunction]
pub(crate) fn claims_table(given: Vec<GivenReport>, coded: Vec<String>) -> PyResult<PyTable> {
    let mut builder = BatchBuilder::<Claims>::new();
    for Told { report, coded, made } in told(given, &coded)? {
        let id = ReportId(report.name);
        for claim in coded.events.iter().flat_map(|event| Claim::of_event(&id, event)) {
            builder.push(&ClaimRow { claim: &claim, incident: None, status: EventStatus::Open, made: &made });
        }
    }
    whole(builder)
}

/// Incidents, each as JSON with who coded its reports and their licences, as the table of incidents.
#[pyfunction]
pub(crate) fn incidents_table(incidents: Vec<(String, Made)>) -> PyResult<PyTable> {
    let mut builder = BatchBuilder::<Incidents>::new();
    for (incident, made) in incidents {
        let incident: Incident = record(&incident)?;
        builder.push(&IncidentRow { incident: &incident, made: &Provenance::from_words(made) });
    }
    whole(builder)
}
