//! A gazetteer that is open already, as the ground for another.

use fst::Streamer;

use crate::build::{Draft, Position, Row, feature};
use crate::columns::{Bytes, Posting, Postings, Section};
use crate::gazetteer::Gazetteer;
use crate::place::{PlaceClass, PlaceId};

/// The look-ups of a gazetteer by the ids of its places: a file keeps no names as they were spelled but one, so
/// its keys are taken over whole.
#[derive(Default)]
pub(super) struct Base {
    pub(super) names: Vec<(String, Vec<Entry>)>,
    pub(super) skeletons: Vec<(String, Vec<Entry>)>,
}

/// A posting whose place is written as an id.
pub(super) struct Entry {
    pub(super) id: PlaceId,
    pub(super) posting: Posting,
}

/// Takes over all places, names and adjectives of a gazetteer.
pub(super) fn take_over(gazetteer: &Gazetteer, draft: &mut Draft) {
    for place in gazetteer.places() {
        let parent = gazetteer.parents(place.id).next().filter(|id| {
            // The country is everybody's last parent and not written.
            gazetteer.place(*id).class != PlaceClass::Country
        });
        let code = place.country.and_then(crate::place::iso2);
        let scaled = |degrees: f64| (degrees * 10_000.0).round() as i32;
        // Those that a person listed have a feature of their own, a town of the post has not.
        let listed = place.id.to_string().starts_with("athir:") && place.feature != "populated place";
        let row = Row {
            name: place.name.to_owned(),
            alternates: Vec::new(),
            feature: feature(place.feature).unwrap_or_default(),
            country: code,
            position: Position { lat: scaled(place.lat), lon: scaled(place.lon) },
            population: place.population,
            parent,
            transliterated: false,
            listed,
        };
        draft.rows.insert(place.id, row);
    }
    draft.base.names = entries(gazetteer, &gazetteer.names, Section::NamePostings);
    draft.base.skeletons = entries(gazetteer, &gazetteer.skeletons, Section::SkeletonPostings);
    draft.adjectives = gazetteer.adjectives().collect();
}

fn entries(gazetteer: &Gazetteer, map: &fst::Map<Bytes>, section: Section) -> Vec<(String, Vec<Entry>)> {
    let mut all = Vec::with_capacity(map.len());
    let mut stream = map.stream();
    while let Some((key, value)) = stream.next() {
        let postings = Postings::new(value, gazetteer.columns.section(section));
        let entries = postings
            .filter_map(|posting| Some(Entry { id: gazetteer.id_at(posting.place)?, posting }))
            .collect();
        all.push((String::from_utf8_lossy(key).into_owned(), entries));
    }
    all
}
