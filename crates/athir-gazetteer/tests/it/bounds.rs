//! Damaged files and strange names.

use std::sync::LazyLock;

use athir_gazetteer::{Gazetteer, GazetteerError, fold, skeleton};
use proptest::prelude::*;

use crate::fixture;

static FILE: LazyLock<Vec<u8>> = LazyLock::new(fixture::bytes);
static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(fixture::gazetteer);

#[test]
fn a_file_cut_short_anywhere_is_refused() {
    for len in 0..FILE.len() {
        assert!(Gazetteer::from_bytes(FILE[..len].to_vec()).is_err(), "{len} bytes");
    }
}

#[test]
fn other_formats_and_versions_are_told_from_damage() {
    let mut file = FILE.clone();
    file[0] = b'x';
    assert!(matches!(Gazetteer::from_bytes(file), Err(GazetteerError::Format { .. })));
    let mut file = FILE.clone();
    file[8] = 99;
    assert!(matches!(Gazetteer::from_bytes(file), Err(GazetteerError::Format { .. })));
    let mut file = FILE.clone();
    file.push(0);
    assert!(matches!(Gazetteer::from_bytes(file), Err(GazetteerError::Damaged { .. })));
}

#[test]
fn a_missing_file_is_named() {
    let error = Gazetteer::open("no/such/place.gaz").unwrap_err();
    assert!(error.to_string().starts_with("no/such/place.gaz: "), "{error}");
}

proptest! {
    #[test]
    fn a_changed_byte_is_refused(at in 0..FILE.len(), change in 1..=u8::MAX) {
        let mut file = FILE.clone();
        file[at] ^= change;
        prop_assert!(Gazetteer::from_bytes(file).is_err());
    }

    #[test]
    fn random_bytes_are_refused(bytes: Vec<u8>) {
        prop_assert!(Gazetteer::from_bytes(bytes).is_err());
    }

    #[test]
    fn any_text_can_be_folded_and_folding_twice_changes_nothing(text: String) {
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded.clone());
        prop_assert_eq!(folded.trim(), &folded);
        skeleton(&text);
    }

    #[test]
    fn any_text_can_be_looked_up(text: String, words: Vec<String>) {
        prop_assert!(GAZETTEER.find(&text).len() <= 64);
        GAZETTEER.adjective_country(&text);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if let Some(n) = GAZETTEER.longest_at(&words) {
            prop_assert!((1..=words.len()).contains(&n));
        }
    }
}
