//! What an event says of losses, as numbers that fit into a column.

use std::collections::BTreeMap;

use athir_model::{Casualty, Count, Event, Harm};

const UNKNOWN: &str = "unknown";

/// How many people an event says came to harm, all sides together; `None` where it gives no number.
///
/// The report's own voice counts before voices that it quotes. Losses of sides that exclude each other add up ("3 soldiers
/// and 5 rebels"); otherwise the greatest number is the total and others are parts of it ("12, among them 3 children").
/// This is how incidents read a single report (docs/incidents.md).
pub fn total(event: &Event, harm: Harm) -> Option<Count> {
    let of_harm = || event.casualties.iter().filter(|loss| loss.kind == harm);
    let own: Vec<&Casualty> = of_harm().filter(|loss| loss.voice.is_none()).collect();
    let counted = if own.is_empty() { of_harm().collect() } else { own };
    let greatest =
        counted.iter().max_by_key(|loss| (named(loss.count), std::cmp::Reverse(loss.mention.start)))?;
    let mut sides: BTreeMap<&str, Count> = BTreeMap::new();
    for loss in counted.iter().filter(|loss| !is_part(&loss.victims)) {
        let side = sides.entry(&loss.victims).or_insert(loss.count);
        if named(loss.count) > named(*side) {
            *side = loss.count;
        }
    }
    let sum: u64 = sides.values().map(|&count| named(count)).fold(0, u64::saturating_add);
    if sides.len() > 1 && sum > named(greatest.count) && !is_part(&greatest.victims) {
        let add = |a: Option<u64>, b: Option<u64>| Some(a?.saturating_add(b?));
        let all = sides.values().fold(Count::exactly(0), |all, side| Count {
            low: add(all.low, side.low),
            high: add(all.high, side.high),
        });
        return Some(all);
    }
    Some(greatest.count)
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
