//! ACLED's event types, sub-event types and disorder types.

use super::table::rows;

const TYPES: &str = include_str!("../../../../data/crosswalk/shapes/acled.tsv");

/// The disorder type of a sub-event type; `None` where the pair is none of ACLED's.
pub(crate) fn disorder_type(event_type: &str, sub_event_type: &str) -> Option<&'static str> {
    rows(TYPES).find(|row| row[0] == event_type && row[1] == sub_event_type).map(|row| row[2])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use athir_model::EventKind;

    use super::*;

    #[test]
    fn each_row_gives_its_disorder_type() {
        let all: Vec<Vec<&str>> = rows(TYPES).collect();
        assert_eq!(all.len(), 25, "ACLED has 25 sub-event types");
        let known = BTreeSet::from(["Political violence", "Demonstrations", "Strategic developments"]);
        for row in all {
            let found = disorder_type(row[0], row[1]).unwrap();
            assert!(found.split("; ").all(|one| known.contains(one)), "{row:?}");
        }
        assert_eq!(disorder_type("Battles", "Grenade"), None);
    }

    #[test]
    fn every_kind_has_a_sub_event_type_of_acled() {
        for kind in EventKind::ALL {
            let codes = kind.codes();
            assert!(disorder_type(&codes.acled_event_type, &codes.acled_sub_event_type).is_some(), "{kind}");
        }
    }

    #[test]
    fn the_sub_event_types_that_the_coder_gives_are_in_the_table() {
        let coder = include_str!("../../../../data/crosswalk/acled.toml");
        let types: BTreeSet<&str> = rows(TYPES).map(|row| row[1]).collect();
        let given: BTreeSet<&str> = coder
            .lines()
            .filter_map(|line| line.strip_prefix("sub_event = "))
            .map(|w| w.trim_matches('"'))
            .collect();
        assert!(given.len() > 10 && given.is_subset(&types), "{:?}", given.difference(&types));
    }
}
