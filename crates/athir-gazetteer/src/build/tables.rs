//! The small tables, and the settlements of the rest of the world.

use std::collections::BTreeMap;

use crate::build::core_table::without_area_word;
use crate::build::{Draft, Position, Row, Source, feature, fields, is_usable};
use crate::fold::fold;
use crate::place::{PlaceId, iso2};

/// Above this their other names are taken too; below, these are mostly mechanical respellings.
const WITH_ALTERNATES: u32 = 100_000;

pub(super) fn read_coverage(source: &Source, draft: &mut Draft) {
    for (line, fields) in fields(source) {
        match fields.first().copied().and_then(iso2) {
            Some(country) => {
                draft.whole_countries.insert(country);
            }
            None => draft.bad(source, line, "does not begin with a country code of two capitals"),
        }
    }
}

pub(super) fn read_countries(source: &Source, draft: &mut Draft) {
    for (line, fields) in fields(source) {
        if let Err(why) = read_country(&fields, draft) {
            draft.bad(source, line, why);
        }
    }
}

fn read_country(fields: &[&str], draft: &mut Draft) -> Result<(), String> {
    let [name, code, adjectives, demonyms, _capital, alternates, lat, lon] = *fields else {
        return Err(format!("has {} fields where 8 are due", fields.len()));
    };
    let code = iso2(code).ok_or_else(|| format!("{code:?} is not a country code of two capitals"))?;
    let id = PlaceId::iso(code);
    for word in listed(adjectives).chain(listed(demonyms)) {
        if let Some(other) = draft.adjectives.insert(fold(word), id)
            && other != id
        {
            return Err(format!("{word:?} belongs to {other} too"));
        }
    }
    let row = Row {
        name: name.to_owned(),
        alternates: listed(alternates).map(str::to_owned).collect(),
        feature: feature("country").unwrap_or_default(),
        country: Some(code),
        position: Position::parse(lat, lon)?,
        population: None,
        parent: None,
        transliterated: false,
        listed: false,
    };
    match draft.rows.insert(id, row) {
        Some(_) => Err(format!("{id} stands here twice")),
        None => Ok(()),
    }
}

/// The entries of a field that separates them by `|`.
pub(super) fn listed(field: &str) -> impl Iterator<Item = &str> {
    field.split('|').map(str::trim).filter(|entry| !entry.is_empty())
}

pub(super) fn read_admin1_names(source: &Source, draft: &mut Draft) {
    #[derive(Debug)]
    struct Area(PlaceId, String);
    let list: serde_json::Value = match serde_json::from_str(&source.text) {
        Ok(list) => list,
        Err(error) => return draft.bad(source, error.line(), error.to_string()),
    };
    let areas = list.as_array().into_iter().flatten().map(|entry| {
        let code = entry.get("code").and_then(|code| code.as_str())?;
        let name = entry.get("name").and_then(|name| name.as_str())?;
        let (country, code) = code.split_once('.')?;
        Some(Area(PlaceId::admin1(iso2(country)?, code)?, name.to_owned()))
    });
    for (n, area) in areas.enumerate() {
        match area {
            Some(Area(id, name)) => {
                draft.admin1_names.insert(id, name);
            }
            None => draft.bad(source, 1, format!("entry {} lacks a code like US.TX or a name", n + 1)),
        }
    }
}

pub(super) fn read_rest(source: &Source, draft: &mut Draft) {
    for (line, fields) in fields(source) {
        if let Err(why) = read_settlement(&fields, draft) {
            draft.bad(source, line, why);
        }
    }
}

fn read_settlement(fields: &[&str], draft: &mut Draft) -> Result<(), String> {
    let [number, country, name, lat, lon, population, admin1, alternates] = *fields else {
        return Err(format!("has {} fields where 8 are due", fields.len()));
    };
    let number = number.parse().map_err(|_| format!("GeoNames number {number:?} is not a whole number"))?;
    let country =
        iso2(country).ok_or_else(|| format!("{country:?} is not a country code of two capitals"))?;
    let position = Position::parse(lat, lon)?;
    let population: Option<u32> = match population {
        "" => None,
        text => Some(text.parse().map_err(|_| format!("population {text:?} is not a whole number"))?)
            .filter(|&n| n > 0),
    };
    if !is_usable(name) {
        return Ok(());
    }
    let alternates = if population.is_some_and(|n| n >= WITH_ALTERNATES) {
        alternates
            .split('|')
            .filter(|name| is_usable(name) && is_plain_title(name))
            .map(str::to_owned)
            .collect()
    } else {
        Vec::new()
    };
    let row = Row {
        name: name.to_owned(),
        alternates,
        feature: feature("populated place").unwrap_or_default(),
        country: Some(country),
        position,
        population,
        parent: PlaceId::admin1(country, admin1).filter(|area| draft.admin1_names.contains_key(area)),
        transliterated: false,
        listed: false,
    };
    draft.rows.entry(PlaceId::geonames(number)).or_insert(row);
    Ok(())
}

/// Takes the spellings of a table away from the places that have them.
pub(super) fn leave_out(source: &Source, draft: &mut Draft) {
    for (line, fields) in fields(source) {
        let [code, spelling] = fields[..] else {
            draft.bad(source, line, format!("has {} fields where 2 are due", fields.len()));
            continue;
        };
        let Some(row) = code.parse().ok().and_then(|id: PlaceId| draft.rows.get_mut(&id)) else {
            draft.bad(source, line, format!("{code:?} is not the code of a place"));
            continue;
        };
        let left_out = fold(spelling);
        row.alternates.retain(|name| fold(name) != left_out);
    }
}

/// Whether a name is capitalised as names are and not an abbreviation such as "NYC" or "LON".
fn is_plain_title(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase) && name.chars().any(char::is_lowercase)
}

/// Makes a place of every named first-order area that has settlements. Where no table gives its position, it
/// stands in the middle of the extent of its settlements, as GeoNames has areas in the middle of theirs.
pub(super) fn place_admin1_areas(draft: &mut Draft) {
    let mut settlements: BTreeMap<PlaceId, Vec<Position>> = BTreeMap::new();
    for row in draft.rows.values() {
        if let Some(parent) = row.parent
            && draft.admin1_names.contains_key(&parent)
        {
            settlements.entry(parent).or_default().push(row.position);
        }
    }
    for (area, positions) in settlements {
        let Some(name) = draft.admin1_names.get(&area).filter(|name| is_usable(name)) else { continue };
        let middle = |axis: fn(&Position) -> i32| {
            let least = positions.iter().map(axis).min().unwrap_or_default();
            let most = positions.iter().map(axis).max().unwrap_or_default();
            least + (most - least) / 2
        };
        let amid = Position { lat: middle(|p| p.lat), lon: middle(|p| p.lon) };
        let position = draft.admin1_positions.get(&area).copied().unwrap_or(amid);
        let country = area.to_string().get(4..6).and_then(iso2);
        let row = Row {
            name: name.clone(),
            // "Belgorod" is the "Belgorod Oblast".
            alternates: Some(without_area_word(name))
                .filter(|short| *short != name)
                .map(str::to_owned)
                .into_iter()
                .collect(),
            feature: feature("province").unwrap_or_default(),
            country,
            position,
            population: None,
            parent: None,
            transliterated: false,
            listed: false,
        };
        draft.rows.entry(area).or_insert(row);
    }
    // A settlement whose area got no place hangs on its country.
    let missing: Vec<PlaceId> = draft
        .rows
        .iter()
        .filter(|(_, row)| row.parent.is_some_and(|parent| !draft.rows.contains_key(&parent)))
        .map(|(&id, _)| id)
        .collect();
    for id in missing {
        if let Some(row) = draft.rows.get_mut(&id) {
            row.parent = None;
        }
    }
}
