//! A merger of one component, put together from cards.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{Held, Merger, Slot, number};
use crate::model::Model;
use crate::stages::{Card, Pair};

impl Merger {
    /// Takes in the events of a component with the pairs between them, and groups them.
    pub(crate) fn of_component(model: &Model, cards: Vec<Card>, pairs: &[Pair]) -> Merger {
        let mut merger = Merger::new(model);
        let mut reports = BTreeMap::new();
        for Card { id, traits, report } in cards {
            let event = number(merger.slots.len());
            let of = match reports.entry(id.report.clone()) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(new) => *new.insert(number(merger.reports.len())),
            };
            let held = Held { events: Vec::new(), left_out: Vec::new() };
            merger.by_report.entry(id.report.clone()).or_insert(held).events.push(event);
            let card = Card { id, traits, report };
            let member = card.member(event);
            let Card { id, traits, report } = card;
            if of as usize == merger.reports.len() {
                merger.reports.push(Some(report));
            }
            merger.slots.push(Some(Slot { id, report: of, member, traits, keys: Box::default() }));
            merger.pairs.push(Vec::new());
            merger.group_of.push(event);
            merger.level_of.push(0);
        }
        for &(a, b, likely) in pairs {
            merger.pairs[a].push((number(b), likely));
            merger.pairs[b].push((number(a), likely));
        }
        let mut part: Vec<u32> = (0..number(merger.slots.len())).collect();
        part.sort_by(|&a, &b| merger.order(a).cmp(&merger.order(b)));
        for group in merger.cluster(&part) {
            let head = group[0];
            group.iter().for_each(|&event| merger.group_of[event as usize] = head);
            merger.groups.insert(head, group);
        }
        merger
    }
}
