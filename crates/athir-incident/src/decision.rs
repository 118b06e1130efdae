//! People's decisions: which of them hold, and what they mean for the events that are there now.

use std::collections::{BTreeMap, BTreeSet};

use athir_model::{Anchor, Decision, DecisionId, EventKind, EventRef, Verdict};

/// An event that an anchor may mean; without a number where people have rejected it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate<'e> {
    pub(crate) slot: Option<u32>,
    pub(crate) id: &'e EventRef,
    pub(crate) kind: EventKind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// What decisions mean for pairs of events, each pair with the smaller number first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ruling {
    pub(crate) one: BTreeMap<(u32, u32), DecisionId>,
    pub(crate) apart: BTreeSet<(u32, u32)>,
    pub(crate) related: BTreeSet<(u32, u32)>,
}

/// The decisions that hold, in their order: those that no later decision that holds has undone.
pub fn in_force(decisions: &[Decision]) -> Vec<&Decision> {
    let mut sorted: Vec<&Decision> = decisions.iter().collect();
    sorted.sort_by(|a, b| (a.sequence, &a.id).cmp(&(b.sequence, &b.id)));
    sorted.dedup_by(|a, b| a.id == b.id);
    let mut undone: BTreeSet<&DecisionId> = BTreeSet::new();
    let mut holding = Vec::new();
    for &decision in sorted.iter().rev() {
        if undone.contains(&decision.id) {
            continue;
        }
        match &decision.verdict {
            Verdict::Undo { decision } => {
                undone.insert(decision);
            }
            _ => holding.push(decision),
        }
    }
    holding.reverse();
    holding
}

/// Finds the event that an anchor means: the one of its name, or the one that is read from the same words.
///
/// A newer coder may name an event otherwise; the words of the report stay. Of the report's events whose first
/// evidence meets the anchor's words, the one of the same kind is taken, then the one that shares most.
pub(crate) fn find(anchor: &Anchor, events: &[Candidate<'_>]) -> Option<u32> {
    if let Some(same) = events.iter().find(|e| *e.id == anchor.event) {
        return same.slot;
    }
    let shared = |e: &Candidate<'_>| e.end.min(anchor.end).saturating_sub(e.start.max(anchor.start));
    events
        .iter()
        .filter(|e| shared(e) > 0 && (e.kind == anchor.kind || e.kind.family() == anchor.kind.family()))
        .max_by(|a, b| {
            let rank = |e: &Candidate<'_>| (e.kind == anchor.kind, shared(e));
            rank(a).cmp(&rank(b)).then_with(|| b.id.cmp(a.id))
        })
        .and_then(|e| e.slot)
}

impl Ruling {
    /// Makes out what the decisions mean. Where they contradict each other the later one holds.
    pub(crate) fn new(decisions: &[Decision], mut find: impl FnMut(&Anchor) -> Option<u32>) -> Ruling {
        let mut ruling = Ruling::default();
        let mut homes: BTreeMap<u32, u32> = BTreeMap::new();
        for decision in in_force(decisions).into_iter().rev() {
            match &decision.verdict {
                Verdict::Merge { events } => {
                    // In the order of the decision: numbers depend on what came in when.
                    let mut slots = events.iter().filter_map(&mut find);
                    let Some(first) = slots.next() else { continue };
                    for slot in slots.filter(|&slot| slot != first) {
                        ruling.join(first, slot, &decision.id, &mut homes);
                    }
                }
                Verdict::Split { groups } => {
                    let groups: Vec<BTreeSet<u32>> =
                        groups.iter().map(|group| group.iter().filter_map(&mut find).collect()).collect();
                    for (n, group) in groups.iter().enumerate() {
                        for &a in group {
                            for &b in groups[n + 1..].iter().flatten() {
                                if a != b && home(&homes, a) != home(&homes, b) {
                                    ruling.apart.insert((a.min(b), a.max(b)));
                                }
                            }
                        }
                    }
                }
                Verdict::Related { a, b } => {
                    if let (Some(a), Some(b)) = (find(a), find(b))
                        && a != b
                        && home(&homes, a) != home(&homes, b)
                    {
                        ruling.apart.insert((a.min(b), a.max(b)));
                        ruling.related.insert((a.min(b), a.max(b)));
                    }
                }
                // What is found of single events is laid over the coding before it comes here.
                Verdict::Review { .. } | Verdict::Correct { .. } | Verdict::Undo { .. } => {}
            }
        }
        ruling
    }

    fn join(&mut self, a: u32, b: u32, decision: &DecisionId, homes: &mut BTreeMap<u32, u32>) {
        let (x, y) = (home(homes, a), home(homes, b));
        if x != y {
            let parts = |(p, q): &(u32, u32)| {
                let (p, q) = (home(homes, *p), home(homes, *q));
                (p, q) == (x, y) || (q, p) == (x, y)
            };
            if self.apart.iter().any(parts) {
                return;
            }
            homes.insert(x.max(y), x.min(y));
        }
        self.one.entry((a.min(b), a.max(b))).or_insert_with(|| decision.clone());
    }

    /// The events about which the two rule differently.
    pub(crate) fn differences(&self, other: &Ruling) -> BTreeSet<u32> {
        let mut found = BTreeSet::new();
        let mut take = |(a, b): (u32, u32)| {
            found.extend([a, b]);
        };
        self.apart.symmetric_difference(&other.apart).for_each(|&pair| take(pair));
        self.related.symmetric_difference(&other.related).for_each(|&pair| take(pair));
        for (mine, theirs) in [(self, other), (other, self)] {
            mine.one.iter().filter(|(pair, id)| theirs.one.get(pair) != Some(id)).for_each(|(p, _)| take(*p));
        }
        found
    }
}

fn home(homes: &BTreeMap<u32, u32>, mut slot: u32) -> u32 {
    while let Some(&up) = homes.get(&slot) {
        slot = up;
    }
    slot
}

#[cfg(test)]
mod tests {
    use athir_model::{EventId, ReportId};

    use super::*;

    fn anchor(event: &str) -> Anchor {
        let event = EventRef { report: ReportId("r".into()), event: EventId(event.into()) };
        Anchor { event, kind: EventKind::Bombing, start: 10, end: 20, trigger: None }
    }

    fn decision(sequence: u64, verdict: Verdict) -> Decision {
        let id = DecisionId(format!("d{sequence}"));
        Decision { id, sequence, by: "reader".into(), note: None, verdict }
    }

    fn slot(anchor: &Anchor) -> Option<u32> {
        anchor.event.event.0.parse().ok()
    }

    #[test]
    fn an_undone_decision_does_not_hold_and_an_undone_undo_brings_it_back() {
        let merge = decision(1, Verdict::Merge { events: vec![anchor("1"), anchor("2")] });
        let undo = decision(2, Verdict::Undo { decision: merge.id.clone() });
        let redo = decision(3, Verdict::Undo { decision: undo.id.clone() });
        assert_eq!(in_force(std::slice::from_ref(&merge)).len(), 1);
        assert_eq!(in_force(&[undo.clone(), merge.clone()]).len(), 0);
        assert_eq!(in_force(&[redo, merge, undo]).len(), 1);
    }

    #[test]
    fn the_later_of_two_contrary_decisions_holds() {
        let merge = |n| decision(n, Verdict::Merge { events: vec![anchor("1"), anchor("2")] });
        let split = |n| decision(n, Verdict::Split { groups: vec![vec![anchor("1")], vec![anchor("2")]] });
        let ruling = Ruling::new(&[merge(1), split(2)], slot);
        assert!(ruling.one.is_empty() && ruling.apart.contains(&(1, 2)));
        let ruling = Ruling::new(&[split(1), merge(2)], slot);
        assert!(ruling.apart.is_empty() && ruling.one.contains_key(&(1, 2)));
    }

    #[test]
    fn a_chain_of_merges_does_not_outrank_a_later_split() {
        let merge = |n, a, b| decision(n, Verdict::Merge { events: vec![anchor(a), anchor(b)] });
        let split = decision(3, Verdict::Split { groups: vec![vec![anchor("1")], vec![anchor("3")]] });
        let ruling = Ruling::new(&[merge(1, "1", "2"), merge(2, "2", "3"), split], slot);
        assert!(ruling.apart.contains(&(1, 3)));
        assert_eq!(ruling.one.keys().collect::<Vec<_>>(), [&(2, 3)]);
    }

    #[test]
    fn an_anchor_finds_the_event_of_its_words_when_the_name_has_changed() {
        let id = |n: &str| EventRef { report: ReportId("r".into()), event: EventId(n.into()) };
        let ids = [id("a"), id("b"), id("c")];
        let candidate =
            |n: usize, kind, start, end| Candidate { slot: Some(n as u32), id: &ids[n], kind, start, end };
        let events = [
            candidate(0, EventKind::Bombing, 0, 12),
            candidate(1, EventKind::SuicideAttack, 10, 20),
            candidate(2, EventKind::Arrest, 10, 20),
        ];
        assert_eq!(find(&anchor("gone"), &events), Some(0));
        assert_eq!(find(&anchor("c"), &events), Some(2));
        assert_eq!(find(&anchor("gone"), &events[1..]), Some(1));
        assert_eq!(find(&anchor("gone"), &events[2..]), None);
    }
}
