//! Standing relations between actors that a text states (codebook §5).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Quote, TieBasis, TieSays, When};

/// How two actors stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TieKind {
    /// They fight or work on the same side.
    Ally,
    /// They stand against each other.
    Rival,
    /// The first is a part of the second.
    MemberOf,
    /// The first is loosely bound to the second.
    AffiliateOf,
    /// The first helps the second.
    Supports,
    /// Two names of one actor, as the text itself says.
    SameAs,
    /// The first has come out of the second.
    SplitFrom,
    /// The first has gone into the second, or both have become one.
    MergedInto,
}

impl TieKind {
    /// The codebook's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            TieKind::Ally => "ally",
            TieKind::Rival => "rival",
            TieKind::MemberOf => "member-of",
            TieKind::AffiliateOf => "affiliate-of",
            TieKind::Supports => "supports",
            TieKind::SameAs => "same-as",
            TieKind::SplitFrom => "split-from",
            TieKind::MergedInto => "merged-into",
        }
    }

    /// Whether it goes on over an interval.
    pub const fn lasts(self) -> bool {
        !matches!(self, TieKind::SplitFrom | TieKind::MergedInto | TieKind::SameAs)
    }

    /// Whether the order of the two actors has no meaning.
    pub const fn is_symmetric(self) -> bool {
        matches!(self, TieKind::Ally | TieKind::Rival | TieKind::SameAs)
    }
}

/// Whether the tie holds at the time of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TieState {
    /// It holds.
    Current,
    /// It has ended.
    Former,
}

impl TieState {
    /// The codebook's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            TieState::Current => "current",
            TieState::Former => "former",
        }
    }
}

/// A tie between two actors, with the words that state it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tie {
    /// The first actor's usual name.
    pub a: String,
    /// The registry's code of the first, if it is known there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub a_actor: Option<String>,
    /// The second actor's usual name.
    pub b: String,
    /// The registry's code of the second, if it is known there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub b_actor: Option<String>,
    /// The kind of tie, read from `a` to `b`.
    pub kind: TieKind,
    /// Whether it holds.
    pub state: TieState,
    /// Whether the words state how the two stand, or tell of an act that it follows from ("they coordinated an attack").
    #[serde(default, skip_serializing_if = "TieBasis::is_stated")]
    pub basis: TieBasis,
    /// Whether the words tell of its beginning or end, or only that it holds.
    #[serde(default, skip_serializing_if = "TieSays::is_holds")]
    pub says: TieSays,
    /// When it began or ended, or the time for which it is stated, where words of the sentence date it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// The words that state it.
    pub evidence: Quote,
    /// The pattern that read it.
    pub why: String,
}
