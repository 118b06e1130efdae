//! What people decide about events: which are one incident, which are right, and what is right where they are not.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Correction, EventKind, EventRef, ReviewVerdict};

/// A name for a decision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct DecisionId(pub String);

impl fmt::Display for DecisionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a decision holds on to: an event and the words that it was read from. When a newer coder names the event
/// otherwise, the event that is read from the same words takes its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Anchor {
    /// The event as it was named when people decided.
    #[serde(flatten)]
    pub event: EventRef,
    /// What it was coded as.
    pub kind: EventKind,
    /// Offset of the first character of the event's first evidence.
    pub start: usize,
    /// Offset after its last character.
    pub end: usize,
    /// Where the event's trigger stands, as offsets of its first character and after its last. Older decisions do not
    /// have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<(usize, usize)>,
}

/// What people can decide about events.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "verdict")]
pub enum Verdict {
    /// These events are one incident.
    Merge {
        /// The events.
        events: Vec<Anchor>,
    },
    /// Events of different groups are not one incident; within a group the machine goes on deciding.
    Split {
        /// The groups.
        groups: Vec<Vec<Anchor>>,
    },
    /// The incidents of these events belong together and are not the same.
    Related {
        /// An event of the one.
        a: Anchor,
        /// An event of the other.
        b: Anchor,
    },
    /// A person has looked at these events.
    Review {
        /// The events.
        events: Vec<Anchor>,
        /// What the person found.
        review: ReviewVerdict,
    },
    /// A field of an event is to have another value than the coder read.
    Correct {
        /// The event.
        event: Anchor,
        /// The field and its value.
        #[serde(flatten)]
        correction: Correction,
    },
    /// An earlier decision no longer holds. An undo can be undone too.
    Undo {
        /// The earlier decision.
        decision: DecisionId,
    },
}

impl Verdict {
    /// The verdict as one word.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Verdict::Merge { .. } => "merge",
            Verdict::Split { .. } => "split",
            Verdict::Related { .. } => "related",
            Verdict::Review { .. } => "review",
            Verdict::Correct { .. } => "correct",
            Verdict::Undo { .. } => "undo",
        }
    }

    /// The events that it is about. An undo is about none itself.
    pub fn anchors(&self) -> Vec<&Anchor> {
        match self {
            Verdict::Merge { events } | Verdict::Review { events, .. } => events.iter().collect(),
            Verdict::Split { groups } => groups.iter().flatten().collect(),
            Verdict::Related { a, b } => vec![a, b],
            Verdict::Correct { event, .. } => vec![event],
            Verdict::Undo { .. } => Vec::new(),
        }
    }
}

/// A decision that people took. It outranks the machine; among decisions the later one holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Its name.
    pub id: DecisionId,
    /// Its place in the order of decisions.
    pub sequence: u64,
    /// Who decided.
    pub by: String,
    /// Why, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What they decided.
    #[serde(flatten)]
    pub verdict: Verdict,
}
