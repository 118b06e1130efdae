use athir_model::{
    ActorKey, Bond, BondKind, BoundBasis, EventKind, NetworkActor, Role, Sign, TieBasis, TieBound, TieId,
    TimePrecision,
};
use jiff::civil::date;

use super::*;
use crate::testing::{Fixture, Memory, export, item, records};
use crate::{Notes, Profile, Release, Settings, Start, Tally, TieRecord};

fn actor(key: &str, name: &str) -> NetworkActor {
    NetworkActor {
        key: ActorKey(key.to_owned()),
        name: name.to_owned(),
        mentions: vec![name.to_owned()],
        first_seen: Some(date(2017, 7, 1)),
        last_seen: None,
        n_events: 3,
        n_ties: 1,
    }
}

fn tie(b: Option<&str>) -> Bond {
    let bound =
        |day, basis| TieBound { from: Some(day), to: Some(day), precision: TimePrecision::Day, basis };
    Bond {
        id: TieId("rivalry/<a> & b".to_owned()),
        a: ActorKey("xx-hill".to_owned()),
        b: b.map(|b| ActorKey(b.to_owned())),
        kind: BondKind::Rivalry,
        sign: Sign::Negative,
        strength: 0.5,
        start: bound(date(2017, 7, 1), BoundBasis::Known),
        end: bound(date(2017, 7, 9), BoundBasis::Evidenced),
        last_evidence: Some(date(2017, 7, 9)),
        basis: TieBasis::Stated,
        evidence: Vec::new(),
    }
}

fn write(profile: &Profile, set: &[(&str, &str)], ties: &[Bond]) -> (Memory, Tally) {
    let mut memory = Memory::default();
    let settings = Settings::read(profile, set.iter().copied()).unwrap();
    let release = Release { made: "2017-08-01T00:00:00Z".to_owned(), ..Release::default() };
    let start = Start { files: &mut memory, world: &Fixture, release: &release, settings: &settings };
    let mut exporter = (profile.start)(start).unwrap();
    let mut notes = Notes::new();
    for actor in [actor("River \"R\" Brigade", "River \"R\" Brigade"), actor("xx-hill", "Hill Front")] {
        exporter.actor(&actor, &mut notes).unwrap();
    }
    for tie in ties {
        exporter.tie(&TieRecord { tie: tie.clone(), sources: Vec::new() }, &mut notes).unwrap();
    }
    let rows = exporter.finish().unwrap();
    let tally = notes.finish(rows).unwrap();
    (memory, tally)
}

#[test]
fn ties_are_drawn_with_their_days_and_names_are_escaped() {
    let ties = [tie(Some("River \"R\" Brigade")), tie(None), tie(Some("nobody"))];
    let (files, tally) = write(&GEXF, &[], &ties);
    let gexf = files.text("network.gexf");
    assert!(gexf.contains("start=\"2017-07-01\" end=\"2017-07-09\""), "{gexf}");
    assert!(gexf.contains("id=\"rivalry/&lt;a&gt; &amp; b\""));
    assert!(gexf.contains("label=\"River &quot;R&quot; Brigade\""));
    assert_eq!(tally.left_out.values().sum::<u64>(), 2);
    assert_eq!(tally.files[0].rows, 3, "two actors and a tie");
    let (files, _) = write(&GEXF, &[("ends", "open")], &ties);
    assert!(files.text("network.gexf").contains("start=\"2017-07-01\">"), "nothing ends it");
    let (files, _) = write(&GRAPHML, &[], &ties);
    let graphml = files.text("network.graphml");
    assert!(graphml.contains("<data key=\"edge_end\">2017-07-09</data>"), "{graphml}");
    assert!(graphml.contains("<data key=\"node_kind\">armed group</data>"));
}

#[test]
fn a_network_without_ties_is_closed_all_the_same() {
    let (files, _) = write(&GEXF, &[], &[]);
    let gexf = files.text("network.gexf");
    assert!(gexf.contains("</nodes>") && gexf.contains("<edges>") && gexf.trim_end().ends_with("</gexf>"));
}

#[test]
fn an_edge_list_names_both_ends() {
    let (files, _) = write(&EDGES, &[], &[tie(Some("River \"R\" Brigade"))]);
    let rows = records(files.text("edges.csv").trim_start_matches('\u{FEFF}'));
    assert_eq!((&*rows[0]["source"], &*rows[0]["target_name"]), ("xx-hill", "River \"R\" Brigade"));
    assert_eq!((&*rows[0]["sign"], &*rows[0]["weight"]), ("-1", "0.5"), "numbers are not defused");
}

#[test]
fn a_contact_is_a_pair_of_sides() {
    let fight = item(EventKind::Clash)
        .with(Role::Initiator, "Hill Front", Some("xx-hill"))
        .with(Role::Initiator, "gunmen", None)
        .with(Role::Recipient, "River Brigade", Some("xx-river"));
    let (files, tally) = export(&CONTACTS, &[], &[fight, item(EventKind::Attack)]);
    let rows = records(files.text("contacts.csv").trim_start_matches('\u{FEFF}'));
    let pairs: Vec<(&str, &str)> = rows.iter().map(|row| (&*row["source"], &*row["target"])).collect();
    assert_eq!(pairs, [("xx-hill", "xx-river"), ("gunmen", "xx-river")]);
    assert_eq!(&*rows[0]["directed"], "false");
    assert_eq!(tally.left_out["a side is not known"], 1);
}
