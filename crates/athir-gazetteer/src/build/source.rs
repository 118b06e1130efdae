//! The tables that a gazetteer is built from.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::error::GazetteerError;
use crate::place::iso2;

/// One source table, read and unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file name, for messages.
    pub name: String,
    /// What the table holds.
    pub kind: SourceKind,
    /// The table.
    pub text: String,
}

/// What a source table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SourceKind {
    /// Places of one country: `wof_id gn_id class name lat lon pop adm1_wof adm2_wof alt_names src`.
    Core([u8; 2]),
    /// Settlements of many countries: `gn_id cc name lat lon pop admin1 alt_names`.
    Rest,
    /// Names of first-order areas: a JSON list of `{"code": "US.TX", "name": "Texas"}`.
    Admin1Names,
    /// Countries: `name iso2 adjectives demonyms capital alternates lat lon`.
    Countries,
    /// Places of our own, and better names for those of the core:
    /// `name alternates lat lon class parent country source`.
    Additions,
    /// Areas of first order (`US.TX`) and second order (`US.TX.453`) with their positions: `code name lat lon`.
    Areas,
    /// Towns that the post knows and the other tables do not: `name area county lat lon`.
    PostTowns,
    /// Adjectives and peoples of areas that are no countries: `place words`, the words separated by `|`.
    Peoples,
    /// A dump of GeoNames, such as `allCountries.txt`, `SY.txt` or `cities500.txt`.
    GeoNames,
    /// A table of places with a header, as a user brings it: `name,lat,lon,country` and more.
    Places,
    /// Codes of areas: `Location,Admin Level,P-Code,Name`.
    PCodes,
    /// Spellings that are not taken in, so that look-ups of unknown spellings can be measured: `place spelling`.
    HeldOut,
    /// The countries of which every settlement is taken: `iso2`.
    Coverage,
}

impl SourceKind {
    /// Tells the kind from a file name such as `SY.tsv.zst` or `countries.tsv`.
    pub fn of_file(name: &str) -> Option<SourceKind> {
        let stem = name.strip_suffix(".zst").unwrap_or(name);
        match stem {
            "world_rest_cities500.tsv" => Some(SourceKind::Rest),
            "geonames_admin1_names.json" => Some(SourceKind::Admin1Names),
            "countries.tsv" => Some(SourceKind::Countries),
            "additions.tsv" => Some(SourceKind::Additions),
            "areas.tsv" => Some(SourceKind::Areas),
            "post_towns.tsv" => Some(SourceKind::PostTowns),
            "held_out.tsv" => Some(SourceKind::HeldOut),
            "peoples.tsv" => Some(SourceKind::Peoples),
            "coverage.tsv" => Some(SourceKind::Coverage),
            "allCountries.txt" => Some(SourceKind::GeoNames),
            _ if stem.ends_with(".csv") => Some(SourceKind::Places),
            _ => {
                let of_dump =
                    stem.strip_suffix(".txt").filter(|s| iso2(s).is_some() || s.starts_with("cities"));
                let core = stem.strip_suffix(".tsv").and_then(iso2).map(SourceKind::Core);
                core.or(of_dump.map(|_| SourceKind::GeoNames))
            }
        }
    }
}

impl Source {
    /// Reads one table, unpacking it when its name ends in `.zst`; `None` when the name is of no
    /// known kind.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or unpacked, or is not UTF-8.
    #[expect(clippy::disallowed_methods, reason = "reading the source tables is what this function is for")]
    pub fn read(path: &Path) -> Result<Option<Source>, GazetteerError> {
        let failed = |source| GazetteerError::Read { path: path.to_owned(), source };
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return Ok(None) };
        let Some(kind) = SourceKind::of_file(name) else { return Ok(None) };
        let mut file = std::fs::File::open(path).map_err(failed)?;
        let mut text = String::new();
        if name.ends_with(".zst") {
            ruzstd::decoding::StreamingDecoder::new(file)
                .map_err(|error| failed(std::io::Error::other(error)))?
                .read_to_string(&mut text)
                .map_err(failed)?;
        } else {
            file.read_to_string(&mut text).map_err(failed)?;
        }
        let header = text.lines().next().unwrap_or_default();
        let kind =
            if kind == SourceKind::Places && header.contains("P-Code") { SourceKind::PCodes } else { kind };
        Ok(Some(Source { name: name.to_owned(), kind, text }))
    }

    /// Reads every table that the built-in gazetteer is made from in a folder and its `gazetteer_core` folder, in the
    /// order of their names. Tables that users bring are given file by file.
    ///
    /// # Errors
    ///
    /// As [`Source::read`].
    pub fn read_folder(folder: &Path) -> Result<Vec<Source>, GazetteerError> {
        let mut sources = Vec::new();
        for folder in [folder.to_owned(), folder.join("gazetteer_core")] {
            if !folder.is_dir() {
                continue;
            }
            let failed = |source| GazetteerError::Read { path: folder.clone(), source };
            let mut paths = Vec::new();
            for entry in std::fs::read_dir(&folder).map_err(failed)? {
                paths.push(entry.map_err(failed)?.path());
            }
            paths.sort();
            let is_users = |path: &PathBuf| {
                path.file_name().and_then(|name| name.to_str()).and_then(SourceKind::of_file).is_none_or(
                    |kind| matches!(kind, SourceKind::GeoNames | SourceKind::Places | SourceKind::PCodes),
                )
            };
            paths.retain(|path| !is_users(path));
            for path in paths {
                sources.extend(Source::read(&path)?);
            }
        }
        Ok(sources)
    }
}
