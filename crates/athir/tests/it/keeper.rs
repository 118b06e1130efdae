//! A database that is kept up to date step by step holds what a database holds of which everything is made anew.

use std::num::NonZeroUsize;

use athir::Registry;
use athir::database::{CodedText, Database, IncidentFilter, Keeper, NewCoding, Stamp, sha256};
use athir::model::{
    CodedReport, Coding, Correction, Count, EventKind, EventRef, GivenPlace, KeptReport, PlacePrecision,
    ReportId, ReviewVerdict,
};
use proptest::prelude::*;
use serde_json::json;

const JOBS: NonZeroUsize = NonZeroUsize::MIN;

/// What a made-up report tells: its copy of a text, and for each event what, where, when, with how many dead.
#[derive(Clone, Debug)]
struct Page {
    text: usize,
    tales: Vec<(usize, usize, i8, u64)>,
}

/// A step of the people and programs that work on a database.
#[derive(Clone, Debug)]
enum Step {
    Add(Vec<Page>),
    Recode(usize, Page),
    Merge(usize, usize),
    Split(usize),
    Relate(usize, usize),
    Review(usize, ReviewVerdict),
    Correct(usize, usize),
    Undo(usize),
}

const KINDS: [&str; 3] = ["shelling", "bombing", "clash"];
const PLACES: [(&str, f64, f64); 3] =
    [("Sefrin", 35.5, 36.5), ("Tell Orran", 35.9, 36.9), ("Qarat", 33.0, 44.0)];
const TEXTS: [&str; 4] = [
    "Mortars hit the mill of the old quarter on Monday and killed several people who had come to buy flour, residents said.",
    "A bomb went off beside the bus station in the morning; the police closed the road and took the wounded to two clinics.",
    "Fighters of both groups clashed near the bridge for three hours before a truce let ambulances through, a medic said.",
    "The council met about the price of bread.",
];

fn page() -> impl Strategy<Value = Page> {
    let tale = (0..KINDS.len(), 0..PLACES.len(), 1..5i8, 0..4u64);
    (0..TEXTS.len(), prop::collection::vec(tale, 0..3)).prop_map(|(text, tales)| Page { text, tales })
}

fn step() -> impl Strategy<Value = Step> {
    let verdict = prop_oneof![
        Just(ReviewVerdict::Accepted),
        Just(ReviewVerdict::Rejected),
        Just(ReviewVerdict::Rejected),
        Just(ReviewVerdict::Open)
    ];
    let n = 0..64usize;
    prop_oneof![
        3 => prop::collection::vec(page(), 1..4).prop_map(Step::Add),
        2 => (n.clone(), page()).prop_map(|(n, page)| Step::Recode(n, page)),
        2 => (n.clone(), n.clone()).prop_map(|(a, b)| Step::Merge(a, b)),
        1 => n.clone().prop_map(Step::Split),
        1 => (n.clone(), n.clone()).prop_map(|(a, b)| Step::Relate(a, b)),
        3 => (n.clone(), verdict).prop_map(|(n, verdict)| Step::Review(n, verdict)),
        2 => (n.clone(), 0..4usize).prop_map(|(n, what)| Step::Correct(n, what)),
        1 => n.prop_map(Step::Undo),
    ]
}

fn stamp(n: usize) -> Stamp {
    let at = "2026-03-01T08:00:00Z".parse::<jiff::Timestamp>().unwrap()
        + jiff::SignedDuration::from_mins(n as i64);
    Stamp { at, by: "tester".to_owned() }
}

fn coded(report: &ReportId, page: &Page, coder: usize) -> CodedReport {
    let quote =
        |text: &str, start: usize| json!({"text": text, "start": start, "end": start + text.chars().count()});
    let events: Vec<_> = page
        .tales
        .iter()
        .enumerate()
        .map(|(n, &(kind, place, day, killed))| {
            let (name, lat, lon) = PLACES[place];
            let words: String = TEXTS[page.text].chars().skip(8 * n).take(8).collect();
            let day = format!("2026-01-{day:02}");
            let killed: Vec<_> = (killed > 0)
                .then(|| json!({"kind": "killed", "low": killed, "high": killed, "victims": "civilians", "mention": quote(&words, 8 * n)}))
                .into_iter()
                .collect();
            json!({
                // Every other coder names events otherwise.
                "id": format!("{}-{n}-{}", &report.0[..8], coder % 2), "kind": KINDS[kind],
                "evidence": [quote(&words, 8 * n)], "trigger": quote(&words, 8 * n),
                "initiators": [{"name": "Orran Guard", "mention": "guard", "start": 0, "end": 5, "why": "test"}],
                "recipients": [{"name": "Hill Front", "mention": "front", "start": 6, "end": 11, "why": "test"}],
                "place": {"name": name, "within": "Orran", "country": "QA", "lat": lat, "lon": lon,
                    "precision": "settlement", "mention": name, "start": 0, "end": 6, "status": "resolved", "why": "test"},
                "start": day, "end": day, "precision": "day", "time_basis": "stated", "modality": "reported",
                "phase": "occurred", "casualties": killed, "weapons": [], "attribution": [],
                "codes": {"plover": "", "plover_mode": "", "cameo": "", "acled_event_type": "", "acled_sub_event_type": ""},
                "frame": "test", "confidence": {"event": 0.75}
            })
        })
        .collect();
    serde_json::from_value(
        json!({"doc": report.0, "published": "2026-01-05", "events": events, "ties": [], "diagnostics": []}),
    )
    .unwrap()
}

fn kept(n: usize, page: &Page) -> CodedText {
    let text = format!("{} Note {n}.", TEXTS[page.text]);
    let bytes = sha256(text.as_bytes());
    let id = ReportId::of(&bytes);
    let report = KeptReport {
        id: id.clone(),
        bytes,
        text: bytes,
        headline: None,
        author: None,
        outlet: Some(format!("Outlet {}", n % 3)),
        url: None,
        language: None,
        published: Some(jiff::civil::date(2026, 1, 5)),
        retrieved: None,
        licence: None,
        file: None,
        record: None,
        tool: "test".to_owned(),
        stored: stamp(0).at,
    };
    CodedText { coding: coding(&id, 0), coded: coded(&id, page, 0), report, text }
}

fn coding(report: &ReportId, coder: usize) -> Coding {
    Coding {
        report: report.clone(),
        coder: format!("coder {coder}"),
        knowledge: sha256(b"words"),
        codebook: None,
        model: None,
        coded: stamp(coder).at,
    }
}

/// The people and programs at work.
struct World {
    keeper: Keeper,
    reports: Vec<ReportId>,
    n_steps: usize,
}

impl World {
    /// The n-th event of all that count, and the n-th incident.
    fn event(&mut self, n: usize) -> Option<EventRef> {
        let mut events = Vec::new();
        for report in self.reports.clone() {
            let coded = self.keeper.store().coded(&report).unwrap().unwrap();
            events.extend(
                coded.coded.events.into_iter().map(|e| EventRef { report: report.clone(), event: e.id }),
            );
        }
        if events.is_empty() { None } else { Some(events.swap_remove(n % events.len())) }
    }

    fn incident(&mut self, n: usize) -> Option<athir::model::Incident> {
        let mut all =
            self.keeper.store().incidents(&IncidentFilter::default(), None, 1000).unwrap().incidents;
        if all.is_empty() { None } else { Some(all.swap_remove(n % all.len())) }
    }

    fn take(&mut self, step: &Step) {
        self.n_steps += 1;
        let stamp = stamp(self.n_steps);
        match step {
            Step::Add(pages) => {
                let first = self.reports.len();
                let texts: Vec<CodedText> =
                    pages.iter().enumerate().map(|(n, page)| kept(first + n, page)).collect();
                self.reports.extend(texts.iter().map(|text| text.report.id.clone()));
                self.keeper.store().add(&texts, &stamp).unwrap();
            }
            Step::Recode(n, page) => {
                if self.reports.is_empty() {
                    return;
                }
                let report = self.reports[n % self.reports.len()].clone();
                let text = self.keeper.store().coded(&report).unwrap().unwrap().text;
                // Another coder reads the same words.
                let text = TEXTS.iter().position(|known| text.starts_with(known)).unwrap();
                let page = Page { text, ..page.clone() };
                let new = NewCoding {
                    coding: coding(&report, self.n_steps),
                    coded: coded(&report, &page, self.n_steps),
                };
                self.keeper.store().recode(&[new], &stamp).unwrap();
            }
            Step::Merge(a, b) => {
                let (Some(a), Some(b)) = (self.incident(*a), self.incident(*b)) else { return };
                // Merging one with itself decides nothing where it has one event.
                let _ = self.keeper.database().merge(&[a.id.0, b.id.0], None, &stamp);
            }
            Step::Split(n) => {
                let Some(incident) = self.incident(*n) else { return };
                let event = incident.events[0].event.event.0.clone();
                let _ = self.keeper.database().split(&incident.id, &[event], None, &stamp);
            }
            Step::Relate(a, b) => {
                let (Some(a), Some(b)) = (self.incident(*a), self.incident(*b)) else { return };
                let _ = self.keeper.database().relate(&a.id.0, &b.id.0, None, &stamp);
            }
            Step::Review(n, verdict) => {
                let Some(event) = self.event(*n) else { return };
                self.keeper.database().review(&[event.event.0], *verdict, None, &stamp).unwrap();
            }
            Step::Correct(n, what) => {
                let Some(event) = self.event(*n) else { return };
                let (name, lat, lon) = PLACES[what % 3];
                let place = GivenPlace {
                    name: name.to_owned(),
                    within: None,
                    country: Some("QA".to_owned()),
                    lat: Some(lat),
                    lon: Some(lon),
                    precision: PlacePrecision::Settlement,
                    code: None,
                    quote: None,
                };
                let correction = match what {
                    0 => Correction::Kind(EventKind::Shelling),
                    1 => Correction::Place(Some(place)),
                    2 => Correction::Place(None),
                    _ => Correction::Killed(Some(Count::at_least(3))),
                };
                self.keeper.database().correct(&event, correction, None, &stamp).unwrap();
            }
            Step::Undo(n) => {
                let decisions = self.keeper.store().decisions().unwrap();
                if let Some(decision) = decisions.get(n % decisions.len().max(1)) {
                    self.keeper.database().undo(&decision.id, None, &stamp).unwrap();
                }
            }
        }
    }
}

/// Whether making everything anew would change anything.
fn is_as_made_anew(keeper: &mut Keeper) -> Result<(), TestCaseError> {
    let all = |keeper: &mut Keeper| {
        keeper.store().incidents(&IncidentFilter::default(), None, 1000).unwrap().incidents
    };
    let kept = all(keeper);
    let derived = keeper.database().derive(Registry::builtin(), JOBS, &stamp(1000)).unwrap();
    prop_assert_eq!(kept, all(keeper));
    prop_assert_eq!(derived, athir::database::Derived::default());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn step_by_step_is_all_at_once(steps in prop::collection::vec((step(), any::<bool>()), 1..14)) {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::create(&folder.path().join("kept.db").into()).unwrap();
        let keeper = Keeper::open(database, Registry::builtin(), JOBS).unwrap();
        let mut world = World { keeper, reports: Vec::new(), n_steps: 0 };
        for (step, follows) in &steps {
            world.take(step);
            // Others may do several things before the keeper sees them.
            if *follows {
                world.keeper.follow(&stamp(500)).unwrap();
                prop_assert!(world.keeper.store().is_up_to_date().unwrap());
                is_as_made_anew(&mut world.keeper)?;
            }
        }
        world.keeper.follow(&stamp(501)).unwrap();
        is_as_made_anew(&mut world.keeper)?;
        let found = world.keeper.store().verify().unwrap();
        prop_assert!(found.is_sound(), "{:#?}", found.findings);
        // One that is opened later goes on from there.
        let World { keeper, .. } = world;
        drop(keeper);
        let database = Database::open(&folder.path().join("kept.db").into()).unwrap();
        let mut keeper = Keeper::open(database, Registry::builtin(), JOBS).unwrap();
        prop_assert_eq!(keeper.follow(&stamp(502)).unwrap(), athir::database::CaughtUp::default());
    }
}
