//! What does not fit a shape: what was left out and what was lost on the way, counted by reason.

use std::borrow::Cow;
use std::collections::BTreeMap;

use athir_arrow::Provenance;
use athir_model::{IncidentId, ReviewStatus};
use serde::Serialize;

use crate::{ExportError, FileTally, Out};

/// What became of a record, or of a part of it, that a shape cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It is in no file.
    LeftOut,
    /// It is written, and something that is known of it is not.
    Narrowed,
}

/// Takes down what exporters cannot write.
#[derive(Default)]
pub struct Notes {
    counts: BTreeMap<(Fate, Cow<'static, str>), u64>,
    log: Option<Out>,
    trouble: Option<ExportError>,
    seen: Provenance,
    statuses: BTreeMap<ReviewStatus, u64>,
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    fate: Fate,
    reason: &'a str,
}

impl Notes {
    /// Takes down counts alone.
    pub fn new() -> Notes {
        Notes::default()
    }

    /// Takes down counts, and writes each record with its reason as a line of JSON.
    pub fn logged(log: Out) -> Notes {
        Notes { log: Some(log), ..Notes::default() }
    }

    /// An incident is in no file, for this reason.
    pub fn left_out(&mut self, id: &IncidentId, reason: impl Into<Cow<'static, str>>) {
        self.note(&id.0, Fate::LeftOut, reason);
    }

    /// An incident is written without something that is known of it.
    pub fn narrowed(&mut self, id: &IncidentId, reason: impl Into<Cow<'static, str>>) {
        self.note(&id.0, Fate::Narrowed, reason);
    }

    /// Something with this id, incident or other, cannot be written whole.
    pub fn note(&mut self, id: &str, fate: Fate, reason: impl Into<Cow<'static, str>>) {
        let reason = reason.into();
        if let (Some(log), None) = (&mut self.log, &self.trouble) {
            self.trouble = log.json_line(&Line { id, fate, reason: &reason }).err();
        }
        *self.counts.entry((fate, reason)).or_default() += 1;
    }

    /// A record was handed on that was made so.
    pub fn saw(&mut self, made: &Provenance) {
        self.seen.join(made);
    }

    /// An incident was handed on that people have reviewed so far.
    pub fn saw_incident(&mut self, status: ReviewStatus) {
        *self.statuses.entry(status).or_default() += 1;
    }

    /// How often something became of records for a reason.
    pub fn count(&self, fate: Fate, reason: &str) -> u64 {
        self.counts.iter().filter(|((f, r), _)| *f == fate && *r == reason).map(|(_, n)| n).sum()
    }

    /// Ends the log, and puts the counts beside the rows of the files.
    ///
    /// # Errors
    ///
    /// A log that could not be written.
    pub fn finish(mut self, files: Vec<FileTally>) -> Result<Tally, ExportError> {
        if let Some(error) = self.trouble {
            return Err(error);
        }
        if let Some(log) = self.log.take() {
            log.finish()?;
        }
        let of = |fate| {
            let counts = self.counts.iter().filter(move |((f, _), _)| *f == fate);
            counts.map(|((_, reason), n)| (reason.clone().into_owned(), *n)).collect()
        };
        let [codebook, coder, model, licence] =
            self.seen.words().map(|words| words.into_iter().map(str::to_owned).collect());
        let incidents = self.statuses.iter().map(|(status, n)| (status.as_str(), *n)).collect();
        let made_of = MadeOf { incidents, codebook, coder, model, licence };
        Ok(Tally { files, left_out: of(Fate::LeftOut), narrowed: of(Fate::Narrowed), made_of })
    }
}

/// What an export has come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// The files, with their rows.
    pub files: Vec<FileTally>,
    /// Records that are in no file, counted by reason.
    pub left_out: BTreeMap<String, u64>,
    /// Records that are written without something that is known of them, counted by what it is.
    pub narrowed: BTreeMap<String, u64>,
    /// What it was made of, as coded: for shapes that have no column to say so.
    pub made_of: MadeOf,
}

/// What the records of an export were made of: those that were handed to the shape, some of which it may leave out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MadeOf {
    /// Incidents, by how far people have reviewed them.
    pub incidents: BTreeMap<&'static str, u64>,
    /// The versions of the codebook.
    pub codebook: Vec<String>,
    /// The coders: programs with their versions, and the digests of what they knew.
    pub coder: Vec<String>,
    /// The language models.
    pub model: Vec<String>,
    /// The licences of the reports; "not recorded" for those of which nobody has said.
    pub licence: Vec<String>,
}
