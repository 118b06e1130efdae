//! Numbers of people and things, as the text bounds them (codebook §4).
//!
//! Ages, dates, sums of money, distances, percentages, model and unit numbers are numbers too. They are read and marked,
//! so that nobody takes "a 12-year-old", "the 46th Brigade" or "30 km" for a number of victims.

mod kind;
mod part;
pub(crate) mod piece;
pub(crate) mod quantity;
mod words;

use std::ops::Range;

use athir_model::Count;
use athir_nlp::{Dep, Doc, Pos, Token};
use serde::Deserialize;

use self::kind::kind_of;
use self::part::link_parts;
use self::piece::Piece;
use self::quantity::{Quantity, read_quantity};
use self::words::{Bound, Words};
use crate::time::TimeMention;

/// A number of things, as the text bounds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CountMention {
    /// The whole expression with the words that bound it: "at least 26", "between 5 and 10".
    pub(crate) tokens: Range<usize>,
    /// What the words say of the number.
    pub(crate) count: Count,
    /// The noun that it counts: "terrorists" in "26 terrorists". Absent where the number stands alone ("26 were
    /// killed").
    pub(crate) noun: Option<usize>,
    /// The count of which this one is a part: "12 people, including three children".
    pub(crate) part_of: Option<usize>,
    /// What sort of number it is; only [`CountKind::Plain`] counts people or things.
    pub(crate) kind: CountKind,
}

/// What sort of number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CountKind {
    /// A number of people or things.
    Plain,
    /// How old somebody is.
    Age,
    /// A sum of money.
    Money,
    /// A date, a time of day or a length of time.
    Date,
    /// A length or an area.
    Distance,
    /// A share of a hundred.
    Percent,
    /// The number of a model, a unit, a road or a list item, a fraction, a weight.
    Other,
}

/// The measures that `data/numbers.toml` lists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Measure {
    Distance,
    Money,
    Percent,
    Other,
}

impl From<Measure> for CountKind {
    fn from(measure: Measure) -> CountKind {
        match measure {
            Measure::Distance => CountKind::Distance,
            Measure::Money => CountKind::Money,
            Measure::Percent => CountKind::Percent,
            Measure::Other => CountKind::Other,
        }
    }
}

/// Reads the numbers of `doc`, given its pieces, in text order.
///
/// "Dozens" is 24 and open, "more than 14" is 15 and open, "up to 40" is open below (codebook §4). "Many" and a bare
/// plural give no number. A singular noun gives none either; see [`singular_person`].
/// `times` are those of the same report, whose numbers count nothing.
pub(crate) fn find_counts(doc: &Doc, pieces: &[Piece<'_>], times: &[TimeMention]) -> Vec<CountMention> {
    let mut times = times.iter().map(|time| time.tokens.clone()).peekable();
    let mut counts: Vec<CountMention> = Vec::new();
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        while times.next_if(|time| time.end <= piece.token).is_some() {}
        if let Some((mention, end)) = read_none(doc, pieces, at) {
            counts.push(mention);
            at = end;
            continue;
        }
        if let Some(mention) = read_both(doc, pieces, at) {
            counts.push(mention);
            at += 1;
            continue;
        }
        let Some(quantity) = read_quantity(pieces, at) else {
            at += 1;
            continue;
        };
        if let Some(time) =
            times.next_if(|time| pieces[at..quantity.core_end].iter().any(|p| time.contains(&p.token)))
        {
            let tokens = time.start.min(piece.token)..time.end;
            let kind = CountKind::Date;
            at += pieces[at..].iter().take_while(|piece| piece.token < tokens.end).count().max(1);
            counts.push(CountMention { tokens, count: quantity.count, noun: None, part_of: None, kind });
            continue;
        }
        if let Some(mention) = mention(doc, pieces, at, &quantity) {
            counts.push(mention);
        }
        at = quantity.end.max(at + 1);
    }
    link_parts(doc, &mut counts);
    counts
}

/// Whether the noun at `token` heads a phrase that means one person: "a child", "the commander", a named person.
pub(crate) fn singular_person(doc: &Doc, token: usize) -> bool {
    let token = doc.token(token);
    if token.dep() == Dep::Compound || !matches!(token.pos(), Pos::Noun | Pos::Propn) {
        return false;
    }
    if let Some(entity) = token.entity().filter(|entity| entity.label() == "PERSON") {
        return !entity.range().contains(&token.head().index()) || token.is_root();
    }
    let singular = matches!(token.tag(), "NN" | "NNP");
    let counted = token.children().any(|child| {
        child.dep() == Dep::Nummod && !child.text().eq_ignore_ascii_case("one")
            || child.dep() == Dep::Det && child.text().eq_ignore_ascii_case("no")
    });
    singular && !counted && is_person_noun(token)
}

/// Whether this noun means a person or persons: "soldiers", "a policewoman", "others".
pub(crate) fn is_person_noun(token: Token<'_>) -> bool {
    let words = Words::builtin();
    let lemma = token.lemma();
    if lemma.chars().any(char::is_uppercase) {
        words.is_person(&lemma.to_lowercase())
    } else {
        words.is_person(lemma)
    }
}

fn mention(doc: &Doc, pieces: &[Piece<'_>], at: usize, quantity: &Quantity) -> Option<CountMention> {
    let first = pieces[at].token;
    let last = pieces[quantity.end - 1].token;
    let kind = kind_of(doc, pieces, quantity);
    let mut mention =
        CountMention { tokens: first..last + 1, count: quantity.count, noun: None, part_of: None, kind };
    if kind != CountKind::Plain {
        return Some(mention);
    }
    let number = pieces[quantity.core..quantity.core_end].iter().map(|piece| piece.token);
    mention.noun = counted_noun(doc, number, mention.tokens.end);
    // "200 families" are 200 people or more.
    let families = |noun: usize| matches!(doc.token(noun).lemma(), "family" | "household");
    if mention.noun.is_some_and(families) && mention.count.low == mention.count.high {
        mention.count.high = None;
    }
    let word = &pieces[quantity.core];
    if word.is("one") && is_pronoun_one(doc, pieces, at, quantity, mention.noun) {
        return None;
    }
    // "several dozen wounded" counts whatever stands behind it.
    let is_scaled = quantity.core_end > quantity.core + 1;
    if word.is_any(&["some", "several"]) && !is_scaled && !is_plural_use(doc, word.token, mention.noun) {
        return None;
    }
    if word.is("scores") && doc.token(word.token).pos() == Pos::Verb {
        return None;
    }
    Some(mention)
}

/// "the one who", "this one", "no one", "one another", "one must": not a number.
fn is_pronoun_one(
    doc: &Doc,
    pieces: &[Piece<'_>],
    at: usize,
    quantity: &Quantity,
    noun: Option<usize>,
) -> bool {
    let next = pieces.get(quantity.end);
    if next.is_some_and(|next| next.is_any(&["another", "'s", "day", "time", "way"])) {
        return true;
    }
    let bare = noun.is_none() && quantity.bound == Bound::Exactly && at == quantity.core;
    if !bare {
        return false;
    }
    let determined = at > 0
        && pieces[at - 1]
            .is_any(&["the", "this", "that", "which", "any", "every", "each", "no", "some", "first", "last"]);
    let governed =
        next.is_some_and(|next| next.is_any(&["must", "should", "can", "could", "may", "who", "that"]));
    determined || governed || !matches!(doc.token(pieces[at].token).tag(), "CD" | "PRP" | "NN")
}

/// "some rebels", "several of them", "several were hurt", and not "some support".
fn is_plural_use(doc: &Doc, word: usize, noun: Option<usize>) -> bool {
    match noun {
        Some(noun) => is_plural(doc.token(noun)),
        None => {
            matches!(doc.token(word).dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Conj | Dep::Pobj)
        }
    }
}

fn is_plural(token: Token<'_>) -> bool {
    matches!(token.tag(), "NNS" | "NNPS") || token.text().eq_ignore_ascii_case("people")
}

/// The noun that a number counts: by the parse, or else the end of the noun phrase that follows it.
fn counted_noun(doc: &Doc, number: impl Iterator<Item = usize>, end: usize) -> Option<usize> {
    let mut inside = end;
    for index in number {
        inside = inside.min(index);
        let token = doc.token(index);
        let head = token.head();
        // "dozens of rebels", "five of the attackers"
        if let Some(of) = token.children().find(|child| child.text().eq_ignore_ascii_case("of"))
            && let Some(object) = of.children().find(|child| child.dep() == Dep::Pobj)
            && object.index() >= end
        {
            return is_nominal(object).then(|| object.index());
        }
        let counts = matches!(
            token.dep(),
            Dep::Nummod | Dep::Det | Dep::Amod | Dep::Quantmod | Dep::Compound | Dep::Predet
        );
        if counts && head.index() >= end && is_nominal(head) && is_one_phrase(doc, end..head.index()) {
            // "20 Nusra terrorists": the parse may hang the number on the name before the noun.
            let mut noun = head;
            while noun.dep() == Dep::Compound && noun.head().index() > noun.index() && is_nominal(noun.head())
            {
                noun = noun.head();
            }
            return Some(noun.index()).filter(|_| !is_time(noun));
        }
    }
    noun_after(doc, end).filter(|&noun| !is_time(doc.token(noun)))
}

/// Whether these tokens can stand between a number and its noun.
fn is_one_phrase(doc: &Doc, tokens: Range<usize>) -> bool {
    tokens.len() < 10
        && tokens.into_iter().all(|index| {
            let token = doc.token(index);
            !matches!(token.pos(), Pos::Adp | Pos::Aux | Pos::Sconj | Pos::Pron)
                || token.text().eq_ignore_ascii_case("of")
                || is_initials(token)
        })
}

/// "12 IS fighters", "3 US soldiers": initials that are spelt like a small word.
fn is_initials(token: Token<'_>) -> bool {
    token.text().len() > 1 && token.text().chars().all(char::is_uppercase)
}

/// "killed 40 Tuesday": a day is not what a number counts.
fn is_time(noun: Token<'_>) -> bool {
    noun.entity().is_some_and(|entity| matches!(entity.label(), "DATE" | "TIME"))
}

/// The last noun of the noun phrase that begins at `at`.
fn noun_after(doc: &Doc, at: usize) -> Option<usize> {
    let mut noun = None;
    for index in at..doc.len().min(at + 8) {
        let token = doc.token(index);
        match token.pos() {
            Pos::Noun | Pos::Propn => noun = Some(index),
            _ if noun.is_some() => break,
            Pos::Adj | Pos::Num | Pos::Det => {}
            _ if is_initials(token) => {}
            Pos::Verb if matches!(token.dep(), Dep::Amod | Dep::Compound) => {}
            Pos::Adp if index == at && token.text().eq_ignore_ascii_case("of") => {}
            Pos::Punct if token.text() == "-" || token.text() == "\"" => {}
            _ => break,
        }
    }
    noun
}

fn is_nominal(token: Token<'_>) -> bool {
    matches!(token.pos(), Pos::Noun | Pos::Propn)
}

/// "no one", "nobody", "no casualties", "without any injuries": none.
fn read_none(doc: &Doc, pieces: &[Piece<'_>], at: usize) -> Option<(CountMention, usize)> {
    let piece = &pieces[at];
    let none = |end: usize, noun: Option<usize>| {
        let tokens = piece.token..pieces[end - 1].token + 1;
        (CountMention { tokens, count: Count::exactly(0), noun, part_of: None, kind: CountKind::Plain }, end)
    };
    if piece.is_any(&["nobody", "none", "no-one"]) {
        return Some(none(at + 1, None));
    }
    if piece.text.eq_ignore_ascii_case("no")
        && pieces
            .get(at + 1)
            .is_some_and(|next| next.is("one") || next.text == "1" && !piece.is_capitalised())
    {
        return Some(none(at + 2, None));
    }
    let denies = piece.is_any(&["no", "without"])
        || piece.is_any(&["any"]) && {
            let verb = doc.token(piece.token).head().head();
            verb.children().any(|child| child.dep() == Dep::Neg)
        };
    if !denies {
        return None;
    }
    let skip = usize::from(pieces.get(at + 1).is_some_and(|next| next.is("any")));
    let noun = noun_after(doc, pieces.get(at + 1 + skip)?.token)?;
    let token = doc.token(noun);
    let counted = Words::builtin().is_harm(token.lemma()) || (piece.is("no") && is_person_noun(token));
    // "no other group", "no official comment": the noun must be the one that "no" stands with.
    counted.then(|| none(at + 1 + skip, Some(noun)))
}

/// "both soldiers", and not "both Syria and Iraq".
fn read_both(doc: &Doc, pieces: &[Piece<'_>], at: usize) -> Option<CountMention> {
    let piece = pieces.get(at).filter(|piece| piece.is("both"))?;
    let token = doc.token(piece.token);
    if !matches!(token.dep(), Dep::Det | Dep::Predet | Dep::Nsubj | Dep::Nsubjpass) {
        return None;
    }
    let noun = noun_after(doc, token.index() + 1);
    let plural = noun.is_none_or(|noun| is_plural(doc.token(noun)));
    let tokens = token.index()..token.index() + 1;
    let count = Count::exactly(2);
    plural.then_some(CountMention { tokens, count, noun, part_of: None, kind: CountKind::Plain })
}

#[cfg(test)]
pub(crate) mod tests;
