//! Capitals that a text speaks of without their names: "the Norwegian capital", "fighting in the capital".

use athir_gazetteer::{Gazetteer, PlaceClass};
use athir_nlp::{Dep, Doc, Token};

use super::{Toponym, Toponyms};
use crate::clause::is_locative_prep;
use crate::lexicon::Lexicon;

/// How many sentences back a capital is named that "the capital" means.
const CAPITAL_REACH: usize = 2;

/// The capital that a word stands for without its name: "the Norwegian capital", "fighting in the capital".
pub(super) fn of_capital(
    doc: &Doc,
    toponyms: &Toponyms,
    token: Token<'_>,
    gazetteer: &Gazetteer,
    lexicon: &Lexicon,
) -> Option<Toponym> {
    let stands = token.lemma() == "capital"
        && token.tag() == "NN"
        && !matches!(token.dep(), Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Appos | Dep::Attr)
        && toponyms.at(token.index()).is_none();
    if !stands {
        return None;
    }
    // "the capital, Oslo", "the Norwegian capital of Oslo": the name follows.
    let is_mark = |i: &usize| matches!(doc.token(*i).text(), "," | "of" | "city" | "the" | "(");
    let next = (token.index() + 1..doc.len()).find(|i| !is_mark(i));
    let area_of = |t: Token<'_>| toponyms.at(t.index()).and_then(Toponym::best).map(|id| gazetteer.place(id));
    let is_town = |i: usize| area_of(doc.token(i)).is_some_and(|place| place.class != PlaceClass::Country);
    if next.is_some_and(is_town) {
        return None;
    }
    let mut country = None;
    let mut is_definite = false;
    for child in token.children() {
        match child.dep() {
            Dep::Det => is_definite |= matches!(child.text().to_ascii_lowercase().as_str(), "the" | "this"),
            _ if lexicon.token_in("lesser_capital_words", child) => return None,
            Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Poss => {
                let area = area_of(child);
                match area {
                    Some(area) if area.class == PlaceClass::Country => country = area.country,
                    _ if child.dep() == Dep::Amod => {}
                    _ => return None,
                }
            }
            Dep::Prep if child.text() == "of" => {
                let area = child.children().find(|t| t.dep() == Dep::Pobj).and_then(area_of)?;
                if area.class != PlaceClass::Country {
                    return None;
                }
                country = area.country;
            }
            _ => {}
        }
    }
    // "the capital" is the one that was just spoken of, else that of the report's country.
    let is_near = |t: &&Toponym| {
        t.head < token.index() && doc.sentence_of(t.head).index() + CAPITAL_REACH >= token.sentence().index()
    };
    let told = || {
        toponyms.all.iter().rev().filter(is_near).find_map(|t| {
            let place = gazetteer.place(t.best()?);
            let is_there = matches!(doc.token(t.head).dep(), Dep::Pobj)
                && is_locative_prep(&doc.token(t.head).head().text().to_ascii_lowercase());
            place.country.filter(|c| is_there && gazetteer.capital(c) == Some(place.id))
        })
    };
    let capital = match country {
        Some(country) => gazetteer.capital(country),
        None if is_definite => gazetteer.capital(told().or(toponyms.country.as_deref())?),
        None => None,
    }?;
    Some(Toponym {
        tokens: token.index()..token.index() + 1,
        head: token.index(),
        ranked: vec![(capital, 0.0)],
        class: PlaceClass::Settlement,
        adjective: false,
        tells_ground: false,
        quarter: false,
        area: None,
        is_given: false,
    })
}
