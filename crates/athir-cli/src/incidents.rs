//! `athir incidents`, `athir show`, `athir report` and `athir incident`: looking at incidents, and deciding about them.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context, bail};
use athir::database::{Database, Found, IncidentFilter, Location, Where, actor_keys, read_where, report_of};
use athir::gazetteer::Gazetteer;
use athir::model::{
    Decision, DecisionId, EventKind, Family, Grade, Incident, IncidentId, ReviewStatus, Verdict,
};
use athir::{
    HtmlWriter, IncidentCsv, Registry, ReportWriter, TableStyle, TableWriter, load_actors, write_dossier,
    write_dossier_words, write_incident_table,
};
use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use console::Term;
use jiff::civil::Date;

use crate::database::{ByArgs, DatabaseArgs};
use crate::ingest::write_derived;
use crate::input::jobs;
use crate::output::{self, NewFile, Outcome, printable, say};
use crate::relations::date;
use crate::review::{self, ReviewArgs, correction_words};

/// The width of a table that goes to no terminal.
const WIDTH: usize = 120;
/// Incidents that are read from the database together.
const PAGE: usize = 500;

/// Which incidents.
#[derive(Debug, ClapArgs)]
pub(crate) struct FilterArgs {
    /// Only there: a country (SY, Syria), a place or area by name, or around a point (36.2,37.1,25km)
    #[arg(long = "where", value_name = "PLACE")]
    pub(crate) place: Option<String>,
    /// Only on this day or later, or not over by then
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) since: Option<Date>,
    /// Only on this day or earlier, or begun by then
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) until: Option<Date>,
    /// Only of these kinds or families: shelling, fighting
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kind)]
    pub(crate) kind: Vec<KindOrFamily>,
    /// Only with one of these actors as a side, by code or name
    #[arg(long, value_name = "ACTOR")]
    pub(crate) actor: Vec<String>,
    /// Only with one of these grades: single-source, fair, confirmed, contested
    #[arg(long, value_name = "GRADE", value_delimiter = ',', value_parser = grade)]
    pub(crate) grade: Vec<Grade>,
    /// Only reviewed so far: machine, partly, reviewed
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = status)]
    pub(crate) status: Vec<ReviewStatus>,
    /// Only where a report has these words: all of them, "in quotes" as they stand, -word for none of it
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true)]
    pub(crate) text: Option<String>,
    /// Only what at least N independent sources tell
    #[arg(long, value_name = "N")]
    pub(crate) sources: Option<usize>,
    /// Only what its sources disagree on
    #[arg(long)]
    pub(crate) disputed: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct IncidentsArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    /// Show at most N, the latest first [default: 50 in a table, else all]
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// Format of the output
    #[arg(long, short, value_enum, default_value = "table")]
    pub(crate) format: IncidentsFormat,
    /// Width of tables in columns [default: the terminal's, or 120]
    #[arg(long, value_name = "N")]
    pub(crate) width: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum IncidentsFormat {
    /// A table to read in the terminal
    Table,
    /// One JSON array, with every claim
    Json,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values, a row each
    Csv,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum KindOrFamily {
    Kind(EventKind),
    Family(Family),
}

impl fmt::Display for KindOrFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KindOrFamily::Kind(kind) => f.write_str(kind.as_str()),
            KindOrFamily::Family(family) => f.write_str(family.as_str()),
        }
    }
}

fn kind(word: &str) -> Result<KindOrFamily, String> {
    let family = EventKind::ALL.iter().map(|kind| kind.family()).find(|family| family.as_str() == word);
    if let Some(family) = family {
        return Ok(KindOrFamily::Family(family));
    }
    let unknown = |_| {
        let kinds: Vec<&str> = EventKind::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("neither a kind nor a family; the kinds are {}", kinds.join(", "))
    };
    word.parse().map(KindOrFamily::Kind).map_err(unknown)
}

fn grade(word: &str) -> Result<Grade, &'static str> {
    [Grade::SingleSource, Grade::Fair, Grade::Confirmed, Grade::Contested]
        .into_iter()
        .find(|grade| grade.as_str() == word)
        .ok_or("the grades are single-source, fair, confirmed, contested")
}

fn status(word: &str) -> Result<ReviewStatus, &'static str> {
    [ReviewStatus::Machine, ReviewStatus::Partly, ReviewStatus::Reviewed]
        .into_iter()
        .find(|status| status.as_str() == word)
        .ok_or("the statuses are machine, partly, reviewed")
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ShowArgs {
    /// Ids of incidents, reports, events or ties
    #[arg(value_name = "ID", required = true)]
    pub(crate) ids: Vec<String>,
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// Print everything as JSON, one object a line
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ReportArgs {
    /// The id of an incident, a report or an event
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// As one self-contained page to read in a browser
    #[arg(long)]
    pub(crate) html: bool,
    /// File to write, in place of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct IncidentArgs {
    #[command(subcommand)]
    pub(crate) what: IncidentCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum IncidentCommand {
    /// Decide that incidents, or single events, are one incident
    Merge(MergeArgs),
    /// Decide that some events of an incident are another incident
    Split(SplitArgs),
    /// Decide that two incidents belong together and are not the same
    Relate(RelateArgs),
    /// Note that a person has looked at incidents or events: accepted, rejected, or to be looked at again
    Review(ReviewArgs),
    /// List the events that people have rejected
    Rejected(DatabaseArgs),
    /// Decide that an earlier decision no longer holds
    Undo(UndoArgs),
    /// List what people have decided
    Decisions(DatabaseArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct DecideArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// Why
    #[arg(long, value_name = "WORDS")]
    pub(crate) note: Option<String>,
    /// Folder with actors of your own, as the reports were read with
    #[arg(long, value_name = "DIR")]
    pub(crate) actors: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) by: ByArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct MergeArgs {
    /// Ids of incidents or events
    #[arg(value_name = "ID", required = true, num_args = 2..)]
    pub(crate) ids: Vec<String>,
    #[command(flatten)]
    pub(crate) decide: DecideArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SplitArgs {
    /// The incident
    #[arg(value_name = "INCIDENT")]
    pub(crate) incident: String,
    /// The events of it that are another incident
    #[arg(value_name = "EVENT", required = true)]
    pub(crate) events: Vec<String>,
    #[command(flatten)]
    pub(crate) decide: DecideArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct RelateArgs {
    /// One incident
    #[arg(value_name = "A")]
    pub(crate) a: String,
    /// The other
    #[arg(value_name = "B")]
    pub(crate) b: String,
    #[command(flatten)]
    pub(crate) decide: DecideArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct UndoArgs {
    /// The decision
    #[arg(value_name = "DECISION")]
    pub(crate) decision: String,
    #[command(flatten)]
    pub(crate) decide: DecideArgs,
}

pub(crate) fn list(args: &IncidentsArgs) -> anyhow::Result<Outcome> {
    let filter = args.filter.read()?;
    let mut database = args.database.open()?;
    let mut out = output::stdout();
    match args.format {
        IncidentsFormat::Table => {
            let limit = args.limit.unwrap_or(50);
            let page = database.store().incidents(&filter, None, limit)?;
            let terminal = Some(Term::stdout()).filter(Term::is_term);
            let columns = terminal.as_ref().and_then(Term::size_checked).map(|(_, columns)| columns.into());
            let is_styled = terminal.is_some() && console::colors_enabled();
            let style = if is_styled { TableStyle::Ansi } else { TableStyle::Plain };
            write_incident_table(&mut out, &page.incidents, args.width.or(columns).unwrap_or(WIDTH), style)?;
            out.flush()?;
            if page.incidents.is_empty() {
                say("no incident is like this");
            } else if page.next.is_some() {
                const MOST: usize = 10_000;
                let n = database.store().count_incidents(&filter, MOST)?;
                let n = if n < MOST { n.to_string() } else { format!("more than {MOST}") };
                say(&format!("these are the latest {} of {n}; see --limit", page.incidents.len()));
            }
            return Ok(Outcome::Done);
        }
        IncidentsFormat::Csv => {
            let mut csv = IncidentCsv::new(&mut out)?;
            each(&mut database, &filter, args.limit, |incident| Ok(csv.write(incident)?))?;
            csv.finish()?;
        }
        IncidentsFormat::Jsonl => each(&mut database, &filter, args.limit, |incident| {
            serde_json::to_writer(&mut out, incident)?;
            Ok(writeln!(out)?)
        })?,
        IncidentsFormat::Json => {
            let mut separator = "[\n";
            each(&mut database, &filter, args.limit, |incident| {
                out.write_all(separator.as_bytes())?;
                separator = ",\n";
                Ok(serde_json::to_writer(&mut out, incident)?)
            })?;
            writeln!(out, "{}", if separator == ",\n" { "\n]" } else { "[]" })?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

impl FilterArgs {
    /// What is looked for.
    pub(crate) fn read(&self) -> anyhow::Result<IncidentFilter> {
        if let (Some(since), Some(until)) = (self.since, self.until)
            && since > until
        {
            bail!("nothing lies since {since} and until {until}: the first day is after the last");
        }
        let place = self.place.as_deref().map(|words| read_where(words, Gazetteer::builtin()));
        if let Some(Where::Named(words)) = &place
            && is_meant_as_point(words)
        {
            bail!("{words} is no point: write latitude, longitude and a distance, as in 36.2,37.1,25km");
        }
        let mut filter = IncidentFilter {
            place,
            since: self.since,
            until: self.until,
            actors: self.actor.iter().flat_map(|name| actor_keys(name, Registry::builtin())).collect(),
            grades: self.grade.clone(),
            statuses: self.status.clone(),
            text: self.text.clone(),
            min_sources: self.sources,
            disputed: self.disputed.then_some(true),
            ..IncidentFilter::default()
        };
        for asked in &self.kind {
            match *asked {
                KindOrFamily::Kind(kind) => filter.kinds.push(kind),
                KindOrFamily::Family(family) => filter.families.push(family),
            }
        }
        Ok(filter)
    }
}

/// Whether words that name no place are numbers: a point that is not on the map, or a distance that is none.
fn is_meant_as_point(words: &str) -> bool {
    words.contains(',')
        && words.split(',').all(|part| part.trim().trim_end_matches("km").trim().parse::<f64>().is_ok())
}

/// Goes through the incidents page by page, all of one state of the database.
fn each(
    database: &mut Database,
    filter: &IncidentFilter,
    limit: Option<usize>,
    mut then: impl FnMut(&Incident) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    database.store().frozen(|store| {
        let mut left = limit.unwrap_or(usize::MAX);
        let mut from = None;
        while left > 0 {
            let page = store.incidents(filter, from.as_ref(), PAGE.min(left))?;
            page.incidents.iter().try_for_each(&mut then)?;
            left -= page.incidents.len();
            from = page.next;
            if from.is_none() {
                break;
            }
        }
        Ok(())
    })
}

pub(crate) fn show(args: &ShowArgs) -> anyhow::Result<Outcome> {
    let mut database = args.database.open()?;
    let mut out = output::stdout();
    let mut outcome = Outcome::Done;
    for (n, id) in args.ids.iter().enumerate() {
        let Some(found) = database.find(id)? else {
            say(&format!("{}: no such incident, report, event or tie", printable(id)));
            outcome = Outcome::SomeFailed;
            continue;
        };
        if args.json {
            write_json(&mut out, &found)?;
            continue;
        }
        if n > 0 {
            writeln!(out)?;
        }
        write_words(&mut out, &found)?;
    }
    out.flush()?;
    Ok(outcome)
}

fn write_json(out: &mut impl Write, found: &Found) -> anyhow::Result<()> {
    match found {
        Found::Incident(dossier) => serde_json::to_writer(&mut *out, dossier)?,
        Found::Report(coded, incidents) => {
            let value = serde_json::json!({"report": coded.report, "text": coded.text, "coding": coded.coding,
                "coded": coded.coded, "incidents": incidents});
            serde_json::to_writer(&mut *out, &value)?;
        }
        Found::Event(coded, id, incidents) => {
            let event = coded.coded.events.iter().find(|event| event.id == *id);
            let value = serde_json::json!({"report": coded.report, "coding": coded.coding, "event": event,
                "incidents": incidents});
            serde_json::to_writer(&mut *out, &value)?;
        }
        Found::Tie(tie) => serde_json::to_writer(&mut *out, tie)?,
    }
    Ok(writeln!(out)?)
}

fn write_words(out: &mut impl Write, found: &Found) -> anyhow::Result<()> {
    let tell_incidents = |out: &mut dyn Write, incidents: &[IncidentId]| -> io::Result<()> {
        incidents.iter().try_for_each(|id| writeln!(out, "  in incident {id}"))
    };
    match found {
        Found::Incident(dossier) => write_dossier_words(out, dossier)?,
        Found::Report(coded, incidents) => {
            let mut table = TableWriter::new(&mut *out, WIDTH, TableStyle::Plain);
            table.write(&report_of(coded), &coded.coded)?;
            table.finish()?;
            tell_incidents(out, incidents)?;
            writeln!(out, "\n{}", printable(&coded.text))?;
        }
        Found::Event(coded, id, incidents) => {
            let mut one = coded.coded.clone();
            one.events.retain(|event| event.id == *id);
            one.ties.clear();
            let mut table = TableWriter::new(&mut *out, WIDTH, TableStyle::Plain);
            table.write(&report_of(coded), &one)?;
            table.finish()?;
            for quote in one.events.iter().flat_map(|event| &event.evidence) {
                writeln!(out, "  \"{}\"", printable(&quote.text).replace('\n', " "))?;
            }
            tell_incidents(out, incidents)?;
        }
        Found::Tie(tie) => {
            serde_json::to_writer_pretty(&mut *out, tie)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

/// Writes one incident, or one report with what was coded in it, for somebody to keep.
pub(crate) fn report(args: &ReportArgs) -> anyhow::Result<Outcome> {
    let mut database = args.database.open()?;
    let Some(found) = database.find(&args.id)? else {
        bail!("{}: no such incident, report or event", printable(&args.id));
    };
    let Some(path) = &args.output else {
        write_report(args, &found, output::stdout())?;
        return Ok(Outcome::Done);
    };
    let same = |file: &PathBuf| {
        fs::canonicalize(file).ok().is_some_and(|file| fs::canonicalize(path).is_ok_and(|path| path == file))
    };
    if matches!(&args.database.db, Location::File(file) if same(file)) {
        output::refuse(format!("{} is the database; name another file to write to", path.display()));
    }
    let cannot_write = || format!("cannot write {}", path.display());
    let (file, out) = NewFile::create(path).with_context(cannot_write)?;
    write_report(args, &found, out).with_context(cannot_write)?;
    file.keep().with_context(cannot_write)?;
    Ok(Outcome::Done)
}

fn write_report(args: &ReportArgs, found: &Found, mut out: impl Write) -> anyhow::Result<()> {
    match found {
        Found::Incident(dossier) if args.html => write_dossier(&mut out, dossier)?,
        Found::Report(coded, _) | Found::Event(coded, ..) if args.html => {
            let mut page = HtmlWriter::new(&mut out);
            page.write(&report_of(coded), &coded.coded)?;
            page.finish()?;
        }
        Found::Tie(_) if args.html => bail!("{}: a tie has no page; see athir show", args.id),
        found => write_words(&mut out, found)?,
    }
    Ok(out.flush()?)
}

pub(crate) fn incident(args: &IncidentArgs) -> anyhow::Result<Outcome> {
    match &args.what {
        IncidentCommand::Merge(args) => {
            decide(&args.decide, |database, stamp, note| database.merge(&args.ids, note, stamp))
        }
        IncidentCommand::Split(args) => decide(&args.decide, |database, stamp, note| {
            database.split(&IncidentId(args.incident.clone()), &args.events, note, stamp)
        }),
        IncidentCommand::Relate(args) => {
            decide(&args.decide, |database, stamp, note| database.relate(&args.a, &args.b, note, stamp))
        }
        IncidentCommand::Review(args) => review::review(args),
        IncidentCommand::Rejected(args) => review::rejected(args),
        IncidentCommand::Undo(args) => decide(&args.decide, |database, stamp, note| {
            database.undo(&DecisionId(args.decision.clone()), note, stamp)
        }),
        IncidentCommand::Decisions(args) => decisions(args),
    }
}

/// Keeps a decision, and makes anew what follows from it.
pub(crate) fn decide(
    args: &DecideArgs,
    take: impl FnOnce(
        &mut Database,
        &athir::database::Stamp,
        Option<&str>,
    ) -> Result<Decision, athir::database::DatabaseError>,
) -> anyhow::Result<Outcome> {
    let stamp = args.by.stamp();
    let mut database = args.database.open()?;
    let decision = take(&mut database, &stamp, args.note.as_deref())?;
    let own = args.actors.as_deref().map(load_actors).transpose()?;
    let registry = own.as_ref().unwrap_or_else(|| Registry::builtin());
    let derived = database.derive(registry, jobs(None), &stamp)?;
    let mut out = output::stdout();
    writeln!(out, "decision {} (athir incident undo {} takes it back)", decision.id, decision.id)?;
    write_derived(&mut out, &derived)?;
    out.flush()?;
    Ok(Outcome::Done)
}

fn decisions(args: &DatabaseArgs) -> anyhow::Result<Outcome> {
    let mut database = args.open()?;
    let mut out = output::stdout();
    for decision in database.store().decisions()? {
        let events = |anchors: &[athir::model::Anchor]| {
            let ids: Vec<&str> = anchors.iter().map(|anchor| &*anchor.event.event.0).collect();
            ids.join(" ")
        };
        let what = match &decision.verdict {
            Verdict::Merge { events: merged } => format!("merge {}", events(merged)),
            Verdict::Split { groups } => {
                let groups: Vec<String> = groups.iter().map(|group| events(group)).collect();
                format!("split {}", groups.join(" | "))
            }
            Verdict::Related { a, b } => format!("related {} {}", a.event.event.0, b.event.event.0),
            Verdict::Review { events: seen, review } => format!("{} {}", review.as_str(), events(seen)),
            Verdict::Correct { event, correction } => {
                format!("correct {} {}", event.event.event.0, correction_words(correction))
            }
            Verdict::Undo { decision } => format!("undo {decision}"),
        };
        let note = decision.note.map_or_else(String::new, |note| format!(": {note}"));
        writeln!(out, "{}", printable(&format!("{}  {}  {what}{note}", decision.id, decision.by)))?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}
