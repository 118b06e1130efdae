//! What those whose duty it was left undone (codebook §8).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Party, Quote};

/// How an authority did not act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OmissionKind {
    /// It failed, refused or was unable to do something, or did not do it.
    Failed,
    /// It was there and looked on, or let others do harm.
    StoodBy,
    /// It was not there, or came late.
    Absent,
    /// The text speaks of its inaction, negligence or complicity and says no more.
    Inaction,
}

impl OmissionKind {
    /// The codebook's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            OmissionKind::Failed => "failed",
            OmissionKind::StoodBy => "stood-by",
            OmissionKind::Absent => "absent",
            OmissionKind::Inaction => "inaction",
        }
    }
}

/// The text says that an authority (a state, its forces, its offices) did not do what was its to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Omission {
    /// How.
    pub kind: OmissionKind,
    /// Who did not act; empty where the text says only that nothing was done.
    pub by: Vec<Party>,
    /// The words that say it.
    pub trigger: Quote,
    /// The clause that they stand in.
    pub evidence: Quote,
    /// The voices that the text credits.
    pub attribution: Vec<Quote>,
}
