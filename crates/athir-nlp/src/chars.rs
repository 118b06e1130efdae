//! Character classes: those of the tokenizer's rules, and Python's notion of letters, digits and spaces.

use serde::Deserialize;

/// A set of characters, as sorted inclusive ranges with a bitmap for ASCII.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<u32>")]
pub(crate) struct CharClass {
    ascii: u128,
    ranges: Vec<(u32, u32)>,
}

impl From<Vec<u32>> for CharClass {
    fn from(bounds: Vec<u32>) -> CharClass {
        let ranges: Vec<_> = bounds.as_chunks::<2>().0.iter().map(|&[low, high]| (low, high)).collect();
        let in_ranges = |c| ranges.iter().any(|&(low, high)| (low..=high).contains(&c));
        let ascii = (0..128).filter(|&c| in_ranges(c)).fold(0, |bits, c| bits | 1 << c);
        CharClass { ascii, ranges }
    }
}

impl CharClass {
    pub(crate) fn contains(&self, c: char) -> bool {
        let c = u32::from(c);
        if c < 128 {
            return self.ascii >> c & 1 == 1;
        }
        let after = self.ranges.partition_point(|&(low, _)| low <= c);
        after > 0 && c <= self.ranges[after - 1].1
    }
}

/// Python's `str.isspace`, which differs from Unicode White_Space in U+001C..=U+001F.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// The classes that decide a word's shape, with the Unicode version of the Python that trained the model.
#[derive(Debug, Deserialize)]
pub(crate) struct Letters {
    /// Python's `str.isalpha`: categories Lu, Ll, Lt, Lm and Lo.
    alpha: CharClass,
    /// Python's `str.isdigit`: Numeric_Type Decimal or Digit.
    digit: CharClass,
}

impl Letters {
    pub(crate) fn is_alpha(&self, text: &str) -> bool {
        !text.is_empty() && text.chars().all(|c| self.alpha.contains(c))
    }

    /// Abstracts a word to its shape: `Xxxx`, `dd`, `X.X.`; a run of one kind is cut after four.
    pub(crate) fn shape(&self, text: &str) -> String {
        if text.chars().count() >= 100 {
            return "LONG".to_owned();
        }
        let mut shape = String::new();
        let (mut last, mut repeats) = (None, 0);
        for c in text.chars() {
            let kind = if self.alpha.contains(c) {
                if c.is_uppercase() { 'X' } else { 'x' }
            } else if self.digit.contains(c) {
                'd'
            } else {
                c
            };
            repeats = if last == Some(kind) { repeats + 1 } else { 0 };
            last = Some(kind);
            if repeats < 4 {
                shape.push(kind);
            }
        }
        shape
    }
}
