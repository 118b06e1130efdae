//! A record: what one reading of a file gives, before a report is made of it.

use std::path::PathBuf;

use athir_model::{Digest, Report};
use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::columns::{Column, Layout};
use super::dates::read_moment;
use super::feed::feed_reports;
use super::html::{Page, decode_page, read_page};
use super::input::decode;
use super::language::language_of;
use super::settings::ReadSettings;
use crate::{Fault, IoError, Spot};

/// One page, text, line, row or entry as it was read, of which reports are still to be made.
///
/// Reading records is cheap and has an order; [`Record::reports`] is the costly part, and can be done on many threads.
#[derive(Clone, Debug)]
pub struct Record {
    pub(super) spot: Spot,
    /// The name of the report, if it becomes one.
    pub(super) name: String,
    pub(super) body: Body,
    pub(super) known: Known,
}

/// What a record holds.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// A plain text.
    Text(Vec<u8>),
    /// A page in HTML.
    Page(Vec<u8>),
    /// An RSS, Atom or JSON feed.
    Feed(Vec<u8>),
    /// The fields of a row or object.
    Fields(Box<Fields>),
}

/// What is known of a record besides what it holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The file, if it was read from one.
    pub(super) path: Option<PathBuf>,
    pub(super) published: Option<Date>,
    pub(super) outlet: Option<String>,
    pub(super) url: Option<String>,
    pub(super) retrieved: Option<Timestamp>,
    pub(super) licence: Option<String>,
    /// The encoding that a server named.
    pub(super) charset: Option<String>,
}

/// The fields of a row or an object.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    /// The bytes of the row or line.
    pub(super) bytes: Vec<u8>,
    pub(super) text: String,
    pub(super) html: Option<String>,
    pub(super) headline: Option<String>,
    pub(super) published: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) author: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    pub(super) retrieved: Option<String>,
    pub(super) licence: Option<String>,
}

impl Fields {
    /// Takes the fields of a row by the layout of its header.
    pub(super) fn read(layout: &Layout, values: &[&str], bytes: &[u8]) -> Fields {
        let joined = |column, between| {
            let parts: Vec<&str> = layout
                .places(column)
                .iter()
                .map(|&n| values[n].trim())
                .filter(|part| !part.is_empty())
                .collect();
            Some(parts.join(between)).filter(|words| !words.is_empty())
        };
        let words = |column| joined(column, " ");
        Fields {
            bytes: bytes.to_vec(),
            text: joined(Column::Text, "\n\n").unwrap_or_default(),
            html: joined(Column::Html, "\n"),
            headline: words(Column::Headline),
            published: words(Column::Published),
            outlet: words(Column::Outlet),
            author: words(Column::Author),
            url: words(Column::Url),
            language: words(Column::Language),
            retrieved: words(Column::Retrieved),
            licence: words(Column::Licence),
        }
    }
}

impl Record {
    /// Makes the reports that the record holds: one from a text or page, one an entry from a feed.
    ///
    /// An error does not mean that its record gave no report: a page with a few broken bytes gives both.
    pub fn reports(&self, settings: &ReadSettings) -> Vec<Result<Report, IoError>> {
        let Record { spot, name, body, known } = self;
        let mut made = match body {
            Body::Text(bytes) => vec![text_report(bytes, spot, known)],
            Body::Page(bytes) => page_reports(bytes, spot, known, settings),
            Body::Feed(bytes) => feed_reports(bytes, spot, name, known.charset.as_deref()),
            Body::Fields(fields) => fields_reports(fields, spot, settings),
        };
        for report in made.iter_mut().flatten() {
            if report.name.is_empty() {
                report.name.clone_from(name);
            }
            report.path.clone_from(&known.path);
            report.record = report.record.or(spot.record);
            report.url = report.url.take().or_else(|| known.url.clone());
            report.retrieved = report.retrieved.or(known.retrieved);
            report.published = settings.published.or(known.published).or(report.published);
            report.outlet = known.outlet.clone().or(report.outlet.take());
            report.licence = known.licence.clone().or(report.licence.take());
            report.language = language_of(&report.text, report.language.as_deref());
        }
        made
    }

    /// How many bytes it holds.
    pub fn n_bytes(&self) -> usize {
        match &self.body {
            Body::Text(bytes) | Body::Page(bytes) | Body::Feed(bytes) => bytes.len(),
            Body::Fields(fields) => fields.bytes.len(),
        }
    }
}

/// Makes the record of a feed that was fetched.
pub(crate) fn feed_record(shown: PathBuf, bytes: Vec<u8>, charset: Option<String>, now: Timestamp) -> Record {
    let known = Known { charset, retrieved: Some(now), ..Known::default() };
    Record { spot: Spot::file(&shown), name: String::new(), body: Body::Feed(bytes), known }
}

/// Makes the record of a page that was fetched.
pub(crate) fn page_record(
    shown: PathBuf,
    url: String,
    bytes: Vec<u8>,
    charset: Option<String>,
    now: Timestamp,
) -> Record {
    let known = Known { url: Some(url), charset, retrieved: Some(now), ..Known::default() };
    Record { spot: Spot::file(&shown), name: String::new(), body: Body::Page(bytes), known }
}

/// The SHA-256 of bytes.
pub(crate) fn digest(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

fn text_report(bytes: &[u8], spot: &Spot, known: &Known) -> Result<Report, IoError> {
    let digest = digest(bytes);
    let text = match &known.charset {
        None => decode(bytes.to_vec(), spot)?,
        Some(charset) => {
            let decoded = decode_page(bytes, Some(charset));
            if decoded.wrong.is_some() || decoded.text.contains('\0') {
                let byte = decoded.wrong.map(|byte| byte as u64);
                return Err(Spot { byte, ..spot.clone() }.wrong(Fault::Encoding(decoded.encoding.name())));
            }
            decoded.text
        }
    };
    Ok(Report { text, bytes: Some(digest), ..Report::default() })
}

fn page_reports(
    bytes: &[u8],
    spot: &Spot,
    known: &Known,
    settings: &ReadSettings,
) -> Vec<Result<Report, IoError>> {
    let decoded = decode_page(bytes, known.charset.as_deref());
    let page = match read_page(&decoded.text, settings.extract) {
        Ok(page) => page,
        Err((at, fault)) => {
            let byte = at.map(|at| decoded.byte(at));
            return vec![Err(Spot { byte, ..spot.clone() }.wrong(fault))];
        }
    };
    let mut made = Vec::new();
    if let Some(wrong) = decoded.wrong
        && page.text.contains('\u{FFFD}')
    {
        let spot = Spot { byte: Some(wrong as u64), ..spot.clone() };
        made.push(Err(spot.wrong(Fault::Replaced(decoded.encoding.name()))));
    }
    made.push(Ok(page_report(page, bytes, known.url.as_deref())));
    made
}

/// Makes the report of a page. A page that names no outlet is the outlet's whose host it stands on.
fn page_report(page: Page, bytes: &[u8], fetched_from: Option<&str>) -> Report {
    let Page { text, headline, outlet, author, published, url, language } = page;
    let url = url.or_else(|| fetched_from.map(str::to_owned));
    Report {
        text: with_headline(headline.as_deref(), &text),
        published,
        outlet: outlet.or_else(|| url.as_deref().and_then(host_of).map(str::to_owned)),
        headline,
        author,
        url,
        language,
        bytes: Some(digest(bytes)),
        ..Report::default()
    }
}

/// The host of an address, without `www.`.
pub(crate) fn host_of(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.rsplit('@').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty())
}

fn fields_reports(fields: &Fields, spot: &Spot, settings: &ReadSettings) -> Vec<Result<Report, IoError>> {
    let mut made = Vec::new();
    let published = fields.published.as_deref().map(str::trim).filter(|words| !words.is_empty());
    let day = published.and_then(|words| settings.columns.read_day(words));
    if let (Some(words), None, None) = (published, day, settings.published) {
        made.push(Err(spot.wrong(Fault::Date(words.chars().take(60).collect()))));
    }
    if let Some(html) = &fields.html {
        let html_settings = ReadSettings { extract: settings.extract, ..ReadSettings::default() };
        made.extend(page_reports(html.as_bytes(), spot, &Known::default(), &html_settings));
        for report in made.iter_mut().flatten() {
            report.published = day.or(report.published);
            for (told, read) in [
                (&fields.outlet, &mut report.outlet),
                (&fields.author, &mut report.author),
                (&fields.url, &mut report.url),
                (&fields.language, &mut report.language),
                (&fields.licence, &mut report.licence),
            ] {
                *read = told.clone().or(read.take());
            }
            report.retrieved = fields.retrieved.as_deref().and_then(read_moment);
        }
        return made;
    }
    let text = with_headline(fields.headline.as_deref(), &fields.text);
    if text.is_empty() {
        made.push(Err(spot.wrong(Fault::NoText)));
        return made;
    }
    made.push(Ok(Report {
        text,
        published: day,
        outlet: fields.outlet.clone(),
        headline: fields.headline.clone(),
        author: fields.author.clone(),
        url: fields.url.clone(),
        language: fields.language.clone(),
        retrieved: fields.retrieved.as_deref().and_then(read_moment),
        licence: fields.licence.clone(),
        bytes: Some(digest(&fields.bytes)),
        ..Report::default()
    }));
    made
}

/// Puts the headline before the text, as plain reports have it, unless the text begins with it.
pub(super) fn with_headline(headline: Option<&str>, text: &str) -> String {
    let text = text.trim();
    match headline.map(str::trim).filter(|headline| !headline.is_empty() && !text.starts_with(headline)) {
        Some(headline) if text.is_empty() => headline.to_owned(),
        Some(headline) => format!("{headline}\n\n{text}"),
        None => text.to_owned(),
    }
}
