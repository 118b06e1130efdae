//! Abbreviations of states and provinces: "Ky.", "W.Va.", "BC".

use std::collections::BTreeMap;
use std::sync::LazyLock;

use athir_gazetteer::PlaceId;

static AREAS: LazyLock<BTreeMap<&str, PlaceId>> = LazyLock::new(|| {
    include_str!("../../../data/gazetteer/abbreviations.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (abbreviation, code) = line.split_once('\t')?;
            Some((abbreviation, code.parse().ok()?))
        })
        .collect()
});

/// The area that an abbreviation stands for. Capitals and full stops must be written, as "Miss" and "Ind" are words.
pub(crate) fn abbreviated_area(words: &str) -> Option<PlaceId> {
    AREAS.get(words).copied()
}

#[cfg(test)]
mod tests {
    use athir_gazetteer::Gazetteer;

    use super::*;

    #[test]
    fn every_line_names_an_area_of_the_gazetteer() {
        let lines = include_str!("../../../data/gazetteer/abbreviations.tsv").lines();
        assert_eq!(AREAS.len(), lines.filter(|line| !line.starts_with('#')).count());
        for (abbreviation, id) in AREAS.iter() {
            assert!(Gazetteer::builtin().contains(*id), "{abbreviation}");
        }
    }

    #[test]
    fn words_are_no_abbreviations() {
        assert!(abbreviated_area("Miss.").is_some());
        assert_eq!(abbreviated_area("Miss"), None);
        assert_eq!(abbreviated_area("in"), None);
    }
}
