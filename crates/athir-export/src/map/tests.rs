use athir_model::{EventKind, Geometry, PlacePrecision};
use serde_json::Value;

use super::*;
use crate::testing::{export, item};

#[test]
fn a_place_is_no_more_precise_on_the_map_than_in_the_words() {
    let mut near = item(EventKind::Shelling);
    let place = near.incident.place.as_mut().unwrap();
    (place.geometry, place.radius_km) = (Geometry::Circle, Some(12.0));
    let mut province = item(EventKind::Shelling);
    let place = province.incident.place.as_mut().unwrap();
    (place.geometry, place.precision) = (Geometry::Area, PlacePrecision::Province);
    let mut nowhere = item(EventKind::Shelling);
    nowhere.incident.place = None;
    let items = [item(EventKind::Attack), near, province, nowhere];
    let features = |set: &[(&str, &str)]| {
        let (files, tally) = export(&GEOJSON, set, &items);
        let value: Value = serde_json::from_str(&files.text("incidents.geojson")).unwrap();
        let types: Vec<String> = value["features"]
            .as_array()
            .unwrap()
            .iter()
            .map(|feature| feature["geometry"]["type"].as_str().unwrap_or("none").to_owned())
            .collect();
        (types, tally, value)
    };
    let (types, tally, value) = features(&[]);
    assert_eq!(types, ["Point", "Polygon", "none", "none"]);
    assert_eq!(tally.narrowed.values().sum::<u64>(), 2);
    let first = &value["features"][0];
    assert_eq!(first["geometry"]["coordinates"], serde_json::json!([36.75, 35.25]));
    assert_eq!(first["properties"]["first_day"], "2017-07-03");
    assert_eq!(first["properties"]["place_precision"], "settlement");
    assert_eq!(features(&[("areas", "centre")]).0, ["Point", "Polygon", "Point", "none"]);
}

#[test]
fn an_empty_export_is_still_a_collection() {
    let (files, _) = export(&GEOJSON, &[], &[]);
    let value: Value = serde_json::from_str(&files.text("incidents.geojson")).unwrap();
    assert_eq!(value["features"], serde_json::json!([]));
    let (files, _) = export(&TIMEMAP, &[], &[]);
    for name in ["events.json", "sources.json", "associations.json"] {
        assert!(serde_json::from_str::<Value>(&files.text(name)).is_ok(), "{name}");
    }
}

#[test]
fn a_timemap_has_strings_alone_and_filters_that_exist() {
    let mut undated = item(EventKind::Attack);
    (undated.incident.when.start, undated.incident.when.end) = (None, None);
    let (files, tally) = export(&TIMEMAP, &[], &[item(EventKind::Attack), undated]);
    let events: Value = serde_json::from_str(&files.text("events.json")).unwrap();
    let filters: Value = serde_json::from_str(&files.text("associations.json")).unwrap();
    let ids: Vec<&str> = filters.as_array().unwrap().iter().map(|f| f["id"].as_str().unwrap()).collect();
    let event = events[0].as_object().unwrap();
    for (key, value) in event {
        assert!(value.is_string() || value.is_array(), "{key} is {value}");
    }
    assert_eq!((&event["latitude"], &event["date"]), (&"35.25".into(), &"2017-07-03".into()));
    assert!(event["associations"].as_array().unwrap().iter().all(|id| ids.contains(&id.as_str().unwrap())));
    assert_eq!(tally.left_out["nothing dates it"], 1);
}
