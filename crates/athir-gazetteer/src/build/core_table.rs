//! The core tables: places of one country with their parents and names in many languages.

use crate::build::{Draft, Position, Row, Source, SourceKind, feature, fields, is_usable};
use crate::place::{PlaceClass, PlaceId};

/// A place that waits for the row of its parent.
pub(super) struct Link {
    child: PlaceId,
    admin1: Option<u32>,
    admin2: Option<u32>,
}

/// Languages whose Latin spellings appear in English-language reports.
const LANGUAGES: &[&str] =
    &["eng", "fra", "ara", "kur", "ckb", "tur", "fas", "ukr", "rus", "urd", "pus", "som", "amh"];

/// Words for the kind of area that its name can do without.
const AREA_ENDS: &[&str] = &[
    " governorate",
    " province",
    " district",
    " region",
    " oblast",
    " state",
    " raion",
    " krai",
    " kray",
    " republic",
];
const AREA_STARTS: &[&str] = &[
    "governorate of ",
    "gouvernorat de ",
    "gouvernorat d'",
    "province de la ",
    "province du ",
    "province de ",
    "province d'",
    "région de la ",
    "région du ",
    "région de ",
    "région d'",
    "muhafazat ",
    "muḩāfaz̧at ",
    "wilayat ",
    "wilāyat ",
    "markaz ",
];

pub(super) fn read_core(source: &Source, draft: &mut Draft) {
    let SourceKind::Core(country) = source.kind else { return };
    draft.core_countries.insert(country);
    for (line, fields) in fields(source) {
        if let Err(why) = read_row(&fields, country, draft) {
            draft.bad(source, line, why);
        }
    }
}

fn read_row(fields: &[&str], country: [u8; 2], draft: &mut Draft) -> Result<(), String> {
    let [wof, gn, class, name, lat, lon, population, admin1, admin2, alternates, from, ..] = *fields else {
        return Err(format!("has {} fields where 11 are due", fields.len()));
    };
    let wof_number = optional_number(wof, "Who's On First number")?;
    let gn_number = optional_number(gn, "GeoNames number")?;
    let population = optional_number(population, "population")?.filter(|&n| n > 0);
    let feature_name = match class {
        "A0" => {
            if let Some(row) = draft.rows.get_mut(&PlaceId::iso(country)) {
                row.population = population;
            }
            return Ok(());
        }
        "A1" => "province",
        "A1m" => "region",
        "A2" => "district",
        "A3" => "sub-district",
        "P" => "populated place",
        "PX" => "section of a populated place",
        other => return Err(format!("class {other:?} is none of A0, A1, A1m, A2, A3, P, PX")),
    };
    let id = match (gn_number, wof_number) {
        (Some(number), _) => PlaceId::geonames(number),
        (None, Some(number)) => PlaceId::whos_on_first(number),
        (None, None) => return Err("has neither a GeoNames nor a Who's On First number".to_owned()),
    };
    let position = Position::parse(lat, lon)?;
    let settlement = feature_name.contains("populated");
    let notable = population.is_some() || from.contains("gn");
    if settlement && !notable && !draft.whole_countries.contains(&country) {
        return Ok(());
    }
    if let Some(number) = wof_number {
        draft.core_ids.insert(number, id);
    }
    let names = names_of(name, alternates, settlement);
    let Some((usual, alternates)) = names.split_first() else { return Ok(()) };
    let fresh = || Row {
        name: usual.clone(),
        alternates: Vec::new(),
        feature: feature(feature_name).unwrap_or_default(),
        country: Some(country),
        position,
        population,
        parent: None,
        transliterated: true,
        listed: false,
    };
    let known = draft.rows.contains_key(&id);
    let row = draft.rows.entry(id).or_insert_with(fresh);
    if known {
        // Two rows of one number describe one place; the first one's position stays.
        row.add_alternate(usual);
        row.population = row.population.max(population);
    } else {
        let admin1 = optional_number(admin1, "number of the first-order area")?;
        let admin2 = optional_number(admin2, "number of the second-order area")?;
        draft.core_links.push(Link { child: id, admin1, admin2 });
    }
    alternates.iter().for_each(|name| row.add_alternate(name));
    Ok(())
}

fn optional_number(text: &str, what: &str) -> Result<Option<u32>, String> {
    match text.trim() {
        // The source writes small negative numbers where it has none.
        "" | "-1" | "-99" => Ok(None),
        text => text.parse().map(Some).map_err(|_| format!("{what} {text:?} is not a whole number")),
    }
}

/// The usable names, the usual one first.
fn names_of(name: &str, alternates: &str, settlement: bool) -> Vec<String> {
    let mut names = Vec::new();
    let mut add = |name: &str| {
        let name = if settlement { name.trim() } else { without_area_word(name.trim()) };
        // "Homs (Hims)" holds two names.
        let parts = name.split(['(', ')']).map(str::trim).filter(|part| !part.is_empty());
        for part in parts.filter(|part| is_usable(part)) {
            names.push(part.to_owned());
            if settlement && let Some(short) = without_village_word(part) {
                names.push(short.to_owned());
            }
        }
    };
    add(name);
    for alternate in alternates.split('|') {
        match alternate.split_once(':') {
            Some((language, name)) if language.len() == 3 => {
                if LANGUAGES.contains(&language) {
                    add(name);
                }
            }
            _ => add(alternate),
        }
    }
    names
}

/// What stands behind "Qaryat" (village of), where it cannot be the name of a person: behind an article, a clan
/// ("Albu") or a mound ("Tall").
fn without_village_word(name: &str) -> Option<&str> {
    const MARKS: &[&str] = &["al", "ad", "an", "ar", "as", "ash", "at", "az", "albu", "tall"];
    let rest = name.strip_prefix("Qaryat ")?.trim_start();
    let (first, behind) = rest.split_once(' ')?;
    (MARKS.contains(&first.to_lowercase().as_str()) && is_usable(behind)).then_some(rest)
}

/// "Idlib Governorate" and "Gouvernorat d'Idlib" are "Idlib".
pub(super) fn without_area_word(name: &str) -> &str {
    let lower = name.to_lowercase();
    if lower.len() != name.len() {
        return name;
    }
    for end in AREA_ENDS {
        if lower.ends_with(end) {
            return name.get(..name.len() - end.len()).unwrap_or(name);
        }
    }
    for start in AREA_STARTS {
        if lower.starts_with(start) {
            return name.get(start.len()..).unwrap_or(name);
        }
    }
    name
}

/// Ties every place to its nearest area, once all areas are read.
///
/// A second-order area counts only when it lies in the first-order area that the place names, and
/// an area of another country never does.
pub(super) fn settle_parents(draft: &mut Draft) {
    let links = std::mem::take(&mut draft.core_links);
    let area_of = |draft: &Draft, child: PlaceId, number: Option<u32>, class: PlaceClass| {
        let area = *draft.core_ids.get(&number?)?;
        let row = draft.rows.get(&area)?;
        (area != child && row.class() == class && row.country == draft.rows.get(&child)?.country)
            .then_some(area)
    };
    // Districts first, so that their own parents are known to the settlements.
    for districts in [true, false] {
        for link in &links {
            let Some(class) = draft.rows.get(&link.child).map(Row::class) else { continue };
            if (class == PlaceClass::District) != districts || class == PlaceClass::Province {
                continue;
            }
            let admin1 = area_of(draft, link.child, link.admin1, PlaceClass::Province);
            let admin2 = area_of(draft, link.child, link.admin2, PlaceClass::District).filter(|area| {
                draft.rows.get(area).is_some_and(|row| admin1.is_none() || row.parent == admin1)
            });
            if let Some(row) = draft.rows.get_mut(&link.child) {
                row.parent = admin2.or(admin1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::without_village_word;

    #[test]
    fn villages_go_by_their_name_alone() {
        assert_eq!(without_village_word("Qaryat al Hajjaj"), Some("al Hajjaj"));
        assert_eq!(without_village_word("Qaryat Albu Sayf"), Some("Albu Sayf"));
    }

    #[test]
    fn names_of_people_and_other_names_stay() {
        for name in ["Qaryat Hasan Muhammad", "Qaryat al", "Qaryatayn", "Bayt al Faqih"] {
            assert_eq!(without_village_word(name), None, "{name}");
        }
    }
}
