//! A small report with a coding made by hand.

use athir_model::Report;
use athir_model::{
    Basis, Casualty, CodedReport, Confidence, Count, Diagnostic, Event, EventId, EventKind, Extent, Geometry,
    Harm, Modality, Party, Phase, Place, PlaceCandidate, PlacePrecision, PlaceStatus, Quote, Reason, Tie,
    TieKind, TieState, TimeBasis, TimePrecision, When,
};
use jiff::civil::date;

pub(crate) const TEXT: &str = "Ridge lost & won\n\nOn Monday the Dale Brigade attacked the Hill Front at \
    <Tall Amar>, and at least four fighters died, medics said.\n\nThe Brigade's rival fears a raid.\n";

/// The words of the text with their place, in characters.
pub(crate) fn quote(words: &str) -> Quote {
    let byte = TEXT.find(words).expect("the words are in the text");
    let start = TEXT[..byte].chars().count();
    Quote { text: words.to_owned(), start, end: start + words.chars().count() }
}

fn party(name: &str, words: &str, basis: Basis) -> Party {
    let Quote { text: mention, start, end } = quote(words);
    Party { name: name.to_owned(), actor: None, mention, start, end, basis, why: "subject".to_owned() }
}

fn event(n: usize, kind: EventKind, trigger: &str, evidence: &str) -> Event {
    Event {
        id: EventId(format!("ridge-{n}")),
        kind,
        evidence: vec![quote(evidence)],
        trigger: quote(trigger),
        initiators: Vec::new(),
        recipients: Vec::new(),
        place: None,
        when: When {
            start: Some(date(2021, 3, 1)),
            end: Some(date(2021, 3, 2)),
            precision: TimePrecision::Unknown,
            basis: TimeBasis::Publication,
            mention: None,
        },
        modality: Modality::Reported,
        phase: Phase::Occurred,
        casualties: Vec::new(),
        weapons: Vec::new(),
        attribution: Vec::new(),
        codes: kind.codes(),
        frame: "attack.verb".to_owned(),
        confidence: Confidence { event: 0.75, ..Confidence::default() },
    }
}

pub(crate) fn report() -> Report {
    let mut report = Report::new("ridge", TEXT);
    report.outlet = Some("Valley \"Post\"".to_owned());
    report.published = Some(date(2021, 3, 2));
    report
}

pub(crate) fn coded() -> CodedReport {
    let Quote { text: mention, start, end } = quote("<Tall Amar>");
    let mut attack = event(1, EventKind::Attack, "attacked", "the Dale Brigade attacked the Hill Front");
    attack.initiators = vec![party("Dale Brigade", "the Dale Brigade", Basis::Stated)];
    attack.recipients = vec![party("Hill Front", "the Hill Front", Basis::Stated)];
    attack.place = Some(Place {
        name: "Tall Amar".to_owned(),
        within: Some("Amar".to_owned()),
        country: Some("XA".to_owned()),
        lat: Some(10.5),
        lon: Some(-0.25),
        precision: PlacePrecision::Settlement,
        geometry: Geometry::Point,
        radius_km: Some(2.0),
        mention,
        start,
        end,
        status: PlaceStatus::Ambiguous,
        code: None,
        candidates: vec![PlaceCandidate {
            code: "XA1".to_owned(),
            name: "Tall Amar".to_owned(),
            country: "XA".to_owned(),
            lat: 10.5,
            lon: -0.25,
        }],
        why: "attached to the trigger".to_owned(),
    });
    attack.when = When {
        start: Some(date(2021, 3, 1)),
        end: Some(date(2021, 3, 1)),
        precision: TimePrecision::Day,
        basis: TimeBasis::Stated,
        mention: Some(quote("Monday")),
    };
    attack.casualties = vec![Casualty {
        kind: Harm::Killed,
        count: Count::at_least(4),
        victims: "fighters".to_owned(),
        mention: quote("at least four fighters"),
        voice: None,
        relation: None,
    }];
    attack.attribution = vec![quote("medics")];
    let mut raid = event(2, EventKind::Clash, "raid", "The Brigade's rival fears a raid");
    raid.modality = Modality::Planned;
    raid.initiators = vec![party("Dale Brigade", "The Brigade", Basis::Blamed)];
    raid.recipients = vec![party("Hill Front", "The Brigade's rival", Basis::Stated)];
    CodedReport {
        doc: "ridge".to_owned(),
        published: Some(date(2021, 3, 2)),
        extent: Extent::Whole,
        events: vec![attack, raid],
        ties: vec![Tie {
            a: "Hill Front".to_owned(),
            a_actor: None,
            b: "Dale Brigade".to_owned(),
            b_actor: None,
            kind: TieKind::Rival,
            state: TieState::Current,
            basis: Default::default(),
            says: Default::default(),
            when: None,
            evidence: quote("The Brigade's rival"),
            why: "possessive".to_owned(),
        }],
        toll: None,
        omissions: vec![],
        diagnostics: vec![Diagnostic {
            sentence: 0,
            trigger: quote("lost"),
            frame: "capture.verb".to_owned(),
            reason: Reason::Incomplete,
            note: "no side".to_owned(),
        }],
    }
}
