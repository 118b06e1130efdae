//! Those who came to harm as a side of the event.

use athir_model::{Basis, Direction};

use super::Side;
use super::kin::{are_same_force, nobody_named};
use crate::clause::conjuncts;
use crate::draft::Draft;
use crate::kind::Kind;
use crate::reading::Reading;

/// Why people of a toll stand on a side.
const CAME_TO_HARM: &str = "recipient: came to harm";

/// Puts the people of a toll on the recipients' side, or on the open side of a mutual kind.
pub(crate) fn add_victims(reading: &Reading<'_, '_>, draft: &mut Draft, head: usize) {
    let mutual = draft.kind.direction() == Direction::Mutual;
    for party in reading.parties(head) {
        let known = |sides: &[Side]| sides.iter().any(|s| s.party.who.name == party.who.name);
        let harmed = |s: &Side| {
            s.why.starts_with(CAME_TO_HARM) && {
                let row = conjuncts(reading.doc.token(s.party.tokens.end - 1));
                row.iter().any(|t| t.index() == head)
            }
        };
        // "A Turkish soldier and three X fighters were killed in fighting with Y": both fought Y.
        if mutual
            && party.kind.is_armed()
            && !known(&draft.initiators)
            && !known(&draft.recipients)
            && !nobody_named(&party)
            && let Some(fellows) = [&mut draft.initiators, &mut draft.recipients]
                .into_iter()
                .find(|side| side.iter().any(&harmed))
        {
            fellows.push(Side::new(party, Basis::Stated, CAME_TO_HARM));
            continue;
        }
        if known(&draft.initiators)
            || known(&draft.recipients)
            || party.kind == Kind::Unknown && party.who.actor.is_none() && party.why.is_empty()
        {
            continue;
        }
        if mutual && !party.kind.is_armed() {
            continue;
        }
        // Soldiers and policemen among the dead of one clash stood, nearly always, on one side of it.
        let serves = |kind: Kind| matches!(kind, Kind::Military | Kind::Police | Kind::State);
        if mutual
            && nobody_named(&party)
            && serves(party.kind)
            && draft.initiators.iter().chain(&draft.recipients).any(|s| serves(s.party.kind))
        {
            continue;
        }
        // "the terrorists" are the armed side that stands there by name.
        if !mutual
            && nobody_named(&party)
            && party.kind.is_armed()
            && draft.recipients.iter().any(|s| s.party.kind.is_armed() && s.party.who.actor.is_some())
        {
            continue;
        }
        // "attacked an army patrol and killed 13 soldiers": the patrol's.
        if !mutual && draft.recipients.iter().any(|s| are_same_force(reading, s, &party)) {
            continue;
        }
        let side = Side::new(party, Basis::Stated, CAME_TO_HARM);
        if mutual && draft.initiators.is_empty() {
            draft.initiators.push(side);
        } else if !mutual || draft.recipients.is_empty() {
            draft.recipients.push(side);
        }
    }
}
