//! `athir ingest` and `athir recode`.

use std::io::{self, IsTerminal, Write};

use athir::Report;
use athir::database::{Database, Derived, KnownCoder, Rebuilt, Stamp};
use clap::Args as ClapArgs;
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::CodingArgs;
use crate::database::{ByArgs, DatabaseArgs};
use crate::input::{InputArgs, Reports, jobs};
use crate::output::{self, Outcome, printable, say};

/// Reports that are coded and kept together. When a batch is kept, it is on the disk.
const BATCH_PER_JOB: usize = 32;
/// No more reports are read into a batch whose texts are this long: it bounds the memory that long reports take.
const BATCH_BYTES: usize = 16 * 1024 * 1024;

#[derive(Debug, ClapArgs)]
pub(crate) struct IngestArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// Who published the reports, in place of what a manifest or their metadata say
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,
    /// The licence that the reports may be passed on under, where a manifest or a table does not say
    #[arg(long, value_name = "WORDS")]
    pub(crate) licence: Option<String>,
    /// Print the id of each report once it is safely on the disk, with `new` or `same` before it
    #[arg(long)]
    pub(crate) list: bool,
    #[command(flatten)]
    pub(crate) coding: CodingArgs,
    #[command(flatten)]
    pub(crate) by: ByArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct RecodeArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    #[command(flatten)]
    pub(crate) coding: CodingArgs,
    #[command(flatten)]
    pub(crate) by: ByArgs,
}

/// How many reports were new, were there already, and could not be kept, and how many events the new ones have.
#[derive(Default)]
struct Tally {
    n_new: usize,
    n_same: usize,
    n_turned_away: usize,
    n_events: usize,
}

pub(crate) fn ingest(args: &IngestArgs) -> anyhow::Result<Outcome> {
    let stamp = args.by.stamp();
    // A database that cannot be used is to be told before minutes of work.
    let mut database = args.database.create()?;
    let mut reports = Reports::find_below(&args.input)?;
    let coder = KnownCoder::new(&args.coding.config())?;
    let mut tally = Tally::default();
    let stored = store_all(args, &mut database, &mut reports, &coder, &stamp, &mut tally);
    if let Err(error) = stored {
        // What was kept before stays, and the reader should know how much that is.
        say(&format!("{} new reports were kept before this happened", tally.n_new));
        return Err(error);
    }
    // Also where an earlier run was broken off before this.
    let derived = follow(&mut database, &coder, &args.coding, &stamp)?;
    let mut out = output::stdout();
    writeln!(
        out,
        "reports: {} new, {} there already, {} failed",
        tally.n_new,
        tally.n_same,
        reports.n_failed() + tally.n_turned_away
    )?;
    writeln!(out, "events: {} in the new reports", tally.n_events)?;
    write_derived(&mut out, &derived)?;
    out.flush()?;
    let outcome = reports.finish();
    Ok(if tally.n_turned_away > 0 { Outcome::SomeFailed } else { outcome })
}

fn store_all(
    args: &IngestArgs,
    database: &mut Database,
    reports: &mut Reports,
    coder: &KnownCoder,
    stamp: &Stamp,
    tally: &mut Tally,
) -> anyhow::Result<()> {
    let jobs = jobs(args.coding.jobs);
    let progress = progress(reports.n_left().map(|n| n as u64), args.list);
    loop {
        let mut batch = next_batch(reports, BATCH_PER_JOB * jobs.get());
        if batch.is_empty() {
            progress.finish_and_clear();
            return Ok(());
        }
        if let Some(outlet) = &args.outlet {
            batch.iter_mut().for_each(|report| report.outlet = Some(outlet.clone()));
        }
        for report in batch.iter_mut().filter(|report| report.licence.is_none()) {
            report.licence.clone_from(&args.licence);
        }
        let n_read = batch.len();
        let done = database.ingest(batch, coder, jobs, stamp)?;
        progress.inc(n_read as u64);
        for turned in &done.turned_away {
            say(&format!("{}: {}", printable(&turned.origin), turned.why));
        }
        if args.list {
            let mut out = output::stdout();
            done.new.iter().try_for_each(|id| writeln!(out, "new\t{id}"))?;
            done.same.iter().try_for_each(|id| writeln!(out, "same\t{id}"))?;
            out.flush()?;
        }
        tally.n_new += done.new.len();
        tally.n_same += done.same.len();
        tally.n_turned_away += done.turned_away.len();
        tally.n_events += done.n_events;
    }
}

/// Reads reports until there are so many, or their texts are long.
fn next_batch(reports: &mut Reports, most: usize) -> Vec<Report> {
    let mut batch = Vec::new();
    let mut n_bytes = 0;
    while batch.len() < most && n_bytes < BATCH_BYTES {
        let Some(report) = reports.next() else { break };
        n_bytes += report.text.len();
        batch.push(report);
    }
    batch
}

pub(crate) fn recode(args: &RecodeArgs) -> anyhow::Result<Outcome> {
    let stamp = args.by.stamp();
    let mut database = args.database.open()?;
    let coder = KnownCoder::new(&args.coding.config())?;
    let n_reports = database.store().totals()?.n_reports;
    let progress = progress(u64::try_from(n_reports).ok(), false);
    let jobs = jobs(args.coding.jobs);
    let done = database.recode(&coder, jobs, &stamp, |n_seen| progress.inc(n_seen as u64))?;
    progress.finish_and_clear();
    let derived = follow(&mut database, &coder, &args.coding, &stamp)?;
    let mut out = output::stdout();
    writeln!(
        out,
        "reports: {n_reports}, of which {} were last read by another coder and have a newer coding now",
        done.n_newer
    )?;
    write_derived(&mut out, &derived)?;
    out.flush()?;
    Ok(Outcome::Done)
}

/// Makes anew what follows, unless nothing is new.
fn follow(
    database: &mut Database,
    coder: &KnownCoder,
    args: &CodingArgs,
    stamp: &Stamp,
) -> anyhow::Result<Derived> {
    if database.store().is_up_to_date()? {
        return Ok(Derived::default());
    }
    Ok(database.derive(coder.pipeline().registry(), jobs(args.jobs), stamp)?)
}

/// Says what became of incidents and ties.
pub(crate) fn write_derived(out: &mut impl Write, derived: &Derived) -> io::Result<()> {
    for (what, Rebuilt { n_new, n_changed, n_withdrawn }) in
        [("stories", derived.stories), ("incidents", derived.incidents), ("ties", derived.ties)]
    {
        writeln!(out, "{what}: {n_new} new, {n_changed} changed, {n_withdrawn} withdrawn")?;
    }
    Ok(())
}

/// A bar where the number of reports is known, else a count; on standard error where that is a terminal.
fn progress(n: Option<u64>, listed: bool) -> ProgressBar {
    if listed || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let (bar, template) = match n {
        Some(n) => (ProgressBar::new(n), "{bar:32} {pos}/{len} reports, {per_sec}, {eta} left"),
        None => (ProgressBar::new_spinner(), "{spinner} {pos} reports, {per_sec}"),
    };
    bar.with_style(
        ProgressStyle::with_template(template).expect("the template names keys that indicatif knows"),
    )
}
