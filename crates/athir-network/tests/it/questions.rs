//! What the network answers.

use athir_model::{ActorKey, BondKind, EventKind, Sign, TieChange, TieKind, TieSays};
use athir_network::{KnownLineage, Signed, changes, lineage, newcomers, stances, ties_at};
use jiff::civil::date;

use crate::fixture::{event, made, network, on, tie};

fn war() -> athir_network::Network {
    let mut split = event("s", EventKind::Defection, &["Dale Brigade"], &["Hill Front"], "2020-03-01");
    split.trigger.text = "split".to_owned();
    network(&[
        made(
            "r1",
            "2020-03-02",
            vec![
                event("1", EventKind::Clash, &["Hill Front"], &["Moor Army"], "2020-01-01"),
                event("2", EventKind::Alliance, &["Hill Front", "Fen Guard"], &[], "2020-02-01"),
                split,
                event("3", EventKind::Clash, &["Fen Guard"], &["Moor Army"], "2020-03-01"),
            ],
            vec![],
        ),
        made(
            "r2",
            "2021-01-01",
            vec![event("4", EventKind::Clash, &["Dale Brigade"], &["Hill Front"], "2020-12-30")],
            vec![tie("Hill Front", TieKind::Ally, "Fen Guard", TieSays::Ends, Some(on("2020-11-01")))],
        ),
    ])
}

#[test]
fn who_stood_with_whom_is_told_for_a_period() {
    let mut war = war();
    let bonds = war.bonds();
    let hill = ActorKey("Hill Front".to_owned());
    let early = stances(&bonds, &hill, date(2020, 1, 1), date(2020, 6, 1));
    let sign = |other: &str| early.iter().find(|s| s.actor.0 == other).map(|s| s.sign);
    assert_eq!((sign("Fen Guard"), sign("Moor Army")), (Some(Sign::Positive), Some(Sign::Negative)));
    let late = stances(&bonds, &hill, date(2021, 1, 1), date(2021, 2, 1));
    assert!(late.iter().all(|s| s.actor.0 != "Fen Guard"), "their pact has ended: {late:?}");
    assert!(late.iter().any(|s| s.actor.0 == "Dale Brigade" && s.sign == Sign::Negative));
}

#[test]
fn what_changed_between_two_dates_is_told() {
    let mut war = war();
    let bonds = war.bonds();
    let found = changes(&bonds, date(2020, 2, 15), date(2021, 1, 1));
    let has = |change, kind| found.iter().any(|c| c.change == change && c.tie.kind == kind);
    assert!(has(TieChange::Ended, BondKind::Alliance));
    assert!(has(TieChange::Happened, BondKind::Split));
    assert!(has(TieChange::Began, BondKind::Fighting));
    assert!(changes(&bonds, date(2018, 1, 1), date(2019, 1, 1)).is_empty());
    // Nothing was heard of the Moor Army for years.
    let silent = changes(&bonds, date(2021, 1, 1), date(2026, 1, 1));
    assert!(silent.iter().all(|c| c.change == TieChange::Faded) && !silent.is_empty());
}

#[test]
fn the_network_of_a_date_has_only_what_holds_then() {
    let mut war = war();
    let bonds = war.bonds();
    assert!(ties_at(&bonds, date(2019, 12, 31)).iter().all(|(bond, _)| bond.start.from.is_none()));
    let signed = Signed::at(&bonds, date(2020, 3, 2));
    let names: Vec<&str> = signed.actors.iter().map(|a| a.0.as_str()).collect();
    assert_eq!(names, ["Fen Guard", "Hill Front", "Moor Army"]);
    assert_eq!(signed.pairs.iter().filter(|pair| pair.weight > 0.0).count(), 1);
}

#[test]
fn a_lineage_joins_registry_and_reports() {
    let mut war = war();
    let bonds = war.bonds();
    let found = lineage(&bonds, &ActorKey("Dale Brigade".to_owned()), KnownLineage::default());
    assert_eq!(found.parents[0].actor.0, "Hill Front");
    assert_eq!(found.parents[0].kind, BondKind::Membership);
    assert!(found.parents.iter().any(|step| step.kind == BondKind::Split));
    let above = lineage(&bonds, &ActorKey("Hill Front".to_owned()), KnownLineage::default());
    assert!(above.children.iter().any(|step| step.actor.0 == "Dale Brigade"));
}

#[test]
fn actors_have_the_days_on_which_they_were_seen() {
    let mut war = war();
    let actors = war.actors();
    let moor = actors.iter().find(|actor| actor.key.0 == "Moor Army").unwrap();
    assert_eq!((moor.first_seen, moor.last_seen), (Some(date(2020, 1, 1)), Some(date(2020, 3, 1))));
    assert_eq!((moor.n_events, moor.n_ties), (2, 2));
    let new = newcomers(&war.sightings(), date(2020, 3, 10), 30);
    assert_eq!(new, [("Dale Brigade", 1)]);
}
