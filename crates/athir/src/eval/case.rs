//! Kinds of events in snippets of news: CASE 2021 Task 2 (Haneczok, Jacquet, Piskorski and Stefanovitch, "Fine-grained
//! Event Classification in News-like Text Snippets", CASE 2021).
//!
//! A snippet has one of 30 labels: the 25 sub-event types of ACLED, and natural and man-made disaster, organised
//! crime, diplomacy, attribution of responsibility, other. A snippet is coded as a report; every event counts for the
//! label of its ACLED sub-event type, every happening outside the codebook for its own, and the label with most weight
//! is the answer. An event weighs more the more telling its kind is (a suicide bombing more than the clash around it),
//! in the first sentence, and when it is told as fact; what is told again counts little more. The weights are set by
//! hand over errors of the building part; none is fitted.
//!
//! `macro_f1` is the mean F1 of the labels that occur in the gold, `weighted_f1` weighs each label by its number there:
//! scikit-learn's `f1_score` with `average="macro"` and `"weighted"` over the labels of the gold.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use athir_model::Report;
use athir_model::{Basis, CodedReport, Diagnostic, Event, EventKind, Family, Modality, Reason};
use serde::Deserialize;

use super::labels::LabelTally;
use super::{Item, Miss, Part, Scoreboard};
use crate::Pipeline;
use crate::parallel::parallel_map;

/// One snippet with its label.
#[derive(Clone, Debug, Deserialize)]
pub struct CaseRecord {
    /// The snippet's name.
    pub id: String,
    /// The words.
    pub text: String,
    /// One of the 30 labels.
    pub label: String,
}

/// Codes the snippets and scores the label of each.
pub fn case(records: &[CaseRecord], pipeline: &Pipeline, jobs: NonZeroUsize) -> Scoreboard {
    Scoreboard::new(parallel_map(records, jobs, |record| {
        let coded = pipeline.code(&Report::new(&record.id, &record.text));
        let label = label_of(&coded);
        let misses = (label != record.label).then(|| Miss {
            record: record.id.clone(),
            class: record.label.clone(),
            what: format!("{label} [{}]", grounds(&coded)),
            text: record.text.clone(),
        });
        Item {
            part: Part::of(&record.id),
            group: String::new(),
            tally: LabelTally::of("weighted_f1", "macro_f1", &record.label, label),
            misses: misses.into_iter().collect(),
        }
    }))
}

/// The label with most weight; of equal ones the first in the text.
fn label_of(coded: &CodedReport) -> &'static str {
    let mut weights: BTreeMap<&'static str, (f64, usize)> = BTreeMap::new();
    let mut add = |label, weight: f64, start: usize| {
        let entry = weights.entry(label).or_insert((0.0, start));
        // What is told again counts little more.
        let (most, least) = (entry.0.max(weight), entry.0.min(weight));
        entry.0 = most + AGAIN * least;
        entry.1 = entry.1.min(start);
    };
    let first = coded.events.iter().map(|e| e.trigger.start).min().unwrap_or(0);
    for event in &coded.events {
        let (label, weight) = event_label(event);
        let place = match event.trigger.start {
            start if start == first => FIRST,
            start if start <= first + LEAD => 1.0,
            _ => 0.5,
        };
        let told = if event.modality == Modality::Reported { 1.0 } else { 0.7 };
        add(label, weight * place * told, event.trigger.start);
    }
    for note in &coded.diagnostics {
        let Some((label, weight)) = note_label(note) else { continue };
        let place = if note.sentence == 0 { FIRST } else { 0.4 };
        add(label, weight * place, note.trigger.start);
    }
    // A demonstration with violence or force is one happening, not a peaceful one beside another.
    let peaceful = weights.get("PEACE_PROTEST").copied();
    let turned = ["FORCE_AGAINST_PROTEST", "PROTEST_WITH_INTER", "VIOL_DEMONSTR"];
    if let Some((weight, start)) = peaceful
        && let Some(label) = turned.into_iter().find(|label| weights.contains_key(label))
    {
        weights.remove("PEACE_PROTEST");
        let entry = weights.entry(label).or_default();
        *entry = (entry.0 + weight, entry.1.min(start));
    }
    let best = weights.into_iter().max_by(|(_, (a, i)), (_, (b, j))| a.total_cmp(b).then(j.cmp(i)));
    best.map_or("OTHER", |(label, _)| label)
}

/// How much more the first event weighs than those after it in the lead.
const FIRST: f64 = 1.25;

/// How much of its weight a label's further mention adds.
const AGAIN: f64 = 0.3;

/// How many characters after the first trigger another one still belongs to the lead.
const LEAD: usize = 150;

/// The label that words without an event count for, and how much: happenings outside the codebook, and the kind of
/// frames whose conditions were not all met.
fn note_label(note: &Diagnostic) -> Option<(&'static str, f64)> {
    if note.reason == Reason::Outside {
        return Some(match note.frame.as_str() {
            "outside.natural-disaster" => ("NATURAL_DISASTER", 1.8),
            "outside.accident" => ("MAN_MADE_DISASTER", 1.4),
            "outside.attribution" => ("ATTRIB", 1.8),
            _ => ("ORG_CRIME", 1.2),
        });
    }
    let unmet = [Reason::Background, Reason::Incomplete, Reason::OtherSense, Reason::NotAnActor];
    let kind: EventKind = note.frame.split('.').next()?.parse().ok()?;
    unmet.contains(&note.reason).then(|| {
        let (label, weight) = sub_event_label(kind, &kind.codes().acled_sub_event_type);
        (label, weight * 0.25)
    })
}

/// The label that an event counts for, and how much.
fn event_label(event: &Event) -> (&'static str, f64) {
    let attributed = event.initiators.iter().any(|p| !matches!(p.basis, Basis::Stated | Basis::Implied));
    let blames =
        ["accus", "blam", "alleg", "suspect"].iter().any(|stem| event.trigger.text.starts_with(stem));
    if attributed && event.kind.family() != Family::Words || event.kind == EventKind::Accusation && blames {
        return ("ATTRIB", 1.0);
    }
    let (label, weight) = sub_event_label(event.kind, &event.codes.acled_sub_event_type);
    // Deaths and explosions of which neither maker nor means is told may be accidents.
    let bare = event.initiators.is_empty() && event.weapons.is_empty();
    let may_be_accident = matches!(event.kind, EventKind::Bombing | EventKind::ViolenceAgainstCivilians);
    (label, if bare && may_be_accident { weight * 0.65 } else { weight })
}

/// The label of a sub-event type of ACLED, and how telling it is.
fn sub_event_label(kind: EventKind, sub_event: &str) -> (&'static str, f64) {
    match sub_event {
        "Chemical weapon" => ("CHEM_WEAP", 2.5),
        "Suicide bomb" => ("SUIC_BOMB", 2.5),
        "Grenade" => ("GRENADE", 2.2),
        "Sexual violence" => ("SEX_VIOL", 2.2),
        "Air/drone strike" => ("AIR_STRIKE", 1.6),
        "Shelling/artillery/missile attack" => ("ART_MISS_ATTACK", 1.5),
        "Remote explosive/landmine/IED" => ("REM_EXPLOS", 1.4),
        "Government regains territory" => ("GOV_REGAINS_TERIT", 1.7),
        "Non-state actor overtakes territory" => ("NON_STATE_ACTOR_OVERTAKES_TER", 1.7),
        "Armed clash" => ("ARMED_CLASH", 1.0),
        "Attack" => ("ATTACK", 1.0),
        "Abduction/forced disappearance" => ("ABDUCT_DISSAP", 1.6),
        "Peaceful protest" => ("PEACE_PROTEST", 1.2),
        "Protest with intervention" => ("PROTEST_WITH_INTER", 1.8),
        "Excessive force against protesters" => ("FORCE_AGAINST_PROTEST", 1.8),
        "Violent demonstration" => ("VIOL_DEMONSTR", 1.6),
        "Mob violence" => ("MOB_VIOL", 1.8),
        "Agreement" if kind == EventKind::Surrender => ("AGREEMENT", 1.0),
        "Agreement" => ("AGREEMENT", 1.4),
        "Arrests" => ("ARREST", 1.1),
        "Change to group/activity" => ("CHANGE_TO_GROUP_ACT", 1.1),
        "Disrupted weapons use" => ("DISR_WEAP", 1.6),
        "Headquarters or base established" => ("HQ_ESTABLISHED", 1.8),
        "Looting/property destruction" => ("PROPERTY_DISTRUCT", 1.4),
        "Non-violent transfer of territory" => ("NON_VIOL_TERRIT_TRANSFER", 1.5),
        _ => match kind {
            EventKind::Surrender | EventKind::Release => ("AGREEMENT", 1.0),
            EventKind::Displacement => ("OTHER", 1.0),
            EventKind::Siege => ("ARMED_CLASH", 0.6),
            EventKind::Sanction => ("DIPLO", 1.6),
            EventKind::Negotiation => ("DIPLO", 1.0),
            _ => ("DIPLO", 0.8),
        },
    }
}

/// What was coded, for the list of errors.
fn grounds(coded: &CodedReport) -> String {
    let events = coded
        .events
        .iter()
        .map(|e| format!("{} {:?} {}", e.kind, e.trigger.text, e.codes.acled_sub_event_type));
    let outside = coded
        .diagnostics
        .iter()
        .filter(|d| d.reason == Reason::Outside)
        .map(|d| format!("{} {:?}", d.frame, d.trigger.text));
    events.chain(outside).collect::<Vec<_>>().join("; ")
}
