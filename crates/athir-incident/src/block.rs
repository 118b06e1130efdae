//! Which pairs of events are worth a comparison.
//!
//! Two events are compared if they share a key: a rare word or name of their words or reports, the place, or the
//! actors. A block of events with one key that is too large is divided by when, then by what, then by where; what is
//! still too large is put in order, and each event is compared with those near it. Which events share a block depends
//! on the set of events alone.

use std::collections::BTreeMap;

use athir_model::EventKind;

use crate::hash::join;
use crate::profile::{EventTraits, ReportTraits};

/// How many events a block may have before it is divided.
pub(crate) const MOST: usize = 48;
/// Half the events that are compared with each other where a block cannot be divided further.
const WINDOW: usize = 16;
/// Days in a bucket of time; an event stands in its bucket and in the next.
const BUCKET: i32 = 8;
/// How many of the heaviest words of a report are keys of its main event, and of an event those of its words.
const REPORT_KEYS: usize = 16;
const EVENT_KEYS: usize = 8;

/// What an event can be found by.
pub(crate) fn keys(event: &EventTraits, report: &ReportTraits) -> Vec<u64> {
    let mut keys = Vec::new();
    let of = |class: u64, hash: u32| join(class, u64::from(hash));
    keys.extend(event.words.heaviest(EVENT_KEYS).into_iter().map(|word| of(1, word)));
    keys.extend(event.names.heaviest(EVENT_KEYS).into_iter().map(|word| of(1, word)));
    if event.is_main {
        keys.extend(report.words.heaviest(REPORT_KEYS).into_iter().map(|word| of(2, word)));
        keys.extend(report.names.heaviest(REPORT_KEYS).into_iter().map(|word| of(2, word)));
    }
    if let Some(spot) = &event.spot {
        keys.push(of(3, spot.name));
        if !spot.is_area {
            // Half a degree, in four overlapping grids, so that near points share at least one cell.
            for (n, (dlat, dlon)) in
                [(0.0, 0.0), (0.0, 0.25), (0.25, 0.0), (0.25, 0.25)].into_iter().enumerate()
            {
                let cell = |degrees: f32, shift: f32| ((degrees + shift) * 2.0).floor() as i32 as u32;
                let at = join(u64::from(cell(spot.lat, dlat)), u64::from(cell(spot.lon, dlon)));
                keys.push(join(4 + n as u64, at));
            }
        }
    }
    let group = u64::from(family(event.kind));
    for side in event.initiators.iter().chain(&event.recipients).filter(|side| side.is_named) {
        keys.push(join(join(8, group), u64::from(side.id)));
        keys.extend(side.above.iter().map(|&above| join(join(8, group), u64::from(above))));
    }
    keys.push(join(join(9, group), u64::from(event.trigger)));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Families that tell of one happening share a number.
fn family(kind: EventKind) -> u8 {
    use athir_model::Family as F;
    match kind.family() {
        F::Fighting | F::Harm => 0,
        F::Territory | F::Posture => 1,
        other => 2 + other as u8,
    }
}

/// What a block is divided and put in order by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    /// Number of the event.
    pub(crate) event: u32,
    /// Its place in the order of all events, which does not depend on the number.
    pub(crate) order: Order,
    /// Its day, or that of its report.
    pub(crate) day: i32,
    pub(crate) family: u8,
    pub(crate) place: u32,
    pub(crate) rare: u32,
}

/// By date of publication, then by a hash of the event's name.
pub(crate) type Order = (i32, u64);

impl Member {
    pub(crate) fn new(event: u32, order: Order, traits: &EventTraits, report: &ReportTraits) -> Member {
        let dated = traits.days.is_stated.then(|| traits.days.end.or(traits.days.start)).flatten();
        Member {
            event,
            order,
            day: dated.or(report.published).unwrap_or(0),
            family: family(traits.kind),
            place: traits.spot.as_ref().map_or(0, |spot| spot.name),
            rare: report.words.heaviest(1).first().copied().unwrap_or(0),
        }
    }
}

/// The bucket of time that a day is in. An event stands in this one and in the next.
pub(crate) fn bucket(day: i32) -> i32 {
    day.div_euclid(BUCKET)
}

/// Calls `leaf` with each set of events in which all are compared with all. `block` may be a part of a block of `size`
/// events: all that stand in some buckets of time.
pub(crate) fn divide(block: &[Member], size: usize, leaf: &mut impl FnMut(&[Member])) {
    if size <= MOST {
        divide_part(block, leaf);
    } else {
        for part in by_time(block).values() {
            divide_part(part, leaf);
        }
    }
}

fn by_time(block: &[Member]) -> BTreeMap<i32, Vec<Member>> {
    let mut parts: BTreeMap<i32, Vec<Member>> = BTreeMap::new();
    for &member in block {
        let bucket = bucket(member.day);
        parts.entry(bucket).or_default().push(member);
        parts.entry(bucket + 1).or_default().push(member);
    }
    parts
}

/// Calls `leaf` as [`divide`] does, for a block that is whole or for its events of one bucket of time.
pub(crate) fn divide_part(part: &[Member], leaf: &mut impl FnMut(&[Member])) {
    divide_at(part, 1, leaf);
}

/// Divides by what happened, then by where.
fn divide_at(block: &[Member], level: usize, leaf: &mut impl FnMut(&[Member])) {
    if block.len() <= MOST {
        if block.len() > 1 {
            leaf(block);
        }
        return;
    }
    if level > 2 {
        return windows(block, leaf);
    }
    let mut parts: BTreeMap<u32, Vec<Member>> = BTreeMap::new();
    for &member in block {
        let part = if level == 1 { member.family.into() } else { member.place };
        parts.entry(part).or_default().push(member);
    }
    for part in parts.values() {
        divide_at(part, level + 1, leaf);
    }
}

/// Windows that overlap by half, over events in an order that puts like reports side by side.
fn windows(block: &[Member], leaf: &mut impl FnMut(&[Member])) {
    let mut sorted = block.to_vec();
    sorted.sort_unstable_by_key(|m| (m.rare, m.day, m.order));
    let mut from = 0;
    loop {
        let to = sorted.len().min(from + 2 * WINDOW);
        leaf(&sorted[from..to]);
        if to == sorted.len() {
            return;
        }
        from += WINDOW;
    }
}
