//! Which actors of the UCDP actor list are a dyad of UCDP's.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::table::{given, rows};

const DYADS: &str = include_str!("../../../../data/crosswalk/shapes/dyads.tsv");

/// The number that UCDP gives to civilians as a side.
pub(crate) const CIVILIANS: u32 = 1;

/// A dyad, as UCDP knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dyad {
    /// Its number.
    pub(crate) number: &'static str,
    /// The actor that UCDP names first.
    pub(crate) side_a: u32,
    /// The number of the conflict, where it is known.
    pub(crate) conflict: Option<&'static str>,
}

/// Dyads by type of violence and actors, the lower number first.
static BY_ACTORS: LazyLock<BTreeMap<(u8, u32, u32), Dyad>> =
    LazyLock::new(|| rows(DYADS).filter_map(read).collect());

fn read(row: Vec<&'static str>) -> Option<((u8, u32, u32), Dyad)> {
    let (kind, a, b): (u8, u32, u32) = (row[0].parse().ok()?, row[2].parse().ok()?, row[3].parse().ok()?);
    Some(((kind, a.min(b), a.max(b)), Dyad { number: row[1], side_a: a, conflict: given(row[4]) }))
}

/// The dyad of two actors in a type of violence: 1 state-based, 2 non-state, 3 one-sided.
pub(crate) fn dyad(type_of_violence: u8, a: u32, b: u32) -> Option<Dyad> {
    BY_ACTORS.get(&(type_of_violence, a.min(b), a.max(b))).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_is_found_by_its_actors_in_either_order() {
        let mut n = 0;
        for row in rows(DYADS) {
            let (a, b) = (row[2].parse().unwrap(), row[3].parse().unwrap());
            let kind = row[0].parse().unwrap();
            assert!((1..=3).contains(&kind), "{row:?}");
            assert_eq!(dyad(kind, a, b).map(|dyad| dyad.number), Some(row[1]), "{row:?}");
            assert_eq!(dyad(kind, b, a).map(|dyad| dyad.side_a), Some(a), "{row:?}");
            assert_eq!(kind == 3, b == CIVILIANS, "{row:?}");
            n += 1;
        }
        assert_eq!(n, BY_ACTORS.len(), "no pair has two dyads of a type");
    }
}
