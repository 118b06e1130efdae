//! The layout of a gazetteer file: a header, then sections of fixed-width numbers and name maps.
//!
//! All numbers are little-endian. Nothing is unpacked when a file is opened: a section is a range of
//! the file's bytes, and every read of it checks the bounds.

use std::ops::Range;
use std::sync::Arc;

use crate::error::GazetteerError;

pub(crate) const MAGIC: &[u8; 8] = b"athirgaz";
pub(crate) const VERSION: u32 = 1;

/// The sections in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// `u32` each: the places with a GeoNames number, ascending; places 0.. of the file.
    GeoNames,
    /// `u32` each: the places with a Who's On First number, ascending; they come next.
    WhosOnFirst,
    /// `u64` each: the remaining ids, ascending.
    OtherIds,
    /// Six bytes a place: latitude and longitude in 1/10,000 degree, offset to be positive.
    Coordinates,
    /// One byte a place: index into [`crate::place::FEATURES`].
    Features,
    /// One byte a place: index into [`Section::Countries`], or [`NO_COUNTRY`].
    CountryOf,
    /// Two bytes a place: index into [`Section::Parents`], or [`NO_PARENT`].
    ParentOf,
    /// Three bytes a place: offset into [`Section::Names`].
    NameOf,
    /// Names: one byte for the length, then UTF-8.
    Names,
    /// `u32` each: the places that are somebody's parent.
    Parents,
    /// Six bytes each, ascending: ISO code, then `u32` place.
    Countries,
    /// `u32` each, ascending: the places whose population is known.
    Populated,
    /// `u32` each: their populations.
    Populations,
    /// A finite-state map from name key to postings.
    NameMap,
    /// Postings of names that several places share.
    NamePostings,
    /// A finite-state map from consonant skeleton to postings.
    SkeletonMap,
    /// Postings of skeletons that several places share.
    SkeletonPostings,
    /// A finite-state map from folded adjective or demonym to the place of the country.
    Adjectives,
}

pub(crate) const N_SECTIONS: usize = Section::Adjectives as usize + 1;
pub(crate) const NO_COUNTRY: u8 = u8::MAX;
pub(crate) const NO_PARENT: u16 = u16::MAX;
/// A posting keeps a place in 22 bits.
pub(crate) const MAX_PLACES: usize = 1 << 22;

const HEADER_LEN: usize = 8 + 4 + 4 + 8;
const LENGTHS_LEN: usize = 4 * N_SECTIONS;

/// Bytes that the program holds for its whole life, or shared ones.
#[derive(Clone)]
pub(crate) enum Bytes {
    Static(&'static [u8]),
    Shared(Arc<Vec<u8>>, Range<usize>),
}

impl Bytes {
    fn slice(&self, range: Range<usize>) -> Option<Bytes> {
        match self {
            Bytes::Static(bytes) => bytes.get(range).map(Bytes::Static),
            Bytes::Shared(bytes, _) => {
                bytes.get(range.clone()).map(|_| Bytes::Shared(Arc::clone(bytes), range))
            }
        }
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        match self {
            Bytes::Static(bytes) => bytes,
            // The range was checked when it was made; an empty slice stands in for a broken one.
            Bytes::Shared(bytes, range) => bytes.get(range.clone()).unwrap_or_default(),
        }
    }
}

/// The sections of one file.
pub(crate) struct Columns {
    sections: Vec<Bytes>,
}

impl Columns {
    /// Finds the sections and checks that they belong together, without looking at what they hold.
    pub(crate) fn new(bytes: &Bytes) -> Result<Columns, GazetteerError> {
        let file = bytes.as_ref();
        let format = |why: String| GazetteerError::Format { expected: VERSION, why };
        if file.get(..8) != Some(MAGIC.as_slice()) {
            return Err(format("the first bytes are of another format".to_owned()));
        }
        let version = read_u32(file, 8).ok_or_else(|| damaged("the header is cut short"))?;
        if version != VERSION {
            return Err(format(format!("it is version {version}")));
        }
        if read_u32(file, 12) != Some(N_SECTIONS as u32) {
            return Err(damaged("the number of sections is wrong"));
        }
        let mut sections = Vec::with_capacity(N_SECTIONS);
        let mut start = HEADER_LEN + LENGTHS_LEN;
        for n in 0..N_SECTIONS {
            let len = read_u32(file, HEADER_LEN + 4 * n).ok_or_else(|| damaged("the header is cut short"))?;
            let end = start.saturating_add(len as usize);
            sections.push(bytes.slice(start..end).ok_or_else(|| damaged("it is cut short"))?);
            start = end;
        }
        if start != file.len() {
            return Err(damaged("there are bytes after the last section"));
        }
        let columns = Columns { sections };
        columns.check_lengths()?;
        Ok(columns)
    }

    fn check_lengths(&self) -> Result<(), GazetteerError> {
        let n = self.n_places();
        let width_of = |section, width| self.section(section).len() == width * n;
        let whole = width_of(Section::Coordinates, 6)
            && width_of(Section::Features, 1)
            && width_of(Section::CountryOf, 1)
            && width_of(Section::ParentOf, 2)
            && width_of(Section::NameOf, 3)
            && n < MAX_PLACES
            && self.section(Section::Populated).len() == self.section(Section::Populations).len();
        if whole { Ok(()) } else { Err(damaged("its columns differ in length")) }
    }

    pub(crate) fn n_places(&self) -> usize {
        self.section(Section::GeoNames).len() / 4
            + self.section(Section::WhosOnFirst).len() / 4
            + self.section(Section::OtherIds).len() / 8
    }

    pub(crate) fn section(&self, section: Section) -> &[u8] {
        self.sections.get(section as usize).map(AsRef::as_ref).unwrap_or_default()
    }

    pub(crate) fn bytes(&self, section: Section) -> Bytes {
        self.sections.get(section as usize).cloned().unwrap_or(Bytes::Static(&[]))
    }
}

/// Compares the bytes with the checksum in their header.
pub(crate) fn verify(file: &[u8]) -> Result<(), GazetteerError> {
    let stored = file.get(16..24).and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes);
    let stored = stored.ok_or_else(|| damaged("the header is cut short"))?;
    if checksum(file.get(HEADER_LEN..).unwrap_or_default()) == stored {
        Ok(())
    } else {
        Err(damaged("the checksum does not fit"))
    }
}

/// Puts the sections behind a header.
pub(crate) fn write(sections: &[Vec<u8>; N_SECTIONS]) -> Result<Vec<u8>, GazetteerError> {
    let mut file =
        Vec::with_capacity(HEADER_LEN + LENGTHS_LEN + sections.iter().map(Vec::len).sum::<usize>());
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&VERSION.to_le_bytes());
    file.extend_from_slice(&(N_SECTIONS as u32).to_le_bytes());
    file.extend_from_slice(&[0; 8]);
    for section in sections {
        let len = u32::try_from(section.len()).map_err(|_| GazetteerError::TooLarge { what: "bytes" })?;
        file.extend_from_slice(&len.to_le_bytes());
    }
    for section in sections {
        file.extend_from_slice(section);
    }
    let sum = checksum(&file[HEADER_LEN..]).to_le_bytes();
    file[16..24].copy_from_slice(&sum);
    Ok(file)
}

/// A 64-bit sum that notices accidents, not forgeries; four lanes let it run at memory speed.
fn checksum(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut lanes = [1_u64, 2, 3, 4];
    let mut chunks = bytes.chunks_exact(32);
    for chunk in &mut chunks {
        for (lane, word) in lanes.iter_mut().zip(chunk.chunks_exact(8)) {
            let word = u64::from_le_bytes(word.try_into().unwrap_or_default());
            *lane = (*lane ^ word).wrapping_mul(FACTOR).rotate_left(29);
        }
    }
    let mut sum = bytes.len() as u64;
    for lane in lanes {
        sum = (sum ^ lane).wrapping_mul(FACTOR).rotate_left(31);
    }
    for &byte in chunks.remainder() {
        sum = (sum ^ u64::from(byte)).wrapping_mul(FACTOR).rotate_left(31);
    }
    sum ^ sum >> 32
}

pub(crate) fn damaged(why: &str) -> GazetteerError {
    GazetteerError::Damaged { why: why.to_owned() }
}

fn array_at<const N: usize>(bytes: &[u8], offset: usize) -> Option<[u8; N]> {
    bytes.get(offset..offset.checked_add(N)?)?.try_into().ok()
}

/// The `u32` at a byte offset.
pub(crate) fn read_u32(bytes: &[u8], offset: usize) -> Option<u32> {
    array_at(bytes, offset).map(u32::from_le_bytes)
}

/// The `u64` at a byte offset.
pub(crate) fn read_u64(bytes: &[u8], offset: usize) -> Option<u64> {
    array_at(bytes, offset).map(u64::from_le_bytes)
}

/// The `u16` at a byte offset.
pub(crate) fn read_u16(bytes: &[u8], offset: usize) -> Option<u16> {
    array_at(bytes, offset).map(u16::from_le_bytes)
}

/// The three-byte number at a byte offset.
pub(crate) fn read_u24(bytes: &[u8], offset: usize) -> Option<u32> {
    let [a, b, c] = array_at(bytes, offset)?;
    Some(u32::from_le_bytes([a, b, c, 0]))
}

/// Finds a value in an ascending column of `u32`.
pub(crate) fn search_u32(column: &[u8], value: u32) -> Option<usize> {
    search(column.len() / 4, |n| read_u32(column, 4 * n), value)
}

/// Finds a value in an ascending column of `u64`.
pub(crate) fn search_u64(column: &[u8], value: u64) -> Option<usize> {
    search(column.len() / 8, |n| read_u64(column, 8 * n), value)
}

fn search<T: Ord>(len: usize, at: impl Fn(usize) -> Option<T>, value: T) -> Option<usize> {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = low + (high - low) / 2;
        match at(middle)?.cmp(&value) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Equal => return Some(middle),
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

/// Who a name belongs to, one place of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Posting {
    pub(crate) place: u32,
    /// Whether the name is the place's usual one.
    pub(crate) usual: bool,
    /// Whether the name was written with an article.
    pub(crate) article: bool,
    /// [`crate::fold::Key::check`] of the name as it was written.
    pub(crate) check: u8,
}

impl Posting {
    pub(crate) fn to_bits(self) -> u32 {
        self.place << 10 | u32::from(self.check) << 2 | u32::from(self.article) << 1 | u32::from(self.usual)
    }

    pub(crate) fn from_bits(bits: u32) -> Posting {
        Posting {
            place: bits >> 10,
            usual: bits & 1 == 1,
            article: bits & 2 == 2,
            check: (bits >> 2 & 0xff) as u8,
        }
    }
}

/// The postings behind one value of a name map, most notable place first.
///
/// An odd value is one posting; an even one is twice the offset of a group: `u16` for how many, then
/// four bytes each.
#[derive(Clone)]
pub(crate) struct Postings<'g> {
    single: Option<u32>,
    group: &'g [u8],
}

impl<'g> Postings<'g> {
    pub(crate) fn new(value: u64, groups: &'g [u8]) -> Postings<'g> {
        if value & 1 == 1 {
            return Postings { single: Some((value >> 1) as u32), group: &[] };
        }
        let offset = (value >> 1) as usize;
        let group = read_u16(groups, offset)
            .and_then(|len| groups.get(offset + 2..offset + 2 + 4 * usize::from(len)))
            .unwrap_or_default();
        Postings { single: None, group }
    }
}

impl Iterator for Postings<'_> {
    type Item = Posting;

    fn next(&mut self) -> Option<Posting> {
        if let Some(bits) = self.single.take() {
            return Some(Posting::from_bits(bits));
        }
        let bits = read_u32(self.group, 0)?;
        self.group = &self.group[4..];
        Some(Posting::from_bits(bits))
    }
}

#[cfg(test)]
mod tests {
    use super::{N_SECTIONS, checksum, search_u32, verify, write};

    #[test]
    fn the_checksum_notices_one_changed_bit_anywhere() {
        let bytes: Vec<u8> = (0..100).collect();
        let sum = checksum(&bytes);
        for n in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[n] ^= 1;
            assert_ne!(checksum(&changed), sum, "byte {n}");
        }
    }

    #[test]
    fn a_written_file_verifies() {
        let mut sections: [Vec<u8>; N_SECTIONS] = Default::default();
        sections[3] = vec![7; 40];
        let file = write(&sections).unwrap();
        assert!(verify(&file).is_ok());
        assert!(verify(&file[..file.len() - 1]).is_err());
    }

    #[test]
    fn the_search_finds_every_value_and_nothing_between() {
        let column: Vec<u8> = [3_u32, 8, 21].iter().flat_map(|n| n.to_le_bytes()).collect();
        assert_eq!([3, 8, 21].map(|n| search_u32(&column, n)), [Some(0), Some(1), Some(2)]);
        assert_eq!([0, 5, 22].map(|n| search_u32(&column, n)), [None, None, None]);
    }
}
