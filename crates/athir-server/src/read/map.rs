//! Incidents on the map: points where few are in view, else clusters on a fixed grid, or hexagons.

use std::collections::{BTreeMap, HashMap};

use athir::model::{Estimate, EventKind, Family, Geometry, Modality, PlacePrecision, PlaceStatus, Role};
use h3o::{LatLng, Resolution};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::row::{RowParty, title};
use super::summary::Toll;
use crate::problem::Problem;
use crate::route::Asked;
use crate::table::{Bits, NO_DAY, NONE, Table, day_of, families, id_words};

/// Points are sent instead of clusters where so many or fewer lie in view.
const FEW: usize = 2000;
/// No more points are sent where points are asked for.
const MOST_POINTS: usize = 10_000;
/// No more cells are sent.
const MOST_CELLS: usize = 5000;

/// What is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Layer {
    /// Clusters, or points where few are in view.
    #[default]
    Clusters,
    /// Hexagons of the H3 grid.
    H3,
    /// Points, up to 10,000.
    Points,
}

/// What is in view.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct MapQuery {
    /// The zoom of the map, as web maps count it.
    #[serde(default)]
    #[schemars(range(min = 0, max = 24))]
    zoom: f64,
    /// What is drawn.
    #[serde(default)]
    layer: Layer,
}

/// Incidents near one another.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Cluster {
    /// Latitude of their middle.
    lat: f64,
    /// Longitude of their middle.
    lon: f64,
    /// How many.
    n: usize,
    /// People killed, by the numbers that the most sources give.
    killed: u64,
    /// How many of each family.
    families: BTreeMap<&'static str, usize>,
    /// The incident, where it is one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ids: Vec<String>,
}

/// An incident.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Point {
    id: String,
    lat: f64,
    lon: f64,
    kind: EventKind,
    family: &'static str,
    modality: Modality,
    initiators: Vec<RowParty>,
    recipients: Vec<RowParty>,
    geometry: Geometry,
    precision: PlacePrecision,
    radius_km: Option<f64>,
    /// The place's name.
    place: String,
    within: Option<String>,
    country: Option<String>,
    /// Whether one entry of the gazetteer is meant.
    status: PlaceStatus,
    start: Option<String>,
    end: Option<String>,
    /// Whether nothing dates it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    undated: bool,
    killed: Option<Toll>,
    title: String,
}

/// A hexagon.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Cell {
    /// Its index in the H3 grid.
    h3: String,
    /// Its corners, `[longitude, latitude]` each.
    boundary: Vec<[f64; 2]>,
    /// Incidents in it.
    n: usize,
    killed: Option<Toll>,
}

/// Incidents on the map.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Map {
    version: String,
    clusters: Vec<Cluster>,
    points: Vec<Point>,
    cells: Vec<Cell>,
    /// Incidents that lie in view.
    n: usize,
    /// Incidents that the filter lets through and that cannot be shown on a map.
    n_unplaced: usize,
    /// Whether more lie in view than are sent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    more: bool,
}

pub(super) fn map(asked: &Asked<'_>, (): (), query: MapQuery) -> Result<Map, Problem> {
    let table = &*asked.table;
    let mut rows = asked.selected()?.rows;
    let n_unplaced = match asked.filter().bounds {
        None => rows.count_and(&table.index.unplaced),
        // The view holds none of them; they are asked for without it.
        Some(_) => {
            let mut everywhere = asked.filter().clone();
            everywhere.bounds = None;
            asked.app.select(table, &everywhere)?.rows.count_and(&table.index.unplaced)
        }
    };
    rows.and_not(&table.index.unplaced);
    let n = rows.count();
    let mut map = Map {
        version: asked.version(),
        clusters: Vec::new(),
        points: Vec::new(),
        cells: Vec::new(),
        n,
        n_unplaced,
        more: false,
    };
    match query.layer {
        Layer::H3 => map.cells = cells(table, &rows, query.zoom),
        Layer::Points => {
            map.points =
                rows.iter_down(table.len()).take(MOST_POINTS).filter_map(|row| point(table, row)).collect();
            map.more = n > MOST_POINTS;
        }
        Layer::Clusters if n <= FEW => map.points = rows.iter().filter_map(|row| point(table, row)).collect(),
        Layer::Clusters => map.clusters = clusters(table, &rows, query.zoom),
    }
    Ok(map)
}

fn toll(estimate: Option<Estimate>) -> Option<Toll> {
    estimate.map(|Estimate { low, best, high, .. }| Toll { low, best, high })
}

fn point(table: &Table, row: u32) -> Option<Point> {
    let (columns, shared) = (&table.columns, &table.shared);
    let at = row as usize;
    let place = shared.places.get(columns.places[at]);
    let (lat, lon) = place.position()?;
    let day = |day: i32| (day != NO_DAY).then(|| day_of(day).to_string());
    let kind = columns.kinds[at];
    Some(Point {
        id: id_words(columns.ids[at]),
        lat,
        lon,
        kind,
        family: kind.family().as_str(),
        modality: columns.modalities[at],
        initiators: RowParty::of(table, row, Role::Initiator),
        recipients: RowParty::of(table, row, Role::Recipient),
        geometry: place.geometry,
        precision: place.precision,
        radius_km: place.radius_km(),
        place: place.name.clone(),
        within: place.within.clone(),
        country: place.country.clone(),
        status: place.status,
        start: day(columns.starts[at]),
        end: day(columns.ends[at]),
        undated: columns.first(row) == NO_DAY,
        killed: toll(shared.estimate(columns.killed[at])),
        title: title(table, row).to_owned(),
    })
}

/// What lies at one place.
#[derive(Clone, Debug, Default)]
struct Heap {
    n: usize,
    killed: Toll,
    /// By family, in the order of the codebook.
    families: [u32; 10],
    /// One of the rows.
    row: u32,
}

impl Heap {
    fn add(&mut self, other: &Heap) {
        self.n += other.n;
        self.killed.low += other.killed.low;
        self.killed.best += other.killed.best;
        self.killed.high += other.killed.high;
        self.families.iter_mut().zip(&other.families).for_each(|(mine, theirs)| *mine += theirs);
        self.row = other.row;
    }
}

/// What lies at each place: incidents are many, places few.
fn heaps(table: &Table, rows: &Bits) -> HashMap<u32, Heap> {
    let columns = &table.columns;
    let mut heaps: Vec<Heap> = Vec::new();
    let mut number = vec![NONE; table.shared.places.len()];
    let mut places = Vec::new();
    rows.each(|row| {
        let at = row as usize;
        let place = columns.places[at];
        let heap = &mut number[place as usize];
        if *heap == NONE {
            *heap = heaps.len() as u32;
            heaps.push(Heap::default());
            places.push(place);
        }
        let heap = &mut heaps[*heap as usize];
        heap.n += 1;
        heap.killed.add(table.shared.estimate(columns.killed[at]));
        heap.families[columns.kinds[at].family() as usize] += 1;
        heap.row = row;
    });
    places.into_iter().zip(heaps).collect()
}

/// Brings what lies at places together by a key of the position, in the order of the keys. Gives the heaps with their
/// middles.
fn together<K: Ord>(
    table: &Table,
    rows: &Bits,
    key: impl Fn(f64, f64) -> Option<K>,
) -> BTreeMap<K, (Heap, f64, f64)> {
    let mut together: BTreeMap<K, (Heap, f64, f64)> = BTreeMap::new();
    let mut places: Vec<(u32, Heap)> = heaps(table, rows).into_iter().collect();
    // Sums of floating-point numbers depend on their order.
    places.sort_unstable_by_key(|(place, _)| *place);
    for (place, heap) in places {
        let Some((lat, lon)) = table.shared.places.get(place).position() else { continue };
        let Some(key) = key(lat, lon) else { continue };
        let (sum, lats, lons) = together.entry(key).or_default();
        sum.add(&heap);
        *lats += lat * heap.n as f64;
        *lons += lon * heap.n as f64;
    }
    together
}

/// Clusters on a grid of squares of the map that does not move with the view, so that they stay where they are while
/// somebody pans.
fn clusters(table: &Table, rows: &Bits, zoom: f64) -> Vec<Cluster> {
    /// Squares on a side of the world at zoom 0: a tile of 512 pixels has 8, of 64 pixels each.
    const SQUARES: f64 = 8.0;
    let side = SQUARES * 2_f64.powi(zoom.clamp(0.0, 18.0).floor() as i32);
    let square = |lat: f64, lon: f64| {
        let (x, y) = mercator(lat, lon);
        Some(((y * side) as u32, (x * side) as u32))
    };
    let names: Vec<Family> = families().collect();
    together(table, rows, square)
        .into_values()
        .map(|(heap, lats, lons)| Cluster {
            lat: rounded(lats / heap.n as f64),
            lon: rounded(lons / heap.n as f64),
            n: heap.n,
            killed: heap.killed.best,
            families: names
                .iter()
                .filter(|&&family| heap.families[family as usize] > 0)
                .map(|&family| (family.as_str(), heap.families[family as usize] as usize))
                .collect(),
            ids: if heap.n == 1 { vec![id_words(table.columns.ids[heap.row as usize])] } else { Vec::new() },
        })
        .collect()
}

/// The position on a square map of the world, from 0 to 1 each way.
fn mercator(lat: f64, lon: f64) -> (f64, f64) {
    let lat = lat.clamp(-85.05, 85.05).to_radians();
    let y = 0.5 - (lat.tan() + 1.0 / lat.cos()).ln() / (2.0 * std::f64::consts::PI);
    ((lon + 180.0) / 360.0, y.clamp(0.0, 1.0))
}

/// Degrees to some ten centimetres.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

fn cells(table: &Table, rows: &Bits, zoom: f64) -> Vec<Cell> {
    // A cell is some 40 pixels wide.
    let resolution = match zoom as u32 {
        0..=2 => Resolution::Two,
        3..=4 => Resolution::Three,
        5 => Resolution::Four,
        6..=7 => Resolution::Five,
        8 => Resolution::Six,
        9..=10 => Resolution::Seven,
        _ => Resolution::Eight,
    };
    let cell = |lat: f64, lon: f64| Some(LatLng::new(lat, lon).ok()?.to_cell(resolution));
    let mut cells: Vec<_> = together(table, rows, cell).into_iter().collect();
    if cells.len() > MOST_CELLS {
        cells.sort_by(|(a, (x, ..)), (b, (y, ..))| y.n.cmp(&x.n).then_with(|| a.cmp(b)));
        cells.truncate(MOST_CELLS);
    }
    cells
        .into_iter()
        .map(|(cell, (heap, ..))| Cell {
            h3: cell.to_string(),
            boundary: cell.boundary().iter().map(|at| [rounded(at.lng()), rounded(at.lat())]).collect(),
            n: heap.n,
            killed: Some(heap.killed),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_have_numbers_below_ten() {
        assert!(families().all(|family| (family as usize) < Heap::default().families.len()));
    }

    #[test]
    fn the_world_is_a_square() {
        assert_eq!(mercator(0.0, 0.0), (0.5, 0.5));
        assert_eq!(mercator(0.0, -180.0), (0.0, 0.5));
        assert!(mercator(85.05, 0.0).1 < 0.001 && mercator(-90.0, 180.0).1 > 0.999);
    }
}
