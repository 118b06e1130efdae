//! An incident as it may be published.
//!
//! Every record is taken apart by the names of all its fields, so that a field that is added to it has to be decided
//! about here before anything compiles.

use std::collections::BTreeSet;
use std::sync::Arc;

use athir_export::{Item, ItemEvent, ReportInfo};
use athir_model::{
    Casualty, Coding, Confidence, DecisionId, Digest, Dispute, Disputed, Event, EventId, EventKind, EventRef,
    EventReview, Harm, Incident, IncidentEvent, IncidentId, IncidentPlace, IncidentSide, IncidentTime, Loss,
    LossClaim, Party, Place, Quote, ReportId, Role, StoryId, Support, When,
};

use crate::count::{withhold_small, withhold_small_of_event};
use crate::guard::Guard;
use crate::order::reorder;
use crate::party::{Shown, VICTIMS, is_organisation, show_party};
use crate::support::Sources;
use crate::{Field, SourceShow, TimeFloor, WordsShow, coarsen_place, coarsen_time};

/// What was made coarser or left out of an incident that is published.
#[derive(Default)]
pub(crate) struct Lost {
    pub(crate) place: bool,
    pub(crate) time: bool,
    pub(crate) counts: bool,
    pub(crate) parties: bool,
    pub(crate) outlets: bool,
}

/// People who review, and reviews themselves, are not named outside.
const PERSON: &str = "a person";

impl Guard<'_> {
    pub(crate) fn publish(&mut self, item: Item) -> (Item, Lost) {
        let Item { mut incident, events, withheld: before } = item;
        let mut lost = Lost::default();
        let has = |incident: &Incident, harm: Harm| incident.losses.iter().any(|loss| loss.harm == harm);
        let told: BTreeSet<Harm> = Harm::ALL.into_iter().filter(|harm| has(&incident, *harm)).collect();
        let withheld = withhold_small(&mut incident, self.policy.smallest);
        lost.counts = !withheld.is_empty();
        lost.outlets = self.policy.sources >= SourceShow::Outlet
            && incident
                .events
                .iter()
                .filter_map(|told| told.outlet.as_ref())
                .any(|o| self.outlet(o).is_none());
        let events = events.into_iter().map(|told| self.told(told, &withheld)).collect();
        let incident = self.incident(incident, &mut lost);
        let has_total =
            |harm: &Harm| incident.losses.iter().any(|loss| loss.harm == *harm && loss.victims.is_none());
        // Where losses are left out, of all kinds, or it would tell of which there are any.
        let withheld = match self.drops(Field::Losses) {
            true => Harm::ALL.into(),
            false => {
                let gone = told.into_iter().filter(|harm| withheld.contains(harm) && !has_total(harm));
                gone.chain(before).collect()
            }
        };
        let mut item = Item { incident, events, withheld };
        if !self.policy.keeps_ids() {
            reorder(&mut item);
        }
        (item, lost)
    }

    fn incident(&self, incident: Incident, lost: &mut Lost) -> Incident {
        let Incident {
            id,
            kind,
            modality,
            phase,
            place,
            when,
            events,
            n_reports,
            n_sources,
            sides,
            places,
            times,
            losses,
            grade,
            disputes,
            joins: _,   // they name events, and say how much their places and times are alike
            related: _, // they may be withheld
            status,
            method,
        } = incident;
        let sources = Sources::of(&events);
        let parties: Vec<(String, Shown)> = sides
            .iter()
            .map(|side| (side.name.clone(), self.shown(side.actor.as_deref(), &side.name)))
            .collect();
        lost.parties = parties.iter().any(|(_, shown)| shown.is_changed);
        let shown_place = place.as_ref().and_then(|place| self.place(place));
        lost.place = place.as_ref().is_some_and(|place| {
            shown_place.as_ref().is_none_or(|shown| shown.name != place.name || shown.lat != place.lat)
        });
        let shown_when = self.when(&when);
        lost.time = (shown_when.start, shown_when.end) != (when.start, when.end);
        let is_same_side =
            |a: &IncidentSide, b: &IncidentSide| (a.role, &a.name, &a.actor) == (b.role, &b.name, &b.actor);
        let sides =
            sides.into_iter().zip(&parties).map(|(side, (_, shown))| self.side(side, shown)).collect();
        let mut sides = sources.fold(sides, is_same_side, |side| &mut side.support);
        sides.retain(|side| match side.role {
            Role::Initiator => !self.drops(Field::Initiators),
            Role::Recipient => !self.drops(Field::Recipients),
        });
        let places = places.into_iter().filter_map(|IncidentPlace { place, support }| {
            Some(IncidentPlace { place: self.place(&place)?, support })
        });
        let is_same_place = |a: &IncidentPlace, b: &IncidentPlace| is_same_place(&a.place, &b.place);
        let mut places = sources.fold(places.collect(), is_same_place, |given| &mut given.support);
        let times = times
            .into_iter()
            .map(|IncidentTime { when, support }| IncidentTime { when: self.when(&when), support });
        let is_same_time = |a: &IncidentTime, b: &IncidentTime| {
            (a.when.start, a.when.end, a.when.precision) == (b.when.start, b.when.end, b.when.precision)
        };
        let mut times = sources.fold(times.collect(), is_same_time, |given| &mut given.support);
        let disputes = disputes
            .into_iter()
            .filter_map(|dispute| self.dispute(dispute, places.len(), times.len(), &losses))
            .collect();
        let mut losses = losses;
        if self.drops(Field::Losses) {
            losses.clear();
        }
        let losses = losses.into_iter().map(|loss| self.loss(loss, &parties)).collect();
        sides.iter_mut().for_each(|side| self.rename(&mut side.support));
        places.iter_mut().for_each(|given| self.rename(&mut given.support));
        times.iter_mut().for_each(|given| self.rename(&mut given.support));
        let events = events.into_iter().map(|told| self.incident_event(told)).collect();
        Incident {
            id: self.incident_id(&id),
            kind,
            modality,
            phase,
            place: shown_place,
            when: shown_when,
            events,
            n_reports,
            n_sources,
            sides,
            places,
            times,
            losses,
            grade,
            disputes,
            joins: Vec::new(),
            related: Vec::new(),
            status,
            method,
        }
    }

    fn incident_event(&self, told: IncidentEvent) -> IncidentEvent {
        let IncidentEvent { event, kind, modality, story, outlet, published, source, voices, status } = told;
        IncidentEvent {
            event: self.event_ref(&event),
            kind,
            modality,
            story: story.map(|story| self.story_id(&story)),
            outlet: outlet.and_then(|outlet| self.outlet(&outlet)),
            published: published.filter(|_| self.shows_days_of_reports()),
            source,
            voices: self.voices(voices),
            status,
        }
    }

    fn side(&self, side: IncidentSide, shown: &Shown) -> IncidentSide {
        let IncidentSide { role, name: _, actor: _, bases, voices, mentions, support } = side;
        IncidentSide {
            role,
            name: shown.name.clone(),
            actor: shown.code.clone(),
            bases,
            voices: self.voices(voices),
            mentions: if self.shows_words() { mentions } else { Vec::new() },
            support,
        }
    }

    /// What is disputed stays; of the values only those that are words of a closed list.
    fn dispute(&self, dispute: Dispute, n_places: usize, n_times: usize, losses: &[Loss]) -> Option<Dispute> {
        let Dispute { field, mut versions } = dispute;
        let is_left = match field {
            Disputed::Place => n_places > 1,
            Disputed::Time => n_times > 1,
            Disputed::Losses => !losses.is_empty() && !self.drops(Field::Losses),
            Disputed::Initiator => !self.drops(Field::Initiators),
            Disputed::Recipient => !self.drops(Field::Recipients),
            Disputed::Happening | Disputed::Kind => true,
        };
        if !is_left || self.drops(Field::Disputes) {
            return None;
        }
        let is_closed = |value: &str| match field {
            Disputed::Kind => value.parse::<EventKind>().is_ok(),
            Disputed::Happening => matches!(value, "reported" | "denied"),
            _ => false,
        };
        if versions.iter().all(|version| is_closed(&version.value)) {
            versions.iter_mut().for_each(|version| self.rename(&mut version.support));
        } else {
            versions.clear();
        }
        Some(Dispute { field, versions })
    }

    fn loss(&self, loss: Loss, parties: &[(String, Shown)]) -> Loss {
        let Loss { harm, victims, estimate, claims } = loss;
        let claim = |claim: LossClaim| {
            let LossClaim { event, count, victims, mention, voice, published, source, state } = claim;
            LossClaim {
                event: self.event_ref(&event),
                count,
                victims: self.victims(&victims, parties),
                mention: mention.map(|mention| self.quote(mention)),
                voice: voice.filter(|voice| self.shows_voice(voice)),
                published: published.filter(|_| self.shows_days_of_reports()),
                source,
                state,
            }
        };
        Loss {
            harm,
            victims: victims.map(|victims| self.victims(&victims, parties)),
            estimate,
            claims: claims.into_iter().map(claim).collect(),
        }
    }

    fn told(&mut self, told: ItemEvent, withheld: &BTreeSet<Harm>) -> ItemEvent {
        // What is claimed is taken from the published event: what reports say beside it has not passed.
        let ItemEvent { report, event, status, review, claims: _, source, story } = told;
        ItemEvent {
            claims: Vec::new(),
            event: self.event(event, withheld),
            status,
            review: review.map(|review| self.review(review)),
            source,
            story: story.map(|story| self.story_id(&story)),
            report: self.report_info(&report),
        }
    }

    pub(crate) fn event(&self, event: Event, withheld: &BTreeSet<Harm>) -> Event {
        let Event {
            id,
            kind,
            evidence,
            trigger,
            initiators,
            recipients,
            place,
            when,
            modality,
            phase,
            mut casualties,
            weapons,
            attribution,
            codes,
            frame,
            confidence,
        } = event;
        withhold_small_of_event(&mut casualties, withheld, self.policy.smallest);
        if self.drops(Field::Losses) {
            casualties.clear();
        }
        let named: Vec<(String, Shown)> = initiators
            .iter()
            .chain(&recipients)
            .map(|party| (party.name.clone(), self.shown(party.actor.as_deref(), &party.name)))
            .collect();
        let parties = |parties: Vec<Party>, field| {
            let parties = if self.drops(field) { Vec::new() } else { parties };
            let mut shown: Vec<Party> = parties.into_iter().map(|party| self.party(party)).collect();
            if !self.shows_words() {
                shown.dedup_by(|a, b| a == b);
            }
            shown
        };
        Event {
            id: self.event_id(&id),
            kind,
            evidence: if self.shows_words() { evidence } else { Vec::new() },
            trigger: self.quote(trigger),
            initiators: parties(initiators, Field::Initiators),
            recipients: parties(recipients, Field::Recipients),
            place: place.and_then(|place| self.place(&place)),
            when: self.when(&when),
            modality,
            phase,
            casualties: casualties.into_iter().map(|loss| self.casualty(loss, &named)).collect(),
            weapons: self.weapons(weapons),
            attribution: attribution
                .into_iter()
                .filter(|voice| self.shows_voice(&voice.text))
                .map(|Quote { text, start, end }| {
                    if self.shows_words() {
                        Quote { text, start, end }
                    } else {
                        Quote { text, start: 0, end: 0 }
                    }
                })
                .collect(),
            codes,
            frame,
            confidence: if self.drops(Field::Confidence) { Confidence::default() } else { confidence },
        }
    }

    fn party(&self, party: Party) -> Party {
        let Party { name, actor, mention, start, end, basis, why: _ } = party;
        let Shown { name, code, .. } = self.shown(actor.as_deref(), &name);
        let (mention, start, end) =
            if self.shows_words() { (mention, start, end) } else { Default::default() };
        Party { name, actor: code, mention, start, end, basis, why: String::new() }
    }

    fn casualty(&self, loss: Casualty, parties: &[(String, Shown)]) -> Casualty {
        let Casualty { kind, count, victims, mention, voice } = loss;
        Casualty {
            kind,
            count,
            victims: self.victims(&victims, parties),
            mention: self.quote(mention),
            voice: voice.filter(|voice| self.shows_voice(&voice.text)).map(|Quote { text, start, end }| {
                if self.shows_words() { Quote { text, start, end } } else { Quote { text, start: 0, end: 0 } }
            }),
        }
    }

    /// Words for means, where they are no names: a capital could begin one.
    fn weapons(&self, weapons: Vec<Quote>) -> Vec<Quote> {
        if self.drops(Field::Weapons) {
            return Vec::new();
        }
        if self.shows_words() {
            return weapons;
        }
        let is_common = |words: &str| {
            words.split_whitespace().count() <= 3
                && words.chars().all(|c| c.is_lowercase() || c == ' ' || c == '-')
        };
        let common = weapons.into_iter().filter(|quote| is_common(&quote.text));
        common.map(|quote| Quote { start: 0, end: 0, ..quote }).collect()
    }

    /// How an event stands, without who found so and what they gave.
    pub(crate) fn review(&self, review: EventReview) -> EventReview {
        let EventReview { event, status, by: _, note: _, decision, corrections: _ } = review;
        EventReview {
            event: self.event_id(&event),
            status,
            by: PERSON.to_owned(),
            note: None,
            decision: DecisionId(self.name("decision", &decision.0)),
            corrections: Vec::new(),
        }
    }

    pub(crate) fn report_info(&mut self, report: &Arc<ReportInfo>) -> Arc<ReportInfo> {
        if let Some(known) = self.reports.get(&report.id) {
            return known.clone();
        }
        let info = Arc::new(self.new_info(report));
        if self.reports.len() >= Guard::MOST_REPORTS {
            self.reports.clear();
        }
        self.reports.insert(report.id.clone(), info.clone());
        info
    }

    fn new_info(&mut self, report: &ReportInfo) -> ReportInfo {
        let ReportInfo {
            id,
            title,
            outlet,
            url,
            author: _,
            language,
            licence,
            published,
            retrieved: _, // when somebody looked, and so what they looked for
            sha256,
            n_chars,
            coding,
        } = report;
        let Coding { report: _, coder, knowledge, coded } = coding;
        let is_link = self.policy.sources == SourceShow::Link;
        let licence = licence.clone().or_else(|| self.policy.licences.get(outlet.as_ref()?).cloned());
        self.note_licence(outlet.as_deref(), licence.as_deref());
        let outlet = outlet.as_ref().and_then(|outlet| self.outlet(outlet));
        let id = self.report_id(id);
        ReportInfo {
            title: if self.shows_words() { title.clone() } else { String::new() },
            outlet,
            url: url.clone().filter(|_| is_link),
            author: None,
            language: language.clone().filter(|_| self.policy.sources >= SourceShow::Outlet),
            licence,
            published: published.filter(|_| self.shows_days_of_reports()),
            retrieved: None,
            sha256: if is_link { *sha256 } else { self.digest(sha256) },
            n_chars: if is_link { *n_chars } else { 0 },
            coding: Coding {
                report: id.clone(),
                coder: coder.clone(),
                knowledge: *knowledge,
                coded: self.policy.time.cut(*coded),
            },
            id,
        }
    }

    pub(crate) fn shown(&self, code: Option<&str>, name: &str) -> Shown {
        show_party(code, name, &self.policy.named, self.world)
    }

    fn victims(&self, victims: &str, parties: &[(String, Shown)]) -> String {
        if VICTIMS.contains(&victims) {
            return victims.to_owned();
        }
        let party = parties.iter().find(|(name, _)| name == victims).map(|(_, shown)| shown.name.clone());
        party.unwrap_or_else(|| match self.world.named(victims) {
            Some(info) => self.shown(info.code.as_deref(), victims).name,
            None => "unknown".to_owned(),
        })
    }

    pub(crate) fn place(&self, place: &Place) -> Option<Place> {
        let shown = coarsen_place(place, self.policy.place, self.world)?;
        if !self.shows_words() {
            return Some(shown);
        }
        Some(Place { mention: place.mention.clone(), start: place.start, end: place.end, ..shown })
    }

    pub(crate) fn when(&self, when: &When) -> When {
        let shown = coarsen_time(when, self.policy.time);
        When { mention: when.mention.clone().filter(|_| self.shows_words()), ..shown }
    }

    pub(crate) fn quote(&self, quote: Quote) -> Quote {
        if self.shows_words() { quote } else { Quote { text: String::new(), start: 0, end: 0 } }
    }

    pub(crate) fn voices(&self, mut voices: Vec<String>) -> Vec<String> {
        voices.retain(|voice| self.shows_voice(voice));
        voices
    }

    /// Whether a voice may be named. Where sources are hidden, a voice could be one.
    pub(crate) fn shows_voice(&self, voice: &str) -> bool {
        self.policy.sources >= SourceShow::Outlet
            && !self.drops(Field::Voices)
            && is_organisation(voice, self.world)
    }

    pub(crate) fn shows_words(&self) -> bool {
        self.policy.words == WordsShow::Evidence
    }

    /// Whether the days on which reports were published may be shown: a report follows its event closely.
    pub(crate) fn shows_days_of_reports(&self) -> bool {
        self.policy.time == TimeFloor::Day && self.policy.sources >= SourceShow::Outlet
    }

    pub(crate) fn drops(&self, field: Field) -> bool {
        self.policy.drop.contains(&field)
    }

    pub(crate) fn rename(&self, support: &mut Support) {
        support.events.iter_mut().for_each(|event| *event = self.event_ref(event));
    }

    pub(crate) fn event_ref(&self, event: &EventRef) -> EventRef {
        let EventRef { report, event } = event;
        EventRef { report: self.report_id(report), event: self.event_id(event) }
    }

    pub(crate) fn report_id(&self, id: &ReportId) -> ReportId {
        ReportId(self.name("report", &id.0))
    }

    pub(crate) fn event_id(&self, id: &EventId) -> EventId {
        EventId(self.name("event", &id.0))
    }

    pub(crate) fn incident_id(&self, id: &IncidentId) -> IncidentId {
        IncidentId(self.name("incident", &id.0))
    }

    pub(crate) fn story_id(&self, id: &StoryId) -> StoryId {
        StoryId(self.name("story", &id.0))
    }

    pub(crate) fn name(&self, kind: &str, id: &str) -> String {
        if self.policy.keeps_ids() { id.to_owned() } else { self.keys.name(kind, id) }
    }

    fn digest(&self, digest: &Digest) -> Digest {
        self.keys.digest("bytes", &digest.0)
    }

    pub(crate) fn outlet(&self, outlet: &str) -> Option<String> {
        self.outlets.shown(outlet, self.policy, self.keys, self.world)
    }
}

fn is_same_place(a: &Place, b: &Place) -> bool {
    let key =
        |place: &Place| (place.name.clone(), place.code.clone(), place.country.clone(), place.precision);
    key(a) == key(b) && a.lat == b.lat && a.lon == b.lon && a.radius_km == b.radius_km
}
