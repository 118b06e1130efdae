//! ACLED's table.

use athir_model::{
    EventKind, Geometry, Harm, Modality, PlacePrecision, PlaceStatus, ReviewStatus, Role, TimePrecision,
};
use jiff::civil::date;

use crate::shape::ACLED;
use crate::testing::{export, item, records};
use crate::{Item, Tally};

/// The header of ACLED's files since March 2023, as users know it.
const HEADER: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,\
assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,\
location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp";

fn attack() -> Item {
    item(EventKind::Attack).with(Role::Initiator, "Hill Front", Some("xx-hill")).with(
        Role::Recipient,
        "Syrian Army",
        Some("sy-army"),
    )
}

fn row(item: &Item) -> std::collections::BTreeMap<String, String> {
    let (files, tally) = export(&ACLED, &[], std::slice::from_ref(item));
    assert_eq!(tally.left_out.len(), 0, "{tally:?}");
    records(&files.text("acled.csv")).remove(0)
}

fn left_out(item: Item) -> String {
    let (files, Tally { left_out, .. }) = export(&ACLED, &[], &[item]);
    assert_eq!(files.text("acled.csv").lines().count(), 1, "the header alone");
    left_out.into_keys().next().unwrap()
}

#[test]
fn the_header_is_that_of_acled() {
    let (files, _) = export(&ACLED, &[], &[]);
    assert_eq!(files.text("acled.csv"), format!("{HEADER}\n"));
}

#[test]
fn a_row_has_actors_codes_and_place() {
    let row = row(&attack().losing(Harm::Killed, None, [6, 8, 9], "between six and nine"));
    let expected = [
        ("event_id_cnty", "SYR0123456789abcdef"),
        ("event_date", "2017-07-03"),
        ("year", "2017"),
        ("time_precision", "1"),
        ("disorder_type", "Political violence"),
        ("event_type", "Battles"),
        ("sub_event_type", "Armed clash"),
        ("actor1", "Hill Front"),
        ("inter1", "Rebel group"),
        ("actor2", "Syrian Army"),
        ("inter2", "State forces"),
        ("interaction", "State forces-Rebel group"),
        ("civilian_targeting", ""),
        ("iso", "760"),
        ("region", "Middle East"),
        ("country", "Syria"),
        ("admin1", "Wazir Governorate"),
        ("admin2", "Wazir District"),
        ("location", "Tell Wazir"),
        ("latitude", "35.2500"),
        ("longitude", "36.7500"),
        ("geo_precision", "1"),
        ("source", "Orontes Wire"),
        ("fatalities", "6"),
        ("tags", "machine-coded"),
        ("timestamp", "1499212800"),
    ];
    for (column, value) in expected {
        assert_eq!(row[column], value, "{column}");
    }
    assert!(row["notes"].starts_with(
        "On 3 July 2017: Hill Front → Syrian Army, Tell Wazir (attack). Losses: killed 6 to 9."
    ));
}

#[test]
fn codes_are_numbers_where_they_are_asked_for() {
    let (files, _) = export(&ACLED, &[("inter", "numbers")], &[attack()]);
    let row = records(&files.text("acled.csv")).remove(0);
    assert_eq!((&*row["inter1"], &*row["inter2"], &*row["interaction"]), ("2", "1", "12"));
}

#[test]
fn further_actors_stand_in_a_list() {
    let item = attack().with(Role::Initiator, "River Brigade", Some("xx-river")).with(
        Role::Initiator,
        "Band; of brothers",
        None,
    );
    let row = row(&item);
    assert_eq!(row["actor1"], "Hill Front");
    assert_eq!(row["assoc_actor_1"], "River Brigade; Band, of brothers (Syria)", "two names, two parts");
}

#[test]
fn whom_nobody_names_has_the_name_that_acled_gives_him() {
    let item = item(EventKind::ViolenceAgainstCivilians).with(Role::Recipient, "civilians", None);
    let row = row(&item);
    assert_eq!((&*row["actor1"], &*row["inter1"]), ("Unidentified Armed Group (Syria)", "Political militia"));
    assert_eq!((&*row["actor2"], &*row["inter2"]), ("Civilians (Syria)", "Civilians"));
    assert_eq!(row["civilian_targeting"], "Civilian targeting");
    assert_eq!(left_out(self::item(EventKind::Withdrawal)), "no report names an actor");
}

#[test]
fn states_abroad_are_external_forces() {
    let item = item(EventKind::AirStrike).with(Role::Initiator, "Turkey", Some("tr"));
    let row = row(&item);
    assert_eq!((&*row["actor1"], &*row["inter1"]), ("Government of Turkey", "External/Other forces"));
    assert_eq!(row["interaction"], "External/Other forces only");
}

#[test]
fn words_for_numbers_are_acleds_numbers() {
    let fatalities = |words, low| {
        let mut item = attack().losing(Harm::Killed, None, [low, low, low + 1], words);
        item.incident.losses[0].claims[0].count.high = None;
        row(&item)["fatalities"].clone()
    };
    assert_eq!(fatalities("dozens of fighters", 24), "12");
    assert_eq!(fatalities("hundreds", 200), "100");
    assert_eq!(fatalities("Tens of men", 20), "10");
    assert_eq!(fatalities("several soldiers", 2), "10");
    assert_eq!(fatalities("at least 26", 26), "26");
    let mut arrest = item(EventKind::Arrest).with(Role::Initiator, "Syria", Some("sy"));
    arrest = arrest.losing(Harm::Killed, None, [2, 2, 3], "several");
    arrest.incident.losses[0].claims[0].count.high = None;
    assert_eq!(row(&arrest)["fatalities"], "3", "three where nobody fights");
    assert_eq!(row(&attack())["fatalities"], "0");
}

#[test]
fn the_lowest_current_claim_counts() {
    let mut item = attack().losing(Harm::Killed, None, [4, 7, 7], "seven");
    let mut lower = item.incident.losses[0].claims[0].clone();
    item.incident.losses[0].claims[0].count.low = Some(7);
    lower.count.low = Some(4);
    let mut older = lower.clone();
    older.count.low = Some(2);
    older.state = athir_model::ClaimState::Superseded;
    item.incident.losses[0].claims.extend([lower, older]);
    assert_eq!(row(&item)["fatalities"], "4");
    let (files, _) = export(&ACLED, &[("fatalities", "best")], &[item]);
    assert_eq!(records(&files.text("acled.csv"))[0]["fatalities"], "7");
}

#[test]
fn what_acled_cannot_hold_is_left_out_with_the_reason() {
    let country = |mut item: Item| {
        let place = item.incident.place.as_mut().unwrap();
        (place.precision, place.geometry) = (PlacePrecision::Country, Geometry::Area);
        item
    };
    assert_eq!(left_out(country(attack())), "only the country is known (where_prec 6)");
    let mut nowhere = attack();
    nowhere.incident.place = None;
    assert_eq!(left_out(nowhere), "no report tells where");
    let mut year = attack();
    year.incident.when.end = Some(date(2018, 5, 1));
    year.incident.when.precision = TimePrecision::Year;
    assert_eq!(left_out(year), "the time is known less precisely than a month");
    let mut planned = attack();
    planned.incident.modality = Modality::Planned;
    assert_eq!(left_out(planned), "ACLED codes what is reported to have happened");
    assert_eq!(left_out(item(EventKind::Demand)), "ACLED does not code words, aid or sanctions");
    let mut ambiguous = attack();
    ambiguous.incident.place.as_mut().unwrap().status = PlaceStatus::Ambiguous;
    assert_eq!(
        left_out(ambiguous),
        "only the country is known (where_prec 6)",
        "never more precise than the text"
    );
}

#[test]
fn notes_say_which_word_a_number_stands_for_and_that_one_is_withheld() {
    let mut dozens = attack().losing(Harm::Killed, None, [24, 24, 24], "dozens of fighters");
    let loss = &mut dozens.incident.losses[0];
    loss.estimate.open = true;
    loss.claims[0].count.high = None;
    let told = row(&dozens);
    assert_eq!(told["fatalities"], "12");
    assert!(told["notes"].contains("killed 24 or more. 12 stands for \"dozens\""), "{}", told["notes"]);
    let counted = row(&attack().losing(Harm::Killed, None, [8, 8, 8], "eight"));
    assert!(!counted["notes"].contains("stands for"), "{}", counted["notes"]);
    let mut hidden = attack();
    hidden.withheld = [Harm::Killed].into();
    assert!(row(&hidden)["notes"].contains("The number of deaths is withheld."));
}

#[test]
fn rows_say_whether_people_have_reviewed_them() {
    let mut item = attack();
    item.incident.status = ReviewStatus::Reviewed;
    assert_eq!(row(&item)["tags"], "reviewed");
}

#[test]
fn evidence_is_written_only_where_it_is_asked_for() {
    let (files, _) = export(&ACLED, &[("notes", "evidence")], &[attack()]);
    assert!(
        records(&files.text("acled.csv"))[0]["notes"]
            .starts_with("On 3 July 2017: The Hill Front attacked Tell Wazir")
    );
    assert!(!row(&attack())["notes"].contains("attacked Tell Wazir"));
}
