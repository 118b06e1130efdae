//! `athir network`: measures of a day, changes between two, and what is new or more than before.

use std::io::Write;

use athir::model::{Balance, Bond, Centrality, Fragmentation, Trend, TrendBand};
use athir::network::{Change, Signed, balance, centralities, changes, fragmentation, newcomers, trends};
use clap::Args as ClapArgs;
use jiff::civil::Date;
use serde::Serialize;

use crate::output::{self, Outcome};
use crate::relations::{NetworkArgs, Read, RowFormat, Rows, bound_words, date, write_json};

#[derive(Debug, ClapArgs)]
pub(crate) struct NetworkCommandArgs {
    /// The day to measure [default: that of the last evidence]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    at: Option<Date>,
    /// Tell what changed from one day to another
    #[arg(long, value_names = ["FROM", "TO"], num_args = 2, value_parser = date)]
    between: Option<Vec<Date>>,
    /// Show the N most central actors
    #[arg(long, value_name = "N", default_value_t = 15)]
    top: usize,
    /// Length in days of the period that is compared with those before it
    #[arg(long, value_name = "DAYS", default_value_t = 28)]
    period: u32,
    /// How many periods before it make the baseline
    #[arg(long, value_name = "N", default_value_t = 12)]
    baseline: u32,
    #[command(flatten)]
    network: NetworkArgs,
}

/// All that is told.
#[derive(Serialize)]
struct Told<'b> {
    at: Option<Date>,
    balance: Balance,
    fragmentation: Fragmentation,
    centralities: Vec<Centrality>,
    newcomers: Vec<(String, usize)>,
    trends: Vec<Trend>,
    changes: Vec<Change<'b>>,
}

pub(crate) fn run(args: &NetworkCommandArgs) -> anyhow::Result<Outcome> {
    let mut read = Read::from(&args.network)?;
    let between = args.between.as_deref().and_then(|days| Some((*days.first()?, *days.get(1)?)));
    if let Some((from, to)) = between.filter(|(from, to)| from > to) {
        output::refuse(format!("{from} is after {to}"));
    }
    let at = args.at.or(between.map(|(_, to)| to)).or_else(|| read.last_day());
    let bonds: Vec<Bond> = read.network.bonds().into_iter().cloned().collect();
    let all: Vec<&Bond> = bonds.iter().collect();
    let signed = at.map(|at| Signed::at(&all, at)).unwrap_or_default();
    let mut central = centralities(&signed);
    central.sort_by(|a, b| b.page_rank.total_cmp(&a.page_rank).then_with(|| a.actor.cmp(&b.actor)));
    central.truncate(args.top);
    let seen = read.network.sightings();
    let mut more = at.map(|at| trends(&seen, at, args.period, args.baseline)).unwrap_or_default();
    more.retain(|trend| !matches!(trend.band, TrendBand::LowBaseline | TrendBand::LimitedChange));
    more.sort_by(|a, b| b.n_events.cmp(&a.n_events).then_with(|| a.of.cmp(&b.of)));
    let new = at.map(|at| newcomers(&seen, at, args.period)).unwrap_or_default();
    let told = Told {
        at,
        balance: balance(&signed),
        fragmentation: fragmentation(&signed),
        centralities: central,
        newcomers: new.into_iter().map(|(key, n)| (key.to_owned(), n)).collect(),
        trends: more,
        changes: between.map(|(from, to)| changes(&all, from, to)).unwrap_or_default(),
    };
    let mut out = output::stdout();
    match (args.network.format, between) {
        (RowFormat::Json, _) => write_json(&mut out, &told)?,
        (RowFormat::Csv, Some(_)) => change_rows(&read, &told.changes).write_csv(&mut out)?,
        (RowFormat::Csv, None) => central_rows(&read, &told.centralities).write_csv(&mut out)?,
        (RowFormat::Table, _) => write_page(&read, &told, &mut out)?,
    }
    out.flush()?;
    Ok(read.outcome)
}

fn write_page(read: &Read, told: &Told<'_>, out: &mut impl Write) -> anyhow::Result<()> {
    let Some(at) = told.at else {
        writeln!(out, "no tie is evidenced")?;
        return Ok(());
    };
    let (b, f) = (&told.balance, &told.fragmentation);
    let share = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"));
    writeln!(
        out,
        "{at}: {} actors, {} positive and {} negative pairs",
        b.n_actors, b.n_positive, b.n_negative
    )?;
    writeln!(
        out,
        "balance: {} of {} triads ({}); line index {} ({} {} pairs would have to turn)",
        b.n_balanced,
        b.n_triads,
        share(b.triad_index),
        share(b.line_index),
        if b.is_exact { "at least" } else { "at most" },
        b.frustration
    )?;
    writeln!(
        out,
        "fragmentation: {} blocs of {} actors, effectively {:.1}; unreachable pairs {:.2}; modularity {:.2}",
        f.n_components, f.n_actors, f.effective_components, f.unreachable_pairs, f.modularity
    )?;
    if !told.centralities.is_empty() {
        writeln!(out)?;
        central_rows(read, &told.centralities).write_table(out)?;
    }
    let name = |key: &str| read.name(&athir::model::ActorKey(key.to_owned()));
    if !told.newcomers.is_empty() {
        let new: Vec<String> = told.newcomers.iter().map(|(key, n)| format!("{} ({n})", name(key))).collect();
        writeln!(out, "\nnew in the reports: {}", new.join(", "))?;
    }
    if !told.trends.is_empty() {
        let mut rows = Rows::new(&["actor", "events", "baseline", "change", "band"]);
        for trend in &told.trends {
            let change = trend.change.map_or_else(|| "new".to_owned(), |c| format!("{:+.0} %", c * 100.0));
            let row = [name(&trend.of), trend.n_events.to_string(), format!("{:.1}", trend.baseline), change];
            rows.push(row.into_iter().chain([trend.band.as_str().to_owned()]).collect());
        }
        writeln!(out)?;
        rows.write_table(out)?;
    }
    if !told.changes.is_empty() {
        writeln!(out)?;
        change_rows(read, &told.changes).write_table(out)?;
    }
    Ok(())
}

fn central_rows(read: &Read, central: &[Centrality]) -> Rows {
    let mut rows = Rows::new(&["actor", "degree", "allies", "rivals", "betweenness", "page rank"]);
    for c in central {
        rows.push(vec![
            read.name(&c.actor),
            c.degree.to_string(),
            c.allies.to_string(),
            c.rivals.to_string(),
            format!("{:.4}", c.betweenness),
            format!("{:.4}", c.page_rank),
        ]);
    }
    rows
}

fn change_rows(read: &Read, changes: &[Change<'_>]) -> Rows {
    let mut rows = Rows::new(&["change", "kind", "a", "b", "start", "end", "basis"]);
    for Change { change, tie } in changes {
        rows.push(vec![
            change.as_str().to_owned(),
            tie.kind.to_string(),
            read.name(&tie.a),
            tie.b.as_ref().map(|b| read.name(b)).unwrap_or_default(),
            bound_words(&tie.start, "≤"),
            if tie.kind.lasts() { bound_words(&tie.end, "≥") } else { String::new() },
            tie.basis.as_str().to_owned(),
        ]);
    }
    rows
}
