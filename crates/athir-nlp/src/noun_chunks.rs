//! Base noun phrases.

use std::ops::Range;

use crate::doc::{Doc, Token};
use crate::labels::{Dep, Pos};

/// Finds nouns that fill a role of their own, or are coordinated to one that does, with what stands before
/// them; a noun inside the phrase of an earlier one gives none.
pub(crate) fn noun_chunks(doc: &Doc) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut previous: Option<usize> = None;
    doc.tokens().filter_map(move |token| {
        let is_noun = matches!(token.pos(), Pos::Noun | Pos::Propn | Pos::Pron);
        let is_nested = previous.is_some_and(|previous| token.left_edge() <= previous);
        if !is_noun || is_nested || !fills_a_role(first_conjunct(token)) {
            return None;
        }
        previous = Some(token.index());
        Some(token.left_edge()..token.index() + 1)
    })
}

/// The noun that a conjunct is coordinated to, through a chain of conjuncts to its left.
fn first_conjunct(token: Token<'_>) -> Token<'_> {
    if token.dep() != Dep::Conj {
        return token;
    }
    let mut head = token.head();
    while head.dep() == Dep::Conj && head.head().index() < head.index() {
        head = head.head();
    }
    head
}

fn fills_a_role(token: Token<'_>) -> bool {
    matches!(
        token.dep(),
        Dep::Oprd
            | Dep::Nsubj
            | Dep::Dobj
            | Dep::Nsubjpass
            | Dep::Pcomp
            | Dep::Pobj
            | Dep::Dative
            | Dep::Appos
            | Dep::Attr
            | Dep::Root
    )
}
