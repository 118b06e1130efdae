//! What one report describes at one place and time between the same parties (codebook §1).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Casualty, Codes, Confidence, EventKind, Party, Place, Quote, When};

/// A name for an event that depends only on the report's name, the kind and the words of the trigger.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EventId(pub String);

/// How the text puts it (codebook §2).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// It happened or is under way, by the report's own voice or a quoted one.
    #[default]
    Reported,
    /// Announced, expected, feared, under preparation.
    Planned,
    /// Only if something else happens.
    Conditional,
    /// A voice says that it did not happen.
    Denied,
}

impl Modality {
    /// The codebook's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Modality::Reported => "reported",
            Modality::Planned => "planned",
            Modality::Conditional => "conditional",
            Modality::Denied => "denied",
        }
    }
}

/// How far it has gone (codebook §3).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// It took place.
    #[default]
    Occurred,
    /// It goes on.
    Ongoing,
    /// It has died down or was lifted.
    Ended,
}

impl Phase {
    /// The codebook's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Phase::Occurred => "occurred",
            Phase::Ongoing => "ongoing",
            Phase::Ended => "ended",
        }
    }
}

/// One event of one report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// Its name.
    pub id: EventId,
    /// What happened.
    pub kind: EventKind,
    /// The words that tell it; the first ones hold the trigger.
    pub evidence: Vec<Quote>,
    /// The trigger itself.
    pub trigger: Quote,
    /// Who did it; one side of it when the kind is mutual.
    pub initiators: Vec<Party>,
    /// To whom; the other side when the kind is mutual.
    pub recipients: Vec<Party>,
    /// Where.
    pub place: Option<Place>,
    /// When.
    #[serde(flatten)]
    pub when: When,
    /// How the text puts it.
    pub modality: Modality,
    /// How far it has gone.
    pub phase: Phase,
    /// With what losses.
    pub casualties: Vec<Casualty>,
    /// By what means.
    pub weapons: Vec<Quote>,
    /// According to whom; empty when the report speaks itself.
    pub attribution: Vec<Quote>,
    /// The codes of other schemes for this kind.
    pub codes: Codes,
    /// The frame that made it, and how its trigger was found.
    pub frame: String,
    /// How likely it and its values are right.
    #[serde(default)]
    pub confidence: Confidence,
}
