//! Where an incident happened, as precisely as its words allow and in the codes of UCDP and ACLED.

use athir_model::{Geometry, Place, PlacePrecision, PlaceStatus};

use crate::{Areas, World};

/// Within how many kilometres of a known point UCDP still codes that point.
const NEAR_KM: f64 = 25.0;

/// An incident's place with the point that stands for it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Located {
    /// ISO 3166 alpha-2 code of the country; `None` at sea and where nobody knows.
    pub(super) country: Option<String>,
    /// What the point is called.
    pub(super) name: String,
    /// Degrees north.
    pub(super) lat: f64,
    /// Degrees east.
    pub(super) lon: f64,
    /// UCDP's code of 1 to 7.
    pub(super) where_prec: u8,
    /// The areas that it lies in, none that are smaller than what is known.
    pub(super) areas: Areas,
}

impl Located {
    /// ACLED's code of 1 to 3; `None` where no more than a country is known, or it is at sea.
    pub(super) fn geo_precision(&self) -> Option<u8> {
        match self.where_prec {
            1 => Some(1),
            2 | 3 => Some(2),
            4 | 5 => Some(3),
            _ => None,
        }
    }
}

/// Finds the point that stands for a place, or says why there is none.
///
/// A name that may be several places of one country tells the country and no more; so does one that the gazetteer lacks.
pub(super) fn locate(place: Option<&Place>, world: &dyn World) -> Result<Located, &'static str> {
    let place = place.ok_or("no report tells where")?;
    let areas = world.areas(place);
    let where_prec = where_prec(place, &areas);
    let point = place.lat.zip(place.lon);
    let is_point_meant = place.status == PlaceStatus::Resolved && point.is_some();
    if let (Some(where_prec), Some((lat, lon)), true) = (where_prec, point, is_point_meant) {
        return Ok(Located {
            country: areas.country.clone(),
            name: place.name.clone(),
            lat,
            lon,
            where_prec,
            areas,
        });
    }
    let of_country = place
        .country
        .as_deref()
        .filter(|country| place.candidates.iter().all(|candidate| candidate.country == *country));
    let (Some(country), Some((lat, lon))) = (of_country, areas.country_point) else {
        return Err(if place.status == PlaceStatus::Ambiguous {
            "the place's name may mean places in several countries"
        } else {
            "the place is not on the map"
        });
    };
    let name = areas.country_name.clone().unwrap_or_else(|| country.to_owned());
    let country_alone = Areas {
        country: areas.country.clone(),
        country_name: areas.country_name.clone(),
        country_point: areas.country_point,
        ..Areas::default()
    };
    Ok(Located { country: Some(country.to_owned()), name, lat, lon, where_prec: 6, areas: country_alone })
}

/// UCDP's code for how precisely the words give the place (UCDP GED Codebook, `where_prec`).
fn where_prec(place: &Place, areas: &Areas) -> Option<u8> {
    let is_water = areas
        .feature
        .as_deref()
        .is_some_and(|feature| matches!(feature, "sea" | "ocean" | "gulf" | "strait"));
    if is_water && place.country.is_none() {
        return Some(7);
    }
    match place.geometry {
        Geometry::Circle => return Some(if place.radius_km.is_none_or(|km| km <= NEAR_KM) { 2 } else { 5 }),
        Geometry::Line => return Some(5),
        Geometry::Point | Geometry::Area => {}
    }
    match place.precision {
        PlacePrecision::Spot | PlacePrecision::Settlement => Some(1),
        // An informal region is nobody's second-order area.
        PlacePrecision::District if areas.admin2.is_some() => Some(3),
        PlacePrecision::District => Some(5),
        PlacePrecision::Province => Some(4),
        PlacePrecision::Country => Some(6),
        PlacePrecision::Unknown => None,
    }
}

/// The cell of PRIO-GRID that a point lies in: cells of half a degree, numbered from 1 by rows from the south-west.
///
/// Tollefsen, Strand and Buhaug, "PRIO-GRID: A unified spatial data structure", Journal of Peace Research 49(2), 2012.
pub fn priogrid(lat: f64, lon: f64) -> u32 {
    // The last row and column hold their outer edges.
    let row = ((lat + 90.0) / 0.5).floor().clamp(0.0, 359.0);
    let column = ((lon + 180.0) / 0.5).floor().clamp(0.0, 719.0);
    row as u32 * 720 + column as u32 + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Area;

    #[test]
    fn cells_are_numbered_from_the_south_west() {
        assert_eq!(priogrid(-90.0, -180.0), 1);
        assert_eq!(priogrid(-89.6, -179.4), 2);
        assert_eq!(priogrid(-89.4, -180.0), 721);
        assert_eq!(priogrid(90.0, 180.0), 360 * 720);
        assert_eq!(priogrid(33.51, 36.29), 247 * 720 + 432 + 1);
    }

    fn place(precision: PlacePrecision, geometry: Geometry, radius_km: Option<f64>) -> Place {
        Place {
            name: "Tell Wazir".to_owned(),
            within: None,
            country: Some("SY".to_owned()),
            lat: Some(35.0),
            lon: Some(36.0),
            precision,
            geometry,
            radius_km,
            mention: "Tell Wazir".to_owned(),
            start: 0,
            end: 10,
            status: PlaceStatus::Resolved,
            code: None,
            candidates: Vec::new(),
            why: String::new(),
        }
    }

    #[test]
    fn the_precision_code_follows_from_the_words() {
        use Geometry as G;
        use PlacePrecision as P;
        let in_district = Areas {
            admin2: Some(Area { name: "Wazir".to_owned(), code: "gn:1".to_owned() }),
            ..Areas::default()
        };
        let at_sea = Areas { feature: Some("sea".to_owned()), ..Areas::default() };
        let none = Areas::default();
        let table = [
            (place(P::Spot, G::Point, None), &none, Some(1), Some(1)),
            (place(P::Settlement, G::Point, Some(1.0)), &none, Some(1), Some(1)),
            (place(P::Settlement, G::Circle, Some(12.0)), &none, Some(2), Some(2)),
            (place(P::Settlement, G::Circle, Some(25.0)), &none, Some(2), Some(2)),
            (place(P::Settlement, G::Circle, Some(40.0)), &none, Some(5), Some(3)),
            (place(P::District, G::Area, None), &in_district, Some(3), Some(2)),
            (place(P::District, G::Area, None), &none, Some(5), Some(3)),
            (place(P::Province, G::Area, None), &none, Some(4), Some(3)),
            (place(P::Spot, G::Line, Some(50.0)), &none, Some(5), Some(3)),
            (place(P::Country, G::Area, None), &none, Some(6), None),
            (Place { country: None, ..place(P::District, G::Area, None) }, &at_sea, Some(7), None),
            (place(P::Unknown, G::Point, None), &none, None, None),
        ];
        for (place, areas, expected, acled) in table {
            let found = where_prec(&place, areas);
            assert_eq!(found, expected, "{:?} {:?}", place.precision, place.geometry);
            let located = found.map(|where_prec| Located {
                country: None,
                name: String::new(),
                lat: 0.0,
                lon: 0.0,
                where_prec,
                areas: Areas::default(),
            });
            assert_eq!(located.and_then(|located| located.geo_precision()), acled);
        }
    }
}
