//! One incident in full.

use athir::database::sha256;
use athir::model::{Dossier, EventRef, Incident, IncidentId, Story};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::row::{IncidentRow, Status};
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
    status: Status,
    /// The stories that its reports belong to.
    stories: Vec<Story>,
    /// Incidents that people have marked as related.
    related: Vec<IncidentRow>,
    /// What became of it, the newest first.
    history: Vec<HistoryEntry>,
    /// Events of it that people have rejected.
    rejected: Vec<EventRef>,
}

/// A name for the state of an incident.
pub(crate) fn incident_etag(incident: &Incident, status: Status) -> Result<String, Problem> {
    let words =
        serde_json::to_string(&(incident, status)).map_err(|error| Problem::internal(error.to_string()))?;
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
        let status = table.find(&id.0).map_or(Status::Machine, |row| table.columns.statuses[row as usize]);
        let mut stories: Vec<Story> = Vec::new();
        for account in dossier.accounts.iter().filter(|account| account.story.is_some()) {
            if stories.iter().all(|story| Some(&story.id) != account.story.as_ref())
                && let Some(story) = database.store().story_of_report(&account.report.id)?
            {
                stories.push(story);
            }
        }
        let related = dossier.incident.related.iter().filter_map(|id| table.find(&id.0));
        let history = database.store().history_of(&id)?;
        Ok(IncidentPage {
            version: asked.version(),
            etag: incident_etag(&dossier.incident, status)?,
            status,
            stories,
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
            rejected: Vec::new(),
            dossier,
        })
    })
}
