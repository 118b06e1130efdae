//! Toponyms in the text and the gazetteer entries that they refer to, ranked by the words around them.

use std::collections::BTreeMap;
use std::ops::Range;

use athir_actors::{NameRole, Registry};
use athir_gazetteer::{Candidate, Gazetteer, Match, NameKind, PlaceClass, PlaceId, fold};
use athir_nlp::{Doc, Pos};

use crate::abbreviation::abbreviated_area;
use crate::lexicon::Lexicon;
use crate::name::{Name, Naming};
use crate::phrase::{span_head, words_of};

/// A place name in the text with the entries that it could mean, best first.
#[derive(Clone, Debug)]
pub(crate) struct Toponym {
    pub(crate) tokens: Range<usize>,
    pub(crate) head: usize,
    /// Ranked by the text around it; empty when the gazetteer has none.
    pub(crate) ranked: Vec<(PlaceId, f32)>,
    pub(crate) class: PlaceClass,
    /// "Syrian": names the country of a war or crisis, and else no place.
    pub(crate) adjective: bool,
    /// Whether the caller says that it is a place's name: then a far one is better than none.
    is_given: bool,
}

impl Toponym {
    pub(crate) fn best(&self) -> Option<PlaceId> {
        self.ranked.first().map(|r| r.0)
    }

    /// Whether the second-ranked entry is too close to the first to decide, and far from it on the map.
    pub(crate) fn is_ambiguous(&self) -> bool {
        self.ranked.len() > 1 && self.ranked[0].1 - self.ranked[1].1 < AMBIGUITY_MARGIN
    }
}

/// Candidates closer together than this in score are not told apart.
const AMBIGUITY_MARGIN: f32 = 0.35;

/// Candidates this near to each other are one place for the reader.
const SAME_PLACE_KM: f64 = 15.0;

/// The places of a report.
#[derive(Debug, Default)]
pub(crate) struct Toponyms {
    pub(crate) all: Vec<Toponym>,
    at_token: Vec<Option<u32>>,
    /// The country that the report is mostly about.
    pub(crate) country: Option<String>,
}

impl Toponyms {
    /// The toponym that covers a token.
    pub(crate) fn at(&self, token: usize) -> Option<&Toponym> {
        self.at_token.get(token).copied().flatten().map(|i| &self.all[i as usize])
    }
}

/// Finds and resolves the toponyms among the names. Names stay candidates where the text leaves it open.
pub(crate) fn find_toponyms(
    doc: &Doc,
    names: &[Name],
    gazetteer: &Gazetteer,
    registry: &Registry,
    lexicon: &Lexicon,
) -> Toponyms {
    let mut all: Vec<Toponym> = Vec::new();
    let mut votes: BTreeMap<String, f32> = BTreeMap::new();
    for name in names {
        match &name.naming {
            Naming::Country(iso2) => {
                let is_sure = province_namesakes(&words_of(doc, &name.tokens), iso2, gazetteer).is_empty();
                *votes.entry(iso2.clone()).or_default() += if is_sure { 1.0 } else { 0.3 };
            }
            Naming::Actor(_, NameRole::Metonym) if name.is_place => {}
            Naming::Place | Naming::GivenPlace => {}
            // Where the actors of a report fight, its places lie.
            Naming::Actor(id, _) => {
                if let [country] = registry.actor(*id).countries.as_slice() {
                    *votes.entry(country.clone()).or_default() += 0.5;
                }
                continue;
            }
            _ => continue,
        }
        let head = span_head(doc, &name.tokens);
        let text = words_of(doc, &name.tokens);
        let mut candidates = candidates_of(&name.naming, &text, gazetteer);
        let adjective = matches!(name.naming, Naming::Country(_)) && head.pos() == Pos::Adj;
        candidates.truncate(24);
        let ranked: Vec<(PlaceId, f32)> =
            candidates.into_iter().map(|(id, fit)| (id, prior(gazetteer, id) + fit)).collect();
        all.push(Toponym {
            tokens: name.tokens.clone(),
            head: head.index(),
            ranked,
            class: PlaceClass::Settlement,
            adjective,
            is_given: name.naming == Naming::GivenPlace,
        });
    }
    for toponym in &all {
        let mut best: BTreeMap<&str, f32> = BTreeMap::new();
        for (id, score) in &toponym.ranked {
            if let Some(country) = gazetteer.place(*id).country {
                let entry = best.entry(country).or_insert(f32::MIN);
                *entry = entry.max(*score);
            }
        }
        let top = best.values().copied().fold(f32::MIN, f32::max);
        for (country, score) in best {
            // A place that could as well lie elsewhere says little about the country.
            if score > top - 2.0 {
                *votes.entry(country.to_owned()).or_default() += 0.6 * (score - top).exp();
            }
        }
    }
    let total: f32 = votes.values().sum();
    keep_plausible_countries(doc, gazetteer, &mut all, names, &votes, total);
    let country = votes
        .iter()
        .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)))
        .filter(|(_, v)| **v >= 0.34 * total)
        .map(|(c, _)| c.clone());
    rank_by_text(doc, gazetteer, lexicon, &mut all, &votes, total);
    let mut at_token = vec![None; doc.len()];
    for (n, toponym) in all.iter().enumerate() {
        for i in toponym.tokens.clone() {
            at_token[i] = Some(n as u32);
        }
    }
    Toponyms { all, at_token, country }
}

/// The provinces of other countries that are called as a country is: "Georgia".
fn province_namesakes(text: &str, iso2: &str, gazetteer: &Gazetteer) -> Vec<PlaceId> {
    let is_namesake = |id: &PlaceId| {
        let place = gazetteer.place(*id);
        place.class == PlaceClass::Province && place.country != Some(iso2) && fold(place.name) == fold(text)
    };
    gazetteer.find_spelled(text).into_iter().map(|c| c.id).filter(is_namesake).collect()
}

/// Against a country whose name a province of another bears.
const HAS_NAMESAKE: f32 = -1.0;

/// The entries that a name may stand for, with how well the words fit their names.
fn candidates_of(naming: &Naming, text: &str, gazetteer: &Gazetteer) -> Vec<(PlaceId, f32)> {
    let by_name = |found: Vec<Candidate>| found.into_iter().map(|c| (c.id, fit_of_name(&c))).collect();
    if let Some(area) = abbreviated_area(text).filter(|id| gazetteer.contains(*id)) {
        return vec![(area, 0.0)];
    }
    match naming {
        Naming::Country(iso2) => {
            let namesakes: Vec<PlaceId> = province_namesakes(text, iso2, gazetteer);
            let fit = if namesakes.is_empty() { 0.0 } else { HAS_NAMESAKE };
            let country = gazetteer.country(iso2).map(|id| (id, fit));
            country.into_iter().chain(namesakes.into_iter().map(|id| (id, 0.0))).collect()
        }
        Naming::GivenPlace => match gazetteer.adjective_country(text) {
            Some(country) => vec![(country, 0.0)],
            None => by_name(gazetteer.find(text)),
        },
        _ => by_name(gazetteer.find(text)),
    }
}

/// A village of a country that the report does not speak of is a chance likeness of names: it is dropped, and
/// other spellings are tried in the countries that the report does speak of.
fn keep_plausible_countries(
    doc: &Doc,
    gazetteer: &Gazetteer,
    all: &mut [Toponym],
    names: &[Name],
    votes: &BTreeMap<String, f32>,
    total: f32,
) {
    let mut spoken_of: Vec<&str> = names
        .iter()
        .filter_map(|n| if let Naming::Country(iso2) = &n.naming { Some(iso2.as_str()) } else { None })
        .collect();
    spoken_of.extend(votes.iter().filter(|(_, v)| **v >= 0.25 * total).map(|(c, _)| c.as_str()));
    if spoken_of.is_empty() {
        // Nothing bounds the country: another spelling would be a guess.
        for toponym in all {
            toponym.ranked.retain(|(id, score)| *score >= prior(gazetteer, *id) - 0.8);
        }
        return;
    }
    let plausible = |id: PlaceId| {
        let place = gazetteer.place(id);
        place.country.is_none_or(|c| spoken_of.contains(&c))
            || matches!(place.class, PlaceClass::Country | PlaceClass::Province)
            || place.population.unwrap_or(0) >= KNOWN_ABROAD
    };
    for toponym in all {
        if toponym.ranked.iter().all(|(id, _)| !plausible(*id)) {
            let similar = gazetteer.find_similar(&words_of(doc, &toponym.tokens));
            if toponym.is_given && similar.iter().all(|c| !plausible(c.id)) {
                continue;
            }
            toponym.ranked =
                similar.into_iter().take(24).map(|c| (c.id, prior(gazetteer, c.id) - 1.0)).collect();
        }
        toponym.ranked.retain(|(id, _)| plausible(*id));
    }
}

/// A town of this many people may be named in a report on another country.
const KNOWN_ABROAD: u32 = 60_000;

/// How well the words fit the entry's names: another spelling and a lesser-known name count against it.
fn fit_of_name(candidate: &Candidate) -> f32 {
    let spelling = match candidate.how {
        Match::Exact => 0.0,
        Match::Folded => -0.2,
        Match::Skeleton => -1.0,
    };
    spelling - if candidate.name == NameKind::Usual { 0.0 } else { 0.5 }
}

/// What speaks for an entry before the text is read: its class and how many people live there.
fn prior(gazetteer: &Gazetteer, id: PlaceId) -> f32 {
    let place = gazetteer.place(id);
    let class = match place.class {
        PlaceClass::Country => 6.0,
        PlaceClass::Province => 2.2,
        PlaceClass::Region => 2.4,
        PlaceClass::District => 0.8,
        PlaceClass::Spot => 1.2,
        _ => 1.0,
    };
    class + weight_of_people(place.population.unwrap_or(0))
}

fn weight_of_people(people: u32) -> f32 {
    0.35 * ((people + 1) as f32).log10()
}

/// So many people live in a province of unknown population.
const USUAL_PROVINCE: u32 = 1_000_000;

fn rank_by_text(
    doc: &Doc,
    gazetteer: &Gazetteer,
    lexicon: &Lexicon,
    all: &mut [Toponym],
    votes: &BTreeMap<String, f32>,
    total: f32,
) {
    // First by words beside the name and by country, then once more by what the others turned out to be.
    for toponym in all.iter_mut() {
        let hint = class_hint(doc, lexicon, &toponym.tokens);
        let towns = towns_among(gazetteer, &toponym.ranked);
        for (id, score) in &mut toponym.ranked {
            let place = gazetteer.place(*id);
            if let Some(country) = place.country {
                *score += 4.0 * votes.get(country).copied().unwrap_or(0.0) / total.max(1.0);
            }
            let has_town = || towns.iter().any(|&town| is_town_of(gazetteer, town, *id));
            *score += match (hint, place.class) {
                // "Aleppo" is the city; "Texas", without a town of its name, is the state.
                (None, PlaceClass::Province) if !has_town() => match place.population {
                    None => weight_of_people(USUAL_PROVINCE),
                    Some(_) => 0.0,
                },
                _ => hint_fit(hint, place.class),
            };
        }
        sort_ranked(&mut toponym.ranked);
    }
    let by_words: Vec<Vec<(PlaceId, f32)>> = all.iter().map(|t| t.ranked.clone()).collect();
    for _ in 0..ROUNDS {
        let firsts: Vec<Option<(PlaceId, Range<usize>)>> =
            all.iter().map(|t| t.best().map(|id| (id, t.tokens.clone()))).collect();
        for (n, toponym) in all.iter_mut().enumerate() {
            toponym.ranked.clone_from(&by_words[n]);
            weigh_neighbours(doc, gazetteer, n, toponym, &firsts);
        }
        agree_on_namesakes(doc, all);
        all.iter_mut().for_each(|toponym| sort_ranked(&mut toponym.ranked));
    }
    for toponym in all.iter_mut() {
        if let Some(first) = toponym.best().map(|id| gazetteer.place(id)) {
            // A river or a region of many countries is no spot.
            toponym.class = if first.country.is_none() { PlaceClass::Country } else { first.class };
            let (lat, lon) = (first.lat, first.lon);
            let keep_first = toponym.ranked[0].0;
            toponym.ranked.retain(|(id, _)| {
                let p = gazetteer.place(*id);
                *id == keep_first || kilometres(lat, lon, p.lat, p.lon) > SAME_PLACE_KM
            });
        }
    }
}

/// The settlements of the name, which are meant before the province that they lie in.
fn towns_among(gazetteer: &Gazetteer, ranked: &[(PlaceId, f32)]) -> Vec<PlaceId> {
    let is_town = |id: &PlaceId| gazetteer.place(*id).class == PlaceClass::Settlement;
    ranked.iter().map(|(id, _)| *id).filter(is_town).collect()
}

/// Whether a town is meant before the province of its name: it lies in it, or is a great city elsewhere.
fn is_town_of(gazetteer: &Gazetteer, town: PlaceId, province: PlaceId) -> bool {
    const GREAT: u32 = 300_000;
    // Some towns hang on their country alone.
    const NEAR_KM: f64 = 50.0;
    let (a, b) = (gazetteer.place(town), gazetteer.place(province));
    gazetteer.is_within(town, province)
        || a.population.is_some_and(|people| people >= GREAT)
        || a.country == b.country && kilometres(a.lat, a.lon, b.lat, b.lon) <= NEAR_KM
}

/// Places beside which a candidate lies, or in which it does, speak for it.
fn weigh_neighbours(
    doc: &Doc,
    gazetteer: &Gazetteer,
    n: usize,
    toponym: &mut Toponym,
    firsts: &[Option<(PlaceId, Range<usize>)>],
) {
    let sentence = doc.sentence_of(toponym.tokens.start).range();
    for (id, score) in &mut toponym.ranked {
        let place = gazetteer.place(*id);
        let mut nearest = f64::MAX;
        for (m, other) in firsts.iter().enumerate().take(n + NEIGHBOURS).skip(n.saturating_sub(NEIGHBOURS)) {
            let Some((other_id, tokens)) = other else { continue };
            if m == n || *other_id == *id {
                continue;
            }
            let follows = tokens.start >= toponym.tokens.end && tokens.start <= toponym.tokens.end + 4;
            if gazetteer.is_within(*id, *other_id) {
                // "Killi, Idlib province", "a village in Deir ez-Zor"
                *score += if follows {
                    3.0
                } else if sentence.contains(&tokens.start) {
                    1.2
                } else {
                    0.4
                };
            }
            let q = gazetteer.place(*other_id);
            if !matches!(q.class, PlaceClass::Country) {
                nearest = nearest.min(kilometres(place.lat, place.lon, q.lat, q.lon));
            }
        }
        if nearest < f64::MAX {
            *score += 1.5 * (-nearest / 60.0).exp() as f32 + 0.5 * (-nearest / 400.0).exp() as f32;
        }
    }
}

/// A name means one place throughout a report: each candidate gets the best score that it has anywhere.
fn agree_on_namesakes(doc: &Doc, all: &mut [Toponym]) {
    let mut best: BTreeMap<(String, PlaceId), f32> = BTreeMap::new();
    let names: Vec<String> = all.iter().map(|t| fold(&words_of(doc, &t.tokens))).collect();
    for (name, toponym) in names.iter().zip(all.iter()) {
        for (id, score) in &toponym.ranked {
            let entry = best.entry((name.clone(), *id)).or_insert(f32::MIN);
            *entry = entry.max(*score);
        }
    }
    for (name, toponym) in names.iter().zip(all) {
        for (id, score) in &mut toponym.ranked {
            *score = score.max(best.get(&(name.clone(), *id)).copied().unwrap_or(*score));
        }
    }
}

/// How often the places are ranked by what the others turned out to be.
const ROUNDS: usize = 2;

/// How many place names before and behind one are weighed with it.
const NEIGHBOURS: usize = 40;

fn sort_ranked(ranked: &mut [(PlaceId, f32)]) {
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
}

/// The class that the words beside a name tell: "Idlib province", "the town of Ariha".
fn class_hint(doc: &Doc, lexicon: &Lexicon, tokens: &Range<usize>) -> Option<PlaceClass> {
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

fn hint_fit(hint: Option<PlaceClass>, class: PlaceClass) -> f32 {
    match (hint, class) {
        (Some(h), c) if h == c => 2.5,
        (Some(PlaceClass::Province), PlaceClass::Region | PlaceClass::District) => 0.8,
        (Some(PlaceClass::District), PlaceClass::Province | PlaceClass::Region | PlaceClass::Settlement) => {
            0.4
        }
        (Some(PlaceClass::Spot), PlaceClass::Settlement) => 0.3,
        (Some(_), _) => -0.5,
        // A bare name is a town rather than the district named after it.
        (None, PlaceClass::Settlement) => 1.2,
        (None, PlaceClass::Region) => 0.6,
        (None, PlaceClass::Province) => -2.2,
        (None, PlaceClass::District) => -1.5,
        (None, _) => 0.0,
    }
}

/// Settlements and spots before areas, areas before countries.
pub(crate) fn class_rank(class: PlaceClass) -> u8 {
    match class {
        PlaceClass::Spot | PlaceClass::Settlement => 0,
        PlaceClass::District | PlaceClass::Region => 1,
        PlaceClass::Province => 2,
        _ => 3,
    }
}

/// Great-circle distance (spherical law of cosines), in kilometres.
pub(crate) fn kilometres(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> f64 {
    let (a, b) = (lat1.to_radians(), lat2.to_radians());
    let c = a.sin() * b.sin() + a.cos() * b.cos() * (lon1 - lon2).to_radians().cos();
    6371.0 * c.clamp(-1.0, 1.0).acos()
}
