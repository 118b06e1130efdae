//! The sides of an event: which parties the arguments of a trigger, its deed's claim or blame, and its losses name.

mod backer;
mod blame;
mod broker;
mod harmed;
mod kin;
mod person;
mod struck;

use athir_model::{Basis, Direction, EventKind, Family, Harm};
use athir_nlp::{Dep, Token};

pub(crate) use self::backer::add_backers;
pub(crate) use self::blame::suspects;
use self::blame::{
    accused_of, basis_by_voice, blamed_beside, is_own_work, responsible, told_by_who_did, told_of_itself,
    uninvolved,
};
use self::broker::drop_brokers;
pub(crate) use self::broker::is_brokered;
pub(crate) use self::harmed::add_victims;
pub(crate) use self::kin::are_of_one_land;
pub(crate) use self::person::by_own_word;
use self::person::{
    as_person, is_done_to_people, is_done_to_persons, is_place_as_person, is_struck_as_place,
};
pub(crate) use self::struck::{addressed, bidden, threatened};
use self::struck::{
    aimed_at, besieged, came_under, invaded, protested_against, repelled_by, those_in_protest,
};
use crate::clause::is_verbal;
use crate::draft::Draft;
use crate::frame::{Frame, RoleSlot};
use crate::graph::{Arg, Slot, slot_is};
use crate::kind::{Kind, kind_of_generic};
use crate::mention::Identity;
use crate::named::{PERSON_BY_NAME, STANDS_FOR_STATE};
use crate::party::PartyDraft;
use crate::reading::Reading;
use crate::trigger::Found;
use crate::voice::Voice;

/// One side's party in a draft.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    pub(crate) party: PartyDraft,
    pub(crate) basis: Basis,
    pub(crate) why: String,
}

impl Side {
    /// A party on a side, with the words that say why it stands there before those that say who it is.
    pub(crate) fn new(party: PartyDraft, basis: Basis, why: &str) -> Side {
        Side { why: format!("{why}; {}", party.why), party, basis }
    }
}

/// Finds who did it and to whom: by the frame's slots, then by whose word or responsibility it is.
pub(crate) fn both_sides(
    reading: &Reading<'_, '_>,
    frame: &Frame,
    found: &Found<'_>,
    voices: &[Voice],
) -> (Vec<Side>, Vec<Side>) {
    let token = reading.doc.token(found.head);
    let (mut initiators, mut recipients) = by_slots(reading, frame, found);
    drop_no_parties(reading, frame, &mut initiators, &mut recipients);
    // "The prosecutor said that an inquiry had been opened": who tells of it leads it.
    let is_inquiry = frame.name == "accusation.inquiry-opened";
    if (frame.kind.family() == Family::Dynamics && !is_verbal(token) || is_inquiry) && initiators.is_empty() {
        initiators = voices.first().map(|voice| told_of_itself(reading, voice)).unwrap_or_default();
    }
    if frame.kind.direction() == Direction::Mutual {
        if recipients.is_empty() && initiators.len() > 1 {
            recipients = initiators.split_off(1);
        } else if initiators.is_empty() && recipients.len() > 1 {
            initiators.push(recipients.remove(0));
        }
    }
    let is_directed_fighting =
        frame.kind.direction() == Direction::Directed && frame.kind.family() == Family::Fighting;
    if recipients.is_empty() && is_directed_fighting {
        recipients = aimed_at(reading, token, &initiators);
    }
    if matches!(frame.kind.family(), Family::Fighting | Family::Territory) {
        add_backers(reading, &found.args, &mut initiators, &recipients);
    }
    if recipients.is_empty() && frame.kind == EventKind::Protest {
        recipients = protested_against(reading, token);
    }
    if recipients.is_empty() && frame.kind.family() == Family::Fighting {
        recipients = repelled_by(reading, token, &initiators);
    }
    if recipients.is_empty() && frame.kind.family() == Family::Fighting {
        recipients = came_under(reading, token, &initiators);
    }
    initiators = answerable(reading, frame, found, voices, initiators, &recipients);
    if recipients.is_empty() && frame.kind == EventKind::Capture {
        recipients = invaded(reading, token, &found.args, &initiators);
    }
    if recipients.is_empty() && frame.kind == EventKind::Siege {
        recipients = besieged(reading, token);
    }
    if recipients.is_empty() {
        recipients = part_row(frame, token, &mut initiators);
    }
    if frame.kind == EventKind::Crackdown && !recipients.iter().any(|s| s.party.kind == Kind::Protester) {
        recipients.extend(those_in_protest(reading, &found.args));
    }
    (initiators, recipients)
}

/// Who did it and to whom by the slots of the frame, each under the name that fits what was done.
fn by_slots(reading: &Reading<'_, '_>, frame: &Frame, found: &Found<'_>) -> (Vec<Side>, Vec<Side>) {
    let mut initiators = sides(reading, &found.args, &frame.initiator, "initiator");
    let mut recipients = sides(reading, &found.args, &frame.recipient, "recipient");
    if matches!(frame.kind, EventKind::Agreement | EventKind::Ceasefire) {
        drop_brokers(reading, &mut initiators);
    }
    if is_done_to_persons(frame) {
        for side in &mut recipients {
            as_person(reading, side);
        }
    }
    if recipients.is_empty() && is_done_to_people(frame.kind) && !is_verbal(reading.doc.token(found.head)) {
        // "his release", "the hostages' killing": whose it is, it is done to.
        let owners = Reading::fillers(&found.args, "poss");
        let owned = |s: &mut Side| {
            !s.party.kind.is_political()
                && owners.iter().any(|o| s.party.tokens.contains(o) || s.party.tokens.end == o + 1)
        };
        recipients = initiators.extract_if(.., owned).collect();
    }
    if matches!(frame.kind.family(), Family::Fighting | Family::Harm) {
        for side in &mut initiators {
            by_own_word(reading, side);
        }
    }
    (initiators, recipients)
}

/// "Kalema strikes": a name that nobody knows before the word for the deed is where it was, whatever the parse takes it for.
fn is_place_of_deed(reading: &Reading<'_, '_>, side: &Side) -> bool {
    let name = reading.doc.token(side.party.tokens.end - 1);
    side.party.why == PERSON_BY_NAME
        && matches!(name.dep(), Dep::Compound | Dep::Nmod | Dep::Amod)
        && reading.know.frames.nouns.contains_key(name.head().lemma())
}

/// Drops from the sides whoever stands in a slot and is no party of the deed.
fn drop_no_parties(
    reading: &Reading<'_, '_>,
    frame: &Frame,
    initiators: &mut Vec<Side>,
    recipients: &mut Vec<Side>,
) {
    if frame.kind == EventKind::Displacement {
        // "fled their homes": nobody is driven out by his own house.
        initiators.retain(|s| s.party.kind.is_political());
    }
    if frame.kind.family() == Family::Fighting {
        initiators.retain(|s| !is_place_of_deed(reading, s));
    }
    recipients.retain(|r| !initiators.iter().any(|i| i.party.who == r.party.who));
    if frame.kind.family() == Family::Fighting {
        // "The army shelled Douma, Syria": where it lies.
        let is_land = |r: &Side| r.party.why == STANDS_FOR_STATE;
        let own = |r: &Side| initiators.iter().any(|i| are_of_one_land(reading, &i.party, &r.party));
        recipients.retain(|r| !(is_land(r) && own(r)));
    }
    if is_struck_as_place(frame.kind) {
        recipients.retain(|r| !is_place_as_person(reading, r));
    }
    // "blew himself up": on nobody else.
    let is_reflexive = |r: &Side| {
        let word = reading.doc.token(r.party.tokens.end - 1).text();
        matches!(word, "himself" | "herself" | "themselves" | "itself")
    };
    recipients.retain(|r| !is_reflexive(r));
    if frame.kind.family() != Family::Words {
        // Who only speaks or watches takes no side.
        initiators.retain(|s| s.party.kind != Kind::Media);
    }
}

/// Who did it by whose word or responsibility it is, with how sure that is.
fn answerable(
    reading: &Reading<'_, '_>,
    frame: &Frame,
    found: &Found<'_>,
    voices: &[Voice],
    mut initiators: Vec<Side>,
    recipients: &[Side],
) -> Vec<Side> {
    let token = reading.doc.token(found.head);
    let is_violent = matches!(frame.kind.family(), Family::Fighting | Family::Harm);
    if token.dep() == Dep::Dobj && reading.know.lexicon.token_in("claim_verbs", token.head()) {
        // "X claimed the attack"
        let claimers = subjects_of(reading, token.head());
        for side in initiators.iter_mut().filter(|s| claimers.iter().any(|p| p.who == s.party.who)) {
            side.basis = Basis::Claimed;
        }
    }
    for voice in voices {
        basis_by_voice(reading, voice, &mut initiators);
    }
    let uninvolved = uninvolved(reading, token);
    initiators.retain(|side| uninvolved.iter().all(|party| party.who != side.party.who));
    let accused = accused_of(reading, token);
    if !accused.is_empty() && is_violent {
        initiators = accused;
    }
    if initiators.is_empty() && !is_verbal(token) {
        initiators = responsible(reading, token);
    }
    if initiators.is_empty() && is_violent {
        initiators = blamed_beside(reading, token);
        initiators.retain(|i| !recipients.iter().any(|r| r.party.who == i.party.who));
    }
    if initiators.is_empty() && is_own_work(frame.kind, token) {
        initiators =
            voices.first().map(|voice| told_by_who_did(reading, voice, recipients)).unwrap_or_default();
    }
    initiators
}

/// Takes from the subjects that "and" joins those to whom the others do it.
fn part_row(frame: &Frame, token: Token<'_>, row: &mut Vec<Side>) -> Vec<Side> {
    // "X and Y traded accusations": each accuses the other.
    if frame.kind.family() == Family::Words
        && row.len() == 2
        && matches!(token.lemma(), "trade" | "exchange" | "swap")
    {
        return row.split_off(1);
    }
    // "police and protesters clashed": who cracks down, and on whom.
    let is_protester = |s: &Side| s.party.kind == Kind::Protester;
    if frame.kind == EventKind::Crackdown && row.len() > 1 && !row.iter().all(is_protester) {
        return row.extract_if(.., |s| is_protester(s)).collect();
    }
    Vec::new()
}

/// The parties that are the subject of a verb.
pub(crate) fn subjects_of<'d>(reading: &Reading<'d, '_>, verb: Token<'d>) -> Vec<PartyDraft> {
    let subjects = Reading::fillers(&reading.graph.args(verb), "subj");
    subjects.iter().flat_map(|&subject| reading.parties(subject)).collect()
}

/// The sides that a role list names: the first slot that holds a party, and those marked as additional.
pub(crate) fn sides(
    reading: &Reading<'_, '_>,
    args: &[Arg<'_>],
    slots: &[RoleSlot],
    role: &str,
) -> Vec<Side> {
    let mut sides: Vec<Side> = Vec::new();
    for RoleSlot { slot, also } in slots {
        if !sides.is_empty() && !also {
            continue;
        }
        for arg in args.iter().filter(|a| slot_is(a.slot, slot)) {
            if arg.slot == Slot::Mod && is_no_side(reading, arg.head, role) {
                continue;
            }
            // What a noun modifies says little unless a name or a word for a party stands there.
            for party in reading.parties(arg.head) {
                if party.kind == Kind::Unknown && party.who.actor.is_none() && party.why.is_empty() {
                    continue;
                }
                if reading.is_means(&party) {
                    continue;
                }
                if sides.iter().any(|s| s.party.who == party.who) || is_organ_of(reading, &party, &sides) {
                    continue;
                }
                let shared = if arg.direct { "" } else { ", shared or governed" };
                let why = format!("{role}: {}{shared} ({slot})", slot_words(arg.slot));
                sides.push(Side::new(party, Basis::Stated, &why));
            }
        }
    }
    sides
}

/// Whether a word before the noun of a deed names no side of it in this role.
fn is_no_side(reading: &Reading<'_, '_>, head: usize, role: &str) -> bool {
    let lexicon = reading.know.lexicon;
    // "two dead in Norway raid": a title says where.
    let after_in =
        || head.checked_sub(1).is_some_and(|i| reading.doc.token(i).text().eq_ignore_ascii_case("in"));
    let is_place = reading.toponyms.at(head).is_some_and(|toponym| !toponym.adjective) && after_in();
    // "the embassy bombings": what stands before the deed was struck.
    let word = reading.doc.token(head);
    let is_struck = (lexicon.token_in("spot_nouns", word) || word.lemma() == "convoy")
        && !matches!(word.lemma(), "parliament" | "palace");
    // "a terrorist attack": what somebody calls it, and not who did it (codebook §3); "military strikes" may be any army's.
    let is_label = lexicon.has("deed_epithets", word.lemma())
        || word.text().eq_ignore_ascii_case("military") && word.children().next().is_none();
    is_place || role == "initiator" && (is_struck || is_label)
}

/// "Russia's Space Forces": the state is named before its organ, which the registry does not know.
fn is_organ_of(reading: &Reading<'_, '_>, party: &PartyDraft, sides: &[Side]) -> bool {
    let head = reading.doc.token(party.tokens.end - 1);
    let owner = head.children().find(|t| t.dep() == Dep::Poss);
    let states =
        |at: usize| sides.iter().any(|s| s.party.kind == Kind::State && s.party.tokens.contains(&at));
    party.who.actor.is_none() && party.who.code.is_none() && owner.is_some_and(|t| states(t.index()))
}

fn slot_words(slot: Slot<'_>) -> String {
    match slot {
        Slot::Subj => "logical subject".to_owned(),
        Slot::Obj => "logical object".to_owned(),
        Slot::Dative => "indirect object".to_owned(),
        Slot::Comp => "complement".to_owned(),
        Slot::Poss => "possessor".to_owned(),
        Slot::Mod => "modifier".to_owned(),
        Slot::Head => "what the adjective says".to_owned(),
        Slot::Prep(word) => format!("after {word:?}"),
    }
}

/// Fills the side that the kind of event names by itself: who protests is a protester, and the thousands who are
/// displaced or leave a town under siege are civilians where no other word says who they are.
pub(crate) fn told_by_kind(reading: &Reading<'_, '_>, event: &mut Draft) {
    let (side, word, tokens) = match event.kind {
        EventKind::Protest => (&mut event.initiators, "protester", Some(event.head..event.head + 1)),
        EventKind::Displacement => {
            let told = event.counted.iter().find(|c| c.harm == Harm::Displaced && c.count.high != Some(0));
            (&mut event.recipients, "civilian", told.map(|c| c.tokens.clone()))
        }
        _ => return,
    };
    let (Some(tokens), Some(generic)) = (tokens, reading.know.registry.generic(word)) else { return };
    if !side.is_empty() {
        return;
    }
    let why = "the kind of event says who they are";
    side.push(Side {
        party: PartyDraft {
            who: Identity { name: generic.name.clone(), code: None, actor: None },
            kind: kind_of_generic(generic),
            tokens,
            victims: generic.victims,
            anonymous: false,
            why: why.to_owned(),
        },
        basis: Basis::Implied,
        why: why.to_owned(),
    });
}
