//! Delay, order, small counts, sensitive incidents, recall.

use athir_export::Fate;
use athir_model::{Anchor, EventId, EventKind, EventRef, Harm, IncidentId, ReportId};
use athir_publish::{Recalled, reason};
use jiff::civil::date;
use serde_json::{Value, json};

use crate::fixture::{TODAY, event, incident, item, item_of, policy, publish, publish_on, with_sources};

fn changed(change: impl FnOnce(&mut Value, &mut Value)) -> athir_export::Item {
    let (mut incident, mut event) = (incident(), event());
    change(&mut incident, &mut event);
    item_of(incident, event).expect("still a record")
}

#[test]
fn an_incident_waits_for_the_end_of_its_month_and_the_delay() {
    let policy = policy("admin1", "month", "");
    // 31 May and 30 days.
    for (day, is_out) in [(date(2019, 6, 8), false), (date(2019, 6, 30), false), (date(2019, 7, 1), true)] {
        let (out, notes) = publish_on(day, &policy, vec![item()], &[]);
        assert_eq!(!out.is_empty(), is_out, "on {day}");
        assert_eq!(notes.count(Fate::LeftOut, reason::RECENT), u64::from(!is_out));
    }
}

#[test]
fn what_nothing_dates_waits_after_its_newest_report_and_stays_back_without_one() {
    let undated = |published: Value| {
        changed(|incident, _| {
            for key in ["start", "end"] {
                incident[key] = Value::Null;
            }
            incident["times"] = json!([]);
            incident["events"][0]["published"] = published;
        })
    };
    let policy = policy("admin1", "month", "");
    assert!(publish(&policy, undated(json!("2019-05-09"))).is_some());
    assert!(publish(&policy, undated(json!("2020-05-20"))).is_none());
    assert!(publish(&policy, undated(Value::Null)).is_none());
}

#[test]
fn what_was_only_announced_is_not_published() {
    let (out, notes) = publish_on(
        TODAY,
        &policy("admin1", "month", ""),
        vec![changed(|incident, _| incident["modality"] = json!("planned"))],
        &[],
    );
    assert!(out.is_empty());
    assert_eq!(notes.count(Fate::LeftOut, reason::NOT_PAST), 1);
}

#[test]
fn the_order_of_a_month_does_not_tell_the_days() {
    let on = |day: &str, id: &str| {
        changed(|incident, _| {
            (incident["start"], incident["end"], incident["id"]) = (json!(day), json!(day), json!(id));
        })
    };
    let days = ["2019-04-30", "2019-05-02", "2019-05-10", "2019-05-21", "2019-06-01"];
    let ids = ["a", "b", "c", "d", "e"];
    let order = |ids: &[&str]| {
        let items = days.iter().zip(ids).map(|(day, id)| on(day, id)).collect();
        let (out, _) = publish_on(TODAY, &policy("admin1", "month", ""), items, &[]);
        assert_eq!(out.len(), days.len());
        assert!(out.is_sorted_by_key(|item| item.incident.when.start));
        out.into_iter().map(|item| item.incident.id.0).collect::<Vec<_>>()
    };
    let (one, other) = (order(&ids), order(&["a", "d", "b", "c", "e"]));
    assert_eq!(one, other, "whichever of the three of May came first");
}

#[test]
fn small_counts_go_with_those_that_would_tell_them() {
    let policy = policy("admin1", "month", "[counts]\nsmallest = 5\n");
    let loss = |harm: &str, victims: Value, n: u64| {
        json!({"harm": harm, "victims": victims, "estimate": {"low": n, "best": n, "high": n, "open": false},
            "claims": [{"report": "aaaa0001", "event": "eeee0001", "low": n, "high": n, "victims": "unknown",
                "published": null, "source": 0, "state": "part"}]})
    };
    let item = changed(|incident, event| {
        incident["losses"] = json!([
            loss("killed", Value::Null, 12),
            loss("killed", json!("civilians"), 3),
            loss("killed", json!("soldiers"), 9),
            loss("injured", Value::Null, 8),
            loss("casualties", Value::Null, 20),
            loss("displaced", Value::Null, 400),
            loss("missing", Value::Null, 2),
            loss("captured", Value::Null, 0),
        ]);
        event["casualties"] = json!([
            {"kind": "killed", "low": 9, "high": 9, "victims": "soldiers", "mention": {"text": "nine", "start": 0, "end": 4}},
            {"kind": "injured", "low": 8, "high": null, "victims": "civilians", "mention": {"text": "8", "start": 0, "end": 1}},
            {"kind": "injured", "low": 2, "high": null, "victims": "civilians", "mention": {"text": "2", "start": 0, "end": 1}},
        ]);
    });
    let published = publish(&policy, item).expect("it is published");
    let left: Vec<(Harm, Option<&str>, u64)> = published
        .incident
        .losses
        .iter()
        .map(|loss| (loss.harm, loss.victims.as_deref(), loss.estimate.best))
        .collect();
    // 12 - 9 would tell the 3; 20 - 8 would do so too.
    let right = [
        (Harm::Killed, None, 12),
        (Harm::Injured, None, 8),
        (Harm::Captured, None, 0),
        (Harm::Displaced, None, 400),
    ];
    assert_eq!(left, right);
    assert!(published.incident.losses[0].claims.is_empty(), "a part tells as much as a side's loss");
    let counts: Vec<(Harm, Option<u64>)> =
        published.events[0].event.casualties.iter().map(|loss| (loss.kind, loss.count.low)).collect();
    assert_eq!(counts, [(Harm::Injured, Some(8))]);
}

#[test]
fn a_number_that_is_withheld_is_not_nought() {
    use std::collections::BTreeSet;
    let with = |n: u64| {
        changed(move |incident, _| {
            incident["losses"] = json!([{"harm": "killed", "victims": null, "claims": [],
                "estimate": {"low": n, "best": n, "high": n, "open": false}}]);
        })
    };
    let withheld = |more: &str, n| publish(&policy("admin1", "month", more), with(n)).unwrap().withheld;
    assert_eq!(withheld("", 3), [Harm::Killed].into());
    assert_eq!(withheld("", 30), BTreeSet::new());
    let dropped = "[fields]\ndrop = [\"losses\"]\n";
    assert_eq!(withheld(dropped, 30), withheld(dropped, 0), "which of them had any is not told");
    assert!(withheld(dropped, 30).contains(&Harm::Killed));
}

#[test]
fn a_tie_shows_what_is_old_enough_as_if_nothing_had_come_after() {
    use athir_export::{Gate, Notes};
    use athir_publish::Guard;
    let policy = policy("admin1", "month", "");
    let (mut keys, mut notes) = (crate::fixture::keys(), Notes::new());
    // 31 May and 30 days are over, June is not.
    let mut guard = Guard::new(&policy, &crate::fixture::Valley, &mut keys, &[], date(2019, 7, 2));
    guard.item(item(), &mut notes);
    let mut tie = crate::fixture::bond();
    (tie.end.from, tie.end.to) = (Some(date(2019, 6, 20)), Some(date(2019, 6, 20)));
    tie.last_evidence = tie.end.to;
    let mut recent = tie.evidence[0].clone();
    (recent.start, recent.end) = (tie.end.from, tie.end.to);
    tie.evidence.push(recent.clone());
    let shown = guard.tie(with_sources(tie.clone()), &mut notes).expect("it has old evidence").tie;
    assert_eq!((shown.end.to, shown.last_evidence), (Some(date(2019, 5, 31)), Some(date(2019, 5, 31))));
    assert_eq!((shown.end.basis, shown.evidence.len()), (athir_model::BoundBasis::Evidenced, 1));
    tie.evidence = vec![recent];
    assert!(guard.tie(with_sources(tie), &mut notes).is_none());
    assert_eq!(notes.count(Fate::LeftOut, reason::RECENT), 1);
}

#[test]
fn a_small_low_bound_becomes_nought() {
    let item = changed(|incident, _| {
        incident["losses"][0]["estimate"] = json!({"low": 2, "best": 12, "high": 14, "open": false});
        incident["losses"][1]["estimate"] = json!({"low": 2, "best": 12, "high": 12, "open": false});
    });
    let published = publish(&policy("admin1", "month", ""), item).expect("it is published");
    assert!(published.incident.losses.iter().all(|loss| loss.estimate.low == 0 && loss.estimate.best == 12));
}

#[test]
fn what_is_above_the_ceiling_stays_back_by_the_name_of_its_rule() {
    let words = |words: &str| {
        let words = words.to_owned();
        changed(move |_, event| event["evidence"][0]["text"] = json!(words))
    };
    let cases = [
        ("The shells tore open a field hospital", "health"),
        ("A SCHOOLYARD was hit", "schools"),
        ("Two boys were among the dead", "minors"),
        ("Shells fell beside the tents of displaced families", "shelters"),
        ("a driver of the Red Crescent died", "aid-workers"),
        ("He told it on condition of anonymity", "witnesses"),
        ("shells fell on the prison", "detention"),
    ];
    let strict = policy("admin1", "month", "");
    for (evidence, rule) in cases {
        let (out, notes) = publish_on(TODAY, &strict, vec![words(evidence)], &[]);
        assert!(out.is_empty(), "{evidence}");
        assert_eq!(
            notes.count(Fate::LeftOut, &format!("{}{rule}", reason::SENSITIVE)),
            1,
            "{evidence}: {rule}"
        );
    }
    assert!(
        publish(&strict, words("The boyish commander spoke of a hospitable valley")).is_some(),
        "whole words alone"
    );
    let open = policy("admin1", "month", "[sensitivity]\nceiling = \"high\"\n");
    assert!(publish(&open, words("The shells tore open a field hospital")).is_some());
    let lowered =
        policy("admin1", "month", "[sensitivity]\nceiling = \"low\"\nlower = { health = \"low\" }\n");
    assert!(publish(&lowered, words("The shells tore open a field hospital")).is_some());
    assert!(publish(&lowered, words("The shells tore open a school")).is_none());
}

#[test]
fn kinds_and_parties_mark_without_any_word() {
    let strict = policy("admin1", "month", "");
    for kind in [EventKind::SexualViolence, EventKind::Arrest, EventKind::Mobilization, EventKind::Aid] {
        let item = changed(|incident, _| incident["kind"] = json!(kind.as_str()));
        assert!(publish(&strict, item).is_none(), "{kind}");
    }
    let item = changed(|incident, _| incident["sides"][1]["name"] = json!("aid workers"));
    assert!(publish(&strict, item).is_none());
    let own = "[sensitivity]\nceiling = \"low\"\n[[sensitivity.rule]]\nname = \"water\"\nclass = \"severe\"\nwords = [\"market\"]\n";
    assert!(publish(&policy("admin1", "month", own), item_now()).is_none());
}

fn item_now() -> athir_export::Item {
    item()
}

#[test]
fn a_recalled_incident_stays_out_under_any_name() {
    let anchor = |event: &str, span| Anchor {
        event: EventRef { report: ReportId("aaaa0001".to_owned()), event: EventId(event.to_owned()) },
        kind: EventKind::Shelling,
        start: 0,
        end: 42,
        trigger: Some(span),
    };
    let recalled = |event, span| {
        [Recalled { incident: IncidentId("gone".to_owned()), events: vec![anchor(event, span)] }]
    };
    let policy = policy("admin1", "month", "");
    let out = |recalled: &[Recalled]| publish_on(TODAY, &policy, vec![item()], recalled).0.len();
    assert_eq!(out(&recalled("eeee0001", (900, 901))), 0, "by the event");
    assert_eq!(
        out(&recalled("renamed", (0, 6))),
        0,
        "by the words, where a newer coder names the event otherwise"
    );
    assert_eq!(out(&recalled("another", (900, 901))), 1, "another event of the same report");
}

#[test]
fn office_holders_are_named_where_the_profile_names_them() {
    let item = || {
        changed(|incident, _| {
            (incident["sides"][0]["name"], incident["sides"][0]["actor"]) =
                (json!("Ida Morrow"), json!("xx-minister"));
        })
    };
    let side = |more: &str| {
        let more = format!("[sensitivity]\nceiling = \"moderate\"\n{more}");
        publish(&policy("admin1", "month", &more), item()).expect("it is published").incident.sides[0].clone()
    };
    assert_eq!((side("").name.as_str(), side("").actor), ("a person", None));
    let named = side("[persons]\nnamed = [\"xx-minister\"]\n");
    assert_eq!((named.name.as_str(), named.actor.as_deref()), ("Ida Morrow", Some("xx-minister")));
}

#[test]
fn fields_that_are_dropped_are_gone() {
    let more = "[fields]\ndrop = [\"initiators\", \"losses\", \"weapons\", \"voices\", \"disputes\", \"confidence\"]\n";
    let published = publish(&policy("admin1", "month", more), item()).expect("it is published");
    let event = &published.events[0].event;
    assert!(published.incident.sides.iter().all(|side| side.role == athir_model::Role::Recipient));
    assert!(published.incident.losses.is_empty() && published.incident.disputes.is_empty());
    assert!(event.initiators.is_empty() && event.casualties.is_empty() && event.weapons.is_empty());
    assert_eq!(event.confidence, athir_model::Confidence::default());
}

#[test]
fn an_open_profile_changes_nothing_but_names_of_people() {
    let more = "[counts]\nsmallest = 1\n[sources]\nshow = \"link\"\n";
    let published = publish(&policy("exact", "day", more), item()).expect("it is published");
    let (before, after) = (item(), published);
    assert_eq!(after.incident.id, before.incident.id);
    let place = |item: &athir_export::Item| {
        item.incident.place.as_ref().map(|p| (p.name.clone(), p.lat, p.code.clone()))
    };
    assert_eq!(place(&after), place(&before));
    assert_eq!(after.incident.when.start, before.incident.when.start);
    assert_eq!(after.events[0].report.url, before.events[0].report.url);
    let names: Vec<&str> = after.incident.sides.iter().map(|side| side.name.as_str()).collect();
    assert_eq!(names, ["Dawn Brigade", "unnamed party"], "two that nobody knows cannot be told apart");
}
