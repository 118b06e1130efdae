//! What single reports make of ties.

use athir_model::{Bond, BondKind, BoundBasis, EventKind, TieBasis, TieKind, TieSays};
use athir_network::holds;
use jiff::civil::date;

use crate::fixture::{event, made, network, on, tie};

fn of(bonds: &[&Bond], kind: BondKind) -> Vec<Bond> {
    bonds.iter().filter(|bond| bond.kind == kind).map(|&bond| bond.clone()).collect()
}

#[test]
fn a_clash_is_fighting_until_a_truce_suspends_it_and_again_after() {
    let mut network = network(&[made(
        "r",
        "2020-06-01",
        vec![
            event("1", EventKind::Clash, &["Hill Front"], &["Dale Brigade"], "2020-01-10"),
            event("2", EventKind::Ceasefire, &["Dale Brigade"], &["Hill Front"], "2020-02-01"),
            event("3", EventKind::Attack, &["Dale Brigade"], &["Hill Front"], "2020-03-05"),
        ],
        vec![],
    )]);
    let bonds = network.bonds();
    let fights = of(&bonds, BondKind::Fighting);
    assert_eq!(fights.len(), 2, "{fights:#?}");
    assert_eq!(fights[0].end.basis, BoundBasis::Known);
    assert_eq!(fights[0].end.to, Some(date(2020, 2, 1)));
    assert_eq!(fights[1].start.from, Some(date(2020, 3, 5)));
    assert!(!holds(&fights[0], date(2020, 2, 15)) && !holds(&fights[1], date(2020, 2, 15)));
    let truce = &of(&bonds, BondKind::Ceasefire)[0];
    assert_eq!((truce.start.is_known(), truce.basis), (true, TieBasis::Follows));
}

#[test]
fn a_defection_ends_a_membership_and_a_joining_starts_another() {
    let mut network = network(&[made(
        "r",
        "2021-04-02",
        vec![
            event("1", EventKind::Defection, &["Captain Orlan"], &["Hill Front"], "2021-04-01"),
            event("2", EventKind::Joining, &["Captain Orlan"], &["Dale Brigade"], "2021-04-01"),
        ],
        vec![],
    )]);
    let bonds = network.bonds();
    let members = of(&bonds, BondKind::Membership);
    let ended = members.iter().find(|bond| bond.b.as_ref().unwrap().0 == "Hill Front").unwrap();
    assert_eq!(ended.a.0, "Captain Orlan");
    assert_eq!((ended.start.from, ended.end.to), (None, Some(date(2021, 4, 1))));
    assert!(ended.end.is_known());
    let begun = members.iter().find(|bond| bond.b.as_ref().unwrap().0 == "Dale Brigade").unwrap();
    assert!(begun.start.is_known() && !begun.end.is_known());
    assert_eq!(of(&bonds, BondKind::Defection).len(), 1);
}

#[test]
fn a_split_has_a_direction_whatever_the_order_of_the_names() {
    let mut split = event("1", EventKind::Defection, &["Zeal Company"], &["Alder League"], "2019-05-05");
    split.trigger.text = "broke away".to_owned();
    let mut network = network(&[made("r", "2019-05-06", vec![split], vec![])]);
    let bonds = network.bonds();
    let split = &of(&bonds, BondKind::Split)[0];
    assert_eq!((split.a.0.as_str(), split.b.as_ref().unwrap().0.as_str()), ("Zeal Company", "Alder League"));
    // Nothing is known of an alliance between the two, and none is made up.
    assert!(of(&bonds, BondKind::Alliance).is_empty());
}

#[test]
fn a_stated_beginning_dates_a_tie_that_was_seen_to_hold_in_its_year() {
    let year = athir_model::When {
        start: Some(date(2018, 1, 1)),
        end: Some(date(2018, 12, 31)),
        precision: athir_model::TimePrecision::Year,
        ..on("2018-01-01")
    };
    let began = tie("Hill Front", TieKind::Ally, "Dale Brigade", TieSays::Begins, Some(year));
    let held = tie("Hill Front", TieKind::Ally, "Dale Brigade", TieSays::Holds, Some(on("2018-09-09")));
    let mut network = network(&[
        made("r1", "2018-09-10", vec![], vec![held]),
        made("r2", "2020-01-01", vec![], vec![began]),
    ]);
    let bonds = network.bonds();
    assert_eq!(bonds.len(), 1);
    assert_eq!(bonds[0].start.basis, BoundBasis::Known);
    assert_eq!((bonds[0].start.from, bonds[0].start.to), (Some(date(2018, 1, 1)), Some(date(2018, 9, 9))));
    assert_eq!((bonds[0].basis, bonds[0].evidence.len()), (TieBasis::Stated, 2));
}

#[test]
fn a_tie_fades_and_neither_lasts_for_ever_nor_ends_by_itself() {
    let fight = |id, day| event(id, EventKind::Clash, &["Hill Front"], &["Dale Brigade"], day);
    let mut once = network(&[made("r", "2015-01-02", vec![fight("1", "2015-01-01")], vec![])]);
    let bonds = once.bonds();
    assert!(holds(bonds[0], date(2015, 12, 31)));
    assert!(!holds(bonds[0], date(2017, 12, 31)));
    assert_eq!(bonds[0].end.basis, BoundBasis::Evidenced);
    // Evidence that comes when it has faded starts a new tie, and the first has no known end.
    let mut again =
        network(&[made("r", "2019-01-02", vec![fight("1", "2015-01-01"), fight("2", "2019-01-01")], vec![])]);
    let fights = of(&again.bonds(), BondKind::Fighting);
    assert_eq!(fights.len(), 2);
    assert!(fights.iter().all(|bond| !bond.end.is_known()));
}

#[test]
fn who_is_disbanded_has_no_ties_afterwards() {
    let all = [made(
        "r",
        "2016-01-01",
        vec![
            event("1", EventKind::Alliance, &["Hill Front", "Dale Brigade"], &[], "2015-01-01"),
            event("2", EventKind::Dissolution, &["Hill Front"], &[], "2015-06-01"),
        ],
        vec![],
    )];
    let mut network = network(&all);
    let pact = of(&network.bonds(), BondKind::Alliance).remove(0);
    assert_eq!((pact.end.to, pact.end.is_known()), (Some(date(2015, 6, 1)), true));
}

#[test]
fn crowds_plans_and_denials_make_no_tie() {
    let mut planned = event("1", EventKind::Attack, &["Hill Front"], &["Dale Brigade"], "2015-01-01");
    planned.modality = athir_model::Modality::Planned;
    let crowd = event("2", EventKind::Attack, &["Hill Front"], &["civilians"], "2015-01-01");
    assert!(network(&[made("r", "2015-01-02", vec![planned, crowd], vec![])]).bonds().is_empty());
}

#[test]
fn each_report_adds_less_than_the_one_before() {
    let fight = |id| event(id, EventKind::Clash, &["Hill Front"], &["Dale Brigade"], "2015-01-01");
    let strength = |n: usize| {
        let all: Vec<_> =
            (0..n).map(|n| made(&format!("r{n}"), "2015-01-02", vec![fight("1")], vec![])).collect();
        network(&all).bonds()[0].strength
    };
    assert_eq!([strength(1), strength(2), strength(3)], [0.4, 0.64, 0.784]);
    // Two events of one report are one voice.
    let twice = made("r", "2015-01-02", vec![fight("1"), fight("2")], vec![]);
    assert_eq!(network(&[twice]).bonds()[0].strength, 0.4);
}

#[test]
fn an_act_of_those_who_fight_is_told_once() {
    let mut act = tie("Hill Front", TieKind::Rival, "Dale Brigade", TieSays::Holds, None);
    act.basis = TieBasis::Follows;
    let fight = event("1", EventKind::Clash, &["Hill Front"], &["Dale Brigade"], "2015-01-01");
    let both = made("r", "2015-01-02", vec![fight], vec![act.clone()]);
    let mut one = network(&[both]);
    assert!(one.bonds().iter().all(|bond| bond.kind == BondKind::Fighting));
    // Without the event, or where the words state the rivalry, it is a tie of its own.
    assert_eq!(network(&[made("r", "2015-01-02", vec![], vec![act])]).bonds()[0].kind, BondKind::Rivalry);
}

#[test]
fn an_event_without_a_day_takes_that_of_the_tie_in_its_words() {
    let mut pact = event("1", EventKind::Alliance, &["Hill Front", "Dale Brigade"], &[], "2015-06-03");
    pact.when.start = None;
    let dated = tie("Hill Front", TieKind::Ally, "Dale Brigade", TieSays::Begins, Some(on("2015-05-10")));
    let mut one = network(&[made("r", "2015-06-03", vec![pact], vec![dated])]);
    let bonds = one.bonds();
    assert_eq!((bonds.len(), bonds[0].last_evidence), (1, Some(date(2015, 5, 10))));
}
