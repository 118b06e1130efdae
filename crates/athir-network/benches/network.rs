//! How fast a network is built from events and asked.

use athir_model::{
    Confidence, Event, EventId, EventKind, Modality, Party, Phase, Quote, ReportId, TimeBasis, TimePrecision,
    When,
};
use athir_network::{Coding, Network, Signed, balance, centralities, fragmentation};
use jiff::civil::{Date, date};

fn main() {
    divan::main();
}

/// A generator of numbers that is the same on every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

fn quote(words: &str) -> Quote {
    Quote { text: words.to_owned(), start: 0, end: words.chars().count() }
}

fn party(n: u64) -> Party {
    let name = format!("Group {n}");
    Party {
        actor: Some(format!("G{n:04}")),
        mention: name.clone(),
        start: 0,
        end: name.len(),
        basis: Default::default(),
        why: String::new(),
        name,
    }
}

/// Events between 2,000 groups over ten years, a few of them in most.
fn events(n: usize) -> impl Iterator<Item = Event> {
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let first: Date = date(2012, 1, 1);
    const KINDS: [EventKind; 8] = [
        EventKind::Clash,
        EventKind::Attack,
        EventKind::AirStrike,
        EventKind::Ceasefire,
        EventKind::Alliance,
        EventKind::Defection,
        EventKind::Joining,
        EventKind::Accusation,
    ];
    (0..n).map(move |i| {
        let day = first.saturating_add(jiff::Span::new().days(numbers.below(3650) as i64));
        let most = if numbers.below(2) == 0 { 60 } else { 2000 };
        let (a, b) = (numbers.below(most), numbers.below(most));
        Event {
            id: EventId(format!("e{i}")),
            kind: KINDS[numbers.below(KINDS.len() as u64) as usize],
            evidence: vec![quote("fighters of one side clashed with those of the other near the river")],
            trigger: quote("clashed"),
            initiators: vec![party(a)],
            recipients: vec![party(b)],
            place: None,
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
            codes: Default::default(),
            frame: String::new(),
            confidence: Confidence::default(),
        }
    })
}

/// A network of reports with five events each, made one after another so that its memory is its own.
fn network(n_events: usize) -> Network {
    let mut network = Network::new();
    let mut all = events(n_events);
    for n in 0..n_events / 5 {
        let report = ReportId(format!("{n:016x}"));
        let events: Vec<Event> = all.by_ref().take(5).collect();
        network.add(Coding {
            report: &report,
            published: Some(date(2022, 1, 1)),
            events: &events,
            ties: &[],
        });
    }
    network.bonds();
    network
}

#[divan::bench(args = [10_000, 100_000, 1_000_000], sample_count = 1, sample_size = 1)]
fn building(bencher: divan::Bencher<'_, '_>, n: usize) {
    bencher.counter(divan::counter::ItemsCount::new(n)).bench_local(|| network(n));
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn one_more_report(bencher: divan::Bencher<'_, '_>) {
    let mut network = network(100_000);
    let events: Vec<Event> = events(5).collect();
    let mut n = 0_usize;
    bencher.bench_local(|| {
        n += 1;
        let report = ReportId(format!("more {n}"));
        network.add(Coding { report: &report, published: None, events: &events, ties: &[] });
        network.bonds().len()
    });
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn measures(bencher: divan::Bencher<'_, '_>) {
    let mut network = network(100_000);
    let bonds = network.bonds();
    bencher.bench_local(|| {
        let signed = Signed::at(&bonds, date(2020, 6, 1));
        (balance(&signed), fragmentation(&signed), centralities(&signed).len())
    });
}
