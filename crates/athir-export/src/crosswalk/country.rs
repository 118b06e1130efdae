//! Countries in the codes of other schemes.

use super::table::rows;

const COUNTRIES: &str = include_str!("../../../../data/crosswalk/countries.tsv");

/// The ISO 3166 code of a country with three letters, for the one with two.
pub(crate) fn iso3(iso2: &str) -> Option<&'static str> {
    rows(COUNTRIES).find(|row| row[0] == iso2).map(|row| row[1])
}
