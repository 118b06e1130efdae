//! Passages of a benchmark's text: its records count characters, Rust slices by bytes.

use std::ops::Range;

/// Where each character of a text begins, in bytes.
pub(super) struct Characters(Vec<usize>);

impl Characters {
    pub(super) fn of(text: &str) -> Characters {
        Characters(text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect())
    }

    /// The byte at which a character begins; the text's end for one behind it.
    pub(super) fn byte(&self, character: usize) -> usize {
        self.0[character.min(self.0.len() - 1)]
    }
}

/// The words around a difference.
pub(super) fn excerpt(text: &str, around: Range<usize>) -> String {
    const REACH: usize = 90;
    let start = text[..around.start].char_indices().rev().nth(REACH).map_or(0, |(byte, _)| byte);
    let end = text[around.end..].char_indices().nth(REACH).map_or(text.len(), |(byte, _)| around.end + byte);
    text[start..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_found_by_number_and_none_lies_behind_the_end() {
        let text = "Ḥamā fell";
        let characters = Characters::of(text);
        assert_eq!(&text[characters.byte(0)..characters.byte(4)], "Ḥamā");
        assert_eq!(characters.byte(9), text.len());
        assert_eq!(characters.byte(99), text.len());
    }
}
