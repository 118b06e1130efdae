//! What the coder makes of one report.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Event, MainToll, Omission, Quote, Tie};

/// Why words that could have been an event were not coded, or how they were used instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It tells of an event that is coded already; its words were added there.
    Merged,
    /// It gives the losses of another event.
    Toll,
    /// It only holds if something else happens (codebook §2).
    Conditional,
    /// It is negated.
    Negated,
    /// Somebody who is no political or armed actor says it (codebook §2).
    NotAnActor,
    /// No party, place or time is given (codebook §2, general background).
    Background,
    /// The frame's conditions on its dependents are not met.
    Incomplete,
    /// The word is used in another sense here.
    OtherSense,
    /// It is a disaster, an accident or common crime, which the codebook leaves out.
    Outside,
    /// It is less likely an event than the user asks for.
    Unsure,
}

impl Reason {
    /// The reason as one word for tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Reason::Merged => "merged",
            Reason::Toll => "toll",
            Reason::Conditional => "conditional",
            Reason::Negated => "negated",
            Reason::NotAnActor => "not-an-actor",
            Reason::Background => "background",
            Reason::Incomplete => "incomplete",
            Reason::OtherSense => "other-sense",
            Reason::Outside => "outside",
            Reason::Unsure => "unsure",
        }
    }
}

/// Something that was seen and not coded as an event of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic {
    /// Number of the sentence in the report, from 0.
    pub sentence: usize,
    /// The trigger's words.
    pub trigger: Quote,
    /// The frame that saw it.
    pub frame: String,
    /// Why it is no event.
    pub reason: Reason,
    /// More about it, for a reader.
    pub note: String,
}

/// How much of a report was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Extent {
    /// All of it.
    #[default]
    Whole,
    /// The sentences that a first look found worth it.
    Parts,
    /// Nothing: a first look found no sign of conflict.
    Nothing,
}

impl Extent {
    /// Whether all was read.
    pub fn is_whole(&self) -> bool {
        *self == Extent::Whole
    }
}

/// The coding of one report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CodedReport {
    /// The report's name: the stem of its file, or its path where stems clash.
    pub doc: String,
    /// The publication date that it was coded with.
    #[schemars(with = "Option<String>")]
    pub published: Option<Date>,
    /// How much of it was read; absent where all was.
    #[serde(default, skip_serializing_if = "Extent::is_whole")]
    pub extent: Extent,
    /// What it tells of, in the order of the text.
    pub events: Vec<Event>,
    /// How it says that actors stand to each other.
    pub ties: Vec<Tie>,
    /// The losses of the happening that it is mainly about; absent where nobody is said to have come to harm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toll: Option<MainToll>,
    /// What it says that authorities left undone, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub omissions: Vec<Omission>,
    /// What was seen and not coded.
    pub diagnostics: Vec<Diagnostic>,
}
