//! The case of letters in texts that have lost it: reports in capitals, as wires used to send them, headlines in
//! capitals over an ordinary text, and texts in lower case throughout.
//!
//! Names, tags and trees are read by a model of ordinary English, so such passages get the case back that
//! their words usually have. Every letter stays where it is: a restored text has the same bytes but for the case of
//! letters, and for the ends of wrapped lines, which become spaces. Ordinary passages are left alone.
//!
//! A word is written small if it is a function word, a known word of English, or made of two of them. It has a
//! capital if WordNet, the registry of actors or the gazetteer write it so, and if nobody knows it; it is in
//! capitals throughout if the registry has it as an abbreviation, or if it cannot be spoken. Sentences begin with a
//! capital.

mod style;
mod words;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use athir_gazetteer::{Gazetteer, Match, PlaceClass};

use style::{Passage, passages};
pub(crate) use words::Casing;
use words::{List, Spelling, lower};

/// Restores the case of letters in a text. `casing` is asked for only where there is something to restore; `is_word`
/// tells whether a word in lower case is one of English.
pub(crate) fn restore_case<'t, 'c>(
    text: &'t str,
    casing: impl FnOnce() -> &'c Casing,
    gazetteer: &Gazetteer,
    is_word: &dyn Fn(&str) -> bool,
) -> Cow<'t, str> {
    let passages = passages(text);
    if passages.is_empty() {
        return Cow::Borrowed(text);
    }
    let casing = casing();
    let mut restored = String::with_capacity(text.len());
    for Passage { range, line_ends } in passages {
        restored.push_str(&text[restored.len()..range.start]);
        let lower: String = text[range.clone()].chars().map(lower).collect();
        let mut passage = Words::of(&lower);
        passage.spell(casing, is_word);
        passage.spell_actors(casing, is_word);
        passage.spell_places(casing, gazetteer);
        passage.spell_neighbours(casing);
        passage.begin_sentences(casing);
        let mut at = 0;
        for (word, spelling) in passage.words.iter().zip(&passage.spelled) {
            unwrap_lines(&lower[at..word.start], range.start + at, &line_ends, &mut restored);
            spelling.write(&lower[word.clone()], &mut restored);
            at = word.end;
        }
        unwrap_lines(&lower[at..], range.start + at, &line_ends, &mut restored);
    }
    restored.push_str(&text[restored.len()..]);
    Cow::Owned(restored)
}

/// Writes what stands between two words, with spaces for line ends that only wrap.
fn unwrap_lines(gap: &str, start: usize, line_ends: &[usize], out: &mut String) {
    for (at, c) in gap.char_indices() {
        out.push(if line_ends.binary_search(&(start + at)).is_ok() { ' ' } else { c });
    }
}

/// The words of a passage in lower case, and how each is to be written.
struct Words<'p> {
    text: &'p str,
    words: Vec<Range<usize>>,
    spelled: Vec<Spelling>,
}

/// Runs of letters; an apostrophe ends a word.
fn find_words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphabetic()) {
        match words.last_mut() {
            Some(word) if word.end == at => word.end += c.len_utf8(),
            _ => words.push(at..at + c.len_utf8()),
        }
    }
    words
}

impl<'p> Words<'p> {
    fn of(text: &'p str) -> Words<'p> {
        let words = find_words(text);
        let spelled = vec![Spelling::Small; words.len()];
        Words { text, words, spelled }
    }

    fn word(&self, n: usize) -> &'p str {
        &self.text[self.words[n].clone()]
    }

    /// What stands between a word and the one after it.
    fn gap(&self, n: usize) -> &'p str {
        let end = self.words.get(n + 1).map_or(self.text.len(), |next| next.start);
        &self.text[self.words[n].end..end]
    }

    fn before(&self, n: usize) -> &'p str {
        let start = if n == 0 { 0 } else { self.words[n - 1].end };
        &self.text[start..self.words[n].start]
    }

    /// Whether the word and the one after it are parted by space alone.
    fn joins(&self, n: usize) -> bool {
        let gap = self.gap(n);
        n + 1 < self.words.len() && !gap.is_empty() && gap.chars().all(char::is_whitespace)
    }

    /// Each word by itself.
    fn spell(&mut self, casing: &Casing, is_word: &dyn Fn(&str) -> bool) {
        for n in 0..self.words.len() {
            let word = self.word(n);
            let before = self.before(n);
            let shortened = n > 0 && before.ends_with(['\'', '’']);
            self.spelled[n] = if shortened && matches!(word, "s" | "t" | "re" | "ve" | "ll" | "d" | "m")
                || before.ends_with(|c: char| c.is_ascii_digit())
                || self.gap(n) == "-" && casing.has(List::Articles, word)
            {
                Spelling::Small
            } else if self.is_initial(n) || word == "us" && self.is_the_country(n) {
                Spelling::Capitals
            } else if casing.has(List::Months, word) && self.is_month(n, casing) {
                Spelling::Capital
            } else {
                casing.spelling(word, is_word)
            };
        }
        // "National Liberation Front (NLF)": a short word that stands alone in brackets after words with its letters.
        let mut abbreviations: BTreeSet<&str> = BTreeSet::new();
        for n in 0..self.words.len() {
            let word = self.word(n);
            let alone = self.before(n).ends_with(['(', '[']) && self.gap(n).starts_with([')', ']']);
            if alone
                && (2..=7).contains(&word.len())
                && let Some(named) = self.initials_before(n, word)
            {
                abbreviations.insert(word);
                for m in named {
                    if !casing.has(List::FunctionWords, self.word(m)) {
                        self.spelled[m] = self.spelled[m].at_least_a_capital();
                    }
                }
            }
        }
        for n in 0..self.words.len() {
            if abbreviations.contains(self.word(n)) {
                self.spelled[n] = Spelling::Capitals;
            }
        }
    }

    /// The words before that have the letters as their initials, small words between them passed over.
    fn initials_before(&self, n: usize, letters: &str) -> Option<Vec<usize>> {
        let mut rest: Vec<u8> = letters.bytes().collect();
        let mut named = Vec::new();
        for m in (n.saturating_sub(12)..n).rev() {
            let Some(last) = rest.last() else { break };
            if self.word(m).as_bytes()[0] == *last {
                rest.pop();
                named.push(m);
            } else if self.word(m).len() > 3 {
                return None;
            }
        }
        rest.is_empty().then_some(named)
    }

    /// A letter by itself: "u.s.", "john f kennedy", "m-16"; "a" is the article, but in "a.m.".
    fn is_initial(&self, n: usize) -> bool {
        let word = self.word(n);
        let gap = self.gap(n);
        let code = word.len() <= 3 && gap == "-" && self.digit_after(n);
        let dotted = gap.starts_with('.') && (!gap.starts_with(". ") || self.before(n) == ".")
            || self.before(n) == ".";
        match word {
            "a" | "p" | "m" if dotted => {
                // "a.m." and "p.m." stay small.
                let of_the_clock = match word {
                    "m" => n > 0 && matches!(self.word(n - 1), "a" | "p"),
                    _ => n + 1 < self.words.len() && self.word(n + 1) == "m",
                };
                !of_the_clock
            }
            "a" => code,
            "o" if self.gap(n) == "'" => true,
            _ => code || word.len() == 1,
        }
    }

    /// "the US", "US-led": not the pronoun.
    fn is_the_country(&self, n: usize) -> bool {
        self.gap(n) == "-" || n > 0 && self.word(n - 1) == "the" && self.joins(n - 1)
    }

    /// "5 march", "may 5", "in august": not the walk, the verb, the adjective.
    fn is_month(&self, n: usize, casing: &Casing) -> bool {
        let digit = |gap: &str| gap.trim_matches([' ', ',', '.']).chars().all(|c| c.is_ascii_digit());
        let number = |gap: &str| gap.chars().any(|c| c.is_ascii_digit()) && digit(gap);
        number(self.gap(n))
            || number(self.before(n))
            || n > 0 && self.joins(n - 1) && casing.has(List::BeforeMonths, self.word(n - 1))
    }

    fn digit_after(&self, n: usize) -> bool {
        self.text[self.words[n].end..]
            .strip_prefix('-')
            .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// Names of actors, as the registry writes them.
    fn spell_actors(&mut self, casing: &Casing, is_word: &dyn Fn(&str) -> bool) {
        let mut n = 0;
        while n < self.words.len() {
            let word_at = |k: usize| (n + k < self.words.len()).then(|| self.word(n + k));
            let Some(name) = casing.actor_at(word_at) else {
                n += 1;
                continue;
            };
            let joined = (n..n + name.len() - 1).all(|k| {
                let gap = self.gap(k);
                gap.len() <= 3 && gap.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '\'' | '’'))
            });
            // A word of English alone is no name: "monitor".
            let word = self.word(n);
            let common = name.len() == 1
                && (is_word(word) && !casing.is_name(word) || casing.has(List::FunctionWords, word));
            if !joined || common {
                n += 1;
                continue;
            }
            for (_, spelling) in name {
                self.spelled[n] = spelling.clone();
                n += 1;
            }
        }
    }

    /// Names of places of two to four words.
    fn spell_places(&mut self, casing: &Casing, gazetteer: &Gazetteer) {
        let mut n = 0;
        while n < self.words.len() {
            let length =
                (2..=4).rev().find(|&length| self.is_place(n, length, casing, gazetteer)).unwrap_or(1);
            if length > 1 {
                let within = n > 0 && self.joins(n - 1) && casing.has(List::Particles, self.word(n - 1));
                for k in n..n + length {
                    let small =
                        casing.has(List::Particles, self.word(k)) || casing.has(List::Kinds, self.word(k));
                    if !small || k == n && !within {
                        self.spelled[k] = self.spelled[k].at_least_a_capital();
                    }
                }
            }
            n += length;
        }
    }

    fn is_place(&self, n: usize, length: usize, casing: &Casing, gazetteer: &Gazetteer) -> bool {
        if n + length > self.words.len() || !(n..n + length - 1).all(|k| self.joins(k)) {
            return false;
        }
        let plain = |k: usize| {
            casing.has(List::FunctionWords, self.word(k)) && !casing.has(List::Openers, self.word(k))
        };
        if plain(n) || plain(n + length - 1) {
            return false;
        }
        let all_small = (n..n + length).all(|k| self.spelled[k] == Spelling::Small);
        let name = &self.text[self.words[n].start..self.words[n + length - 1].end];
        gazetteer.find_spelled(name).iter().filter(|c| c.how == Match::Exact).any(|candidate| {
            let place = gazetteer.place(candidate.id);
            !all_small
                || matches!(place.class, PlaceClass::Country)
                || place.population.is_some_and(|p| p >= WELL_KNOWN)
        })
    }

    /// What stands beside a capital: ranks before names, the words that open names, small words inside names.
    fn spell_neighbours(&mut self, casing: &Casing) {
        for n in (0..self.words.len().saturating_sub(1)).rev() {
            let next_is_name = self.spelled[n + 1] != Spelling::Small;
            let dotted = self.gap(n).starts_with('.') && casing.has(List::Shortened, self.word(n));
            if !(self.joins(n) || dotted) || !next_is_name {
                continue;
            }
            let word = self.word(n);
            let inside = n > 0 && self.joins(n - 1) && self.spelled[n - 1] != Spelling::Small;
            let after_particle = n > 0 && self.joins(n - 1) && casing.has(List::Particles, self.word(n - 1));
            let ranks = casing.has(List::Titles, word) && !self.word(n + 1).ends_with("day");
            let opens = casing.has(List::Openers, word) && !casing.has(List::FunctionWords, word);
            if ranks || opens && !inside && !after_particle {
                self.spelled[n] = Spelling::Capital;
            }
        }
        for n in 1..self.words.len().saturating_sub(1) {
            if casing.has(List::Particles, self.word(n))
                && self.spelled[n] == Spelling::Capital
                && self.joins(n - 1)
                && self.joins(n)
                && self.spelled[n - 1] != Spelling::Small
            {
                self.spelled[n] = Spelling::Small;
            }
        }
    }

    fn begin_sentences(&mut self, casing: &Casing) {
        for n in 0..self.words.len() {
            let begins = n == 0 || {
                let gap = self.before(n);
                let stop = gap.trim_end().trim_end_matches(['"', '\'', '”', '(', '[', '“']).trim_end();
                let stop = stop.trim_end_matches(['"', '\'', '”', ')', ']']);
                let shortened = stop == "."
                    && (casing.has(List::Shortened, self.word(n - 1)) || self.word(n - 1).len() == 1);
                let space = gap.contains(char::is_whitespace);
                space && stop.ends_with(['.', '!', '?']) && !shortened || gap.matches('\n').count() > 1
            };
            if begins {
                self.spelled[n] = self.spelled[n].at_least_a_capital();
            }
        }
    }
}

/// Inhabitants from which a place is known by a name of common words ("Long Beach").
const WELL_KNOWN: u32 = 100_000;

#[cfg(test)]
mod tests {
    use athir_actors::Registry;
    use athir_nlp::Model;

    use super::*;

    fn restored(text: &str) -> String {
        let casing = Casing::new(Registry::builtin()).unwrap();
        let is_word = |word: &str| Model::builtin().is_word(word);
        restore_case(text, || &casing, Gazetteer::builtin(), &is_word).into_owned()
    }

    /// Restores the text from capitals and from lower case.
    fn assert_restored(text: &str) {
        assert_eq!(restored(&text.to_uppercase()), text);
        assert_eq!(restored(&text.to_lowercase()), text);
    }

    #[test]
    fn names_and_sentences_get_their_capitals_back() {
        assert_restored(
            "Five soldiers were killed near Idlib on Friday. The Syrian army blamed rebels from Turkey.",
        );
    }

    #[test]
    fn abbreviations_are_known_or_given_by_the_text() {
        assert_restored(
            "Police blamed the Zarqun Liberation Front (ZLF) and the PKK. The ZLF did not answer them.",
        );
        assert_restored("Two men with AK-47 rifles shot at a U.S. envoy at the UN office in the town.");
    }

    #[test]
    fn titles_and_small_words_go_with_the_name_beside_them() {
        assert_restored(
            "Colonel Anselmo Ruiz said that the president went to San Luis de la Reina in a bus.",
        );
    }

    #[test]
    fn wrapped_lines_are_joined_and_nothing_moves() {
        let text =
            "REBELS SHELLED A POST OF THE ARMY NEAR KAFR ZAYTA ON\nSUNDAY. TWO DIED.\n\nThe army said so.";
        let restored = restored(text);
        assert!(
            restored
                .starts_with("Rebels shelled a post of the army near Kafr Zayta on Sunday. Two died.\n\nThe")
        );
        assert_eq!(restored.len(), text.len());
    }

    #[test]
    fn letters_beyond_ascii_keep_their_length() {
        let text = "LA POLICÍA DE CÓRDOBA DETUVO A İKİ HOMBRES STRASSE ŒUVRE ǅ";
        let restored = restored(text);
        assert!(restored.contains("Córdoba"), "{restored}");
        assert_eq!(restored.len(), text.len());
    }
}
