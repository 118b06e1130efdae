//! The first stage for a stream of news: which reports, and which of their sentences, are worth parsing.
//!
//! A report of sport or business need not be parsed to know that it tells of no war. Each sentence gets the log-odds
//! that it tells of an armed conflict, by a logistic model over the stems of the words that frames and word lists
//! know, and over three marks: that it stands among the first, has a name, has a figure. A report is worth as much
//! as its two best sentences on average. One that is worth much is read whole, one that is worth little not at all,
//! and of one in between the sentences that are worth something. The weights and the three bounds stand in
//! `data/screen.toml`, fitted by the example `fit_screen` of crate `athir`.

use athir_nlp::Span;
use serde::Deserialize;

use crate::error::KnowledgeError;

const SCREEN: &str = include_str!("../../../data/screen.toml");

/// What of a report is worth parsing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Worth {
    /// All of it.
    Whole,
    /// These stretches, in order and without overlap.
    Parts(Vec<Span>),
    /// None of it.
    Nothing,
}

/// Tells by its words alone what of a report is worth parsing.
///
/// # Examples
/// ```
/// use athir_coder::{Screen, Worth};
///
/// let screen = Screen::builtin();
/// assert_eq!(screen.worth("The rebels shelled the army base, killing six soldiers."), Worth::Whole);
/// assert_eq!(screen.worth("The bakery on Mill Lane has a new oven, and its bread is better."), Worth::Nothing);
/// ```
#[derive(Clone, Debug)]
pub struct Screen {
    intercept: f32,
    weights: Weights,
    bounds: Bounds,
}

/// The log-odds at which a report or sentence is let through.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// A report worth less is not read.
    pub report: f32,
    /// A report worth this much is read whole.
    pub whole: f32,
    /// A sentence worth this much is read where its report is not read whole.
    pub sentence: f32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    intercept: f32,
    bounds: Bounds,
    weights: std::collections::BTreeMap<String, f32>,
}

impl Screen {
    /// The screen with the built-in weights.
    ///
    /// # Panics
    /// Never: a test loads the built-in file.
    pub fn builtin() -> &'static Screen {
        static BUILTIN: std::sync::OnceLock<Screen> = std::sync::OnceLock::new();
        BUILTIN.get_or_init(|| {
            Screen::from_toml("screen.toml", SCREEN).expect("the built-in weights are checked by a test")
        })
    }

    /// Reads weights from TOML; `name` is the file that messages name.
    ///
    /// # Errors
    /// Fails where the text is not TOML of this form.
    pub fn from_toml(name: &str, text: &str) -> Result<Screen, KnowledgeError> {
        let file: File = toml::from_str(text).map_err(|e| KnowledgeError::toml(name, text, &e))?;
        let weights =
            Weights::new(file.weights.iter().map(|(sign, &weight)| (hash(sign.as_bytes()), weight)));
        Ok(Screen { intercept: file.intercept, weights, bounds: file.bounds })
    }

    /// Tells what of a report is worth parsing.
    pub fn worth(&self, text: &str) -> Worth {
        let sentences = self.weigh(text);
        let worth = of_report(&sentences);
        if worth >= self.bounds.whole {
            return Worth::Whole;
        }
        if worth < self.bounds.report {
            return Worth::Nothing;
        }
        let mut parts: Vec<Span> = Vec::new();
        for (sentence, _) in sentences.into_iter().filter(|(_, worth)| *worth >= self.bounds.sentence) {
            match parts.last_mut() {
                Some(last) if last.end() == sentence.start() => *last = last.cover(sentence),
                _ => parts.push(sentence),
            }
        }
        if parts.is_empty() { Worth::Nothing } else { Worth::Parts(parts) }
    }

    /// The log-odds that a report tells of an armed conflict.
    pub fn report_log_odds(&self, text: &str) -> f32 {
        of_report(&self.weigh(text))
    }

    /// The sentences with their log-odds.
    fn weigh(&self, text: &str) -> Vec<(Span, f32)> {
        let mut sentences = Vec::with_capacity(text.len() / 100 + 1);
        let mut seen: Vec<u64> = Vec::with_capacity(32);
        for (n, sentence) in sentences_of(text).enumerate() {
            seen.clear();
            let mut worth = self.intercept;
            for_each_sign(sentence.slice(text), n, |sign| {
                let key = hash(sign);
                if let Some(weight) = self.weights.get(key)
                    && !seen.contains(&key)
                {
                    seen.push(key);
                    worth += weight;
                }
            });
            sentences.push((sentence, worth));
        }
        sentences
    }
}

/// The mean of the two best sentences.
fn of_report(sentences: &[(Span, f32)]) -> f32 {
    let (mut best, mut second) = (f32::NEG_INFINITY, f32::NEG_INFINITY);
    for &(_, worth) in sentences {
        if worth > best {
            (best, second) = (worth, best);
        } else if worth > second {
            second = worth;
        }
    }
    if second == f32::NEG_INFINITY { best } else { f32::midpoint(best, second) }
}

/// The signs of a sentence by which the model weighs it, for fitting: stems of words and marks, each once.
pub fn screen_signs(text: &str) -> Vec<(Span, Vec<String>)> {
    let signs = |(n, sentence): (usize, Span)| {
        let mut signs = std::collections::BTreeSet::new();
        for_each_sign(sentence.slice(text), n, |sign| {
            signs.insert(String::from_utf8_lossy(sign).into_owned());
        });
        (sentence, signs.into_iter().collect())
    };
    sentences_of(text).enumerate().map(signs).collect()
}

/// The sentences that are called early in a report.
const N_EARLY: usize = 3;
/// Longer words are names or noise.
const LONGEST_WORD: usize = 24;

/// Calls `f` with each sign of the `n`th sentence of a report; a word that comes twice does so twice.
fn for_each_sign(sentence: &str, n: usize, mut f: impl FnMut(&[u8])) {
    if n < N_EARLY {
        f(b"#early");
    }
    let bytes = sentence.as_bytes();
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0x80;
    let mut word = [0u8; LONGEST_WORD];
    let (mut at, mut is_first, mut has_name, mut has_figure) = (0, true, false, false);
    while at < bytes.len() {
        if !is_letter(bytes[at]) {
            has_figure |= bytes[at].is_ascii_digit();
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && is_letter(bytes[at]) {
            at += 1;
        }
        has_name |= !is_first && bytes[start].is_ascii_uppercase();
        is_first = false;
        if let Some(room) = word.get_mut(..at - start) {
            room.copy_from_slice(&bytes[start..at]);
            room.make_ascii_lowercase();
            let stem = stem(room);
            f(stem);
        }
    }
    if has_name {
        f(b"#name");
    }
    if has_figure {
        f(b"#figure");
    }
}

/// Cuts endings of inflection off a word in lower case. Crude, and the same for all forms of most words.
fn stem(word: &mut [u8]) -> &[u8] {
    const ENDINGS: [&[u8]; 5] = [b"ings", b"ing", b"ed", b"es", b"s"];
    let mut end = word.len();
    for ending in ENDINGS {
        if end >= ending.len() + 3 && word[..end].ends_with(ending) && !word[..end].ends_with(b"ss") {
            end -= ending.len();
            break;
        }
    }
    if end > 3 && word[end - 1] == b'e' {
        end -= 1;
    }
    if end > 3 && word[end - 1] == word[end - 2] {
        end -= 1;
    }
    if word[end - 1] == b'i' {
        word[end - 1] = b'y';
    }
    &word[..end]
}

/// The stem by which the screen knows a word.
pub fn screen_stem(word: &str) -> String {
    let mut bytes = word.to_ascii_lowercase().into_bytes();
    String::from_utf8_lossy(if bytes.is_empty() { &[] } else { stem(&mut bytes) }).into_owned()
}

/// Cuts a text into sentences by its punctuation. White space between sentences belongs to the one before, so that
/// neighbours touch.
fn sentences_of(text: &str) -> impl Iterator<Item = Span> + '_ {
    let bytes = text.as_bytes();
    let mut start = 0;
    std::iter::from_fn(move || {
        if start == bytes.len() {
            return None;
        }
        let mut at = start;
        while at < bytes.len() {
            let ends = match bytes[at] {
                b'.' => !is_abbreviation(&bytes[start..at]),
                b'!' | b'?' => true,
                b'\n' => is_blank_line(&bytes[at..]),
                _ => false,
            };
            at += 1;
            if !ends {
                continue;
            }
            let close =
                at + bytes[at..].iter().take_while(|b| matches!(b, b'"' | b'\'' | b')' | b']')).count();
            let next = close + bytes[close..].iter().take_while(|b| b.is_ascii_whitespace()).count();
            let gap = next > close || bytes[at - 1] == b'\n';
            let begins =
                |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte >= 0x80 || byte == b'"';
            if gap && bytes.get(next).is_none_or(|&byte| begins(byte) || bytes[at - 1] == b'\n') {
                at = next;
                break;
            }
        }
        Some(Span::new(std::mem::replace(&mut start, at), at))
    })
}

/// Whether a full stop after these words ends a short form such as "Gen." or "U.S.", and no sentence.
fn is_abbreviation(before: &[u8]) -> bool {
    let n = before.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let word = &before[before.len() - n..];
    n > 0 && n <= 3 && word[0].is_ascii_uppercase()
}

/// Whether the line that begins behind this line's end is empty.
fn is_blank_line(rest: &[u8]) -> bool {
    rest[1..].iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')) == Some(&b'\n')
}

/// Signs by their hash, in a table with open addressing.
#[derive(Clone, Debug)]
struct Weights {
    slots: Vec<(u64, f32)>,
}

/// No sign hashes to it but by a chance of one in 2^64.
const FREE: u64 = 0;

impl Weights {
    fn new(weights: impl ExactSizeIterator<Item = (u64, f32)>) -> Weights {
        let mut slots = vec![(FREE, 0.0); (4 * weights.len()).next_power_of_two().max(4)];
        for (key, weight) in weights {
            let mut at = key as usize & (slots.len() - 1);
            while slots[at].0 != FREE {
                at = (at + 1) & (slots.len() - 1);
            }
            slots[at] = (key, weight);
        }
        Weights { slots }
    }

    fn get(&self, key: u64) -> Option<f32> {
        let mut at = key as usize & (self.slots.len() - 1);
        loop {
            match self.slots[at] {
                (FREE, _) => return None,
                (found, weight) if found == key => return Some(weight),
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
    }
}

/// FNV-1a: quick on short words and the same everywhere.
fn hash(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences_of(text).map(|span| span.slice(text)).collect()
    }

    #[test]
    fn sentences_touch_and_rejoin_to_the_text() {
        let text = "Title here\n\nGen. Amal said: \"We won.\" Then 12 fled. U.S. jets came! ok. \nno end";
        let sentences = cut(text);
        assert_eq!(
            sentences,
            [
                "Title here\n\n",
                "Gen. Amal said: \"We won.\" ",
                "Then 12 fled. ",
                "U.S. jets came! ok. \nno end",
            ]
        );
        assert_eq!(sentences.concat(), text);
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (form, word) in [
            ("seized", "seize"),
            ("killings", "kill"),
            ("bombed", "bomb"),
            ("parties", "party"),
            ("stopped", "stop"),
            ("clashes", "clash"),
        ] {
            assert_eq!(screen_stem(form), screen_stem(word), "{form}");
        }
        assert_ne!(screen_stem("press"), screen_stem("pre"));
    }

    #[test]
    fn weights_are_found_by_their_sign() {
        let weights = Weights::new([(hash(b"bomb"), 1.5), (hash(b"bread"), -2.0)].into_iter());
        assert_eq!(weights.get(hash(b"bomb")), Some(1.5));
        assert_eq!(weights.get(hash(b"bread")), Some(-2.0));
        assert_eq!(weights.get(hash(b"oven")), None);
    }

    fn screen() -> Screen {
        let file = "intercept = -1.0\n[bounds]\nreport = 0.0\nwhole = 2.0\nsentence = 0.5\n[weights]\nbomb = 2.0\n\"#figure\" = 1.0\n";
        Screen::from_toml("test.toml", file).unwrap()
    }

    #[test]
    fn a_report_in_between_is_read_in_parts() {
        let text = "A bomb fell. Bread is dear. A bomb, a bomb, and a bomb.";
        let Worth::Parts(parts) = screen().worth(text) else { panic!("it is worth 1") };
        let words: Vec<&str> = parts.iter().map(|span| span.slice(text)).collect();
        assert_eq!(words, ["A bomb fell. ", "A bomb, a bomb, and a bomb."]);
    }

    #[test]
    fn neighbours_that_are_worth_reading_are_one_part() {
        let text = "A bomb fell. The bomb was old.";
        assert_eq!(screen().worth(text), Worth::Parts(vec![Span::new(0, text.len())]));
    }

    #[test]
    fn a_report_is_worth_its_two_best_sentences() {
        assert_eq!(screen().worth("Two bombs of 1944. Another 3 bombs. Bread. Milk."), Worth::Whole);
        assert_eq!(screen().worth("Bread is dear. Milk is not."), Worth::Nothing);
        assert_eq!(screen().worth(""), Worth::Nothing);
    }

    #[test]
    fn any_bytes_can_be_weighed() {
        for text in ["\u{202e}.\n\n\n", "....", "é. É", "a.\u{a0}B", "!?\"", "\n"] {
            assert_eq!(cut(text).concat(), text);
            Screen::builtin().worth(text);
        }
    }
}
