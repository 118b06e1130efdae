//! An order of what an incident holds that tells nothing: by the names that records have outside.
//!
//! In a database, events stand in the order in which they were published, and sources are numbered by it. Whoever knows
//! the news could read from it which alias stands for whom.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use athir_export::Item;
use athir_model::{Incident, Loss, Support};

/// Brings everything in an item into the order of what is shown of it.
pub(crate) fn reorder(item: &mut Item) {
    let Item { incident, events, withheld: _ } = item;
    incident.events.sort_by(|a, b| a.event.cmp(&b.event));
    events.sort_by(|a, b| (&a.report.id, &a.event.id).cmp(&(&b.report.id, &b.event.id)));
    let numbers = renumbered(incident);
    let number = |source: &mut usize| *source = numbers.get(source).copied().unwrap_or(*source);
    for told in &mut incident.events {
        number(&mut told.source);
        told.voices.sort();
    }
    events.iter_mut().for_each(|told| number(&mut told.source));
    for loss in &mut incident.losses {
        loss.claims.iter_mut().for_each(|claim| number(&mut claim.source));
        sort_claims(loss);
    }
    incident.losses.sort_by(|a, b| (a.harm, &a.victims).cmp(&(b.harm, &b.victims)));
    for side in &mut incident.sides {
        side.bases.sort();
        side.voices.sort();
        side.mentions.sort();
        sort_support(&mut side.support);
    }
    // Within the rank that the merger gives them.
    incident.sides.sort_by_cached_key(|side| {
        (side.role, Reverse(side.support.n_sources), side.name.clone(), side.actor.clone())
    });
    incident.places.iter_mut().for_each(|given| sort_support(&mut given.support));
    incident.places.sort_by_cached_key(|given| {
        let place = &given.place;
        (Reverse(given.support.n_sources), place.precision, place.name.clone(), place.code.clone())
    });
    incident.times.iter_mut().for_each(|given| sort_support(&mut given.support));
    incident.times.sort_by_cached_key(|given| {
        let when = &given.when;
        (Reverse(given.support.n_sources), when.precision, when.start, when.end)
    });
    for dispute in &mut incident.disputes {
        dispute.versions.iter_mut().for_each(|version| sort_support(&mut version.support));
        dispute.versions.sort_by(|a, b| a.value.cmp(&b.value));
    }
    incident.disputes.sort_by_key(|dispute| dispute.field);
}

/// New numbers of the independent sources, in the order of the events.
fn renumbered(incident: &Incident) -> BTreeMap<usize, usize> {
    let mut numbers = BTreeMap::new();
    for told in &incident.events {
        let next = numbers.len();
        numbers.entry(told.source).or_insert(next);
    }
    numbers
}

fn sort_support(support: &mut Support) {
    support.events.sort();
}

fn sort_claims(loss: &mut Loss) {
    loss.claims.sort_by_cached_key(|claim| {
        (claim.event.clone(), claim.count.low, claim.count.high, claim.victims.clone())
    });
}
