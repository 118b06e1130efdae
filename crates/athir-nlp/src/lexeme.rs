//! Word types: what the network and the rules need to know of a word, whatever its context.

use crate::chars::{Letters, is_space};
use crate::hash::{FastMap, string_hash};
use crate::ruler::{Candidates, Ruler};

/// A word type, with the ids of its lexical features.
#[derive(Debug)]
pub(crate) struct Lexeme {
    pub(crate) text: Box<str>,
    pub(crate) lower: Box<str>,
    pub(crate) norm: u64,
    pub(crate) prefix: u64,
    pub(crate) suffix: u64,
    pub(crate) shape: u64,
    pub(crate) is_space: bool,
    /// The row of its word vector.
    pub(crate) vector: Option<usize>,
    /// Whether a special sequence of the tokenizer begins with it.
    pub(crate) starts_special: bool,
    /// The patterns of the attribute ruler that its lower-case form admits.
    pub(crate) candidates: Candidates,
}

/// The tables from which lexemes are made.
pub(crate) struct Vocab {
    pub(crate) letters: Letters,
    /// Ids of the strings that spaCy keeps as symbols; they are not hashes.
    pub(crate) symbols: FastMap<String, u64>,
    /// Norms by the id of the word.
    pub(crate) lexeme_norms: FastMap<u64, String>,
    /// Norms by the word.
    pub(crate) base_norms: FastMap<String, String>,
    /// Sorted ids of the words that have vectors, and the row of each.
    pub(crate) vector_keys: Vec<u64>,
    pub(crate) vector_rows: Vec<u16>,
}

impl Vocab {
    /// The id by which spaCy's features know a string.
    pub(crate) fn id(&self, text: &str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        self.symbols.get(text).copied().unwrap_or_else(|| string_hash(text))
    }

    /// Makes the lexeme of a word; `norm` replaces the norm that the tables give.
    pub(crate) fn lexeme(
        &self,
        text: &str,
        norm: Option<&str>,
        starts_special: bool,
        ruler: &Ruler,
    ) -> Lexeme {
        let known_as = known_as(text);
        let id = self.id(known_as);
        let lower = text.to_lowercase();
        let from_tables =
            || self.lexeme_norms.get(&id).or_else(|| self.base_norms.get(known_as)).map(String::as_str);
        let norm = self.id(norm.or_else(from_tables).unwrap_or(&known_as.to_lowercase()));
        let after_first = known_as.chars().next().map_or(0, char::len_utf8);
        let last_three = known_as.char_indices().rev().take(3).last().map_or(0, |(at, _)| at);
        Lexeme {
            norm,
            prefix: self.id(&known_as[..after_first]),
            suffix: self.id(&known_as[last_three..]),
            shape: self.id(&self.letters.shape(known_as)),
            is_space: text.chars().all(is_space),
            vector: self.vector_keys.binary_search(&id).ok().map(|i| usize::from(self.vector_rows[i])),
            starts_special,
            candidates: ruler.candidates(&known_as.to_lowercase()),
            text: text.into(),
            lower: lower.into(),
        }
    }
}

/// "IS executed three men" is the group and no verb, whose capitals a text of ordinary case does not write: the network
/// is to see the longer name of it.
fn known_as(text: &str) -> &str {
    if text == "IS" { "ISIS" } else { text }
}
