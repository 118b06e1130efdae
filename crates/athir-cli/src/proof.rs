//! `athir verify`, `athir changes` and `athir snapshot`: what can be proved of a database.

use std::io::Write;
use std::path::PathBuf;

use athir::database::{IncidentChange, Texts};
use clap::{Args as ClapArgs, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::database::DatabaseArgs;
use crate::output::{self, Outcome, printable};

#[derive(Debug, ClapArgs)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// The digest of the newest entry of the log at an earlier time: prove that the log goes on from it
    #[arg(long, value_name = "DIGEST")]
    pub(crate) noted: Option<String>,
    /// Print all that was found as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ChangesArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// Since when: a day, a time such as 2026-03-01T08:00Z, or the number of an entry of the log
    #[arg(long, value_name = "TIME|ENTRY", default_value = "0", value_parser = since)]
    pub(crate) since: Since,
    /// Format of the output
    #[arg(long, short, value_enum, default_value = "table")]
    pub(crate) format: ChangesFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ChangesFormat {
    /// A line an incident
    Table,
    /// One JSON object a line
    Jsonl,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Since {
    Entry(i64),
    Time(Timestamp),
}

fn since(words: &str) -> Result<Since, &'static str> {
    if let Ok(entry) = words.parse() {
        return Ok(Since::Entry(entry));
    }
    if let Ok(day) = words.parse::<Date>()
        && !words.contains('T')
    {
        let start = day.to_zoned(TimeZone::UTC).map_err(|_| "no such day")?;
        return Ok(Since::Time(start.timestamp()));
    }
    words.parse().map(Since::Time).map_err(|_| "not a day, a time with its zone, or the number of an entry")
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SnapshotArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// Folder to write, which must not be there yet
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// Put the texts of the reports in too: their publishers may not allow passing them on
    #[arg(long)]
    pub(crate) texts: bool,
}

/// Proves the database, and names what is not as it was written.
pub(crate) fn verify(args: &VerifyArgs) -> anyhow::Result<Outcome> {
    let mut database = args.database.open()?;
    let mut found = database.store().verify()?;
    let goes_on = match &args.noted {
        None => true,
        Some(noted) => database.store().has_entry(&noted.to_lowercase())?,
    };
    found.n_findings += usize::from(!goes_on);
    let mut out = output::stdout();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &found)?;
        writeln!(out)?;
    } else {
        for finding in &found.findings {
            writeln!(out, "{}", printable(&finding.to_string()))?;
        }
        if found.findings.len() < found.n_findings - usize::from(!goes_on) {
            writeln!(out, "… and more: {} in all", found.n_findings)?;
        }
        if !goes_on {
            writeln!(out, "entry: the log has none with the digest that was noted")?;
        }
        let verdict = if found.is_sound() { "sound" } else { "NOT as it was written" };
        writeln!(
            out,
            "{verdict}: {} entries of the log, {} records, {} texts",
            found.n_entries, found.n_records, found.n_texts
        )?;
        if let Some(head) = &found.head {
            writeln!(out, "newest entry: {} of {}, digest {}", head.number, head.time, head.digest)?;
        }
    }
    out.flush()?;
    Ok(if found.is_sound() { Outcome::Done } else { Outcome::SomeFailed })
}

/// Lists new, changed and withdrawn incidents.
pub(crate) fn changes(args: &ChangesArgs) -> anyhow::Result<Outcome> {
    let mut database = args.database.open()?;
    let store = database.store();
    let entry = match args.since {
        Since::Entry(entry) => entry,
        Since::Time(time) => store.entry_at(time)?,
    };
    let changes = store.changes_since(entry)?;
    let mut out = output::stdout();
    for change in &changes {
        match args.format {
            ChangesFormat::Table => writeln!(out, "{}", change_words(change))?,
            ChangesFormat::Jsonl => {
                serde_json::to_writer(&mut out, change)?;
                writeln!(out)?;
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn change_words(change: &IncidentChange) -> String {
    let into: Vec<&str> = change.into.iter().map(|id| id.0.as_str()).collect();
    let into =
        if into.is_empty() { String::new() } else { format!("  its events are in {}", into.join(", ")) };
    format!("{}  {:<9}  {}{into}", change.time, change.what, change.id)
}

/// Writes a release with the digest of each file.
pub(crate) fn snapshot(args: &SnapshotArgs) -> anyhow::Result<Outcome> {
    let mut database = args.database.open()?;
    let texts = if args.texts { Texts::Whole } else { Texts::Digests };
    let manifest = database.snapshot(&args.output, texts)?;
    let mut out = output::stdout();
    for file in &manifest.files {
        writeln!(out, "{}  {:>8}  {}", file.sha256, file.n_records, file.name)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}
