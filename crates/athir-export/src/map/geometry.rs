//! What stands on a map for a place: a point where the words give one, a circle where they give one with a distance.

use athir_model::{Geometry, Incident, Place, PlacePrecision, PlaceStatus};

use crate::{Notes, Setting, Settings};

/// What is done with places of which only an area is known.
pub(crate) const AREAS: Setting = Setting {
    name: "areas",
    values: &["none", "centre"],
    about: "a district, province or country has no geometry (none), or its centre as a point (centre)",
};

/// Kilometres of a degree of latitude.
const DEGREE: f64 = 111.2;
/// Corners of a circle.
const CORNERS: u32 = 32;

/// A shape on the map, in degrees, longitude first.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    Point([f64; 2]),
    /// A closed ring, counterclockwise.
    Ring(Vec<[f64; 2]>),
}

/// The shape of an incident's place. What is known and not drawn is noted.
pub(super) fn shape_of(incident: &Incident, settings: &Settings, notes: &mut Notes) -> Option<Shape> {
    let Some(place) = &incident.place else {
        notes.narrowed(&incident.id, "no place is known: no geometry");
        return None;
    };
    if place.status != PlaceStatus::Resolved {
        notes.narrowed(&incident.id, "the place's name may mean several places: no geometry");
        return None;
    }
    let Some(point) = place.lon.zip(place.lat).map(|(lon, lat)| [lon, lat]) else {
        notes.narrowed(&incident.id, "the gazetteer has no point for the place: no geometry");
        return None;
    };
    if is_area(place) {
        if settings.is(AREAS.name, "centre") {
            return Some(Shape::Point(point));
        }
        notes.narrowed(
            &incident.id,
            "only an area is known: no geometry; --set areas=centre gives its centre",
        );
        return None;
    }
    match place.radius_km.filter(|km| *km > 0.0) {
        None => Some(Shape::Point(point)),
        Some(km) => {
            let ring = circle(point, km);
            if ring.is_none() {
                notes.narrowed(&incident.id, "a circle over the edge of the map: its centre alone");
            }
            Some(ring.map_or(Shape::Point(point), Shape::Ring))
        }
    }
}

/// The point of an incident's place, longitude first, where one may be shown; of a circle its centre.
pub(crate) fn point_of(incident: &Incident, settings: &Settings, notes: &mut Notes) -> Option<[f64; 2]> {
    match shape_of(incident, settings, notes)? {
        Shape::Point(point) => Some(point),
        Shape::Ring(_) => incident.place.as_ref().and_then(|place| Some([place.lon?, place.lat?])),
    }
}

/// Whether a point would be more precise than the words.
fn is_area(place: &Place) -> bool {
    use PlacePrecision as P;
    place.geometry == Geometry::Area
        || matches!(place.precision, P::District | P::Province | P::Country | P::Unknown)
}

/// A circle around a point on the ground; `None` where it would reach over a pole or the 180th meridian.
fn circle([lon, lat]: [f64; 2], km: f64) -> Option<Vec<[f64; 2]>> {
    let high = km / DEGREE;
    let wide = high / lat.to_radians().cos();
    if lat.abs() + high > 89.0 || lon.abs() + wide > 180.0 {
        return None;
    }
    let corner = |n: u32| {
        let angle = f64::from(n % CORNERS) * std::f64::consts::TAU / f64::from(CORNERS);
        // Seven digits are a centimetre; further ones would differ between machines.
        [lon + wide * angle.cos(), lat + high * angle.sin()].map(|degrees| (degrees * 1e7).round() / 1e7)
    };
    Some((0..=CORNERS).map(corner).collect())
}

impl Shape {
    /// The shape as GeoJSON has it (RFC 7946).
    pub(super) fn geojson(&self) -> serde_json::Value {
        match self {
            Shape::Point(point) => serde_json::json!({ "type": "Point", "coordinates": point }),
            Shape::Ring(ring) => serde_json::json!({ "type": "Polygon", "coordinates": [ring] }),
        }
    }

    /// The shape as well-known binary, little-endian (ISO 19125).
    pub(super) fn wkb(&self) -> Vec<u8> {
        let mut bytes = vec![1];
        let mut add = |part: &[u8]| bytes.extend_from_slice(part);
        match self {
            Shape::Point(point) => {
                add(&1_u32.to_le_bytes());
                point.iter().for_each(|degrees| add(&degrees.to_le_bytes()));
            }
            Shape::Ring(ring) => {
                add(&3_u32.to_le_bytes());
                add(&1_u32.to_le_bytes());
                add(&u32::try_from(ring.len()).unwrap_or(u32::MAX).to_le_bytes());
                ring.iter().flatten().for_each(|degrees| add(&degrees.to_le_bytes()));
            }
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_is_closed_and_as_wide_on_the_ground_as_it_is_high() {
        let ring = circle([10.0, 60.0], 111.2).unwrap();
        assert_eq!(ring.first(), ring.last());
        assert_eq!(ring.len(), 33);
        assert!((ring[0][0] - 12.0).abs() < 0.01 && (ring[8][1] - 61.0).abs() < 1e-6);
        // Counterclockwise: the area by the shoelace formula is positive.
        let area: f64 = ring.windows(2).map(|w| w[0][0] * w[1][1] - w[1][0] * w[0][1]).sum();
        assert!(area > 0.0);
        assert_eq!(circle([179.9, 0.0], 50.0), None);
        assert_eq!(circle([0.0, 89.9], 50.0), None);
    }

    #[test]
    fn binary_shapes_begin_as_readers_expect() {
        let point = Shape::Point([1.0, 2.0]).wkb();
        assert_eq!(point.len(), 21);
        assert_eq!(point[..5], [1, 1, 0, 0, 0]);
        assert_eq!(point[5..13], 1.0_f64.to_le_bytes());
        let ring = Shape::Ring(vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]).wkb();
        assert_eq!(ring.len(), 1 + 4 + 4 + 4 + 4 * 16);
    }
}
