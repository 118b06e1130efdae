//! `athir ties`.

use std::io::Write;

use athir::model::{Bond, BondKind};
use athir::network::{holds, presence};
use clap::Args as ClapArgs;
use jiff::civil::Date;

use crate::output::{self, Outcome};
use crate::relations::{NetworkArgs, Read, RowFormat, Rows, bound_words, date, day, n_reports, write_json};

#[derive(Debug, ClapArgs)]
pub(crate) struct TiesArgs {
    /// Only ties that hold on this day, with how present they are
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    at: Option<Date>,
    /// Only ties with evidence on this day or later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    since: Option<Date>,
    /// Only ties of this kind; can be given several times
    #[arg(long, value_name = "KIND")]
    kind: Vec<BondKind>,
    /// Only ties of this actor: a code of the registry, or a name
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    #[command(flatten)]
    network: NetworkArgs,
}

pub(crate) fn run(args: &TiesArgs) -> anyhow::Result<Outcome> {
    let mut read = Read::from(&args.network)?;
    let actor = args.actor.as_deref().map(|name| read.actor(name));
    let bonds: Vec<Bond> = read.network.bonds().into_iter().cloned().collect();
    let shown: Vec<&Bond> = bonds
        .iter()
        .filter(|bond| args.kind.is_empty() || args.kind.contains(&bond.kind))
        .filter(|bond| actor.as_ref().is_none_or(|key| bond.a == *key || bond.b.as_ref() == Some(key)))
        .filter(|bond| args.at.is_none_or(|at| holds(bond, at)))
        .filter(|bond| args.since.is_none_or(|since| evidenced(bond).is_some_and(|last| last >= since)))
        .collect();
    let mut out = output::stdout();
    match args.network.format {
        RowFormat::Json => write_json(&mut out, &shown)?,
        RowFormat::Table => rows(&read, &shown, args.at).write_table(&mut out)?,
        RowFormat::Csv => csv(&read, &shown, args.at).write_csv(&mut out)?,
    }
    out.flush()?;
    Ok(read.outcome)
}

/// The last day that evidence speaks of.
fn evidenced(bond: &Bond) -> Option<Date> {
    bond.last_evidence.or(bond.end.to).or(bond.end.from)
}

fn rows(read: &Read, bonds: &[&Bond], at: Option<Date>) -> Rows {
    let mut rows =
        Rows::new(&["kind", "sign", "a", "b", "start", "end", "strength", "presence", "basis", "reports"]);
    for bond in bonds {
        rows.push(vec![
            bond.kind.to_string(),
            bond.sign.as_str().to_owned(),
            read.name(&bond.a),
            bond.b.as_ref().map(|b| read.name(b)).unwrap_or_default(),
            bound_words(&bond.start, "≤"),
            if bond.kind.lasts() { bound_words(&bond.end, "≥") } else { String::new() },
            format!("{:.2}", bond.strength),
            at.map(|at| format!("{:.2}", presence(bond, at))).unwrap_or_default(),
            bond.basis.as_str().to_owned(),
            n_reports(bond).to_string(),
        ]);
    }
    rows
}

fn csv(read: &Read, bonds: &[&Bond], at: Option<Date>) -> Rows {
    let mut rows = Rows::new(&[
        "id",
        "kind",
        "sign",
        "a",
        "a_name",
        "b",
        "b_name",
        "start_from",
        "start_to",
        "start_is_known",
        "end_from",
        "end_to",
        "end_is_known",
        "last_evidence",
        "strength",
        "presence",
        "basis",
        "n_reports",
        "first_report",
        "first_words",
    ]);
    for bond in bonds {
        let first = bond.evidence.first();
        rows.push(vec![
            bond.id.to_string(),
            bond.kind.to_string(),
            bond.sign.as_str().to_owned(),
            bond.a.0.clone(),
            read.name(&bond.a),
            bond.b.as_ref().map(|b| b.0.clone()).unwrap_or_default(),
            bond.b.as_ref().map(|b| read.name(b)).unwrap_or_default(),
            day(bond.start.from),
            day(bond.start.to),
            bond.start.is_known().to_string(),
            day(bond.end.from),
            day(bond.end.to),
            bond.end.is_known().to_string(),
            day(bond.last_evidence),
            bond.strength.to_string(),
            at.map(|at| format!("{:.4}", presence(bond, at))).unwrap_or_default(),
            bond.basis.as_str().to_owned(),
            n_reports(bond).to_string(),
            first.map(|e| e.report.0.clone()).unwrap_or_default(),
            first.map(|e| e.quote.text.clone()).unwrap_or_default(),
        ]);
    }
    rows
}
