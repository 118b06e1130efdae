//! Bodies and officers that are named with the body they belong to.

use athir_model::{Tie, TieKind, TieState};
use athir_nlp::{Dep, Token};

use super::Found;
use super::standing::push;
use crate::kind::Kind;
use crate::mention::{Form, Mention};
use crate::reading::Reading;

/// Reads every name with "of" and a force behind it.
pub(super) fn find_parts(reading: &Reading<'_, '_>, ties: &mut Vec<Found>) {
    for token in reading.doc.tokens().filter(|t| reading.is_named(t.index())) {
        let mut found = Vec::new();
        part_of(reading, token, &mut found);
        ties.extend(found.into_iter().map(|tie| Found { tie, at: token.index() }));
    }
}

/// "the Hill Brigade of the Northern Front", "Colonel X of the Guard": a body or an officer of the body named behind it.
fn part_of(reading: &Reading<'_, '_>, head: Token<'_>, ties: &mut Vec<Tie>) {
    let own = |m: &Mention| {
        let is_body = m.kind == Kind::Armed && m.who.first().is_some_and(|w| w.actor.is_none());
        m.form == Form::Name
            && m.who.len() == 1
            && (is_body || m.kind == Kind::Person && has_rank(reading, m))
    };
    let Some((_, part)) = reading.mentions.at(head.index()).find(|(_, m)| own(m)) else { return };
    let ofs =
        head.children().filter(|t| t.dep() == Dep::Prep && t.text() == "of" && t.index() == part.tokens.end);
    for object in ofs.flat_map(|of| of.children()).filter(|t| t.dep() == Dep::Pobj) {
        for (_, whole) in reading.mentions.at(object.index()) {
            let [body] = whole.who.as_slice() else { continue };
            let is_force = matches!(whole.kind, Kind::Armed | Kind::Military | Kind::Police);
            if whole.form == Form::Name && is_force && body.name != part.who[0].name {
                let span = part.tokens.start..whole.tokens.end.max(part.tokens.end);
                let why = "named as a part of it";
                push(reading, ties, &part.who[0], body, TieKind::MemberOf, TieState::Current, span, why);
            }
        }
    }
}

/// Whether a person is named with a rank.
fn has_rank(reading: &Reading<'_, '_>, person: &Mention) -> bool {
    let start = person.tokens.start;
    let mut around = person.tokens.clone().chain(start.checked_sub(1));
    around.any(|i| {
        let word = reading.doc.token(i).text().to_ascii_lowercase();
        matches!(
            word.as_str(),
            "colonel" | "general" | "major" | "captain" | "lieutenant" | "sergeant" | "commander"
        )
    })
}
