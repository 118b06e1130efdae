//! What a page says about itself in its head: JSON-LD, OpenGraph and other `meta` elements, `time`.

use std::borrow::Cow;

use jiff::civil::Date;
use serde_json::Value;

use super::token::{Attributes, Tag, Token, Tokens};
use crate::read::dates::read_day;

/// What a page says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Metadata {
    pub(super) headline: Option<String>,
    /// The title of the window, which often has the outlet's name in it.
    pub(super) title: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) author: Option<String>,
    pub(super) published: Option<Date>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
}

/// The longest JSON-LD that is looked at.
const LONGEST_JSON: usize = 1024 * 1024;
/// The types of JSON-LD objects that are a report.
const ARTICLES: [&str; 10] = [
    "NewsArticle",
    "Article",
    "ReportageNewsArticle",
    "BackgroundNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "Report",
    "BlogPosting",
    "LiveBlogPosting",
    "SocialMediaPosting",
];

/// Where a value was found, the surest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    JsonLd,
    OpenGraph,
    Meta,
    Dublin,
    Body,
}

/// A value and where it was found; a surer one takes its place.
#[derive(Default)]
struct Best(Option<(Rank, String)>);

impl Best {
    fn offer(&mut self, rank: Rank, words: &str) {
        let words = tidy(words);
        let better = self.0.as_ref().is_none_or(|(known, _)| rank < *known);
        if better && !words.is_empty() {
            self.0 = Some((rank, words));
        }
    }

    fn take(self) -> Option<String> {
        self.0.map(|(_, words)| words)
    }
}

#[derive(Default)]
struct Found {
    headline: Best,
    outlet: Best,
    author: Best,
    published: Option<(Rank, Date)>,
    url: Best,
    title: Option<String>,
    language: Option<String>,
}

impl Found {
    fn day(&mut self, rank: Rank, words: &str) {
        let better = self.published.is_none_or(|(known, _)| rank < known);
        if better && let Some(day) = read_day(words) {
            self.published = Some((rank, day));
        }
    }
}

/// Reads what a page says about itself, in one pass over its tags.
pub(super) fn read_metadata(html: &str) -> Metadata {
    let mut found = Found::default();
    let mut tokens = Tokens::new(html);
    let mut depth_of_title = 0;
    while let Some(token) = tokens.next() {
        let Token::Start { name, attributes } = token else { continue };
        match name.len() {
            4 if name.eq_ignore_ascii_case("meta") => read_meta(attributes, &mut found),
            4 if name.eq_ignore_ascii_case("link") => read_link(attributes, &mut found),
            4 if name.eq_ignore_ascii_case("html") => {
                found.language =
                    found.language.take().or_else(|| value_of(attributes, &["lang", "xml:lang"]));
            }
            4 if name.eq_ignore_ascii_case("time") => read_time(attributes, &mut found),
            5 if name.eq_ignore_ascii_case("title") && depth_of_title == 0 => {
                depth_of_title = 1;
                if let Some(Token::Raw(words)) = tokens.next() {
                    found.title =
                        Some(tidy(&html_escape::decode_html_entities(words))).filter(|t| !t.is_empty());
                }
            }
            6 if name.eq_ignore_ascii_case("script") => {
                let kind = value_of(attributes, &["type"]);
                if kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
                    && let Some(Token::Raw(words)) = tokens.next()
                {
                    read_json_ld(words, &mut found);
                }
            }
            3 if Tag::new(name) == Tag::new("svg") => drop(tokens.pass(name)),
            _ => read_item(attributes, &mut found),
        }
    }
    Metadata {
        headline: found.headline.take(),
        title: found.title,
        outlet: found.outlet.take(),
        author: found.author.take(),
        published: found.published.map(|(_, day)| day),
        url: found.url.take().filter(|url| is_address(url)),
        language: found.language,
    }
}

fn read_meta(attributes: &str, found: &mut Found) {
    let (mut name, mut content) = (Cow::Borrowed(""), "");
    for (key, value) in Attributes::new(attributes) {
        if ["name", "property", "itemprop", "http-equiv"].iter().any(|known| key.eq_ignore_ascii_case(known))
        {
            if name.is_empty() {
                name = Cow::Owned(value.trim().to_ascii_lowercase());
            }
        } else if key.eq_ignore_ascii_case("content") {
            content = value;
        }
    }
    let content = &*html_escape::decode_html_entities(content);
    match &*name {
        "og:title" => found.headline.offer(Rank::OpenGraph, content),
        "twitter:title" | "parsely-title" | "sailthru.title" | "headline" => {
            found.headline.offer(Rank::Meta, content)
        }
        "dc.title" | "dcterms.title" | "dc:title" => found.headline.offer(Rank::Dublin, content),
        "og:site_name" => found.outlet.offer(Rank::OpenGraph, content),
        "application-name" | "publisher" | "copyrightholder" => found.outlet.offer(Rank::Meta, content),
        "dc.publisher" | "dcterms.publisher" | "dc:publisher" => found.outlet.offer(Rank::Dublin, content),
        "article:author" | "og:article:author" if !is_address(content) => {
            found.author.offer(Rank::OpenGraph, content)
        }
        "author" | "byl" | "parsely-author" | "sailthru.author" | "byline" => {
            found.author.offer(Rank::Meta, content)
        }
        "dc.creator" | "dcterms.creator" | "dc:creator" => found.author.offer(Rank::Dublin, content),
        "article:published_time" | "og:article:published_time" | "og:published_time" | "datepublished" => {
            found.day(Rank::OpenGraph, content);
        }
        "pubdate"
        | "publishdate"
        | "publish-date"
        | "publish_date"
        | "publication_date"
        | "ptime"
        | "pdate"
        | "parsely-pub-date"
        | "sailthru.date"
        | "article.published"
        | "article_date_original"
        | "originalpublicationdate"
        | "cxenseparse:recs:publishtime"
        | "citation_publication_date" => found.day(Rank::Meta, content),
        "date" | "dc.date" | "dc.date.issued" | "dcterms.issued" | "dcterms.created" | "dcterms.date"
        | "dc:date" | "dc.date.created" => found.day(Rank::Dublin, content),
        "og:url" => found.url.offer(Rank::Meta, content),
        "og:locale" | "content-language" | "language" if found.language.is_none() => {
            found.language = Some(tidy(content)).filter(|words| !words.is_empty());
        }
        _ => {}
    }
}

fn read_link(attributes: &str, found: &mut Found) {
    let canonical =
        value_of(attributes, &["rel"]).is_some_and(|rel| rel.trim().eq_ignore_ascii_case("canonical"));
    if canonical && let Some(url) = value_of(attributes, &["href"]) {
        found.url.offer(Rank::JsonLd, &url);
    }
}

/// A `time` element is believed where it says that it is the publication's; else the first is, as the last resort.
fn read_time(attributes: &str, found: &mut Found) {
    let Some(when) = value_of(attributes, &["datetime"]) else { return };
    let lower = attributes.to_ascii_lowercase();
    let says =
        ["pubdate", "datepublished", "published", "entry-date"].iter().any(|word| lower.contains(word));
    if !lower.contains("modified") && !lower.contains("updated") {
        found.day(if says { Rank::Dublin } else { Rank::Body }, &when);
    }
}

/// Microdata on other elements.
fn read_item(attributes: &str, found: &mut Found) {
    // Nearly no element has it, and looking for the word is cheap.
    if attributes.len() > 10 && attributes.contains("datePublished") {
        let published =
            value_of(attributes, &["itemprop"]).is_some_and(|prop| prop.contains("datePublished"));
        if published && let Some(when) = value_of(attributes, &["content", "datetime"]) {
            found.day(Rank::Meta, &when);
        }
    }
}

fn read_json_ld(words: &str, found: &mut Found) {
    if words.len() > LONGEST_JSON {
        return;
    }
    let words = words.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let Ok(value) = serde_json::from_str::<Value>(words) else { return };
    read_objects(&value, found);
}

/// Looks at an object, at those of a list, and at those of a graph.
fn read_objects(value: &Value, found: &mut Found) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| read_objects(value, found)),
        Value::Object(object) => {
            if let Some(graph) = object.get("@graph") {
                read_objects(graph, found);
            }
            if let Some(main) =
                object.get("mainEntity").or_else(|| object.get("mainEntityOfPage")).filter(|v| v.is_object())
            {
                read_objects(main, found);
            }
            let is_article = match object.get("@type") {
                Some(Value::String(kind)) => ARTICLES.contains(&kind.as_str()),
                Some(Value::Array(kinds)) => {
                    kinds.iter().filter_map(Value::as_str).any(|kind| ARTICLES.contains(&kind))
                }
                _ => false,
            };
            if !is_article {
                return;
            }
            let words = |key: &str| object.get(key).and_then(name_in);
            for (key, best) in [
                ("headline", &mut found.headline),
                ("publisher", &mut found.outlet),
                ("author", &mut found.author),
            ] {
                if let Some(words) = words(key) {
                    best.offer(Rank::JsonLd, &html_escape::decode_html_entities(&words));
                }
            }
            if let Some(words) = words("datePublished") {
                found.day(Rank::JsonLd, &words);
            }
            if let Some(words) = words("url").filter(|url| is_address(url)) {
                found.url.offer(Rank::OpenGraph, &words);
            }
            if found.language.is_none() {
                found.language = words("inLanguage");
            }
        }
        _ => {}
    }
}

/// The name in a value: the words themselves, the `name` of an object, the names of a list.
fn name_in(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(words.clone()),
        Value::Object(object) => object.get("name").filter(|name| !name.is_object()).and_then(name_in),
        Value::Array(values) => {
            let names: Vec<String> =
                values.iter().take(20).filter(|v| !v.is_array()).filter_map(name_in).collect();
            Some(names.join(", ")).filter(|names| !names.is_empty())
        }
        _ => None,
    }
}

/// The value of the first attribute of these names, with its character references read.
fn value_of(attributes: &str, names: &[&str]) -> Option<String> {
    let (_, value) = Attributes::new(attributes)
        .find(|(key, _)| names.iter().any(|name| key.eq_ignore_ascii_case(name)))?;
    Some(html_escape::decode_html_entities(value).into_owned())
}

fn is_address(words: &str) -> bool {
    words.starts_with("http://") || words.starts_with("https://")
}

fn tidy(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn json_ld_is_believed_first() {
        let page = r#"<html lang="en-GB"><head><title>Bridge hit | Orontes Wire</title>
            <meta property="og:title" content="Bridge &quot;hit&quot;"><meta property="og:site_name" content="OW">
            <meta property="article:published_time" content="2021-03-05T00:00:00Z"><link rel="canonical" href="https://orontes.example/a?x=1&amp;y=2">
            <script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},
            {"@type":["NewsArticle"],"headline":"Bridge hit at dawn","datePublished":"2021-03-02T23:10:00+03:00",
             "author":[{"@type":"Person","name":"Rima S."},{"name":"J. Doe"}],"publisher":{"name":"Orontes Wire"}}]}</script>"#;
        let told = read_metadata(page);
        assert_eq!(
            told,
            Metadata {
                headline: Some("Bridge hit at dawn".into()),
                title: Some("Bridge hit | Orontes Wire".into()),
                outlet: Some("Orontes Wire".into()),
                author: Some("Rima S., J. Doe".into()),
                published: Some(date(2021, 3, 2)),
                url: Some("https://orontes.example/a?x=1&y=2".into()),
                language: Some("en-GB".into()),
            }
        );
    }

    #[test]
    fn other_sources_stand_in() {
        let told = read_metadata(
            "<meta name=Author content='R. S.'><meta content='Post' property='og:site_name'><p><time datetime='2021-03-04'>\
             <time class='entry-date published' datetime='2021-03-03T10:00'><meta name=twitter:title content=Calm>\
             <script type='application/ld+json'>{broken</script><time class=updated datetime='2021-03-09' itemprop=dateModified>",
        );
        assert_eq!(told.published, Some(date(2021, 3, 3)));
        assert_eq!(
            (told.author.as_deref(), told.outlet.as_deref(), told.headline.as_deref()),
            (Some("R. S."), Some("Post"), Some("Calm"))
        );
        let told = read_metadata("<div itemprop='datePublished' content='March 2, 2021'>");
        assert_eq!(told.published, Some(date(2021, 3, 2)));
        assert_eq!(read_metadata("no page at all"), Metadata::default());
    }
}
