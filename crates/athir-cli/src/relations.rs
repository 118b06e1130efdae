//! What the commands on the network share: where it comes from, how actors are named, rows in three formats.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::num::NonZeroUsize;

use athir::database::{Database, Location};
use athir::model::{ActorKey, Bond, TieBound};
use athir::network::{Network, add_coded};
use athir::{Pipeline, Registry, Report, load_actors};
use clap::{Args as ClapArgs, ValueEnum};
use jiff::civil::Date;
use unicode_width::UnicodeWidthStr;

use crate::args::KnowledgeArgs;
use crate::input::{InputArgs, Reports, jobs};
use crate::output::{Outcome, printable, refuse};

/// Reports that are coded together.
const BATCH_PER_JOB: usize = 32;

/// Where the network comes from: a database, or reports that are coded on the way.
#[derive(Debug, ClapArgs)]
pub(crate) struct NetworkArgs {
    /// The database, in place of reports: a file, or postgres://user@host/name
    #[arg(long, value_name = "FILE|URL", conflicts_with = "paths")]
    pub(crate) db: Option<Location>,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Format of the output
    #[arg(long, short, value_enum, default_value = "table")]
    pub(crate) format: RowFormat,
    /// Number of threads that code reports [default: one for each core]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) knowledge: KnowledgeArgs,
}

/// How rows are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowFormat {
    /// A table for the terminal
    Table,
    /// One JSON document
    Json,
    /// Comma-separated values with a header
    Csv,
}

/// The network with what its actors are called.
pub(crate) struct Read {
    pub(crate) network: Network,
    pub(crate) registry: RegistryOf,
    pub(crate) database: Option<Database>,
    names: BTreeMap<ActorKey, String>,
    pub(crate) outcome: Outcome,
}

/// The registry that actors are named by.
pub(crate) enum RegistryOf {
    Builtin(&'static Registry),
    Own(Box<Registry>),
}

impl RegistryOf {
    pub(crate) fn get(&self) -> &Registry {
        match self {
            RegistryOf::Builtin(registry) => registry,
            RegistryOf::Own(registry) => registry,
        }
    }
}

impl Read {
    /// Reads the database, or codes the reports.
    pub(crate) fn from(args: &NetworkArgs) -> anyhow::Result<Read> {
        let registry = match &args.knowledge.actors {
            Some(folder) => RegistryOf::Own(Box::new(load_actors(folder)?)),
            None => RegistryOf::Builtin(Registry::builtin()),
        };
        let (network, database, outcome) = match &args.db {
            Some(at) => {
                let mut database = Database::open(at)?;
                (database.network()?, Some(database), Outcome::Done)
            }
            None => {
                let mut reports = Reports::find(&args.input)?;
                let pipeline = Pipeline::new(&args.knowledge.config())?;
                let jobs = jobs(args.jobs);
                let mut network = Network::new();
                loop {
                    let batch: Vec<Report> = reports.by_ref().take(BATCH_PER_JOB * jobs.get()).collect();
                    if batch.is_empty() {
                        break;
                    }
                    add_coded(&mut network, &pipeline.code_all(&batch, jobs));
                }
                (network, None, reports.finish())
            }
        };
        let mut read = Read { network, registry, database, names: BTreeMap::new(), outcome };
        read.names = read.network.actors().into_iter().map(|actor| (actor.key, actor.name)).collect();
        Ok(read)
    }

    /// What an actor is called: by reports, else by the registry, else its key.
    pub(crate) fn name(&self, key: &ActorKey) -> String {
        let of_registry = || {
            let registry = self.registry.get();
            Some(registry.actor(registry.by_code(&key.0)?).name.clone())
        };
        printable(&self.names.get(key).cloned().or_else(of_registry).unwrap_or_else(|| key.0.clone()))
    }

    /// The actor of a name, or the program ends.
    pub(crate) fn actor(&mut self, name: &str) -> ActorKey {
        let registry = self.registry.get();
        athir::network::find_actor(&mut self.network, registry, name).unwrap_or_else(|| {
            refuse(format!("no report speaks of {name:?}; `athir actors` lists who is spoken of"))
        })
    }

    /// The last day of any evidence: the day that questions without one are asked for.
    pub(crate) fn last_day(&mut self) -> Option<Date> {
        self.network.bonds().iter().filter_map(|bond| bond.last_evidence).max()
    }
}

/// An end of an interval in words: the day, month or year; `?` where it is open, `≤` or `≥` where it is only evidenced.
pub(crate) fn bound_words(bound: &TieBound, evidenced: &str) -> String {
    let day = |date: Date| date.to_string();
    let known = match (bound.from, bound.to) {
        (Some(from), Some(to)) if from == to => day(from),
        (Some(from), Some(to))
            if from.year() == to.year() && from.month() == to.month() && from.day() == 1 =>
        {
            format!("{:04}-{:02}", from.year(), from.month())
        }
        (Some(from), Some(to)) if from.year() == to.year() && from.day_of_year() == 1 && to.month() == 12 => {
            format!("{:04}", from.year())
        }
        (Some(from), Some(to)) => format!("{from}..{to}"),
        (Some(from), None) => format!("{from}.."),
        (None, Some(to)) => format!("..{to}"),
        (None, None) => return "?".to_owned(),
    };
    if bound.is_known() { known } else { format!("{evidenced}{known}") }
}

/// How many reports are evidence for a tie.
pub(crate) fn n_reports(bond: &Bond) -> usize {
    let mut reports: Vec<&str> = bond.evidence.iter().map(|e| e.report.0.as_str()).collect();
    reports.sort_unstable();
    reports.dedup();
    reports.len()
}

/// Rows under a header, for a table or CSV.
pub(crate) struct Rows {
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Rows {
    pub(crate) fn new(header: &[&'static str]) -> Rows {
        Rows { header: header.to_vec(), rows: Vec::new() }
    }

    pub(crate) fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// Writes columns as wide as their widest value.
    pub(crate) fn write_table(&self, out: &mut impl Write) -> io::Result<()> {
        let mut widths: Vec<usize> = self.header.iter().map(|name| name.width()).collect();
        for row in &self.rows {
            for (width, value) in widths.iter_mut().zip(row) {
                *width = (*width).max(value.width());
            }
        }
        let header: Vec<String> = self.header.iter().map(|name| (*name).to_owned()).collect();
        for row in std::iter::once(&header).chain(&self.rows) {
            let mut line = String::new();
            for (value, width) in row.iter().zip(&widths) {
                line.push_str(value);
                line.extend(std::iter::repeat_n(' ', width.saturating_sub(value.width()) + 2));
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    /// Writes comma-separated values as RFC 4180 has them.
    pub(crate) fn write_csv(&self, out: &mut impl Write) -> io::Result<()> {
        let field = |value: &str| {
            if value.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", value.replace('"', "\"\""))
            } else {
                value.to_owned()
            }
        };
        let header: Vec<String> = self.header.iter().map(|name| name.replace(' ', "_")).collect();
        for row in std::iter::once(&header).chain(&self.rows) {
            let line: Vec<String> = row.iter().map(|value| field(value)).collect();
            write!(out, "{}\r\n", line.join(","))?;
        }
        Ok(())
    }
}

/// Writes a value as one JSON document.
pub(crate) fn write_json(out: &mut impl Write, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(io::Error::from)?;
    writeln!(out)
}

/// A date, or nothing.
pub(crate) fn day(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// Reads a date from an argument.
pub(crate) fn date(words: &str) -> Result<Date, &'static str> {
    words.parse().map_err(|_| "not a date such as 2017-07-15")
}
