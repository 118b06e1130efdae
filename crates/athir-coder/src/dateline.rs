//! Datelines: "BEIRUT, July 14 - Rebels attacked …" says where and when it was written, and not where it happened.

use std::ops::Range;

use athir_nlp::{Doc, Token};

use crate::clause::is_verbal;
use crate::name::{Name, Naming};

/// How many tokens a dateline may have.
const LONGEST: usize = 12;

/// The datelines of a report: a place at the start of a sentence, up to a dash that stands free.
pub(crate) fn find_datelines(doc: &Doc, names: &[Name]) -> Vec<Range<usize>> {
    let is_place = |name: &&Name| name.is_place || matches!(name.naming, Naming::Place | Naming::GivenPlace);
    names.iter().filter(is_place).filter_map(|name| dateline_at(doc, &name.tokens)).collect()
}

fn dateline_at(doc: &Doc, place: &Range<usize>) -> Option<Range<usize>> {
    let sentence = doc.sentence_of(place.start).range();
    let opens = (sentence.start..place.start).all(|i| doc.token(i).is_space() || doc.token(i).is_punct());
    let is_dash =
        |t: &Token<'_>| matches!(t.text(), "-" | "--" | "\u{2013}" | "\u{2014}") && stands_free(doc, *t);
    let before_verb = |from: usize| (from..sentence.end).map(|i| doc.token(i)).take_while(|t| !is_verbal(*t));
    let dash = before_verb(place.end).take(LONGEST).find(is_dash)?;
    // "Mosul - the second city - was shelled" is an aside, "MOSUL, May 3 (AP) - …" no such thing.
    let is_marked = (place.end..dash.index()).any(|i| matches!(doc.token(i).text(), "," | "("));
    let is_aside = !is_marked && before_verb(dash.index() + 1).any(|t| is_dash(&t));
    (opens && !is_aside).then(|| sentence.start..dash.index() + 1)
}

/// Whether a dash has space on both sides.
fn stands_free(doc: &Doc, dash: Token<'_>) -> bool {
    let span = dash.span().range();
    let text = doc.text();
    text[..span.start].ends_with(char::is_whitespace) && text[span.end..].starts_with(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use athir_nlp::Model;

    use crate::Coder;

    fn first(text: &str) -> athir_model::Event {
        let published = Some(jiff::civil::date(2017, 7, 15));
        Coder::builtin().code(&Model::builtin().parse(text), "made", published).events.remove(0)
    }

    #[test]
    fn where_it_was_written_is_neither_place_nor_party_nor_country() {
        let event = first("BEIRUT, July 14 - Rebels attacked an army post in Quneitra on Thursday.");
        assert_eq!(event.place.as_ref().map(|p| p.name.as_str()), Some("Quneitra"), "{event:?}");
        assert!(event.recipients.iter().all(|p| !p.name.contains("Leban")), "{event:?}");
        assert_eq!(event.when.start.map(|day| day.to_string()).as_deref(), Some("2017-07-13"));
    }

    #[test]
    fn a_dash_inside_a_sentence_ends_no_dateline() {
        for text in [
            "Beirut was hit by a car bomb - the third this year - on Thursday.",
            "Beirut - the largest city of the country - was shelled on Thursday.",
        ] {
            let event = first(text);
            assert_eq!(event.place.as_ref().map(|p| p.name.as_str()), Some("Beirut"), "{event:?}");
        }
    }
}
