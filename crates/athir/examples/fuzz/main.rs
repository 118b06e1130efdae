//! Feeds random and mutated reports to everything between text and page, and writes down what goes wrong.
//!
//! ```text
//! cargo run --release -p athir --example fuzz -- --minutes 10 --seed 1 --out target/fuzz
//! cargo run --release -p athir --example fuzz -- --replay FILE...
//! cargo run --release -p athir --example fuzz -- --scale
//! ```
//!
//! An input goes through parsing, coding with and without a publication date, all writers and views. It is a
//! finding when something panics, when the output breaks a promise of the records (quotes that their offsets
//! slice, tokens that rejoin to the text, times and counts in order, the same output twice), when it takes
//! more than [`SLOW`] times the usual time a byte, or when it ends the program. Inputs that make the coder do
//! something new are kept and mutated further. The same seed makes the same inputs. `--scale` repeats units of
//! many kinds more and more often, to find times that grow faster than the text.
#![allow(clippy::print_stdout, clippy::disallowed_methods)] // it prints, times and reads files

mod check;
mod findings;
mod make;
mod random;
mod scale;
mod words;

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{fs, process, thread};

use athir::{Config, Pipeline};
use jiff::civil::{Date, date};

use check::{Input, check, cpu_time, keep_panics};
use findings::Findings;
use make::make;
use random::Random;
use words::Words;

/// How many times the usual time a byte is too slow.
const SLOW: f64 = 50.0;
/// Times below this are no finding: they are mostly what a call costs at all.
const NOTICED: Duration = Duration::from_millis(100);
/// An input that takes longer than this ends the program.
const HUNG: Duration = Duration::from_secs(180);
/// Inputs that did something new, of which the oldest make room.
const KEPT: usize = 4_000;
const STAGES: [&str; 3] = ["parse", "code", "write"];

struct Arguments {
    minutes: f64,
    seed: u64,
    data: PathBuf,
    corpus: Vec<PathBuf>,
    out: PathBuf,
    replay: Vec<PathBuf>,
    published: Option<Date>,
    scale: bool,
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let out = PathBuf::from("target/fuzz");
    let mut arguments = Arguments {
        minutes: 1.0,
        seed: 1,
        data,
        corpus: Vec::new(),
        out,
        replay: Vec::new(),
        published: None,
        scale: false,
    };
    let mut args = std::env::args().skip(1);
    while let Some(name) = args.next() {
        let mut value = || args.next().ok_or(format!("{name} needs a value"));
        match name.as_str() {
            "--minutes" => arguments.minutes = value()?.parse()?,
            "--seed" => arguments.seed = value()?.parse()?,
            "--data" => arguments.data = value()?.into(),
            "--corpus" => arguments.corpus.push(value()?.into()),
            "--out" => arguments.out = value()?.into(),
            "--published" => arguments.published = Some(value()?.parse()?),
            "--scale" => arguments.scale = true,
            "--replay" => arguments.replay = args.by_ref().map(PathBuf::from).collect(),
            _ => return Err(format!("unknown argument {name}").into()),
        }
    }
    Ok(arguments)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = arguments()?;
    keep_panics();
    let pipeline = Pipeline::new(&Config::default())?;
    if !arguments.replay.is_empty() {
        return replay(&pipeline, &arguments);
    }
    let words = Words::read(&arguments.data, &arguments.corpus)?;
    if arguments.scale {
        return match scale::scale(&pipeline, &words, arguments.seed) {
            0 => Ok(()),
            n => Err(format!("{n} units whose times grow faster than the text").into()),
        };
    }
    let usual = usual_times(&pipeline, &words)?;
    println!("seed {}; nanoseconds a byte on the reports: {usual:.0?}", arguments.seed);

    let mut findings = Findings::new(&arguments.out)?;
    let current = arguments.out.join(format!("current-{}.txt", arguments.seed));
    let begun = Arc::new(AtomicU64::new(0));
    let start = Instant::now();
    watch(start, &begun, &current);

    let mut random = Random::new(arguments.seed);
    let mut found: Vec<String> = Vec::new();
    let mut marks = BTreeSet::new();
    let (mut n_inputs, mut n_bytes, mut n_events) = (0_u64, 0_u64, 0_u64);
    let mut told = Instant::now();
    while start.elapsed().as_secs_f64() < arguments.minutes * 60.0 {
        let text = make(&mut random, &words, &found);
        let input = Input { text, published: publication(&mut random) };
        fs::write(&current, format!("{:?}\n{}", input.published, input.text))?;
        begun.store(start.elapsed().as_millis() as u64, Ordering::Relaxed);
        n_inputs += 1;
        n_bytes += input.text.len() as u64;
        match check(&pipeline, &input) {
            Err(fault) => {
                begun.store(u64::MAX, Ordering::Relaxed);
                let same = |other: &Input| check(&pipeline, other).is_err_and(|f| f == fault);
                findings.add(&fault, arguments.seed, &input, same)?;
            }
            Ok(outcome) => {
                n_events += outcome.n_events as u64;
                begun.store(u64::MAX, Ordering::Relaxed);
                for (stage, name) in STAGES.iter().enumerate() {
                    let slow = |other: &Input| {
                        check(&pipeline, other).is_ok_and(|o| is_slow(o.times[stage], usual[stage], other))
                    };
                    if is_slow(outcome.times[stage], usual[stage], &input) && slow(&input) {
                        let fault = format!("slow: {name} takes over {SLOW} times the usual time a byte");
                        findings.add(&fault, arguments.seed, &input, |_| false)?;
                    }
                }
                let n_marks = marks.len();
                marks.extend(outcome.marks);
                if marks.len() > n_marks && input.text.len() < 6_000 {
                    if found.len() == KEPT {
                        found.remove(0);
                    }
                    found.push(input.text);
                }
            }
        }
        if told.elapsed() > Duration::from_secs(60) {
            told = Instant::now();
            tell(start, n_inputs, n_bytes, n_events, marks.len(), &findings);
        }
    }
    tell(start, n_inputs, n_bytes, n_events, marks.len(), &findings);
    for (fault, count) in findings.counts() {
        println!("{count:8}  {fault}");
    }
    fs::remove_file(&current)?;
    Ok(())
}

fn tell(start: Instant, n_inputs: u64, n_bytes: u64, n_events: u64, n_marks: usize, findings: &Findings) {
    println!(
        "{:6.1} min  {:.1} CPU min  {n_inputs} inputs  {n_bytes} bytes  {n_events} events  {n_marks} marks  {} faults ({} inputs)",
        start.elapsed().as_secs_f64() / 60.0,
        cpu_time().as_secs_f64() / 60.0,
        findings.counts().len(),
        findings.counts().values().sum::<u64>(),
    );
}

/// Checks given files, with the publication date given.
fn replay(pipeline: &Pipeline, arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let mut n_faults = 0;
    for path in &arguments.replay {
        let text = String::from_utf8_lossy(&fs::read(path)?).into_owned();
        let (n_bytes, published) = (text.len(), arguments.published);
        match check(pipeline, &Input { text, published }) {
            Ok(o) => println!("{}: {n_bytes} bytes, {} events, {:.1?}", path.display(), o.n_events, o.times),
            Err(fault) => {
                n_faults += 1;
                println!("{}: {fault}", path.display());
            }
        }
    }
    if n_faults > 0 { Err(format!("{n_faults} faults").into()) } else { Ok(()) }
}

/// The nanoseconds a byte that each stage takes for the reports.
fn usual_times(pipeline: &Pipeline, words: &Words) -> Result<[f64; 3], Box<dyn Error>> {
    let mut times = [Duration::ZERO; 3];
    let mut n_bytes = 0;
    for text in &words.reports {
        let input = Input { text: text.clone(), published: Some(date(2017, 7, 20)) };
        let outcome = check(pipeline, &input)?;
        n_bytes += text.len();
        times.iter_mut().zip(outcome.times).for_each(|(sum, time)| *sum += time);
    }
    Ok(times.map(|time| time.as_nanos() as f64 / n_bytes.max(1) as f64))
}

fn is_slow(time: Duration, usual: f64, input: &Input) -> bool {
    time > NOTICED && time.as_nanos() as f64 > SLOW * usual * input.text.len() as f64
}

fn publication(random: &mut Random) -> Option<Date> {
    match random.below(10) {
        0..2 => None,
        2 => Some(Date::MIN),
        3 => Some(Date::MAX),
        4 => Some(date(2016, 2, 29)),
        5 => Some(date(2018, 1, 1)),
        _ => {
            let (year, month) = (random.between(1_900, 2_100) as i16, random.between(1, 12) as i8);
            Date::new(year, month, random.between(1, 28) as i8).ok()
        }
    }
}

/// Ends the program when one input takes too long; the input stays in the file `current`.
fn watch(start: Instant, begun: &Arc<AtomicU64>, current: &Path) {
    let (begun, current) = (Arc::clone(begun), current.to_owned());
    thread::spawn(move || {
        loop {
            thread::sleep(Duration::from_secs(1));
            let begun = begun.load(Ordering::Relaxed);
            if begun != u64::MAX && start.elapsed() > Duration::from_millis(begun) + HUNG {
                println!("hung: {} took over {HUNG:?}", current.display());
                process::exit(3);
            }
        }
    });
}
