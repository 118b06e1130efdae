//! The built-in file knows the places that reports of war in Syria and Iraq name.

use athir_gazetteer::{Gazetteer, Match, PlaceClass};

/// Names in usual news spelling, where they are, and the class of the place.
const KNOWN: &str = include_str!("known.tsv");

#[test]
fn the_built_in_file_is_whole() {
    let gazetteer = Gazetteer::builtin();
    assert!(gazetteer.n_places() > 600_000, "{gazetteer:?}");
    assert!(Gazetteer::open(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/gazetteer/world.gaz")).is_ok());
}

#[test]
fn towns_in_the_news_are_found_by_their_usual_spellings() {
    let gazetteer = Gazetteer::builtin();
    let mut missing = Vec::new();
    for line in KNOWN.lines() {
        let [country, name, lat, lon] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let (lat, lon): (f64, f64) = (lat.parse().unwrap(), lon.parse().unwrap());
        let near = gazetteer.find(name).iter().any(|candidate| {
            let place = gazetteer.place(candidate.id);
            candidate.how != Match::Skeleton
                && place.country == Some(country)
                && (place.lat - lat).hypot((place.lon - lon) * lat.to_radians().cos()) < 0.12
        });
        if !near {
            missing.push(line);
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_bare_city_name_gives_the_city_and_its_areas() {
    let gazetteer = Gazetteer::builtin();
    let found = gazetteer.find("Idlib");
    let classes: Vec<PlaceClass> =
        found.iter().map(|candidate| gazetteer.place(candidate.id).class).take(3).collect();
    assert!(
        classes.contains(&PlaceClass::Province) && classes.contains(&PlaceClass::Settlement),
        "{classes:?}"
    );
    assert!(found.iter().take(3).all(|candidate| gazetteer.place(candidate.id).country == Some("SY")));
}

#[test]
fn every_parent_leads_to_the_place_s_own_country() {
    let gazetteer = Gazetteer::builtin();
    for name in ["Saraqib", "Jobar", "Tal Afar", "Bakhmut", "Chicago", "Shayrat air base"] {
        let id = gazetteer.find(name)[0].id;
        let place = gazetteer.place(id);
        let country = gazetteer.country(place.country.unwrap());
        assert_eq!(gazetteer.parents(id).last(), country, "{name}");
    }
}

#[test]
fn countries_and_their_peoples_are_known() {
    let gazetteer = Gazetteer::builtin();
    for (word, code) in [
        ("Syrian", "SY"),
        ("Iraqis", "IQ"),
        ("British", "GB"),
        ("Nigerien", "NE"),
        ("Nigerian", "NG"),
        ("South Sudanese", "SS"),
    ] {
        assert_eq!(gazetteer.adjective_country(word), gazetteer.country(code), "{word}");
    }
    for (name, code) in
        [("UK", "GB"), ("the Netherlands", "NL"), ("U.S.", "US"), ("Burma", "MM"), ("Georgia", "GE")]
    {
        assert_eq!(Some(gazetteer.find(name)[0].id), gazetteer.country(code), "{name}");
    }
}

#[test]
fn common_words_at_the_start_of_a_sentence_are_no_places() {
    let gazetteer = Gazetteer::builtin();
    for word in ["But", "Before", "March", "Some", "She", "All"] {
        assert_eq!(gazetteer.longest_at(&[word, "the", "town"]), None, "{word}");
    }
    assert_eq!(gazetteer.longest_at(&["US", "forces"]), Some(1));
    assert_eq!(gazetteer.longest_at(&["New", "York", "police"]), Some(2));
}

#[test]
fn a_town_of_an_area_lies_in_the_area() {
    let gazetteer = Gazetteer::builtin();
    let first = |name: &str| gazetteer.find(name).first().map(|found| gazetteer.place(found.id).country);
    assert_eq!(first("Oromia town"), Some(Some("ET")));
    assert_eq!(first("Raqqa city"), Some(Some("SY")));
}
