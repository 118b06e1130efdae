//! Byte offsets to character offsets.

/// Maps byte offsets of one text to offsets in Unicode characters, with a checkpoint every few bytes.
#[derive(Debug)]
pub(crate) struct Offsets {
    /// Characters before each block of [`BLOCK`] bytes; empty for ASCII text, where both offsets agree.
    blocks: Vec<usize>,
    text: String,
}

const BLOCK: usize = 256;

impl Offsets {
    pub(crate) fn new(text: &str) -> Offsets {
        if text.is_ascii() {
            return Offsets { blocks: Vec::new(), text: String::new() };
        }
        let mut blocks = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut chars = 0;
        for (i, byte) in text.bytes().enumerate() {
            if i % BLOCK == 0 {
                blocks.push(chars);
            }
            chars += usize::from(!is_continuation(byte));
        }
        blocks.push(chars);
        Offsets { blocks, text: text.to_owned() }
    }

    /// Gives the number of characters before a byte offset.
    pub(crate) fn chars(&self, byte: usize) -> usize {
        if self.blocks.is_empty() {
            return byte;
        }
        let block = (byte / BLOCK).min(self.blocks.len() - 1);
        let rest = &self.text.as_bytes()[(block * BLOCK).min(self.text.len())..byte.min(self.text.len())];
        self.blocks[block] + rest.iter().filter(|b| !is_continuation(**b)).count()
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters_before_every_byte_offset() {
        let text = "Tal’at – حلب ".repeat(60);
        let offsets = Offsets::new(&text);
        for (n, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.chars(byte), n);
        }
        assert_eq!(offsets.chars(text.len()), text.chars().count());
    }
}
