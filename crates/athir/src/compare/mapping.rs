//! Which columns of a table say what.

use std::collections::BTreeMap;

use athir_model::EventKind;
use serde::Deserialize;

use super::kind::Sort;

/// Which columns of a table of events say what. What a table does not have is left out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What a row is called; its line where there is no such column.
    pub id: Option<String>,
    /// The day, where there is one.
    pub date: Option<String>,
    /// The first day, where there are two.
    pub first: Option<String>,
    /// The last day.
    pub last: Option<String>,
    /// Degrees north.
    pub latitude: Option<String>,
    /// Degrees east.
    pub longitude: Option<String>,
    /// What the place is called.
    pub place: Option<String>,
    /// The country's name or ISO 3166 alpha-2 code.
    pub country: Option<String>,
    /// Names of actors, several in a cell with semicolons.
    #[serde(default)]
    pub actors: Vec<String>,
    /// Numbers of the UCDP actor list.
    #[serde(default)]
    pub ucdp_actors: Vec<String>,
    /// Deaths, where there is one number.
    pub deaths: Option<String>,
    /// The lowest number of deaths.
    pub low: Option<String>,
    /// The best number of deaths.
    pub best: Option<String>,
    /// The highest number of deaths.
    pub high: Option<String>,
    /// How far around the point it may have happened.
    pub precision: Option<Kilometres>,
    /// How many days around the day it may have happened.
    pub days: Option<Days>,
    /// What happened.
    pub kind: Option<Kinds>,
    /// What all rows are, where no column tells.
    #[serde(skip)]
    pub(super) sort: Option<Sort>,
}

/// A kind of the codebook by what stands in a column.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kinds {
    /// The column.
    pub column: String,
    /// Kinds of the codebook by the table's own words; the codebook's words and event types of ACLED need no entry.
    #[serde(default)]
    pub kinds: BTreeMap<String, String>,
}

impl Kinds {
    /// What the words of a cell mean.
    pub(super) fn sort(&self, words: &str) -> Option<Sort> {
        let words = words.trim();
        let words = self.kinds.get(words).map_or(words, String::as_str);
        let kind = || words.parse::<EventKind>().ok().map(Sort::of_kind);
        Sort::of_acled(words).or_else(kind)
    }
}

/// Kilometres by the code in a column.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kilometres {
    /// The column.
    pub column: String,
    /// Kilometres by code.
    pub km: BTreeMap<String, f64>,
}

/// Days by the code in a column.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// The column.
    pub column: String,
    /// Days before and after by code.
    pub days: BTreeMap<String, u16>,
}

/// A mapping that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MappingError {
    /// The file is no mapping.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// No column tells when.
    #[error("a mapping names the column of the date, or those of the first and last day")]
    NoDate,
    /// A word stands for something that is no kind.
    #[error("kind.kinds: {0:?} is no kind of the codebook and no event type of ACLED")]
    NoKind(String),
    /// No column tells where.
    #[error("a mapping names the columns of latitude and longitude, or that of the country")]
    NoPlace,
}

/// The columns of UCDP GED without a header, which Candidate 24.0.1 came without.
pub(super) const UCDP_COLUMNS: &str = "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,\
conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,\
side_b_new_id,side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,\
where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,\
event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob";

impl Mapping {
    /// Reads a mapping from a TOML file's text.
    ///
    /// # Errors
    ///
    /// A text that is no mapping, and one that names neither time nor place.
    pub fn from_toml(text: &str) -> Result<Mapping, MappingError> {
        let mapping: Mapping = toml::from_str(text)?;
        if mapping.date.is_none() && mapping.first.is_none() {
            return Err(MappingError::NoDate);
        }
        if mapping.country.is_none() && (mapping.latitude.is_none() || mapping.longitude.is_none()) {
            return Err(MappingError::NoPlace);
        }
        if let Some(kinds) = &mapping.kind
            && let Some(word) = kinds.kinds.values().find(|word| kinds.sort(word).is_none())
        {
            return Err(MappingError::NoKind(word.clone()));
        }
        Ok(mapping)
    }

    /// The columns of UCDP GED and Candidate.
    pub fn ucdp() -> Mapping {
        let km = [("1", 5.0), ("2", 25.0), ("3", 40.0), ("4", 100.0), ("5", 100.0)];
        Mapping {
            id: named("id"),
            first: named("date_start"),
            last: named("date_end"),
            latitude: named("latitude"),
            longitude: named("longitude"),
            place: named("where_coordinates"),
            country: named("country"),
            actors: vec!["side_a".to_owned(), "side_b".to_owned()],
            ucdp_actors: vec!["side_a_new_id".to_owned(), "side_b_new_id".to_owned()],
            low: named("low"),
            best: named("best"),
            high: named("high"),
            sort: Some(Sort::Armed),
            precision: Some(Kilometres {
                column: "where_prec".to_owned(),
                km: km.map(|(code, km)| (code.to_owned(), km)).into(),
            }),
            ..Mapping::default()
        }
    }

    /// The columns of ACLED.
    pub fn acled() -> Mapping {
        let km = [("1", 5.0), ("2", 25.0), ("3", 100.0)];
        let days = [("1", 0), ("2", 3), ("3", 15)];
        Mapping {
            id: named("event_id_cnty"),
            date: named("event_date"),
            latitude: named("latitude"),
            longitude: named("longitude"),
            place: named("location"),
            country: named("country"),
            actors: ["actor1", "assoc_actor_1", "actor2", "assoc_actor_2"].map(str::to_owned).to_vec(),
            deaths: named("fatalities"),
            kind: Some(Kinds { column: "event_type".to_owned(), kinds: BTreeMap::new() }),
            precision: Some(Kilometres {
                column: "geo_precision".to_owned(),
                km: km.map(|(code, km)| (code.to_owned(), km)).into(),
            }),
            days: Some(Days {
                column: "time_precision".to_owned(),
                days: days.map(|(code, days)| (code.to_owned(), days)).into(),
            }),
            ..Mapping::default()
        }
    }

    /// The mapping of a table that is known by its columns.
    pub(super) fn known_by(columns: &[String]) -> Option<Mapping> {
        let has = |names: &[&str]| names.iter().all(|name| columns.iter().any(|column| column == name));
        if has(&["date_start", "date_end", "best", "where_prec", "latitude"]) {
            return Some(Mapping::ucdp());
        }
        if !has(&["event_id_cnty", "event_date", "latitude", "fatalities"]) {
            return None;
        }
        let mut acled = Mapping::acled();
        acled.kind = acled.kind.filter(|kind| has(&[&kind.column]));
        Some(acled)
    }

    /// The columns that it names.
    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        let one = [
            &self.id,
            &self.date,
            &self.first,
            &self.last,
            &self.latitude,
            &self.longitude,
            &self.place,
            &self.country,
            &self.deaths,
            &self.low,
            &self.best,
            &self.high,
        ];
        let one = one.into_iter().flatten().map(String::as_str);
        let lists = self.actors.iter().chain(&self.ucdp_actors).map(String::as_str);
        let coded = self.precision.iter().map(|of| &*of.column).chain(self.days.iter().map(|of| &*of.column));
        one.chain(lists).chain(coded).chain(self.kind.iter().map(|of| &*of.column))
    }
}

fn named(column: &str) -> Option<String> {
    Some(column.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_says_when_and_where() {
        let mapping = "date = 'day'\nlatitude = 'y'\nlongitude = 'x'\n[precision]\ncolumn = 'p'\nkm = { a = 3, b = 50.5 }";
        let mapping = Mapping::from_toml(mapping).unwrap();
        assert_eq!(mapping.precision.unwrap().km["b"], 50.5);
        let error = |text| Mapping::from_toml(text).unwrap_err().to_string();
        assert!(error("latitude = 'y'\nlongitude = 'x'").contains("date"));
        assert!(error("date = 'day'\nlatitude = 'y'").contains("longitude"));
        assert!(error("date = 'day'\ncountry = 'c'\nwhen = 'x'").contains("unknown field `when`"));
    }

    #[test]
    fn known_tables_are_known_by_their_columns() {
        let ucdp: Vec<String> = UCDP_COLUMNS.split(',').map(str::to_owned).collect();
        assert_eq!(ucdp.len(), 49);
        assert_eq!(Mapping::known_by(&ucdp), Some(Mapping::ucdp()));
        assert_eq!(Mapping::known_by(&["a".to_owned()]), None);
        for column in Mapping::ucdp().columns() {
            assert!(ucdp.iter().any(|known| known == column), "{column}");
        }
    }
}
