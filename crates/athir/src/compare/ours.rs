//! An incident as it is compared.

use std::collections::BTreeSet;

use athir_incident::Lineage;
use athir_model::{Geometry, Harm, Incident, Modality, Place, PlacePrecision, PlaceStatus};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::kind::Sort;
use crate::RegistryLineage;

/// Days before its last one in which an incident without a first day is looked for.
const OPEN_DAYS: i32 = 30;

/// An incident with what a comparison needs of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OurEvent {
    /// The incident.
    pub id: String,
    /// What happened.
    pub kind: &'static str,
    /// The same, as data sets share it.
    pub sort: Sort,
    /// First day on which it may have happened.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// What its place is called.
    pub place: String,
    /// ISO 3166 alpha-2 code of the country.
    pub country: Option<String>,
    /// The points that may be meant; none where no more than the country is known.
    pub points: Vec<(f64, f64)>,
    /// How many kilometres around the point it may have happened.
    pub radius_km: f64,
    /// Its parties.
    pub actors: Vec<String>,
    /// The codes of those that the registry knows, with whom they belong to.
    pub codes: BTreeSet<String>,
    /// Lowest, best and highest number of deaths; the highest may be open.
    pub deaths: Option<[u64; 3]>,
    /// Whether the highest number is open upwards.
    pub is_open: bool,
    /// How many independent sources tell of it.
    pub n_sources: usize,
}

impl OurEvent {
    /// What a comparison needs of an incident; `None` for one that nothing dates or places, or that is not reported to
    /// have happened.
    pub fn new(incident: &Incident, lineage: &RegistryLineage) -> Option<OurEvent> {
        if incident.modality != Modality::Reported {
            return None;
        }
        let last = incident.when.end.or(incident.when.start)?;
        let first = incident.when.start.unwrap_or_else(|| last.saturating_sub(OPEN_DAYS.days()));
        let place = incident.place.as_ref()?;
        let points = points(place);
        if points.is_empty() && place.country.is_none() {
            return None;
        }
        let killed = incident.losses.iter().find(|loss| loss.harm == Harm::Killed && loss.victims.is_none());
        let own: BTreeSet<String> = incident.sides.iter().filter_map(|side| side.actor.clone()).collect();
        let above: Vec<String> = own.iter().flat_map(|code| lineage.above(code)).collect();
        // An army of a state acts for it: `sy-army` for `sy`.
        let states: Vec<String> = own
            .iter()
            .filter_map(|code| code.split_once(['-', '/']))
            .map(|(state, _)| state.to_owned())
            .collect();
        let is_force = |code: &str| {
            ["army", "police", "forces", "air-force", "gov"].iter().any(|end| code.ends_with(end))
        };
        let states =
            if own.iter().any(|code| is_force(code) || code.contains('/')) { states } else { Vec::new() };
        Some(OurEvent {
            id: incident.id.0.clone(),
            kind: incident.kind.as_str(),
            sort: Sort::of_kind(incident.kind),
            first: first.min(last),
            last,
            place: place.name.clone(),
            country: place.country.clone(),
            radius_km: radius(place),
            points,
            actors: incident.sides.iter().map(|side| side.name.clone()).collect(),
            codes: own.into_iter().chain(above).chain(states).collect(),
            deaths: killed.map(|loss| [loss.estimate.low, loss.estimate.best, loss.estimate.high]),
            is_open: killed.is_some_and(|loss| loss.estimate.open),
            n_sources: incident.n_sources,
        })
    }
}

/// The points that a place may mean.
fn points(place: &Place) -> Vec<(f64, f64)> {
    if place.precision == PlacePrecision::Country {
        return Vec::new();
    }
    match place.status {
        PlaceStatus::Resolved => place.lat.zip(place.lon).into_iter().collect(),
        PlaceStatus::Ambiguous => place.candidates.iter().map(|one| (one.lat, one.lon)).collect(),
        PlaceStatus::Unresolved => Vec::new(),
    }
}

/// How far around the point it may have happened.
fn radius(place: &Place) -> f64 {
    match (place.geometry, place.precision) {
        (Geometry::Circle | Geometry::Line, _) => place.radius_km.unwrap_or(50.0),
        (_, PlacePrecision::Spot | PlacePrecision::Settlement) => place.radius_km.unwrap_or(5.0).max(5.0),
        (_, PlacePrecision::District) => 40.0,
        _ => 100.0,
    }
}
