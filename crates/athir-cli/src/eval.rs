//! `athir eval`.

use std::collections::BTreeMap;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use athir::eval::gold::{Annotation, Board, differences, read_gold, read_system};
use athir::eval::{
    IncidentRecord, Scoreboard, TollRecord, happenings, incidents, link_reports, links, muc4, petr,
    plover_gsr, police, re3d, read_records, timex, tolls, toponyms,
};
use athir::{MergeModel as Model, Pipeline, Report};
use serde::de::DeserializeOwned;

use crate::args::{BoardArgs, CaseArg, EvalArgs, EvalCommand, GoldArgs, LinkArgs, ScoringArgs, TollArgs};
use crate::input::jobs;
use crate::output::{self, Outcome};

pub(crate) fn run(args: &EvalArgs) -> anyhow::Result<Outcome> {
    match &args.what {
        EvalCommand::Gold(args) => gold(args),
        EvalCommand::Case(args) => board(args, athir::eval::case),
        EvalCommand::Incidents(args) => incident_board(args),
        EvalCommand::Links(args) => link_board(args),
        EvalCommand::Plv(args) => board(args, athir::eval::plv),
        EvalCommand::Militants(args) => board(args, athir::eval::militants),
        EvalCommand::Muc4(args) => board(args, muc4),
        EvalCommand::Petr(args) => board(args, petr),
        EvalCommand::PloverGsr(args) => board(args, plover_gsr),
        EvalCommand::Police(args) => board(args, police),
        EvalCommand::Re3d(args) => board(args, re3d),
        EvalCommand::Spellings(args) => board(args, athir::eval::spellings),
        EvalCommand::Timex(args) => board(args, timex),
        EvalCommand::Tolls(args) => toll_board(args),
        EvalCommand::Toponyms(args) => board(args, toponyms),
    }
}

/// Reads a board's records, scores the pipeline on them, and prints the table and the errors asked for.
fn board<R: DeserializeOwned>(
    args: &BoardArgs,
    score: impl Fn(&[R], &Pipeline, NonZeroUsize) -> Scoreboard,
) -> anyhow::Result<Outcome> {
    let records: Vec<R> = read_records(&args.files)?.into_iter().step_by(args.every.get()).collect();
    score_board(args, &records, score)
}

/// The board of tolls: the numbers for reports stand in another file, which is looked for beside theirs.
fn toll_board(args: &TollArgs) -> anyhow::Result<Outcome> {
    let texts: Vec<TollRecord> = read_records(&args.board.files)?;
    let (mut records, texts): (Vec<TollRecord>, Vec<TollRecord>) =
        texts.into_iter().partition(TollRecord::is_incident);
    if let Some(path) = &args.incidents {
        records.extend(read_records(std::slice::from_ref(path))?);
    } else if records.is_empty() && texts.iter().any(TollRecord::is_report) {
        records.extend(read_records(&beside(&args.board.files))?);
    }
    records.extend(texts.into_iter().step_by(args.board.every.get()));
    score_board(&args.board, &records, tolls)
}

/// The board of incidents: the reports in files, the incidents in another file beside them.
fn incident_board(args: &TollArgs) -> anyhow::Result<Outcome> {
    let mut files = args.board.files.clone();
    match &args.incidents {
        Some(path) => files.push(path.clone()),
        None => files.extend(beside(&args.board.files)),
    }
    let records: Vec<IncidentRecord> =
        read_records(&files)?.into_iter().step_by(args.board.every.get()).collect();
    score_board(&args.board, &records, |records, pipeline, jobs| {
        let (happenings, tolls) = happenings(records, |reports| pipeline.code_all(reports, jobs));
        incidents(&happenings, &tolls, Model::happenings(), pipeline.registry(), jobs)
    })
}

/// The file NAME.jsonl beside each NAME_docs.jsonl.
fn beside(files: &[PathBuf]) -> Vec<PathBuf> {
    let named =
        |path: &PathBuf| Some(path.with_file_name(path.file_name()?.to_str()?.replace("_docs.", ".")));
    files.iter().filter_map(named).filter(|path| !files.contains(path)).collect()
}

/// The board of links between rival accounts.
fn link_board(args: &LinkArgs) -> anyhow::Result<Outcome> {
    let gold = read_gold(&args.gold)?;
    let pipeline = Pipeline::new(&args.scoring.knowledge.config())?;
    let reports = link_reports(gold, &pipeline, jobs(args.scoring.jobs));
    anyhow::ensure!(!reports.is_empty(), "{}: no event names its incident", args.gold.display());
    let board = links(&reports, Model::events(), pipeline.registry());
    print_board(&board, &args.scoring)
}

/// Scores the pipeline on records, and prints the table and the errors asked for.
fn score_board<R>(
    args: &BoardArgs,
    records: &[R],
    score: impl Fn(&[R], &Pipeline, NonZeroUsize) -> Scoreboard,
) -> anyhow::Result<Outcome> {
    let pipeline = Pipeline::new(&args.scoring.knowledge.config())?;
    let board = score(records, &pipeline, jobs(args.scoring.jobs));
    print_board(&board, &args.scoring)
}

/// Prints the table of a board and the first errors of a class.
fn print_board(board: &Scoreboard, args: &ScoringArgs) -> anyhow::Result<Outcome> {
    let mut out = output::stdout();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &board.to_json()).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else if args.markdown {
        write!(out, "{}", board.to_markdown())?;
    } else {
        write!(out, "{}", board.to_text())?;
    }
    let listed = board.misses.iter().filter(|miss| args.of.as_ref().is_none_or(|class| miss.class == *class));
    for miss in listed.take(args.errors) {
        writeln!(out, "\n{miss}")?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn gold(args: &GoldArgs) -> anyhow::Result<Outcome> {
    let gold = read_gold(&args.gold)?;
    let system: Vec<Annotation> = match &args.system {
        Some(path) => read_system(path)?,
        None => {
            let reports: Vec<Report> = gold.iter().map(|g| g.report.clone()).collect();
            let pipeline = Pipeline::new(&args.knowledge.config())?;
            match args.case {
                None => pipeline.code_all(&reports, jobs(args.jobs)).iter().map(Annotation::from).collect(),
                // Words are quoted from the report itself, as the gold readings do.
                Some(case) => {
                    let code = |report: &Report| {
                        let text = match case {
                            CaseArg::Capitals => report.text.to_ascii_uppercase(),
                            CaseArg::Lower => report.text.to_ascii_lowercase(),
                        };
                        Annotation::from(&pipeline.code_parsed(report, &pipeline.parse(&text)))
                    };
                    reports.iter().map(code).collect()
                }
            }
        }
    };
    let readings: Vec<&Annotation> = gold.iter().map(|g| &g.gold).collect();
    let board = Board::new(&readings, &system);
    let mut out = output::stdout();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &board.to_json()).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else if args.markdown {
        write!(out, "{}", board.to_markdown())?;
    } else {
        write!(out, "{}", board.to_text())?;
    }
    let by_name: BTreeMap<&str, &Annotation> = system.iter().map(|s| (s.doc.as_str(), s)).collect();
    let nothing = Annotation::default();
    let listed = readings
        .iter()
        .flat_map(|gold| differences(gold, by_name.get(gold.doc.as_str()).copied().unwrap_or(&nothing)))
        .filter(|difference| args.of.is_none_or(|field| difference.field == field))
        .take(args.errors);
    for difference in listed {
        writeln!(out, "\n{difference}")?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}
