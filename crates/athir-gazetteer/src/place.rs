//! A place as the gazetteer knows it.

use std::fmt;
use std::str::FromStr;

/// The identity of a place, made from the code that its source gave it.
///
/// It is the same in every gazetteer file that holds the place, and is written as that code:
/// `gn:172408` (GeoNames), `wof:85632413` (Who's On First), `iso:SY` (a country), `adm:US.TX` (a
/// first-order area), `adm:US.TX.453` (a second-order area), `athir:5f3a2b1c` (a place added by athir itself).
///
/// # Examples
///
/// ```
/// use athir_gazetteer::PlaceId;
///
/// let id: PlaceId = "gn:172408".parse()?;
/// assert_eq!(id.to_string(), "gn:172408");
/// # Ok::<(), athir_gazetteer::ParsePlaceIdError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(u64);

const SOURCE_SHIFT: u32 = 56;
pub(crate) const GEONAMES: u64 = 1;
pub(crate) const WHOS_ON_FIRST: u64 = 2;
const ISO: u64 = 3;
const ADMIN1: u64 = 4;
const OWN: u64 = 5;
const ADMIN2: u64 = 6;

impl PlaceId {
    pub(crate) fn geonames(number: u32) -> Self {
        PlaceId(GEONAMES << SOURCE_SHIFT | u64::from(number))
    }

    pub(crate) fn whos_on_first(number: u32) -> Self {
        PlaceId(WHOS_ON_FIRST << SOURCE_SHIFT | u64::from(number))
    }

    pub(crate) fn iso(country: [u8; 2]) -> Self {
        PlaceId(ISO << SOURCE_SHIFT | u64::from(u16::from_be_bytes(country)))
    }

    /// A first-order area of GeoNames, such as `US.TX`; `None` unless both halves are short ASCII
    /// letters and digits.
    pub(crate) fn admin1(country: [u8; 2], code: &str) -> Option<Self> {
        if code.is_empty() || code.len() > 8 {
            return None;
        }
        let mut number = 0;
        for byte in country.into_iter().chain(code.bytes()) {
            number = number * 37 + base37(byte)?;
        }
        Some(PlaceId(ADMIN1 << SOURCE_SHIFT | number))
    }

    /// A second-order area of GeoNames, such as `US.TX.453`; `None` when the code is too long or has other signs
    /// than capitals and digits.
    pub(crate) fn admin2(country: [u8; 2], first: &str, second: &str) -> Option<Self> {
        // Ten signs of 38 kinds fit.
        if first.is_empty() || second.is_empty() || first.len() + second.len() > 7 {
            return None;
        }
        let mut number = 0;
        for byte in country.into_iter().chain(first.bytes()) {
            number = number * 38 + base37(byte)?;
        }
        number = number * 38 + DOT;
        for byte in second.bytes() {
            number = number * 38 + base37(byte)?;
        }
        Some(PlaceId(ADMIN2 << SOURCE_SHIFT | number))
    }

    /// A place of athir's own tables, from the key that names it there.
    pub(crate) fn own(key: &str) -> Self {
        let hash = key
            .bytes()
            .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        PlaceId(OWN << SOURCE_SHIFT | u64::from(hash))
    }

    pub(crate) fn source(self) -> u64 {
        self.0 >> SOURCE_SHIFT
    }

    /// The number within its source.
    pub(crate) fn number(self) -> u64 {
        self.0 & ((1 << SOURCE_SHIFT) - 1)
    }

    pub(crate) fn to_bits(self) -> u64 {
        self.0
    }

    pub(crate) fn from_bits(bits: u64) -> Self {
        PlaceId(bits)
    }
}

/// The sign between the two halves of a second-order code.
const DOT: u64 = 37;

/// Digits and capitals as 1..=36, so that no code is a prefix of another's number.
fn base37(byte: u8) -> Option<u64> {
    match byte {
        b'0'..=b'9' => Some(u64::from(byte - b'0') + 1),
        b'A'..=b'Z' => Some(u64::from(byte - b'A') + 11),
        _ => None,
    }
}

impl fmt::Display for PlaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.number();
        match self.source() {
            GEONAMES => write!(f, "gn:{number}"),
            WHOS_ON_FIRST => write!(f, "wof:{number}"),
            ISO => {
                let [.., a, b] = number.to_be_bytes();
                write!(f, "iso:{}{}", char::from(a), char::from(b))
            }
            source @ (ADMIN1 | ADMIN2) => {
                let base = if source == ADMIN1 { 37 } else { 38 };
                let mut text = Vec::new();
                let mut rest = number;
                while rest > 0 {
                    let digit = (rest % base) as u8;
                    text.push(match digit {
                        37 => b'.',
                        11.. => b'A' + digit - 11,
                        _ => b'0' + digit.saturating_sub(1),
                    });
                    rest /= base;
                }
                text.reverse();
                let text = String::from_utf8_lossy(&text);
                let (country, code) = text.split_at_checked(2).unwrap_or((&text, ""));
                write!(f, "adm:{country}.{code}")
            }
            _ => write!(f, "athir:{number:08x}"),
        }
    }
}

impl fmt::Debug for PlaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlaceId({self})")
    }
}

/// A text that is not the code of a place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a place code such as gn:172408")]
pub struct ParsePlaceIdError(String);

impl FromStr for PlaceId {
    type Err = ParsePlaceIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || ParsePlaceIdError(text.to_owned());
        let (source, code) = text.split_once(':').ok_or_else(bad)?;
        let id = match source {
            "gn" => code.parse().ok().map(PlaceId::geonames),
            "wof" => code.parse().ok().map(PlaceId::whos_on_first),
            "iso" => iso2(code).map(PlaceId::iso),
            "adm" => code.split_once('.').and_then(|(country, code)| match code.split_once('.') {
                Some((first, second)) => PlaceId::admin2(iso2(country)?, first, second),
                None => PlaceId::admin1(iso2(country)?, code),
            }),
            "athir" if code.len() == 8 => {
                u32::from_str_radix(code, 16).ok().map(|hash| PlaceId(OWN << SOURCE_SHIFT | u64::from(hash)))
            }
            _ => None,
        };
        // Only the written form is read, so that a place has one code ("gn:7", never "gn:007").
        id.filter(|id| id.to_string() == text).ok_or_else(bad)
    }
}

/// Two capital letters, or `None`.
pub(crate) fn iso2(text: &str) -> Option<[u8; 2]> {
    let code: [u8; 2] = text.as_bytes().try_into().ok()?;
    code.iter().all(u8::is_ascii_uppercase).then_some(code)
}

/// What kind of place it is, as far as coding needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PlaceClass {
    /// A country.
    Country,
    /// A first-order administrative area.
    Province,
    /// A second- or third-order administrative area.
    District,
    /// An area without administration of its own: "Eastern Ghouta", "the Sahel".
    Region,
    /// A city, town, village or camp where people live.
    Settlement,
    /// A spot in or outside a settlement: a neighbourhood, an air base, a crossing, a mountain.
    Spot,
}

impl PlaceClass {
    /// The name of the class in tables: `country`, `province`, `district`, `region`, `settlement`, `spot`.
    pub fn as_str(self) -> &'static str {
        match self {
            PlaceClass::Country => "country",
            PlaceClass::Province => "province",
            PlaceClass::District => "district",
            PlaceClass::Region => "region",
            PlaceClass::Settlement => "settlement",
            PlaceClass::Spot => "spot",
        }
    }
}

impl fmt::Display for PlaceClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Great-circle distance (haversine), in kilometres, of two points in degrees north and east.
pub fn distance_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let half = |x: f64, y: f64| ((x - y).to_radians() / 2.0).sin().powi(2);
    let h = half(a.0, b.0) + a.0.to_radians().cos() * b.0.to_radians().cos() * half(a.1, b.1);
    2.0 * 6371.0 * h.sqrt().clamp(0.0, 1.0).asin()
}

/// What a place is, in words, and the class that the words belong to. A file stores the index.
pub(crate) const FEATURES: &[(&str, PlaceClass)] = &[
    ("country", PlaceClass::Country),
    ("province", PlaceClass::Province),
    ("district", PlaceClass::District),
    ("sub-district", PlaceClass::District),
    ("region", PlaceClass::Region),
    ("populated place", PlaceClass::Settlement),
    ("section of a populated place", PlaceClass::Settlement),
    ("city", PlaceClass::Settlement),
    ("town", PlaceClass::Settlement),
    ("village", PlaceClass::Settlement),
    ("camp", PlaceClass::Settlement),
    ("neighbourhood", PlaceClass::Spot),
    ("air base", PlaceClass::Spot),
    ("airport", PlaceClass::Spot),
    ("military base", PlaceClass::Spot),
    ("border crossing", PlaceClass::Spot),
    ("oil field", PlaceClass::Spot),
    ("gas field", PlaceClass::Spot),
    ("refinery", PlaceClass::Spot),
    ("power station", PlaceClass::Spot),
    ("dam", PlaceClass::Spot),
    ("bridge", PlaceClass::Spot),
    ("road", PlaceClass::Spot),
    ("checkpoint", PlaceClass::Spot),
    ("prison", PlaceClass::Spot),
    ("hospital", PlaceClass::Spot),
    ("factory", PlaceClass::Spot),
    ("port", PlaceClass::Spot),
    ("religious site", PlaceClass::Spot),
    ("historic site", PlaceClass::Spot),
    ("mountain", PlaceClass::Spot),
    ("river", PlaceClass::Spot),
    ("lake", PlaceClass::Spot),
    ("island", PlaceClass::Spot),
    ("valley", PlaceClass::Region),
    ("desert", PlaceClass::Region),
    ("mountains", PlaceClass::Region),
    ("plain", PlaceClass::Region),
    ("forest", PlaceClass::Region),
    ("sea", PlaceClass::Region),
];

/// One place, read from a gazetteer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place<'g> {
    /// The identity, the same in every file that holds the place.
    pub id: PlaceId,
    /// The usual name in English-language news, as far as known.
    pub name: &'g str,
    /// The kind of place.
    pub class: PlaceClass,
    /// What it is in words: "air base", "district", "populated place".
    pub feature: &'static str,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166-1 code of two letters; `None` for a region that lies in several countries.
    pub country: Option<&'g str>,
    /// The first-order area it lies in, where known. Its own id never stands here.
    pub admin1: Option<PlaceId>,
    /// The second-order area it lies in, where known. Its own id never stands here.
    pub admin2: Option<PlaceId>,
    /// The number of inhabitants, where the sources give one.
    pub population: Option<u32>,
}

impl Place<'_> {
    /// The code of the place in its source, such as `gn:172408`.
    pub fn code(&self) -> String {
        self.id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{PlaceId, distance_km, iso2};

    #[test]
    fn a_degree_of_the_equator_is_111_km() {
        assert!((distance_km((0.0, 0.0), (0.0, 1.0)) - 111.19).abs() < 0.1);
        assert_eq!(distance_km((10.0, 20.0), (10.0, 20.0)), 0.0);
    }

    #[test]
    fn codes_are_read_as_they_are_written() {
        for code in [
            "gn:172408",
            "wof:85632413",
            "iso:SY",
            "adm:US.TX",
            "adm:GR.ESYE12",
            "adm:US.TX.453",
            "athir:0f3a2b1c",
        ] {
            assert_eq!(code.parse::<PlaceId>().unwrap().to_string(), code);
        }
    }

    #[test]
    fn texts_that_are_no_codes_are_refused() {
        for text in ["", "gn:", "gn:007", "gn:-1", "iso:sy", "adm:US", "adm:US.", "athir:1", "osm:5"] {
            assert!(text.parse::<PlaceId>().is_err(), "{text}");
        }
    }

    #[test]
    fn ids_of_different_sources_differ() {
        assert_ne!(PlaceId::geonames(7), PlaceId::whos_on_first(7));
        assert_ne!(PlaceId::admin1(*b"US", "01"), PlaceId::admin1(*b"US", "001"));
        assert_eq!(iso2("SYR"), None);
    }
}
