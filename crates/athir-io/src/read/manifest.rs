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
/// ```
///
/// Other keys are allowed and left alone.
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
}

#[derive(Deserialize)]
struct RawManifest {
    #[serde(default)]
    report: Vec<RawEntry>,
}

#[derive(Deserialize)]
struct RawEntry {
    file: Spanned<String>,
    published: Option<Spanned<Value>>,
    outlet: Option<String>,
}

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
        for RawEntry { file, published, outlet } in raw.report {
            let at = file.span().start;
            let file = file.into_inner();
            if file.contains(['/', '\\']) {
                return Err(wrong(at, format!("{file:?} is not the name of a file in this folder")));
            }
            let published = published
                .map(|value| {
                    let at = value.span().start;
                    read_date(value.get_ref())
                        .ok_or_else(|| wrong(at, "published is not a date such as 2017-07-15".to_owned()))
                })
                .transpose()?;
            if manifest.reports.insert(file.clone(), ManifestEntry { published, outlet }).is_some() {
                return Err(wrong(at, format!("{file:?} is listed twice")));
            }
        }
        Ok(manifest)
    }
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
    fn refuses_files_outside_the_folder() {
        assert!(parse("[[report]]\nfile = \"../a.txt\"\n").unwrap_err().contains("not the name of a file"));
    }
}
