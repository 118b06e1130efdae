//! What the words beside a name say about the kind of place.

use std::ops::Range;

use athir_gazetteer::PlaceClass;
use athir_nlp::Doc;

use crate::lexicon::Lexicon;

/// The class that the words beside a name tell: "Idlib province", "the town of Ariha".
pub(super) fn class_hint(doc: &Doc, lexicon: &Lexicon, tokens: &Range<usize>) -> Option<PlaceClass> {
    let word = |i: usize| (i < doc.len()).then(|| doc.token(i).text().to_lowercase());
    let class = |word: &str| {
        [
            ("province_words", PlaceClass::Province),
            ("district_words", PlaceClass::District),
            ("settlement_words", PlaceClass::Settlement),
            ("spot_words", PlaceClass::Spot),
        ]
        .into_iter()
        .find_map(|(list, class)| lexicon.has(list, word).then_some(class))
    };
    for i in [tokens.end, tokens.end - 1] {
        if i > tokens.start
            && let Some(found) = word(i).as_deref().and_then(class)
        {
            return Some(found);
        }
    }
    let start = tokens.start;
    if start >= 2 && doc.token(start - 1).text() == "of" {
        return word(start - 2).as_deref().and_then(class);
    }
    if start >= 1 { word(start - 1).as_deref().and_then(class) } else { None }
}

pub(super) fn hint_fit(hint: Option<PlaceClass>, class: PlaceClass) -> f32 {
    match (hint, class) {
        (Some(h), c) if h == c => 2.5,
        (Some(PlaceClass::Province), PlaceClass::Region | PlaceClass::District) => 0.8,
        (Some(PlaceClass::District), PlaceClass::Province | PlaceClass::Region | PlaceClass::Settlement) => {
            0.4
        }
        (Some(PlaceClass::Spot), PlaceClass::Settlement) => 0.3,
        (Some(_), _) => -0.5,
        (None, _) => 0.0,
    }
}
