//! The number words of `data/numbers.toml`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use super::piece::Piece;
use super::{CountKind, Measure};

/// What the words before or after a number make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Bound {
    /// The number itself, also where the words call it approximate.
    Exactly,
    /// The number or more.
    AtLeast,
    /// More than the number.
    More,
    /// The number or fewer.
    AtMost,
    /// Fewer than the number.
    Fewer,
}

/// How a word stands for a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberWord {
    /// "six", "twenty".
    Cardinal(u64),
    /// "hundred", "dozen".
    Scale(u64),
    /// "dozens", "several": this number and open.
    Open(u64),
}

/// The words of numbers, bounds, measures and people.
pub(super) struct Words {
    numbers: HashMap<String, NumberWord>,
    /// Phrases by their first word, the longest first.
    bounds: HashMap<String, Vec<(Vec<String>, Bound)>>,
    measures: HashMap<String, CountKind>,
    persons: BTreeSet<String>,
    harms: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    cardinals: BTreeMap<String, u64>,
    scales: BTreeMap<String, u64>,
    open: BTreeMap<String, u64>,
    bounds: BTreeMap<Bound, Vec<String>>,
    measures: BTreeMap<Measure, Vec<String>>,
    people: People,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    persons: BTreeSet<String>,
    harms: BTreeSet<String>,
}

static BUILTIN: LazyLock<Words> = LazyLock::new(|| {
    let text = include_str!("../../../../data/numbers.toml");
    Words::parse(text).expect("a test reads the built-in number words")
});

impl Words {
    /// The built-in words.
    pub(super) fn builtin() -> &'static Words {
        &BUILTIN
    }

    /// Reads a file of number words.
    fn parse(text: &str) -> Result<Words, toml::de::Error> {
        let file: File = toml::from_str(text)?;
        let mut numbers = HashMap::new();
        numbers.extend(file.cardinals.into_iter().map(|(word, n)| (word, NumberWord::Cardinal(n))));
        numbers.extend(file.scales.into_iter().map(|(word, n)| (word, NumberWord::Scale(n))));
        numbers.extend(file.open.into_iter().map(|(word, n)| (word, NumberWord::Open(n))));
        let mut bounds: HashMap<String, Vec<(Vec<String>, Bound)>> = HashMap::new();
        for (bound, phrases) in file.bounds {
            for phrase in phrases {
                let mut words = phrase.split_whitespace().map(str::to_owned);
                let Some(first) = words.next() else { continue };
                bounds.entry(first).or_default().push((words.collect(), bound));
            }
        }
        // Each list is sorted by itself, so the order in which the map gives them cannot show.
        #[expect(clippy::iter_over_hash_type)]
        for phrases in bounds.values_mut() {
            phrases.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        let mut measures = HashMap::new();
        for (measure, words) in file.measures {
            measures.extend(words.into_iter().map(|word| (word, measure.into())));
        }
        Ok(Words { numbers, bounds, measures, persons: file.people.persons, harms: file.people.harms })
    }

    /// How this piece stands for a number.
    pub(super) fn number(&self, piece: &Piece<'_>) -> Option<NumberWord> {
        self.numbers.get(piece.word()).copied()
    }

    /// The bound that begins at `at`, with the piece after it.
    pub(super) fn bound(&self, pieces: &[Piece<'_>], at: usize) -> Option<(Bound, usize)> {
        let phrases = self.bounds.get(pieces.get(at)?.word())?;
        phrases.iter().find_map(|(rest, bound)| {
            let end = at + 1 + rest.len();
            let words = pieces.get(at + 1..end)?;
            rest.iter().zip(words).all(|(word, piece)| piece.is(word)).then_some((*bound, end))
        })
    }

    /// The kind of measure that this word or sign names.
    pub(super) fn measure(&self, word: &str) -> Option<CountKind> {
        self.measures.get(word).copied()
    }

    /// Whether this lemma names a person.
    pub(super) fn is_person(&self, lemma: &str) -> bool {
        self.persons.contains(lemma)
            || ["man", "woman", "men", "women"].iter().any(|end| lemma.ends_with(end) && lemma != "human")
    }

    /// Whether this lemma names a harm that "no" denies.
    pub(super) fn is_harm(&self, lemma: &str) -> bool {
        self.harms.contains(lemma)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_words_are_read() {
        let words = Words::builtin();
        assert_eq!(words.numbers.get("dozens"), Some(&NumberWord::Open(24)));
        assert_eq!(words.measure("km"), Some(CountKind::Distance));
        assert!(words.is_person("policewoman") && words.is_person("soldier") && !words.is_person("village"));
    }

    #[test]
    fn a_file_with_an_unknown_bound_is_refused() {
        assert!(Words::parse("[bounds]\nwhatever = [\"x\"]").is_err());
    }
}
