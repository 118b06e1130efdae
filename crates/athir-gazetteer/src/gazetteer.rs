//! A gazetteer file, open.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock};

use fst::{Map, Streamer};

use crate::columns::{
    Bytes, Columns, NO_COUNTRY, NO_PARENT, Section, damaged, read_u16, read_u24, read_u32, read_u64,
    search_u32, search_u64, verify,
};
use crate::error::GazetteerError;
use crate::fold::fold;
use crate::place::{FEATURES, GEONAMES, Place, PlaceClass, PlaceId, WHOS_ON_FIRST};

static BUILTIN: &[u8] = include_bytes!("../../../data/gazetteer/world.gaz");

/// The names of capitals by the codes of their countries, from the table of countries.
static CAPITALS: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    let columns = include_str!("../../../data/gazetteer/countries.tsv").lines().skip(1);
    columns.filter_map(|line| Some((line.split('\t').nth(1)?, line.split('\t').nth(4)?))).collect()
});

/// No chain of parents is longer; a longer one in a file is a circle.
const DEEPEST: usize = 8;

/// Place names and the places they may stand for.
///
/// # Examples
///
/// ```
/// use athir_gazetteer::{Gazetteer, PlaceClass};
///
/// let gazetteer = Gazetteer::builtin();
/// let best = gazetteer.find("Saraqib")[0];
/// let place = gazetteer.place(best.id);
/// assert_eq!((place.name, place.country, place.class), ("Saraqib", Some("SY"), PlaceClass::Settlement));
///
/// let chain: Vec<&str> = gazetteer.parents(best.id).map(|id| gazetteer.place(id).name).collect();
/// assert_eq!(chain.last(), Some(&"Syria"));
/// ```
pub struct Gazetteer {
    pub(crate) columns: Columns,
    pub(crate) names: Map<Bytes>,
    pub(crate) skeletons: Map<Bytes>,
    adjectives: Map<Bytes>,
    n_geonames: u32,
    n_wof: u32,
}

impl Gazetteer {
    /// The gazetteer that is built into the program.
    ///
    /// # Panics
    ///
    /// Never, in a program whose tests passed: they open the built-in file.
    pub fn builtin() -> &'static Gazetteer {
        static OPENED: OnceLock<Gazetteer> = OnceLock::new();
        OPENED.get_or_init(|| {
            // The executable vouches for its own bytes, so the checksum is left to the tests.
            Gazetteer::assemble(&Bytes::Static(BUILTIN))
                .expect("the built-in gazetteer is opened by the tests")
        })
    }

    /// Opens a gazetteer from its bytes, without copying borrowed ones.
    ///
    /// # Errors
    ///
    /// When the bytes are of another format or version, damaged, or cut short.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Gazetteer, GazetteerError> {
        let bytes = match bytes.into() {
            Cow::Borrowed(bytes) => Bytes::Static(bytes),
            Cow::Owned(bytes) => {
                let len = bytes.len();
                Bytes::Shared(Arc::new(bytes), 0..len)
            }
        };
        let gazetteer = Gazetteer::assemble(&bytes)?;
        verify(bytes.as_ref())?;
        Ok(gazetteer)
    }

    /// Opens a gazetteer file, reading it whole.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, and as [`Gazetteer::from_bytes`].
    #[expect(clippy::disallowed_methods, reason = "opening a file is what this function is for")]
    pub fn open(path: impl AsRef<Path>) -> Result<Gazetteer, GazetteerError> {
        let path = path.as_ref();
        let bytes =
            std::fs::read(path).map_err(|source| GazetteerError::Read { path: path.to_owned(), source })?;
        Gazetteer::from_bytes(bytes)
    }

    fn assemble(bytes: &Bytes) -> Result<Gazetteer, GazetteerError> {
        let columns = Columns::new(bytes)?;
        let map = |section, what: &str| Map::new(columns.bytes(section)).map_err(|_| damaged(what));
        let names = map(Section::NameMap, "the name map cannot be read")?;
        let skeletons = map(Section::SkeletonMap, "the skeleton map cannot be read")?;
        let adjectives = map(Section::Adjectives, "the adjectives cannot be read")?;
        let n_geonames = (columns.section(Section::GeoNames).len() / 4) as u32;
        let n_wof = (columns.section(Section::WhosOnFirst).len() / 4) as u32;
        Ok(Gazetteer { columns, names, skeletons, adjectives, n_geonames, n_wof })
    }

    /// The number of places.
    pub fn n_places(&self) -> usize {
        self.columns.n_places()
    }

    /// The number of distinct names, folded and without articles.
    pub fn n_names(&self) -> usize {
        self.names.len()
    }

    /// Whether the gazetteer holds the place.
    pub fn contains(&self, id: PlaceId) -> bool {
        self.index(id).is_some()
    }

    /// What is known of a place.
    ///
    /// # Panics
    ///
    /// When the gazetteer does not hold the place, which cannot happen for an id that it gave out;
    /// [`Gazetteer::get`] is for ids from elsewhere.
    pub fn place(&self, id: PlaceId) -> Place<'_> {
        self.get(id).unwrap_or_else(|| panic!("the gazetteer does not hold {id}"))
    }

    /// What is known of a place, or `None` when the gazetteer does not hold it.
    pub fn get(&self, id: PlaceId) -> Option<Place<'_>> {
        self.index(id).and_then(|index| self.place_at(index))
    }

    /// Every place, in the order of their ids.
    pub fn places(&self) -> impl Iterator<Item = Place<'_>> {
        (0..self.n_places() as u32).filter_map(|index| self.place_at(index))
    }

    /// The areas that the place lies in, the nearest first and the country last.
    pub fn parents(&self, id: PlaceId) -> impl Iterator<Item = PlaceId> + '_ {
        self.index(id)
            .into_iter()
            .flat_map(|index| self.ancestors(index))
            .filter_map(|index| self.id_at(index))
    }

    /// Whether the place is the other one or lies in it.
    pub fn is_within(&self, id: PlaceId, ancestor: PlaceId) -> bool {
        id == ancestor || self.parents(id).any(|parent| parent == ancestor)
    }

    /// The country of an ISO 3166-1 code of two capital letters.
    pub fn country(&self, iso2: &str) -> Option<PlaceId> {
        self.countries()
            .find(|(code, _)| code.as_bytes() == iso2.as_bytes())
            .and_then(|(_, at)| self.id_at(at))
    }

    /// The capital of the country of an ISO 3166-1 code of two capital letters.
    pub fn capital(&self, iso2: &str) -> Option<PlaceId> {
        let name = CAPITALS.get(iso2)?;
        let is_town = |place: &Place<'_>| {
            place.class == PlaceClass::Settlement && place.country.is_some_and(|country| country == iso2)
        };
        let towns = self.find_spelled(name).into_iter().map(|found| self.place(found.id)).filter(is_town);
        towns.max_by_key(|place| place.population).map(|place| place.id)
    }

    /// The country that an adjective or the name of its people points to: "Syrian", "Iraqis".
    pub fn adjective_country(&self, word: &str) -> Option<PlaceId> {
        self.adjective_place(word).filter(|&id| self.place(id).class == PlaceClass::Country)
    }

    /// The country or other area that an adjective or the name of its people points to: "Syrian", "Texans",
    /// "European".
    pub fn adjective_place(&self, word: &str) -> Option<PlaceId> {
        self.adjectives.get(fold(word)).and_then(|index| self.id_at(u32::try_from(index).ok()?))
    }

    /// Every adjective and demonym, folded, with its place.
    pub(crate) fn adjectives(&self) -> impl Iterator<Item = (String, PlaceId)> + '_ {
        let mut stream = self.adjectives.stream();
        std::iter::from_fn(move || {
            let (word, index) = stream.next()?;
            Some((String::from_utf8_lossy(word).into_owned(), u32::try_from(index).ok()?))
        })
        .filter_map(|(word, index)| Some((word, self.id_at(index)?)))
    }

    fn countries(&self) -> impl Iterator<Item = (&str, u32)> {
        self.columns.section(Section::Countries).chunks_exact(6).filter_map(|row| {
            let (code, index) = row.split_at(2);
            Some((std::str::from_utf8(code).ok()?, read_u32(index, 0)?))
        })
    }

    /// The row of a place: the three id columns follow one another.
    pub(crate) fn index(&self, id: PlaceId) -> Option<u32> {
        let (row, before) = match id.source() {
            GEONAMES => {
                (search_u32(self.columns.section(Section::GeoNames), u32::try_from(id.number()).ok()?)?, 0)
            }
            WHOS_ON_FIRST => (
                search_u32(self.columns.section(Section::WhosOnFirst), u32::try_from(id.number()).ok()?)?,
                self.n_geonames,
            ),
            _ => (
                search_u64(self.columns.section(Section::OtherIds), id.to_bits())?,
                self.n_geonames + self.n_wof,
            ),
        };
        Some(before + row as u32)
    }

    pub(crate) fn id_at(&self, index: u32) -> Option<PlaceId> {
        if index < self.n_geonames {
            let number = read_u32(self.columns.section(Section::GeoNames), 4 * index as usize)?;
            return Some(PlaceId::geonames(number));
        }
        let index = index - self.n_geonames;
        if index < self.n_wof {
            let number = read_u32(self.columns.section(Section::WhosOnFirst), 4 * index as usize)?;
            return Some(PlaceId::whos_on_first(number));
        }
        let index = index - self.n_wof;
        read_u64(self.columns.section(Section::OtherIds), 8 * index as usize).map(PlaceId::from_bits)
    }

    pub(crate) fn class_at(&self, index: u32) -> Option<PlaceClass> {
        self.feature_at(index).map(|(_, class)| class)
    }

    pub(crate) fn feature_at(&self, index: u32) -> Option<(&'static str, PlaceClass)> {
        let code = *self.columns.section(Section::Features).get(index as usize)?;
        FEATURES.get(usize::from(code)).copied()
    }

    pub(crate) fn name_at(&self, index: u32) -> Option<&str> {
        let names = self.columns.section(Section::Names);
        let start = read_u24(self.columns.section(Section::NameOf), 3 * index as usize)? as usize;
        let len = usize::from(*names.get(start)?);
        std::str::from_utf8(names.get(start + 1..start + 1 + len)?).ok()
    }

    fn country_at(&self, index: u32) -> Option<(&str, u32)> {
        let code = *self.columns.section(Section::CountryOf).get(index as usize)?;
        if code == NO_COUNTRY {
            return None;
        }
        let row = self.columns.section(Section::Countries).get(6 * usize::from(code)..)?;
        Some((std::str::from_utf8(row.get(..2)?).ok()?, read_u32(row, 2)?))
    }

    /// The nearest area, or the country where no area is known; a country has none.
    fn parent_at(&self, index: u32) -> Option<u32> {
        let code = read_u16(self.columns.section(Section::ParentOf), 2 * index as usize)?;
        if code != NO_PARENT {
            return read_u32(self.columns.section(Section::Parents), 4 * usize::from(code));
        }
        let (_, country) = self.country_at(index)?;
        (country != index).then_some(country)
    }

    fn ancestors(&self, index: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(self.parent_at(index), |&at| self.parent_at(at)).take(DEEPEST)
    }

    fn place_at(&self, index: u32) -> Option<Place<'_>> {
        let row = index as usize;
        let coordinates = self.columns.section(Section::Coordinates);
        let lat = read_u24(coordinates, 6 * row)?;
        let lon = read_u24(coordinates, 6 * row + 3)?;
        let (feature, class) = self.feature_at(index)?;
        let nearest = |wanted: &str| {
            self.ancestors(index)
                .find(|&at| self.feature_at(at).is_some_and(|(feature, _)| feature == wanted))
                .and_then(|at| self.id_at(at))
        };
        let population = search_u32(self.columns.section(Section::Populated), index)
            .and_then(|at| read_u32(self.columns.section(Section::Populations), 4 * at));
        Some(Place {
            id: self.id_at(index)?,
            name: self.name_at(index)?,
            class,
            feature,
            lat: degrees(lat, 90),
            lon: degrees(lon, 180),
            country: self.country_at(index).map(|(code, _)| code),
            admin1: nearest("province"),
            admin2: nearest("district"),
            population,
        })
    }
}

impl fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gazetteer")
            .field("n_places", &self.n_places())
            .field("n_names", &self.n_names())
            .finish()
    }
}

/// Stored coordinates count 1/10,000 degree from -90 or -180.
fn degrees(stored: u32, offset: i32) -> f64 {
    (f64::from(stored) - f64::from(offset * 10_000)) / 10_000.0
}
