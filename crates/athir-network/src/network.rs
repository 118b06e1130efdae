//! The network: what all reports together are evidence for.

use std::collections::{BTreeMap, BTreeSet};

use athir_model::{
    ActorKey, Bond, BondKind, Event, EventId, EvidenceOf, Modality, NetworkActor, Party, ReportId, Tie,
    TieId, TieSays,
};
use jiff::civil::Date;

use crate::called::is_called;
use crate::derive::{Pair, derive};
use crate::observation::{Mark, Observation, key_of, of_event, of_tie, report_of};
use crate::rules::Rules;
use crate::trend::Seen;

/// What the coder has read in one report.
#[derive(Clone, Copy, Debug)]
pub struct Coding<'c> {
    /// The report.
    pub report: &'c ReportId,
    /// When it was published, if known.
    pub published: Option<Date>,
    /// Its events.
    pub events: &'c [Event],
    /// The ties that it states.
    pub ties: &'c [Tie],
}

/// Where and when an actor was seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Sighting {
    report: ReportId,
    date: Option<Date>,
    name: String,
    mention: String,
    event: Option<EventId>,
}

/// The ties that reports are evidence for.
///
/// Reports are added and taken away in any order; the network depends on the set of those that are in it. Adding one
/// touches only the pairs of actors that it speaks of.
///
/// # Examples
///
/// ```
/// use athir_model::*;
/// use athir_network::{Coding, Network};
///
/// let tie = Tie {
///     a: "Hill Front".to_owned(), a_actor: None, b: "Dale Brigade".to_owned(), b_actor: None,
///     kind: TieKind::Ally, state: TieState::Current, basis: TieBasis::Stated, says: TieSays::Begins, when: None,
///     evidence: Quote { text: "allied with the Dale Brigade".to_owned(), start: 0, end: 28 }, why: "allied with".to_owned(),
/// };
/// let mut network = Network::new();
/// let report = ReportId("r1".to_owned());
/// let published = Some(jiff::civil::date(2020, 5, 4));
/// network.add(Coding { report: &report, published, events: &[], ties: &[tie] });
/// assert_eq!(network.bonds()[0].kind, BondKind::Alliance);
/// network.remove(&report);
/// assert!(network.bonds().is_empty());
/// ```
#[derive(Debug, Default)]
pub struct Network {
    marks: BTreeMap<Pair, Vec<Mark>>,
    bonds: BTreeMap<Pair, Vec<Bond>>,
    /// Pairs whose ties must be made anew.
    stale: BTreeSet<Pair>,
    /// The pairs with each actor.
    pairs_of: BTreeMap<ActorKey, BTreeSet<Pair>>,
    /// The pairs that tell of an actor's end.
    ended_by: BTreeMap<ActorKey, BTreeSet<Pair>>,
    actors: BTreeMap<ActorKey, BTreeSet<Sighting>>,
    by_report: BTreeMap<ReportId, (BTreeSet<Pair>, BTreeSet<ActorKey>)>,
}

impl Network {
    /// Makes a network of no reports.
    pub fn new() -> Network {
        Network::default()
    }

    /// Takes in the coding of a report. A coding of the same report that is there already gives way to it.
    pub fn add(&mut self, coding: Coding<'_>) {
        self.remove(coding.report);
        let rules = Rules::builtin();
        let mut found: Vec<Observation> = Vec::new();
        for event in coding.events {
            of_event(&coding, event, rules, &mut found);
            self.see_parties(&coding, event);
        }
        let n_of_events = found.len();
        for tie in coding.ties {
            of_tie(&coding, tie, rules, &mut found);
        }
        // An act of enmity between two who are coded as fighting in the report is that fighting told once more.
        let fight: BTreeSet<Pair> = found[..n_of_events]
            .iter()
            .filter(|o| o.mark.kind == BondKind::Fighting && o.mark.evidence.says == TieSays::Holds)
            .map(|o| (o.a.clone(), o.b.clone()))
            .collect();
        let told_twice = |o: &Observation| {
            o.mark.kind == BondKind::Rivalry
                && !o.mark.basis_is_stated()
                && matches!(o.mark.evidence.of, EvidenceOf::Tie(_))
                && fight.contains(&(o.a.clone(), o.b.clone()))
        };
        found.retain(|o| !told_twice(o));
        share_times(&mut found);
        for Observation { a, b, mark } in found {
            let sides = [Some(&a), b.as_ref()];
            for actor in sides.into_iter().flatten() {
                if mark.basis_is_stated() {
                    self.see(actor, Sighting::of_tie(&coding, actor));
                }
            }
            let pair = (a, b);
            self.touch(&pair, mark.kind);
            let (pairs, _) = self.by_report.entry(coding.report.clone()).or_default();
            pairs.insert(pair.clone());
            self.marks.entry(pair).or_default().push(mark);
        }
    }

    /// Takes a report away; tells whether it was there.
    pub fn remove(&mut self, report: &ReportId) -> bool {
        let Some((pairs, actors)) = self.by_report.remove(report) else { return false };
        for pair in pairs {
            let Some(marks) = self.marks.get_mut(&pair) else { continue };
            let ends_all = marks.iter().any(|m| report_of(m) == report && m.kind == BondKind::Dissolution);
            marks.retain(|mark| report_of(mark) != report);
            let is_empty = marks.is_empty();
            if is_empty {
                self.marks.remove(&pair);
            }
            self.touch(&pair, if ends_all { BondKind::Dissolution } else { BondKind::Alliance });
        }
        for actor in actors {
            let Some(sightings) = self.actors.get_mut(&actor) else { continue };
            sightings.retain(|sighting| sighting.report != *report);
            if sightings.is_empty() {
                self.actors.remove(&actor);
            }
        }
        true
    }

    /// Marks a pair to be made anew; where an actor has ceased to be, all its pairs.
    fn touch(&mut self, pair: &Pair, kind: BondKind) {
        for actor in [Some(&pair.0), pair.1.as_ref()].into_iter().flatten() {
            match self.pairs_of.get_mut(actor) {
                Some(pairs) => drop(pairs.insert(pair.clone())),
                None => drop(self.pairs_of.insert(actor.clone(), BTreeSet::from([pair.clone()]))),
            }
            if kind == BondKind::Dissolution {
                self.ended_by.entry(actor.clone()).or_default().insert(pair.clone());
                self.stale.extend(self.pairs_of.get(actor).into_iter().flatten().cloned());
            }
        }
        self.stale.insert(pair.clone());
    }

    fn see_parties(&mut self, coding: &Coding<'_>, event: &Event) {
        if !matches!(event.modality, Modality::Reported) {
            return;
        }
        let parties: Vec<&Party> = event.initiators.iter().chain(&event.recipients).collect();
        for party in parties {
            if let Some(key) = key_of(party) {
                let sighting = Sighting {
                    report: coding.report.clone(),
                    date: event.when.end.or(event.when.start).or(coding.published),
                    name: party.name.clone(),
                    mention: party.mention.clone(),
                    event: Some(event.id.clone()),
                };
                self.see(&key, sighting);
            }
        }
    }

    fn see(&mut self, actor: &ActorKey, sighting: Sighting) {
        let (_, actors) = self.by_report.entry(sighting.report.clone()).or_default();
        if !actors.contains(actor) {
            actors.insert(actor.clone());
        }
        match self.actors.get_mut(actor) {
            Some(sightings) => drop(sightings.insert(sighting)),
            None => drop(self.actors.insert(actor.clone(), BTreeSet::from([sighting]))),
        }
    }

    /// All ties, in the order of their pairs and kinds. Only those of pairs that changed since the last call are made
    /// anew.
    pub fn bonds(&mut self) -> Vec<&Bond> {
        self.settle();
        self.bonds.values().flatten().collect()
    }

    /// Makes the ties anew whose evidence has changed since the last call of this or of another method, and gives those
    /// that are other than before, and the names of those that are no more, each in order.
    pub fn update(&mut self) -> (Vec<Bond>, Vec<TieId>) {
        let pairs: Vec<Pair> = self.stale.iter().cloned().collect();
        let mut before: BTreeMap<TieId, Bond> = BTreeMap::new();
        for pair in &pairs {
            before.extend(
                self.bonds.get(pair).into_iter().flatten().map(|bond| (bond.id.clone(), bond.clone())),
            );
        }
        self.settle();
        let mut changed = Vec::new();
        for bond in pairs.iter().filter_map(|pair| self.bonds.get(pair)).flatten() {
            if before.remove(&bond.id).as_ref() != Some(bond) {
                changed.push(bond.clone());
            }
        }
        changed.sort_by(|a, b| a.id.cmp(&b.id));
        (changed, before.into_keys().collect())
    }

    /// Makes the ties anew whose evidence has changed.
    fn settle(&mut self) {
        let rules = Rules::builtin();
        for pair in std::mem::take(&mut self.stale) {
            match self.marks.get(&pair) {
                Some(marks) => {
                    let ends = [Some(&pair.0), pair.1.as_ref()];
                    let dissolved: Vec<&Mark> =
                        ends.into_iter().flatten().flat_map(|actor| self.dissolved(actor)).collect();
                    let bonds = derive(&pair, marks, &dissolved, rules);
                    self.bonds.insert(pair, bonds);
                }
                None => drop(self.bonds.remove(&pair)),
            }
        }
    }

    /// The observations that an actor has ceased to be.
    fn dissolved<'n>(&'n self, actor: &'n ActorKey) -> impl Iterator<Item = &'n Mark> {
        let pairs = self.ended_by.get(actor).into_iter().flatten();
        pairs.filter_map(|pair| Some((pair, self.marks.get(pair)?))).flat_map(move |(pair, marks)| {
            marks.iter().filter(move |mark| {
                mark.kind == BondKind::Dissolution
                    && (mark.forward && pair.0 == *actor || !mark.forward && pair.1.as_ref() == Some(actor))
            })
        })
    }

    /// The actors by key, with where they were seen and how many ties they have.
    pub fn actors(&mut self) -> Vec<NetworkActor> {
        self.settle();
        self.actors
            .iter()
            .map(|(key, sightings)| {
                let mut names: BTreeMap<&str, usize> = BTreeMap::new();
                for sighting in sightings {
                    *names.entry(&sighting.name).or_default() += 1;
                }
                let name =
                    names.iter().rev().max_by_key(|(_, n)| **n).map_or(key.0.as_str(), |(name, _)| name);
                let mentions: BTreeSet<&str> = sightings
                    .iter()
                    .map(|s| s.mention.as_str())
                    .filter(|words| is_called(name, words))
                    .collect();
                let events: BTreeSet<&EventId> = sightings.iter().filter_map(|s| s.event.as_ref()).collect();
                let pairs = self.pairs_of.get(key).into_iter().flatten();
                NetworkActor {
                    key: key.clone(),
                    name: name.to_owned(),
                    mentions: mentions.into_iter().map(str::to_owned).collect(),
                    first_seen: sightings.iter().filter_map(|s| s.date).min(),
                    last_seen: sightings.iter().filter_map(|s| s.date).max(),
                    n_events: events.len(),
                    n_ties: pairs.filter_map(|pair| self.bonds.get(pair)).map(Vec::len).sum(),
                }
            })
            .collect()
    }

    /// When each actor was seen in events: what trends and newcomers are told from.
    pub fn sightings(&self) -> Vec<Seen<'_>> {
        let dates = |sightings: &BTreeSet<Sighting>| {
            let events: BTreeMap<&EventId, Option<Date>> =
                sightings.iter().filter_map(|s| Some((s.event.as_ref()?, s.date))).collect();
            events.into_values().flatten().collect()
        };
        self.actors.iter().map(|(key, sightings)| Seen { of: &key.0, dates: dates(sightings) }).collect()
    }
}

/// Gives what one passage says of a tie without a time the time that it has where the passage says it with one: an event
/// and a tie that are read in the same words can be dated by either.
fn share_times(found: &mut [Observation]) {
    let is_dated = |o: &Observation| o.mark.evidence.start.is_some();
    let dated: Vec<Observation> = found.iter().filter(|o| is_dated(o)).cloned().collect();
    for open in found.iter_mut().filter(|o| !is_dated(o)) {
        let (words, kind) = (&open.mark.evidence.quote, open.mark.kind);
        let same = dated.iter().find(|o| {
            let other = &o.mark.evidence.quote;
            o.a == open.a
                && o.b == open.b
                && o.mark.kind == kind
                && words.start < other.end
                && other.start < words.end
        });
        if let Some(same) = same {
            let time = &same.mark.evidence;
            let (start, end, precision) = (time.start, time.end, time.precision);
            let evidence = &mut open.mark.evidence;
            (evidence.start, evidence.end, evidence.precision) = (start, end, precision);
        }
    }
}

impl Sighting {
    fn of_tie(coding: &Coding<'_>, actor: &ActorKey) -> Sighting {
        let own = coding.ties.iter().flat_map(|tie| {
            [(tie.a_actor.as_deref(), tie.a.as_str()), (tie.b_actor.as_deref(), tie.b.as_str())]
        });
        let name = own
            .filter(|(code, name)| code.unwrap_or(name) == actor.0)
            .map(|(_, name)| name)
            .min()
            .unwrap_or(&actor.0);
        Sighting {
            report: coding.report.clone(),
            date: coding.published,
            name: name.to_owned(),
            mention: name.to_owned(),
            event: None,
        }
    }
}
