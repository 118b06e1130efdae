//! Tables that users bring: places of their own, GeoNames dumps, and P-codes.

use std::collections::BTreeMap;

use crate::build::tables::listed;
use crate::build::{Draft, Position, Row, Source, feature, is_usable};
use crate::fold::{Key, fold};
use crate::place::{PlaceClass, PlaceId, iso2};

/// Reads a table of places with a header: `name`, `lat`, `lon`, `country`, and, if wanted, `alternates` (separated
/// by `|`), `class` (a feature, `town` where none is given), `population` and `admin1` (the name of the province).
pub(super) fn read_places(source: &Source, draft: &mut Draft) {
    let mut lines = rows(&source.text);
    let Some((_, header)) = lines.next() else { return };
    let column = |name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    let columns = Columns {
        name: column("name"),
        lat: column("lat").or_else(|| column("latitude")),
        lon: column("lon").or_else(|| column("longitude")),
        country: column("country"),
        alternates: column("alternates"),
        class: column("class"),
        population: column("population"),
        admin1: column("admin1"),
    };
    for (needed, at) in
        [("name", columns.name), ("lat", columns.lat), ("lon", columns.lon), ("country", columns.country)]
    {
        if at.is_none() {
            draft.bad(source, 1, format!("the header has no column {needed:?}"));
            return;
        }
    }
    let provinces = provinces(draft);
    for (line, cells) in lines {
        if let Err(why) = read_place(&cells, &columns, &provinces, draft) {
            draft.bad(source, line, why);
        }
    }
}

/// Where the columns of a table stand.
struct Columns {
    name: Option<usize>,
    lat: Option<usize>,
    lon: Option<usize>,
    country: Option<usize>,
    alternates: Option<usize>,
    class: Option<usize>,
    population: Option<usize>,
    admin1: Option<usize>,
}

/// Provinces by country and respelled name.
type Provinces = BTreeMap<([u8; 2], String), PlaceId>;

fn provinces(draft: &Draft) -> Provinces {
    let mut provinces = Provinces::new();
    for (&id, row) in draft.rows.iter().filter(|(_, row)| row.class() == PlaceClass::Province) {
        if let Some(country) = row.country {
            for key in row.keys() {
                provinces.entry((country, key.respelled())).or_insert(id);
            }
        }
    }
    provinces
}

fn read_place(
    cells: &[String],
    columns: &Columns,
    provinces: &Provinces,
    draft: &mut Draft,
) -> Result<(), String> {
    let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim());
    let name = cell(columns.name);
    if Key::of(name).text.is_empty() {
        return Err("has no name".to_owned());
    }
    let code = cell(columns.country);
    let country = iso2(code).ok_or_else(|| format!("{code:?} is not a country code of two capitals"))?;
    if !draft.rows.contains_key(&PlaceId::iso(country)) {
        return Err(format!("{code} is no country of the gazetteer"));
    }
    let position = Position::parse(cell(columns.lat), cell(columns.lon))?;
    let class = match cell(columns.class) {
        "" => "town",
        class => class,
    };
    let feature = feature(class).ok_or_else(|| format!("{class:?} is no kind of place"))?;
    let population = match cell(columns.population) {
        "" => None,
        text => Some(text.parse().map_err(|_| format!("population {text:?} is not a whole number"))?),
    };
    let parent = match cell(columns.admin1) {
        "" => None,
        area => Some(
            *provinces
                .get(&(country, Key::of(area).respelled()))
                .ok_or_else(|| format!("{area:?} is no province of {code}"))?,
        ),
    };
    let id = PlaceId::own(&format!("{code}/{class}/{}/{}/{}", fold(name), position.lat, position.lon));
    let row = Row {
        name: name.to_owned(),
        alternates: listed(cell(columns.alternates)).map(str::to_owned).collect(),
        feature,
        country: Some(country),
        position,
        population,
        parent,
        transliterated: true,
        listed: true,
    };
    match draft.rows.insert(id, row) {
        Some(_) => Err(format!("{name} stands here twice")),
        None => Ok(()),
    }
}

/// Reads a dump of GeoNames (`allCountries.txt`, `SY.txt`, `cities500.txt`): settlements, areas, and the natural and
/// built features that reports name. Rows of other features are passed over.
pub(super) fn read_geonames(source: &Source, draft: &mut Draft) {
    for (n, line) in source.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        if let Err(why) = read_geonames_row(&fields, draft) {
            draft.bad(source, n + 1, why);
        }
    }
}

fn read_geonames_row(fields: &[&str], draft: &mut Draft) -> Result<(), String> {
    let [number, name, _ascii, alternates, lat, lon, _class, code, country, _cc2, admin1, admin2, ..] =
        *fields
    else {
        return Err(format!("has {} fields where 19 are due", fields.len()));
    };
    let Some(kind) = feature_of_code(code) else { return Ok(()) };
    if !is_usable(name) {
        return Ok(());
    }
    let number = number.parse().map_err(|_| format!("GeoNames number {number:?} is not a whole number"))?;
    let country = match country {
        "" => None,
        code => Some(iso2(code).ok_or_else(|| format!("{code:?} is not a country code of two capitals"))?),
    };
    let position = Position::parse(lat, lon)?;
    let population = match fields.get(14).copied().unwrap_or_default() {
        "" | "0" => None,
        text => Some(text.parse().map_err(|_| format!("population {text:?} is not a whole number"))?),
    };
    let held = |id: &PlaceId| draft.rows.contains_key(id);
    let first = country.and_then(|country| PlaceId::admin1(country, admin1)).filter(held);
    let second = country.and_then(|country| PlaceId::admin2(country, admin1, admin2)).filter(held);
    // An area that stands in the gazetteer under its code gets the position and the names.
    let known = match kind {
        "province" => first,
        "district" => second,
        _ => None,
    };
    let id = known.unwrap_or_else(|| PlaceId::geonames(number));
    let names = alternates.split(',').filter(|name| is_usable(name)).map(str::to_owned);
    if let Some(row) = draft.rows.get_mut(&id) {
        row.alternates.push(name.to_owned());
        row.alternates.extend(names);
        row.position = position;
        row.population = population.or(row.population);
        return Ok(());
    }
    let row = Row {
        name: name.to_owned(),
        alternates: names.collect(),
        feature: feature(kind).unwrap_or_default(),
        country,
        position,
        population,
        parent: second.or(first).filter(|area| *area != id),
        transliterated: true,
        listed: false,
    };
    draft.rows.insert(id, row);
    Ok(())
}

/// What a feature of GeoNames is in our words.
fn feature_of_code(code: &str) -> Option<&'static str> {
    Some(match code {
        "ADM1" => "province",
        "ADM2" => "district",
        "ADM3" | "ADM4" => "sub-district",
        "PPLX" => "section of a populated place",
        "PPLH" | "PPLQ" | "PPLW" | "PPLCH" => return None,
        code if code.starts_with("PPL") => "populated place",
        "STM" | "STMI" | "STMX" | "WAD" => "river",
        "LK" | "LKS" | "LKI" | "RSV" => "lake",
        "MT" | "PK" | "VLC" | "HLL" => "mountain",
        "MTS" | "HLLS" => "mountains",
        "VAL" => "valley",
        "DSRT" => "desert",
        "PLN" => "plain",
        "FRST" => "forest",
        "ISL" | "ISLS" => "island",
        "SEA" | "GULF" | "BAY" | "STRT" => "sea",
        "RGN" => "region",
        "AIRP" | "AIRF" => "airport",
        "AIRB" => "air base",
        "INSM" | "MILB" => "military base",
        "DAM" => "dam",
        "BDG" => "bridge",
        "PRT" => "port",
        "PRN" => "prison",
        "HSP" => "hospital",
        "CMPRF" | "CMP" => "camp",
        "OILF" => "oil field",
        "GASF" => "gas field",
        "OILR" => "refinery",
        _ => return None,
    })
}

/// Reads P-codes (`Location,Admin Level,P-Code,Name,...`): each becomes a name of the area that it stands for.
/// What no area is found for is noted.
pub(super) fn read_pcodes(source: &Source, draft: &mut Draft) {
    let mut areas: BTreeMap<([u8; 2], PlaceClass, String), PlaceId> = BTreeMap::new();
    for (&id, row) in &draft.rows {
        if let (Some(country), PlaceClass::Province | PlaceClass::District) = (row.country, row.class()) {
            for key in row.keys() {
                areas.entry((country, row.class(), key.respelled())).or_insert(id);
            }
        }
    }
    let mut lines = rows(&source.text);
    let Some((_, header)) = lines.next() else { return };
    let column = |name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    let (Some(level), Some(code), Some(name)) = (column("Admin Level"), column("P-Code"), column("Name"))
    else {
        draft.bad(source, 1, "the header lacks one of Admin Level, P-Code, Name");
        return;
    };
    let mut n_unknown = 0;
    for (line, cells) in lines {
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        let class = match cell(level) {
            "1" => PlaceClass::Province,
            "2" | "3" => PlaceClass::District,
            other => {
                draft.bad(source, line, format!("level {other:?} is none of 1, 2, 3"));
                continue;
            }
        };
        // Most codes begin with the country's; those that do not are the business of their own office.
        let country = cell(code).get(..2).and_then(iso2);
        let area = country.and_then(|c| areas.get(&(c, class, Key::of(cell(name)).respelled())));
        match area {
            Some(id) => {
                if let Some(row) = draft.rows.get_mut(id) {
                    row.alternates.push(cell(code).to_owned());
                }
            }
            None => n_unknown += 1,
        }
    }
    if n_unknown > 0 {
        draft.notes.push(format!("{}: no area is known for {n_unknown} of the codes", source.name));
    }
}

/// The rows of a table that separates its cells by tabs or commas and may quote them, with their line numbers.
fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<String>)> + '_ {
    let separator = if text.lines().next().is_some_and(|line| line.contains('\t')) { '\t' } else { ',' };
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(move |(n, line)| (n + 1, cells(line.trim_start_matches('\u{feff}'), separator)))
}

fn cells(line: &str, separator: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut letters = line.chars().peekable();
    while let Some(c) = letters.next() {
        let Some(cell) = cells.last_mut() else { break };
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            c if c == separator && !quoted => cells.push(String::new()),
            c => cell.push(c),
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::{cells, feature_of_code};
    use crate::place::FEATURES;

    #[test]
    fn every_feature_of_a_dump_can_be_stored() {
        for code in
            ["ADM1", "ADM3", "PPLA2", "STM", "LK", "MTS", "SEA", "AIRB", "CMPRF", "OILR", "RGN", "ISL"]
        {
            let feature = feature_of_code(code).unwrap();
            assert!(FEATURES.iter().any(|(known, _)| *known == feature), "{code}");
        }
        assert_eq!(feature_of_code("PPLH"), None, "nobody lives there any more");
    }

    #[test]
    fn a_quoted_cell_may_hold_the_separator() {
        assert_eq!(cells("a,\"b, \"\"c\"\"\",,d", ','), ["a", "b, \"c\"", "", "d"]);
    }
}
