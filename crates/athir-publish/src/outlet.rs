//! Who published reports: the aliases that they get, and names that tell where something was.

use std::collections::{BTreeMap, BTreeSet};

use athir_export::{Item, World};
use athir_model::PlacePrecision;

use crate::{Keys, PlaceFloor, Policy, SourceShow};

/// The most words that the name of a place is looked for in.
const LONGEST: usize = 4;

/// What is known of the outlets of what is published.
///
/// While incidents pass for the first time they are only learned of; [`settle`](Outlets::settle) then decides about all of
/// them at once, so that no number of an alias tells which one came first.
#[derive(Default)]
pub(crate) struct Outlets {
    /// The countries of the incidents that each has told of.
    told: BTreeMap<String, BTreeSet<String>>,
}

impl Outlets {
    /// Takes note of who tells of an incident, and in which countries it may have been.
    pub(crate) fn learn(&mut self, item: &Item) {
        let incident = &item.incident;
        let given = incident.places.iter().map(|given| &given.place);
        let places = incident.place.iter().chain(given);
        let told = item.events.iter().filter_map(|told| told.event.place.as_ref());
        let countries: BTreeSet<&String> =
            places.chain(told).filter_map(|place| place.country.as_ref()).collect();
        let outlets = incident.events.iter().filter_map(|told| told.outlet.as_ref());
        let outlets = outlets.chain(item.events.iter().filter_map(|told| told.report.outlet.as_ref()));
        for outlet in outlets {
            let known = self.told.entry(outlet.clone()).or_default();
            known.extend(countries.iter().map(|country| (*country).clone()));
        }
    }

    /// Decides about all that were learned of: those without an alias get one, in an order that nobody knows who lacks the
    /// keys.
    pub(crate) fn settle(&mut self, keys: &mut Keys) {
        let mut new: Vec<&String> =
            self.told.keys().filter(|outlet| keys.alias_of(outlet).is_none()).collect();
        new.sort_by_cached_key(|outlet| keys.digest("outlet", outlet.as_bytes()).0);
        for outlet in new {
            keys.alias(outlet);
        }
    }

    /// What is shown of an outlet.
    pub(crate) fn shown(
        &self,
        outlet: &str,
        policy: &Policy,
        keys: &Keys,
        world: &dyn World,
    ) -> Option<String> {
        match policy.sources {
            SourceShow::None => None,
            SourceShow::Alias => keys.alias_of(outlet),
            SourceShow::Outlet | SourceShow::Link => {
                let none = BTreeSet::new();
                let countries = self.told.get(outlet).unwrap_or(&none);
                (!tells(outlet, countries, policy.place, world)).then(|| outlet.to_owned())
            }
        }
    }
}

/// Whether the name of an outlet holds that of a place in one of these countries, and one that the floor hides.
///
/// A name that is that of a larger area too ("Idlib", a province and its town) tells no more than the area.
fn tells(outlet: &str, countries: &BTreeSet<String>, floor: PlaceFloor, world: &dyn World) -> bool {
    if floor == PlaceFloor::Exact {
        return false;
    }
    let is_sign = |c: char| !c.is_alphanumeric() && c != '-' && c != '\'' && c != '’';
    let words: Vec<&str> = outlet.split(is_sign).filter(|word| !word.is_empty()).collect();
    (0..words.len()).any(|start| {
        (start + 1..=words.len().min(start + LONGEST)).any(|end| {
            let name = words[start..end].join(" ");
            let name = name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(&name);
            countries.iter().any(|country| {
                let found = world.places_named(name, country);
                !found.is_empty() && !found.into_iter().any(|precision| allows(floor, precision))
            })
        })
    })
}

/// Whether a floor lets places through that are known so precisely.
fn allows(floor: PlaceFloor, precision: PlacePrecision) -> bool {
    match precision {
        PlacePrecision::Country => true,
        PlacePrecision::Province => floor != PlaceFloor::Country,
        PlacePrecision::District => matches!(floor, PlaceFloor::Cell(5..) | PlaceFloor::Admin2),
        PlacePrecision::Spot | PlacePrecision::Settlement | PlacePrecision::Unknown => false,
    }
}
