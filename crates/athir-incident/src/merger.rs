//! Groups events into happenings, and keeps the groups up to date when reports come and go.
//!
//! What comes out depends on the reports and decisions that are there, not on the order or the portions in which
//! they came: an update computes again what a change can reach, and the rest would come out as it is.

mod components;
mod copies;
mod gathered;
mod pairs;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::num::NonZeroUsize;

use athir_model::{Anchor, Decision, EventRef, Join, ReportId};

use crate::block::{Member, Order, bucket, keys};
use crate::decision::{Candidate, Ruling, find};
use crate::model::Model;
use crate::profile::{EventTraits, LeftOut, Profile, ReportTraits};
use crate::stages::order;

/// Pairs less likely than this are forgotten.
pub(crate) const FLOOR: f32 = 0.1;
/// Up to this size all pairs of a component are compared, also those that share no key.
pub(crate) const COMPLETE: usize = 64;
/// Events that hang together are clustered as one component up to this size. In a larger one only surer pairs count.
pub(crate) const LARGEST: usize = 1000;
/// From which probabilities on pairs hang together, beside the model's threshold.
const SURER: [f32; 4] = [0.65, 0.8, 0.9, 0.97];

/// How likely pairs have to be to hang together, level by level.
pub fn levels(model: &Model) -> Vec<f32> {
    let surer = SURER.iter().map(|least| least.max(model.threshold));
    std::iter::once(model.threshold).chain(surer).collect()
}

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

/// Two groups that were not made one, though they look alike.
#[derive(Clone, Debug, PartialEq)]
pub struct NearMiss {
    /// The first events of the two groups.
    pub heads: (EventRef, EventRef),
    /// The likeliest pair of their events, one of each in the same order.
    pub events: (EventRef, EventRef),
    /// How likely that pair is one happening, from 0 to 1.
    pub score: f64,
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

/// A report that is there.
#[derive(Clone, Debug)]
struct Held {
    events: Vec<u32>,
    left_out: Vec<LeftOut>,
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
    by_report: BTreeMap<ReportId, Held>,
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
            let member = Member::new(event, order(&id, &profile.traits), &traits, &profile.traits);
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
        self.by_report.insert(profile.report, Held { events, left_out: profile.left_out });
    }

    /// Takes a report out with its events. One that is not there is no error.
    pub fn remove(&mut self, report: &ReportId) {
        let Some(held) = self.by_report.remove(report) else { return };
        for event in held.events {
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
        let ruled = ruling.differences(&self.ruling);
        reached.extend(&ruled);
        self.ruling = ruling;
        let mut heads = BTreeSet::new();
        for &event in &leaving {
            let head = self.group_of[event as usize];
            heads.insert(head);
            reached.extend(self.groups.get(&head).into_iter().flatten());
        }
        let ruled: Vec<u32> = ruled.difference(&leaving).copied().collect();
        let changes = self.regroup(reached.difference(&leaving).copied().collect(), heads, &ruled);
        for event in leaving {
            if let Some(slot) = self.slots[event as usize].take() {
                self.reports[slot.report as usize] = None;
            }
        }
        self.fresh.clear();
        self.changed = HashMap::new();
        changes
    }

    /// What the decisions mean for the events that are there.
    fn rule(&self) -> Ruling {
        if self.decisions.is_empty() {
            return Ruling::default();
        }
        Ruling::new(&self.decisions, |anchor: &Anchor| {
            let held = self.by_report.get(&anchor.event.report)?;
            let there = held.events.iter().filter_map(|&event| {
                let slot = self.slots[event as usize].as_ref()?;
                let (start, end) = slot.traits.stands;
                Some(Candidate { slot: Some(event), id: &slot.id, kind: slot.traits.kind, start, end })
            });
            let left_out = held.left_out.iter().map(|event| {
                let (start, end) = event.stands;
                Candidate { slot: None, id: &event.id, kind: event.kind, start, end }
            });
            find(anchor, &there.chain(left_out).collect::<Vec<_>>())
        })
    }

    fn order(&self, event: u32) -> (Order, Option<&EventRef>) {
        let slot = self.slots[event as usize].as_ref();
        (slot.map_or((i32::MAX, u64::MAX), |slot| slot.member.order), slot.map(|slot| &slot.id))
    }

    /// Groups anew what hangs together with the events reached. `heads` are groups that lose events, `ruled` events about
    /// which people say something else than before: it shows in their groups, even where those are as they were.
    fn regroup(&mut self, reached: BTreeSet<u32>, mut heads: BTreeSet<u32>, ruled: &[u32]) -> Changes {
        let parts = self.components(&reached);
        heads.extend(parts.iter().flat_map(|(_, part)| part).map(|&event| self.group_of[event as usize]));
        let old: BTreeMap<u32, Box<[u32]>> =
            heads.into_iter().filter_map(|head| Some((head, self.groups.remove(&head)?))).collect();
        let mut changed = BTreeSet::new();
        for (level, part) in &parts {
            part.iter().for_each(|&event| self.level_of[event as usize] = *level);
            for group in self.cluster(part) {
                let head = group[0];
                group.iter().for_each(|&event| self.group_of[event as usize] = head);
                if old.get(&head).is_none_or(|before| **before != *group) {
                    changed.insert(head);
                }
                self.groups.insert(head, group);
            }
        }
        changed.extend(ruled.iter().map(|&event| self.group_of[event as usize]));
        // A group names those that it is related to by their first events.
        let related: Vec<u32> = self
            .ruling
            .related
            .iter()
            .flat_map(|&(a, b)| [(a, b), (b, a)])
            .filter(|&(a, _)| changed.contains(&self.group_of[a as usize]))
            .map(|(_, b)| self.group_of[b as usize])
            .collect();
        changed.extend(related);
        let mut changed: Vec<u32> = changed.into_iter().collect();
        changed.sort_by(|&a, &b| self.order(a).cmp(&self.order(b)));
        let name = |head: u32| self.slots[head as usize].as_ref().map(|slot| slot.id.clone());
        let mut gone: Vec<EventRef> =
            old.keys().filter(|head| !self.groups.contains_key(head)).filter_map(|&h| name(h)).collect();
        gone.sort();
        Changes { changed: changed.into_iter().filter_map(name).collect(), gone }
    }

    /// All groups, by their first events.
    pub fn groups(&self) -> Vec<Group> {
        let mut heads: Vec<u32> = self.groups.keys().copied().collect();
        heads.sort_by(|&a, &b| self.order(a).cmp(&self.order(b)));
        heads.into_iter().filter_map(|head| self.group(head)).collect()
    }

    /// Whether a report is there.
    pub fn has(&self, report: &ReportId) -> bool {
        self.by_report.contains_key(report)
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
        let events = self.by_report.get(report).into_iter().flat_map(|held| &held.events);
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
}

fn number(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than four thousand million events")
}
