//! The report on a page: its main text and what the page says about it.

use std::sync::LazyLock;

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use jiff::civil::Date;
use serde::Deserialize;

use super::metadata::{Metadata, read_metadata};
use super::prune::prune;
use super::text::text_of;
use super::token::{Token, Tokens};
use crate::read::guard::guarded;
use crate::{Extract, Fault};

/// What was read from a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::read) struct Page {
    pub(in crate::read) text: String,
    pub(in crate::read) headline: Option<String>,
    pub(in crate::read) outlet: Option<String>,
    pub(in crate::read) author: Option<String>,
    pub(in crate::read) published: Option<Date>,
    pub(in crate::read) url: Option<String>,
    pub(in crate::read) language: Option<String>,
}

/// What is known of pages in general.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    /// Parts of the class names that captions and credits of pictures bear.
    captions: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../../data/page.toml"))
        .expect("the built-in words are read by a test")
});

/// A text of fewer bytes may be what is left of a menu.
const SHORT: usize = 250;

/// Reads the report on a page.
///
/// # Errors
///
/// Gives the byte of the text at which the page passes a bound, or says that the page has no main text.
pub(in crate::read) fn read_page(html: &str, extract: Extract) -> Result<Page, (Option<usize>, Fault)> {
    let told = read_metadata(html);
    let pruned = prune(html).map_err(|(at, fault)| (Some(at), fault))?;
    let found = guarded(|| match extract {
        Extract::Fast => by_reading_view(&pruned),
        // Rules for news find nothing on the shortest of pages.
        Extract::Quality => by_rules_for_news(&pruned).or_else(|| by_reading_view(&pruned)),
    })
    .map_err(|fault| (None, fault))?;
    let (text, title) = found.ok_or((None, Fault::NoMainText))?;
    let Metadata { headline, title: window, outlet, author, published, url, language } = told;
    let headline = headline.or(title).or(window).map(|words| without_outlet(&words, outlet.as_deref()));
    // The headline is kept beside the text.
    let text =
        match headline.as_deref().and_then(|headline| text.strip_prefix(headline)?.strip_prefix("\n\n")) {
            Some(rest) => rest.to_owned(),
            None => text,
        };
    Ok(Page { text, headline, outlet, author, published, url, language })
}

/// Finds the main text by the rules of browsers' reading views, and the title that they find.
fn by_reading_view(html: &str) -> Option<(String, Option<String>)> {
    let document = Document::from(html);
    remove_captions(&document);
    let config = Config { disable_json_ld: true, ..Config::default() };
    let article = Readability::with_document(document, None, Some(config)).ok()?.parse().ok()?;
    if is_of_links(&article.content) {
        return None;
    }
    let text = text_of(&article.content);
    let title = Some(article.title).filter(|title| !title.trim().is_empty());
    (!text.is_empty()).then_some((text, title))
}

/// Finds the main text by rules made for news, with those of other libraries where they find little.
fn by_rules_for_news(html: &str) -> Option<(String, Option<String>)> {
    let captions: Vec<String> = WORDS.captions.iter().map(|word| format!("[class*=\"{word}\" i]")).collect();
    let options = trafilatura::Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_links(true)
        .with_html_date_mode(trafilatura::HtmlDateMode::Disabled)
        .with_prune_selector(captions.join(", "));
    let found = trafilatura::extract(html, &options).ok()?;
    let text = text_of(&found.content_html);
    if is_of_links(&found.content_html) || text.len() < SHORT && is_of_links(html) {
        return None;
    }
    let title = Some(found.metadata.title).filter(|title| !title.trim().is_empty());
    (!text.is_empty()).then_some((text, title))
}

/// Whether most letters stand in links, as on the front pages of sites and in menus.
fn is_of_links(html: &str) -> bool {
    let (mut in_links, mut all, mut depth) = (0, 0, 0_u32);
    for token in Tokens::new(html) {
        match token {
            Token::Start { name, .. } if name.eq_ignore_ascii_case("a") => depth += 1,
            Token::End { name } if name.eq_ignore_ascii_case("a") => depth = depth.saturating_sub(1),
            Token::Words(words) => {
                let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
                all += letters;
                in_links += if depth > 0 { letters } else { 0 };
            }
            _ => {}
        }
    }
    2 * in_links > all
}

/// Takes out elements whose class says that they belong to a picture.
fn remove_captions(document: &Document) {
    let captions: Vec<_> = document
        .root()
        .descendants_it()
        .filter(|node| {
            node.attr("class").is_some_and(|class| {
                let class = class.to_ascii_lowercase();
                WORDS.captions.iter().any(|word| class.contains(word))
            })
        })
        .collect();
    for node in captions {
        node.remove_from_parent();
    }
}

/// Takes the outlet's name from the end of a title: `Bridge hit | Orontes Wire`.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let title = title.trim();
    let Some(rest) = outlet.and_then(|outlet| title.strip_suffix(outlet.trim())) else {
        return title.to_owned();
    };
    let rest = rest.trim_end();
    let cut = rest.trim_end_matches(['|', '-', '–', '—', '·', '»', ':', '/']);
    if cut.len() < rest.len() && !cut.trim().is_empty() { cut.trim().to_owned() } else { title.to_owned() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// A page as outlets have them: menus, a picture, the report, links to others, a foot.
    const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Shells hit bridge at Tell Amun | Orontes Wire</title>
<meta property="og:site_name" content="Orontes Wire"><meta property="article:published_time" content="2021-03-02T09:30:00+02:00">
<meta name="author" content="Rima Salloum"><script>var ads = "<p>Buy</p>";</script><style>p{margin:0}</style></head>
<body class="home"><header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
<main><article class="story"><h1>Shells hit bridge at Tell Amun</h1>
<figure class="lead"><img src="bridge.jpg" alt="bridge"><figcaption>The bridge in a file picture from last year.</figcaption></figure>
<p>Fighters of the northern brigade shelled the old bridge at Tell Amun on Tuesday and killed three drivers, the town's council said.</p>
<p>The shells came from the hills to the west, according to two residents who spoke by telephone, and they fell for about an hour, until the drivers who were still able to move had left the road and the ambulances could come.</p>
<div class="wp-caption"><img src="x.jpg"><p class="wp-caption-text">Smoke over the road.</p></div>
<p>A spokesman of the brigade denied that it had aimed at the bridge. He said that its guns had fired at a convoy of the army, and that the council was in no position to know.</p>
<p>The bridge is the only way over the river for lorries with flour &amp; fuel, and was closed for the night.</p></article>
<aside class="related"><h3>More stories</h3><ul><li><a href="/a">Market reopens after floods</a></li><li><a href="/b">Team wins the cup</a></li></ul></aside></main>
<footer><p>Copyright Orontes Wire. All rights reserved. <a href="/terms">Terms</a></p></footer></body></html>"#;

    #[test]
    fn the_report_is_taken_and_the_rest_of_the_page_is_left() {
        for extract in [Extract::Fast, Extract::Quality] {
            is_read_from_the_page(&read_page(PAGE, extract).unwrap());
        }
    }

    fn is_read_from_the_page(page: &Page) {
        assert_eq!(page.headline.as_deref(), Some("Shells hit bridge at Tell Amun"));
        assert_eq!(page.outlet.as_deref(), Some("Orontes Wire"));
        assert_eq!(page.author.as_deref(), Some("Rima Salloum"));
        assert_eq!(page.published, Some(date(2021, 3, 2)));
        let paragraphs: Vec<&str> = page.text.split("\n\n").collect();
        assert_eq!(paragraphs.len(), 4, "{}", page.text);
        assert!(paragraphs[0].starts_with("Fighters of the northern brigade"));
        assert!(paragraphs[3].contains("flour & fuel"));
    }

    #[test]
    fn a_page_of_one_paragraph_is_read() {
        let quality = read_page("<p>Rebels shelled the bridge at Tell Amun.</p>", Extract::Quality).unwrap();
        assert_eq!(quality.text, "Rebels shelled the bridge at Tell Amun.");
        let page =
            read_page("<p>Rebels shelled the bridge at Tell Amun on Tuesday.</p>", Extract::Fast).unwrap();
        assert_eq!(page.text, "Rebels shelled the bridge at Tell Amun on Tuesday.");
        let page = read_page("<html><body>Rebels shelled the bridge.<br><br>No one was hurt.", Extract::Fast)
            .unwrap();
        assert_eq!(page.text, "Rebels shelled the bridge.\n\nNo one was hurt.");
    }

    #[test]
    fn a_page_without_words_has_no_main_text() {
        for html in
            ["", "<html><body><nav><a href=x>Home</a></nav></body></html>", "<p> </p>", "<script>x</script>"]
        {
            assert_eq!(read_page(html, Extract::Fast), Err((None, Fault::NoMainText)), "{html}");
            assert_eq!(read_page(html, Extract::Quality), Err((None, Fault::NoMainText)), "{html}");
        }
    }

    #[test]
    fn the_name_of_the_outlet_is_no_part_of_the_headline() {
        assert_eq!(without_outlet("Bridge hit - Orontes Wire", Some("Orontes Wire")), "Bridge hit");
        assert_eq!(without_outlet("Attack on Orontes Wire", Some("Orontes Wire")), "Attack on Orontes Wire");
        assert_eq!(without_outlet("| Post", Some("Post")), "| Post");
    }

    #[test]
    fn the_deepest_page_that_is_let_through_fits_a_small_stack() {
        let deep = ["<div><b>x", "<div>x", "<ul><li>x", "<blockquote><p>x", "<table><tr><td>x", "<x-y>"];
        for (part, extract) in
            deep.into_iter().flat_map(|part| [(part, Extract::Fast), (part, Extract::Quality)])
        {
            // As deep as is let through.
            let page = |n: usize| part.repeat(n) + "Shells fell on the bridge at dawn, and no one was hurt.";
            let n = (1..600).rev().find(|&n| prune(&page(n)).is_ok()).unwrap();
            let read = std::thread::Builder::new()
                .stack_size(1024 * 1024)
                .spawn(move || read_page(&page(n), extract).map(drop));
            assert!(
                matches!(read.unwrap().join().unwrap(), Ok(()) | Err((None, Fault::NoMainText))),
                "{part}"
            );
        }
    }
}
