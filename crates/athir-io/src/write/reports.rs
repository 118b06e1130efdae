//! Reports as JSON Lines, in the keys that are read as well.

use std::io::{self, Write};

use athir_model::Report;
use serde::Serialize;

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<jiff::civil::Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retrieved: Option<jiff::Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    licence: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<&'a str>,
    text: &'a str,
}

/// Writes a report as one line of JSON, from which the same report is read again.
///
/// # Errors
///
/// What the system says.
pub fn write_report(out: &mut impl Write, report: &Report) -> io::Result<()> {
    let line = Line {
        id: &report.name,
        url: report.url.as_deref(),
        outlet: report.outlet.as_deref(),
        author: report.author.as_deref(),
        published: report.published,
        retrieved: report.retrieved,
        language: report.language.as_deref(),
        licence: report.licence.as_deref(),
        headline: report.headline.as_deref(),
        text: &report.text,
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}
