//! Reports whose texts are nearly the same: one text on its way through many outlets.

use std::fmt;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ReportId;

/// A name for a story, made of its first report: the same reports make the same name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct StoryId(pub String);

impl fmt::Display for StoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a report came by its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// No earlier report of the story has its words.
    First,
    /// It repeats an earlier report, whole or cut.
    Copy,
    /// It repeats an earlier report and changes or adds numbers: its counts are newer claims of the same voice.
    Update,
}

/// A report in a story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StoryReport {
    /// The report.
    pub report: ReportId,
    /// Who published it, if known.
    pub outlet: Option<String>,
    /// The day on which it was published, if known.
    #[schemars(with = "Option<String>")]
    pub published: Option<Date>,
    /// How it came by its text.
    pub origin: Origin,
    /// The report that it most likely took its text from: the likest among the earlier ones. Empty for the first.
    pub from: Option<ReportId>,
    /// The share of the shorter text's word sequences that both have, from 0 to 1; 1 for the first.
    pub likeness: f64,
}

/// Near-duplicate reports and who copied whom. However many reports it has, it counts as one source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Story {
    /// Its name.
    pub id: StoryId,
    /// Its reports by date of publication, then name; the first one is the root of the tree.
    pub reports: Vec<StoryReport>,
    /// Version of the method that found it. Stories of different versions are not to be compared.
    pub method: u32,
}
