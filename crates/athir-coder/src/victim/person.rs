//! How a report describes one person or some: number, name, age, sex.

use std::ops::Range;

use athir_model::Count;
use athir_nlp::{Dep, Pos, Token};

use super::words;
use crate::count::{CountKind, is_person_noun, singular_person};
use crate::reading::Reading;
use crate::toll::count_of;

/// A man or a woman, as far as the words say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sex {
    Male,
    Female,
}

/// Words for one person or some.
#[derive(Clone, Debug)]
pub(crate) struct Described<'d> {
    pub(crate) head: usize,
    pub(crate) sentence: usize,
    pub(crate) lemma: &'d str,
    /// How many they are; absent for a bare plural.
    pub(crate) count: Option<Count>,
    pub(crate) tokens: Range<usize>,
    /// The words of the name.
    pub(crate) names: Vec<&'d str>,
    /// The age in years.
    pub(crate) age: Option<u64>,
    pub(crate) sex: Option<Sex>,
    pub(crate) definite: bool,
    pub(crate) pronoun: bool,
    /// "another", "a second", "others": not those told of before.
    pub(crate) further: bool,
    pub(crate) attacker: bool,
    /// Whether what is done to them is what the law does to a suspect.
    pub(crate) suspect: bool,
}

impl Described<'_> {
    /// Whether the words mean one person alone.
    pub(crate) fn is_single(&self) -> bool {
        self.count == Some(Count::exactly(1))
    }
}

/// Whether a word heads words for people.
pub(crate) fn is_person(reading: &Reading<'_, '_>, index: usize) -> bool {
    let token = reading.doc.token(index);
    match token.pos() {
        Pos::Pron => sex_of_pronoun(token).is_some() || token.text().eq_ignore_ascii_case("they"),
        Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num | Pos::Verb | Pos::X | Pos::Intj => {
            is_person_word(token)
                || is_old(token)
                || token.entity().is_some_and(|e| e.label() == "PERSON")
                || is_number(reading, index)
        }
        _ => is_number(reading, index),
    }
}

fn is_person_word(token: Token<'_>) -> bool {
    is_person_noun(token) || words().token_in("people", token) || words().token_in("bare_people", token)
}

/// "a 17-year-old"
fn is_old(token: Token<'_>) -> bool {
    let text = token.text();
    text.eq_ignore_ascii_case("old") && token.dep() != Dep::Amod
        || text.len() > 4 && text.to_ascii_lowercase().ends_with("-old")
}

/// "Boy, 8, who shot himself": the person whose age a number alone between commas is.
pub(crate) fn bearer_of_age(reading: &Reading<'_, '_>, index: usize) -> Option<usize> {
    let token = reading.doc.token(index);
    let person = token.previous().filter(|t| t.text() == ",")?.previous()?;
    let is_age = token.text().parse::<u64>().is_ok_and(|n| (1..110).contains(&n));
    let closes = token.next().is_none_or(|t| matches!(t.text(), "," | "." | ";" | ":" | ")"));
    let is_bearer = is_age && closes && person.pos() != Pos::Num && is_person(reading, person.index());
    is_bearer.then(|| person.index())
}

/// A number that stands for people: "four were shot", "three of the victims".
fn is_number(reading: &Reading<'_, '_>, index: usize) -> bool {
    let token = reading.doc.token(index);
    if matches!(token.dep(), Dep::Nummod | Dep::Quantmod | Dep::Npadvmod | Dep::Appos | Dep::Compound)
        || bearer_of_age(reading, index).is_some()
    {
        return false;
    }
    let Some(count) = reading.count_around(index).map(|n| &reading.counts[n]) else { return false };
    count.kind == CountKind::Plain
        && count.noun.is_none_or(|noun| {
            let of = reading.doc.token(noun);
            is_person_word(of) || of.pos() == Pos::Pron || noun == index
        })
}

pub(crate) fn is_attacker(token: Token<'_>) -> bool {
    words().token_in("attackers", token)
}

fn sex_of_pronoun(token: Token<'_>) -> Option<Sex> {
    match token.text().to_ascii_lowercase().as_str() {
        "he" | "him" | "himself" | "his" => Some(Sex::Male),
        "she" | "her" | "herself" | "hers" => Some(Sex::Female),
        _ => None,
    }
}

/// Reads the words for people that a token heads, if it heads some.
pub(crate) fn describe<'d>(reading: &Reading<'d, '_>, index: usize) -> Option<Described<'d>> {
    let token = reading.doc.token(index);
    if !is_person(reading, index) {
        return None;
    }
    let lists = words();
    let left: Vec<Token<'d>> = token.lefts().collect();
    let pronoun = token.pos() == Pos::Pron && !is_number(reading, index);
    if pronoun && sex_of_pronoun(token).is_none() {
        return None;
    }
    // "Two of them died": a part of those counted before is a number of its own.
    let part = || {
        let count = reading.count_around(index).map(|n| &reading.counts[n])?;
        is_number(reading, index).then(|| (count.count, count.tokens.clone()))
    };
    let counted = count_of(reading, index).or_else(part);
    let named = token.entity().is_some_and(|e| e.label() == "PERSON");
    let plural = matches!(token.tag(), "NNS" | "NNPS") || token.text().eq_ignore_ascii_case("people");
    let single = pronoun || named || is_old(token) || singular_person(reading.doc, index) || !plural;
    let tokens = counted.as_ref().map_or(token.left_edge()..index + 1, |(_, tokens)| tokens.clone());
    let count = counted.map(|(count, _)| count).or(single.then(|| Count::exactly(1)));
    let mut names = Vec::new();
    for part in std::iter::once(token).chain(token.children().filter(|t| t.dep() == Dep::Appos)) {
        let Some(entity) = part.entity().filter(|e| e.label() == "PERSON") else { continue };
        for word in entity.range().map(|i| reading.doc.token(i)) {
            if word.pos() == Pos::Propn
                && word.text().len() > 2
                && !names.contains(&word.text())
                && !is_no_name(reading, word)
            {
                names.push(word.text());
            }
        }
    }
    let has = |list: &str| {
        lists.token_in(list, token)
            || left
                .iter()
                .any(|t| matches!(t.dep(), Dep::Compound | Dep::Amod | Dep::Nmod) && lists.token_in(list, *t))
    };
    let sex = if pronoun {
        sex_of_pronoun(token)
    } else if has("males") {
        Some(Sex::Male)
    } else if has("females") {
        Some(Sex::Female)
    } else {
        None
    };
    let lower = |t: &Token<'_>| t.text().to_ascii_lowercase();
    let definite = pronoun
        || !names.is_empty()
        || left.iter().any(|t| {
            t.dep() == Dep::Poss
                || matches!(lower(t).as_str(), "the" | "this" | "that" | "these" | "those" | "his" | "her")
        });
    let further = token.lemma() == "other"
        || left.iter().any(|t| {
            matches!(t.lemma(), "other" | "another" | "second" | "third" | "fourth" | "fifth")
                || lower(t) == "another"
        });
    let verb = token.head();
    let suspect = matches!(token.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj)
        && lists.token_in("suspect_verbs", verb)
        && (token.dep() != Dep::Nsubj || lists.token_in("suspect_acts", verb))
        || token
            .children()
            .any(|t| matches!(t.dep(), Dep::Relcl | Dep::Acl) && lists.token_in("suspect_verbs", t));
    Some(Described {
        head: index,
        sentence: reading.doc.sentence_of(index).index(),
        lemma: token.lemma(),
        count,
        tokens,
        names,
        age: age_of(reading, token),
        sex,
        definite,
        pronoun,
        further,
        attacker: is_attacker(token) || left.iter().any(|t| t.dep() == Dep::Compound && is_attacker(*t)),
        suspect,
    })
}

/// "Teen Shot and Killed": words of a title, all of which have capitals, are taken for a name. They are none if they name
/// what people are, or if the text has them in small letters.
fn is_no_name(reading: &Reading<'_, '_>, word: Token<'_>) -> bool {
    let small = word.text().to_lowercase();
    word.sentence().index() == 0 && (is_person_word(word) || reading.doc.tokens().any(|t| t.text() == small))
}

/// "the 17-year-old girl", "Mona Hadad, 34, ..."
fn age_of(reading: &Reading<'_, '_>, token: Token<'_>) -> Option<u64> {
    let doc = reading.doc;
    let sentence = token.sentence().range();
    let from = sentence.start.max(token.index().saturating_sub(8));
    let to = sentence.end.min(token.index() + 5);
    for index in from..to {
        let unit = doc.token(index);
        let text = unit.text();
        let months = text.eq_ignore_ascii_case("month") || text.eq_ignore_ascii_case("months");
        if !months && !text.eq_ignore_ascii_case("year") && !text.eq_ignore_ascii_case("years") {
            continue;
        }
        let old = (index + 1..(index + 3).min(doc.len()))
            .map(|i| doc.token(i))
            .find(|t| t.text().eq_ignore_ascii_case("old"));
        let Some(old) = old else { continue };
        if old.index() != token.index()
            && !old.is_below(token)
            && !(token.is_below(old) && old.index() < token.index())
        {
            continue;
        }
        let number = (index.saturating_sub(2)..index).rev().find_map(|i| value(reading, i));
        if let Some(years) = number {
            return Some(if months { years / 12 } else { years });
        }
    }
    // "Salim Haddad, 45, of Riverton"
    let end = token.index() + 1;
    let comma =
        |i: usize| i < sentence.end && matches!(doc.token(i).text(), "," | "." | ";" | ")" | "and" | "of");
    if end + 1 < sentence.end && doc.token(end).text() == "," && comma(end + 2) {
        let number = doc.token(end + 1);
        if number.tag() == "CD" {
            return number.text().parse().ok().filter(|&n: &u64| n < 110);
        }
    }
    None
}

fn value(reading: &Reading<'_, '_>, index: usize) -> Option<u64> {
    let text = reading.doc.token(index).text();
    if let Ok(number) = text.parse::<u64>() {
        return Some(number).filter(|&n| n < 110);
    }
    let n = reading.counts.partition_point(|c| c.tokens.end <= index);
    let count = reading.counts.get(n).filter(|c| c.tokens.contains(&index))?;
    count.count.low.filter(|&n| n < 110 && count.count.high == Some(n))
}
