use athir_model::{EventKind, Geometry, Harm, PlacePrecision, Role};
use serde_json::Value;

use super::*;
use crate::testing::{export, item, read_commas, records};

#[test]
fn hashtags_stand_under_the_header() {
    let deadly = item(EventKind::Shelling).with(Role::Initiator, "Hill Front", Some("xx-hill")).losing(
        Harm::Killed,
        None,
        [6, 8, 10],
        "eight",
    );
    let mut province = item(EventKind::Shelling);
    let place = province.incident.place.as_mut().unwrap();
    (place.precision, place.geometry) = (PlacePrecision::Province, Geometry::Area);
    let (files, tally) = export(&HXL, &[], &[deadly, province]);
    let text = files.text("incidents-hxl.csv");
    let rows = read_commas(text.trim_start_matches('\u{FEFF}'));
    assert!(rows[1].iter().all(|tag| tag.starts_with('#')), "{:?}", rows[1]);
    assert_eq!(rows[1].len(), rows[0].len());
    let rows = records(text.trim_start_matches('\u{FEFF}'));
    assert_eq!((&*rows[1]["killed_low"], &*rows[1]["killed"], &*rows[1]["lat"]), ("6", "8", "35.25"));
    assert_eq!((&*rows[2]["admin1"], &*rows[2]["lat"]), ("Wazir Governorate", ""), "no point for a province");
    assert_eq!(tally.files[0].rows, 2, "hashtags are no row");
}

#[test]
fn atlos_gets_the_columns_that_it_asks_for() {
    let (files, _) = export(
        &ATLOS,
        &[],
        &[item(EventKind::Torture).with(Role::Recipient, &"Very long name ".repeat(30), None)],
    );
    let text = files.text("atlos.csv");
    assert!(text.starts_with("status,description,sensitive,"), "its reader knows no byte order mark");
    let rows = records(&text);
    assert_eq!((&*rows[0]["status"], &*rows[0]["sensitive"]), ("To Do", "Threatens Civilian Safety"));
    assert_eq!(rows[0]["description"].chars().count(), 240);
    assert_eq!(rows[0]["source_1"], "https://wire.example/1");
    assert_eq!(rows[0]["date"], "2017-07-03");
    let (files, _) = export(&ATLOS, &[("new", "Unclaimed")], &[item(EventKind::Aid)]);
    let rows = records(&files.text("atlos.csv"));
    assert_eq!(rows[0]["status"], "Unclaimed");
    assert!(rows[0]["description"].chars().count() >= 8);
}

#[test]
fn every_entity_that_is_pointed_to_is_there() {
    let fight = item(EventKind::Attack).with(Role::Initiator, "Hill Front", Some("xx-hill")).with(
        Role::Recipient,
        "gunmen of the valley",
        None,
    );
    let (files, _) = export(&FTM, &[], &[fight]);
    let entities: Vec<Value> =
        files.text("entities.ftm.json").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<&str> = entities.iter().map(|entity| entity["id"].as_str().unwrap()).collect();
    let event = entities.iter().find(|entity| entity["schema"] == "Event").unwrap();
    for property in ["organizer", "involved"] {
        let target = event["properties"][property][0].as_str().unwrap();
        assert!(ids.contains(&target), "{target} of {ids:?}");
    }
    assert!(ids.contains(&"athir-actor-xx-hill"));
    let hill = entities.iter().find(|entity| entity["id"] == "athir-actor-xx-hill").unwrap();
    assert_eq!((&hill["schema"], &hill["properties"]["country"][0]), (&"Organization".into(), &"sy".into()));
}
