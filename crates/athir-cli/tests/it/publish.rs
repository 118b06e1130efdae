//! What is published, signed, agreed to and withdrawn, as people at two terminals meet it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::command::{arg, run, words};

const TELLTALE: [&str; 6] = ["Kafr Nabl", "2017-07-13", "market", "Orontes", "gn:", "residents"];

struct Desk {
    folder: tempfile::TempDir,
    db: PathBuf,
}

impl Desk {
    /// A database of two reports, one of a shelling and one of a hospital, and a profile.
    fn new(profile: &str) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let reports = folder.path().join("reports");
        fs::create_dir(&reports).unwrap();
        let texts = [
            (
                "market",
                "Shells hit a market in Kafr Nabl\n\nGovernment forces shelled a market in Kafr Nabl on Thursday, killing \
                 12 people, residents said.\n",
            ),
            (
                "ward",
                "Jets strike hospital in Saraqib\n\nWarplanes struck a hospital in Saraqib on Thursday, killing 9 \
                 patients, a doctor said.\n",
            ),
        ];
        let mut manifest = String::new();
        for (name, text) in texts {
            fs::write(reports.join(format!("{name}.txt")), text).unwrap();
            manifest += &format!(
                "[[report]]\nfile = \"{name}.txt\"\npublished = 2017-07-15\noutlet = \"Orontes {name}\"\n\
                 licence = \"CC BY 4.0\"\n\n"
            );
        }
        fs::write(reports.join("manifest.toml"), manifest).unwrap();
        fs::write(folder.path().join("desk.toml"), profile).unwrap();
        let db = folder.path().join("desk.db");
        let desk = Desk { folder, db };
        desk.on(&["ingest", arg(&reports), "--by", "ann"]);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, args: &[&str]) -> Output {
        run(&[args, &["--db", arg(&self.db)]].concat())
    }

    fn on(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", words(&output.stderr));
        format!("{}{}", words(&output.stdout), words(&output.stderr))
    }

    fn publish(&self, by: &str) -> String {
        self.on(&["publish", arg(&self.path("desk.toml")), "--to", arg(&self.path("out")), "--by", by])
    }

    fn out(&self, name: &str) -> String {
        fs::read_to_string(self.path("out").join(name)).unwrap_or_default()
    }
}

fn profile(ceiling: &str, show: &str) -> String {
    format!(
        "name = \"desk\"\nexports = [\"plover\"]\n[place]\nfloor = \"admin1\"\n[time]\nfloor = \"month\"\ndelay = 30\n\
         [sensitivity]\nceiling = \"{ceiling}\"\n[sources]\nshow = \"{show}\"\n[checklist]\npurpose = \"To try it.\"\n\
         risk = \"None.\"\nprecision = \"Provinces.\"\ntexts = \"None.\"\nsources = \"Invented.\"\n"
    )
}

fn ids(rows: &str) -> Vec<String> {
    let id = |row: &str| {
        serde_json::from_str::<serde_json::Value>(row).unwrap()["id"].as_str().unwrap().to_owned()
    };
    rows.lines().map(id).collect()
}

/// The twelve letters before a state in a list of publications.
fn publication(list: &str, state: &str) -> String {
    let line = list.lines().find(|line| line.contains(state)).unwrap_or_else(|| panic!("{state}: {list}"));
    line.split_whitespace().next().unwrap().to_owned()
}

#[test]
fn what_comes_out_leads_nowhere_and_is_signed() {
    let desk = Desk::new(&profile("moderate", "alias"));
    let preview = desk.on(&["publish", arg(&desk.path("desk.toml")), "--preview"]);
    assert!(preview.contains("kept back: above the ceiling: health"), "{preview}");
    assert!(!desk.path("out").exists() && !desk.path("desk.keys").exists(), "a preview writes nothing");
    desk.publish("ann");
    let rows = desk.out("plover.jsonl");
    assert!(!rows.is_empty() && rows.contains("Idlib") && rows.contains("machine-coded"), "{rows}");
    let manifest: serde_json::Value = serde_json::from_str(&desk.out("manifest.json")).unwrap();
    for text in [&rows, &manifest.to_string()] {
        TELLTALE.iter().for_each(|telltale| assert!(!text.contains(telltale), "{telltale} stands in {text}"));
    }
    assert_eq!(manifest["content"]["incidents"], rows.lines().count());
    assert_eq!(manifest["content"]["withheld"]["above the ceiling: health"], "fewer than 5");
    assert_eq!(manifest["content"]["sources"][0]["name"], "Source 1");
    assert!(desk.on(&["publish", "list"]).contains("written"));
    assert!(desk.on(&["verify"]).starts_with("sound"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(desk.path("desk.keys")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "nobody else reads the keys");
    }
    let shapes = manifest["content"]["shapes"].as_array().unwrap();
    assert_eq!(shapes.len(), 1, "what a shape leaves out is said once: {shapes:?}");
    assert!(manifest["content"]["files"][0].get("left_out").is_none());
    assert_eq!(manifest["content"]["sources"][0]["licences"][0], "CC BY 4.0");
    let again = rows.clone();
    desk.publish("ann");
    assert_eq!(ids(&desk.out("plover.jsonl")), ids(&again), "a series keeps its names");
}

#[test]
fn a_second_person_agrees_before_anything_is_written() {
    let desk = Desk::new(&profile("high", "outlet"));
    let first = desk.publish("ann");
    assert!(first.contains("a second person has to agree"), "{first}");
    assert!(!desk.path("out").exists());
    let id = publication(&desk.on(&["publish", "list"]), "waits");
    let same = desk.run(&["publish", "approve", &id, "--by", " ANN "]);
    assert!(words(&same.stderr).contains("it takes a second person"), "{}", words(&same.stderr));
    desk.publish("ann");
    assert_eq!(publication(&desk.on(&["publish", "list"]), "waits"), id, "asking again signs nothing new");
    desk.on(&["publish", "approve", &id, "--by", "ben"]);
    assert!(!desk.run(&["publish", "approve", &id, "--by", "ben"]).status.success(), "once is enough");
    desk.publish("ann");
    assert!(desk.out("plover.jsonl").lines().count() >= 2, "the hospital is in it");
    assert!(desk.on(&["verify"]).starts_with("sound"));
}

#[test]
fn what_was_agreed_to_is_what_comes_out_or_nothing() {
    let desk = Desk::new(&profile("high", "outlet"));
    desk.publish("ann");
    let id = publication(&desk.on(&["publish", "list"]), "waits");
    desk.on(&["publish", "approve", &id, "--by", "ben"]);
    let more = desk.path("more.txt");
    fs::write(
        &more,
        "Clash near Palmyra\n\nIslamic State clashed with Ahrar al-Sham in Palmyra on 3 July 2017, leaving 12 fighters dead.\n",
    )
    .unwrap();
    desk.on(&["ingest", arg(&more), "--published", "2017-07-20", "--by", "ann"]);
    let changed = desk.publish("ann");
    assert!(changed.contains("other files would come out"), "{changed}");
    assert!(!desk.path("out").exists(), "nobody has agreed to these");
}

#[test]
fn a_recalled_incident_is_gone_and_has_a_tombstone() {
    let desk = Desk::new(&profile("moderate", "outlet"));
    desk.publish("ann");
    let id = publication(&desk.on(&["publish", "list"]), "written");
    let before = ids(&desk.out("plover.jsonl"));
    let (keys, to) = (desk.path("desk.keys"), desk.path("out"));
    let recall = [
        "recall",
        &id,
        "--incident",
        &before[0],
        "--why",
        "A man called.",
        "--to",
        arg(&to),
        "--keys",
        arg(&keys),
        "--by",
        "ann",
    ];
    desk.on(&recall);
    assert!(!ids(&desk.out("plover.jsonl")).contains(&before[0]));
    let tombstones = desk.out("recalled.csv");
    assert!(
        tombstones.contains(&format!("{id},{},", before[0])) && !tombstones.contains("called."),
        "{tombstones}"
    );
    desk.on(&recall);
    assert_eq!(desk.out("recalled.csv"), tombstones, "withdrawn twice is withdrawn once");
    assert!(desk.on(&["publish", "list"]).contains(", 1 recalled"));
    desk.publish("ann");
    assert!(!ids(&desk.out("plover.jsonl")).contains(&before[0]), "later publications leave it out");
    desk.on(&["recall", &id, "--why", "All of it.", "--to", arg(&to), "--keys", arg(&keys), "--by", "ann"]);
    assert_eq!(desk.out("plover.jsonl"), "");
    assert!(desk.out("manifest.json").contains("\"recalled\": true"));
    assert!(desk.on(&["verify"]).starts_with("sound"));
}

#[test]
fn nothing_is_written_over_and_nothing_without_answers() {
    let desk = Desk::new(&profile("moderate", "outlet").replace("risk = \"None.\"\n", ""));
    let args = |to: &Path| {
        ["publish", arg(&desk.path("desk.toml")), "--to", arg(to), "--by", "ann"].map(str::to_owned)
    };
    let run = |to: &Path, more: &[&str]| {
        let args = args(to);
        let args: Vec<&str> = args.iter().map(String::as_str).chain(more.iter().copied()).collect();
        let output = desk.run(&args);
        (output.status.success(), words(&output.stderr).to_owned())
    };
    let (went_well, told) = run(&desk.path("out"), &[]);
    assert!(!went_well && told.contains("no answer to: risk (who could come to harm"), "{told}");
    let (went_well, told) = run(&desk.path("reports"), &["--confirm", "risk=Asked Ben."]);
    assert!(!went_well && told.contains("no publication of athir"), "{told}");
    assert!(desk.path("reports").join("market.txt").exists());
    let (went_well, told) = run(&desk.path("out"), &["--confirm", "risk=Asked Ben."]);
    assert!(went_well, "{told}");
    assert!(desk.on(&["publish", "list"]).contains("Asked Ben."));
}

#[test]
fn somebody_with_a_name_signs_and_another_one_agrees() {
    let desk = Desk::new(&profile("high", "outlet"));
    let told = |args: &[&str]| {
        let output = desk.run(args);
        (output.status.success(), words(&output.stderr).to_owned())
    };
    let (profile, out) = (desk.path("desk.toml"), desk.path("out"));
    let publish = |by| told(&["publish", arg(&profile), "--to", arg(&out), "--by", by]);
    for nobody in ["unnamed", "Unnamed", "-"] {
        let (went_well, said) = publish(nobody);
        assert!(!went_well && said.contains("by somebody with a name"), "{nobody:?}: {said}");
    }
    assert!(publish("ann b.").0);
    let id = publication(&desk.on(&["publish", "list"]), "waits");
    let (went_well, said) = told(&["publish", "approve", &id, "--by", "Ann  B"]);
    assert!(!went_well && said.contains("a second person"), "{said}");
    for (name, role) in [("ben", "publisher"), ("rita", "reviewer"), ("cody", "coder")] {
        let args = ["account", "add", name, "--role", role, "--db", arg(&desk.db), "--by", "ann"];
        let output = crate::command::run_with_input(&args, b"twelve quiet mills\n");
        assert!(output.status.success(), "{}", words(&output.stderr));
    }
    let (went_well, said) = told(&["publish", "approve", &id, "--by", "cody"]);
    assert!(!went_well && said.contains("cody: no account of this database that may approve"), "{said}");
    let keys = desk.path("desk.keys");
    let (went_well, said) = told(&["recall", &id, "--why", "x", "--by", "somebody", "--keys", arg(&keys)]);
    assert!(!went_well && said.contains("no account"), "{said}");
    assert!(!publish("rita").0, "a reviewer agrees, and does not publish");
    desk.on(&["publish", "approve", &id, "--by", "rita"]);
    assert!(publish("ben").0);
    assert!(out.join("manifest.json").exists());
}

/// Spearman's correlation of two orders of the same things.
fn correlation(one: &[String], other: &[String]) -> f64 {
    let n = one.len() as f64;
    let rank = |of: &[String], name: &String| of.iter().position(|known| known == name).unwrap() as f64;
    let squares: f64 = one.iter().map(|name| (rank(one, name) - rank(other, name)).powi(2)).sum();
    1.0 - 6.0 * squares / (n * (n * n - 1.0))
}

#[test]
fn no_file_lists_records_in_the_order_of_the_database() {
    let shapes: Vec<String> = athir::export::profiles()
        .iter()
        .filter(|shape| !shape.needs.texts)
        .map(|shape| format!("\"{}\"", shape.name))
        .collect();
    let profile = profile("moderate", "alias").replace("[\"plover\"]", &format!("[{}]", shapes.join(", ")));
    let desk = Desk::new(&profile);
    let key = "key = \"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\"\n";
    fs::write(desk.path("desk.keys"), key).unwrap();
    let towns = ["Saraqib", "Kafr Nabl", "Maarat al-Numan", "Jisr al-Shughur", "Ariha", "Binnish"];
    let mut table = "text,published,outlet\n".to_owned();
    for n in 0..36 {
        let (town, day) = (towns[n % 6], 1 + n / 6 * 4);
        table += &format!(
            "\"Ahrar al-Sham clashed with the Islamic State in {town} on {day} May 2017, leaving {} fighters dead.\",\
             2017-05-28,Wire {n}\n",
            10 + n
        );
    }
    let file = desk.path("more.csv");
    fs::write(&file, table).unwrap();
    desk.on(&["ingest", arg(&file), "--by", "ann"]);
    desk.publish("ann");
    let plain = desk.path("plain");
    desk.on(&["export", "csv", "-o", arg(&plain)]);
    let keys = athir::publish::Keys::read(&fs::read_to_string(desk.path("desk.keys")).unwrap()).unwrap();
    // The first cell of a row of athir's own tables is the record's name; the rows have the order of the database.
    let names = |file: &str, kind: &str| -> Vec<String> {
        let text = fs::read_to_string(plain.join(file)).unwrap();
        let id = |line: &str| line.split(',').next().unwrap().to_owned();
        text.lines().skip(1).map(id).map(|id| keys.name(kind, &id)).collect()
    };
    let orders = [names("reports.csv", "report"), names("incidents.csv", "incident")];
    let (mut n_files, mut n_tried) = (0, 0);
    let mut folders = vec![desk.path("out")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            n_files += 1;
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            for order in &orders {
                let mut found: Vec<(usize, &String)> =
                    order.iter().filter_map(|name| Some((text.find(name.as_str())?, name))).collect();
                found.sort();
                let listed: Vec<String> = found.into_iter().map(|(_, name)| name.clone()).collect();
                if listed.len() < 12 {
                    continue;
                }
                n_tried += 1;
                let in_database: Vec<String> =
                    order.iter().filter(|name| listed.contains(name)).cloned().collect();
                let rho = correlation(&listed, &in_database);
                assert!(rho.abs() < 0.5, "{}: rank correlation {rho:.2} of {}", path.display(), listed.len());
            }
        }
    }
    assert!(n_files > 20 && n_tried > 10, "{n_files} files, {n_tried} lists");
    let reports = desk.out("csv/reports.csv");
    let listed: Vec<&str> = reports.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert!(listed.len() >= 36 && listed.is_sorted(), "by the names outside");
}

#[test]
fn the_sample_profiles_are_sound() {
    for name in ["public", "partners"] {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../data/publish/{name}.toml"));
        let desk = Desk::new(&fs::read_to_string(sample).unwrap());
        let told = desk.on(&["publish", arg(&desk.path("desk.toml")), "--preview"]);
        assert!(told.contains("incidents would come out"), "{told}");
    }
}
