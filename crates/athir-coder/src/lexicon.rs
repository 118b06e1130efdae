//! Word classes that the rules refer to: named lists of lemmas, read from `data/lexicon.toml` and its neighbours.

use std::collections::{BTreeMap, BTreeSet};

use athir_nlp::{Dep, FastMap, Token};

use crate::error::KnowledgeError;

/// Named lists of lemmas.
///
/// The rules ask about the same few words again and again, so that each word knows the lists that hold it, as a
/// set of bits: a question costs two hashes.
#[derive(Debug, Default)]
pub struct Lexicon {
    lists: BTreeMap<String, BTreeSet<String>>,
    numbers: FastMap<String, usize>,
    classes: FastMap<String, Classes>,
    /// The lists whose words are no names.
    meaning: Classes,
}

/// The lists that hold a word, a bit for each.
#[derive(Clone, Copy, Debug, Default)]
struct Classes([u64; Classes::MOST / 64]);

impl Classes {
    /// The greatest number of lists.
    const MOST: usize = 320;

    fn add(&mut self, list: usize) {
        self.0[list / 64] |= 1 << (list % 64);
    }

    fn has(&self, list: usize) -> bool {
        self.0[list / 64] >> (list % 64) & 1 == 1
    }

    fn meets(&self, other: &Classes) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }
}

impl Lexicon {
    /// Reads files of lists, given as (path for messages, content); lists of one name are joined.
    ///
    /// # Errors
    /// Fails where a file is no TOML table of string arrays.
    ///
    /// # Panics
    /// Panics if there are more than 320 lists.
    pub fn from_toml(files: &[(&str, &str)]) -> Result<Lexicon, KnowledgeError> {
        let mut lists: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (path, text) in files {
            for (name, words) in read_lists(path, text)? {
                lists.entry(name).or_default().extend(words);
            }
        }
        let mut lexicon = Lexicon::default();
        (0..lists.len()).for_each(|list| lexicon.meaning.add(list));
        lexicon.extend(lists);
        Ok(lexicon)
    }

    /// Adds a file of lists whose words do not keep a place or a person from being called so: "later", "near", "Sir".
    ///
    /// # Errors
    /// Fails where the file is no TOML table of string arrays.
    ///
    /// # Panics
    /// Panics if there are more than 320 lists, or one bears the name of another.
    pub(crate) fn with_turns(mut self, path: &str, text: &str) -> Result<Lexicon, KnowledgeError> {
        self.extend(read_lists(path, text)?);
        Ok(self)
    }

    fn extend(&mut self, lists: BTreeMap<String, BTreeSet<String>>) {
        for (name, words) in lists {
            let number = self.numbers.len();
            assert!(!self.lists.contains_key(&name), "two files have a list {name}");
            assert!(number < Classes::MOST, "there are more lists than bits for them");
            for word in &words {
                self.classes.entry(word.clone()).or_default().add(number);
            }
            self.numbers.insert(name.clone(), number);
            self.lists.insert(name, words);
        }
    }

    /// Whether the list holds the lemma; an unknown list is empty.
    pub(crate) fn has(&self, list: &str, lemma: &str) -> bool {
        let Some(classes) = self.classes.get(lemma) else { return false };
        self.numbers.get(list).is_some_and(|&number| classes.has(number))
    }

    /// The words of a list, in order; an unknown list is empty.
    pub(crate) fn words_of(&self, list: &str) -> impl Iterator<Item = &str> {
        self.lists.get(list).into_iter().flatten().map(String::as_str)
    }

    /// Whether a list holds the word that says what it means, so that it is no name.
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.classes.get(word).is_some_and(|classes| classes.meets(&self.meaning))
    }

    /// Whether the list holds the token's lemma or its lower-cased form.
    pub(crate) fn token_in(&self, list: &str, token: Token<'_>) -> bool {
        let (lemma, text) = (token.lemma(), token.text());
        self.has(list, lemma)
            || text != lemma && self.has(list, text)
            || text.bytes().any(|b| b.is_ascii_uppercase()) && self.has_small(list, text)
    }

    /// Whether a list has a word that is written with a capital: "Rockets slammed into the town", where it is taken for a name.
    fn has_small(&self, list: &str, text: &str) -> bool {
        let small = text.to_ascii_lowercase();
        self.has(list, &small) || small.strip_suffix('s').is_some_and(|singular| self.has(list, singular))
    }

    /// An aircraft by its word. "A bomber" is a man with a bomb unless the words beside it tell whose or what craft it is:
    /// "a Russian bomber", "a long-range bomber"; "bombers" fly.
    pub(crate) fn is_aircraft(&self, token: Token<'_>) -> bool {
        self.token_in("aircraft_nouns", token) && !self.is_bomber(token)
    }

    /// A man with a bomb: "the bomber", "a suicide bomber".
    pub(crate) fn is_bomber(&self, token: Token<'_>) -> bool {
        let tells_craft = |t: Token<'_>| {
            matches!(t.dep(), Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss)
                && (self.has("craft_words", &t.text().to_ascii_lowercase())
                    || t.text().bytes().any(|b| b.is_ascii_digit())
                    || t.entity().is_some_and(|e| matches!(e.label(), "NORP" | "GPE" | "ORG" | "PRODUCT")))
        };
        // In a title the parse takes the first word for a name: "Bomber kills six".
        let is_one = matches!(token.tag(), "NN" | "NNP") && token.text().eq_ignore_ascii_case("bomber");
        is_one && !token.children().any(tells_craft)
    }

    /// A title before a person's name that is no part of it: "Mr.", "Judge".
    pub(crate) fn is_honorific(&self, token: Token<'_>) -> bool {
        self.has("honorifics", token.text().trim_end_matches('.'))
    }

    /// A verb that only carries the noun it governs: "launch (an attack)".
    pub(crate) fn is_light(&self, verb: Token<'_>) -> bool {
        self.token_in("light_verbs", verb)
    }

    /// "The shelling began", "the shelling hit a camp": a verb whose subject is a deed.
    pub(crate) fn tells_of_deed(&self, verb: Token<'_>) -> bool {
        self.is_occur(verb) || self.token_in("target_verbs", verb)
    }

    /// A verb whose subject is the happening itself: "(clashes) broke out".
    pub(crate) fn is_occur(&self, verb: Token<'_>) -> bool {
        self.token_in("occur_verbs", verb)
    }

    /// A verb of beginning, going on, ending or failing.
    pub(crate) fn is_aspect(&self, verb: Token<'_>) -> bool {
        ["begin_verbs", "continue_verbs", "end_verbs", "fail_verbs"].iter().any(|l| self.token_in(l, verb))
    }

    /// A verb whose subject takes part in the noun under its preposition: "engaged in (clashes)".
    pub(crate) fn is_engage(&self, verb: Token<'_>) -> bool {
        self.token_in("engage_verbs", verb)
    }

    /// A verb by which somebody owns up to an act: "an attack claimed by".
    pub(crate) fn is_claim(&self, verb: Token<'_>) -> bool {
        self.token_in("claim_verbs", verb)
    }

    /// A noun that counts or strings together acts: "a series of (raids)".
    pub(crate) fn is_series_noun(&self, noun: Token<'_>) -> bool {
        self.token_in("event_container_nouns", noun)
    }
}

fn read_lists(path: &str, text: &str) -> Result<BTreeMap<String, BTreeSet<String>>, KnowledgeError> {
    toml::from_str(text).map_err(|e| KnowledgeError::toml(path, text, &e))
}
