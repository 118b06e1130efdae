//! Feeds: RSS, Atom and JSON, a report an entry.

use std::borrow::Cow;

use athir_model::Report;
use chrono::{DateTime, Datelike, Utc};
use feed_rs::model::{Entry, Feed, Text};
use feed_rs::parser;
use jiff::civil::Date;

use super::dates::read_day;
use super::format::{Format, HEAD, recognise};
use super::guard::guarded;
use super::html::{decode_page, text_of};
use super::record::{digest, with_headline};
use crate::{Fault, IoError, Spot};

/// Makes a report of each entry of a feed, named for the feed. A feed that breaks off gives the entries before that.
pub(super) fn feed_reports(
    bytes: &[u8],
    spot: &Spot,
    name: &str,
    charset: Option<&str>,
) -> Vec<Result<Report, IoError>> {
    match recognise(&bytes[..bytes.len().min(HEAD)]) {
        Some(Format::Html) => return vec![Err(spot.wrong(Fault::NotFeed("a page in HTML")))],
        _ if bytes.trim_ascii().is_empty() => return vec![Err(spot.wrong(Fault::NotFeed("an empty file")))],
        _ => {}
    }
    let decoded = decode_page(bytes, charset);
    let mut made = Vec::new();
    if let Some(wrong) = decoded.wrong {
        let spot = Spot { byte: Some(wrong as u64), ..spot.clone() };
        made.push(Err(spot.wrong(Fault::Replaced(decoded.encoding.name()))));
    }
    let text = &*without_declarations(&decoded.text);
    let feed = match parse(text) {
        Ok(feed) => feed,
        Err(fault) => {
            made.push(Err(spot.wrong(fault)));
            match whole_part(text).map(|part| parse(&part)) {
                Some(Ok(feed)) => feed,
                _ => return made,
            }
        }
    };
    for (entry, n) in feed.entries.iter().zip(1..) {
        let spot = Spot { record: spot.record.or(Some(n)), ..spot.clone() };
        made.push(match entry_report(entry, &feed) {
            Some(report) => Ok(Report { name: format!("{name}#{n}"), record: spot.record, ..report }),
            None => Err(spot.wrong(Fault::NoText)),
        });
    }
    made
}

fn parse(text: &str) -> Result<Feed, Fault> {
    let parser = parser::Builder::new().timestamp_parser(local_moment).build();
    guarded(|| parser.parse(text.as_bytes()))?.map_err(|error| {
        let words = error.to_string();
        Fault::Feed(words.split_whitespace().collect::<Vec<_>>().join(" "))
    })
}

/// Reads a day as it is written: in the time zone of the outlet, not in that of Greenwich.
fn local_moment(words: &str) -> Option<DateTime<Utc>> {
    let day = read_day(words)?;
    let (month, day_of_month) = (u32::try_from(day.month()).ok()?, u32::try_from(day.day()).ok()?);
    let day = chrono::NaiveDate::from_ymd_opt(day.year().into(), month, day_of_month)?;
    Some(day.and_hms_opt(0, 0, 0)?.and_utc())
}

fn day_of(moment: DateTime<Utc>) -> Option<Date> {
    let date = moment.date_naive();
    Date::new(date.year().try_into().ok()?, date.month().try_into().ok()?, date.day().try_into().ok()?).ok()
}

/// The text without declarations of an encoding that it is no longer in.
fn without_declarations(text: &str) -> Cow<'_, str> {
    const START: &str = "<?xml";
    let mut parts = text.split(START);
    let first = parts.next().unwrap_or_default();
    if first.len() == text.len() {
        return Cow::Borrowed(text);
    }
    let mut out = first.to_owned();
    for part in parts {
        // `<?xml-stylesheet` is another matter.
        match part.split_once("?>") {
            Some((inside, rest)) if inside.starts_with(char::is_whitespace) => out.push_str(rest),
            _ => {
                out.push_str(START);
                out.push_str(part);
            }
        }
    }
    Cow::Owned(out)
}

/// A feed that breaks off, cut behind its last whole entry and closed.
fn whole_part(text: &str) -> Option<String> {
    let (end, close) = [("</item>", "</channel></rss>"), ("</item>", "</rdf:RDF>"), ("</entry>", "</feed>")]
        .into_iter()
        .find(|(_, close)| {
            let root = close.rsplit_once("</").map_or("", |(_, root)| root.trim_end_matches('>'));
            text.contains(&format!("<{root}"))
        })?;
    let at = text.rfind(end)? + end.len();
    Some(format!("{}{close}", &text[..at]))
}

fn entry_report(entry: &Entry, feed: &Feed) -> Option<Report> {
    let headline = entry.title.as_ref().map(words_of).filter(|words| !words.is_empty());
    let body = entry.content.as_ref().and_then(|content| content.body.as_deref());
    let summary = entry.summary.as_ref().map(|text| text.content.as_str());
    let text = body
        .map(text_of)
        .filter(|text| !text.is_empty())
        .or_else(|| summary.map(text_of))
        .unwrap_or_default();
    let text = with_headline(headline.as_deref(), &text);
    if text.is_empty() {
        return None;
    }
    let link = entry.links.iter().find(|link| matches!(link.rel.as_deref(), None | Some("alternate")));
    let url = link.or(entry.links.first()).map(|link| link.href.clone());
    let authors: Vec<&str> = entry
        .authors
        .iter()
        .filter_map(|author| author.name.as_deref())
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    // The entry as such has no bytes of its own: those of the feed change with every other entry.
    let parts = [headline.as_deref(), url.as_deref(), body, summary];
    let bytes = parts.map(|part| part.unwrap_or_default()).join("\0");
    Some(Report {
        text,
        published: entry.published.or(entry.updated).and_then(day_of),
        outlet: feed.title.as_ref().map(words_of).filter(|words| !words.is_empty()),
        headline,
        author: Some(authors.join(", ")).filter(|names| !names.is_empty()),
        url,
        language: entry.language.clone().or_else(|| feed.language.clone()),
        bytes: Some(digest(bytes.as_bytes())),
        ..Report::default()
    })
}

/// The words of a title, which may be markup.
fn words_of(text: &Text) -> String {
    text_of(&text.content).split_whitespace().collect::<Vec<_>>().join(" ")
}
