//! What a database holds goes out in the shape of other data sets, and is compared with one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{arg, run, words};

const REPORTS: [(&str, &str, &str); 3] = [
    (
        "wire",
        "2017-07-14",
        "Hay'at Tahrir al-Sham attacks a post near Saraqib\n\nHay'at Tahrir al-Sham attacked a post of the Syrian army in \
         Saraqib on Thursday and killed 7 soldiers, residents said.\n",
    ),
    (
        "post",
        "2017-07-20",
        "Clash in Palmyra\n\nIslamic State clashed with the Syrian army in Palmyra on Wednesday. Twelve fighters were \
         killed, activists said.\n",
    ),
    (
        "note",
        "2017-07-21",
        "Rebels threaten\n\nAhrar al-Sham threatened Hay'at Tahrir al-Sham on Thursday.\n",
    ),
];

/// A database of the reports above.
fn database(folder: &Path) -> PathBuf {
    let reports = folder.join("reports");
    fs::create_dir(&reports).unwrap();
    let mut manifest = String::new();
    for (name, published, text) in REPORTS {
        fs::write(reports.join(format!("{name}.txt")), text).unwrap();
        manifest += &format!(
            "[[report]]\nfile = \"{name}.txt\"\npublished = {published}\noutlet = \"Orontes {name}\"\n\n"
        );
    }
    fs::write(reports.join("manifest.toml"), manifest).unwrap();
    let db = folder.join("north.db");
    on(&db, &["ingest", arg(&reports)]);
    db
}

/// Runs a command on the database that has to go well, and gives what it prints on both streams.
fn on(db: &Path, args: &[&str]) -> (String, String) {
    let output = run(&[args, &["--db", arg(db)]].concat());
    assert!(output.status.success(), "{args:?}: {}", words(&output.stderr));
    (words(&output.stdout).to_owned(), words(&output.stderr).to_owned())
}

#[test]
fn every_shape_is_written_twice_in_the_same_bytes_and_says_what_it_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let db = database(folder.path());
    for shape in ["acled", "ucdp", "plover", "polecat", "icews"] {
        let file = folder.path().join(format!("{shape}.out"));
        let (_, said) = on(&db, &["export", shape, "--output", arg(&file)]);
        assert!(said.contains(" rows"), "{shape}: {said}");
        let release: serde_json::Value = serde_json::from_slice(
            &fs::read(folder.path().join(format!("{shape}.out.release.json"))).unwrap(),
        )
        .unwrap();
        assert_eq!(release["profile"], shape);
        assert!(release["tally"]["files"][0]["rows"].as_u64().unwrap() > 0, "{shape}: {release}");
        assert_eq!(release["tally"]["files"][0]["file"], format!("{shape}.out"), "as the reader calls it");
        assert!(said.contains(&format!("{shape}.out: ")), "{said}");
        let (printed, _) = on(&db, &["export", shape]);
        assert_eq!(printed, fs::read_to_string(&file).unwrap(), "{shape}");
    }
    let gdelt = folder.path().join("gdelt");
    on(&db, &["export", "gdelt", "--output", arg(&gdelt)]);
    for (file, columns) in [("gdelt.export.CSV", 61), ("gdelt.mentions.CSV", 16)] {
        let text = fs::read_to_string(gdelt.join(file)).unwrap();
        assert!(
            text.lines().count() > 0 && text.lines().all(|line| line.split('\t').count() == columns),
            "{file}"
        );
    }
    let log = folder.path().join("log.jsonl");
    let (csv, said) = on(&db, &["export", "acled", "--log", arg(&log)]);
    assert!(csv.contains("State forces-Rebel group"), "{csv}");
    let logged = fs::read_to_string(&log).unwrap();
    let left_out = "ACLED does not code words, aid or sanctions";
    assert!(said.contains(left_out) && logged.contains(left_out), "{said}{logged}");
}

#[test]
fn shapes_are_listed_and_misspelt_ones_are_refused() {
    let listed = run(&["export", "--list"]);
    assert!(words(&listed.stdout).contains("--set inter=words|numbers"));
    let folder = tempfile::tempdir().unwrap();
    let db = database(folder.path());
    for (args, says) in [
        (vec!["export", "acles"], "no such profile; there are csv"),
        (vec!["export", "acled", "--set", "inter=roman"], "words or numbers"),
        (vec!["export", "acled", "--set", "outer=1"], "has no setting outer"),
        (vec!["export", "gdelt"], "name a folder"),
    ] {
        let output = run(&[&args[..], &["--db", arg(&db)]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(words(&output.stderr).contains(says), "{args:?}: {}", words(&output.stderr));
    }
}

/// The figures of a comparison.
fn figures(db: &Path, args: &[&str]) -> serde_json::Value {
    let (json, _) = on(db, &[&["compare"], args, &["--format", "json"]].concat());
    serde_json::from_str(&json).unwrap()
}

#[test]
fn what_is_exported_as_ucdp_is_found_again_with_and_without_its_header() {
    let folder = tempfile::tempdir().unwrap();
    let db = database(folder.path());
    let ged = folder.path().join("ged.csv");
    on(&db, &["export", "ucdp", "--output", arg(&ged)]);
    let whole = figures(&db, &[arg(&ged)]);
    let n = whole["n_found"].as_u64().unwrap();
    assert!(n >= 2, "{whole}");
    assert_eq!((&whole["n_missed"], &whole["n_extra"]), (&0.into(), &0.into()));
    for field in ["place", "time", "deaths"] {
        assert_eq!(whole["fields"][field]["same"], n, "{field}: {}", whole["fields"]);
    }
    let text = fs::read_to_string(&ged).unwrap();
    let bare = folder.path().join("bare.csv");
    fs::write(&bare, text.split_once('\n').unwrap().1).unwrap();
    assert_eq!(figures(&db, &[arg(&bare)])["n_found"], n);
}

#[test]
fn a_table_is_compared_by_a_mapping_and_its_faults_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let db = database(folder.path());
    let (table, mapping) = (folder.path().join("own.csv"), folder.path().join("own.toml"));
    let rows =
        "case,day,y,x,dead\nA,2017-07-13,35.86,36.80,9\nB,2017-05-01,33.5,36.3,4\nC,13/07/2017,35.9,36.8,1\n";
    fs::write(&table, rows).unwrap();
    fs::write(&mapping, "id = 'case'\ndate = 'day'\nlatitude = 'y'\nlongitude = 'x'\ndeaths = 'dead'\n")
        .unwrap();
    let args = ["compare", arg(&table), "--mapping", arg(&mapping), "--format", "csv"];
    let output = run(&[&args[..], &["--db", arg(&db)]].concat());
    assert_eq!(output.status.code(), Some(1), "a row could not be used");
    assert!(
        words(&output.stderr).contains("own.csv:4: day is \"13/07/2017\": no day"),
        "{}",
        words(&output.stderr)
    );
    let csv = words(&output.stdout).to_owned();
    let of_case: BTreeMap<&str, &str> = csv
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split(',');
            Some((cells.next()?, cells.next()?))
        })
        .map(|(class, case)| (case, class))
        .collect();
    assert_eq!((of_case["A"], of_case["B"]), ("differing", "missed"), "{csv}");
    fs::write(
        &table,
        "case,day,y,x,land,what\nA,2017-07-13,35.86,36.80,Atlantis,clash\nB,2017-05-01,,,Atlantis,clash\n\
         C,2017-05-01,33.5,36.3,Syria,quarrel\n",
    )
    .unwrap();
    fs::write(
        &mapping,
        "id = 'case'\ndate = 'day'\nlatitude = 'y'\nlongitude = 'x'\ncountry = 'land'\nkind = { column = 'what' }\n",
    )
    .unwrap();
    let output = run(&[&args[..], &["--db", arg(&db)]].concat());
    assert_eq!(output.status.code(), Some(1));
    for said in [
        "own.csv:2: land is \"Atlantis\": no country that the gazetteer knows; the row is compared without it",
        "own.csv:3: land is \"Atlantis\": no country",
        "own.csv:4: what is \"quarrel\": no kind of the codebook",
    ] {
        assert!(words(&output.stderr).contains(said), "{said}: {}", words(&output.stderr));
    }
    assert!(words(&output.stdout).contains("kind_agrees"));
    let unknown = run(&["compare", arg(&table), "--db", arg(&db)]);
    assert!(words(&unknown.stderr).contains("name its columns in a mapping"), "{}", words(&unknown.stderr));
}

#[test]
fn a_dash_is_standard_output_and_a_shape_of_several_files_wants_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let db = database(folder.path());
    let (text, _) = on(&db, &["export", "acled", "-o", "-"]);
    assert!(text.starts_with("event_id_cnty,"), "{text}");
    let file = folder.path().join("x.csv");
    let output = run(&["export", "gdelt", "-o", arg(&file), "--db", arg(&db)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output.stderr).contains("gdelt writes a folder"), "{}", words(&output.stderr));
    assert!(!file.exists());
    let output = run(&["incidents", "--since", "yesterday", "--db", arg(&db)]);
    assert!(words(&output.stderr).contains("not a date such as 2017-07-15"), "{}", words(&output.stderr));
}

#[test]
fn an_empty_file_of_another_name_becomes_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let (text, db) = (folder.path().join("notes.txt"), folder.path().join("north.sqlite"));
    fs::write(&text, "").unwrap();
    fs::write(&db, "").unwrap();
    let output = run(&["incidents", "--db", arg(&text)]);
    assert!(!output.status.success());
    assert!(words(&output.stderr).contains("an empty file"), "{}", words(&output.stderr));
    assert_eq!(fs::metadata(&text).unwrap().len(), 0);
    on(&db, &["incidents"]);
}
