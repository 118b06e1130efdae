//! Who published reports: the aliases that they get, and names that tell where something was.

use std::collections::BTreeSet;

use athir_export::{Item, World};
use athir_model::PlacePrecision;

use crate::{Keys, PlaceFloor, Policy, SourceShow};

/// The most words that the name of a place is looked for in.
const LONGEST: usize = 4;

/// What is known of the outlets of what is published, and of the places that their names could tell.
///
/// While incidents pass for the first time they are only learned of; [`settle`](Outlets::settle) then decides about all of
/// them at once, so that no number of an alias tells which one came first.
#[derive(Default)]
pub(crate) struct Outlets {
    told: BTreeSet<String>,
    /// The countries of everything that is published: an outlet may be from another than those that it tells of.
    countries: BTreeSet<String>,
    /// The names, in small letters, of places that the floor hides, also of those that no gazetteer knows.
    hidden: BTreeSet<String>,
}

impl Outlets {
    /// Takes note of who tells of an incident, and where it may have been.
    pub(crate) fn learn(&mut self, item: &Item, floor: PlaceFloor) {
        let incident = &item.incident;
        let given = incident.places.iter().map(|given| &given.place);
        let places = incident.place.iter().chain(given);
        let told = item.events.iter().filter_map(|told| told.event.place.as_ref());
        for place in places.chain(told) {
            self.countries.extend(place.country.clone());
            if !allows(floor, place.precision) {
                self.hidden.extend([&place.name, &place.mention].map(|name| small(name)));
            }
        }
        let outlets = incident.events.iter().filter_map(|told| told.outlet.as_ref());
        let outlets = outlets.chain(item.events.iter().filter_map(|told| told.report.outlet.as_ref()));
        self.told.extend(outlets.cloned());
    }

    /// Decides about all that were learned of: those without an alias get one, in an order that nobody knows who lacks the
    /// keys.
    pub(crate) fn settle(&mut self, keys: &mut Keys) {
        let mut new: Vec<&String> =
            self.told.iter().filter(|outlet| keys.alias_of(outlet).is_none()).collect();
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
                // Whoever tells of nothing that is published has no part in it.
                let is_shown = self.told.contains(outlet) && !self.tells(outlet, policy.place, world);
                is_shown.then(|| outlet.to_owned())
            }
        }
    }

    /// Whether the name of an outlet holds that of a place which the floor hides: one where something that is published may
    /// have been, or one of the gazetteer in the same countries.
    ///
    /// A name that is that of a larger area too ("Idlib", a province and its town) tells no more than the area.
    fn tells(&self, outlet: &str, floor: PlaceFloor, world: &dyn World) -> bool {
        if floor == PlaceFloor::Exact {
            return false;
        }
        let is_sign = |c: char| !c.is_alphanumeric() && c != '-' && c != '\'' && c != '’';
        let words: Vec<&str> = outlet.split(is_sign).filter(|word| !word.is_empty()).collect();
        (0..words.len()).any(|start| {
            (start + 1..=words.len().min(start + LONGEST)).any(|end| {
                let name = words[start..end].join(" ");
                let name = name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(&name);
                let found: Vec<Vec<PlacePrecision>> =
                    self.countries.iter().map(|country| world.places_named(name, country)).collect();
                let is_area = |found: &[PlacePrecision]| found.iter().any(|known| allows(floor, *known));
                let is_place = found.iter().any(|found| !found.is_empty() && !is_area(found));
                let is_hidden =
                    self.hidden.contains(&small(name)) && !found.iter().any(|found| is_area(found));
                is_place || is_hidden
            })
        })
    }
}

/// A name as it is compared: its words in small letters, with one space between.
fn small(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
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
