//! A person's look at an event: whether it is right, and the values that are right where the coder's are not.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Count, DecisionId, EventId, EventKind, PlacePrecision, Quote, TimePrecision};

/// What a person finds of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ReviewVerdict {
    /// It is as the report tells it.
    Accepted,
    /// The report tells of no such event. It is left out of incidents.
    Rejected,
    /// It is to be looked at again.
    Open,
}

impl ReviewVerdict {
    /// The verdict as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            ReviewVerdict::Accepted => "accepted",
            ReviewVerdict::Rejected => "rejected",
            ReviewVerdict::Open => "open",
        }
    }
}

/// How an event stands after all that people have decided about it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum EventStatus {
    /// Nobody has judged it, or it is to be looked at again.
    #[default]
    Open,
    /// A person has found it right.
    Accepted,
    /// A person has put it right.
    Corrected,
    /// A person has found that there is no such event.
    Rejected,
}

impl EventStatus {
    /// The status as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            EventStatus::Open => "open",
            EventStatus::Accepted => "accepted",
            EventStatus::Corrected => "corrected",
            EventStatus::Rejected => "rejected",
        }
    }

    /// Whether it waits for a person.
    pub fn is_open(&self) -> bool {
        *self == EventStatus::Open
    }
}

/// How far people have reviewed an incident.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum ReviewStatus {
    /// Nobody has accepted or corrected one of its events.
    #[default]
    Machine,
    /// Somebody has accepted or corrected some of its events.
    Partly,
    /// All its events were accepted or corrected.
    Reviewed,
}

impl ReviewStatus {
    /// The status as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            ReviewStatus::Machine => "machine",
            ReviewStatus::Partly => "partly",
            ReviewStatus::Reviewed => "reviewed",
        }
    }

    /// That of something with so many events, of which so many wait for a person.
    pub const fn of(n_open: usize, n_events: usize) -> ReviewStatus {
        if n_open == n_events {
            ReviewStatus::Machine
        } else if n_open == 0 {
            ReviewStatus::Reviewed
        } else {
            ReviewStatus::Partly
        }
    }

    /// Whether no person has reviewed any of it.
    pub fn is_machine(&self) -> bool {
        *self == ReviewStatus::Machine
    }
}

/// A field of an event that a person can correct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CorrectedField {
    /// What happened.
    Kind,
    /// Who did it.
    Initiators,
    /// To whom.
    Recipients,
    /// Where.
    Place,
    /// When.
    Time,
    /// How many died.
    Killed,
    /// How many were wounded.
    Injured,
}

impl CorrectedField {
    /// All fields, in the order in which they are shown.
    pub const ALL: [CorrectedField; 7] = [
        CorrectedField::Kind,
        CorrectedField::Initiators,
        CorrectedField::Recipients,
        CorrectedField::Place,
        CorrectedField::Time,
        CorrectedField::Killed,
        CorrectedField::Injured,
    ];

    /// The field as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            CorrectedField::Kind => "kind",
            CorrectedField::Initiators => "initiators",
            CorrectedField::Recipients => "recipients",
            CorrectedField::Place => "place",
            CorrectedField::Time => "time",
            CorrectedField::Killed => "killed",
            CorrectedField::Injured => "injured",
        }
    }

    /// The field of this name.
    pub fn named(word: &str) -> Option<CorrectedField> {
        CorrectedField::ALL.into_iter().find(|field| field.as_str() == word)
    }
}

/// A party as a person gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GivenParty {
    /// The actor's usual name; for a generic party a word such as "civilians".
    pub name: String,
    /// The registry's code, if the actor is known there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// The words of the report that name it, where the person points to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
}

/// A place as a person gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GivenPlace {
    /// Its usual name.
    pub name: String,
    /// The area or settlement that it lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// ISO 3166 alpha-2 country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Latitude in degrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Longitude in degrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// How precise it is.
    pub precision: PlacePrecision,
    /// The gazetteer's code, where it is an entry there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The words of the report that give it, where the person points to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
}

/// A time as a person gives it. Both ends are inclusive; an open end is `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GivenTime {
    /// First day.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub start: Option<Date>,
    /// Last day.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub end: Option<Date>,
    /// How precise it is.
    pub precision: TimePrecision,
    /// The words of the report that give it, where the person points to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
}

/// A field of an event with the value that a person gives it. Where a field can be empty, so can the correction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "field", content = "value", rename_all = "lowercase")]
pub enum Correction {
    /// What happened.
    Kind(EventKind),
    /// Who did it, or one side where the kind is mutual.
    Initiators(Vec<GivenParty>),
    /// To whom, or the other side where the kind is mutual.
    Recipients(Vec<GivenParty>),
    /// Where; `None` where the report gives no place for it.
    Place(Option<GivenPlace>),
    /// When.
    Time(GivenTime),
    /// How many died; `None` where the report tells of no dead.
    Killed(Option<Count>),
    /// How many were wounded; `None` where the report tells of no wounded.
    Injured(Option<Count>),
}

impl Correction {
    /// The field.
    pub const fn field(&self) -> CorrectedField {
        match self {
            Correction::Kind(_) => CorrectedField::Kind,
            Correction::Initiators(_) => CorrectedField::Initiators,
            Correction::Recipients(_) => CorrectedField::Recipients,
            Correction::Place(_) => CorrectedField::Place,
            Correction::Time(_) => CorrectedField::Time,
            Correction::Killed(_) => CorrectedField::Killed,
            Correction::Injured(_) => CorrectedField::Injured,
        }
    }
}

/// A correction that holds, with who made it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HeldCorrection {
    /// The field and its value.
    #[serde(flatten)]
    pub correction: Correction,
    /// Who made it.
    pub by: String,
    /// Why, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The decision that it is.
    pub decision: DecisionId,
}

/// What people have made of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventReview {
    /// The event as the coder names it now.
    pub event: EventId,
    /// How it stands.
    pub status: EventStatus,
    /// Who decided last.
    pub by: String,
    /// What they noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The last decision about it.
    pub decision: DecisionId,
    /// The corrections that hold, one for each field.
    pub corrections: Vec<HeldCorrection>,
}
