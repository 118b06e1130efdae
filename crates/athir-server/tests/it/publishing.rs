//! What leaves the database under a profile: looked at, signed, agreed to, fetched and withdrawn.

use std::fs;

use serde_json::{Value, json};

use crate::accounts::{Session, ask, log_in};
use crate::client::{Answer, get};
use crate::fixture::Fixture;

/// A profile by province and month, with all its answers.
fn profile(name: &str, ceiling: &str) -> String {
    format!(
        "name = \"{name}\"\nexports = [\"plover\"]\n[place]\nfloor = \"admin1\"\n[time]\nfloor = \"month\"\ndelay = 30\n\
         [counts]\nsmallest = 1\n[sensitivity]\nceiling = \"{ceiling}\"\n[sources]\nshow = \"alias\"\n[checklist]\n\
         purpose = \"To try it.\"\nrisk = \"None.\"\nprecision = \"Provinces.\"\ntexts = \"None.\"\nsources = \"Invented.\"\n"
    )
}

fn lay(server: &Fixture, file: &str, text: &str) {
    let folder = server.data().join("publish");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(file), text).unwrap();
}

/// Somebody at the server: on this machine, or logged in.
struct Person<'s> {
    server: &'s Fixture,
    session: Option<Session>,
}

impl Person<'_> {
    fn ask(&self, method: &str, path: &str, body: &Value) -> Answer {
        let headers =
            self.session.as_ref().map_or_else(|| "X-Athir-CSRF: 1\r\n".to_owned(), Session::headers);
        ask(self.server, method, path, body, &headers)
    }

    fn get(&self, path: &str) -> Value {
        ok(&self.ask("GET", path, &Value::Null))
    }

    fn preview(&self, profile: &str) -> Value {
        let answer = ok(&self.ask("POST", "/api/publications/preview", &json!({ "profile": profile })));
        let again = json!({"profile": profile, "look": answer["look"]});
        assert_eq!(
            ok(&self.ask("POST", "/api/publications/preview", &again)),
            answer,
            "who waits on sees the same"
        );
        answer["preview"].clone()
    }

    /// Looks, signs, and waits until the job has ended.
    fn sign(&self, profile: &str, by: Option<&str>) -> Value {
        let etag = self.preview(profile)["etag"].clone();
        let body = json!({"profile": profile, "if_match": etag, "by": by});
        self.ended(&self.ask("POST", "/api/publications", &body))
    }

    fn ended(&self, begun: &Answer) -> Value {
        assert_eq!(begun.status, 202, "{}", String::from_utf8_lossy(&begun.body));
        let path = format!("/api/jobs/{}", begun.json()["job"].as_str().unwrap());
        for _ in 0..600 {
            let job = self.get(&path);
            if !matches!(job["state"].as_str(), Some("queued" | "running")) {
                return job;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("the job does not end");
    }

    /// The newest publication.
    fn newest(&self) -> Value {
        self.get("/api/publications")["items"][0].clone()
    }
}

fn ok(answer: &Answer) -> Value {
    assert!(answer.status < 300, "{}: {}", answer.status, String::from_utf8_lossy(&answer.body));
    answer.json()
}

fn path(publication: &Value, what: &str) -> String {
    format!("/api/publications/{}/{what}", publication["id"].as_str().unwrap())
}

/// A file of an archive in which files are stored as they are.
fn file(archive: &[u8], name: &str) -> Option<String> {
    let word = |at: usize| u32::from_le_bytes(archive[at..at + 4].try_into().unwrap()) as usize;
    let length = |at: usize| usize::from(u16::from_le_bytes(archive[at..at + 2].try_into().unwrap()));
    let mut at = 0;
    while archive[at..].starts_with(b"PK\x03\x04") {
        let start = at + 30 + length(at + 26);
        let end = start + word(at + 18);
        if &archive[at + 30..start] == name.as_bytes() {
            return Some(String::from_utf8(archive[start..end].to_vec()).unwrap());
        }
        at = end;
    }
    None
}

#[test]
fn what_was_looked_at_is_signed_fetched_and_withdrawn() {
    let server = Fixture::with_rules();
    let ann = Person { server: &server, session: None };
    lay(&server, "valley.toml", &profile("valley", "moderate"));
    let profiles = ann.get("/api/profiles");
    let ids: Vec<&str> =
        profiles["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["valley.toml", "public.toml", "partners.toml"]);
    assert_eq!(profiles["questions"], json!(["purpose", "risk", "precision", "texts", "sources"]));
    let seen = ann.preview("valley.toml");
    let n = seen["n_incidents"].as_u64().unwrap();
    assert!(n >= 2, "{seen}");
    assert!(!server.data().join("publish/valley.keys").exists(), "a preview keeps no keys");

    // What is known is another by now than what was looked at, as many as the incidents are.
    let (incident, etag, event) = crate::writing::incident(&server, "shelling");
    let correct = |value: Value, etag: &str| {
        let body = json!({"event": event, "field": "killed", "value": value, "if_match": etag});
        ok(&ann.ask("POST", "/api/corrections", &body))
    };
    correct(json!({"low": 61, "high": 61}), &etag);
    let stale = json!({"profile": "valley.toml", "if_match": seen["etag"], "by": "ann"});
    let job = ann.ended(&ann.ask("POST", "/api/publications", &stale));
    assert!(job["message"].as_str().unwrap().contains("look again"), "{job}");
    let corrected = ann.get(&format!("/api/incidents/{incident}"))["etag"].as_str().unwrap().to_owned();
    correct(Value::Null, &corrected);
    let seen = ann.preview("valley.toml");

    // The profile is another one by now than what was looked at.
    lay(&server, "valley.toml", &profile("valley", "low"));
    let stale = json!({"profile": "valley.toml", "if_match": seen["etag"], "by": "ann"});
    let job = ann.ended(&ann.ask("POST", "/api/publications", &stale));
    assert_eq!(job["state"], "failed");
    assert!(job["message"].as_str().unwrap().contains("look again"), "{job}");
    assert_eq!(ann.get("/api/publications")["items"], json!([]), "nothing is signed");

    lay(&server, "valley.toml", &profile("valley", "moderate"));
    let answers = json!({"risk": "Asked Ben."});
    let body = json!({"profile": "valley.toml", "if_match": seen["etag"], "by": "ann", "answers": answers});
    let job = ann.ended(&ann.ask("POST", "/api/publications", &body));
    assert_eq!(job["state"], "done", "{job}");
    let made = ann.newest();
    assert_eq!(
        (&made["state"], &made["by"], &made["n_incidents"]),
        (&json!("written"), &json!("ann"), &json!(n))
    );
    assert_eq!(made["answers"][1], json!({"question": "risk", "words": "Asked Ben."}));
    assert_eq!(made["has_files"], true);

    let archive = get(server.address, &path(&made, "files"));
    assert_eq!(archive.header("content-type"), Some("application/zip"));
    let rows = file(&archive.body, "plover.jsonl").unwrap();
    assert_eq!(rows.lines().count() as u64, n);
    assert!(!rows.contains("Killi"), "places are provinces");
    let keys = fs::read_to_string(server.data().join("publish/valley.keys")).unwrap();
    assert!(file(&archive.body, "valley.keys").is_none() && !keys.is_empty());

    let name = |row: &str| serde_json::from_str::<Value>(row).unwrap()["id"].as_str().unwrap().to_owned();
    let first = name(rows.lines().next().unwrap());
    let recall = |body: &Value| ann.ask("POST", &path(&made, "recall"), body);
    assert_eq!(recall(&json!({"why": "  ", "by": "ann"})).status, 400);
    let job = ann.ended(&recall(&json!({"incident": "nothing", "why": "x", "by": "ann"})));
    assert_eq!(job["state"], "failed");
    let job = ann.ended(&recall(&json!({"incident": first, "why": "A man called.", "by": "ann"})));
    assert_eq!(job["state"], "done", "{job}");
    let again = ann.newest();
    assert_ne!(again["id"], made["id"], "it is written anew without the incident");
    assert_eq!(get(server.address, &path(&made, "files")).status, 404);
    let archive = get(server.address, &path(&again, "files")).body;
    assert!(!file(&archive, "plover.jsonl").unwrap().contains(&first));
    let tombstones = file(&archive, "recalled.csv").unwrap();
    assert!(tombstones.contains(&first) && !tombstones.contains("called."), "{tombstones}");

    // Of the older publication nothing lies here any more; what it had is withdrawn from the one that does.
    let second = name(file(&archive, "plover.jsonl").unwrap().lines().next().unwrap());
    let job = ann.ended(&recall(&json!({"incident": second, "why": "She asked.", "by": "ann"})));
    assert_eq!(job["state"], "done", "{job}");
    let archive = get(server.address, &path(&ann.newest(), "files")).body;
    assert!(!file(&archive, "plover.jsonl").unwrap_or_default().contains(&second));

    let last = ann.newest();
    let job = ann.ended(&ann.ask("POST", &path(&last, "recall"), &json!({"why": "All of it.", "by": "ann"})));
    assert_eq!(job["state"], "done", "{job}");
    assert_eq!(ann.newest()["state"], "recalled");
    let archive = get(server.address, &path(&last, "files")).body;
    assert_eq!(file(&archive, "plover.jsonl"), None);
    assert!(file(&archive, "manifest.json").unwrap().contains("\"recalled\": true"));
}

#[test]
fn a_second_account_agrees_before_anything_is_written() {
    let server = Fixture::with_accounts();
    let person = |name: &str| Person { server: &server, session: Some(log_in(&server, name)) };
    let (coder, reviewer, publisher) = (person("coder"), person("reviewer"), person("publisher"));
    lay(&server, "closed.toml", &profile("closed", "high"));
    for path in ["/api/profiles", "/api/publications", "/api/publications/0/files"] {
        assert_eq!(coder.ask("GET", path, &Value::Null).status, 403, "{path}");
    }
    let etag = reviewer.preview("closed.toml")["etag"].clone();
    let body = json!({"profile": "closed.toml", "if_match": etag});
    assert_eq!(reviewer.ask("POST", "/api/publications", &body).status, 403, "a reviewer signs nothing");
    let other = json!({"profile": "closed.toml", "if_match": etag, "by": "reviewer"});
    assert_eq!(publisher.ask("POST", "/api/publications", &other).status, 400, "nobody signs for another");

    let job = publisher.sign("closed.toml", None);
    assert_eq!(job["state"], "done", "{job}");
    let signed = publisher.newest();
    assert_eq!((&signed["state"], &signed["by"]), (&json!("waits"), &json!("publisher")));
    assert!(!server.data().join("published/closed").exists());
    assert_eq!(publisher.ask("POST", &path(&signed, "write"), &json!({})).status, 422, "nobody has agreed");
    let same = publisher.ask("POST", &path(&signed, "approve"), &json!({}));
    assert_eq!(same.status, 422, "it takes a second person");
    let agreed = ok(&reviewer.ask("POST", &path(&signed, "approve"), &json!({})));
    assert_eq!((&agreed["state"], &agreed["approved_by"]), (&json!("ready"), &json!("reviewer")));
    let job = publisher.ended(&publisher.ask("POST", &path(&signed, "write"), &json!({})));
    assert_eq!(job["state"], "done", "{job}");
    assert_eq!((&publisher.newest()["id"], &publisher.newest()["state"]), (&signed["id"], &json!("written")));

    // Whoever sees harm stops it at once, and signs nothing in its place.
    let archive = reviewer.ask("GET", &path(&signed, "files"), &Value::Null).body;
    let rows = file(&archive, "plover.jsonl").unwrap();
    let first = serde_json::from_str::<Value>(rows.lines().next().unwrap()).unwrap()["id"].clone();
    let recall = json!({"incident": first, "why": "She asked."});
    let job = reviewer.ended(&reviewer.ask("POST", &path(&signed, "recall"), &recall));
    assert_eq!(job["state"], "done", "{job}");
    assert_eq!(reviewer.get("/api/publications")["items"].as_array().unwrap().len(), 1);
    let archive = reviewer.ask("GET", &path(&signed, "files"), &Value::Null).body;
    assert_eq!(file(&archive, "plover.jsonl"), None);
    assert!(file(&archive, "recalled.csv").unwrap().contains(first.as_str().unwrap()));

    let token = json!({"label": "nightly", "scope": "publisher", "days": 1});
    let token = ok(&publisher.ask("POST", "/api/tokens", &token))["secret"].as_str().unwrap().to_owned();
    let bearer = format!("Authorization: Bearer {token}\r\n");
    assert_eq!(
        ask(&server, "POST", "/api/publications", &body, &bearer).status,
        403,
        "a program signs nothing"
    );
}

#[test]
fn a_profile_that_is_wrong_is_listed_with_what_is_wrong_and_not_used() {
    let server = Fixture::with_rules();
    let ann = Person { server: &server, session: None };
    lay(&server, "public.toml", &profile("public", "moderate").replace("delay = 30", "delay = \"a month\""));
    lay(&server, "open.toml", &profile("open", "moderate").replace("risk = \"None.\"\n", ""));
    let profiles = ann.get("/api/profiles");
    let of = |id: &str| {
        let rows = profiles["items"].as_array().unwrap().iter().filter(|row| row["id"] == id);
        rows.cloned().collect::<Vec<_>>()
    };
    let [faulty] = &of("public.toml")[..] else { panic!("one takes the place of its namesake") };
    assert_eq!((&faulty["builtin"], &faulty["shows"]), (&json!(false), &Value::Null));
    assert!(faulty["error"].as_str().unwrap().starts_with("public.toml:7: "), "{faulty}");
    let preview = |id: &str| ann.ask("POST", "/api/publications/preview", &json!({ "profile": id }));
    assert_eq!(preview("public.toml").status, 422);
    assert_eq!(preview("../publish/open.toml").status, 404);
    let unknown = json!({"profile": "open.toml", "look": "no such"});
    assert_eq!(ann.ask("POST", "/api/publications/preview", &unknown).status, 404);
    let job = ann.sign("open.toml", Some("ann"));
    assert_eq!(job["state"], "failed");
    assert!(job["message"].as_str().unwrap().contains("no answer to: risk"), "{job}");

    let bare = Fixture::new();
    let body = json!({"profile": "public.toml", "if_match": "x", "by": "ann"});
    let refused = ask(&bare, "POST", "/api/publications", &body, "X-Athir-CSRF: 1\r\n");
    assert_eq!(refused.status, 422, "there is nowhere to keep keys and files");
}
