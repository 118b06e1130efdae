//! The toponym that a phrase is about, and the record of a place.

use std::ops::Range;

use athir_gazetteer::{Gazetteer, PlaceClass};
use athir_model::{Geometry, Place, PlaceCandidate, PlacePrecision, PlaceStatus};
use athir_nlp::{Dep, Doc, Pos, Token};

use crate::clause::is_locative_prep;
use crate::lexicon::Lexicon;
use crate::phrase::{phrase, words_of};
use crate::position::position;
use crate::toponym::{Toponym, Toponyms, class_rank};

/// A toponym chosen for an event, with the words that name the place and the reason.
#[derive(Clone, Debug)]
pub(crate) struct Located {
    /// Token of the toponym.
    pub(crate) toponym: usize,
    /// Head of the phrase that names the place: "base" in "a base near Killi".
    pub(crate) phrase_head: usize,
    pub(crate) why: &'static str,
}

/// How far from a town may lie what the words put into or beside it and no map has, in kilometres.
const AROUND_KM: f64 = 10.0;

/// Finds the toponym that a phrase is about: in its head, its modifiers, appositions and nested locative phrases;
/// the most precise one, and of these the nearest to the head.
pub(crate) fn toponym_in(doc: &Doc, toponyms: &Toponyms, head: usize) -> Option<usize> {
    // "Madaya, a town near Damascus besieged by the army": the town is the one that it explains. A country that it explains
    // is one of the places in its words.
    let token = doc.token(head);
    let explained = || toponyms.at(token.head().index()).filter(|t| !t.adjective);
    let explained = if token.dep() == Dep::Appos { explained() } else { None };
    if let Some(t) = explained.filter(|t| class_rank(t.class) < 3) {
        return Some(t.head);
    }
    let mut found: Vec<(u8, usize, usize)> =
        explained.map(|t| (class_rank(t.class), 0, t.head)).into_iter().collect();
    collect(doc, toponyms, head, 0, 0, &mut found);
    found.into_iter().min().map(|(_, _, toponym)| toponym)
}

/// How many phrases deep a place may be nested.
const MAX_DEPTH: usize = 5;

/// `aside` is added to the rank of what only gives the direction: "a town near X".
fn collect(
    doc: &Doc,
    toponyms: &Toponyms,
    head: usize,
    depth: usize,
    aside: u8,
    found: &mut Vec<(u8, usize, usize)>,
) {
    let token = doc.token(head);
    // "rode off in the direction of X"
    if token.lemma() == "direction" {
        return;
    }
    if let Some(t) = toponyms.at(head).filter(|t| !t.adjective || t.tells_ground) {
        found.push((class_rank(t.class) + aside, depth, t.head));
    }
    if depth == MAX_DEPTH {
        return;
    }
    let is_named_behind = is_named_behind(toponyms, token);
    for child in token.children() {
        match child.dep() {
            Dep::Compound | Dep::Nmod | Dep::Poss | Dep::Amod => {
                if is_abroad(token) {
                    continue;
                }
                // "a U.S. base in Norway": whose it is, unless nothing else tells where.
                let is_owner = toponyms.at(child.index()).is_some_and(|t| class_rank(t.class) == 3);
                let aside = aside + u8::from(is_owner || is_named_behind);
                collect(doc, toponyms, child.index(), depth + 1, aside, found);
            }
            Dep::Appos => collect(doc, toponyms, child.index(), depth + 1, aside, found),
            Dep::Prep if child.text() == "of" && is_person(token) => {}
            Dep::Prep if is_nested_locative(child.text()) => {
                let aside = if is_orientation(child) { 2 } else { aside };
                for object in child.children().filter(|t| t.dep() == Dep::Pobj) {
                    collect(doc, toponyms, object.index(), depth + 1, aside, found);
                }
            }
            // "villages held by X in Y", "a base located near Y": the place hangs on the clause.
            Dep::Acl | Dep::Relcl => {
                for prep in child.children().filter(|t| t.dep() == Dep::Prep && is_locative_prep(t.text())) {
                    for object in prep.children().filter(|t| t.dep() == Dep::Pobj) {
                        collect(doc, toponyms, object.index(), depth + 1, aside, found);
                    }
                }
            }
            // "20 km north of X"
            Dep::Advmod if is_orientation(child) => {
                for of in child.children().filter(|t| t.dep() == Dep::Prep) {
                    for object in of.children().filter(|t| t.dep() == Dep::Pobj) {
                        collect(doc, toponyms, object.index(), depth + 1, 2, found);
                    }
                }
            }
            _ => {}
        }
    }
}

/// "the Bergen village of Fana": what stands before the word only tells what the place named behind it lies in. "the Fana
/// quarter of Bergen" is the other way round.
fn is_named_behind(toponyms: &Toponyms, noun: Token<'_>) -> bool {
    let of = noun.rights().find(|t| t.dep() == Dep::Prep && t.text() == "of");
    matches!(noun.lemma(), "city" | "town" | "village" | "hamlet" | "port" | "settlement")
        && of
            .is_some_and(|of| of.children().any(|t| t.dep() == Dep::Pobj && toponyms.at(t.index()).is_some()))
}

/// Words that give a direction from a place and not the place.
fn is_orientation(word: Token<'_>) -> bool {
    let text = word.text().to_ascii_lowercase();
    matches!(
        text.as_str(),
        "near"
            | "outside"
            | "north"
            | "south"
            | "east"
            | "west"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
            | "towards"
            | "from"
    )
}

/// Whether a noun is for what a country has in another: "the Norwegian embassy".
pub(crate) fn is_abroad(noun: Token<'_>) -> bool {
    matches!(noun.lemma(), "embassy" | "consulate" | "legation")
}

/// Whether a word is the name of a person: where he comes from is not where he is.
pub(crate) fn is_person(token: Token<'_>) -> bool {
    token.pos() == Pos::Propn && token.entity().is_some_and(|e| e.label() == "PERSON")
}

/// Whether a toponym only gives the direction of another place.
pub(crate) fn is_aside(doc: &Doc, toponym: &Toponym) -> bool {
    let head = doc.token(toponym.head);
    head.dep() == Dep::Pobj
        && (is_orientation(head.head()) || head.head().text() == "of" && is_orientation(head.head().head()))
}

/// How precise the name of a place of this class is.
pub fn precision_of(class: PlaceClass) -> PlacePrecision {
    match class {
        PlaceClass::Country => PlacePrecision::Country,
        PlaceClass::Province => PlacePrecision::Province,
        PlaceClass::District | PlaceClass::Region => PlacePrecision::District,
        PlaceClass::Spot => PlacePrecision::Spot,
        _ => PlacePrecision::Settlement,
    }
}

fn is_nested_locative(word: &str) -> bool {
    is_locative_prep(word) || matches!(word, "of" | "from" | "to" | "north" | "south" | "east" | "west")
}

/// Writes the record of a located toponym.
pub(crate) fn place_record(
    doc: &Doc,
    toponyms: &Toponyms,
    gazetteer: &Gazetteer,
    lexicon: &Lexicon,
    located: &Located,
    offsets: impl Fn(Range<usize>) -> (String, usize, usize),
) -> Option<Place> {
    let toponym = toponyms.at(located.toponym)?;
    let head = doc.token(located.phrase_head);
    // "the spinning mill in Idlib" names the place; of "diplomats in Ankara" only the last word does.
    let names_place = lexicon.token_in("place_nouns", head)
        || lexicon.token_in("spot_nouns", head)
        || lexicon.token_in("quantity_nouns", head);
    let tokens = if toponym.tokens.contains(&head.index()) || !names_place {
        toponym.tokens.clone()
    } else {
        let own = phrase(doc, head, head.index()..head.index() + 1);
        own.start.min(toponym.tokens.start)..toponym.tokens.end.max(own.end)
    };
    let position = position(doc, toponyms, gazetteer, lexicon, toponym, located.phrase_head);
    let tokens = match &position {
        Some(p) if p.how.is_some() => p.tokens.start.min(tokens.start)..p.tokens.end.max(tokens.end),
        _ => tokens,
    };
    let (mention, start, end) = offsets(tokens);
    // A name that the map has not is put around what the words say that holds it, if that is no wide land.
    let area = || {
        let area = toponyms.at(toponym.area?)?;
        area.best().filter(|_| class_rank(area.class) == 0).map(|id| gazetteer.place(id))
    };
    let around = if toponym.best().is_none() { area() } else { None };
    let is_spot = lexicon.token_in("spot_nouns", head) && !toponym.tokens.contains(&head.index());
    let entry = toponym.best().map(|id| gazetteer.place(id));
    let ambiguous = toponym.is_ambiguous();
    let entry_missing = entry.is_none();
    let precision = match (&entry, is_spot) {
        (None, _) if around.is_some() => PlacePrecision::Settlement,
        (None, _) => PlacePrecision::Unknown,
        (Some(e), true) if !matches!(e.class, PlaceClass::Country | PlaceClass::Province) => {
            PlacePrecision::Spot
        }
        (Some(e), _) => precision_of(e.class),
    };
    let candidates = if ambiguous {
        toponym
            .ranked
            .iter()
            .take(5)
            .map(|(id, _)| {
                let p = gazetteer.place(*id);
                PlaceCandidate {
                    code: p.code(),
                    name: p.name.to_owned(),
                    country: p.country.unwrap_or_default().to_owned(),
                    lat: p.lat,
                    lon: p.lon,
                }
            })
            .collect()
    } else {
        Vec::new()
    };
    let within = toponym.best().and_then(|id| {
        gazetteer
            .parents(id)
            .map(|p| gazetteer.place(p))
            .find(|p| matches!(p.class, PlaceClass::Province | PlaceClass::Country))
            .map(|p| p.name.to_owned())
    });
    let within = within.or_else(|| around.as_ref().map(|area| area.name.to_owned()));
    Some(Place {
        name: entry.as_ref().map_or_else(|| words_of(doc, &toponym.tokens), |e| e.name.to_owned()),
        within,
        country: match &entry {
            Some(e) => e.country.map(str::to_owned),
            None => match &around {
                Some(area) => area.country.map(str::to_owned),
                None => toponyms.country.clone(),
            },
        },
        lat: position.as_ref().map(|p| p.lat).or(around.as_ref().map(|area| area.lat)),
        lon: position.as_ref().map(|p| p.lon).or(around.as_ref().map(|area| area.lon)),
        precision,
        geometry: match &around {
            Some(_) => Geometry::Circle,
            None => position.as_ref().map_or(Geometry::Point, |p| p.geometry),
        },
        radius_km: match &around {
            Some(_) => Some(AROUND_KM),
            None => position.as_ref().and_then(|p| p.radius_km),
        },
        mention,
        start,
        end,
        status: if entry.is_none() {
            PlaceStatus::Unresolved
        } else if ambiguous {
            PlaceStatus::Ambiguous
        } else {
            PlaceStatus::Resolved
        },
        code: if ambiguous { None } else { entry.map(|e| e.code()) },
        candidates,
        why: match position.and_then(|p| p.how) {
            _ if around.is_some() => {
                format!("{}; the gazetteer has no such place, what holds it has one", located.why)
            }
            _ if entry_missing => {
                format!("{}; the gazetteer has no such place, the country is the report's", located.why)
            }
            Some(how) => format!("{}; {how}", located.why),
            None => located.why.to_owned(),
        },
    })
}
