//! Which of the entries that a name may stand for cannot be meant in this report.

use std::collections::BTreeMap;

use athir_gazetteer::{Gazetteer, Place, PlaceClass, PlaceId, distance_km};

use super::country::lies_in;
use super::guess::{Guess, How, prior};
use super::quarter::QUARTER_KM;
use super::row::Follow;
use super::{Setting, Toponym, class_rank, rank};
use crate::name::{Name, Naming};
use crate::phrase::{span_head, words_of};

/// A village of a country that the report does not speak of is a chance likeness of names: it is dropped, and
/// other spellings are tried in the countries that the report does speak of.
pub(super) fn keep_plausible_countries(
    setting: &Setting<'_>,
    all: &mut [Toponym],
    guesses: &mut [Vec<Guess>],
    votes: &BTreeMap<String, f32>,
) {
    let bounds = Bounds::of(setting, guesses, votes);
    for (toponym, found) in all.iter().zip(guesses) {
        if bounds.spoken_of.is_empty() {
            if !toponym.is_given {
                keep_without_country(found, setting.gazetteer);
            }
        } else if !is_of_one_country(found, setting.gazetteer) {
            bounds.keep(toponym, found);
        }
    }
}

/// Where nothing bounds the country another spelling would be a guess, but for a town that is known anywhere.
fn keep_without_country(found: &mut Vec<Guess>, gazetteer: &Gazetteer) {
    let is_spelled = found.iter().any(|guess| guess.how == How::Spelled);
    found.retain(|guess| {
        let people = gazetteer.place(guess.id).population.unwrap_or(0);
        guess.how == How::Spelled || !is_spelled && guess.how == How::OtherVowels && people >= KNOWN_ANYWHERE
    });
}

/// How many people a town has that is known by other vowels where nothing tells the country.
const KNOWN_ANYWHERE: u32 = 60_000;

/// The countries that the places of a report can lie in.
struct Bounds<'a> {
    setting: &'a Setting<'a>,
    votes: &'a BTreeMap<String, f32>,
    /// The sum of the votes.
    total: f32,
    /// Those that the report speaks of.
    spoken_of: Vec<&'a str>,
    /// Those of a great city: it speaks for the towns of its country, though the report does not name the country.
    beside: Vec<&'a str>,
    /// Those whose names say where something lies.
    grounds: Vec<&'a str>,
}

impl<'a> Bounds<'a> {
    fn of(setting: &'a Setting<'a>, guesses: &[Vec<Guess>], votes: &'a BTreeMap<String, f32>) -> Bounds<'a> {
        let gazetteer = setting.gazetteer;
        let total: f32 = votes.values().sum();
        let named = |name: &'a Name| match &name.naming {
            Naming::Country(iso2) => Some(iso2.as_str()),
            _ => None,
        };
        let mut spoken_of: Vec<&str> = setting.names.iter().filter_map(named).collect();
        spoken_of.extend(votes.iter().filter(|(_, v)| **v >= 0.25 * total).map(|(c, _)| c.as_str()));
        let of_great_city = |found: &Vec<Guess>| {
            let likeliest = |a: &&Guess, b: &&Guess| prior(gazetteer, a).total_cmp(&prior(gazetteer, b));
            let first = found.iter().max_by(likeliest).filter(|g| g.usual && g.how == How::Spelled)?;
            let place = gazetteer.place(first.id);
            let country = place.country.filter(|_| place.population.unwrap_or(0) >= GREAT_CITY)?;
            // A capital stands for its state, wherever the report is of.
            (gazetteer.capital(country) != Some(place.id)).then_some(country)
        };
        let is_ground = |name: &Name| lies_in(span_head(setting.doc, &name.tokens), setting.lexicon);
        let grounds = setting.names.iter().filter_map(|name| named(name).filter(|_| is_ground(name)));
        Bounds {
            setting,
            votes,
            total,
            spoken_of,
            beside: guesses.iter().filter_map(of_great_city).collect(),
            grounds: grounds.collect(),
        }
    }

    /// Keeps of the entries of one name those that can be meant, or takes others that are spelled otherwise.
    fn keep(&self, toponym: &Toponym, found: &mut Vec<Guess>) {
        let similar = || {
            let words = words_of(self.setting.doc, &toponym.tokens);
            self.setting.gazetteer.find_similar(&words).into_iter().map(Guess::from)
        };
        let is_plausible = |guess: &Guess| self.is_plausible(guess);
        if !found.iter().any(is_plausible) {
            let others: Vec<Guess> = similar().filter(is_plausible).take(rank::MOST_CANDIDATES).collect();
            if !toponym.is_given || !others.is_empty() {
                *found = others;
            }
        }
        // "Mar'a" in a report on Syria is its town, and no province of a country that the report does not speak of.
        let is_only_abroad = |guess: &Guess| {
            self.setting.gazetteer.place(guess.id).class == PlaceClass::Province && !self.is_spoken_of(guess)
        };
        if !toponym.is_given && found.iter().filter(|guess| is_plausible(guess)).all(is_only_abroad) {
            let is_at_home = |guess: &Guess| guess.how == How::OtherVowels && self.is_spoken_of(guess);
            let at_home: Vec<Guess> = similar().filter(is_at_home).take(rank::MOST_CANDIDATES).collect();
            if !at_home.is_empty() {
                *found = at_home;
            }
        }
        // Of a name that is surely a place's, one that is spelled so elsewhere is better than none.
        found.retain(|guess| is_plausible(guess) || toponym.is_given && guess.how != How::OtherConsonants);
    }

    fn is_plausible(&self, guess: &Guess) -> bool {
        let place = self.setting.gazetteer.place(guess.id);
        if self.is_chance(guess, &place) || self.is_of_bystander(guess, &place) {
            return false;
        }
        let people = place.population.unwrap_or(0);
        let is_beside = || {
            guess.how == How::Spelled
                && people >= TOWN
                && place.country.is_some_and(|country| self.beside.contains(&country))
        };
        is_beside()
            || place.country.is_none_or(|c| self.spoken_of.contains(&c))
            || guess.how == How::Spelled && place.class == PlaceClass::Country
            || guess.how != How::OtherConsonants
                && (place.class == PlaceClass::Province || people >= known_abroad(guess))
    }

    fn is_spoken_of(&self, guess: &Guess) -> bool {
        let country = self.setting.gazetteer.place(guess.id).country;
        country.is_none_or(|c| self.spoken_of.contains(&c))
    }

    /// A country that is only named beside others has no more of a chance to hold a look-alike than any.
    fn is_chance(&self, guess: &Guess, place: &Place<'_>) -> bool {
        guess.how == How::OtherConsonants
            && place.country.is_some_and(|c| rank::LATIN.contains(&c) || !self.is_central(c))
    }

    /// "The U.S. envoy": a country that is only named for who acts or speaks holds no hamlet that is called like a mosque or
    /// a hotel of the report.
    fn is_of_bystander(&self, guess: &Guess, place: &Place<'_>) -> bool {
        class_rank(place.class) <= 1
            && place.population.unwrap_or(0) < known_abroad(guess)
            && place.country.is_some_and(|c| {
                rank::LATIN.contains(&c) && !self.is_central(c) && !self.grounds.contains(&c)
            })
    }

    fn is_central(&self, country: &str) -> bool {
        self.votes.get(country).is_some_and(|vote| *vote >= CENTRAL * self.total)
    }
}

/// The share of all votes that a country has in which a name may be written with other consonants.
const CENTRAL: f32 = 0.2;

/// How many people a city has that speaks for its country.
const GREAT_CITY: u32 = 300_000;

/// How many people a town has that such a city speaks for.
const TOWN: u32 = 60_000;

/// Whether a name is that of towns of one country alone, and what the largest of them usually goes by.
fn is_of_one_country(found: &[Guess], gazetteer: &Gazetteer) -> bool {
    let spelled = || {
        found.iter().filter(|guess| guess.how == How::Spelled).map(|guess| (guess, gazetteer.place(guess.id)))
    };
    let is_known =
        |(guess, place): (&Guess, Place<'_>)| guess.usual && place.population.unwrap_or(0) >= KNOWN_BY_NAME;
    let first = spelled().next().and_then(|(_, place)| place.country);
    first.is_some() && spelled().any(is_known) && spelled().all(|(_, place)| place.country == first)
}

/// How many people a town has that may be named in any report where no other country has its name.
const KNOWN_BY_NAME: u32 = 20_000;

/// How many people a town has that may be named in a report on another country: more, where it is by a name or a spelling
/// that it seldom goes by.
fn known_abroad(guess: &Guess) -> u32 {
    match (guess.usual, guess.how) {
        (true, How::Spelled) => 60_000,
        (true, _) | (false, How::Spelled) => 500_000,
        _ => u32::MAX,
    }
}

/// What the words put into an area lies in it: a look-alike elsewhere is dropped.
pub(super) fn drop_parts_elsewhere(
    gazetteer: &Gazetteer,
    all: &mut [Toponym],
    guesses: &[Vec<Guess>],
    follows: &[Follow],
) {
    for (m, follow) in follows.iter().enumerate() {
        let Some(area) = follow.only_area.filter(|_| class_rank(all[m].class) <= 1) else { continue };
        let Some((own, around)) = all[m].best().zip(all[area].best()) else { continue };
        let (own, around) = (gazetteer.place(own), gazetteer.place(around));
        // "al-Midan in Aleppo city" is no town of another country, however alike their names are: better none than that.
        // "Russians in Madrid" are people.
        let is_abroad = own.country.zip(around.country).is_some_and(|(own, around)| own != around);
        // Nor is a quarter of a town one far from it that is called much like it.
        let is_like = guesses[m].iter().find(|g| g.id == own.id).is_some_and(|g| g.how != How::Spelled);
        let is_far = is_like
            && class_rank(all[area].class) == 0
            && distance_km((own.lat, own.lon), (around.lat, around.lon)) > QUARTER_KM;
        if is_abroad || is_far {
            all[m].ranked.clear();
        }
    }
}

/// A village that is written with other consonants than the name, far from every other place of the report, is another one
/// that only sounds alike.
pub(super) fn drop_far_likenesses(gazetteer: &Gazetteer, all: &mut [Toponym], guesses: &[Vec<Guess>]) {
    let at = |id: PlaceId| (gazetteer.place(id).lat, gazetteer.place(id).lon);
    let how = |n: usize, toponym: &Toponym| {
        let id = toponym.best()?;
        guesses[n].iter().find(|guess| guess.id == id).map(|guess| guess.how)
    };
    let told: Vec<(usize, (f64, f64))> = (0..all.len())
        .filter(|&n| {
            class_rank(all[n].class) < 3 && !matches!(how(n, &all[n]), None | Some(How::OtherConsonants))
        })
        .filter_map(|n| Some((n, at(all[n].best()?))))
        .collect();
    let is_far = |n: usize, id: PlaceId| {
        let mut others = told.iter().filter(|(m, _)| *m != n).peekable();
        others.peek().is_some() && others.all(|(_, place)| distance_km(*place, at(id)) > FAR_KM)
    };
    let far: Vec<usize> = (0..all.len())
        .filter(|&n| class_rank(all[n].class) == 0 && !all[n].is_given)
        .filter(|&n| how(n, &all[n]) == Some(How::OtherConsonants))
        .filter(|&n| all[n].best().is_some_and(|id| is_far(n, id)))
        .collect();
    for n in far {
        all[n].ranked.clear();
    }
}

/// How far from the other places of a report a village lies that is none of it, in kilometres.
const FAR_KM: f64 = 80.0;
