//! Happenings outside the codebook: disasters, accidents and common crime. They are told of as diagnostics, so that a
//! reader sees why a report full of dead people has no event. The words are data (`data/outside.toml`).

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use athir_model::{EventKind, Reason};
use athir_nlp::{Dep, Pos, Token};
use serde::Deserialize;

use crate::draft::{Draft, Skipped};
use crate::error::KnowledgeError;
use crate::reading::Reading;

/// The words that tell of happenings outside the codebook.
#[derive(Debug, Default)]
pub struct Outside {
    classes: Vec<String>,
    /// By lemma: the class, and the words that stand before the noun.
    nouns: HashMap<String, Vec<(usize, Vec<String>)>>,
    verbs: HashMap<String, usize>,
    adjectives: HashMap<String, usize>,
    /// Nouns that count only where something is said of them.
    subjects: HashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClass {
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    subjects: Vec<String>,
}

impl Outside {
    /// The built-in words.
    ///
    /// # Panics
    /// Never: a test loads the built-in file.
    pub fn builtin() -> &'static Outside {
        static WORDS: OnceLock<Outside> = OnceLock::new();
        WORDS.get_or_init(|| {
            Outside::from_toml("outside.toml", include_str!("../../../data/outside.toml"))
                .expect("the built-in words for other happenings are checked by a test")
        })
    }

    /// Reads the classes; `path` stands in messages.
    ///
    /// # Errors
    /// Fails where the text is no TOML of classes with nouns and verbs.
    pub fn from_toml(path: &str, text: &str) -> Result<Outside, KnowledgeError> {
        let raw: BTreeMap<String, RawClass> =
            toml::from_str(text).map_err(|e| KnowledgeError::toml(path, text, &e))?;
        let mut outside = Outside::default();
        for (name, class) in raw {
            let index = outside.classes.len();
            outside.classes.push(name);
            for noun in class.nouns {
                let mut words: Vec<String> = noun.split_whitespace().map(str::to_owned).collect();
                let Some(head) = words.pop() else { continue };
                outside.nouns.entry(head).or_default().push((index, words));
            }
            outside.verbs.extend(class.verbs.into_iter().map(|verb| (verb, index)));
            outside.adjectives.extend(class.adjectives.into_iter().map(|adjective| (adjective, index)));
            outside.subjects.extend(class.subjects.into_iter().map(|noun| (noun, index)));
        }
        Ok(outside)
    }

    fn class_of(&self, token: Token<'_>) -> Option<usize> {
        match token.pos() {
            Pos::Verb => self.verbs.get(token.lemma()).copied(),
            Pos::Noun | Pos::Propn | Pos::Adj => {
                let lower = token.text().to_lowercase();
                let said_of = self.subjects.get(token.lemma()).filter(|_| is_told_of(token));
                if let Some(class) = said_of.or_else(|| self.adjectives.get(token.lemma())) {
                    return Some(*class);
                }
                let by_text = || self.nouns.get(&lower).or_else(|| self.nouns.get(lower.strip_suffix('s')?));
                let entries = self.nouns.get(token.lemma()).or_else(by_text)?;
                entries.iter().find(|(_, before)| stands_before(token, before)).map(|(class, _)| *class)
            }
            _ => None,
        }
    }
}

/// Drops deaths that a disaster or an accident caused ("killed in a crash"): nobody did violence to anybody.
pub(crate) fn drop_mishaps(
    reading: &Reading<'_, '_>,
    events: &mut Vec<Draft>,
    outside: &[Skipped],
    skipped: &mut Vec<Skipped>,
) {
    let is_of_mishap = |o: &Skipped| matches!(&*o.frame, NATURAL_DISASTER | ACCIDENT);
    let mishap = |head: &usize| outside.iter().any(|o| o.head == *head && is_of_mishap(o));
    events.retain(|event| {
        let is_its_doing = event.args.iter().any(mishap);
        // "killed when a bus hit a lorry": the sentence tells how they died, and of no other deed.
        let from_losses = event.frame.starts_with("toll.");
        let is_told_with = || {
            let sentence = reading.doc.sentence_of(event.head).range();
            outside.iter().any(|o| is_of_mishap(o) && sentence.contains(&o.head))
        };
        let is_mishap = event.initiators.is_empty()
            && match event.kind {
                EventKind::ViolenceAgainstCivilians => is_its_doing || from_losses && is_told_with(),
                EventKind::Displacement => is_its_doing,
                _ => false,
            };
        if is_mishap {
            skipped.push(Skipped {
                head: event.head,
                tokens: event.tokens.clone(),
                frame: event.frame.clone(),
                reason: Reason::Outside,
                note: "a disaster or an accident did it".to_owned(),
            });
        }
        !is_mishap
    });
}

const NATURAL_DISASTER: &str = "outside.natural-disaster";
const ACCIDENT: &str = "outside.accident";

/// "a fire broke out", "died in a fire": the noun itself is the happening.
fn is_told_of(noun: Token<'_>) -> bool {
    match noun.dep() {
        Dep::Nsubj | Dep::Nsubjpass => !noun.children().any(|t| t.dep() == Dep::Poss),
        Dep::Pobj => {
            matches!(noun.head().text(), "in" | "by" | "after" | "In" | "After")
                && noun.children().any(|t| t.dep() == Dep::Det && t.text().eq_ignore_ascii_case("a"))
        }
        _ => false,
    }
}

fn stands_before(noun: Token<'_>, words: &[String]) -> bool {
    let sentence = noun.sentence();
    words.iter().rev().zip(1..).all(|(word, back)| {
        noun.index()
            .checked_sub(back)
            .filter(|&i| i >= sentence.range().start)
            .map(|i| sentence.doc().token(i))
            .is_some_and(|t| t.lemma() == word || t.text().eq_ignore_ascii_case(word))
    })
}

/// Finds the happenings outside the codebook, one for each class and sentence.
pub(crate) fn find_outside(reading: &Reading<'_, '_>, outside: &Outside) -> Vec<Skipped> {
    let mut found = Vec::new();
    for sentence in reading.doc.sentences() {
        let mut seen = vec![false; outside.classes.len()];
        for token in sentence.range().map(|i| reading.doc.token(i)) {
            let Some(class) = outside.class_of(token) else { continue };
            if std::mem::replace(&mut seen[class], true) {
                continue;
            }
            found.push(Skipped {
                head: token.index(),
                tokens: vec![token.index()],
                frame: format!("outside.{}", outside.classes[class]),
                reason: Reason::Outside,
                note: "no happening of the codebook".to_owned(),
            });
        }
    }
    found
}
