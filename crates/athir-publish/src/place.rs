//! Places, snapped to the cells of a grid or to the areas that they lie in.

use std::collections::BTreeSet;
use std::fmt;

use athir_export::{Area, World};
use athir_model::{Geometry, Place, PlacePrecision, PlaceStatus};
use h3o::{CellIndex, LatLng, Resolution};
use serde::Deserialize;

/// The finest place that may be shown.
///
/// There are two ladders, of cells and of areas, which end in the country. A cell and an area cannot be compared: a
/// district may be smaller or larger than a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub enum PlaceFloor {
    /// The place as it is.
    Exact,
    /// A cell of H3 with this resolution, from 7 (5 km²) to 3 (12,000 km²).
    Cell(u8),
    /// The second-order area.
    Admin2,
    /// The first-order area.
    Admin1,
    /// The country.
    Country,
}

impl PlaceFloor {
    /// Every floor, the finest first, cells before areas.
    pub const ALL: [PlaceFloor; 9] = [
        PlaceFloor::Exact,
        PlaceFloor::Cell(7),
        PlaceFloor::Cell(6),
        PlaceFloor::Cell(5),
        PlaceFloor::Cell(4),
        PlaceFloor::Cell(3),
        PlaceFloor::Admin2,
        PlaceFloor::Admin1,
        PlaceFloor::Country,
    ];
}

impl fmt::Display for PlaceFloor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PlaceFloor::Exact => f.write_str("exact"),
            PlaceFloor::Cell(resolution) => write!(f, "h3-{resolution}"),
            PlaceFloor::Admin2 => f.write_str("admin2"),
            PlaceFloor::Admin1 => f.write_str("admin1"),
            PlaceFloor::Country => f.write_str("country"),
        }
    }
}

impl TryFrom<String> for PlaceFloor {
    type Error = String;

    fn try_from(word: String) -> Result<PlaceFloor, String> {
        PlaceFloor::ALL.into_iter().find(|floor| floor.to_string() == word).ok_or_else(|| {
            let known: Vec<String> = PlaceFloor::ALL.iter().map(PlaceFloor::to_string).collect();
            format!("{word:?} is none of {}", known.join(", "))
        })
    }
}

/// Before the code of a cell.
const CELL: &str = "h3:";
/// The resolution that points are read into first: its cells are 0.1 km².
const FINEST: Resolution = Resolution::Nine;
/// The distance from the middle of a cell to its farthest corner, in tenths of a kilometre, from resolution 3 to 7. A
/// bound over all cells, so that the figure says nothing about which one it is.
const RADIUS: [i64; 5] = [830, 310, 120, 45, 17];

/// Brings a place to a floor. `None` where nothing is known of it that the floor allows.
///
/// A place that is as coarse already stays, without its words. A point goes to the middle of its cell, an area has the
/// middle that the gazetteer gives it; name, code, mention and candidates of the finer place are gone. Doing it twice is
/// doing it once, and the same holds for first a finer and then a coarser floor of one ladder.
pub fn coarsen_place(place: &Place, floor: PlaceFloor, world: &dyn World) -> Option<Place> {
    // A name of places in several countries tells not even the country, and nothing says so once the candidates are gone.
    let countries: BTreeSet<&String> =
        place.candidates.iter().map(|c| &c.country).chain(&place.country).collect();
    if place.status == PlaceStatus::Ambiguous && countries.len() > 1 {
        return None;
    }
    match floor {
        PlaceFloor::Exact => Some(without_words(place)),
        PlaceFloor::Cell(resolution) => to_cell(place, resolution, world),
        PlaceFloor::Admin2 => to_admin2(place, world),
        PlaceFloor::Admin1 => to_admin1(place, world),
        PlaceFloor::Country => to_country(place, world),
    }
}

/// A place without the words that gave it.
fn without_words(place: &Place) -> Place {
    Place {
        mention: String::new(),
        start: 0,
        end: 0,
        candidates: Vec::new(),
        why: String::new(),
        ..place.clone()
    }
}

/// What is known of a place of which its country alone is known.
fn bare(place: &Place, name: String) -> Place {
    Place {
        name,
        within: None,
        country: place.country.clone(),
        lat: None,
        lon: None,
        precision: PlacePrecision::Country,
        geometry: Geometry::Area,
        radius_km: None,
        mention: String::new(),
        start: 0,
        end: 0,
        status: place.status,
        code: None,
        candidates: Vec::new(),
        why: String::new(),
    }
}

fn to_cell(place: &Place, resolution: u8, world: &dyn World) -> Option<Place> {
    let (cell, spread) = match cell_of(place) {
        Some((cell, spread)) if u8::from(cell.resolution()) <= resolution => {
            return Some(cell_place(place, cell, spread));
        }
        Some(found) => found,
        None => {
            // An area has no point, and a cell of its middle would not hold it.
            match place.precision {
                PlacePrecision::Country | PlacePrecision::Province => return Some(without_words(place)),
                // A part of a district may be smaller than a cell of 250 km².
                PlacePrecision::District if resolution == 5 => return to_admin2(place, world),
                PlacePrecision::District if resolution > 5 => return Some(without_words(place)),
                PlacePrecision::District => return to_admin1(place, world),
                // A large town, or the country around one, has a point all the same, and the point has a name.
                PlacePrecision::Spot | PlacePrecision::Settlement | PlacePrecision::Unknown => {}
            }
            let spread = tenths(place.radius_km.unwrap_or_default());
            let point = place.lat.zip(place.lon).and_then(|(lat, lon)| LatLng::new(lat, lon).ok());
            let Some(point) = point else { return to_country(place, world) };
            (point.to_cell(FINEST), spread)
        }
    };
    let resolution = Resolution::try_from(resolution).ok()?;
    Some(cell_place(place, cell.parent(resolution)?, spread))
}

/// The cell that a place was snapped to before, and how uncertain it was beside.
fn cell_of(place: &Place) -> Option<(CellIndex, i64)> {
    let cell: CellIndex = place.code.as_deref()?.strip_prefix(CELL)?.parse().ok()?;
    let spread = tenths(place.radius_km?) - radius(cell.resolution().into());
    Some((cell, spread.max(0)))
}

fn cell_place(place: &Place, cell: CellIndex, spread: i64) -> Place {
    let middle = LatLng::from(cell);
    let round = |degrees: f64| (degrees * 1e4).round() / 1e4;
    let kilometres = (radius(cell.resolution().into()) + spread) as f64 / 10.0;
    Place {
        lat: Some(round(middle.lat())),
        lon: Some(round(middle.lng())),
        precision: PlacePrecision::District,
        radius_km: Some(kilometres),
        code: Some(format!("{CELL}{cell}")),
        ..bare(place, format!("H3 cell {cell}"))
    }
}

fn radius(resolution: u8) -> i64 {
    usize::from(resolution).checked_sub(3).and_then(|n| RADIUS.get(n)).copied().unwrap_or(RADIUS[0])
}

/// Kilometres in tenths, rounded up.
fn tenths(kilometres: f64) -> i64 {
    // What is no number, or beyond the Earth, is as wide as can be.
    if (0.0..=20_000.0).contains(&kilometres) { (kilometres * 10.0 - 1e-6).ceil() as i64 } else { 200_000 }
}

fn to_admin2(place: &Place, world: &dyn World) -> Option<Place> {
    let areas = world.areas(place);
    let is_wide = match place.precision {
        PlacePrecision::Country | PlacePrecision::Province => true,
        PlacePrecision::District => cell_of(place).is_none() && areas.admin3.is_none(),
        _ => false,
    };
    if is_wide {
        return Some(without_words(place));
    }
    match areas.admin2 {
        Some(area) => {
            Some(area_place(place, area, PlacePrecision::District, areas.admin1.map(|a| a.name), world))
        }
        None => to_admin1(place, world),
    }
}

fn to_admin1(place: &Place, world: &dyn World) -> Option<Place> {
    if matches!(place.precision, PlacePrecision::Country | PlacePrecision::Province) {
        return Some(without_words(place));
    }
    match world.areas(place).admin1 {
        Some(area) => Some(area_place(place, area, PlacePrecision::Province, None, world)),
        None => to_country(place, world),
    }
}

fn area_place(
    place: &Place,
    area: Area,
    precision: PlacePrecision,
    within: Option<String>,
    world: &dyn World,
) -> Place {
    let middle = world.middle(&area.code);
    Place {
        within,
        lat: middle.map(|(lat, _)| lat),
        lon: middle.map(|(_, lon)| lon),
        precision,
        code: Some(area.code).filter(|code| !code.is_empty()),
        ..bare(place, area.name)
    }
}

fn to_country(place: &Place, world: &dyn World) -> Option<Place> {
    if place.precision == PlacePrecision::Country {
        return Some(without_words(place));
    }
    let country = place.country.clone()?;
    let name = world.areas(place).country_name.unwrap_or(country);
    Some(bare(place, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floors_are_read_by_the_words_that_they_are_written_with() {
        for floor in PlaceFloor::ALL {
            assert_eq!(PlaceFloor::try_from(floor.to_string()), Ok(floor));
        }
        assert!(PlaceFloor::try_from("h3-9".to_owned()).unwrap_err().contains("h3-7"));
    }

    #[test]
    fn no_corner_of_a_cell_is_farther_from_its_middle_than_the_radius() {
        for resolution in 3..=7_u8 {
            let level = Resolution::try_from(resolution).unwrap();
            for lat in (-85..=85).step_by(17) {
                for lon in (-180..180).step_by(13) {
                    let cell = LatLng::new(f64::from(lat), f64::from(lon)).unwrap().to_cell(level);
                    let middle = LatLng::from(cell);
                    let far =
                        cell.boundary().iter().map(|corner| middle.distance_km(*corner)).fold(0.0, f64::max);
                    assert!(far <= radius(resolution) as f64 / 10.0, "{cell}: {far} km");
                }
            }
        }
    }

    #[test]
    fn a_number_that_is_none_is_as_wide_as_can_be() {
        assert_eq!(tenths(f64::NAN), 200_000);
        assert_eq!(tenths(-1.0), 200_000);
        assert_eq!(tenths(1.7), 17);
    }
}
