//! One actor: its names, lineage, friends and foes, places and incidents over time.

use std::collections::BTreeMap;

use athir::Registry;
use athir::database::{Database, actor_keys, fold_name};
use athir::model::{ActorKey, Bond, IncidentId, Lineage, NameSpan, NetworkActor, Stance};
use athir::network::{is_called, known_lineage, lineage, stances};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::actors::{Seen, known, newest_day, seen};
use super::timeline::Step;
use crate::problem::Problem;
use crate::route::Asked;
use crate::table::{Bits, NO_DAY, NONE, Table, day_number, day_of, id_words};

/// Incidents whose words for the actor are counted: the latest.
const READ: usize = 100;
/// How many places are named.
const PLACES: usize = 30;
/// Words for an actor that are shown.
const MOST_MENTIONS: usize = 40;

/// Which actor.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct ByKey {
    /// Its key: the registry's code, or a name.
    #[schemars(length(min = 1, max = 300))]
    key: String,
}

/// At which time.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct AtQuery {
    /// The day for which stances are told; without it the last day that incidents tell of.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    at: Option<Date>,
}

/// What the registry knows of an actor.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Known {
    code: String,
    name: String,
    kind: String,
    /// The main country.
    country: Option<String>,
    countries: Vec<String>,
    /// Every name, with the time in which it was used.
    names: Vec<NameSpan>,
    /// Where the facts come from.
    notes: String,
}

/// A place where the actor is a side.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ActorPlace {
    name: String,
    country: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    /// Incidents.
    n: usize,
}

/// Incidents in a month.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Month {
    /// Its first day.
    start: String,
    /// Incidents.
    n: usize,
}

/// Words that reports use for an actor.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct MentionCount {
    text: String,
    /// Incidents, of the latest hundred.
    n: usize,
}

/// An actor in full.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ActorPage {
    version: String,
    actor: NetworkActor,
    /// What the registry knows of it; `null` for one that it does not know.
    registry: Option<Known>,
    lineage: Lineage,
    /// The day for which stances are told.
    at: Option<String>,
    /// Who stands with it and who against it on that day, the most present first.
    stances: Vec<Stance>,
    /// Its ties, without their evidence.
    ties: Vec<Bond>,
    /// Names of the actors that lineage, stances and ties speak of, by their keys.
    names: BTreeMap<String, String>,
    places: Vec<ActorPlace>,
    /// Its incidents by kind.
    kinds: BTreeMap<&'static str, usize>,
    /// Its incidents by month.
    trend: Vec<Month>,
    /// The words that reports use for it, the most frequent first.
    mentions: Vec<MentionCount>,
}

/// The rows in which an actor is a side.
fn rows_of(table: &Table, key: &str) -> Bits {
    let parties = table.shared.parties.iter().filter(|(_, party)| party.key() == key);
    table.index.parties.any(parties.map(|(number, _)| number))
}

/// Finds the key of an actor by the key itself, or by a name that the registry or a report gives it.
fn find_key(
    table: &Table,
    registry: &Registry,
    name: &str,
    is_tied: impl Fn(&str) -> bool,
) -> Option<String> {
    let is_side = |key: &str| table.shared.parties.iter().any(|(_, party)| party.key() == key);
    if is_side(name) || is_tied(name) || registry.by_code(name).is_some() {
        return Some(name.to_owned());
    }
    let by_code = actor_keys(name, registry).into_iter().skip(1).find(|key| is_side(key) || is_tied(key));
    by_code.or_else(|| {
        let folded = fold_name(name);
        let mut same = table.shared.parties.iter().filter(|(_, party)| fold_name(&party.name) == folded);
        same.next().map(|(_, party)| party.key().to_owned())
    })
}

pub(super) fn actor(asked: &Asked<'_>, ByKey { key }: ByKey, query: AtQuery) -> Result<ActorPage, Problem> {
    let table = &*asked.table;
    let actors = asked.app.actors();
    let registry = actors.registry();
    let ties = asked.app.ties()?;
    let is_tied = |key: &str| ties.n_of(&ActorKey(key.to_owned())) > 0;
    let Some(key) = find_key(table, registry, &key, is_tied) else {
        return Err(Problem::not_found(format!("there is no actor {key}")));
    };
    let rows = rows_of(table, &key);
    let seen = seen(table, &rows).remove(&key).unwrap_or_default();
    let key = ActorKey(key);
    let bonds = ties.of(&key);
    let lineage = lineage(&bonds, &key, known_lineage(registry, &key));
    let at = query.at.or_else(|| newest_day(table).map(day_of));
    let stances = at.map(|at| stances(&bonds, &key, at, at)).unwrap_or_default();
    let mut mentions = asked.app.pool.read(|database| mentions(database, table, &rows, &key.0))?;
    let name = name_of(table, registry, &key.0);
    mentions.retain(|mention| is_called(&name, &mention.text));
    mentions.truncate(MOST_MENTIONS);
    let steps = lineage.parents.iter().chain(&lineage.children).map(|step| &step.actor);
    let others = stances.iter().map(|stance| &stance.actor).chain(steps);
    let others = others.chain(bonds.iter().flat_map(|bond| [Some(&bond.a), bond.b.as_ref()]).flatten());
    let names = others.map(|key| (key.0.clone(), name_of(table, registry, &key.0))).collect();
    Ok(ActorPage {
        version: asked.version(),
        registry: registry_entry(registry, &key, &lineage),
        actor: network_actor(registry, &key, &seen, ties.n_of(&key), &mentions),
        at: at.map(|at| at.to_string()),
        stances,
        ties: bonds.into_iter().cloned().collect(),
        names,
        lineage,
        places: places(table, &rows),
        kinds: kinds(table, &rows),
        trend: months(table, &rows),
        mentions,
    })
}

/// The usual name of an actor.
pub(super) fn name_of(table: &Table, registry: &Registry, key: &str) -> String {
    if let Some(id) = registry.by_code(key) {
        return registry.actor(id).name.clone();
    }
    let party = table.shared.parties.iter().find(|(_, party)| party.key() == key);
    party.map_or_else(|| name_of_code(registry, key), |(_, party)| party.name.clone())
}

/// What an actor is called of which nothing but its code is known: "ml-tuareg/separatists" are separatists of an actor.
fn name_of_code(registry: &Registry, code: &str) -> String {
    let Some((whose, words)) = code.split_once('/') else { return code.to_owned() };
    let words = words.replace('-', " ");
    match registry.by_code(whose).or_else(|| registry.state(&whose.to_uppercase())) {
        Some(id) => format!("{} {words}", registry.actor(id).name),
        None => words,
    }
}

fn network_actor(
    registry: &Registry,
    key: &ActorKey,
    seen: &Seen,
    n_ties: usize,
    mentions: &[MentionCount],
) -> NetworkActor {
    let (.., usual) = known(registry, &key.0);
    let name = usual.unwrap_or_else(|| if seen.name.is_empty() { key.0.clone() } else { seen.name.clone() });
    let day = |words: Option<String>| words.and_then(|day| day.parse().ok());
    NetworkActor {
        key: key.clone(),
        name,
        mentions: mentions.iter().map(|mention| mention.text.clone()).collect(),
        first_seen: day(seen.first_seen()),
        last_seen: day(seen.last_seen()),
        n_events: seen.n_events,
        n_ties,
    }
}

fn registry_entry(registry: &Registry, key: &ActorKey, lineage: &Lineage) -> Option<Known> {
    let actor = registry.actor(registry.by_code(&key.0)?);
    Some(Known {
        code: actor.code.clone(),
        name: actor.name.clone(),
        kind: actor.kind.as_str().to_owned(),
        country: actor.countries.first().cloned(),
        countries: actor.countries.clone(),
        names: lineage.names.clone(),
        notes: actor.source.clone(),
    })
}

fn places(table: &Table, rows: &Bits) -> Vec<ActorPlace> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    rows.each(|row| {
        let place = table.columns.places[row as usize];
        if place != NONE {
            *counts.entry(place).or_default() += 1;
        }
    });
    // One village has several entries where its precision or its surroundings differ.
    let mut places: BTreeMap<(String, Option<String>), ActorPlace> = BTreeMap::new();
    for (number, n) in counts {
        let entry = table.shared.places.get(number);
        let position = entry.position();
        let place = places.entry((entry.name.clone(), entry.country.clone())).or_insert_with(|| ActorPlace {
            name: entry.name.clone(),
            country: entry.country.clone(),
            lat: position.map(|(lat, _)| lat),
            lon: position.map(|(_, lon)| lon),
            n: 0,
        });
        place.n += n;
    }
    let mut places: Vec<ActorPlace> = places.into_values().collect();
    places.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.name.cmp(&b.name)));
    places.truncate(PLACES);
    places
}

fn kinds(table: &Table, rows: &Bits) -> BTreeMap<&'static str, usize> {
    let mut kinds = BTreeMap::new();
    rows.each(|row| *kinds.entry(table.columns.kinds[row as usize].as_str()).or_default() += 1);
    kinds
}

fn months(table: &Table, rows: &Bits) -> Vec<Month> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    rows.each(|row| {
        let day = table.columns.first(row);
        if day != NO_DAY {
            *counts.entry(day_number(Step::Month.start(day_of(day)))).or_default() += 1;
        }
    });
    counts.into_iter().map(|(day, n)| Month { start: day_of(day).to_string(), n }).collect()
}

/// The words for an actor in the latest incidents.
fn mentions(
    database: &mut Database,
    table: &Table,
    rows: &Bits,
    key: &str,
) -> Result<Vec<MentionCount>, Problem> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows.iter_down(table.len()).take(READ) {
        let id = IncidentId(id_words(table.columns.ids[row as usize]));
        let Some(incident) = database.store().incident(&id)? else { continue };
        let is_its = |side: &&athir::model::IncidentSide| side.actor.as_deref().unwrap_or(&side.name) == key;
        for mention in incident.sides.iter().filter(is_its).flat_map(|side| &side.mentions) {
            *counts.entry(mention.clone()).or_default() += 1;
        }
    }
    let mut counts: Vec<MentionCount> =
        counts.into_iter().map(|(text, n)| MentionCount { text, n }).collect();
    counts.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.text.cmp(&b.text)));
    Ok(counts)
}
