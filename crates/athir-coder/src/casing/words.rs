//! How words are usually written.

use std::collections::{BTreeMap, BTreeSet};

use athir_actors::Registry;
use serde::Deserialize;

use crate::error::KnowledgeError;

const NAMES: &str = include_str!("../../../../data/casing/names.txt");
const WORDS: &str = include_str!("../../../../data/casing/words.toml");

/// How a word is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// "town".
    Small,
    /// "Aleppo".
    Capital,
    /// "FMLN".
    Capitals,
    /// "McCarthy": as in this word.
    As(String),
}

impl Spelling {
    fn of(word: &str) -> Spelling {
        let mut letters = word.chars();
        let first = letters.next().is_some_and(char::is_uppercase);
        let rest = letters.as_str();
        match (first, rest.chars().any(char::is_uppercase), rest.chars().any(char::is_lowercase)) {
            (false, false, _) => Spelling::Small,
            (true, false, _) => Spelling::Capital,
            (true, true, false) => Spelling::Capitals,
            _ => Spelling::As(word.to_owned()),
        }
    }

    pub(super) fn at_least_a_capital(&self) -> Spelling {
        match self {
            Spelling::Small => Spelling::Capital,
            other => other.clone(),
        }
    }

    /// Writes a word in lower case as it is spelled; letters whose other case is longer stay.
    pub(super) fn write(&self, word: &str, out: &mut String) {
        match self {
            Spelling::Small => out.push_str(word),
            Spelling::Capital => {
                let mut letters = word.chars();
                out.extend(letters.next().map(upper));
                out.push_str(letters.as_str());
            }
            Spelling::Capitals => out.extend(word.chars().map(upper)),
            Spelling::As(written) if written.len() == word.len() => out.push_str(written),
            Spelling::As(_) => out.push_str(word),
        }
    }
}

fn upper(c: char) -> char {
    same_length(c, c.to_uppercase())
}

/// The letter in lower case, if it is as long.
pub(super) fn lower(c: char) -> char {
    same_length(c, c.to_lowercase())
}

fn same_length(c: char, mut other: impl Iterator<Item = char>) -> char {
    match (other.next(), other.next()) {
        (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
        _ => c,
    }
}

/// What is known of the case of words: WordNet's names, lists of our own, and the names of the registry.
#[derive(Debug)]
pub(crate) struct Casing {
    names: BTreeMap<String, Spelling>,
    lists: Lists,
    /// Actors' names by their first word in lower case, the longest first.
    actors: BTreeMap<String, Vec<Vec<(String, Spelling)>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    function_words: BTreeSet<String>,
    words: BTreeSet<String>,
    short_forms: Vec<String>,
    titles: BTreeSet<String>,
    shortened: BTreeSet<String>,
    openers: BTreeSet<String>,
    particles: BTreeSet<String>,
    articles: BTreeSet<String>,
    mostly_names: BTreeSet<String>,
    months: BTreeSet<String>,
    before_months: BTreeSet<String>,
    kinds: BTreeSet<String>,
}

/// Lists that the rules ask for.
#[derive(Clone, Copy, Debug)]
pub(super) enum List {
    FunctionWords,
    Titles,
    Shortened,
    Openers,
    Particles,
    Articles,
    Months,
    BeforeMonths,
    Kinds,
}

impl Casing {
    /// Takes the built-in word lists and the registry's names together.
    ///
    /// # Errors
    /// A broken list, which a test excludes for the built-in ones.
    pub(crate) fn new(registry: &Registry) -> Result<Casing, KnowledgeError> {
        let lists: Lists =
            toml::from_str(WORDS).map_err(|e| KnowledgeError::toml("casing/words.toml", WORDS, &e))?;
        let mut names: BTreeMap<String, Spelling> = BTreeMap::new();
        for name in NAMES.lines().chain(lists.short_forms.iter().map(String::as_str)) {
            names.insert(name.to_ascii_lowercase(), Spelling::of(name));
        }
        let mut actors: BTreeMap<String, Vec<Vec<(String, Spelling)>>> = BTreeMap::new();
        for name in registry.actors().flat_map(|(_, actor)| &actor.names) {
            let words: Vec<(String, Spelling)> = name
                .text
                .split(|c: char| !c.is_alphabetic())
                .filter(|word| !word.is_empty())
                .map(|word| (word.chars().map(lower).collect(), Spelling::of(word)))
                .collect();
            let Some((first, _)) = words.first() else { continue };
            if words.iter().any(|(_, spelling)| *spelling != Spelling::Small) {
                actors.entry(first.clone()).or_default().push(words);
            }
        }
        for names in actors.values_mut() {
            names.sort_by(|a, b| {
                b.len().cmp(&a.len()).then_with(|| a.iter().map(|w| &w.0).cmp(b.iter().map(|w| &w.0)))
            });
            names.dedup_by(|a, b| a.iter().map(|w| &w.0).eq(b.iter().map(|w| &w.0)));
        }
        Ok(Casing { names, lists, actors })
    }

    pub(super) fn has(&self, list: List, word: &str) -> bool {
        let words = match list {
            List::FunctionWords => &self.lists.function_words,
            List::Titles => &self.lists.titles,
            List::Shortened => &self.lists.shortened,
            List::Openers => &self.lists.openers,
            List::Particles => &self.lists.particles,
            List::Articles => &self.lists.articles,
            List::Months => &self.lists.months,
            List::BeforeMonths => &self.lists.before_months,
            List::Kinds => &self.lists.kinds,
        };
        words.contains(word)
    }

    /// How a word in lower case is written inside a sentence.
    pub(super) fn spelling(&self, word: &str, is_word: &dyn Fn(&str) -> bool) -> Spelling {
        if self.lists.function_words.contains(word) {
            return if word == "i" { Spelling::Capital } else { Spelling::Small };
        }
        if self.lists.words.contains(word) {
            return Spelling::Small;
        }
        if let Some(spelling) = self.names.get(word) {
            return spelling.clone();
        }
        let singular = word.strip_suffix('s').filter(|stem| stem.len() > 3).unwrap_or(word);
        if self.lists.mostly_names.contains(word)
            || self.lists.mostly_names.contains(singular)
            || self.names.get(singular) == Some(&Spelling::Capital)
        {
            return Spelling::Capital;
        }
        let prefixed =
            PREFIXES.iter().filter_map(|p| word.strip_prefix(p)).any(|rest| rest.len() > 3 && is_word(rest));
        if is_word(word) || prefixed {
            return Spelling::Small;
        }
        let spoken = word.contains(['a', 'e', 'i', 'o', 'u', 'y']) || !word.is_ascii();
        if let Some(rest) = word.strip_prefix("mc").filter(|rest| rest.len() > 2) {
            let mut name = String::from("Mc");
            Spelling::Capital.write(rest, &mut name);
            return Spelling::As(name);
        }
        if spoken || word.len() > 5 { Spelling::Capital } else { Spelling::Capitals }
    }

    /// Whether WordNet has the word as a name alone.
    pub(super) fn is_name(&self, word: &str) -> bool {
        self.names.contains_key(word)
    }

    /// The longest name of an actor that the words given by `word_at` begin with, as it is written.
    pub(super) fn actor_at<'w>(
        &self,
        word_at: impl Fn(usize) -> Option<&'w str>,
    ) -> Option<&[(String, Spelling)]> {
        let names = self.actors.get(word_at(0)?)?;
        let name = names
            .iter()
            .find(|name| name.iter().enumerate().all(|(k, (word, _))| word_at(k) == Some(word)))?;
        Some(name)
    }
}

/// What stands before a known word and makes another one.
const PREFIXES: [&str; 9] = ["anti", "counter", "over", "under", "inter", "non", "pre", "re", "un"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_spelled_by_what_knows_them() {
        let casing = Casing::new(Registry::builtin()).unwrap();
        let is_word = |word: &str| matches!(word, "town" | "turkey" | "syrians" | "armed");
        let spelled = |word: &str| casing.spelling(word, &is_word);
        assert_eq!(spelled("town"), Spelling::Small);
        assert_eq!(spelled("turkey"), Spelling::Capital);
        assert_eq!(spelled("syrians"), Spelling::Capital);
        assert_eq!(spelled("unarmed"), Spelling::Small);
        assert_eq!(spelled("nato"), Spelling::Capitals);
        assert_eq!(spelled("zrkv"), Spelling::Capitals);
        assert_eq!(spelled("kafranbel"), Spelling::Capital);
        assert_eq!(spelled("the"), Spelling::Small);
    }

    #[test]
    fn a_word_keeps_its_length_in_any_spelling() {
        for word in ["straße", "ıǆ", "córdoba", "naïve"] {
            for spelling in
                [Spelling::Small, Spelling::Capital, Spelling::Capitals, Spelling::As("Other".to_owned())]
            {
                let mut out = String::new();
                spelling.write(word, &mut out);
                assert_eq!(out.len(), word.len());
            }
        }
    }
}
