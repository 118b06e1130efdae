//! The tokenizer's prefix, suffix and infix rules, as lists of alternatives tried in order.

use serde::Deserialize;

use crate::chars::CharClass;

/// One step of an alternative.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Piece {
    /// This character.
    Char(char),
    /// A character of this class.
    Class(usize),
    /// This character, once or more.
    Many { many: char },
}

/// One way in which a rule can match.
#[derive(Debug, Deserialize)]
struct Alternative {
    #[serde(rename = "match")]
    pieces: Vec<Piece>,
    /// What must stand before the match.
    #[serde(default)]
    behind: Vec<Piece>,
    /// The class of which a character must follow.
    ahead: Option<usize>,
    /// The class of which no character may follow.
    not_ahead: Option<usize>,
}

/// The affix rules of a language.
#[derive(Debug, Deserialize)]
pub(crate) struct AffixRules {
    prefix: Vec<Alternative>,
    suffix: Vec<Alternative>,
    infix: Vec<Alternative>,
    classes: Vec<CharClass>,
    url_letters: usize,
}

impl AffixRules {
    /// Whether every class that a rule names is there.
    pub(crate) fn is_complete(&self) -> bool {
        let is_class = |class: usize| class < self.classes.len();
        let is_known = |piece: &Piece| match piece {
            Piece::Class(class) => is_class(*class),
            Piece::Char(_) | Piece::Many { .. } => true,
        };
        is_class(self.url_letters)
            && self.prefix.iter().chain(&self.suffix).chain(&self.infix).all(|alternative| {
                let Alternative { pieces, behind, ahead, not_ahead } = alternative;
                !pieces.is_empty()
                    && pieces.iter().chain(behind).all(is_known)
                    && ahead.iter().chain(not_ahead).all(|&class| is_class(class))
            })
    }

    /// The letters of top-level domains.
    pub(crate) fn url_letters(&self) -> &CharClass {
        &self.classes[self.url_letters]
    }

    /// The length in bytes of the prefix that `text` begins with, or 0.
    pub(crate) fn prefix_len(&self, text: &str) -> usize {
        self.prefix.iter().find_map(|a| self.match_end(a, text, 0)).unwrap_or(0)
    }

    /// The length in bytes of the suffix that `text` ends with, or 0. The one that begins first counts.
    pub(crate) fn suffix_len(&self, text: &str) -> usize {
        let start = self.suffix.iter().filter_map(|a| self.match_back(a, text)).min();
        text.len() - start.unwrap_or(text.len())
    }

    /// The first infix at or after byte `from`, as a byte range.
    pub(crate) fn next_infix(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        text[from..].char_indices().find_map(|(offset, _)| {
            let start = from + offset;
            self.infix.iter().find_map(|a| self.match_end(a, text, start)).map(|end| (start, end))
        })
    }

    fn admits(&self, piece: &Piece, c: char) -> bool {
        match piece {
            Piece::Char(wanted) | Piece::Many { many: wanted } => c == *wanted,
            Piece::Class(class) => self.classes[*class].contains(c),
        }
    }

    /// Where the alternative ends if it matches at `start`.
    fn match_end(&self, alternative: &Alternative, text: &str, start: usize) -> Option<usize> {
        let mut rest = text[start..].chars();
        for piece in &alternative.pieces {
            if !self.admits(piece, rest.next()?) {
                return None;
            }
            if let Piece::Many { many } = piece {
                rest = rest.as_str().trim_start_matches(*many).chars();
            }
        }
        let end = text.len() - rest.as_str().len();
        let next = rest.next();
        let follows = |class: usize| next.is_some_and(|c| self.classes[class].contains(c));
        let context = self.stands_behind(alternative, &text[..start])
            && alternative.ahead.is_none_or(follows)
            && !alternative.not_ahead.is_some_and(follows);
        context.then_some(end)
    }

    /// Where the alternative begins if it matches up to the end of the text.
    fn match_back(&self, alternative: &Alternative, text: &str) -> Option<usize> {
        let mut rest = text;
        for piece in alternative.pieces.iter().rev() {
            let c = rest.chars().next_back()?;
            if !self.admits(piece, c) {
                return None;
            }
            rest = &rest[..rest.len() - c.len_utf8()];
        }
        // A repeated piece reaches as far back as its character does, less what the pieces before it took.
        if let [Piece::Char(first), Piece::Many { many }] = alternative.pieces[..]
            && first == many
        {
            rest = rest.trim_end_matches(many);
        }
        self.stands_behind(alternative, rest).then_some(rest.len())
    }

    fn stands_behind(&self, alternative: &Alternative, before: &str) -> bool {
        let mut chars = before.chars();
        alternative.behind.iter().rev().all(|piece| chars.next_back().is_some_and(|c| self.admits(piece, c)))
    }
}
