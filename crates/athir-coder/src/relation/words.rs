//! The words of relations: which verbs, nouns and adjectives mean what, and how operators change the meaning of what
//! they govern.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::Deserialize;

use super::Plover;
use crate::error::KnowledgeError;

/// A class of meaning: the types of PLOVER come first, in the order of [`Plover::ALL`].
pub(super) type Class = u16;

/// The words of relations.
#[derive(Debug, Default)]
pub struct RelationWords {
    names: Vec<String>,
    verbs: HashMap<String, Vec<Entry>>,
    nouns: HashMap<String, Vec<Entry>>,
    adjectives: HashMap<String, Class>,
    /// Classes that are asked for before others.
    first: Vec<Class>,
    /// What a class that is no type of PLOVER's comes to where nothing governs it.
    default: BTreeMap<Class, Class>,
    /// By operator: what it makes of the class that it governs.
    combine: BTreeMap<Class, BTreeMap<String, String>>,
}

/// One sense of a word.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The words after a verb, or before a noun.
    pub(super) rest: Vec<String>,
    pub(super) class: Class,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    first: Vec<String>,
    verbs: BTreeMap<String, Vec<String>>,
    nouns: BTreeMap<String, Vec<String>>,
    adjectives: BTreeMap<String, Vec<String>>,
    default: BTreeMap<String, String>,
    combine: BTreeMap<String, BTreeMap<String, String>>,
}

impl RelationWords {
    /// The built-in words.
    ///
    /// # Panics
    /// Never: a test loads the built-in files.
    pub fn builtin() -> &'static RelationWords {
        static WORDS: OnceLock<RelationWords> = OnceLock::new();
        WORDS.get_or_init(|| {
            RelationWords::from_toml("relations.toml", include_str!("../../../../data/relations.toml"))
                .expect("the built-in words of relations are checked by a test")
                .with_cameo(include_str!("../../../../data/crosswalk/cameo.tsv"))
        })
    }

    /// Reads the words; `path` stands in messages.
    ///
    /// # Errors
    /// Fails where the text is no TOML of the shape that the built-in file describes.
    pub fn from_toml(path: &str, text: &str) -> Result<RelationWords, KnowledgeError> {
        let file: File = toml::from_str(text).map_err(|e| KnowledgeError::toml(path, text, &e))?;
        let mut words = RelationWords {
            names: Plover::ALL.iter().map(|p| p.as_str().to_owned()).collect(),
            ..RelationWords::default()
        };
        for (name, phrases) in file.verbs {
            let class = words.intern(&name);
            for phrase in phrases {
                let mut rest = phrase.split_whitespace().map(str::to_owned);
                let Some(verb) = rest.next() else { continue };
                words.verbs.entry(verb).or_default().push(Entry { rest: rest.collect(), class });
            }
        }
        for (name, phrases) in file.nouns {
            let class = words.intern(&name);
            for phrase in phrases {
                let mut rest: Vec<String> = phrase.split_whitespace().map(str::to_owned).collect();
                let Some(noun) = rest.pop() else { continue };
                words.nouns.entry(noun).or_default().push(Entry { rest, class });
            }
        }
        for (name, adjectives) in file.adjectives {
            let class = words.intern(&name);
            words.adjectives.extend(adjectives.into_iter().map(|a| (a, class)));
        }
        words.first = file.first.iter().map(|name| words.intern(name)).collect();
        for (name, result) in file.default {
            let (class, result) = (words.intern(&name), words.intern(&result));
            words.default.insert(class, result);
        }
        for (name, results) in file.combine {
            let class = words.intern(&name);
            words.combine.insert(class, results);
        }
        Ok(words)
    }

    /// Adds the verbs of the CAMEO dictionary (`data/crosswalk/cameo.tsv`) that have a code and no sense yet.
    #[must_use]
    pub fn with_cameo(mut self, table: &str) -> RelationWords {
        let mut new: HashMap<String, Vec<Entry>> = HashMap::new();
        for row in table.lines() {
            let mut fields = row.split('\t');
            let (Some("verb"), _, Some(phrase), Some(code)) =
                (fields.next(), fields.next(), fields.next(), fields.next())
            else {
                continue;
            };
            let mut words = phrase.split(' ').map(str::to_owned);
            let (Some(verb), Some(plover)) = (words.next(), Plover::of_cameo(code)) else { continue };
            // Its verbs of material co-operation ("lead", "give", "improve") say little by themselves.
            if plover == Plover::Cooperate {
                continue;
            }
            if !self.verbs.contains_key(&verb) {
                let class = self.intern(plover.as_str());
                new.entry(verb).or_default().push(Entry { rest: words.collect(), class });
            }
        }
        self.verbs.extend(new);
        self
    }

    fn intern(&mut self, name: &str) -> Class {
        let known = self.names.iter().position(|n| n == name);
        let index = known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        index as Class
    }

    pub(super) fn class(&self, name: &str) -> Option<Class> {
        self.names.iter().position(|n| n == name).map(|i| i as Class)
    }

    /// The type that a meaning comes to.
    pub(super) fn plover(&self, class: Class) -> Option<Plover> {
        let class = self.default.get(&class).copied().unwrap_or(class);
        Plover::ALL.get(class as usize).copied()
    }

    pub(super) fn verb(&self, lemma: &str) -> &[Entry] {
        self.verbs.get(lemma).map_or(&[], Vec::as_slice)
    }

    pub(super) fn noun(&self, lemma: &str) -> &[Entry] {
        self.nouns.get(lemma).map_or(&[], Vec::as_slice)
    }

    pub(super) fn adjective(&self, lemma: &str) -> Option<Class> {
        self.adjectives.get(lemma).copied()
    }

    pub(super) fn is_first(&self, class: Class) -> bool {
        self.first.contains(&class)
    }

    pub(super) fn is_operator(&self, class: Class) -> bool {
        self.combine.contains_key(&class)
    }

    /// What an operator makes of what it governs: by its class, by whether that is co-operative (`+`) or not (`-`),
    /// by `*`; without anything governed by `none`. `=` keeps the class.
    pub(super) fn combined(&self, operator: Class, governed: Option<Class>) -> Option<Class> {
        let results = self.combine.get(&operator)?;
        let Some(governed) = governed else { return self.class(results.get("none")?) };
        let polarity = self.plover(governed).map(|p| if p.quad() <= 2 { "+" } else { "-" });
        let name = self.names.get(governed as usize).map(String::as_str);
        // Whose act it is only matters to operators that ask for it.
        let any = (name != Some("theirs")).then_some("*");
        let keys = [name, polarity, any];
        let result = keys.into_iter().flatten().find_map(|key| results.get(key))?;
        if result == "=" { Some(governed) } else { self.class(result) }
    }
}
