//! One state of a database under a filter, read record by record.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use athir_export::{Item, ItemEvent, ReportInfo, ReportRecord, TieRecord, TieSource, World};
use athir_incident::{Reviews, Revised};
use athir_model::{
    ActorKey, Bond, Claim, Event, EventId, EventStatus, EvidenceOf, Incident, IncidentId, NetworkActor,
    ReportId,
};
use athir_store::{CodedText, IncidentFilter, Store, StoreError};

use super::drive::ExportFailed;
use super::way::Way;
use crate::network::{Network, add_kept};

/// Incidents that are read from the database together.
const PAGE: usize = 200;
/// Reports that are held while incidents are put together: those of one incident, and of those beside it.
const HELD: usize = 500;

/// One state of a database under a filter.
pub(super) struct Source<'s> {
    pub(super) store: &'s mut Store,
    pub(super) reviews: &'s Reviews,
    pub(super) filter: &'s IncidentFilter,
    pub(super) incidents: Option<&'s [IncidentId]>,
    pub(super) limit: Option<usize>,
    /// Whether events are handed on with their claims.
    pub(super) has_claims: bool,
    /// Reports that were read: the next incident may be told in the same ones.
    pub(super) held: BTreeMap<ReportId, Arc<Read>>,
}

/// A report with its coding as people have revised it.
pub(super) struct Read {
    info: Arc<ReportInfo>,
    revised: Revised,
    /// The events as the coder read them, where people have revised any.
    original: BTreeMap<EventId, Event>,
}

impl Read {
    /// The claims of an event: those of its report, and those of people, which outrank them.
    fn claims(&self, event: &Event) -> Vec<Claim> {
        let as_read = self.original.get(&event.id).unwrap_or(event);
        self.revised.claims(&self.info.id, as_read)
    }
}

impl Source<'_> {
    pub(super) fn is_whole(&self) -> bool {
        *self.filter == IncidentFilter::default() && self.limit.is_none() && self.incidents.is_none()
    }

    /// Goes through the incidents, the earliest first.
    fn each_incident(
        &mut self,
        mut then: impl FnMut(&mut Self, Incident) -> Result<(), ExportFailed>,
    ) -> Result<(), ExportFailed> {
        let mut left = self.limit.unwrap_or(usize::MAX);
        if let Some(chosen) = self.incidents {
            for id in chosen.iter().take(left) {
                // One that has gone since it was chosen is not there to be written.
                if let Some(incident) = self.store.incident(id)? {
                    then(self, incident)?;
                }
            }
            return Ok(());
        }
        let mut from = None;
        while left > 0 {
            let page = self.store.incidents_from_first(self.filter, from.as_ref(), PAGE.min(left))?;
            left -= page.incidents.len();
            for incident in page.incidents {
                then(self, incident)?;
            }
            from = page.next;
            if from.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// The reports that tell of incidents which the filter lets through.
    pub(super) fn reports_chosen(&mut self) -> Result<BTreeSet<ReportId>, ExportFailed> {
        let mut chosen = BTreeSet::new();
        self.each_incident(|_, incident| {
            chosen.extend(incident.events.into_iter().map(|told| told.event.report));
            Ok(())
        })?;
        Ok(chosen)
    }

    pub(super) fn reports(
        &mut self,
        chosen: Option<&BTreeSet<ReportId>>,
        texts: bool,
        way: &mut Way<'_, '_>,
    ) -> Result<(), ExportFailed> {
        let is_chosen = |id: &ReportId| chosen.is_none_or(|chosen| chosen.contains(id));
        if let Some(gate) = &way.gate {
            // The names alone are held.
            let mut named = Vec::new();
            self.each_report(|id| {
                if is_chosen(&id) {
                    named.push((gate.name_of_report(&id), id));
                }
            })?;
            named.sort();
            for (_, id) in named {
                if let Some(coded) = self.store.coded(&id)? {
                    self.report(coded, texts, way)?;
                }
            }
            return Ok(());
        }
        let mut last = String::new();
        loop {
            let page = self.store.coded_by_id(&last)?;
            let Some(end) = page.last() else { return Ok(()) };
            last.clone_from(&end.report.id.0);
            for coded in page.into_iter().filter(|coded| is_chosen(&coded.report.id)) {
                self.report(coded, texts, way)?;
            }
        }
    }

    fn report(&mut self, coded: CodedText, texts: bool, way: &mut Way<'_, '_>) -> Result<(), ExportFailed> {
        let incidents = self.store.event_incidents(&coded.report.id)?.into_iter().collect();
        let text = texts.then(|| coded.text.clone());
        let Read { info, revised, .. } = read(coded, self.reviews);
        let Revised { coded, reviews, .. } = revised;
        Ok(way.report(ReportRecord { info, text, coded, reviews, incidents })?)
    }

    /// Goes through the names of all reports.
    fn each_report(&mut self, mut then: impl FnMut(ReportId)) -> Result<(), StoreError> {
        let mut last = String::new();
        loop {
            let page = self.store.reports_after(&last)?;
            let Some(end) = page.last() else { return Ok(()) };
            last.clone_from(&end.id.0);
            page.into_iter().for_each(|report| then(report.id));
        }
    }

    pub(super) fn items(&mut self, way: &mut Way<'_, '_>) -> Result<(), ExportFailed> {
        self.each_incident(|source, incident| Ok(way.item(source.item(incident)?)?))?;
        Ok(way.end_of_items()?)
    }

    /// The actors of the reports that are exported, and those that only their ties name. All that is known of them is held
    /// at once: there are far fewer actors than reports.
    pub(super) fn actors(
        &mut self,
        chosen: Option<&BTreeSet<ReportId>>,
        world: &dyn World,
        way: &mut Way<'_, '_>,
    ) -> Result<(), ExportFailed> {
        let mut network = Network::new();
        let mut last = String::new();
        loop {
            let page = self.store.coded_by_id(&last)?;
            let Some(end) = page.last() else { break };
            last.clone_from(&end.report.id.0);
            for coded in &page {
                if chosen.is_none_or(|chosen| chosen.contains(&coded.report.id)) {
                    add_kept(&mut network, self.reviews, coded);
                }
            }
        }
        let mut actors: BTreeMap<ActorKey, NetworkActor> =
            network.actors().into_iter().map(|actor| (actor.key.clone(), actor)).collect();
        self.each_tie(chosen, |_, tie| {
            for key in std::iter::once(tie.a).chain(tie.b) {
                let name = world.party(Some(&key.0), &key.0, None).name;
                let unseen = || NetworkActor {
                    key: key.clone(),
                    name,
                    mentions: Vec::new(),
                    first_seen: None,
                    last_seen: None,
                    n_events: 0,
                    n_ties: 0,
                };
                // Of the others the network has counted their ties.
                let actor = actors.entry(key.clone()).or_insert_with(unseen);
                if actor.mentions.is_empty() {
                    actor.n_ties += 1;
                }
            }
            Ok(())
        })?;
        for actor in actors.into_values() {
            way.actor(actor)?;
        }
        Ok(())
    }

    pub(super) fn ties(
        &mut self,
        chosen: Option<&BTreeSet<ReportId>>,
        way: &mut Way<'_, '_>,
    ) -> Result<(), ExportFailed> {
        self.each_tie(chosen, |source, tie| {
            let record = source.tie_record(tie)?;
            Ok(way.tie(record)?)
        })?;
        Ok(way.end_of_ties()?)
    }

    /// Goes through the ties with evidence in the reports that are exported.
    fn each_tie(
        &mut self,
        chosen: Option<&BTreeSet<ReportId>>,
        mut then: impl FnMut(&mut Self, Bond) -> Result<(), ExportFailed>,
    ) -> Result<(), ExportFailed> {
        let is_chosen = |tie: &Bond| {
            chosen.is_none_or(|chosen| tie.evidence.iter().any(|one| chosen.contains(&one.report)))
        };
        let mut last = String::new();
        loop {
            let page = self.store.ties_after(&last)?;
            let Some(end) = page.last() else { return Ok(()) };
            last.clone_from(&end.id.0);
            page.into_iter().filter(is_chosen).try_for_each(|tie| then(self, tie))?;
        }
    }

    fn tie_record(&mut self, tie: Bond) -> Result<TieRecord, StoreError> {
        let mut sources = Vec::with_capacity(tie.evidence.len());
        for one in &tie.evidence {
            let read = self.read(&one.report)?;
            let status = match (&one.of, &read) {
                (EvidenceOf::Event(event), Some(read)) => {
                    let review = read.revised.reviews.get(&EventId(event.clone()));
                    review.map_or(EventStatus::Open, |review| review.status)
                }
                _ => EventStatus::Open,
            };
            sources.push(TieSource { report: read.map(|read| read.info.clone()), status });
        }
        Ok(TieRecord { tie, sources })
    }

    fn item(&mut self, incident: Incident) -> Result<Item, StoreError> {
        let mut events = Vec::with_capacity(incident.events.len());
        for told in &incident.events {
            let Some(read) = self.read(&told.event.report)? else { continue };
            // The incident may have been made before the newest coding.
            let Some(event) = read.revised.coded.events.iter().find(|event| event.id == told.event.event)
            else {
                continue;
            };
            events.push(ItemEvent {
                report: read.info.clone(),
                event: event.clone(),
                status: told.status,
                claims: if self.has_claims { read.claims(event) } else { Vec::new() },
                review: read.revised.reviews.get(&event.id).cloned(),
                source: told.source,
                story: told.story.clone(),
            });
        }
        Ok(Item { incident, events, withheld: BTreeSet::new() })
    }

    fn read(&mut self, report: &ReportId) -> Result<Option<Arc<Read>>, StoreError> {
        if let Some(read) = self.held.get(report) {
            return Ok(Some(read.clone()));
        }
        let Some(coded) = self.store.coded(report)? else { return Ok(None) };
        let read = Arc::new(read(coded, self.reviews));
        if self.held.len() >= HELD {
            self.held.clear();
        }
        self.held.insert(report.clone(), read.clone());
        Ok(Some(read))
    }
}

fn read(coded: CodedText, reviews: &Reviews) -> Read {
    let CodedText { report, text, coding, coded } = coded;
    let n_chars = text.chars().count();
    let original = if reviews.has(&report.id) {
        coded.events.iter().map(|event| (event.id.clone(), event.clone())).collect()
    } else {
        BTreeMap::new()
    };
    let revised = reviews.revise(&report.id, coded);
    let title = report.report(text).title();
    let info = ReportInfo {
        id: report.id,
        title,
        outlet: report.outlet,
        url: report.url,
        author: report.author,
        language: report.language,
        licence: report.licence,
        published: report.published,
        retrieved: report.retrieved,
        sha256: report.bytes,
        n_chars,
        coding,
    };
    Read { info: Arc::new(info), revised, original }
}
