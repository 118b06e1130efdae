//! `athir eval`.

use std::collections::BTreeMap;
use std::io::Write;

use athir::eval::{Annotation, Board, differences, read_gold, read_system};
use athir::{Pipeline, Report};

use crate::args::{EvalArgs, EvalCommand, GoldArgs};
use crate::input::jobs;
use crate::output::{self, Outcome};

pub(crate) fn run(args: &EvalArgs) -> anyhow::Result<Outcome> {
    match &args.what {
        EvalCommand::Gold(args) => gold(args),
    }
}

fn gold(args: &GoldArgs) -> anyhow::Result<Outcome> {
    let gold = read_gold(&args.gold)?;
    let system: Vec<Annotation> = match &args.system {
        Some(path) => read_system(path)?,
        None => {
            let reports: Vec<Report> = gold.iter().map(|g| g.report.clone()).collect();
            let pipeline = Pipeline::new(&args.model.config())?;
            pipeline.code_all(&reports, jobs(args.jobs)).iter().map(Annotation::from).collect()
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
