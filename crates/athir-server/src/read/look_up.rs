//! What the registry and the gazetteer know, seen in reports or not: for corrections and rules.

use athir::database::fold_name;
use athir::gazetteer::{Gazetteer, Place};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::route::Asked;

/// What is looked up.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct LookUpQuery {
    /// A name, or its beginning.
    #[schemars(length(min = 1, max = 200))]
    text: String,
    /// How many at most.
    #[serde(default = "twenty")]
    #[schemars(range(min = 1, max = 100))]
    limit: usize,
}

fn twenty() -> usize {
    20
}

/// An actor of the registry.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct KnownActor {
    code: String,
    name: String,
    kind: String,
    /// The main country.
    country: Option<String>,
    /// Every name.
    names: Vec<String>,
}

/// Actors of the registry.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct KnownActors {
    /// Those of the name itself first, then those whose name begins with it, then those that have it somewhere.
    items: Vec<KnownActor>,
}

pub(super) fn registry(asked: &Asked<'_>, (): (), query: LookUpQuery) -> Result<KnownActors, Problem> {
    let actors = asked.app.actors();
    let name = fold_name(&query.text);
    let rank = |text: &str| {
        let text = fold_name(text);
        if text == name {
            Some(0)
        } else if text.starts_with(&name) {
            Some(1)
        } else {
            text.split(' ')
                .zip(0..)
                .any(|(word, n)| n > 0 && word.starts_with(&name))
                .then_some(2)
                .or_else(|| text.contains(&name).then_some(3))
        }
    };
    let mut found: Vec<(i32, KnownActor)> = actors
        .registry()
        .actors()
        .filter_map(|(_, actor)| {
            let of_code = (actor.code == query.text).then_some(0);
            let best = actor.names.iter().filter_map(|name| rank(&name.text)).chain(of_code).min()?;
            let known = KnownActor {
                code: actor.code.clone(),
                name: actor.name.clone(),
                kind: actor.kind.as_str().to_owned(),
                country: actor.countries.first().cloned(),
                names: actor.names.iter().map(|name| name.text.clone()).collect(),
            };
            Some((best, known))
        })
        .collect();
    found.sort_by(|(a, x), (b, y)| (a, &x.name, &x.code).cmp(&(b, &y.name, &y.code)));
    found.truncate(query.limit);
    Ok(KnownActors { items: found.into_iter().map(|(_, actor)| actor).collect() })
}

/// Which places are looked up.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct PlacesQuery {
    /// A name; marks and ways of romanisation do not matter much.
    #[schemars(length(min = 1, max = 200))]
    text: String,
    /// Only in this country, by its ISO 3166 alpha-2 code.
    #[schemars(length(min = 2, max = 2))]
    country: Option<String>,
    /// How many at most.
    #[serde(default = "twenty")]
    #[schemars(range(min = 1, max = 100))]
    limit: usize,
}

/// A place of the gazetteer.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct KnownPlace {
    /// The gazetteer's code.
    code: String,
    name: String,
    /// The first-order area that it lies in.
    within: Option<String>,
    country: Option<String>,
    lat: f64,
    lon: f64,
    /// How precise a place of its kind is.
    precision: &'static str,
    /// What it is in words: "air base", "district".
    feature: &'static str,
    /// Inhabitants, where the sources give a number.
    population: Option<u32>,
}

/// Places of the gazetteer.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct KnownPlaces {
    /// The likeliest first.
    items: Vec<KnownPlace>,
}

pub(super) fn gazetteer(_: &Asked<'_>, (): (), query: PlacesQuery) -> Result<KnownPlaces, Problem> {
    let gazetteer = Gazetteer::builtin();
    let mut candidates = gazetteer.find(&query.text);
    candidates.extend(gazetteer.find_similar(&query.text));
    let mut items: Vec<KnownPlace> = Vec::new();
    for candidate in candidates {
        let place = gazetteer.place(candidate.id);
        let is_there = query.country.as_deref().is_none_or(|code| place.country == Some(code));
        let code = place.code();
        if is_there && items.iter().all(|known| known.code != code) {
            items.push(known_place(gazetteer, &place, code));
        }
        if items.len() >= query.limit {
            break;
        }
    }
    Ok(KnownPlaces { items })
}

fn known_place(gazetteer: &Gazetteer, place: &Place<'_>, code: String) -> KnownPlace {
    KnownPlace {
        code,
        name: place.name.to_owned(),
        within: place.admin1.and_then(|area| gazetteer.get(area)).map(|area| area.name.to_owned()),
        country: place.country.map(str::to_owned),
        lat: place.lat,
        lon: place.lon,
        precision: precision(place.class.as_str()),
        feature: place.feature,
        population: place.population,
    }
}

/// The precision of a place in the codebook's words.
fn precision(class: &str) -> &'static str {
    match class {
        "spot" => "spot",
        "district" | "region" => "district",
        "province" => "province",
        "country" => "country",
        _ => "settlement",
    }
}
