//! Counts that are parts of others: "12 people, including three children".

use std::ops::Range;

use athir_model::Count;
use athir_nlp::{Dep, Doc, Pos};

use super::{CountKind, CountMention, is_person_noun};

/// Finds the counts that are parts of others: "12 people, including three children", "26 dead, five of them women".
pub(super) fn link_parts(doc: &Doc, counts: &mut [CountMention]) {
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
        // "12 people, eight of them children": the noun says who the part were.
        let behind = counts[index].tokens.end + 2;
        if whole.is_some()
            && counts[index].noun.is_none()
            && is_of_pronoun(doc, behind - 2)
            && behind < doc.len()
            && is_person_noun(doc.token(behind))
        {
            counts[index].noun = Some(behind);
        }
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
        if ["including", "includes", "included", "include"].iter().any(|word| text.eq_ignore_ascii_case(word))
        {
            return Some(index);
        }
        let next = |words: &[&str]| {
            index + 1 < doc.len()
                && words.iter().any(|word| doc.token(index + 1).text().eq_ignore_ascii_case(word))
        };
        if (text.eq_ignore_ascii_case("among")
            || text.eq_ignore_ascii_case("amongst")
            || text.eq_ignore_ascii_case("of"))
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
