//! How many were harmed: the numbers that belong to a word of harm or to the words for the people.

use std::ops::Range;

use athir_model::{Count, Harm};
use athir_nlp::{Dep, Pos, Token};

use super::Counted;
use super::people::{is_one_more, is_people};
use crate::clause::is_verbal;
use crate::count::{CountKind, singular_person};
use crate::reading::Reading;

/// "Of the 130 injured, 77 were women": the number of a part of the harmed, which the clause is about.
pub(super) fn part_told_of(reading: &Reading<'_, '_>, token: Token<'_>, harm: Harm) -> Option<Counted> {
    let whole = token.head();
    let of = whole.head();
    let is_opened = token.dep() == Dep::Acl
        && whole.dep() == Dep::Pobj
        && of.text().eq_ignore_ascii_case("of")
        && is_verbal(of.head());
    let number = of.head().children().find(|t| is_opened && t.dep() == Dep::Nsubj && t.pos() == Pos::Num)?;
    bare_number(reading, reading.count_around(number.index())?, harm)
}

/// "Nine of the dead were children", "nine of those killed were children": how many of them were who.
pub(super) fn part_of_dead(reading: &Reading<'_, '_>, token: Token<'_>, harm: Harm) -> Option<Counted> {
    let is_those = token.dep() == Dep::Acl && token.head().lemma() == "those";
    let whole = if is_those { token.head() } else { token };
    let of = Some(whole.head()).filter(|t| whole.dep() == Dep::Pobj && t.text() == "of")?;
    let number = of.head();
    let verb = Some(number.head()).filter(|t| number.dep() == Dep::Nsubj && t.lemma() == "be")?;
    let who = verb.children().find(|t| t.dep() == Dep::Attr && is_people(reading, t.index()))?;
    let (count, tokens) = count_of(reading, number.index())?;
    Some(Counted { part: true, ..Counted::new(harm, count, Some(who.index()), tokens) })
}

/// "17 people died and 28 were hurt", where the parse makes the number a part of the clause before, and "left 40 dead and 60
/// wounded": a bare number right before the auxiliary or the word of harm.
pub(super) fn number_before(reading: &Reading<'_, '_>, verb: Token<'_>, harm: Harm) -> Option<Counted> {
    let doc = reading.doc;
    let mut at = verb.index();
    while at > 0 && doc.token(at - 1).pos() == Pos::Aux && doc.token(at - 1).head() == verb {
        at -= 1;
    }
    let number = at.checked_sub(1).map(|i| doc.token(i))?;
    let beside =
        at == verb.index() && matches!(verb.tag(), "VBN" | "VBD" | "JJ") && number.dep() == Dep::Nsubj;
    // "in Binnish eight died": no number stands behind its noun.
    let behind_noun = number.dep() == Dep::Nummod && number.head().index() < number.index();
    let stray = number.pos() == Pos::Num && (number.dep() == Dep::Conj || beside || behind_noun);
    bare_number(reading, reading.count_around(number.index()).filter(|_| stray)?, harm)
}

/// "wounded 40 Tuesday", where the parse gives the number to the day: a number without a noun right behind the verb.
pub(super) fn number_behind(reading: &Reading<'_, '_>, verb: Token<'_>, harm: Harm) -> Option<Counted> {
    let next = verb.index() + 1;
    let n = if next < reading.doc.len() { reading.count_around(next)? } else { return None };
    bare_number(reading, n, harm).filter(|c| c.tokens.start == next)
}

/// A count that stands alone: without a noun, and no part of another.
fn bare_number(reading: &Reading<'_, '_>, n: usize, harm: Harm) -> Option<Counted> {
    let c = &reading.counts[n];
    let is_bare = c.kind == CountKind::Plain && c.noun.is_none() && c.part_of.is_none();
    is_bare.then(|| Counted::new(harm, c.count, None, c.tokens.clone()))
}

/// The numbers that the verb of a noun of harm gives: "the death toll rose to 30", "put the toll at 16".
pub(super) fn told_by_verb(reading: &Reading<'_, '_>, noun: Token<'_>, harm: Harm) -> Vec<Counted> {
    let mut counted = Vec::new();
    for number in amounts(reading, noun) {
        if let Some((count, tokens)) = count_of(reading, number.index()) {
            counted.push(Counted::new(harm, count, None, tokens));
            counted.extend(parts_of(reading, number.index()).map(|(count, tokens, head)| Counted {
                part: true,
                ..Counted::new(harm, count, head, tokens)
            }));
        }
    }
    counted
}

/// What the verb of a noun of number says that it comes to: "rose to 30", "stands at 16", "has reached 90".
fn amounts<'d>(reading: &Reading<'d, '_>, noun: Token<'d>) -> impl Iterator<Item = Token<'d>> {
    let verb = noun.head();
    let amounts = reading.know.lexicon.has("amount_verbs", verb.lemma());
    let by_prep = verb
        .children()
        .filter(|t| t.dep() == Dep::Prep && matches!(t.text(), "to" | "at" | "above" | "past"))
        .flat_map(|t| t.children())
        .filter(|t| t.dep() == Dep::Pobj);
    let direct = verb
        .children()
        .filter(move |t| amounts && matches!(t.dep(), Dep::Dobj | Dep::Attr) && t.index() != noun.index());
    by_prep.chain(direct)
}

/// "The death toll" counts the dead, "the toll" whatever it counts.
pub(super) fn toll_harm(token: Token<'_>, harm: Harm) -> Harm {
    if token.children().any(|t| t.lemma() == "death") { Harm::Killed } else { harm }
}

pub(super) fn has_number(reading: &Reading<'_, '_>, head: usize) -> bool {
    reading.count_of_noun(head).or_else(|| reading.count_around(head)).is_some()
}

/// How many people a head stands for, with the words that say so.
pub(crate) fn count_of(reading: &Reading<'_, '_>, head: usize) -> Option<(Count, Range<usize>)> {
    // A number alone, or the first word of "dozens of residents".
    let bare = || {
        reading.count_around(head).filter(|&n| {
            let c = &reading.counts[n];
            (c.part_of.is_none() || is_of_them(reading.doc.token(head)))
                && c.noun.is_none_or(|noun| {
                    noun > head && reading.doc.token(noun).ancestors().take(3).any(|t| t.index() == head)
                })
        })
    };
    let found = reading.count_of_noun(head).or_else(bare).map(|n| &reading.counts[n]);
    if let Some(c) = found {
        let end = c.noun.map_or(c.tokens.end, |n| c.tokens.end.max(n + 1));
        return Some((c.count, c.tokens.start..end));
    }
    let token = reading.doc.token(head);
    // "a family of five", "a crew of three"
    let of = token.rights().find(|t| {
        t.text() == "of"
            && matches!(
                token.lemma(),
                "family" | "household" | "crew" | "group" | "party" | "patrol" | "team"
            )
    });
    let number = of.and_then(|of| of.children().find(|t| t.dep() == Dep::Pobj && t.pos() == Pos::Num));
    if let Some(n) = number.and_then(|t| reading.count_around(t.index())) {
        let counted = &reading.counts[n];
        return Some((counted.count, head..counted.tokens.end));
    }
    if let Some(n) = number_of_them(reading, token) {
        return Some((reading.counts[n].count, reading.counts[n].tokens.clone()));
    }
    let is_one = matches!(token.text().to_ascii_lowercase().as_str(), "he" | "she" | "him");
    // "two officers died and a third was hurt", "killed one and wounded another"
    let is_next = is_one_more(token)
        && matches!(token.dep(), Dep::Nsubjpass | Dep::Nsubj | Dep::Dobj)
        && !token.children().any(|t| matches!(t.dep(), Dep::Prep | Dep::Nummod));
    if is_one || is_next {
        return Some((Count::exactly(1), head..head + 1));
    }
    singular_person(reading.doc, head).then(|| {
        let start = token
            .lefts()
            .filter(|t| matches!(t.dep(), Dep::Det | Dep::Amod | Dep::Compound))
            .map(|t| t.index())
            .min()
            .unwrap_or(head);
        (Count::exactly(1), start..head + 1)
    })
}

/// "The number of villagers abducted stands at 180": the count that the verb of the number gives.
fn number_of_them(reading: &Reading<'_, '_>, people: Token<'_>) -> Option<usize> {
    let number = people.head().head();
    let is_number = people.dep() == Dep::Pobj
        && people.head().text() == "of"
        && matches!(number.lemma(), "number" | "total" | "tally" | "count")
        && !number.children().any(|t| t.dep() == Dep::Det && t.lemma() == "a");
    amounts(reading, number).filter(|_| is_number).find_map(|t| {
        let n = reading.count_around(t.index())?;
        let c = &reading.counts[n];
        (c.kind == CountKind::Plain && c.noun.is_none()).then_some(n)
    })
}

/// "killed two of them": a number of people told before.
fn is_of_them(number: Token<'_>) -> bool {
    let them = |t: Token<'_>| t.dep() == Dep::Pobj && t.pos() == Pos::Pron;
    number.pos() == Pos::Num && number.rights().any(|of| of.text() == "of" && of.children().any(them))
}

/// The counts that are parts of the count of this head: "including three children".
pub(super) fn parts_of(
    reading: &Reading<'_, '_>,
    head: usize,
) -> impl Iterator<Item = (Count, Range<usize>, Option<usize>)> {
    let whole = reading.count_of_noun(head).or_else(|| reading.count_around(head));
    // Parts stand behind their whole, and not far from it.
    let near = whole.map_or(0..0, |n| n + 1..reading.counts.len().min(n + 8));
    reading.counts[near]
        .iter()
        .filter(move |c| {
            c.part_of == whole
                && c.kind == CountKind::Plain
                && c.noun.is_none_or(|noun| is_people(reading, noun))
        })
        .map(|c| (c.count, c.tokens.start..c.noun.map_or(c.tokens.end, |n| c.tokens.end.max(n + 1)), c.noun))
}
