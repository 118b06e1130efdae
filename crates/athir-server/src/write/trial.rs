//! What a rule would change, before it holds: reports are coded with it and without it, some at a time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use athir::database::{KnownCoder, plain_values};
use athir::model::{CodedReport, CorrectedField, Correction, Event, EventId};
use athir::project::Rule;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::{project, reports_with, set_up};
use crate::problem::Problem;
use crate::read::decisions::bare;
use crate::route::Asked;

/// Reports that one answer codes at most. Whoever asks goes on from `next`, and sees how far it is.
const AT_A_TIME: usize = 20;
/// No further report is begun after this time.
const PATIENCE: Duration = Duration::from_secs(2);

/// A rule to be tried.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Trial {
    /// The rule.
    #[serde(flatten)]
    rule: Rule,
    /// `next` of the answer before.
    #[serde(default)]
    from: usize,
}

/// A value that would be another.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ValueChange {
    field: CorrectedField,
    /// The value without the rule, as a correction takes it; `null` where there is none.
    before: serde_json::Value,
    /// The value with the rule.
    after: serde_json::Value,
}

/// What becomes of an event.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Becomes {
    /// It stays, with other values.
    Changed,
    /// It would be there only with the rule.
    New,
    /// It would be there no more.
    Gone,
}

/// An event that would not stay as it is.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct EventChange {
    event: EventId,
    /// The word that tells of it.
    trigger: String,
    becomes: Becomes,
    /// The values that differ; all that are known where the event is new or gone.
    values: Vec<ValueChange>,
}

/// A report that a rule would change.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct RuleChange {
    report: String,
    title: String,
    events: Vec<EventChange>,
    /// How many statements about how actors stand to each other would be other ones.
    n_ties: usize,
}

/// What is wrong with a rule.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct RuleProblem {
    detail: String,
}

/// What a rule would change in some of the reports that it is about. All figures but the first are of these.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct RulePreview {
    /// How many reports have words that it is about, of all that are here.
    reports_affected: usize,
    /// How many of them were coded with and without it for this answer, the newest first.
    n_read: usize,
    /// What to send as `from` to go on; `null` when all were coded.
    next: Option<usize>,
    /// Events without the rule.
    events_before: usize,
    /// Events with the rule.
    events_after: usize,
    /// How many values of events that stay would be others, by field.
    values: BTreeMap<CorrectedField, usize>,
    /// The reports in which anything would change.
    changes: Vec<RuleChange>,
    problems: Vec<RuleProblem>,
}

pub(super) fn preview(asked: &Asked<'_>, (): (), trial: Trial) -> Result<RulePreview, Problem> {
    let app = asked.app;
    let project = project(app)?;
    let affected = reports_with(app, &trial.rule)?;
    let mut seen = RulePreview {
        reports_affected: affected.len(),
        n_read: 0,
        next: None,
        events_before: 0,
        events_after: 0,
        values: BTreeMap::new(),
        changes: Vec::new(),
        problems: Vec::new(),
    };
    let without = app.desk.coder(app)?;
    let key = serde_json::to_string(&trial.rule).map_err(|error| Problem::internal(error.to_string()))?;
    let with = match app.desk.trial((key, without.knowledge()), || set_up(app, &project, &trial.rule))? {
        Ok(with) => with,
        Err(detail) => {
            seen.problems.push(RuleProblem { detail });
            return Ok(seen);
        }
    };
    let began = Instant::now();
    for id in affected.iter().skip(trial.from).take(AT_A_TIME) {
        if seen.n_read > 0 && began.elapsed() > PATIENCE {
            break;
        }
        seen.n_read += 1;
        let Some(kept) = app.pool.read(|database| database.store().coded(id))? else { continue };
        let report = kept.report.report(kept.text.clone());
        let after = with.pipeline().code(&report);
        // What an older coder has read would differ for other reasons than the rule.
        let before = if kept.coding.knowledge == without.knowledge() {
            kept.coded
        } else {
            without.pipeline().code(&report)
        };
        seen.compare(&report.name, report.title(), &before, &after);
    }
    let end = trial.from.saturating_add(seen.n_read);
    seen.next = (end < affected.len()).then_some(end);
    Ok(seen)
}

impl RulePreview {
    fn compare(&mut self, report: &str, title: String, before: &CodedReport, after: &CodedReport) {
        self.events_before += before.events.len();
        self.events_after += after.events.len();
        let mut events = Vec::new();
        for event in &before.events {
            match after.events.iter().find(|other| other.id == event.id) {
                Some(other) => events.extend(change(Becomes::Changed, Some(event), Some(other))),
                None => events.extend(change(Becomes::Gone, Some(event), None)),
            }
        }
        for event in &after.events {
            if before.events.iter().all(|other| other.id != event.id) {
                events.extend(change(Becomes::New, None, Some(event)));
            }
        }
        for value in events.iter().filter(|e| matches!(e.becomes, Becomes::Changed)).flat_map(|e| &e.values) {
            *self.values.entry(value.field).or_default() += 1;
        }
        let n_ties = after.ties.iter().filter(|tie| !before.ties.contains(tie)).count();
        let n_ties = n_ties.max(before.ties.iter().filter(|tie| !after.ties.contains(tie)).count());
        if !events.is_empty() || n_ties > 0 {
            self.changes.push(RuleChange { report: report.to_owned(), title, events, n_ties });
        }
    }
}

/// What differs between an event and what becomes of it; nothing where no field that people can correct does.
fn change(becomes: Becomes, before: Option<&Event>, after: Option<&Event>) -> Option<EventChange> {
    let event = after.or(before)?;
    let values = |event: Option<&Event>| event.map(plain_values).unwrap_or_default();
    let (old, new) = (values(before), values(after));
    let mut changes = Vec::new();
    for field in CorrectedField::ALL {
        let of = |values: &[Correction]| {
            values.iter().find(|value| value.field() == field).map(bare).unwrap_or_default()
        };
        let (before, after) = (of(&old), of(&new));
        if before != after {
            changes.push(ValueChange { field, before, after });
        }
    }
    (!changes.is_empty()).then(|| EventChange {
        event: event.id.clone(),
        trigger: event.trigger.text.clone(),
        becomes,
        values: changes,
    })
}

/// What stands for a trial: the rule, and what is known without it.
pub(super) type TrialKey = (String, athir::model::Digest);

/// The coder of the last trial, for who goes on with it.
pub(super) type LastTrial = Option<(TrialKey, Arc<KnownCoder>)>;

impl super::Desk {
    /// The coder of a trial: the last one, where it was the same, else one that is set up now.
    fn trial(
        &self,
        key: TrialKey,
        set_up: impl FnOnce() -> Result<Result<KnownCoder, String>, Problem>,
    ) -> Result<Result<Arc<KnownCoder>, String>, Problem> {
        let mut held = crate::pool::lock(&self.trial);
        if let Some((_, coder)) = held.as_ref().filter(|(known, _)| *known == key) {
            return Ok(Ok(coder.clone()));
        }
        Ok(set_up()?.map(|coder| {
            let coder = Arc::new(coder);
            *held = Some((key, coder.clone()));
            coder
        }))
    }
}
