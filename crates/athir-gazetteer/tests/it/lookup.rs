use athir_gazetteer::{Gazetteer, Match, NameKind, PlaceClass};

use crate::fixture::gazetteer;

fn codes(gazetteer: &Gazetteer, name: &str) -> Vec<String> {
    gazetteer.find(name).iter().map(|candidate| candidate.id.to_string()).collect()
}

#[test]
fn finds_every_place_of_a_name_the_more_populous_first() {
    assert_eq!(codes(&gazetteer(), "madar"), ["gn:200", "gn:400", "gn:9002"]);
}

#[test]
fn a_word_for_the_kind_of_area_keeps_only_such_places() {
    let gazetteer = gazetteer();
    assert_eq!(codes(&gazetteer, "Madar Governorate"), ["gn:200"]);
    assert_eq!(codes(&gazetteer, "Madar city"), ["gn:400", "gn:9002"]);
    assert_eq!(gazetteer.find("Portby province"), []);
}

#[test]
fn says_how_a_name_matched() {
    let gazetteer = gazetteer();
    let how = |name: &str, code: &str| {
        gazetteer.find(name).iter().find(|found| found.id.to_string() == code).map(|found| found.how)
    };
    assert_eq!(how("al-Qura", "gn:500"), Some(Match::Exact));
    assert_eq!(how("Qura", "gn:500"), Some(Match::Folded));
    assert_eq!(how("Qura", "gn:700"), Some(Match::Exact));
    assert_eq!(how("Koora", "gn:500"), Some(Match::Skeleton));
}

#[test]
fn exact_matches_come_before_folded_ones() {
    let found = gazetteer().find("al-Qura");
    assert_eq!(found[0].how, Match::Exact);
    assert!(found.is_sorted_by_key(|candidate| candidate.how), "{found:?}");
}

#[test]
fn an_addition_renames_the_core_place_it_stands_for() {
    let gazetteer = gazetteer();
    let found = gazetteer.find("Tel Shahir")[0];
    let place = gazetteer.place(found.id);
    assert_eq!((place.code().as_str(), place.name, found.name), ("gn:600", "Tel Shahir", NameKind::Usual));
    assert_eq!(place.population, Some(1200));
    assert_eq!(codes(&gazetteer, "Tall Shāhir"), ["gn:600"]);
}

#[test]
fn parents_lead_from_the_nearest_area_to_the_country() {
    let gazetteer = gazetteer();
    let id = "gn:500".parse().unwrap();
    let parents: Vec<String> = gazetteer.parents(id).map(|parent| parent.to_string()).collect();
    assert_eq!(parents, ["wof:3", "gn:200", "iso:QA"]);
    let place = gazetteer.place(id);
    assert_eq!(place.admin1, Some("gn:200".parse().unwrap()));
    assert_eq!(place.admin2, Some("wof:3".parse().unwrap()));
    assert_eq!(place.country, Some("QA"));
    assert!(gazetteer.is_within(id, gazetteer.country("QA").unwrap()));
    assert!(!gazetteer.is_within(id, gazetteer.country("VE").unwrap()));
}

#[test]
fn a_region_of_several_countries_lies_in_none() {
    let gazetteer = gazetteer();
    let lakes = gazetteer.find("Twin Lakes")[0].id;
    assert_eq!(gazetteer.place(lakes).country, None);
    assert_eq!(gazetteer.parents(lakes).count(), 0);
}

#[test]
fn spots_have_their_long_names_and_parents() {
    let gazetteer = gazetteer();
    for name in ["Rimal", "Rimal airbase", "Rimal military airport"] {
        let place = gazetteer.place(gazetteer.find(name)[0].id);
        assert_eq!((place.class, place.feature), (PlaceClass::Spot, "air base"), "{name}");
        assert_eq!(place.admin1, Some("gn:200".parse().unwrap()));
    }
    let quarter = gazetteer.find("Old Quarter")[0].id;
    assert!(gazetteer.is_within(quarter, "gn:400".parse().unwrap()));
}

#[test]
fn adjectives_and_peoples_lead_to_the_country() {
    let gazetteer = gazetteer();
    for word in ["Vellish", "vellanders", "Vellander"] {
        assert_eq!(gazetteer.adjective_country(word), gazetteer.country("VE"), "{word}");
    }
    assert_eq!(gazetteer.adjective_country("Velland"), None);
    assert_eq!(gazetteer.country("qa"), None);
}

#[test]
fn coordinates_are_kept_to_four_decimals() {
    let gazetteer = gazetteer();
    let place = gazetteer.place("gn:700".parse().unwrap());
    assert_eq!((place.lat, place.lon), (19.0, 29.0));
}

#[test]
fn the_longest_known_name_is_taken() {
    let gazetteer = gazetteer();
    let longest = |text: &str| gazetteer.longest_at(&text.split(' ').collect::<Vec<_>>());
    assert_eq!(longest("Madar North and more"), Some(2));
    assert_eq!(longest("Madar , North"), Some(1));
    assert_eq!(longest("Madar governorate fell"), Some(2));
    assert_eq!(longest("al - Qura was"), Some(3));
    assert_eq!(longest("al-Qura was"), Some(1));
    assert_eq!(longest("Rimal airbase"), Some(1), "the last word of a name needs a capital");
    assert_eq!(longest("Republic of Qasria"), Some(3));
    assert_eq!(longest("Nothing here"), None);
    assert_eq!(longest(""), None);
}

#[test]
fn words_without_capitals_are_not_names() {
    assert_eq!(gazetteer().longest_at(&["madar"]), None);
    assert_eq!(gazetteer().longest_at(&["Madar"]), Some(1));
}

#[test]
fn an_article_without_hyphen_belongs_only_to_names_that_have_one() {
    let gazetteer = gazetteer();
    assert_eq!(gazetteer.longest_at(&["Al", "Qura"]), Some(2));
    assert_eq!(gazetteer.longest_at(&["Al", "Madar"]), None);
}

#[test]
fn a_short_name_must_be_spelled_alike_to_be_seen_in_a_text() {
    let gazetteer = gazetteer();
    assert_eq!(gazetteer.longest_at(&["Qura"]), Some(1));
    assert_eq!(gazetteer.longest_at(&["Qora"]), None);
    assert!(!gazetteer.find("Qora").is_empty());
}
