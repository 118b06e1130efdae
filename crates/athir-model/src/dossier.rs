//! An incident with everything that is said of it, for a person to judge.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Claim, Coding, EventId, Incident, KeptReport, Quote, StoryId};

/// What one report tells of an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Account {
    /// The report, and where it comes from.
    pub report: KeptReport,
    /// Its headline or first words.
    pub title: String,
    /// Who read it, and when.
    pub coding: Coding,
    /// The event in it that describes the incident.
    pub event: EventId,
    /// Number of the independent source that the report counts to, as in the incident.
    pub source: usize,
    /// The story that the report belongs to, if it is not alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<StoryId>,
    /// The words that tell of it.
    pub evidence: Vec<Quote>,
    /// The values of the event one by one, each with its words and voices.
    pub claims: Vec<Claim>,
}

/// An incident with every account of it, in the order of the incident's events.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Dossier {
    /// The incident.
    pub incident: Incident,
    /// What each report says.
    pub accounts: Vec<Account>,
}
