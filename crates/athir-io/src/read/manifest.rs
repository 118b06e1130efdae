//! `manifest.toml`: what a folder knows about its reports that their texts do not say.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use serde::Deserialize;
use toml::{Spanned, Value};

use crate::IoError;

/// What a folder's `manifest.toml` says about its reports, by file name.
///
/// ```toml
/// [[report]]
/// file = "01-market.txt"
/// published = 2017-07-15
/// outlet = "Orontes Wire"
/// licence = "CC BY 4.0"
/// ```
///
/// Other keys of a report are notes and left alone, unless they look like one of these misspelt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The entries, by file name.
    pub reports: BTreeMap<String, ManifestEntry>,
}

/// What a manifest says about one report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ManifestEntry {
    /// The day on which it was published.
    pub published: Option<Date>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The licence that it may be passed on under.
    pub licence: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawManifest {
    #[serde(default)]
    report: Vec<Spanned<RawEntry>>,
}

type RawEntry = BTreeMap<Spanned<String>, Spanned<Value>>;

/// The keys of a report that are read.
const KEYS: [&str; 4] = ["file", "published", "outlet", "licence"];

impl Manifest {
    /// Reads the manifest's text; `path` is only named in errors.
    ///
    /// # Errors
    ///
    /// A text that is no TOML, a date that is no date, a file listed twice or with a folder in its name.
    pub fn parse(text: &str, path: &Path) -> Result<Manifest, IoError> {
        let wrong = |at: usize, message: String| {
            let line = 1 + text.bytes().take(at).filter(|&b| b == b'\n').count();
            IoError::Manifest { path: path.to_owned(), line, message }
        };
        let raw: RawManifest = toml::from_str(text)
            .map_err(|e| wrong(e.span().map_or(0, |s| s.start), e.message().trim().to_owned()))?;
        let mut manifest = Manifest::default();
        for entry in raw.report {
            let entry_at = entry.span().start;
            let mut known: BTreeMap<&str, Spanned<Value>> = BTreeMap::new();
            let mut notes = Vec::new();
            for (key, value) in entry.into_inner() {
                match KEYS.into_iter().find(|known| known == key.get_ref()) {
                    Some(key) => drop(known.insert(key, value)),
                    None => notes.push((key, value)),
                }
            }
            for (key, value) in notes {
                let meant = KEYS.into_iter().filter(|known_key| !known.contains_key(known_key));
                if let Some(meant) =
                    meant.into_iter().find(|meant| is_meant(meant, key.get_ref(), value.get_ref()))
                {
                    let message = format!("unknown field `{}`; did you mean `{meant}`?", key.get_ref());
                    return Err(wrong(key.span().start, message));
                }
            }
            let text = |key: &str, value: &Spanned<Value>| {
                value.get_ref().as_str().map(str::to_owned).ok_or_else(|| {
                    wrong(value.span().start, format!("{key} is not a text in quotation marks"))
                })
            };
            let file = known.get("file").ok_or_else(|| wrong(entry_at, "missing field `file`".to_owned()))?;
            let at = file.span().start;
            let file = text("file", file)?;
            if file.contains(['/', '\\']) {
                return Err(wrong(at, format!("{file:?} is not the name of a file in this folder")));
            }
            let words = |key| known.get(key).map(|value| text(key, value)).transpose();
            let (outlet, licence) = (words("outlet")?, words("licence")?);
            let published = known
                .get("published")
                .map(|value| {
                    let at = value.span().start;
                    read_date(value.get_ref())
                        .ok_or_else(|| wrong(at, "published is not a date such as 2017-07-15".to_owned()))
                })
                .transpose()?;
            if manifest.reports.insert(file.clone(), ManifestEntry { published, outlet, licence }).is_some() {
                return Err(wrong(at, format!("{file:?} is listed twice")));
            }
        }
        Ok(manifest)
    }
}

/// Whether a key that is not read stands where another is wanted: it is one or two letters off, or it gives a
/// date and no publication date is given.
fn is_meant(meant: &str, key: &str, value: &Value) -> bool {
    let near = meant.len() / 3;
    distance(meant, &key.to_lowercase()) <= near.min(2)
        || (meant == "published" && read_date(value).is_some())
}

/// The least number of letters to put in, leave out or change that turn one word into the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, c) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &d) in b.iter().enumerate() {
            let changed = diagonal + usize::from(c != d);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

fn read_date(value: &Value) -> Option<Date> {
    match value {
        Value::String(words) => words.parse().ok(),
        Value::Datetime(when) => {
            let date = when.date?;
            Date::new(date.year.try_into().ok()?, date.month.try_into().ok()?, date.day.try_into().ok()?).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn parse(text: &str) -> Result<Manifest, String> {
        Manifest::parse(text, Path::new("manifest.toml")).map_err(|e| e.to_string())
    }

    #[test]
    fn reads_dates_with_and_without_quotes() {
        let manifest = parse(
            "[[report]]\nfile = \"a.txt\"\npublished = 2017-07-15\noutlet = \"Wire\"\ncamp = \"none\"\n\
             [[report]]\nfile = \"b.txt\"\npublished = \"2017-07-16\"\n[[report]]\nfile = \"c.txt\"\n",
        )
        .unwrap();
        assert_eq!(manifest.reports["a.txt"].published, Some(date(2017, 7, 15)));
        assert_eq!(manifest.reports["a.txt"].outlet.as_deref(), Some("Wire"));
        assert_eq!(manifest.reports["b.txt"].published, Some(date(2017, 7, 16)));
        assert_eq!(manifest.reports["c.txt"], ManifestEntry::default());
    }

    #[test]
    fn names_the_line_that_is_wrong() {
        let text = "[[report]]\nfile = \"a.txt\"\npublished = \"mid July\"\n";
        assert_eq!(parse(text).unwrap_err(), "manifest.toml:3: published is not a date such as 2017-07-15");
        let text = "[[report]]\nfile = \"a.txt\"\n[[report]]\nfile = \"a.txt\"\n";
        assert_eq!(parse(text).unwrap_err(), "manifest.toml:4: \"a.txt\" is listed twice");
        assert!(parse("[[report]]\nfile = \n").unwrap_err().starts_with("manifest.toml:2: "));
    }

    #[test]
    fn a_misspelt_key_is_no_note() {
        let with = |line: &str| parse(&format!("[[report]]\nfile = \"a.txt\"\n{line}\n"));
        assert_eq!(
            with("publishd = 2017-07-15").unwrap_err(),
            "manifest.toml:3: unknown field `publishd`; did you mean `published`?"
        );
        assert!(with("date = \"2017-07-15\"").unwrap_err().ends_with("did you mean `published`?"));
        assert!(with("Outlets = \"Wire\"").unwrap_err().ends_with("did you mean `outlet`?"));
        assert!(with("seen = 2017-07-16\npublished = 2017-07-15").is_ok());
        assert!(with("camp = \"none\"\nbasis = [1]").is_ok());
        let error = parse("[[reports]]\nfile = \"a.txt\"\n").unwrap_err();
        assert!(error.contains("unknown field `reports`"), "{error}");
        assert_eq!(
            parse("\n[[report]]\noutlet = \"W\"\n").unwrap_err(),
            "manifest.toml:2: missing field `file`"
        );
    }

    #[test]
    fn a_letter_more_less_or_other_is_one_step() {
        assert_eq!(distance("file", "file"), 0);
        assert_eq!(distance("file", "files"), 1);
        assert_eq!(distance("published", "publishd"), 1);
        assert_eq!(distance("outlet", "source"), 4);
        assert_eq!(distance("abc", ""), 3);
    }

    #[test]
    fn refuses_files_outside_the_folder() {
        assert!(parse("[[report]]\nfile = \"../a.txt\"\n").unwrap_err().contains("not the name of a file"));
    }
}
