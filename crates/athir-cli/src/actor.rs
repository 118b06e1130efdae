//! `athir actor`: one actor's names, lineage, friends and foes.

use std::io::Write;

use athir::database::IncidentFilter;
use athir::model::{ActorKey, Bond, Incident, Lineage, LineageStep, NetworkActor, Stance};
use athir::network::{known_lineage, lineage, stances};
use clap::Args as ClapArgs;
use jiff::civil::Date;
use serde::Serialize;

use crate::output::{self, Outcome, printable};
use crate::relations::{NetworkArgs, Read, RowFormat, Rows, bound_words, date, day, write_json};

#[derive(Debug, ClapArgs)]
pub(crate) struct ActorArgs {
    /// A code of the registry, or a name
    #[arg(value_name = "NAME")]
    name: String,
    /// The day to tell of [default: that of the last evidence]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    at: Option<Date>,
    /// Tell who stood with whom on any day from this one to that of --at
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    since: Option<Date>,
    /// List at most N incidents, the latest first
    #[arg(long, value_name = "N", default_value_t = 10)]
    incidents: usize,
    #[command(flatten)]
    network: NetworkArgs,
}

/// All that is told.
#[derive(Serialize)]
struct Told {
    actor: NetworkActor,
    at: Option<Date>,
    lineage: Lineage,
    stances: Vec<Stance>,
    incidents: Vec<Incident>,
}

pub(crate) fn run(args: &ActorArgs) -> anyhow::Result<Outcome> {
    let mut read = Read::from(&args.network)?;
    let key = read.actor(&args.name);
    let Some(actor) = read.network.actors().into_iter().find(|actor| actor.key == key) else {
        output::refuse(format!("no report speaks of {:?}", args.name));
    };
    let at = args.at.or_else(|| read.last_day());
    let known = known_lineage(read.registry.get(), &key);
    let bonds: Vec<Bond> = read.network.bonds().into_iter().cloned().collect();
    let all: Vec<&Bond> = bonds.iter().collect();
    let told = Told {
        lineage: lineage(&all, &key, known),
        stances: at.map(|at| stances(&all, &key, args.since.unwrap_or(at), at)).unwrap_or_default(),
        incidents: incidents(&mut read, &actor, at, args)?,
        actor,
        at,
    };
    let mut out = output::stdout();
    match args.network.format {
        RowFormat::Json => write_json(&mut out, &told)?,
        RowFormat::Csv => flat(&read, &told).write_csv(&mut out)?,
        RowFormat::Table => write_page(&read, &told, &mut out)?,
    }
    out.flush()?;
    Ok(read.outcome)
}

/// The incidents of a database in which the actor is a side.
fn incidents(
    read: &mut Read,
    actor: &NetworkActor,
    at: Option<Date>,
    args: &ActorArgs,
) -> anyhow::Result<Vec<Incident>> {
    let Some(database) = &mut read.database else { return Ok(Vec::new()) };
    let filter = IncidentFilter {
        actors: vec![actor.key.0.clone()],
        until: at,
        since: args.since,
        ..IncidentFilter::default()
    };
    Ok(database.store().incidents(&filter, None, args.incidents)?.incidents)
}

fn write_page(read: &Read, told: &Told, out: &mut impl Write) -> anyhow::Result<()> {
    let actor = &told.actor;
    writeln!(out, "{} ({})", printable(&actor.name), printable(&actor.key.0))?;
    writeln!(
        out,
        "seen {} to {}, {} events, {} ties",
        words_or_unknown(actor.first_seen),
        words_or_unknown(actor.last_seen),
        actor.n_events,
        actor.n_ties
    )?;
    if !actor.mentions.is_empty() {
        writeln!(out, "in reports: {}", printable(&actor.mentions.join(", ")))?;
    }
    if !told.lineage.names.is_empty() {
        writeln!(out, "\nnames")?;
        for name in &told.lineage.names {
            let span = match (name.from, name.to) {
                (None, None) => String::new(),
                (from, to) => format!("  {}..{}", day(from), day(to)),
            };
            writeln!(out, "  {}{span}", printable(&name.name))?;
        }
    }
    for (title, steps) in [
        ("comes from or belongs to", &told.lineage.parents),
        ("came from it or belongs to it", &told.lineage.children),
    ] {
        if !steps.is_empty() {
            writeln!(out, "\n{title}")?;
            for step in steps {
                writeln!(out, "  {}", step_words(read, step))?;
            }
        }
    }
    if let Some(at) = told.at {
        for (title, sign) in [("stands with", "+"), ("stands against", "-"), ("with and against", "0")] {
            let mut these = told.stances.iter().filter(|stance| stance.sign.as_str() == sign).peekable();
            if these.peek().is_some() {
                writeln!(out, "\n{title} ({at})")?;
                for stance in these {
                    writeln!(out, "  {:.2}  {}", stance.presence, read.name(&stance.actor))?;
                }
            }
        }
    }
    if !told.incidents.is_empty() {
        writeln!(out, "\nincidents")?;
        for incident in &told.incidents {
            let place = incident.place.as_ref().map(|place| printable(&place.name)).unwrap_or_default();
            let time = incident.when.start.or(incident.when.end);
            writeln!(
                out,
                "  {}  {}  {} {place}, {} reports",
                incident.id.0,
                words_or_unknown(time),
                incident.kind.as_str(),
                incident.n_reports
            )?;
        }
    }
    Ok(())
}

fn step_words(read: &Read, step: &LineageStep) -> String {
    let end = bound_words(&step.end, "≥");
    let end = if step.kind.lasts() && end != "?" { format!(" to {end}") } else { String::new() };
    let source = match step.source {
        athir::model::LineageSource::Registry => "registry",
        athir::model::LineageSource::Reports => "reports",
    };
    format!("{}: {} ({}{end}; {source})", step.kind, read.name(&step.actor), bound_words(&step.start, "≤"))
}

fn words_or_unknown(date: Option<Date>) -> String {
    date.map_or_else(|| "?".to_owned(), |date| date.to_string())
}

/// Lineage and stances as rows.
fn flat(read: &Read, told: &Told) -> Rows {
    let mut rows = Rows::new(&["what", "kind", "actor", "name", "from", "to", "value"]);
    let mut push =
        |what: &str, kind: &str, key: &ActorKey, from: Option<Date>, to: Option<Date>, value: String| {
            let row = [what, kind, key.0.as_str(), &read.name(key), &day(from), &day(to), &value];
            rows.push(row.map(str::to_owned).to_vec());
        };
    for name in &told.lineage.names {
        push("name", "", &told.actor.key, name.from, name.to, name.name.clone());
    }
    for (what, steps) in [("parent", &told.lineage.parents), ("child", &told.lineage.children)] {
        for step in steps {
            push(what, step.kind.as_str(), &step.actor, step.start.from, step.end.to, String::new());
        }
    }
    for stance in &told.stances {
        push(
            "stance",
            stance.sign.as_str(),
            &stance.actor,
            told.at,
            told.at,
            format!("{:.4}", stance.presence),
        );
    }
    rows
}
