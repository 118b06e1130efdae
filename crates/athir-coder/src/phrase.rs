//! Phrases and spans of a parse: their head, their extent and their words.

use std::ops::Range;

use athir_nlp::{Dep, Doc, Token};

/// The token of a span that the rest of the sentence attaches to.
pub(crate) fn span_head<'d>(doc: &'d Doc, tokens: &Range<usize>) -> Token<'d> {
    let mut best = doc.token(tokens.end - 1);
    for i in tokens.clone().rev() {
        let token = doc.token(i);
        if (token.is_root() || !tokens.contains(&token.head().index())) && !token.is_punct() {
            best = token;
            break;
        }
    }
    best
}

/// The words of a noun phrase from its left edge to its head, or to the end of the name in it.
pub(crate) fn phrase(doc: &Doc, head: Token<'_>, core: Range<usize>) -> Range<usize> {
    let start = head
        .lefts()
        .filter(|t| {
            matches!(
                t.dep(),
                Dep::Det | Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Nummod | Dep::Poss | Dep::Quantmod
            )
        })
        .map(|t| t.left_edge())
        .min()
        .unwrap_or(head.index())
        .min(core.start);
    let mut start = start.max(head.sentence().range().start);
    // A dateline ("BEIRUT - Government troops") is no part of the phrase; the hyphen of a name stands between letters.
    let stops = |i: usize| {
        let (token, next) = (doc.token(i), doc.token(i + 1));
        token.is_space() || token.is_punct() && token.span().range().end < next.span().range().start
    };
    if let Some(last) = (start..core.start).rev().find(|&i| stops(i)) {
        start = last + 1;
    }
    // "On Monday government forces": the day is no part of it, whatever the parse says.
    let is_day =
        |i: usize| doc.token(i).entity().is_some_and(|e| e.label() == "DATE" && e.range().end <= core.start);
    let after_on = start > 0 && doc.token(start - 1).text().eq_ignore_ascii_case("on");
    while start < core.start && (doc.token(start).is_punct() || after_on && is_day(start)) {
        start += 1;
    }
    start..core.end.max(head.index() + 1)
}

pub(crate) fn words_of(doc: &Doc, tokens: &Range<usize>) -> String {
    let start = doc.token(tokens.start).span().range().start;
    let end = doc.token(tokens.end - 1).span().range().end;
    doc.text()[start..end].to_owned()
}
