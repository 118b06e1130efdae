//! Whether two parties are of one country.

use super::Side;
use crate::described::OF_COUNTRY;
use crate::kind::Kind;
use crate::party::PartyDraft;
use crate::reading::Reading;

/// Whether two parties are a state and its forces, or two forces of one state.
pub(crate) fn are_of_one_land(reading: &Reading<'_, '_>, one: &PartyDraft, other: &PartyDraft) -> bool {
    let home = |p: &PartyDraft| {
        let actor = reading.know.registry.actor(p.who.actor?);
        matches!(p.kind, Kind::State | Kind::Military | Kind::Police).then(|| actor.countries.first())?
    };
    home(one).zip(home(other)).is_some_and(|(a, b)| a == b)
}

/// Whether soldiers or policemen told by a word alone are those of a force of their country that stands there already.
pub(super) fn are_same_force(reading: &Reading<'_, '_>, there: &Side, party: &PartyDraft) -> bool {
    let serves = |kind: Kind| matches!(kind, Kind::Military | Kind::State);
    let is_word = party.why == OF_COUNTRY || nobody_named(party) && party.kind == Kind::Military;
    let home = |p: &PartyDraft| {
        let land = p.who.actor.and_then(|id| reading.know.registry.actor(id).countries.first());
        land.map(|l| l.to_ascii_lowercase()).or_else(|| {
            let code = p.who.code.as_deref()?;
            Some(code.split(['/', '-']).next().unwrap_or(code).to_owned())
        })
    };
    let same_home = match (home(party), home(&there.party)) {
        (Some(a), Some(b)) => a == b,
        (None, Some(_)) => nobody_named(party),
        _ => false,
    };
    serves(party.kind) && there.party.kind == Kind::Military && is_word && same_home
}

/// Whether a party is told by a word alone, without a name.
pub(super) fn nobody_named(party: &PartyDraft) -> bool {
    party.who.actor.is_none() && party.who.code.is_none()
}
