//! What a party of each class is called in other schemes.

use super::table::{given, rows};
use crate::PartyClass;

const CLASSES: &str = include_str!("../../../../data/crosswalk/shapes/classes.tsv");

/// What `data/crosswalk/shapes/classes.tsv` says of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ClassRow {
    /// PLOVER's sector.
    pub(crate) plover: Option<&'static str>,
    /// CAMEO's type, three letters.
    pub(crate) cameo: Option<&'static str>,
    /// The sectors of ICEWS, with commas.
    pub(crate) icews: &'static str,
}

/// What a party of this class is called.
pub(crate) fn class_row(class: PartyClass) -> ClassRow {
    let row = rows(CLASSES).nth(class as usize).expect("a test finds a row for every class");
    ClassRow { plover: given(row[1]), cameo: given(row[2]), icews: row[3] }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [PartyClass; 16] = [
        PartyClass::State,
        PartyClass::Government,
        PartyClass::Military,
        PartyClass::Police,
        PartyClass::Rebel,
        PartyClass::Militia,
        PartyClass::Coalition,
        PartyClass::People,
        PartyClass::Political,
        PartyClass::International,
        PartyClass::Aid,
        PartyClass::Media,
        PartyClass::Civilian,
        PartyClass::Protester,
        PartyClass::Person,
        PartyClass::Unknown,
    ];
    /// Sectors of PLOVER's manual.
    const SECTORS: &str =
        "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC";

    #[test]
    fn each_class_has_its_row() {
        assert_eq!(rows(CLASSES).count(), ALL.len());
        for (row, class) in rows(CLASSES).zip(ALL) {
            assert_eq!(row[0], format!("{class:?}").to_lowercase());
            let found = class_row(class);
            assert!(found.plover.is_none_or(|sector| SECTORS.split(' ').any(|one| one == sector)), "{row:?}");
            assert!(found.cameo.is_none_or(|code| code.len() == 3), "{row:?}");
            assert_eq!(found.icews, row[3]);
        }
    }
}
