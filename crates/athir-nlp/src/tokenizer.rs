//! Splits text into words as spaCy's English tokenizer does.
//!
//! Whitespace separates chunks; affix rules peel punctuation off a chunk; exceptions ("don't", "U.S.")
//! say how the rest is split. Exceptions that the affix rules would break up are found again afterwards in
//! the sequence of words.

use serde::Deserialize;

use crate::ModelError;
use crate::affix::AffixRules;
use crate::chars::is_space;
use crate::hash::{FastMap, FastSet};
use crate::url::is_url;

/// The part of `model.json` that the tokenizer reads.
#[derive(Deserialize)]
pub(crate) struct TokenizerConfig {
    #[serde(flatten)]
    affixes: AffixRules,
    exceptions: FastMap<String, Vec<Vec<String>>>,
}

/// A word of a chunk: its bytes, and the norm that an exception gives it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Word<'m> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) norm: Option<&'m str>,
}

/// A stretch of text without a change between whitespace and other characters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Chunk {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether one space follows that belongs to the chunk's last word.
    pub(crate) space_after: bool,
}

/// The tokenizer's tables.
pub(crate) struct Tokenizer {
    affixes: AffixRules,
    exceptions: FastMap<String, Vec<Piece>>,
    longest_exception: usize,
    /// Exceptions that the affix rules break up, as the words they are broken into, by their first word.
    specials: FastMap<String, Vec<Vec<String>>>,
}

/// A word of an exception: its length in bytes, and its norm.
struct Piece {
    len: usize,
    norm: Option<String>,
}

impl Tokenizer {
    pub(crate) fn new(config: TokenizerConfig) -> Result<Tokenizer, ModelError> {
        let TokenizerConfig { affixes, exceptions } = config;
        if !affixes.is_complete() {
            return Err(ModelError::Misfit {
                what: "a tokenizer rule is empty or names a class that is not there",
            });
        }
        let rejoins = |(text, words): (&String, &Vec<Vec<String>>)| {
            let written = words.iter().map(|word| word.first().map_or("", String::as_str));
            !words.is_empty()
                && written.clone().all(|word| !word.is_empty())
                && written.collect::<String>() == *text
        };
        if !exceptions.iter().all(rejoins) {
            return Err(ModelError::Misfit { what: "a tokenizer exception is not its words joined" });
        }
        let exceptions = exceptions.into_iter().map(|(text, words)| {
            let pieces = words.into_iter().map(|mut word| {
                let norm = if word.len() > 1 { word.pop() } else { None };
                Piece { len: word.first().map_or(0, String::len), norm }
            });
            (text, pieces.collect())
        });
        let exceptions: FastMap<String, Vec<Piece>> = exceptions.collect();
        let longest_exception = exceptions.keys().map(String::len).max().unwrap_or(0);
        let mut tokenizer =
            Tokenizer { affixes, exceptions, longest_exception, specials: FastMap::default() };
        let mut specials: FastMap<String, Vec<Vec<String>>> = FastMap::default();
        for text in tokenizer.exceptions.keys().filter(|text| tokenizer.is_broken_up(text)) {
            let words = tokenizer.words_without_exceptions(text);
            if let Some(first) = words.first() {
                specials.entry(first.clone()).or_default().push(words);
            }
        }
        tokenizer.specials = specials;
        Ok(tokenizer)
    }

    /// Whether there is an exception for this text. Long texts are not hashed for it.
    fn is_exception(&self, text: &str) -> bool {
        text.len() <= self.longest_exception && self.exceptions.contains_key(text)
    }

    fn is_broken_up(&self, exception: &str) -> bool {
        self.affixes.prefix_len(exception) > 0
            || self.affixes.suffix_len(exception) > 0
            || self.affixes.next_infix(exception, 0).is_some()
            || exception.contains(' ')
    }

    fn words_without_exceptions(&self, text: &str) -> Vec<String> {
        let mut words = Vec::new();
        for chunk in chunks(text) {
            let chunk = &text[chunk.start..chunk.end];
            let mut pieces = Vec::new();
            self.peel(chunk, Exceptions::Ignored, &mut pieces);
            words.extend(pieces.iter().map(|word| chunk[word.start..word.end].to_owned()));
        }
        words
    }

    /// Whether a special sequence begins with this word.
    pub(crate) fn starts_special(&self, word: &str) -> bool {
        self.specials.contains_key(word)
    }

    /// Splits one chunk into words.
    pub(crate) fn split<'m>(&'m self, chunk: &str, words: &mut Vec<Word<'m>>) {
        self.peel(chunk, Exceptions::Applied, words);
    }

    fn peel<'m>(&'m self, chunk: &str, exceptions: Exceptions, words: &mut Vec<Word<'m>>) {
        let is_exception = |s: &str| exceptions == Exceptions::Applied && self.is_exception(s);
        if is_exception(chunk) {
            return self.push_exception(chunk, 0, words);
        }
        let (mut start, mut end) = (0, chunk.len());
        let mut suffixes = Vec::new();
        let mut take_prefix = |start: &mut usize, len: usize| {
            words.push(Word { start: *start, end: *start + len, norm: None });
            *start += len;
        };
        while start < end {
            let middle = &chunk[start..end];
            if is_exception(middle) {
                break;
            }
            let prefix = self.affixes.prefix_len(middle);
            if prefix > 0 && is_exception(&middle[prefix..]) {
                take_prefix(&mut start, prefix);
                break;
            }
            let suffix = self.affixes.suffix_len(&middle[prefix..]);
            if suffix > 0 && is_exception(&middle[..middle.len() - suffix]) {
                suffixes.push(end - suffix..end);
                end -= suffix;
                break;
            }
            if prefix == 0 && suffix == 0 {
                break;
            }
            if suffix > 0 {
                suffixes.push(end - suffix..end);
                end -= suffix;
            }
            if prefix > 0 {
                take_prefix(&mut start, prefix);
            }
        }
        let middle = &chunk[start..end];
        if is_exception(middle) {
            self.push_exception(middle, start, words);
        } else if is_url(middle, self.affixes.url_letters()) {
            words.push(Word { start, end, norm: None });
        } else if !middle.is_empty() {
            self.split_at_infixes(middle, start, words);
        }
        words.extend(suffixes.into_iter().rev().map(|range| Word {
            start: range.start,
            end: range.end,
            norm: None,
        }));
    }

    fn push_exception<'m>(&'m self, text: &str, at: usize, words: &mut Vec<Word<'m>>) {
        let mut start = at;
        for piece in &self.exceptions[text] {
            words.push(Word { start, end: start + piece.len, norm: piece.norm.as_deref() });
            start += piece.len;
        }
    }

    fn split_at_infixes<'m>(&'m self, text: &str, at: usize, words: &mut Vec<Word<'m>>) {
        let mut push = |from: usize, to: usize| {
            if from < to {
                words.push(Word { start: at + from, end: at + to, norm: None });
            }
        };
        let (mut done, mut from) = (0, 0);
        while let Some((start, end)) = self.affixes.next_infix(text, from) {
            // An infix cannot stand first: what begins with it stays whole.
            if start > 0 {
                push(done, start);
                push(start, end);
                done = end;
            }
            from = end;
        }
        push(done, text.len());
    }

    /// Finds exceptions in a sequence of words, longest first, none overlapping a longer one. Yields the
    /// range of words and the words that replace it, whose places count from the first byte of the range.
    pub(crate) fn specials<'m, 't>(
        &'m self,
        n: usize,
        may_start: impl Fn(usize) -> bool,
        word: impl Fn(usize) -> &'t str,
        covered: impl Fn(usize, usize) -> &'t str,
    ) -> Vec<Special<'m>> {
        let mut spans: Vec<(usize, usize)> = Vec::new();
        for first in (0..n).filter(|&i| may_start(i)) {
            for special in self.specials.get(word(first)).into_iter().flatten() {
                let last = first + special.len() - 1;
                if last < n && special.iter().zip(first..).all(|(text, i)| text == word(i)) {
                    spans.push((first, last));
                }
            }
        }
        spans.sort_unstable_by_key(|&(first, last)| (std::cmp::Reverse(last - first), first));
        spans.dedup();
        let mut seen: FastSet<usize> = FastSet::default();
        let mut found = Vec::new();
        for (first, last) in spans {
            // A span that is turned down blocks others all the same, as it does in spaCy.
            let free = !seen.contains(&first) && !seen.contains(&last);
            seen.extend(first..=last);
            let text = covered(first, last);
            if free && self.is_exception(text) {
                let mut words = Vec::new();
                self.push_exception(text, 0, &mut words);
                found.push(Special { first, last, words });
            }
        }
        found.sort_unstable_by_key(|special| special.first);
        found
    }
}

/// Whether the exceptions take part in splitting a chunk.
#[derive(Clone, Copy, PartialEq)]
enum Exceptions {
    Applied,
    Ignored,
}

/// An exception found in a sequence of words.
pub(crate) struct Special<'m> {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) words: Vec<Word<'m>>,
}

/// Cuts text where whitespace begins or ends; one space after a chunk goes with it.
pub(crate) fn chunks(text: &str) -> impl Iterator<Item = Chunk> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = &text[start..];
        let in_space = is_space(rest.chars().next()?);
        let len = rest.find(|c| is_space(c) != in_space).unwrap_or(rest.len());
        let end = start + len;
        // A chunk of whitespace is followed by something else, so the space is always after a word.
        let space_after = text[end..].starts_with(' ');
        let chunk = Chunk { start, end, space_after };
        start = end + usize::from(space_after);
        Some(chunk)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_space_goes_with_the_word_and_more_are_a_chunk() {
        let found: Vec<_> = chunks("a  b\n\nc ").map(|c| (c.start, c.end, c.space_after)).collect();
        assert_eq!(found, [(0, 1, true), (2, 3, false), (3, 4, false), (4, 6, false), (6, 7, true)]);
    }
}
