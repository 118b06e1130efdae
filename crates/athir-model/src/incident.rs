//! The happening in the world that the events of several reports describe, with every claim about it.

use std::fmt;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Basis, Count, DecisionId, EventId, EventKind, EventStatus, Harm, Modality, Phase, Place, Quote, ReportId,
    ReviewStatus, StoryId, When,
};

/// A name for an incident, made of its earliest event: the same events make the same name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct IncidentId(pub String);

impl fmt::Display for IncidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Points to an event of a report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct EventRef {
    /// The report.
    pub report: ReportId,
    /// The event in it.
    pub event: EventId,
}

/// An event that describes an incident, with what is needed to weigh it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IncidentEvent {
    /// The event.
    #[serde(flatten)]
    pub event: EventRef,
    /// What this report calls it.
    pub kind: EventKind,
    /// How this report puts it.
    pub modality: Modality,
    /// The story that the report belongs to, if it is not alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<StoryId>,
    /// Who published the report, if known.
    pub outlet: Option<String>,
    /// When, if known.
    #[schemars(with = "Option<String>")]
    pub published: Option<Date>,
    /// Number of the independent source that the report counts to, from 0: outlets that share a story are one
    /// source, and so is an outlet with all its reports.
    pub source: usize,
    /// The voices that the report credits for the event; empty when it speaks itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voices: Vec<String>,
    /// What people have made of it.
    #[serde(default, skip_serializing_if = "EventStatus::is_open")]
    pub status: EventStatus,
}

/// Who gives a value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Support {
    /// How many reports give it.
    pub n_reports: usize,
    /// How many independent sources give it.
    pub n_sources: usize,
    /// The events that give it, in the order of the incident's events.
    pub events: Vec<EventRef>,
}

/// What a party does in an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// It acts, or is one side of a mutual happening.
    Initiator,
    /// It is acted on, or is the other side.
    Recipient,
}

impl Role {
    /// The codebook's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Initiator => "initiator",
            Role::Recipient => "recipient",
        }
    }
}

/// A party on a side of an incident: who says so, and on whose word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IncidentSide {
    /// What it does.
    pub role: Role,
    /// The actor's usual name; for a generic party its own words.
    pub name: String,
    /// The registry's code, if the actor is known there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// On whose word, each basis that an event has for it once. An attribution is what somebody says, never a fact.
    pub bases: Vec<Basis>,
    /// The voices that the events with this party credit, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voices: Vec<String>,
    /// The words that reports use for it, each once.
    pub mentions: Vec<String>,
    /// Who gives it.
    pub support: Support,
}

impl IncidentSide {
    /// On whose word it stands, with `+` between where reports differ.
    pub fn bases_words(&self) -> String {
        self.bases.iter().map(|basis| basis.as_str()).collect::<Vec<_>>().join("+")
    }
}

/// A place that events give, and who gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IncidentPlace {
    /// The place, as one of the events has it.
    pub place: Place,
    /// Who gives it, or an area around it.
    pub support: Support,
}

/// A time that events give, and who gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IncidentTime {
    /// The time, as one of the events has it.
    #[serde(flatten)]
    pub when: When,
    /// Who gives it.
    pub support: Support,
}

/// A number of people as several claims bound it: `low <= best <= high`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Estimate {
    /// The least number that a current claim allows.
    pub low: u64,
    /// The number that the most independent sources give last.
    pub best: u64,
    /// The greatest number that a current claim names.
    pub high: u64,
    /// Whether the claim behind `high` leaves it open upwards ("at least 26").
    pub open: bool,
}

/// What became of a claim when the losses of an incident were put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimState {
    /// It stands.
    Current,
    /// The same source has given a newer number since.
    Superseded,
    /// It counts a part of what another claim of the same event counts ("among them 3 children").
    Part,
    /// A newer text took it over from an older one word for word, or a copy repeats it.
    Repeated,
}

/// One count of people harmed, as one event of one report gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LossClaim {
    /// The event.
    #[serde(flatten)]
    pub event: EventRef,
    /// How many.
    #[serde(flatten)]
    pub count: Count,
    /// Who they were, in the report's terms.
    pub victims: String,
    /// The words that were counted; none where the number follows from other counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mention: Option<Quote>,
    /// The voice that gives the number, where the report does not give it itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<String>,
    /// The day on which the report was published, if known.
    #[schemars(with = "Option<String>")]
    pub published: Option<Date>,
    /// Number of the independent source, as in [`IncidentEvent::source`].
    pub source: usize,
    /// What became of it.
    pub state: ClaimState,
}

/// The losses of one kind that an incident had, over all or on one side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Loss {
    /// What happened to them.
    pub harm: Harm,
    /// Whose losses: an actor's name or a class of people as in the codebook; `None` for all sides together.
    pub victims: Option<String>,
    /// How many, by the rule of `docs/incidents.md`. Never a sum over reports.
    pub estimate: Estimate,
    /// Every claim, also those that do not stand any more, in the order of the incident's events.
    pub claims: Vec<LossClaim>,
}

/// How well an incident is attested, in the manner of casualty recorders. It follows from who says what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// One source alone tells of it, however often it was copied.
    SingleSource,
    /// Two or more independent sources tell of it, and none speaks against it.
    Fair,
    /// The party that acted says so itself.
    Confirmed,
    /// Sources name different perpetrators, or one denies it.
    Contested,
}

impl Grade {
    /// The grade as one word for tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Grade::SingleSource => "single-source",
            Grade::Fair => "fair",
            Grade::Confirmed => "confirmed",
            Grade::Contested => "contested",
        }
    }
}

/// A field that can be disputed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Disputed {
    /// Whether it happened at all.
    Happening,
    /// What it was.
    Kind,
    /// Who did it.
    Initiator,
    /// To whom.
    Recipient,
    /// Where.
    Place,
    /// When.
    Time,
    /// With what losses.
    Losses,
}

impl Disputed {
    /// The field as one word for tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Disputed::Happening => "happening",
            Disputed::Kind => "kind",
            Disputed::Initiator => "initiator",
            Disputed::Recipient => "recipient",
            Disputed::Place => "place",
            Disputed::Time => "time",
            Disputed::Losses => "losses",
        }
    }
}

/// One of the values of a field that cannot all be true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Version {
    /// The value as a reader would write it.
    pub value: String,
    /// Who gives it.
    pub support: Support,
}

/// A field for which the sources give values that cannot all be true. They are shown, never averaged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dispute {
    /// The field.
    pub field: Disputed,
    /// The values, the one with the most independent sources first.
    pub versions: Vec<Version>,
}

/// What one trait of a pair of events says for or against their being one incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Ground {
    /// The trait's name, as in `data/incident.toml`.
    pub name: String,
    /// How much it adds to the log-odds.
    pub weight: f64,
}

/// Two events of one incident that hold it together, and why they were taken for one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Join {
    /// One event.
    pub a: EventRef,
    /// The other.
    pub b: EventRef,
    /// How likely they are one incident by the comparison, from 0 to 1.
    pub score: f64,
    /// What spoke for and against it, the heaviest first; empty where people decided.
    pub grounds: Vec<Ground>,
    /// The decision that joined them, where people did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionId>,
}

/// A happening that one or more events describe: what they agree on, what they dispute, and who says what.
///
/// It follows from the events, the stories and people's decisions alone: the same ones give the same incident,
/// in whatever order they came in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Incident {
    /// Its name.
    pub id: IncidentId,
    /// What happened: the kind that the most independent sources give, the most specific among equals.
    pub kind: EventKind,
    /// How it is put: reported where any event has it so.
    pub modality: Modality,
    /// How far it has gone, by the newest report that tells.
    pub phase: Phase,
    /// Where: the most precise place that is not outvoted by sources.
    pub place: Option<Place>,
    /// When: the most precise time that is not outvoted by sources.
    #[serde(flatten)]
    pub when: When,
    /// The events that describe it, by date of publication, then report, then event.
    pub events: Vec<IncidentEvent>,
    /// How many reports tell of it.
    pub n_reports: usize,
    /// How many independent sources do.
    pub n_sources: usize,
    /// Its parties.
    pub sides: Vec<IncidentSide>,
    /// All places that are given, the one with the most independent sources first.
    pub places: Vec<IncidentPlace>,
    /// All times that are given, the one with the most independent sources first.
    pub times: Vec<IncidentTime>,
    /// Its losses: for each kind of harm those of all sides together, then those of each side.
    pub losses: Vec<Loss>,
    /// How well it is attested.
    pub grade: Grade,
    /// On what its sources disagree.
    pub disputes: Vec<Dispute>,
    /// What holds its events together.
    pub joins: Vec<Join>,
    /// Incidents that people have marked as related and not the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<IncidentId>,
    /// How far people have reviewed it.
    #[serde(default, skip_serializing_if = "ReviewStatus::is_machine")]
    pub status: ReviewStatus,
    /// Version of the method that made it.
    pub method: u32,
}
