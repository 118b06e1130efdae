//! `athir watch`.

use std::fs::File;
use std::io::{self, Write};
use std::mem;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use athir::database::{Database, Ingested, Keeper, KnownCoder, Location, Stamp};
use athir::{Clock, Extract, ReadSettings, Report, Watch, WatchState, read_feeds, write_report};
use clap::Args as ClapArgs;
use jiff::Timestamp;

use crate::args::CodingArgs;
use crate::database::ByArgs;
use crate::input::{ExtractMode, jobs};
use crate::output::{Outcome, printable, say};

/// The longest sleep at a time: a machine that was asleep itself finds out soon that a feed is due.
const NAP: Duration = Duration::from_secs(60);

#[derive(Debug, ClapArgs)]
pub(crate) struct WatchArgs {
    /// List of the feeds: contact = "who you are", and a [[feed]] with its url for each
    #[arg(value_name = "FEEDS.toml")]
    pub(crate) feeds: PathBuf,
    /// Database that new reports are coded into: a file, or postgres://user@host/name
    #[arg(long, value_name = "FILE|URL", conflicts_with = "output")]
    pub(crate) db: Option<Location>,
    /// File that new reports are added to as JSON Lines, in place of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// File with what is remembered from one look to the next [default: NAME.state.json beside FEEDS.toml]
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,
    /// Look at each feed that is due once, and stop
    #[arg(long)]
    pub(crate) once: bool,
    /// How the main text of a page is found
    #[arg(long, value_enum, default_value = "fast")]
    pub(crate) extract: ExtractMode,
    #[command(flatten)]
    pub(crate) coding: CodingArgs,
    #[command(flatten)]
    pub(crate) by: ByArgs,
}

/// Where new reports go.
enum Sink {
    /// They are coded into a database.
    Database(Box<Kept>),
    /// They are added to a file.
    File(PathBuf),
    Stdout,
}

/// A database that new reports are coded into. It is read into memory with the first of them, so that what follows from
/// each batch is brought up to date and not made anew.
struct Kept {
    at: Location,
    coder: KnownCoder,
    keeper: Option<Keeper>,
}

impl Kept {
    fn take_in(
        &mut self,
        reports: Vec<Report>,
        jobs: NonZeroUsize,
        stamp: &Stamp,
    ) -> anyhow::Result<Ingested> {
        let keeper = match self.keeper.take() {
            Some(keeper) => keeper,
            None => Keeper::open(Database::open(&self.at)?, self.coder.pipeline().registry(), jobs)?,
        };
        let (done, _) = self.keeper.insert(keeper).ingest(reports, &self.coder, stamp)?;
        Ok(done)
    }
}

impl Sink {
    fn open(args: &WatchArgs) -> anyhow::Result<Sink> {
        Ok(match (&args.db, &args.output) {
            (Some(at), _) => {
                // What cannot be used is to be told before anything is fetched.
                drop(Database::create(at)?);
                let coder = KnownCoder::new(&args.coding.config())?;
                Sink::Database(Box::new(Kept { at: at.clone(), coder, keeper: None }))
            }
            (None, Some(path)) => Sink::File(path.clone()),
            (None, None) => Sink::Stdout,
        })
    }

    /// Keeps reports; when this is done they are safe.
    fn keep(&mut self, reports: Vec<Report>, args: &WatchArgs) -> anyhow::Result<()> {
        if reports.is_empty() {
            return Ok(());
        }
        if let Sink::Database(kept) = self {
            let stamp = args.by.stamp();
            let done = kept.take_in(reports, jobs(args.coding.jobs), &stamp)?;
            for turned in &done.turned_away {
                say(&format!("{}: {}", printable(&turned.origin), turned.why));
            }
            return Ok(());
        }
        let mut lines = Vec::new();
        reports.iter().try_for_each(|report| write_report(&mut lines, report))?;
        match self {
            Sink::File(path) => add(path, &lines).with_context(|| format!("cannot write {}", path.display())),
            _ => io::stdout().lock().write_all(&lines).context("cannot write to standard output"),
        }
    }
}

/// The clock on the wall.
struct Wall;

impl Clock for Wall {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn pause(&mut self, how_long: Duration) {
        thread::sleep(how_long);
    }
}

pub(crate) fn run(args: &WatchArgs) -> anyhow::Result<Outcome> {
    let list = read_feeds(&args.feeds)?;
    let kept = args.state.clone().unwrap_or_else(|| args.feeds.with_extension("state.json"));
    let mut watch = Watch::new(list, WatchState::read(&kept)?)?;
    let settings = ReadSettings { extract: Extract::from(args.extract), ..ReadSettings::default() };
    let mut sink = Sink::open(args)?;
    let mut n_failed = 0;
    loop {
        while let Some(mut poll) = watch.poll(&mut Wall, &settings) {
            for error in &poll.errors {
                say(&printable(&error.to_string()));
            }
            n_failed += poll.errors.len();
            let n = poll.reports.len();
            // What was found counts as seen only when it is safe.
            sink.keep(mem::take(&mut poll.reports), args)?;
            watch.keep(&poll);
            watch.state().write(&kept).with_context(|| format!("cannot write {}", kept.display()))?;
            if n > 0 {
                say(&format!("{}: {n} new {}", poll.feed, if n == 1 { "report" } else { "reports" }));
            }
        }
        if args.once {
            return Ok(if n_failed == 0 { Outcome::Done } else { Outcome::SomeFailed });
        }
        let Some(due) = watch.next_due() else {
            say("every feed is gone for good; there is nothing left to watch");
            return Ok(Outcome::SomeFailed);
        };
        let left = Duration::try_from(due.duration_since(Timestamp::now())).unwrap_or_default();
        thread::sleep(left.min(NAP));
    }
}

/// Adds whole lines to the end of a file, and waits until they are on the disk.
fn add(path: &Path, lines: &[u8]) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let mut file = File::options().create(true).append(true).open(path)?;
    file.write_all(lines)?;
    file.sync_data()
}
