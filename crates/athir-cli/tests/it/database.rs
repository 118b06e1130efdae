//! A folder of reports becomes a database, and the database answers.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::command::{arg, athir, run, words};

/// Invented reports of one happening and of another, by different outlets.
const REPORTS: [(&str, &str, &str); 4] = [
    (
        "wire",
        "2017-07-14",
        "Shells hit a market in Saraqib\n\nShells hit a market in Saraqib on Thursday, killing at least 7 people, \
         residents said. Residents blamed government forces for the shelling.\n",
    ),
    (
        "daily",
        "2017-07-15",
        "Nine die in shelling of Saraqib\n\nGovernment forces shelled a market in Saraqib on Thursday. The shelling \
         killed 9 people and wounded 20, a doctor in the town said.\n",
    ),
    (
        "post",
        "2017-07-20",
        "Clash near Palmyra\n\nIslamic State clashed with Ahrar al-Sham in Palmyra on Wednesday, leaving 12 fighters \
         dead, activists said.\n",
    ),
    ("note", "2017-07-21", "A note on the harvest\n\nThe wheat of this year is good, farmers say.\n"),
];

fn write_reports(folder: &Path) {
    let mut manifest = String::new();
    for (name, published, text) in REPORTS {
        fs::write(folder.join(format!("{name}.txt")), text).unwrap();
        manifest += &format!(
            "[[report]]\nfile = \"{name}.txt\"\npublished = {published}\noutlet = \"Orontes {name}\"\n\n"
        );
    }
    fs::write(folder.join("manifest.toml"), manifest).unwrap();
}

/// Runs a command on the database that has to go well, and gives what it prints.
fn on(db: &Path, args: &[&str]) -> String {
    let output = run(&[args, &["--db", arg(db)]].concat());
    assert!(output.status.success(), "{args:?}: {}", words(&output.stderr));
    words(&output.stdout).to_owned()
}

#[test]
fn a_folder_becomes_a_database_that_answers() {
    let folder = tempfile::tempdir().unwrap();
    let (reports, db) = (folder.path().join("reports"), folder.path().join("north.db"));
    fs::create_dir(&reports).unwrap();
    write_reports(&reports);
    let first = on(&db, &["ingest", arg(&reports), "--by", "ann"]);
    assert!(first.starts_with("reports: 4 new, 0 there already, 0 failed\n"), "{first}");
    let again = on(&db, &["ingest", arg(&reports), "--by", "ann", "--list"]);
    assert!(again.contains("reports: 0 new, 4 there already, 0 failed\n"), "{again}");
    let ids: Vec<&str> = again.lines().filter_map(|line| line.strip_prefix("same\t")).collect();
    assert_eq!(ids.len(), 4);
    for id in &ids {
        let shown = on(&db, &["show", id]);
        let (_, _, text) = REPORTS.iter().find(|(_, _, text)| shown.contains(text.trim_end())).unwrap();
        assert!(shown.ends_with(&format!("{text}\n")), "word for word: {shown}");
    }
    let sound = on(&db, &["verify"]);
    assert!(sound.starts_with("sound: "), "{sound}");
    let head = sound.trim_end().rsplit(' ').next().unwrap();
    on(&db, &["verify", "--noted", head]);
    let forged = run(&["verify", "--noted", &"0".repeat(64), "--db", arg(&db)]);
    assert_eq!(forged.status.code(), Some(1), "a log that does not go on from what was noted");
    let recoded = on(&db, &["recode", "--by", "ann"]);
    assert!(recoded.starts_with("reports: 4, of which 0 "), "{recoded}");
    let recoded = on(&db, &["recode", "--by", "ann", "--min-confidence", "0.99"]);
    assert!(recoded.starts_with("reports: 4, of which 4 "), "other settings are another coder: {recoded}");
    assert!(on(&db, &["verify"]).starts_with("sound: "));
}

#[test]
fn a_snapshot_of_the_same_database_has_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (reports, db) = (folder.path().join("reports"), folder.path().join("north.db"));
    fs::create_dir(&reports).unwrap();
    write_reports(&reports);
    on(&db, &["ingest", arg(&reports), "--by", "ann"]);
    let (one, two, whole) =
        (folder.path().join("one"), folder.path().join("two"), folder.path().join("whole"));
    let listed = on(&db, &["snapshot", "--output", arg(&one)]);
    on(&db, &["snapshot", "--output", arg(&two)]);
    on(&db, &["snapshot", "--output", arg(&whole), "--texts"]);
    let mut n_files = 0;
    for entry in fs::read_dir(&one).unwrap() {
        let name = entry.unwrap().file_name();
        assert_eq!(fs::read(one.join(&name)).unwrap(), fs::read(two.join(&name)).unwrap(), "{name:?}");
        n_files += 1;
    }
    assert_eq!((n_files, listed.lines().count()), (9, 8));
    let texts = |folder: &Path| fs::read_to_string(folder.join("reports.jsonl")).unwrap();
    assert!(!texts(&one).contains("The wheat of this year"), "texts are only in it where they are asked for");
    assert!(texts(&whole).contains("The wheat of this year"));
    let output = run(&["snapshot", "--db", arg(&db), "--output", arg(&one)]);
    assert_eq!(output.status.code(), Some(1), "a snapshot is never written over");
    assert!(words(&output.stderr).contains("is there already"));
}

#[test]
fn a_file_that_is_no_database_is_named_before_any_work() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("report.txt");
    fs::write(&text, REPORTS[0].2).unwrap();
    for args in [&["verify"][..], &["incidents"], &["changes"], &["ingest", arg(&text), "--by", "ann"]] {
        let output = run(&[args, &["--db", arg(&text)]].concat());
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(words(&output.stderr).contains("report.txt: not a database"), "{}", words(&output.stderr));
    }
    assert_eq!(fs::read_to_string(&text).unwrap(), REPORTS[0].2);
    let output = run(&["incidents", "--db", arg(&folder.path().join("none.db"))]);
    assert!(words(&output.stderr).contains("none.db: no such database"));
    assert!(!folder.path().join("none.db").exists(), "looking makes no file");
}

/// Kills `athir ingest` at moments that look random and are the same every time. `ATHIR_KILLS` sets how often.
#[test]
fn a_killed_ingest_loses_nothing_that_it_listed() {
    let n_kills = env::var("ATHIR_KILLS").map_or(8, |n| n.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let (reports, db) = (folder.path().join("reports.jsonl"), folder.path().join("north.db"));
    let lines: Vec<String> = (0..3000)
        .map(|n| {
            let (_, _, text) = REPORTS[n % 3];
            serde_json::json!({"text": format!("{text} Note {n}."), "published": "2017-07-20"}).to_string()
        })
        .collect();
    fs::write(&reports, lines.join("\n")).unwrap();
    let mut listed = BTreeSet::new();
    let mut seed = 1_u64;
    for round in 0..n_kills {
        let mut ingest =
            athir(&["ingest", arg(&reports), "--db", arg(&db), "--by", "ann", "--list", "--jobs", "1"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
        let out = BufReader::new(ingest.stdout.take().unwrap());
        let (tell, told) = mpsc::channel();
        let reader = thread::spawn(move || {
            let lines = out.lines().map_while(Result::ok).inspect(|_| {
                let _ = tell.send(());
            });
            lines.filter_map(|line| Some(line.split_once('\t')?.1.to_owned())).collect::<Vec<_>>()
        });
        // Every other time it may not have begun yet; the others it has, however busy the machine is.
        if round % 2 == 1 {
            told.recv_timeout(Duration::from_secs(60)).unwrap();
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        thread::sleep(Duration::from_millis(200 + (seed >> 40) % 1200));
        ingest.kill().unwrap();
        ingest.wait().unwrap();
        listed.extend(reader.join().unwrap());
        if !db.exists() {
            continue; // it was killed before it began
        }
        let verified = run(&["verify", "--db", arg(&db)]);
        assert!(verified.status.success(), "round {round}: {}", words(&verified.stdout));
    }
    assert!(listed.len() > 30, "only {} reports were listed before the kills", listed.len());
    for ids in listed.iter().collect::<Vec<_>>().chunks(100) {
        let args: Vec<&str> = ["show", "--json", "--db", arg(&db)]
            .into_iter()
            .chain(ids.iter().map(|id| id.as_str()))
            .collect();
        let output = run(&args);
        assert!(output.status.success(), "{}", words(&output.stderr));
        assert_eq!(words(&output.stdout).lines().count(), ids.len());
    }
}

#[test]
fn a_question_that_nothing_can_answer_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("none.db");
    for (asked, told) in [
        (&["--where", "95,200,5km"][..], "is no point"),
        (&["--where", "36.2,37.1,-5km"], "is no point"),
        (&["--since", "2017-08-01", "--until", "2017-07-01"], "the first day is after the last"),
    ] {
        let output = run(&[&["incidents", "--db", arg(&db)], asked].concat());
        assert_eq!(output.status.code(), Some(1), "{asked:?}");
        assert!(words(&output.stderr).contains(told), "{asked:?}: {}", words(&output.stderr));
    }
}

/// The incidents of a database, by id: how many reports each has.
fn incidents(db: &Path) -> Vec<(String, u64)> {
    let listed = on(db, &["incidents", "--format", "jsonl"]);
    let parse = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
    let of = |v: serde_json::Value| (v["id"].as_str().unwrap().to_owned(), v["n_reports"].as_u64().unwrap());
    let mut found: Vec<_> = listed.lines().map(parse).map(of).collect();
    found.sort();
    found
}

#[test]
fn people_merge_and_take_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let (reports, db) = (folder.path().join("reports"), folder.path().join("north.db"));
    fs::create_dir(&reports).unwrap();
    write_reports(&reports);
    on(&db, &["ingest", arg(&reports), "--by", "ann"]);
    let before = incidents(&db);
    assert!(before.len() >= 2, "{before:?}");
    let entries = on(&db, &["verify"]);
    let entry = entries.split("newest entry: ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    let (a, b) = (&before[0].0, &before[1].0);
    let decided = on(&db, &["incident", "merge", a, b, "--by", "ann", "--note", "one happening"]);
    let merged = incidents(&db);
    assert_eq!(merged.len(), before.len() - 1, "{decided}");
    let changes = on(&db, &["changes", "--since", &entry]);
    assert!(changes.contains("withdrawn") && changes.contains("its events are in"), "{changes}");
    // The decision outlives a newer coding.
    on(&db, &["recode", "--by", "ann", "--screen"]);
    assert_eq!(incidents(&db).len(), merged.len());
    let decisions = on(&db, &["incident", "decisions"]);
    assert!(
        decisions.contains("ann  merge ") && decisions.trim_end().ends_with(": one happening"),
        "{decisions}"
    );
    let decision = decisions.split(' ').next().unwrap();
    on(&db, &["incident", "undo", decision, "--by", "bob"]);
    assert_eq!(incidents(&db), before);
    assert!(on(&db, &["verify"]).starts_with("sound: "));
    let output = run(&["incident", "merge", "nobody", a, "--by", "ann", "--db", arg(&db)]);
    assert!(words(&output.stderr).contains("nobody: no such incident, event or decision"));
}

#[test]
fn people_review_and_correct_and_take_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let (reports, db) = (folder.path().join("reports"), folder.path().join("north.db"));
    fs::create_dir(&reports).unwrap();
    write_reports(&reports);
    on(&db, &["ingest", arg(&reports), "--by", "ann"]);
    let before = incidents(&db);
    let clash = |db: &Path| on(db, &["incidents", "--kind", "clash", "--format", "jsonl"]);
    let found: serde_json::Value = serde_json::from_str(clash(&db).lines().next().unwrap()).unwrap();
    let (id, event) = (found["id"].as_str().unwrap(), found["events"][0]["event"].as_str().unwrap());
    // A rejected event takes its incident with it, outlasts a newer coding, and can be brought back.
    on(&db, &["incident", "review", id, "--reject", "--by", "ann", "--note", "an exercise"]);
    assert_eq!(clash(&db), "");
    on(&db, &["recode", "--by", "ann", "--screen"]);
    assert_eq!(clash(&db), "");
    let rejected = on(&db, &["incident", "rejected"]);
    assert!(rejected.contains("Clash near Palmyra") && rejected.contains("ann: an exercise"), "{rejected}");
    on(&db, &["incident", "review", event, "--open", "--by", "bob"]);
    assert_eq!(incidents(&db), before);
    // A correction stands beside what the coder read, and makes the incident a reviewed one.
    let correct = ["event", "correct", event, "--by", "bob"];
    on(&db, &[&correct[..], &["--field", "place", "--value", "Saraqib, Idlib"]].concat());
    on(&db, &[&correct[..], &["--field", "killed", "--value", "10-14"]].concat());
    let shown = on(&db, &["show", id]);
    for expected in
        ["place        Saraqib", "people       reviewed", "[corrected by bob]", "[corrected since]", "10"]
    {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    let reviewed = on(&db, &["incidents", "--status", "reviewed", "--format", "csv"]);
    assert!(reviewed.lines().count() == 2 && reviewed.contains(",10,10,14,"), "{reviewed}");
    let decisions = on(&db, &["incident", "decisions"]);
    for decision in decisions.lines().filter(|line| line.contains("  correct ")) {
        on(&db, &["incident", "undo", decision.split(' ').next().unwrap(), "--by", "bob"]);
    }
    assert_eq!(on(&db, &["incidents", "--status", "reviewed", "--format", "jsonl"]), "");
    assert!(on(&db, &["verify"]).starts_with("sound: "));
    let output = run(&["event", "correct", event, "--field", "time", "--value", "soon", "--db", arg(&db)]);
    assert!(words(&output.stderr).contains("soon is no time"), "{}", words(&output.stderr));
}

#[test]
fn an_incident_is_listed_shown_and_written_as_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let (reports, db) = (folder.path().join("reports"), folder.path().join("north.db"));
    fs::create_dir(&reports).unwrap();
    write_reports(&reports);
    on(&db, &["ingest", arg(&reports), "--by", "ann"]);
    let all = incidents(&db).len();
    let csv = on(&db, &["incidents", "--where", "Saraqib", "--kind", "fighting", "--format", "csv"]);
    let rows: Vec<&str> = csv.lines().collect();
    assert!(
        rows[0].starts_with("incident,kind,family,grade") && rows.len() > 1 && rows.len() <= all,
        "{csv}"
    );
    assert!(rows[1..].iter().all(|row| row.contains(",Saraqib,")), "{csv}");
    let id = rows[1].split(',').next().unwrap();
    let shown = on(&db, &["show", id]);
    for expected in ["attested", "killed", "Saraqib", "according to"] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    let page = folder.path().join("page.html");
    on(&db, &["report", id, "--html", "--output", arg(&page)]);
    let html = fs::read_to_string(&page).unwrap();
    assert!(html.contains("Claims side by side") && html.contains("<q>"), "{html}");
    assert!(!html.contains("src=") && !html.contains("<script"), "it loads nothing");
    let none = on(&db, &["incidents", "--where", "Saraqib", "--until", "2016-01-01", "--format", "json"]);
    assert_eq!(none, "[]\n");
    let with_words = on(&db, &["incidents", "--text", "doctor -harvest", "--format", "jsonl"]);
    assert!(!with_words.is_empty() && with_words.lines().count() < all, "{with_words}");
    let by_actor = on(&db, &["incidents", "--actor", "ISIS", "--format", "csv"]);
    assert!(by_actor.lines().skip(1).all(|row| row.contains("Islamic State")), "{by_actor}");
    assert!(by_actor.lines().count() > 1, "any of its names finds it");
}
