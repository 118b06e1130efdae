//! Places of our own, and news names for places that the core spells otherwise.

use crate::build::tables::listed;
use crate::build::{Draft, Position, Row, Source, feature, fields};
use crate::fold::Key;
use crate::place::{FEATURES, PlaceClass, PlaceId, iso2};

/// An added settlement this near a core place of the same name is that place.
const SAME_SETTLEMENT_KM: f64 = 10.0;
/// Centres of areas are chosen more loosely.
const SAME_DISTRICT_KM: f64 = 60.0;
const SAME_PROVINCE_KM: f64 = 200.0;

pub(super) fn read_additions(source: &Source, draft: &mut Draft) {
    for (line, fields) in fields(source) {
        if let Err(why) = read_addition(source, line, &fields, draft) {
            draft.bad(source, line, why);
        }
    }
}

fn read_addition(source: &Source, line: usize, fields: &[&str], draft: &mut Draft) -> Result<(), String> {
    let [name, alternates, lat, lon, class, parent, countries, _from] = *fields else {
        return Err(format!("has {} fields where 8 are due", fields.len()));
    };
    let feature = feature(class).ok_or_else(|| format!("{class:?} is no kind of place"))?;
    let countries: Vec<[u8; 2]> = countries
        .split(',')
        .map(|code| {
            iso2(code.trim()).ok_or_else(|| format!("{code:?} is not a country code of two capitals"))
        })
        .collect::<Result<_, _>>()?;
    let country = match countries.as_slice() {
        [country] => Some(*country),
        _ => None,
    };
    let mut row = Row {
        name: name.trim().to_owned(),
        alternates: listed(alternates).map(str::to_owned).collect(),
        feature,
        country,
        position: Position::parse(lat, lon)?,
        population: None,
        parent: None,
        transliterated: true,
        listed: true,
    };
    if Key::of(&row.name).text.is_empty() {
        return Err("has no name".to_owned());
    }
    add_long_forms(&mut row, class);
    if let Some(id) = find_same(&row, draft) {
        rename(id, row, draft);
        return Ok(());
    }
    if matches!(row.class(), PlaceClass::Settlement | PlaceClass::Province | PlaceClass::District) {
        draft
            .notes
            .push(format!("{}:{line}: {} is new, no core place of the name is near", source.name, row.name));
    }
    row.parent = match parent.trim() {
        "" => area_around(&row, draft),
        parent => Some(find_parent(parent, &row, draft)?),
    };
    let key = format!("{}/{class}/{}", fields[6], Key::of(&row.name).text);
    let id = PlaceId::own(&key);
    if draft.rows.contains_key(&id) {
        return Err(format!("{name} ({class}) stands here twice, or its id {id} is another's"));
    }
    draft.rows.insert(id, row);
    Ok(())
}

/// What news writes behind the names of spots, by feature.
const LONG_FORMS: &[(&str, &[&str])] = &[
    ("air base", &["air base", "airbase", "airport", "military airport", "military airbase", "airfield"]),
    ("airport", &["airport", "international airport", "airbase", "air base"]),
    ("military base", &["base", "military base"]),
    ("border crossing", &["border crossing", "crossing", "crossing point", "border gate"]),
    ("oil field", &["oil field", "oilfield", "field"]),
    ("gas field", &["gas field", "field", "gas plant"]),
    ("refinery", &["refinery", "oil refinery"]),
    ("dam", &["dam"]),
    ("bridge", &["bridge"]),
    ("camp", &["camp", "refugee camp"]),
    ("prison", &["prison"]),
    ("neighbourhood", &["neighbourhood", "neighborhood", "district", "quarter"]),
];

/// Adds "Shayrat airbase" and "Shayrat military airport" to "Shayrat air base".
fn add_long_forms(row: &mut Row, feature: &str) {
    let Some((_, forms)) = LONG_FORMS.iter().find(|(of, _)| *of == feature) else { return };
    let mut long_forms = Vec::new();
    for name in std::iter::once(&row.name).chain(&row.alternates) {
        let key = Key::of(name).text;
        let short =
            forms.iter().filter(|form| key.ends_with(&format!(" {form}"))).map(|form| form.len() + 1).max();
        let short = name.get(..name.len() - short.unwrap_or_default()).unwrap_or(name);
        long_forms.extend(forms.iter().map(|form| format!("{short} {form}")));
    }
    row.alternates.extend(long_forms);
}

/// The core place that an addition names: same country, near, same class, and a name in common.
fn find_same(added: &Row, draft: &Draft) -> Option<PlaceId> {
    let limit = match added.class() {
        PlaceClass::Settlement => SAME_SETTLEMENT_KM,
        PlaceClass::District => SAME_DISTRICT_KM,
        PlaceClass::Province => SAME_PROVINCE_KM,
        PlaceClass::Country | PlaceClass::Region | PlaceClass::Spot => return None,
    };
    let keys: Vec<String> = added.keys().map(|key| key.respelled()).collect();
    nearby(added, draft, limit)
        .filter(|(_, _, row)| {
            row.class() == added.class() && row.keys().any(|key| keys.contains(&key.respelled()))
        })
        .min_by(|(a_id, a_km, a), (b_id, b_km, b)| {
            b.population.cmp(&a.population).then(a_km.total_cmp(b_km)).then(a_id.cmp(b_id))
        })
        .map(|(id, _, _)| id)
}

/// Gives a core place its news name; what it was called becomes an alternate.
fn rename(id: PlaceId, added: Row, draft: &mut Draft) {
    if let Some(row) = draft.rows.get_mut(&id) {
        let old = std::mem::replace(&mut row.name, added.name);
        row.listed = true;
        row.alternates.push(old);
        row.alternates.extend(added.alternates);
    }
}

fn nearby<'d>(
    added: &'d Row,
    draft: &'d Draft,
    limit: f64,
) -> impl Iterator<Item = (PlaceId, f64, &'d Row)> + 'd {
    let reach = (limit * 100.0) as i32;
    draft
        .rows
        .iter()
        .filter(move |(_, row)| {
            row.country == added.country && (row.position.lat - added.position.lat).abs() <= reach
        })
        .map(move |(&id, row)| (id, row.position.km_to(added.position), row))
        .filter(move |&(_, km, _)| km <= limit)
}

/// The area of the nearest settlement, where one is near enough to tell.
fn area_around(added: &Row, draft: &Draft) -> Option<PlaceId> {
    const NEAR_KM: f64 = 15.0;
    // A river or a road lies in more areas than the one around its point on the map.
    const STRETCHED: &[&str] = &["road", "river", "lake", "mountain"];
    let (feature, class) = FEATURES[usize::from(added.feature)];
    if !matches!(class, PlaceClass::Settlement | PlaceClass::Spot) || STRETCHED.contains(&feature) {
        return None;
    }
    nearby(added, draft, NEAR_KM)
        .filter(|(_, _, row)| row.class() == PlaceClass::Settlement && row.parent.is_some())
        .min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
        .and_then(|(_, _, row)| row.parent)
}

/// The nearest place of the parent's name that can hold others.
fn find_parent(name: &str, added: &Row, draft: &Draft) -> Result<PlaceId, String> {
    const FARTHEST_KM: f64 = 400.0;
    let (name, province) = match name.strip_suffix(" province") {
        Some(name) => (name, true),
        None => (name, false),
    };
    let wanted = Key::of(name).respelled();
    nearby(added, draft, FARTHEST_KM)
        .filter(|(_, _, row)| {
            let holds = match row.class() {
                PlaceClass::Province => true,
                PlaceClass::Settlement | PlaceClass::District => !province,
                PlaceClass::Country | PlaceClass::Region | PlaceClass::Spot => false,
            };
            holds && row.keys().any(|key| key.respelled() == wanted)
        })
        // A city is meant rather than its province, or a hamlet of its name somewhat nearer.
        .min_by(|a, b| {
            let class = b.2.class().cmp(&a.2.class());
            class.then(b.2.population.cmp(&a.2.population)).then(a.1.total_cmp(&b.1)).then(a.0.cmp(&b.0))
        })
        .map(|(id, _, _)| id)
        .ok_or_else(|| format!("no place {name} within {FARTHEST_KM} km can be the parent"))
}
