//! The sides of an event.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Quote;

/// On whose word a party stands on its side (codebook §3).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// The report states it.
    #[default]
    Stated,
    /// The party claims it itself.
    Claimed,
    /// Another voice says so.
    Blamed,
    /// The words of the event leave it open, and what the report tells around them implies it.
    Implied,
}

impl Basis {
    /// The codebook's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Basis::Stated => "stated",
            Basis::Claimed => "claimed",
            Basis::Blamed => "blamed",
            Basis::Implied => "implied",
        }
    }

    /// The word, where the report does not state it.
    pub fn unless_stated(self) -> Option<&'static str> {
        (self != Basis::Stated).then(|| self.as_str())
    }
}

/// An actor on one side of an event, as the report names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// The actor's usual name; for a generic party its own words ("civilians").
    pub name: String,
    /// The registry's code, if the actor is known there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// The exact words of the report.
    pub mention: String,
    /// Offset of the mention's first character.
    pub start: usize,
    /// Offset after the mention's last character.
    pub end: usize,
    /// On whose word.
    #[serde(default)]
    pub basis: Basis,
    /// Why the mention fills this role, and why it is this actor.
    pub why: String,
}

impl Party {
    /// Its mention as words with their place.
    pub fn quote(&self) -> Quote {
        Quote { text: self.mention.clone(), start: self.start, end: self.end }
    }
}
