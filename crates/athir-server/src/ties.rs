//! The ties of the database in memory, without their evidence, and where the network draws its actors.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, OnceLock};

use athir::database::{Database, StoreError};
use athir::model::{ActorKey, Bond, Sign};
use athir::network::{Pull, layout, ties_at};
use jiff::civil::Date;

use crate::pool::lock;

/// Days that are compared to find the one with the most ties.
const DAYS: usize = 64;

/// Places on the plane, each coordinate from -1 to 1.
pub(crate) type Layout = BTreeMap<ActorKey, (f64, f64)>;

/// All ties, as of one entry of the log.
pub(crate) struct Ties {
    /// The number of that entry.
    entry: i64,
    /// In the order of their ids, without their evidence.
    bonds: Vec<Bond>,
    /// How many ties each actor has.
    n_ties: BTreeMap<ActorKey, usize>,
    /// Where actors were drawn before.
    before: Mutex<Layout>,
    layout: OnceLock<Layout>,
    busiest: OnceLock<Option<Date>>,
}

/// The day on which most of these ties are present, the latest of several; of the days of evidence at most [`DAYS`] are
/// looked at, spread evenly.
fn busiest(bonds: &[&Bond]) -> Option<Date> {
    let days: BTreeSet<Date> =
        bonds.iter().filter(|bond| bond.b.is_some()).filter_map(|bond| bond.last_evidence).collect();
    let step = days.len().div_ceil(DAYS).max(1);
    let present = |&day: &Date| ties_at(bonds, day).into_iter().map(|(_, presence)| presence).sum::<f64>();
    let sums = days.iter().rev().step_by(step).map(|day| (present(day), *day));
    sums.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, day)| day)
}

impl Ties {
    /// Reads the ties, or gives `None` where those that are there are still right.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub(crate) fn read(
        database: &mut Database,
        old: Option<&Ties>,
        entry: i64,
    ) -> Result<Option<Ties>, StoreError> {
        database.store().frozen(|store| {
            if let Some(old) = old
                && (old.entry >= entry || !store.ties_changed_since(old.entry)?)
            {
                return Ok(None);
            }
            let mut bonds: Vec<Bond> = Vec::new();
            let mut last = String::new();
            loop {
                let page = store.ties_after(&last)?;
                let Some(end) = page.last() else { break };
                last.clone_from(&end.id.0);
                bonds.extend(page.into_iter().map(|bond| Bond { evidence: Vec::new(), ..bond }));
            }
            let mut n_ties: BTreeMap<ActorKey, usize> = BTreeMap::new();
            for key in bonds.iter().flat_map(|bond| [Some(&bond.a), bond.b.as_ref()]).flatten() {
                *n_ties.entry(key.clone()).or_default() += 1;
            }
            let before = old.map(|old| old.layout().clone()).unwrap_or_default();
            Ok(Some(Ties {
                entry,
                bonds,
                n_ties,
                before: Mutex::new(before),
                layout: OnceLock::new(),
                busiest: OnceLock::new(),
            }))
        })
    }

    /// All ties.
    pub(crate) fn all(&self) -> Vec<&Bond> {
        self.bonds.iter().collect()
    }

    /// The ties of an actor.
    pub(crate) fn of(&self, key: &ActorKey) -> Vec<&Bond> {
        self.bonds.iter().filter(|bond| bond.a == *key || bond.b.as_ref() == Some(key)).collect()
    }

    /// How many ties an actor has.
    pub(crate) fn n_of(&self, key: &ActorKey) -> usize {
        self.n_ties.get(key).copied().unwrap_or_default()
    }

    /// The day on which most ties are present: those of an actor, or all.
    pub(crate) fn busiest(&self, actor: Option<&ActorKey>) -> Option<Date> {
        match actor {
            Some(actor) => busiest(&self.of(actor)),
            None => *self.busiest.get_or_init(|| busiest(&self.all())),
        }
    }

    /// Where actors are drawn, by all their ties over all time: the same place whatever the date.
    pub(crate) fn layout(&self) -> &Layout {
        self.layout.get_or_init(|| {
            let mut weights: BTreeMap<(&ActorKey, &ActorKey), f64> = BTreeMap::new();
            for bond in &self.bonds {
                let Some(b) = &bond.b else { continue };
                let pair = if bond.a < *b { (&bond.a, b) } else { (b, &bond.a) };
                // Enemies belong near one another too, and further apart than friends.
                let share = if bond.sign == Sign::Negative { 0.4 } else { 1.0 };
                *weights.entry(pair).or_default() += bond.strength * share;
            }
            let pulls: Vec<Pull<'_>> =
                weights.into_iter().map(|((a, b), weight)| Pull { a, b, weight }).collect();
            layout(&pulls, &std::mem::take(&mut *lock(&self.before)))
        })
    }
}
