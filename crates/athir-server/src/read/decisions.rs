//! What people have decided, in a form to list.

use std::collections::{BTreeMap, BTreeSet};

use athir::database::{Database, StoreError};
use athir::model::{Decision, DecisionId, EventRef, Verdict};
use schemars::JsonSchema;
use serde::Serialize;

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
    mut passes: impl FnMut(&Decision) -> bool,
) -> Result<Vec<DecisionRow>, StoreError> {
    let all = database.decisions()?;
    let passing: Vec<&Decision> = all.iter().rev().filter(|decision| passes(decision)).collect();
    if passing.is_empty() {
        return Ok(Vec::new());
    }
    let times = database.store().decision_times()?;
    let undone = undone(&all);
    let mut rows = Vec::new();
    for decision in passing {
        let mut incidents = BTreeSet::new();
        for event in events_of(decision) {
            incidents.extend(database.store().incidents_of_event(&event.event)?);
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
        });
    }
    Ok(rows)
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
