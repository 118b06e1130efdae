//! What the incidents of a filter are made of: counts for each value that can be filtered by.

use std::collections::BTreeMap;

use athir::model::EventKind;
use schemars::JsonSchema;
use serde::Serialize;

use crate::problem::Problem;
use crate::route::Asked;
use crate::table::{GRADES, NONE, PRECISIONS, STATUSES, Side};

/// How many actors and outlets are named.
const MOST: usize = 50;

/// How often an actor is a side.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ActorCount {
    /// Its key in filters.
    key: String,
    name: String,
    /// Incidents.
    n: usize,
}

/// How often an outlet tells.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OutletCount {
    name: String,
    /// Incidents.
    n: usize,
}

/// Incidents by each value that can be filtered by.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Facets {
    version: String,
    n: usize,
    kinds: BTreeMap<&'static str, usize>,
    families: BTreeMap<&'static str, usize>,
    countries: BTreeMap<String, usize>,
    grades: BTreeMap<&'static str, usize>,
    statuses: BTreeMap<&'static str, usize>,
    /// How precise the place is; those without a place are not among them.
    precisions: BTreeMap<&'static str, usize>,
    n_disputed: usize,
    n_unplaced: usize,
    n_undated: usize,
    /// Those that are sides most often.
    actors: Vec<ActorCount>,
    /// Those that tell most often.
    outlets: Vec<OutletCount>,
}

pub(super) fn facets(asked: &Asked<'_>, (): (), (): ()) -> Result<Facets, Problem> {
    let table = &*asked.table;
    let (columns, shared, index) = (&table.columns, &table.shared, &table.index);
    let selected = asked.selected()?;
    let rows = &selected.rows;
    let mut of_kind = vec![0_usize; EventKind::ALL.len()];
    let mut of_place = vec![0_usize; shared.places.len()];
    let mut of_party = vec![0_usize; shared.parties.len()];
    let mut of_outlet = vec![0_usize; shared.outlets.len()];
    rows.each(|row| {
        of_kind[columns.kinds[row as usize] as usize] += 1;
        let place = columns.places[row as usize];
        if place != NONE {
            of_place[place as usize] += 1;
        }
        // A party on both sides counts once.
        let sides = columns.sides.of(row);
        for (n, side) in sides.iter().enumerate() {
            if sides[..n].iter().all(|before| Side(*before).party() != Side(*side).party()) {
                of_party[Side(*side).party() as usize] += 1;
            }
        }
        columns.outlets.of(row).iter().for_each(|&outlet| of_outlet[outlet as usize] += 1);
    });
    let mut kinds = BTreeMap::new();
    let mut families: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (kind, n) in EventKind::ALL.into_iter().zip(of_kind).filter(|&(_, n)| n > 0) {
        kinds.insert(kind.as_str(), n);
        *families.entry(kind.family().as_str()).or_default() += n;
    }
    let mut of_country = vec![0_usize; index.countries.len()];
    let mut of_precision = vec![0_usize; PRECISIONS.len()];
    for (number, place) in shared.places.iter() {
        let n = of_place[number as usize];
        if n > 0 {
            of_precision[place.precision as usize] += n;
            if let Some(country) = of_country.get_mut(index.country_of[number as usize] as usize) {
                *country += n;
            }
        }
    }
    let countries = index.countries.iter().cloned().zip(of_country).filter(|&(_, n)| n > 0).collect();
    // An actor may go by several names; the most frequent is shown.
    let mut of_actor = vec![(0_usize, 0_usize, NONE); index.n_actors];
    for (party, n) in of_party.into_iter().enumerate().filter(|&(_, n)| n > 0) {
        let (sum, most, name) = &mut of_actor[index.actor_of[party] as usize];
        *sum += n;
        if n > *most {
            (*most, *name) = (n, party as u32);
        }
    }
    of_actor.retain(|&(n, ..)| n > 0);
    of_actor.sort_unstable_by(|(n, _, a), (m, _, b)| {
        m.cmp(n).then_with(|| shared.parties.get(*a).key().cmp(shared.parties.get(*b).key()))
    });
    of_actor.truncate(MOST);
    let named = |(n, _, party)| {
        let party = shared.parties.get(party);
        ActorCount { key: party.key().to_owned(), name: party.name.clone(), n }
    };
    let actors = of_actor.into_iter().map(named).collect();
    let mut outlets: Vec<OutletCount> = shared
        .outlets
        .iter()
        .map(|(number, name)| OutletCount { name: name.clone(), n: of_outlet[number as usize] })
        .filter(|outlet| outlet.n > 0)
        .collect();
    outlets.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.name.cmp(&b.name)));
    outlets.truncate(MOST);
    let counted = |name: &'static str, n: usize| (n > 0).then_some((name, n));
    let grades = GRADES.iter().zip(&index.grades);
    let statuses = STATUSES.iter().zip(&index.statuses);
    Ok(Facets {
        version: asked.version(),
        n: selected.n,
        kinds,
        families,
        countries,
        grades: grades.filter_map(|(grade, set)| counted(grade.as_str(), rows.count_and(set))).collect(),
        statuses: statuses
            .filter_map(|(status, set)| counted(status.as_str(), rows.count_and(set)))
            .collect(),
        precisions: PRECISIONS
            .iter()
            .zip(of_precision)
            .filter_map(|(precision, n)| counted(precision.as_str(), n))
            .collect(),
        n_disputed: rows.count_and(&index.disputed),
        n_unplaced: rows.count_and(&index.unplaced),
        n_undated: rows.count_and(&index.undated),
        actors,
        outlets,
    })
}
