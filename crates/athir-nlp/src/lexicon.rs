//! What one thread remembers of the words that it has seen.

use crate::hash::FastMap;
use crate::labels::Pos;
use crate::lexeme::{Lexeme, Vocab};
use crate::ruler::Ruler;
use crate::tokenizer::{Chunk, Tokenizer, Word, chunks};

/// A token before it is annotated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RawToken {
    pub(crate) lexeme: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) space_after: bool,
}

/// The words seen so far: lexemes, how chunks split, lemmas. It only saves work and never changes a result;
/// it is emptied when it has grown to [`MOST_LEXEMES`] or [`MOST_BYTES`].
#[derive(Default)]
pub(crate) struct Lexicon {
    pub(crate) lexemes: Vec<Lexeme>,
    by_text: FastMap<Box<str>, u32>,
    /// Words whose norm an exception sets, by text and norm.
    by_norm: FastMap<(Box<str>, Box<str>), u32>,
    /// How a chunk splits: places in `words`.
    chunks: FastMap<Box<str>, (u32, u32)>,
    words: Vec<(u32, u32)>,
    /// The length of all chunks.
    bytes: usize,
    lemmas: FastMap<(u32, Pos, u16), Box<str>>,
}

/// The number of lexemes at which a lexicon is emptied.
const MOST_LEXEMES: usize = 60_000;
/// The length of all chunks at which a lexicon is emptied.
const MOST_BYTES: usize = 4 << 20;

/// The immutable tables that make words.
#[derive(Clone, Copy)]
pub(crate) struct Tables<'m> {
    pub(crate) vocab: &'m Vocab,
    pub(crate) tokenizer: &'m Tokenizer,
    pub(crate) ruler: &'m Ruler,
}

impl Lexicon {
    /// Empties the lexicon if it has grown too large. Lexemes of earlier texts are invalid afterwards.
    pub(crate) fn trim(&mut self) -> bool {
        let full = self.lexemes.len() >= MOST_LEXEMES || self.bytes >= MOST_BYTES;
        if full {
            *self = Lexicon::default();
        }
        full
    }

    fn lexeme(&mut self, text: &str, norm: Option<&str>, tables: Tables<'_>) -> u32 {
        let next = self.lexemes.len() as u32;
        let make = || {
            let starts_special = tables.tokenizer.starts_special(text);
            tables.vocab.lexeme(text, norm, starts_special, tables.ruler)
        };
        match norm {
            None => {
                if let Some(&known) = self.by_text.get(text) {
                    return known;
                }
                self.by_text.insert(text.into(), next);
            }
            Some(norm) => {
                let key = (Box::from(text), Box::from(norm));
                if let Some(&known) = self.by_norm.get(&key) {
                    return known;
                }
                self.by_norm.insert(key, next);
            }
        }
        self.lexemes.push(make());
        next
    }

    /// Splits a text into tokens. Places count from the beginning of `text` plus `offset`.
    pub(crate) fn tokenize(
        &mut self,
        text: &str,
        offset: usize,
        tables: Tables<'_>,
        tokens: &mut Vec<RawToken>,
    ) {
        let first = tokens.len();
        for chunk in chunks(text) {
            self.push_chunk(text, chunk, offset, tables, tokens);
        }
        let sequence = &tokens[first..];
        if sequence.iter().any(|token| self.lexemes[token.lexeme as usize].starts_special) {
            let replaced = self.replace_specials(text, offset, sequence, tables);
            if let Some(replaced) = replaced {
                tokens.truncate(first);
                tokens.extend(replaced);
            }
        }
    }

    fn push_chunk(
        &mut self,
        text: &str,
        chunk: Chunk,
        offset: usize,
        tables: Tables<'_>,
        tokens: &mut Vec<RawToken>,
    ) {
        let Chunk { start, end, space_after } = chunk;
        let written = &text[start..end];
        let known = match self.chunks.get(written) {
            Some(&range) => range,
            None => {
                let mut words = Vec::new();
                tables.tokenizer.split(written, &mut words);
                let from = self.words.len() as u32;
                for Word { start, end, norm } in words {
                    let lexeme = self.lexeme(&written[start..end], norm, tables);
                    self.words.push((lexeme, (end - start) as u32));
                }
                let range = (from, self.words.len() as u32);
                self.chunks.insert(written.into(), range);
                self.bytes += written.len();
                range
            }
        };
        let mut at = (offset + start) as u32;
        for &(lexeme, len) in &self.words[known.0 as usize..known.1 as usize] {
            tokens.push(RawToken { lexeme, start: at, end: at + len, space_after: false });
            at += len;
        }
        if let Some(last) = tokens.last_mut() {
            last.space_after = space_after;
        }
    }

    fn replace_specials(
        &mut self,
        text: &str,
        offset: usize,
        sequence: &[RawToken],
        tables: Tables<'_>,
    ) -> Option<Vec<RawToken>> {
        let specials = tables.tokenizer.specials(
            sequence.len(),
            |i| self.lexemes[sequence[i].lexeme as usize].starts_special,
            |i| &self.lexemes[sequence[i].lexeme as usize].text,
            |first, last| {
                &text[sequence[first].start as usize - offset..sequence[last].end as usize - offset]
            },
        );
        if specials.is_empty() {
            return None;
        }
        let mut replaced = Vec::with_capacity(sequence.len());
        let mut done = 0;
        for special in specials {
            replaced.extend_from_slice(&sequence[done..special.first]);
            let base = sequence[special.first].start;
            for Word { start, end, norm } in special.words {
                let span = base + start as u32..base + end as u32;
                let written = &text[span.start as usize - offset..span.end as usize - offset];
                let lexeme = self.lexeme(written, norm, tables);
                replaced.push(RawToken { lexeme, start: span.start, end: span.end, space_after: false });
            }
            if let Some(last) = replaced.last_mut() {
                last.space_after = sequence[special.last].space_after;
            }
            done = special.last + 1;
        }
        replaced.extend_from_slice(&sequence[done..]);
        Some(replaced)
    }

    /// The lemma of a token, worked out once for each word, part of speech and morphology.
    pub(crate) fn lemma(&mut self, key: (u32, Pos, u16), make: impl FnOnce(&Lexeme) -> String) -> &str {
        let Lexicon { lexemes, lemmas, .. } = self;
        lemmas.entry(key).or_insert_with(|| make(&lexemes[key.0 as usize]).into_boxed_str())
    }
}
