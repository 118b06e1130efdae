//! The history of a group tells of its deeds without naming it at each of them: "The bloodiest attack took place on
//! 19 June 1987 …".

use athir_model::{Basis, EventKind, Modality};
use athir_nlp::{Dep, Token};

use crate::draft::Draft;
use crate::happening::same_party;
use crate::kind::Kind;
use crate::party::PartyDraft;
use crate::reading::Reading;
use crate::side::Side;

/// How many sentences a text has at the most before the one that says what it is about: a title and a line under it.
const OPENING: usize = 3;

/// Gives the deeds of a group's history to the group, where the text names nobody and nothing was done to the group.
pub(super) fn fill_by_topic(reading: &Reading<'_, '_>, events: &mut [Draft]) {
    let Some(group) = topic(reading) else { return };
    let side = Side::new(group, Basis::Implied, "initiator: the text tells the group's history");
    for event in events.iter_mut() {
        let suffered = event.recipients.iter().any(|r| r.party.kind == Kind::Armed || same_party(r, &side));
        let is_deed = matches!(
            event.kind,
            EventKind::Attack
                | EventKind::Bombing
                | EventKind::SuicideAttack
                | EventKind::Assassination
                | EventKind::ViolenceAgainstCivilians
                | EventKind::Abduction
        );
        if is_deed && event.modality == Modality::Reported && event.initiators.is_empty() && !suffered {
            event.initiators.push(side.clone());
        }
    }
}

/// "ETA was an armed separatist organisation", "The insurgency of X against Y lasted from …": the group that a text is about.
fn topic(reading: &Reading<'_, '_>) -> Option<PartyDraft> {
    let lexicon = reading.know.lexicon;
    let is_group = |t: Token<'_>| lexicon.token_in("group_nouns", t) || lexicon.token_in("topic_nouns", t);
    let what_it_is = |verb: Token<'_>| {
        verb.lemma() == "be" && verb.children().any(|t| t.dep() == Dep::Attr && is_group(t))
    };
    let of_group = |noun: Token<'_>| -> Option<PartyDraft> {
        let of = noun.children().filter(|t| t.dep() == Dep::Prep && matches!(t.text(), "of" | "by"));
        of.flat_map(|t| t.children()).flat_map(|t| reading.parties(t.index())).find(is_named_band)
    };
    let opening = reading.doc.tokens().take_while(|t| t.sentence().index() < OPENING);
    opening.filter(|t| t.is_root() || what_it_is(*t)).find_map(|verb| {
        let subject = verb.children().find(|t| t.dep() == Dep::Nsubj)?;
        if what_it_is(verb) {
            return reading.parties(subject.index()).into_iter().find(is_named_band);
        }
        lexicon.token_in("campaign_nouns", subject).then(|| of_group(subject)).flatten()
    })
}

fn is_named_band(party: &PartyDraft) -> bool {
    party.kind == Kind::Armed && party.who.actor.is_some()
}
