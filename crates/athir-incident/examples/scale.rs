//! How long it takes to merge events, and in how much memory:
//!
//! `cargo run --profile measure -p athir-incident --example scale -- 10000 100000 1000000`
//!
//! The events are made up: reports of four events each, 120 words long, over ten years and 20,000 towns; a happening is
//! told of by one to five reports within three days. Making them up is part of the time. Each size runs in a process of its own, so that the peak of memory
//! is that of this size. One more report is then added to show what an update costs.
#![allow(clippy::print_stdout, clippy::disallowed_methods)] // it measures time and memory and prints

use std::num::NonZeroUsize;
use std::time::Instant;
use std::{env, fs};

use athir_incident::{Merger, Model, NoLineage, Profile, Telling};
use athir_model::{
    CodedReport, Confidence, Event, EventId, EventKind, Extent, Geometry, Modality, Party, Phase, Place,
    PlacePrecision, PlaceStatus, Quote, ReportId, TimeBasis, TimePrecision, When,
};
use jiff::ToSpan;
use jiff::civil::Date;

const EVENTS_IN_REPORT: usize = 4;
const TOWNS: u64 = 20_000;
const DAYS: u64 = 3650;
const KINDS: [EventKind; 6] = [
    EventKind::Clash,
    EventKind::Shelling,
    EventKind::AirStrike,
    EventKind::Bombing,
    EventKind::Arrest,
    EventKind::Capture,
];

fn main() {
    let sizes: Vec<String> = env::args().skip(1).collect();
    if let [size] = sizes.as_slice() {
        measure(size.parse().expect("a number of events"));
        return;
    }
    println!("| events | groups | seconds | processor seconds | peak memory, MB | adding one report, ms |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: |");
    let program = env::current_exe().expect("this program has a path");
    for size in sizes {
        let out = std::process::Command::new(&program).arg(size).output().expect("this program runs again");
        print!("{}", String::from_utf8_lossy(&out.stdout));
    }
}

fn measure(n_events: usize) {
    let n_reports = n_events / EVENTS_IN_REPORT;
    let mut dice = Dice(42);
    let mut happenings: Vec<(Happening, u64)> = Vec::new();
    let begin = Instant::now();
    let mut merger = Merger::new(Model::events());
    for n in 0..n_reports {
        let (report, events, text) = make_report(n, n_reports, &mut happenings, &mut dice);
        let telling = Telling {
            report: ReportId(report.doc.clone()),
            outlet: Some("wire"),
            published: report.published,
            text: &text,
            coded: &report,
        };
        merger.insert(Profile::new(&telling, &events, Some(0), &NoLineage));
    }
    merger.update(NonZeroUsize::new(2).expect("two is not zero"));
    let seconds = begin.elapsed().as_secs_f64();
    let worked = processor_seconds();
    let n_groups = merger.n_groups();
    let (report, events, text) = make_report(n_reports, n_reports, &mut happenings, &mut dice);
    let telling = Telling {
        report: ReportId(report.doc.clone()),
        outlet: Some("wire"),
        published: report.published,
        text: &text,
        coded: &report,
    };
    let more = Instant::now();
    merger.insert(Profile::new(&telling, &events, Some(0), &NoLineage));
    merger.update(NonZeroUsize::MIN);
    let one = more.elapsed().as_secs_f64() * 1e3;
    println!("| {n_events} | {n_groups} | {seconds:.1} | {worked:.1} | {} | {one:.0} |", peak_mb());
}

/// The time that this process has had on all processors, where the system tells; on a machine that is shared it says more
/// than the clock.
fn processor_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: Vec<f64> =
        after_name.split_whitespace().skip(11).take(2).filter_map(|t| t.parse().ok()).collect();
    ticks.iter().sum::<f64>() / 100.0
}

/// The peak of this process's memory, where the system tells.
fn peak_mb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) / 1024
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
    day: u64,
    kind: EventKind,
    actor: u64,
    words: Vec<u64>,
}

fn make_report(
    n: usize,
    n_reports: usize,
    open: &mut Vec<(Happening, u64)>,
    dice: &mut Dice,
) -> (CodedReport, Vec<Event>, String) {
    let day = n as u64 * DAYS / n_reports.max(1) as u64;
    open.retain(|(happening, left)| *left > 0 && happening.day + 3 > day);
    let mut text = String::new();
    let mut events = Vec::new();
    for k in 0..EVENTS_IN_REPORT {
        let known = if open.is_empty() { 0 } else { dice.roll(open.len() as u64 + 1) as usize };
        if known == open.len() {
            let happening = Happening {
                town: dice.word(TOWNS),
                day,
                kind: KINDS[dice.roll(KINDS.len() as u64) as usize],
                actor: dice.word(400),
                words: (0..12).map(|_| dice.word(60_000)).collect(),
            };
            open.push((happening, 1 + dice.roll(5)));
        }
        let (happening, left) = &mut open[known];
        *left = left.saturating_sub(1);
        let happening = happening.clone();
        let start = text.chars().count();
        for &word in &happening.words {
            let word = if dice.roll(4) == 0 { dice.word(60_000) } else { word };
            text.push_str(&format!("w{word} "));
        }
        for _ in 0..18 {
            text.push_str(&format!("w{} ", dice.word(60_000)));
        }
        let words: String = text.chars().skip(start).collect();
        events.push(make_event(&format!("{n}-{k}"), &happening, &words, start));
    }
    let published = Date::constant(2014, 1, 1).saturating_add((day as i64).days());
    let coded = CodedReport {
        doc: format!("r{n}"),
        published: Some(published),
        extent: Extent::Whole,
        events: Vec::new(),
        ties: Vec::new(),
        toll: None,
        omissions: Vec::new(),
        diagnostics: Vec::new(),
    };
    (coded, events, text)
}

fn make_event(name: &str, happening: &Happening, words: &str, start: usize) -> Event {
    let quote = Quote { text: words.to_owned(), start, end: start + words.chars().count() };
    let day = Date::constant(2014, 1, 1).saturating_add((happening.day as i64).days());
    let town = happening.town;
    let actor = format!("actor-{}", happening.actor);
    Event {
        id: EventId(name.to_owned()),
        kind: happening.kind,
        trigger: Quote { text: happening.kind.as_str().to_owned(), start, end: start },
        evidence: vec![quote],
        initiators: vec![Party {
            name: actor.clone(),
            actor: Some(actor.clone()),
            mention: actor,
            start,
            end: start,
            basis: Default::default(),
            why: String::new(),
        }],
        recipients: Vec::new(),
        place: Some(Place {
            name: format!("Town{town}"),
            within: None,
            country: Some("XX".to_owned()),
            lat: Some(30.0 + (town % 141) as f64 * 0.05),
            lon: Some(35.0 + (town / 141) as f64 * 0.05),
            precision: PlacePrecision::Settlement,
            geometry: Geometry::Point,
            radius_km: None,
            mention: format!("Town{town}"),
            start,
            end: start,
            status: PlaceStatus::Resolved,
            code: None,
            candidates: Vec::new(),
            why: String::new(),
        }),
        when: When {
            start: Some(day),
            end: Some(day),
            precision: TimePrecision::Day,
            basis: TimeBasis::Stated,
            mention: None,
        },
        modality: Modality::Reported,
        phase: Phase::Occurred,
        casualties: Vec::new(),
        weapons: Vec::new(),
        attribution: Vec::new(),
        codes: happening.kind.codes(),
        frame: "made up".to_owned(),
        confidence: Confidence::default(),
    }
}
