//! What data sets with a row a pair of parties share: the pairs of an incident, CAMEO's codes, names for rows.

use athir_model::{Incident, Modality, Role};

use super::view::{self, Side};
use crate::crosswalk::{CameoRow, cameo_row, class_row, iso3};
use crate::{Item, Notes, PartyClass, PartyInfo, World};

/// As many pairs as the names of rows can tell apart.
const MOST: usize = 255;

/// The incident's act in CAMEO's terms, or why there is none.
pub(super) fn act(item: &Item) -> Result<CameoRow, &'static str> {
    if item.incident.modality != Modality::Reported {
        return Err("CAMEO has no code for what is planned, conditional or denied");
    }
    cameo_row(&view::codes(item).cameo).ok_or("CAMEO has no code for this kind")
}

/// One that acts and one that is acted on, as far as somebody gives them.
pub(super) type Pair<'p, 'a> = (Option<&'p Side<'a>>, Option<&'p Side<'a>>);

/// Each party that acts with each that is acted on; one of the two alone where nobody gives the other.
pub(super) struct Pairs<'a> {
    acting: Vec<Side<'a>>,
    acted_on: Vec<Side<'a>>,
}

impl<'a> Pairs<'a> {
    pub(super) fn of(incident: &'a Incident, world: &dyn World) -> Pairs<'a> {
        let mut acting = view::sides(incident, Role::Initiator, world);
        let mut acted_on = view::sides(incident, Role::Recipient, world);
        if view::is_mutual(incident) && acted_on.is_empty() && acting.len() > 1 {
            acted_on = acting.split_off(1);
        }
        if view::is_mutual(incident) && acting.is_empty() && acted_on.len() > 1 {
            acting = acted_on.split_off(1);
        }
        Pairs { acting, acted_on }
    }

    /// The pairs in the order of the parties, at most 255.
    pub(super) fn each(&self) -> Vec<Pair<'_, 'a>> {
        let n_others = self.acted_on.len().max(1);
        let pair = |n: usize| (self.acting.get(n / n_others), self.acted_on.get(n % n_others));
        (0..self.n().min(MOST)).map(pair).collect()
    }

    /// Notes that an incident is several rows, or that some of its pairs are in none.
    pub(super) fn note(&self, notes: &mut Notes, incident: &Incident) {
        view::note_unstated(incident, notes);
        if self.n() > MOST {
            notes.narrowed(&incident.id, "more than 255 pairs of parties: the others are left out");
        } else if self.n() > 1 {
            notes.narrowed(
                &incident.id,
                "several pairs of parties: a row each, so that rows are more than incidents",
            );
        }
    }

    fn n(&self) -> usize {
        self.acting.len().max(1) * self.acted_on.len().max(1)
    }
}

/// CAMEO's code of a party: the registry's, else one of its country and class; empty where both are unknown.
pub(super) fn cameo_code(info: &PartyInfo) -> String {
    if let Some(code) = &info.cameo {
        return code.clone();
    }
    let country = info.countries.first().and_then(|iso2| iso3(iso2)).unwrap_or_default();
    let class = class_row(info.class).cameo.unwrap_or_default();
    match info.class {
        PartyClass::International => "IGO".to_owned(),
        PartyClass::Aid if country.is_empty() => "NGO".to_owned(),
        _ => format!("{country}{class}"),
    }
}

/// CAMEO's code of a party, taken apart as GDELT has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CodeParts {
    pub(super) country: String,
    pub(super) group: String,
    pub(super) ethnic: String,
    pub(super) religions: [String; 2],
    pub(super) types: [String; 3],
}

/// Roles and kinds of organisations (CAMEO Codebook 1.1b3, chapters 3 and 4).
const TYPES: &str = "AGR BUS COP CRM CVL DEV EDU ELI ENV GOV HLH HRI IGO IMG INS INT JUD LAB LEG MED MIL MNC MOD NGM NGO \
                     OPP PTY RAD REB REF SEP SPY SET UAF UIS";
/// Religions.
const RELIGIONS: &str = "ATH BAH BUD CHR CON CPT CTH DOX DRZ HIN HSD ITR JAN JEW JHW LDS MOS MRN MUS NRM PAG PRO SFI SHI \
                         SHN SIK SUN TAO UDX ZRO";
/// Organisations that GDELT gives as known groups.
const GROUPS: &str = "UNO NAT EEC EUR AFU ARL ASN BIS CFA CIS COE COM EBR ECA EFT GCC GOE HIP HRW IAC IAE ICC ICG ICJ ICO ILO \
                      IMF IOM IRC ITP JUR LAS MSF NON OAS OIC OPC PAP RCR SAA SAD SCE SOT UEM UNH WBK WEF WFP WHO WTO";

/// Takes a code of CAMEO apart. What the lists do not have is left out of all columns but the code itself.
pub(super) fn code_parts(code: &str) -> CodeParts {
    let mut parts = CodeParts::default();
    let is_in = |list: &str, part: &str| list.split_whitespace().any(|one| one == part);
    for (n, part) in code.as_bytes().chunks(3).enumerate() {
        let Ok(part) = std::str::from_utf8(part) else { continue };
        let free = |slots: &mut [String]| {
            if let Some(slot) = slots.iter_mut().find(|slot| slot.is_empty()) {
                *slot = part.to_owned();
            }
        };
        if is_in(TYPES, part) {
            free(&mut parts.types);
        } else if is_in(RELIGIONS, part) {
            free(&mut parts.religions);
        } else if is_in(GROUPS, part) {
            free(std::slice::from_mut(&mut parts.group));
        } else if n == 0 && part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_uppercase()) {
            parts.country = part.to_owned();
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_taken_apart_by_what_its_parts_are() {
        let parts = code_parts("SYRREBMUS");
        assert_eq!((&*parts.country, &*parts.types[0], &*parts.religions[0]), ("SYR", "REB", "MUS"));
        let parts = code_parts("IGOUNOHLH");
        assert_eq!((&*parts.country, &*parts.group, &*parts.types[0]), ("", "UNO", "IGO"));
        assert_eq!(parts.types[1], "HLH");
        assert_eq!(code_parts("").country, "");
        assert_eq!(code_parts("---MIL").country, "");
    }
}
