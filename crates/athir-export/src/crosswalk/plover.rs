//! PLOVER's event types and modes with their scores.

use super::table::rows;

const SCORES: &str = include_str!("../../../../data/crosswalk/shapes/plover.tsv");
const MEANS: &str = include_str!("../../../../data/crosswalk/shapes/means.tsv");

/// What PLOVER's manual says of a type with a mode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PloverScore {
    /// 1 verbal co-operation, 2 material co-operation, 3 verbal conflict, 4 material conflict.
    pub(crate) quad: u8,
    /// From -10, the most conflictual, to 10.
    pub(crate) score: f64,
}

/// The score of a type with a mode; of the type alone where the mode has none.
pub(crate) fn plover_score(plover: &str, mode: &str) -> Option<PloverScore> {
    let with = |mode: &str| {
        rows(SCORES)
            .find(|row| row[0] == plover && row[1] == mode)
            .and_then(|row| Some(PloverScore { quad: row[2].parse().ok()?, score: row[3].parse().ok()? }))
    };
    with(mode).or_else(|| with(""))
}

/// The mode of an assault with these means. The longest word of the table that is in one of them decides.
pub(crate) fn mode_of_means<'w>(means: impl Iterator<Item = &'w str>) -> Option<&'static str> {
    let spoken: Vec<String> = means.map(|means| format!(" {} ", means.to_lowercase())).collect();
    let is_said = |word: &str| {
        spoken
            .iter()
            .any(|means| means.contains(&format!(" {word} ")) || means.contains(&format!(" {word}s ")))
    };
    let said = rows(MEANS).filter(|row| is_said(row[0]));
    // Of words of one length the first in the table.
    said.reduce(|best, row| if row[0].len() > best[0].len() { row } else { best }).map(|row| row[1])
}

#[cfg(test)]
mod tests {
    use athir_model::EventKind;

    use super::*;

    #[test]
    fn each_row_can_be_looked_up_and_has_a_quad_and_a_score() {
        for row in rows(SCORES) {
            let found = plover_score(row[0], row[1]).unwrap();
            assert_eq!(found.score.to_string(), row[3], "{row:?}");
            assert!((1..=4).contains(&found.quad), "{row:?}");
            assert!(found.score.abs() <= 10.0, "{row:?}");
        }
    }

    #[test]
    fn every_kind_that_plover_has_a_type_for_has_a_mode_of_that_type() {
        for kind in EventKind::ALL {
            let codes = kind.codes();
            if !codes.plover.is_empty() {
                let row = rows(SCORES).find(|row| row[0] == codes.plover && row[1] == codes.plover_mode);
                assert!(row.is_some(), "{kind}: {} {}", codes.plover, codes.plover_mode);
            }
        }
    }

    #[test]
    fn each_word_for_means_gives_a_mode_of_assault() {
        for row in rows(MEANS) {
            assert!(rows(SCORES).any(|score| score[0] == "ASSAULT" && score[1] == row[1]), "{row:?}");
            assert_eq!(mode_of_means([row[0]].into_iter()), Some(row[1]));
            assert_eq!(mode_of_means([format!("two {}s", row[0]).as_str()].into_iter()), Some(row[1]));
        }
    }

    #[test]
    fn the_longest_word_decides_about_the_means() {
        assert_eq!(mode_of_means(["a barrel bomb"].into_iter()), Some("aerial"));
        assert_eq!(mode_of_means(["water cannon"].into_iter()), Some("crowd-control"));
        assert_eq!(mode_of_means(["a minefield", "words"].into_iter()), None);
    }
}
