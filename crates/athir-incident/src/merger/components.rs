//! Components of events that hang together, and the groups that they fall into.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use athir_model::Join;

use super::copies::Copies;
use super::{COMPLETE, Merger, SURER, levels};
use crate::cluster::{NEVER, cluster, yield_to_rivals};

impl Merger {
    /// The components around the events given, each in order, with how sure its pairs are.
    ///
    /// A component is a set of events that hang together by likely pairs or decisions. One that is too large is taken
    /// apart by asking for surer pairs: where a whole front looks alike, likeness means less.
    pub(super) fn components(&self, around: &BTreeSet<u32>) -> Vec<(u8, Vec<u32>)> {
        let mut joined: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for &(a, b) in self.ruling.one.keys() {
            joined.entry(a).or_default().push(b);
            joined.entry(b).or_default().push(a);
        }
        let last = SURER.len() as u8;
        let mut seen: HashSet<u32> = HashSet::new();
        let mut large: Vec<HashSet<u32>> = vec![HashSet::new(); SURER.len()];
        let mut parts = Vec::new();
        let mut left: Vec<u32> = around.iter().copied().collect();
        while let Some(event) = left.pop() {
            if seen.contains(&event) {
                continue;
            }
            let found = (0..=last).find_map(|level| {
                let known = large.get_mut(usize::from(level));
                Some((level, self.part(event, level, &joined, known)?))
            });
            let Some((level, mut part)) = found else { continue };
            // What hangs on a changed event by pairs of a lower level, and was clustered there, is too large for it now.
            for &changed in part.iter().filter(|event| around.contains(event)) {
                (0..level).for_each(|lower| left.extend(self.clustered_at(lower, changed, &joined)));
            }
            seen.extend(&part);
            part.sort_by(|&a, &b| self.order(a).cmp(&self.order(b)));
            parts.push((level, part));
        }
        parts
    }

    /// The pairs of an event that hold at a level, by likelihood or decision.
    fn held(&self, event: u32, level: u8, joined: &BTreeMap<u32, Vec<u32>>) -> Vec<u32> {
        let least = levels(&self.model)[usize::from(level)];
        let likely = self.pairs[event as usize].iter().filter(|(_, p)| *p >= least).map(|&(other, _)| other);
        likely.chain(joined.get(&event).into_iter().flatten().copied()).collect()
    }

    /// The component of an event at a level; nothing if it is too large. `large` collects the events of such.
    fn part(
        &self,
        event: u32,
        level: u8,
        joined: &BTreeMap<u32, Vec<u32>>,
        mut large: Option<&mut HashSet<u32>>,
    ) -> Option<Vec<u32>> {
        let mut part = vec![event];
        let mut inside = HashSet::from([event]);
        let mut at = 0;
        while at < part.len() {
            if let Some(large) = large.as_deref_mut()
                && (part.len() > self.largest || large.contains(&part[at]))
            {
                large.extend(&part);
                return None;
            }
            for other in self.held(part[at], level, joined) {
                if inside.insert(other) {
                    part.push(other);
                }
            }
            at += 1;
        }
        Some(part)
    }

    /// The events that were clustered at a level and hang together with an event at it.
    fn clustered_at(&self, level: u8, event: u32, joined: &BTreeMap<u32, Vec<u32>>) -> HashSet<u32> {
        let mut found = HashSet::new();
        let mut left = vec![event];
        while let Some(event) = left.pop() {
            for other in self.held(event, level, joined) {
                if self.level_of[other as usize] == level && found.insert(other) {
                    left.push(other);
                }
            }
        }
        found
    }

    /// Groups the events of a component, which are given in the order of all. In a large one copies are one from the start.
    pub(super) fn cluster(&self, part: &[u32]) -> Vec<Box<[u32]>> {
        if let [event] = part {
            return vec![Box::new([*event])];
        }
        if part.len() <= COMPLETE {
            return self.cluster_of(part, &self.pairs_inside(part));
        }
        let copies = self.copies(part);
        let first: Vec<u32> = copies.first.iter().map(|&at| part[at]).collect();
        let members = copies.members();
        let clusters = self.cluster_of(&first, &self.pairs_of(part, &copies));
        let stands: HashMap<u32, usize> = first.iter().enumerate().map(|(n, &event)| (event, n)).collect();
        let whole = |cluster: Box<[u32]>| {
            let mut events: Vec<usize> =
                cluster.iter().flat_map(|event| members[stands[event]].iter().copied()).collect();
            events.sort_unstable();
            events.into_iter().map(|at| part[at]).collect()
        };
        clusters.into_iter().map(whole).collect()
    }

    /// The likely pairs of events of a component that are known, by their positions in it.
    fn pairs_inside(&self, part: &[u32]) -> Vec<(usize, usize, f32)> {
        let at: HashMap<u32, usize> = part.iter().enumerate().map(|(n, &event)| (event, n)).collect();
        let mut pairs: Vec<(usize, usize, f32)> = Vec::new();
        for (n, &event) in part.iter().enumerate() {
            let others = self.pairs[event as usize].iter();
            let others = others.filter_map(|&(other, p)| Some((*at.get(&other)?, p)));
            pairs.extend(others.filter(|&(m, _)| n < m).map(|(m, p)| (n, m, p)));
        }
        pairs
    }

    /// The pairs of those that stand for copies, where a pair of their copies is known.
    fn pairs_of(&self, part: &[u32], copies: &Copies) -> Vec<(usize, usize, f32)> {
        let mut pairs: BTreeMap<(usize, usize), f32> = BTreeMap::new();
        for (a, b, p) in self.pairs_inside(part) {
            let (x, y) = (copies.of[a], copies.of[b]);
            let (x, y) = (x.min(y), x.max(y));
            if x == y {
                continue;
            }
            let (first, second) = (copies.first[x], copies.first[y]);
            let is_theirs = (first, second) == (a.min(b), a.max(b));
            pairs
                .entry((x, y))
                .or_insert_with(|| if is_theirs { p } else { self.likelihood(part[first], part[second]) });
        }
        pairs.into_iter().map(|((a, b), p)| (a, b, p)).collect()
    }

    /// Groups events of which these pairs are known; few events are all compared with each other.
    fn cluster_of(&self, part: &[u32], pairs: &[(usize, usize, f32)]) -> Vec<Box<[u32]>> {
        let at: HashMap<u32, usize> = part.iter().enumerate().map(|(n, &event)| (event, n)).collect();
        let joined: Vec<(usize, usize)> = self
            .ruling
            .one
            .keys()
            .filter_map(|(a, b)| Some((*at.get(a)?, *at.get(b)?)))
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect();
        let is_apart = |a: u32, b: u32| self.ruling.apart.contains(&(a.min(b), a.max(b)));
        let n = part.len();
        let mut pairs: Vec<(usize, usize, f32)> = if n <= COMPLETE {
            let all = (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b)));
            all.map(|(a, b)| (a, b, self.likelihood(part[a], part[b]))).collect()
        } else {
            pairs.to_vec()
        };
        pairs.retain(|&(a, b, _)| !is_apart(part[a], part[b]));
        let report_of: Vec<u32> =
            part.iter().map(|&event| self.slots[event as usize].as_ref().map_or(0, |s| s.report)).collect();
        yield_to_rivals(&report_of, &mut pairs);
        let apart = self.ruling.apart.iter().filter_map(|(a, b)| Some((*at.get(a)?, *at.get(b)?)));
        pairs.extend(apart.map(|(a, b)| (a.min(b), a.max(b), NEVER)));
        pairs.sort_unstable_by_key(|&(a, b, _)| (a, b));
        let clusters = cluster(n, self.model.threshold, &joined, &pairs);
        clusters.into_iter().map(|cluster| cluster.into_iter().map(|n| part[n]).collect()).collect()
    }

    /// The likeliest pairs that connect all events of a group, decided ones first.
    pub(super) fn joins(&self, head: u32) -> Vec<Join> {
        let Some(events) = self.groups.get(&head) else { return Vec::new() };
        let mut pairs: Vec<(bool, f32, usize, usize)> = Vec::new();
        let decided = |a: u32, b: u32| self.ruling.one.get(&(a.min(b), a.max(b)));
        if events.len() <= COMPLETE {
            for (n, &a) in events.iter().enumerate() {
                for (m, &b) in events.iter().enumerate().skip(n + 1) {
                    pairs.push((decided(a, b).is_some(), self.likelihood(a, b), n, m));
                }
            }
        } else {
            let at: HashMap<u32, usize> = events.iter().enumerate().map(|(n, &event)| (event, n)).collect();
            for (n, &a) in events.iter().enumerate() {
                let likely = self.pairs[a as usize].iter().filter_map(|&(b, p)| Some((b, p, *at.get(&b)?)));
                let likely = likely.filter(|&(.., m)| n < m);
                pairs.extend(likely.map(|(b, p, m)| (decided(a, b).is_some(), p, n, m)));
            }
            // Copies hang on the one that stands for them, and those, where they are few, on each other.
            let copies = self.copies(events);
            let mut more: Vec<(usize, usize)> =
                copies.of.iter().enumerate().map(|(m, &of)| (copies.first[of], m)).collect();
            if copies.first.len() <= COMPLETE {
                let first = copies.first.iter();
                more.extend(first.clone().flat_map(|&n| first.clone().map(move |&m| (n, m))));
            }
            let more = more.into_iter().filter(|(n, m)| n < m);
            pairs.extend(more.map(|(n, m)| {
                let (a, b) = (events[n], events[m]);
                (decided(a, b).is_some(), self.likelihood(a, b), n, m)
            }));
            for (a, b) in self.ruling.one.keys() {
                if let (Some(&n), Some(&m)) = (at.get(a), at.get(b)) {
                    pairs.push((true, self.likelihood(*a, *b), n.min(m), n.max(m)));
                }
            }
        }
        pairs.sort_by(|x, y| (y.0.cmp(&x.0)).then(y.1.total_cmp(&x.1)).then((x.2, x.3).cmp(&(y.2, y.3))));
        let mut part: Vec<usize> = (0..events.len()).collect();
        let mut joins = Vec::new();
        for (_, p, n, m) in pairs {
            let (x, y) = (part[n], part[m]);
            if x == y {
                continue;
            }
            part.iter_mut().filter(|of| **of == y).for_each(|of| *of = x);
            let (a, b) = (events[n], events[m]);
            let (Some(of_a), Some(of_b)) = (&self.slots[a as usize], &self.slots[b as usize]) else {
                continue;
            };
            let decision = decided(a, b).cloned();
            let grounds = match (&decision, self.traits(a, b)) {
                (None, Some(traits)) => self.model.grounds(&traits),
                _ => Vec::new(),
            };
            let score = (f64::from(p) * 1e4).round() / 1e4;
            joins.push(Join { a: of_a.id.clone(), b: of_b.id.clone(), score, grounds, decision });
        }
        joins
    }
}
