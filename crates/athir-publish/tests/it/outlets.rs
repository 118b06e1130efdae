//! Names of outlets that tell a place, licences, and numbers of aliases.

use athir_export::{Fate, Gate, Item, Notes};
use athir_model::ReportId;
use athir_publish::{Guard, Keys, reason};
use serde_json::json;

use crate::fixture::{TODAY, Valley, event, incident, item_of, keys, policy, publish_on, report};

fn told_by(outlet: &str) -> Item {
    let mut given = incident();
    given["events"][0]["outlet"] = json!(outlet);
    let mut item = item_of(given, event()).unwrap();
    let mut info = report();
    info.id = ReportId(format!("aaaa {outlet}"));
    info.outlet = Some(outlet.to_owned());
    info.licence = None;
    item.events[0].report = info.into();
    item
}

#[test]
fn an_outlet_that_is_named_for_a_place_that_the_floor_hides_is_not_shown() {
    let shown = |floor: &str, outlet: &str| {
        let (out, notes) = publish_on(TODAY, &policy(floor, "month", ""), vec![told_by(outlet)], &[]);
        let told = &out[0];
        assert_eq!(told.incident.events[0].outlet, told.events[0].report.outlet);
        let is_shown = told.events[0].report.outlet.as_deref() == Some(outlet);
        assert_eq!(notes.count(Fate::Narrowed, reason::OUTLETS), u64::from(!is_shown), "{outlet} at {floor}");
        is_shown
    };
    assert!(!shown("admin1", "Quarrel Gate News"));
    assert!(!shown("h3-4", "The Quarrel's Voice"));
    assert!(!shown("country", "Upper Province Post"), "a province, where the country alone is shown");
    assert!(shown("admin1", "Upper Province Post"), "the province is shown anyhow");
    assert!(!shown("admin1", "North District Radio"));
    assert!(shown("admin2", "North District Radio"));
    assert!(shown("admin1", "Valley Radio"), "no place of this country");
}

#[test]
fn a_licence_that_the_profile_gives_stands_where_the_database_has_none() {
    let more = "[sources]\nshow = \"alias\"\n[sources.licences]\n\"Valley Radio\" = \"CC BY 4.0\"\n";
    let policy = policy("admin1", "month", more);
    let (mut keys, mut notes) = (keys(), Notes::new());
    let mut guard = Guard::new(&policy, &Valley, &mut keys, &[], TODAY);
    for outlet in ["Valley Radio", "Hill Wire"] {
        guard.item(told_by(outlet), &mut notes);
    }
    guard.settle();
    let mut licences: Vec<_> = guard.sources().into_values().flatten().collect();
    licences.sort();
    assert_eq!(licences, [None, Some("CC BY 4.0".to_owned())]);
    assert!(guard.sources().keys().all(|name| name.as_ref().is_some_and(|name| name.starts_with("Source "))));
}

#[test]
fn numbers_of_aliases_do_not_tell_who_came_first() {
    let outlets: Vec<String> = (0..12).map(|n| format!("Wire {n}")).collect();
    let aliases = |order: Vec<&String>| {
        let policy = policy("admin1", "month", "[sources]\nshow = \"alias\"\n");
        let mut keys = Keys::new([9; 32]);
        let mut guard = Guard::new(&policy, &Valley, &mut keys, &[], TODAY);
        order.iter().for_each(|outlet| drop(guard.item(told_by(outlet), &mut Notes::new())));
        guard.settle();
        drop(guard);
        outlets.iter().map(|outlet| keys.alias(outlet)).collect::<Vec<_>>()
    };
    let one = aliases(outlets.iter().collect());
    assert_eq!(one, aliases(outlets.iter().rev().collect()));
    let number = |alias: &String| alias.strip_prefix("Source ").unwrap().parse::<usize>().unwrap();
    assert!(!one.is_sorted_by_key(number), "by the key, and not by the order in which they come: {one:?}");
}
