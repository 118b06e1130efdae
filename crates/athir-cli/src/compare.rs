//! `athir compare`: the incidents of a database beside a table of events that others have made.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, bail};
use athir::compare::{
    Agreement, Comparison, EventTable, Field, FieldTally, Found, Limits, Mapping, OurEvent, TableEvent,
    compare, read_events,
};
use athir::database::Where;
use athir::export::table::defused;
use athir::gazetteer::Gazetteer;
use athir::{Input, ManifestEntry, Registry, load_actors};
use clap::{Args as ClapArgs, ValueEnum};
use jiff::civil::Date;
use serde::Serialize;

use crate::database::DatabaseArgs;
use crate::incidents::FilterArgs;
use crate::output::{NewFile, Outcome, printable, say, stdout};

/// Faults of the table that are told one by one.
const MOST_FAULTS: usize = 5;

#[derive(Debug, ClapArgs)]
pub(crate) struct CompareArgs {
    /// The table: UCDP GED or Candidate (its header may be missing), ACLED, or any other by --mapping
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    filter: FilterArgs,
    /// TOML file that says which columns of the table are what (docs/compare.md)
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Kilometres that two accounts may be apart beyond their own precision
    #[arg(long, value_name = "KM", default_value_t = 25.0)]
    km: f64,
    /// Days that two accounts may be apart beyond their own precision
    #[arg(long, value_name = "DAYS", default_value_t = 2)]
    days: u16,
    /// The least likeness of a pair, from 0 to 1
    #[arg(long, value_name = "SCORE", default_value_t = 0.6)]
    score: f64,
    /// Show the rows of these classes too: found, missed, extra, differing
    #[arg(long, value_name = "CLASS", value_delimiter = ',')]
    rows: Vec<Class>,
    /// Format of the output
    #[arg(long, short, value_enum, default_value = "table")]
    format: CompareFormat,
    /// File to write, in place of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Folder with actors of your own, as the reports were read with
    #[arg(long, value_name = "DIR")]
    actors: Option<PathBuf>,
}

/// Rows that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Class {
    /// What both have
    Found,
    /// What the table has alone
    Missed,
    /// What the database has alone
    Extra,
    /// What both have and tell otherwise in some field
    Differing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CompareFormat {
    /// Figures to read in the terminal, and rows where they are asked for
    Table,
    /// One JSON object with figures and all rows
    Json,
    /// Comma-separated values, a row an event of the table or an incident; all classes, or those of --rows
    Csv,
}

#[expect(clippy::disallowed_methods, reason = "the mapping is a file of the user")]
pub(crate) fn run(args: &CompareArgs) -> anyhow::Result<Outcome> {
    let mapping = match &args.mapping {
        None => None,
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            Some(Mapping::from_toml(&text).with_context(|| path.display().to_string())?)
        }
    };
    let own;
    let mut registry = Registry::builtin();
    if let Some(folder) = &args.actors {
        own = load_actors(folder)?;
        registry = &own;
    }
    let filter = args.filter.read()?;
    let mut database = args.database.open()?;
    let input = Input::new(Some(args.file.clone()), ManifestEntry::default());
    let EventTable { mut events, faults, unread } =
        read_events(&input, mapping.as_ref(), registry, Gazetteer::builtin())?;
    for fault in faults.iter().take(MOST_FAULTS) {
        let (file, cell) = (args.file.display(), printable(&fault.cell));
        say(&format!("{file}:{}: {} is {cell:?}: {}", fault.line, fault.column, fault.what));
    }
    for fault in unread.iter().take(MOST_FAULTS) {
        let (file, cell) = (args.file.display(), printable(&fault.cell));
        let (line, column, what) = (fault.line, &fault.column, fault.what);
        say(&format!("{file}:{line}: {column} is {cell:?}: {what}; the row is compared without it"));
    }
    if unread.len() > MOST_FAULTS {
        say(&format!("and {} more cells that are not understood", unread.len() - MOST_FAULTS));
    }
    if faults.len() > MOST_FAULTS {
        say(&format!("and {} more rows that cannot be used", faults.len() - MOST_FAULTS));
    }
    if events.is_empty() && !faults.is_empty() {
        bail!("{}: no row can be used", args.file.display());
    }
    let n_all = events.len();
    events.retain(|event| is_asked(event, &filter.place, filter.since, filter.until));
    let has_deaths = events.iter().any(|event| event.deaths.is_some());
    let is_lethal =
        has_deaths && events.iter().all(|event| event.deaths.is_some_and(|[_, _, high]| high > 0));
    let mut ours = database.comparable(&filter, registry)?;
    let n_comparable = ours.len();
    if is_lethal && args.filter.kind.is_empty() {
        // A table of deaths alone has nothing to say of what killed nobody.
        ours.retain(|one| one.deaths.is_some_and(|[_, _, high]| high > 0 || one.is_open));
    }
    let limits = Limits { km: args.km, days: args.days, score: args.score };
    let scope = Scope {
        rows_read: n_all + faults.len(),
        rows_unusable: faults.len(),
        rows_outside_filter: n_all - events.len(),
        incidents_without_deaths: n_comparable - ours.len(),
    };
    let comparison = compare(events, ours, &limits);
    match &args.output {
        None => {
            let mut out = stdout();
            write(args, &comparison, &scope, &mut out)?;
            out.flush()?;
        }
        Some(path) => {
            let failed = || format!("cannot write {}", path.display());
            let (file, mut out) = NewFile::create(path).with_context(failed)?;
            write(args, &comparison, &scope, &mut out)?;
            out.flush().with_context(failed)?;
            file.keep().with_context(failed)?;
        }
    }
    Ok(if faults.is_empty() && unread.is_empty() { Outcome::Done } else { Outcome::SomeFailed })
}

/// What was compared with what.
#[derive(Clone, Copy, Debug, Serialize)]
struct Scope {
    rows_read: usize,
    rows_unusable: usize,
    rows_outside_filter: usize,
    incidents_without_deaths: usize,
}

/// Whether the filter lets an event of the table through: by day, country and rectangle, the parts of it that a table has.
fn is_asked(event: &TableEvent, place: &Option<Where>, since: Option<Date>, until: Option<Date>) -> bool {
    let is_there = match place {
        None | Some(Where::Named(_)) => true,
        Some(Where::Country(code)) => event.country.as_ref().is_none_or(|country| country == code),
        Some(Where::Between { south, west, north, east }) => event
            .point
            .is_some_and(|(lat, lon)| (*south..=*north).contains(&lat) && (*west..=*east).contains(&lon)),
    };
    is_there
        && since.is_none_or(|since| event.last >= since)
        && until.is_none_or(|until| event.first <= until)
}

fn write(
    args: &CompareArgs,
    comparison: &Comparison,
    scope: &Scope,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    match args.format {
        CompareFormat::Table => write_figures(args, comparison, scope, out),
        CompareFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &Figures::new(comparison, scope, true))?;
            Ok(writeln!(out)?)
        }
        CompareFormat::Csv => write_rows(args, comparison, out),
    }
}

#[derive(Serialize)]
struct Figures<'a> {
    scope: &'a Scope,
    n_found: usize,
    n_missed: usize,
    n_extra: usize,
    share_found: Option<f64>,
    median_km: Option<f64>,
    same_priogrid_cell: (usize, usize),
    fields: BTreeMap<Field, FieldTally>,
    #[serde(flatten)]
    rows: Option<&'a Comparison>,
}

impl<'a> Figures<'a> {
    fn new(comparison: &'a Comparison, scope: &'a Scope, with_rows: bool) -> Figures<'a> {
        Figures {
            scope,
            n_found: comparison.found.len(),
            n_missed: comparison.missed.len(),
            n_extra: comparison.extra.len(),
            share_found: comparison.share_found(),
            median_km: comparison.median_km(),
            same_priogrid_cell: comparison.same_cell(),
            fields: comparison.tallies(),
            rows: with_rows.then_some(comparison),
        }
    }
}

fn write_figures(
    args: &CompareArgs,
    comparison: &Comparison,
    scope: &Scope,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let figures = Figures::new(comparison, scope, false);
    let n_theirs = figures.n_found + figures.n_missed;
    writeln!(out, "events of the table compared  {n_theirs} of {}", scope.rows_read)?;
    if scope.rows_outside_filter > 0 {
        writeln!(out, "  outside the filter          {}", scope.rows_outside_filter)?;
    }
    if scope.rows_unusable > 0 {
        writeln!(out, "  cannot be used              {}", scope.rows_unusable)?;
    }
    let share = figures.share_found.map(|share| format!(" ({:.0} %)", share * 100.0)).unwrap_or_default();
    writeln!(out, "found    {:>6}{share}   both have it", figures.n_found)?;
    writeln!(out, "missed   {:>6}   the table has it alone", figures.n_missed)?;
    writeln!(out, "extra    {:>6}   the database has it alone", figures.n_extra)?;
    if scope.incidents_without_deaths > 0 {
        writeln!(
            out,
            "         {:>6}   incidents without deaths, of which this table has none, are left out",
            scope.incidents_without_deaths
        )?;
    }
    if figures.n_found > 0 {
        writeln!(out, "\nof what both have      same  within  differs  unknown")?;
        for (field, tally) in &figures.fields {
            let FieldTally { same, within, differs, unknown } = tally;
            writeln!(out, "  {:<18}{same:>7}{within:>8}{differs:>9}{unknown:>9}", field.as_str())?;
        }
        if let Some(km) = figures.median_km {
            let (same, of) = figures.same_priogrid_cell;
            writeln!(out, "  median distance {km:.1} km; {same} of {of} in one cell of PRIO-GRID")?;
        }
    }
    for class in &args.rows {
        writeln!(out)?;
        match class {
            Class::Found => comparison.found.iter().try_for_each(|found| write_found(found, out))?,
            Class::Differing => {
                let differing = comparison.found.iter().filter(|found| differs(found));
                differing.into_iter().try_for_each(|found| write_found(found, out))?;
            }
            Class::Missed => comparison.missed.iter().try_for_each(|event| {
                writeln!(out, "{}", printable(&format!("missed   {}", their_words(event))))
            })?,
            Class::Extra => comparison.extra.iter().try_for_each(|one| {
                writeln!(out, "{}", printable(&format!("extra    {}", our_words(one))))
            })?,
        }
    }
    Ok(())
}

fn differs(found: &Found) -> bool {
    found.fields.values().any(|agreement| *agreement == Agreement::Differs)
}

fn write_found(found: &Found, out: &mut dyn Write) -> std::io::Result<()> {
    let fields: Vec<String> = found
        .fields
        .iter()
        .map(|(field, agreement)| format!("{} {}", field.as_str(), agreement.as_str()))
        .collect();
    let km = found.pair.km.map(|km| format!(", {km:.1} km")).unwrap_or_default();
    writeln!(out, "{}", printable(&format!("found    {}", their_words(&found.theirs))))?;
    writeln!(out, "{}", printable(&format!("         {}", our_words(&found.ours))))?;
    writeln!(out, "         {}{km}; likeness {:.2}", fields.join(", "), found.pair.score)
}

fn their_words(event: &TableEvent) -> String {
    let TableEvent { id, first, last, place, actors, deaths, .. } = event;
    format!(
        "{id}  {}  {place}  {}  {}",
        days(*first, *last),
        actors.join(" – "),
        deaths_words(*deaths, false)
    )
}

fn our_words(event: &OurEvent) -> String {
    let OurEvent { id, kind, first, last, place, actors, deaths, is_open, .. } = event;
    let days = days(*first, *last);
    format!("{id}  {days}  {kind}  {place}  {}  {}", actors.join(" – "), deaths_words(*deaths, *is_open))
}

fn days(first: Date, last: Date) -> String {
    if first == last { first.to_string() } else { format!("{first}..{last}") }
}

fn deaths_words(deaths: Option<[u64; 3]>, is_open: bool) -> String {
    let open = if is_open { "+" } else { "" };
    match deaths {
        None => String::new(),
        Some([low, best, high]) if low == high => format!("{best}{open} dead"),
        Some([low, best, high]) => format!("{best} ({low}–{high}{open}) dead"),
    }
}

/// The columns of the rows.
const COLUMNS: [&str; 26] = [
    "class",
    "event",
    "line",
    "incident",
    "likeness",
    "km",
    "same_priogrid_cell",
    "days_apart",
    "place_agrees",
    "time_agrees",
    "deaths_agree",
    "actors_agree",
    "kind_agrees",
    "event_first",
    "event_last",
    "incident_first",
    "incident_last",
    "event_place",
    "incident_place",
    "event_actors",
    "incident_actors",
    "event_low",
    "event_best",
    "event_high",
    "incident_best",
    "incident_kind",
];

fn write_rows(args: &CompareArgs, comparison: &Comparison, out: &mut dyn Write) -> anyhow::Result<()> {
    let wants = |class| args.rows.is_empty() || args.rows.contains(&class);
    write_cells(out, COLUMNS.map(str::to_owned))?;
    for found in &comparison.found {
        if wants(Class::Found) || args.rows.contains(&Class::Differing) && differs(found) {
            let class = if differs(found) { "differing" } else { "found" };
            write_cells(out, cells(class, Some(&found.theirs), Some(&found.ours), Some(found)))?;
        }
    }
    if wants(Class::Missed) {
        for event in &comparison.missed {
            write_cells(out, cells("missed", Some(event), None, None))?;
        }
    }
    if wants(Class::Extra) {
        for one in &comparison.extra {
            write_cells(out, cells("extra", None, Some(one), None))?;
        }
    }
    Ok(())
}

fn cells(
    class: &str,
    theirs: Option<&TableEvent>,
    ours: Option<&OurEvent>,
    found: Option<&Found>,
) -> [String; 26] {
    let agrees = |field| {
        found.and_then(|found| found.fields.get(&field)).map(|a| a.as_str().to_owned()).unwrap_or_default()
    };
    let their = |of: &dyn Fn(&TableEvent) -> String| theirs.map(of).unwrap_or_default();
    let our = |of: &dyn Fn(&OurEvent) -> String| ours.map(of).unwrap_or_default();
    let died =
        |n: usize| their(&|event| event.deaths.map(|deaths| deaths[n].to_string()).unwrap_or_default());
    [
        class.to_owned(),
        their(&|event| event.id.clone()),
        their(&|event| event.line.to_string()),
        our(&|one| one.id.clone()),
        found.map(|found| format!("{:.3}", found.pair.score)).unwrap_or_default(),
        found.and_then(|found| found.pair.km).map(|km| format!("{km:.1}")).unwrap_or_default(),
        found.and_then(|found| found.pair.same_cell).map(|same| same.to_string()).unwrap_or_default(),
        found.map(|found| found.pair.days_apart.to_string()).unwrap_or_default(),
        agrees(Field::Place),
        agrees(Field::Time),
        agrees(Field::Deaths),
        agrees(Field::Actors),
        agrees(Field::Kind),
        their(&|event| event.first.to_string()),
        their(&|event| event.last.to_string()),
        our(&|one| one.first.to_string()),
        our(&|one| one.last.to_string()),
        their(&|event| event.place.clone()),
        our(&|one| one.place.clone()),
        their(&|event| event.actors.join("; ")),
        our(&|one| one.actors.join("; ")),
        died(0),
        died(1),
        died(2),
        our(&|one| one.deaths.map(|deaths| deaths[1].to_string()).unwrap_or_default()),
        our(&|one| one.kind.to_owned()),
    ]
}

/// A row of RFC 4180. A text that a spreadsheet would run gets an apostrophe before it.
fn write_cells(out: &mut dyn Write, cells: [String; 26]) -> std::io::Result<()> {
    for (n, cell) in cells.iter().enumerate() {
        if n > 0 {
            out.write_all(b",")?;
        }
        // Of the numbers here none is below nought.
        let cell = defused(cell);
        if cell.contains([',', '"', '\n', '\r']) {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\n")
}
