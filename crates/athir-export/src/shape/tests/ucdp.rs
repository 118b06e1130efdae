//! UCDP's table.

use std::collections::BTreeMap;

use athir_model::{Basis, EventKind, Harm, Role, TimePrecision};
use jiff::civil::date;
use proptest::prelude::*;

use crate::Item;
use crate::shape::UCDP;
use crate::testing::{HILL, RIVER, STATE, export, item, records};

/// The header of UCDP GED 23.1 and later.
const HEADER: &str = "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,\
dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,\
number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,\
where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,\
date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob";

fn rows(set: &[(&str, &str)], item: &Item) -> Vec<BTreeMap<String, String>> {
    let (files, tally) = export(&UCDP, set, std::slice::from_ref(item));
    assert_eq!(tally.left_out.len(), 0, "{tally:?}");
    records(&files.text("ucdp-ged.csv"))
}

fn left_out(item: Item) -> String {
    let (_, tally) = export(&UCDP, &[], &[item]);
    assert_eq!(tally.files[0].rows, 0);
    tally.left_out.into_keys().next().unwrap()
}

fn raid(by: &str, on: &str) -> Item {
    let code = |name| match name {
        "Hill Front" => Some("xx-hill"),
        "River Brigade" => Some("xx-river"),
        "Syrian Army" => Some("sy-army"),
        _ => None,
    };
    item(EventKind::Attack).with(Role::Initiator, by, code(by)).with(Role::Recipient, on, code(on))
}

#[test]
fn the_header_is_that_of_ucdp() {
    let (files, _) = export(&UCDP, &[], &[]);
    assert_eq!(files.text("ucdp-ged.csv"), format!("{HEADER}\n"));
}

#[test]
fn an_army_acts_for_its_state_which_is_side_a() {
    let item = raid("Hill Front", "Syrian Army")
        .losing(Harm::Killed, None, [8, 9, 11], "nine")
        .losing(Harm::Killed, Some("Hill Front"), [2, 2, 2], "two")
        .losing(Harm::Killed, Some("soldiers"), [5, 5, 5], "five")
        .losing(Harm::Killed, Some("children"), [1, 1, 1], "a boy");
    let row = rows(&[], &item).remove(0);
    let (state, hill) = (STATE.to_string(), HILL.to_string());
    let expected = [
        ("type_of_violence", "1"),
        ("side_a", "Government of Syria"),
        ("side_a_new_id", &*state),
        ("side_b", "Hill Front"),
        ("side_b_new_id", &*hill),
        ("dyad_name", "Government of Syria - Hill Front"),
        ("dyad_new_id", "399"),
        ("conflict_new_id", "200"),
        ("conflict_name", ""),
        ("deaths_a", "5"),
        ("deaths_b", "2"),
        ("deaths_civilians", "1"),
        ("deaths_unknown", "1"),
        ("best", "9"),
        ("low", "8"),
        ("high", "11"),
        ("gwnoa", "652"),
        ("gwnob", ""),
        ("where_prec", "1"),
        ("date_prec", "1"),
        ("event_clarity", "1"),
        ("country", "Syria"),
        ("country_id", "652"),
        ("region", "Middle East"),
        ("priogrid_gid", "180434"),
        ("geom_wkt", "POINT (36.750000 35.250000)"),
        ("source_original", "a medic"),
        ("source_article", "\"Orontes Wire,2017-07-04,Fighting at Tell Wazir; 'heavy' losses, say both\""),
        ("code_status", "machine-coded"),
        ("relid", "SYR-2017-1-399-0123456789abcdef"),
    ];
    for (column, value) in expected {
        assert_eq!(row[column], value, "{column}");
    }
    assert_eq!(row["source_headline"].matches(';').count(), 0, "one report, one headline");
}

#[test]
fn a_blamed_party_is_told_from_one_that_is_stated() {
    let mut item = raid("River Brigade", "Hill Front").losing(Harm::Killed, None, [3, 3, 3], "three");
    item.incident.sides[0].bases = vec![Basis::Blamed];
    let (files, tally) = export(&UCDP, &[], &[item]);
    let row = records(&files.text("ucdp-ged.csv")).remove(0);
    assert_eq!(&*row["code_status"], "machine-coded; check River Brigade blamed");
    assert!(tally.narrowed.keys().any(|reason| reason.contains("blamed")), "{tally:?}");
}

#[test]
fn groups_among_themselves_are_non_state_violence() {
    let item = raid("River Brigade", "Hill Front").losing(Harm::Killed, None, [3, 3, 3], "three");
    let row = rows(&[], &item).remove(0);
    assert_eq!(
        (&*row["type_of_violence"], &*row["side_a"], &*row["side_b"]),
        ("2", "River Brigade", "Hill Front")
    );
    assert_eq!((row["side_a_new_id"].clone(), &*row["dyad_new_id"]), (RIVER.to_string(), ""));
}

#[test]
fn violence_against_civilians_is_one_sided() {
    let item = raid("Hill Front", "civilians").losing(Harm::Killed, None, [4, 4, 4], "four").losing(
        Harm::Killed,
        Some("civilians"),
        [4, 4, 4],
        "four",
    );
    let row = rows(&[], &item).remove(0);
    assert_eq!((&*row["type_of_violence"], &*row["side_b"], &*row["side_b_new_id"]), ("3", "Civilians", "1"));
    assert_eq!((&*row["deaths_civilians"], &*row["best"]), ("4", "4"));
}

#[test]
fn numbers_by_side_that_exceed_the_total_are_not_given() {
    let item = raid("Hill Front", "Syrian Army").losing(Harm::Killed, None, [4, 4, 4], "four").losing(
        Harm::Killed,
        Some("soldiers"),
        [9, 9, 9],
        "nine",
    );
    let (files, tally) = export(&UCDP, &[], &[item]);
    let row = records(&files.text("ucdp-ged.csv")).remove(0);
    assert_eq!((&*row["deaths_a"], &*row["deaths_unknown"], &*row["best"]), ("0", "4", "4"));
    assert!(tally.narrowed.keys().any(|reason| reason.contains("more than the total")), "{tally:?}");
}

#[test]
fn what_ucdp_does_not_record_is_left_out_with_the_reason() {
    assert_eq!(left_out(raid("Hill Front", "Syrian Army")), "nobody is said to have died");
    let dead = |item: Item| item.losing(Harm::Killed, None, [3, 3, 3], "three");
    assert_eq!(
        left_out(dead(item(EventKind::Attack).with(Role::Recipient, "Hill Front", Some("xx-hill")))),
        "no report names the organised actor that did it"
    );
    assert_eq!(
        left_out(dead(item(EventKind::Attack).with(Role::Initiator, "Hill Front", Some("xx-hill")))),
        "no report tells whether fighters or civilians were attacked"
    );
    assert_eq!(left_out(dead(item(EventKind::Protest))), "it is no use of armed force");
}

#[test]
fn a_summary_says_so_and_can_be_spread_over_its_months() {
    let mut item = raid("Hill Front", "Syrian Army").losing(Harm::Killed, None, [7, 8, 10], "eight");
    item.incident.when.start = Some(date(2017, 5, 20));
    item.incident.when.end = Some(date(2017, 7, 10));
    item.incident.when.precision = TimePrecision::Day;
    let whole = rows(&[], &item);
    assert_eq!((whole.len(), &*whole[0]["event_clarity"], &*whole[0]["date_prec"]), (1, "2", "5"));
    let months = rows(&[("summaries", "months")], &item);
    let column = |name: &str| months.iter().map(|row| row[name].clone()).collect::<Vec<_>>();
    assert_eq!(column("date_start"), ["2017-05-20", "2017-06-01", "2017-07-01"]);
    assert_eq!(column("date_end"), ["2017-05-31", "2017-06-30", "2017-07-10"]);
    assert_eq!(column("best"), ["3", "3", "2"], "nobody dies twice, nobody is lost");
    assert_eq!(
        months.iter().map(|row| row["id"].clone()).collect::<std::collections::BTreeSet<_>>().len(),
        3
    );
}

proptest! {
    #[test]
    fn best_is_the_sum_of_the_sides_and_lies_between_low_and_high(
        total in 1u64..400, below in 0u64..50, above in 0u64..50,
        soldiers in 0u64..300, rebels in 0u64..300, civilians in 0u64..300,
        days in 0i32..200, spread in any::<bool>(),
    ) {
        let mut item = raid("Hill Front", "Syrian Army")
            .losing(Harm::Killed, None, [total.saturating_sub(below), total, total + above], "many")
            .losing(Harm::Killed, Some("soldiers"), [soldiers; 3], "soldiers")
            .losing(Harm::Killed, Some("fighters"), [rebels; 3], "rebels")
            .losing(Harm::Killed, Some("civilians"), [civilians; 3], "civilians");
        item.incident.when.end = Some(date(2017, 7, 3).checked_add(jiff::Span::new().days(days)).unwrap());
        let set: &[(&str, &str)] = if spread { &[("summaries", "months")] } else { &[] };
        let mut sum = 0;
        for row in rows(set, &item) {
            let number = |column: &str| row[column].parse::<u64>().unwrap();
            let sides = ["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"];
            prop_assert_eq!(number("best"), sides.iter().map(|side| number(side)).sum::<u64>());
            prop_assert!(number("low") <= number("best") && number("best") <= number("high"));
            sum += number("best");
        }
        prop_assert_eq!(sum, total, "spreading keeps the total");
    }
}
