//! Events that many reports tell in the same words.
//!
//! A report that ninety outlets print gives ninety events that are all alike. Blocks compare only so many of them with each
//! other, and pairs that nobody has compared would take them apart again: in a large component copies become one first, and
//! one of them stands for all.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::Merger;
use crate::profile::EventTraits;
use crate::stages::bytes::write;

/// Which of the events of a component stand for others.
pub(super) struct Copies {
    /// The positions of those that stand for themselves or for their copies, in order.
    pub(super) first: Vec<usize>,
    /// For each event, the place among the [first](Copies::first) of the one that stands for it.
    pub(super) of: Vec<usize>,
}

impl Copies {
    /// The events of each of the [first](Copies::first).
    pub(super) fn members(&self) -> Vec<Vec<usize>> {
        let mut members = vec![Vec::new(); self.first.len()];
        for (event, &of) in self.of.iter().enumerate() {
            members[of].push(event);
        }
        members
    }
}

impl Merger {
    /// Finds copies among the events of a component, which are given in the order of all: the first of them stands for the
    /// others. Only what the model takes for one happening is a copy, never two events of one report, and nothing that
    /// people have decided about.
    pub(super) fn copies(&self, part: &[u32]) -> Copies {
        let decided: BTreeSet<u32> =
            self.ruling.apart.iter().chain(self.ruling.one.keys()).flat_map(|&(a, b)| [a, b]).collect();
        let mut known: BTreeMap<(Vec<u8>, usize), usize> = BTreeMap::new();
        let mut told: BTreeMap<(u32, Vec<u8>), usize> = BTreeMap::new();
        let mut copies = Copies { first: Vec::new(), of: Vec::with_capacity(part.len()) };
        for (at, &event) in part.iter().enumerate() {
            let same =
                self.slots[event as usize].as_ref().filter(|_| !decided.contains(&event)).map(|slot| {
                    let words = words_of(&slot.traits);
                    let nth = told.entry((slot.report, words.clone())).or_default();
                    *nth += 1;
                    known.entry((words, *nth))
                });
            let new = copies.first.len();
            let of = match same {
                Some(Entry::Occupied(first)) => {
                    let stands = *first.get();
                    let likely = self.likelihood(part[copies.first[stands]], event);
                    if likely >= self.model.threshold { stands } else { new }
                }
                Some(Entry::Vacant(first)) => *first.insert(new),
                None => new,
            };
            if of == new {
                copies.first.push(at);
            }
            copies.of.push(of);
        }
        copies
    }
}

/// What an event says, in which words, as bytes; not where that stands in its report, nor what else the report tells.
fn words_of(traits: &EventTraits) -> Vec<u8> {
    let EventTraits {
        kind,
        modality,
        phase,
        trigger,
        initiators,
        recipients,
        spot,
        days,
        losses,
        words,
        names,
        is_main: _,
        said,
        place_words,
        sure: _,
        is_sole: _,
        is_sole_there: _,
        stands: _,
    } = traits;
    let happened = (kind, modality, phase, trigger, initiators, recipients);
    write(0, &(happened, spot, days, losses, words, names, said, place_words))
}
