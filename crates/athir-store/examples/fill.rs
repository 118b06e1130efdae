//! Fills a database with invented incidents and times the questions that are asked of it.
//!
//! `cargo run --release -p athir-store --example fill -- N DATABASE`
//!
//! Every report has seven events and every event is an incident of its own, which is the most incidents that so many
//! events can make. The numbers look random and are the same every time.
#![allow(clippy::disallowed_methods, clippy::print_stdout)] // It measures time and prints.

use std::env;
use std::error::Error;
use std::time::Instant;

use athir_model::{CodedReport, Coding, EventKind, Family, Grade, Incident, KeptReport, ReportId};
use athir_store::{CodedText, IncidentFilter, Location, Position, Stamp, Store, Where, sha256};
use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::json;

const EVENTS_PER_REPORT: usize = 7;
const BATCH: usize = 200;
const KINDS: [&str; 8] =
    ["clash", "attack", "shelling", "air-strike", "bombing", "arrest", "protest", "capture"];

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [n, at] = &args[..] else { return Err("usage: scale N DATABASE".into()) };
    let n_reports = n.parse::<usize>()?.div_ceil(EVENTS_PER_REPORT);
    let mut store = Store::create(&at.parse::<Location>()?)?;
    if store.totals()?.n_incidents == 0 {
        fill(&mut store, n_reports)?;
    }
    ask(&mut store)
}

fn stamp() -> Result<Stamp, Box<dyn Error>> {
    Ok(Stamp { at: "2026-01-01T00:00:00Z".parse::<Timestamp>()?, by: "scale".to_owned() })
}

/// Numbers that look random (splitmix64).
fn random(seed: usize) -> usize {
    let mut x = (seed as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((x ^ (x >> 31)) >> 16) as usize
}

/// Small numbers are much more frequent than great ones, as with actors and towns.
fn skewed(seed: usize, n: usize) -> usize {
    let share = (random(seed) % 1_000_000) as f64 / 1_000_000.0;
    ((n as f64).powf(share) - 1.0) as usize
}

fn day(event: usize) -> Date {
    date(2012, 1, 1) + ((random(event * 3) % 5000) as i64).days()
}

fn fill(store: &mut Store, n_reports: usize) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    for first in (0..n_reports).step_by(BATCH) {
        let reports: Result<Vec<CodedText>, _> =
            (first..(first + BATCH).min(n_reports)).map(report).collect();
        store.add(&reports?, &stamp()?)?;
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{n_reports} reports with {} events: {seconds:.0} s", n_reports * EVENTS_PER_REPORT);
    let start = Instant::now();
    let [_, incidents, _] = store.rebuild(&stamp()?, |rebuild| {
        (0..n_reports * EVENTS_PER_REPORT).try_for_each(|event| rebuild.incident(incident(event)))
    })?;
    println!("{} incidents: {:.0} s", incidents.n_new, start.elapsed().as_secs_f64());
    let start = Instant::now();
    let [_, again, _] = store.rebuild(&stamp()?, |rebuild| {
        (0..n_reports * EVENTS_PER_REPORT).try_for_each(|event| rebuild.incident(incident(event)))
    })?;
    println!("the same once more, {} changed: {:.0} s", again.n_changed, start.elapsed().as_secs_f64());
    let start = Instant::now();
    store.analyze()?;
    println!("analysed: {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

fn place(event: usize) -> serde_json::Value {
    let town = skewed(event * 5, 20_000);
    let country = town % 40;
    json!({"name": format!("Town {town}"), "within": format!("Area {}", town % 400),
        "country": format!("{}{}", (b'A' + (country / 7) as u8) as char, (b'A' + (country % 7) as u8) as char),
        "lat": (random(town) % 12_000) as f64 / 100.0 - 60.0, "lon": (random(town + 1) % 36_000) as f64 / 100.0 - 180.0,
        "precision": "settlement", "mention": format!("Town {town}"), "start": 40, "end": 50, "status": "resolved",
        "why": "the trigger's own words"})
}

fn report_id(n: usize) -> (ReportId, String) {
    let words = ["mortars", "checkpoint", "convoy", "market", "ceasefire", "drone", "harvest", "bridge"];
    let mut text = format!("Report {n} from the valley.\n\n");
    for word in 0..60 {
        text.push_str(words[skewed(n * 61 + word, words.len())]);
        text.push_str(if word % 9 == 8 { ". " } else { " " });
    }
    (ReportId::of(&sha256(text.as_bytes())), text)
}

fn report(n: usize) -> Result<CodedText, Box<dyn Error>> {
    let (id, text) = report_id(n);
    let digest = sha256(text.as_bytes());
    let events: Vec<serde_json::Value> =
        (n * EVENTS_PER_REPORT..(n + 1) * EVENTS_PER_REPORT).map(event).collect();
    let coded: CodedReport = serde_json::from_value(
        json!({"doc": id.0, "published": null, "events": events, "ties": [], "diagnostics": []}),
    )?;
    let at = stamp()?.at;
    let report = KeptReport {
        id: id.clone(),
        bytes: digest,
        text: digest,
        headline: Some(format!("Report {n}")),
        author: None,
        outlet: Some(format!("Outlet {}", n % 50)),
        url: None,
        language: Some("en".to_owned()),
        published: Some(day(n * EVENTS_PER_REPORT)),
        retrieved: None,
        licence: None,
        file: None,
        record: None,
        tool: "scale".to_owned(),
        stored: at,
    };
    let coding = Coding {
        report: id,
        coder: "scale".to_owned(),
        knowledge: digest,
        codebook: None,
        model: None,
        coded: at,
    };
    Ok(CodedText { report, text, coding, coded })
}

fn event(n: usize) -> serde_json::Value {
    let quote = json!({"text": "struck", "start": 20, "end": 26});
    let day = day(n).to_string();
    json!({"id": format!("{n:016x}"), "kind": KINDS[skewed(n * 7, KINDS.len())], "evidence": [quote], "trigger": quote,
        "initiators": [party(n)], "recipients": [party(n + 1)], "place": place(n), "start": day, "end": day,
        "precision": "day", "time_basis": "stated", "modality": "reported", "phase": "occurred",
        "casualties": [{"kind": "killed", "low": n % 40, "high": n % 40, "victims": "civilians", "mention": quote}],
        "weapons": [], "attribution": [quote],
        "codes": {"plover": "ASSAULT", "plover_mode": "", "cameo": "190", "acled_event_type": "", "acled_sub_event_type": ""},
        "frame": "attack.verb", "confidence": {"event": 0.8}})
}

fn party(n: usize) -> serde_json::Value {
    let actor = skewed(n * 11, 3000);
    json!({"name": format!("Group {actor}"), "actor": format!("g-{actor}"), "mention": "the group", "start": 0, "end": 9,
        "why": "logical subject"})
}

fn incident(n: usize) -> Incident {
    let first = day(n);
    // One in twenty is known by its month or year alone.
    let last =
        first + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 30, 364][random(n * 13) % 20].days();
    let reference = json!({"report": report_id(n / EVENTS_PER_REPORT).0, "event": format!("{n:016x}")});
    let support = json!({"n_reports": 1, "n_sources": 1, "events": [reference]});
    let side = |role: &str, n: usize| {
        let party = party(n);
        json!({"role": role, "name": party["name"], "actor": party["actor"], "bases": ["stated"], "mentions": ["the group"],
            "support": support})
    };
    let kind = KINDS[skewed(n * 7, KINDS.len())];
    let grades = ["single-source", "single-source", "single-source", "fair", "confirmed", "contested"];
    let value = json!({"id": format!("{:016x}", random(n)), "kind": kind, "modality": "reported", "phase": "occurred",
        "place": place(n), "start": first.to_string(), "end": last.to_string(), "precision": "day", "time_basis": "stated",
        "events": [{"report": reference["report"], "event": reference["event"], "kind": kind, "modality": "reported",
            "outlet": null, "published": null, "source": 0}],
        "n_reports": 1, "n_sources": 1, "sides": [side("initiator", n), side("recipient", n + 1)],
        "places": [], "times": [],
        "losses": [{"harm": "killed", "victims": null,
            "estimate": {"low": n % 40, "best": n % 40, "high": n % 40, "open": false}, "claims": []}],
        "grade": grades[random(n) % grades.len()],
        "disputes": [], "joins": [], "method": 1});
    serde_json::from_value(value).expect("the record is as the model has it")
}

fn ask(store: &mut Store) -> Result<(), Box<dyn Error>> {
    let all = IncidentFilter::default;
    let actor = |n: usize| vec![format!("g-{n}")];
    let kinds = |kind: &str| vec![kind.parse::<EventKind>().expect("a kind of the codebook")];
    let place = |n: usize| Some(Where::Named(format!("Town {n}")));
    let text = |words: &str| Some(words.to_owned());
    let questions: Vec<(&str, IncidentFilter)> = vec![
        ("the latest", all()),
        ("until 2015", IncidentFilter { until: Some(date(2015, 1, 1)), ..all() }),
        ("since the last week", IncidentFilter { since: Some(date(2025, 9, 1)), ..all() }),
        (
            "a week of 2016",
            IncidentFilter { since: Some(date(2016, 5, 1)), until: Some(date(2016, 5, 7)), ..all() },
        ),
        ("a frequent kind", IncidentFilter { kinds: kinds("clash"), ..all() }),
        ("a rare kind", IncidentFilter { kinds: kinds("protest"), ..all() }),
        ("a family", IncidentFilter { families: vec![Family::Civil], ..all() }),
        ("two kinds", IncidentFilter { kinds: [kinds("protest"), kinds("arrest")].concat(), ..all() }),
        ("a country", IncidentFilter { place: Some(Where::Country("CB".to_owned())), ..all() }),
        (
            "a country, rare kind",
            IncidentFilter { place: Some(Where::Country("CB".to_owned())), kinds: kinds("protest"), ..all() },
        ),
        (
            "a country, a week",
            IncidentFilter {
                place: Some(Where::Country("CB".to_owned())),
                since: Some(date(2016, 5, 1)),
                until: Some(date(2016, 5, 7)),
                ..all()
            },
        ),
        ("a frequent town", IncidentFilter { place: place(1), ..all() }),
        ("a rare town", IncidentFilter { place: place(17_000), ..all() }),
        ("an area", IncidentFilter { place: Some(Where::Named("Area 3".to_owned())), ..all() }),
        (
            "a rectangle",
            IncidentFilter {
                place: Some(Where::Between { south: 30.0, west: 35.0, north: 37.0, east: 42.0 }),
                ..all()
            },
        ),
        ("the most frequent actor", IncidentFilter { actors: actor(0), ..all() }),
        ("a rare actor", IncidentFilter { actors: actor(2900), ..all() }),
        ("two actors", IncidentFilter { actors: [actor(0), actor(3)].concat(), ..all() }),
        (
            "actor, kind, grade",
            IncidentFilter {
                actors: actor(0),
                kinds: kinds("protest"),
                grades: vec![Grade::Confirmed],
                ..all()
            },
        ),
        ("actor, rare town", IncidentFilter { actors: actor(0), place: place(9_000), ..all() }),
        ("grade", IncidentFilter { grades: vec![Grade::Contested], ..all() }),
        ("two sources", IncidentFilter { min_sources: Some(2), since: Some(date(2025, 6, 1)), ..all() }),
        ("a rare word", IncidentFilter { text: text("\"report 77\""), ..all() }),
        ("a frequent word", IncidentFilter { text: text("convoy"), ..all() }),
        (
            "frequent word, country",
            IncidentFilter { text: text("convoy"), place: Some(Where::Country("CB".to_owned())), ..all() },
        ),
    ];
    println!("{:<26} {:>9} {:>9} {:>9}  found", "50 incidents of", "p50 ms", "p95 ms", "count ms");
    for (name, filter) in questions {
        let (mut times, mut counts) = (Vec::new(), Vec::new());
        let mut n_found = 0;
        for _ in 0..15 {
            // The second page is asked for as well, every other time.
            let mut from: Option<Position> = None;
            for _ in 0..2 {
                let start = Instant::now();
                let page = store.incidents(&filter, from.as_ref(), 50)?;
                times.push(start.elapsed().as_secs_f64() * 1e3);
                from = page.next;
                if from.is_none() {
                    break;
                }
            }
            let start = Instant::now();
            n_found = store.count_incidents(&filter, 10_000)?;
            counts.push(start.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        counts.sort_by(f64::total_cmp);
        let at = |times: &[f64], share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
        println!(
            "{name:<26} {:>9.2} {:>9.2} {:>9.2}  {n_found}{}",
            at(&times, 0.5),
            at(&times, 0.95),
            at(&counts, 0.5),
            if n_found >= 10_000 { "+" } else { "" }
        );
    }
    Ok(())
}
