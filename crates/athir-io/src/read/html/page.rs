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

/// Reads the report on a page.
///
/// # Errors
///
/// Gives the byte of the text at which the page passes a bound, or says that the page has no main text.
pub(in crate::read) fn read_page(html: &str, extract: Extract) -> Result<Page, (Option<usize>, Fault)> {
    let told = read_metadata(html);
    let pruned = prune(html).map_err(|(at, fault)| (Some(at), fault))?;
    let found = match extract {
        Extract::Fast | Extract::Quality => by_reading_view(&pruned),
    };
    let (text, title) = found.ok_or((None, Fault::NoMainText))?;
    let Metadata { headline, title: window, outlet, author, published, url, language } = told;
    let headline = headline.or(title).or(window).map(|words| without_outlet(&words, outlet.as_deref()));
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
        let page = read_page(PAGE, Extract::Fast).unwrap();
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
        let html = "<div><b>x".repeat(super::super::prune::DEEPEST / 4) + "Shells fell on the bridge.";
        let read = std::thread::Builder::new()
            .stack_size(512 * 1024)
            .spawn(move || read_page(&html, Extract::Fast).map(drop));
        assert!(matches!(read.unwrap().join().unwrap(), Ok(()) | Err((None, Fault::NoMainText))));
    }
}
