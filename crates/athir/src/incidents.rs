//! Events of many reports to incidents: the stage [`athir_incident`] with the registry of actors behind it.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use athir_actors::{Registry, RelationKind};
use athir_incident::{
    Group, Lineage, Merger, Model, NearMiss, Profile, Reviews, Revised, Stories, Telling, Told,
    derive_incident, incident_id, main_event,
};
use athir_model::{
    CodedReport, Decision, EventRef, EventStatus, Ground, Incident, IncidentId, Origin, Report, ReportId,
    Story, StoryId,
};
use jiff::civil::Date;

/// The lineage that a registry of actors knows: what an actor is part of, a member or branch of, and was called
/// before or after. It is all that incidents need of a registry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegistryLineage {
    /// The actors above each actor that has some.
    above: BTreeMap<String, Vec<String>>,
}

/// How far up actors are followed.
const STEPS: usize = 3;
/// From which probability on people may want to look at a pair.
const NEAR: f32 = 0.2;

impl RegistryLineage {
    /// Takes the lineage of all actors out of a registry.
    pub fn new(registry: &Registry) -> RegistryLineage {
        let mut lineage = RegistryLineage::default();
        for (_, actor) in registry.actors() {
            let above = actors_above(registry, &actor.code);
            if !above.is_empty() {
                lineage.above.insert(actor.code.clone(), above);
            }
        }
        lineage
    }
}

impl Lineage for RegistryLineage {
    fn above(&self, code: &str) -> Vec<String> {
        let above = |code: &str| self.above.get(code).cloned().unwrap_or_default();
        // A class of people, such as "us/soldiers", belongs to its state.
        match code.split_once('/') {
            Some((state, _)) => std::iter::once(state.to_owned()).chain(above(state)).collect(),
            None => above(code),
        }
    }
}

fn actors_above(registry: &Registry, code: &str) -> Vec<String> {
    let mut above: Vec<String> = Vec::new();
    let Some(id) = registry.by_code(code) else { return above };
    let mut level = vec![id];
    for _ in 0..STEPS {
        let mut next = Vec::new();
        for &id in &level {
            let belongs = |kind: RelationKind| {
                matches!(
                    kind,
                    RelationKind::PartOf
                        | RelationKind::MemberOf
                        | RelationKind::AffiliateOf
                        | RelationKind::MergedInto
                        | RelationKind::RenamedTo
                )
            };
            let up = registry.lineage(id).iter().filter(|relation| belongs(relation.kind));
            next.extend(up.map(|relation| relation.to));
        }
        next.retain(|&id| {
            let code_above = &registry.actor(id).code;
            let is_new = code_above != code && !above.contains(code_above);
            if is_new {
                above.push(code_above.clone());
            }
            is_new
        });
        level = next;
    }
    above
}

/// A report with its coding, as incidents are made of.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportCoding {
    /// Who published it, if known.
    pub outlet: Option<String>,
    /// When, if known.
    pub published: Option<Date>,
    /// What the coder made of it, without what people have made of that. Its `doc` is the report's name.
    pub coded: CodedReport,
}

impl ReportCoding {
    /// Takes what incidents need of a report and its coding.
    pub fn new(report: &Report, coded: CodedReport) -> ReportCoding {
        ReportCoding { outlet: report.outlet.clone(), published: report.published, coded }
    }
}

/// What an update has changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IncidentChanges {
    /// Incidents that are new or not as before, whole, in the order of their first events.
    pub changed: Vec<Incident>,
    /// Incidents that are no more: their events were withdrawn or have become part of others.
    pub gone: Vec<IncidentId>,
    /// Stories that may be other than before, in the order of their names.
    pub stories: Vec<Story>,
    /// Stories that are no more.
    pub stories_gone: Vec<StoryId>,
}

/// The story that a report belongs to, and whether it is its source or a copy.
type PlaceInStory = (StoryId, Origin);

/// A report of an incident while that is put together.
struct Member {
    outlet: Option<String>,
    published: Option<Date>,
    revised: Revised,
    story: Option<PlaceInStory>,
}

/// Keeps the incidents of a growing collection of reports.
///
/// It holds what comparisons need of each event and no text. What comes out depends on the reports, codings and
/// decisions that are in it, not on their order or portions: after each [`update`](IncidentBook::update) the incidents
/// are those that [`merge_events`] makes of everything at once. An update computes anew only what a change can reach.
///
/// A database keeps one for as long as it is open, fills it from the reports and codings that it holds, and stores the
/// incidents that each update gives back.
#[derive(Clone, Debug)]
pub struct IncidentBook {
    merger: Merger,
    stories: Stories,
    lineage: RegistryLineage,
    reviews: Reviews,
    /// Reports whose story may be another since the last update.
    retold: BTreeSet<ReportId>,
    /// The stories that reports belonged to at the last update.
    told: BTreeMap<ReportId, StoryId>,
}

impl IncidentBook {
    /// Starts without reports.
    pub fn new(registry: &Registry) -> IncidentBook {
        IncidentBook::of(RegistryLineage::new(registry))
    }

    /// Starts without reports, with a lineage that was taken out of a registry before.
    pub fn of(lineage: RegistryLineage) -> IncidentBook {
        IncidentBook {
            merger: Merger::new(Model::events()),
            stories: Stories::default(),
            lineage,
            reviews: Reviews::default(),
            retold: BTreeSet::new(),
            told: BTreeMap::new(),
        }
    }

    /// Takes in a report with its coding. One of the same name gives way to it, as when it is coded anew. What people have
    /// found of its events is laid over the coding.
    pub fn insert(&mut self, report: &Report, coded: &CodedReport) {
        let id = ReportId(report.name.clone());
        self.note_story(&id);
        self.stories.insert(&id, report.outlet.as_deref(), report.published, &report.text);
        self.note_story(&id);
        let telling = Telling::new(report, coded);
        let profile = if self.reviews.has(&telling.report) {
            let Revised { coded, rejected, .. } = self.reviews.revise(&telling.report, coded.clone());
            Profile::new(&telling, &coded.events, main_event(&coded), &self.lineage).leaving_out(&rejected)
        } else {
            Profile::new(&telling, &coded.events, main_event(coded), &self.lineage)
        };
        self.merger.insert(profile);
    }

    /// Takes a report out. One that is not there is no error.
    pub fn remove(&mut self, report: &ReportId) {
        self.note_story(report);
        self.stories.remove(report);
        self.merger.remove(report);
    }

    fn note_story(&mut self, report: &ReportId) {
        if let Some(story) = self.stories.story_of(report) {
            self.retold.extend(story.reports.into_iter().map(|member| member.report));
        }
    }

    /// Sets all decisions that people have taken, with those that were undone and those that undid them.
    ///
    /// Gives the reports of whose events people say something else than before: they have to be taken in again before
    /// the next update, since the book holds no codings.
    #[must_use = "these reports have to be taken in again"]
    pub fn decide(&mut self, decisions: &[Decision]) -> BTreeSet<ReportId> {
        self.merger.decide(decisions);
        let reviews = Reviews::new(decisions);
        let differ = reviews.differences(&self.reviews);
        self.reviews = reviews;
        let is_there = |report: &ReportId| self.merger.has(report);
        differ.into_iter().filter(is_there).collect()
    }

    /// What people have found of single events.
    pub fn reviews(&self) -> &Reviews {
        &self.reviews
    }

    /// Pairs of incidents that were not made one though they look alike, the likeliest first: the names of both, the pair of
    /// events that looks most alike, and how likely that is one happening.
    pub fn near_misses(&self) -> Vec<(IncidentId, IncidentId, NearMiss)> {
        let pair = |miss: NearMiss| (incident_id(&miss.heads.0), incident_id(&miss.heads.1), miss);
        self.merger.near_misses(NEAR).into_iter().map(pair).collect()
    }

    /// What speaks for and against two events being one happening, the heaviest first.
    pub fn grounds(&self, a: &EventRef, b: &EventRef) -> Vec<Ground> {
        self.merger.grounds(a, b)
    }

    /// The story that a report belongs to, if others have nearly its text.
    pub fn story_of(&self, report: &ReportId) -> Option<Story> {
        self.stories.story_of(report)
    }

    /// All stories.
    pub fn stories(&self) -> Vec<Story> {
        self.stories.all()
    }

    /// Brings the incidents up to date on `jobs` threads, and gives those that are not as before. `coding` gives a report
    /// that is in the book back; it is asked for the reports of changed incidents alone.
    ///
    /// # Errors
    ///
    /// The first error of `coding`. The changes of this update are lost then, and [`IncidentBook::all`] gives them.
    pub fn update<E>(
        &mut self,
        jobs: NonZeroUsize,
        mut coding: impl FnMut(&ReportId) -> Result<ReportCoding, E>,
    ) -> Result<IncidentChanges, E> {
        let changes = self.merger.update(jobs);
        let mut groups: Vec<Group> =
            changes.changed.iter().filter_map(|event| self.merger.group_of(event)).collect();
        let retold = std::mem::take(&mut self.retold);
        groups.extend(retold.iter().flat_map(|report| self.merger.groups_of_report(report)));
        groups.sort_by(|a, b| a.events.cmp(&b.events));
        groups.dedup_by(|a, b| a.events == b.events);
        let mut changed = Vec::with_capacity(groups.len());
        for group in &groups {
            changed.push(self.incident(group, &mut coding)?);
        }
        let mut gone: BTreeSet<IncidentId> = changes.gone.iter().map(incident_id).collect();
        // A report that is taken in again brings its incidents back under their names.
        for incident in &changed {
            gone.remove(&incident.id);
        }
        let (stories, untold) = self.retell(&retold);
        Ok(IncidentChanges {
            changed,
            gone: gone.into_iter().collect(),
            stories_gone: untold.into_iter().filter(|id| !stories.contains_key(id)).collect(),
            stories: stories.into_values().collect(),
        })
    }

    /// The stories that reports belong to now, and the names of those that they belonged to.
    fn retell(&mut self, reports: &BTreeSet<ReportId>) -> (BTreeMap<StoryId, Story>, BTreeSet<StoryId>) {
        let (mut stories, mut untold) = (BTreeMap::new(), BTreeSet::new());
        for report in reports {
            let now = self.stories.story_of(report);
            untold.extend(match &now {
                Some(story) => self.told.insert(report.clone(), story.id.clone()),
                None => self.told.remove(report),
            });
            stories.extend(now.map(|story| (story.id.clone(), story)));
        }
        (stories, untold)
    }

    /// Brings the incidents up to date on `jobs` threads and gives none of them: [`each`](IncidentBook::each) does.
    pub fn settle(&mut self, jobs: NonZeroUsize) {
        self.merger.update(jobs);
        self.retold.clear();
        self.told.clear();
        for story in self.stories.all() {
            self.told.extend(story.reports.into_iter().map(|member| (member.report, story.id.clone())));
        }
    }

    /// Makes one incident after the other, as of the last update, in the order of their first events, and hands each to
    /// `then`: one is held at a time. `coding` gives reports of the book back. Both are given `desk` to work with.
    ///
    /// # Errors
    ///
    /// The first error of `coding` or `then`.
    pub fn each<D, E>(
        &self,
        desk: &mut D,
        coding: impl Fn(&mut D, &ReportId) -> Result<ReportCoding, E>,
        then: impl Fn(&mut D, Incident) -> Result<(), E>,
    ) -> Result<(), E> {
        for group in &self.merger.groups() {
            let incident = self.incident(group, &mut |report: &ReportId| coding(desk, report))?;
            then(desk, incident)?;
        }
        Ok(())
    }

    /// All incidents as of the last update, in the order of their first events. `coding` gives reports of the book back.
    ///
    /// # Errors
    ///
    /// The first error of `coding`.
    pub fn all<E>(
        &self,
        mut coding: impl FnMut(&ReportId) -> Result<ReportCoding, E>,
    ) -> Result<Vec<Incident>, E> {
        self.merger.groups().iter().map(|group| self.incident(group, &mut coding)).collect()
    }

    fn incident<E>(
        &self,
        group: &Group,
        coding: &mut impl FnMut(&ReportId) -> Result<ReportCoding, E>,
    ) -> Result<Incident, E> {
        let mut codings: BTreeMap<&ReportId, Member> = BTreeMap::new();
        for event in &group.events {
            if !codings.contains_key(&event.report) {
                let story = self.stories.story_of(&event.report).and_then(|story| {
                    let member = story.reports.iter().find(|member| member.report == event.report)?;
                    Some((story.id, member.origin))
                });
                let ReportCoding { outlet, published, coded } = coding(&event.report)?;
                let revised = self.reviews.revise(&event.report, coded);
                codings.insert(&event.report, Member { outlet, published, revised, story });
            }
        }
        let told: Vec<Told<'_>> = group
            .events
            .iter()
            .filter_map(|event| {
                let (report, member) = codings.get_key_value(&event.report)?;
                let Revised { coded, reviews, .. } = &member.revised;
                let at = coded.events.iter().position(|e| e.id == event.event)?;
                let is_main = main_event(coded) == Some(at);
                Some(Told {
                    report,
                    outlet: member.outlet.as_deref(),
                    published: member.published,
                    story: member.story.as_ref().map(|(story, origin)| (story, *origin)),
                    event: &coded.events[at],
                    toll: coded.toll.as_ref().filter(|_| is_main),
                    status: reviews.get(&event.event).map_or(EventStatus::Open, |review| review.status),
                })
            })
            .collect();
        Ok(derive_incident(&told, group.joins.clone(), &group.related, &self.lineage))
    }
}

/// Makes the incidents of reports and their codings, with what people have decided about them.
///
/// The order of the reports and decisions does not matter.
pub fn merge_events(
    reports: &[(Report, CodedReport)],
    decisions: &[Decision],
    registry: &Registry,
    jobs: NonZeroUsize,
) -> Vec<Incident> {
    let mut book = IncidentBook::new(registry);
    let mut by_name: BTreeMap<&str, &(Report, CodedReport)> = BTreeMap::new();
    let none = book.decide(decisions);
    debug_assert!(none.is_empty(), "there are no reports yet");
    for pair in reports {
        book.insert(&pair.0, &pair.1);
        by_name.insert(&pair.0.name, pair);
    }
    book.merger.update(jobs);
    let coding = |report: &ReportId| -> Result<ReportCoding, std::convert::Infallible> {
        let (report, coded) = by_name[report.0.as_str()];
        Ok(ReportCoding::new(report, coded.clone()))
    };
    book.all(coding).unwrap_or_else(|never| match never {})
}
