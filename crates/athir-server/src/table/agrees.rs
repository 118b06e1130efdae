//! The table and the database's own search let through the same incidents, whatever is asked for.

use std::collections::BTreeSet;
use std::sync::{LazyLock, Mutex};

use athir::database::{CodedText, Database, IncidentFilter, Location, Stamp, Where, sha256};
use athir::model::{
    CodedReport, Coding, EventKind, Family, Grade, Incident, KeptReport, ReportId, ReviewStatus,
};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const N_REPORTS: usize = 60;
const N_INCIDENTS: usize = 150;
const KINDS: [&str; 6] = ["clash", "shelling", "arrest", "protest", "ceasefire", "abduction"];
const STATUS_WORDS: [&str; 3] = ["machine", "partly", "reviewed"];
const GRADES: [&str; 4] = ["single-source", "fair", "confirmed", "contested"];
const WORDS: [&str; 5] = ["mortars", "bridge", "harvest", "truce", "checkpoint"];
const TOWNS: [(&str, &str, &str, f64, f64); 5] = [
    ("Tal Amar", "Marj", "SY", 36.1, 37.2),
    ("Ain Zarqa", "Marj", "SY", 35.4, 36.6),
    ("Deir Nahr", "Wadi", "IQ", 34.9, 43.5),
    ("São Vento", "Costa", "MZ", -12.3, 40.5),
    ("Lagoon", "Atoll", "FJ", -17.5, 179.5),
];

/// Numbers that look random and are the same every time (splitmix64).
fn random(seed: usize) -> usize {
    let mut x = (seed as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((x ^ (x >> 31)) >> 16) as usize
}

fn text(n: usize) -> String {
    let words: Vec<&str> = (0..3).map(|m| WORDS[random(n * 17 + m) % WORDS.len()]).collect();
    format!("Report {n} from the valley\n\nIt tells of {}.", words.join(" and "))
}

fn report_id(n: usize) -> ReportId {
    ReportId::of(&sha256(text(n).as_bytes()))
}

fn report(n: usize) -> CodedText {
    let (id, text) = (report_id(n), text(n));
    let digest = sha256(text.as_bytes());
    let coded: CodedReport = serde_json::from_value(
        json!({"doc": id.0, "published": null, "events": [], "ties": [], "diagnostics": []}),
    )
    .unwrap();
    let at: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    let kept: KeptReport = serde_json::from_value(json!({"id": id.0, "bytes": digest, "text": digest,
        "outlet": format!("Outlet {}", n % 7), "tool": "tests", "stored": at}))
    .unwrap();
    let coding = Coding {
        report: id,
        coder: "tests".to_owned(),
        knowledge: digest,
        codebook: None,
        model: None,
        coded: at,
    };
    CodedText { report: kept, text, coding, coded }
}

fn place(n: usize) -> Value {
    match random(n * 5) % 8 {
        7 => Value::Null,
        6 => {
            json!({"name": "Syria", "within": null, "country": "SY", "lat": 35.0, "lon": 38.5, "precision": "country",
            "mention": "Syria", "start": 0, "end": 5, "status": "resolved", "why": "tests"})
        }
        n => {
            let (name, within, country, lat, lon) = TOWNS[n % TOWNS.len()];
            json!({"name": name, "within": within, "country": country, "lat": lat, "lon": lon, "precision": "settlement",
                "mention": name, "start": 0, "end": 5, "status": "resolved", "why": "tests"})
        }
    }
}

fn incident(n: usize) -> Incident {
    let first = date(2016, 1, 1) + ((random(n * 3) % 700) as i64).days();
    let last = first + [0, 0, 0, 6, 30, 31, 32, 200][random(n * 13) % 8].days();
    let (start, end) = match random(n * 19) % 12 {
        0 => (None, None),
        1 => (Some(first), None),
        2 => (None, Some(last)),
        _ => (Some(first), Some(last)),
    };
    let told = |m: usize| {
        let report = random(n * 23 + m) % N_REPORTS;
        json!({"report": report_id(report).0, "event": format!("{:016x}", n * 4 + m), "kind": "clash",
            "modality": "reported", "outlet": format!("Outlet {}", report % 7), "published": null, "source": m})
    };
    let n_events = 1 + random(n * 29) % 3;
    let events: Vec<Value> = (0..n_events).map(told).collect();
    let support = json!({"n_reports": 1, "n_sources": 1, "events": []});
    let side = |role: &str, m: usize| {
        let actor = random(m * 11) % 6;
        let code = if actor < 4 { json!(format!("g-{actor}")) } else { Value::Null };
        json!({"role": role, "name": format!("Group {actor}"), "actor": code, "bases": ["stated"], "mentions": [],
            "support": support})
    };
    let place = place(n);
    let places = if place.is_null() { json!([]) } else { json!([{"place": place, "support": support}]) };
    let disputes = match random(n * 31) % 3 {
        0 => json!([{"field": "losses", "versions": []}]),
        _ => json!([]),
    };
    serde_json::from_value(json!({"id": format!("{:016x}", random(n)), "kind": KINDS[random(n * 7) % KINDS.len()],
        "modality": "reported", "phase": "occurred", "place": place, "start": start, "end": end, "precision": "day",
        "time_basis": "stated", "events": events, "n_reports": n_events, "n_sources": n_events,
        "sides": [side("initiator", n), side("recipient", n + 1)], "places": places, "times": [], "losses": [],
        "status": STATUS_WORDS[random(n * 43) % 3], "grade": GRADES[random(n * 37) % GRADES.len()], "disputes": disputes, "joins": [], "method": 1}))
    .unwrap()
}

fn stamp() -> Stamp {
    Stamp { at: "2026-01-01T00:00:00Z".parse().unwrap(), by: "tests".to_owned() }
}

/// One database for all cases, and the table of it.
static BOTH: LazyLock<(Mutex<Database>, Table, tempfile::TempDir)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let at = Location::File(folder.path().join("tests.db"));
    let mut database = Database::create(&at).unwrap();
    let reports: Vec<CodedText> = (0..N_REPORTS).map(report).collect();
    database.store().add(&reports, &stamp()).unwrap();
    database
        .store()
        .rebuild(&stamp(), |rebuild| (0..N_INCIDENTS).try_for_each(|n| rebuild.incident(incident(n))))
        .unwrap();
    let table = Table::read(&mut database).unwrap();
    (Mutex::new(database), table, folder)
});

/// What is asked for, in a form that both sides can be made of.
#[derive(Clone, Debug, Default)]
struct Asked {
    kinds: Vec<EventKind>,
    families: Vec<Family>,
    place: Option<Where>,
    since: Option<Date>,
    until: Option<Date>,
    actors: Vec<String>,
    grades: Vec<Grade>,
    text: Option<String>,
    min_sources: Option<usize>,
    disputed: Option<bool>,
    statuses: Vec<ReviewStatus>,
}

impl Asked {
    fn of_database(&self) -> BTreeSet<String> {
        let filter = IncidentFilter {
            kinds: self.kinds.clone(),
            families: self.families.clone(),
            place: self.place.clone(),
            since: self.since,
            until: self.until,
            actors: self.actors.clone(),
            grades: self.grades.clone(),
            text: self.text.clone(),
            min_sources: self.min_sources,
            disputed: self.disputed,
            statuses: self.statuses.clone(),
        };
        let mut database = BOTH.0.lock().unwrap();
        let page = database.store().incidents(&filter, None, N_INCIDENTS).unwrap();
        page.incidents.into_iter().map(|incident| incident.id.0).collect()
    }

    fn of_table(&self) -> BTreeSet<String> {
        let table = &BOTH.1;
        let of_families = EventKind::ALL.into_iter().filter(|kind| self.families.contains(&kind.family()));
        let folded = self.actors.iter().map(|actor| athir::database::fold_name(actor));
        let mut actors: Vec<String> = self.actors.iter().cloned().chain(folded).collect();
        actors.sort();
        let filter = Filter {
            kinds: self.kinds.iter().copied().chain(of_families).collect(),
            place: self.place.clone(),
            since: self.since.map(day_number),
            until: self.until.map(day_number),
            actors,
            grades: self.grades.clone(),
            text: self.text.clone(),
            min_sources: self.min_sources.unwrap_or_default() as u32,
            disputed: self.disputed,
            statuses: self.statuses.clone(),
            ..Filter::default()
        };
        let reports = self.text.as_ref().map(|text| {
            let numbers = BOTH.0.lock().unwrap().store().report_numbers_with(text).unwrap();
            numbers.into_iter().filter_map(|number| table.reports.numbered(number)).collect::<Vec<u32>>()
        });
        let selected = table.select(&filter, reports.as_deref());
        let found: BTreeSet<String> =
            selected.rows.iter().map(|row| id_words(table.columns.ids[row as usize])).collect();
        assert_eq!(found.len(), selected.n);
        found
    }
}

fn place_asked() -> impl Strategy<Value = Where> {
    let named = prop::sample::select(vec!["tal amar", "Marj", "Sao Vento", "Syria", "Nowhere", "Wadi"]);
    let rectangle = (-40.0..60.0_f64, -10.0..170.0_f64, 0.0..40.0_f64, 0.0..90.0_f64);
    prop_oneof![
        prop::sample::select(vec!["SY", "IQ", "MZ", "ZZ"]).prop_map(|code| Where::Country(code.to_owned())),
        named.prop_map(|name| Where::Named(name.to_owned())),
        rectangle.prop_map(|(south, west, high, wide)| Where::Between {
            south,
            west,
            north: south + high,
            east: west + wide
        }),
    ]
}

fn day_asked() -> impl Strategy<Value = Date> {
    (0..800_i64).prop_map(|n| date(2015, 12, 1) + n.days())
}

prop_compose! {
    fn asked()(
        kinds in prop::collection::vec(prop::sample::select(vec![EventKind::Clash, EventKind::Shelling, EventKind::Protest]), 0..3),
        families in prop::collection::vec(prop::sample::select(vec![Family::Fighting, Family::Talks, Family::Civil]), 0..2),
        place in prop::option::of(place_asked()),
        since in prop::option::of(day_asked()),
        until in prop::option::of(day_asked()),
        actors in prop::collection::vec(prop::sample::select(vec!["g-0", "g-3", "Group 4", "group 5", "nobody"]), 0..3),
        grades in prop::collection::vec(prop::sample::select(vec![Grade::Fair, Grade::Contested, Grade::Confirmed]), 0..3),
        text in prop::option::of(prop::sample::select(vec!["bridge", "mortars truce", "\"bridge and\"", "harvest -truce", "-truce", "tells"])),
        min_sources in prop::option::of(0_usize..4),
        disputed in prop::option::of(any::<bool>()),
        statuses in prop::collection::vec(prop::sample::select(vec![ReviewStatus::Machine, ReviewStatus::Partly, ReviewStatus::Reviewed]), 0..2),
    ) -> Asked {
        let keys = |keys: Vec<&str>| keys.into_iter().map(str::to_owned).collect();
        Asked { kinds, families, place, since, until, actors: keys(actors), grades, text: text.map(str::to_owned), min_sources, disputed, statuses }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn table_and_database_find_the_same(asked in asked()) {
        prop_assert_eq!(asked.of_table(), asked.of_database());
    }

    #[test]
    fn pages_are_the_database_s_pages(asked in asked(), limit in 1_usize..20) {
        let table = &BOTH.1;
        let all = asked.of_table();
        let rows = {
            let mut rows = Bits::none(table.len());
            (0..table.len() as u32).filter(|&row| all.contains(&id_words(table.columns.ids[row as usize]))).for_each(|row| rows.insert(row));
            rows
        };
        let selected = Selection { n: rows.count(), rows };
        for sort in [Sort::Latest, Sort::Earliest, Sort::Killed, Sort::Sources, Sort::Grade] {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let (page, next) = table.page(&selected, sort, after, limit);
                prop_assert!(page.len() <= limit);
                seen.extend(page);
                match next {
                    Some(next) => after = Some(Cursor::read(&next.words(), sort).unwrap()),
                    None => break,
                }
            }
            let unique: BTreeSet<u32> = seen.iter().copied().collect();
            prop_assert_eq!((seen.len(), unique.len()), (selected.n, selected.n));
        }
    }
}

#[test]
fn a_table_that_follows_is_the_table_that_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let at = Location::File(folder.path().join("tests.db"));
    let mut database = Database::create(&at).unwrap();
    let reports: Vec<CodedText> = (0..N_REPORTS).map(report).collect();
    database.store().add(&reports, &stamp()).unwrap();
    let mut rebuild = |from: usize, to: usize| {
        let hand_in = |n: usize| incident(n);
        database
            .store()
            .rebuild(&stamp(), |rebuild| (from..to).try_for_each(|n| rebuild.incident(hand_in(n))))
            .unwrap();
        Database::open_to_read(&at).unwrap()
    };
    let mut reader = rebuild(0, 100);
    let old = Table::read(&mut reader).unwrap();
    assert!(old.follow(&mut reader).unwrap().is_none(), "nothing has changed");
    // Some go, some come.
    let mut reader = rebuild(7, 118);
    let followed = old.follow(&mut reader).unwrap().unwrap();
    let read = Table::read(&mut reader).unwrap();
    assert_eq!(followed.version(), read.version());
    assert_eq!(followed.columns.ids, read.columns.ids);
    for row in 0..read.len() as u32 {
        let both = [&followed, &read]
            .map(|table| serde_json::to_value(crate::read::row::IncidentRow::of(table, row)).unwrap());
        assert_eq!(both[0], both[1]);
    }
}
