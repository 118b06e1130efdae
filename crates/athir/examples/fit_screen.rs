//! Fits the screen, which decides what of a stream of news is parsed:
//!
//! `cargo run --release -p athir --example fit_screen -- CONFLICT GENERAL data data/screen.toml`
//!
//! CONFLICT and GENERAL are folders of reports (`.txt`) on armed conflict and on everything, of which only the building
//! parts are read; `data` is the folder whose frames and word lists give the words that may have a weight. A sentence
//! of CONFLICT in which athir codes an event is to be told from all sentences of GENERAL. Both kinds weigh the same.
//! The bounds are set by cross-validation, so that few events are lost with the reports that are not read, and few
//! sentences with events in those that are read in part.
#![allow(clippy::print_stderr, clippy::disallowed_methods)] // it reads and writes files and tells how it goes

#[path = "fit_confidence/logistic.rs"]
#[allow(dead_code, reason = "only the fitting is used here")]
mod logistic;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, bail};
use athir::eval::Part;
use athir::{Config, Pipeline, Report};
use athir_coder::{Logistic, screen_signs, screen_stem};

use logistic::{Sample, fit};

/// Keeps the weights of two thousand words from learning reports by heart; set by cross-validation.
const PENALTY: f64 = 10.0;
/// A sign that fewer sentences have gets no weight.
const AT_LEAST: usize = 3;
const FOLDS: usize = 5;
/// The share of events that may be lost with reports that are not read.
const LOST_UNREAD: f64 = 0.004;
/// The share of events in reports that are not read whole.
const NOT_WHOLE: f64 = 0.03;
/// The share of sentences with events that are left out where a report is read in part.
const LOST_IN_PART: f64 = 0.05;

struct Text {
    name: String,
    sentences: Vec<Sentence>,
}

struct Sentence {
    signs: Vec<String>,
    n_events: usize,
}

fn main() -> anyhow::Result<()> {
    let paths: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [conflict, general, data, output] = paths.as_slice() else {
        bail!("usage: fit_screen CONFLICT GENERAL DATA OUTPUT");
    };
    let pipeline = Pipeline::new(&Config::default())?;
    let conflict = read(conflict, Some(&pipeline))?;
    let general = read(general, None)?;
    let words = known_stems(data)?;
    eprintln!(
        "{} reports on conflict, {} of all kinds, {} words",
        conflict.len(),
        general.len(),
        words.len()
    );
    let samples = |texts: &[Text], is_conflict: bool| -> Vec<Sample> {
        let worth = |s: &&Sentence| !is_conflict || s.n_events > 0;
        let sentences = texts.iter().flat_map(|t| t.sentences.iter().filter(worth).map(|s| (&t.name, s)));
        let sentences: Vec<_> = sentences.collect();
        let weight = 1e4 / sentences.len().max(1) as f64;
        let sample = |(name, sentence): (&String, &Sentence)| Sample {
            part: Part::of(name),
            doc: name.clone(),
            features: sentence
                .signs
                .iter()
                .filter(|s| s.starts_with('#') || words.contains(*s))
                .cloned()
                .collect(),
            right: if is_conflict { weight } else { 0.0 },
            all: weight,
        };
        sentences.into_iter().map(sample).collect()
    };
    let samples: Vec<Sample> = samples(&conflict, true).into_iter().chain(samples(&general, false)).collect();
    let all: Vec<&Sample> = samples.iter().collect();
    let model = fit(&all, PENALTY, AT_LEAST);
    let bounds = bounds(&conflict, &samples);
    fs::write(output, to_toml(&model, bounds)).with_context(|| format!("cannot write {}", output.display()))
}

/// The reports of a folder's building part, with the events of each sentence where a pipeline is given.
fn read(folder: &Path, pipeline: Option<&Pipeline>) -> anyhow::Result<Vec<Text>> {
    let cannot_read = || format!("cannot read {}", folder.display());
    let entries = fs::read_dir(folder).with_context(cannot_read)?.collect::<Result<Vec<_>, _>>()?;
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let mut reports = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if Part::of(&name) == Part::Building {
            let text =
                fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            reports.push(Report::new(name, text));
        }
    }
    let jobs = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let coded = pipeline.map(|pipeline| pipeline.code_all(&reports, jobs)).unwrap_or_default();
    let text = |(n, report): (usize, Report)| {
        let bytes: Vec<usize> = report.text.char_indices().map(|(byte, _)| byte).collect();
        let events = coded.get(n).into_iter().flat_map(|coded| &coded.events);
        let triggers: Vec<usize> =
            events.filter_map(|event| bytes.get(event.trigger.start).copied()).collect();
        let sentences = screen_signs(&report.text).into_iter().map(|(span, signs)| Sentence {
            signs,
            n_events: triggers.iter().filter(|&&byte| span.range().contains(&byte)).count(),
        });
        Text { name: report.name, sentences: sentences.collect() }
    };
    Ok(reports.into_iter().enumerate().map(text).collect())
}

/// The stems of all words in the arrays of the knowledge files.
fn known_stems(data: &Path) -> anyhow::Result<BTreeSet<String>> {
    let mut paths = vec![data.join("lexicon.toml"), data.join("parties.toml")];
    let frames = data.join("frames");
    for entry in fs::read_dir(&frames).with_context(|| format!("cannot read {}", frames.display()))? {
        paths.push(entry?.path());
    }
    let mut stems = BTreeSet::new();
    for path in paths {
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let table: toml::Table = text.parse().with_context(|| format!("{} is not TOML", path.display()))?;
        collect(&toml::Value::Table(table), &mut stems);
    }
    Ok(stems)
}

fn collect(value: &toml::Value, stems: &mut BTreeSet<String>) {
    match value {
        toml::Value::String(words) => {
            stems
                .extend(words.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).map(screen_stem));
        }
        toml::Value::Array(values) => values.iter().for_each(|value| collect(value, stems)),
        toml::Value::Table(table) => {
            // Sentences that show what a frame reads are no knowledge of words.
            let known = table.iter().filter(|(key, _)| !matches!(key.as_str(), "positive" | "negative"));
            known.for_each(|(_, value)| collect(value, stems));
        }
        _ => {}
    }
}

/// The log-odds below which reports are not read, above which they are read whole, and below which their sentences are
/// left out, by models that were not fitted on the reports they judge.
fn bounds(conflict: &[Text], samples: &[Sample]) -> [f64; 3] {
    let mut reports: Vec<(f64, usize)> = Vec::new();
    let mut sentences: Vec<(f64, usize)> = Vec::new();
    for fold in 0..FOLDS {
        let out: BTreeSet<&str> = conflict
            .iter()
            .enumerate()
            .filter(|(n, _)| n % FOLDS == fold)
            .map(|(_, t)| t.name.as_str())
            .collect();
        let rest: Vec<&Sample> = samples.iter().filter(|s| !out.contains(s.doc.as_str())).collect();
        let model = fit(&rest, PENALTY, AT_LEAST);
        for text in conflict.iter().filter(|t| out.contains(t.name.as_str())) {
            let mut worths: Vec<f64> = Vec::new();
            for sentence in &text.sentences {
                let worth = log_odds(&model, sentence);
                worths.push(worth);
                sentences.push((worth, sentence.n_events));
            }
            worths.sort_by(|a, b| b.total_cmp(a));
            let best = &worths[..worths.len().min(2)];
            let n_events = text.sentences.iter().map(|s| s.n_events).sum();
            reports.push((best.iter().sum::<f64>() / best.len().max(1) as f64, n_events));
        }
    }
    [
        quantile(&mut reports, LOST_UNREAD),
        quantile(&mut reports, NOT_WHOLE),
        quantile(&mut sentences, LOST_IN_PART),
    ]
}

fn log_odds(model: &Logistic, sentence: &Sentence) -> f64 {
    model.intercept + sentence.signs.iter().filter_map(|sign| model.weights.get(sign)).sum::<f64>()
}

/// The worth below which at most a share of the events lies.
fn quantile(worths: &mut [(f64, usize)], share: f64) -> f64 {
    worths.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all: usize = worths.iter().map(|(_, n)| n).sum();
    let mut below = 0;
    for &(worth, n_events) in worths.iter() {
        below += n_events;
        if below as f64 > share * all as f64 {
            return (worth * 100.0).floor() / 100.0;
        }
    }
    0.0
}

fn to_toml(model: &Logistic, [report, whole, sentence]: [f64; 3]) -> String {
    let mut text = String::from(
        "# How much each word adds to the log-odds that a sentence tells of armed conflict; words are known by stems.\n\
         # Written by the example fit_screen of crate athir; do not edit.\n\n",
    );
    let _ = writeln!(text, "intercept = {:.3}\n", model.intercept);
    let _ = writeln!(
        text,
        "[bounds]\nreport = {report:.2}\nwhole = {whole:.2}\nsentence = {sentence:.2}\n\n[weights]"
    );
    let weights: BTreeMap<&String, f64> =
        model.weights.iter().map(|(sign, &weight)| (sign, (weight * 100.0).round() / 100.0)).collect();
    for (sign, weight) in weights.into_iter().filter(|(_, weight)| weight.abs() >= 0.05) {
        let _ = writeln!(text, "{} = {weight:.2}", toml::Value::String(sign.clone()));
    }
    text
}
