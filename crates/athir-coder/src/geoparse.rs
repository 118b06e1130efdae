//! The places that a text names, without events: found by the coder, or resolved at spans that are given.

use std::ops::Range;

use athir_gazetteer::PlaceId;
use athir_nlp::{Doc, Span};
use jiff::civil::Date;

use crate::name::{Name, Naming, find_names};
use crate::reading::Knowledge;
use crate::toponym::{Toponyms, find_toponyms};

/// A place name in a text with the gazetteer entries that it may refer to.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPlace {
    /// The words of the name.
    pub span: Span,
    /// What it may refer to, the most likely first; empty where the gazetteer has no such place.
    pub candidates: Vec<PlaceId>,
    /// Whether the first two candidates are too close in score to tell which one is meant.
    pub is_ambiguous: bool,
}

/// Finds the place names of a text and ranks what they may refer to.
pub(crate) fn find_places(doc: &Doc, know: Knowledge<'_>, published: Option<Date>) -> Vec<FoundPlace> {
    let names = names_of(doc, know, published);
    let toponyms = find_toponyms(doc, &names, know.gazetteer, know.registry, know.lexicon);
    toponyms
        .all
        .iter()
        .filter(|toponym| toponym.best().is_some())
        .map(|toponym| found(doc, &toponyms, doc.span_of(toponym.tokens.clone())))
        .collect()
}

/// Ranks what the names at the given spans refer to; the other names of the text are weighed with them.
pub(crate) fn resolve_places(
    doc: &Doc,
    know: Knowledge<'_>,
    published: Option<Date>,
    spans: &[Span],
) -> Vec<FoundPlace> {
    let given: Vec<Name> = spans.iter().filter_map(|span| given_name(doc, know, *span)).collect();
    let overlaps = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let mut names = names_of(doc, know, published);
    names.retain(|name| given.iter().all(|other| !overlaps(&name.tokens, &other.tokens)));
    names.extend(given);
    names.sort_by_key(|name| name.tokens.start);
    let toponyms = find_toponyms(doc, &names, know.gazetteer, know.registry, know.lexicon);
    spans.iter().map(|span| found(doc, &toponyms, *span)).collect()
}

fn names_of(doc: &Doc, know: Knowledge<'_>, published: Option<Date>) -> Vec<Name> {
    let words: Vec<&str> = doc.tokens().map(|t| t.text()).collect();
    find_names(doc, &words, know.registry, know.gazetteer, know.lexicon, published)
}

/// The tokens that a span touches; `None` for a span outside the text.
fn tokens_of(doc: &Doc, span: Span) -> Option<Range<usize>> {
    let first = doc.token_at(span.start())?.index();
    let last = doc.token_at(span.end().checked_sub(1)?)?.index();
    (first <= last).then_some(first..last + 1)
}

fn given_name(doc: &Doc, know: Knowledge<'_>, span: Span) -> Option<Name> {
    let tokens = tokens_of(doc, span)?;
    let words: Vec<&str> = tokens.clone().map(|i| doc.token(i).text()).collect();
    let naming = match know.registry.country_at(&words) {
        Some((n, iso2)) if n == words.len() => Naming::Country(iso2.to_owned()),
        _ => Naming::GivenPlace,
    };
    Some(Name { tokens, naming, is_place: true, namesakes: Vec::new() })
}

fn found(doc: &Doc, toponyms: &Toponyms, span: Span) -> FoundPlace {
    let toponym = tokens_of(doc, span).and_then(|tokens| toponyms.at(tokens.start));
    FoundPlace {
        span,
        candidates: toponym.iter().flat_map(|t| &t.ranked).map(|(id, _)| *id).collect(),
        is_ambiguous: toponym.is_some_and(|t| t.is_ambiguous()),
    }
}
