//! Numbers of people and things, as the text bounds them (codebook §4).
//!
//! Ages, dates, sums of money, distances, percentages, model and unit numbers are numbers too. They are read and marked,
//! so that nobody takes "a 12-year-old", "the 46th Brigade" or "30 km" for a number of victims.

pub(crate) mod piece;
pub(crate) mod quantity;
mod words;

use std::ops::Range;

use athir_model::Count;
use athir_nlp::{Dep, Doc, Pos, Token};
use serde::Deserialize;

use self::piece::{Piece, Shape, pieces};
use self::quantity::{Quantity, read_quantity};
use self::words::{Bound, Words};
use crate::time::find_times;

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

/// Reads the numbers of `doc`, in text order.
///
/// "Dozens" is 24 and open, "more than 14" is 15 and open, "up to 40" is open below (codebook §4). "Many" and a bare
/// plural give no number. A singular noun gives none either; see [`singular_person`].
pub(crate) fn find_counts(doc: &Doc) -> Vec<CountMention> {
    let pieces = pieces(doc);
    let mut times = find_times(doc, None).into_iter().map(|time| time.tokens).peekable();
    let mut counts: Vec<CountMention> = Vec::new();
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        while times.next_if(|time| time.end <= piece.token).is_some() {}
        if let Some((mention, end)) = read_none(doc, &pieces, at) {
            counts.push(mention);
            at = end;
            continue;
        }
        if let Some(mention) = read_both(doc, &pieces, at) {
            counts.push(mention);
            at += 1;
            continue;
        }
        let Some(quantity) = read_quantity(&pieces, at) else {
            at += 1;
            continue;
        };
        if let Some(time) = times.next_if(|time| pieces[at..quantity.core_end].iter().any(|p| time.contains(&p.token))) {
            let tokens = time.start.min(piece.token)..time.end;
            let kind = CountKind::Date;
            at += pieces[at..].iter().take_while(|piece| piece.token < tokens.end).count().max(1);
            counts.push(CountMention { tokens, count: quantity.count, noun: None, part_of: None, kind });
            continue;
        }
        if let Some(mention) = mention(doc, &pieces, at, &quantity) {
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
    if lemma.chars().any(char::is_uppercase) { words.is_person(&lemma.to_lowercase()) } else { words.is_person(lemma) }
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
    let word = &pieces[quantity.core];
    if word.is("one") && is_pronoun_one(doc, pieces, at, quantity, mention.noun) {
        return None;
    }
    if word.is_any(&["some", "several"]) && !is_plural_use(doc, word.token, mention.noun) {
        return None;
    }
    if word.is("scores") && doc.token(word.token).pos() == Pos::Verb {
        return None;
    }
    Some(mention)
}

/// "the one who", "this one", "no one", "one another", "one must": not a number.
fn is_pronoun_one(doc: &Doc, pieces: &[Piece<'_>], at: usize, quantity: &Quantity, noun: Option<usize>) -> bool {
    let next = pieces.get(quantity.end);
    if next.is_some_and(|next| next.is_any(&["another", "'s", "day", "time", "way"])) {
        return true;
    }
    let bare = noun.is_none() && quantity.bound == Bound::Exactly && at == quantity.core;
    if !bare {
        return false;
    }
    let determined = at > 0
        && pieces[at - 1].is_any(&["the", "this", "that", "which", "any", "every", "each", "no", "some", "first", "last"]);
    let governed = next.is_some_and(|next| next.is_any(&["must", "should", "can", "could", "may", "who", "that"]));
    determined || governed || !matches!(doc.token(pieces[at].token).tag(), "CD" | "PRP" | "NN")
}

/// "some rebels", "several of them", "several were hurt", and not "some support".
fn is_plural_use(doc: &Doc, word: usize, noun: Option<usize>) -> bool {
    match noun {
        Some(noun) => is_plural(doc.token(noun)),
        None => matches!(doc.token(word).dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Conj | Dep::Pobj),
    }
}

fn is_plural(token: Token<'_>) -> bool {
    matches!(token.tag(), "NNS" | "NNPS") || token.text().eq_ignore_ascii_case("people")
}

/// What sort of number it is, by the pieces around it.
fn kind_of(doc: &Doc, pieces: &[Piece<'_>], quantity: &Quantity) -> CountKind {
    let before = |n: usize| quantity.core.checked_sub(n).map(|at| &pieces[at]);
    let after = |n: usize| pieces.get(quantity.core_end + n);
    let is_after = |n: usize, words: &[&str]| after(n).is_some_and(|piece| piece.is_any(words));
    let is_before = |n: usize, words: &[&str]| before(n).is_some_and(|piece| piece.is_any(words));
    let glued_mark = |piece: Option<&Piece<'_>>| piece.is_some_and(|piece| piece.glued && piece.shape == Shape::Mark);
    let core = &pieces[quantity.core];
    let numeral = core.shape == Shape::Digits;

    if is_before(1, &["$", "€", "£", "¥"]) {
        return CountKind::Money;
    }
    if is_after(0, &["per"]) && is_after(1, &["cent"]) {
        return CountKind::Percent;
    }
    let dash = usize::from(after(0).is_some_and(Piece::is_dash));
    let year = after(dash).is_some_and(|piece| piece.is_any(&["year", "years", "month", "months", "yr", "week", "weeks"]));
    let old = dash + 1 + usize::from(after(dash + 1).is_some_and(Piece::is_dash));
    if (year && is_after(old, &["old", "olds"])) || is_before(1, &["aged", "age", "ages"]) {
        return CountKind::Age;
    }
    if is_before(1, &["but"]) && is_before(2, &["all"]) {
        return CountKind::Other;
    }
    if is_before(1, &["of"]) && is_before(2, &["age", "ages"]) {
        return CountKind::Age;
    }
    let lone = quantity.core_end == quantity.core + 1 && quantity.bound == Bound::Exactly && quantity.number < 110;
    let named = before(2).is_some_and(|piece| doc.token(piece.token).pos() == Pos::Propn);
    if numeral && lone && named && is_before(1, &[",", "("]) && is_after(0, &[",", ")", ".", ";"]) {
        return CountKind::Age;
    }
    let measured = after(dash).and_then(|piece| Words::builtin().measure(piece.word()));
    let adjective = after(1).and_then(|piece| Words::builtin().measure(piece.word()));
    if let Some(kind) = measured.filter(|_| !is_after(dash, &["pounds", "points"]) || dash == 0) {
        return kind;
    }
    if let Some(kind @ (CountKind::Money | CountKind::Distance)) = adjective
        && (is_after(0, &["us", "nautical", "square", "cubic"]) || is_after(0, &["u.s"]))
    {
        return kind;
    }
    if is_label(doc, pieces, quantity) {
        return CountKind::Other;
    }
    // "46th", "F16", "M-16", "two-story", "2-0", "5/10": the number is a part of a longer sign.
    let joined_before = core.glued && before(1).is_some_and(|piece| piece.shape != Shape::Mark)
        || core.glued
            && glued_mark(before(1))
            && before(2).is_some_and(|piece| piece.shape != Shape::Mark)
            && !is_before(1, &["(", "\"", "'", "“", "‘", "[", "—"]);
    let joined_after = after(0).is_some_and(|piece| piece.glued && piece.shape != Shape::Mark)
        || glued_mark(after(0))
            && after(1).is_some_and(|piece| piece.glued && piece.shape != Shape::Mark)
            && is_after(0, &["-", "‑", "‐", "/", ":", ".", ",", "°", "'"]);
    if joined_before || joined_after {
        return CountKind::Other;
    }
    let fraction = ["third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth", "tenths"];
    if is_after(0, &fraction) || is_after(dash, &fraction) || (quantity.number == 1 && is_after(0, &["in"]) && after(1).is_some_and(|piece| piece.shape == Shape::Digits || read_quantity(&pieces[quantity.core_end + 1..], 0).is_some_and(|q| q.core == 0))) {
        return CountKind::Other;
    }
    CountKind::Plain
}

/// "No. 5", "Base 46", "Resolution 2254", "14 Infantry Division", "1. Killed": a number that names.
fn is_label(doc: &Doc, pieces: &[Piece<'_>], quantity: &Quantity) -> bool {
    const UNITS: [&str; 9] =
        ["brigade", "division", "battalion", "regiment", "corps", "squadron", "company", "platoon", "infantry"];
    let core = &pieces[quantity.core];
    if core.shape != Shape::Digits {
        return false;
    }
    let token = doc.token(core.token);
    let next = pieces.get(quantity.core_end);
    let noun_follows = next.is_some_and(|next| {
        matches!(doc.token(next.token).pos(), Pos::Noun | Pos::Propn | Pos::Adj | Pos::Verb) && !next.glued
    });
    let item = next.is_some_and(|next| next.glued && matches!(next.text, "." | ")"));
    if token.is_sent_start() && item && pieces.get(quantity.core_end + 1).is_some() {
        return true;
    }
    let Some(previous) = quantity.core.checked_sub(1).map(|at| &pieces[at]) else { return false };
    let abbreviated = previous.text == "." && quantity.core >= 2 && pieces[quantity.core - 2].is_any(&["no", "nos"]);
    if abbreviated || previous.text == "#" || (previous.is("no") && previous.is_capitalised()) {
        return true;
    }
    let names = previous.shape == Shape::Word
        && previous.is_capitalised()
        && doc.token(previous.token).pos() == Pos::Propn
        && doc.token(previous.token).sentence().range().contains(&core.token);
    if names && quantity.bound == Bound::Exactly && !noun_follows && token.dep() == Dep::Nummod {
        return true;
    }
    let unit = pieces[quantity.core_end..].iter().take(3).take_while(|piece| piece.is_capitalised()).last();
    unit.is_some_and(|unit| unit.is_any(&UNITS))
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
        let counts = matches!(token.dep(), Dep::Nummod | Dep::Det | Dep::Amod | Dep::Quantmod | Dep::Compound | Dep::Predet);
        if counts && head.index() >= end && is_nominal(head) && is_one_phrase(doc, end..head.index()) {
            return Some(head.index()).filter(|_| !is_time(head));
        }
    }
    noun_after(doc, end).filter(|&noun| !is_time(doc.token(noun)))
}

/// Whether these tokens can stand between a number and its noun.
fn is_one_phrase(doc: &Doc, tokens: Range<usize>) -> bool {
    tokens.len() < 10
        && tokens.into_iter().all(|index| {
            let token = doc.token(index);
            !matches!(token.pos(), Pos::Adp | Pos::Aux | Pos::Sconj | Pos::Pron) || token.text().eq_ignore_ascii_case("of")
        })
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
    if piece.is("no") && pieces.get(at + 1).is_some_and(|next| next.is("one")) {
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

/// Finds the counts that are parts of others: "12 people, including three children", "26 dead, five of them women".
fn link_parts(doc: &Doc, counts: &mut [CountMention]) {
    for index in 1..counts.len() {
        let count = &counts[index];
        if count.kind != CountKind::Plain {
            continue;
        }
        let sentence = doc.token(count.tokens.start).sentence().range();
        let whole = if is_of_pronoun(doc, count.tokens.end) {
            find_whole(counts, index, 0..count.tokens.start)
        } else {
            find_marker(doc, sentence.start..count.tokens.start)
                .and_then(|marker| find_whole(counts, index, sentence.start..marker))
        };
        counts[index].part_of = whole;
    }
}

/// The last plain count within `tokens` that is no part itself and can hold the count at `index`.
fn find_whole(counts: &[CountMention], index: usize, tokens: Range<usize>) -> Option<usize> {
    let part = counts[index].count.low.or(counts[index].count.high)?;
    (0..index).rev().take(6).find(|&whole| {
        let mention = &counts[whole];
        mention.kind == CountKind::Plain
            && mention.part_of.is_none()
            && tokens.contains(&mention.tokens.start)
            && tokens.contains(&(mention.tokens.end - 1))
            && mention.count.high.is_none_or(|high| high >= part)
            && mention.count != Count::exactly(0)
    })
}

/// Whether "of them", "of whom" or "of those" follows.
fn is_of_pronoun(doc: &Doc, at: usize) -> bool {
    let is = |index: usize, words: &[&str]| {
        index < doc.len() && words.iter().any(|word| doc.token(index).text().eq_ignore_ascii_case(word))
    };
    is(at, &["of"]) && is(at + 1, &["them", "whom", "those", "which", "these"])
}

/// The last "including", "among them" or "of whom" in `tokens` with no verb after it.
fn find_marker(doc: &Doc, tokens: Range<usize>) -> Option<usize> {
    for index in tokens.rev() {
        let token = doc.token(index);
        let text = token.text();
        if ["including", "includes", "included", "include"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
            return Some(index);
        }
        let next = |words: &[&str]| {
            index + 1 < doc.len() && words.iter().any(|word| doc.token(index + 1).text().eq_ignore_ascii_case(word))
        };
        if (text.eq_ignore_ascii_case("among") || text.eq_ignore_ascii_case("amongst") || text.eq_ignore_ascii_case("of"))
            && next(&["them", "whom", "those", "which"])
        {
            return Some(index);
        }
        if token.pos() == Pos::Verb && !matches!(token.dep(), Dep::Amod | Dep::Compound | Dep::Acl) {
            return None;
        }
    }
    None
}
