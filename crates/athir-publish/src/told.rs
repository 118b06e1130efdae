//! What one report tells of an incident, as it may be published: the event, and where it comes from.

use std::collections::BTreeSet;
use std::sync::Arc;

use athir_export::{ItemEvent, ReportInfo};
use athir_model::{Casualty, Coding, Confidence, DecisionId, Event, EventReview, Harm, Party, Quote};

use crate::count::withhold_small_of_event;
use crate::guard::Guard;
use crate::party::Shown;
use crate::{Field, SourceShow};

/// People who review, and reviews themselves, are not named outside.
const PERSON: &str = "a person";

impl Guard<'_> {
    pub(crate) fn told(&mut self, told: ItemEvent, withheld: &BTreeSet<Harm>) -> ItemEvent {
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
                .map(|voice| self.name_of_voice(voice))
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
        let Casualty { kind, count, victims, mention, voice, relation } = loss;
        Casualty {
            kind,
            count,
            victims: self.victims(&victims, parties),
            mention: self.quote(mention),
            voice: voice.filter(|voice| self.shows_voice(&voice.text)).map(|voice| self.name_of_voice(voice)),
            relation,
        }
    }

    /// A voice that may be named, and where in the report only if its words may be shown.
    fn name_of_voice(&self, voice: Quote) -> Quote {
        if self.shows_words() { voice } else { Quote { start: 0, end: 0, ..voice } }
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
        let Coding { report: _, coder, knowledge, codebook, model, coded } = coding;
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
                codebook: codebook.clone(),
                model: model.clone(),
                coded: self.policy.time.cut(*coded),
            },
            id,
        }
    }
}
