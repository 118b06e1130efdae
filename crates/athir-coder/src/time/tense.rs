//! The tense of the clause that an expression of time stands in.

use athir_nlp::{Dep, Pos, Token};

use super::Reader;
use crate::clause::is_past_perfect;

/// Of what time a clause speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Present,
    Future,
}

impl Reader<'_> {
    /// Whether the clause around `at` speaks of the future: "will meet on Friday", "due to start on Monday".
    pub(super) fn is_future(&self, at: usize) -> bool {
        self.tense(at) == Some(Tense::Future)
    }

    /// The tense of the verb that governs the clause around `at`; `None` where no verb tells.
    pub(super) fn tense(&self, at: usize) -> Option<Tense> {
        let mut token = self.token(at)?;
        let mut meant = false;
        let mut is_limit = false;
        for _ in 0..12 {
            let lemma = token.lemma();
            let arranged =
                matches!(lemma, "schedule" | "slate") || meant && matches!(lemma, "plan" | "set" | "expect");
            if lemma == "due" || arranged && token.tag() == "VBN" {
                return Some(Tense::Future);
            }
            // "gave them until Friday", "extended the truce until Friday"
            if is_limit && matches!(lemma, "give" | "extend" | "prolong") {
                return Some(Tense::Future);
            }
            is_limit |= matches!(lemma, "until" | "till" | "by" | "before");
            meant = lemma == "for";
            if matches!(token.pos(), Pos::Verb | Pos::Aux)
                && let Some(tense) = tense_of(token, is_limit)
            {
                return Some(tense);
            }
            if token.is_root() {
                break;
            }
            token = token.head();
        }
        None
    }

    /// Whether the clause around `at` has a perfect tense: "has fought", "have been trying to cut the road".
    pub(super) fn is_perfect(&self, at: usize) -> bool {
        self.finite_verb(at).is_some_and(is_perfect_verb)
    }

    /// Whether the clause around `at` has a past perfect: "had fought".
    pub(super) fn is_past_perfect(&self, at: usize) -> bool {
        self.finite_verb(at).is_some_and(is_past_perfect)
    }

    /// The verb above `at` that is no infinitive.
    fn finite_verb(&self, at: usize) -> Option<Token<'_>> {
        let infinitive = |verb: &Token<'_>| verb.children().any(|child| child.tag() == "TO");
        let mut verbs =
            self.token(at)?.ancestors().take(8).filter(|verb| matches!(verb.pos(), Pos::Verb | Pos::Aux));
        verbs.find(|verb| !infinitive(verb))
    }
}

/// Whether a verb stands in a perfect tense, or as a participle that takes the place of one ("besieged for two years").
pub(super) fn is_perfect_verb(verb: Token<'_>) -> bool {
    verb.children().any(|child| child.dep() == Dep::Aux && child.lemma().eq_ignore_ascii_case("have"))
        || verb.tag() == "VBN" && !verb.is_root() && !verb.children().any(|child| child.dep() == Dep::Auxpass)
}

/// The tense of a verb; `None` where its governor has to tell. `is_limit`: the expression says until when.
fn tense_of(verb: Token<'_>, is_limit: bool) -> Option<Tense> {
    const COMING: [&str; 12] = [
        "due", "set", "expect", "plan", "schedule", "slate", "go", "intend", "vow", "agree", "pledge",
        "promise",
    ];
    // "ordered them to leave by Friday"
    const ASKING: [&str; 9] = ["order", "tell", "ask", "urge", "call", "warn", "want", "give", "demand"];
    let of_tag = |tag: &str| match tag {
        "VBD" => Some(Tense::Past),
        "VBZ" | "VBP" => Some(Tense::Present),
        _ => None,
    };
    let mut tense = of_tag(verb.tag());
    for child in verb.children().filter(|child| matches!(child.dep(), Dep::Aux | Dep::Auxpass)) {
        match child.tag() {
            "MD" if matches!(child.lemma(), "will" | "shall" | "would" | "'ll" | "wo" | "ll") => {
                return Some(Tense::Future);
            }
            // "must leave by Friday", and not "may have left on Friday".
            "MD" if matches!(child.lemma(), "must" | "should" | "may" | "might" | "can")
                && !verb.children().any(|t| t.dep() == Dep::Aux && t.lemma() == "have") =>
            {
                return Some(Tense::Future);
            }
            "MD" => return Some(Tense::Present),
            "TO" => {
                let above = verb.head().lemma();
                let lies_ahead = COMING.contains(&above) || is_limit && ASKING.contains(&above);
                return lies_ahead.then_some(Tense::Future);
            }
            // "has fallen" tells of the past.
            _ if child.lemma() == "have" => tense = Some(Tense::Past),
            tag => tense = tense.or(of_tag(tag)),
        }
    }
    tense
}
