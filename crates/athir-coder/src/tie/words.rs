//! The words that tell of ties, and between whom: `data/ties.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::OnceLock;

use athir_model::TieKind;
use serde::{Deserialize, Deserializer};

use crate::error::KnowledgeError;

/// The patterns, by word.
#[derive(Debug, Default)]
pub(super) struct TieWords {
    pub(super) verbs: BTreeMap<String, Vec<Entry>>,
    pub(super) nouns: BTreeMap<String, Vec<Entry>>,
    pub(super) adjectives: BTreeMap<String, Vec<Entry>>,
    pub(super) lists: Lists,
}

/// A word with what must stand with it, and what it then says.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The object of a verb ("declare war"), or what stands before a noun ("joint statement"); empty for none.
    pub(super) with: String,
    pub(super) says: Vec<Says>,
    pub(super) begins: bool,
    pub(super) states: bool,
    pub(super) ends: bool,
}

/// One tie between the fillers of two slots, such as `subj ally with`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Says {
    pub(super) a: String,
    pub(super) kind: TieKind,
    pub(super) b: String,
}

impl FromStr for Says {
    type Err = String;

    fn from_str(words: &str) -> Result<Says, String> {
        let parts: Vec<&str> = words.split(' ').collect();
        let [a, kind, b] = parts.as_slice() else { return Err(format!("{words:?} is not SLOT KIND SLOT")) };
        let kind = KINDS
            .into_iter()
            .find(|k| k.as_str() == *kind)
            .ok_or_else(|| format!("{words:?} names no kind of tie"))?;
        Ok(Says { a: (*a).to_owned(), kind, b: (*b).to_owned() })
    }
}

const KINDS: [TieKind; 8] = [
    TieKind::Ally,
    TieKind::Rival,
    TieKind::MemberOf,
    TieKind::AffiliateOf,
    TieKind::Supports,
    TieKind::SameAs,
    TieKind::SplitFrom,
    TieKind::MergedInto,
];

impl<'de> Deserialize<'de> for Says {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Says, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Words that change or join what others say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lists {
    /// Verbs that say of what they govern that it begins.
    pub(super) begin: BTreeSet<String>,
    /// Verbs that say of what they govern that it ends.
    pub(super) end: BTreeSet<String>,
    /// Verbs that say of what they govern that it is not so.
    pub(super) refuse: BTreeSet<String>,
    /// Verbs that say of what they govern that somebody means to do it.
    pub(super) intend: BTreeSet<String>,
    /// Verbs whose object comes of another act: "merged to form X".
    pub(super) result: BTreeSet<String>,
    /// Verbs whose subject comes of another act: "X formed when Y split".
    pub(super) emerge: BTreeSet<String>,
    /// Nouns for what has members.
    pub(super) container: BTreeSet<String>,
    /// Nouns for posts in an armed group.
    pub(super) post: BTreeSet<String>,
    /// Verbs that say who the members are.
    pub(super) comprise: BTreeSet<String>,
    /// Acts of force that are nouns for what is done to somebody: "the killing of".
    pub(super) harm: BTreeSet<String>,
    /// What is said of a relation that is one of enmity.
    pub(super) hostile: BTreeSet<String>,
    /// What is said of a group that has left another.
    pub(super) splinter: BTreeSet<String>,
    /// What is said of people who have left.
    pub(super) deserter: BTreeSet<String>,
    /// Adverbs and adjectives that make the subjects of an act its partners.
    pub(super) jointly: BTreeSet<String>,
    /// Prepositions that name a partner of the subject.
    pub(super) alongside: BTreeSet<String>,
    /// Nouns that do so between "in" and "with".
    pub(super) in_with: BTreeSet<String>,
    /// Acts of force, whose "against" and "on" name whom the subject is against.
    pub(super) force: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    lists: Lists,
    word: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    says: Vec<Says>,
    #[serde(default)]
    begins: bool,
    #[serde(default)]
    states: bool,
    #[serde(default)]
    ends: bool,
}

impl TieWords {
    /// The built-in words.
    pub(super) fn builtin() -> &'static TieWords {
        static WORDS: OnceLock<TieWords> = OnceLock::new();
        WORDS.get_or_init(|| {
            TieWords::from_toml("ties.toml", include_str!("../../../../data/ties.toml"))
                .expect("the built-in words of ties are checked by a test")
        })
    }

    fn from_toml(path: &str, text: &str) -> Result<TieWords, KnowledgeError> {
        let file: File = toml::from_str(text).map_err(|e| KnowledgeError::toml(path, text, &e))?;
        let mut words = TieWords { lists: file.lists, ..TieWords::default() };
        for row in file.word {
            let entry = |with: &str| Entry {
                with: with.to_owned(),
                says: row.says.clone(),
                begins: row.begins,
                states: row.states,
                ends: row.ends,
            };
            for phrase in &row.verbs {
                let (verb, with) = phrase.split_once(' ').unwrap_or((phrase, ""));
                words.verbs.entry(verb.to_owned()).or_default().push(entry(with));
            }
            for phrase in &row.nouns {
                let (with, noun) = phrase.rsplit_once(' ').unwrap_or(("", phrase));
                words.nouns.entry(noun.to_owned()).or_default().push(entry(with));
            }
            for adjective in &row.adjectives {
                words.adjectives.entry(adjective.clone()).or_default().push(entry(""));
            }
        }
        Ok(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_words_are_read() {
        let words = TieWords::builtin();
        assert!(words.verbs.len() > 20 && words.nouns.len() > 20 && words.adjectives.len() > 5);
    }

    #[test]
    fn a_pattern_that_names_no_kind_is_refused_with_its_line() {
        let text = include_str!("../../../../data/ties.toml").replacen(
            "\"subj ally subj\"",
            "\"subj friend subj\"",
            1,
        );
        let error = TieWords::from_toml("ties.toml", &text).err().map(|e| e.to_string()).unwrap_or_default();
        assert!(error.starts_with("ties.toml:") && error.contains("friend"), "{error}");
    }
}
