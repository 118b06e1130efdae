//! One incident in full.

use std::collections::BTreeSet;

use athir::database::{Database, StoreError, sha256};
use athir::model::{Dossier, EventRef, Incident, IncidentId, ReviewStatus, Story};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::decisions::{self, DecisionRow};
use super::reports::StoryPage;
use super::row::IncidentRow;
use crate::problem::Problem;
use crate::route::Asked;

/// Which record.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct ById {
    /// Its id.
    #[schemars(length(min = 1, max = 200))]
    pub(crate) id: String,
}

/// Something that became of an incident.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct HistoryEntry {
    /// When, in UTC.
    at: String,
    /// Who did it.
    by: String,
    /// `new`, `changed` or `withdrawn`.
    what: String,
    /// More about it.
    detail: String,
}

/// An incident in full.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct IncidentPage {
    version: String,
    /// A name for the state of this incident, for `if_match` of writes.
    etag: String,
    dossier: Dossier,
    status: ReviewStatus,
    /// The stories that its reports belong to.
    stories: Vec<StoryPage>,
    /// Incidents that people have marked as related.
    related: Vec<IncidentRow>,
    /// What became of it, the newest first.
    history: Vec<HistoryEntry>,
    /// What people have decided about its events, the newest first.
    decisions: Vec<DecisionRow>,
    /// Events that were in it, and that people have rejected.
    rejected: Vec<EventRef>,
}

/// A name for the state of an incident: every decision about one of its events changes it.
pub(crate) fn incident_etag(incident: &Incident) -> Result<String, Problem> {
    let words = serde_json::to_string(incident).map_err(|error| Problem::internal(error.to_string()))?;
    Ok(sha256(words.as_bytes()).to_string()[..16].to_owned())
}

pub(super) fn incident(asked: &Asked<'_>, ById { id }: ById, (): ()) -> Result<IncidentPage, Problem> {
    let table = &*asked.table;
    let id = IncidentId(id);
    asked.app.pool.read(|database| -> Result<IncidentPage, Problem> {
        let Some(dossier) = database.dossier(&id)? else {
            let mut problem = Problem::not_found(format!("there is no incident {id}"));
            problem.moved_to = database.store().went_into(&id)?.into_iter().map(|id| id.0).collect();
            return Err(problem);
        };
        let status = dossier.incident.status;
        let mut stories: Vec<Story> = Vec::new();
        for account in dossier.accounts.iter().filter(|account| account.story.is_some()) {
            if stories.iter().all(|story| Some(&story.id) != account.story.as_ref())
                && let Some(story) = database.store().story_of_report(&account.report.id)?
            {
                stories.push(story);
            }
        }
        let mut its_own: BTreeSet<EventRef> =
            dossier.incident.events.iter().map(|told| told.event.clone()).collect();
        let mut rejected = Vec::new();
        let past = database.store().past_incidents(&id)?;
        for event in past.into_iter().flat_map(|past| past.events).map(|told| told.event) {
            if !its_own.contains(&event) && is_rejected(database, &event)? {
                rejected.push(event.clone());
                its_own.insert(event);
            }
        }
        let related = dossier.incident.related.iter().filter_map(|id| table.find(&id.0));
        let history = database.store().history_of(&id)?;
        Ok(IncidentPage {
            version: asked.version(),
            etag: incident_etag(&dossier.incident)?,
            status,
            stories: stories.into_iter().map(|story| StoryPage::of(table, story)).collect(),
            related: related.map(|row| IncidentRow::of(table, row)).collect(),
            history: history
                .into_iter()
                .map(|step| HistoryEntry {
                    at: step.time,
                    by: step.by,
                    what: step.what.to_string(),
                    detail: step.note,
                })
                .collect(),
            decisions: decisions::rows(database, table, |decision| {
                decisions::events_of(decision).iter().any(|event| its_own.contains(*event))
            })?,
            rejected,
            dossier,
        })
    })
}

/// Whether people have rejected an event.
fn is_rejected(database: &mut Database, event: &EventRef) -> Result<bool, StoreError> {
    let revised = database.revised(&event.report)?;
    Ok(revised.is_some_and(|(_, revised)| revised.rejected.iter().any(|read| read.id == event.event)))
}
