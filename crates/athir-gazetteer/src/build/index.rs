//! From rows to the sections of the file.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::build::base::Entry;
use crate::build::{Built, Draft, Row};
use crate::columns::{MAX_PLACES, N_SECTIONS, NO_COUNTRY, NO_PARENT, Posting, Section, write as write_file};
use crate::error::GazetteerError;
use crate::place::{GEONAMES, PlaceClass, PlaceId, WHOS_ON_FIRST};
use crate::skeleton::{SHORTEST, skeleton_of_key};

/// A place that a person listed ranks like a town of so many people, where fewer are known.
const LISTED: u64 = 20_000;
/// The same for spots, which share many names with towns.
const LISTED_SPOT: u64 = 2_000;

type Sections = [Vec<u8>; N_SECTIONS];

pub(super) fn write(draft: Draft) -> Result<Built, GazetteerError> {
    if draft.rows.len() >= MAX_PLACES {
        return Err(GazetteerError::TooLarge { what: "places" });
    }
    let mut sections: Sections = Default::default();
    // Ids sort by source and number, which is the order of the id columns.
    let order: BTreeMap<PlaceId, u32> = draft.rows.keys().copied().zip(0..).collect();
    write_ids(&order, &mut sections);
    write_columns(&draft, &order, &mut sections)?;
    let names = write_names(&draft, &order, &mut sections)?;
    write_adjectives(&draft, &order, &mut sections)?;

    let mut n_places: BTreeMap<PlaceClass, usize> = BTreeMap::new();
    let mut n_by_country: BTreeMap<String, usize> = BTreeMap::new();
    for row in draft.rows.values() {
        *n_places.entry(row.class()).or_default() += 1;
        let country = row.country.map(|code| String::from_utf8_lossy(&code).into_owned());
        *n_by_country.entry(country.unwrap_or_default()).or_default() += 1;
    }
    let bytes = write_file(&sections)?;
    Ok(Built { bytes, n_places, n_by_country, n_names: names, notes: draft.notes })
}

fn write_ids(order: &BTreeMap<PlaceId, u32>, sections: &mut Sections) {
    for id in order.keys() {
        let number = id.number() as u32;
        match id.source() {
            GEONAMES => sections[Section::GeoNames as usize].extend(number.to_le_bytes()),
            WHOS_ON_FIRST => sections[Section::WhosOnFirst as usize].extend(number.to_le_bytes()),
            _ => sections[Section::OtherIds as usize].extend(id.to_bits().to_le_bytes()),
        }
    }
}

fn write_columns(
    draft: &Draft,
    order: &BTreeMap<PlaceId, u32>,
    sections: &mut Sections,
) -> Result<(), GazetteerError> {
    let mut countries: BTreeMap<[u8; 2], u8> = BTreeMap::new();
    for (id, row) in draft.rows.iter().filter(|(_, row)| row.class() == PlaceClass::Country) {
        if let Some(code) = row.country {
            let n = u8::try_from(countries.len()).ok().filter(|&n| n != NO_COUNTRY);
            countries.insert(code, n.ok_or(GazetteerError::TooLarge { what: "countries" })?);
            sections[Section::Countries as usize].extend(code);
            sections[Section::Countries as usize].extend(order[id].to_le_bytes());
        }
    }
    let mut parents: BTreeMap<PlaceId, u16> = BTreeMap::new();
    let mut names: BTreeMap<&str, u32> = BTreeMap::new();
    for (id, row) in &draft.rows {
        sections[Section::Coordinates as usize]
            .extend(&((row.position.lat + 900_000) as u32).to_le_bytes()[..3]);
        sections[Section::Coordinates as usize]
            .extend(&((row.position.lon + 1_800_000) as u32).to_le_bytes()[..3]);
        sections[Section::Features as usize].push(row.feature);
        let country = row.country.and_then(|code| countries.get(&code).copied()).unwrap_or(NO_COUNTRY);
        sections[Section::CountryOf as usize].push(country);
        let parent = match row.parent {
            None => NO_PARENT,
            Some(parent) => match parents.get(&parent) {
                Some(&n) => n,
                None => {
                    let n = u16::try_from(parents.len()).ok().filter(|&n| n != NO_PARENT);
                    let n = n.ok_or(GazetteerError::TooLarge { what: "areas" })?;
                    sections[Section::Parents as usize].extend(order[&parent].to_le_bytes());
                    parents.insert(parent, n);
                    n
                }
            },
        };
        sections[Section::ParentOf as usize].extend(parent.to_le_bytes());
        let offset = match names.get(row.name.as_str()) {
            Some(&offset) => offset,
            None => {
                let pool = &mut sections[Section::Names as usize];
                let offset = pool.len() as u32;
                let len = u8::try_from(row.name.len())
                    .map_err(|_| GazetteerError::TooLarge { what: "letters in a name" })?;
                pool.push(len);
                pool.extend(row.name.as_bytes());
                names.insert(&row.name, offset);
                offset
            }
        };
        if offset >= 1 << 24 {
            return Err(GazetteerError::TooLarge { what: "names" });
        }
        sections[Section::NameOf as usize].extend(&offset.to_le_bytes()[..3]);
        if let Some(population) = row.population {
            sections[Section::Populated as usize].extend(order[id].to_le_bytes());
            sections[Section::Populations as usize].extend(population.to_le_bytes());
        }
    }
    Ok(())
}

/// Writes both name maps and returns the number of names.
fn write_names(
    draft: &Draft,
    order: &BTreeMap<PlaceId, u32>,
    sections: &mut Sections,
) -> Result<usize, GazetteerError> {
    let mut names: BTreeMap<String, Vec<Posting>> = BTreeMap::new();
    let mut skeletons: BTreeMap<String, Vec<Posting>> = BTreeMap::new();
    for (id, row) in by_rank(draft) {
        let place = order[id];
        for (n, key) in row.keys().enumerate() {
            let posting = Posting { place, usual: n == 0, article: key.article, check: key.check() };
            if row.transliterated {
                let skeleton = skeleton_of_key(&key);
                if skeleton.chars().count() >= SHORTEST {
                    add(&mut skeletons, skeleton, Posting { article: false, check: 0, ..posting });
                }
            }
            add(&mut names, key.respelled(), posting);
        }
    }
    let rank: BTreeMap<u32, usize> =
        by_rank(draft).iter().enumerate().map(|(n, (id, _))| (order[id], n)).collect();
    join(&draft.base.names, &mut names, order, &rank);
    join(&draft.base.skeletons, &mut skeletons, order, &rank);
    let n_names = names.len();
    let [map, groups] = write_map(&names)?;
    sections[Section::NameMap as usize] = map;
    sections[Section::NamePostings as usize] = groups;
    let [map, groups] = write_map(&skeletons)?;
    sections[Section::SkeletonMap as usize] = map;
    sections[Section::SkeletonPostings as usize] = groups;
    Ok(n_names)
}

/// Joins the look-ups of the gazetteer that this one is built upon to its own, in the order of the places' ranks.
fn join(
    base: &[(String, Vec<Entry>)],
    map: &mut BTreeMap<String, Vec<Posting>>,
    order: &BTreeMap<PlaceId, u32>,
    rank: &BTreeMap<u32, usize>,
) {
    for (key, entries) in base {
        let postings = map.entry(key.clone()).or_default();
        for Entry { id, posting } in entries {
            let Some(&place) = order.get(id) else { continue };
            let same = |other: &Posting| {
                other.place == place && other.check == posting.check && other.article == posting.article
            };
            if !postings.iter().any(same) {
                postings.push(Posting { place, ..*posting });
            }
        }
        postings.sort_by_key(|posting| (rank.get(&posting.place), Reverse(posting.usual)));
    }
}

/// Adds a posting unless the place has one for the same spelling; the usual name comes first.
fn add(map: &mut BTreeMap<String, Vec<Posting>>, key: String, posting: Posting) {
    if key.is_empty() {
        return;
    }
    let postings = map.entry(key).or_default();
    let same = |other: &&Posting| other.check == posting.check && other.article == posting.article;
    let of_place = postings.iter().rev().take_while(|other| other.place == posting.place);
    if of_place.into_iter().find(same).is_none() {
        postings.push(posting);
    }
}

fn write_map(map: &BTreeMap<String, Vec<Posting>>) -> Result<[Vec<u8>; 2], GazetteerError> {
    let mut builder = fst::MapBuilder::memory();
    let mut groups = Vec::new();
    for (key, postings) in map {
        let value = match postings.as_slice() {
            [posting] => u64::from(posting.to_bits()) << 1 | 1,
            _ => {
                let offset = groups.len() as u64;
                let postings = postings.get(..usize::from(u16::MAX)).unwrap_or(postings);
                groups.extend((postings.len() as u16).to_le_bytes());
                for posting in postings {
                    groups.extend(posting.to_bits().to_le_bytes());
                }
                offset << 1
            }
        };
        builder.insert(key, value)?;
    }
    Ok([builder.into_inner()?, groups])
}

fn write_adjectives(
    draft: &Draft,
    order: &BTreeMap<PlaceId, u32>,
    sections: &mut Sections,
) -> Result<(), GazetteerError> {
    let mut builder = fst::MapBuilder::memory();
    for (word, country) in &draft.adjectives {
        builder.insert(word, u64::from(order[country]))?;
    }
    sections[Section::Adjectives as usize] = builder.into_inner()?;
    Ok(())
}

/// The places from the most notable to the least: countries, then by the people who live in them
/// (for an area at least those of its settlements), then larger classes and many-named places first.
fn by_rank(draft: &Draft) -> Vec<(&PlaceId, &Row)> {
    let mut people: BTreeMap<PlaceId, u64> = BTreeMap::new();
    for row in draft.rows.values().filter(|row| row.class() == PlaceClass::Settlement) {
        let mut at = row.parent;
        // Parents of parents; four levels is as deep as the sources go.
        for _ in 0..4 {
            let Some(area) = at else { break };
            *people.entry(area).or_default() += u64::from(row.population.unwrap_or_default());
            at = draft.rows.get(&area).and_then(|row| row.parent);
        }
    }
    let mut rows: Vec<(&PlaceId, &Row)> = draft.rows.iter().collect();
    rows.sort_by_cached_key(|&(id, row)| {
        let own = u64::from(row.population.unwrap_or_default());
        let listed = match row.class() {
            _ if !row.listed => 0,
            PlaceClass::Spot => LISTED_SPOT,
            _ => LISTED,
        };
        let people = own.max(people.get(id).copied().unwrap_or_default()).max(listed);
        let country = row.class() == PlaceClass::Country;
        (Reverse(country), Reverse(people), row.class(), Reverse(row.alternates.len()), *id)
    });
    rows
}
