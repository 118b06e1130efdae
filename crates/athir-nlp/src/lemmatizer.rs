//! The rule lemmatizer: suffix rules checked against word lists, with exceptions.

use serde::Deserialize;

use crate::chars::Letters;
use crate::hash::FastMap;
use crate::labels::Pos;

/// The tables of one part of speech.
#[derive(Deserialize)]
struct Tables {
    index: WordList,
    exceptions: FastMap<String, Vec<String>>,
    rules: Vec<(String, String)>,
}

/// The lemma tables.
#[derive(Deserialize)]
pub(crate) struct Lemmatizer {
    adj: Tables,
    adv: Tables,
    noun: Tables,
    punct: Tables,
    verb: Tables,
}

/// Sorted words in one string, which is much quicker to load than a set.
#[derive(Deserialize)]
#[serde(from = "String")]
struct WordList {
    text: String,
    starts: Vec<u32>,
}

impl From<String> for WordList {
    fn from(text: String) -> WordList {
        let mut starts = Vec::new();
        if !text.is_empty() {
            starts.push(0);
            starts.extend(text.bytes().zip(1..).filter(|&(byte, _)| byte == b' ').map(|(_, after)| after));
        }
        WordList { text, starts }
    }
}

impl WordList {
    fn contains(&self, word: &str) -> bool {
        let at = |i: usize| {
            let rest = &self.text[self.starts[i] as usize..];
            let end = self.starts.get(i + 1).map_or(rest.len(), |&next| (next - self.starts[i]) as usize - 1);
            &rest[..end]
        };
        let (mut low, mut high) = (0, self.starts.len());
        while low < high {
            let middle = (low + high) / 2;
            match at(middle).cmp(word) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        false
    }
}

impl Lemmatizer {
    /// Whether a word in lower case, or a form that the rules make of it, is in one of the lists.
    pub(crate) fn knows(&self, word: &str) -> bool {
        [&self.noun, &self.verb, &self.adj, &self.adv].into_iter().any(|tables| {
            tables.index.contains(word)
                || tables.exceptions.contains_key(word)
                || tables.rules.iter().any(|(old, new)| {
                    let stem = word.strip_suffix(old.as_str()).filter(|stem| !stem.is_empty());
                    stem.is_some_and(|stem| tables.index.contains(&format!("{stem}{new}")))
                })
        })
    }

    fn tables(&self, pos: Pos) -> Option<&Tables> {
        match pos {
            Pos::Adj => Some(&self.adj),
            Pos::Adv => Some(&self.adv),
            Pos::Noun => Some(&self.noun),
            Pos::Punct => Some(&self.punct),
            Pos::Verb => Some(&self.verb),
            _ => None,
        }
    }

    /// The lemma of a word in this part of speech and morphology.
    pub(crate) fn lemma(&self, text: &str, lower: &str, pos: Pos, morph: &str, letters: &Letters) -> String {
        if pos == Pos::Space || is_base_form(pos, morph) {
            return lower.to_owned();
        }
        let Some(tables) = self.tables(pos) else {
            return if pos == Pos::Propn { text.to_owned() } else { lower.to_owned() };
        };
        let (mut forms, mut guesses): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for (old, new) in &tables.rules {
            if let Some(stem) = lower.strip_suffix(old.as_str()) {
                let form = format!("{stem}{new}");
                if form.is_empty() {
                    continue;
                }
                if tables.index.contains(&form) || !letters.is_alpha(&form) {
                    if !forms.contains(&form) {
                        forms.push(form);
                    }
                } else {
                    guesses.push(form);
                }
            }
        }
        for exception in tables.exceptions.get(lower).into_iter().flatten() {
            if !forms.contains(exception) {
                forms.insert(0, exception.clone());
            }
        }
        forms.into_iter().chain(guesses).next().unwrap_or_else(|| text.to_owned())
    }
}

/// Whether the morphology says that the word is its own lemma.
fn is_base_form(pos: Pos, morph: &str) -> bool {
    let value = |name: &str| {
        morph
            .split('|')
            .find_map(|feature| feature.strip_prefix(name))
            .and_then(|rest| rest.strip_prefix('='))
    };
    match pos {
        Pos::Noun if value("Number") == Some("Sing") => true,
        Pos::Verb if value("VerbForm") == Some("Fin") => {
            value("Tense") == Some("Pres") && value("Number").is_none()
        }
        _ => matches!(value("VerbForm"), Some("Inf" | "None")) || value("Degree") == Some("Pos"),
    }
}
