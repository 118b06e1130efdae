//! What a country and a word for a party make together: "Egyptian" + "police" → "Egypt police".

use crate::{ActorId, Composition, Generic, Registry, fold};
use std::collections::BTreeMap;

/// The tokens of the longest generic phrase, "pro - government militia", and one to spare.
const LONGEST_GENERIC: usize = 5;

/// What the registry knows of a country beyond its state.
#[derive(Debug)]
pub(crate) struct Country {
    pub(crate) state: ActorId,
    pub(crate) name: String,
    pub(crate) adjective: String,
    pub(crate) forces: ActorId,
    pub(crate) police: ActorId,
    pub(crate) security: ActorId,
    /// Lemmas that mean a certain actor in this country: "army" → the Syrian Arab Army.
    pub(crate) composed: BTreeMap<String, ActorId>,
}

/// Who a composed party is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The name that a record gives it.
    pub name: String,
    /// A stable code: an actor's own, or the country and the word, `eg/protesters`.
    pub code: String,
    /// The actor, where the registry has one.
    pub actor: Option<ActorId>,
}

impl Registry {
    /// Says who a word for a party is when it belongs to a country.
    ///
    /// "Syrian army" is the Syrian Arab Army, "French soldiers" are France, "Egyptian police" is "Egypt
    /// police", and "Iraqi civilians" are civilians. An unknown country adds nothing to the word.
    pub fn compose(&self, iso2: &str, generic: &Generic) -> Identity {
        let Some(country) = self.countries.get(iso2) else {
            return Identity { name: generic.name.clone(), code: generic.lemma.clone(), actor: None };
        };
        if let Some(&actor) = country.composed.get(&generic.lemma) {
            return self.identity(actor);
        }
        let spoken = match generic.composition {
            Composition::State => return self.identity(country.state),
            Composition::Forces => return self.identity(country.forces),
            Composition::Country if generic.lemma == "police" => return self.identity(country.police),
            Composition::Country if generic.lemma == "security forces" => {
                return self.identity(country.security);
            }
            Composition::Country => format!("{} {}", country.name, generic.name),
            Composition::Adjective => format!("{} {}", country.adjective, generic.name),
            Composition::None => generic.name.clone(),
        };
        let code = format!("{}/{}", iso2.to_ascii_lowercase(), generic.name.replace(' ', "-"));
        Identity { name: spoken, code, actor: None }
    }

    fn identity(&self, id: ActorId) -> Identity {
        let actor = self.actor(id);
        Identity { name: actor.name.clone(), code: actor.code.clone(), actor: Some(id) }
    }

    /// Finds the longest word or phrase for an unnamed party from the start of `words`, the tokens of a
    /// text: the number of tokens and the entry. "opposition fighters", "police officers", "villagers".
    pub fn generic_at(&self, words: &[&str]) -> Option<(usize, &Generic)> {
        let mut phrase = String::new();
        let mut best = None;
        for (at, word) in words.iter().take(LONGEST_GENERIC).enumerate() {
            let joined = *word == "-" || phrase.ends_with('-');
            if at > 0 && !joined {
                phrase.push(' ');
            }
            phrase.push_str(&word.to_lowercase());
            if let Some(generic) = self.generics.get(&phrase) {
                best = Some((at + 1, generic));
            }
        }
        best
    }

    /// Finds the longest country name or adjective from the start of `words`: the number of tokens and
    /// the ISO 3166 alpha-2 code. "South Sudanese", "Saudi", "U.S.", "France".
    pub fn country_at(&self, words: &[&str]) -> Option<(usize, &str)> {
        let atoms = fold::atoms(words);
        let mut key = String::new();
        let mut best = None;
        for atom in &atoms {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(&atom.text);
            let at = self.country_words.partition_point(|(word, _)| word.as_str() < key.as_str());
            match self.country_words.get(at) {
                Some((word, iso2)) if *word == key => {
                    let capital = words[..atom.end].iter().all(|w| !w.starts_with(char::is_lowercase));
                    // "CAR", "US", "DRC" are countries; "Car" and "us" are words.
                    let shouted = key.len() > 3 || words[0].chars().all(|c| !c.is_lowercase());
                    if (capital || atom.end > 2) && shouted && words[0].starts_with(char::is_uppercase) {
                        best = Some((atom.end, iso2.as_str()));
                    }
                }
                Some((word, _)) if word.starts_with(&key) => {}
                _ => break,
            }
        }
        best
    }
}
