//! The actors that are seen in incidents.

use std::collections::BTreeMap;

use athir::Registry;
use athir::database::fold_name;
use athir::model::ActorKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::route::Asked;
use crate::table::{Bits, NO_DAY, Side, Table, day_of};

/// An actor is emerging that was first seen so many days or less before the newest incident.
pub(super) const EMERGING_DAYS: i32 = 28;

/// What is seen of an actor.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// The name that most incidents have.
    pub(crate) name: String,
    n_of_name: usize,
    pub(crate) n_events: usize,
    pub(crate) n_incidents: usize,
    first: Option<i32>,
    last: Option<i32>,
}

impl Seen {
    pub(crate) fn first_seen(&self) -> Option<String> {
        self.first.map(|day| day_of(day).to_string())
    }

    pub(crate) fn last_seen(&self) -> Option<String> {
        self.last.map(|day| day_of(day).to_string())
    }
}

/// Tells what is seen of each actor in some rows. An actor that reports name in several ways is one, and its events are
/// those in which it is a side itself, not all of its incidents.
pub(crate) fn seen(table: &Table, rows: &Bits) -> BTreeMap<String, Seen> {
    let columns = &table.columns;
    let mut keys: BTreeMap<&str, usize> = BTreeMap::new();
    let parties = table.shared.parties.iter().map(|(_, party)| party);
    let key_of: Vec<usize> = parties
        .map(|party| {
            let next = keys.len();
            *keys.entry(party.key()).or_insert(next)
        })
        .collect();
    let mut of_name = vec![0_usize; key_of.len()];
    let mut found = vec![Seen::default(); keys.len()];
    rows.each(|row| {
        let sides = columns.sides.of(row);
        let key = |side: &u32| key_of[Side(*side).party() as usize];
        for (at, (side, &n_events)) in sides.iter().zip(columns.side_events.of(row)).enumerate() {
            let seen = &mut found[key(side)];
            seen.n_events += n_events as usize;
            if !sides[..at].iter().any(|before| Side(*before).party() == Side(*side).party()) {
                of_name[Side(*side).party() as usize] += 1;
            }
            if sides[..at].iter().any(|before| key(before) == key(side)) {
                continue;
            }
            seen.n_incidents += 1;
            let day = columns.first(row);
            if day != NO_DAY {
                seen.first = Some(seen.first.map_or(day, |first| first.min(day)));
                seen.last = Some(seen.last.map_or(day, |last| last.max(day)));
            }
        }
    });
    for (number, party) in table.shared.parties.iter() {
        let n = of_name[number as usize];
        let seen = &mut found[key_of[number as usize]];
        if n > seen.n_of_name {
            seen.n_of_name = n;
            seen.name.clone_from(&party.name);
        }
    }
    let named = keys.into_iter().map(|(key, at)| (key.to_owned(), std::mem::take(&mut found[at])));
    named.filter(|(_, seen)| seen.n_incidents > 0).collect()
}

/// What the registry says of an actor: its kind, its country and its usual name.
pub(crate) fn known(registry: &Registry, key: &str) -> (String, Option<String>, Option<String>) {
    match registry.by_code(key) {
        Some(id) => {
            let actor = registry.actor(id);
            (actor.kind.as_str().to_owned(), actor.countries.first().cloned(), Some(actor.name.clone()))
        }
        // A class of people, such as "us/soldiers", belongs to its state.
        None => {
            let state = key.split_once('/').and_then(|(state, _)| registry.by_code(state));
            let country = state.and_then(|id| registry.actor(id).countries.first().cloned());
            ("unknown".to_owned(), country, None)
        }
    }
}

/// Which page of actors.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct ActorsQuery {
    /// How many at most.
    #[serde(default = "fifty")]
    #[schemars(range(min = 1, max = 200))]
    limit: usize,
    /// `next` of the page before.
    #[schemars(length(max = 300))]
    cursor: Option<String>,
}

fn fifty() -> usize {
    50
}

/// An actor as lists show it.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ActorRow {
    /// Its key in filters: the registry's code, or its name.
    key: String,
    name: String,
    /// What it is, by the registry.
    kind: String,
    country: Option<String>,
    /// Events in which it is a side.
    n_events: usize,
    n_incidents: usize,
    n_ties: usize,
    first_seen: Option<String>,
    last_seen: Option<String>,
    /// Whether it was first seen in the last 28 days that incidents tell of.
    emerging: bool,
}

/// A page of actors.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ActorsPage {
    version: String,
    /// Those that are sides most often first.
    items: Vec<ActorRow>,
    /// The cursor of the next page; `null` on the last.
    next: Option<String>,
    total: usize,
}

/// Lists actors. The words of the filter look for names here.
pub(super) fn actors(asked: &Asked<'_>, (): (), query: ActorsQuery) -> Result<ActorsPage, Problem> {
    let table = &*asked.table;
    let actors = asked.app.actors();
    let registry = actors.registry();
    let mut filter = asked.filter().clone();
    let name = filter.text.take().map(|name| fold_name(&name));
    let selected = asked.app.select(table, &filter)?;
    let ties = asked.app.ties()?;
    let after = query.cursor.as_deref().map(read_cursor).transpose()?;
    let newest = newest_day(table);
    let names = |key: &str, seen: &Seen| {
        let known = registry.by_code(key).map(|id| &registry.actor(id).names);
        let known = known.into_iter().flatten().map(|name| fold_name(&name.text));
        known.chain([fold_name(&seen.name), fold_name(key)]).collect::<Vec<_>>()
    };
    let mut found: Vec<(String, Seen)> = seen(table, &selected.rows)
        .into_iter()
        .filter(|(key, seen)| {
            name.as_ref()
                .is_none_or(|asked| names(key, seen).iter().any(|name| name.contains(asked.as_str())))
        })
        .collect();
    let total = found.len();
    found.sort_by(|(a, x), (b, y)| y.n_incidents.cmp(&x.n_incidents).then_with(|| a.cmp(b)));
    if let Some((n, key)) = &after {
        found.retain(|(k, seen)| (std::cmp::Reverse(seen.n_incidents), k) > (std::cmp::Reverse(*n), key));
    }
    let has_more = found.len() > query.limit;
    found.truncate(query.limit);
    let next = found.last().filter(|_| has_more).map(|(key, seen)| format!("{}.{key}", seen.n_incidents));
    let items = found.into_iter().map(|(key, seen)| {
        let (kind, country, usual) = known(registry, &key);
        ActorRow {
            name: usual.unwrap_or_else(|| seen.name.clone()),
            kind,
            country,
            n_events: seen.n_events,
            n_incidents: seen.n_incidents,
            n_ties: ties.n_of(&ActorKey(key.clone())),
            first_seen: seen.first_seen(),
            last_seen: seen.last_seen(),
            emerging: seen.first.zip(newest).is_some_and(|(first, newest)| first > newest - EMERGING_DAYS),
            key,
        }
    });
    Ok(ActorsPage { version: asked.version(), items: items.collect(), next, total })
}

fn read_cursor(words: &str) -> Result<(usize, String), Problem> {
    let wrong = || Problem::bad_field("cursor", "it is no cursor of this list");
    let (n, key) = words.split_once('.').ok_or_else(wrong)?;
    Ok((n.parse().map_err(|_| wrong())?, key.to_owned()))
}

/// The last day on which an incident began.
pub(super) fn newest_day(table: &Table) -> Option<i32> {
    let last = table.len().checked_sub(1)?;
    Some(table.columns.first(last as u32)).filter(|&day| day != NO_DAY)
}
