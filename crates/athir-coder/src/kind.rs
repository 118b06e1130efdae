//! What kind of party somebody is: by the registry, or by the word that names no actor ("gunmen").

use athir_actors::{ActorKind, Generic, PartyClass, Registry, Victims};
use athir_nlp::{Dep, Token};

/// What kind of party a mention is, by the registry or by its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    State,
    Military,
    Police,
    Armed,
    Political,
    International,
    Civilian,
    Protester,
    Media,
    Aid,
    Person,
    Unknown,
}

impl Kind {
    /// Whether it can use force.
    pub(crate) fn is_armed(self) -> bool {
        matches!(self, Kind::State | Kind::Military | Kind::Police | Kind::Armed)
    }

    /// Whether its words count as acts (codebook §2).
    pub(crate) fn is_political(self) -> bool {
        self.is_armed() || matches!(self, Kind::Political | Kind::International)
    }

    /// Whether it is made of people who do not fight.
    pub(crate) fn is_civil(self) -> bool {
        matches!(self, Kind::Civilian | Kind::Protester | Kind::Media | Kind::Aid)
    }
}

pub(crate) fn kind_of(kind: ActorKind) -> Kind {
    match kind {
        ActorKind::State | ActorKind::Government => Kind::State,
        ActorKind::Military => Kind::Military,
        ActorKind::Police => Kind::Police,
        ActorKind::Ministry => Kind::State,
        ActorKind::ArmedGroup | ActorKind::Militia => Kind::Armed,
        ActorKind::Coalition => Kind::Armed,
        ActorKind::Political => Kind::Political,
        ActorKind::International => Kind::International,
        ActorKind::Ngo => Kind::Aid,
        ActorKind::Media => Kind::Media,
        ActorKind::People => Kind::Civilian,
        ActorKind::Person => Kind::Person,
        _ => Kind::Unknown,
    }
}

/// A word that leaves the party open still tells who bears arms: "militants", "gunmen".
pub(crate) fn kind_of_generic(generic: &Generic) -> Kind {
    match (generic.class, generic.victims) {
        (PartyClass::Unknown, Victims::Fighters) => Kind::Armed,
        (PartyClass::Unknown, Victims::Soldiers) => Kind::Military,
        (PartyClass::Unknown, Victims::Police) => Kind::Police,
        (PartyClass::Unknown, Victims::Civilians | Victims::Children) => Kind::Civilian,
        (class, _) => kind_of_class(class),
    }
}

fn kind_of_class(class: PartyClass) -> Kind {
    match class {
        PartyClass::Military => Kind::Military,
        PartyClass::Police => Kind::Police,
        PartyClass::Government => Kind::State,
        PartyClass::Rebel | PartyClass::Militia => Kind::Armed,
        PartyClass::Civilian => Kind::Civilian,
        PartyClass::Protester => Kind::Protester,
        PartyClass::Media => Kind::Media,
        PartyClass::Aid => Kind::Aid,
        PartyClass::Political => Kind::Political,
        _ => Kind::Unknown,
    }
}

pub(crate) fn victims_of_kind(kind: Kind) -> Victims {
    match kind {
        Kind::Military | Kind::State => Victims::Soldiers,
        Kind::Police => Victims::Police,
        Kind::Armed => Victims::Fighters,
        Kind::Civilian | Kind::Media | Kind::Aid | Kind::Person => Victims::Civilians,
        Kind::Protester => Victims::Protesters,
        _ => Victims::Unknown,
    }
}

/// The word for a party that a noun is, with the word before it where the two are one: "security forces".
pub(crate) fn generic_at<'k>(noun: Token<'_>, registry: &'k Registry) -> Option<&'k Generic> {
    let before =
        joined_before(noun).or_else(|| noun.lefts().rfind(|t| matches!(t.dep(), Dep::Compound | Dep::Amod)));
    before
        .and_then(|before| generic_of_two(before, noun, registry))
        .or_else(|| registry.generic(&noun.text().to_lowercase()))
        .or_else(|| registry.generic(&noun.lemma().to_lowercase()))
}

/// "rebel" of "the army and rebel forces", which the parse joins to the army: the last of the joined words is the noun's own.
pub(crate) fn joined_before<'d>(noun: Token<'d>) -> Option<Token<'d>> {
    noun.lefts()
        .filter(|t| matches!(t.dep(), Dep::Nmod | Dep::Compound | Dep::Amod))
        .find_map(|t| t.children().find(|c| c.dep() == Dep::Conj && c.index() + 1 == noun.index()))
}

/// "government" of "X's government and rebels", which the parse makes X's rebels.
pub(crate) fn joined_behind(owner: Token<'_>) -> Option<Token<'_>> {
    owner.head().lefts().find(|t| {
        t.index() > owner.index()
            && matches!(t.dep(), Dep::Nmod | Dep::Compound)
            && t.children().any(|c| c.dep() == Dep::Conj)
    })
}

/// The word for a party that a noun is by itself, also in a title, where the parse takes it for a name: "Insurgents".
pub(crate) fn generic_of<'k>(noun: Token<'_>, registry: &'k Registry) -> Option<&'k Generic> {
    let small = noun.text().to_lowercase();
    registry
        .generic(noun.lemma())
        .or_else(|| registry.generic(&small))
        .or_else(|| registry.generic(small.strip_suffix('s')?))
}

/// The party that two words name together: "air force", "opposition fighters".
pub(crate) fn generic_of_two<'k>(
    before: Token<'_>,
    noun: Token<'_>,
    registry: &'k Registry,
) -> Option<&'k Generic> {
    let two = format!("{} {}", before.text().to_lowercase(), noun.text().to_lowercase());
    registry.generic(&two).or_else(|| registry.generic(&format!("{} {}", before.lemma(), noun.lemma())))
}
