//! Word classes that the rules refer to: named lists of lemmas, read from `data/lexicon.toml`.

use std::collections::{BTreeMap, BTreeSet};

use athir_nlp::Token;

use crate::error::KnowledgeError;

/// Named lists of lemmas.
#[derive(Debug, Default)]
pub struct Lexicon {
    lists: BTreeMap<String, BTreeSet<String>>,
}

impl Lexicon {
    /// Reads files of lists, given as (path for messages, content); lists of one name are joined.
    ///
    /// # Errors
    /// Fails where a file is no TOML table of string arrays.
    pub fn from_toml(files: &[(&str, &str)]) -> Result<Lexicon, KnowledgeError> {
        let mut lists: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (path, text) in files {
            let read: BTreeMap<String, BTreeSet<String>> =
                toml::from_str(text).map_err(|e| KnowledgeError::toml(path, text, &e))?;
            for (name, words) in read {
                lists.entry(name).or_default().extend(words);
            }
        }
        Ok(Lexicon { lists })
    }

    /// Whether the list holds the lemma; an unknown list is empty.
    pub(crate) fn has(&self, list: &str, lemma: &str) -> bool {
        self.lists.get(list).is_some_and(|words| words.contains(lemma))
    }

    /// The words of a list, in order; an unknown list is empty.
    pub(crate) fn words_of(&self, list: &str) -> impl Iterator<Item = &str> {
        self.lists.get(list).into_iter().flatten().map(String::as_str)
    }

    /// Whether any list holds the word, so that it means something else than a name.
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.lists.values().any(|words| words.contains(word))
    }

    /// Whether the list holds the token's lemma or its lower-cased form.
    pub(crate) fn token_in(&self, list: &str, token: Token<'_>) -> bool {
        let Some(words) = self.lists.get(list) else { return false };
        words.contains(token.lemma()) || {
            let text = token.text();
            text.bytes().any(|b| b.is_ascii_uppercase()) && words.contains(&text.to_ascii_lowercase())
                || words.contains(text)
        }
    }

    /// A verb that only carries the noun it governs: "launch (an attack)".
    pub(crate) fn is_light(&self, verb: Token<'_>) -> bool {
        self.token_in("light_verbs", verb)
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
