//! ACLED's kinds of actors, and what two of them make.

use athir_model::{EventKind, Family, Role};

use crate::{PartyClass, PartyInfo};

/// What an actor is to ACLED.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Inter {
    StateForces = 1,
    Rebels = 2,
    PoliticalMilitia = 3,
    IdentityMilitia = 4,
    Rioters = 5,
    Protesters = 6,
    Civilians = 7,
    External = 8,
}

impl Inter {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Inter::StateForces => "State forces",
            Inter::Rebels => "Rebel group",
            Inter::PoliticalMilitia => "Political militia",
            Inter::IdentityMilitia => "Identity militia",
            Inter::Rioters => "Rioters",
            Inter::Protesters => "Protesters",
            Inter::Civilians => "Civilians",
            Inter::External => "External/Other forces",
        }
    }

    pub(super) fn number(self) -> u8 {
        self as u8
    }

    /// It and the other actor, if there is one.
    pub(super) fn with(self, other: Option<Inter>) -> Interaction {
        Interaction(self, other)
    }
}

/// Who acts with or against whom, in no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Interaction(Inter, Option<Inter>);

impl Interaction {
    /// "State forces-Rebel group", "Protesters only": the lower number first.
    pub(super) fn words(self) -> String {
        match self.1 {
            None => format!("{} only", self.0.as_str()),
            Some(other) => format!("{}-{}", self.0.min(other).as_str(), self.0.max(other).as_str()),
        }
    }

    /// 12, 60: the lower number first, 0 for none.
    pub(super) fn number(self) -> String {
        match self.1 {
            None => format!("{}0", self.0.number()),
            Some(other) => format!("{}{}", self.0.min(other).number(), self.0.max(other).number()),
        }
    }
}

/// What a party is to ACLED in an incident of a kind in a country; `None` where nobody knows.
///
/// Forces of a state that act in another one are external. A party without a known class acts as an armed group where it is
/// the one that fights, and is civilian where the kind says that unarmed people came to harm.
pub(super) fn of(info: &PartyInfo, iso2: &str, kind: EventKind, role: Role, is_riot: bool) -> Option<Inter> {
    let fights = matches!(kind.family(), Family::Fighting | Family::Harm | Family::Territory);
    let acts = role == Role::Initiator;
    let is_crowd = matches!(info.class, PartyClass::Protester | PartyClass::Civilian | PartyClass::People);
    if is_riot && acts && (is_crowd || info.class == PartyClass::Unknown) {
        return Some(Inter::Rioters);
    }
    Some(match info.class {
        PartyClass::State | PartyClass::Government | PartyClass::Military | PartyClass::Police => {
            // Of generic forces ("soldiers") the country is not known: they are taken for its own.
            if info.countries.first().is_none_or(|own| own == iso2) {
                Inter::StateForces
            } else {
                Inter::External
            }
        }
        PartyClass::Rebel => Inter::Rebels,
        PartyClass::Militia => Inter::PoliticalMilitia,
        // A coalition of states has no country, one of armed groups acts in its own.
        PartyClass::Coalition if info.countries.is_empty() => Inter::External,
        PartyClass::Coalition => Inter::Rebels,
        PartyClass::People if acts && fights => Inter::IdentityMilitia,
        PartyClass::Political if acts && fights => Inter::PoliticalMilitia,
        PartyClass::Political if kind == EventKind::Protest => Inter::Protesters,
        PartyClass::International => Inter::External,
        PartyClass::Protester => Inter::Protesters,
        PartyClass::Unknown if acts && kind == EventKind::Protest => Inter::Protesters,
        PartyClass::Unknown if acts && fights => Inter::PoliticalMilitia,
        PartyClass::Unknown if kind.family() == Family::Harm => Inter::Civilians,
        PartyClass::Unknown => return None,
        PartyClass::People
        | PartyClass::Political
        | PartyClass::Aid
        | PartyClass::Media
        | PartyClass::Civilian
        | PartyClass::Person => Inter::Civilians,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(class: PartyClass, country: &str) -> PartyInfo {
        let countries = if country.is_empty() { Vec::new() } else { vec![country.to_owned()] };
        PartyInfo { class, countries, ..PartyInfo::default() }
    }

    #[test]
    fn an_interaction_has_the_lower_number_first() {
        let pair = Inter::Civilians.with(Some(Inter::StateForces));
        assert_eq!((pair.number(), pair.words()), ("17".to_owned(), "State forces-Civilians".to_owned()));
        let same = Inter::Rebels.with(Some(Inter::Rebels));
        assert_eq!((same.number(), same.words()), ("22".to_owned(), "Rebel group-Rebel group".to_owned()));
        let sole = Inter::Protesters.with(None);
        assert_eq!((sole.number(), sole.words()), ("60".to_owned(), "Protesters only".to_owned()));
        let abroad = Inter::External.with(Some(Inter::Rebels));
        assert_eq!(abroad.words(), "Rebel group-External/Other forces");
    }

    #[test]
    fn forces_of_a_state_are_external_elsewhere() {
        let of = |country| {
            of(&party(PartyClass::Military, country), "SY", EventKind::Attack, Role::Initiator, false)
        };
        assert_eq!(of("SY"), Some(Inter::StateForces));
        assert_eq!(of("TR"), Some(Inter::External));
        assert_eq!(of(""), Some(Inter::StateForces));
    }

    #[test]
    fn a_crowd_is_what_it_does() {
        let crowd = party(PartyClass::Protester, "");
        assert_eq!(of(&crowd, "SY", EventKind::Protest, Role::Initiator, false), Some(Inter::Protesters));
        assert_eq!(of(&crowd, "SY", EventKind::Protest, Role::Initiator, true), Some(Inter::Rioters));
        assert_eq!(of(&crowd, "SY", EventKind::Riot, Role::Recipient, true), Some(Inter::Protesters));
    }

    #[test]
    fn who_is_not_known_is_taken_for_nothing_but_what_the_kind_says() {
        let unknown = party(PartyClass::Unknown, "");
        let of = |kind, role| of(&unknown, "SY", kind, role, false);
        assert_eq!(of(EventKind::Attack, Role::Initiator), Some(Inter::PoliticalMilitia));
        assert_eq!(of(EventKind::Attack, Role::Recipient), None);
        assert_eq!(of(EventKind::Abduction, Role::Recipient), Some(Inter::Civilians));
        assert_eq!(of(EventKind::Mobilization, Role::Initiator), None);
    }
}
