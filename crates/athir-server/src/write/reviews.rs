//! Reviews and corrections of single events.

use athir::model::{Correction, EventRef, ReviewVerdict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::matching::{IfMatch, Subject};
use crate::problem::Problem;
use crate::route::Asked;

/// The most events that are reviewed at once.
const MOST_EVENTS: usize = 500;
/// The longest note, in characters.
pub(super) const LONGEST_NOTE: usize = 2000;

/// What a person finds of events.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct ReviewBody {
    /// The events.
    events: Vec<EventRef>,
    /// What was found.
    verdict: ReviewVerdict,
    /// Why, in their words.
    note: Option<String>,
    /// The etag of the incident or report that was looked at.
    if_match: IfMatch,
}

/// A field of an event with the value that a person finds right.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct CorrectionBody {
    /// The event.
    event: EventRef,
    /// The field and its value.
    #[serde(flatten)]
    correction: Correction,
    /// Why, in their words.
    note: Option<String>,
    /// The etag of the incident or report that was looked at.
    if_match: IfMatch,
}

/// What came of it.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Decided {
    /// The decision's id, to take it back by.
    pub(super) decision: String,
    pub(super) version: String,
    /// The incidents that its events are in now.
    pub(super) incidents: Vec<String>,
}

pub(super) fn note(words: Option<&str>) -> Result<Option<&str>, Problem> {
    let words = words.map(str::trim).filter(|words| !words.is_empty());
    match words {
        Some(words) if words.chars().count() > LONGEST_NOTE => {
            Err(Problem::bad_field("note", format!("it has more than {LONGEST_NOTE} characters")))
        }
        words => Ok(words),
    }
}

pub(super) fn review(asked: &Asked<'_>, (): (), body: ReviewBody) -> Result<Decided, Problem> {
    let note = note(body.note.as_deref())?;
    if body.events.is_empty() || body.events.len() > MOST_EVENTS {
        return Err(Problem::bad_field("events", format!("there have to be from 1 to {MOST_EVENTS}")));
    }
    let stamp = asked.stamp();
    let decision = asked.app.desk.work(asked.app, |keeper| {
        let subject = Subject::of_events(keeper.database(), &body.events)?;
        subject.check(keeper.database(), &asked.app.table(), &body.if_match)?;
        let taken = keeper
            .decide(&stamp, |database| database.review_events(&body.events, body.verdict, note, &stamp))?;
        Ok(taken.0)
    })?;
    decided(asked, decision.id.0, &body.events)
}

pub(super) fn correct(asked: &Asked<'_>, (): (), body: CorrectionBody) -> Result<Decided, Problem> {
    let note = note(body.note.as_deref())?;
    let stamp = asked.stamp();
    let decision = asked.app.desk.work(asked.app, |keeper| {
        let events = std::slice::from_ref(&body.event);
        let subject = Subject::of_events(keeper.database(), events)?;
        subject.check(keeper.database(), &asked.app.table(), &body.if_match)?;
        let taken =
            keeper.decide(&stamp, |database| database.correct(&body.event, body.correction, note, &stamp));
        Ok(taken.map_err(|error| Problem::from(error).field("value"))?.0)
    })?;
    decided(asked, decision.id.0, &[body.event])
}

/// A correction that somebody thinks of.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct ForeseeBody {
    /// The event.
    event: EventRef,
    /// The field and its value.
    #[serde(flatten)]
    correction: Correction,
}

/// What a correction would do to the incident of its event.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Foreseen {
    /// The events of the incident, by the incidents that they would fall into; that of the corrected event first. One list
    /// means that the incident holds together.
    parts: Vec<Vec<EventRef>>,
}

pub(super) fn foresee(asked: &Asked<'_>, (): (), body: ForeseeBody) -> Result<Foreseen, Problem> {
    let actors = asked.app.actors();
    let seen =
        asked.app.pool.read(|database| database.foresee(&body.event, &body.correction, actors.registry()));
    Ok(Foreseen { parts: seen? })
}

/// Tells where events are now.
pub(super) fn decided(asked: &Asked<'_>, decision: String, events: &[EventRef]) -> Result<Decided, Problem> {
    let incidents = asked.app.pool.read(|database| -> Result<Vec<String>, Problem> {
        Ok(Subject::of_events(database, events)?.incidents.into_iter().map(|id| id.0).collect())
    })?;
    Ok(Decided { decision, version: asked.app.table().version().to_owned(), incidents })
}
