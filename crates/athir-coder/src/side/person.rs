//! Who is meant by the words of a side: the person and not the office, the villager and not the civilian, or no person but
//! a place.

use athir_model::EventKind;
use athir_nlp::{Dep, Entity, Pos, Token};

use super::Side;
use crate::clause::is_verbal;
use crate::frame::Frame;
use crate::kind::Kind;
use crate::mention::Identity;
use crate::named::{PERSON_BY_NAME, stands_for_it};
use crate::reading::Reading;

/// Whether what is done strikes the person and not the office.
pub(super) fn is_done_to_persons(frame: &Frame) -> bool {
    matches!(
        frame.kind,
        EventKind::Arrest
            | EventKind::Abduction
            | EventKind::Assassination
            | EventKind::Execution
            | EventKind::Release
            | EventKind::LeadershipChange
    ) || matches!(
        frame.name.as_str(),
        "accusation.charged" | "accusation.on-trial" | "accusation.investigate"
    )
}

/// Whether a noun for such a deed has its victim as possessor: "their release".
pub(super) fn is_done_to_people(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Arrest
            | EventKind::Abduction
            | EventKind::Assassination
            | EventKind::Execution
            | EventKind::Release
            | EventKind::Torture
            | EventKind::ViolenceAgainstCivilians
    )
}

/// Whether a deed of the kind is done to ground more often than to somebody.
pub(super) fn is_struck_as_place(kind: EventKind) -> bool {
    matches!(kind, EventKind::Shelling | EventKind::AirStrike | EventKind::Siege | EventKind::Capture)
}

/// "shelled the villages of Maran and Qamiya", "fire on the Kashkul market": a name without title or office that is struck
/// is a place's, where the words do not say that it was killed.
pub(super) fn is_place_as_person(reading: &Reading<'_, '_>, side: &Side) -> bool {
    let lexicon = reading.know.lexicon;
    let head = reading.doc.token(side.party.tokens.end - 1);
    let deed = head.ancestors().take(6).find(|t| is_verbal(*t));
    let is_harmed = deed.is_some_and(|t| lexicon.has("man_harming_verbs", t.lemma()));
    let is_told = |t: Token<'_>| {
        t.children().any(|c| matches!(c.dep(), Dep::Appos | Dep::Relcl | Dep::Poss))
            || t.lefts().any(|c| c.dep() == Dep::Compound && !side.party.tokens.contains(&c.index()))
    };
    let first = reading.doc.token(side.party.tokens.start);
    side.party.kind == Kind::Person
        && side.party.why == PERSON_BY_NAME
        && !lexicon.is_honorific(first)
        && !matches!(first.text(), "Abu" | "Umm")
        && !is_harmed
        && !is_told(head)
}

/// Who attacks keeps the word that the text has: villagers who set on soldiers are no "civilians".
pub(crate) fn by_own_word(reading: &Reading<'_, '_>, side: &mut Side) {
    let who = &mut side.party.who;
    if who.name == "civilians" && who.actor.is_none() {
        let head = reading.doc.token(side.party.tokens.end - 1);
        if !matches!(head.pos(), Pos::Pron | Pos::Num) {
            who.name = head.text().to_lowercase();
        }
    }
}

/// An official who is killed, taken or charged is a party of his own (codebook §5), and so is whoever is named beside the
/// word for him: "the cleric Salim Haddad", "a 31-year-old man, Salim Haddad,".
pub(super) fn as_person(reading: &Reading<'_, '_>, side: &mut Side) {
    let tokens = side.party.tokens.clone();
    let within = || tokens.clone().find_map(|at| person_at(reading.doc.token(at)));
    let person = within().filter(|_| stands_for_it(&side.party.why));
    let nameless = || {
        let who = &side.party.who;
        who.actor.is_none() && who.code.is_none() || stands_for_it(&side.party.why)
    };
    let Some(person) =
        person.or_else(|| named_beside(reading.doc.token(tokens.end - 1)).filter(|_| nameless()))
    else {
        return;
    };
    side.party.who = Identity { name: person.text().to_owned(), code: None, actor: None };
    side.party.kind = Kind::Person;
}

fn person_at<'d>(token: Token<'d>) -> Option<Entity<'d>> {
    token.entity().filter(|e| e.label() == "PERSON")
}

/// The name of the one person whom a word for a person introduces.
fn named_beside<'d>(word: Token<'d>) -> Option<Entity<'d>> {
    if word.tag() != "NN" || person_at(word).is_some() {
        return None;
    }
    let beside =
        word.children().find(|t| t.dep() == Dep::Appos && t.index() > word.index()).and_then(person_at);
    let above = word.head();
    let introduces = matches!(word.dep(), Dep::Compound | Dep::Nmod) && above.index() > word.index();
    beside.or_else(|| person_at(above).filter(|e| introduces && e.range().contains(&(word.index() + 1))))
}
