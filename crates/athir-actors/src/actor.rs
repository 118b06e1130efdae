//! One actor: what it is, the names it went by and when, and how it descends from others.

use crate::{CameoCode, Moment};
use serde::Deserialize;

/// Points to an actor of one [`Registry`](crate::Registry). The code, not the id, is stable across versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorId(pub(crate) u32);

impl ActorId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A state, armed group, organisation or people, with its names over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    /// The stable code, such as `sy-hts`, `ru` or `ucdp-1234`.
    pub code: String,
    /// The usual name in English.
    pub name: String,
    /// Every name, the usual one first.
    pub names: Vec<Name>,
    /// What it is; never taken from the words of its enemies.
    pub kind: ActorKind,
    /// ISO 3166 alpha-2 codes of the countries it belongs to or acts in, the main one first.
    pub countries: Vec<String>,
    /// The id in the UCDP actor data set.
    pub ucdp_id: Option<u32>,
    /// CAMEO's codes for it, the first that is in time holding; where there is none, one is composed from its
    /// country and kind.
    pub cameo: Vec<CameoCode>,
    /// When it came to be.
    pub founded: Option<Moment>,
    /// When it ceased to be.
    pub ended: Option<Moment>,
    /// First and last year in which UCDP records it in violence. Says nothing about its founding or end.
    pub active_years: Option<(i16, i16)>,
    /// Lower-case words that reports describe it with: "kurdish", "islamist", "turkish-backed".
    pub traits: Vec<String>,
    /// The persons who speak and act for it.
    pub leaders: Vec<Leader>,
    /// How it stands to other actors.
    pub relations: Vec<Relation>,
    /// Where the facts come from.
    pub source: String,
}

/// One name of an actor and the time in which it was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name as written.
    pub text: String,
    /// When it came into use; unknown when absent.
    pub from: Option<Moment>,
    /// When it went out of use; unknown when absent.
    pub until: Option<Moment>,
    /// The ISO 639 code of its language, where it is not English or a romanisation.
    pub lang: Option<String>,
    /// What kind of name it is.
    pub role: NameRole,
}

/// Says in what way a name stands for its actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameRole {
    /// The actor's own name, or a short form of it.
    Name,
    /// An abbreviation, which must be written in capitals.
    Acronym,
    /// An organ that acts for the actor: "the Turkish foreign ministry".
    Organ,
    /// A place or building that stands for it: "Moscow", "the Kremlin". It is more often a place.
    Metonym,
    /// A person who acts for it: the index into [`Actor::leaders`].
    Leader(usize),
}

/// A person who acts for an actor during an interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leader {
    /// The usual full name.
    pub name: String,
    /// The office, in lower case: "president".
    pub title: Option<String>,
    /// When the person took office.
    pub from: Option<Moment>,
    /// When the person left office.
    pub until: Option<Moment>,
}

/// The kinds of actors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ActorKind {
    /// A state or a territory under its own name.
    State,
    /// A government that is not a whole state: of a region, in exile, unrecognised.
    Government,
    /// Armed forces of a state, or a part of them.
    Military,
    /// Police and interior forces of a state.
    Police,
    /// A ministry, agency or intelligence service.
    Ministry,
    /// An organised armed group outside the state.
    ArmedGroup,
    /// An armed group that fights beside a state or a community without belonging to the army.
    Militia,
    /// An alliance, front or operations room of several actors.
    Coalition,
    /// A party or political body.
    Political,
    /// An organisation of states.
    International,
    /// A relief, rights or monitoring organisation.
    Ngo,
    /// A news agency, broadcaster or paper.
    Media,
    /// A people, tribe or community that acts as one.
    People,
    /// A single person.
    Person,
}

impl ActorKind {
    /// The word for it in a file of the registry.
    pub fn as_str(self) -> &'static str {
        match self {
            ActorKind::State => "state",
            ActorKind::Government => "government",
            ActorKind::Military => "military",
            ActorKind::Police => "police",
            ActorKind::Ministry => "ministry",
            ActorKind::ArmedGroup => "armed-group",
            ActorKind::Militia => "militia",
            ActorKind::Coalition => "coalition",
            ActorKind::Political => "political",
            ActorKind::International => "international",
            ActorKind::Ngo => "ngo",
            ActorKind::Media => "media",
            ActorKind::People => "people",
            ActorKind::Person => "person",
        }
    }
}

/// How one actor stands to another, with dates as far as known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The kind of standing, read from the actor that holds the relation to `to`.
    pub kind: RelationKind,
    /// The other actor.
    pub to: ActorId,
    /// When it began.
    pub from: Option<Moment>,
    /// When it ended.
    pub until: Option<Moment>,
    /// Where the relation is taken from.
    pub source: String,
}

/// The kinds of relations between actors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RelationKind {
    /// Pledged to, or the local branch of, the other.
    AffiliateOf,
    /// One of the members of an alliance.
    MemberOf,
    /// An organic part: an army of a state, a wing of a party.
    PartOf,
    /// Broke away from the other.
    SplitFrom,
    /// Ceased to be and went into the other.
    MergedInto,
    /// Goes on as the other under a new name.
    RenamedTo,
    /// Receives arms, money or cover from the other.
    SupportedBy,
    /// An alliance without a common roof.
    AllyOf,
}

impl RelationKind {
    /// The word for it in a file of the registry.
    pub fn as_str(self) -> &'static str {
        match self {
            RelationKind::AffiliateOf => "affiliate-of",
            RelationKind::MemberOf => "member-of",
            RelationKind::PartOf => "part-of",
            RelationKind::SplitFrom => "split-from",
            RelationKind::MergedInto => "merged-into",
            RelationKind::RenamedTo => "renamed-to",
            RelationKind::SupportedBy => "supported-by",
            RelationKind::AllyOf => "ally-of",
        }
    }

    /// Says whether the other actor carries on what this one was.
    pub fn leads_to_successor(self) -> bool {
        matches!(self, RelationKind::MergedInto | RelationKind::RenamedTo)
    }
}
