//! The views of one database: what each tells of it, and that they tell the same.

use serde_json::Value;

use crate::client::get;
use crate::fixture::Fixture;

fn ask(server: &Fixture, path: &str) -> Value {
    let answer = get(server.address, path);
    assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

/// Leaves out what differs from one run to the next.
fn settled(mut value: Value) -> String {
    if let Some(members) = value.as_object_mut() {
        members.shift_remove("version");
        members.shift_remove("id");
    }
    serde_json::to_string_pretty(&value).unwrap()
}

#[test]
fn the_summary_counts_what_the_filter_lets_through() {
    let server = Fixture::new();
    insta::assert_snapshot!(settled(ask(&server, "/api/summary")));
    let clashes = ask(&server, "/api/summary?kind=clash");
    assert_eq!((clashes["n_incidents"].as_u64(), clashes["n_reports"].as_u64()), (Some(1), Some(2)));
    assert_eq!(clashes["total"], ask(&server, "/api/summary")["total"]);
    let nothing = ask(&server, "/api/summary?since=2030-01-01");
    assert_eq!(nothing["n_incidents"], 0);
    assert_eq!(nothing["first_day"], Value::Null);
}

#[test]
fn a_row_shows_an_incident() {
    let server = Fixture::new();
    let page = ask(&server, "/api/incidents?kind=clash");
    insta::assert_snapshot!(settled(page["items"][0].clone()));
}

#[test]
fn an_incident_comes_with_every_claim() {
    let server = Fixture::new();
    let id = ask(&server, "/api/incidents?kind=clash")["items"][0]["id"].as_str().unwrap().to_owned();
    let page = ask(&server, &format!("/api/incidents/{id}"));
    let accounts = page["dossier"]["accounts"].as_array().unwrap();
    assert_eq!(accounts.len(), 2);
    let counts: Vec<u64> = accounts
        .iter()
        .flat_map(|account| account["claims"].as_array().unwrap())
        .filter(|claim| claim["field"] == "casualty" && claim["value"]["kind"] == "killed")
        .map(|claim| claim["value"]["low"].as_u64().unwrap())
        .collect();
    assert_eq!(counts, [9, 11]);
    assert_eq!(page["status"], "machine");
    assert_eq!(page["history"][0]["what"], "new");
    assert_eq!(page["etag"].as_str().unwrap().len(), 16);
    assert_eq!(ask(&server, &format!("/api/incidents/{id}"))["etag"], page["etag"]);
}

#[test]
fn a_report_comes_word_for_word() {
    let server = Fixture::new();
    let row = &ask(&server, "/api/reports?text=Saraqib")["items"][0];
    assert_eq!(row["title"], "Market shelled in Saraqib");
    let page = ask(&server, &format!("/api/reports/{}", row["id"].as_str().unwrap()));
    let text: Vec<char> = page["text"].as_str().unwrap().chars().collect();
    let words = |quote: &Value| -> String {
        text[quote["start"].as_u64().unwrap() as usize..quote["end"].as_u64().unwrap() as usize]
            .iter()
            .collect()
    };
    for event in page["coded"]["events"].as_array().unwrap() {
        assert_eq!(words(&event["trigger"]), event["trigger"]["text"].as_str().unwrap());
        assert!(page["incidents"][event["id"].as_str().unwrap()].is_array(), "each event is in an incident");
    }
    let sentences: Vec<String> = page["sentences"].as_array().unwrap().iter().map(words).collect();
    assert_eq!(sentences[0], "Market shelled in Saraqib");
    assert_eq!(sentences.len(), 4);
}

#[test]
fn lists_give_every_incident_once_in_every_order() {
    let server = Fixture::new();
    let total = ask(&server, "/api/incidents")["total"].as_u64().unwrap();
    for sort in ["-day", "day", "-killed", "-sources", "grade"] {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = ask(&server, &format!("/api/incidents?limit=2&sort={sort}{cursor}"));
            let items = page["items"].as_array().unwrap();
            seen.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let mut unique = seen.clone();
        unique.sort();
        unique.dedup();
        assert_eq!((seen.len() as u64, unique.len() as u64), (total, total), "{sort}");
    }
    let killed = |page: &Value| -> Vec<u64> {
        let items = page["items"].as_array().unwrap();
        items.iter().map(|item| item["killed"]["best"].as_u64().map_or(0, |best| best + 1)).collect()
    };
    let counts = killed(&ask(&server, "/api/incidents?sort=-killed"));
    assert!(counts.is_sorted_by(|a, b| a >= b) && counts[0] > 9, "{counts:?}");
}

#[test]
fn every_view_of_a_filter_counts_the_same_incidents() {
    let server = Fixture::new();
    for filter in [
        "",
        "kind=clash",
        "family=fighting,harm",
        "where=Syria",
        "actor=sy-hts",
        "text=killed",
        "since=2018-01-01",
        "bbox=35,34,38,38",
        "unplaced=true",
        "outlet=Tigris+Daily",
        "min_sources=2",
        "grade=single-source",
        "disputed=true",
    ] {
        let n = ask(&server, &format!("/api/summary?{filter}"))["n_incidents"].as_u64().unwrap();
        let list = ask(&server, &format!("/api/incidents?{filter}"));
        assert_eq!(
            (list["total"].as_u64(), list["items"].as_array().map(|all| all.len() as u64)),
            (Some(n), Some(n)),
            "{filter}"
        );
        let timeline = ask(&server, &format!("/api/timeline?{filter}"));
        let buckets = timeline["buckets"].as_array().unwrap();
        let dated: u64 = buckets.iter().map(|bucket| bucket["n"].as_u64().unwrap()).sum();
        assert_eq!(dated + timeline["n_undated"].as_u64().unwrap(), n, "{filter}");
        let facets = ask(&server, &format!("/api/facets?{filter}"));
        let kinds: u64 = facets["kinds"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
        assert_eq!(kinds, n, "{filter}");
        let map = ask(&server, &format!("/api/map?{filter}"));
        if !filter.starts_with("bbox") {
            assert_eq!(map["n"].as_u64().unwrap() + map["n_unplaced"].as_u64().unwrap(), n, "{filter}");
        }
        assert_eq!(map["points"].as_array().unwrap().len() as u64, map["n"].as_u64().unwrap(), "{filter}");
        let cells = ask(&server, &format!("/api/map?layer=h3&zoom=4&{filter}"));
        let in_cells: u64 =
            cells["cells"].as_array().unwrap().iter().filter_map(|cell| cell["n"].as_u64()).sum();
        assert_eq!(in_cells, map["n"].as_u64().unwrap(), "{filter}");
    }
}

#[test]
fn an_actor_is_told_by_any_of_its_names() {
    let server = Fixture::new();
    let page = ask(&server, "/api/actors/sy-hts");
    assert_eq!(page["actor"]["name"], "Hay'at Tahrir al-Sham");
    assert_eq!(page["registry"]["code"], "sy-hts");
    assert!(page["lineage"]["parents"].as_array().is_some_and(|parents| !parents.is_empty()));
    assert_eq!(page["kinds"]["clash"], 1);
    assert_eq!(ask(&server, "/api/actors/HTS")["actor"]["key"], "sy-hts");
    assert_eq!(get(server.address, "/api/actors/Nobody%20At%20All").status, 404);
    let rival = page["stances"].as_array().unwrap().iter().any(|stance| stance["sign"] == "-");
    assert!(rival, "{}", page["stances"]);
}

#[test]
fn lives_and_network_show_the_same_ties() {
    let server = Fixture::new();
    let lives = ask(&server, "/api/lifelines?actors=sy-hts,sy-ahrar");
    let lanes = lives["lanes"].as_array().unwrap();
    assert_eq!(lanes.len(), 2);
    assert!(lanes.iter().enumerate().all(|(n, lane)| lane["order"] == n));
    let tie = lives["links"].as_array().unwrap().iter().find(|link| link["source"] == "reports").unwrap();
    let network = ask(&server, "/api/network?at=2017-07-20&actor=sy-hts");
    let edges = network["edges"].as_array().unwrap();
    assert!(edges.iter().any(|edge| edge["id"] == tie["tie"]), "{edges:?}");
    let page = ask(&server, &format!("/api/ties/{}", tie["tie"].as_str().unwrap()));
    assert!(page["evidence"].as_array().is_some_and(|evidence| !evidence.is_empty()));
    assert!(page["titles"].as_object().is_some_and(|titles| !titles.is_empty()));
    let place = |at: &str| {
        let network = ask(&server, &format!("/api/network?at={at}&actor=sy-hts"));
        let nodes = network["nodes"].as_array().unwrap().clone();
        let node = nodes.into_iter().find(|node| node["key"] == "sy-hts").unwrap();
        (node["x"].clone(), node["y"].clone())
    };
    assert_eq!(place("2017-07-16"), place("2017-09-01"), "an actor stays where it is");
}

#[test]
fn words_are_explained() {
    let server = Fixture::new();
    let book = ask(&server, "/api/codebook");
    assert_eq!(book["kinds"].as_array().unwrap().len(), 44);
    let clash = book["kinds"].as_array().unwrap().iter().find(|kind| kind["id"] == "clash").unwrap();
    assert_eq!((clash["family"].as_str(), clash["mutual"].as_bool()), (Some("fighting"), Some(true)));
    assert!(clash["help"].as_str().unwrap().starts_with("Two or more armed sides"));
}

#[test]
fn registry_and_gazetteer_answer_for_names_that_no_report_has() {
    let server = Fixture::new();
    let actors = ask(&server, "/api/registry?text=hay%27at+tahrir");
    assert_eq!(actors["items"][0]["code"], "sy-hts");
    let places = ask(&server, "/api/gazetteer?text=Khan+Sheikhoun&country=SY&limit=3");
    assert_eq!(places["items"][0]["country"], "SY");
    assert_eq!(get(server.address, "/api/registry").status, 400, "without words nothing is looked up");
}

#[test]
fn an_actor_has_the_events_in_which_it_is_a_side_itself() {
    let server = Fixture::new();
    // Counted by hand from the codings.
    let mut events: std::collections::BTreeMap<String, u64> = Default::default();
    for row in ask(&server, "/api/reports?limit=50")["items"].as_array().unwrap() {
        let page = ask(&server, &format!("/api/reports/{}", row["id"].as_str().unwrap()));
        for event in page["coded"]["events"].as_array().unwrap() {
            let sides = ["initiators", "recipients"].map(|side| event[side].as_array().unwrap().clone());
            let keys: std::collections::BTreeSet<String> = sides
                .iter()
                .flatten()
                .map(|party| party["actor"].as_str().or(party["name"].as_str()).unwrap().to_owned())
                .collect();
            keys.into_iter().for_each(|key| *events.entry(key).or_default() += 1);
        }
    }
    let listed = ask(&server, "/api/actors?limit=200");
    for row in listed["items"].as_array().unwrap() {
        let key = row["key"].as_str().unwrap();
        assert_eq!(row["n_events"].as_u64(), events.get(key).copied(), "{key}");
    }
    let page = ask(&server, "/api/actors/sy-ahrar");
    assert_eq!(page["actor"]["n_events"].as_u64(), events.get("sy-ahrar").copied());
}

#[test]
fn a_period_that_ends_before_it_begins_is_refused_at_its_end() {
    let server = Fixture::new();
    for path in ["summary", "incidents", "map", "timeline", "reports", "actors", "inbox"] {
        let answer = get(server.address, &format!("/api/{path}?since=2018-01-02&until=2018-01-01"));
        assert_eq!((answer.status, &answer.json()["field"]), (400, &Value::from("until")), "{path}");
        assert_eq!(
            get(server.address, &format!("/api/{path}?since=2018-01-01&until=2018-01-01")).status,
            200
        );
    }
}

#[test]
fn the_network_opens_on_a_day_with_ties() {
    let server = Fixture::new();
    // The newest incident is of 2018 and none of its actors is tied to anybody.
    let network = ask(&server, "/api/network?actor=sy-hts");
    assert!(network["at"].as_str().unwrap().starts_with("2017-07"), "{}", network["at"]);
    assert!(!network["edges"].as_array().unwrap().is_empty());
}

#[test]
fn what_was_lately_ends_with_what_is_compared() {
    let server = Fixture::new();
    let trends = ask(&server, "/api/trends?by=week&baseline=4&until=2017-07-21");
    let rows = trends["rows"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["n"].as_u64() > Some(0)), "{trends}");
    for row in rows {
        let series: Vec<u64> =
            row["series"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
        assert_eq!(series.len(), 13);
        assert_eq!(series.last().copied(), row["n"].as_u64(), "{row}");
        let before = series[8..12].iter().sum::<u64>() as f64 / 4.0;
        assert!((before - row["baseline"].as_f64().unwrap()).abs() < 0.01, "{row}");
    }
}
