//! What a publication says about itself.

use std::collections::BTreeMap;

use athir_export::{FileTally, Release, Tally};
use athir_model::PublicationId;
use athir_publish::{Policy, Sensitivity};
use serde::Serialize;

use super::folder::FORMAT;

/// What every publication is and is not.
const SCOPE: [&str; 4] = [
    "Incidents of the past, as reports tell them. Nothing of what is announced, and no position of anybody now.",
    "That nothing is shown for a place or a time does not mean that nothing happened there.",
    "What reports say of who did what is what they say.",
    "Names of places and areas are those of the gazetteer, and take no side on whose they are.",
];

/// What stands in `manifest.json`. It names nobody who signed.
#[derive(Debug, Serialize)]
pub struct Manifest<'a> {
    format: &'static str,
    version: u32,
    /// The publication.
    pub publication: &'a PublicationId,
    /// The profile's name.
    pub profile: &'a str,
    profile_sha256: String,
    scope: [&'static str; 4],
    /// Whether all of it was withdrawn.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    recalled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<Content<'a>>,
}

/// What a publication holds.
#[derive(Debug, Serialize)]
pub(super) struct Content<'a> {
    pub(super) release: &'a Release,
    pub(super) shown: Shown,
    pub(super) incidents: u64,
    pub(super) review: BTreeMap<&'static str, String>,
    pub(super) coders: Vec<Coder>,
    pub(super) sources: Vec<Source>,
    pub(super) files: Vec<Rows>,
    pub(super) shapes: Vec<Shape>,
    pub(super) withheld: BTreeMap<String, String>,
    pub(super) made_coarser: BTreeMap<String, String>,
}

/// How the profile shows things.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    place: String,
    time: &'static str,
    delay_in_days: u32,
    smallest_count: u64,
    ceiling: Sensitivity,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    lowered_rules: BTreeMap<String, Sensitivity>,
    names_of_records: &'static str,
}

impl Shown {
    pub(super) fn of(policy: &Policy) -> Shown {
        Shown {
            place: policy.place.to_string(),
            time: policy.time.as_str(),
            delay_in_days: policy.delay,
            smallest_count: policy.smallest,
            ceiling: policy.ceiling,
            lowered_rules: policy.lowered.clone(),
            names_of_records: if policy.keeps_ids() {
                "as in the database"
            } else {
                "keyed; stable for this series"
            },
        }
    }
}

/// How many incidents people have reviewed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statuses {
    /// None of its events.
    pub machine_coded: u64,
    /// Some of its events.
    pub partly_reviewed: u64,
    /// All of its events.
    pub reviewed: u64,
}

impl Statuses {
    /// The counts for everybody's eyes. Beside a small one the others are not told either: what all of them come to is.
    pub(super) fn rounded(self, smallest: u64) -> BTreeMap<&'static str, String> {
        let counts = [
            ("machine-coded", self.machine_coded),
            ("partly-reviewed", self.partly_reviewed),
            ("reviewed", self.reviewed),
        ];
        let is_small = |n: u64| (1..smallest).contains(&n);
        let has_small = counts.iter().any(|(_, n)| is_small(*n));
        let words = |n: u64| match n {
            n if is_small(n) => format!("fewer than {smallest}"),
            n if has_small && n > 0 => format!("{smallest} or more"),
            n => n.to_string(),
        };
        counts.map(|(status, n)| (status, words(n))).into()
    }
}

/// Who coded the reports, the digest of what that knew, and what it went by; none where the coding does not say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Coder {
    pub(super) coder: String,
    pub(super) knowledge: String,
    pub(super) codebook: Option<String>,
    pub(super) model: Option<String>,
}

/// A source as it is shown, with the licences of its reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Its name or alias; none where sources are not shown, or a report names nobody.
    pub name: Option<String>,
    /// The licences; "not recorded" where nothing tells.
    pub licences: Vec<String>,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rows {
    /// Its path in the folder.
    pub file: String,
    /// The shape.
    pub shape: String,
    /// Its rows.
    pub rows: u64,
    /// Its bytes.
    pub bytes: u64,
    /// Their SHA-256.
    pub sha256: String,
}

/// A shape, whose files are one or several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Shape {
    pub(super) shape: String,
    /// Records that it cannot hold, by reason.
    pub(super) left_out: BTreeMap<String, String>,
    /// Records that it cannot hold whole, by what is lost.
    pub(super) narrowed: BTreeMap<String, String>,
}

impl Shape {
    pub(super) fn of(lost: &ShapeLoss, smallest: u64) -> Shape {
        let ShapeLoss { shape, left_out, narrowed } = lost;
        let (left_out, narrowed) = (rounded(left_out, smallest), rounded(narrowed, smallest));
        Shape { shape: shape.clone(), left_out, narrowed }
    }
}

/// What a shape cannot hold of what is published, counted by reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShapeLoss {
    /// The shape.
    pub shape: String,
    /// Records that are not in it.
    pub left_out: BTreeMap<String, u64>,
    /// Records that are in it without something that is known of them.
    pub narrowed: BTreeMap<String, u64>,
}

impl<'a> Manifest<'a> {
    pub(super) fn new(
        publication: &'a PublicationId,
        profile: &'a str,
        profile_sha256: String,
        content: Option<Content<'a>>,
    ) -> Manifest<'a> {
        let recalled = content.is_none();
        Manifest {
            format: FORMAT,
            version: 3,
            publication,
            profile,
            profile_sha256,
            scope: SCOPE,
            recalled,
            content,
        }
    }

    pub(super) fn json(&self) -> String {
        let json = serde_json::to_string_pretty(self).unwrap_or_default();
        format!("{json}\n")
    }
}

/// Counts for everybody's eyes: that one incident was withheld as sensitive says that there is one.
pub(super) fn rounded(counts: &BTreeMap<String, u64>, smallest: u64) -> BTreeMap<String, String> {
    let words = |n: u64| {
        if (1..smallest).contains(&n) { format!("fewer than {smallest}") } else { n.to_string() }
    };
    counts.iter().map(|(reason, n)| (reason.clone(), words(*n))).collect()
}

/// The file of a shape and its rows, by the name that it has in the folder.
pub(super) fn rows_of(prefix: &str, tally: &Tally) -> BTreeMap<String, u64> {
    let name = |file: &FileTally| {
        if prefix.is_empty() { file.file.clone() } else { format!("{prefix}/{}", file.file) }
    };
    tally.files.iter().map(|file| (name(file), file.rows)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_count_of_reviews_is_not_told_by_the_others() {
        let words = |machine_coded, partly_reviewed, reviewed| {
            let rounded = Statuses { machine_coded, partly_reviewed, reviewed }.rounded(5);
            ["machine-coded", "partly-reviewed", "reviewed"].map(|status| rounded[status].clone())
        };
        assert_eq!(words(38, 0, 2), ["5 or more", "0", "fewer than 5"]);
        assert_eq!(words(38, 0, 12), ["38", "0", "12"]);
        assert_eq!(words(0, 0, 0), ["0", "0", "0"]);
    }
}
