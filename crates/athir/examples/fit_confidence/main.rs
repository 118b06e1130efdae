//! Fits the confidence models on the building part of a folder of gold reports and checks them on the other part:
//!
//! `cargo run --release -p athir --example fit_confidence -- GOLD eval/reports data/confidence.toml > eval/confidence.md`
//!
//! The strength of the penalty is chosen by cross-validation inside the building part. Only figures of the
//! checking part are looked at. The same reports give the same weights, byte for byte.
#![allow(clippy::print_stdout, clippy::disallowed_methods)] // it reads and writes files and prints a page

mod logistic;
mod page;
mod reports;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::{env, fs};

use anyhow::{Context, bail};
use athir::eval::Part;
use athir::eval::gold::{Annotation, Figure, Judgement, judge};
use athir::{Config, Pipeline, Report};
use athir_coder::{Judged, Logistic, features};

use logistic::{Sample, fit, log_loss};
use reports::Reports;

/// A feature that holds less often than this says too little to get a weight.
const AT_LEAST: usize = 4;
const PENALTIES: [f64; 6] = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0];
const FOLDS: usize = 5;

fn main() -> anyhow::Result<()> {
    let paths: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [gold, own, output] = paths.as_slice() else { bail!("usage: fit_confidence GOLD OWN OUTPUT") };
    let reports = Reports::read(gold, own)?;
    let texts: Vec<Report> = reports.all.iter().map(|g| g.report.clone()).collect();
    let coded = Pipeline::new(&Config::default())?.code_all(&texts, NonZeroUsize::MIN);
    let mut samples: BTreeMap<Judged, Vec<Sample>> = BTreeMap::new();
    let mut n_gold = BTreeMap::from([("building", 0), ("checking", 0)]);
    for (gold, coded) in reports.all.iter().zip(&coded) {
        let part = reports.part(&coded.doc);
        *n_gold.entry(part.as_str()).or_default() += gold.gold.events.len();
        for (event, judgement) in coded.events.iter().zip(judge(&gold.gold, &Annotation::from(coded))) {
            for judged in Judged::ALL {
                let figure = figure(&judgement, judged);
                if figure.system > 0 {
                    samples.entry(judged).or_default().push(Sample {
                        doc: coded.doc.clone(),
                        part,
                        features: features(event, judged),
                        right: figure.hit as f64,
                        all: figure.system as f64,
                    });
                }
            }
        }
    }
    let mut models: BTreeMap<Judged, Logistic> = BTreeMap::new();
    for (&judged, samples) in &samples {
        models.insert(judged, fit_with_best_penalty(&of_part(samples, Part::Building)));
    }
    let toml = toml::to_string(&models).context("weights are numbers by name")?;
    fs::write(output, format!("{HEAD}{toml}"))
        .with_context(|| format!("cannot write {}", output.display()))?;
    page::print(&models, &samples, &n_gold);
    Ok(())
}

const HEAD: &str = "\
# How much each property of an event adds to the log-odds that it, or a value of it, is right.
# Written by the example fit_confidence of crate athir, from reports that people have read; do not edit.

";

fn figure(judgement: &Judgement, judged: Judged) -> Figure {
    match judged {
        Judged::Event => Figure { hit: judgement.event.into(), gold: 1, system: 1 },
        Judged::Initiators => judgement.initiators,
        Judged::Recipients => judgement.recipients,
        Judged::Place => judgement.place,
        Judged::Time => judgement.time,
        Judged::Casualties => judgement.casualties,
    }
}

pub(crate) fn of_part(samples: &[Sample], part: Part) -> Vec<&Sample> {
    samples.iter().filter(|sample| sample.part == part).collect()
}

/// Fits on all samples with the penalty that predicts held-out reports best.
fn fit_with_best_penalty(samples: &[&Sample]) -> Logistic {
    let mut docs: Vec<&str> = samples.iter().map(|s| s.doc.as_str()).collect();
    docs.dedup();
    let fold_of: BTreeMap<&str, usize> =
        docs.into_iter().enumerate().map(|(n, doc)| (doc, n % FOLDS)).collect();
    let held_out_loss = |penalty: f64| -> f64 {
        (0..FOLDS)
            .map(|fold| {
                let (out, rest): (Vec<&Sample>, Vec<&Sample>) =
                    samples.iter().partition(|s| fold_of[s.doc.as_str()] == fold);
                log_loss(&fit(&rest, penalty, AT_LEAST), &out)
            })
            .sum()
    };
    let losses = PENALTIES.map(held_out_loss);
    let best = (0..PENALTIES.len()).min_by(|&a, &b| losses[a].total_cmp(&losses[b])).unwrap_or(0);
    fit(samples, PENALTIES[best], AT_LEAST)
}
