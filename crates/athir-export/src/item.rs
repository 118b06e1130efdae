//! What exporters are given: an incident with the events that describe it, and reports with what is coded in them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use athir_arrow::Provenance;
use athir_model::{
    Bond, Claim, CodedReport, Coding, Digest, Event, EventId, EventReview, EventStatus, Harm, Incident,
    IncidentId, ReportId, ReviewStatus, StoryId,
};
use jiff::Timestamp;
use jiff::civil::Date;

/// An incident with every event that describes it, as people's corrections leave them.
///
/// It owns its records, so that whatever stands before an exporter (a profile of publishing, say) can hand on a
/// changed one.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The incident.
    pub incident: Incident,
    /// Its events, in the order of the incident's; one whose report has a newer coding that lacks it is missing.
    pub events: Vec<ItemEvent>,
    /// Kinds of harm of which there are counts over all sides that a gate withheld: they are not nought.
    pub withheld: BTreeSet<Harm>,
}

/// An event of an incident with the report that tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemEvent {
    /// The report.
    pub report: Arc<ReportInfo>,
    /// The event, corrections laid over it.
    pub event: Event,
    /// How it stands after all that people have decided about it.
    pub status: EventStatus,
    /// What people have made of it, where somebody has looked.
    pub review: Option<EventReview>,
    /// The values of the event one by one, each with its words and voices, where the profile asks for them.
    pub claims: Vec<Claim>,
    /// Number of the independent source that the report counts to, as in the incident.
    pub source: usize,
    /// The story that the report belongs to, if it is not alone.
    pub story: Option<StoryId>,
}

/// Where a report comes from, and who coded it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportInfo {
    /// Its name in the database.
    pub id: ReportId,
    /// Its headline, or its first words.
    pub title: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// The address that it was published at.
    pub url: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Its language as a BCP 47 tag.
    pub language: Option<String>,
    /// The licence that its text may be passed on under, where it is known.
    pub licence: Option<String>,
    /// The day on which it was published.
    pub published: Option<Date>,
    /// When it was fetched.
    pub retrieved: Option<Timestamp>,
    /// The SHA-256 of the bytes that it was read from.
    pub sha256: Digest,
    /// How many Unicode characters its text has.
    pub n_chars: usize,
    /// Who coded it, with which knowledge, and when.
    pub coding: Coding,
}

impl ReportInfo {
    /// Who coded it, and its licence.
    pub fn provenance(&self) -> Provenance {
        Provenance::of(&self.coding, self.licence.as_deref())
    }
}

impl Item {
    /// Who coded the reports that tell of it, and their licences.
    pub fn provenance(&self) -> Provenance {
        provenance_of(self.events.iter().map(|told| &*told.report))
    }
}

/// A tie between two actors with the reports that are evidence for it.
#[derive(Clone, Debug, PartialEq)]
pub struct TieRecord {
    /// The tie.
    pub tie: Bond,
    /// Where each piece of its evidence comes from, in the order of the tie's.
    pub sources: Vec<TieSource>,
}

/// Where a piece of evidence for a tie comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct TieSource {
    /// The report; none where it is no longer in the database.
    pub report: Option<Arc<ReportInfo>>,
    /// What people have made of the event that it follows from; a tie that words state is open.
    pub status: EventStatus,
}

impl TieRecord {
    /// How far people have reviewed the events that the tie follows from. Ties that words state are not reviewed.
    pub fn status(&self) -> ReviewStatus {
        let is_open = |source: &TieSource| source.status == EventStatus::Open;
        ReviewStatus::of(self.sources.iter().filter(|source| is_open(source)).count(), self.sources.len())
    }

    /// Who coded the reports that are evidence for it, and their licences.
    pub fn provenance(&self) -> Provenance {
        provenance_of(self.sources.iter().filter_map(|source| source.report.as_deref()))
    }
}

fn provenance_of<'r>(reports: impl Iterator<Item = &'r ReportInfo>) -> Provenance {
    let mut provenance = Provenance::default();
    reports.for_each(|report| provenance.add(&report.coding, report.licence.as_deref()));
    provenance
}

/// A report with all that is coded in it, for the shapes that go by reports.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportRecord {
    /// Where it comes from.
    pub info: Arc<ReportInfo>,
    /// Its text, where the profile asks for texts and the report may be passed on.
    pub text: Option<String>,
    /// Its coding: fields corrected, rejected events left out.
    pub coded: CodedReport,
    /// What people have made of its events.
    pub reviews: BTreeMap<EventId, EventReview>,
    /// The incidents that its events describe.
    pub incidents: BTreeMap<EventId, IncidentId>,
}
