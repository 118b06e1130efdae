//! What the counts of one harm in an event come to (docs/incidents.md §3): one rule for incidents and for tables of events.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::{Casualty, Count, CountRelation, Event, Harm};

/// Counts that stand in one row, each of other people: "nine women and two men".
pub type CountRow<'c> = Vec<&'c Casualty>;

/// The counts of a harm in an event, row by row, in the order of the text.
pub fn count_rows(event: &Event, harm: Harm) -> Vec<CountRow<'_>> {
    let mut rows: Vec<CountRow<'_>> = Vec::new();
    for casualty in event.casualties.iter().filter(|casualty| casualty.kind == harm) {
        match rows.last_mut().filter(|_| casualty.relation == Some(CountRelation::Beside)) {
            Some(row) => row.push(casualty),
            None => rows.push(vec![casualty]),
        }
    }
    rows
}

/// Those rows of counts that tell of others than the rest; where only some of the people are told of, they are all that is
/// known.
pub fn without_parts(rows: Vec<CountRow<'_>>) -> Vec<CountRow<'_>> {
    let is_among = |row: &CountRow<'_>| row.iter().any(|c| c.relation == Some(CountRelation::Among));
    if rows.iter().all(is_among) {
        return rows;
    }
    rows.into_iter().filter(|row| !is_among(row)).collect()
}

/// What rows of counts come to.
#[derive(Clone, Copy, Debug)]
pub struct Whole<'r, 'c> {
    /// How many people they are.
    pub count: Count,
    /// The row with the greatest number.
    pub top: &'r [&'c Casualty],
    /// Whether it is the sum of sides that exclude each other, and not the number of the row.
    pub is_of_sides: bool,
}

/// What rows of counts come to; `None` where there are none. Counts of one row add up, and so do losses of sides that
/// exclude each other ("3 soldiers and 5 rebels"); otherwise the greatest number is the total and others are parts of it
/// ("12, among them 3 children").
pub fn whole_of<'r, 'c>(rows: &'r [CountRow<'c>]) -> Option<Whole<'r, 'c>> {
    let sum = |row: &[&Casualty]| Count::sum(row.iter().map(|c| c.count));
    let top = rows.iter().max_by_key(|row| (sum(row).named(), Reverse(row[0].mention.start)))?;
    // The greatest number of each side, as a row has it.
    let mut of_sides: BTreeMap<&str, Count> = BTreeMap::new();
    for row in rows {
        let names: BTreeSet<&str> = row.iter().map(|c| c.victims.as_str()).collect();
        for name in names.into_iter().filter(|name| !is_class(name)) {
            let count = Count::sum(row.iter().filter(|c| c.victims == name).map(|c| c.count));
            let greatest = of_sides.entry(name).or_insert(count);
            if count.named() > greatest.named() {
                *greatest = count;
            }
        }
    }
    let all_sides = Count::sum(of_sides.values().copied());
    let is_of_sides = of_sides.len() > 1
        && all_sides.named() > sum(top).named()
        && (top.len() > 1 || !is_class(&top[0].victims));
    Some(Whole { count: if is_of_sides { all_sides } else { sum(top) }, top, is_of_sides })
}

/// People who may be of any side.
fn is_class(victims: &str) -> bool {
    matches!(victims, "unknown" | "children" | "women")
}
