//! Reads a database under a filter and hands what is there to an exporter, one record at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use athir_export::{
    ExportError, Exporter, Files, Gate, Item, ItemEvent, Needs, Notes, Profile, Release, ReportInfo,
    ReportRecord, Settings, Start, Tally, World,
};
use athir_incident::{Reviews, Revised};
use athir_model::{ActorKey, Bond, Claim, Event, EventId, Incident, IncidentId, NetworkActor, ReportId};
use athir_store::{CodedText, IncidentFilter, Store, StoreError};
use jiff::Timestamp;

use crate::database::Database;
use crate::database::{BUILT_IN, PROGRAM};
use crate::network::{Network, add_kept};
use crate::versions;

/// Incidents that are read from the database together.
const PAGE: usize = 200;
/// Reports that are held while incidents are put together: those of one incident, and of those beside it.
const HELD: usize = 500;

/// Licences of what the program adds to every export.
const LICENCES: [&str; 3] = [
    "Places: GeoNames (https://www.geonames.org/), CC BY 4.0; Who's On First (https://whosonfirst.org/docs/licenses/).",
    "Actors: in part UCDP Actor Dataset 22.1, Uppsala Conflict Data Program (https://ucdp.uu.se/), CC BY 4.0.",
    "Reports belong to those who published them; `athir notice` has the notices in full.",
];

/// An export that could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportFailed {
    /// The database cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The files cannot be written.
    #[error(transparent)]
    Export(#[from] ExportError),
}

/// An export on its way from a database to files.
pub struct Passage<'a> {
    /// Which incidents; reports and ties come along if they have to do with them.
    pub filter: &'a IncidentFilter,
    /// These incidents alone, by first day and id, in place of those that the filter lets through.
    pub incidents: Option<&'a [IncidentId]>,
    /// At most so many incidents, the earliest.
    pub limit: Option<usize>,
    /// What the files say about themselves.
    pub release: &'a Release,
    /// What is set of the profile.
    pub settings: &'a Settings,
    /// Who parties are, and where places lie.
    pub world: &'a dyn World,
    /// Where the files go.
    pub files: &'a mut dyn Files,
    /// Takes down what does not fit.
    pub notes: Notes,
    /// What stands before the exporter, such as a profile of publishing.
    pub gate: Option<&'a mut dyn Gate>,
}

impl Database {
    /// Says what an export of this database is to say about itself. `made` is the time of the newest entry of its log
    /// where nothing else is said, so that the same database gives the same bytes.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn release(&mut self, filter: &str, made: Option<Timestamp>) -> Result<Release, StoreError> {
        let head = self.store().head()?;
        let versions = versions();
        Ok(Release {
            athir: PROGRAM.to_owned(),
            codebook: versions.codebook.to_owned(),
            model: format!("{} {}", versions.model, versions.model_digest),
            knowledge: BUILT_IN.to_owned(),
            gazetteer: versions.gazetteer.to_owned(),
            registry: versions.registry.to_owned(),
            made: match (made, &head) {
                (Some(made), _) => made.to_string(),
                (None, Some(head)) => head.time.clone(),
                (None, None) => String::new(),
            },
            state: head.map(|head| head.digest).unwrap_or_default(),
            filter: filter.to_owned(),
            licences: LICENCES.map(str::to_owned).to_vec(),
        })
    }

    /// Writes what the filter lets through in the shape of a profile. All of it is of one state of the database,
    /// whatever others write meanwhile, and memory does not grow with it; under a filter the names of the reports are
    /// held where a profile asks for reports or ties.
    ///
    /// # Errors
    ///
    /// A database that cannot be read, and files that cannot be written.
    pub fn export(&mut self, profile: &Profile, passage: Passage<'_>) -> Result<Tally, ExportFailed> {
        let reviews = self.reviews()?;
        let Passage { filter, incidents, limit, release, settings, world, files, mut notes, gate } = passage;
        self.store().frozen(|store| {
            let mut exporter = (profile.start)(Start { files, world, release, settings })?;
            let mut source = Source {
                store,
                reviews: &reviews,
                filter,
                incidents,
                limit,
                has_claims: profile.needs.claims && gate.is_none(),
                held: BTreeMap::new(),
            };
            let Needs { reports, actors, ties, .. } = profile.needs;
            let chosen = if source.is_whole() || !(reports || actors || ties) {
                None
            } else {
                Some(source.reports_chosen()?)
            };
            let has_claims = profile.needs.claims;
            let held = Vec::new();
            let mut way = Way { exporter: &mut *exporter, gate, has_claims, notes: &mut notes, held };
            if profile.needs.reports {
                source.reports(chosen.as_ref(), profile.needs.texts, &mut way)?;
            }
            if profile.needs.items {
                source.items(&mut way)?;
            }
            if profile.needs.actors {
                source.actors(chosen.as_ref(), world, &mut way)?;
            }
            if profile.needs.ties {
                source.ties(chosen.as_ref(), &mut way)?;
            }
            Ok(notes.finish(exporter.finish()?)?)
        })
    }
}

/// The way of a record into the files: through the gate, where there is one, to the exporter.
struct Way<'w, 'g> {
    exporter: &'w mut dyn Exporter,
    gate: Option<&'g mut (dyn Gate + 'g)>,
    /// Whether events are handed on with their claims.
    has_claims: bool,
    notes: &'w mut Notes,
    /// Ties that have passed a gate, until all have.
    held: Vec<Bond>,
}

impl Way<'_, '_> {
    fn report(&mut self, report: ReportRecord) -> Result<(), ExportError> {
        let report = match &mut self.gate {
            Some(gate) => gate.report(report, self.notes),
            None => Some(report),
        };
        report.map_or(Ok(()), |report| self.exporter.report(&report, self.notes))
    }

    fn item(&mut self, item: Item) -> Result<(), ExportError> {
        match &mut self.gate {
            Some(gate) => {
                let items = gate.item(item, self.notes);
                self.passed(items)
            }
            None => self.exporter.item(&item, self.notes),
        }
    }

    fn end_of_items(&mut self) -> Result<(), ExportError> {
        let rest = self.gate.as_mut().map_or_else(Vec::new, |gate| gate.rest(self.notes));
        self.passed(rest)
    }

    /// Hands on what a gate has let through. Its claims are those of the events as the gate left them: what reports say
    /// beside them has not passed it.
    fn passed(&mut self, items: Vec<Item>) -> Result<(), ExportError> {
        for mut item in items {
            for told in &mut item.events {
                let claims =
                    if self.has_claims { Claim::of_event(&told.report.id, &told.event) } else { Vec::new() };
                told.claims = claims;
            }
            self.exporter.item(&item, self.notes)?;
        }
        Ok(())
    }

    fn actor(&mut self, actor: NetworkActor) -> Result<(), ExportError> {
        let actor = match &mut self.gate {
            Some(gate) => gate.actor(actor, self.notes),
            None => Some(actor),
        };
        actor.map_or(Ok(()), |actor| self.exporter.actor(&actor, self.notes))
    }

    fn tie(&mut self, tie: Bond) -> Result<(), ExportError> {
        match &mut self.gate {
            Some(gate) => {
                self.held.extend(gate.tie(tie, self.notes));
                Ok(())
            }
            None => self.exporter.tie(&tie, self.notes),
        }
    }

    /// Hands on the ties that a gate has let through, in the order of the names that they have now.
    fn end_of_ties(&mut self) -> Result<(), ExportError> {
        let mut ties = std::mem::take(&mut self.held);
        ties.sort_by(|a, b| a.id.cmp(&b.id));
        ties.iter().try_for_each(|tie| self.exporter.tie(tie, self.notes))
    }
}

/// One state of a database under a filter.
struct Source<'s> {
    store: &'s mut Store,
    reviews: &'s Reviews,
    filter: &'s IncidentFilter,
    incidents: Option<&'s [IncidentId]>,
    limit: Option<usize>,
    /// Whether events are handed on with their claims.
    has_claims: bool,
    /// Reports that were read: the next incident may be told in the same ones.
    held: BTreeMap<ReportId, Arc<Read>>,
}

/// A report with its coding as people have revised it.
struct Read {
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
    fn is_whole(&self) -> bool {
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
    fn reports_chosen(&mut self) -> Result<BTreeSet<ReportId>, ExportFailed> {
        let mut chosen = BTreeSet::new();
        self.each_incident(|_, incident| {
            chosen.extend(incident.events.into_iter().map(|told| told.event.report));
            Ok(())
        })?;
        Ok(chosen)
    }

    fn reports(
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

    fn items(&mut self, way: &mut Way<'_, '_>) -> Result<(), ExportFailed> {
        self.each_incident(|source, incident| Ok(way.item(source.item(incident)?)?))?;
        Ok(way.end_of_items()?)
    }

    /// The actors of the reports that are exported, and those that only their ties name. All that is known of them is held
    /// at once: there are far fewer actors than reports.
    fn actors(
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
        self.each_tie(chosen, |tie| {
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

    fn ties(
        &mut self,
        chosen: Option<&BTreeSet<ReportId>>,
        way: &mut Way<'_, '_>,
    ) -> Result<(), ExportFailed> {
        self.each_tie(chosen, |tie| Ok(way.tie(tie)?))?;
        Ok(way.end_of_ties()?)
    }

    /// Goes through the ties with evidence in the reports that are exported.
    fn each_tie(
        &mut self,
        chosen: Option<&BTreeSet<ReportId>>,
        mut then: impl FnMut(Bond) -> Result<(), ExportFailed>,
    ) -> Result<(), ExportFailed> {
        let is_chosen = |tie: &Bond| {
            chosen.is_none_or(|chosen| tie.evidence.iter().any(|one| chosen.contains(&one.report)))
        };
        let mut last = String::new();
        loop {
            let page = self.store.ties_after(&last)?;
            let Some(end) = page.last() else { return Ok(()) };
            last.clone_from(&end.id.0);
            page.into_iter().filter(is_chosen).try_for_each(&mut then)?;
        }
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
