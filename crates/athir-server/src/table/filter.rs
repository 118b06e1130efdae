//! The one filter that every view follows, as a request has it and as the table takes it.

use athir::Registry;
use athir::database::{Where, actor_keys, fold_name, read_where};
use athir::gazetteer::Gazetteer;
use athir::model::{EventKind, Family, Grade, ReviewStatus};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::row::day_number;
use crate::problem::Problem;

/// Four numbers.
const BOUNDS: &str = r"^ *-?[0-9]+(\.[0-9]+)?( *, *-?[0-9]+(\.[0-9]+)?){3} *$";

/// The words for families.
fn family_schema() -> serde_json::Value {
    let words: Vec<&str> = families().map(Family::as_str).collect();
    serde_json::json!({ "type": "string", "enum": words })
}

/// What incidents are looked for by. Everything that is given has to hold.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct FilterQuery {
    /// On this day or later, or not over by then.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    since: Option<Date>,
    /// On this day or earlier, or begun by then.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    until: Option<Date>,
    /// There: a country's code or name, the name of a place or area, or `lat,lon,25km`.
    #[schemars(length(max = 200))]
    r#where: Option<String>,
    /// Between these meridians and parallels: `west,south,east,north` in degrees. West may be greater than east, over the
    /// 180th meridian.
    #[schemars(length(max = 100), extend("pattern" = BOUNDS))]
    bbox: Option<String>,
    /// One of these kinds, or a kind of one of the families.
    #[serde(default)]
    kind: Vec<EventKind>,
    /// A kind of one of these families, or one of the kinds.
    #[serde(default)]
    #[schemars(extend("items" = family_schema()))]
    family: Vec<String>,
    /// With one of these actors as a side: keys, codes or names; a comma inside one is written `\,`.
    #[serde(default)]
    actor: Vec<String>,
    /// Told by one of these outlets.
    #[serde(default)]
    outlet: Vec<String>,
    /// With one of these grades.
    #[serde(default)]
    grade: Vec<Grade>,
    /// How far people have reviewed it.
    #[serde(default)]
    status: Vec<ReviewStatus>,
    /// A report of it has these words: all of them, `"in quotes"` as they stand, `-word` for none of it.
    #[schemars(length(max = 500))]
    text: Option<String>,
    /// At least so many independent sources tell of it.
    #[schemars(range(min = 0, max = 1_000_000))]
    min_sources: Option<u32>,
    /// Whether its sources disagree on something.
    disputed: Option<bool>,
    /// Whether it has no place on the map, or none but a country.
    unplaced: Option<bool>,
}

/// A rectangle on the map, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) west: f64,
    pub(crate) south: f64,
    pub(crate) east: f64,
    pub(crate) north: f64,
}

impl Bounds {
    fn read(words: &str) -> Result<Bounds, Problem> {
        let wrong = || Problem::bad_field("bbox", "it has to be west,south,east,north in degrees");
        let numbers: Vec<f64> = words
            .split(',')
            .map(|part| part.trim().parse())
            .collect::<Result<_, _>>()
            .map_err(|_| wrong())?;
        let [west, south, east, north] = numbers[..] else { return Err(wrong()) };
        let is_lon = |lon: f64| (-540.0..=540.0).contains(&lon);
        let is_lat = |lat: f64| (-90.0..=90.0).contains(&lat);
        if !(is_lon(west) && is_lon(east) && is_lat(south) && is_lat(north) && south <= north) {
            return Err(wrong());
        }
        if east - west >= 360.0 {
            return Ok(Bounds { west: -180.0, south, east: 180.0, north });
        }
        Ok(Bounds { west: wrapped(west), south, east: wrapped(east), north })
    }

    pub(crate) fn holds(&self, (lat, lon): (f64, f64)) -> bool {
        let is_between = if self.west <= self.east {
            lon >= self.west && lon <= self.east
        } else {
            lon >= self.west || lon <= self.east
        };
        is_between && lat >= self.south && lat <= self.north
    }
}

/// A longitude between -180 and 180.
fn wrapped(lon: f64) -> f64 {
    if (-180.0..=180.0).contains(&lon) { lon } else { (lon + 180.0).rem_euclid(360.0) - 180.0 }
}

/// A filter that was read and is sound.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Filter {
    pub(crate) since: Option<i32>,
    pub(crate) until: Option<i32>,
    pub(crate) place: Option<Where>,
    pub(crate) bounds: Option<Bounds>,
    /// By number of the kind; empty for all.
    pub(crate) kinds: Vec<EventKind>,
    /// Codes as they are, and folded names.
    pub(crate) actors: Vec<String>,
    /// The first of the actors, as the request has it.
    pub(crate) first_actor: Option<String>,
    pub(crate) outlets: Vec<String>,
    pub(crate) grades: Vec<Grade>,
    pub(crate) statuses: Vec<ReviewStatus>,
    pub(crate) text: Option<String>,
    pub(crate) min_sources: u32,
    pub(crate) disputed: Option<bool>,
    pub(crate) unplaced: Option<bool>,
}

/// Refuses a period that ends before it begins.
///
/// # Errors
///
/// Such a period, named with the parameter for its end.
pub(crate) fn check_period(since: Option<Date>, until: Option<Date>) -> Result<(), Problem> {
    match since.zip(until) {
        Some((since, until)) if since > until => Err(Problem::bad_field(
            "until",
            format!("{until} is before {since}, with which the period begins"),
        )),
        _ => Ok(()),
    }
}

impl Filter {
    /// Reads the filter of a request.
    ///
    /// # Errors
    ///
    /// A value that cannot be, named with its parameter.
    pub(crate) fn of(query: FilterQuery, registry: &Registry) -> Result<Filter, Problem> {
        check_period(query.since, query.until)?;
        let mut kinds = query.kind;
        for word in &query.family {
            let of_family = |kind: &EventKind| kind.family().as_str() == word;
            if !EventKind::ALL.iter().any(of_family) {
                let families: Vec<&str> = families().map(Family::as_str).collect();
                let detail = format!("{word:?} is no family; the families are {}", families.join(", "));
                return Err(Problem::bad_field("family", detail));
            }
            kinds.extend(EventKind::ALL.into_iter().filter(of_family));
        }
        kinds.sort_unstable();
        kinds.dedup();
        let mut actors: Vec<String> = Vec::new();
        for actor in &query.actor {
            let keys = actor_keys(actor, registry);
            actors.extend(keys.iter().map(|key| fold_name(key)).filter(|key| !key.is_empty()));
            actors.extend(keys);
        }
        actors.sort();
        actors.dedup();
        Ok(Filter {
            since: query.since.map(day_number),
            until: query.until.map(day_number),
            place: query
                .r#where
                .filter(|words| !words.trim().is_empty())
                .map(|words| read_where(&words, Gazetteer::builtin())),
            bounds: query.bbox.as_deref().map(Bounds::read).transpose()?,
            kinds,
            first_actor: query.actor.into_iter().next(),
            actors,
            outlets: query.outlet,
            grades: query.grade,
            statuses: query.status,
            text: query.text.filter(|text| !text.trim().is_empty()),
            min_sources: query.min_sources.unwrap_or_default(),
            disputed: query.disputed,
            unplaced: query.unplaced,
        })
    }
}

/// The families, each once, in the order of their kinds.
pub(crate) fn families() -> impl Iterator<Item = Family> {
    let mut last = None;
    EventKind::ALL
        .into_iter()
        .map(EventKind::family)
        .filter(move |family| last.replace(*family) != Some(*family))
}
