//! Files say nothing of the order that records have in a database, whatever their shape.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use athir_export::{
    Exporter, Files, Gate, Item, ItemEvent, Notes, Profile, Release, ReportRecord, Settings, Start,
    TieRecord, profiles,
};
use athir_model::{Bond, Claim, ReportId};
use athir_publish::{Guard, Policy};
use serde_json::{Value, json};

use crate::fixture::{
    TODAY, Valley, event, incident, item_of, keys, policy, record, report, tie, with_sources,
};

/// Files in memory.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<BTreeMap<String, Vec<u8>>>>);

struct File(Memory, String);

impl Files for Memory {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write + Send>> {
        self.0.lock().unwrap().insert(name.to_owned(), Vec::new());
        Ok(Box::new(File(self.clone(), name.to_owned())))
    }
}

impl Write for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.0.lock().unwrap().get_mut(&self.1).unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a database holds, in its order.
struct Held {
    items: Vec<Item>,
    reports: Vec<ReportRecord>,
    ties: Vec<Bond>,
}

/// The names that records have outside already: a key does not change them, so that the order alone can.
fn name(kind: &str, n: usize) -> String {
    format!("p{kind}{:012x}", (n + 1) * 0x9e37_79b9 % 0xffff_fffb)
}

const N_INCIDENTS: usize = 6;
const N_EVENTS: usize = 3;

/// Six incidents of one month, each told by three reports of other outlets, and the ties between those who fight.
fn held(is_turned: bool) -> Held {
    let turned = |n: usize, of: usize| if is_turned { of - 1 - n } else { n };
    let mut held = Held { items: Vec::new(), reports: Vec::new(), ties: Vec::new() };
    for n in 0..N_INCIDENTS {
        let day = format!("2019-05-{:02}", 3 + turned(n, N_INCIDENTS));
        let mut given = incident();
        given["id"] = json!(name("1", n));
        let told: Vec<usize> = (0..N_EVENTS).map(|k| n * N_EVENTS + turned(k, N_EVENTS)).collect();
        let refs: Vec<Value> =
            told.iter().map(|m| json!({"report": name("2", *m), "event": name("3", *m)})).collect();
        let support = json!({"n_reports": N_EVENTS, "n_sources": N_EVENTS, "events": refs});
        given["events"] = told
            .iter()
            .enumerate()
            .map(|(source, m)| {
                json!({"report": name("2", *m), "event": name("3", *m), "kind": "shelling", "modality": "reported",
                    "outlet": format!("Wire {m}"), "published": "2019-05-20", "source": source,
                    "voices": ["Rights Monitor"], "status": "open"})
            })
            .collect();
        for side in given["sides"].as_array_mut().unwrap() {
            side["support"] = support.clone();
        }
        given["places"][0]["support"] = support.clone();
        given["times"][0]["support"] = support.clone();
        given["disputes"] = json!([]);
        (given["start"], given["end"]) = (json!(day), json!(day));
        let claims = |of: &str| -> Vec<Value> {
            let claim = |(source, m): (usize, &usize)| {
                json!({"report": name("2", *m), "event": name("3", *m), "low": 12 + m, "high": 12 + m, "victims": of,
                    "published": "2019-05-20", "source": source, "state": "current"})
            };
            told.iter().enumerate().map(claim).collect()
        };
        given["losses"] = json!([{"harm": "killed", "victims": null, "claims": claims("unknown"),
            "estimate": {"low": 12, "best": 12, "high": 14, "open": false}}]);
        let mut item = item_of(given, event()).unwrap();
        let first = item.events.remove(0);
        for (source, m) in told.iter().enumerate() {
            let mut info = report();
            info.id = ReportId(name("2", *m));
            info.coding.report = info.id.clone();
            info.outlet = Some(format!("Wire {m}"));
            let mut told = ItemEvent { report: Arc::new(info), source, review: None, ..first.clone() };
            told.event.id.0 = name("3", *m);
            let mut whole = record();
            whole.info = told.report.clone();
            whole.coded.events = vec![told.event.clone()];
            whole.reviews.clear();
            whole.incidents = [(told.event.id.clone(), item.incident.id.clone())].into();
            held.reports.push(whole);
            let mut bond = tie();
            bond["id"] = json!(name("4", *m));
            bond["evidence"][0]["report"] = json!(name("2", *m));
            bond["evidence"][0]["of"] = json!({"event": name("3", *m)});
            held.ties.push(serde_json::from_value(bond).unwrap());
            item.events.push(told);
        }
        held.items.push(item);
    }
    if is_turned {
        // The day turns with the place, so that the first day still comes first.
        held.items.reverse();
        held.reports.reverse();
        held.ties.reverse();
    }
    held
}

/// Hands on what a gate has let through, with the claims of what is left, as whoever drives an export does.
fn pass(items: Vec<Item>, exporter: &mut dyn Exporter, notes: &mut Notes) {
    for mut item in items {
        for told in &mut item.events {
            told.claims = Claim::of_event(&told.report.id, &told.event);
        }
        exporter.item(&item, notes).unwrap();
    }
}

fn written(profile: &Profile, policy: &Policy, held: Held) -> BTreeMap<String, Vec<u8>> {
    let (mut keys, mut notes, memory) = (keys(), Notes::new(), Memory::default());
    let mut guard = Guard::new(policy, &Valley, &mut keys, &[], TODAY);
    held.items.iter().for_each(|item| drop(guard.item(item.clone(), &mut notes)));
    guard.rest(&mut notes);
    held.ties.iter().for_each(|tie| drop(guard.tie(with_sources(tie.clone()), &mut notes)));
    guard.settle();
    let release = Release { made: "2020-06-01T00:00:00Z".to_owned(), ..Release::default() };
    let settings = Settings::read(profile, []).unwrap();
    let to = &mut memory.clone();
    let start = Start { files: to, world: &Valley, release: &release, settings: &settings };
    let mut exporter = (profile.start)(start).unwrap();
    let mut reports = held.reports;
    reports.sort_by_key(|report| guard.name_of_report(&report.info.id));
    for report in reports {
        if let Some(report) = guard.report(report, &mut notes).filter(|_| profile.needs.reports) {
            exporter.report(&report, &mut notes).unwrap();
        }
    }
    for item in held.items {
        let ready = guard.item(item, &mut notes);
        pass(ready, &mut *exporter, &mut notes);
    }
    pass(guard.rest(&mut notes), &mut *exporter, &mut notes);
    for key in ["xx-army", "xx-dawn"] {
        let actor: athir_model::NetworkActor = serde_json::from_value(json!({
            "key": key, "name": key, "mentions": ["the brigade of Quarrel"], "first_seen": "2019-05-08",
            "last_seen": "2019-05-08", "n_events": 77, "n_ties": 55
        }))
        .unwrap();
        if let Some(actor) = guard.actor(actor, &mut notes) {
            exporter.actor(&actor, &mut notes).unwrap();
        }
    }
    let mut ties: Vec<TieRecord> =
        held.ties.into_iter().filter_map(|tie| guard.tie(with_sources(tie), &mut notes)).collect();
    ties.sort_by(|a, b| a.tie.id.cmp(&b.tie.id));
    ties.iter().for_each(|tie| exporter.tie(tie, &mut notes).unwrap());
    exporter.finish().unwrap();
    std::mem::take(&mut memory.0.lock().unwrap())
}

#[test]
fn no_shape_tells_the_order_of_the_database() {
    for show in ["alias", "outlet", "none"] {
        let policy = policy("admin1", "month", &format!("[sources]\nshow = \"{show}\"\n"));
        for profile in profiles().iter().filter(|profile| !profile.needs.texts) {
            let one = written(profile, &policy, held(false));
            let other = written(profile, &policy, held(true));
            assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
            for (file, bytes) in one {
                let (one, other) = (String::from_utf8_lossy(&bytes), String::from_utf8_lossy(&other[&file]));
                assert_eq!(one, other, "{}: {file}, sources {show}", profile.name);
            }
        }
    }
}

#[test]
fn actors_come_out_with_what_is_published_of_them() {
    let policy = policy("admin1", "month", "");
    let file = |profile: &str, file: &str| {
        let profile = athir_export::profile(profile).unwrap();
        String::from_utf8(written(profile, &policy, held(false))[file].clone()).unwrap()
    };
    let actors = file("csv", "actors.csv");
    assert!(actors.contains("Dawn Brigade") && actors.contains("2019-05-01,2019-05-31"), "{actors}");
    for hidden in ["Quarrel", "77", "55", "2019-05-08"] {
        assert!(!actors.contains(hidden), "{hidden} stands in {actors}");
    }
    let ties = file("csv", "ties.csv");
    assert!(ties.contains("xx-dawn,Dawn Brigade,xx-army,Army of Xanthia"), "{ties}");
    for (profile, name) in [
        ("gexf", "network.gexf"),
        ("graphml", "network.graphml"),
        ("edges", "edges.csv"),
        ("ftm", "entities.ftm.json"),
    ] {
        let text = file(profile, name);
        assert!(text.contains("Dawn Brigade") && text.contains("Army of Xanthia"), "{profile}: {text}");
    }
}
