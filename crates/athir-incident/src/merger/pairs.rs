//! Pairs of events: which of them are worth a comparison anew, what they show, and how likely they are one happening.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::thread;

use athir_model::{EventRef, Ground};

use super::{Merger, NearMiss, number};
use crate::block::{MOST, Member, bucket, divide};
use crate::hash::mix;
use crate::traits::{Traits, compare};

impl Merger {
    /// The events to compare anew: those that came, and those that share another part of a block than before.
    pub(super) fn touched(&self) -> BTreeSet<u32> {
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
    pub(super) fn compare_all<T: Send>(
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

    /// Pairs of groups that were not made one, though a pair of their events is at least so likely one happening, and that
    /// people have not parted: the likeliest pair of events of each, the likeliest first.
    pub fn near_misses(&self, least: f32) -> Vec<NearMiss> {
        let mut best: BTreeMap<(u32, u32), (f32, u32, u32)> = BTreeMap::new();
        for (a, pairs) in self.pairs.iter().enumerate() {
            let a = number(a);
            for &(b, p) in pairs.iter().filter(|&&(b, p)| a < b && p >= least) {
                let (x, y) = (self.group_of[a as usize], self.group_of[b as usize]);
                if x == y || self.ruling.apart.contains(&(a, b)) {
                    continue;
                }
                let (key, pair) = if x < y { ((x, y), (p, a, b)) } else { ((y, x), (p, b, a)) };
                let known = best.entry(key).or_insert(pair);
                let order = |(_, a, b): (f32, u32, u32)| (self.order(a), self.order(b));
                if known.0 < p || known.0 == p && order(pair) < order(*known) {
                    *known = pair;
                }
            }
        }
        let name = |event: u32| self.slots[event as usize].as_ref().map(|slot| slot.id.clone());
        let mut found: Vec<NearMiss> = best
            .into_iter()
            .filter(|((x, y), _)| !self.are_apart(*x, *y))
            .filter_map(|((x, y), (p, a, b))| {
                let heads = (name(x)?, name(y)?);
                Some(NearMiss {
                    heads,
                    events: (name(a)?, name(b)?),
                    score: (f64::from(p) * 1e4).round() / 1e4,
                })
            })
            .collect();
        found.sort_by(|x, y| y.score.total_cmp(&x.score).then_with(|| x.heads.cmp(&y.heads)));
        found
    }

    /// Whether people have parted events of two groups.
    fn are_apart(&self, x: u32, y: u32) -> bool {
        let of = |event: u32| self.group_of[event as usize];
        self.ruling.apart.iter().any(|&(a, b)| (of(a), of(b)) == (x, y) || (of(b), of(a)) == (x, y))
    }

    /// What speaks for and against two events being one happening, the heaviest first.
    pub fn grounds(&self, a: &EventRef, b: &EventRef) -> Vec<Ground> {
        self.compare(a, b).map(|traits| self.model.grounds(&traits)).unwrap_or_default()
    }

    /// What two events show for and against their being one happening; nothing for an event that is not there.
    pub fn compare(&self, a: &EventRef, b: &EventRef) -> Option<Traits> {
        self.traits(self.find(a)?, self.find(b)?)
    }

    pub(super) fn find(&self, event: &EventRef) -> Option<u32> {
        let held = self.by_report.get(&event.report)?;
        held.events
            .iter()
            .copied()
            .find(|&n| self.slots[n as usize].as_ref().is_some_and(|slot| slot.id == *event))
    }

    /// All pairs that are worth a comparison, with their traits, for those who fit a model.
    pub fn candidates(&self, jobs: NonZeroUsize) -> Vec<(EventRef, EventRef, Traits)> {
        let all = self.by_report.values().flat_map(|held| held.events.iter().copied()).collect();
        let name = |event: u32| self.slots[event as usize].as_ref().map(|slot| slot.id.clone());
        self.compare_all(&all, jobs, &|a, b| Some((name(a)?, name(b)?, self.traits(a, b)?)))
    }

    /// The traits of every pair of events, for those who fit a model on few reports.
    pub fn all_pairs(&self) -> Vec<(EventRef, EventRef, Traits)> {
        let all: Vec<u32> = self.by_report.values().flat_map(|held| held.events.iter().copied()).collect();
        let name = |event: u32| self.slots[event as usize].as_ref().map(|slot| slot.id.clone());
        let pairs = all.iter().enumerate().flat_map(|(n, &a)| all[n + 1..].iter().map(move |&b| (a, b)));
        pairs.filter_map(|(a, b)| Some((name(a)?, name(b)?, self.traits(a, b)?))).collect()
    }

    /// The traits of a pair.
    pub(super) fn traits(&self, a: u32, b: u32) -> Option<Traits> {
        let (a, b) = (self.slots[a as usize].as_ref()?, self.slots[b as usize].as_ref()?);
        let (a, b) = if a.member.order <= b.member.order { (a, b) } else { (b, a) };
        let in_a = self.reports[a.report as usize].as_ref()?;
        let in_b = self.reports[b.report as usize].as_ref()?;
        Some(compare(&a.traits, in_a, &b.traits, in_b, a.report == b.report))
    }

    pub(super) fn likelihood(&self, a: u32, b: u32) -> f32 {
        self.traits(a, b).map_or(0.0, |traits| self.model.probability(&traits))
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
