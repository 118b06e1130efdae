//! Decisions about which events are one incident, and taking any decision back.

use athir::model::{Decision, DecisionId, EventRef, IncidentId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::matching::{IfMatch, Subject, gone};
use super::reviews::{Decided, decided, note};
use crate::problem::Problem;
use crate::read::decisions::{DecisionRow, rows};
use crate::read::incident::ById;
use crate::route::Asked;
use crate::who::Role;

/// The most incidents that are merged at once.
const MOST: usize = 200;

/// Which page of the list.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct ListQuery {
    /// How many at most.
    #[serde(default = "fifty")]
    #[schemars(range(min = 1, max = 200))]
    limit: usize,
    /// `next` of the page before.
    #[schemars(range(min = 0))]
    cursor: Option<u64>,
}

pub(super) fn fifty() -> usize {
    50
}

/// A page of decisions.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DecisionPage {
    version: String,
    items: Vec<DecisionRow>,
    /// The cursor of the next page; `null` on the last.
    next: Option<String>,
}

pub(super) fn list(asked: &Asked<'_>, (): (), page: ListQuery) -> Result<DecisionPage, Problem> {
    let before = page.cursor.unwrap_or(u64::MAX);
    let (mut n, mut last, mut has_more) = (0, 0, false);
    let items = asked.app.pool.read(|database| {
        rows(database, &asked.table, |decision| {
            if decision.sequence >= before || has_more {
                return false;
            }
            has_more = n == page.limit;
            if has_more {
                return false;
            }
            (n, last) = (n + 1, decision.sequence);
            true
        })
    })?;
    Ok(DecisionPage { version: asked.version(), items, next: has_more.then(|| last.to_string()) })
}

/// A decision about which events are one incident.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "verdict", rename_all = "lowercase")]
pub(crate) enum DecisionBody {
    /// Incidents, or single events, are one incident.
    Merge {
        /// Their ids.
        ids: Vec<String>,
        /// Why, in their words.
        note: Option<String>,
        /// The etags of the incidents that were looked at.
        if_match: IfMatch,
    },
    /// Some events of an incident are another incident.
    Split {
        /// The incident.
        incident: String,
        /// The events that are to leave it.
        events: Vec<EventRef>,
        /// Why, in their words.
        note: Option<String>,
        /// The etag of the incident.
        if_match: IfMatch,
    },
    /// Two incidents, which may never have been one, are not the same.
    Apart {
        /// One of them.
        a: String,
        /// The other.
        b: String,
        /// Why, in their words.
        note: Option<String>,
        /// The etags of the incidents that were looked at.
        if_match: IfMatch,
    },
    /// Two incidents belong together and are not the same.
    Related {
        /// One of them.
        a: String,
        /// The other.
        b: String,
        /// Why, in their words.
        note: Option<String>,
        /// The etags of the incidents that were looked at.
        if_match: Option<IfMatch>,
    },
}

pub(super) fn decide(asked: &Asked<'_>, (): (), body: DecisionBody) -> Result<Decided, Problem> {
    let stamp = asked.stamp();
    let (words, if_match, ids) = match &body {
        DecisionBody::Merge { ids, note, if_match } => (note, Some(if_match), ids.clone()),
        DecisionBody::Split { incident, note, if_match, .. } => {
            (note, Some(if_match), vec![incident.clone()])
        }
        DecisionBody::Apart { a, b, note, if_match } => (note, Some(if_match), vec![a.clone(), b.clone()]),
        DecisionBody::Related { a, b, note, if_match } => {
            (note, if_match.as_ref(), vec![a.clone(), b.clone()])
        }
    };
    let note = note(words.as_deref())?;
    if ids.len() > MOST {
        return Err(Problem::bad_field("ids", format!("there are more than {MOST}")));
    }
    let decision = asked.app.desk.work(asked.app, |keeper| {
        let database = keeper.database();
        let subject = Subject::of_ids(database, &ids)?;
        if let Some(seen) = if_match {
            subject.check(database, &asked.app.table(), seen)?;
        }
        if let DecisionBody::Split { incident, .. } = &body
            && !subject.incidents.contains(&IncidentId(incident.clone()))
        {
            return Err(gone(database, &IncidentId(incident.clone())));
        }
        let taken = keeper.decide(&stamp, |database| match &body {
            DecisionBody::Merge { ids, .. } => database.merge(ids, note, &stamp),
            DecisionBody::Split { incident, events, .. } => {
                let events: Vec<String> = events.iter().map(|event| event.event.0.clone()).collect();
                database.split(&IncidentId(incident.clone()), &events, note, &stamp)
            }
            DecisionBody::Apart { a, b, .. } => database.keep_apart(a, b, note, &stamp),
            DecisionBody::Related { a, b, .. } => database.relate(a, b, note, &stamp),
        })?;
        Ok(taken.0)
    })?;
    tell(asked, &decision, decision.id.0.clone())
}

/// Why a decision is taken back.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct UndoBody {
    /// Why, in their words.
    note: Option<String>,
}

pub(super) fn undo(asked: &Asked<'_>, ById { id }: ById, body: UndoBody) -> Result<Decided, Problem> {
    let stamp = asked.stamp();
    let note = note(body.note.as_deref())?;
    let id = DecisionId(id);
    let (earlier, undo) = asked.app.desk.work(asked.app, |keeper| {
        let decisions = keeper.store().decisions()?;
        let Some(earlier) = decisions.iter().find(|decision| decision.id == id) else {
            return Err(Problem::not_found(format!("there is no decision {id}")));
        };
        // One's own mistakes anybody may mend.
        if earlier.by != asked.user.name && asked.user.role < Role::Reviewer {
            return Err(Problem::forbidden("only a reviewer takes back what somebody else decided"));
        }
        if let Some(by) = crate::read::decisions::undone(&decisions).get(&id) {
            return Err(Problem::refused(format!("{by} has taken it back already")));
        }
        let (undo, _) = keeper.decide(&stamp, |database| database.undo(&id, note, &stamp))?;
        Ok((earlier.clone(), undo))
    })?;
    tell(asked, &earlier, undo.id.0)
}

/// Tells where the events of a decision are now. An event that no coder finds any more is nowhere.
fn tell(asked: &Asked<'_>, about: &Decision, decision: String) -> Result<Decided, Problem> {
    let events: Vec<EventRef> = about.verdict.anchors().into_iter().map(|a| a.event.clone()).collect();
    let found: Vec<EventRef> = asked.app.pool.read(|database| -> Result<Vec<EventRef>, Problem> {
        let mut found = Vec::new();
        for event in events {
            let coded = database.store().coded(&event.report)?;
            if coded.is_some_and(|coded| coded.coded.events.iter().any(|e| e.id == event.event)) {
                found.push(event);
            }
        }
        Ok(found)
    })?;
    decided(asked, decision, &found)
}
