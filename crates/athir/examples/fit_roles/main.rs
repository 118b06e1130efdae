//! Fits the models that fill the open sides of events, on the building part of a folder of gold reports:
//!
//! `cargo run --release -p athir --example fit_roles -- GOLD eval/reports data/roles.toml`
//!
//! A sample is a party that is mentioned near an event with an open side; it is right if the gold event that is the
//! event's partner has it on that side. The strength of the penalty is chosen by cross-validation inside the building
//! part. It prints how many parties the models add above some thresholds, and how many of these are right, in held-out
//! folds of the building part and in the checking part, of which only these figures are looked at. The same reports
//! give the same weights, byte for byte.
#![allow(clippy::print_stdout, clippy::disallowed_methods)] // it reads and writes files and prints a table

#[path = "../fit_confidence/logistic.rs"]
#[allow(dead_code)] // its log loss is for the other example
mod logistic;
#[path = "../fit_confidence/reports.rs"]
mod reports;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{env, fs};

use anyhow::{Context, bail};
use athir::eval::Part;
use athir::eval::gold::{Annotation, GoldEvent, GoldParty, partners, same_party};
use athir::{Config, Pipeline};
use athir_coder::{Coder, Logistic, OpenSide, Role};
use athir_model::{CodedReport, Direction, Extent};

use logistic::{Sample, fit};
use reports::Reports;

/// A feature that holds less often than this says too little to get a weight.
const AT_LEAST: usize = 4;
const PENALTIES: [f64; 6] = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0];
const FOLDS: usize = 5;

fn main() -> anyhow::Result<()> {
    let paths: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [gold, own, output] = paths.as_slice() else { bail!("usage: fit_roles GOLD OWN OUTPUT") };
    let reports = Reports::read(gold, own)?;
    let pipeline = Pipeline::new(&Config::default())?;
    let coder = Coder::builtin();
    let mut samples: BTreeMap<Role, Vec<Sample>> = BTreeMap::new();
    for gold in &reports.all {
        let report = &gold.report;
        let part = reports.part(&report.name);
        let doc = pipeline.parse(&report.text);
        let (events, open) = coder.open_sides(&doc, &report.name, report.published);
        let coded = CodedReport {
            doc: report.name.clone(),
            published: report.published,
            extent: Extent::Whole,
            events,
            ties: Vec::new(),
            toll: None,
            omissions: Vec::new(),
            diagnostics: Vec::new(),
        };
        let system = Annotation::from(&coded);
        let of_gold = partners(&gold.gold, &system);
        for side in open {
            let event = &system.events[side.event];
            let partner = of_gold[side.event].map(|n| &gold.gold.events[n]);
            let missing = partner.map(|g| missing(g, event, side.role)).unwrap_or_default();
            samples.entry(side.role).or_default().extend(samples_of(&report.name, part, side, &missing));
        }
    }
    let mut models: BTreeMap<&str, Logistic> = BTreeMap::new();
    println!("| side | part | open parties | added at .3 | right | at .5 | right | at .7 | right |");
    println!("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (role, samples) in &samples {
        let name = match role {
            Role::Initiator => "initiator",
            Role::Recipient => "recipient",
            Role::Either => "either",
        };
        let building = of_part(samples, Part::Building);
        let penalty = best_penalty(&building);
        let model = fit(&building, penalty, AT_LEAST);
        print_row(name, "building", &held_out(&building, penalty));
        let checking = of_part(samples, Part::Checking);
        print_row(
            name,
            "checking",
            &checking.iter().map(|s| (model.probability(&s.features), *s)).collect::<Vec<_>>(),
        );
        models.insert(name, model);
    }
    let toml = toml::to_string(&models).context("weights are numbers by name")?;
    fs::write(output, format!("{HEAD}{toml}")).with_context(|| format!("cannot write {}", output.display()))
}

const HEAD: &str = "\
# How much each property of a party that is mentioned near an event adds to the log-odds that it stands on the side
# which the event's own words leave open. Written by the example fit_roles of crate athir, from reports that people
# have read; do not edit.

";

/// The parties of the gold event's side that the system's event lacks.
fn missing<'g>(gold: &'g GoldEvent, system: &GoldEvent, role: Role) -> Vec<&'g GoldParty> {
    let both = gold.kind.direction() == Direction::Mutual || role == Role::Either;
    let side = |event: &'g GoldEvent| -> Vec<&'g GoldParty> {
        match role {
            _ if both => event.initiators.iter().chain(&event.recipients).collect(),
            Role::Initiator => event.initiators.iter().collect(),
            _ => event.recipients.iter().collect(),
        }
    };
    let named: Vec<&GoldParty> = system.initiators.iter().chain(&system.recipients).collect();
    side(gold).into_iter().filter(|g| !both || !named.iter().any(|s| same_party(g, s))).collect()
}

fn samples_of(doc: &str, part: Part, side: OpenSide, missing: &[&GoldParty]) -> Vec<Sample> {
    let sample = |(party, features): (athir_model::Party, Vec<String>)| {
        let party = GoldParty { name: party.name, mention: party.mention, basis: None };
        let right = missing.iter().any(|g| same_party(g, &party));
        Sample { doc: doc.to_owned(), part, features, right: f64::from(u8::from(right)), all: 1.0 }
    };
    side.candidates.into_iter().map(sample).collect()
}

fn of_part(samples: &[Sample], part: Part) -> Vec<&Sample> {
    samples.iter().filter(|sample| sample.part == part).collect()
}

/// Each sample with its probability by a model that was fitted without its report's fold.
fn held_out<'s>(samples: &[&'s Sample], penalty: f64) -> Vec<(f64, &'s Sample)> {
    let mut docs: Vec<&str> = samples.iter().map(|s| s.doc.as_str()).collect();
    docs.dedup();
    let fold_of: BTreeMap<&str, usize> =
        docs.into_iter().enumerate().map(|(n, doc)| (doc, n % FOLDS)).collect();
    let folds = (0..FOLDS).flat_map(|fold| {
        let (out, rest): (Vec<&Sample>, Vec<&Sample>) =
            samples.iter().partition(|s| fold_of[s.doc.as_str()] == fold);
        let model = fit(&rest, penalty, AT_LEAST);
        out.into_iter().map(move |s| (model.probability(&s.features), s)).collect::<Vec<_>>()
    });
    folds.collect()
}

fn best_penalty(samples: &[&Sample]) -> f64 {
    let loss = |penalty: f64| -> f64 {
        let each = held_out(samples, penalty);
        each.iter().map(|(p, s)| -(if s.right > 0.0 { *p } else { 1.0 - p }).max(1e-6).ln()).sum()
    };
    let losses = PENALTIES.map(loss);
    let best = (0..PENALTIES.len()).min_by(|&a, &b| losses[a].total_cmp(&losses[b])).unwrap_or(0);
    PENALTIES[best]
}

fn print_row(name: &str, part: &str, judged: &[(f64, &Sample)]) {
    let cells = [0.3, 0.5, 0.7].map(|threshold| {
        let added = judged.iter().filter(|(p, _)| *p >= threshold);
        let (n, right) = added.fold((0, 0.0), |(n, right), (_, s)| (n + 1, right + s.right));
        format!("{n} | {right}")
    });
    let open: f64 = judged.iter().map(|(_, s)| s.right).sum();
    println!("| {name} | {part} | {open} | {} |", cells.join(" | "));
}
