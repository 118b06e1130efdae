//! Byte ranges of a text.

use std::fmt;
use std::ops::Range;

/// A byte range of a text.
///
/// # Examples
///
/// ```
/// let span = athir_nlp::Span::new(4, 9);
/// assert_eq!(span.slice("two towns fell"), "towns");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The bytes from `start` up to `end`.
    ///
    /// # Panics
    ///
    /// If `end` comes before `start`, or lies beyond 4 GiB.
    pub fn new(start: usize, end: usize) -> Span {
        assert!(start <= end, "a span ends after it starts");
        let narrow = |offset| u32::try_from(offset).expect("texts are shorter than 4 GiB");
        Span { start: narrow(start), end: narrow(end) }
    }

    /// The first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last one.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The number of bytes.
    pub fn len(self) -> usize {
        self.end() - self.start()
    }

    /// Whether the span has no bytes.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range, to index a text with.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The words of `text` that the span covers.
    ///
    /// # Panics
    ///
    /// If `text` is not the text that the span was taken from and has no character boundary there.
    pub fn slice(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
