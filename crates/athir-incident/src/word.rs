//! Words as evidence: which words a text has, and how much it means that two texts share one.
//!
//! Rarity comes from a fixed table (`data/incident/words.toml`) and not from the reports at hand, so that the
//! likeness of two texts never depends on a third one: adding reports changes no comparison that was made before.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::hash::hash32;

/// The weight of words that the table does not know.
const RAREST: f32 = 7.0;

/// How rare words are, as minus the logarithm of the share of reports that have them.
pub(crate) struct Rarity(HashMap<u32, f32>);

#[derive(Deserialize)]
struct Table {
    class: Vec<Class>,
}

#[derive(Deserialize)]
struct Class {
    share: f32,
    words: String,
}

impl Rarity {
    pub(crate) fn builtin() -> &'static Rarity {
        static BUILTIN: OnceLock<Rarity> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            let text = include_str!("../../../data/incident/words.toml");
            let table: Table = toml::from_str(text).expect("the embedded table is read by a test");
            let words = table.class.iter().flat_map(|class| {
                class.words.split_whitespace().map(move |word| (hash32(word), -class.share.ln()))
            });
            Rarity(words.collect())
        })
    }

    /// The weight of a word, given as [`tokens`] gives it.
    pub(crate) fn weight(&self, hash: u32) -> f32 {
        self.0.get(&hash).copied().unwrap_or(RAREST)
    }
}

/// A word of a text.
pub(crate) struct Token<'t> {
    /// As it stands there.
    pub(crate) text: &'t str,
    /// In lower case, without a possessive or plural ending.
    pub(crate) stem: String,
}

/// The words and numbers of a text. "Shelling's" is "shelling", "towns" "town".
pub(crate) fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter_map(|word| {
        let word = word.trim_matches(['\'', '’']);
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        (!word.is_empty()).then(|| Token { text: word, stem: stem(word) })
    })
}

/// Levels case and the endings of plurals.
fn stem(word: &str) -> String {
    let mut stem = word.to_lowercase();
    if stem.len() > 4 && stem.ends_with("ies") {
        stem.truncate(stem.len() - 3);
        stem.push('y');
    } else if stem.len() > 3 && stem.ends_with('s') && !stem.ends_with("ss") && !stem.ends_with("us") {
        stem.pop();
    }
    stem
}

/// The words of a text as [`Rarity`] counts them, for those who make its table.
pub fn stems(text: &str) -> impl Iterator<Item = String> + '_ {
    tokens(text).map(|token| token.stem)
}

/// Words with their weights, sorted by hash, of length 1 as a vector.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Words(Box<[(u32, f32)]>);

impl Words {
    /// Keeps the heaviest `most` of the words, each with the logarithm of how often it stands there.
    pub(crate) fn new(counted: &HashMap<u32, f32>, most: usize) -> Words {
        let mut words: Vec<(u32, f32)> = counted.iter().map(|(&hash, &weight)| (hash, weight)).collect();
        words.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        words.truncate(most);
        words.sort_unstable_by_key(|&(hash, _)| hash);
        let length = words.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
        if length > 0.0 {
            words.iter_mut().for_each(|(_, weight)| *weight /= length);
        }
        Words(words.into_boxed_slice())
    }

    /// The cosine of two lists of words, from 0 to 1.
    pub(crate) fn cosine(&self, other: &Words) -> f32 {
        let (mut a, mut b) = (&*self.0, &*other.0);
        let mut sum = 0.0;
        while let (Some(&(x, u)), Some(&(y, v))) = (a.first(), b.first()) {
            match x.cmp(&y) {
                std::cmp::Ordering::Less => a = &a[1..],
                std::cmp::Ordering::Greater => b = &b[1..],
                std::cmp::Ordering::Equal => {
                    sum += u * v;
                    (a, b) = (&a[1..], &b[1..]);
                }
            }
        }
        sum
    }

    /// The heaviest words, the heaviest first.
    pub(crate) fn heaviest(&self, most: usize) -> Vec<u32> {
        let mut words = self.0.to_vec();
        words.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        words.into_iter().take(most).map(|(hash, _)| hash).collect()
    }
}
