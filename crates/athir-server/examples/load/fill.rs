//! An invented database: reports with five events each, of which many tell of one incident.

use std::error::Error;
use std::time::Instant;

use athir::database::{CodedText, Database, Stamp, sha256};
use athir::model::{Bond, CodedReport, Coding, Incident, KeptReport, ReportId};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::{Value, json};

const EVENTS_PER_REPORT: usize = 5;
const BATCH: usize = 500;
const N_TIES: usize = 20_000;
const KINDS: [&str; 12] = [
    "clash",
    "attack",
    "shelling",
    "air-strike",
    "bombing",
    "arrest",
    "protest",
    "capture",
    "abduction",
    "ceasefire",
    "accusation",
    "displacement",
];

/// Numbers that look random (splitmix64).
pub(crate) fn random(seed: usize) -> usize {
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

fn stamp() -> Result<Stamp, Box<dyn Error>> {
    Ok(Stamp { at: "2026-01-01T00:00:00Z".parse()?, by: "load".to_owned() })
}

/// Fills an empty database.
pub(crate) fn fill(database: &mut Database, n_events: usize) -> Result<(), Box<dyn Error>> {
    let n_reports = n_events.div_ceil(EVENTS_PER_REPORT);
    let start = Instant::now();
    for first in (0..n_reports).step_by(BATCH) {
        let reports: Result<Vec<CodedText>, _> =
            (first..(first + BATCH).min(n_reports)).map(report).collect();
        database.store().add(&reports?, &stamp()?)?;
    }
    println!("{n_reports} reports: {:.0} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let members = members(n_reports * EVENTS_PER_REPORT);
    let [_, incidents, _] = database.store().rebuild(&stamp()?, |rebuild| {
        members
            .iter()
            .filter(|events| !events.is_empty())
            .try_for_each(|events| rebuild.incident(incident(events)))?;
        (0..N_TIES).try_for_each(|n| rebuild.tie(tie(n)))
    })?;
    database.store().analyze()?;
    println!("{} incidents: {:.0} s", incidents.n_new, start.elapsed().as_secs_f64());
    Ok(())
}

/// The event that an event tells of once more, or itself.
fn root(event: usize) -> usize {
    let mut at = event;
    // Two of five events tell of something that a report before has told.
    while random(at * 17) % 5 < 2 && at >= 200 {
        at -= EVENTS_PER_REPORT * (1 + random(at * 19) % 39);
    }
    at
}

/// The events of each incident, by its first event.
fn members(n_events: usize) -> Vec<Vec<u32>> {
    let mut members = vec![Vec::new(); n_events];
    (0..n_events).for_each(|event| members[root(event)].push(event as u32));
    members
}

fn day(event: usize) -> Date {
    // Reports that stand near each other in the database were published near each other.
    date(2012, 1, 1) + ((event / 200 + random(event * 3) % 20) as i64 % 5000).days()
}

fn place(event: usize) -> Value {
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
    let mut text = format!("Report {n}: an invented title of the usual length\n\n");
    for word in 0..150 {
        text.push_str(words[skewed(n * 151 + word, words.len())]);
        text.push_str(if word % 9 == 8 { ". " } else { " " });
    }
    (ReportId::of(&sha256(text.as_bytes())), text)
}

fn report(n: usize) -> Result<CodedText, Box<dyn Error>> {
    let (id, text) = report_id(n);
    let digest = sha256(text.as_bytes());
    let events: Vec<Value> = (n * EVENTS_PER_REPORT..(n + 1) * EVENTS_PER_REPORT).map(event).collect();
    let coded: CodedReport = serde_json::from_value(
        json!({"doc": id.0, "published": null, "events": events, "ties": [], "diagnostics": []}),
    )?;
    let report: KeptReport = serde_json::from_value(json!({"id": id.0, "bytes": digest, "text": digest,
        "outlet": format!("Outlet {}", n % 80), "language": "en", "published": day(n * EVENTS_PER_REPORT),
        "tool": "load", "stored": stamp()?.at}))?;
    let coding = Coding {
        report: id,
        coder: "load".to_owned(),
        knowledge: digest,
        codebook: None,
        model: None,
        coded: stamp()?.at,
    };
    Ok(CodedText { report, text, coding, coded })
}

fn kind(event: usize) -> &'static str {
    KINDS[skewed(event * 7, KINDS.len())]
}

fn event(n: usize) -> Value {
    let quote = json!({"text": "mortars", "start": 20, "end": 27});
    let (root, day) = (root(n), day(root(n)).to_string());
    json!({"id": format!("{n:016x}"), "kind": kind(root), "evidence": [quote], "trigger": quote,
        "initiators": [party(root)], "recipients": [party(root + 1)], "place": place(root), "start": day, "end": day,
        "precision": "day", "time_basis": "stated", "modality": "reported", "phase": "occurred",
        "casualties": [{"kind": "killed", "low": n % 40, "high": n % 40, "victims": "civilians", "mention": quote}],
        "weapons": [], "attribution": [quote],
        "codes": {"plover": "ASSAULT", "plover_mode": "", "cameo": "190", "acled_event_type": "", "acled_sub_event_type": ""},
        "frame": "attack.verb", "confidence": {"event": 0.8}})
}

fn party(n: usize) -> Value {
    let actor = skewed(n * 11, 3000);
    json!({"name": format!("Group {actor}"), "actor": format!("g-{actor}"), "mention": "the group", "start": 0, "end": 9,
        "why": "logical subject"})
}

fn incident(events: &[u32]) -> Incident {
    let n = events[0] as usize;
    let first = day(n);
    // One in twenty is known by its month or year alone.
    let last =
        first + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 30, 364][random(n * 13) % 20].days();
    let reference = |event: u32| {
        let event = event as usize;
        json!({"report": report_id(event / EVENTS_PER_REPORT).0, "event": format!("{event:016x}")})
    };
    let references: Vec<Value> = events.iter().map(|&event| reference(event)).collect();
    let support = json!({"n_reports": events.len(), "n_sources": events.len(), "events": references});
    let side = |role: &str, n: usize| {
        let party = party(n);
        json!({"role": role, "name": party["name"], "actor": party["actor"], "bases": ["stated"], "mentions": ["the group"],
            "support": support})
    };
    let kind = kind(n);
    let grades = ["single-source", "fair", "fair", "confirmed", "contested"];
    let grade = if events.len() == 1 { grades[0] } else { grades[1 + random(n) % 4] };
    let told: Vec<Value> = events
        .iter()
        .zip(&references)
        .enumerate()
        .map(|(source, (&event, reference))| {
            json!({"report": reference["report"], "event": reference["event"], "kind": kind, "modality": "reported",
                "outlet": format!("Outlet {}", (event as usize / EVENTS_PER_REPORT) % 80), "published": first, "source": source})
        })
        .collect();
    let claims: Vec<Value> = events
        .iter()
        .zip(&references)
        .enumerate()
        .map(|(source, (&event, reference))| {
            json!({"report": reference["report"], "event": reference["event"], "low": event % 40, "high": event % 40,
                "victims": "civilians", "published": first, "source": source, "state": "current"})
        })
        .collect();
    let counts: Vec<u32> = events.iter().map(|event| event % 40).collect();
    let value = json!({"id": format!("{:016x}", random(n)), "kind": kind, "modality": "reported", "phase": "occurred",
        "place": place(n), "start": first, "end": last, "precision": "day", "time_basis": "stated",
        "events": told, "n_reports": events.len(), "n_sources": events.len(),
        "sides": [side("initiator", n), side("recipient", n + 1)],
        "places": [{"place": place(n), "support": support}], "times": [],
        "losses": [{"harm": "killed", "victims": null, "claims": claims,
            "estimate": {"low": counts.iter().min(), "best": counts[0], "high": counts.iter().max(), "open": false}}],
        "grade": grade, "disputes": [], "joins": [], "method": 1});
    serde_json::from_value(value).expect("the record is as the model has it")
}

fn tie(n: usize) -> Bond {
    let (a, b) = (skewed(n * 83, 3000), skewed(n * 89, 3000) + 1);
    let (first, last) = (day(n * 50), day(n * 50) + ((random(n * 97) % 700) as i64).days());
    let bound = |day: Date| json!({"from": day, "to": day, "precision": "day", "basis": "evidenced"});
    let (kind, sign) =
        [("alliance", "+"), ("fighting", "-"), ("rivalry", "-"), ("support", "+")][random(n * 101) % 4];
    let quote = json!({"text": "mortars", "start": 20, "end": 27});
    let evidence: Vec<Value> = (0..1 + random(n * 103) % 6)
        .map(|m| {
            json!({"report": report_id((n * 7 + m) % 1000).0, "of": {"event": format!("{m:016x}")}, "says": "holds",
                "basis": "follows", "start": first, "end": first, "precision": "day", "quote": quote, "published": first})
        })
        .collect();
    serde_json::from_value(json!({"id": format!("t{n:015x}"), "a": format!("g-{a}"), "b": format!("g-{}", if a == b { b + 1 } else { b }),
        "kind": kind, "sign": sign, "strength": 0.5, "start": bound(first), "end": bound(last), "last_evidence": last,
        "basis": "follows", "evidence": evidence}))
    .expect("the record is as the model has it")
}
