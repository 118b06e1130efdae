//! Where an event happened.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Quote;

/// How precisely the words give the place (codebook §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PlacePrecision {
    /// A landmark, neighbourhood, camp, base or crossing.
    Spot,
    /// A village, town or city.
    Settlement,
    /// A district or an informal region.
    District,
    /// A first-order area.
    Province,
    /// A state.
    Country,
    /// The words do not tell.
    Unknown,
}

impl PlacePrecision {
    /// The codebook's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            PlacePrecision::Spot => "spot",
            PlacePrecision::Settlement => "settlement",
            PlacePrecision::District => "district",
            PlacePrecision::Province => "province",
            PlacePrecision::Country => "country",
            PlacePrecision::Unknown => "unknown",
        }
    }
}

/// Whether one gazetteer entry is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PlaceStatus {
    /// One entry is meant.
    Resolved,
    /// Several entries stay possible; the best-ranked one gives the coordinates.
    Ambiguous,
    /// The gazetteer has no fitting entry.
    Unresolved,
}

/// What the words make of the place on the map.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Geometry {
    /// The place itself: a settlement or a spot.
    #[default]
    Point,
    /// Somewhere within the radius of the point: "12 km north of X", "near X", "between X and Y".
    Circle,
    /// Somewhere along a road, a river, a border or a front; the point is on it or in its middle.
    Line,
    /// Somewhere in an area; the point is its centre.
    Area,
}

impl Geometry {
    /// The word in records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Geometry::Point => "point",
            Geometry::Circle => "circle",
            Geometry::Line => "line",
            Geometry::Area => "area",
        }
    }
}

/// A gazetteer entry that a place name could mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceCandidate {
    /// The gazetteer's code.
    pub code: String,
    /// Its usual name.
    pub name: String,
    /// ISO 3166 alpha-2 country.
    pub country: String,
    /// Latitude in degrees.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
}

/// The most precise place that the report gives for an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Its usual name.
    pub name: String,
    /// The area or settlement that it lies in.
    pub within: Option<String>,
    /// ISO 3166 alpha-2 country.
    pub country: Option<String>,
    /// Latitude in degrees of the settlement, of the area's centre, or of the point that the words put away from it.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// How precise the words are.
    pub precision: PlacePrecision,
    /// What the words make of it on the map.
    #[serde(default)]
    pub geometry: Geometry,
    /// How far from the point it may have happened, in kilometres; absent for areas, and where no point is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub radius_km: Option<f64>,
    /// The exact words of the report.
    pub mention: String,
    /// Offset of the mention's first character.
    pub start: usize,
    /// Offset after the mention's last character.
    pub end: usize,
    /// Whether one entry is meant.
    pub status: PlaceStatus,
    /// The gazetteer's code of the entry, if one is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The entries that stay possible, best first; empty when resolved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<PlaceCandidate>,
    /// Why this place is the event's.
    pub why: String,
}

impl Place {
    /// Its mention as words with their place.
    pub fn quote(&self) -> Quote {
        Quote { text: self.mention.clone(), start: self.start, end: self.end }
    }
}
