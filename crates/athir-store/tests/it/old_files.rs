//! Database files of every released schema open, are brought up to date, and hold what they held.

use std::fs;
use std::path::Path;

use athir_model::IncidentId;
use athir_store::{Location, Store};

use crate::fixture::{Derived, coded_text, decision, incident, new_coding, rebuild, stamp, story, tie};

/// The schemas that were released.
const RELEASED: [u32; 3] = [1, 2, 3];

fn file(version: u32) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/schema_{version}.db"))
}

#[test]
fn files_of_every_released_schema_open_and_verify() {
    for version in RELEASED {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("old.db");
        fs::copy(file(version), &copy).unwrap();
        let mut store = Store::open(&copy.into()).unwrap();
        let found = store.verify().unwrap();
        assert!(found.is_sound(), "schema {version}: {:#?}", found.findings);
        let totals = store.totals().unwrap();
        assert_eq!((totals.n_reports, totals.n_incidents, totals.n_ties, totals.n_decisions), (4, 2, 1, 1));
        let coded = store.coded(&coded_text(1).report.id).unwrap().unwrap();
        assert_eq!(coded.coding.coder, "coder 2");
        assert!(coded.text.starts_with("Mortars hit the mill"));
        assert!(store.incident(&IncidentId("i1".to_owned())).unwrap().is_some());
        assert_eq!(store.reports_with("mortar", 10).unwrap().len(), 4);
        store.add(&[coded_text(99)], &stamp(50)).unwrap();
        assert!(store.verify().unwrap().is_sound());
    }
}

/// The version that a file of SQLite has in its header (bytes 60 to 63).
fn schema_of(file: &Path) -> u32 {
    let bytes = fs::read(file).unwrap();
    u32::from_be_bytes(bytes[60..64].try_into().unwrap())
}

#[test]
fn what_an_upgrade_replaces_is_kept_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let (old, kept) = (folder.path().join("old.db"), folder.path().join("old.db.schema-1"));
    fs::copy(file(1), &old).unwrap();
    drop(Store::open(&old.clone().into()).unwrap());
    assert_eq!(schema_of(&kept), 1);
    // The way back: the copy in the place of the database, which is the same as before.
    fs::copy(&kept, &old).unwrap();
    let mut store = Store::open(&old.into()).unwrap();
    assert_eq!(store.totals().unwrap().n_reports, 4);
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn a_database_of_this_schema_is_not_copied() {
    let folder = tempfile::tempdir().unwrap();
    let new = folder.path().join("new.db");
    fs::copy(file(RELEASED[RELEASED.len() - 1]), &new).unwrap();
    drop(Store::open(&new.into()).unwrap());
    let copies = fs::read_dir(folder.path()).unwrap().flatten();
    assert_eq!(copies.filter(|f| f.file_name().to_string_lossy().contains("schema")).count(), 0);
}

/// Writes the file of the newest schema: `WRITE_SCHEMA_FILE=1 cargo test -p athir-store -- --ignored write_schema_file`,
/// once, in the commit that adds the schema.
#[test]
#[ignore = "writes into tests/data"]
fn write_schema_file() {
    if std::env::var("WRITE_SCHEMA_FILE").is_err() {
        return;
    }
    let path = file(RELEASED[RELEASED.len() - 1]);
    assert!(!path.exists(), "{} was released; a change of the schema needs a new version", path.display());
    let mut store = Store::create(&Location::File(path.clone())).unwrap();
    let reports: Vec<_> = (0..4).map(coded_text).collect();
    store.add(&reports, &stamp(0)).unwrap();
    store.recode(&[new_coding(1, "coder 2", "bombing", 5)], &stamp(5)).unwrap();
    store.decide(&decision("d1", 1), &stamp(6)).unwrap();
    for kind in ["clash", "attack"] {
        let day = ("2026-01-02", "2026-01-02");
        let incidents = [incident("i1", kind, &[0, 1], day), incident("i2", kind, &[2], day)];
        let derived =
            Derived { stories: &[story("s1", &[0, 1])], incidents: &incidents, ties: &[tie("t1", "a", "b")] };
        rebuild(&mut store, &derived, 7).unwrap();
    }
    drop(store);
    assert!(path.exists());
}
