//! Made-up reports: a few towns, actors and days, so that many events look alike.

use athir_incident::{NoLineage, Profile, Telling, main_event};
use athir_model::{
    Casualty, CodedReport, Confidence, Count, Event, EventId, EventKind, Extent, Geometry, Harm, Modality,
    Party, Phase, Place, PlacePrecision, PlaceStatus, Quote, ReportId, TimeBasis, TimePrecision, When,
};
use jiff::civil::Date;
use proptest::prelude::*;

const TOWNS: [(&str, f64, f64); 4] =
    [("Qalbin", 35.0, 37.0), ("Marjan", 35.1, 37.1), ("Tel Warda", 36.4, 38.9), ("Ruman", 33.2, 40.5)];
const ACTORS: [&str; 3] = ["Northern Front", "River Guards", "Hill Brigade"];
const KINDS: [EventKind; 4] = [EventKind::Bombing, EventKind::Shelling, EventKind::Arrest, EventKind::Siege];
const WORDS: [&str; 12] = [
    "granary", "ferry", "orchard", "mill", "convoy", "bridge", "kiln", "quarry", "cistern", "terrace",
    "weir", "loom",
];

/// An event in few numbers.
#[derive(Clone, Debug)]
pub(crate) struct Tale {
    town: Option<usize>,
    actor: Option<usize>,
    kind: usize,
    day: Option<i8>,
    killed: Option<u64>,
    word: usize,
}

/// A report in few numbers.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) day: i8,
    pub(crate) outlet: usize,
    pub(crate) tales: Vec<Tale>,
}

/// A report of one happening that an outlet prints on a day of March.
pub(crate) fn print(outlet: usize, day: i8, town: usize) -> Page {
    let tale = Tale { town: Some(town), actor: Some(0), kind: 0, day: Some(9), killed: Some(5), word: 2 };
    Page { day, outlet, tales: vec![tale] }
}

/// A few reports.
pub(crate) fn pages() -> impl Strategy<Value = Vec<Page>> {
    proptest::collection::vec(page(), 1..24)
}

/// So many that blocks are divided, and that components have more events than are all compared with each other.
pub(crate) fn crowd() -> impl Strategy<Value = Vec<Page>> {
    proptest::collection::vec(page(), 150..260)
}

fn page() -> impl Strategy<Value = Page> {
    let tale = (
        proptest::option::of(0..TOWNS.len()),
        proptest::option::of(0..ACTORS.len()),
        0..KINDS.len(),
        proptest::option::of(1i8..12),
        proptest::option::of(1u64..9),
        0..WORDS.len(),
    )
        .prop_map(|(town, actor, kind, day, killed, word)| Tale { town, actor, kind, day, killed, word });
    (10i8..20, 0usize..4, proptest::collection::vec(tale, 1..4)).prop_map(|(day, outlet, tales)| Page {
        day,
        outlet,
        tales,
    })
}

/// Report `n` as the merger takes it, its events named by `coder`.
pub(crate) fn profile(n: usize, page: &Page, coder: &str) -> Profile {
    let published = Date::constant(2022, 3, page.day);
    let text: Vec<String> = page.tales.iter().map(sentence).collect();
    let text = text.join(" ");
    let mut at = 0;
    let events: Vec<Event> = page
        .tales
        .iter()
        .enumerate()
        .map(|(k, tale)| {
            let words = sentence(tale);
            let start = at;
            at += words.chars().count() + 1;
            event(&format!("{coder}-{n}-{k}"), tale, &words, start, published)
        })
        .collect();
    let coded = CodedReport {
        doc: format!("r{n}"),
        published: Some(published),
        extent: Extent::Whole,
        events,
        ties: Vec::new(),
        toll: None,
        omissions: Vec::new(),
        diagnostics: Vec::new(),
    };
    let outlet = format!("outlet {}", page.outlet);
    let telling = Telling {
        report: ReportId(format!("r{n}")),
        outlet: Some(&outlet),
        published: Some(published),
        text: &text,
        coded: &coded,
    };
    Profile::new(&telling, &coded.events, main_event(&coded), &NoLineage)
}

fn sentence(tale: &Tale) -> String {
    let town = tale.town.map_or("the valley", |n| TOWNS[n].0);
    format!("{} near the {} of {town}.", KINDS[tale.kind].as_str(), WORDS[tale.word])
}

fn event(name: &str, tale: &Tale, words: &str, start: usize, published: Date) -> Event {
    let quote = Quote { text: words.to_owned(), start, end: start + words.chars().count() };
    let kind = KINDS[tale.kind];
    let day = tale.day.map(|day| Date::constant(2022, 3, day));
    Event {
        id: EventId(name.to_owned()),
        kind,
        trigger: quote.clone(),
        evidence: vec![quote.clone()],
        initiators: tale.actor.map(|n| party(ACTORS[n])).into_iter().collect(),
        recipients: Vec::new(),
        place: tale.town.map(|n| place(TOWNS[n])),
        when: When {
            start: day,
            end: day.or(Some(published)),
            precision: if day.is_some() { TimePrecision::Day } else { TimePrecision::Unknown },
            basis: if day.is_some() { TimeBasis::Stated } else { TimeBasis::Publication },
            mention: None,
        },
        modality: Modality::Reported,
        phase: Phase::Occurred,
        casualties: tale
            .killed
            .map(|n| Casualty {
                kind: Harm::Killed,
                count: Count::exactly(n),
                victims: "unknown".to_owned(),
                mention: quote,
                voice: None,
                relation: None,
            })
            .into_iter()
            .collect(),
        weapons: Vec::new(),
        attribution: Vec::new(),
        codes: kind.codes(),
        frame: "world".to_owned(),
        confidence: Confidence::default(),
    }
}

fn party(name: &str) -> Party {
    Party {
        name: name.to_owned(),
        actor: Some(name.to_lowercase()),
        mention: name.to_owned(),
        start: 0,
        end: 0,
        basis: Default::default(),
        why: String::new(),
    }
}

fn place((name, lat, lon): (&str, f64, f64)) -> Place {
    Place {
        name: name.to_owned(),
        within: None,
        country: Some("XX".to_owned()),
        lat: Some(lat),
        lon: Some(lon),
        precision: PlacePrecision::Settlement,
        geometry: Geometry::Point,
        radius_km: None,
        mention: name.to_owned(),
        start: 0,
        end: 0,
        status: PlaceStatus::Resolved,
        code: None,
        candidates: Vec::new(),
        why: String::new(),
    }
}

impl Page {
    /// The kind of its first event.
    pub(crate) fn first_kind(&self) -> EventKind {
        KINDS[self.tales[0].kind]
    }
}
