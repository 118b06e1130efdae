//! Fresh databases, and invented records to put into them.

use std::env;
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};

use athir_model::{Bond, CodedReport, Coding, Decision, Incident, KeptReport, ReportId, Story};
use athir_store::{CodedText, Location, NewCoding, Rebuilt, Stamp, Store, StoreError, sha256};
use jiff::{Timestamp, ToSpan};
use postgres::{Client, NoTls};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The variable that names a server to test on, as `postgres://user@host:port/postgres`.
const SERVER: &str = "ATHIR_TEST_POSTGRES";

/// A place for a database that nobody has used before. It goes when this is dropped.
pub(crate) struct Fresh {
    pub(crate) at: Location,
    /// What goes with it.
    kind: Kind,
}

enum Kind {
    File(#[expect(dead_code, reason = "dropped with the database")] TempDir),
    Server { url: String, name: String },
}

impl Fresh {
    pub(crate) fn file() -> Fresh {
        let folder = tempfile::tempdir().unwrap();
        Fresh { at: folder.path().join("test.db").into(), kind: Kind::File(folder) }
    }

    /// A database of its own on the server, if one is named.
    pub(crate) fn server() -> Option<Fresh> {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let url = env::var(SERVER).ok()?;
        let name = format!("athir_test_{}_{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        Client::connect(&url, NoTls).unwrap().batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        let (server, rest) = url.rsplit_once('/').unwrap();
        let query = rest.split_once('?').map_or(String::new(), |(_, query)| format!("?{query}"));
        let at = Location::Server(format!("{server}/{name}{query}"));
        Some(Fresh { at, kind: Kind::Server { url, name } })
    }

    pub(crate) fn create(&self) -> Store {
        Store::create(&self.at).unwrap()
    }

    pub(crate) fn open(&self) -> Store {
        Store::open(&self.at).unwrap()
    }

    /// Does to the database what athir never would.
    pub(crate) fn tamper(&self, sql: &str) {
        match &self.at {
            Location::File(path) => {
                let connection = rusqlite::Connection::open(path).unwrap();
                connection.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
            }
            Location::Server(url) => {
                let mut client = Client::connect(url, NoTls).unwrap();
                client.batch_execute(&format!("SET session_replication_role = replica; {sql}")).unwrap();
            }
        }
    }

    /// Tries to do that, and gives what the database says.
    pub(crate) fn try_to_tamper(&self, sql: &str) -> Result<(), String> {
        match &self.at {
            Location::File(path) => {
                rusqlite::Connection::open(path).unwrap().execute_batch(sql).map_err(|e| e.to_string())
            }
            Location::Server(url) => Client::connect(url, NoTls)
                .unwrap()
                .batch_execute(sql)
                .map_err(|e| e.as_db_error().map_or_else(|| e.to_string(), |e| e.message().to_owned())),
        }
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if let Kind::Server { url, name } = &self.kind
            && let Ok(mut client) = Client::connect(url, NoTls)
        {
            let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// The n-th moment of the tests.
pub(crate) fn moment(n: i64) -> Timestamp {
    "2026-03-01T08:00:00Z".parse::<Timestamp>().unwrap() + n.minutes()
}

pub(crate) fn stamp(n: i64) -> Stamp {
    Stamp { at: moment(n), by: "tester".to_owned() }
}

/// An invented report number `n` with one event in it.
pub(crate) fn coded_text(n: usize) -> CodedText {
    let text =
        format!("Mortars hit the mill of Sefrin, killing {} people, residents said. Note {n}.", n % 9 + 1);
    let bytes = sha256(text.as_bytes());
    let id = ReportId::of(&bytes);
    let report = KeptReport {
        id: id.clone(),
        bytes,
        text: sha256(text.as_bytes()),
        headline: Some(format!("Mill hit, note {n}")),
        author: None,
        outlet: Some(format!("Outlet {}", n % 3)),
        url: None,
        language: Some("en".to_owned()),
        published: Some(jiff::civil::date(2026, 1, 1) + (n as i64 % 50).days()),
        retrieved: None,
        licence: None,
        file: Some(format!("notes/{n}.txt")),
        record: None,
        tool: "test 1".to_owned(),
        stored: moment(0),
    };
    let coding = coding(&id, "coder 1", 0);
    let coded = coded(&id, n, "shelling");
    CodedText { report, text, coding, coded }
}

pub(crate) fn coding(report: &ReportId, coder: &str, minute: i64) -> Coding {
    Coding {
        report: report.clone(),
        coder: coder.to_owned(),
        knowledge: sha256(b"words"),
        codebook: None,
        model: None,
        coded: moment(minute),
    }
}

pub(crate) fn coded(report: &ReportId, n: usize, kind: &str) -> CodedReport {
    let quote = |text: &str, start: usize| json!({"text": text, "start": start, "end": start + text.len()});
    let event = json!({
        "id": event_id(n), "kind": kind, "evidence": [quote("Mortars hit the mill of Sefrin", 0)],
        "trigger": quote("hit", 8), "initiators": [],
        "recipients": [{"name": "civilians", "mention": "people", "start": 42, "end": 48, "why": "came to harm"}],
        "place": place("Sefrin", "QA", 35.5, 36.5), "start": "2026-01-02", "end": "2026-01-02",
        "precision": "day", "time_basis": "stated", "modality": "reported", "phase": "occurred",
        "casualties": [{"kind": "killed", "low": n % 9 + 1, "high": n % 9 + 1, "victims": "civilians",
            "mention": quote("people", 42), "voice": quote("residents", 50)}],
        "weapons": [quote("Mortars", 0)], "attribution": [quote("residents", 50)],
        "codes": {"plover": "ASSAULT", "plover_mode": "", "cameo": "194", "acled_event_type": "", "acled_sub_event_type": ""},
        "frame": "shelling.verb", "confidence": {"event": 0.75, "place": 0.5}
    });
    from(json!({"doc": report.0, "published": null, "events": [event], "ties": [], "diagnostics": []}))
}

pub(crate) fn event_id(n: usize) -> String {
    format!("e{n:015}")
}

fn from<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

pub(crate) fn place(name: &str, country: &str, lat: f64, lon: f64) -> Value {
    json!({"name": name, "within": "Orran", "country": country, "lat": lat, "lon": lon, "precision": "settlement",
        "mention": name, "start": 24, "end": 30, "status": "resolved", "code": "x:1", "why": "test"})
}

/// An invented incident of the events with these numbers.
pub(crate) fn incident(id: &str, kind: &str, events: &[usize], day: (&str, &str)) -> Incident {
    let references: Vec<Value> = events
        .iter()
        .map(|&n| {
            json!({"report": coded_text(n).report.id, "event": event_id(n), "kind": kind, "modality": "reported",
                "outlet": format!("Outlet {}", n % 3), "published": null, "source": n % 3})
        })
        .collect();
    let support = json!({"n_reports": 1, "n_sources": 1, "events": []});
    from(json!({
        "id": id, "kind": kind, "modality": "reported", "phase": "occurred",
        "place": place("Sefrin", "QA", 35.5, 36.5), "start": day.0, "end": day.1, "precision": "day",
        "time_basis": "stated", "events": references, "n_reports": events.len(), "n_sources": events.len(),
        "sides": [{"role": "initiator", "name": "Orran Guard", "actor": "qa-guard", "bases": ["stated"],
            "mentions": ["the guard"], "support": support}],
        "places": [], "times": [], "losses": [], "grade": if events.len() > 1 { "fair" } else { "single-source" },
        "disputes": [], "joins": [], "method": 1
    }))
}

pub(crate) fn story(id: &str, reports: &[usize]) -> Story {
    let reports: Vec<Value> = reports
        .iter()
        .map(|&n| {
            json!({"report": coded_text(n).report.id, "outlet": null, "published": null, "origin": "first",
                "from": null, "likeness": 1.0})
        })
        .collect();
    from(json!({"id": id, "reports": reports, "method": 1}))
}

pub(crate) fn tie(id: &str, a: &str, b: &str) -> Bond {
    let bound = json!({"from": "2026-01-02", "to": "2026-01-02", "precision": "day", "basis": "evidenced"});
    from(json!({"id": id, "a": a, "b": b, "kind": "rivalry", "sign": "-", "strength": 0.5, "start": bound,
        "end": bound, "last_evidence": "2026-01-02", "basis": "stated", "evidence": []}))
}

pub(crate) fn decision(id: &str, sequence: u64) -> Decision {
    let anchor = |n: usize| json!({"report": coded_text(n).report.id, "event": event_id(n), "kind": "shelling", "start": 0, "end": 30});
    from(json!({"id": id, "sequence": sequence, "by": "ann", "note": "the same mill", "verdict": "merge",
        "events": [anchor(1), anchor(2)]}))
}

pub(crate) fn new_coding(n: usize, coder: &str, kind: &str, minute: i64) -> NewCoding {
    let id = coded_text(n).report.id;
    NewCoding { coding: coding(&id, coder, minute), coded: coded(&id, n, kind) }
}

/// All that follows, as the tests have it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Derived<'a> {
    pub(crate) stories: &'a [Story],
    pub(crate) incidents: &'a [Incident],
    pub(crate) ties: &'a [Bond],
}

/// Hands all of it in.
pub(crate) fn rebuild(store: &mut Store, derived: &Derived<'_>, n: i64) -> Result<[Rebuilt; 3], StoreError> {
    store.rebuild(&stamp(n), |rebuild| {
        derived.stories.iter().try_for_each(|story| rebuild.story(story.clone()))?;
        derived.incidents.iter().try_for_each(|incident| rebuild.incident(incident.clone()))?;
        derived.ties.iter().try_for_each(|tie| rebuild.tie(tie.clone()))
    })
}
