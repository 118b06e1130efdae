//! What other schemes make of a kind, beyond the codes that every event carries.

use athir_model::EventKind;

use super::table::rows;

const KINDS: &str = include_str!("../../../../data/crosswalk/shapes/kinds.tsv");

/// What `data/crosswalk/shapes/kinds.tsv` says of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KindRow {
    /// PLOVER's contexts that the kind alone tells.
    pub(crate) contexts: Vec<&'static str>,
    /// Whether it is a use of armed force, so that people who died in it died of that.
    pub(crate) is_armed: bool,
    /// Whether ACLED codes such happenings.
    pub(crate) is_acled: bool,
}

/// What other schemes make of a kind.
pub(crate) fn kind_row(kind: EventKind) -> KindRow {
    let row = rows(KINDS).nth(kind as usize).expect("a test finds a row for every kind");
    KindRow {
        contexts: row[1].split("; ").filter(|context| !context.is_empty()).collect(),
        is_armed: row[2] == "armed",
        is_acled: row[3] == "yes",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_row() {
        let all: Vec<Vec<&str>> = rows(KINDS).collect();
        assert_eq!(all.len(), EventKind::ALL.len());
        for (kind, row) in EventKind::ALL.into_iter().zip(all) {
            assert_eq!(row[0], kind.as_str());
            assert!(matches!(row[2], "armed" | "none"), "{row:?}");
            assert!(matches!(row[3], "yes" | "no"), "{row:?}");
            assert_eq!(row.len(), 4, "{row:?}");
            assert_eq!(kind_row(kind).is_armed, row[2] == "armed");
        }
    }
}
