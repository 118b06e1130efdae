//! `athir import`: what was exported, edited and given back.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use athir::corrections::{Corrections, RowChange};
use athir::gazetteer::Gazetteer;
use athir::{Registry, Sheet, find_inputs, load_actors};
use clap::{Args as ClapArgs, Subcommand};

use crate::args::OwnGazetteerArgs;
use crate::incidents::DecideArgs;
use crate::ingest::write_derived;
use crate::input::jobs;
use crate::output::{self, Outcome, printable, say};

#[derive(Debug, ClapArgs)]
pub(crate) struct ImportArgs {
    #[command(subcommand)]
    pub(crate) what: ImportCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ImportCommand {
    /// Take an edited events.csv back as corrections and reviews; without --apply it only shows what would change
    Corrections(CorrectionsArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CorrectionsArgs {
    /// The events.csv of `athir export csv`, edited; also saved with semicolons, tabs, or in UTF-16
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Write what changes, all of it or nothing; without it nothing is written
    #[arg(long)]
    pub(crate) apply: bool,
    /// Show what would change and write nothing, which is what happens without --apply
    #[arg(long, conflicts_with = "apply")]
    pub(crate) preview: bool,
    #[command(flatten)]
    pub(crate) gazetteer: OwnGazetteerArgs,
    #[command(flatten)]
    pub(crate) decide: DecideArgs,
}

pub(crate) fn run(args: &ImportArgs) -> anyhow::Result<Outcome> {
    let ImportCommand::Corrections(args) = &args.what;
    corrections(args)
}

fn corrections(args: &CorrectionsArgs) -> anyhow::Result<Outcome> {
    let own = args.decide.actors.as_deref().map(load_actors).transpose()?;
    let registry = own.as_ref().unwrap_or_else(|| Registry::builtin());
    let places = args.gazetteer.gazetteer.as_ref().map(Gazetteer::open).transpose()?;
    let gazetteer = places.as_ref().unwrap_or_else(|| Gazetteer::builtin());
    let Some(input) = find_inputs(std::slice::from_ref(&args.file)).pop() else {
        bail!("{}: no such file", args.file.display());
    };
    let sheet = Sheet::open(&input?)?;
    let mut database = args.decide.database.open()?;
    let head = database.store().head()?.map_or(0, |head| head.number);
    let file = args.file.display().to_string();
    let found = database.read_corrections(&file, sheet, registry, gazetteer)?;
    let mut out = output::stdout();
    write_preview(&mut out, &found)?;
    out.flush()?;
    for name in &found.unknown_columns {
        say(&printable(&format!("{file}: column {name} is none of athir's and was left alone")));
    }
    for (column, n) in &found.not_taken {
        say(&format!("{file}: {n} cells of {column} are other than the database's and no corrections"));
    }
    for fault in &found.faults {
        let column = fault.column.as_ref().map_or_else(String::new, |column| format!(" {column}:"));
        say(&printable(&format!("{file}:{}:{column} {}", fault.line, fault.why)));
    }
    if !found.faults.is_empty() {
        let n = found.faults.len();
        say(&format!("nothing was written: {n} {} wrong", if n == 1 { "thing is" } else { "things are" }));
        return Ok(Outcome::SomeFailed);
    }
    if found.changes.is_empty() {
        return Ok(Outcome::Done);
    }
    if !args.apply {
        say("nothing was written; --apply writes it");
        return Ok(Outcome::Done);
    }
    let stamp = args.decide.by.stamp();
    let applied = database
        .apply_corrections(&found, head, args.decide.note.as_deref(), &stamp)
        .with_context(|| format!("cannot take over {file}"))?;
    let derived = database.derive(registry, jobs(None), &stamp)?;
    for decision in &applied.decisions {
        writeln!(out, "decision {} (athir incident undo {} takes it back)", decision.id, decision.id)?;
    }
    write_derived(&mut out, &derived)?;
    out.flush()?;
    Ok(Outcome::Done)
}

/// What would change, row by row and field by field.
fn write_preview(out: &mut impl Write, found: &Corrections) -> anyhow::Result<()> {
    for change in &found.changes {
        write_change(out, change)?;
    }
    let Corrections { n_rows, n_unchanged, changes, .. } = found;
    writeln!(out, "{n_rows} rows: {} to change, {n_unchanged} as they were", changes.len())?;
    Ok(())
}

fn write_change(out: &mut impl Write, change: &RowChange) -> anyhow::Result<()> {
    let RowChange { line, event, trigger, title, changes, note, .. } = change;
    let head = format!("line {line}: event {} \"{trigger}\" in {title}", event.event.0);
    writeln!(out, "{}", printable(&head).replace('\n', " "))?;
    let or_none = |words: &str| if words.is_empty() { "nothing".to_owned() } else { words.to_owned() };
    for change in changes {
        let words = format!("{} → {}", or_none(&change.before), or_none(&change.after));
        writeln!(out, "  {:<12} {}", change.field, printable(&words).replace('\n', " "))?;
    }
    if let Some(note) = note {
        writeln!(out, "  {:<12} {}", "note", printable(note).replace('\n', " "))?;
    }
    Ok(())
}
