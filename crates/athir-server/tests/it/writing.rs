//! What people do at the desk: review, correct, decide, take back; and that nobody overwrites anybody silently.

use serde_json::{Value, json};

use crate::client::{Answer, get, send};
use crate::fixture::Fixture;

/// Sends a JSON body as the page does.
fn post(server: &Fixture, path: &str, body: &Value) -> Answer {
    write(server, "POST", path, body, "X-Athir-CSRF: 1\r\n")
}

fn write(server: &Fixture, method: &str, path: &str, body: &Value, headers: &str) -> Answer {
    let address = server.address;
    let body = body.to_string();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{headers}\r\n{body}",
        body.len()
    );
    send(address, request.as_bytes())
}

fn ok(answer: &Answer) -> Value {
    assert!(answer.status < 300, "{}: {}", answer.status, String::from_utf8_lossy(&answer.body));
    answer.json()
}

/// The incident of this kind, with its etag and its first event.
pub(crate) fn incident(server: &Fixture, kind: &str) -> (String, String, Value) {
    let id = ok(&get(server.address, &format!("/api/incidents?kind={kind}")))["items"][0]["id"].clone();
    let id = id.as_str().unwrap_or_else(|| panic!("there is a {kind}")).to_owned();
    let page = ok(&get(server.address, &format!("/api/incidents/{id}")));
    let told = &page["dossier"]["incident"]["events"][0];
    let event = json!({"report": told["report"], "event": told["event"]});
    (id, page["etag"].as_str().unwrap().to_owned(), event)
}

#[test]
fn an_event_is_accepted_rejected_and_brought_back() {
    let server = Fixture::new();
    let (id, etag, event) = incident(&server, "shelling");
    let review = |verdict: &str, etag: &str| {
        let body = json!({"events": [event], "verdict": verdict, "note": "looked at", "if_match": etag});
        post(&server, "/api/reviews", &body)
    };
    let accepted = ok(&review("accepted", &etag));
    assert_eq!(accepted["incidents"], json!([id]));
    let page = ok(&get(server.address, &format!("/api/incidents/{id}")));
    assert_eq!(page["status"], "reviewed");
    assert_eq!(accepted["version"], page["version"], "the answer tells the version that the write made");
    let rejected = ok(&review("rejected", page["etag"].as_str().unwrap()));
    assert_eq!(rejected["incidents"], json!([]));
    assert_eq!(get(server.address, &format!("/api/incidents/{id}")).status, 404);
    let inbox = ok(&get(server.address, "/api/inbox?state=rejected"));
    let entry = &inbox["items"][0]["incidents"][0];
    assert_eq!(entry["events"][0]["event"], event["event"]);
    assert_eq!(entry["events"][0]["review"]["note"], "looked at");
    ok(&review("open", entry["etag"].as_str().unwrap()));
    assert_eq!(get(server.address, &format!("/api/incidents/{id}")).status, 200);
    let decisions = ok(&get(server.address, "/api/decisions?limit=2"));
    assert_eq!(decisions["items"][0]["verdict"], "review");
    assert_eq!(decisions["items"][0]["by"], "tester", "the log names who did it");
    let next = decisions["next"].as_str().unwrap();
    let rest = ok(&get(server.address, &format!("/api/decisions?limit=2&cursor={next}")));
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (1, &Value::Null));
}

#[test]
fn two_people_never_overwrite_each_other_silently() {
    let server = Fixture::new();
    let (id, etag, event) = incident(&server, "shelling");
    let correct = |field: &str, value: Value, etag: &str| {
        let body = json!({"event": event, "field": field, "value": value, "if_match": etag});
        post(&server, "/api/corrections", &body)
    };
    ok(&correct("killed", json!({"low": 5, "high": 5}), &etag));
    // The other one looked at the incident before.
    let late = correct("killed", json!({"low": 4, "high": 4}), &etag);
    assert_eq!(late.status, 412);
    let problem = late.json();
    let now = problem["current"]["incidents"][0].clone();
    assert_eq!((now["id"].as_str(), &now["row"]["killed"]["best"]), (Some(id.as_str()), &json!(5)));
    // Having seen what became of it, they go on from there.
    ok(&correct("killed", json!({"low": 4, "high": 4}), now["etag"].as_str().unwrap()));
    let page = ok(&get(server.address, &format!("/api/incidents/{id}")));
    let claims = page["dossier"]["accounts"][0]["claims"].as_array().unwrap();
    let dead: Vec<(&Value, bool)> = claims
        .iter()
        .filter(|claim| claim["field"] == "casualty")
        .map(|claim| (&claim["by"], claim["outranked"] == json!(true)))
        .collect();
    assert_eq!(dead[0], (&json!("tester"), false));
    assert!(dead[1..].iter().all(|claim| *claim == (&Value::Null, true)), "{dead:?}");
    for seen in ["", "0123456789abcdef"] {
        assert_eq!(correct("killed", Value::Null, seen).status, 412, "{seen:?}");
    }
    let missing = json!({"event": event, "field": "killed", "value": null});
    assert_eq!(post(&server, "/api/corrections", &missing).status, 400, "what was looked at has to be told");
}

#[test]
fn a_report_that_was_looked_at_counts_as_well() {
    let server = Fixture::new();
    let (_, _, event) = incident(&server, "shelling");
    let path = format!("/api/reports/{}", event["report"].as_str().unwrap());
    let etag = ok(&get(server.address, &path))["etag"].clone();
    let body = json!({"events": [event], "verdict": "accepted", "if_match": etag});
    ok(&post(&server, "/api/reviews", &body));
    assert_eq!(post(&server, "/api/reviews", &body).status, 412, "it was accepted meanwhile");
    let report = ok(&get(server.address, &path));
    assert_eq!(report["reviews"][event["event"].as_str().unwrap()]["status"], "accepted");
}

#[test]
fn incidents_are_merged_and_taken_apart_again() {
    let server = Fixture::new();
    let ((a, etag_a, event_a), (b, etag_b, _)) =
        (incident(&server, "shelling"), incident(&server, "bombing"));
    let n = ok(&get(server.address, "/api/summary"))["n_incidents"].as_u64().unwrap();
    let merge =
        json!({"verdict": "merge", "ids": [a, b], "note": "one happening", "if_match": [etag_a, etag_b]});
    let merged = ok(&post(&server, "/api/decisions", &merge));
    assert_eq!(merged["incidents"].as_array().unwrap().len(), 1);
    assert_eq!(ok(&get(server.address, "/api/summary"))["n_incidents"], n - 1);
    assert_eq!(post(&server, "/api/decisions", &merge).status, 404, "one of them is no more");
    let undo = format!("/api/decisions/{}/undo", merged["decision"].as_str().unwrap());
    let undone = ok(&post(&server, &undo, &json!({})));
    assert_eq!(undone["incidents"].as_array().unwrap().len(), 2);
    assert_eq!(ok(&get(server.address, "/api/summary"))["n_incidents"], n);
    assert_eq!(post(&server, &undo, &json!({})).status, 422, "it was taken back already");
    // What was looked at has to be told where something could be lost otherwise.
    for silent in [
        json!({"verdict": "merge", "ids": [a, b]}),
        json!({"verdict": "split", "incident": a, "events": [event_a]}),
        json!({"verdict": "apart", "a": a, "b": b}),
    ] {
        assert_eq!(post(&server, "/api/decisions", &silent).status, 400, "{silent}");
    }
    let seen = get(server.address, &format!("/api/incidents/{a}"));
    let own = seen.json()["etag"].as_str().unwrap().to_owned();
    assert_eq!(seen.header("etag").map(|etag| etag.trim_matches('"')), Some(&*own));
    let split = json!({"verdict": "split", "incident": a, "events": [], "if_match": seen.header("etag")});
    assert_eq!(post(&server, "/api/decisions", &split).status, 422);
    let related = json!({"verdict": "related", "a": a, "b": b});
    ok(&post(&server, "/api/decisions", &related));
    let page = ok(&get(server.address, &format!("/api/incidents/{a}")));
    assert_eq!(page["related"][0]["id"], json!(b));
}

#[test]
fn two_that_were_never_one_are_kept_apart() {
    let server = Fixture::new();
    let ((a, etag_a, _), (b, etag_b, _)) = (incident(&server, "shelling"), incident(&server, "bombing"));
    let apart =
        json!({"verdict": "apart", "a": a, "b": b, "note": "two towns", "if_match": [etag_a, etag_b]});
    let parted = ok(&post(&server, "/api/decisions", &apart));
    assert_eq!(parted["incidents"].as_array().unwrap().len(), 2);
    let n = ok(&get(server.address, "/api/summary"))["n_incidents"].as_u64().unwrap();
    let listed = ok(&get(server.address, "/api/decisions?limit=1"));
    let row = &listed["items"][0];
    assert_eq!(row["verdict"], "split");
    let named: Vec<&str> = row["about"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|about| about["incident"]["id"].as_str())
        .collect();
    assert_eq!(named.len(), 2, "{row}");
    assert!(row["about"][0]["title"].as_str().is_some_and(|title| title.contains(' ')), "{row}");
    let undo = format!("/api/decisions/{}/undo", parted["decision"].as_str().unwrap());
    ok(&post(&server, &undo, &json!({})));
    assert_eq!(ok(&get(server.address, "/api/summary"))["n_incidents"].as_u64(), Some(n));
}

#[test]
fn a_correction_shows_what_held_before_and_foretells_what_it_parts() {
    let server = Fixture::new();
    // Two reports tell of the clash.
    let (id, etag, event) = incident(&server, "clash");
    let before = ok(&get(server.address, &format!("/api/incidents/{id}")));
    assert_eq!(before["dossier"]["incident"]["events"].as_array().unwrap().len(), 2);
    let foresee = |field: &str, value: Value| {
        let body = json!({"event": event, "field": field, "value": value});
        ok(&post(&server, "/api/corrections/preview", &body))["parts"].as_array().unwrap().clone()
    };
    assert_eq!(foresee("killed", json!({"low": 10, "high": 10})).len(), 1, "it holds together");
    let another_day = json!({"start": "2017-03-02", "end": "2017-03-02", "precision": "day"});
    let parts = foresee("time", another_day.clone());
    assert_eq!(parts.len(), 2, "{parts:?}");
    assert_eq!(parts[0], json!([event]), "the corrected event's comes first");
    assert_eq!(
        ok(&get(server.address, &format!("/api/incidents/{id}")))["etag"],
        json!(etag),
        "nothing is done"
    );
    let correct = |field: &str, value: Value, etag: &Value| {
        let body = json!({"event": event, "field": field, "value": value, "if_match": etag});
        let corrected = ok(&post(&server, "/api/corrections", &body));
        let now = corrected["incidents"][0].as_str().unwrap();
        ok(&get(server.address, &format!("/api/incidents/{now}")))["etag"].clone()
    };
    let now = correct("time", another_day, &json!(etag));
    assert_eq!(ok(&get(server.address, "/api/summary?kind=clash"))["n_incidents"], 2, "as foretold");
    let now = correct("kind", json!("negotiation"), &now);
    correct("kind", json!("attack"), &now);
    let listed = ok(&get(server.address, "/api/decisions"));
    let changes: Vec<(&Value, &Value)> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .take(2)
        .map(|row| (&row["correction"]["before"], &row["correction"]["after"]))
        .collect();
    assert_eq!(
        changes,
        [(&json!("negotiation"), &json!("attack")), (&json!("clash"), &json!("negotiation"))],
        "each is told by what held before it"
    );
}

#[test]
fn a_rule_with_a_broken_frame_is_refused_before_it_is_kept() {
    let server = Fixture::with_rules();
    let frame = |toml: &str| json!({"kind": "frame", "toml": toml});
    // Not TOML at all, or without a word: the form itself is wrong.
    for toml in ["[[frame", "", "[[frame]]\nname = \"attack.hillside\"\n"] {
        let refused = post(&server, "/api/rules/preview", &frame(toml));
        assert_eq!((refused.status, &refused.json()["field"]), (422, &json!("toml")), "{toml:?}");
    }
    // Well formed, and about a kind that there is not: the preview says so, and adding is refused.
    let unknown = frame(
        "[[frame]]\nname = \"picnic.market\"\nkind = \"picnic\"\nverbs = [\"shell\"]\n\
        initiator = [\"subj\"]\nrecipient = [\"obj\"]\npositive = [\"They shelled it.\"]\nnegative = [\"They left.\"]\n",
    );
    let preview = ok(&post(&server, "/api/rules/preview", &unknown));
    let detail = preview["problems"][0]["detail"].as_str().unwrap();
    assert!(detail.contains("picnic"), "{preview}");
    assert_eq!(preview["changes"], json!([]));
    assert_eq!(post(&server, "/api/rules", &unknown).status, 422);
    assert_eq!(ok(&get(server.address, "/api/rules"))["items"], json!([]), "nothing lies in the folder");
}

#[test]
fn a_job_that_is_stopped_keeps_what_was_done() {
    let server = Fixture::new();
    let mut table = "text,date\n".to_owned();
    for n in 0..400 {
        table += &format!(
            "\"Rebels shelled a mill near Saraqib on Monday and killed {} people.\",2018-01-{:02}\n",
            n + 2,
            n % 28 + 1
        );
    }
    let n =
        |server: &Fixture| ok(&get(server.address, "/api/summary"))["total"]["n_reports"].as_u64().unwrap();
    let before = n(&server);
    let begun = ok(&form(&server, "/api/imports", "many.csv", &table, None));
    let path = format!("/api/jobs/{}", begun["job"].as_str().unwrap());
    let waiting = ok(&form(&server, "/api/imports", "later.csv", &table, None));
    let later = format!("/api/jobs/{}", waiting["job"].as_str().unwrap());
    // The one that waits is stopped first: it would begin as soon as the other ends.
    for path in [&later, &path] {
        ok(&write(&server, "DELETE", path, &json!({}), "X-Athir-CSRF: 1\r\n"));
    }
    let job = ended(&server, begun["job"].as_str().unwrap());
    assert_eq!(job["state"], "cancelled", "{job}");
    let done = job["done"].as_u64().unwrap();
    assert!(done < 400, "{job}");
    assert_eq!(n(&server), before + done, "what was done stays, and is whole: {job}");
    let later = ended(&server, waiting["job"].as_str().unwrap());
    assert_eq!(
        (&later["state"], &later["done"]),
        (&json!("cancelled"), &json!(0)),
        "one that waited never began"
    );
    assert_eq!(write(&server, "DELETE", "/api/jobs/j99", &json!({}), "X-Athir-CSRF: 1\r\n").status, 404);
}

#[test]
fn the_inbox_shows_what_else_the_coder_saw() {
    let server = Fixture::new();
    let inbox = ok(&get(server.address, "/api/inbox?limit=2"));
    assert!(inbox["n_open"].as_u64().unwrap() >= 3);
    let first = &inbox["items"][0]["incidents"][0];
    assert!(first["score"].as_u64().unwrap() > 0 && !first["why_now"].as_str().unwrap().is_empty());
    let event = &first["events"][0];
    let fields: Vec<&str> =
        event["fields"].as_array().unwrap().iter().map(|f| f["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["kind", "initiators", "recipients", "place", "time", "killed", "injured"]);
    // An alternative is a value that a correction takes as it is.
    let field = event["fields"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| !f["alternatives"].as_array().unwrap().is_empty());
    let field = field.expect("some field could be otherwise");
    let body = json!({"event": {"report": event["report"], "event": event["event"]}, "field": field["field"],
        "value": field["alternatives"][0]["value"], "if_match": first["etag"]});
    ok(&post(&server, "/api/corrections", &body));
    // Going through all pages shows every open incident once.
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = ok(&get(server.address, &format!("/api/inbox?limit=1{cursor}")));
        for item in page["items"].as_array().unwrap() {
            seen.extend(item["incidents"].as_array().unwrap().iter().map(|i| i["row"]["id"].clone()));
        }
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    let n_open = ok(&get(server.address, "/api/inbox"))["n_open"].as_u64().unwrap() as usize;
    assert_eq!(seen.len(), n_open);
}

#[test]
fn pairs_that_may_be_one_are_offered_with_their_grounds() {
    let server = Fixture::new();
    let page = ok(&get(server.address, "/api/candidates"));
    assert_eq!(page["items"].as_array().unwrap().len(), page["total"].as_u64().unwrap() as usize);
    for pair in page["items"].as_array().unwrap() {
        assert_ne!(pair["a"]["id"], pair["b"]["id"]);
        assert!(!pair["grounds"].as_array().unwrap().is_empty());
    }
}

#[test]
fn a_write_that_another_page_could_send_is_refused() {
    let server = Fixture::new();
    let (_, etag, event) = incident(&server, "shelling");
    let body = json!({"events": [event], "verdict": "rejected", "if_match": etag});
    for headers in [
        "",
        "X-Athir-CSRF: 2\r\n",
        "X-Athir-CSRF: 1\r\nOrigin: http://evil.example\r\n",
        "X-Athir-CSRF: 1\r\nSec-Fetch-Site: cross-site\r\n",
        "X-Athir-CSRF: 1\r\nOrigin: null\r\n",
    ] {
        assert_eq!(write(&server, "POST", "/api/reviews", &body, headers).status, 403, "{headers:?}");
    }
    assert_eq!(ok(&get(server.address, "/api/decisions"))["items"], json!([]));
}

#[test]
fn bodies_that_are_wrong_are_told_so_and_change_nothing() {
    let server = Fixture::new();
    let (id, etag, event) = incident(&server, "shelling");
    let correction =
        |field: &str, value: Value| json!({"event": event, "field": field, "value": value, "if_match": etag});
    let nobody = json!({"report": "0000000000000000", "event": "0000000000000000"});
    for (path, body, status) in [
        ("/api/reviews", json!(null), 400),
        ("/api/reviews", json!({"events": [], "verdict": "accepted", "if_match": etag}), 400),
        ("/api/reviews", json!({"events": [event], "verdict": "perhaps", "if_match": etag}), 400),
        ("/api/reviews", json!({"events": [nobody], "verdict": "accepted", "if_match": etag}), 404),
        ("/api/corrections", correction("weather", json!("fair")), 400),
        ("/api/corrections", correction("kind", json!("weather")), 400),
        ("/api/corrections", correction("killed", json!({"low": -3, "high": 2})), 400),
        ("/api/corrections", correction("killed", json!({"low": 9, "high": 2})), 422),
        (
            "/api/corrections",
            correction("time", json!({"start": "2017-02-30", "end": null, "precision": "day"})),
            400,
        ),
        (
            "/api/corrections",
            correction("place", json!({"name": "X", "lat": 91.0, "lon": 0.0, "precision": "spot"})),
            422,
        ),
        ("/api/corrections", correction("place", json!({"name": "\u{0}", "precision": "spot"})), 422),
        ("/api/corrections", correction("initiators", json!([{"name": "x".repeat(5000)}])), 422),
        (
            "/api/corrections/preview",
            json!({"event": nobody, "field": "killed", "value": {"low": 1, "high": 1}}),
            404,
        ),
        ("/api/decisions", json!({"verdict": "merge", "ids": [id], "if_match": etag}), 422),
        ("/api/decisions", json!({"verdict": "merge", "ids": ["' OR 1=1 --", id], "if_match": etag}), 404),
        ("/api/decisions", json!({"verdict": "apart", "a": id, "b": id, "if_match": etag}), 422),
        ("/api/decisions", json!({"verdict": "related", "a": id, "b": id}), 422),
        ("/api/decisions/nothing/undo", json!({}), 404),
    ] {
        let answer = post(&server, path, &body);
        assert_eq!(answer.status, status, "{path} {body}: {}", String::from_utf8_lossy(&answer.body));
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    }
    assert_eq!(ok(&get(server.address, "/api/decisions"))["items"], json!([]));
}

/// Waits until a job has ended, and gives it.
fn ended(server: &Fixture, id: &str) -> Value {
    for _ in 0..600 {
        let job = ok(&get(server.address, &format!("/api/jobs/{id}")));
        if !matches!(job["state"].as_str(), Some("queued" | "running")) {
            return job;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("the job {id} does not end");
}

#[test]
fn an_alias_is_previewed_applied_and_taken_out() {
    let server = Fixture::with_rules();
    let parties = |server: &Fixture| {
        let page = ok(&get(server.address, "/api/incidents?kind=abduction"));
        page["items"][0]["initiators"].clone()
    };
    let before = parties(&server);
    let name = json!({"kind": "alias", "name": "Market Defenders", "actor": "sy-hts"});
    let none = ok(&post(&server, "/api/rules/preview", &name));
    assert_eq!((&none["reports_affected"], &none["changes"]), (&json!(0), &json!([])));
    let wrong = json!({"kind": "alias", "name": "Hill Men", "actor": "xx-nobody"});
    assert_eq!(post(&server, "/api/rules/preview", &wrong).status, 422);
    // Words that hold for anybody are never read as names: such a rule is refused, not added in vain.
    for words in ["it", "Gunmen", "the organisation", "jihadists"] {
        let rule = json!({"kind": "alias", "name": words, "actor": "sy-hts"});
        for path in ["/api/rules/preview", "/api/rules"] {
            let refused = post(&server, path, &rule);
            assert_eq!((refused.status, &refused.json()["field"]), (422, &json!("name")), "{path} {words}");
        }
    }
    let rule = json!({"kind": "alias", "name": "Hill Men", "actor": "sy-hts"});
    let preview = ok(&post(&server, "/api/rules/preview", &rule));
    assert_eq!(
        (&preview["reports_affected"], &preview["n_read"], &preview["next"]),
        (&json!(1), &json!(1), &Value::Null)
    );
    assert_eq!(preview["events_before"], preview["events_after"], "{preview}");
    assert_eq!(preview["values"], json!({"initiators": 1}), "{preview}");
    let event = &preview["changes"][0]["events"][0];
    assert_eq!(event["becomes"], "changed");
    assert_eq!(event["values"][0]["before"][0]["actor"], Value::Null, "{preview}");
    assert_eq!(event["values"][0]["after"][0]["actor"], "sy-hts", "{preview}");
    // A name that is there and told of in no event changes nothing, and the preview says so.
    let idle = json!({"kind": "alias", "name": "Orontes Valley", "actor": "sy-hts"});
    let idle = ok(&post(&server, "/api/rules/preview", &idle));
    assert_eq!(
        (&idle["reports_affected"], &idle["values"], &idle["changes"]),
        (&json!(1), &json!({}), &json!([]))
    );
    assert_eq!(ok(&get(server.address, "/api/rules"))["items"], json!([]), "a preview adds nothing");
    let begun = post(&server, "/api/rules", &rule);
    assert_eq!(begun.status, 202);
    let job = ended(&server, ok(&begun)["job"].as_str().unwrap());
    assert_eq!(job["state"], "done", "{job}");
    assert_eq!(parties(&server)[0]["actor"], "sy-hts");
    let rules = ok(&get(server.address, "/api/rules"));
    let kept = &rules["items"][0];
    assert_eq!(
        (kept["kind"].as_str(), kept["summary"].as_str()),
        (Some("alias"), Some("Hill Men is sy-hts"))
    );
    let path = format!("/api/rules/{}", kept["id"].as_str().unwrap());
    let removed = ok(&write(&server, "DELETE", &path, &json!({}), "X-Athir-CSRF: 1\r\n"));
    assert_eq!(ended(&server, removed["job"].as_str().unwrap())["state"], "done");
    assert_eq!(parties(&server), before);
}

/// A form with a file, as browsers send it.
fn form(server: &Fixture, path: &str, name: &str, file: &str, mapping: Option<&Value>) -> Answer {
    let address = server.address;
    let mut body = format!(
        "--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n{file}\r\n"
    );
    if let Some(mapping) = mapping {
        body +=
            &format!("--frontier\r\nContent-Disposition: form-data; name=\"mapping\"\r\n\r\n{mapping}\r\n");
    }
    body += "--frontier--\r\n";
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nX-Athir-CSRF: 1\r\nContent-Type: multipart/form-data; boundary=frontier\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    send(address, request.as_bytes())
}

#[test]
fn a_table_is_looked_at_and_read_in_with_its_faults() {
    let server = Fixture::new();
    let table = "Story,When\n\"Shells fell on a mill in Saraqib on 3 May 2018 and killed four people.\",2018-05-04\n\
        one field\n\"Rebels attacked a checkpoint near Idlib on 5 May 2018 and killed two soldiers.\",2018-05-06\n";
    let look = ok(&form(&server, "/api/imports/preview", "../notes.csv", table, None));
    assert_eq!((&look["format"], &look["columns"]), (&json!("csv"), &json!(["Story", "When"])));
    assert_eq!(look["rows"][0][1], "2018-05-04");
    let mapping = json!({"text": "Story", "published": "When"});
    let mapped = ok(&form(&server, "/api/imports/preview", "notes.csv", table, Some(&mapping)));
    assert_eq!((&mapped["n_reports"], &mapped["problems"][0]["line"]), (&json!(2), &json!(3)));
    let n = |server: &Fixture| ok(&get(server.address, "/api/summary"))["n_reports"].as_u64().unwrap();
    let before = n(&server);
    let begun = form(&server, "/api/imports", "notes.csv", table, Some(&mapping));
    assert_eq!(begun.status, 202);
    let job = ended(&server, ok(&begun)["job"].as_str().unwrap());
    assert_eq!(
        (&job["state"], &job["done"], &job["failed"]),
        (&json!("done"), &json!(3), &json!(1)),
        "{job}"
    );
    assert_eq!(
        (job["faults"][0]["file"].as_str(), &job["faults"][0]["record"]),
        (Some("notes.csv"), &json!(2))
    );
    assert_eq!(n(&server), before + 2);
    let wrong = json!({"text": "Nowhere"});
    let job = form(&server, "/api/imports", "notes.csv", table, Some(&wrong));
    let job = ended(&server, ok(&job)["job"].as_str().unwrap());
    assert!(job["faults"][0]["detail"].as_str().unwrap().contains("Nowhere"), "{job}");
    assert_eq!(post(&server, "/api/imports", &json!({})).status, 415);
    assert_eq!(form(&server, "/api/imports", "a.csv", table, Some(&json!({"weather": "When"}))).status, 400);
}

#[test]
fn every_fault_of_a_row_is_told_and_dates_are_read_as_the_form_says() {
    let server = Fixture::new();
    let table = "Story,When\n\"Shells fell on a mill in Saraqib and killed four people.\",08/09/2018\n\
        \"\",soon\n\"Rebels attacked a checkpoint near Idlib and killed two soldiers.\",some day\n";
    let look =
        |mapping: Value| ok(&form(&server, "/api/imports/preview", "notes.csv", table, Some(&mapping)));
    let plain = look(json!({"text": "Story", "published": "When"}));
    let said: Vec<(u64, bool)> = plain["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| (fault["record"].as_u64().unwrap(), fault["taken"].as_bool().unwrap()))
        .collect();
    assert_eq!(said, [(1, true), (2, false), (2, false), (3, true)], "{plain}");
    assert_eq!((&plain["failed"], &plain["warned"], &plain["n_reports"]), (&json!(1), &json!(2), &json!(2)));
    assert_eq!(plain["dates"][0], json!({"written": "08/09/2018", "read": null}));
    for (dates, read) in [("day-first", "2018-09-08"), ("month-first", "2018-08-09")] {
        let seen = look(json!({"text": "Story", "published": "When", "dates": dates}));
        assert_eq!(seen["dates"][0]["read"], read);
        assert_eq!((&seen["failed"], &seen["warned"]), (&json!(1), &json!(1)), "{seen}");
    }
    let mapping = json!({"text": "Story", "published": "When", "dates": "day-first"});
    let begun = form(&server, "/api/imports", "notes.csv", table, Some(&mapping));
    let job = ended(&server, ok(&begun)["job"].as_str().unwrap());
    assert_eq!(
        (&job["done"], &job["failed"], &job["warned"], job["faults"].as_array().unwrap().len()),
        (&json!(3), &json!(1), &json!(1), 3),
        "{job}"
    );
    let reports = ok(&get(server.address, "/api/reports?text=mill&since=2018-09-08&until=2018-09-08"));
    assert_eq!(reports["total"], 1, "{reports}");
}

#[test]
fn what_the_filter_lets_through_is_exported_as_a_file() {
    let server = Fixture::new();
    let export = |question: &str| get(server.address, &format!("/api/export{question}"));
    let csv = export("?kind=clash");
    let text = String::from_utf8(csv.body.clone()).unwrap();
    let n = ok(&get(server.address, "/api/summary?kind=clash"))["n_incidents"].as_u64().unwrap() as usize;
    assert_eq!(text.lines().count(), n + 1, "{text}");
    assert!(
        text.starts_with("incident,kind,")
            && csv.header("content-disposition").unwrap().contains("incidents.csv")
    );
    let all = ok(&get(server.address, "/api/summary"))["n_incidents"].as_u64().unwrap() as usize;
    let jsonl = String::from_utf8(export("?format=jsonl").body).unwrap();
    assert_eq!(jsonl.lines().filter(|line| serde_json::from_str::<Value>(line).is_ok()).count(), all);
    assert_eq!(export("?format=json").json().as_array().unwrap().len(), all);
    let features = export("?format=geojson").json();
    assert_eq!(features["features"].as_array().unwrap().len(), all);
    assert_eq!(features["features"][0]["type"], "Feature");
    assert_eq!(export("?format=json&kind=siege").json(), json!([]));
    assert_eq!(export("?format=xls").status, 400);
    assert_eq!(export("?weather=fair").status, 400);
}

#[test]
fn every_shape_of_the_command_is_exported() {
    let server = Fixture::new();
    let export = |question: &str| get(server.address, &format!("/api/export{question}"));
    let shapes = ok(&get(server.address, "/api/shapes"))["shapes"].clone();
    let shapes = shapes.as_array().unwrap();
    assert_eq!(shapes.len(), athir::export::profiles().len());
    for shape in shapes {
        let (name, file) = (shape["name"].as_str().unwrap(), shape["file"].as_str().unwrap());
        let got = export(&format!("?shape={name}"));
        assert_eq!(got.status, 200, "{name}");
        assert!(got.header("content-disposition").unwrap().contains(file), "{name}");
        let is_archive = got.body.starts_with(b"PK\x03\x04");
        assert_eq!(is_archive, file.ends_with(".zip"), "{name}");
        for held in shape["holds"].as_array().unwrap() {
            let held = held.as_str().unwrap().as_bytes();
            assert!(got.body.windows(held.len()).any(|part| part == held), "{name}: {held:?}");
        }
    }
    let n = |question: &str| {
        let text = String::from_utf8(export(question).body).unwrap();
        text.lines().filter(|line| serde_json::from_str::<Value>(line).is_ok()).count()
    };
    let all = n("?shape=plover");
    let some = n("?shape=plover&kind=clash");
    assert!(0 < some && some < all, "{some} of {all}");
    let acled = String::from_utf8(export("?shape=acled&set=inter=numbers").body).unwrap();
    assert!(acled.starts_with("event_id_cnty,"), "{acled}");
    for wrong in ["?shape=acles", "?shape=acled&set=inter=roman", "?set=inter=numbers", "?shape=acled&set=x"]
    {
        assert_eq!(export(wrong).status, 400, "{wrong}");
    }
}
