//! What may be said of a place whose name could mean several.

use std::borrow::Cow;

use athir_model::{Geometry, Incident, Place, PlacePrecision, PlaceStatus};

use crate::World;

/// The place of an incident that is [meant].
pub(crate) fn place_of<'i>(incident: &'i Incident, world: &dyn World) -> Option<Cow<'i, Place>> {
    incident.place.as_ref().and_then(|place| meant(place, world))
}

/// The place that is meant: itself where one entry of the gazetteer is, else the country that all it could be lie in, and
/// nothing where that is open too.
pub(crate) fn meant<'p>(place: &'p Place, world: &dyn World) -> Option<Cow<'p, Place>> {
    if place.status == PlaceStatus::Resolved {
        return Some(Cow::Borrowed(place));
    }
    let country = place.country.as_ref()?;
    if place.candidates.iter().any(|candidate| candidate.country != *country) {
        return None;
    }
    let areas = world.areas(&Place { code: None, ..place.clone() });
    Some(Cow::Owned(Place {
        name: areas.country_name.unwrap_or_else(|| country.clone()),
        within: None,
        lat: areas.country_point.map(|(lat, _)| lat),
        lon: areas.country_point.map(|(_, lon)| lon),
        precision: PlacePrecision::Country,
        geometry: Geometry::Area,
        radius_km: None,
        status: PlaceStatus::Resolved,
        code: None,
        candidates: Vec::new(),
        ..place.clone()
    }))
}

#[cfg(test)]
mod tests {
    use athir_model::{EventKind, Harm, PlaceCandidate, Role};

    use super::*;
    use crate::testing::{Fixture, export, item};
    use crate::{profile, profiles};

    #[test]
    fn no_shape_of_others_takes_one_of_several_places_for_the_one() {
        let mut told = item(EventKind::Attack).with(Role::Initiator, "Hill Front", Some("xx-hill")).losing(
            Harm::Killed,
            None,
            [6, 8, 10],
            "eight",
        );
        for place in told.incident.place.iter_mut().chain(told.events[0].event.place.as_mut()) {
            (place.status, place.name) = (PlaceStatus::Ambiguous, "Zweifel".to_owned());
            // What the words say stays where a shape has a place for it.
            place.mention = String::new();
        }
        // Our own tables say that it is ambiguous, and so do the properties that maps have of them.
        let own = ["csv", "parquet", "geojson", "geoparquet"];
        for profile in profiles().iter().filter(|profile| !own.contains(&profile.name)) {
            let (files, _) = export(profile, &[], std::slice::from_ref(&told));
            for name in files.names() {
                let text = String::from_utf8_lossy(&files.bytes(&name)).into_owned();
                for sure in ["Zweifel", "35.25", "gn:42", "36.75"] {
                    assert!(!text.contains(sure), "{}: {name} has {sure}: {text}", profile.name);
                }
            }
        }
        let (files, tally) = export(profile("geojson").unwrap(), &[], &[told]);
        assert!(files.text("incidents.geojson").contains("\"geometry\":null"));
        assert_eq!(tally.narrowed["the place's name may mean several places: no geometry"], 1);
    }

    #[test]
    fn a_name_of_several_places_tells_their_country_and_no_more() {
        let mut place = item(EventKind::Attack).incident.place.unwrap();
        assert_eq!(meant(&place, &Fixture).unwrap().name, place.name);
        place.status = PlaceStatus::Ambiguous;
        let known = meant(&place, &Fixture).unwrap().into_owned();
        assert_eq!(
            (known.precision, known.code, known.name.as_str()),
            (PlacePrecision::Country, None, "Syria")
        );
        place.candidates.push(PlaceCandidate {
            code: "gn:1".to_owned(),
            name: place.name.clone(),
            country: "TR".to_owned(),
            lat: 37.0,
            lon: 36.0,
        });
        assert_eq!(meant(&place, &Fixture), None);
    }
}
