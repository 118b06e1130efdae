//! Which columns of a table, or keys of a JSON object, hold what.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::dates::{read_day, read_day_as};
use crate::{Fault, IoError};

/// What a column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Column {
    /// The words of the report.
    Text,
    /// The page that the report stood on, in HTML.
    Html,
    /// Its headline.
    Headline,
    /// The day on which it was published.
    Published,
    /// Who published it.
    Outlet,
    /// Who wrote it.
    Author,
    /// The address that it was published at.
    Url,
    /// A name for it.
    Id,
    /// Its language.
    Language,
    /// When it was fetched.
    Retrieved,
    /// The licence that it may be passed on under.
    Licence,
}

impl Column {
    const ALL: [Column; 11] = [
        Column::Text,
        Column::Html,
        Column::Headline,
        Column::Published,
        Column::Outlet,
        Column::Author,
        Column::Url,
        Column::Id,
        Column::Language,
        Column::Retrieved,
        Column::Licence,
    ];

    /// What it holds, as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Column::Text => "text",
            Column::Html => "html",
            Column::Headline => "headline",
            Column::Published => "published",
            Column::Outlet => "outlet",
            Column::Author => "author",
            Column::Url => "url",
            Column::Id => "id",
            Column::Language => "language",
            Column::Retrieved => "retrieved",
            Column::Licence => "licence",
        }
    }
}

/// The names under which each thing is known, the likeliest first.
static KNOWN: LazyLock<BTreeMap<Column, Vec<String>>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../data/columns.toml"))
        .expect("the built-in names of columns are read by a test")
});

/// Which columns of a table, or keys of a JSON object, hold what.
///
/// The default goes by the names that such columns usually have (`data/columns.toml`). A mapping names them:
///
/// ```
/// let columns = athir_io::Columns::parse("text=Summary+Details,published=Report date").unwrap();
/// assert!(athir_io::Columns::parse("txt=Summary").is_err());
/// # assert_ne!(columns, athir_io::Columns::default());
/// ```
///
/// Keys inside another key are named with a dot, `source.name`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The names that somebody gave. Several hold their parts one after the other.
    named: BTreeMap<Column, Vec<String>>,
    /// How dates are written: `day-first`, `month-first`, `iso`, or in the letters of `strptime`.
    pub(super) dates: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawColumns {
    columns: BTreeMap<Column, OneOrMore>,
    dates: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl Columns {
    /// Reads a mapping from one line: `text=body,published=date`; `+` joins columns.
    ///
    /// # Errors
    ///
    /// Says which part names nothing that a column can hold.
    pub fn parse(line: &str) -> Result<Columns, String> {
        let mut columns = Columns::default();
        for part in line.split(',') {
            let (what, names) = part.split_once('=').ok_or_else(|| format!("no `=` in {part:?}"))?;
            if what.trim() == "dates" {
                columns.dates = Some(names.trim().to_owned());
                continue;
            }
            let column =
                Column::ALL.into_iter().find(|column| column.as_str() == what.trim()).ok_or_else(|| {
                    let known: Vec<&str> = Column::ALL.iter().map(|column| column.as_str()).collect();
                    format!(
                        "no column holds {:?}; they hold {}, or `dates` says how dates are written",
                        what.trim(),
                        known.join(", ")
                    )
                })?;
            columns.named.insert(column, names.split('+').map(|name| name.trim().to_owned()).collect());
        }
        Ok(columns)
    }

    /// Reads a mapping file; `path` is only named in errors.
    ///
    /// ```toml
    /// dates = "%d/%m/%Y"
    /// [columns]
    /// text = ["Summary", "Details"]
    /// published = "Report date"
    /// ```
    ///
    /// # Errors
    ///
    /// A text that is no TOML, or has other keys.
    pub fn parse_toml(text: &str, path: &Path) -> Result<Columns, IoError> {
        let raw: RawColumns = toml::from_str(text).map_err(|e| {
            let at = e.span().map_or(0, |span| span.start);
            let line = 1 + text.bytes().take(at).filter(|&b| b == b'\n').count();
            IoError::Manifest { path: path.to_owned(), line, message: e.message().trim().to_owned() }
        })?;
        let names = |names| match names {
            OneOrMore::One(name) => vec![name],
            OneOrMore::More(names) => names,
        };
        let named = raw.columns.into_iter().map(|(column, given)| (column, names(given))).collect();
        Ok(Columns { named, dates: raw.dates })
    }

    /// Reads a day as the dates of these columns are written.
    pub fn read_day(&self, words: &str) -> Option<Date> {
        match &self.dates {
            Some(format) => read_day_as(words, format),
            None => read_day(words),
        }
    }

    /// Finds the columns of a header.
    ///
    /// # Errors
    ///
    /// The header lacks a column that was named, or any that could hold the text.
    pub(super) fn layout(&self, header: &[&str]) -> Result<Layout, Fault> {
        let absent = self.named.values().flatten().find(|name| find(header, name).is_none());
        match absent {
            Some(name) => Err(Fault::NoColumn { wanted: format!("{name:?}"), has: list(header) }),
            None => self.layout_of_object(header),
        }
    }

    /// What is taken from which of the columns of a header, by name; those that hold nothing are left out.
    pub(super) fn mapping(&self, header: &[&str]) -> BTreeMap<&'static str, Vec<String>> {
        let mut mapping = BTreeMap::new();
        for column in Column::ALL {
            let places: Vec<usize> = match self.named.get(&column) {
                Some(names) => names.iter().filter_map(|name| find(header, name)).collect(),
                None => KNOWN[&column].iter().find_map(|name| find(header, name)).into_iter().collect(),
            };
            if !places.is_empty() {
                let names = places.into_iter().map(|n| header[n].to_owned()).collect();
                mapping.insert(column.as_str(), names);
            }
        }
        mapping
    }

    /// Finds the keys of an object, which need not have all that were named.
    ///
    /// # Errors
    ///
    /// The object lacks a key that could hold the text.
    pub(super) fn layout_of_object(&self, header: &[&str]) -> Result<Layout, Fault> {
        let mut layout = Layout::default();
        for column in Column::ALL {
            let places = match self.named.get(&column) {
                Some(names) => names.iter().filter_map(|name| find(header, name)).collect(),
                None => KNOWN[&column].iter().find_map(|name| find(header, name)).into_iter().collect(),
            };
            layout.0.insert(column, places);
        }
        let has = |column| !layout.0[&column].is_empty();
        if !has(Column::Text) && !has(Column::Html) {
            let wanted = match self.named.get(&Column::Text).or(self.named.get(&Column::Html)) {
                Some(names) => format!("{:?}", names.join("+")),
                None => "with the text (see --columns)".to_owned(),
            };
            return Err(Fault::NoColumn { wanted, has: list(header) });
        }
        let named = |column| self.named.contains_key(&column);
        if has(Column::Text) && (named(Column::Text) || !named(Column::Html)) {
            layout.0.remove(&Column::Html);
        } else {
            layout.0.remove(&Column::Text);
        }
        Ok(layout)
    }
}

/// Where a header has what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout(BTreeMap<Column, Vec<usize>>);

impl Layout {
    /// How many things it has a column for.
    pub(super) fn n_known(&self) -> usize {
        self.0.values().filter(|places| !places.is_empty()).count()
    }

    /// The places of the columns that hold this.
    pub(super) fn places(&self, column: Column) -> &[usize] {
        self.0.get(&column).map_or(&[], Vec::as_slice)
    }
}

/// The place of a name in a header: as it stands, else as it is compared.
fn find(header: &[&str], name: &str) -> Option<usize> {
    let wanted = plain(name);
    header.iter().position(|has| *has == name).or_else(|| header.iter().position(|has| plain(has) == wanted))
}

/// The name as it is compared: case, spaces, hyphens and underscores make no difference.
fn plain(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The first columns of a header, for an error.
fn list(header: &[&str]) -> String {
    const SHOWN: usize = 12;
    let mut words: Vec<String> = header.iter().take(SHOWN).map(|name| format!("{:?}", cut(name))).collect();
    if header.len() > SHOWN {
        words.push(format!("{} more", header.len() - SHOWN));
    }
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

fn cut(name: &str) -> String {
    name.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_thing_has_a_known_name() {
        assert!(Column::ALL.iter().all(|column| !KNOWN[column].is_empty()));
    }

    #[test]
    fn columns_are_found_by_their_usual_names() {
        let layout = Columns::default().layout(&["ID", "Full_Text", "pub-date"]).unwrap();
        assert_eq!(layout.places(Column::Text), [1]);
        assert_eq!(layout.places(Column::Published), [2]);
        assert_eq!(layout.places(Column::Id), [0]);
        assert!(layout.places(Column::Url).is_empty());
    }

    #[test]
    fn named_columns_go_first_and_must_be_there() {
        let columns = Columns::parse("text=Summary+Details").unwrap();
        assert_eq!(columns.layout(&["text", "details", "summary"]).unwrap().places(Column::Text), [2, 1]);
        let error = columns.layout(&["text", "summary"]).unwrap_err().to_string();
        assert_eq!(error, "no column \"Details\"; it has \"text\", \"summary\"");
        let error = Columns::default().layout(&["a", "b"]).unwrap_err().to_string();
        assert_eq!(error, "no column with the text (see --columns); it has \"a\", \"b\"");
    }

    #[test]
    fn a_mapping_file_is_read_or_refused_with_its_line() {
        let read = |text: &str| Columns::parse_toml(text, Path::new("map.toml"));
        let columns =
            read("dates = \"%d/%m/%Y\"\n[columns]\ntext = [\"Summary\", \"Details\"]\nurl = \"Link\"\n")
                .unwrap();
        assert_eq!(columns, Columns::parse("text=Summary+Details,url=Link,dates=%d/%m/%Y").unwrap());
        let error = read("[columns]\ntxt = \"Summary\"\n").unwrap_err().to_string();
        assert!(error.starts_with("map.toml:2: "), "{error}");
    }
}
