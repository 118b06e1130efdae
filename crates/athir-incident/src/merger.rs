//! Groups events into happenings, and keeps the groups up to date when reports come and go.
//!
//! What comes out depends on the reports and decisions that are there, not on the order or the portions in which
//! they came: an update computes again what a change can reach, and the rest would come out as it is.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::num::NonZeroUsize;
use std::thread;

use athir_model::{Anchor, Decision, EventRef, Join, ReportId};

use crate::block::{MOST, Member, Order, bucket, divide, keys};
use crate::cluster::{NEVER, cluster_all, cluster_sparse};
use crate::decision::{Candidate, Ruling, find};
use crate::hash::{hash64, mix};
use crate::model::Model;
use crate::profile::{EventTraits, Profile, ReportTraits};
use crate::traits::{Traits, compare};

/// Pairs less likely than this are forgotten.
const FLOOR: f32 = 0.1;
/// Up to this size all pairs of a component are compared, also those that share no key.
const COMPLETE: usize = 64;
/// Events that hang together are clustered as one component up to this size. In a larger one only surer pairs count.
const LARGEST: usize = 1000;
/// From which probabilities on pairs hang together, beside the model's threshold.
const SURER: [f32; 4] = [0.65, 0.8, 0.9, 0.97];

/// Events that describe one happening.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The events, by date of publication, then report, then event.
    pub events: Vec<EventRef>,
    /// The likeliest pairs that hold them together: one less than there are events.
    pub joins: Vec<Join>,
    /// The first events of groups that people marked as related and not the same.
    pub related: Vec<EventRef>,
}

/// What an update has changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// The first events of groups that are new or made of other events than before.
    pub changed: Vec<EventRef>,
    /// The first events of groups that are no more.
    pub gone: Vec<EventRef>,
}

#[derive(Clone, Debug)]
struct Slot {
    id: EventRef,
    report: u32,
    member: Member,
    traits: EventTraits,
    keys: Box<[u64]>,
}

/// Events that came to a block and went from it.
#[derive(Clone, Debug, Default)]
struct Change {
    came: Vec<u32>,
    went: Vec<u32>,
}

/// Keeps events and their groups.
#[derive(Clone, Debug)]
pub struct Merger {
    model: Model,
    largest: usize,
    reports: Vec<Option<ReportTraits>>,
    by_report: BTreeMap<ReportId, (u32, Vec<u32>)>,
    slots: Vec<Option<Slot>>,
    /// The events of each block with their buckets of time.
    blocks: HashMap<u64, Vec<(u32, i32)>>,
    /// Likely pairs, by event.
    pairs: Vec<Vec<(u32, f32)>>,
    /// The first event of the group that an event is in.
    group_of: Vec<u32>,
    /// How sure the pairs of the component had to be that an event was clustered in.
    level_of: Vec<u8>,
    /// The events of each group in order, by the first.
    groups: BTreeMap<u32, Box<[u32]>>,
    decisions: Vec<Decision>,
    ruling: Ruling,
    /// Events that came since the last update.
    fresh: BTreeSet<u32>,
    /// Events that went since the last update.
    leaving: BTreeSet<u32>,
    /// What has come to blocks and gone from them since the last update.
    changed: HashMap<u64, Change>,
}

impl Merger {
    /// Starts without events.
    pub fn new(model: &Model) -> Merger {
        Merger {
            model: model.clone(),
            largest: LARGEST,
            reports: Vec::new(),
            by_report: BTreeMap::new(),
            slots: Vec::new(),
            blocks: HashMap::new(),
            pairs: Vec::new(),
            group_of: Vec::new(),
            level_of: Vec::new(),
            groups: BTreeMap::new(),
            decisions: Vec::new(),
            ruling: Ruling::default(),
            fresh: BTreeSet::new(),
            leaving: BTreeSet::new(),
            changed: HashMap::new(),
        }
    }

    /// Sets up to which size events that hang together are clustered as one component. Smaller is faster where very much
    /// looks alike, and asks for surer pairs there.
    pub fn with_largest_component(mut self, n_events: usize) -> Merger {
        self.largest = n_events.max(1);
        self
    }

    /// Takes in a report with its events; one of its name that is there already gives way to it.
    pub fn insert(&mut self, profile: Profile) {
        self.remove(&profile.report);
        let report = number(self.reports.len());
        let mut events = Vec::with_capacity(profile.events.len());
        for (id, traits) in profile.events {
            let event = number(self.slots.len());
            let name = hash64([id.report.0.as_str(), id.event.0.as_str()]);
            let order = (profile.traits.published.unwrap_or(i32::MAX), name);
            let member = Member::new(event, order, &traits, &profile.traits);
            let keys = keys(&traits, &profile.traits).into_boxed_slice();
            for &key in &keys {
                self.blocks.entry(key).or_default().push((event, bucket(member.day)));
                self.changed.entry(key).or_default().came.push(event);
            }
            self.slots.push(Some(Slot { id, report, member, traits, keys }));
            self.pairs.push(Vec::new());
            self.group_of.push(event);
            self.level_of.push(u8::MAX);
            self.fresh.insert(event);
            events.push(event);
        }
        self.reports.push(Some(profile.traits));
        self.by_report.insert(profile.report, (report, events));
    }

    /// Takes a report out with its events. One that is not there is no error.
    pub fn remove(&mut self, report: &ReportId) {
        let Some((_, events)) = self.by_report.remove(report) else { return };
        for event in events {
            let Some(slot) = &self.slots[event as usize] else { continue };
            for key in &slot.keys {
                let Some(block) = self.blocks.get_mut(key) else { continue };
                block.retain(|&(member, _)| member != event);
                let change = self.changed.entry(*key).or_default();
                match change.came.iter().position(|&came| came == event) {
                    Some(at) => {
                        change.came.swap_remove(at);
                    }
                    None => change.went.push(event),
                }
                if block.is_empty() {
                    self.blocks.remove(key);
                }
            }
            self.fresh.remove(&event);
            self.leaving.insert(event);
        }
    }

    /// Sets all decisions that people have taken, in any order. They count from the next update on.
    pub fn decide(&mut self, decisions: &[Decision]) {
        self.decisions = decisions.to_vec();
    }

    /// Brings the groups up to date with the reports and decisions that are there now, on `jobs` threads.
    pub fn update(&mut self, jobs: NonZeroUsize) -> Changes {
        let touched = self.touched();
        let leaving = std::mem::take(&mut self.leaving);
        let mut reached = touched.clone();
        for &event in touched.iter().chain(&leaving) {
            for (other, _) in std::mem::take(&mut self.pairs[event as usize]) {
                self.pairs[other as usize].retain(|&(back, _)| back != event);
                reached.insert(other);
            }
        }
        let likely = |a: u32, b: u32| {
            let p = self.likelihood(a, b);
            (p >= FLOOR).then_some((a, b, p))
        };
        for (a, b, p) in self.compare_all(&touched, jobs, &likely) {
            self.pairs[a as usize].push((b, p));
            self.pairs[b as usize].push((a, p));
        }
        let ruling = self.rule();
        reached.extend(ruling.differences(&self.ruling));
        self.ruling = ruling;
        let mut heads = BTreeSet::new();
        for &event in &leaving {
            let head = self.group_of[event as usize];
            heads.insert(head);
            reached.extend(self.groups.get(&head).into_iter().flatten());
        }
        let changes = self.regroup(reached.difference(&leaving).copied().collect(), heads);
        for event in leaving {
            if let Some(slot) = self.slots[event as usize].take() {
                self.reports[slot.report as usize] = None;
            }
        }
        self.fresh.clear();
        self.changed = HashMap::new();
        changes
    }

    /// The events to compare anew: those that came, and those that share another part of a block than before.
    fn touched(&self) -> BTreeSet<u32> {
        let mut touched = self.fresh.clone();
        let mut keys: Vec<u64> = self.changed.keys().copied().collect();
        keys.sort_unstable();
        for key in keys {
            let Some(change) = self.changed.get(&key) else { continue };
            let block = self.blocks.get(&key).map_or(&[][..], Vec::as_slice);
            let (n_new, n_old) = (block.len(), block.len() - change.came.len() + change.went.len());
            let is_whole = n_old <= MOST && n_new <= MOST;
            if is_whole || change.came.len() == n_new {
                continue;
            }
            // Where it was divided by time before and still is, only what is near the changes can have changed.
            let near = (n_old > MOST && n_new > MOST)
                .then(|| self.buckets(change.came.iter().chain(&change.went).copied()));
            let is_near = |day: i32| near.as_ref().is_none_or(|near| near.contains(&bucket(day)));
            let new = self.members_near(block, near.as_ref());
            let came: BTreeSet<u32> = change.came.iter().copied().collect();
            let mut old: Vec<Member> = new.iter().copied().filter(|m| !came.contains(&m.event)).collect();
            old.extend(self.members(&change.went).into_iter().filter(|m| is_near(m.day)));
            let (old, new) = (leaf_names(&old, n_old), leaf_names(&new, n_new));
            touched.extend(new.iter().filter(|(event, leaf)| old.get(event) != Some(leaf)).map(|(e, _)| *e));
        }
        touched
    }

    fn members(&self, events: &[u32]) -> Vec<Member> {
        events
            .iter()
            .filter_map(|&event| self.slots[event as usize].as_ref())
            .map(|slot| slot.member)
            .collect()
    }

    /// The buckets of time that share a part of a block with those of the events.
    fn buckets(&self, events: impl Iterator<Item = u32>) -> BTreeSet<i32> {
        let of = |event: u32| self.slots[event as usize].as_ref().map(|slot| bucket(slot.member.day));
        events.filter_map(of).flat_map(|b| [b - 1, b, b + 1]).collect()
    }

    /// The members of a block, or those of some buckets.
    fn members_near(&self, block: &[(u32, i32)], buckets: Option<&BTreeSet<i32>>) -> Vec<Member> {
        let near = block.iter().filter(|(_, b)| buckets.is_none_or(|buckets| buckets.contains(b)));
        near.filter_map(|&(event, _)| self.slots[event as usize].as_ref()).map(|slot| slot.member).collect()
    }

    /// Compares events with all that share a block with them.
    fn compare_all<T: Send>(
        &self,
        touched: &BTreeSet<u32>,
        jobs: NonZeroUsize,
        compare: &(impl Fn(u32, u32) -> Option<T> + Sync),
    ) -> Vec<T> {
        let touched: Vec<u32> = touched.iter().copied().collect();
        let mut keys: Vec<u64> = touched
            .iter()
            .filter_map(|&event| self.slots[event as usize].as_ref())
            .flat_map(|slot| slot.keys.iter().copied())
            .collect();
        keys.sort_unstable();
        keys.dedup();
        // The parts of blocks one after the other, and for each event which parts it is in.
        let mut members: Vec<u32> = Vec::new();
        let mut starts: Vec<u32> = vec![0];
        let mut inside: Vec<(u32, u32)> = Vec::new();
        for key in keys {
            let Some(block) = self.blocks.get(&key).filter(|block| block.len() > 1) else { continue };
            let near = if block.len() > MOST && touched.len() < self.slots.len() / 4 {
                let mine = block.iter().map(|&(event, _)| event).filter(|e| touched.binary_search(e).is_ok());
                self.members_near(block, Some(&self.buckets(mine)))
            } else {
                self.members_near(block, None)
            };
            // A block that is divided by time stays so where only a part of it is looked at.
            divide(&near, block.len(), &mut |leaf| {
                let number = number(starts.len() - 1);
                let before = inside.len();
                inside.extend(
                    leaf.iter()
                        .filter_map(|m| touched.binary_search(&m.event).ok().map(|at| (at as u32, number))),
                );
                if inside.len() > before {
                    members.extend(leaf.iter().map(|member| member.event));
                    starts.push(members.len() as u32);
                }
            });
        }
        inside.sort_unstable();
        let work = |range: std::ops::Range<usize>| {
            let mut found = Vec::new();
            let mut others: Vec<u32> = Vec::new();
            let from = inside.partition_point(|&(at, _)| (at as usize) < range.start);
            let mut mine = &inside[from..];
            for at in range {
                let n = mine.iter().take_while(|&&(of, _)| of as usize == at).count();
                let (now, rest) = mine.split_at(n);
                mine = rest;
                let event = touched[at];
                others.clear();
                for &(_, leaf) in now {
                    let leaf = leaf as usize;
                    others.extend(&members[starts[leaf] as usize..starts[leaf + 1] as usize]);
                }
                others.sort_unstable();
                others.dedup();
                for &other in &others {
                    // Of two events that are both compared anew, the first one does it.
                    let is_done = other <= event && touched.binary_search(&other).is_ok();
                    if is_done {
                        continue;
                    }
                    found.extend(compare(event, other));
                }
            }
            found
        };
        let size = touched.len().div_ceil(jobs.get() * 8).max(1);
        let ranges: Vec<_> =
            (0..touched.len()).step_by(size).map(|from| from..touched.len().min(from + size)).collect();
        let mut parts: Vec<(usize, Vec<T>)> = thread::scope(|scope| {
            let handles: Vec<_> = (0..jobs.get().min(ranges.len()))
                .map(|job| {
                    let (ranges, work) = (&ranges, &work);
                    scope.spawn(move || {
                        let mine = (job..ranges.len()).step_by(jobs.get());
                        mine.map(|n| (n, work(ranges[n].clone()))).collect::<Vec<_>>()
                    })
                })
                .collect();
            handles.into_iter().flat_map(|handle| handle.join().expect("comparing does not panic")).collect()
        });
        parts.sort_unstable_by_key(|(n, _)| *n);
        parts.into_iter().flat_map(|(_, found)| found).collect()
    }

    /// What two events show for and against their being one happening; nothing for an event that is not there.
    pub fn compare(&self, a: &EventRef, b: &EventRef) -> Option<Traits> {
        self.traits(self.find(a)?, self.find(b)?)
    }

    fn find(&self, event: &EventRef) -> Option<u32> {
        let (_, events) = self.by_report.get(&event.report)?;
        events
            .iter()
            .copied()
            .find(|&n| self.slots[n as usize].as_ref().is_some_and(|slot| slot.id == *event))
    }

    /// All pairs that are worth a comparison, with their traits, for those who fit a model.
    pub fn candidates(&self, jobs: NonZeroUsize) -> Vec<(EventRef, EventRef, Traits)> {
        let all = self.by_report.values().flat_map(|(_, events)| events.iter().copied()).collect();
        let name = |event: u32| self.slots[event as usize].as_ref().map(|slot| slot.id.clone());
        self.compare_all(&all, jobs, &|a, b| Some((name(a)?, name(b)?, self.traits(a, b)?)))
    }

    /// The traits of every pair of events, for those who fit a model on few reports.
    pub fn all_pairs(&self) -> Vec<(EventRef, EventRef, Traits)> {
        let all: Vec<u32> = self.by_report.values().flat_map(|(_, events)| events.iter().copied()).collect();
        let name = |event: u32| self.slots[event as usize].as_ref().map(|slot| slot.id.clone());
        let pairs = all.iter().enumerate().flat_map(|(n, &a)| all[n + 1..].iter().map(move |&b| (a, b)));
        pairs.filter_map(|(a, b)| Some((name(a)?, name(b)?, self.traits(a, b)?))).collect()
    }

    /// The traits of a pair.
    fn traits(&self, a: u32, b: u32) -> Option<Traits> {
        let (a, b) = (self.slots[a as usize].as_ref()?, self.slots[b as usize].as_ref()?);
        let (a, b) = if a.member.order <= b.member.order { (a, b) } else { (b, a) };
        let in_a = self.reports[a.report as usize].as_ref()?;
        let in_b = self.reports[b.report as usize].as_ref()?;
        Some(compare(&a.traits, in_a, &b.traits, in_b, a.report == b.report))
    }

    fn likelihood(&self, a: u32, b: u32) -> f32 {
        self.traits(a, b).map_or(0.0, |traits| self.model.probability(&traits))
    }

    /// What the decisions mean for the events that are there.
    fn rule(&self) -> Ruling {
        if self.decisions.is_empty() {
            return Ruling::default();
        }
        Ruling::new(&self.decisions, |anchor: &Anchor| {
            let (_, events) = self.by_report.get(&anchor.event.report)?;
            let candidates: Vec<Candidate<'_>> = events
                .iter()
                .filter_map(|&event| {
                    let slot = self.slots[event as usize].as_ref()?;
                    let (start, end) = slot.traits.stands;
                    Some(Candidate { slot: event, id: &slot.id, kind: slot.traits.kind, start, end })
                })
                .collect();
            find(anchor, &candidates)
        })
    }

    fn order(&self, event: u32) -> (Order, Option<&EventRef>) {
        let slot = self.slots[event as usize].as_ref();
        (slot.map_or((i32::MAX, u64::MAX), |slot| slot.member.order), slot.map(|slot| &slot.id))
    }

    /// Groups anew what hangs together with the events reached. `heads` are groups that lose events.
    fn regroup(&mut self, reached: BTreeSet<u32>, mut heads: BTreeSet<u32>) -> Changes {
        let parts = self.components(&reached);
        heads.extend(parts.iter().flat_map(|(_, part)| part).map(|&event| self.group_of[event as usize]));
        let old: BTreeMap<u32, Box<[u32]>> =
            heads.into_iter().filter_map(|head| Some((head, self.groups.remove(&head)?))).collect();
        let mut changed = Vec::new();
        for (level, part) in &parts {
            part.iter().for_each(|&event| self.level_of[event as usize] = *level);
            for group in self.cluster(part) {
                let head = group[0];
                group.iter().for_each(|&event| self.group_of[event as usize] = head);
                if old.get(&head).is_none_or(|before| **before != *group) {
                    changed.push(head);
                }
                self.groups.insert(head, group);
            }
        }
        changed.sort_by(|&a, &b| self.order(a).cmp(&self.order(b)));
        let name = |head: u32| self.slots[head as usize].as_ref().map(|slot| slot.id.clone());
        let mut gone: Vec<EventRef> =
            old.keys().filter(|head| !self.groups.contains_key(head)).filter_map(|&h| name(h)).collect();
        gone.sort();
        Changes { changed: changed.into_iter().filter_map(name).collect(), gone }
    }

    /// The components around the events given, each in order, with how sure its pairs are.
    ///
    /// A component is a set of events that hang together by likely pairs or decisions. One that is too large is taken
    /// apart by asking for surer pairs: where a whole front looks alike, likeness means less.
    fn components(&self, around: &BTreeSet<u32>) -> Vec<(u8, Vec<u32>)> {
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
        let least = match level {
            0 => self.model.threshold,
            n => SURER[usize::from(n) - 1].max(self.model.threshold),
        };
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

    fn cluster(&self, part: &[u32]) -> Vec<Box<[u32]>> {
        if let [event] = part {
            return vec![Box::new([*event])];
        }
        let at: HashMap<u32, usize> = part.iter().enumerate().map(|(n, &event)| (event, n)).collect();
        let joined: Vec<(usize, usize)> = self
            .ruling
            .one
            .keys()
            .filter_map(|(a, b)| Some((*at.get(a)?, *at.get(b)?)))
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect();
        let is_apart = |a: u32, b: u32| self.ruling.apart.contains(&(a.min(b), a.max(b)));
        let clusters = if part.len() <= COMPLETE {
            cluster_all(part.len(), self.model.threshold, &joined, |a, b| {
                if is_apart(part[a], part[b]) { NEVER } else { self.likelihood(part[a], part[b]) }
            })
        } else {
            let mut pairs: Vec<(usize, usize, f32)> = Vec::new();
            for (n, &event) in part.iter().enumerate() {
                for &(other, p) in &self.pairs[event as usize] {
                    if let Some(&m) = at.get(&other)
                        && n < m
                        && !is_apart(event, other)
                    {
                        pairs.push((n, m, p));
                    }
                }
            }
            let apart = self.ruling.apart.iter().filter_map(|(a, b)| Some((*at.get(a)?, *at.get(b)?)));
            pairs.extend(apart.map(|(a, b)| (a.min(b), a.max(b), NEVER)));
            pairs.sort_unstable_by_key(|&(a, b, _)| (a, b));
            cluster_sparse(part.len(), self.model.threshold, &joined, &pairs)
        };
        clusters.into_iter().map(|cluster| cluster.into_iter().map(|n| part[n]).collect()).collect()
    }

    /// All groups, by their first events.
    pub fn groups(&self) -> Vec<Group> {
        let mut heads: Vec<u32> = self.groups.keys().copied().collect();
        heads.sort_by(|&a, &b| self.order(a).cmp(&self.order(b)));
        heads.into_iter().filter_map(|head| self.group(head)).collect()
    }

    /// How many groups there are.
    pub fn n_groups(&self) -> usize {
        self.groups.len()
    }

    /// The group that an event is in.
    pub fn group_of(&self, event: &EventRef) -> Option<Group> {
        self.group(self.group_of[self.find(event)? as usize])
    }

    /// The groups that the events of a report are in.
    pub fn groups_of_report(&self, report: &ReportId) -> Vec<Group> {
        let events = self.by_report.get(report).into_iter().flat_map(|(_, events)| events);
        let heads: BTreeSet<u32> = events.map(|&event| self.group_of[event as usize]).collect();
        heads.into_iter().filter_map(|head| self.group(head)).collect()
    }

    fn group(&self, head: u32) -> Option<Group> {
        let events = self.groups.get(&head)?;
        let name = |event: u32| self.slots[event as usize].as_ref().map(|slot| slot.id.clone());
        let mut related: Vec<EventRef> = Vec::new();
        for &(a, b) in &self.ruling.related {
            for (mine, other) in [(a, b), (b, a)] {
                if self.group_of[mine as usize] == head {
                    related.extend(name(self.group_of[other as usize]));
                }
            }
        }
        related.sort();
        related.dedup();
        let events = events.iter().filter_map(|&event| name(event)).collect();
        Some(Group { events, joins: self.joins(head), related })
    }

    /// The likeliest pairs that connect all events of a group, decided ones first.
    fn joins(&self, head: u32) -> Vec<Join> {
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

/// What each event of a block is compared with, as a hash.
fn leaf_names(block: &[Member], size: usize) -> BTreeMap<u32, u64> {
    let mut names: BTreeMap<u32, u64> = BTreeMap::new();
    divide(block, size, &mut |leaf| {
        let name = leaf.iter().fold(0u64, |sum, member| sum.wrapping_add(mix(member.order.1)));
        for member in leaf {
            let all = names.entry(member.event).or_default();
            *all = all.wrapping_add(mix(name));
        }
    });
    names
}

fn number(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than four thousand million events")
}
