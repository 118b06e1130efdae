//! Every row of athir's own shapes says how far it was reviewed, who coded it by which codebook, and its licence.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use athir::arrow::read_parquet;
use athir::export::profiles;
use serde_json::Value;

use crate::command::{arg, run, words};

const REPORTS: [(&str, &str, Option<&str>); 3] = [
    (
        "wire",
        "Clash near Saraqib\n\nHay'at Tahrir al-Sham clashed with Ahrar al-Sham in Saraqib on Thursday and killed 7 of its \
         fighters, residents said.\n",
        Some("CC BY 4.0"),
    ),
    (
        "post",
        "Seven killed near Saraqib\n\nAhrar al-Sham lost seven fighters on Thursday, when it clashed with Hay'at Tahrir \
         al-Sham in Saraqib.\n",
        Some("ODbL 1.0"),
    ),
    (
        "note",
        "Bomb at a market in Manbij\n\nA bomb went off at the market of Manbij in Aleppo province on 8 June and wounded 9 \
         traders, residents said.\n",
        None,
    ),
];
/// What is said of a row, and the name of it.
const COLUMNS: [&str; 5] = ["status", "codebook", "coder", "model", "licence"];
/// Shapes whose columns others have laid down; WebAnno's layers have no place for a document's own facts.
const FIXED: [&str; 7] = ["acled", "ucdp", "plover", "polecat", "icews", "gdelt", "webanno"];
/// Months and cells have a count of what is reviewed in place of a status.
const SUMS: [&str; 2] = ["country-month", "priogrid-month"];
/// Files whose rows are reports, actors or what is filtered by: no row of them is an incident, event, claim or tie.
const OTHERS: [&str; 8] = [
    "reports.csv",
    "reports.parquet",
    "actors.csv",
    "actors.parquet",
    "datapackage.json",
    "sources.json",
    "associations.json",
    "annotation.conf",
];

fn database(folder: &Path) -> PathBuf {
    let reports = folder.join("reports");
    fs::create_dir(&reports).unwrap();
    let mut manifest = String::new();
    for (name, text, licence) in REPORTS {
        fs::write(reports.join(format!("{name}.txt")), text).unwrap();
        let licence = licence.map(|licence| format!("licence = \"{licence}\"\n")).unwrap_or_default();
        manifest += &format!(
            "[[report]]\nfile = \"{name}.txt\"\npublished = 2017-07-14\noutlet = \"Orontes {name}\"\n{licence}\n"
        );
    }
    fs::write(reports.join("manifest.toml"), manifest).unwrap();
    let db = folder.join("north.db");
    on(&db, &["ingest", arg(&reports)]);
    db
}

fn on(db: &Path, args: &[&str]) -> String {
    let output = run(&[args, &["--db", arg(db)]].concat());
    assert!(output.status.success(), "{args:?}: {}", words(&output.stderr));
    words(&output.stdout).to_owned()
}

/// The rows of a table with commas, by the names of its columns. A quoted cell may hold commas and quotes, here no lines.
fn csv_rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let cells = |line: &str| -> Vec<String> {
        let (mut all, mut is_quoted) = (vec![String::new()], false);
        for sign in line.chars() {
            match sign {
                '"' => is_quoted = !is_quoted,
                ',' if !is_quoted => all.push(String::new()),
                sign => all.last_mut().unwrap().push(sign),
            }
        }
        all
    };
    let text = text.trim_start_matches('\u{FEFF}').replace('\r', "");
    let mut lines = text.lines();
    let head = cells(lines.next().unwrap());
    lines.map(|line| head.iter().cloned().zip(cells(line)).collect()).collect()
}

fn of_json(properties: &Value) -> BTreeMap<String, String> {
    let word = |value: &Value| match value {
        Value::String(word) => word.clone(),
        Value::Array(words) => words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    };
    properties.as_object().unwrap().iter().map(|(name, value)| (name.clone(), word(value))).collect()
}

/// A line of a network's file with an edge: each column that is there with its value.
fn of_edge(line: &str) -> BTreeMap<String, String> {
    let value = |before: &str, after: &str| {
        let rest = line.split_once(before)?.1;
        Some(rest.split_once(after)?.0.to_owned())
    };
    let found = COLUMNS.into_iter().filter_map(|name| {
        let gexf = || value(&format!("for=\"{name}\" value=\""), "\"");
        let graphml = || value(&format!("key=\"edge_{name}\">"), "<");
        Some((name.to_owned(), gexf().or_else(graphml)?))
    });
    found.collect()
}

/// Words of a sentence that says all of it, as shapes have it that have no columns of their own.
fn of_sentence(line: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let review =
        ["coded by a machine", "reviewed", "open,", "accepted,"].iter().find(|words| line.contains(**words));
    found.extend(review.map(|words| ("status".to_owned(), (*words).to_owned())));
    for (name, before) in [
        ("codebook", "codebook "),
        ("coder", "coded by athir "),
        ("model", " with en_core_web"),
        ("licence", "licence of the reports: "),
    ] {
        let rest =
            line.split_once(before).map(|(_, rest)| rest.split([';', '"', '.']).next().unwrap_or_default());
        found.extend(rest.map(|words| (name.to_owned(), words.to_owned())));
    }
    found
}

/// What each row of a file says of itself.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let name = path.file_name().unwrap().to_str().unwrap();
    let text = || fs::read_to_string(path).unwrap();
    match name.rsplit_once('.').unwrap().1 {
        "csv" if name == "atlos.csv" => text().lines().skip(1).map(of_sentence).collect(),
        // Behind the names stand the hashtags, and the status has another name there.
        "csv" if name == "incidents-hxl.csv" => {
            let status = |mut row: BTreeMap<String, String>| {
                row.insert("status".to_owned(), row["reviewed"].clone());
                row
            };
            csv_rows(&text()).split_off(1).into_iter().map(status).collect()
        }
        "csv" => csv_rows(&text()),
        "geojson" => {
            let json: Value = serde_json::from_str(&text()).unwrap();
            json["features"]
                .as_array()
                .unwrap()
                .iter()
                .map(|feature| of_json(&feature["properties"]))
                .collect()
        }
        "json" if name.ends_with(".ftm.json") => {
            let is_told = |line: &&str| {
                ["Event", "UnknownLink"]
                    .iter()
                    .any(|schema| line.contains(&format!("\"schema\":\"{schema}\"")))
            };
            let text = text();
            // Of ties nothing says how far they were reviewed.
            let of = |line: &str| {
                let mut found = of_sentence(line);
                found.entry("status".to_owned()).or_insert_with(|| "none here".to_owned());
                found
            };
            text.lines().filter(is_told).map(of).collect()
        }
        "json" => {
            let json: Value = serde_json::from_str(&text()).unwrap();
            json.as_array().unwrap().iter().map(of_json).collect()
        }
        "gexf" | "graphml" => text().lines().filter(|line| line.contains("<edge ")).map(of_edge).collect(),
        "ann" => text().lines().filter(|line| line.contains("\tathir event ")).map(of_sentence).collect(),
        "parquet" => parquet_rows(path),
        _ => Vec::new(),
    }
}

fn parquet_rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut all = Vec::new();
    for batch in read_parquet(File::open(path).unwrap(), 100, &COLUMNS).unwrap() {
        let batch = batch.unwrap();
        let schema = batch.schema();
        for row in 0..batch.num_rows() {
            let one = batch.slice(row, 1);
            let columns = schema.fields().iter().zip(one.columns());
            // A list or text of one row, as it is shown; one that is empty shows no letters.
            let shown = |values: &dyn std::fmt::Debug| {
                let shown = format!("{values:?}");
                let words: Vec<&str> = shown.split('"').skip(1).step_by(2).collect();
                words.join("; ")
            };
            all.push(columns.map(|(field, values)| (field.name().clone(), shown(values))).collect());
        }
    }
    all
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Checks every row of the files of a shape, and gives the licences that they name.
fn check(shape: &str, files: &[PathBuf]) -> BTreeSet<String> {
    let mut licences = BTreeSet::new();
    let mut n_rows = 0;
    for path in files {
        let name = path.file_name().unwrap().to_str().unwrap();
        if OTHERS.contains(&name) || name.ends_with("release.json") {
            continue;
        }
        for row in rows(path) {
            n_rows += 1;
            for column in COLUMNS.iter().filter(|column| !(SUMS.contains(&shape) && **column == "status")) {
                let value = row.get(*column).map(|value| value.trim()).unwrap_or_default();
                assert!(!value.is_empty() && value != "null", "{shape}: {name}: no {column} in {row:?}");
            }
            licences.insert(row["licence"].trim().to_owned());
        }
    }
    assert!(n_rows > 0, "{shape} has rows to look at");
    licences
}

#[test]
fn every_row_of_an_export_says_who_coded_it_and_on_what_terms() {
    let folder = tempfile::tempdir().unwrap();
    let db = database(folder.path());
    for profile in profiles().iter().filter(|profile| !FIXED.contains(&profile.name)) {
        let out = folder.path().join(format!("out-{}", profile.name));
        let is_file = matches!(profile.output, athir::export::Output::File(_));
        fs::create_dir(&out).unwrap();
        let to = match profile.output {
            athir::export::Output::File(name) => out.join(name),
            athir::export::Output::Folder(_) => out.clone(),
        };
        on(&db, &["export", profile.name, "--output", arg(&to)]);
        let licences = check(profile.name, &files(&out)).into_iter().collect::<Vec<_>>().join(" | ");
        assert!(licences.contains("CC BY 4"), "{}: {licences}", profile.name);
        let about = if is_file {
            format!("{}.release.json", arg(&to))
        } else {
            format!("{}/release.json", arg(&out))
        };
        let about: Value = serde_json::from_slice(&fs::read(about).unwrap()).unwrap();
        let said = &about["tally"]["made_of"];
        // Ties have nothing to do with the report of which nobody has said.
        let has_incidents = profile.needs.items || profile.needs.reports;
        let last = has_incidents.then_some("not recorded");
        let all: Vec<&str> = ["CC BY 4.0", "ODbL 1.0"].into_iter().chain(last).collect();
        assert_eq!(said["licence"], serde_json::json!(all), "{}", profile.name);
    }
    // Where the shape has no column for it, the file beside it says so all the same.
    let acled = folder.path().join("acled.csv");
    on(&db, &["export", "acled", "--output", arg(&acled)]);
    let about: Value =
        serde_json::from_slice(&fs::read(folder.path().join("acled.csv.release.json")).unwrap()).unwrap();
    let said = &about["tally"]["made_of"];
    assert_eq!(said["incidents"]["machine"], 2, "{said}");
    assert!(said["coder"][0].as_str().unwrap().starts_with("athir "), "{said}");
}

#[test]
fn the_rows_of_an_incident_name_each_licence_of_its_reports_once_and_its_review() {
    let folder = tempfile::tempdir().unwrap();
    let db = database(folder.path());
    let incidents = |out: &str| {
        let out = folder.path().join(out);
        on(&db, &["export", "csv", "--output", arg(&out)]);
        csv_rows(&fs::read_to_string(out.join("incidents.csv")).unwrap())
    };
    let before = incidents("before");
    let told_twice =
        before.iter().find(|row| row["n_reports"] == "2").expect("two reports tell of one clash");
    assert_eq!(told_twice["licence"], "CC BY 4.0; ODbL 1.0");
    assert_eq!(told_twice["status"], "machine");
    assert!(before.iter().any(|row| row["licence"] == "not recorded"));
    on(&db, &["incident", "review", &told_twice["incident"], "--accept", "--by", "ann"]);
    let after = incidents("after");
    let reviewed = after.iter().find(|row| row["incident"] == told_twice["incident"]).unwrap();
    assert_eq!(reviewed["status"], "reviewed");
    let ties = csv_rows(&fs::read_to_string(folder.path().join("after/ties.csv")).unwrap());
    let tie =
        ties.iter().find(|row| row["a_name"].contains("Ahrar") || row["b_name"].contains("Ahrar")).unwrap();
    assert_eq!((&*tie["status"], &*tie["licence"]), ("reviewed", "CC BY 4.0; ODbL 1.0"));
}

#[test]
fn every_row_of_our_own_shapes_in_a_publication_says_so_too() {
    let folder = tempfile::tempdir().unwrap();
    let db = database(folder.path());
    let texts = ["brat", "webanno"];
    let shapes: Vec<String> = profiles()
        .iter()
        .filter(|profile| !texts.contains(&profile.name) && !FIXED.contains(&profile.name))
        // Two shapes that write one file cannot be published together, and the floor has no cell.
        .filter(|profile| profile.name != "priogrid-month")
        .map(|profile| format!("\"{}\"", profile.name))
        .collect();
    let profile = format!(
        "name = \"all\"\nexports = [{}]\n[place]\nfloor = \"admin1\"\n[time]\nfloor = \"month\"\ndelay = 30\n\
         [sensitivity]\nceiling = \"moderate\"\n[sources]\nshow = \"alias\"\n[checklist]\npurpose = \"To try it.\"\n\
         risk = \"None.\"\nprecision = \"Provinces.\"\ntexts = \"None.\"\nsources = \"Invented.\"\n",
        shapes.join(", ")
    );
    let path = folder.path().join("all.toml");
    fs::write(&path, profile).unwrap();
    let out = folder.path().join("public");
    let output = run(&["publish", arg(&path), "--to", arg(&out), "--by", "ann", "--db", arg(&db)]);
    let said = words(&output.stderr);
    assert!(output.status.success(), "{said}");
    let all: Vec<PathBuf> = files(&out)
        .into_iter()
        .filter(|path| !path.ends_with("manifest.json") && !path.ends_with("recalled.csv"))
        .collect();
    for sums in SUMS {
        let own: Vec<PathBuf> =
            all.iter().filter(|path| path.ends_with(format!("{sums}.csv"))).cloned().collect();
        if !own.is_empty() {
            check(sums, &own);
        }
    }
    let others: Vec<PathBuf> = all
        .into_iter()
        .filter(|path| !SUMS.iter().any(|sums| path.ends_with(format!("{sums}.csv"))))
        .collect();
    check("publication", &others);
    // What a shape cannot hold of it is told, at the terminal and in the manifest.
    assert!(said.contains("geojson: 2 narrowed: only an area is known: no geometry"), "{said}");
    let manifest: Value = serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    let content = &manifest["content"];
    let geojson =
        content["shapes"].as_array().unwrap().iter().find(|shape| shape["shape"] == "geojson").unwrap();
    assert_eq!(
        geojson["narrowed"]["only an area is known: no geometry; --set areas=centre gives its centre"],
        "fewer than 5",
        "{geojson}"
    );
    assert_eq!(content["review"]["machine-coded"], "fewer than 5", "{content}");
    assert!(content["coders"][0]["codebook"].is_string() && content["coders"][0]["model"].is_string());
}
