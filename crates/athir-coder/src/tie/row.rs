//! Allies and rivals that stand in a row with those whose they are: "the army and its ally, the Guard", "the army and
//! allied rebels".

use athir_model::{TieKind, TieState};
use athir_nlp::{Dep, Token};

use super::Found;
use super::standing::{named_at, push, relation_kind, who_named};
use crate::mention::Identity;
use crate::reading::Reading;

/// Reads every row with a word for an ally or a rival.
pub(super) fn find_rows(reading: &Reading<'_, '_>, ties: &mut Vec<Found>) {
    for word in reading.doc.tokens().filter(|t| !reading.is_named(t.index())) {
        let Some((first, others, kind)) = owned(reading, word).or_else(|| allied(reading, word)) else {
            continue;
        };
        let span = first.left_edge()..word.right_edge().max(word.head().index()) + 1;
        let mut found = Vec::new();
        for a in named_at(reading, first) {
            for b in others.iter().filter(|b| b.name != a.name) {
                let why = "an ally or rival in a row with whose it is";
                push(reading, &mut found, &a, b, kind, TieState::Current, span.clone(), why);
            }
        }
        ties.extend(found.into_iter().map(|tie| Found { tie, at: word.index() }));
    }
}

/// "its ally, the Guard", "its rivals of the Guard", "its Norwegian ally" behind the one whose it is.
fn owned<'d>(reading: &Reading<'d, '_>, noun: Token<'d>) -> Option<(Token<'d>, Vec<Identity>, TieKind)> {
    let kind = relation_kind(reading, noun).filter(|kind| kind.is_symmetric())?;
    let has_owner = noun.children().any(|t| t.dep() == Dep::Poss && t.tag() == "PRP$");
    let first = Some(noun.head()).filter(|_| has_owner && noun.dep() == Dep::Conj)?;
    let mut others = Vec::new();
    // The parse hangs the apposition on either word of the row.
    for child in noun.children().chain(first.children().filter(|t| t.index() > noun.index())) {
        match child.dep() {
            Dep::Appos => others.extend(named_at(reading, child)),
            Dep::Prep if child.head() == noun && child.text() == "of" => {
                let objects = child.children().filter(|t| t.dep() == Dep::Pobj);
                others.extend(objects.flat_map(|t| named_at(reading, t)));
            }
            Dep::Amod if child.head() == noun => others.extend(who_named(reading, child)),
            _ => {}
        }
    }
    (!others.is_empty()).then_some((first, others, kind))
}

/// "the army and allied rebels".
fn allied<'d>(reading: &Reading<'d, '_>, word: Token<'d>) -> Option<(Token<'d>, Vec<Identity>, TieKind)> {
    let noun = word.head();
    let is_so = word.text().eq_ignore_ascii_case("allied")
        && matches!(word.dep(), Dep::Amod | Dep::Compound)
        && word.children().next().is_none()
        && noun.dep() == Dep::Conj;
    is_so.then(|| (noun.head(), named_at(reading, noun), TieKind::Ally))
}
