//! Incidents for maps.

mod geojson;
mod geometry;
mod geoparquet;
#[cfg(test)]
mod tests;
mod timemap;

pub(crate) use geojson::GEOJSON;
pub(crate) use geometry::{AREAS, point_of};
pub(crate) use geoparquet::GEOPARQUET;
pub(crate) use timemap::TIMEMAP;
