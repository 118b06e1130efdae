//! From source tables to one gazetteer file.
//!
//! The same sources give the same bytes. Rows that cannot be understood fail the build and are named
//! with file and line; nothing is repaired in silence.

mod additions;
mod areas;
mod base;
mod core_table;
mod index;
mod own;
mod source;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

pub use source::{Source, SourceKind};

use crate::error::{BadRow, GazetteerError};
use crate::fold::Key;
use crate::gazetteer::Gazetteer;
use crate::place::{FEATURES, PlaceClass, PlaceId};

/// A finished file and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The file.
    pub bytes: Vec<u8>,
    /// The number of places of each class.
    pub n_places: BTreeMap<PlaceClass, usize>,
    /// The number of places of each country.
    pub n_by_country: BTreeMap<String, usize>,
    /// The number of distinct names.
    pub n_names: usize,
    /// What a person should look at: added places that stand far from their namesakes, and the like.
    pub notes: Vec<String>,
}

/// Builds a gazetteer file from its sources.
///
/// Of countries that no [`SourceKind::Coverage`] table lists, only areas and notable settlements are
/// taken: those whose population is known or that two sources share.
///
/// # Errors
///
/// [`GazetteerError::BadRows`] with every row that cannot be understood; [`GazetteerError::TooLarge`]
/// when the format cannot hold what the sources do.
pub fn build(sources: &[Source]) -> Result<Built, GazetteerError> {
    finish(Draft::default(), sources)
}

/// Builds a gazetteer file that holds all of another gazetteer and what the sources add.
///
/// # Errors
///
/// As [`build`].
pub fn build_upon(base: &Gazetteer, sources: &[Source]) -> Result<Built, GazetteerError> {
    let mut draft = Draft::default();
    base::take_over(base, &mut draft);
    finish(draft, sources)
}

fn finish(mut draft: Draft, sources: &[Source]) -> Result<Built, GazetteerError> {
    // Each kind builds on those before it, whatever the order of the sources.
    let of_kind = |kind: fn(&SourceKind) -> bool| sources.iter().filter(move |source| kind(&source.kind));
    for source in of_kind(|kind| matches!(kind, SourceKind::Coverage)) {
        tables::read_coverage(source, &mut draft);
    }
    for source in of_kind(|kind| matches!(kind, SourceKind::Countries)) {
        tables::read_countries(source, &mut draft);
    }
    for source in of_kind(|kind| matches!(kind, SourceKind::Core(_))) {
        core_table::read_core(source, &mut draft);
    }
    core_table::settle_parents(&mut draft);
    for source in of_kind(|kind| matches!(kind, SourceKind::Admin1Names)) {
        tables::read_admin1_names(source, &mut draft);
    }
    for source in of_kind(|kind| matches!(kind, SourceKind::Areas)) {
        areas::read_areas(source, &mut draft);
    }
    for source in of_kind(|kind| matches!(kind, SourceKind::PostTowns)) {
        areas::read_post_towns(source, &mut draft);
    }
    for source in of_kind(|kind| matches!(kind, SourceKind::Rest)) {
        tables::read_rest(source, &mut draft);
    }
    if draft.base.names.is_empty() {
        areas::drop_namesakes(&mut draft);
    }
    tables::place_admin1_areas(&mut draft);
    for source in of_kind(|kind| matches!(kind, SourceKind::Additions)) {
        additions::read_additions(source, &mut draft);
    }
    for source in of_kind(|kind| matches!(kind, SourceKind::GeoNames)) {
        own::read_geonames(source, &mut draft);
    }
    for source in of_kind(|kind| matches!(kind, SourceKind::Places)) {
        own::read_places(source, &mut draft);
    }
    for source in of_kind(|kind| matches!(kind, SourceKind::PCodes)) {
        own::read_pcodes(source, &mut draft);
    }
    for source in of_kind(|kind| matches!(kind, SourceKind::Peoples)) {
        areas::read_peoples(source, &mut draft);
    }
    for source in of_kind(|kind| matches!(kind, SourceKind::HeldOut)) {
        tables::leave_out(source, &mut draft);
    }
    if !draft.bad.is_empty() {
        return Err(GazetteerError::BadRows { rows: draft.bad });
    }
    index::write(draft)
}

/// The places as the sources are read.
#[derive(Default)]
struct Draft {
    rows: BTreeMap<PlaceId, Row>,
    /// Countries of which every place is taken.
    whole_countries: BTreeSet<[u8; 2]>,
    /// Folded adjectives and demonyms.
    adjectives: BTreeMap<String, PlaceId>,
    /// First-order areas by Who's On First number, and the links that wait for them.
    core_links: Vec<core_table::Link>,
    core_ids: BTreeMap<u32, PlaceId>,
    admin1_names: BTreeMap<PlaceId, String>,
    admin1_positions: BTreeMap<PlaceId, Position>,
    /// Countries that have a core table, with areas of its own.
    core_countries: BTreeSet<[u8; 2]>,
    /// Look-ups of the gazetteer that this one is built upon.
    base: base::Base,
    bad: Vec<BadRow>,
    notes: Vec<String>,
}

impl Draft {
    fn bad(&mut self, source: &Source, line: usize, why: impl Into<String>) {
        self.bad.push(BadRow { source: source.name.clone(), line, why: why.into() });
    }
}

/// One place before it is written.
#[derive(Debug, Clone)]
struct Row {
    name: String,
    alternates: Vec<String>,
    feature: u8,
    country: Option<[u8; 2]>,
    position: Position,
    population: Option<u32>,
    parent: Option<PlaceId>,
    /// Whether its names are transliterated, so that look-ups by skeleton make sense.
    transliterated: bool,
    /// Whether a person listed it, which makes it notable where no population is known.
    listed: bool,
}

impl Row {
    fn class(&self) -> PlaceClass {
        FEATURES[usize::from(self.feature)].1
    }

    fn add_alternate(&mut self, name: impl Into<String>) {
        self.alternates.push(name.into());
    }

    fn keys(&self) -> impl Iterator<Item = Key> + '_ {
        std::iter::once(&self.name).chain(&self.alternates).map(|name| Key::of(name))
    }
}

/// A point in 1/10,000 degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Position {
    lat: i32,
    lon: i32,
}

impl Position {
    /// Reads decimal degrees; the message says which of the two is wrong.
    fn parse(lat: &str, lon: &str) -> Result<Position, String> {
        Ok(Position { lat: scaled(lat, "latitude", 90)?, lon: scaled(lon, "longitude", 180)? })
    }

    fn km_to(self, other: Position) -> f64 {
        const KM_PER_UNIT: f64 = 111.2 / 10_000.0;
        let north = f64::from(self.lat - other.lat) * KM_PER_UNIT;
        let middle = (f64::from(self.lat + other.lat) / 20_000.0).to_radians();
        let east = f64::from(self.lon - other.lon) * KM_PER_UNIT * middle.cos();
        north.hypot(east)
    }
}

fn scaled(text: &str, what: &str, limit: i32) -> Result<i32, String> {
    let degrees: f64 = text.trim().parse().map_err(|_| format!("{what} {text:?} is not a number"))?;
    if !(-f64::from(limit)..=f64::from(limit)).contains(&degrees) {
        return Err(format!("{what} {text} is outside -{limit}..={limit}"));
    }
    Ok((degrees * 10_000.0).round() as i32)
}

/// The stored code of a feature, which the table of features must hold.
fn feature(name: &str) -> Option<u8> {
    FEATURES.iter().position(|(feature, _)| *feature == name).map(|at| at as u8)
}

/// Whether a name is in Latin letters and long enough to be looked up.
fn is_usable(name: &str) -> bool {
    let key = Key::of(name).text;
    key.len() >= 3
        && key.is_ascii()
        && name.chars().any(char::is_uppercase)
        && name.len() <= 60
        && !name.contains([';', ',', '?', '\u{fffd}'])
}

/// The fields of a table's rows with their line numbers, without the header and comment lines.
fn fields(source: &Source) -> impl Iterator<Item = (usize, Vec<&str>)> {
    source
        .text
        .lines()
        .enumerate()
        .skip(1)
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|(n, line)| (n + 1, line.split('\t').collect()))
}
