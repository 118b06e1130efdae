//! The pairs of actors of a date, with a sign and a weight each: what the measures are taken of.

use std::collections::BTreeMap;

use athir_model::{ActorKey, Bond};
use jiff::civil::Date;

use crate::presence::{holds, presence};

/// Two actors, by their index, and how they stand: positive together, negative against each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignedPair {
    /// The lesser index.
    pub a: usize,
    /// The greater index.
    pub b: usize,
    /// The sum of presence times strength times sign over their ties; never 0.
    pub weight: f64,
}

/// A signed network without direction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signed {
    /// The actors, in the order of their keys.
    pub actors: Vec<ActorKey>,
    /// The pairs with a tie that is not neutral, in the order of their indexes.
    pub pairs: Vec<SignedPair>,
}

impl Signed {
    /// Takes the signed pairs of the ties that hold at a date. Ties of a pair are summed up; a pair whose ties cancel out
    /// is left out.
    pub fn at(bonds: &[&Bond], at: Date) -> Signed {
        let mut sums: BTreeMap<(&ActorKey, &ActorKey), f64> = BTreeMap::new();
        for bond in bonds.iter().filter(|bond| bond.sign.factor() != 0 && holds(bond, at)) {
            if let Some(b) = &bond.b {
                let key = if bond.a < *b { (&bond.a, b) } else { (b, &bond.a) };
                *sums.entry(key).or_default() +=
                    presence(bond, at) * bond.strength * f64::from(bond.sign.factor());
            }
        }
        Signed::of(sums.into_iter().map(|((a, b), weight)| (a.clone(), b.clone(), weight)))
    }

    /// Makes a network of pairs with their weights. Pairs of weight 0 and of an actor with itself are left out.
    pub fn of(pairs: impl IntoIterator<Item = (ActorKey, ActorKey, f64)>) -> Signed {
        let mut sums: BTreeMap<(ActorKey, ActorKey), f64> = BTreeMap::new();
        for (a, b, weight) in pairs {
            if a != b {
                *sums.entry(if a < b { (a, b) } else { (b, a) }).or_default() += weight;
            }
        }
        sums.retain(|_, weight| weight.abs() > 1e-9);
        let mut actors: Vec<ActorKey> = sums.keys().flat_map(|(a, b)| [a.clone(), b.clone()]).collect();
        actors.sort_unstable();
        actors.dedup();
        let index = |key: &ActorKey| actors.binary_search(key).unwrap_or_default();
        let pairs =
            sums.iter().map(|((a, b), &weight)| SignedPair { a: index(a), b: index(b), weight }).collect();
        Signed { pairs, actors }
    }

    /// The neighbours of each actor with the weights of their pairs, in the order of their indexes.
    pub(crate) fn neighbours(&self) -> Vec<Vec<(usize, f64)>> {
        let mut all = vec![Vec::new(); self.actors.len()];
        for pair in &self.pairs {
            all[pair.a].push((pair.b, pair.weight));
            all[pair.b].push((pair.a, pair.weight));
        }
        for of_one in &mut all {
            of_one.sort_unstable_by_key(|&(other, _)| other);
        }
        all
    }

    /// The connected parts of the pairs that pass, each as its actors' indexes; actors without such a pair are left out.
    pub(crate) fn components(&self, passes: impl Fn(f64) -> bool) -> Vec<Vec<usize>> {
        let neighbours = self.neighbours();
        let mut seen = vec![false; self.actors.len()];
        let mut parts = Vec::new();
        for start in 0..self.actors.len() {
            if seen[start] || !neighbours[start].iter().any(|&(_, weight)| passes(weight)) {
                continue;
            }
            let (mut part, mut next) = (vec![start], 0);
            seen[start] = true;
            while next < part.len() {
                for &(other, weight) in &neighbours[part[next]] {
                    if passes(weight) && !seen[other] {
                        seen[other] = true;
                        part.push(other);
                    }
                }
                next += 1;
            }
            part.sort_unstable();
            parts.push(part);
        }
        parts
    }
}
