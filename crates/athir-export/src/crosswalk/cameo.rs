//! CAMEO's codes with their names and Goldstein scores.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::table::rows;

const CODES: &str = include_str!("../../../../data/crosswalk/shapes/cameo.tsv");

/// What a CAMEO code stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct CameoRow {
    /// The code, leading zero and all.
    pub(crate) code: &'static str,
    /// Its name.
    pub(crate) name: &'static str,
    /// The Goldstein score, from -10 to 10, as the table writes it.
    pub(crate) goldstein: &'static str,
}

impl CameoRow {
    /// The two digits of its root.
    pub(crate) fn root(&self) -> &'static str {
        &self.code[..2]
    }

    /// The code that it is a part of: three digits, or itself where it has fewer.
    pub(crate) fn base(&self) -> &'static str {
        &self.code[..self.code.len().min(3)]
    }

    /// 1 verbal co-operation, 2 material co-operation, 3 verbal conflict, 4 material conflict.
    pub(crate) fn quad_class(&self) -> u8 {
        match self.root() {
            "01" | "02" | "03" | "04" | "05" => 1,
            "06" | "07" | "08" => 2,
            "09" | "10" | "11" | "12" | "13" => 3,
            _ => 4,
        }
    }
}

static BY_CODE: LazyLock<BTreeMap<&str, CameoRow>> = LazyLock::new(|| {
    let read = |row: Vec<&'static str>| (row[0], CameoRow { code: row[0], goldstein: row[1], name: row[2] });
    rows(CODES).map(read).collect()
});

/// What a code stands for. A code that the table lacks is read as the one that it is a part of.
pub(crate) fn cameo_row(code: &str) -> Option<CameoRow> {
    let is_digits = code.len() >= 2 && code.bytes().all(|byte| byte.is_ascii_digit());
    is_digits.then(|| (2..=code.len()).rev().find_map(|n| BY_CODE.get(&code[..n]).copied())).flatten()
}

#[cfg(test)]
mod tests {
    use athir_model::EventKind;

    use super::*;

    #[test]
    fn each_row_can_be_looked_up_and_has_a_score_and_a_root() {
        for row in rows(CODES) {
            let found = cameo_row(row[0]).unwrap();
            assert_eq!((found.code, found.name), (row[0], row[2]));
            assert!(found.goldstein.parse::<f64>().unwrap().abs() <= 10.0, "{row:?}");
            assert!(cameo_row(found.root()).is_some_and(|root| root.code.len() == 2), "{row:?}");
            assert!(cameo_row(found.base()).is_some(), "{row:?}");
            assert!(!found.name.is_empty());
        }
        assert_eq!(rows(CODES).count(), 312);
    }

    #[test]
    fn every_kind_has_a_code_with_a_score_unless_cameo_has_none_for_it() {
        for kind in EventKind::ALL {
            let code = kind.codes().cameo;
            assert!(
                code.is_empty() || cameo_row(&code).is_some_and(|row| row.code == code),
                "{kind}: {code}"
            );
        }
    }

    #[test]
    fn an_unknown_code_is_the_one_that_it_is_a_part_of() {
        assert_eq!(cameo_row("1909").map(|row| row.code), Some("190"));
        assert_eq!(cameo_row("9"), None);
        assert_eq!(cameo_row("---"), None);
        assert_eq!(
            cameo_row("0874").map(|row| (row.base(), row.root(), row.quad_class())),
            Some(("087", "08", 2))
        );
    }
}
