//! The lives of actors side by side: from when to when each is known, what happened to it, and what joins it to others.

use std::collections::{BTreeMap, BTreeSet};

use athir::Registry;
use athir::model::{
    ActorKey, Bond, BoundBasis, LineageSource, LineageStep, NameSpan, Sign, TieBasis, TimePrecision,
};
use athir::network::{known_lineage, lineage, order_lanes};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::actor::name_of;
use super::actors::{Seen, seen};
use crate::problem::Problem;
use crate::route::Asked;
use crate::table::{Bits, Filter, day_number};
use crate::ties::Ties;

/// Whose lives.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct LifelinesQuery {
    /// These actors, by their keys; without them those with the most ties.
    #[serde(default)]
    actors: Vec<String>,
    /// From this day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    since: Option<Date>,
    /// To this day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    until: Option<Date>,
    /// How many actors, where none is named.
    #[serde(default = "twenty")]
    #[schemars(range(min = 1, max = 100))]
    top: usize,
}

fn twenty() -> usize {
    20
}

/// A stretch of an actor's life.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct LifeSpan {
    /// The first day, if known.
    from: Option<String>,
    /// The last day, if known.
    to: Option<String>,
    /// Whether the first day is that of its beginning, or the first that reports tell of.
    from_basis: BoundBasis,
    /// Whether the last day is that of its end, or the last that reports tell of.
    to_basis: BoundBasis,
    /// The last day with evidence, where its end is not known.
    fades_after: Option<String>,
}

/// Something that happened to an actor.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct LaneMark {
    /// The first possible day.
    day: Option<String>,
    /// The last possible day.
    day_to: Option<String>,
    precision: TimePrecision,
    /// The kind of tie.
    kind: &'static str,
    /// The other actor's key, if there is one.
    with: Option<String>,
    /// The tie, whose evidence can be looked at.
    tie: Option<String>,
    /// What happened, in some words.
    label: String,
}

/// An actor's life.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Lane {
    key: String,
    name: String,
    /// Its place in the order of lanes, from 0.
    order: usize,
    spans: Vec<LifeSpan>,
    names: Vec<NameSpan>,
    marks: Vec<LaneMark>,
}

/// What joins two lanes.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct LaneLink {
    /// The tie; empty for what only the registry knows.
    tie: String,
    a: String,
    b: String,
    kind: &'static str,
    sign: Sign,
    /// The first day of what lasts.
    from: Option<String>,
    /// The last day of what lasts.
    to: Option<String>,
    /// The day of what happens at a day.
    day: Option<String>,
    strength: f64,
    basis: TieBasis,
    /// Whether reports tell of it, or the registry alone.
    source: LineageSource,
}

/// Lives side by side.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Lifelines {
    version: String,
    /// The first day that is shown.
    from: Option<String>,
    /// The last day that is shown.
    to: Option<String>,
    /// In the order in which they are drawn, so that lanes that are joined lie near one another.
    lanes: Vec<Lane>,
    links: Vec<LaneLink>,
}

pub(super) fn lifelines(asked: &Asked<'_>, (): (), query: LifelinesQuery) -> Result<Lifelines, Problem> {
    let table = &*asked.table;
    let ties = asked.app.ties()?;
    let actors = asked.app.actors();
    let registry = actors.registry();
    let filter = Filter {
        since: query.since.map(day_number),
        until: query.until.map(day_number),
        ..Filter::default()
    };
    let rows = match (query.since, query.until) {
        (None, None) => Bits::all(table.len()),
        _ => asked.app.select(table, &filter)?.rows,
    };
    let seen = seen(table, &rows);
    let keys = if query.actors.is_empty() { top(&ties, &seen, query.top) } else { named(&query.actors) };
    let is_in_time = |bond: &Bond| {
        let (first, last) = (first_day(bond), last_day(bond));
        query.since.is_none_or(|since| last.is_none_or(|day| day >= since))
            && query.until.is_none_or(|until| first.is_none_or(|day| day <= until))
    };
    let lanes_of: BTreeMap<&ActorKey, usize> = keys.iter().enumerate().map(|(n, key)| (key, n)).collect();
    let mut links = Vec::new();
    let mut pairs: Vec<(usize, usize, f64)> = Vec::new();
    let bonds: Vec<&Bond> = ties.all().into_iter().filter(|bond| is_in_time(bond)).collect();
    for bond in &bonds {
        if let Some(b) = &bond.b
            && let (Some(&one), Some(&other)) = (lanes_of.get(&bond.a), lanes_of.get(b))
            && one != other
        {
            pairs.push((one, other, if bond.kind.lasts() { bond.strength } else { 2.0 }));
            links.push(link(bond, b));
        }
    }
    let mut lanes: Vec<Lane> = Vec::new();
    for (n, key) in keys.iter().enumerate() {
        let of_it: Vec<&Bond> =
            bonds.iter().copied().filter(|b| b.a == *key || b.b.as_ref() == Some(key)).collect();
        let line = lineage(&of_it, key, known_lineage(registry, key));
        for step in line.parents.iter().filter(|step| step.source == LineageSource::Registry) {
            if let Some(&other) = lanes_of.get(&step.actor)
                && other != n
            {
                pairs.push((n, other, 2.0));
                links.push(known_link(key, step));
            }
        }
        let name = |key: &ActorKey| name_of(table, registry, &key.0);
        lanes.push(Lane {
            name: name(key),
            order: 0,
            spans: vec![span(registry, key, seen.get(&key.0), &of_it)],
            names: line.names,
            marks: marks(key, &of_it, name),
            key: key.0.clone(),
        });
    }
    let order = order_lanes(lanes.len(), &pairs);
    for (at, &lane) in order.iter().enumerate() {
        lanes[lane].order = at;
    }
    lanes.sort_by_key(|lane| lane.order);
    let days = |day: Option<Date>| day.map(|day| day.to_string());
    let from = query.since.or_else(|| edge(&lanes, |span| &span.from).min());
    let to = query.until.or_else(|| edge(&lanes, |span| &span.to).max());
    Ok(Lifelines { version: asked.version(), from: days(from), to: days(to), lanes, links })
}

fn edge<'l>(
    lanes: &'l [Lane],
    of: impl Fn(&LifeSpan) -> &Option<String> + 'l,
) -> impl Iterator<Item = Date> + 'l {
    lanes.iter().flat_map(|lane| &lane.spans).filter_map(move |span| of(span).as_ref()?.parse().ok())
}

/// The actors with the most ties and incidents.
fn top(ties: &Ties, seen: &BTreeMap<String, Seen>, n: usize) -> Vec<ActorKey> {
    let tied: BTreeSet<&ActorKey> =
        ties.all().into_iter().flat_map(|bond| [Some(&bond.a), bond.b.as_ref()]).flatten().collect();
    let mut keys: Vec<&ActorKey> = tied.into_iter().filter(|key| seen.contains_key(&key.0)).collect();
    let weight = |key: &ActorKey| 3 * ties.n_of(key) + seen.get(&key.0).map_or(0, |seen| seen.n_incidents);
    keys.sort_by(|a, b| weight(b).cmp(&weight(a)).then_with(|| a.cmp(b)));
    keys.truncate(n);
    keys.into_iter().cloned().collect()
}

fn named(keys: &[String]) -> Vec<ActorKey> {
    let mut known = BTreeSet::new();
    keys.iter().filter(|key| known.insert(*key)).map(|key| ActorKey(key.clone())).collect()
}

fn first_day(bond: &Bond) -> Option<Date> {
    bond.start.from.or(bond.start.to).or(bond.last_evidence)
}

fn last_day(bond: &Bond) -> Option<Date> {
    bond.end.to.or(bond.end.from).or(bond.last_evidence)
}

fn link(bond: &Bond, b: &ActorKey) -> LaneLink {
    let lasts = bond.kind.lasts();
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    LaneLink {
        tie: bond.id.0.clone(),
        a: bond.a.0.clone(),
        b: b.0.clone(),
        kind: bond.kind.as_str(),
        sign: bond.sign,
        from: day(first_day(bond).filter(|_| lasts)),
        to: day(last_day(bond).filter(|_| lasts)),
        day: day(first_day(bond).filter(|_| !lasts)),
        strength: bond.strength,
        basis: bond.basis,
        source: LineageSource::Reports,
    }
}

fn known_link(key: &ActorKey, parent: &LineageStep) -> LaneLink {
    let lasts = parent.kind.lasts();
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let start = parent.start.from.or(parent.start.to);
    // What went into another stands first, as in reports.
    let is_turned = matches!(parent.kind, athir::model::BondKind::Merger | athir::model::BondKind::Rename);
    let (a, b) = if is_turned { (&parent.actor, key) } else { (key, &parent.actor) };
    LaneLink {
        tie: String::new(),
        a: a.0.clone(),
        b: b.0.clone(),
        kind: parent.kind.as_str(),
        sign: parent.kind.sign(),
        from: day(start.filter(|_| lasts)),
        to: day(parent.end.to.or(parent.end.from).filter(|_| lasts)),
        day: day(start.filter(|_| !lasts)),
        strength: 1.0,
        basis: TieBasis::Stated,
        source: LineageSource::Registry,
    }
}

/// From when to when an actor is known: by the registry where it says so, else by what reports tell.
fn span(registry: &Registry, key: &ActorKey, seen: Option<&Seen>, bonds: &[&Bond]) -> LifeSpan {
    let known = registry.by_code(&key.0).map(|id| registry.actor(id));
    let founded = known.and_then(|actor| actor.founded).map(|moment| moment.earliest);
    let ended = known.and_then(|actor| actor.ended).map(|moment| moment.latest);
    let day = |words: Option<String>| words.and_then(|day| day.parse::<Date>().ok());
    let first =
        bonds.iter().filter_map(|bond| first_day(bond)).chain(day(seen.and_then(Seen::first_seen))).min();
    let last =
        bonds.iter().filter_map(|bond| bond.last_evidence).chain(day(seen.and_then(Seen::last_seen))).max();
    let basis = |known: Option<Date>, evidenced: Option<Date>| match (known, evidenced) {
        (Some(_), _) => BoundBasis::Known,
        (None, Some(_)) => BoundBasis::Evidenced,
        (None, None) => BoundBasis::Open,
    };
    let words = |day: Option<Date>| day.map(|day| day.to_string());
    LifeSpan {
        from: words(founded.or(first)),
        to: words(ended.or(last)),
        from_basis: basis(founded, first),
        to_basis: basis(ended, last),
        fades_after: words(last.filter(|_| ended.is_none())),
    }
}

/// What happened to an actor at a time, in the order of time.
fn marks(key: &ActorKey, bonds: &[&Bond], name: impl Fn(&ActorKey) -> String) -> Vec<LaneMark> {
    let mut happened: Vec<&Bond> = bonds.iter().copied().filter(|bond| !bond.kind.lasts()).collect();
    happened.sort_by(|a, b| (first_day(a), &a.id).cmp(&(first_day(b), &b.id)));
    let mark = |bond: &Bond| {
        let with = if bond.a == *key { bond.b.clone() } else { Some(bond.a.clone()) };
        let kind = bond.kind.as_str();
        let label = match &with {
            Some(other) => format!("{}: {}", kind.replace('-', " "), name(other)),
            None => kind.replace('-', " "),
        };
        LaneMark {
            day: bond.start.from.or(bond.start.to).or(bond.last_evidence).map(|day| day.to_string()),
            day_to: bond.start.to.map(|day| day.to_string()),
            precision: bond.start.precision,
            kind,
            with: with.map(|with| with.0),
            tie: Some(bond.id.0.clone()),
            label,
        }
    };
    happened.into_iter().map(mark).collect()
}
