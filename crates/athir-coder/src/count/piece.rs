//! The words, numerals and marks of a report, cut finer than its tokens.
//!
//! "12-year", "30km", "15/06/2016" and "9.30pm" are one token each or several, as the tokenizer has it. The readers of
//! numbers and times see the same pieces in both cases, and each piece knows its token.

use std::ops::Range;

use athir_nlp::{Doc, Token};

/// The longest word that the readers know.
const LONGEST: usize = 16;

/// What a piece is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Letters, with an apostrophe or the dots of "p.m" inside.
    Word,
    /// Digits of ASCII.
    Digits,
    /// One sign.
    Mark,
}

/// A word, a numeral or a mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'d> {
    /// Index of the token that it lies in.
    pub(crate) token: usize,
    /// Where it begins, in bytes of the text.
    pub(crate) start: usize,
    /// The words of the text.
    pub(crate) text: &'d str,
    /// What it is made of.
    pub(crate) shape: Shape,
    /// Whether it touches the piece before it.
    pub(crate) glued: bool,
    lower: [u8; LONGEST],
}

impl Piece<'_> {
    /// The word in lower case, or the mark; empty for numerals and for words that no reader knows.
    pub(crate) fn word(&self) -> &str {
        let len = if self.shape == Shape::Digits || self.text.len() > LONGEST { 0 } else { self.text.len() };
        std::str::from_utf8(&self.lower[..len]).unwrap_or_default()
    }

    /// Whether it is this word (given in lower case) or this mark.
    pub(crate) fn is(&self, word: &str) -> bool {
        self.shape != Shape::Digits && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is one of these words.
    pub(crate) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// Whether it begins with a capital letter.
    pub(crate) fn is_capitalised(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// Whether it joins the parts of a compound or of a range: a hyphen or a dash.
    pub(crate) fn is_dash(&self) -> bool {
        matches!(self.text, "-" | "–" | "—" | "‐" | "‑")
    }

    /// The value of a numeral of at most `most` digits.
    pub(crate) fn digits(&self, most: usize) -> Option<u32> {
        (self.shape == Shape::Digits && self.text.len() <= most).then(|| self.text.parse().ok()).flatten()
    }
}

/// Cuts the tokens of `doc` into pieces, in text order.
pub(crate) fn pieces(doc: &Doc) -> Vec<Piece<'_>> {
    pieces_of(doc, 0..doc.len())
}

/// Cuts a run of tokens into pieces, in text order.
pub(crate) fn pieces_of(doc: &Doc, tokens: Range<usize>) -> Vec<Piece<'_>> {
    let mut pieces = Vec::with_capacity(tokens.len() + tokens.len() / 4);
    let mut end = usize::MAX;
    for token in tokens.map(|i| doc.token(i)).filter(|token| !token.is_space()) {
        let touches = end == token.span().start();
        end = token.span().end();
        cut(token, touches, &mut pieces);
    }
    pieces
}

fn cut<'d>(token: Token<'d>, touches: bool, pieces: &mut Vec<Piece<'d>>) {
    let text = token.text();
    let mut start = 0;
    while let Some(first) = text[start..].chars().next() {
        let (shape, end) = if first.is_ascii_digit() {
            (Shape::Digits, end_of_digits(text, start))
        } else if first.is_alphabetic() {
            (Shape::Word, end_of_word(text, start))
        } else {
            (Shape::Mark, start + first.len_utf8())
        };
        let piece = &text[start..end];
        let mut lower = [0; LONGEST];
        if let (Some(target), true) = (lower.get_mut(..piece.len()), piece.is_ascii()) {
            target.copy_from_slice(piece.as_bytes());
            target.make_ascii_lowercase();
        }
        let (token, begins) = (token.index(), token.span().start() + start);
        pieces.push(Piece { token, start: begins, text: piece, shape, glued: start > 0 || touches, lower });
        start = end;
    }
}

fn end_of_digits(text: &str, start: usize) -> usize {
    text[start..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |n| start + n)
}

/// The end of the word at `start`. An apostrophe between letters belongs to it ("Hay'at"), and so do the dots
/// between single letters ("p.m", "U.S").
fn end_of_word(text: &str, start: usize) -> usize {
    let mut letters = 0;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let before_letter = chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if c.is_alphabetic() {
            letters += 1;
        } else if before_letter && (matches!(c, '\'' | '’') && letters > 0 || c == '.' && letters == 1) {
            letters = 0;
        } else {
            return start + at;
        }
    }
    text.len()
}
