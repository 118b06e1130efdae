//! Small counts: a number of people so small that somebody may know who they were.

use std::collections::BTreeSet;

use athir_model::{Casualty, ClaimState, Count, Harm, Incident, Loss, LossClaim};

/// Withholds the counts of an incident that are smaller than `smallest`, and those that would give them away, and
/// tells of which kinds of harm.
///
/// A loss goes whose best figure is from 1 to `smallest - 1`, or whose greatest is. Where one side's loss goes, those of
/// all sides go, or the rest of the total would tell it; where dead or wounded go, so does the count of both together. A
/// low bound that is small becomes 0, which is no less true.
pub(crate) fn withhold_small(incident: &mut Incident, smallest: u64) -> BTreeSet<Harm> {
    let is_small = |n: u64| (1..smallest).contains(&n);
    let mut withheld: BTreeSet<Harm> = incident
        .losses
        .iter()
        .filter(|loss| is_small(loss.estimate.best) || is_small(loss.estimate.high))
        .map(|loss| loss.harm)
        .collect();
    if withheld.contains(&Harm::Killed) || withheld.contains(&Harm::Injured) {
        withheld.insert(Harm::Casualties);
    }
    incident.losses.retain_mut(|loss| {
        let Loss { harm, victims, estimate, claims } = loss;
        if withheld.contains(harm) {
            let is_part = victims.is_some() || *harm == Harm::Casualties;
            if is_part || is_small(estimate.best) || is_small(estimate.high) {
                return false;
            }
        }
        if is_small(estimate.low) {
            estimate.low = 0;
        }
        let hides_parts = withheld.contains(harm);
        claims.retain(|LossClaim { count, state, .. }| {
            !(has_small(count, smallest) || hides_parts && *state == ClaimState::Part)
        });
        true
    });
    withheld
}

/// Withholds the small counts of an event, and all of the kinds of harm that its incident withholds.
pub(crate) fn withhold_small_of_event(losses: &mut Vec<Casualty>, withheld: &BTreeSet<Harm>, smallest: u64) {
    losses.retain(|loss| !withheld.contains(&loss.kind) && !has_small(&loss.count, smallest));
}

fn has_small(count: &Count, smallest: u64) -> bool {
    [count.low, count.high].into_iter().flatten().any(|n| (1..smallest).contains(&n))
}
