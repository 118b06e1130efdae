//! Fits the choice of an event's place among its candidates on the building part of a folder of gold reports, and
//! checks it on the other part:
//!
//! `cargo run --release -p athir --example fit_choices -- GOLD eval/reports data/choices.toml`
//!
//! Penalty and threshold are chosen by cross-validation inside the building part. Only figures of the checking part
//! are looked at. The same reports give the same weights, byte for byte.
#![allow(clippy::print_stdout, clippy::disallowed_methods)] // it reads and writes files and prints figures

#[path = "../fit_confidence/reports.rs"]
mod reports;
mod softmax;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{env, fs};

use anyhow::{Context, bail};
use athir::eval::Part;
use athir::eval::gold::{Annotation, GoldEvent, GoldPlace, pair_events, same_place};
use athir::{Config, Pipeline};
use athir_coder::{Choice, Choices, Options, Traits};

use reports::Reports;
use softmax::{Sample, fit, hits, log_loss};

const PENALTIES: [f64; 6] = [0.25, 0.5, 1.0, 2.0, 4.0, 8.0];
const THRESHOLDS: [f64; 9] = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5];
const FOLDS: usize = 8;

fn main() -> anyhow::Result<()> {
    let paths: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [gold, own, output] = paths.as_slice() else { bail!("usage: fit_choices GOLD OWN OUTPUT") };
    let reports = Reports::read(gold, own)?;
    let pipeline = Pipeline::new(&Config::default())?;
    let mut places = Vec::new();
    let mut n_places = Values::default();
    for gold in &reports.all {
        let part = reports.part(&gold.gold.doc);
        n_places.add(part, gold.gold.events.iter().filter(|e| e.place.is_some()).count());
        let coded = pipeline.code(&gold.report);
        let mut partner_of: Vec<Option<usize>> = vec![None; coded.events.len()];
        for (g, s) in pair_events(&gold.gold, &Annotation::from(&coded)).into_iter().enumerate() {
            if let Some(s) = s {
                partner_of[s] = Some(g);
            }
        }
        let numbers: BTreeMap<&str, usize> =
            coded.events.iter().enumerate().map(|(n, e)| (e.id.0.as_str(), n)).collect();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for options in pipeline.options(&gold.report) {
            let times_seen = seen.entry(options.event.0.clone()).or_default();
            *times_seen += 1;
            let id = match *times_seen {
                1 => options.event.0.clone(),
                n => format!("{}-{n}", options.event.0),
            };
            let Some(&n) = numbers.get(id.as_str()) else { continue };
            let partner = partner_of[n].map(|g| &gold.gold.events[g]);
            places.push(place_sample(&coded.doc, part, &options, partner));
        }
    }
    let choices = Choices { place: fit_choice("place", &places, &n_places) };
    let toml = toml::to_string(&choices).context("weights are numbers by name")?;
    fs::write(output, format!("{HEAD}{toml}")).with_context(|| format!("cannot write {}", output.display()))
}

const HEAD: &str = "\
# What speaks for a place as that of an event, and how much (see crates/athir-coder/src/choice.rs).
# Written by the example fit_choices of crate athir, from reports that people have read; do not edit.

";

/// How many gold values the parts have.
#[derive(Default)]
struct Values {
    building: usize,
    checking: usize,
}

impl Values {
    fn add(&mut self, part: Part, n: usize) {
        match part {
            Part::Building => self.building += n,
            Part::Checking => self.checking += n,
        }
    }
}

fn place_sample(doc: &str, part: Part, options: &Options, gold: Option<&GoldEvent>) -> Sample {
    let right = |n: usize| {
        gold.is_some_and(|gold| match (&gold.place, &options.places[n].0) {
            (Some(a), Some(b)) => same_place(a, &GoldPlace::from(b)),
            (a, b) => a.is_none() && b.is_none(),
        })
    };
    sample(doc, part, options.places.iter().map(|(_, traits)| traits), right, |n| {
        options.places[n].0.is_some()
    })
}

fn sample<'a>(
    doc: &str,
    part: Part,
    candidates: impl Iterator<Item = &'a Traits>,
    right: impl Fn(usize) -> bool,
    is_value: impl Fn(usize) -> bool,
) -> Sample {
    let candidates: Vec<Traits> = candidates.cloned().collect();
    let n = candidates.len();
    Sample {
        doc: doc.to_owned(),
        part,
        candidates,
        right: (0..n).map(right).collect(),
        is_value: (0..n).map(is_value).collect(),
    }
}

/// Fits with the penalty and the threshold that do best on held-out reports, and prints how it does on both parts.
fn fit_choice(name: &str, samples: &[Sample], n_gold: &Values) -> Choice {
    let of_part = |part| -> Vec<&Sample> { samples.iter().filter(|s| s.part == part).collect() };
    let (building, checking) = (of_part(Part::Building), of_part(Part::Checking));
    let mut docs: Vec<&str> = building.iter().map(|s| s.doc.as_str()).collect();
    docs.dedup();
    let fold_of: BTreeMap<&str, usize> =
        docs.into_iter().enumerate().map(|(n, doc)| (doc, n % FOLDS)).collect();
    // For each penalty: the held-out loss and, for each threshold, the values chosen and right.
    let tried = PENALTIES.map(|penalty| {
        let mut loss = 0.0;
        let mut figures = THRESHOLDS.map(|_| (0, 0));
        for fold in 0..FOLDS {
            let (out, rest): (Vec<&Sample>, Vec<&Sample>) =
                building.iter().partition(|s| fold_of[s.doc.as_str()] == fold);
            let mut choice = Choice { at_least: 0.0, weights: fit(&rest, penalty) };
            loss += log_loss(&choice, &out);
            for (figure, at_least) in figures.iter_mut().zip(THRESHOLDS) {
                choice.at_least = at_least;
                let (chosen, right) = hits(&choice, &out);
                figure.0 += chosen;
                figure.1 += right;
            }
        }
        (loss / FOLDS as f64, figures)
    });
    let least = tried.iter().map(|(loss, _)| *loss).fold(f64::MAX, f64::min);
    // The strongest penalty that does about as well as the best.
    let best = (0..PENALTIES.len()).rfind(|&n| tried[n].0 <= least * 1.01).unwrap_or(0);
    let f1 =
        |(chosen, right): (usize, usize), gold: usize| 2.0 * right as f64 / (chosen + gold).max(1) as f64;
    let held_out = tried[best].1.map(|figure| f1(figure, n_gold.building));
    let at = (0..THRESHOLDS.len())
        .max_by(|&a, &b| held_out[a].total_cmp(&held_out[b]).then(b.cmp(&a)))
        .unwrap_or(0);
    let choice = Choice { at_least: THRESHOLDS[at], weights: fit(&building, PENALTIES[best]) };
    println!(
        "{name}: penalty {}, at least {}, {} weights; F1 held out in building {:.3}, building {:.3}, checking {:.3}; \
         log loss {:.3} held out, {:.3} checking",
        PENALTIES[best],
        THRESHOLDS[at],
        choice.weights.len(),
        held_out[at],
        f1(hits(&choice, &building), n_gold.building),
        f1(hits(&choice, &checking), n_gold.checking),
        tried[best].0,
        log_loss(&choice, &checking),
    );
    choice
}
