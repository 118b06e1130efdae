//! Who makes up a coalition: "the League, an alliance of X and Y", "an alliance that includes X, known as the League".

use athir_model::{Tie, TieBasis, TieKind, TieSays, TieState};
use athir_nlp::{Dep, Pos, Token};

use super::Found;
use super::standing::{tie_holders, who_at};
use super::words::Lists;
use crate::clause::is_verbal;
use crate::mention::Identity;
use crate::reading::Reading;

/// Reads the members of every coalition that is named.
pub(super) fn find_members(reading: &Reading<'_, '_>, lists: &Lists, ties: &mut Vec<Found>) {
    for noun in reading.doc.tokens() {
        let is_container =
            matches!(noun.pos(), Pos::Noun | Pos::Propn) && lists.container.contains(noun.lemma());
        let left_it = |t: Token<'_>| lists.splinter.contains(&t.lemma().to_lowercase());
        if !is_container || reading.is_named(noun.index()) || noun.lefts().any(left_it) {
            continue;
        }
        let wholes = names_of(reading, noun);
        let [whole] = wholes.as_slice() else { continue };
        for part in members_of(reading, noun, lists) {
            if part.name == whole.name || !part.name.contains(char::is_uppercase) {
                continue;
            }
            let clause = noun.left_edge()..noun.right_edge() + 1;
            let tie = Tie {
                a: part.name.clone(),
                a_actor: part.code.clone(),
                b: whole.name.clone(),
                b_actor: whole.code.clone(),
                kind: TieKind::MemberOf,
                state: TieState::Current,
                basis: TieBasis::Stated,
                says: TieSays::Holds,
                when: None,
                evidence: reading.quote(clause),
                why: "a noun for what has members".to_owned(),
            };
            ties.push(Found { tie, at: noun.index() });
        }
    }
}

/// What the coalition is called: beside it, before it, or after "known as".
fn names_of(reading: &Reading<'_, '_>, noun: Token<'_>) -> Vec<Identity> {
    let mut found = tie_holders(reading, noun);
    for child in noun.children() {
        match child.dep() {
            Dep::Compound | Dep::Nmod if reading.is_named(child.index()) => {
                found.extend(who_at(reading, child.index()));
            }
            Dep::Acl if matches!(child.lemma(), "know" | "call" | "name" | "dub") => {
                let inside = child.subtree().map(|i| reading.doc.token(i));
                let named = inside.filter(|t| matches!(t.dep(), Dep::Pobj | Dep::Oprd | Dep::Attr));
                found.extend(named.take(1).flat_map(|t| who_at(reading, t.index())));
            }
            _ => {}
        }
    }
    found.dedup_by(|a, b| a.name == b.name);
    found.truncate(1);
    found
}

/// Whom the words after it name as its parts.
fn members_of(reading: &Reading<'_, '_>, noun: Token<'_>, lists: &Lists) -> Vec<Identity> {
    let mut found = Vec::new();
    let take = |prep: Token<'_>, found: &mut Vec<Identity>| {
        for object in prep.children().filter(|t| t.dep() == Dep::Pobj) {
            found.extend(who_at(reading, object.index()));
            // "of factions including X and Y"
            for inner in object.children().filter(|t| t.dep() == Dep::Prep && t.text() == "including") {
                for part in inner.children().filter(|t| t.dep() == Dep::Pobj) {
                    found.extend(who_at(reading, part.index()));
                }
            }
        }
    };
    for child in noun.children() {
        match child.dep() {
            Dep::Prep if matches!(child.text(), "of" | "including" | "between") => take(child, &mut found),
            Dep::Acl | Dep::Relcl if is_verbal(child) && lists.comprise.contains(child.lemma()) => {
                let objects =
                    child.children().filter(|t| matches!(t.dep(), Dep::Dobj | Dep::Prep | Dep::Prt));
                for object in objects {
                    if object.dep() == Dep::Dobj {
                        found.extend(who_at(reading, object.index()));
                    } else if matches!(object.text(), "of" | "up") {
                        for prep in std::iter::once(object).chain(object.children()) {
                            for part in prep.children().filter(|t| t.dep() == Dep::Pobj) {
                                found.extend(who_at(reading, part.index()));
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    found
}
