//! The table of reports.

use std::borrow::Cow;

use athir_model::{CodedReport, Digest, Extent, KeptReport, Report};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::cell::{Cell, ColumnType as T};
use crate::provenance::Provenance;
use crate::table::{Column, Table, TableName};

/// A report, as a row of the table of reports, or as what other rows say of the report that they come from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportRow<'a> {
    /// Its name: in a database its id.
    pub id: Cow<'a, str>,
    /// Its headline, or its first line.
    pub title: Cow<'a, str>,
    /// Who published it.
    pub outlet: Option<&'a str>,
    /// When.
    pub published: Option<Date>,
    /// Where.
    pub url: Option<&'a str>,
    /// Who wrote it.
    pub author: Option<&'a str>,
    /// Its language as a BCP 47 tag.
    pub language: Option<&'a str>,
    /// The file that it was read from.
    pub file: Option<Cow<'a, str>>,
    /// Where it stands in that file, from 1.
    pub record: Option<u64>,
    /// When it was fetched.
    pub retrieved: Option<Timestamp>,
    /// The SHA-256 of the bytes that it was read from.
    pub sha256: Option<Digest>,
    /// The licence of its text.
    pub licence: Option<&'a str>,
    /// Its text, where the table is to hold texts.
    pub text: Option<&'a str>,
    /// What the coder made of it, where it was coded.
    pub coded: Option<&'a CodedReport>,
    /// Who coded it, and its licence.
    pub made: Provenance,
}

impl<'a> ReportRow<'a> {
    /// Makes a row of a report, without its text.
    pub fn of(report: &'a Report) -> ReportRow<'a> {
        ReportRow {
            id: Cow::Borrowed(&report.name),
            title: Cow::Owned(report.title()),
            outlet: report.outlet.as_deref(),
            published: report.published,
            url: report.url.as_deref(),
            author: report.author.as_deref(),
            language: report.language.as_deref(),
            file: report.path.as_ref().map(|path| path.to_string_lossy()),
            record: report.record,
            retrieved: report.retrieved,
            licence: report.licence.as_deref(),
            sha256: report.bytes,
            ..ReportRow::default()
        }
    }

    /// Makes a row of what a database keeps of a report, under the title that its text gives it.
    pub fn of_kept(kept: &'a KeptReport, title: impl Into<Cow<'a, str>>) -> ReportRow<'a> {
        ReportRow {
            id: Cow::Borrowed(&kept.id.0),
            title: title.into(),
            outlet: kept.outlet.as_deref(),
            published: kept.published,
            url: kept.url.as_deref(),
            author: kept.author.as_deref(),
            language: kept.language.as_deref(),
            file: kept.file.as_deref().map(Cow::Borrowed),
            record: kept.record,
            retrieved: kept.retrieved,
            licence: kept.licence.as_deref(),
            sha256: Some(kept.bytes),
            ..ReportRow::default()
        }
    }
}

/// The table of reports.
#[derive(Clone, Copy, Debug)]
pub struct Reports;

type C = Column<Reports>;

impl Table for Reports {
    type Row<'a> = ReportRow<'a>;
    const NAME: TableName = TableName::Reports;
    const DOC: &'static str = "A row a report: where it comes from, and how much of it was coded.";
    const COLUMNS: &'static [C] = &[
        C::new("report", T::Text, |r| Cell::from(&r.id), "The report's name; in a database its id."),
        C::new("title", T::Text, |r| Cell::from(&r.title), "Its headline, or the first line that has words."),
        C::maybe("outlet", T::Text, |r| r.outlet.into(), "Who published it."),
        C::maybe("published", T::Day, |r| r.published.into(), "The day on which it was published."),
        C::maybe("url", T::Text, |r| r.url.into(), "The address that it was published at."),
        C::maybe("author", T::Text, |r| r.author.into(), "Who wrote it."),
        C::maybe("language", T::Text, |r| r.language.into(), "Its language as a BCP 47 tag."),
        C::maybe("file", T::Text, |r| r.file.as_ref().into(), "The file that it was read from."),
        C::maybe(
            "record",
            T::Whole,
            |r| r.record.into(),
            "Number of the record or line in that file, from 1, where the file holds several reports.",
        ),
        C::maybe("retrieved", T::Moment, |r| r.retrieved.into(), "When it was fetched."),
        C::maybe(
            "sha256",
            T::Text,
            |r| r.sha256.map(|digest| digest.to_string()).into(),
            "The SHA-256 of the bytes that it was read from, in hexadecimal digits.",
        ),
        C::maybe("licence", T::Text, |r| r.licence.into(), "The licence of its text, where it is known."),
        C::maybe(
            "extent",
            T::Text,
            |r| r.coded.map(|coded| extent_word(coded.extent)).into(),
            "How much of it was read: whole, parts or nothing; empty where it was not coded.",
        ),
        C::maybe(
            "n_events",
            T::Whole,
            |r| r.coded.map(|c| c.events.len()).into(),
            "How many events it tells of.",
        ),
        C::maybe("n_ties", T::Whole, |r| r.coded.map(|c| c.ties.len()).into(), "How many ties it states."),
        C::maybe(
            "n_not_coded",
            T::Whole,
            |r| r.coded.map(|c| c.diagnostics.len()).into(),
            "How many triggers were seen in it and not coded as events of their own.",
        ),
        C::new(
            "codebook",
            T::Text,
            |r| r.made.codebooks().one(),
            "The version of the codebook that it was coded by.",
        ),
        C::new(
            "coder",
            T::Text,
            |r| r.made.coders().one(),
            "Who coded it: the program with its version, and the digest of what it knew.",
        ),
        C::new("model", T::Text, |r| r.made.models().one(), "The language model that it was read with."),
        C::maybe("text", T::Text, |r| r.text.into(), "Its text, where texts were asked for."),
    ];
}

fn extent_word(extent: Extent) -> &'static str {
    match extent {
        Extent::Whole => "whole",
        Extent::Parts => "parts",
        Extent::Nothing => "nothing",
    }
}
