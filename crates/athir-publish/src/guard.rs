//! The gate between a database and everybody.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use athir_export::{Fate, Gate, Item, Notes, ReportInfo, ReportRecord, TieRecord, World};
use athir_model::{
    Anchor, Digest, EventRef, Harm, IncidentId, Modality, NetworkActor, ReportId, ReviewStatus, TimeBasis,
    TimePrecision, When,
};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::actor::{Actors, count_events, count_tie};
use crate::outlet::Outlets;
use crate::{Keys, Policy, SourceShow, coarsen_time};

/// Why something was kept back or made coarser.
pub mod reason {
    /// The time that would be shown is not over for as long as the profile asks.
    pub const RECENT: &str = "too recent";
    /// It was announced or depends on something else: what has not happened is not published.
    pub const NOT_PAST: &str = "announced, not past";
    /// It was recalled.
    pub const RECALLED: &str = "recalled";
    /// A tie with a party that the registry does not know, or with a person.
    pub const UNKNOWN_PARTY: &str = "a party that the registry does not know as an organisation";
    /// A tie of which no evidence is published.
    pub const NO_EVIDENCE: &str = "none of its evidence is published";
    /// A report of which no event is published.
    pub const NO_EVENT: &str = "none of its events is published";
    /// An incident that is more sensitive than the profile's ceiling; the rule's name follows.
    pub const SENSITIVE: &str = "above the ceiling: ";
    /// The place was made coarser.
    pub const PLACE: &str = "place made coarser";
    /// The time was made coarser.
    pub const TIME: &str = "time made coarser";
    /// Counts of people were withheld.
    pub const COUNTS: &str = "small counts withheld";
    /// Parties lost their own words.
    pub const PARTIES: &str = "parties without a known name";
    /// The name of an outlet was withheld: it has a place in it that the floor hides.
    pub const OUTLETS: &str = "outlets whose name tells a place";
    /// An actor or tie, where the profile leaves parties out.
    pub const NO_PARTIES: &str = "the profile leaves parties out";
    /// An actor of which no event and no tie is published.
    pub const NOTHING_OF_ACTOR: &str = "nothing of the actor is published";

    /// Why the gate keeps back what follows from incidents: reports, actors and ties.
    pub const BESIDE_INCIDENTS: [&str; 5] =
        [UNKNOWN_PARTY, NO_EVIDENCE, NO_EVENT, NO_PARTIES, NOTHING_OF_ACTOR];
}

/// An incident that was recalled, by its events: its name changes when an earlier report comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recalled {
    /// The incident, as it was named then.
    pub incident: IncidentId,
    /// Its events, and the words that they were read from.
    pub events: Vec<Anchor>,
}

/// A coder: the program, the digest of what it knew, its codebook and its language model.
pub type CoderKey = (String, Digest, Option<String>, Option<String>);

/// Carries a publishing profile out. It is a [`Gate`], to be put before any exporter.
///
/// Reports, actors and ties are shown as far as events are that it has let through before: whoever publishes lets all
/// incidents pass once first, then the ties, and then says [`settle`](Guard::settle). Until then no outlet gets an alias.
pub struct Guard<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) world: &'a dyn World,
    pub(crate) keys: &'a mut Keys,
    today: Date,
    recalled: BTreeMap<ReportId, Vec<&'a Anchor>>,
    /// Incidents of the unit of time that is going by, until the next one begins: their order would tell their days.
    held: Vec<Item>,
    is_settled: bool,
    unit: Option<Date>,
    pub(crate) reports: BTreeMap<ReportId, Arc<ReportInfo>>,
    pub(crate) published: BTreeSet<EventRef>,
    pub(crate) outlets: Outlets,
    pub(crate) actors: Actors,
    /// By outlet: the licences of its reports.
    licences: BTreeMap<Option<String>, BTreeSet<Option<String>>>,
    n_published: u64,
    n_reviewed: BTreeMap<ReviewStatus, u64>,
    coders: BTreeSet<CoderKey>,
}

impl<'a> Guard<'a> {
    /// Reports of which what is shown is held.
    pub(crate) const MOST_REPORTS: usize = 500;

    /// Makes a guard for a day, in UTC. Keys are of no use where the profile shows links.
    pub fn new(
        policy: &'a Policy,
        world: &'a dyn World,
        keys: &'a mut Keys,
        recalled: &'a [Recalled],
        today: Date,
    ) -> Guard<'a> {
        let mut by_report: BTreeMap<ReportId, Vec<&Anchor>> = BTreeMap::new();
        for anchor in recalled.iter().flat_map(|recalled| &recalled.events) {
            by_report.entry(anchor.event.report.clone()).or_default().push(anchor);
        }
        Guard {
            policy,
            world,
            keys,
            today,
            recalled: by_report,
            held: Vec::new(),
            is_settled: false,
            unit: None,
            reports: BTreeMap::new(),
            published: BTreeSet::new(),
            outlets: Outlets::default(),
            actors: Actors::new(),
            licences: BTreeMap::new(),
            n_published: 0,
            n_reviewed: BTreeMap::new(),
            coders: BTreeSet::new(),
        }
    }

    /// How many incidents were let through.
    pub fn n_published(&self) -> u64 {
        self.n_published
    }

    /// The sources of what was let through, as they are shown, each with the licences of its reports; `None` stands for
    /// a licence that nothing tells, and for sources that are not shown.
    pub fn sources(&self) -> BTreeMap<Option<String>, BTreeSet<Option<String>>> {
        let mut shown: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for (outlet, licences) in &self.licences {
            let outlet = outlet.as_ref().and_then(|outlet| self.outlet(outlet));
            shown.entry(outlet).or_default().extend(licences.iter().cloned());
        }
        shown
    }

    /// Ends the first passing of what is published: outlets without an alias get one, and what is counted of actors stands.
    pub fn settle(&mut self) {
        if self.policy.sources == SourceShow::Alias {
            self.outlets.settle(self.keys);
        }
        self.is_settled = true;
        // They were shown without what is decided now.
        self.reports.clear();
    }

    /// How many incidents that were let through are reviewed so far.
    pub fn n_reviewed(&self, status: ReviewStatus) -> u64 {
        self.n_reviewed.get(&status).copied().unwrap_or_default()
    }

    /// The coders of the reports of what was let through: of each the program, the digest of what it knew, its codebook and
    /// its language model, where the coding says so.
    pub fn coders(&self) -> impl Iterator<Item = &CoderKey> {
        self.coders.iter()
    }

    /// The name of an incident outside.
    pub fn name_outside(&self, id: &IncidentId) -> IncidentId {
        self.incident_id(id)
    }

    pub(crate) fn note_licence(&mut self, outlet: Option<&str>, licence: Option<&str>) {
        self.licences.entry(outlet.map(str::to_owned)).or_default().insert(licence.map(str::to_owned));
    }

    /// Whether the unit of time that a day lies in is over, and the delay after it. The day alone would tell itself by
    /// the first publication that has it.
    pub(crate) fn is_over(&self, day: Date) -> bool {
        let end = self.policy.time.last(day);
        end.checked_add(i64::from(self.policy.delay).days()).is_ok_and(|over| over < self.today)
    }

    pub(crate) fn withheld_harms(&self) -> BTreeSet<Harm> {
        if self.policy.smallest > 1 { Harm::ALL.into() } else { BTreeSet::new() }
    }

    pub(crate) fn tie_time(&self, start: Option<Date>, end: Option<Date>, precision: TimePrecision) -> When {
        let when = When { start, end, precision, basis: TimeBasis::Stated, mention: None };
        coarsen_time(&when, self.policy.time)
    }

    /// Why an incident is kept back, if it is.
    fn refusal(&self, item: &Item) -> Option<Cow<'static, str>> {
        let incident = &item.incident;
        if item.incident.events.iter().any(|told| self.is_recalled(&told.event, item)) {
            return Some(reason::RECALLED.into());
        }
        if matches!(incident.modality, Modality::Planned | Modality::Conditional) {
            return Some(reason::NOT_PAST.into());
        }
        // What nothing dates is as old as its newest report.
        let given = incident.times.iter().flat_map(|given| [given.when.start, given.when.end]);
        let dated = [incident.when.start, incident.when.end].into_iter().chain(given).flatten().max();
        let last = dated.or_else(|| incident.events.iter().filter_map(|told| told.published).max());
        if last.is_none_or(|last| !self.is_over(last)) {
            return Some(reason::RECENT.into());
        }
        let (class, rule) = self.policy.rules.class_of(item, self.world);
        (class > self.policy.ceiling)
            .then(|| format!("{}{}", reason::SENSITIVE, rule.unwrap_or("otherwise")).into())
    }

    fn is_recalled(&self, event: &EventRef, item: &Item) -> bool {
        let Some(anchors) = self.recalled.get(&event.report) else { return false };
        let span = item
            .events
            .iter()
            .find(|told| told.report.id == event.report && told.event.id == event.event)
            .map(|told| (told.event.trigger.start, told.event.trigger.end));
        anchors.iter().any(|anchor| {
            let (start, end) = anchor.trigger.unwrap_or((anchor.start, anchor.end));
            // A newer coder may call it otherwise, and has read it from the same words.
            anchor.event.event == event.event || span.is_some_and(|(from, to)| from < end && start < to)
        })
    }

    fn flush(&mut self) -> Vec<Item> {
        let mut items = std::mem::take(&mut self.held);
        let key =
            |item: &Item| (item.incident.when.start.or(item.incident.when.end), item.incident.id.clone());
        items.sort_by_cached_key(key);
        items
    }
}

impl Gate for Guard<'_> {
    fn report(&mut self, report: ReportRecord, notes: &mut Notes) -> Option<ReportRecord> {
        let id = report.info.id.0.clone();
        let published = self.publish_report(report);
        if published.is_none() {
            notes.note(&id, Fate::LeftOut, reason::NO_EVENT);
        }
        published
    }

    fn item(&mut self, item: Item, notes: &mut Notes) -> Vec<Item> {
        let id = item.incident.id.clone();
        if let Some(reason) = self.refusal(&item) {
            notes.left_out(&id, reason);
            return Vec::new();
        }
        let first = item.incident.when.start.or(item.incident.when.end);
        let unit = first.map(|day| self.policy.time.first(day));
        let ready = if unit == self.unit { Vec::new() } else { self.flush() };
        self.unit = unit;
        if !self.is_settled {
            self.n_published += 1;
            *self.n_reviewed.entry(item.incident.status).or_default() += 1;
        }
        let coders = item.events.iter().map(|told| &told.report.coding);
        self.coders.extend(coders.map(|coding| {
            (coding.coder.clone(), coding.knowledge, coding.codebook.clone(), coding.model.clone())
        }));
        self.published.extend(item.incident.events.iter().map(|told| told.event.clone()));
        self.outlets.learn(&item, self.policy.place);
        let (item, lost) = self.publish(item);
        if !self.is_settled {
            count_events(&mut self.actors, &item);
        }
        let narrowed = [
            (lost.place, reason::PLACE),
            (lost.time, reason::TIME),
            (lost.counts, reason::COUNTS),
            (lost.parties, reason::PARTIES),
            (lost.outlets, reason::OUTLETS),
        ];
        narrowed.into_iter().filter(|(is_lost, _)| *is_lost).for_each(|(_, why)| notes.narrowed(&id, why));
        self.held.push(item);
        ready
    }

    fn rest(&mut self, _: &mut Notes) -> Vec<Item> {
        self.unit = None;
        self.flush()
    }

    fn name_of_report(&self, report: &ReportId) -> String {
        self.report_id(report).0
    }

    fn actor(&mut self, actor: NetworkActor, notes: &mut Notes) -> Option<NetworkActor> {
        let key = actor.key.0.clone();
        self.publish_actor(actor).map_err(|reason| notes.note(&key, Fate::LeftOut, reason)).ok()
    }

    fn tie(&mut self, record: TieRecord, notes: &mut Notes) -> Option<TieRecord> {
        let id = record.tie.id.0.clone();
        let record =
            self.publish_tie(record).map_err(|reason| notes.note(&id, Fate::LeftOut, reason)).ok()?;
        if !self.is_settled {
            count_tie(&mut self.actors, &record.tie);
        }
        Some(record)
    }
}
