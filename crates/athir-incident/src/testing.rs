//! Records for tests.

use athir_model::{
    Casualty, Confidence, Count, Event, EventId, EventKind, Harm, Modality, Phase, Quote, TimeBasis,
    TimePrecision, When,
};

pub(crate) fn quote(text: &str) -> Quote {
    Quote { text: text.to_owned(), start: 0, end: text.chars().count() }
}

pub(crate) fn casualty(kind: Harm, count: Count, victims: &str) -> Casualty {
    let (victims, mention) = (victims.to_owned(), quote("people"));
    Casualty { kind, count, victims, mention, voice: None, relation: None }
}

pub(crate) fn event(n: usize) -> Event {
    Event {
        id: EventId(format!("e{n}")),
        kind: EventKind::Bombing,
        evidence: vec![quote("a bomb went off at the gate")],
        trigger: quote("bomb"),
        initiators: Vec::new(),
        recipients: Vec::new(),
        place: None,
        when: When {
            start: None,
            end: None,
            precision: TimePrecision::Unknown,
            basis: TimeBasis::Publication,
            mention: None,
        },
        modality: Modality::Reported,
        phase: Phase::Occurred,
        casualties: Vec::new(),
        weapons: Vec::new(),
        attribution: Vec::new(),
        codes: EventKind::Bombing.codes(),
        frame: "test".to_owned(),
        confidence: Confidence::default(),
    }
}
