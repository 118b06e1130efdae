//! The comparison itself: found, missed, extra, and where the found ones differ.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::assign::{Edge, assign};
use super::ours::OurEvent;
use super::score::{Limits, Pair, compare_pair};
use super::table::TableEvent;

/// A field that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// Where.
    Place,
    /// When.
    Time,
    /// How many died.
    Deaths,
    /// Between whom.
    Actors,
    /// What happened.
    Kind,
}

impl Field {
    /// All fields, in the order in which they are shown.
    pub const ALL: [Field; 5] = [Field::Place, Field::Time, Field::Deaths, Field::Actors, Field::Kind];

    /// The field as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Field::Place => "place",
            Field::Time => "time",
            Field::Deaths => "deaths",
            Field::Actors => "actors",
            Field::Kind => "kind",
        }
    }
}

/// How two values of a field stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Agreement {
    /// The same: within 5 km, the same days, the same best number, all actors of the table.
    Same,
    /// Other, and both can be true: within the precision of both or in one cell of PRIO-GRID, days or intervals that
    /// overlap, some of the actors.
    Within,
    /// They cannot both be true.
    Differs,
    /// One of them has none.
    Unknown,
}

impl Agreement {
    /// The agreement as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Agreement::Same => "same",
            Agreement::Within => "within",
            Agreement::Differs => "differs",
            Agreement::Unknown => "unknown",
        }
    }
}

/// An event of the table with the incident that is the same happening.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// As the table has it.
    pub theirs: TableEvent,
    /// As the database has it.
    pub ours: OurEvent,
    /// How they lie to each other.
    pub pair: Pair,
    /// How each field stands.
    pub fields: BTreeMap<Field, Agreement>,
}

/// How often the values of a field agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FieldTally {
    /// The same.
    pub same: usize,
    /// Other, and both can be true.
    pub within: usize,
    /// They cannot both be true.
    pub differs: usize,
    /// One of them has none.
    pub unknown: usize,
}

/// What a table and a database have of one another.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// What both have, in the order of the table.
    pub found: Vec<Found>,
    /// What the table has alone, in its order.
    pub missed: Vec<TableEvent>,
    /// What the database has alone, by first day.
    pub extra: Vec<OurEvent>,
}

impl Comparison {
    /// The share of the table's events that the database has; `None` where the table has none.
    pub fn share_found(&self) -> Option<f64> {
        let all = self.found.len() + self.missed.len();
        (all > 0).then(|| self.found.len() as f64 / all as f64)
    }

    /// How often each field agrees.
    pub fn tallies(&self) -> BTreeMap<Field, FieldTally> {
        let mut tallies: BTreeMap<Field, FieldTally> =
            Field::ALL.into_iter().map(|field| (field, FieldTally::default())).collect();
        for (field, agreement) in self.found.iter().flat_map(|found| &found.fields) {
            let Some(tally) = tallies.get_mut(field) else { continue };
            match agreement {
                Agreement::Same => tally.same += 1,
                Agreement::Within => tally.within += 1,
                Agreement::Differs => tally.differs += 1,
                Agreement::Unknown => tally.unknown += 1,
            }
        }
        tallies
    }

    /// The median distance in kilometres of what both place.
    pub fn median_km(&self) -> Option<f64> {
        let mut km: Vec<f64> = self.found.iter().filter_map(|found| found.pair.km).collect();
        km.sort_by(f64::total_cmp);
        km.get(km.len().saturating_sub(1) / 2).copied()
    }

    /// How many of what both place lie in one cell of PRIO-GRID, and of how many.
    pub fn same_cell(&self) -> (usize, usize) {
        let known: Vec<bool> = self.found.iter().filter_map(|found| found.pair.same_cell).collect();
        (known.iter().filter(|same| **same).count(), known.len())
    }
}

/// Matches the events of a table with incidents, one to one, so that the sum of the scores is greatest.
pub fn compare(theirs: Vec<TableEvent>, ours: Vec<OurEvent>, limits: &Limits) -> Comparison {
    let edges = candidates(&theirs, &ours, limits);
    let picked = assign(&edges.iter().map(|(edge, _)| *edge).collect::<Vec<_>>(), theirs.len(), ours.len());
    let pairs: BTreeMap<(usize, usize), Pair> =
        edges.into_iter().map(|((row, column, _), pair)| ((row, column), pair)).collect();
    let of_theirs: BTreeMap<usize, usize> = picked.iter().map(|&(row, column, _)| (row, column)).collect();
    let mut ours: Vec<Option<OurEvent>> = ours.into_iter().map(Some).collect();
    let mut comparison = Comparison::default();
    for (row, theirs) in theirs.into_iter().enumerate() {
        let taken =
            of_theirs.get(&row).and_then(|&column| Some((ours[column].take()?, pairs[&(row, column)])));
        match taken {
            None => comparison.missed.push(theirs),
            Some((ours, pair)) => {
                let fields = fields(&theirs, &ours, &pair);
                comparison.found.push(Found { theirs, ours, pair, fields });
            }
        }
    }
    comparison.extra = ours.into_iter().flatten().collect();
    comparison.extra.sort_by(|a, b| (a.first, &a.id).cmp(&(b.first, &b.id)));
    comparison
}

/// The pairs within the limits. Incidents are looked up by their days.
fn candidates(theirs: &[TableEvent], ours: &[OurEvent], limits: &Limits) -> Vec<(Edge, Pair)> {
    let mut by_first: Vec<usize> = (0..ours.len()).collect();
    by_first.sort_by_key(|&n| (ours[n].first, n));
    let longest = ours.iter().map(|one| days(one.first, one.last)).max().unwrap_or_default();
    let mut found = Vec::new();
    for (row, event) in theirs.iter().enumerate() {
        let slack = i32::from(limits.days);
        let begin = by_first.partition_point(|&n| days(ours[n].first, event.first) > longest + slack);
        for &column in &by_first[begin..] {
            if days(event.last, ours[column].first) > slack {
                break;
            }
            if let Some(pair) = compare_pair(event, &ours[column], limits) {
                found.push(((row, column, pair.score), pair));
            }
        }
    }
    found
}

fn days(from: Date, to: Date) -> i32 {
    to.since((jiff::Unit::Day, from)).map_or(0, |span| span.get_days())
}

fn fields(theirs: &TableEvent, ours: &OurEvent, pair: &Pair) -> BTreeMap<Field, Agreement> {
    let place = match pair.km {
        None => Agreement::Unknown,
        Some(km) if km <= 5.0 => Agreement::Same,
        Some(km) if km <= pair.reach_km || pair.same_cell == Some(true) => Agreement::Within,
        Some(_) => Agreement::Differs,
    };
    let time = if (theirs.first, theirs.last) == (ours.first, ours.last) {
        Agreement::Same
    } else if pair.days_apart == 0 {
        Agreement::Within
    } else {
        Agreement::Differs
    };
    let deaths = match (theirs.deaths, ours.deaths) {
        (Some([_, best, _]), Some([_, our_best, _])) if best == our_best => Agreement::Same,
        (Some([low, _, high]), Some([our_low, _, our_high])) => {
            let meets = low <= our_high || ours.is_open;
            if meets && our_low <= high { Agreement::Within } else { Agreement::Differs }
        }
        _ => Agreement::Unknown,
    };
    let actors = match pair.shared_actors {
        None => Agreement::Unknown,
        Some(0) => Agreement::Differs,
        Some(n) if n == theirs.codes.len() => Agreement::Same,
        Some(_) => Agreement::Within,
    };
    let each = [place, time, deaths, actors, pair.kind];
    Field::ALL.into_iter().zip(each).collect()
}
