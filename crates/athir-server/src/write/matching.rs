//! Whether what somebody decides about is still as they saw it: two people never overwrite each other silently.

use std::collections::BTreeSet;

use athir::database::Database;
use athir::model::{EventRef, IncidentId, ReportId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::problem::Problem;
use crate::read::incident::incident_etag;
use crate::read::reports::report_etag;
use crate::read::row::IncidentRow;
use crate::table::Table;

/// The etags of what was looked at: one, or several where several things were.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum IfMatch {
    /// Of one incident or report.
    One(String),
    /// Of several.
    Several(Vec<String>),
}

impl IfMatch {
    /// The etags, also where somebody sends them as they stand in the header `ETag`.
    fn etags(&self) -> Vec<&str> {
        let all = match self {
            IfMatch::One(etag) => std::slice::from_ref(etag),
            IfMatch::Several(etags) => etags,
        };
        all.iter().map(|etag| etag.trim_start_matches("W/").trim_matches('"')).collect()
    }
}

/// What a decision is about.
#[derive(Default)]
pub(crate) struct Subject {
    pub(crate) incidents: BTreeSet<IncidentId>,
    pub(crate) reports: BTreeSet<ReportId>,
}

impl Subject {
    /// The events' incidents and reports.
    ///
    /// # Errors
    ///
    /// An event that is not there, and a database that cannot be read.
    pub(crate) fn of_events(database: &mut Database, events: &[EventRef]) -> Result<Subject, Problem> {
        let mut subject = Subject::default();
        for event in events {
            let there = database.store().coded(&event.report)?;
            let is_there = there.is_some_and(|there| there.coded.events.iter().any(|e| e.id == event.event));
            if !is_there {
                let EventRef { report, event } = event;
                return Err(Problem::not_found(format!("report {report} has no event {}", event.0)));
            }
            subject.reports.insert(event.report.clone());
            let inside = database.store().event_incidents(&event.report)?;
            subject.incidents.extend(inside.into_iter().filter(|(e, _)| *e == event.event).map(|(_, id)| id));
        }
        Ok(subject)
    }

    /// Incidents, or single events, by their ids.
    ///
    /// # Errors
    ///
    /// An id of neither, and a database that cannot be read.
    pub(crate) fn of_ids(database: &mut Database, ids: &[String]) -> Result<Subject, Problem> {
        let mut subject = Subject::default();
        for id in ids {
            let incident = IncidentId(id.clone());
            if database.store().incident(&incident)?.is_some() {
                subject.incidents.insert(incident);
            } else {
                let event = database.event(id).map_err(|_| gone(database, &incident))?;
                let of_event = Subject::of_events(database, &[event])?;
                subject.incidents.extend(of_event.incidents);
                subject.reports.extend(of_event.reports);
            }
        }
        Ok(subject)
    }

    /// Refuses a decision about something that is no longer as it was seen.
    ///
    /// # Errors
    ///
    /// An etag that is none of the subject's, with its present state.
    pub(crate) fn check(
        &self,
        database: &mut Database,
        table: &Table,
        seen: &IfMatch,
    ) -> Result<(), Problem> {
        let mut etags = BTreeSet::new();
        let (mut incidents, mut reports) = (Vec::new(), Vec::new());
        for id in &self.incidents {
            let Some(incident) = database.store().incident(id)? else { continue };
            let etag = incident_etag(&incident)?;
            let row = table.find(&id.0).map(|row| IncidentRow::of(table, row));
            incidents.push(json!({"id": id, "etag": etag, "row": row}));
            etags.insert(etag);
        }
        for id in &self.reports {
            let Some(etag) = report_etag(database, id)? else { continue };
            let reviews = database.revised(id)?.map(|(_, revised)| revised.reviews);
            reports.push(json!({"id": id, "etag": etag, "reviews": reviews}));
            etags.insert(etag);
        }
        let seen = seen.etags();
        if !seen.is_empty() && seen.iter().all(|etag| etags.contains(*etag)) {
            return Ok(());
        }
        Err(Problem::changed(
            "somebody has changed it since you looked at it",
            json!({"incidents": incidents, "reports": reports}),
        ))
    }
}

/// That an incident is not there, and where its events are now.
pub(crate) fn gone(database: &mut Database, id: &IncidentId) -> Problem {
    let mut problem = Problem::not_found(format!("there is no incident or event {id}"));
    let moved = database.store().went_into(id).unwrap_or_default();
    problem.moved_to = moved.into_iter().map(|id| id.0).collect();
    problem
}
