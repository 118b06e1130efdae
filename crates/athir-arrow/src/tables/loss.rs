//! What an event says of losses, as numbers that fit into a column.

use std::collections::BTreeMap;

use athir_model::{Casualty, Count, CountRelation, Event, Harm};

const UNKNOWN: &str = "unknown";

/// How many people an event says came to harm, all sides together; `None` where it gives no number.
///
/// The report's own voice counts before voices that it quotes. Counts of one row add up ("nine women and two men"), and so do
/// losses of sides that exclude each other ("3 soldiers and 5 rebels"); otherwise the greatest number is the total and
/// others are parts of it ("12, among them 3 children"). This is how incidents read a single report (docs/incidents.md).
pub fn total(event: &Event, harm: Harm) -> Option<Count> {
    let rows = rows_of(event, harm);
    let top = rows.iter().max_by_key(|row| (named(sum(row)), std::cmp::Reverse(row[0].mention.start)))?;
    let mut sides: BTreeMap<&str, Count> = BTreeMap::new();
    for row in &rows {
        for name in row.iter().map(|loss| loss.victims.as_str()).filter(|name| !is_part(name)) {
            let of_side: Vec<_> = row.iter().filter(|loss| loss.victims == name).copied().collect();
            let count = sum(&of_side);
            let greatest = sides.entry(name).or_insert(count);
            if named(count) > named(*greatest) {
                *greatest = count;
            }
        }
    }
    let all = sides.values().copied().fold(Count::exactly(0), plus);
    let may_be_sum = top.len() > 1 || !is_part(&top[0].victims);
    let is_sum = sides.len() > 1 && may_be_sum && named(all) > named(sum(top));
    Some(if is_sum { all } else { sum(top) })
}

/// The counts of a harm by the rows in which they stand, of the voice that counts; a row of some of those counted elsewhere
/// tells nothing new.
fn rows_of(event: &Event, harm: Harm) -> Vec<Vec<&Casualty>> {
    let mut rows: Vec<Vec<&Casualty>> = Vec::new();
    for loss in event.casualties.iter().filter(|loss| loss.kind == harm) {
        match rows.last_mut().filter(|_| loss.relation == Some(CountRelation::Beside)) {
            Some(row) => row.push(loss),
            None => rows.push(vec![loss]),
        }
    }
    if rows.iter().flatten().any(|loss| loss.voice.is_none()) {
        for row in &mut rows {
            row.retain(|loss| loss.voice.is_none());
        }
        rows.retain(|row| !row.is_empty());
    }
    let is_among = |row: &Vec<&Casualty>| row.iter().any(|loss| loss.relation == Some(CountRelation::Among));
    if !rows.iter().all(is_among) {
        rows.retain(|row| !is_among(row));
    }
    rows
}

fn sum(losses: &[&Casualty]) -> Count {
    losses.iter().map(|loss| loss.count).fold(Count::exactly(0), plus)
}

/// "at least 5 soldiers and up to 40 rebels" are at least 5.
fn plus(a: Count, b: Count) -> Count {
    let both = |a: Option<u64>, b: Option<u64>| Some(a?.saturating_add(b?));
    match (both(a.low, b.low), both(a.high, b.high)) {
        (None, None) => Count { low: a.low.or(b.low), high: None },
        (low, high) => Count { low, high },
    }
}

/// A loss in a few words: `12 killed`, `26+ injured (civilians)`.
pub(super) fn loss_words(loss: &Casualty) -> String {
    let count = match (loss.count.low, loss.count.high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low}-{high}"),
        (Some(low), None) => format!("{low}+"),
        (None, Some(high)) => format!("up to {high}"),
        (None, None) => "some".to_owned(),
    };
    match loss.victims.as_str() {
        "" | UNKNOWN => format!("{count} {}", loss.kind.as_str()),
        victims => format!("{count} {} ({victims})", loss.kind.as_str()),
    }
}

fn is_part(victims: &str) -> bool {
    matches!(victims, UNKNOWN | "children" | "women")
}

/// The number that the words name: "at least 26" is 26, "up to 40" is 40.
fn named(count: Count) -> u64 {
    count.low.or(count.high).unwrap_or(0)
}
