//! What exporters ask of the registry of actors and of the gazetteer.

use athir_actors::{ActorId, ActorKind, Generic, NameRole, PartyClass as GenericClass, Registry};
use athir_export::{Area, Areas, PartyClass, PartyInfo, World};
use athir_gazetteer::{Gazetteer, Place as GazetteerPlace, PlaceClass, PlaceId};
use athir_model::{Place, PlacePrecision};
use jiff::civil::Date;

/// A registry and a gazetteer, as exporters see them.
#[derive(Clone, Copy, Debug)]
pub struct KnownWorld<'a> {
    /// Who parties are.
    pub registry: &'a Registry,
    /// Where places lie.
    pub gazetteer: &'a Gazetteer,
}

impl KnownWorld<'static> {
    /// The built-in registry and gazetteer.
    pub fn builtin() -> KnownWorld<'static> {
        KnownWorld { registry: Registry::builtin(), gazetteer: Gazetteer::builtin() }
    }
}

impl World for KnownWorld<'_> {
    fn party(&self, code: Option<&str>, name: &str, on: Option<Date>) -> PartyInfo {
        if let Some(id) = code.and_then(|code| self.registry.by_code(code)) {
            return self.known(id, on);
        }
        // "eg/protesters": a country, and a word for a party without a name.
        let (country, words) = match code.and_then(|code| code.split_once('/')) {
            Some((country, words)) => (Some(country.to_uppercase()), words.replace('-', " ")),
            None => (None, name.to_owned()),
        };
        let generic = self.generic(&words);
        PartyInfo {
            code: code.map(str::to_owned),
            name: name.to_owned(),
            class: generic.map_or(PartyClass::Unknown, |generic| class_of_generic(generic.class)),
            countries: country.into_iter().collect(),
            cameo: None,
            ucdp: None,
        }
    }

    fn named(&self, name: &str) -> Option<PartyInfo> {
        let words: Vec<&str> = name.split_whitespace().collect();
        let (n, actors) = self.registry.longest_at(&words)?;
        let [only] = actors[..] else { return None };
        (n == words.len()).then(|| self.party(Some(&self.registry.actor(only).code), name, None))
    }

    fn is_generic(&self, words: &str) -> bool {
        let words: Vec<&str> = words.split_whitespace().collect();
        self.registry.generic_at(&words).is_some_and(|(n, _)| n == words.len())
    }

    fn places_named(&self, name: &str, country: &str) -> Vec<PlacePrecision> {
        let words: Vec<&str> = name.split_whitespace().collect();
        // A name for tokens: not every word that some hamlet has for a name.
        if self.gazetteer.longest_at(&words) != Some(words.len()) {
            return Vec::new();
        }
        let found = self.gazetteer.find_spelled(name).into_iter();
        let places = found.filter_map(|candidate| self.gazetteer.get(candidate.id));
        let precision = |class| match class {
            PlaceClass::Country => PlacePrecision::Country,
            PlaceClass::Province | PlaceClass::Region => PlacePrecision::Province,
            PlaceClass::District => PlacePrecision::District,
            PlaceClass::Settlement => PlacePrecision::Settlement,
            _ => PlacePrecision::Spot,
        };
        places.filter(|place| place.country == Some(country)).map(|place| precision(place.class)).collect()
    }

    fn middle(&self, code: &str) -> Option<(f64, f64)> {
        let place = self.gazetteer.get(code.parse().ok()?)?;
        Some((place.lat, place.lon))
    }

    fn state(&self, iso2: &str) -> Option<PartyInfo> {
        self.registry.state(iso2).map(|id| self.known(id, None))
    }

    fn areas(&self, place: &Place) -> Areas {
        let entry = place.code.as_deref().and_then(|code| code.parse().ok());
        let entry: Option<GazetteerPlace<'_>> = entry.and_then(|id| self.gazetteer.get(id));
        let country = place.country.clone().or_else(|| entry.and_then(|e| e.country).map(str::to_owned));
        let mut areas = Areas {
            country_name: country.as_deref().and_then(|iso2| Some(self.country(iso2)?.name.to_owned())),
            country_point: country.as_deref().and_then(|iso2| self.country(iso2)).map(|c| (c.lat, c.lon)),
            country,
            ..Areas::default()
        };
        let Some(entry) = entry else {
            // No entry of the gazetteer is meant for sure: the record's own words have to do.
            match place.precision {
                PlacePrecision::Settlement => areas.settlement = Some(place.name.clone()),
                PlacePrecision::Province => {
                    areas.admin1 = Some(Area { name: place.name.clone(), code: String::new() });
                }
                _ => {}
            }
            return areas;
        };
        areas.admin1 = entry.admin1.and_then(|id| self.area(id));
        areas.admin2 = entry.admin2.and_then(|id| self.area(id));
        areas.feature = Some(entry.feature.to_owned());
        let itself = Area { name: entry.name.to_owned(), code: entry.code() };
        match entry.class {
            PlaceClass::Province => areas.admin1 = Some(itself),
            PlaceClass::District if areas.admin2.is_some() => areas.admin3 = Some(itself),
            PlaceClass::District => areas.admin2 = Some(itself),
            PlaceClass::Settlement => areas.settlement = Some(itself.name),
            PlaceClass::Spot => areas.settlement = self.settlement_around(&entry),
            _ => {}
        }
        areas
    }
}

impl KnownWorld<'_> {
    /// The entry that a party without a name is called by. Several entries may give their parties one name (a crowd is
    /// "civilians" as well): the one whose own word it is comes first.
    fn generic(&self, name: &str) -> Option<&Generic> {
        let own = name.strip_suffix('s').and_then(|singular| self.registry.generic(singular));
        own.filter(|generic| generic.name == name).or_else(|| {
            let words: Vec<&str> = name.split_whitespace().collect();
            self.registry.generic_at(&words).filter(|(n, _)| *n == words.len()).map(|(_, generic)| generic)
        })
    }

    fn area(&self, id: PlaceId) -> Option<Area> {
        self.gazetteer.get(id).map(|area| Area { name: area.name.to_owned(), code: area.code() })
    }

    /// The settlement that a spot lies in, where the gazetteer knows.
    fn settlement_around(&self, spot: &GazetteerPlace<'_>) -> Option<String> {
        let mut parents = self.gazetteer.parents(spot.id).filter_map(|id| self.gazetteer.get(id));
        parents.find(|parent| parent.class == PlaceClass::Settlement).map(|parent| parent.name.to_owned())
    }

    fn country(&self, iso2: &str) -> Option<GazetteerPlace<'_>> {
        self.gazetteer.get(self.gazetteer.country(iso2)?)
    }

    fn known(&self, id: ActorId, on: Option<Date>) -> PartyInfo {
        let actor = self.registry.actor(id);
        PartyInfo {
            code: Some(actor.code.clone()),
            name: actor.name.clone(),
            class: class_of_kind(actor.kind),
            countries: actor.countries.clone(),
            cameo: self.registry.cameo(id, NameRole::Name, on).map(Into::into),
            ucdp: actor.ucdp_id,
        }
    }
}

fn class_of_kind(kind: ActorKind) -> PartyClass {
    match kind {
        ActorKind::State => PartyClass::State,
        ActorKind::Government | ActorKind::Ministry => PartyClass::Government,
        ActorKind::Military => PartyClass::Military,
        ActorKind::Police => PartyClass::Police,
        ActorKind::ArmedGroup => PartyClass::Rebel,
        ActorKind::Militia => PartyClass::Militia,
        ActorKind::Coalition => PartyClass::Coalition,
        ActorKind::Political => PartyClass::Political,
        ActorKind::International => PartyClass::International,
        ActorKind::Ngo => PartyClass::Aid,
        ActorKind::Media => PartyClass::Media,
        ActorKind::People => PartyClass::People,
        ActorKind::Person => PartyClass::Person,
        _ => PartyClass::Unknown,
    }
}

fn class_of_generic(class: GenericClass) -> PartyClass {
    match class {
        GenericClass::Military => PartyClass::Military,
        GenericClass::Police => PartyClass::Police,
        GenericClass::Government => PartyClass::Government,
        GenericClass::Rebel => PartyClass::Rebel,
        GenericClass::Militia => PartyClass::Militia,
        GenericClass::Civilian => PartyClass::Civilian,
        GenericClass::Protester => PartyClass::Protester,
        GenericClass::Media => PartyClass::Media,
        GenericClass::Aid => PartyClass::Aid,
        GenericClass::Political => PartyClass::Political,
        _ => PartyClass::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties_without_a_name_are_what_their_word_says() {
        let world = KnownWorld::builtin();
        let class = |code, name| world.party(code, name, None).class;
        assert_eq!(
            class(None, "civilians"),
            PartyClass::Civilian,
            "and not a crowd, which has the same name"
        );
        assert_eq!(class(None, "protesters"), PartyClass::Protester);
        assert_eq!(class(None, "police"), PartyClass::Police);
        assert_eq!(class(Some("eg/protesters"), "Egypt protesters"), PartyClass::Protester);
        assert_eq!(world.party(Some("eg/protesters"), "Egypt protesters", None).countries, ["EG"]);
        assert_eq!(class(None, "the undersigned"), PartyClass::Unknown);
        let hts = world.party(Some("sy-hts"), "HTS", None);
        assert_eq!((hts.class, hts.cameo.is_some(), hts.ucdp.is_some()), (PartyClass::Rebel, true, true));
        assert_eq!(world.state("SY").unwrap().ucdp, Some(118), "the Government of Syria");
    }
}
