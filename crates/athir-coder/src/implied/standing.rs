//! The words of the models for how a mention stands to an event: its form, its class, and the way through the sentence.

use athir_nlp::{Dep, Token};

use crate::clause::clause_verb;
use crate::coref::sentences_between;
use crate::draft::Draft;
use crate::graph::Slot;
use crate::kind::Kind;
use crate::mention::{Form, Identity, Mention};
use crate::reading::Reading;

pub(super) fn few(n: usize) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        _ => "2",
    }
}

pub(super) fn rank_word(rank: usize) -> &'static str {
    match rank {
        0 => "1",
        1 => "2",
        2 => "3",
        3..=5 => "4",
        _ => "low",
    }
}

pub(super) fn family(event: &Draft) -> &'static str {
    event.kind.family().as_str()
}

pub(super) fn form(form: Form) -> &'static str {
    match form {
        Form::Name => "name",
        Form::Generic => "generic",
        Form::Description => "description",
        Form::Pronoun => "pronoun",
    }
}

/// A coarse class of parties, that tells those with a name from those without.
pub(super) fn class_of(kind: Kind, who: &Identity) -> &'static str {
    let known = who.actor.is_some() || who.code.is_some();
    match kind {
        Kind::State | Kind::Military | Kind::Police if known => "state",
        Kind::State | Kind::Military | Kind::Police => "forces",
        Kind::Armed if known => "group",
        Kind::Armed => "armed",
        Kind::Political | Kind::International => "political",
        Kind::Civilian | Kind::Protester => "civilians",
        Kind::Media | Kind::Aid => "workers",
        Kind::Person => "person",
        Kind::Unknown => "unknown",
    }
}

/// Where a mention stands as seen from the trigger.
pub(super) fn where_stands(reading: &Reading<'_, '_>, event: &Draft, m: &Mention) -> &'static str {
    let doc = reading.doc;
    let (t, h) = (doc.token(event.head), doc.token(m.head));
    let before = m.head < event.head;
    let (from, to) = (m.head.min(event.head), m.head.max(event.head));
    match sentences_between(doc, from, to) {
        0 => {
            let clause = |t: Token<'_>| clause_verb(t).map(|v| v.index());
            let near = from + 6 > to;
            match (clause(t) == clause(h), before, near) {
                (true, true, true) => "clause-before-near",
                (true, true, false) => "clause-before",
                (true, false, true) => "clause-after-near",
                (true, false, false) => "clause-after",
                (false, true, _) => "sentence-before",
                (false, false, _) => "sentence-after",
            }
        }
        1 if before => "1-before",
        2 if before => "2-before",
        3 if before => "3-before",
        1 => "1-after",
        _ => "far",
    }
}

/// How the path through the tree runs from the trigger to the mention.
pub(super) fn path(trigger: Token<'_>, head: Token<'_>) -> &'static str {
    if head.ancestors().take(12).any(|t| t == trigger) {
        return if head.head() == trigger { "child" } else { "below" };
    }
    if trigger.ancestors().take(12).any(|t| t == head) {
        return "above";
    }
    // What hangs on a governor of the trigger: the subject of "said", the object of "left".
    for (n, above) in trigger.ancestors().take(6).enumerate() {
        if head.head() == above {
            return match (n, head.dep()) {
                (0, Dep::Nsubj | Dep::Nsubjpass) => "subject-1",
                (1, Dep::Nsubj | Dep::Nsubjpass) => "subject-2",
                (_, Dep::Nsubj | Dep::Nsubjpass) => "subject-3",
                (0, Dep::Dobj) => "object-1",
                (_, Dep::Dobj) => "object-2",
                _ => "sister",
            };
        }
        if head.ancestors().take(4).any(|t| t == above) {
            return if n == 0 { "cousin-1" } else { "cousin-2" };
        }
    }
    "else"
}

/// The slot of the trigger in whose phrase the mention stands.
pub(super) fn slot_of<'d>(reading: &Reading<'d, '_>, trigger: Token<'d>, m: &Mention) -> Option<&'d str> {
    let head = reading.doc.token(m.head);
    let args = reading.graph.args(trigger);
    let arg = args.iter().find(|a| {
        a.head == m.head || head.ancestors().take(5).any(|t| t.index() == a.head && t != trigger)
    })?;
    Some(match arg.slot {
        Slot::Subj => "subj",
        Slot::Obj => "obj",
        Slot::Dative => "dative",
        Slot::Comp => "comp",
        Slot::Poss => "poss",
        Slot::Mod => "mod",
        Slot::Head => "head",
        Slot::Prep(word) => word,
    })
}

/// How the mention stands in its own clause.
pub(super) fn dep_of(head: Token<'_>) -> &'static str {
    let mut token = head;
    while token.dep() == Dep::Conj {
        token = token.head();
    }
    match token.dep() {
        Dep::Nsubj => "nsubj",
        Dep::Nsubjpass => "nsubjpass",
        Dep::Dobj => "dobj",
        Dep::Agent => "agent",
        Dep::Pobj => match token.head().text() {
            "by" => "by",
            "from" => "from",
            "with" => "with",
            "against" => "against",
            "of" => "of",
            "in" => "in",
            "on" => "on",
            "to" => "to",
            "between" => "between",
            "for" => "for",
            _ => "pobj",
        },
        Dep::Poss => "poss",
        Dep::Compound | Dep::Amod | Dep::Nmod => "mod",
        Dep::Appos => "appos",
        Dep::Root => "root",
        _ => "else",
    }
}

/// "the IS stronghold", "rebel-held areas": the mention tells whose a place is.
pub(super) fn holds(reading: &Reading<'_, '_>, head: Token<'_>) -> bool {
    let above = head.head();
    matches!(head.dep(), Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss | Dep::Npadvmod)
        && (["place_nouns", "part_nouns", "area_nouns", "spot_nouns"]
            .iter()
            .any(|l| reading.know.lexicon.token_in(l, above))
            || reading.know.lexicon.token_in("hold_verbs", above))
}
