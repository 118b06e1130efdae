//! A state and its own forces: they are one side, unless these rise against it.

use athir_actors::{ActorId, ActorKind, Registry};
use athir_model::{Direction, Event, EventKind, Family, Party};

use crate::named::STANDS_FOR_STATE;

/// Whether one is a state and the other its army, police or ministry.
pub(crate) fn is_of_one_state(registry: &Registry, a: &str, b: &str) -> bool {
    let actor = |code: &str| registry.by_code(code).map(|id: ActorId| registry.actor(id));
    let is_own = |state: &str, force: &str| {
        let Some(state) = actor(state).filter(|a| a.kind == ActorKind::State) else { return false };
        match actor(force) {
            Some(force) => {
                matches!(force.kind, ActorKind::Military | ActorKind::Police | ActorKind::Ministry)
                    && force.countries == state.countries
            }
            // Forces that the registry has no entry for are composed: "ht-police".
            None => force
                .strip_prefix(state.code.as_str())
                .is_some_and(|rest| OWN_FORCES.contains(&rest.trim_start_matches(['-', '/']))),
        }
    };
    a != b && (is_own(a, b) || is_own(b, a))
}

/// How the codes of forces that are composed of a country and a word end.
const OWN_FORCES: [&str; 8] =
    ["forces", "army", "soldiers", "troops", "police", "security", "government", "air-force"];

/// Whether a word tells that forces rise against their state.
pub(crate) fn tells_of_mutiny(word: &str) -> bool {
    const WORDS: [&str; 15] = [
        "mutin", "coup", "putsch", "rebel", "revolt", "uprising", "overthr", "toppl", "oust", "junta",
        "defect", "desert", "renegade", "plot", "depose",
    ];
    let word = word.to_lowercase();
    WORDS.iter().any(|stem| word.starts_with(stem))
}

/// Takes a state off one side of a deed of force where its own forces stand on the other: one of the two was read wrongly.
pub(crate) fn leave_one_of_state(registry: &Registry, event: &mut Event) {
    let is_of_force = matches!(event.kind.family(), Family::Fighting | Family::Harm)
        && event.kind != EventKind::Arrest
        || event.kind == EventKind::Accusation;
    let words = || event.evidence.iter().flat_map(|quote| quote.text.split_whitespace());
    if !is_of_force || words().any(tells_of_mutiny) {
        return;
    }
    let is_of = |a: &Party, b: &Party| {
        a.actor.as_deref().zip(b.actor.as_deref()).is_some_and(|(a, b)| is_of_one_state(registry, a, b))
    };
    let is_bare = |party: &Party| party.why.contains(STANDS_FOR_STATE);
    let (initiators, recipients) = (event.initiators.clone(), event.recipients.clone());
    event.recipients.retain(|r| !(is_bare(r) && initiators.iter().any(|i| is_of(i, r))));
    if event.kind.direction() == Direction::Directed {
        event.initiators.retain(|i| !recipients.iter().any(|r| !is_bare(r) && is_of(i, r)));
    }
}
