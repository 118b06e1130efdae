//! Which events hang together.

use std::collections::BTreeMap;

use super::Pair;
use crate::merger::{LARGEST, levels};
use crate::model::Model;

/// Finds the components of `n_events` events that hang together by likely pairs, those of one event left out: each as the
/// positions of its events, in order.
///
/// A component is clustered by itself. Where one has more events than the merger clusters at once, only surer pairs count
/// in it, so that it comes apart.
pub fn hang_together(model: &Model, n_events: usize, pairs: &[Pair]) -> Vec<Vec<usize>> {
    hang_together_up_to(model, n_events, pairs, LARGEST)
}

/// As [`hang_together`], with a size of its own from which on a component is taken apart.
pub fn hang_together_up_to(
    model: &Model,
    n_events: usize,
    pairs: &[Pair],
    largest: usize,
) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    // The events that are still in too large a component, and with each the component that it was in before.
    let mut is_left = vec![true; n_events];
    let levels = levels(model);
    for (level, &least) in levels.iter().enumerate() {
        let mut home: Vec<usize> = (0..n_events).collect();
        for &(a, b, likely) in pairs {
            if likely >= least && is_left[a] && is_left[b] {
                let (x, y) = (root(&mut home, a), root(&mut home, b));
                home[x.max(y)] = x.min(y);
            }
        }
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for event in (0..n_events).filter(|&event| is_left[event]) {
            parts.entry(root(&mut home, event)).or_default().push(event);
        }
        let is_last = level + 1 == levels.len();
        for events in parts.into_values().filter(|events| is_last || events.len() <= largest) {
            events.iter().for_each(|&event| is_left[event] = false);
            if events.len() > 1 {
                found.push(events);
            }
        }
    }
    found.sort_unstable();
    found
}

fn root(home: &mut [usize], event: usize) -> usize {
    let mut at = event;
    while home[at] != at {
        home[at] = home[home[at]];
        at = home[at];
    }
    at
}
