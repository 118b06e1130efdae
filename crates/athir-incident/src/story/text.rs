//! A text as stories compare it: its sequences of words, what it can be found by, and its numbers.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::hash::{hash32, hash64, join, mix};
use crate::stages::CardError;
use crate::stages::bytes::{read, write};
use crate::story::STORY_METHOD;
use crate::word::tokens;

/// Words in a sequence.
const SHINGLE: usize = 5;
/// Sequences of a text that are looked at.
const MOST: usize = 4000;
/// Bands of a signature and rows of a band: a pair that shares 4 of 10 sequences is found with 9 chances in 10.
const BANDS: u64 = 48;
const ROWS: u64 = 3;
/// Words of the beginning that get bands of their own.
const BEGINNING: usize = 80;
/// The share of the shorter text that two reports of one story have in common.
const ALIKE: f64 = 0.5;
/// Texts with fewer sequences are of one story only if they are equal.
const LEAST: usize = 8;

/// What stories need of a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoryText {
    name: u64,
    shingles: Box<[u32]>,
    numbers: BTreeSet<String>,
}

/// A text, and what it shares with texts that are like it: they are found by that before they are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundBy {
    /// The text.
    pub text: StoryText,
    /// What it can be found by, sorted; nothing for a short text, which is like those alone that have its name.
    pub bands: Box<[u64]>,
}

impl StoryText {
    /// Reads a text, and what it can be found by.
    pub fn read(text: &str) -> FoundBy {
        let (shingles, beginning) = shingles(text);
        let name = hash64([shingles.iter().map(|s| format!("{s:08x}")).collect::<String>().as_str()]);
        let is_short = shingles.len() < LEAST;
        let name = if is_short { join(name, hash64([text.trim()])) } else { name };
        let bands = if is_short { Box::default() } else { bands(&shingles, &beginning) };
        FoundBy { text: StoryText { name, shingles, numbers: numbers(text) }, bands }
    }

    /// Its name: texts with the same sequences of words have the same.
    pub fn name(&self) -> u64 {
        self.name
    }

    /// The share of the shorter text that both have, where it is enough for one story.
    pub fn near(&self, other: &StoryText) -> Option<f64> {
        let likeness = likeness(&self.shingles, &other.shingles);
        (likeness >= ALIKE).then_some(likeness)
    }

    /// The text as bytes.
    ///
    /// # Panics
    ///
    /// Never: it has nothing that could not be written.
    pub fn to_bytes(&self) -> Vec<u8> {
        write(STORY_METHOD, self)
    }

    /// Reads a text that [`to_bytes`](StoryText::to_bytes) wrote.
    ///
    /// # Errors
    ///
    /// Bytes that are no text of this version of the method.
    pub fn from_bytes(bytes: &[u8]) -> Result<StoryText, CardError> {
        read(STORY_METHOD, bytes)
    }

    /// Whether it has no number that the other text lacks.
    pub fn copies(&self, other: &StoryText) -> bool {
        self.numbers.is_subset(&other.numbers)
    }
}

/// The sequences of words of a text and of its beginning, as sorted hashes.
fn shingles(text: &str) -> (Box<[u32]>, Box<[u32]>) {
    let words: Vec<u32> =
        tokens(text).map(|token| hash32(&token.text.to_lowercase())).take(MOST + SHINGLE).collect();
    let of = |words: &[u32]| {
        let mut found: Vec<u32> = words
            .windows(SHINGLE)
            .map(|window| (window.iter().fold(0, |sum, &word| join(sum, u64::from(word))) >> 32) as u32)
            .collect();
        found.sort_unstable();
        found.dedup();
        found.into_boxed_slice()
    };
    (of(&words), of(&words[..words.len().min(BEGINNING)]))
}

/// The bands of the signatures of a text and of its beginning.
fn bands(whole: &[u32], beginning: &[u32]) -> Box<[u64]> {
    let mut bands = Vec::new();
    for (part, shingles) in [(1u64, whole), (2, beginning)] {
        for band in 0..BANDS {
            let rows = (0..ROWS).map(|row| {
                let seed = mix(part << 32 | band << 8 | row);
                shingles.iter().map(|&s| mix(seed ^ u64::from(s))).min().unwrap_or(0)
            });
            bands.push(rows.fold(mix(part << 40 | band), join));
        }
    }
    bands.sort_unstable();
    bands.dedup();
    bands.into_boxed_slice()
}

/// The share of the smaller set that both have.
fn likeness(a: &[u32], b: &[u32]) -> f64 {
    let shorter = a.len().min(b.len());
    if shorter == 0 {
        return 0.0;
    }
    let (mut a, mut b) = (a, b);
    let mut both = 0usize;
    while let (Some(x), Some(y)) = (a.first(), b.first()) {
        both += usize::from(x == y);
        (a, b) = (&a[usize::from(x <= y)..], &b[usize::from(y <= x)..]);
    }
    both as f64 / shorter as f64
}

/// The numbers in a text, in digits or words.
fn numbers(text: &str) -> BTreeSet<String> {
    const WORDS: [&str; 29] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "thousand",
    ];
    tokens(text)
        .map(|token| token.text.to_lowercase())
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()) || WORDS.contains(&word.as_str()))
        .collect()
}
