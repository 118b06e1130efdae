//! Made-up reports of made-up groups.

use athir_model::{
    Confidence, Event, EventId, EventKind, Modality, Party, Phase, Quote, ReportId, Tie, TieKind, TieSays,
    TieState, TimeBasis, TimePrecision, When,
};
use athir_network::{Coding, Network};
use jiff::civil::Date;

pub(crate) fn quote(words: &str) -> Quote {
    Quote { text: words.to_owned(), start: 0, end: words.chars().count() }
}

pub(crate) fn party(name: &str) -> Party {
    Party {
        name: name.to_owned(),
        actor: None,
        mention: name.to_owned(),
        start: 0,
        end: name.chars().count(),
        basis: Default::default(),
        why: String::new(),
    }
}

pub(crate) fn on(day: &str) -> When {
    let day: Date = day.parse().unwrap();
    When {
        start: Some(day),
        end: Some(day),
        precision: TimePrecision::Day,
        basis: TimeBasis::Stated,
        mention: None,
    }
}

pub(crate) fn event(id: &str, kind: EventKind, a: &[&str], b: &[&str], day: &str) -> Event {
    Event {
        id: EventId(id.to_owned()),
        kind,
        evidence: vec![quote("what the report says")],
        trigger: quote(kind.as_str()),
        initiators: a.iter().map(|name| party(name)).collect(),
        recipients: b.iter().map(|name| party(name)).collect(),
        place: None,
        when: on(day),
        modality: Modality::Reported,
        phase: Phase::Occurred,
        casualties: Vec::new(),
        weapons: Vec::new(),
        attribution: Vec::new(),
        codes: Default::default(),
        frame: String::new(),
        confidence: Confidence::default(),
    }
}

pub(crate) fn tie(a: &str, kind: TieKind, b: &str, says: TieSays, when: Option<When>) -> Tie {
    Tie {
        a: a.to_owned(),
        a_actor: None,
        b: b.to_owned(),
        b_actor: None,
        kind,
        state: if says == TieSays::Ends { TieState::Former } else { TieState::Current },
        basis: Default::default(),
        says,
        when,
        evidence: quote("how they stand"),
        why: "made up".to_owned(),
    }
}

/// A report with its name, day, events and ties.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) report: ReportId,
    pub(crate) published: Option<Date>,
    pub(crate) events: Vec<Event>,
    pub(crate) ties: Vec<Tie>,
}

pub(crate) fn made(name: &str, day: &str, events: Vec<Event>, ties: Vec<Tie>) -> Made {
    Made { report: ReportId(name.to_owned()), published: day.parse().ok(), events, ties }
}

impl Made {
    pub(crate) fn coding(&self) -> Coding<'_> {
        Coding { report: &self.report, published: self.published, events: &self.events, ties: &self.ties }
    }
}

pub(crate) fn network(all: &[Made]) -> Network {
    let mut network = Network::new();
    all.iter().for_each(|made| network.add(made.coding()));
    network
}
