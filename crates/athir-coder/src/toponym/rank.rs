//! Ranks what the place names of a report may refer to, all of them together.
//!
//! Each candidate has a score: a weighted sum of what is known of the place (people, class, how the name fits) and
//! of how it agrees with the report's other places: the same country, the same province, an area that is named too,
//! a place near by. The other places are not known either, so each name starts with the probabilities that its own
//! scores give, and the agreement is worked out anew from the others' probabilities for a few rounds. Names that
//! repeat mean one place throughout.
//!
//! The weights are few and set by hand; fitted on half of LGL and TR-News they gained nothing on the other half
//! (`eval/gazetteer.md`).

use std::collections::BTreeMap;
use std::ops::Range;

use athir_gazetteer::{Gazetteer, PlaceClass, PlaceId, distance_km, fold};
use athir_nlp::Doc;

use super::guess::{Guess, How};
use super::hint::{class_hint, hint_fit};
use super::row::Follow;
use crate::lexicon::Lexicon;
use crate::phrase::words_of;

/// How often the places are ranked by what the others turned out to be.
const ROUNDS: usize = 3;

/// More candidates of one name are not weighed against each other; the gazetteer gives the most notable first.
pub(super) const MOST_CANDIDATES: usize = 24;

/// For each power of ten of the people who live there, above a thousand.
const PEOPLE: f32 = 1.2;
const COUNTRY: f32 = 0.5;
const PROVINCE: f32 = 1.0;
const REGION: f32 = 0.5;
const DISTRICT: f32 = -1.0;
/// A province or district whose name is first of all that of a town.
const HAS_TOWN_OF_ITS_NAME: f32 = -3.0;
const OTHER_NAME: f32 = -1.0;
const OTHER_VOWELS: f32 = -1.0;
/// Where another place is spelled as the report has it.
const OTHER_VOWELS_BESIDE_SPELLED: f32 = -3.0;
const OTHER_CONSONANTS: f32 = -2.0;
/// Where names are written in Latin letters at home they are not transliterated: Kiel is no other spelling of Killi.
const OTHER_VOWELS_OF_LATIN: f32 = -4.0;
/// "Killi, Idlib": the area that is named next holds it.
const AREA_FOLLOWS: f32 = 3.5;
/// "Madaya, a town near Damascus": a place near it is named next.
const NEIGHBOUR_FOLLOWS: f32 = 3.0;
/// An area that holds it is named near by.
const AREA_NEAR: f32 = 0.8;
/// For the logarithm of the areas in the report that hold it.
const AREAS_IN_REPORT: f32 = 0.8;
/// For the logarithm of the number of places within about 50 and 300 km.
const CLOSE: f32 = 1.5;
const AROUND: f32 = 1.5;
/// For the share of the report's places that lie in its country and in its province.
const COUNTRY_SHARE: f32 = 4.0;
const PROVINCE_SHARE: f32 = 3.0;
/// Countries of Europe, America and Oceania whose names news does not transliterate, in order.
pub(super) const LATIN: [&str; 63] = [
    "AD", "AL", "AR", "AT", "AU", "BE", "BO", "BR", "BZ", "CA", "CH", "CL", "CO", "CR", "CU", "CZ", "DE",
    "DK", "DO", "EC", "EE", "ES", "FI", "FR", "GB", "GT", "HN", "HR", "HT", "HU", "IE", "IS", "IT", "JM",
    "LI", "LT", "LU", "LV", "MC", "MT", "MX", "NI", "NL", "NO", "NZ", "PA", "PE", "PH", "PL", "PR", "PT",
    "PY", "RO", "SE", "SI", "SK", "SM", "SR", "SV", "TR", "US", "UY", "VE",
];
/// The share that a place of no one country gets.
const SHARE_OF_NO_COUNTRY: f32 = 0.3;

/// So many people are taken to live where the gazetteer does not say.
const PEOPLE_OF_SETTLEMENT: u32 = 100;
const PEOPLE_OF_SPOT: u32 = 2_000;
const PEOPLE_OF_DISTRICT: u32 = 30_000;
const PEOPLE_OF_PROVINCE: u32 = 1_000_000;
const PEOPLE_OF_COUNTRY: u32 = 10_000_000;

const CLOSE_KM: f32 = 50.0;
const AROUND_KM: f32 = 300.0;
const EARTH_KM: f32 = 6371.0;

/// A sense less likely than this is no company for other places.
const LIKELY: f32 = 0.05;

/// How many place names before and behind one, and how many bytes away, count as near.
const NEAR_NAMES: usize = 6;
const NEAR_BYTES: usize = 150;

/// A name in the report with what it may refer to.
pub(super) struct Named<'t> {
    pub(super) tokens: &'t Range<usize>,
    pub(super) guesses: &'t [Guess],
}

/// Scores the candidates of each name, in the order of the names and of their candidates. `follows` says what stands behind
/// each name; `at_home` are votes for countries from elsewhere in the report.
pub(super) fn rank(
    doc: &Doc,
    gazetteer: &Gazetteer,
    lexicon: &Lexicon,
    names: &[Named<'_>],
    follows: &[Follow],
    at_home: &BTreeMap<String, f32>,
) -> Vec<Vec<f32>> {
    let mut senses = group(doc, gazetteer, names);
    let by_words: Vec<Vec<f32>> = names.iter().map(|name| by_words(doc, gazetteer, lexicon, name)).collect();
    for sense in &mut senses {
        let own = sense.candidates.iter().map(|c| c.own);
        sense.likely = probabilities(&own.collect::<Vec<f32>>());
    }
    let mut scores: Vec<Vec<f32>> = Vec::new();
    for _ in 0..ROUNDS {
        let company = company(&senses, at_home);
        scores = in_context(doc, names, &senses, &company, &by_words, follows);
        for sense in &mut senses {
            let mut best = vec![f32::MIN; sense.candidates.len()];
            for &m in &sense.mentions {
                best.iter_mut().zip(&scores[m]).for_each(|(best, score)| *best = best.max(*score));
            }
            sense.likely = probabilities(&best);
            sense.mentions.iter().for_each(|&m| scores[m].clone_from(&best));
        }
    }
    scores
}

/// A name with all its mentions and candidates.
struct Sense<'g> {
    mentions: Vec<usize>,
    weight: f32,
    candidates: Vec<Place<'g>>,
    likely: Vec<f32>,
}

/// What a candidate's score needs to know of it.
struct Place<'g> {
    id: PlaceId,
    class: PlaceClass,
    country: Option<&'g str>,
    province: Option<PlaceId>,
    areas: Vec<PlaceId>,
    /// On the unit sphere.
    point: [f32; 3],
    /// The part of the score that no other place bears on.
    own: f32,
}

fn group<'g>(doc: &Doc, gazetteer: &'g Gazetteer, names: &[Named<'_>]) -> Vec<Sense<'g>> {
    // Abbreviations and peoples share no letters with their places: what counts is the same candidates.
    let mut order: BTreeMap<(String, Vec<PlaceId>), usize> = BTreeMap::new();
    let mut senses: Vec<Sense<'g>> = Vec::new();
    for (m, name) in names.iter().enumerate() {
        let ids = name.guesses.iter().map(|guess| guess.id).collect();
        let key = (fold(&words_of(doc, name.tokens)), ids);
        let s = *order.entry(key).or_insert_with(|| {
            let candidates = places_of(gazetteer, name.guesses);
            senses.push(Sense { mentions: Vec::new(), weight: 1.0, candidates, likely: Vec::new() });
            senses.len() - 1
        });
        senses[s].mentions.push(m);
    }
    for sense in &mut senses {
        sense.weight = 1.0 + (sense.mentions.len() as f32).ln();
    }
    senses
}

fn places_of<'g>(gazetteer: &'g Gazetteer, guesses: &[Guess]) -> Vec<Place<'g>> {
    let towns: Vec<PlaceId> = guesses
        .iter()
        .map(|guess| guess.id)
        .filter(|&id| gazetteer.place(id).class == PlaceClass::Settlement)
        .collect();
    let is_spelled = guesses.iter().any(|guess| guess.how == How::Spelled && guess.usual);
    guesses
        .iter()
        .map(|guess| {
            let place = gazetteer.place(guess.id);
            let is_area = matches!(place.class, PlaceClass::Province | PlaceClass::District);
            let has_town = is_area && towns.iter().any(|&t| is_town_of(gazetteer, t, guess.id));
            let own = of_itself(&place)
                + of_name(guess, place.country, is_spelled)
                + if has_town { HAS_TOWN_OF_ITS_NAME } else { 0.0 };
            let province = if place.class == PlaceClass::Province { Some(guess.id) } else { place.admin1 };
            Place {
                id: guess.id,
                class: place.class,
                country: place.country,
                province,
                areas: gazetteer.parents(guess.id).collect(),
                point: on_sphere(place.lat, place.lon),
                own,
            }
        })
        .collect()
}

fn of_itself(place: &athir_gazetteer::Place<'_>) -> f32 {
    let known = place.population.unwrap_or(0);
    let (people, class) = match place.class {
        PlaceClass::Country => (known.max(PEOPLE_OF_COUNTRY), COUNTRY),
        PlaceClass::Province => (known.max(PEOPLE_OF_PROVINCE), PROVINCE),
        PlaceClass::Region => (known.max(PEOPLE_OF_PROVINCE), REGION),
        PlaceClass::District => (known.max(PEOPLE_OF_DISTRICT), DISTRICT),
        PlaceClass::Spot => (known.max(PEOPLE_OF_SPOT), 0.0),
        _ => (place.population.unwrap_or(PEOPLE_OF_SETTLEMENT), 0.0),
    };
    class + PEOPLE * (((people + 1) as f32).log10() - 3.0)
}

fn of_name(guess: &Guess, country: Option<&str>, beside_spelled: bool) -> f32 {
    let spelling = match guess.how {
        How::Spelled => 0.0,
        How::OtherVowels if country.is_some_and(|c| LATIN.contains(&c)) => OTHER_VOWELS_OF_LATIN,
        How::OtherVowels if beside_spelled => OTHER_VOWELS_BESIDE_SPELLED,
        How::OtherVowels => OTHER_VOWELS,
        How::OtherConsonants => OTHER_CONSONANTS,
    };
    spelling + if guess.usual { 0.0 } else { OTHER_NAME }
}

/// Whether a town is meant before the area of its name: it lies in it, or is a great city elsewhere.
fn is_town_of(gazetteer: &Gazetteer, town: PlaceId, area: PlaceId) -> bool {
    const GREAT: u32 = 300_000;
    // Some towns hang on their country alone.
    const NEAR_KM: f64 = 50.0;
    let (a, b) = (gazetteer.place(town), gazetteer.place(area));
    gazetteer.is_within(town, area)
        || a.population.is_some_and(|people| people >= GREAT)
        || a.country == b.country && distance_km((a.lat, a.lon), (b.lat, b.lon)) <= NEAR_KM
}

/// The part of a mention's scores that the words beside it bear on.
fn by_words(doc: &Doc, gazetteer: &Gazetteer, lexicon: &Lexicon, name: &Named<'_>) -> Vec<f32> {
    let is_spelled = |guess: &Guess, class: PlaceClass| {
        guess.how == How::Spelled && gazetteer.place(guess.id).class == class
    };
    let is_spelled_as = |class: PlaceClass| name.guesses.iter().any(|guess| is_spelled(guess, class));
    // "an Oromia town" lies in the area, and is no town elsewhere that is only called much like it.
    let lies_in_it = || is_spelled_as(PlaceClass::Province) && !is_spelled_as(PlaceClass::Settlement);
    let hint =
        class_hint(doc, lexicon, name.tokens).filter(|hint| *hint != PlaceClass::Settlement || !lies_in_it());
    name.guesses.iter().map(|guess| hint_fit(hint, gazetteer.place(guess.id).class)).collect()
}

/// How the others' likely places bear on each candidate of each name.
fn company(senses: &[Sense<'_>], at_home: &BTreeMap<String, f32>) -> Vec<Vec<f32>> {
    let mut countries: BTreeMap<&str, f32> = at_home.iter().map(|(c, votes)| (c.as_str(), *votes)).collect();
    let mut provinces: BTreeMap<PlaceId, f32> = BTreeMap::new();
    let mut total: f32 = at_home.values().sum();
    for sense in senses.iter().filter(|sense| !sense.candidates.is_empty()) {
        total += sense.weight;
        for (place, p) in sense.candidates.iter().zip(&sense.likely) {
            if let Some(country) = place.country {
                *countries.entry(country).or_default() += sense.weight * p;
            }
            if let Some(province) = place.province {
                *provinces.entry(province).or_default() += sense.weight * p;
            }
        }
    }
    let best: Vec<Option<&Place<'_>>> = senses.iter().map(most_likely).collect();
    let mut company = Vec::with_capacity(senses.len());
    for (s, sense) in senses.iter().enumerate() {
        let mut own_countries: BTreeMap<&str, f32> = BTreeMap::new();
        let mut own_provinces: BTreeMap<PlaceId, f32> = BTreeMap::new();
        for (place, p) in sense.candidates.iter().zip(&sense.likely) {
            if let Some(country) = place.country {
                *own_countries.entry(country).or_default() += sense.weight * p;
            }
            if let Some(province) = place.province {
                *own_provinces.entry(province).or_default() += sense.weight * p;
            }
        }
        let others = (total - sense.weight).max(0.0) + 1.0;
        let score = |place: &Place<'_>| {
            let country_share = place.country.map_or(SHARE_OF_NO_COUNTRY, |country| {
                (countries.get(country).unwrap_or(&0.0) - own_countries.get(country).unwrap_or(&0.0)) / others
            });
            let province_share = place.province.map_or(0.0, |province| {
                (provinces.get(&province).unwrap_or(&0.0) - own_provinces.get(&province).unwrap_or(&0.0))
                    / others
            });
            let holds = |other: &&Place<'_>| {
                other.class != PlaceClass::Country && other.id != place.id && place.areas.contains(&other.id)
            };
            let areas = best
                .iter()
                .enumerate()
                .filter(|(o, _)| *o != s)
                .filter_map(|(_, b)| *b)
                .filter(holds)
                .count();
            let (close, around) = near(senses, s, place);
            COUNTRY_SHARE * country_share
                + PROVINCE_SHARE * province_share
                + AREAS_IN_REPORT * (areas as f32).ln_1p()
                + CLOSE * close.ln_1p()
                + AROUND * around.ln_1p()
        };
        company.push(sense.candidates.iter().map(score).collect());
    }
    company
}

/// How many places of the other names lie close to a place and around it, each by its likelihood.
fn near(senses: &[Sense<'_>], s: usize, place: &Place<'_>) -> (f32, f32) {
    let (mut close, mut around) = (0.0, 0.0);
    for (_, other) in senses.iter().enumerate().filter(|(o, _)| *o != s) {
        for (neighbour, p) in other.candidates.iter().zip(&other.likely) {
            let is_point =
                matches!(neighbour.class, PlaceClass::Settlement | PlaceClass::District | PlaceClass::Spot);
            if *p < LIKELY || !is_point || neighbour.id == place.id {
                continue;
            }
            let km2 = square_km(place.point, neighbour.point);
            close += p / (1.0 + km2 / (CLOSE_KM * CLOSE_KM)).powi(2);
            around += p / (1.0 + km2 / (AROUND_KM * AROUND_KM)).powi(2);
        }
    }
    (close, around)
}

fn in_context(
    doc: &Doc,
    names: &[Named<'_>],
    senses: &[Sense<'_>],
    company: &[Vec<f32>],
    by_words: &[Vec<f32>],
    follows: &[Follow],
) -> Vec<Vec<f32>> {
    let mut sense_of = vec![0; names.len()];
    for (s, sense) in senses.iter().enumerate() {
        sense.mentions.iter().for_each(|&m| sense_of[m] = s);
    }
    let start = |m: usize| doc.token(names[m].tokens.start).span().start();
    let end = |m: usize| doc.token(names[m].tokens.end - 1).span().end();
    let mut scores = Vec::with_capacity(names.len());
    for m in 0..names.len() {
        let sense = &senses[sense_of[m]];
        let mut score: Vec<f32> = sense
            .candidates
            .iter()
            .zip(&company[sense_of[m]])
            .zip(&by_words[m])
            .map(|((place, company), words)| place.own + company + words)
            .collect();
        if let Some(area) = follows[m].area {
            let next = &senses[sense_of[area]].candidates;
            for (place, score) in sense.candidates.iter().zip(&mut score) {
                if next.iter().any(|area| place.areas.contains(&area.id)) {
                    *score += AREA_FOLLOWS;
                }
            }
        }
        if let Some(neighbour) = follows[m].neighbour
            && let Some(other) = most_likely(&senses[sense_of[neighbour]])
        {
            for (place, score) in sense.candidates.iter().zip(&mut score) {
                if place.id != other.id && square_km(place.point, other.point) < CLOSE_KM * CLOSE_KM {
                    *score += NEIGHBOUR_FOLLOWS;
                }
            }
        }
        let near: Vec<PlaceId> = (m.saturating_sub(NEAR_NAMES)..names.len().min(m + NEAR_NAMES + 1))
            .filter(|&o| o != m)
            .filter(|&o| start(o).abs_diff(end(m)).min(start(m).abs_diff(end(o))) < NEAR_BYTES)
            .filter_map(|o| most_likely(&senses[sense_of[o]]).map(|place| place.id))
            .collect();
        for (place, score) in sense.candidates.iter().zip(&mut score) {
            if near.iter().any(|area| *area != place.id && place.areas.contains(area)) {
                *score += AREA_NEAR;
            }
        }
        scores.push(score);
    }
    scores
}

fn most_likely<'s, 'g>(sense: &'s Sense<'g>) -> Option<&'s Place<'g>> {
    let best = sense.likely.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)))?;
    sense.candidates.get(best.0)
}

fn probabilities(scores: &[f32]) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let odds: Vec<f32> = scores.iter().map(|score| (score - top).exp()).collect();
    let sum: f32 = odds.iter().sum();
    odds.into_iter().map(|o| o / sum).collect()
}

fn on_sphere(lat: f64, lon: f64) -> [f32; 3] {
    let (lat, lon) = (lat.to_radians(), lon.to_radians());
    [(lat.cos() * lon.cos()) as f32, (lat.cos() * lon.sin()) as f32, lat.sin() as f32]
}

/// The squared length of the straight line between two points, which is near enough where it matters.
fn square_km(a: [f32; 3], b: [f32; 3]) -> f32 {
    let square: f32 = a.iter().zip(&b).map(|(x, y)| (x - y) * (x - y)).sum();
    square * EARTH_KM * EARTH_KM
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_of_near_points_is_right() {
        let km2 = square_km(on_sphere(36.2, 37.1), on_sphere(36.2, 37.6));
        assert!((km2.sqrt() - 44.9).abs() < 1.0, "{}", km2.sqrt());
    }

    #[test]
    fn likelihoods_sum_to_one_and_follow_the_scores() {
        let p = probabilities(&[2.0, 1.0, -3.0]);
        assert!((p.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        assert!(p[0] > p[1] && p[1] > p[2]);
    }
}
