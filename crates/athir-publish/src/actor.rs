//! An actor of the network, as it may be published: with what is published of it, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use athir_export::{Item, PartyClass};
use athir_model::{ActorKey, Bond, NetworkActor};
use jiff::civil::Date;

use crate::Field;
use crate::guard::{Guard, reason};

/// What the published incidents and ties say of an actor.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen {
    n_events: usize,
    n_ties: usize,
    first: Option<Date>,
    last: Option<Date>,
}

impl Seen {
    fn on(&mut self, first: Option<Date>, last: Option<Date>) {
        let days = || [first, last].into_iter().flatten();
        self.first = self.first.into_iter().chain(days()).min();
        self.last = self.last.into_iter().chain(days()).max();
    }
}

/// What is published of each actor, by its code.
pub(crate) type Actors = BTreeMap<String, Seen>;

/// Counts the events of an item that is published, as it is shown.
pub(crate) fn count_events(actors: &mut Actors, item: &Item) {
    for told in &item.events {
        let event = &told.event;
        let parties = event.initiators.iter().chain(&event.recipients);
        let codes: BTreeSet<&String> = parties.filter_map(|party| party.actor.as_ref()).collect();
        for code in codes {
            let seen = actors.entry(code.clone()).or_default();
            seen.n_events += 1;
            seen.on(event.when.start, event.when.end);
        }
    }
}

/// Counts a tie that is published, as it is shown.
pub(crate) fn count_tie(actors: &mut Actors, tie: &Bond) {
    for key in std::iter::once(&tie.a).chain(&tie.b) {
        let seen = actors.entry(key.0.clone()).or_default();
        seen.n_ties += 1;
        let days = tie.evidence.iter().flat_map(|one| [one.start, one.end]);
        days.for_each(|day| seen.on(day, day));
    }
}

impl Guard<'_> {
    /// An actor that is an organisation of the registry, with the counts and days of what is published of it; else why
    /// not. Of the names that reports give it those stay that the registry knows it by.
    pub(crate) fn publish_actor(&self, actor: NetworkActor) -> Result<NetworkActor, &'static str> {
        let NetworkActor {
            key,
            name: _,
            mentions,
            first_seen: _, // by all reports, and to the day
            last_seen: _,
            n_events: _,
            n_ties: _,
        } = actor;
        if self.hides_parties() {
            return Err(reason::NO_PARTIES);
        }
        if !self.is_known_organisation(&key) {
            return Err(reason::UNKNOWN_PARTY);
        }
        let seen = self.actors.get(&key.0).ok_or(reason::NOTHING_OF_ACTOR)?;
        let is_known = |mention: &String| {
            self.shows_words()
                || self.world.named(mention).is_some_and(|known| known.code.as_ref() == Some(&key.0))
        };
        let mut mentions: Vec<String> = mentions.into_iter().filter(is_known).collect();
        mentions.sort();
        Ok(NetworkActor {
            name: self.world.party(Some(&key.0), "", None).name,
            key,
            mentions,
            // Evidence may give the last day of a unit alone.
            first_seen: seen.first.map(|day| self.policy.time.first(day)),
            last_seen: seen.last.map(|day| self.policy.time.last(day)),
            n_events: seen.n_events,
            n_ties: seen.n_ties,
        })
    }

    /// Whether a side is left out of every incident: then nothing else may name it either.
    pub(crate) fn hides_parties(&self) -> bool {
        self.drops(Field::Initiators) || self.drops(Field::Recipients)
    }

    pub(crate) fn is_known_organisation(&self, actor: &ActorKey) -> bool {
        let info = self.world.party(Some(&actor.0), "", None);
        !info.name.is_empty() && (info.class != PartyClass::Person || self.policy.named.contains(&actor.0))
    }
}
