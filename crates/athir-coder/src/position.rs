//! Where on the map the words around a place name put an event: in the place, near it, so far from it in a direction,
//! between two places, or along a line.
//!
//! The words are read as they stand before the name, since parsers attach measures ("some 20 kilometres (12 miles)
//! south-east of") in many ways.

use std::f64::consts::PI;
use std::ops::Range;

use athir_gazetteer::{Gazetteer, Place, PlaceClass, distance_km};
use athir_model::Geometry;
use athir_nlp::{Doc, Pos};

use crate::count::is_person_noun;
use crate::count::piece::{Piece, pieces_of};
use crate::count::quantity::read_quantity;
use crate::lexicon::Lexicon;
use crate::toponym::{Toponym, Toponyms};

/// A point or its surroundings, and the words that put it there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Position {
    pub(crate) lat: f64,
    pub(crate) lon: f64,
    pub(crate) geometry: Geometry,
    pub(crate) radius_km: Option<f64>,
    /// The words about the place, with its name.
    pub(crate) tokens: Range<usize>,
    /// How the words place it, where they put it elsewhere than the name does.
    pub(crate) how: Option<&'static str>,
}

/// Words before a name that are looked at: "about 20 kilometres (12 miles) to the south-east of the town of".
const REACH: usize = 18;

/// What "near", "outside" and "on the outskirts of" add to the radius, in kilometres.
const NEARBY_KM: f64 = 10.0;

/// People that live on a square kilometre of a settlement, for its radius.
const PEOPLE_ON_KM2: f64 = 4_000.0;

/// Kilometres farther than which two places have nothing between them that a report would mean.
const MOST_BETWEEN_KM: f64 = 400.0;

/// Kilometres farther than which a distance is no way to name a spot.
const MOST_OFFSET_KM: f64 = 300.0;

/// How far from its true direction something may lie that is said to lie in one of eight: half a wind, as a share of
/// the distance.
const HALF_WIND: f64 = 0.38;

/// Finds where the words around a toponym put what happened; `None` where the gazetteer has no place for it.
pub(crate) fn position(
    doc: &Doc,
    toponyms: &Toponyms,
    gazetteer: &Gazetteer,
    lexicon: &Lexicon,
    toponym: &Toponym,
    phrase_head: usize,
) -> Option<Position> {
    let place = gazetteer.place(toponym.best()?);
    let is_line =
        lexicon.token_in("line_nouns", doc.token(phrase_head)) && !toponym.tokens.contains(&phrase_head);
    let geometry = if is_line { Geometry::Line } else { geometry_of(&place) };
    let own = Position {
        lat: place.lat,
        lon: place.lon,
        geometry,
        radius_km: radius_of(place.class, place.population).filter(|_| geometry != Geometry::Line),
        tokens: toponym.tokens.clone(),
        how: None,
    };
    if matches!(place.class, PlaceClass::Country | PlaceClass::Province) {
        return Some(own);
    }
    if let Some(between) = between(doc, toponyms, gazetteer, lexicon, toponym) {
        return Some(between);
    }
    let Some(radius) = own.radius_km else { return Some(own) };
    let before = Before::new(doc, toponym.tokens.start);
    let Some(around) = before.read(lexicon) else { return Some(own) };
    let tokens = around.start..toponym.tokens.end;
    Some(match (around.km, around.bearing) {
        (Some(km), Some(bearing)) => {
            let (lat, lon) = moved(place.lat, place.lon, km, bearing);
            let radius_km = Some(round(radius + HALF_WIND * km));
            Position { lat, lon, geometry: Geometry::Circle, radius_km, tokens, how: Some("so far from it") }
        }
        (Some(km), None) => {
            let radius_km = Some(round(radius + km));
            Position { geometry: Geometry::Circle, radius_km, tokens, how: Some("so far around it"), ..own }
        }
        (None, _) => {
            let radius_km = Some(round(radius + NEARBY_KM));
            Position { geometry: Geometry::Circle, radius_km, tokens, how: Some("near it"), ..own }
        }
    })
}

fn geometry_of(place: &Place<'_>) -> Geometry {
    match place.class {
        _ if matches!(place.feature, "river" | "road" | "border") => Geometry::Line,
        PlaceClass::Settlement | PlaceClass::Spot => Geometry::Point,
        _ => Geometry::Area,
    }
}

/// How far from its point a place reaches, in kilometres: a settlement as far as its people need room.
fn radius_of(class: PlaceClass, population: Option<u32>) -> Option<f64> {
    match class {
        PlaceClass::Spot => Some(1.0),
        PlaceClass::Settlement => {
            let people = f64::from(population.unwrap_or(0));
            Some(round((people / PEOPLE_ON_KM2 / PI).sqrt().clamp(1.0, 25.0)))
        }
        _ => None,
    }
}

fn round(km: f64) -> f64 {
    (km * 10.0).round() / 10.0
}

/// What the words before a name say of where something lies from it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Around {
    km: Option<f64>,
    /// Degrees from north, clockwise.
    bearing: Option<f64>,
    /// First token of the words.
    start: usize,
}

/// The words before a name, from the nearest mark that ends a clause on.
struct Before<'d> {
    pieces: Vec<Piece<'d>>,
}

impl<'d> Before<'d> {
    fn new(doc: &'d Doc, name: usize) -> Before<'d> {
        let first = doc.token(name).sentence().range().start.max(name.saturating_sub(REACH));
        Before { pieces: pieces_of(doc, first..name) }
    }

    fn ends_with(&self, end: usize, words: &[&str]) -> bool {
        end > 0 && self.pieces[end - 1].is_any(words)
    }

    /// Reads backwards from the name: "(the town of)", the preposition, the direction, the distance.
    fn read(&self, lexicon: &Lexicon) -> Option<Around> {
        let mut end = self.pieces.len();
        // "of the town of X", "of the city X"
        if self.ends_with(end, &["of"]) && end >= 2 && self.is_settlement_noun(lexicon, end - 2) {
            end -= 2;
        } else if end >= 1 && self.is_settlement_noun(lexicon, end - 1) {
            end -= 1;
        }
        while self.ends_with(end, &["the", "rebel", "held", "-"]) {
            end -= 1;
        }
        let preposition = end.checked_sub(1)?;
        let word = self.pieces[preposition].word();
        let (mut at, bearing, near) = match word {
            "of" | "from" | "off" => {
                let (at, bearing) = self.read_direction(preposition);
                let near = bearing.is_none()
                    && word == "of"
                    && at > 0
                    && lexicon.has("near_nouns", self.pieces[at - 1].word());
                (at - usize::from(near), bearing, near || bearing.is_some())
            }
            "outside" | "near" | "beyond" => (preposition, None, true),
            "to" if self.ends_with(preposition, &["close", "next"]) => (preposition - 1, None, true),
            _ => {
                // "20 km southeast Palmyra" stands in telegrams; "south Lebanon" is a name and no direction.
                return None;
            }
        };
        // "to the north of"
        if bearing.is_some() {
            let articles = at - usize::from(self.ends_with(at, &["the"]));
            if articles < at && self.ends_with(articles, &["to", "in", "on"]) {
                at = articles - 1;
            }
        }
        let distance = self.read_distance(at);
        let start = distance.map_or(at, |(at, _)| at);
        let km = distance.map(|(_, km)| km);
        // "ten miles from X" is a distance; "fled from X" is none, and "the north of X" lies in X.
        let is_part = bearing.is_some() && km.is_none() && !self.is_outside(at);
        (km.is_some() || near && !is_part).then(|| Around { km, bearing, start: self.pieces[start].token })
    }

    fn is_settlement_noun(&self, lexicon: &Lexicon, at: usize) -> bool {
        lexicon.has("settlement_nouns", self.pieces[at].word())
    }

    /// Whether the words before a direction make it lie outside: "just north of".
    fn is_outside(&self, at: usize) -> bool {
        !self.ends_with(at, &["the"])
    }

    /// The direction that ends before `end`: where it begins, and degrees from north.
    fn read_direction(&self, end: usize) -> (usize, Option<f64>) {
        let Some(last) = end.checked_sub(1) else { return (end, None) };
        let word = self.pieces[last].word();
        let Some(second) = bearing(word) else { return (end, None) };
        // "south-east", "south east"
        let before = last - usize::from(self.ends_with(last, &["-"]));
        if matches!(word, "east" | "west")
            && before > 0
            && let Some(first) = bearing(self.pieces[before - 1].word()).filter(|first| first % 180.0 == 0.0)
        {
            let between = match (first == 0.0, second == 90.0) {
                (true, true) => 45.0,
                (false, true) => 135.0,
                (false, false) => 225.0,
                (true, false) => 315.0,
            };
            return (before - 1, Some(between));
        }
        (last, Some(second))
    }

    /// The distance that ends before `end`: where it begins, and kilometres. "20 kilometres (12 miles)" is one.
    fn read_distance(&self, end: usize) -> Option<(usize, f64)> {
        let mut end = end;
        while self.ends_with(end, &["just", "directly", "due", "away", "or", "so", "drive"]) {
            end -= 1;
        }
        if self.ends_with(end, &[")"]) {
            end = (end.saturating_sub(6)..end).rev().find(|&at| self.pieces[at].text == "(")?;
        }
        let unit = end.checked_sub(1)?;
        let km = match self.pieces[unit].word() {
            "km" | "kms" | "kilometer" | "kilometers" | "kilometre" | "kilometres" => 1.0,
            "mile" | "miles" | "mi" => 1.609,
            "metres" | "meters" | "m" => 0.001,
            "yards" => 0.000_914,
            _ => return None,
        };
        let number_end = unit - usize::from(self.ends_with(unit, &["-"]));
        let (at, number) = self.read_number(number_end)?;
        let distance = number * km;
        (distance > 0.0 && distance <= MOST_OFFSET_KM).then_some((at, distance))
    }

    /// The number that ends before `end`, in digits with a point or as the text counts people: where it begins, and
    /// what it is.
    fn read_number(&self, end: usize) -> Option<(usize, f64)> {
        if let Some(first @ [whole, point, part]) = end.checked_sub(3).map(|at| &self.pieces[at..end])
            && point.text == "."
            && first[1..].iter().all(|piece| piece.glued)
            && let (Some(_), Some(_)) = (whole.digits(4), part.digits(2))
        {
            return Some((end - 3, format!("{}.{}", whole.text, part.text).parse().ok()?));
        }
        (end.saturating_sub(4)..end).find_map(|at| {
            let quantity = read_quantity(&self.pieces, at).filter(|quantity| quantity.end == end)?;
            Some((at, quantity.count.low.or(quantity.count.high)? as f64))
        })
    }
}

/// Degrees from north, clockwise, of a direction.
fn bearing(word: &str) -> Option<f64> {
    Some(match word.strip_suffix("wards").or(word.strip_suffix("ward")).unwrap_or(word) {
        "north" => 0.0,
        "northeast" => 45.0,
        "east" => 90.0,
        "southeast" => 135.0,
        "south" => 180.0,
        "southwest" => 225.0,
        "west" => 270.0,
        "northwest" => 315.0,
        _ => return None,
    })
}

/// The place between two names, "between Homs and Hama", if the toponym is one of them.
fn between(
    doc: &Doc,
    toponyms: &Toponyms,
    gazetteer: &Gazetteer,
    lexicon: &Lexicon,
    toponym: &Toponym,
) -> Option<Position> {
    let (first, second) = match second_of(doc, toponyms, lexicon, toponym) {
        Some(second) => (toponym, second),
        None => {
            let before = toponym.tokens.start.checked_sub(2)?;
            let first = toponyms.at(before)?;
            second_of(doc, toponyms, lexicon, first).filter(|second| second.head == toponym.head)?;
            (first, toponym)
        }
    };
    let (a, b) = (gazetteer.place(first.best()?), gazetteer.place(second.best()?));
    let has_point = |class| matches!(class, PlaceClass::Settlement | PlaceClass::Spot);
    let km = distance_km((a.lat, a.lon), (b.lat, b.lon));
    if !has_point(a.class) || !has_point(b.class) || km > MOST_BETWEEN_KM {
        return None;
    }
    let before = doc.token(first.tokens.start - 1);
    let of = before.head();
    let is_line = is_line_between(doc, lexicon, first, second);
    // "Talks between Ankara and Damascus" are between two governments.
    let is_of_places =
        is_line || of.pos() != Pos::Noun || lexicon.token_in("place_nouns", of) || is_person_noun(of);
    if !is_of_places {
        return None;
    }
    let is_head = of.pos() == Pos::Noun && of.index() < before.index() && !is_person_noun(of);
    let start = match before.text() {
        _ if is_head => of.left_edge(),
        "between" | "from" => before.index(),
        _ => first.tokens.start,
    };
    Some(Position {
        lat: rounded((a.lat + b.lat) / 2.0),
        lon: rounded((a.lon + b.lon) / 2.0),
        geometry: if is_line { Geometry::Line } else { Geometry::Circle },
        radius_km: Some(round(km / 2.0)),
        tokens: start..second.tokens.end,
        how: Some("between two places"),
    })
}

/// The toponym that words pair with this one: "between X and Y", "the road from X to Y", "the X-Y road".
fn second_of<'t>(
    doc: &Doc,
    toponyms: &'t Toponyms,
    lexicon: &Lexicon,
    first: &Toponym,
) -> Option<&'t Toponym> {
    let joint = (first.tokens.end < doc.len()).then(|| doc.token(first.tokens.end))?;
    let second = toponyms.at(first.tokens.end + 1)?;
    let before = first.tokens.start.checked_sub(1).map(|i| doc.token(i))?;
    let is_pair = match joint.text() {
        "and" => before.text() == "between",
        "to" => before.text() == "from" && lexicon.token_in("line_nouns", before.head()),
        "-" | "–" | "—" => is_line_between(doc, lexicon, first, second),
        _ => false,
    };
    is_pair.then_some(second)
}

/// Whether the words make a line of two places: "the X-Y road", "the road between X and Y".
fn is_line_between(doc: &Doc, lexicon: &Lexicon, first: &Toponym, second: &Toponym) -> bool {
    let is_line = |i: usize| lexicon.token_in("line_nouns", doc.token(i));
    let after = second.tokens.end;
    is_line(doc.token(first.tokens.start - 1).head().index()) || after < doc.len() && is_line(after)
}

/// Degrees to about a metre.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e5).round() / 1e5
}

/// The point `km` away in a direction given in degrees from north, on a sphere.
fn moved(lat: f64, lon: f64, km: f64, bearing: f64) -> (f64, f64) {
    let (lat, lon, bearing, arc) = (lat.to_radians(), lon.to_radians(), bearing.to_radians(), km / 6371.0);
    let to = (lat.sin() * arc.cos() + lat.cos() * arc.sin() * bearing.cos()).asin();
    let turn = (bearing.sin() * arc.sin() * lat.cos()).atan2(arc.cos() - lat.sin() * to.sin());
    (rounded(to.to_degrees()), rounded(lon.to_degrees() + turn.to_degrees()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_moves_along_a_great_circle() {
        let (lat, lon) = moved(36.0, 37.0, 111.19, 0.0);
        assert!((lat - 37.0).abs() < 1e-3 && (lon - 37.0).abs() < 1e-9, "{lat} {lon}");
        let (lat, lon) = moved(36.0, 37.0, 20.0, 135.0);
        assert!((distance_km((36.0, 37.0), (lat, lon)) - 20.0).abs() < 0.01);
        assert!(lat < 36.0 && lon > 37.0);
    }
}
