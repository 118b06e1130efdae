//! Files that are no database, not athir's, damaged, or in the wrong place.

use std::fs;
use std::path::Path;

use athir_store::{Location, Store, StoreError};

use crate::fixture::{Fresh, coded_text, stamp};

fn error_of(path: &Path) -> String {
    let error = Store::open(&path.to_owned().into()).unwrap_err();
    let words = error.to_string();
    assert!(words.contains(&path.display().to_string()), "{words}");
    words
}

#[test]
fn a_file_that_is_no_database_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("report.txt");
    fs::write(&text, "Shells fell on the market of Sefrin.\n".repeat(100)).unwrap();
    assert!(error_of(&text).ends_with("not a database"));
    assert!(error_of(&folder.path().join("none.db")).ends_with("no such database"));
    assert!(error_of(folder.path()).starts_with("cannot open"), "a folder");
    let error = Store::create(&folder.path().join("no/such/folder.db").into()).unwrap_err();
    assert!(error.to_string().starts_with("cannot open"), "{error}");
    assert_eq!(fs::read_to_string(&text).unwrap().len(), 3700, "it is left as it is");
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE note (words TEXT)").unwrap();
    let before = fs::read(&path).unwrap();
    assert!(error_of(&path).ends_with("a database of another program"));
    assert!(matches!(Store::create(&path.clone().into()), Err(StoreError::Foreign { .. })));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_database_of_a_newer_athir_is_refused() {
    let fresh = Fresh::file();
    drop(fresh.create());
    fresh.tamper("PRAGMA user_version = 99");
    let Location::File(path) = &fresh.at else { unreachable!() };
    assert!(error_of(path).contains("made by a newer athir (schema 99"));
}

#[test]
fn a_damaged_file_gives_errors_and_never_panics() {
    let fresh = Fresh::file();
    let mut store = fresh.create();
    let reports: Vec<_> = (0..300).map(coded_text).collect();
    store.add(&reports, &stamp(0)).unwrap();
    drop(store);
    let Location::File(path) = &fresh.at else { unreachable!() };
    let whole = fs::read(path).unwrap();
    let mut n_found = 0;
    for at in (100..whole.len()).step_by(whole.len() / 40) {
        let mut bytes = whole.clone();
        let end = (at + 1500).min(bytes.len());
        for byte in &mut bytes[at..end] {
            *byte = byte.wrapping_mul(31).wrapping_add(7);
        }
        fs::write(path, &bytes).unwrap();
        let verified = Store::open(&fresh.at).and_then(|mut store| Ok((store.verify()?, store)));
        match verified {
            Ok((found, _)) if !found.is_sound() => n_found += 1,
            Ok((_, mut store)) => {
                // The damage is where nothing stands.
                for new in &reports {
                    assert_eq!(store.coded(&new.report.id).unwrap().as_ref(), Some(new), "byte {at}");
                }
            }
            Err(error) => {
                assert!(error.to_string().contains("test.db"), "{error}");
                n_found += 1;
            }
        }
    }
    assert!(n_found > 25, "{n_found} of 40 damages were found");
    fs::write(path, &whole[..whole.len() / 2]).unwrap();
    let verified = Store::open(&fresh.at).and_then(|mut store| store.verify());
    assert!(verified.map_or(true, |found| !found.is_sound()), "half of the file is missing");
}
