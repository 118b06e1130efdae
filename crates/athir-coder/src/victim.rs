//! Who came to harm, person by person: the words that tell it (`harm`), how each person is described (`person`),
//! and which descriptions mean the same one (`people`).

mod harm;
mod people;
mod person;

use std::sync::OnceLock;

use athir_nlp::Sentence;

pub(crate) use self::harm::{Fate, find_harms, has_own_rule, is_killing, of_deed};
pub(crate) use self::people::{People, Victim, find_people};
pub(crate) use self::person::{Described, describe, is_attacker};
use crate::lexicon::Lexicon;
use crate::reading::Reading;

const WORDS: &str = include_str!("../../../data/victims.toml");

/// The built-in words for victims. They are kept apart from the other lists, which also say what is no name.
fn words() -> &'static Lexicon {
    static WORDS_READ: OnceLock<Lexicon> = OnceLock::new();
    WORDS_READ.get_or_init(|| {
        Lexicon::from_toml(&[("victims.toml", WORDS)]).expect("the built-in word lists are checked by a test")
    })
}

/// Whether a sentence speaks of other happenings than the report's own: earlier ones, sums over a year.
pub(crate) fn speaks_of_others(reading: &Reading<'_, '_>, sentence: Sentence<'_>) -> bool {
    let text = sentence.span().slice(reading.doc.text()).to_lowercase();
    let whole = |phrase: &str| {
        text.match_indices(phrase).any(|(at, _)| {
            let bound = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            bound(text[..at].chars().next_back()) && bound(text[at + phrase.len()..].chars().next())
        })
    };
    words().words_of("elsewhere").any(whole) || names_past_year(reading, sentence)
}

/// "in 2009", "since 2011", years before the report's.
fn names_past_year(reading: &Reading<'_, '_>, sentence: Sentence<'_>) -> bool {
    let Some(published) = reading.published else { return false };
    sentence.tokens().any(|token| {
        matches!(token.text(), "in" | "In" | "since" | "Since")
            && token
                .next()
                .and_then(|t| t.text().parse::<i16>().ok())
                .is_some_and(|year| (1900..published.year()).contains(&year))
    })
}
