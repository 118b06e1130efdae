//! What was done about a publication: who signed it, agreed to it, wrote it out and withdrew it.

use std::fmt;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Anchor, Digest, IncidentId};

/// A name for a publication.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PublicationId(pub String);

impl fmt::Display for PublicationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A file of a publication, as it was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedFile {
    /// Its path in the publication's folder.
    pub name: String,
    /// Its bytes.
    pub n_bytes: u64,
    /// Their SHA-256.
    #[schemars(with = "String")]
    pub sha256: Digest,
}

/// An answer to a question of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignedAnswer {
    /// The question's key.
    pub question: String,
    /// What whoever signs says.
    pub words: String,
}

/// What is done about a publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "act")]
pub enum PublicationStep {
    /// Somebody has answered the checklist and signed what is to be published.
    Signed {
        /// The profile's name.
        name: String,
        /// The profile, word for word.
        profile: String,
        /// Its SHA-256.
        #[schemars(with = "String")]
        digest: Digest,
        /// The answers.
        answers: Vec<SignedAnswer>,
        /// Whether a second person has to agree.
        needs_second: bool,
        /// The moment that delays are counted from.
        #[schemars(with = "String")]
        made: Timestamp,
        /// The newest entry of the log whose state is published.
        state: String,
        /// The files that come out.
        files: Vec<PublishedFile>,
        /// How many incidents they hold.
        n_incidents: u64,
    },
    /// A second person has agreed to what was signed.
    Approved,
    /// It was written out.
    Written {
        /// The SHA-256 of the manifest.
        #[schemars(with = "String")]
        manifest: Digest,
    },
    /// It was withdrawn, or one incident of it.
    Recalled {
        /// The incident, as it was named then; all of it where none is named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        incident: Option<IncidentId>,
        /// The events of the incident, which find it again under another name.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        events: Vec<Anchor>,
        /// Why. It is not published.
        why: String,
    },
}

impl PublicationStep {
    /// The step as one word.
    pub const fn as_str(&self) -> &'static str {
        match self {
            PublicationStep::Signed { .. } => "signed",
            PublicationStep::Approved => "approved",
            PublicationStep::Written { .. } => "written",
            PublicationStep::Recalled { .. } => "recalled",
        }
    }
}

/// A step in the life of a publication. It is written once and never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublicationAct {
    /// Its name: the publication's, and its number among all steps of the database.
    pub id: String,
    /// The publication.
    pub publication: PublicationId,
    /// Who did it.
    pub by: String,
    /// When.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub step: PublicationStep,
}
