//! Who answers for a deed by what other sentences say.
//!
//! Some say only that somebody did it: "Al Shabaab said it was behind it", "the group took credit", "the army blamed X",
//! "it had been carried out by one of its gunships". Others condemn a deed, and so accuse whoever the report says made it.

use athir_model::{Basis, Direction, EventKind, Family, Modality};
use athir_nlp::{Dep, Pos, Token};

use crate::clause::{is_passive, is_verbal};
use crate::coref::sentences_between;
use crate::draft::Draft;
use crate::happening::same_party;
use crate::kind::Kind;
use crate::modality::is_negated;
use crate::party::PartyDraft;
use crate::reading::Reading;
use crate::side::{Side, are_of_one_land, subjects_of};
use crate::voice::is_saying;

/// How many sentences back the deed is told that somebody claims.
const CLAIMED_WITHIN: usize = 3;

/// Gives the deeds that nobody is named for those who claim them or are blamed for them in the next sentences.
pub(crate) fn name_claimants(reading: &Reading<'_, '_>, events: &mut [Draft]) {
    for verb in reading.doc.tokens().filter(|t| is_verbal(*t) && !is_negated(*t)) {
        let mut sides = claimants(reading, verb);
        if sides.is_empty() {
            sides = blamed(reading, verb);
        }
        if sides.is_empty() {
            continue;
        }
        let Some(event) = deed_before(reading, events, verb) else { continue };
        sides.retain(|s| event.recipients.iter().all(|r| r.party.who != s.party.who));
        if !sides.is_empty() {
            event.initiators = sides;
        }
    }
}

/// The last deed told before a word that nobody is named for.
fn deed_before<'e>(
    reading: &Reading<'_, '_>,
    events: &'e mut [Draft],
    verb: Token<'_>,
) -> Option<&'e mut Draft> {
    let last_word = |e: &Draft| {
        let ends = e.evidence.iter().map(|range| range.end - 1);
        ends.filter(|&end| end < verb.index()).max().filter(|_| e.head < verb.index())
    };
    let nobody = |e: &Draft| {
        e.initiators
            .iter()
            .all(|s| s.party.kind == Kind::Armed && s.party.who.actor.is_none() && s.party.who.code.is_none())
    };
    let near = |at: usize| sentences_between(reading.doc, at, verb.index()) <= CLAIMED_WITHIN;
    let fits = |e: &Draft| is_single_deed(e.kind) && e.modality == Modality::Reported && nobody(e);
    let told = |e: &Draft| last_word(e).filter(|&at| fits(e) && near(at));
    let latest = events.iter().enumerate().filter_map(|(n, e)| Some((told(e)?, n))).max()?.1;
    Some(&mut events[latest])
}

/// Whether somebody can claim to have done it.
fn is_single_deed(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Attack
            | EventKind::Shelling
            | EventKind::AirStrike
            | EventKind::Bombing
            | EventKind::SuicideAttack
            | EventKind::ViolenceAgainstCivilians
            | EventKind::Assassination
            | EventKind::Abduction
            | EventKind::Execution
    )
}

/// "X claimed responsibility", "X took credit", "X said it was behind it".
fn claimants(reading: &Reading<'_, '_>, verb: Token<'_>) -> Vec<Side> {
    let takes = matches!(verb.lemma(), "claim" | "take" | "accept" | "assume" | "admit" | "acknowledge")
        && verb.children().any(|t| {
            t.dep() == Dep::Dobj
                && matches!(t.lemma(), "responsibility" | "credit")
                && !is_for_another(reading, t)
        });
    let says = || is_saying(verb, reading.know.lexicon) && verb.children().any(|t| is_own_deed(reading, t));
    if !takes && !says() {
        return Vec::new();
    }
    let named = |p: &PartyDraft| p.kind == Kind::Armed && (p.who.actor.is_some() || p.who.code.is_some());
    let claimants = subjects_of(reading, verb).into_iter().filter(named);
    claimants.map(|p| Side::new(p, Basis::Claimed, "initiator: claims what was told before")).collect()
}

/// "responsibility for the raid of Monday", where the deed stands beside the word.
fn is_for_another(reading: &Reading<'_, '_>, word: Token<'_>) -> bool {
    let of =
        word.children().chain(word.head().children()).filter(|t| t.dep() == Dep::Prep && t.text() == "for");
    of.flat_map(|t| t.children())
        .any(|t| t.pos() != Pos::Pron && !reading.know.lexicon.token_in("definite_event_nouns", t))
}

/// "(said) it was behind it", "(said) five of its men were responsible", of what the speaker did himself.
fn is_own_deed(reading: &Reading<'_, '_>, clause: Token<'_>) -> bool {
    let behind = |t: Token<'_>| {
        let is_deed =
            |t: Token<'_>| t.pos() == Pos::Pron || reading.know.lexicon.token_in("definite_event_nouns", t);
        t.dep() == Dep::Prep && t.text() == "behind" && t.children().any(is_deed)
    };
    let responsible = |t: Token<'_>| {
        t.dep() == Dep::Acomp
            && t.lemma() == "responsible"
            && t.children().all(|c| c.text() != "for" || c.children().any(|o| o.pos() == Pos::Pron))
    };
    let own = |t: Token<'_>| {
        t.dep() == Dep::Nsubj
            && (t.left_edge()..=t.right_edge()).any(|at| {
                matches!(reading.doc.token(at).text(), "it" | "its" | "they" | "their" | "he" | "his")
            })
    };
    clause.dep() == Dep::Ccomp
        && clause.lemma() == "be"
        && clause.children().any(own)
        && clause.children().any(|t| behind(t) || responsible(t))
}

/// "The army blamed X", without a word of what else X may have done.
fn blamed(reading: &Reading<'_, '_>, verb: Token<'_>) -> Vec<Side> {
    let alone =
        |t: Token<'_>| t.dep() != Dep::Prep || !matches!(t.text(), "for" | "of" | "on" | "in" | "over");
    if !matches!(verb.lemma(), "blame" | "accuse")
        || is_passive(verb)
        || !verb.children().all(alone)
        || verb.children().any(|t| matches!(t.dep(), Dep::Xcomp | Dep::Ccomp))
    {
        return Vec::new();
    }
    let object = verb.children().find(|t| t.dep() == Dep::Dobj && t.children().all(&alone));
    let parties = object.map(|t| reading.parties(t.index())).unwrap_or_default();
    let bears_arms = parties.into_iter().filter(|p| p.kind.is_armed());
    bears_arms.map(|p| Side::new(p, Basis::Blamed, "initiator: is blamed in the next sentences")).collect()
}

/// "condemned the attack": it accuses those who did it, where the text tells who they are.
pub(crate) fn accuse_doers(events: &mut [Draft], merged: &[(Draft, usize)]) {
    let is_deed = |d: &Draft| {
        matches!(d.kind.family(), Family::Fighting | Family::Harm | Family::Coercion | Family::Civil)
    };
    for n in 0..events.len() {
        let accusation = &events[n];
        if !accuses_nobody(accusation) {
            continue;
        }
        let is_its = |d: &Draft| is_deed(d) && d.tokens.iter().any(|t| accusation.args.contains(t));
        let retold = || merged.iter().find(|(d, _)| is_its(d)).map(|(_, earlier)| *earlier);
        let Some(deed) = events.iter().position(is_its).or_else(retold) else { continue };
        let accuses = |s: &&Side| {
            s.party.kind.is_political() && accusation.initiators.iter().all(|own| !same_party(own, s))
        };
        let why = "recipient: did the deed that is condemned";
        let accused: Vec<Side> = events[deed]
            .initiators
            .iter()
            .filter(accuses)
            .map(|s| Side::new(s.party.clone(), Basis::Stated, why))
            .collect();
        events[n].recipients = accused;
    }
}

/// How many sentences words about a deed may stand behind it.
const JUDGED_WITHIN: usize = 8;

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
    let verb = reading.doc.token(event.head);
    if !accuses_nobody(event) || !reading.know.lexicon.token_in("condemn_verbs", verb) {
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

/// Whether words accuse, and do not say whom.
fn accuses_nobody(event: &Draft) -> bool {
    event.kind == EventKind::Accusation && event.recipients.is_empty()
}
