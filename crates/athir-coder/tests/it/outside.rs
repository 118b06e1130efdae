//! Disasters, accidents and common crime are told of and not coded.

use athir_model::Reason;

use crate::coding::code;

fn seen(text: &str) -> Vec<String> {
    let outside = |d: athir_model::Diagnostic| (d.reason == Reason::Outside).then_some(d.frame);
    code(text, None).diagnostics.into_iter().filter_map(outside).collect()
}

#[test]
fn a_disaster_and_its_toll_are_told_of_once_a_sentence() {
    let text = "An earthquake and its aftershocks killed nine people near Tall Adah.";
    assert_eq!(seen(text), ["outside.natural-disaster", "toll.killed"]);
}

#[test]
fn accidents_and_crimes_are_told_apart() {
    assert_eq!(seen("Two trains collided near Saraqib."), ["outside.accident"]);
    assert_eq!(seen("Thieves robbed a jeweller in Saraqib."), ["outside.crime"]);
}

#[test]
fn a_fire_counts_where_it_is_told_of() {
    assert_eq!(seen("A fire broke out in a mill near Saraqib."), ["outside.accident"]);
    assert!(seen("Gunmen opened fire in Saraqib.").is_empty());
}

#[test]
fn a_denial_is_seen_and_not_coded() {
    assert_eq!(seen("The army denied the report."), ["outside.attribution"]);
}

#[test]
fn deaths_in_an_accident_are_no_violence() {
    assert!(code("Three people were killed in a bus crash near Saraqib on Monday.", None).events.is_empty());
    assert!(!code("Three people were killed by gunmen near Saraqib on Monday.", None).events.is_empty());
}

#[test]
fn a_battle_is_no_disaster() {
    assert!(seen("Rebels and soldiers fought in Saraqib.").is_empty());
}
