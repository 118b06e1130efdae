//! Losses: how many people were harmed, how, and who they were (codebook §3 and §4).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Quote;

/// A number of people as the text bounds it. An open side is `None`: "at least 26" is `26..`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Count {
    /// The least number that the words allow.
    pub low: Option<u64>,
    /// The greatest number that the words allow.
    pub high: Option<u64>,
}

impl Count {
    /// Exactly `n`.
    pub const fn exactly(n: u64) -> Count {
        Count { low: Some(n), high: Some(n) }
    }

    /// `n` or more.
    pub const fn at_least(n: u64) -> Count {
        Count { low: Some(n), high: None }
    }

    /// `n` or fewer.
    pub const fn at_most(n: u64) -> Count {
        Count { low: None, high: Some(n) }
    }

    /// From `a` to `b`, in either order.
    pub fn between(a: u64, b: u64) -> Count {
        Count { low: Some(a.min(b)), high: Some(a.max(b)) }
    }

    /// The number that the words name: "at least 26" is 26, "up to 40" is 40.
    pub fn named(self) -> u64 {
        self.low.or(self.high).unwrap_or(0)
    }

    /// All of some counts of different people together.
    pub fn sum(counts: impl IntoIterator<Item = Count>) -> Count {
        let both = |a: Option<u64>, b: Option<u64>| Some(a?.saturating_add(b?));
        counts.into_iter().fold(Count::exactly(0), |a, b| match (both(a.low, b.low), both(a.high, b.high)) {
            // "at least 5 soldiers and up to 40 rebels" are at least 5.
            (None, None) => Count { low: a.low.or(b.low), high: None },
            (low, high) => Count { low, high },
        })
    }
}

/// What happened to the people counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Harm {
    /// Died.
    Killed,
    /// Wounded, and alive as far as the text says.
    Injured,
    /// Dead and wounded counted together.
    Casualties,
    /// Taken captive or detained.
    Captured,
    /// Missing.
    Missing,
    /// Driven from home, or evacuated.
    Displaced,
}

impl Harm {
    /// Every kind, in order.
    pub const ALL: [Harm; 6] =
        [Harm::Killed, Harm::Injured, Harm::Casualties, Harm::Captured, Harm::Missing, Harm::Displaced];

    /// The codebook's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Harm::Killed => "killed",
            Harm::Injured => "injured",
            Harm::Casualties => "casualties",
            Harm::Captured => "captured",
            Harm::Missing => "missing",
            Harm::Displaced => "displaced",
        }
    }
}

/// One count of people harmed, as one passage gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Casualty {
    /// What happened to them.
    pub kind: Harm,
    /// How many.
    #[serde(flatten)]
    pub count: Count,
    /// Who they were: an actor's name, or `civilians`, `children`, `protesters`, `soldiers`, `police`,
    /// `fighters`, `unknown`.
    pub victims: String,
    /// The words that were counted.
    pub mention: Quote,
    /// The voice that gives the number, where the report does not give it itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<Quote>,
    /// How these people stand to those of another count of the same harm; a count without it stands alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<CountRelation>,
}

/// How the people of one count stand to those of another count of the same harm in the same event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CountRelation {
    /// They are some of those counted elsewhere: "11 people, two of them medics", "three of the dead".
    Among,
    /// They are others than those of the count before, with which they stand in a row: "nine women and two men".
    Beside,
}
