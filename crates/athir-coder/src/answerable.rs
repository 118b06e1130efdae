//! Who answers for a deed by what the sentences behind it say: who claims it without naming it again, and whose
//! deed it is that somebody condemns.

use athir_model::{Basis, Direction, EventKind, Family, Modality};
use athir_nlp::{Dep, Token};

use crate::coref::sentences_between;
use crate::draft::Draft;
use crate::happening::same_party;
use crate::reading::Reading;
use crate::side::{Side, are_of_one_land, subjects_of};

/// How many sentences a claim may stand behind the deed.
const CLAIMED_WITHIN: usize = 2;
/// How many sentences words about a deed may stand behind it.
const JUDGED_WITHIN: usize = 8;

/// "A bomb killed ten in the town. X claimed responsibility in a message": the deed told last is X's by its own word.
pub(crate) fn claimed_after(reading: &Reading<'_, '_>, events: &mut [Draft]) {
    for claim in reading.doc.tokens().filter(|t| is_bare_claim(*t)) {
        let claimants: Vec<Side> = subjects_of(reading, claim.head())
            .into_iter()
            .filter(|p| p.kind.is_armed())
            .map(|p| Side::new(p, Basis::Claimed, "initiator: claimed responsibility"))
            .collect();
        let deed = events.iter_mut().rev().find(|e| {
            e.head < claim.index()
                && is_harm(e)
                && sentences_between(reading.doc, e.head, claim.index()) <= CLAIMED_WITHIN
        });
        if let Some(deed) = deed.filter(|e| e.initiators.is_empty()) {
            deed.initiators = claimants;
        }
    }
}

/// "claimed responsibility", with no word of what for.
fn is_bare_claim(token: Token<'_>) -> bool {
    let verb = token.head();
    let says_for_what = |t: Token<'_>| t.dep() == Dep::Prep && matches!(t.text(), "for" | "of" | "over");
    token.lemma() == "responsibility"
        && token.dep() == Dep::Dobj
        && verb.lemma() == "claim"
        && !verb.children().any(|t| t.dep() == Dep::Neg)
        && !token.children().any(says_for_what)
        && !verb.children().any(says_for_what)
}

/// "The ministry condemned the attack": those who made it, where the report has told of one such deed whose makers it names.
pub(crate) fn condemned_makers(reading: &Reading<'_, '_>, events: &mut [Draft]) {
    for n in 0..events.len() {
        let Some(deed) = condemned_deed(reading, &events[n]) else { continue };
        let (head, said_by) = (events[n].head, &events[n].initiators);
        let mut told = events[..n].iter().filter(|e| {
            is_harm(e)
                && e.modality == Modality::Reported
                && sentences_between(reading.doc, e.head, head) <= JUDGED_WITHIN
                && same_sort(reading, e, deed)
        });
        let Some(first) = told.next() else { continue };
        let is_by_same = |e: &Draft| {
            e.initiators.len() == first.initiators.len()
                && e.initiators.iter().zip(&first.initiators).all(|(a, b)| same_party(a, b))
        };
        let by_itself = first.initiators.iter().any(|s| said_by.iter().any(|o| is_kin(reading, s, o)));
        if by_itself || !told.all(is_by_same) {
            continue;
        }
        let made = |s: &Side| Side {
            why: format!("recipient: made what is condemned; {}", s.why),
            basis: Basis::Stated,
            ..s.clone()
        };
        events[n].recipients = first.initiators.iter().map(made).collect();
    }
}

/// Whether two parties are of one country: a ministry does not condemn its own army.
fn is_kin(reading: &Reading<'_, '_>, a: &Side, b: &Side) -> bool {
    same_party(a, b) || are_of_one_land(reading, &a.party, &b.party)
}

/// What somebody condemns, where the words do not say whose it is.
fn condemned_deed<'d>(reading: &Reading<'d, '_>, event: &Draft) -> Option<Token<'d>> {
    if event.kind != EventKind::Accusation || !event.recipients.is_empty() {
        return None;
    }
    let verb = reading.doc.token(event.head);
    if !reading.know.lexicon.token_in("condemn_verbs", verb) {
        return None;
    }
    let deed = verb.children().find(|t| t.dep() == Dep::Dobj)?;
    let is_told = deed
        .children()
        .any(|t| t.dep() == Dep::Det && matches!(t.text(), "the" | "this" | "these" | "those"));
    (is_told && reading.know.lexicon.token_in("condemned_nouns", deed)).then_some(deed)
}

/// Whether a word for a deed can mean an event: "strikes" are no bombing.
fn same_sort(reading: &Reading<'_, '_>, event: &Draft, deed: Token<'_>) -> bool {
    let frames = &reading.know.frames;
    let kinds = frames.nouns.get(deed.lemma());
    let of_kind =
        kinds.is_some_and(|triggers| triggers.iter().any(|t| frames.frames[t.frame].kind == event.kind));
    of_kind || reading.know.lexicon.token_in("any_deed_nouns", deed)
}

fn is_harm(event: &Draft) -> bool {
    matches!(event.kind.family(), Family::Fighting | Family::Harm)
        && event.kind.direction() == Direction::Directed
}
