//! How fast a mixed stream of news is coded with and without the screen, and what the screen loses:
//!
//! `cargo run --release -p athir --example stream -- CONFLICT GENERAL`
//!
//! CONFLICT and GENERAL are folders of reports (`.txt`) on armed conflict and on everything, of which only the checking
//! parts are read. The stream has every report of GENERAL once, and as many of CONFLICT, in turn, as make up 5 % of
//! it. Sentences are those of the screen. One thread.
#![allow(clippy::print_stdout, clippy::disallowed_methods)] // it reads files, times and prints

use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};

use anyhow::{Context, bail};
use athir::eval::Part;
use athir::model::Extent;
use athir::{CodedReport, Config, Pipeline, Report};
use athir_coder::{Screen, screen_signs};

fn main() -> anyhow::Result<()> {
    let paths: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [conflict, general] = paths.as_slice() else { bail!("usage: stream CONFLICT GENERAL") };
    let (conflict, general) = (read(conflict)?, read(general)?);
    let mut screened = Config::default();
    screened.screen = true;
    let (whole, screened) = (Pipeline::new(&Config::default())?, Pipeline::new(&screened)?);
    for (name, reports) in [("conflict", &conflict), ("general", &general)] {
        let all: Vec<CodedReport> = reports.iter().map(|report| whole.code(report)).collect();
        let kept: Vec<CodedReport> = reports.iter().map(|report| screened.code(report)).collect();
        let n_events = |coded: &[CodedReport]| coded.iter().map(|c| c.events.len()).sum::<usize>();
        let same: usize = all.iter().zip(&kept).map(|(all, kept)| n_same(all, kept)).sum();
        let of = |extent: Extent| kept.iter().filter(|c| c.extent == extent).count();
        println!(
            "{name}: {} reports: {} read whole, {} in part, {} not; {} events without the screen, {} with it, {same} of \
             the first also among the second ({:.2} % lost)",
            reports.len(),
            of(Extent::Whole),
            of(Extent::Parts),
            of(Extent::Nothing),
            n_events(&all),
            n_events(&kept),
            100.0 * (1.0 - same as f64 / n_events(&all).max(1) as f64),
        );
    }
    let n_conflict = (general.len() as f64 / 19.0).round() as usize;
    let mut stream: Vec<&Report> = conflict.iter().cycle().take(n_conflict).collect();
    stream.extend(&general);
    let n_sentences: usize = stream.iter().map(|report| screen_signs(&report.text).len()).sum();
    println!(
        "the stream: {} reports, {n_conflict} of them on conflict, {n_sentences} sentences",
        stream.len()
    );
    let rate = |what: &str, code: &dyn Fn(&Report)| {
        let best = (0..3).map(|_| {
            let start = Instant::now();
            stream.iter().for_each(|report| code(report));
            start.elapsed().as_secs_f64()
        });
        let seconds = best.fold(f64::INFINITY, f64::min);
        println!("{what}: {:.0} sentences a second", n_sentences as f64 / seconds);
    };
    rate("screen alone", &|report| {
        Screen::builtin().worth(&report.text);
    });
    rate("screened, parsed, coded", &|report| {
        screened.code(report);
    });
    rate("all parsed and coded", &|report| {
        whole.code(report);
    });
    Ok(())
}

/// How many events of one coding the other has too, with the same trigger and kind.
fn n_same(all: &CodedReport, kept: &CodedReport) -> usize {
    let is_kept = |e: &&athir::model::Event| {
        kept.events.iter().any(|k| k.kind == e.kind && k.trigger.start == e.trigger.start)
    };
    all.events.iter().filter(is_kept).count()
}

fn read(folder: &Path) -> anyhow::Result<Vec<Report>> {
    let cannot_read = || format!("cannot read {}", folder.display());
    let entries = fs::read_dir(folder).with_context(cannot_read)?.collect::<Result<Vec<_>, _>>()?;
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let mut reports = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if Part::of(&name) == Part::Checking {
            let text =
                fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            reports.push(Report::new(name, text));
        }
    }
    Ok(reports)
}
