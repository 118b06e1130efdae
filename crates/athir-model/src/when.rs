//! When an event happened.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Quote;

/// How precisely the words give the time (codebook §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TimePrecision {
    /// One day, or a range given day by day.
    Day,
    /// About a week: "this week", "late in June".
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
    /// The text gives no time of its own for the event.
    Unknown,
}

impl TimePrecision {
    /// The codebook's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            TimePrecision::Day => "day",
            TimePrecision::Week => "week",
            TimePrecision::Month => "month",
            TimePrecision::Year => "year",
            TimePrecision::Unknown => "unknown",
        }
    }
}

/// Where the time was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TimeBasis {
    /// An expression that dates the event itself.
    Stated,
    /// An expression earlier in the discourse that the event goes on from.
    Discourse,
    /// An expression that dates the saying, which bounds the event.
    Saying,
    /// Nothing but the publication date bounds it.
    Publication,
}

/// A time as precise as the text, no more. Both ends are inclusive; an open end is `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct When {
    /// First day.
    #[schemars(with = "Option<String>")]
    pub start: Option<Date>,
    /// Last day.
    #[schemars(with = "Option<String>")]
    pub end: Option<Date>,
    /// How precise the words are.
    pub precision: TimePrecision,
    /// Where the time was read.
    #[serde(rename = "time_basis")]
    pub basis: TimeBasis,
    /// The time expression, if there is one.
    #[serde(rename = "time_mention", default, skip_serializing_if = "Option::is_none")]
    pub mention: Option<Quote>,
}
