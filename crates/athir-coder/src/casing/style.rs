//! Which passages of a text have lost their case.

use std::ops::Range;

/// A passage whose letters are all of one case.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Passage {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// Line ends in it that only wrap a line.
    pub(super) line_ends: Vec<usize>,
}

/// Words of two letters or more that lines in capitals need, so that "UN, NATO" is no passage of its own.
const FEWEST_IN_CAPITALS: usize = 3;
const FEWEST_LETTERS: usize = 12;
/// Words that a text in lower case needs.
const FEWEST_SMALL: usize = 8;
/// A line of fewer bytes ends where its writer meant it to.
const WRAPPED: usize = 45;

/// The passages in capitals; for a text without a capital, the whole of it.
pub(super) fn passages(text: &str) -> Vec<Passage> {
    let whole = Letters::of(text);
    if whole.capitals == 0 {
        let range = 0..text.len();
        return if whole.words >= FEWEST_SMALL {
            vec![Passage { range, line_ends: Vec::new() }]
        } else {
            Vec::new()
        };
    }
    let mut passages = Vec::new();
    let mut open: Option<(Range<usize>, Letters)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let letters = Letters::of(line);
        if letters.all == 0 {
            continue;
        }
        if letters.in_capitals() {
            let (run, sum) = open.get_or_insert((range.clone(), Letters::default()));
            run.end = range.end;
            sum.add(letters);
        } else if let Some((run, sum)) = open.take() {
            passages.extend(passage(text, run, sum));
        }
    }
    if let Some((run, sum)) = open {
        passages.extend(passage(text, run, sum));
    }
    passages
}

fn passage(text: &str, range: Range<usize>, letters: Letters) -> Option<Passage> {
    if letters.words < FEWEST_IN_CAPITALS || letters.all < FEWEST_LETTERS {
        return None;
    }
    let mut line_ends = Vec::new();
    let mut line_start = range.start;
    for (n, _) in text[range.clone()].match_indices('\n') {
        let end = range.start + n;
        let line = text[line_start..end].trim_end();
        let next_goes_on = text[end + 1..range.end].starts_with(|c: char| !c.is_whitespace());
        if line.len() >= WRAPPED && next_goes_on && !text[..end].ends_with('\r') {
            line_ends.push(end);
        }
        line_start = end + 1;
    }
    Some(Passage { range, line_ends })
}

/// How many letters, capitals among them, and words of two letters or more.
#[derive(Clone, Copy, Debug, Default)]
struct Letters {
    all: usize,
    capitals: usize,
    words: usize,
}

impl Letters {
    fn of(text: &str) -> Letters {
        let mut letters = Letters::default();
        let mut length = 0;
        for c in text.chars() {
            if c.is_alphabetic() {
                length += 1;
                letters.words += usize::from(length == 2);
                letters.all += 1;
                letters.capitals += usize::from(c.is_uppercase());
            } else {
                length = 0;
            }
        }
        letters
    }

    fn add(&mut self, other: Letters) {
        self.all += other.all;
        self.capitals += other.capitals;
        self.words += other.words;
    }

    /// Whether all letters are capitals, but for a slip in twenty.
    fn in_capitals(self) -> bool {
        self.capitals * 20 >= self.all * 19
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        passages(text).into_iter().map(|p| text[p.range].trim_end()).collect()
    }

    #[test]
    fn finds_headlines_in_capitals_and_leaves_the_text_below() {
        assert_eq!(found("REBELS TAKE KAFR ZAYTA\n\nRebels took it on Monday."), ["REBELS TAKE KAFR ZAYTA"]);
    }

    #[test]
    fn leaves_ordinary_text_and_abbreviations_alone() {
        assert!(found("Rebels took Kafr Zayta on Monday.\n\nUN, NATO\n\nThe UN said so.").is_empty());
        assert!(found("no capitals here").is_empty());
    }

    #[test]
    fn a_text_without_capitals_is_one_passage() {
        let text = "rebels took the town on monday. the army left it.";
        assert_eq!(found(text), [text]);
    }

    #[test]
    fn only_long_lines_are_wrapped() {
        let text = "TITLE OF IT\nREBELS TOOK THE TOWN OF KAFR ZAYTA ON MONDAY, AND THE\nARMY LEFT IT.\n\n   THE END CAME.";
        let passages = passages(text);
        assert_eq!(passages.len(), 1);
        assert_eq!(passages[0].line_ends, [text.find("\nARMY").unwrap()]);
    }
}
