//! The places that a text names, without events: found by the coder, or resolved at spans that are given.

mod names;

use std::ops::Range;

use athir_gazetteer::PlaceId;
use athir_nlp::{Doc, Span};
use jiff::civil::Date;

use crate::name::{Name, Naming};
use crate::reading::Knowledge;
use crate::toponym::{Toponyms, find_toponyms};
use names::names_of;

/// A place name in a text with the gazetteer entries that it may refer to.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPlace {
    /// The words of the name.
    pub span: Span,
    /// What it may refer to, the most likely first; empty where the gazetteer has no such place.
    pub candidates: Vec<PlaceId>,
    /// The country of the first candidate; where there is none, the one that the report is mostly about.
    pub country: Option<String>,
    /// Whether the first two candidates are too close in score to tell which one is meant.
    pub is_ambiguous: bool,
}

/// Finds the place names of a text and ranks what they may refer to.
pub(crate) fn find_places(doc: &Doc, know: Knowledge<'_>, published: Option<Date>) -> Vec<FoundPlace> {
    let names = names_of(doc, know, published);
    let toponyms = find_toponyms(doc, &names, &[], know.gazetteer, know.registry, know.lexicon);
    toponyms
        .all
        .iter()
        .filter(|toponym| toponym.best().is_some())
        .map(|toponym| found(doc, know, &toponyms, doc.span_of(toponym.tokens.clone())))
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
    let toponyms = find_toponyms(doc, &names, &[], know.gazetteer, know.registry, know.lexicon);
    spans.iter().map(|span| found(doc, know, &toponyms, *span)).collect()
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

fn found(doc: &Doc, know: Knowledge<'_>, toponyms: &Toponyms, span: Span) -> FoundPlace {
    let toponym = tokens_of(doc, span).and_then(|tokens| toponyms.at(tokens.start));
    let best = toponym.and_then(|toponym| toponym.best()).map(|id| know.gazetteer.place(id));
    let country = match best {
        Some(place) => place.country.map(str::to_owned),
        None => toponyms.country.clone(),
    };
    FoundPlace {
        span,
        country,
        candidates: toponym.iter().flat_map(|t| &t.ranked).map(|(id, _)| *id).collect(),
        is_ambiguous: toponym.is_some_and(|t| t.is_ambiguous()),
    }
}

#[cfg(test)]
mod tests {
    use athir_gazetteer::{Gazetteer, PlaceClass};
    use athir_nlp::{Model, Span};

    use crate::Coder;

    /// The best place of each of the words, which are given.
    fn resolved(text: &str, names: &[&str]) -> Vec<String> {
        let doc = Model::builtin().parse(text);
        let span = |name: &&str| text.find(name).map(|start| Span::new(start, start + name.len()));
        let spans: Vec<Span> = names.iter().filter_map(span).collect();
        let gazetteer = Gazetteer::builtin();
        let answers = Coder::builtin().resolve_places(&doc, None, &spans);
        let best = answers.iter().map(|answer| answer.candidates.first().map(|&id| gazetteer.place(id)));
        best.map(|place| place.map_or_else(String::new, |p| format!("{} {:?}", p.id, p.class))).collect()
    }

    #[test]
    fn a_state_without_a_city_of_its_name_is_meant_before_villages_called_so() {
        assert_eq!(
            resolved("The storm crossed Texas and Florida.", &["Texas", "Florida"]),
            ["adm:US.TX Province", "adm:US.FL Province"]
        );
    }

    #[test]
    fn an_abbreviated_state_tells_which_town_is_meant() {
        let doc = Model::builtin().parse("A barn burned down in Paris, Ky., on Monday.");
        let found = Coder::builtin().find_places(&doc, None);
        let words: Vec<&str> = found.iter().map(|place| place.span.slice(doc.text())).collect();
        assert_eq!(words, ["Paris", "Ky."]);
        let paris = Gazetteer::builtin().place(found[0].candidates[0]);
        assert_eq!((paris.country, paris.class), (Some("US"), PlaceClass::Settlement));
        assert!((paris.lat - 38.2).abs() < 0.2, "{paris:?}");
    }

    #[test]
    fn georgia_is_the_state_where_the_report_is_american() {
        let text = "The U.S. senator from Georgia spoke in Atlanta, then left for Savannah and Augusta.";
        assert_eq!(resolved(text, &["Georgia"]), ["adm:US.GA Province"]);
        let text = "Troops entered Georgia from Russia and shelled Gori, near Tbilisi.";
        assert_eq!(resolved(text, &["Georgia"]), ["iso:GE Country"]);
    }

    #[test]
    fn a_people_stands_for_its_country_and_a_title_for_no_place() {
        let doc = Model::builtin().parse("Gov. Smith met the Russians in Madrid.");
        let found = Coder::builtin().find_places(&doc, None);
        let words: Vec<&str> = found.iter().map(|place| place.span.slice(doc.text())).collect();
        assert_eq!(words, ["Russians", "Madrid"]);
    }

    /// The words that are found to name places.
    fn found(text: &str) -> Vec<String> {
        let doc = Model::builtin().parse(text);
        let found = Coder::builtin().find_places(&doc, None);
        found.iter().map(|place| place.span.slice(doc.text()).to_owned()).collect()
    }

    #[test]
    fn a_person_is_no_place_though_a_town_is_called_so() {
        let text = "Megan Carter moved to Nashville in May. Carter said that Carter Hall was cold.";
        assert_eq!(found(text), ["Nashville"]);
    }

    #[test]
    fn a_body_is_named_for_the_town_that_it_serves() {
        assert_eq!(found("The Torrington Fire Department came within minutes."), ["Torrington"]);
        assert_eq!(found("Sen. Ann Lee, D-Columbus, voted against the bill."), ["Columbus"]);
    }

    #[test]
    fn the_county_and_its_towns_tell_which_town_is_meant() {
        let text =
            "Two inmates fled from Huntsville, deputies of Walker County said. They were seen in Texas.";
        assert_eq!(
            resolved(text, &["Huntsville", "Walker County"]),
            ["gn:4699540 Settlement", "adm:US.TX.471 District"]
        );
        assert_eq!(
            resolved("The rocket was built in Huntsville.", &["Huntsville"]),
            ["gn:4068590 Settlement"]
        );
    }

    #[test]
    fn a_great_city_is_meant_before_the_state_of_its_name() {
        assert_eq!(
            resolved("They flew from London to New York and to Washington.", &["New York", "Washington"]),
            ["gn:5128581 Settlement", "gn:4140963 Settlement"]
        );
    }

    #[test]
    fn a_span_outside_the_text_has_no_candidates() {
        let doc = Model::builtin().parse("Nothing.");
        let answers = Coder::builtin().resolve_places(&doc, None, &[Span::new(50, 60)]);
        assert!(answers[0].candidates.is_empty());
    }
}
