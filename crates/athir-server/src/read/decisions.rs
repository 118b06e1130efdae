//! What people have decided, in a form to list.

use std::collections::{BTreeMap, BTreeSet};

use athir::database::{Database, StoreError, plain_values};
use athir::model::{CorrectedField, Correction, Decision, DecisionId, EventRef, IncidentId, Verdict};
use schemars::JsonSchema;
use serde::Serialize;

use super::row::IncidentRow;
use crate::table::{Table, id_number};

/// Incidents that are named for one decision.
const MOST_NAMED: usize = 10;

/// A decision of people.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub(crate) struct DecisionRow {
    pub(crate) id: String,
    /// When, in UTC.
    pub(crate) at: String,
    /// Who decided.
    pub(crate) by: String,
    /// What they decided, as one word.
    pub(crate) verdict: String,
    /// Why, in their words.
    pub(crate) note: Option<String>,
    /// The decision that took it back, if one that holds did.
    pub(crate) undone_by: Option<String>,
    /// What they decided, in some words.
    pub(crate) summary: String,
    /// The incidents that its events are in now.
    pub(crate) incidents: Vec<String>,
    /// What it is about, in the order of its events: each of those incidents once, and a report whose event is in none.
    pub(crate) about: Vec<About>,
    /// What a correction has changed.
    pub(crate) correction: Option<CorrectionRow>,
}

/// An event's incident and report, by name.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub(crate) struct About {
    /// The incident; `null` where the event is in none any more, as when it was rejected.
    pub(crate) incident: Option<IncidentRow>,
    /// The report that tells of it.
    pub(crate) report: String,
    /// The report's title.
    pub(crate) title: String,
}

/// A value that a person has put in the place of another.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub(crate) struct CorrectionRow {
    pub(crate) field: CorrectedField,
    /// The value that held before: the coder's, or that of an earlier correction.
    pub(crate) before: serde_json::Value,
    pub(crate) after: serde_json::Value,
}

/// The events that a decision speaks of.
pub(crate) fn events_of(decision: &Decision) -> Vec<&EventRef> {
    decision.verdict.anchors().into_iter().map(|anchor| &anchor.event).collect()
}

/// Which decision took which back, as far as it holds itself. An undo can be undone too.
pub(crate) fn undone(decisions: &[Decision]) -> BTreeMap<&DecisionId, &DecisionId> {
    let mut undone = BTreeMap::new();
    // The last decision cannot have been undone, so that going backwards each undo is known to hold or not.
    for decision in decisions.iter().rev() {
        if let Verdict::Undo { decision: earlier } = &decision.verdict
            && !undone.contains_key(&decision.id)
        {
            undone.insert(earlier, &decision.id);
        }
    }
    undone
}

/// Lists those of the decisions that pass, the newest first.
///
/// # Errors
///
/// A database that cannot be read.
pub(crate) fn rows(
    database: &mut Database,
    table: &Table,
    mut passes: impl FnMut(&Decision) -> bool,
) -> Result<Vec<DecisionRow>, StoreError> {
    let all = database.decisions()?;
    let passing: Vec<&Decision> = all.iter().rev().filter(|decision| passes(decision)).collect();
    if passing.is_empty() {
        return Ok(Vec::new());
    }
    let by_id: BTreeMap<&DecisionId, &Decision> =
        all.iter().map(|decision| (&decision.id, decision)).collect();
    let times = database.store().decision_times()?;
    let undone = undone(&all);
    let mut rows = Vec::new();
    for decision in passing {
        let mut incidents = BTreeSet::new();
        let mut about: Vec<About> = Vec::new();
        // An undo is about what the decision was that it took back.
        let subject = match &decision.verdict {
            Verdict::Undo { decision } => by_id.get(decision).copied(),
            _ => Some(decision),
        };
        for event in subject.into_iter().flat_map(events_of) {
            let inside = database.store().incidents_of_event(&event.event)?;
            for told in names(table, event, &inside) {
                let is_new = about.iter().all(|known| match (&known.incident, &told.incident) {
                    (Some(known), Some(told)) => known.id != told.id,
                    (known, told) => known.is_some() != told.is_some(),
                });
                if about.len() < MOST_NAMED && is_new {
                    about.push(told);
                }
            }
            incidents.extend(inside);
        }
        rows.push(DecisionRow {
            id: decision.id.0.clone(),
            at: times.get(&decision.id).cloned().unwrap_or_default(),
            by: decision.by.clone(),
            verdict: decision.verdict.as_str().to_owned(),
            note: decision.note.clone(),
            undone_by: undone.get(&decision.id).map(|by| by.0.clone()),
            summary: summary(decision),
            incidents: incidents.into_iter().map(|id| id.0).collect(),
            about,
            correction: correction(database, &all, decision)?,
        });
    }
    Ok(rows)
}

/// The incidents that an event is in, by name; else its report alone.
fn names(table: &Table, event: &EventRef, inside: &[IncidentId]) -> Vec<About> {
    let report = event.report.0.clone();
    let at = id_number(&report).and_then(|id| table.reports.find(id));
    let title = at.map_or_else(|| report.clone(), |at| table.reports.title(at).to_owned());
    let rows = inside.iter().filter_map(|id| Some(IncidentRow::of(table, table.find(&id.0)?)));
    let mut named: Vec<About> =
        rows.map(|row| About { incident: Some(row), report: report.clone(), title: title.clone() }).collect();
    if named.is_empty() {
        named.push(About { incident: None, report, title });
    }
    named
}

/// What a correction has changed, by what held before it.
fn correction(
    database: &mut Database,
    all: &[Decision],
    decision: &Decision,
) -> Result<Option<CorrectionRow>, StoreError> {
    let Verdict::Correct { event, correction } = &decision.verdict else { return Ok(None) };
    let earlier: Vec<Decision> = all.iter().filter(|d| d.sequence < decision.sequence).cloned().collect();
    let undone = undone(&earlier);
    let before =
        earlier.iter().rev().filter(|d| !undone.contains_key(&d.id)).find_map(|d| match &d.verdict {
            Verdict::Correct { event: of, correction: value }
                if of.event == event.event && value.field() == correction.field() =>
            {
                Some(value.clone())
            }
            _ => None,
        });
    let before = match before {
        Some(value) => Some(value),
        None => {
            let coded = database.store().coded(&event.event.report)?;
            let read =
                coded.and_then(|coded| coded.coded.events.into_iter().find(|e| e.id == event.event.event));
            let values = read.as_ref().map(plain_values).unwrap_or_default();
            values.into_iter().find(|value| value.field() == correction.field())
        }
    };
    Ok(Some(CorrectionRow {
        field: correction.field(),
        before: before.as_ref().map(bare).unwrap_or_default(),
        after: bare(correction),
    }))
}

/// A value without the name of its field.
pub(crate) fn bare(value: &Correction) -> serde_json::Value {
    // A record of the model always becomes JSON.
    let mut json = serde_json::to_value(value).unwrap_or_default();
    json.get_mut("value").map(serde_json::Value::take).unwrap_or_default()
}

fn summary(decision: &Decision) -> String {
    let events = |n: usize| if n == 1 { "1 event".to_owned() } else { format!("{n} events") };
    match &decision.verdict {
        Verdict::Merge { events: all } => format!("{} are one incident", events(all.len())),
        Verdict::Split { groups } => format!("{} groups of events are not one incident", groups.len()),
        Verdict::Related { .. } => "two incidents belong together".to_owned(),
        Verdict::Review { events: all, review } => format!("{} {}", events(all.len()), review.as_str()),
        Verdict::Correct { correction, .. } => format!("{} corrected", correction.field().as_str()),
        Verdict::Undo { decision } => format!("{decision} no longer holds"),
    }
}
