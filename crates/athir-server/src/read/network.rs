//! Who stands how to whom at a date, drawn on a plane.

use std::collections::{BTreeMap, BTreeSet};

use athir::model::{ActorKey, Balance, Bond, Fragmentation, Sign};
use athir::network::{Signed, balance, fragmentation, ties_at};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::actor::name_of;
use super::actors::{known, newest_day, seen};
use crate::problem::Problem;
use crate::route::Asked;
use crate::table::day_of;

/// Which part of the network.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct NetworkQuery {
    /// The day; without it the one on which most ties are present, of the actor's or of all.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    at: Option<Date>,
    /// How many ties away from the actor of the filter; without one the actors with the most ties are shown.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 2))]
    steps: u8,
    /// How many actors at most.
    #[serde(default = "sixty")]
    #[schemars(range(min = 1, max = 400))]
    top: usize,
}

fn one() -> u8 {
    1
}

fn sixty() -> usize {
    60
}

/// An actor on the plane.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Node {
    key: String,
    name: String,
    /// What it is, by the registry.
    kind: String,
    /// From -1 to 1, at every date the same.
    x: f64,
    /// From -1 to 1, at every date the same.
    y: f64,
    n_events: usize,
    /// Others that it has a signed tie with on that day.
    degree: usize,
    allies: usize,
    rivals: usize,
    /// The number of the bloc of allies that it belongs to; `null` for one without allies.
    bloc: Option<usize>,
}

/// A tie that holds.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Edge {
    id: String,
    a: String,
    b: String,
    kind: &'static str,
    sign: Sign,
    strength: f64,
    /// How present it is on that day, from 0 to 1.
    presence: f64,
    start: Option<String>,
    end: Option<String>,
}

/// The network at a date.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct NetworkPage {
    version: String,
    /// The day.
    at: Option<String>,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    /// How balanced all of it is on that day.
    balance: Option<Balance>,
    /// How far its alliances fall apart on that day.
    fragmentation: Option<Fragmentation>,
    /// Actors with ties on that day, shown or not.
    n_actors: usize,
}

pub(super) fn network(asked: &Asked<'_>, (): (), query: NetworkQuery) -> Result<NetworkPage, Problem> {
    let table = &*asked.table;
    let ties = asked.app.ties()?;
    let all = ties.all();
    let ego = asked.filter().first_actor.clone().map(ActorKey);
    let busiest = || ties.busiest(ego.as_ref()).or_else(|| newest_day(table).map(day_of));
    let Some(at) = query.at.or_else(busiest) else {
        return Ok(NetworkPage {
            version: asked.version(),
            at: None,
            nodes: Vec::new(),
            edges: Vec::new(),
            balance: None,
            fragmentation: None,
            n_actors: 0,
        });
    };
    let holding: Vec<(&Bond, f64)> =
        ties_at(&all, at).into_iter().filter(|(bond, _)| bond.b.is_some()).collect();
    let mut degrees: BTreeMap<&ActorKey, f64> = BTreeMap::new();
    for (bond, presence) in &holding {
        for key in [Some(&bond.a), bond.b.as_ref()].into_iter().flatten() {
            *degrees.entry(key).or_default() += presence * bond.strength;
        }
    }
    let shown = shown(&holding, &degrees, ego.as_ref(), &query);
    let signed = Signed::at(&all, at);
    let blocs = blocs(&signed);
    let mut stands: BTreeMap<&ActorKey, (usize, usize)> = BTreeMap::new();
    for pair in &signed.pairs {
        for key in [&signed.actors[pair.a], &signed.actors[pair.b]] {
            let (allies, rivals) = stands.entry(key).or_default();
            *(if pair.weight > 0.0 { allies } else { rivals }) += 1;
        }
    }
    let actors = asked.app.actors();
    let registry = actors.registry();
    let mut filter = asked.filter().clone();
    filter.actors.clear();
    let seen = seen(table, &asked.app.select(table, &filter)?.rows);
    let layout = ties.layout();
    let nodes = shown.iter().map(|key| {
        let (kind, ..) = known(registry, &key.0);
        let (x, y) = layout.get(*key).copied().unwrap_or_default();
        let (allies, rivals) = stands.get(key).copied().unwrap_or_default();
        Node {
            name: name_of(table, registry, &key.0),
            kind,
            x: rounded(x),
            y: rounded(y),
            n_events: seen.get(&key.0).map_or(0, |seen| seen.n_events),
            degree: allies + rivals,
            allies,
            rivals,
            bloc: blocs.get(key).copied(),
            key: key.0.clone(),
        }
    });
    let edges = holding.iter().filter_map(|(bond, presence)| {
        let b = bond.b.as_ref()?;
        (shown.contains(&bond.a) && shown.contains(b)).then(|| Edge {
            id: bond.id.0.clone(),
            a: bond.a.0.clone(),
            b: b.0.clone(),
            kind: bond.kind.as_str(),
            sign: bond.sign,
            strength: bond.strength,
            presence: rounded(*presence),
            start: bond.start.from.or(bond.start.to).map(|day| day.to_string()),
            end: bond.end.to.or(bond.end.from).map(|day| day.to_string()),
        })
    });
    Ok(NetworkPage {
        version: asked.version(),
        at: Some(at.to_string()),
        nodes: nodes.collect(),
        edges: edges.collect(),
        balance: Some(balance(&signed)),
        fragmentation: Some(fragmentation(&signed)),
        n_actors: degrees.len(),
    })
}

/// The actors that are drawn: those around one, or those with the strongest ties.
fn shown<'b>(
    holding: &[(&'b Bond, f64)],
    degrees: &BTreeMap<&'b ActorKey, f64>,
    ego: Option<&'b ActorKey>,
    query: &NetworkQuery,
) -> BTreeSet<&'b ActorKey> {
    let mut candidates: Vec<&ActorKey> = match ego {
        None => degrees.keys().copied().collect(),
        Some(ego) => {
            let mut near = BTreeSet::from([ego]);
            for _ in 0..query.steps {
                let before = near.clone();
                for (bond, _) in holding {
                    let Some(b) = &bond.b else { continue };
                    if before.contains(&bond.a) || before.contains(b) {
                        near.extend([&bond.a, b]);
                    }
                }
            }
            near.into_iter().collect()
        }
    };
    let weight = |key: &&ActorKey| {
        if Some(*key) == ego { f64::INFINITY } else { degrees.get(*key).copied().unwrap_or_default() }
    };
    candidates.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then_with(|| a.cmp(b)));
    candidates.truncate(query.top);
    candidates.into_iter().collect()
}

/// The bloc of each actor that has allies: actors that are joined by positive pairs, numbered from the largest.
fn blocs(signed: &Signed) -> BTreeMap<&ActorKey, usize> {
    let mut root: Vec<usize> = (0..signed.actors.len()).collect();
    fn find(root: &mut [usize], mut at: usize) -> usize {
        while root[at] != at {
            root[at] = root[root[at]];
            at = root[at];
        }
        at
    }
    for pair in signed.pairs.iter().filter(|pair| pair.weight > 0.0) {
        let (a, b) = (find(&mut root, pair.a), find(&mut root, pair.b));
        root[a.max(b)] = a.min(b);
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..signed.actors.len() {
        members.entry(find(&mut root, at)).or_default().push(at);
    }
    let mut blocs: Vec<Vec<usize>> = members.into_values().filter(|bloc| bloc.len() > 1).collect();
    blocs.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    let numbered = blocs.into_iter().enumerate();
    numbered.flat_map(|(n, bloc)| bloc.into_iter().map(move |at| (&signed.actors[at], n))).collect()
}

fn rounded(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}
