//! A database.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use athir::arrow::{
    BatchBuilder, ClaimRow, Claims, EventRow, Events, IncidentRow, Incidents, Provenance, ReportRow, Reports,
    Table,
};
use athir::database::{
    self, DatabaseError, Found, IncidentFilter, Location, Position, Stamp, read_correction,
};
use athir::model::{CorrectedField, DecisionId, EventStatus, Incident, IncidentId, ReportId, ReviewVerdict};
use athir::{CodedReport, Registry, Report, Revised};
use jiff::Timestamp;
use pyo3::prelude::*;
use pyo3_arrow::PyTable;

use crate::coder::Coder;
use crate::error::{Kind, of_arrow, of_database, of_store, raise};
use crate::filter::GivenFilter;
use crate::network::{Network, Told};
use crate::rows::{GivenReport, Made, jobs, json, made, reports, table};

/// Incidents that are read together.
const PAGE: usize = 200;
/// Rows of a batch of a table.
const ROWS: usize = 8192;

/// A database that is open.
#[pyclass(frozen, module = "athir._athir")]
pub(crate) struct Database {
    /// `None` when it was closed.
    open: Mutex<Option<database::Database>>,
    at: String,
    may_write: bool,
}

/// A coding as the coder made it, and as people's decisions leave it.
struct Read<'r> {
    coded: &'r CodedReport,
    revised: &'r Revised,
    /// Who coded it, and the licence of the report.
    made: Provenance,
}

/// Who coded reports, and their licences: those that were asked for are held.
#[derive(Default)]
struct Sources(BTreeMap<ReportId, Provenance>);

impl Sources {
    /// Who coded the reports of an incident, and their licences.
    fn of(
        &mut self,
        database: &mut database::Database,
        incident: &Incident,
    ) -> Result<Provenance, DatabaseError> {
        let mut all = Provenance::default();
        for told in &incident.events {
            let report = &told.event.report;
            if !self.0.contains_key(report) {
                let source = database.store().source(report)?;
                let made = source.map_or_else(Provenance::default, |(coding, licence)| {
                    Provenance::of(&coding, licence.as_deref())
                });
                self.0.insert(report.clone(), made);
            }
            self.0.get(report).into_iter().for_each(|made| all.join(made));
        }
        Ok(all)
    }
}

/// A table that comes together batch by batch.
struct Growing<T: Table> {
    builder: BatchBuilder<T>,
    batches: Vec<athir::arrow::RecordBatch>,
}

impl<T: Table> Growing<T> {
    fn new() -> Growing<T> {
        Growing { builder: BatchBuilder::new(), batches: Vec::new() }
    }

    fn push<'a>(&mut self, row: &'a T::Row<'a>) -> Result<(), athir::arrow::ArrowError> {
        self.builder.push(row);
        if self.builder.n_rows() >= ROWS {
            self.batches.push(self.builder.finish()?);
        }
        Ok(())
    }

    fn finish(mut self) -> Result<PyTable, PyErr> {
        if self.builder.n_rows() > 0 {
            self.batches.push(self.builder.finish().map_err(|error| of_arrow(&error))?);
        }
        table(self.batches, self.builder.schema())
    }
}

impl Database {
    fn locked(&self) -> MutexGuard<'_, Option<database::Database>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with the database, while other threads of Python run.
    fn with<R: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut database::Database) -> Result<R, DatabaseError> + Send,
    ) -> PyResult<R> {
        py.detach(|| {
            let mut open = self.locked();
            let database =
                open.as_mut().ok_or_else(|| raise(Kind::Database, format!("{}: is closed", self.at)))?;
            work(database).map_err(|error| of_database(&error))
        })
    }

    /// As [`with`](Database::with), where the database may be written to.
    fn writing<R: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut database::Database) -> Result<R, DatabaseError> + Send,
    ) -> PyResult<R> {
        if !self.may_write {
            let why = format!("{}: was opened for reading; open it with mode=\"w\" to write", self.at);
            return Err(raise(Kind::ReadOnly, why));
        }
        self.with(py, work)
    }

    /// The incidents of a filter, the latest first, at most so many.
    fn found(
        database: &mut database::Database,
        filter: &IncidentFilter,
        limit: Option<usize>,
        mut then: impl FnMut(&mut database::Database, Incident) -> Result<(), DatabaseError>,
    ) -> Result<(), DatabaseError> {
        let mut left = limit.unwrap_or(usize::MAX);
        let mut from: Option<Position> = None;
        while left > 0 {
            let page = database.store().incidents(filter, from.as_ref(), PAGE.min(left))?;
            left -= page.incidents.len().min(left);
            page.incidents.into_iter().try_for_each(|incident| then(database, incident))?;
            from = page.next;
            if from.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// Calls `then` with every report as it counts, with its text, page by page in the order in which they came.
    fn each_report(
        database: &mut database::Database,
        mut then: impl FnMut(&mut database::Database, &Report, &Read<'_>) -> Result<(), DatabaseError>,
    ) -> Result<(), DatabaseError> {
        let reviews = database.reviews()?;
        let mut place = 0;
        loop {
            let (page, last) = database.store().coded_after(place, PAGE)?;
            if page.is_empty() {
                return Ok(());
            }
            place = last;
            for kept in page {
                let revised = reviews.revise(&kept.report.id, kept.coded.clone());
                let made = Provenance::of(&kept.coding, kept.report.licence.as_deref());
                let read = Read { coded: &kept.coded, revised: &revised, made };
                then(database, &kept.report.report(kept.text), &read)?;
            }
        }
    }
}

fn stamp(by: Option<&str>) -> Stamp {
    Stamp { at: Timestamp::now(), by: by.unwrap_or("python").to_owned() }
}

#[pymethods]
impl Database {
    /// Opens a database: to read (`r`), or to write (`w`), which makes it where there is none.
    #[new]
    fn new(py: Python<'_>, at: String, may_write: bool) -> PyResult<Database> {
        let location = match at.parse::<Location>() {
            Ok(location) => location,
            Err(never) => match never {},
        };
        let open = py.detach(|| {
            if may_write {
                database::Database::create(&location)
            } else {
                database::Database::open_to_read(&location)
            }
        });
        let open = open.map_err(|error| of_store(&error))?;
        Ok(Database { open: Mutex::new(Some(open)), at, may_write })
    }

    /// Closes it. Closing twice is no error.
    fn close(&self) {
        self.locked().take();
    }

    /// How many reports it has.
    fn n_reports(&self, py: Python<'_>) -> PyResult<i64> {
        self.with(py, |database| Ok(database.store().totals()?.n_reports))
    }

    /// How many incidents a filter finds, counted up to `most`.
    fn count_incidents(&self, py: Python<'_>, filter: GivenFilter, most: usize) -> PyResult<usize> {
        let filter = filter.filter()?;
        self.with(py, |database| Ok(database.store().count_incidents(&filter, most)?))
    }

    /// Incidents, each as JSON with who coded its reports and their licences, the latest first.
    fn incidents(
        &self,
        py: Python<'_>,
        filter: GivenFilter,
        limit: Option<usize>,
    ) -> PyResult<Vec<(String, Made)>> {
        let filter = filter.filter()?;
        let mut found = Vec::new();
        self.with(py, |database| {
            let mut sources = Sources::default();
            Database::found(database, &filter, limit, |database, incident| {
                let made = sources.of(database, &incident)?;
                found.push((incident, made));
                Ok(())
            })
        })?;
        found.iter().map(|(incident, all)| Ok((json(incident)?, made(all)))).collect()
    }

    /// What an id stands for, as its kind and JSON: an incident with every account of it, a report, or a tie.
    fn find(&self, py: Python<'_>, id: String) -> PyResult<Option<(&'static str, String)>> {
        let found = self.with(py, |database| {
            let found = database.find(&id)?;
            let made = match &found {
                Some(Found::Incident(dossier)) => Sources::default().of(database, &dossier.incident)?,
                _ => Provenance::default(),
            };
            Ok(found.map(|found| (found, made)))
        })?;
        let Some((found, all)) = found else { return Ok(None) };
        Ok(Some(match found {
            Found::Incident(dossier) => {
                let mut found = serde_json::to_value(&*dossier).map_err(|error| raise(Kind::Coder, error))?;
                found["made"] = serde_json::json!(made(&all));
                ("incident", json(&found)?)
            }
            Found::Tie(tie) => ("tie", json(&*tie)?),
            Found::Report(coded, _) | Found::Event(coded, ..) => {
                let title = coded.report.report(coded.text.clone()).title();
                let all = serde_json::json!({
                    "report": coded.report, "title": title, "text": coded.text, "coded": coded.coded,
                    "coding": coded.coding,
                });
                ("report", json(&all)?)
            }
        }))
    }

    /// Reports that have these words, each as JSON, the latest first.
    fn search(&self, py: Python<'_>, words: String, limit: usize) -> PyResult<Vec<String>> {
        let found = self.with(py, |database| Ok(database.store().reports_with(&words, limit)?))?;
        found.iter().map(json).collect()
    }

    /// The table of reports.
    fn reports_table(&self, py: Python<'_>, texts: bool) -> PyResult<PyTable> {
        let mut rows = Growing::<Reports>::new();
        let mut failed = None;
        self.with(py, |database| {
            Database::each_report(database, |_, report, read| {
                let text = texts.then_some(report.text.as_str());
                let row = ReportRow {
                    text,
                    coded: Some(&read.revised.coded),
                    made: read.made.clone(),
                    ..ReportRow::of(report)
                };
                failed = failed.take().or(rows.push(&row).err());
                Ok(())
            })
        })?;
        failed.map_or_else(|| rows.finish(), |error| Err(of_arrow(&error)))
    }

    /// The table of events, as people's corrections leave them.
    fn events_table(&self, py: Python<'_>) -> PyResult<PyTable> {
        let mut rows = Growing::<Events>::new();
        let mut failed = None;
        self.with(py, |database| {
            Database::each_report(database, |database, report, read| {
                let source = ReportRow { made: read.made.clone(), ..ReportRow::of(report) };
                for event in &read.revised.coded.events {
                    let incident = database.store().incidents_of_event(&event.id)?.into_iter().next();
                    let status =
                        read.revised.reviews.get(&event.id).map_or(EventStatus::Open, |review| review.status);
                    let incident = incident.as_ref().map(|id| id.0.as_str());
                    let row = EventRow { event, report: &source, incident, status };
                    failed = failed.take().or(rows.push(&row).err());
                }
                Ok(())
            })
        })?;
        failed.map_or_else(|| rows.finish(), |error| Err(of_arrow(&error)))
    }

    /// The table of claims, people's corrections among them.
    fn claims_table(&self, py: Python<'_>) -> PyResult<PyTable> {
        let mut rows = Growing::<Claims>::new();
        let mut failed = None;
        self.with(py, |database| {
            Database::each_report(database, |database, report, read| {
                let id = ReportId(report.name.clone());
                for event in &read.coded.events {
                    let incident = database.store().incidents_of_event(&event.id)?.into_iter().next();
                    let incident = incident.as_ref().map(|id| id.0.as_str());
                    let status =
                        read.revised.reviews.get(&event.id).map_or(EventStatus::Open, |review| review.status);
                    for claim in read.revised.claims(&id, event) {
                        let row = ClaimRow { claim: &claim, incident, status, made: &read.made };
                        failed = failed.take().or(rows.push(&row).err());
                    }
                }
                Ok(())
            })
        })?;
        failed.map_or_else(|| rows.finish(), |error| Err(of_arrow(&error)))
    }

    /// The table of incidents, the latest first.
    fn incidents_table(
        &self,
        py: Python<'_>,
        filter: GivenFilter,
        limit: Option<usize>,
    ) -> PyResult<PyTable> {
        let filter = filter.filter()?;
        let mut rows = Growing::<Incidents>::new();
        let mut failed = None;
        self.with(py, |database| {
            let mut sources = Sources::default();
            Database::found(database, &filter, limit, |database, incident| {
                let made = sources.of(database, &incident)?;
                failed = failed.take().or(rows.push(&IncidentRow { incident: &incident, made: &made }).err());
                Ok(())
            })
        })?;
        failed.map_or_else(|| rows.finish(), |error| Err(of_arrow(&error)))
    }

    /// The network of actors.
    fn network(&self, py: Python<'_>) -> PyResult<Network> {
        let mut told = BTreeMap::new();
        let network = self.with(py, |database| {
            Database::each_report(database, |_, report, read| {
                let reviews = read.revised.reviews.iter();
                let reviewed = reviews.map(|(event, review)| (event.clone(), review.status)).collect();
                told.insert(ReportId(report.name.clone()), Told { made: read.made.clone(), reviewed });
                Ok(())
            })?;
            Ok(database.network()?)
        })?;
        Ok(Network::of(network, told))
    }

    /// Codes reports that are not there yet and keeps them; tells the names of the new ones and of those that were there,
    /// and which were turned away and why.
    #[expect(clippy::type_complexity, reason = "it is read once, by the package beside it")]
    fn ingest(
        &self,
        py: Python<'_>,
        given: Vec<GivenReport>,
        coder: &Coder,
        n_jobs: Option<usize>,
        by: Option<String>,
    ) -> PyResult<(Vec<String>, Vec<String>, Vec<(String, String)>)> {
        let reports = reports(given)?;
        let done = self.writing(py, |database| {
            Ok(database.ingest(reports, &coder.known, jobs(n_jobs), &stamp(by.as_deref()))?)
        })?;
        let ids = |ids: Vec<ReportId>| ids.into_iter().map(|id| id.0).collect();
        let turned = done.turned_away.into_iter().map(|turned| (turned.origin, turned.why)).collect();
        Ok((ids(done.new), ids(done.same), turned))
    }

    /// Makes incidents and ties anew, where something is new: how many incidents are new, changed, withdrawn.
    fn derive(
        &self,
        py: Python<'_>,
        coder: &Coder,
        n_jobs: Option<usize>,
        by: Option<String>,
    ) -> PyResult<(usize, usize, usize)> {
        let registry = coder.known.pipeline().registry();
        self.writing(py, |database| {
            if database.store().is_up_to_date()? {
                return Ok((0, 0, 0));
            }
            let made = database.derive(registry, jobs(n_jobs), &stamp(by.as_deref()))?.incidents;
            Ok((made.n_new, made.n_changed, made.n_withdrawn))
        })
    }

    /// Notes what a person finds of events or incidents.
    fn review(
        &self,
        py: Python<'_>,
        ids: Vec<String>,
        verdict: &str,
        note: Option<String>,
        by: String,
    ) -> PyResult<String> {
        let verdict = match verdict {
            "accepted" => ReviewVerdict::Accepted,
            "rejected" => ReviewVerdict::Rejected,
            "open" => ReviewVerdict::Open,
            other => {
                let why = format!("verdict: {other:?} is none; there are accepted, rejected, open");
                return Err(raise(Kind::Input, why));
            }
        };
        self.writing(py, |database| {
            Ok(database.review(&ids, verdict, note.as_deref(), &stamp(Some(&by)))?.id.0)
        })
    }

    /// Corrects a field of an event.
    fn correct(
        &self,
        py: Python<'_>,
        event: String,
        field: &str,
        value: &str,
        note: Option<String>,
        by: String,
    ) -> PyResult<String> {
        let field = CorrectedField::named(field).ok_or_else(|| {
            let fields: Vec<&str> = CorrectedField::ALL.iter().map(|field| field.as_str()).collect();
            raise(Kind::Input, format!("field: {field:?} is none; there are {}", fields.join(", ")))
        })?;
        let gazetteer = athir::gazetteer::Gazetteer::builtin();
        let correction = read_correction(field, value, Registry::builtin(), gazetteer)
            .map_err(|why| raise(Kind::Input, format!("{}: {why}", field.as_str())))?;
        self.writing(py, |database| {
            let event = database.event(&event)?;
            Ok(database.correct(&event, correction, note.as_deref(), &stamp(Some(&by)))?.id.0)
        })
    }

    /// Decides that incidents or events are one.
    fn merge(&self, py: Python<'_>, ids: Vec<String>, note: Option<String>, by: String) -> PyResult<String> {
        self.writing(py, |database| Ok(database.merge(&ids, note.as_deref(), &stamp(Some(&by)))?.id.0))
    }

    /// Decides that events of an incident are another one.
    fn split(
        &self,
        py: Python<'_>,
        incident: String,
        events: Vec<String>,
        note: Option<String>,
        by: String,
    ) -> PyResult<String> {
        self.writing(py, |database| {
            Ok(database.split(&IncidentId(incident), &events, note.as_deref(), &stamp(Some(&by)))?.id.0)
        })
    }

    /// Decides that an earlier decision no longer holds.
    fn undo(&self, py: Python<'_>, decision: String, note: Option<String>, by: String) -> PyResult<String> {
        self.writing(py, |database| {
            Ok(database.undo(&DecisionId(decision), note.as_deref(), &stamp(Some(&by)))?.id.0)
        })
    }
}
