//! `athir frames`.

use std::io::{self, Write};

use anyhow::bail;
use athir::{Fate, FrameHit, FrameTrial, Pipeline, check_frames, try_frame};

use crate::args::{CheckArgs, FramesArgs, FramesCommand, TryArgs};
use crate::input::Reports;
use crate::output::{self, Outcome, printable};

pub(crate) fn run(args: &FramesArgs) -> anyhow::Result<Outcome> {
    match &args.what {
        FramesCommand::Check(args) => check(args),
        FramesCommand::Try(args) => try_on(args),
    }
}

fn check(args: &CheckArgs) -> anyhow::Result<Outcome> {
    let mut config = args.model.config();
    config.frames_dir.clone_from(&args.folder);
    let pipeline = Pipeline::new(&config)?;
    let findings = check_frames(&pipeline, args.folder.as_deref())?;
    let mut out = output::stdout();
    for finding in &findings {
        writeln!(out, "{finding}")?;
    }
    if findings.is_empty() {
        writeln!(out, "nothing is wrong with the frames")?;
    }
    out.flush()?;
    Ok(if findings.is_empty() { Outcome::Done } else { Outcome::SomeFailed })
}

fn try_on(args: &TryArgs) -> anyhow::Result<Outcome> {
    let pipeline = Pipeline::new(&args.knowledge.config())?;
    let mut reports = Reports::find(&args.input)?;
    let Some(trial) = try_frame(&pipeline, &args.frame, reports.by_ref()) else {
        bail!("no frame is called {:?}", args.frame);
    };
    let mut out = output::stdout();
    for hit in &trial.hits {
        write_hit(&mut out, hit)?;
    }
    write_sums(&mut out, &args.frame, &trial)?;
    out.flush()?;
    Ok(reports.finish())
}

fn write_hit(out: &mut impl Write, hit: &FrameHit) -> io::Result<()> {
    writeln!(out, "{}:{}  {}", printable(&hit.report), hit.sentence, printable(&hit.text))?;
    let trigger = printable(&hit.trigger);
    match &hit.fate {
        Fate::Coded(event) => {
            let names = |parties: &[athir::model::Party]| {
                let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
                if names.is_empty() { "?".to_owned() } else { printable(&names.join(", ")) }
            };
            let (initiators, recipients) = (names(&event.initiators), names(&event.recipients));
            writeln!(out, "   * {trigger:?}: {}: {initiators} > {recipients}", event.kind)?;
        }
        Fate::NotCoded(reason, note) => {
            writeln!(out, "   - {trigger:?}: not coded, {}: {note}", reason.as_str().replace('-', " "))?;
        }
        Fate::Lost(winner) => writeln!(out, "   - {trigger:?}: {winner} has it")?,
    }
    for (rival, kind) in &hit.rivals {
        writeln!(out, "     its conditions hold as well: {rival} ({kind})")?;
    }
    writeln!(out)
}

fn write_sums(out: &mut impl Write, frame: &str, trial: &FrameTrial) -> io::Result<()> {
    let count = |is: fn(&Fate) -> bool| trial.hits.iter().filter(|hit| is(&hit.fate)).count();
    writeln!(
        out,
        "{frame}: {} in {}: {} coded, {} not coded, {} lost to other frames; {} whose conditions do not hold",
        count_noun(trial.hits.len(), "hit"),
        count_noun(trial.n_reports, "report"),
        count(|fate| matches!(fate, Fate::Coded(_))),
        count(|fate| matches!(fate, Fate::NotCoded(..))),
        count(|fate| matches!(fate, Fate::Lost(_))),
        count_noun(trial.n_unmet, "word")
    )?;
    for (rival, (wins, losses)) in trial.rivals() {
        writeln!(out, "   {rival}: takes {wins}, leaves {losses}")?;
    }
    Ok(())
}

fn count_noun(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
