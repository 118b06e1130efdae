//! Pairs of events, and how many values of each field they share.

use std::collections::BTreeMap;

use athir_model::{Direction, EventKind};
use serde::Serialize;

use super::compare::{count_matches, overlap, same_casualty, same_party, same_place, same_tie, same_voice};
use super::{Annotation, GoldEvent, GoldParty};

/// What is scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// Events paired with one of the same family.
    Family,
    /// Events paired with one of the same kind.
    Event,
    /// The sides of events.
    Party,
    /// Where.
    Place,
    /// When, where the gold reading knows it.
    Time,
    /// With what losses.
    Casualties,
    /// According to whom.
    Attribution,
    /// How the text puts it, over paired events.
    Modality,
    /// Ties between actors.
    Tie,
}

impl Field {
    /// Every field, in the order of the tables.
    pub const ALL: [Field; 9] = [
        Field::Family,
        Field::Event,
        Field::Party,
        Field::Place,
        Field::Time,
        Field::Casualties,
        Field::Attribution,
        Field::Modality,
        Field::Tie,
    ];

    /// The fields whose mean is the overall figure.
    pub const OVERALL: [Field; 5] =
        [Field::Event, Field::Party, Field::Place, Field::Time, Field::Casualties];

    /// The field as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Field::Family => "family",
            Field::Event => "event",
            Field::Party => "party",
            Field::Place => "place",
            Field::Time => "time",
            Field::Casualties => "casualties",
            Field::Attribution => "attribution",
            Field::Modality => "modality",
            Field::Tie => "tie",
        }
    }
}

/// How many values of a field there are and how many are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// Values of the system that are in the gold reading.
    pub hit: u64,
    /// Values of the gold reading.
    pub gold: u64,
    /// Values of the system.
    pub system: u64,
}

impl Figure {
    /// The share of the system's values that are right; 0 if it has none.
    pub fn precision(self) -> f64 {
        share(self.hit, self.system)
    }

    /// The share of the gold values that the system has; 0 if there are none.
    pub fn recall(self) -> f64 {
        share(self.hit, self.gold)
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The figures of all fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scores([Figure; Field::ALL.len()]);

impl Scores {
    /// The figure of one field.
    pub fn get(&self, field: Field) -> Figure {
        self.0[field as usize]
    }

    /// The mean F1 of event, party, place, time and casualties.
    pub fn overall(&self) -> f64 {
        let sum: f64 = Field::OVERALL.iter().map(|&field| round4(self.get(field).f1())).sum();
        sum / Field::OVERALL.len() as f64
    }

    fn add(&mut self, field: Field, hit: u64, gold: usize, system: usize) {
        let figure = &mut self.0[field as usize];
        figure.hit += hit;
        figure.gold += gold as u64;
        figure.system += system as u64;
    }

    /// Adds the figures of other reports.
    pub fn merge(&mut self, other: &Scores) {
        for (figure, more) in self.0.iter_mut().zip(&other.0) {
            figure.hit += more.hit;
            figure.gold += more.gold;
            figure.system += more.system;
        }
    }
}

/// Rounds to four digits, as they are printed.
pub(super) fn round4(x: f64) -> f64 {
    format!("{x:.4}").parse().expect("a formatted number is a number")
}

/// The sides of an event as they are compared with an event of `direction`: one set when that is mutual.
pub(super) fn sides(event: &GoldEvent, direction: Direction) -> Vec<Vec<&GoldParty>> {
    match direction {
        Direction::Mutual => vec![event.initiators.iter().chain(&event.recipients).collect()],
        Direction::Directed => vec![event.initiators.iter().collect(), event.recipients.iter().collect()],
    }
}

/// Counts the parties that two events share, by the direction of the gold one.
fn shared_parties(gold: &GoldEvent, system: &GoldEvent) -> u64 {
    let direction = gold.kind.direction();
    let pairs = sides(gold, direction).into_iter().zip(sides(system, direction));
    pairs.map(|(g, s)| count_matches(&g, &s, same_party)).sum()
}

/// Pairs the events of one report: for each gold event, the number of its partner.
pub fn pair_events(gold: &Annotation, system: &Annotation) -> Vec<Option<usize>> {
    let mut pairs = Vec::new();
    for (i, g) in gold.events.iter().enumerate() {
        for (j, s) in system.events.iter().enumerate() {
            let shared = overlap(&g.evidence, &s.evidence);
            if shared >= 0.5 && g.kind.family() == s.kind.family() {
                let same_kind = if g.kind == s.kind { 2.0 } else { 0.0 };
                pairs.push((same_kind + shared_parties(g, s) as f64 + shared, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut partners = vec![None; gold.events.len()];
    let mut taken = vec![false; system.events.len()];
    for (_, i, j) in pairs {
        if partners[i].is_none() && !taken[j] {
            partners[i] = Some(j);
            taken[j] = true;
        }
    }
    partners
}

/// Scores one report.
pub fn score(gold: &Annotation, system: &Annotation) -> Scores {
    let mut scores = Scores::default();
    let partners = pair_events(gold, system);
    let (n_gold, n_system) = (gold.events.len(), system.events.len());
    let same_kind = |(i, partner): (usize, &Option<usize>)| {
        partner.is_some_and(|j| gold.events[i].kind == system.events[j].kind)
    };
    scores.add(Field::Family, partners.iter().flatten().count() as u64, n_gold, n_system);
    let n_same = partners.iter().enumerate().filter(|&pair| same_kind(pair)).count();
    scores.add(Field::Event, n_same as u64, n_gold, n_system);
    for (g, partner) in gold.events.iter().zip(&partners) {
        let s = partner.map(|j| &system.events[j]);
        score_values(&mut scores, g, s);
        if let Some(s) = s {
            scores.add(Field::Modality, u64::from(g.modality == s.modality), 1, 1);
        }
    }
    for s in &system.events {
        scores.add(Field::Party, 0, 0, s.initiators.len() + s.recipients.len());
        scores.add(Field::Place, 0, 0, usize::from(s.place.is_some()));
        scores.add(Field::Time, 0, 0, usize::from(knows_time(s)));
        scores.add(Field::Casualties, 0, 0, s.casualties.len());
        scores.add(Field::Attribution, 0, 0, s.attribution.len());
    }
    let (t, u): (Vec<_>, Vec<_>) = (gold.ties.iter().collect(), system.ties.iter().collect());
    scores.add(Field::Tie, count_matches(&t, &u, same_tie), t.len(), u.len());
    scores
}

/// Scores the fields of those events of one report that have a partner alone: how well an event is read that was found.
pub(super) fn score_found(gold: &Annotation, system: &Annotation) -> Scores {
    let partners = pair_events(gold, system);
    let found = || gold.events.iter().zip(&partners).filter_map(|(g, partner)| Some((g, (*partner)?)));
    let of = |events: Vec<GoldEvent>| Annotation { events, ..Annotation::default() };
    score(
        &of(found().map(|(g, _)| g.clone()).collect()),
        &of(found().map(|(_, j)| system.events[j].clone()).collect()),
    )
}

/// Adds the events of one report to the figures of their kinds. A pair of two kinds of one family is a miss for the
/// one and an invention for the other.
pub(super) fn score_kinds(gold: &Annotation, system: &Annotation, figures: &mut BTreeMap<EventKind, Figure>) {
    for (g, partner) in gold.events.iter().zip(pair_events(gold, system)) {
        let figure = figures.entry(g.kind).or_default();
        figure.gold += 1;
        figure.hit += u64::from(partner.is_some_and(|j| system.events[j].kind == g.kind));
    }
    for s in &system.events {
        figures.entry(s.kind).or_default().system += 1;
    }
}

/// Adds the gold values of one event and those that its partner has too.
fn score_values(scores: &mut Scores, g: &GoldEvent, s: Option<&GoldEvent>) {
    let parties = s.map_or(0, |s| shared_parties(g, s));
    scores.add(Field::Party, parties, g.initiators.len() + g.recipients.len(), 0);
    let place = g.place.as_ref().zip(s.and_then(|s| s.place.as_ref()));
    let place = place.is_some_and(|(g, s)| same_place(g, s));
    scores.add(Field::Place, place.into(), g.place.is_some().into(), 0);
    let time = knows_time(g) && s.is_some_and(|s| (&s.start, &s.end) == (&g.start, &g.end));
    scores.add(Field::Time, time.into(), knows_time(g).into(), 0);
    let (gold, system): (Vec<_>, Vec<_>) =
        (g.casualties.iter().collect(), s.iter().flat_map(|s| &s.casualties).collect());
    scores.add(Field::Casualties, count_matches(&gold, &system, same_casualty), gold.len(), 0);
    let (gold, system): (Vec<_>, Vec<_>) =
        (g.attribution.iter().collect(), s.iter().flat_map(|s| &s.attribution).collect());
    scores.add(Field::Attribution, count_matches(&gold, &system, same_voice), gold.len(), 0);
}

/// Whether the event has a time of its own.
pub(super) fn knows_time(event: &GoldEvent) -> bool {
    event.precision.as_deref().is_some_and(|p| p != "unknown")
}

/// Which values of a system's event are in the gold reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// A gold event of the same kind is its partner.
    pub event: bool,
    /// How many initiators are right, and of how many.
    pub initiators: Figure,
    /// How many recipients are right.
    pub recipients: Figure,
    /// Whether the place is right.
    pub place: Figure,
    /// Whether the time is right, where the gold reading knows it.
    pub time: Figure,
    /// How many counts of people harmed are right.
    pub casualties: Figure,
}

/// For each of the system's events, the number of the gold event that is its partner.
pub fn partners(gold: &Annotation, system: &Annotation) -> Vec<Option<usize>> {
    let mut partners = vec![None; system.events.len()];
    for (i, partner) in pair_events(gold, system).into_iter().enumerate() {
        if let Some(j) = partner {
            partners[j] = Some(i);
        }
    }
    partners
}

/// Judges each of the system's events. The values of an event without a partner are not judged: their figures
/// are empty.
pub fn judge(gold: &Annotation, system: &Annotation) -> Vec<Judgement> {
    let mut judged = vec![Judgement::default(); system.events.len()];
    for (g, partner) in gold.events.iter().zip(pair_events(gold, system)) {
        let Some(j) = partner else { continue };
        let s = &system.events[j];
        let mut values = Scores::default();
        score_values(&mut values, g, Some(s));
        let one = |field: Field, is_given: bool| Figure {
            hit: values.get(field).hit,
            gold: values.get(field).gold,
            system: is_given.into(),
        };
        let (initiators, recipients) = judge_sides(g, s);
        judged[j] = Judgement {
            event: g.kind == s.kind,
            initiators,
            recipients,
            place: one(Field::Place, s.place.is_some()),
            time: if knows_time(g) { one(Field::Time, true) } else { Figure::default() },
            casualties: Figure { system: s.casualties.len() as u64, ..values.get(Field::Casualties) },
        };
    }
    judged
}

/// The initiators and recipients of the system's event that are right; either side counts for mutual kinds.
fn judge_sides(gold: &GoldEvent, system: &GoldEvent) -> (Figure, Figure) {
    let wanted = sides(gold, gold.kind.direction());
    let figure = |side: &[GoldParty], n: usize| {
        let wanted = &wanted[n.min(wanted.len() - 1)];
        let side: Vec<&GoldParty> = side.iter().collect();
        Figure {
            hit: count_matches(wanted, &side, same_party),
            gold: wanted.len() as u64,
            system: side.len() as u64,
        }
    };
    (figure(&system.initiators, 0), figure(&system.recipients, 1))
}
