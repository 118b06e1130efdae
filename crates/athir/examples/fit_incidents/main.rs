//! Makes the table of word rarities and fits the weights by which events of different reports are taken for one
//! happening, on the building parts of the boards `incidents` and `links`:
//!
//! ```text
//! fit_incidents words DOCS GOLD                      > data/incident/words.toml
//! fit_incidents happenings DOCS INCIDENTS [CODED]    > data/incident/happenings.toml
//! fit_incidents events GOLD OTHER [OWN…]             > data/incident/events.toml
//! ```
//!
//! `DOCS`, `INCIDENTS` and `GOLD` are what `athir eval incidents` and `athir eval links` take. `OTHER` is a folder of
//! reports on other happenings than those of `GOLD`, such as `data/demo`: its pairs with them teach what chance alone
//! makes alike. `OWN` are folders of more gold reports, such as `eval/reports`, all of which may be learnt from. `CODED`
//! is what `athir code --format jsonl` makes of the texts of `DOCS`, which `fit_incidents texts DOCS FOLDER` writes as
//! files, so that they need not be coded again.
//!
//! The table comes first, since the weights depend on it and all are compiled in. Penalties and thresholds are chosen
//! on the building parts; of the checking parts only figures are printed. The same reports give the same files, byte
//! for byte.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)] // it reads files and prints

mod logistic;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, bail};
use athir::eval::gold::read_gold;
use athir::eval::{
    Happening, IncidentRecord, LinkReport, Links, Part, happening_profiles, happenings, incidents,
    link_partners, link_profiles, link_reports, links, read_records,
};
use athir::{CodedReport, Config, Pipeline, ReadSettings, RegistryLineage, Report};
use athir_incident::{Merger, Model, ModelFile, Profile, Telling, Trait, Traits, main_event};

use logistic::{ANY, Bounds, Sample, fit};

/// How much more a pair of events counts that is one happening.
const POSITIVE: f64 = 1.5;
/// How much more a pair of the coder's events counts than one of the readers': those are what is to be sorted.
const CODED: f64 = 2.0;
/// How much a pair counts that cannot be one happening since its reports are from different collections.
const STRANGERS: f64 = 0.1;
/// Less likely pairs of strangers by the prior teach nothing.
const STRANGE: f32 = 0.005;
/// How many batches of own reports are left out at once.
const TOGETHER: usize = 5;
/// What is as likely as not is the border; the others are printed to show how much hangs on it.
const THRESHOLD: f64 = 0.5;
const THRESHOLDS: [f64; 5] = [0.35, 0.4, 0.45, 0.5, 0.55];
const PENALTIES: [f64; 3] = [1.0, 3.0, 10.0];

fn main() -> anyhow::Result<()> {
    let args: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let what = args.first().and_then(|arg| arg.to_str()).unwrap_or_default();
    match (what, &args[1.min(args.len())..]) {
        ("words", [docs, gold]) => words::print(docs, gold),
        ("texts", [docs, folder]) => write_texts(docs, folder),
        ("happenings", [docs, incidents, rest @ ..]) if rest.len() <= 1 => {
            print_happenings(docs, incidents, rest.first().map(PathBuf::as_path))
        }
        ("events", [gold, other, own @ ..]) => print_events(gold, other, own),
        _ => bail!("usage: fit_incidents words|texts|happenings|events FILES"),
    }
}

/// Writes the texts of the benchmark as files, with their dates in a manifest.
fn write_texts(docs: &Path, folder: &Path) -> anyhow::Result<()> {
    let records: Vec<IncidentRecord> = read_records(&[docs.to_owned()])?;
    let mut manifest: BTreeMap<String, String> = BTreeMap::new();
    for record in records {
        let IncidentRecord::Report { doc_id, dct, title, text, .. } = record else { continue };
        fs::write(folder.join(format!("{doc_id}.txt")), format!("{}\n\n{}\n", title.trim(), text.trim()))?;
        let published = dct.map(|date| format!("published = {date}\n")).unwrap_or_default();
        manifest.insert(doc_id.clone(), format!("[[report]]\nfile = \"{doc_id}.txt\"\n{published}"));
    }
    let manifest: Vec<String> = manifest.into_values().collect();
    fs::write(folder.join("manifest.toml"), manifest.join("\n"))?;
    Ok(())
}

/// Fits the weights for main happenings.
fn print_happenings(docs: &Path, numbers: &Path, coded: Option<&Path>) -> anyhow::Result<()> {
    let pipeline = Pipeline::new(&Config::default())?;
    let jobs = NonZeroUsize::new(2).context("two is not zero")?;
    let mut known: BTreeMap<String, CodedReport> = BTreeMap::new();
    if let Some(path) = coded {
        for line in fs::read_to_string(path)?.lines() {
            let coded: CodedReport = serde_json::from_str(line)?;
            known.insert(coded.doc.clone(), coded);
        }
    }
    let code = |reports: &[Report]| -> Vec<CodedReport> {
        if reports.iter().all(|report| known.contains_key(&report.name)) {
            reports.iter().map(|report| known[&report.name].clone()).collect()
        } else {
            pipeline.code_all(reports, jobs)
        }
    };
    let records: Vec<IncidentRecord> = read_records(&[docs.to_owned(), numbers.to_owned()])?;
    let (reports, tolls) = happenings(&records, code);
    let registry = pipeline.registry();
    let building: Vec<&Happening> =
        reports.iter().filter(|h| Part::of(&h.incident) == Part::Building).collect();
    let samples = incident_samples(&building, registry, jobs);
    let all: Vec<&Sample> = samples.iter().collect();
    let file = fit(&all, &ModelFile::default(), 1.0, sign);
    for threshold in THRESHOLDS {
        let file = ModelFile { threshold, ..file.clone() };
        let board = incidents(&reports, &tolls, &Model::new(&file), registry, jobs);
        for row in &board.rows[1..3] {
            let figures: Vec<String> = row.figures.iter().map(|(key, f)| format!("{key} {f:.4}")).collect();
            eprintln!("threshold {threshold:.2} {}: {}", row.name, figures.join(", "));
        }
    }
    print!("{HEAD}{}", toml::to_string(&file).context("weights are numbers by name")?);
    Ok(())
}

/// Fits the weights for events. The penalty is the one by which the links of batches are best found with weights that
/// were fitted on the other batches.
fn print_events(gold: &Path, other: &Path, own: &[PathBuf]) -> anyhow::Result<()> {
    let pipeline = Pipeline::new(&Config::default())?;
    let jobs = NonZeroUsize::new(2).context("two is not zero")?;
    let registry = pipeline.registry();
    let reports = link_reports(read_gold(gold)?, &pipeline, jobs);
    let mut more = Vec::new();
    for folder in own {
        more.extend(link_reports(read_gold(folder)?, &pipeline, jobs));
    }
    let building: Vec<&LinkReport> =
        reports.iter().filter(|r| Part::of(&r.gold.gold.doc) == Part::Building).collect();
    let own: Vec<&LinkReport> = more.iter().collect();
    let all: Vec<&LinkReport> = building.iter().chain(&own).copied().collect();
    let mut samples = weigh(link_samples(&all, true, registry), 1.0);
    samples.extend(weigh(link_samples(&all, false, registry), CODED));
    samples.extend(strangers(&all, &others(other, &pipeline, jobs)?, registry));
    let folds: Vec<(&str, Vec<&LinkReport>)> = by_batch(&building)
        .into_iter()
        .map(|batch| ("gold", batch))
        .chain(by_batch(&own).chunks(TOGETHER).map(|some| ("own", some.concat())))
        .collect();
    let start = prior();
    let mut best = (0.0, 0.0);
    for penalty in PENALTIES {
        let mut sums: BTreeMap<(&str, bool, usize), Links> = BTreeMap::new();
        for (of, held) in &folds {
            let out: BTreeSet<&str> = held.iter().map(|r| r.gold.gold.doc.as_str()).collect();
            let rest: Vec<&Sample> = samples.iter().filter(|s| !out.contains(s.fold.as_str())).collect();
            let file = fit(&rest, &start, penalty, of_events);
            for (n, threshold) in THRESHOLDS.into_iter().enumerate() {
                let model = Model::new(&ModelFile { threshold, ..file.clone() });
                for is_given in [true, false] {
                    let more = Links::count(held, is_given, &model, registry);
                    let sum = sums.entry((*of, is_given, n)).or_default();
                    sum.hit += more.hit;
                    sum.gold += more.gold;
                    sum.system += more.system;
                }
            }
        }
        let mut sum = 0.0;
        for (&(of, is_given, n), links) in &sums {
            let (p, r, f1) = links.figures();
            let what = if is_given { "given" } else { "coded" };
            eprintln!(
                "penalty {penalty} threshold {} {of}, batch by batch: {what} {f1:.3} ({p:.3} {r:.3})",
                THRESHOLDS[n]
            );
            sum += f1;
        }
        if sum > best.0 {
            best = (sum, penalty);
        }
    }
    let file = fit(&samples.iter().collect::<Vec<_>>(), &start, best.1, of_events);
    let file = ModelFile { threshold: THRESHOLD, ..file };
    for (what, some) in [("gold", &building), ("own", &own)] {
        let rest: Vec<&Sample> =
            samples.iter().filter(|s| !some.iter().any(|r| r.gold.gold.doc == s.fold)).collect();
        if some.is_empty() || rest.iter().all(|s| !s.is_one) {
            continue;
        }
        let file = ModelFile { threshold: THRESHOLD, ..fit(&rest, &start, best.1, of_events) };
        let figures = [true, false]
            .map(|is_given| Links::count(some, is_given, &Model::new(&file), registry).figures().2);
        eprintln!("{what} with the other's weights: given {:.3} coded {:.3}", figures[0], figures[1]);
    }
    for row in links(&reports, &Model::new(&file), registry).rows {
        let figures: Vec<String> = row.figures.iter().map(|(key, f)| format!("{key} {f:.3}")).collect();
        eprintln!("penalty {} {}: {}", best.1, row.name, figures.join(", "));
    }
    print!("{HEAD}{}", toml::to_string(&file).context("weights are numbers by name")?);
    Ok(())
}

/// The reports of each batch.
fn by_batch<'r>(reports: &[&'r LinkReport]) -> Vec<Vec<&'r LinkReport>> {
    let mut batches: BTreeMap<&Option<String>, Vec<&LinkReport>> = BTreeMap::new();
    for &report in reports {
        batches.entry(&report.gold.gold.batch).or_default().push(report);
    }
    batches.into_values().collect()
}

/// What one would expect traits to weigh, for the few pairs that there are to learn from.
fn prior() -> ModelFile {
    use Trait as T;
    let weights = [
        (T::SameKind, 3.0),
        (T::KinKind, 1.0),
        (T::OtherFamily, -2.5),
        (T::SameTrigger, 0.3),
        (T::OtherModality, -1.0),
        (T::OtherPhase, -0.3),
        (T::SamePlaceName, 1.5),
        (T::SamePoint, 1.0),
        (T::PointsApart, -2.5),
        (T::InArea, 0.8),
        (T::OutsideArea, -2.0),
        (T::OnePlace, -0.3),
        (T::PlaceInWords, 1.5),
        (T::OtherCountry, -2.0),
        (T::SameDay, 1.5),
        (T::NextDay, 0.3),
        (T::DaysApart, -3.0),
        (T::SamePeriod, 2.0),
        (T::OtherPeriod, -2.0),
        (T::VagueOverlap, 0.8),
        (T::VagueApart, -2.0),
        (T::OpenTime, 0.3),
        (T::OpenApart, -2.5),
        (T::OutOfTime, -4.0),
        (T::Elsewhere, -4.0),
        (T::NoDate, -4.0),
        (T::AfterPublication, -1.5),
        (T::LongAndShort, -1.5),
        (T::PublishedApart, -1.2),
        (T::SameInitiator, 1.2),
        (T::KinInitiator, 0.8),
        (T::OtherInitiator, -1.0),
        (T::SameRecipient, 0.8),
        (T::KinRecipient, 0.5),
        (T::OtherRecipient, -0.8),
        (T::Crossed, -0.8),
        (T::SameKilled, 0.8),
        (T::OtherKilled, -0.4),
        (T::SameHarm, 0.7),
        (T::OtherHarm, -0.3),
        (T::SameLargeNumber, 1.0),
        (T::EventWords, 3.0),
        (T::EventWordsHigh, 2.0),
        (T::EventNames, 1.0),
        (T::ReportWords, 3.0),
        (T::ReportWordsHigh, 1.0),
        (T::ReportNames, 2.0),
        (T::SoleKind, 0.3),
        (T::SoleKindWords, 2.0),
        (T::Main, 0.5),
        (T::MainAndOther, -0.5),
        (T::SameReport, -3.0),
        (T::LooseKind, -1.5),
        (T::NothingShared, -2.0),
    ];
    let weights = weights.into_iter().map(|(of, weight)| (of.as_str().to_owned(), weight)).collect();
    ModelFile { threshold: 0.5, intercept: -4.5, weights }
}

const HEAD: &str = "\
# How much each trait of a pair of events adds to the log-odds that they are one happening, and from which mean
# probability on clusters become one.
# Written by the example fit_incidents of crate athir, from reports that people have sorted; do not edit.

";

/// The pairs of reports that blocking offers, and whether they are on one incident.
fn incident_samples(
    happenings: &[&Happening],
    registry: &athir::Registry,
    jobs: NonZeroUsize,
) -> Vec<Sample> {
    let incident: BTreeMap<&str, &str> =
        happenings.iter().map(|h| (h.report.name.as_str(), h.incident.as_str())).collect();
    let mut merger = Merger::new(&Model::new(&ModelFile::default()));
    happening_profiles(happenings, registry).into_iter().for_each(|profile| merger.insert(profile));
    let candidates = merger.candidates(jobs);
    let n_found =
        candidates.iter().filter(|(a, b, _)| incident[&*a.report.0] == incident[&*b.report.0]).count();
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    incident.values().for_each(|name| *sizes.entry(name).or_default() += 1);
    let n_all: usize = sizes.values().map(|n| n * (n - 1) / 2).sum();
    eprintln!("{} candidate pairs hold {n_found} of {n_all} pairs of one incident", candidates.len());
    candidates
        .into_iter()
        .map(|(a, b, traits)| Sample {
            fold: incident[&*a.report.0].to_owned(),
            is_one: incident[&*a.report.0] == incident[&*b.report.0],
            traits,
            weight: 1.0,
        })
        .collect()
}

/// All pairs of gold events within a batch, as the coder or the reading has them.
fn link_samples(reports: &[&LinkReport], is_given: bool, registry: &athir::Registry) -> Vec<Sample> {
    let mut merger = Merger::new(&Model::new(&ModelFile::default()));
    link_profiles(reports, is_given, registry).into_iter().for_each(|profile| merger.insert(profile));
    let mut names = BTreeMap::new();
    for report in reports {
        for (event, partner) in report.gold.gold.events.iter().zip(link_partners(report, is_given)) {
            if let (Some(partner), Some(incident)) = (partner, &event.incident) {
                names.insert(partner, (report.gold.gold.batch.clone(), incident.clone()));
            }
        }
    }
    merger
        .all_pairs()
        .into_iter()
        .filter_map(|(a, b, traits)| {
            let ((batch, name), (batch2, name2)) = (names.get(&a)?, names.get(&b)?);
            (batch == batch2 && !is_ruled_out(&traits)).then(|| Sample {
                fold: a.report.0.clone(),
                is_one: name == name2,
                traits,
                weight: 1.0,
            })
        })
        .collect()
}

/// Whether no likeness makes up for it, so that there is nothing to weigh.
fn is_ruled_out(traits: &Traits) -> bool {
    traits.get(Trait::OutOfTime) > 0.0 || traits.get(Trait::Elsewhere) > 0.0
}

/// Codes the reports of a folder.
fn others(folder: &Path, pipeline: &Pipeline, jobs: NonZeroUsize) -> anyhow::Result<Vec<Profile>> {
    let settings = ReadSettings::default();
    let mut reports = Vec::new();
    for input in athir::find_inputs(&[folder.to_owned()]) {
        for report in athir::read_records(input?.records(&settings).collect(), &settings, jobs) {
            reports.push(report?);
        }
    }
    let coded = pipeline.code_all(&reports, jobs);
    let lineage = RegistryLineage::new(pipeline.registry());
    let profiles = reports.iter().zip(&coded).map(|(report, coded)| {
        Profile::new(&Telling::new(report, coded), &coded.events, main_event(coded), &lineage)
    });
    Ok(profiles.collect())
}

/// Pairs of events of different batches, and of a gold report and a report of another collection: never one happening.
fn strangers(reports: &[&LinkReport], others: &[Profile], registry: &athir::Registry) -> Vec<Sample> {
    let mut merger = Merger::new(&Model::new(&ModelFile::default()));
    link_profiles(reports, false, registry).into_iter().for_each(|profile| merger.insert(profile));
    others.iter().cloned().for_each(|profile| merger.insert(profile));
    let batch: BTreeMap<&str, &Option<String>> =
        reports.iter().map(|r| (r.gold.gold.doc.as_str(), &r.gold.gold.batch)).collect();
    let guess = Model::new(&prior());
    let pairs = merger.all_pairs().into_iter().filter_map(|(a, b, traits)| {
        let (x, y) = (batch.get(a.report.0.as_str()), batch.get(b.report.0.as_str()));
        // A war that began on the same day is one war, in whichever collection.
        let is_strange = x != y
            && (x.is_some() || y.is_some())
            && traits.get(Trait::SamePeriod) == 0.0
            && !is_ruled_out(&traits)
            && guess.probability(&traits) > STRANGE;
        let gold = if x.is_some() { &a } else { &b };
        is_strange.then(|| Sample { fold: gold.report.0.clone(), is_one: false, traits, weight: STRANGERS })
    });
    let pairs: Vec<Sample> = pairs.collect();
    eprintln!("{} samples of different collections", pairs.len());
    pairs
}

/// Gives pairs their weight, and more to those that are one happening, since they are few.
fn weigh(mut samples: Vec<Sample>, weight: f64) -> Vec<Sample> {
    let ones = samples.iter().filter(|s| s.is_one).count();
    eprintln!("{} samples, {ones} of one happening", samples.len());
    samples.iter_mut().for_each(|s| s.weight = if s.is_one { POSITIVE * weight } else { weight });
    samples
}

/// The bounds for events. Within a batch a place far off is often the coder's error; in all the world it is another
/// happening.
fn of_events(of: Trait) -> Bounds {
    match of {
        Trait::PointsApart | Trait::OtherCountry => (f64::NEG_INFINITY, -1.5),
        _ => sign(of),
    }
}

/// Whether a trait can speak only for two events being one, only against it, or either way.
fn sign(of: Trait) -> Bounds {
    use Trait as T;
    match of {
        T::SameKind
        | T::KinKind
        | T::SameTrigger
        | T::SamePlaceName
        | T::SamePoint
        | T::InArea
        | T::PlaceInWords
        | T::SoleKindWords
        | T::SoleThere
        | T::SameDay
        | T::SamePeriod
        | T::SameInitiator
        | T::KinInitiator
        | T::SameRecipient
        | T::KinRecipient
        | T::SameKilled
        | T::SameHarm
        | T::SameLargeNumber
        | T::EventWords
        | T::EventWordsHigh
        | T::EventNames
        | T::ReportWords
        | T::ReportWordsHigh
        | T::ReportNames
        | T::ReportNamesHigh
        | T::MainWords
        | T::MainWordsHigh
        | T::MainNames => (0.0, f64::INFINITY),
        T::OtherFamily
        | T::OtherModality
        | T::PointsApart
        | T::OutsideArea
        | T::OtherCountry
        | T::DaysApart
        | T::VagueApart
        | T::OtherPeriod
        | T::OpenApart
        | T::NoDate
        | T::AfterPublication
        | T::LongAndShort
        | T::PublishedApart
        | T::OtherInitiator
        | T::OtherRecipient
        | T::OtherKilled
        | T::OtherHarm
        | T::LooseKind
        | T::NothingShared
        | T::SameReport => (f64::NEG_INFINITY, 0.0),
        _ => ANY,
    }
}
