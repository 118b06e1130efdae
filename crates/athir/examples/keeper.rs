//! How long a large database takes to open for work, and how long a decision, a review and a new report take then:
//!
//! `cargo run --profile measure -p athir --example keeper -- 100000 DATABASE`
//!
//! The database is made where there is none: reports of five made-up events each over ten years and 20,000 towns, a
//! happening told of by one to five reports within three days.
#![allow(clippy::print_stdout, clippy::disallowed_methods)] // It measures time and memory and prints.

use std::error::Error;
use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::time::Instant;
use std::{env, fs};

use athir::Registry;
use athir::database::{CodedText, Database, IncidentFilter, Keeper, Location, Stamp, sha256};
use athir::model::{CodedReport, Coding, EventKind, KeptReport, ReportId, ReviewVerdict};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::json;

const EVENTS_IN_REPORT: usize = 5;
const TOWNS: u64 = 20_000;
const DAYS: usize = 3650;
const BATCH: usize = 500;
const KINDS: [EventKind; 6] = [
    EventKind::Clash,
    EventKind::Shelling,
    EventKind::AirStrike,
    EventKind::Bombing,
    EventKind::Arrest,
    EventKind::Capture,
];

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [n, at] = &args[..] else { return Err("usage: keeper N DATABASE".into()) };
    let n_reports = n.parse::<usize>()? / EVENTS_IN_REPORT;
    let at: Location = at.parse()?;
    let jobs = NonZeroUsize::new(2).ok_or("two is not zero")?;
    let mut database = Database::create(&at)?;
    let mut world = World { dice: Dice(42), open: Vec::new() };
    if database.store().totals()?.n_reports == 0 {
        let begin = Instant::now();
        for first in (0..n_reports).step_by(BATCH) {
            let texts: Result<Vec<CodedText>, _> =
                (first..(first + BATCH).min(n_reports)).map(|n| world.report(n, n_reports)).collect();
            database.store().add(&texts?, &stamp(0))?;
        }
        tell("filling", begin);
        let begin = Instant::now();
        database.derive(Registry::builtin(), jobs, &stamp(1))?;
        tell("making everything anew", begin);
        database.store().analyze()?;
    }
    let begin = Instant::now();
    let mut keeper = Keeper::open(database, Registry::builtin(), jobs)?;
    tell("opening", begin);
    let incidents = keeper.store().incidents(&IncidentFilter::default(), None, 40)?.incidents;
    for pair in incidents.chunks(2).take(5) {
        let begin = Instant::now();
        let ids: Vec<String> = pair.iter().map(|incident| incident.id.0.clone()).collect();
        keeper.decide(&stamp(2), |database| database.merge(&ids, None, &stamp(2)))?;
        tell("a merger", begin);
    }
    for incident in incidents.iter().skip(20).take(5) {
        let begin = Instant::now();
        let ids = [incident.id.0.clone()];
        keeper
            .decide(&stamp(3), |database| database.review(&ids, ReviewVerdict::Accepted, None, &stamp(3)))?;
        tell("an acceptance", begin);
        let begin = Instant::now();
        keeper
            .decide(&stamp(4), |database| database.review(&ids, ReviewVerdict::Rejected, None, &stamp(4)))?;
        tell("a rejection", begin);
    }
    let n_there = usize::try_from(keeper.store().totals()?.n_reports)?;
    for n in n_there..n_there + 3 {
        let text = world.report(n, n)?;
        let begin = Instant::now();
        keeper.store().add(&[text], &stamp(5))?;
        keeper.follow(&stamp(5))?;
        tell("a report", begin);
    }
    Ok(())
}

fn tell(what: &str, begin: Instant) {
    println!("{what}: {:.3} s, peak memory {} MB", begin.elapsed().as_secs_f64(), peak_mb());
}

/// The peak of this process's memory, where the system tells.
fn peak_mb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn stamp(minute: i64) -> Stamp {
    Stamp {
        at: jiff::Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_mins(minute),
        by: "scale".to_owned(),
    }
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below.max(1)
    }

    /// A number below `below`, small ones more often, as words of a language are.
    fn word(&mut self, below: u64) -> u64 {
        let x = self.roll(1 << 20) as f64 / f64::from(1 << 20);
        ((below as f64).powf(x) - 1.0) as u64
    }
}

#[derive(Clone)]
struct Happening {
    town: u64,
    day: usize,
    kind: EventKind,
    actor: u64,
    words: Vec<u64>,
    /// Reports that still tell of it.
    left: u64,
}

struct World {
    dice: Dice,
    open: Vec<Happening>,
}

impl World {
    fn report(&mut self, n: usize, n_reports: usize) -> Result<CodedText, Box<dyn Error>> {
        let day = n * DAYS / n_reports.max(1);
        self.open.retain(|happening| happening.left > 0 && happening.day + 3 > day);
        let mut text = String::new();
        let mut events = Vec::new();
        for k in 0..EVENTS_IN_REPORT {
            let start = text.len();
            let happening = self.happening(day);
            for word in happening.words {
                let word = if self.dice.roll(4) == 0 { self.dice.word(60_000) } else { word };
                write!(text, "w{word} ")?;
            }
            for _ in 0..18 {
                write!(text, "w{} ", self.dice.word(60_000))?;
            }
            let quote = json!({"text": &text[start..], "start": start, "end": text.len()});
            let (town, actor, on) = (happening.town, happening.actor, date_of(happening.day));
            events.push(json!({
                "id": format!("{n:011x}{k:05x}"), "kind": happening.kind, "evidence": [quote], "trigger": {"text": "", "start": start, "end": start},
                "initiators": [{"name": format!("Actor {actor}"), "actor": format!("xx-{actor}"), "mention": "", "start": start, "end": start, "why": "made up"}],
                "recipients": [{"name": "civilians", "mention": "", "start": start, "end": start, "why": "made up"}],
                "place": {"name": format!("Town {town}"), "within": null, "country": "XX", "lat": 30.0 + (town % 141) as f64 * 0.05,
                    "lon": 35.0 + (town / 141) as f64 * 0.05, "precision": "settlement", "mention": "", "start": start, "end": start,
                    "status": "resolved", "why": "made up"},
                "start": on, "end": on, "precision": "day", "time_basis": "stated", "modality": "reported", "phase": "occurred",
                "casualties": [], "weapons": [], "attribution": [], "codes": happening.kind.codes(), "frame": "made up",
                "confidence": {"event": 0.8}
            }));
        }
        let bytes = sha256(text.as_bytes());
        let id = ReportId::of(&bytes);
        let published = date_of(day);
        let coded: CodedReport = serde_json::from_value(
            json!({"doc": id.0, "published": published, "events": events, "ties": [], "diagnostics": []}),
        )?;
        let at = stamp(0).at;
        let report = KeptReport {
            id: id.clone(),
            bytes,
            text: bytes,
            headline: Some(format!("Note {n}")),
            author: None,
            outlet: Some(format!("Outlet {}", n % 40)),
            url: None,
            language: None,
            published: Some(published),
            retrieved: None,
            licence: None,
            file: None,
            record: None,
            tool: "made up".to_owned(),
            stored: at,
        };
        let coding = Coding {
            report: id,
            coder: "made up".to_owned(),
            knowledge: sha256(b"nothing"),
            codebook: None,
            model: None,
            coded: at,
        };
        Ok(CodedText { report, text, coding, coded })
    }

    fn happening(&mut self, day: usize) -> Happening {
        let known = self.dice.roll(self.open.len() as u64 + 1) as usize;
        if known == self.open.len() {
            let happening = Happening {
                town: self.dice.word(TOWNS),
                day,
                kind: KINDS[self.dice.roll(KINDS.len() as u64) as usize],
                actor: self.dice.word(400),
                words: (0..12).map(|_| self.dice.word(60_000)).collect(),
                left: 1 + self.dice.roll(5),
            };
            self.open.push(happening);
        }
        let happening = &mut self.open[known];
        happening.left = happening.left.saturating_sub(1);
        happening.clone()
    }
}

fn date_of(day: usize) -> Date {
    date(2014, 1, 1).saturating_add((day as i64).days())
}
