//! A report as a database keeps it.

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Digest, Report, ReportId};

/// What is kept of a report beside its text: where it comes from, and the digests that prove both unchanged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeptReport {
    /// Its name in the database.
    pub id: ReportId,
    /// The SHA-256 of the bytes that it was read from.
    pub bytes: Digest,
    /// The SHA-256 of its text in UTF-8.
    pub text: Digest,
    /// Its headline as its metadata give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// The address that it was published at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its language as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The day on which it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub published: Option<Date>,
    /// When it was fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub retrieved: Option<Timestamp>,
    /// The licence that it may be passed on under, where somebody has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// The file that it was read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Where it stands in that file, where the file holds several: the number of the record or line, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<u64>,
    /// The program that read it, and its version.
    pub tool: String,
    /// When it came into the database.
    #[schemars(with = "String")]
    pub stored: Timestamp,
}

impl KeptReport {
    /// Puts the report together again, under its name in the database.
    pub fn report(&self, text: String) -> Report {
        Report {
            name: self.id.0.clone(),
            text,
            published: self.published,
            outlet: self.outlet.clone(),
            path: self.file.as_ref().map(Into::into),
            record: self.record,
            headline: self.headline.clone(),
            author: self.author.clone(),
            url: self.url.clone(),
            language: self.language.clone(),
            retrieved: self.retrieved,
            licence: self.licence.clone(),
            bytes: Some(self.bytes),
        }
    }
}
