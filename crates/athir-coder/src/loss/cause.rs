//! What the words for the cause of losses tell of the deed.

use std::ops::Range;

use athir_model::{Basis, Direction, EventKind};
use athir_nlp::{Dep, Token};

use crate::clause::is_verbal;
use crate::draft::Draft;
use crate::graph::Slot;
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::party::PartyDraft;
use crate::reading::Reading;
use crate::side::Side;
use crate::toll::Toll;

pub(super) fn is_other_cause(reading: &Reading<'_, '_>, cause: usize) -> bool {
    let token = reading.doc.token(cause);
    let lexicon = reading.know.lexicon;
    reading.parties(cause).iter().any(|p| p.kind.is_armed())
        || lexicon.is_aircraft(token)
        || lexicon.token_in("weapon_nouns", token)
}

/// What the words for the cause of losses tell of the deed.
pub(super) struct Cause {
    /// The kind of deed that the means tell, if they tell one.
    pub(super) kind: Option<EventKind>,
    pub(super) initiators: Vec<Side>,
    pub(super) weapons: Vec<Range<usize>>,
}

pub(super) fn cause_of(reading: &Reading<'_, '_>, toll: &Toll<'_>) -> Cause {
    let lexicon = reading.know.lexicon;
    let mut found = Cause { kind: None, initiators: Vec::new(), weapons: Vec::new() };
    for &cause in &toll.causes {
        let token = reading.doc.token(cause);
        found.kind = found.kind.or_else(|| kind_of_means(lexicon, token));
        if lexicon.token_in("weapon_nouns", token) || lexicon.token_in("aircraft_nouns", token) {
            found.weapons.push(token.left_edge()..cause + 1);
        }
        let does = toll.args.iter().any(|a| a.head == cause && a.slot == Slot::Subj);
        let doers = reading
            .parties(cause)
            .into_iter()
            .filter(|p| p.kind.is_armed() || p.kind == Kind::Person || does && p.kind == Kind::Civilian);
        // "killed by regime fire": whose the fire is.
        let modifiers = token.lefts().filter(|t| matches!(t.dep(), Dep::Compound | Dep::Amod | Dep::Poss));
        let whose = modifiers
            .flat_map(|t| reading.parties(t.index()))
            .filter(|p| p.kind.is_armed() || p.kind == Kind::State);
        let is_fire = lexicon.token_in("fire_nouns", token);
        for party in doers.chain(whose.filter(|_| is_fire)) {
            if !found.initiators.iter().any(|s| s.party.who == party.who) {
                found.initiators.push(Side::new(party, Basis::Stated, "initiator: the cause of the harm"));
            }
        }
    }
    found
}

/// "killed them with a Hellfire missile": the kind of deed that a means tells.
fn kind_of_means(lexicon: &Lexicon, means: Token<'_>) -> Option<EventKind> {
    let has =
        |list: &str| lexicon.token_in(list, means) || means.children().any(|t| lexicon.token_in(list, t));
    if lexicon.is_aircraft(means) || has("airborne_words") {
        Some(EventKind::AirStrike)
    } else if lexicon.is_bomber(means) {
        Some(EventKind::SuicideAttack)
    } else if has("explosive_nouns") {
        Some(EventKind::Bombing)
    } else if has("artillery_nouns") {
        Some(EventKind::Shelling)
    } else {
        None
    }
}

/// "30 fighters were killed by the army in clashes": who killed them is the other side of the clashes, or the open side
/// of a strike.
pub(super) fn add_killers(reading: &Reading<'_, '_>, event: &mut Draft, toll: &Toll<'_>) {
    let killers = |of: &dyn Fn(usize) -> bool| -> Vec<PartyDraft> {
        let parties = toll.causes.iter().filter(|c| of(**c)).flat_map(|&c| reading.parties(c));
        parties.filter(|p| p.kind.is_armed()).collect()
    };
    let (open, other, side, parties) = match event.kind.direction() {
        // "It had killed the commander in a strike": who kills is who strikes.
        Direction::Directed
            // "Soldiers killed in attack": a title's subject is killed, and kills nobody.
            if event.initiators.is_empty()
                && !toll.victims.is_empty()
                && !is_verbal(reading.doc.token(event.head)) =>
        {
            let kills = |c: usize| toll.args.iter().any(|a| a.head == c && a.slot == Slot::Subj);
            let mut parties = killers(&kills);
            parties.retain(|p| !reading.is_means(p));
            // "killed four in a raid on their hideout": who kills does not strike himself.
            let kills = |s: &Side| parties.iter().any(|p| p.who == s.party.who);
            if !event.recipients.iter().all(kills) {
                event.recipients.retain(|s| !kills(s));
            }
            (&mut event.initiators, &event.recipients, "initiator", parties)
        }
        Direction::Mutual if !event.initiators.is_empty() && event.recipients.is_empty() => {
            (&mut event.recipients, &event.initiators, "recipient", killers(&|_| true))
        }
        _ => return,
    };
    for party in parties {
        if !other.iter().any(|s| s.party.who == party.who) {
            open.push(Side::new(party, Basis::Stated, &format!("{side}: the cause of the harm")));
        }
    }
}
