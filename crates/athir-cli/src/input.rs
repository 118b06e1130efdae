//! Reports from paths, with the failures said and counted.

use std::collections::VecDeque;
use std::fs;
use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::Context;
use athir::{
    Columns, Extract, Fault, Format, Input, IoError, ReadSettings, Record, Records, Report, find_inputs,
    find_inputs_below, read_columns, read_records,
};
use clap::{Args as ClapArgs, ValueEnum};
use jiff::civil::Date;

use crate::output::{Outcome, error_words, refuse, say};
use crate::rows::{self, Rows};

/// Records that are read ahead for each core, and the bytes at which it is enough.
const AHEAD_PER_JOB: usize = 16;
const BYTES_AHEAD: usize = 32 * 1024 * 1024;

/// What to read, and how.
#[derive(Debug, ClapArgs)]
pub(crate) struct InputArgs {
    /// Files of reports (text, pages, feeds, web archives, JSON Lines, tables, Parquet; packed or not), folders of them,
    /// or - for standard input (also when no path is given)
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// How inputs are read.
#[derive(Debug, ClapArgs)]
pub(crate) struct ReadingArgs {
    /// Publication date of the reports, in place of the one in a folder's manifest.toml or in their metadata
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) published: Option<Date>,
    /// What the inputs are, in place of what their names and first bytes show
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub(crate) from: Option<FromFormat>,
    /// Which columns of a table or keys of JSON hold what: text=Summary+Details,published=Date, or a mapping file (.toml)
    #[arg(long, value_name = "MAPPING")]
    pub(crate) columns: Option<String>,
    /// How the main text of a page is found
    #[arg(long, value_enum, default_value = "fast")]
    pub(crate) extract: ExtractMode,
    /// Stop at the first input or record that is faulty
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FromFormat {
    /// Plain text, a report a file
    Text,
    /// Pages in HTML
    Html,
    /// RSS, Atom or JSON feeds
    Feed,
    /// Web archives
    Warc,
    /// A JSON object a line
    Jsonl,
    /// Tables with a header
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExtractMode {
    /// By the rules of browsers' reading views
    Fast,
    /// By rules made for news, several times as slow
    Quality,
}

impl From<ExtractMode> for Extract {
    fn from(mode: ExtractMode) -> Extract {
        match mode {
            ExtractMode::Fast => Extract::Fast,
            ExtractMode::Quality => Extract::Quality,
        }
    }
}

impl ReadingArgs {
    /// The settings that the arguments ask for.
    pub(crate) fn settings(&self) -> anyhow::Result<ReadSettings> {
        let columns = match self.columns.as_deref() {
            None => Columns::default(),
            Some(words) if words.contains('=') => Columns::parse(words).unwrap_or_else(|error| refuse(error)),
            Some(file) => read_columns(Path::new(file)).context("cannot use the mapping of columns")?,
        };
        let format = self.from.map(|format| match format {
            FromFormat::Text => Format::Text,
            FromFormat::Html => Format::Html,
            FromFormat::Feed => Format::Feed,
            FromFormat::Warc => Format::Warc,
            FromFormat::Jsonl => Format::JsonLines,
            FromFormat::Csv => Format::Csv,
        });
        Ok(ReadSettings { format, extract: self.extract.into(), columns, published: self.published })
    }
}

/// The reports of the inputs that the arguments name, read one after the other.
pub(crate) struct Reports {
    inputs: std::vec::IntoIter<Result<Input, IoError>>,
    open: Option<Records>,
    /// What is open, and how many records it has given.
    opened: (PathBuf, usize),
    /// Parquet files, which are read after all others.
    rows: Rows,
    ready: VecDeque<anyhow::Result<Report>>,
    jobs: NonZeroUsize,
    settings: ReadSettings,
    strict: bool,
    stopped: bool,
    n_failed: usize,
    n_undated: usize,
    n_without_text: usize,
    n_not_utf8: usize,
}

impl Reports {
    /// Finds the inputs in files and folders.
    pub(crate) fn find(args: &InputArgs) -> anyhow::Result<Reports> {
        Reports::find_by(args, find_inputs, |_| Vec::new())
    }

    /// Finds the inputs in files and folders, in the folders inside folders too, and Parquet files among them.
    pub(crate) fn find_below(args: &InputArgs) -> anyhow::Result<Reports> {
        Reports::find_by(args, find_inputs_below, rows::find_below)
    }

    /// Finds the inputs. Without a path it is standard input, unless that is a terminal.
    fn find_by(
        args: &InputArgs,
        find: fn(&[PathBuf]) -> Vec<Result<Input, IoError>>,
        tables_in: fn(&Path) -> Vec<PathBuf>,
    ) -> anyhow::Result<Reports> {
        let settings = args.reading.settings()?;
        let paths = if args.paths.is_empty() {
            if io::stdin().is_terminal() {
                refuse("no report given: name a file or a folder, or pipe a text in");
            }
            vec![PathBuf::from("-")]
        } else {
            args.paths.clone()
        };
        let (named, paths): (Vec<PathBuf>, Vec<PathBuf>) = paths
            .into_iter()
            .partition(|path| settings.format.is_none() && !path.is_dir() && rows::is_parquet(path));
        let mut inputs = find(&paths);
        let mut tables = named;
        for folder in paths.iter().filter(|path| path.is_dir()) {
            let found = tables_in(folder);
            if !found.is_empty() {
                inputs.retain(|input| !matches!(input, Err(IoError::EmptyFolder { path }) if path == folder));
            }
            tables.extend(found);
        }
        if args.reading.columns.is_some() && !tables.is_empty() {
            refuse(format!(
                "Parquet files are read by the names of their columns ({}); --columns is for other inputs",
                rows::COLUMNS.join(", ")
            ));
        }
        Ok(Reports {
            inputs: inputs.into_iter(),
            open: None,
            opened: (PathBuf::new(), 0),
            rows: Rows::of(tables),
            ready: VecDeque::new(),
            jobs: jobs(None),
            settings,
            strict: args.reading.strict,
            stopped: false,
            n_failed: 0,
            n_undated: 0,
            n_without_text: 0,
            n_not_utf8: 0,
        })
    }

    /// Whether the file is one of the inputs that are left to read, by whatever name.
    pub(crate) fn read_from(&self, file: &Path) -> bool {
        let Ok(file) = fs::canonicalize(file) else { return false };
        let stdin = Path::new("/dev/stdin");
        let others =
            self.inputs.as_slice().iter().flatten().map(|input| input.path.as_deref().unwrap_or(stdin));
        let mut paths = others.chain(self.rows.files_left().iter().map(PathBuf::as_path));
        file.is_file() && paths.any(|path| fs::canonicalize(path).is_ok_and(|path| path == file))
    }

    /// How many reports are left to read, where each input holds one.
    pub(crate) fn n_left(&self) -> Option<usize> {
        let inputs = self.inputs.as_slice();
        let all_hold_one = inputs.iter().flatten().all(Input::holds_one) && self.rows.files_left().is_empty();
        all_hold_one.then_some(inputs.len())
    }

    /// How many inputs and records could not be used.
    pub(crate) fn n_failed(&self) -> usize {
        self.n_failed
    }

    /// Whether a fault has put an end to the reading, as `--strict` asks.
    pub(crate) fn has_stopped(&self) -> bool {
        self.stopped
    }

    /// Says what a reader of events should know when all is read, and how it went.
    pub(crate) fn finish(self) -> Outcome {
        match self.n_without_text {
            0 => {}
            1 => say("note: one page has no main text and was passed over"),
            n => say(&format!("note: {n} pages have no main text and were passed over")),
        }
        if self.n_not_utf8 > 0 {
            say(
                "note: a text in an older encoding has to be converted first: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW",
            );
        }
        match self.n_undated {
            0 => {}
            1 => say(
                "note: one report has no publication date, so its relative times stay open (see --published)",
            ),
            n => say(&format!(
                "note: {n} reports have no publication date, so their relative times stay open (see --published)"
            )),
        }
        self.outcome()
    }

    /// Tells how it went, when all is read.
    pub(crate) fn outcome(&self) -> Outcome {
        if self.n_failed == 0 { Outcome::Done } else { Outcome::SomeFailed }
    }

    /// The next report or fault. Some records are read ahead, so that reports are made of them on all cores.
    fn read_next(&mut self) -> Option<anyhow::Result<Report>> {
        while self.ready.is_empty() {
            let records = self.read_ahead();
            if records.is_empty() {
                self.ready.extend(self.rows.read());
                let published = self.settings.published;
                for report in self.ready.iter_mut().flatten() {
                    report.published = published.or(report.published);
                }
                break;
            }
            let reports = read_records(records, &self.settings, self.jobs);
            self.ready.extend(reports.into_iter().map(|report| report.map_err(anyhow::Error::new)));
        }
        self.ready.pop_front()
    }

    /// The next records and faults, not more than memory bears.
    fn read_ahead(&mut self) -> Vec<Result<Record, IoError>> {
        let (mut records, mut n_bytes) = (Vec::new(), 0);
        while records.len() < AHEAD_PER_JOB * self.jobs.get() && n_bytes < BYTES_AHEAD {
            if let Some(record) = self.open.as_mut().and_then(Iterator::next) {
                self.opened.1 += 1;
                n_bytes += record.as_ref().map_or(0, Record::n_bytes);
                records.push(record);
                continue;
            }
            if self.open.take().is_some() && self.opened.1 == 0 {
                say(&format!("warning: {}: holds no report", self.opened.0.display()));
            }
            match self.inputs.next() {
                Some(Ok(input)) => {
                    let shown = input.path.clone().unwrap_or_else(|| PathBuf::from("standard input"));
                    self.opened = (shown, 0);
                    self.open = Some(input.records(&self.settings));
                }
                Some(Err(error)) => records.push(Err(error)),
                None => break,
            }
        }
        records
    }
}

impl Iterator for Reports {
    type Item = Report;

    /// Reads the next report that can be read.
    fn next(&mut self) -> Option<Report> {
        while !self.stopped {
            match self.read_next()? {
                Ok(report) => {
                    if !report.text.contains(char::is_alphanumeric) {
                        let path = report.path.as_deref().unwrap_or(Path::new("standard input"));
                        say(&format!("warning: {}: has no text", path.display()));
                    }
                    self.n_undated += usize::from(report.published.is_none());
                    return Some(report);
                }
                Err(error) if error.downcast_ref().is_some_and(IoError::is_omission) => {
                    self.n_without_text += 1
                }
                Err(error) => {
                    self.n_failed += 1;
                    self.n_not_utf8 += usize::from(is_not_utf8(&error));
                    self.stopped = self.strict;
                    say(&error_words(&error));
                }
            }
        }
        None
    }
}

/// Whether an input is refused because its bytes are no UTF-8, as those of a text in an older encoding are.
fn is_not_utf8(error: &anyhow::Error) -> bool {
    matches!(
        error.downcast_ref(),
        Some(
            IoError::Encoding { encoding: "UTF-8", .. }
                | IoError::Record { fault: Fault::Encoding("UTF-8"), .. }
        )
    )
}

fn date(words: &str) -> Result<Date, &'static str> {
    words.parse().map_err(|_| "not a date such as 2017-07-15")
}

/// The number of threads asked for, or one for each core.
pub(crate) fn jobs(asked: Option<NonZeroUsize>) -> NonZeroUsize {
    asked.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
}
