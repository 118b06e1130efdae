//! Countries in the codes of other schemes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::table::{given, rows};

const COUNTRIES: &str = include_str!("../../../../data/crosswalk/shapes/countries.tsv");

/// A country, as other data sets know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Country {
    /// ISO 3166 alpha-3.
    pub(crate) iso3: &'static str,
    /// ISO 3166 numeric, without leading zeros.
    pub(crate) iso_number: &'static str,
    /// Its name in English.
    pub(crate) name: &'static str,
    /// FIPS 10-4, as GDELT has it.
    pub(crate) fips: Option<&'static str>,
    /// The number of the Correlates of War project.
    pub(crate) cow: Option<&'static str>,
    /// The number of Gleditsch and Ward.
    pub(crate) gw: Option<&'static str>,
    /// ACLED's region.
    pub(crate) acled_region: &'static str,
    /// UCDP's number, Gleditsch and Ward's but for some.
    pub(crate) ucdp: Option<&'static str>,
    /// UCDP's name.
    pub(crate) ucdp_name: Option<&'static str>,
    /// UCDP's region.
    pub(crate) ucdp_region: Option<&'static str>,
}

static BY_CODE: LazyLock<BTreeMap<&str, Country>> =
    LazyLock::new(|| rows(COUNTRIES).map(|row| (row[0], read(&row))).collect());

/// The country with this ISO 3166 alpha-2 code.
pub(crate) fn country(iso2: &str) -> Option<Country> {
    BY_CODE.get(iso2).copied()
}

fn read(row: &[&'static str]) -> Country {
    Country {
        iso3: row[1],
        iso_number: row[2],
        name: row[3],
        fips: given(row[4]),
        cow: given(row[5]),
        gw: given(row[6]),
        acled_region: row[7],
        ucdp: given(row[8]),
        ucdp_name: given(row[9]),
        ucdp_region: given(row[10]),
    }
}

/// What a scheme calls a state by its own column, or the registry's name where the country is in no table: the registry calls
/// some by their governments.
pub(crate) fn name_of_land<'n>(
    iso2: Option<&String>,
    otherwise: &'n str,
    name: impl Fn(Country) -> &'static str,
) -> &'n str {
    match iso2.and_then(|iso2| country(iso2)) {
        Some(land) => name(land),
        None => otherwise,
    }
}

/// The ISO 3166 code of a country with three letters, for the one with two.
pub(crate) fn iso3(iso2: &str) -> Option<&'static str> {
    country(iso2).map(|country| country.iso3)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const ACLED_REGIONS: [&str; 17] = [
        "Antarctica",
        "Caribbean",
        "Caucasus and Central Asia",
        "Central America",
        "East Asia",
        "Eastern Africa",
        "Europe",
        "Middle Africa",
        "Middle East",
        "North America",
        "Northern Africa",
        "Oceania",
        "South America",
        "South Asia",
        "Southeast Asia",
        "Southern Africa",
        "Western Africa",
    ];

    #[test]
    fn each_row_is_a_country_with_codes_of_the_right_form() {
        let coder = include_str!("../../../../data/crosswalk/countries.tsv");
        let known: BTreeSet<(&str, &str)> =
            coder.lines().skip(1).filter_map(|line| line.split_once('\t')).collect();
        let mut seen = BTreeSet::new();
        for row in rows(COUNTRIES) {
            assert!(known.contains(&(row[0], row[1])), "{row:?}");
            let found = country(row[0]).unwrap();
            assert!(found.iso_number.parse::<u16>().is_ok_and(|n| n < 1000), "{row:?}");
            assert!(found.fips.is_none_or(|code| code.len() == 2), "{row:?}");
            for number in [found.cow, found.gw, found.ucdp].into_iter().flatten() {
                assert!(number.parse::<u16>().is_ok_and(|n| n < 1000), "{row:?}");
            }
            assert!(ACLED_REGIONS.contains(&found.acled_region), "{row:?}");
            let is_whole = found.ucdp.is_some() == found.ucdp_name.is_some();
            assert!(is_whole && found.ucdp.is_some() == found.ucdp_region.is_some(), "{row:?}");
            assert!(!found.name.is_empty() && seen.insert(found.iso3), "{row:?}");
        }
        assert_eq!(seen.len(), known.len(), "every country of the coder is there");
    }

    #[test]
    fn fips_codes_are_no_iso_codes() {
        let fips = |iso2| country(iso2).and_then(|country| country.fips);
        assert_eq!(fips("CD"), Some("CG"), "the Congo of Kinshasa, not that of Brazzaville");
        assert_eq!(fips("CG"), Some("CF"));
        assert_eq!(fips("CF"), Some("CT"));
        assert_eq!(fips("IQ"), Some("IZ"));
        assert_eq!(fips("UA"), Some("UP"));
        assert_eq!(fips("NG"), Some("NI"));
        assert_eq!(fips("SD"), Some("SU"));
    }
}
