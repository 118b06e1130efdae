use athir_model::{DecisionId, EventKind, EventReview, EventStatus, Harm, Modality, PlacePrecision, Role};
use jiff::civil::date;

use super::*;
use crate::Item;
use crate::testing::{export, item, records};

fn attack() -> Item {
    item(EventKind::Attack).with(Role::Initiator, "Hill Front", Some("xx-hill")).losing(
        Harm::Killed,
        None,
        [6, 8, 10],
        "eight",
    )
}

#[test]
fn events_carry_their_state_and_what_a_person_noted() {
    let mut noted = attack();
    noted.events[0].status = EventStatus::Accepted;
    noted.events[0].review = Some(EventReview {
        event: noted.events[0].event.id.clone(),
        status: EventStatus::Accepted,
        by: "ann".to_owned(),
        note: Some("=seen the film".to_owned()),
        decision: DecisionId("d1".to_owned()),
        corrections: Vec::new(),
    });
    let (files, _) = export(&CSV, &[], &[attack(), noted]);
    let text = files.text("events.csv");
    assert!(text.starts_with('\u{FEFF}'), "a spreadsheet has to know that it is UTF-8");
    let rows = records(text.trim_start_matches('\u{FEFF}'));
    assert_eq!(rows[0]["initiators"], "Hill Front");
    assert_eq!(rows[0]["initiator_actors"], "xx-hill");
    assert_eq!((&*rows[0]["status"], &*rows[0]["note"]), ("open", ""));
    assert_eq!(rows[1]["note"], "'=seen the film");
    assert_ne!(rows[0]["state\r"], rows[1]["state\r"]);
    let incidents = files.text("incidents.csv");
    let incidents = records(incidents.trim_start_matches('\u{FEFF}'));
    assert_eq!((&*incidents[0]["killed_low"], &*incidents[0]["killed_high"]), ("6", "10"));
}

#[test]
fn every_column_of_every_table_is_described() {
    let (files, _) = export(&CSV, &[], &[attack()]);
    let package: serde_json::Value = serde_json::from_str(&files.text("datapackage.json")).unwrap();
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(resources.len(), 6);
    for resource in resources {
        let text = files.text(resource["path"].as_str().unwrap());
        let head = text.lines().next().unwrap().trim_start_matches('\u{FEFF}').trim_end();
        let fields: Vec<&str> = resource["schema"]["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["name"].as_str().unwrap())
            .collect();
        assert_eq!(head.split(',').collect::<Vec<_>>(), fields);
    }
}

#[test]
fn a_month_has_the_incidents_that_lie_in_it_alone() {
    let mut long = attack();
    (long.incident.when.start, long.incident.when.end) = (Some(date(2017, 6, 20)), Some(date(2017, 8, 2)));
    let mut undated = attack();
    (undated.incident.when.start, undated.incident.when.end) = (None, Some(date(2017, 8, 2)));
    let mut planned = attack();
    planned.incident.modality = Modality::Planned;
    let items = [attack(), attack(), long, undated, planned];
    let (files, tally) = export(&COUNTRY_MONTH, &[], &items);
    let rows = records(files.text("country-month.csv").trim_start_matches('\u{FEFF}'));
    assert_eq!(rows.len(), 1);
    assert_eq!((&*rows[0]["country"], &*rows[0]["month_id"], &*rows[0]["month"]), ("SY", "451", "7"));
    assert_eq!((&*rows[0]["incidents"], &*rows[0]["incidents_fighting"]), ("2", "2"));
    assert_eq!(
        (&*rows[0]["killed_low"], &*rows[0]["killed_best"], &*rows[0]["killed_high"]),
        ("12", "16", "20")
    );
    assert_eq!(tally.left_out["it spans several months"], 1);
    assert_eq!(tally.left_out["nothing bounds when it happened"], 1);
    assert_eq!(tally.left_out["planned, conditional or denied"], 1);
    let (files, _) = export(&COUNTRY_MONTH, &[("months", "even")], &items);
    let rows = records(files.text("country-month.csv").trim_start_matches('\u{FEFF}'));
    let best: Vec<&str> = rows.iter().map(|row| &*row["killed_best"]).collect();
    assert_eq!(best, ["2.6667", "18.6667", "2.6667"], "a third of eight in each month, and no death is lost");
}

#[test]
fn a_sum_with_a_number_that_is_withheld_is_a_lower_bound_and_no_more() {
    let mut hidden = item(EventKind::Attack).with(Role::Initiator, "Hill Front", Some("xx-hill"));
    hidden.withheld = [Harm::Killed].into();
    let (files, _) = export(&COUNTRY_MONTH, &[], &[attack(), hidden]);
    let rows = records(files.text("country-month.csv").trim_start_matches('\u{FEFF}'));
    let row = |column: &str| &*rows[0][column];
    assert_eq!((row("incidents"), row("killed_withheld"), row("injured_withheld")), ("2", "1", "0"));
    assert_eq!((row("killed_low"), row("killed_best"), row("killed_high")), ("6", "", ""));
    assert_eq!(row("injured_best"), "0", "nobody was withheld there");
}

#[test]
fn a_cell_has_only_what_is_known_to_lie_in_it() {
    let mut province = attack();
    province.incident.place.as_mut().unwrap().precision = PlacePrecision::Province;
    let mut vague = attack();
    vague.incident.place.as_mut().unwrap().radius_km = Some(40.0);
    let (files, tally) = export(&PRIOGRID_MONTH, &[], &[attack(), province, vague]);
    let rows = records(files.text("priogrid-month.csv").trim_start_matches('\u{FEFF}'));
    assert_eq!(rows.len(), 1);
    assert_eq!((&*rows[0]["gid"], &*rows[0]["lat"], &*rows[0]["lon"]), ("180434", "35.25", "36.75"));
    assert_eq!(tally.left_out["the place is coarser than a cell"], 2);
}

#[test]
fn parquet_has_the_same_columns_and_its_types() {
    let (files, tally) = export(&PARQUET, &[], &[attack()]);
    let bytes = files.bytes("events.parquet");
    assert_eq!(&bytes[..4], b"PAR1");
    assert_eq!(&bytes[bytes.len() - 4..], b"PAR1");
    let rows = |name: &str| tally.files.iter().find(|file| file.file == name).unwrap().rows;
    assert_eq!((rows("events.parquet"), rows("incidents.parquet"), rows("reports.parquet")), (1, 1, 0));
}
