//! Areas with positions of their own, small towns known to the post, and the peoples of areas.

use std::collections::{BTreeMap, BTreeSet};

use crate::build::tables::listed;
use crate::build::{Draft, Position, Row, Source, feature, fields, is_usable};
use crate::fold::fold;
use crate::place::{PlaceClass, PlaceId, iso2};

/// A district this near to a settlement of its name is found by the settlement.
const SAME_NAME_KM: f64 = 30.0;

/// Words around the names of second-order areas that reports leave out, or write for themselves.
const KIND_ENDS: &[&str] = &[
    " county",
    " parish",
    " borough",
    " city and borough",
    " census area",
    " district municipality",
    " metropolitan municipality",
    " municipality",
    " district",
    " rayon",
    " raion",
    " kommun",
    " kommune",
    " shi",
    "-shi",
    " gun",
    "-gun",
];
const KIND_STARTS: &[&str] = &[
    "provincia di ",
    "provincia de ",
    "província de ",
    "landkreis ",
    "kreis ",
    "arrondissement de ",
    "arrondissement d'",
    "département de la ",
    "département du ",
    "département de ",
    "département d'",
    "district of ",
    "county of ",
    "city of ",
    "powiat ",
    "distrito de ",
    "municipio de ",
];

/// Reads areas: first-order ones get a position, second-order ones become places.
pub(super) fn read_areas(source: &Source, draft: &mut Draft) {
    for (line, fields) in fields(source) {
        if let Err(why) = read_area(&fields, draft) {
            draft.bad(source, line, why);
        }
    }
}

fn read_area(fields: &[&str], draft: &mut Draft) -> Result<(), String> {
    let [code, name, lat, lon] = *fields else {
        return Err(format!("has {} fields where 4 are due", fields.len()));
    };
    let position = Position::parse(lat, lon)?;
    let bad_code = || format!("{code:?} is not a code such as US.TX or US.TX.453");
    let (country, rest) = code.split_once('.').ok_or_else(bad_code)?;
    let country = iso2(country).ok_or_else(bad_code)?;
    let Some((first, second)) = rest.split_once('.') else {
        let id = PlaceId::admin1(country, rest).ok_or_else(bad_code)?;
        draft.admin1_positions.insert(id, position);
        return Ok(());
    };
    let of_core = draft.core_countries.contains(&country);
    if of_core || !is_usable(name) {
        return Ok(());
    }
    let id = PlaceId::admin2(country, first, second).unwrap_or_else(|| PlaceId::own(code));
    let parent = PlaceId::admin1(country, first).filter(|area| draft.admin1_names.contains_key(area));
    let alternates = without_kind(name).map(str::to_owned).into_iter().filter(|short| is_usable(short));
    let row = Row {
        name: name.to_owned(),
        alternates: alternates.collect(),
        feature: feature("district").unwrap_or_default(),
        country: Some(country),
        position,
        population: None,
        parent,
        transliterated: false,
        listed: false,
    };
    match draft.rows.insert(id, row) {
        Some(_) => Err(format!("{id} stands here twice")),
        None => Ok(()),
    }
}

/// "Walker County" is "Walker", "Landkreis Celle" is "Celle".
fn without_kind(name: &str) -> Option<&str> {
    let lower = name.to_lowercase();
    if lower.len() != name.len() {
        return None;
    }
    let end = KIND_ENDS.iter().filter(|end| lower.ends_with(*end)).map(|end| end.len()).max();
    if let Some(end) = end {
        return name.get(..name.len() - end);
    }
    let start = KIND_STARTS.iter().find(|start| lower.starts_with(*start))?;
    name.get(start.len()..)
}

/// Leaves out the areas that are named just as a settlement near them: they say nothing that it does not.
pub(super) fn drop_namesakes(draft: &mut Draft) {
    let is_second_order = |row: &Row, draft: &Draft| {
        row.class() == PlaceClass::District
            && row.country.is_some_and(|country| !draft.core_countries.contains(&country))
    };
    let wanted: BTreeSet<String> =
        draft.rows.values().filter(|row| is_second_order(row, draft)).map(|row| fold(&row.name)).collect();
    let mut settlements: BTreeMap<String, Vec<Position>> = BTreeMap::new();
    for row in draft.rows.values().filter(|row| row.class() == PlaceClass::Settlement) {
        let name = fold(&row.name);
        if wanted.contains(&name) {
            settlements.entry(name).or_default().push(row.position);
        }
    }
    let dropped: BTreeSet<PlaceId> = draft
        .rows
        .iter()
        .filter(|(_, row)| {
            is_second_order(row, draft)
                && settlements
                    .get(&fold(&row.name))
                    .is_some_and(|at| at.iter().any(|at| at.km_to(row.position) <= SAME_NAME_KM))
        })
        .map(|(&id, _)| id)
        .collect();
    draft.rows.retain(|id, _| !dropped.contains(id));
}

/// Reads towns that only the post's tables have.
pub(super) fn read_post_towns(source: &Source, draft: &mut Draft) {
    for (line, fields) in fields(source) {
        if let Err(why) = read_post_town(&fields, draft) {
            draft.bad(source, line, why);
        }
    }
}

fn read_post_town(fields: &[&str], draft: &mut Draft) -> Result<(), String> {
    let [name, area, county, lat, lon] = *fields else {
        return Err(format!("has {} fields where 5 are due", fields.len()));
    };
    let position = Position::parse(lat, lon)?;
    let (country, code) =
        area.split_once('.').ok_or_else(|| format!("{area:?} is not a code such as US.TX"))?;
    let country =
        iso2(country).ok_or_else(|| format!("{country:?} is not a country code of two capitals"))?;
    let held = |id: &PlaceId| draft.rows.contains_key(id) || draft.admin1_names.contains_key(id);
    let parent = PlaceId::admin2(country, code, county)
        .filter(held)
        .or_else(|| PlaceId::admin1(country, code).filter(held));
    let row = Row {
        name: name.to_owned(),
        alternates: Vec::new(),
        feature: feature("populated place").unwrap_or_default(),
        country: Some(country),
        position,
        population: None,
        parent,
        transliterated: false,
        listed: false,
    };
    let id = PlaceId::own(&format!("{area}/post/{}", fold(name)));
    match draft.rows.insert(id, row) {
        Some(_) => Err(format!("{name} stands here twice, or its id {id} is another's")),
        None => Ok(()),
    }
}

/// Reads adjectives and peoples of areas below or above a country: "Texan", "European".
pub(super) fn read_peoples(source: &Source, draft: &mut Draft) {
    for (line, fields) in fields(source) {
        let [code, words] = fields[..] else {
            draft.bad(source, line, format!("has {} fields where 2 are due", fields.len()));
            continue;
        };
        let place = code.parse::<PlaceId>().ok().filter(|id| draft.rows.contains_key(id)).or_else(|| {
            let named = |(_, row): &(&PlaceId, &Row)| row.class() == PlaceClass::Region && row.name == code;
            draft.rows.iter().find(named).map(|(&id, _)| id)
        });
        let Some(place) = place else {
            draft.bad(
                source,
                line,
                format!("{code:?} is neither the code of a place nor the name of a region"),
            );
            continue;
        };
        for word in listed(words) {
            draft.adjectives.entry(fold(word)).or_insert(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::without_kind;

    #[test]
    fn words_for_the_kind_of_area_are_left_out() {
        assert_eq!(without_kind("Walker County"), Some("Walker"));
        assert_eq!(without_kind("Provincia di Avellino"), Some("Avellino"));
        assert_eq!(without_kind("Lancashire"), None);
    }
}
