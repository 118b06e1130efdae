//! PLOVER's records.

use athir_model::{EventKind, Harm, Modality, Quote, Role, TimePrecision};
use jiff::civil::date;
use serde_json::{Value, json};

use crate::shape::PLOVER;
use crate::testing::{export, item};
use crate::{Item, Tally};

fn record(set: &[(&str, &str)], item: &Item) -> Value {
    let (files, tally) = export(&PLOVER, set, std::slice::from_ref(item));
    assert_eq!(tally.left_out.len(), 0, "{tally:?}");
    serde_json::from_str(&files.text("plover.jsonl")).unwrap()
}

fn assault() -> Item {
    item(EventKind::Attack).with(Role::Initiator, "Hill Front", Some("xx-hill")).with(
        Role::Recipient,
        "Syrian Army",
        Some("sy-army"),
    )
}

#[test]
fn a_record_has_the_fields_of_the_manual() {
    let record = record(&[], &assault().losing(Harm::Killed, None, [3, 4, 6], "four"));
    assert_eq!(record["id"], "0123456789abcdef");
    assert_eq!((&record["date"], &record["enddate"]), (&json!("2017-07-03"), &Value::Null));
    assert_eq!((&record["event"], &record["mode"]), (&json!(["ASSAULT"]), &json!(["firearms"])));
    assert_eq!((&record["quad_code"], &record["event_scale"]), (&json!(4), &json!(-9.0)));
    let actor = json!([{"code": "SYR", "sector": "REB", "entity_text": "the Hill Front", "identifier_id": "xx-hill",
        "identifier_text": "Hill Front"}]);
    assert_eq!(record["actor"], actor);
    assert_eq!(record["recipient"][0]["sector"], "MIL");
    assert_eq!(record["context"], json!(["military"]));
    assert_eq!(record["event_loc"]["resolution"], 4);
    assert_eq!(
        (&record["event_loc"]["geonameid"], &record["event_loc"]["country_code"]),
        (&json!(42), &json!("SYR"))
    );
    assert_eq!(record["size"], json!({"dead": 4}));
    assert_eq!(record["comment"], "dead: 3 to 6");
    assert_eq!(record["cite_info"]["url"], "https://wire.example/1");
    assert_eq!((&record["coded_date"], &record["coded_time"]), (&json!("2017-07-05"), &json!("00:00:00Z")));
    assert_eq!(record["status"], "machine-coded");
    assert_eq!(record["text"], Value::Null, "words of reports are written only where they are asked for");
}

#[test]
fn the_words_come_along_where_they_are_asked_for() {
    assert_eq!(record(&[("text", "evidence")], &assault())["text"], "The Hill Front attacked Tell Wazir");
}

#[test]
fn how_a_report_puts_it_is_an_auxiliary_mode() {
    let context = |modality| {
        let mut item = assault();
        item.incident.modality = modality;
        record(&[], &item)["context"].clone()
    };
    assert_eq!(context(Modality::Planned), json!(["military", "future"]));
    assert_eq!(context(Modality::Conditional), json!(["military", "hypothetical"]));
    assert_eq!(context(Modality::Denied), json!(["military", "negation"]));
    let mut old = assault();
    (old.incident.when.start, old.incident.when.end) = (Some(date(2012, 1, 1)), Some(date(2012, 12, 31)));
    old.incident.when.precision = TimePrecision::Year;
    assert_eq!(record(&[], &old)["context"], json!(["military", "historical"]));
}

#[test]
fn the_parties_of_a_mutual_event_are_all_actors() {
    let clash = item(EventKind::Clash).with(Role::Initiator, "Hill Front", Some("xx-hill")).with(
        Role::Recipient,
        "River Brigade",
        Some("xx-river"),
    );
    let clash = record(&[], &clash);
    assert_eq!((clash["actor"].as_array().unwrap().len(), &clash["recipient"]), (2, &json!([])));
    let merger = item(EventKind::Merger).with(Role::Initiator, "Hill Front", Some("xx-hill")).with(
        Role::Initiator,
        "River Brigade",
        Some("xx-river"),
    );
    let merger = record(&[], &merger);
    assert_eq!(merger["recipient"][0]["identifier_id"], "xx-river", "COOPERATE asks for a recipient");
}

#[test]
fn means_tell_the_mode_where_the_kind_leaves_it_open() {
    let mut item = assault();
    item.events[0].event.weapons = vec![Quote { text: "mortars".to_owned(), start: 60, end: 67 }];
    let record = record(&[], &item);
    assert_eq!((&record["mode"], &record["event_scale"]), (&json!(["heavy-weapons"]), &json!(-9.5)));
}

#[test]
fn an_actor_that_nobody_names_is_unknown_or_leaves_the_incident_out() {
    let bombing = item(EventKind::Bombing);
    assert_eq!(record(&[], &bombing)["actor"], json!([{"sector": "UNK"}]));
    let (_, Tally { left_out, .. }) = export(&PLOVER, &[("nobody", "leave-out")], &[bombing]);
    assert!(left_out.contains_key("no report names an initiator"));
}

#[test]
fn kinds_that_plover_lacks_and_recipients_that_it_asks_for_are_reasons() {
    let (_, tally) = export(&PLOVER, &[], &[item(EventKind::Formation), item(EventKind::Aid)]);
    assert_eq!(tally.files[0].rows, 0);
    assert_eq!(tally.left_out.len(), 2, "{tally:?}");
}
