//! What one given party does to another: the PLOVER type of a pair.
//!
//! Where the parties of a relation are known beforehand, no frame has to find them. The predicate that joins the two
//! in the dependency tree is looked up (`path`), and its meaning composed from words and operators (`compose`):
//! "suspend" takes away what its object gives, so that suspending aid is a sanction and suspending sanctions a
//! concession. Words, operators and how they combine are data (`data/relations.toml`, read by `words`); verbs
//! that it lacks are those of the CAMEO dictionary (`data/crosswalk/cameo.tsv`).

mod compose;
mod path;
mod words;

use std::fmt;
use std::ops::Range;

use athir_nlp::{Doc, Span};

pub use words::RelationWords;

use compose::Composer;
use path::{anchors, tokens_of};

/// A type of PLOVER's that a relation can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Plover {
    /// Agree to do something.
    Agree,
    /// Meet or talk.
    Consult,
    /// Diplomatic co-operation: praise, recognition, a signed deal.
    Support,
    /// Material co-operation.
    Cooperate,
    /// Help that is given.
    Aid,
    /// Concessions: release, withdrawal, easing.
    Yield,
    /// Ask or demand.
    Request,
    /// Disapprove, accuse, investigate.
    Accuse,
    /// Refuse.
    Reject,
    /// Threaten.
    Threaten,
    /// Protest.
    Protest,
    /// Reduce relations.
    Sanction,
    /// Show force without using it.
    Mobilize,
    /// Coerce short of killing.
    Coerce,
    /// Attack.
    Assault,
}

impl Plover {
    /// Every type, in the order of the four classes.
    pub const ALL: [Plover; 15] = [
        Plover::Agree,
        Plover::Consult,
        Plover::Support,
        Plover::Cooperate,
        Plover::Aid,
        Plover::Yield,
        Plover::Request,
        Plover::Accuse,
        Plover::Reject,
        Plover::Threaten,
        Plover::Protest,
        Plover::Sanction,
        Plover::Mobilize,
        Plover::Coerce,
        Plover::Assault,
    ];

    /// The type's name in capitals.
    pub const fn as_str(self) -> &'static str {
        match self {
            Plover::Agree => "AGREE",
            Plover::Consult => "CONSULT",
            Plover::Support => "SUPPORT",
            Plover::Cooperate => "COOPERATE",
            Plover::Aid => "AID",
            Plover::Yield => "YIELD",
            Plover::Request => "REQUEST",
            Plover::Accuse => "ACCUSE",
            Plover::Reject => "REJECT",
            Plover::Threaten => "THREATEN",
            Plover::Protest => "PROTEST",
            Plover::Sanction => "SANCTION",
            Plover::Mobilize => "MOBILIZE",
            Plover::Coerce => "COERCE",
            Plover::Assault => "ASSAULT",
        }
    }

    /// The type of a CAMEO code, by its root; bare statements (01) have none.
    pub fn of_cameo(code: &str) -> Option<Plover> {
        Some(match code.get(..2)? {
            "02" | "10" => Plover::Request,
            "03" => Plover::Agree,
            "04" => Plover::Consult,
            "05" => Plover::Support,
            "06" => Plover::Cooperate,
            "07" => Plover::Aid,
            "08" => Plover::Yield,
            "09" | "11" => Plover::Accuse,
            "12" => Plover::Reject,
            "13" => Plover::Threaten,
            "14" => Plover::Protest,
            "15" => Plover::Mobilize,
            "16" => Plover::Sanction,
            "17" => Plover::Coerce,
            "18" | "19" | "20" => Plover::Assault,
            _ => return None,
        })
    }

    /// The class: 1 verbal and 2 material co-operation, 3 verbal and 4 material conflict.
    pub const fn quad(self) -> u8 {
        match self {
            Plover::Agree | Plover::Consult | Plover::Support => 1,
            Plover::Cooperate | Plover::Aid | Plover::Yield => 2,
            Plover::Request | Plover::Accuse | Plover::Reject | Plover::Threaten => 3,
            _ => 4,
        }
    }
}

impl fmt::Display for Plover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What one party does to another, as the words that join them tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The type.
    pub plover: Plover,
    /// How it was read.
    pub why: String,
}

/// Tells the relation from the party at `source` to the party at `target`.
pub(crate) fn relate(doc: &Doc, words: &RelationWords, source: Span, target: Span) -> Option<Relation> {
    let (source, target) = (tokens_of(doc, source), tokens_of(doc, target));
    let composer = Composer::new(words, &source, &target);
    let within = |range: &Range<usize>, i: usize| range.contains(&i);
    for anchor in anchors(doc, &source, &target) {
        if within(&source, anchor.index()) || within(&target, anchor.index()) {
            continue;
        }
        if let Some(meaning) = composer.meaning(anchor)
            && let Some(plover) = words.plover(meaning.class)
        {
            let tokens: Vec<&str> = meaning.tokens.iter().map(|&i| doc.token(i).text()).collect();
            return Some(Relation { plover, why: tokens.join(" ") });
        }
    }
    None
}
