//! Parties and voices: who may be named.

use std::collections::BTreeSet;

use athir_export::{PartyClass, World};

/// What is shown of a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) name: String,
    pub(crate) code: Option<String>,
    /// Whether something of it was left out.
    pub(crate) is_changed: bool,
}

/// Decides what is shown of a party.
///
/// An actor of the registry is shown by its usual name, unless it is a person and not among those `named`. Words for
/// parties without a name ("gunmen") are a closed list and stay. Whoever else the registry does not know is shown by a
/// word for what it is: its own words could name a private person, or the village that it comes from.
pub(crate) fn show_party(
    code: Option<&str>,
    name: &str,
    named: &BTreeSet<String>,
    world: &dyn World,
) -> Shown {
    // A name comes back from the registry alone: none was handed in.
    let known = world.party(code, "", None);
    if !known.name.is_empty() {
        let is_named = code.is_some_and(|code| named.contains(code));
        if known.class != PartyClass::Person || is_named {
            return Shown { is_changed: known.name != name, name: known.name, code: known.code };
        }
        return Shown { name: word(PartyClass::Person).to_owned(), code: None, is_changed: true };
    }
    let is_closed = world.is_generic(name);
    let word = if is_closed { name } else { word(world.party(None, name, None).class) };
    // "eg/protesters": a country and a word of the same closed list.
    let is_closed = |code: &&str| {
        code.split_once('/')
            .is_some_and(|(country, words)| country.len() == 2 && world.is_generic(&words.replace('-', " ")))
    };
    let code = code.filter(is_closed).map(str::to_owned);
    Shown { is_changed: word != name, name: word.to_owned(), code }
}

/// Whether a voice may be named: an organisation that the registry knows by exactly this name.
pub(crate) fn is_organisation(voice: &str, world: &dyn World) -> bool {
    let person = [PartyClass::Person, PartyClass::People, PartyClass::Civilian, PartyClass::Unknown];
    world.named(voice).is_some_and(|voice| !person.contains(&voice.class))
}

/// A word for an unnamed party of a class. The registry reads each back as a party of this class, where it has such a
/// class for unnamed parties.
pub(crate) fn word(class: PartyClass) -> &'static str {
    match class {
        PartyClass::State => "state",
        PartyClass::Government => "authorities",
        PartyClass::Military => "soldiers",
        PartyClass::Police => "police",
        PartyClass::Rebel => "rebels",
        PartyClass::Militia => "militiamen",
        PartyClass::Coalition => "coalition",
        PartyClass::People => "community",
        PartyClass::Political => "politicians",
        PartyClass::International => "international organisation",
        PartyClass::Aid => "aid workers",
        PartyClass::Media => "journalists",
        PartyClass::Civilian => "civilians",
        PartyClass::Protester => "protesters",
        PartyClass::Person => "a person",
        PartyClass::Unknown => "unnamed party",
    }
}

/// The codebook's words for people who came to harm.
pub(crate) const VICTIMS: [&str; 7] =
    ["civilians", "children", "protesters", "soldiers", "police", "fighters", "unknown"];
