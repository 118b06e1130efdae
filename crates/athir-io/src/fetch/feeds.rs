//! `feeds.toml`: which feeds to watch, and how.

use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use toml::Spanned;

use crate::IoError;

/// The feeds to watch, and how to fetch them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedList {
    /// Who watches: an address or a page by which a site can reach them.
    pub contact: String,
    /// The proxy that everything goes through (`http://`, `https://`, `socks4://`, `socks5://`).
    pub proxy: Option<String>,
    /// The time that one answer may take.
    pub timeout: Duration,
    /// Whether addresses of the own machine and network may be fetched.
    pub allow_private: bool,
    /// The feeds.
    pub feeds: Vec<FeedSource>,
}

/// One feed to watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedSource {
    /// Its address.
    pub url: String,
    /// The outlet of its reports, in place of the feed's title.
    pub outlet: Option<String>,
    /// The time between two looks.
    pub every: Duration,
    /// Whether the pages of its entries are fetched; else the entries are the reports.
    pub pages: bool,
}

/// The shortest time between two looks at a feed.
const SHORTEST: Duration = Duration::from_secs(5 * 60);
/// The longest.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    contact: Spanned<String>,
    proxy: Option<String>,
    timeout: Option<Spanned<String>>,
    every: Option<Spanned<String>>,
    #[serde(default)]
    allow_private: bool,
    #[serde(default = "yes")]
    pages: bool,
    #[serde(default)]
    feed: Vec<RawFeed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFeed {
    url: Spanned<String>,
    outlet: Option<String>,
    every: Option<Spanned<String>>,
    pages: Option<bool>,
}

fn yes() -> bool {
    true
}

impl FeedList {
    /// Reads the list; `path` is only named in errors.
    ///
    /// # Errors
    ///
    /// A text that is no TOML or has other keys, no contact, a time that is none, an address that is none or stands twice.
    pub fn parse(text: &str, path: &Path) -> Result<FeedList, IoError> {
        let wrong = |at: usize, message: String| {
            let line = 1 + text.bytes().take(at).filter(|&b| b == b'\n').count();
            IoError::Manifest { path: path.to_owned(), line, message }
        };
        let raw: Raw = toml::from_str(text)
            .map_err(|e| wrong(e.span().map_or(0, |s| s.start), e.message().trim().to_owned()))?;
        let time = |words: &Spanned<String>| {
            read_time(words.get_ref()).ok_or_else(|| {
                let message = format!("{:?} is not a time such as \"30m\" or \"2h\"", words.get_ref());
                wrong(words.span().start, message)
            })
        };
        let contact = raw.contact.get_ref().trim();
        if contact.is_empty() || contact.contains(|c: char| c.is_control() || !c.is_ascii()) {
            let message = "contact is not an address by which sites can reach you".to_owned();
            return Err(wrong(raw.contact.span().start, message));
        }
        let every = raw.every.as_ref().map(time).transpose()?.unwrap_or(Duration::from_secs(30 * 60));
        let mut feeds: Vec<FeedSource> = Vec::with_capacity(raw.feed.len());
        for feed in &raw.feed {
            let url = feed.url.get_ref().clone();
            let at = feed.url.span().start;
            if !url::Url::parse(&url)
                .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
            {
                return Err(wrong(at, format!("{url:?} does not begin with http:// or https:// and a host")));
            }
            if feeds.iter().any(|known| known.url == url) {
                return Err(wrong(at, format!("{url:?} is listed twice")));
            }
            let every = feed.every.as_ref().map(time).transpose()?.unwrap_or(every).clamp(SHORTEST, LONGEST);
            let pages = feed.pages.unwrap_or(raw.pages);
            feeds.push(FeedSource { url, outlet: feed.outlet.clone(), every, pages });
        }
        if feeds.is_empty() {
            return Err(wrong(0, "no [[feed]] is listed".to_owned()));
        }
        let timeout = raw.timeout.as_ref().map(time).transpose()?.unwrap_or(Duration::from_secs(30));
        Ok(FeedList {
            contact: contact.to_owned(),
            proxy: raw.proxy,
            timeout,
            allow_private: raw.allow_private,
            feeds,
        })
    }
}

/// Reads `90s`, `30m`, `2h` or `1d`.
fn read_time(words: &str) -> Option<Duration> {
    let words = words.trim();
    let at = words.find(|c: char| !c.is_ascii_digit())?;
    let number: u64 = words[..at].parse().ok().filter(|n| (1..100_000).contains(n))?;
    let unit = match words[at..].trim() {
        "s" => 1,
        "m" | "min" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        _ => return None,
    };
    Some(Duration::from_secs(number * unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<FeedList, String> {
        FeedList::parse(text, Path::new("feeds.toml")).map_err(|error| error.to_string())
    }

    #[test]
    fn reads_feeds_with_what_they_share() {
        let list = parse(
            "contact = \"desk@orontes.example\"\nevery = \"1h\"\n[[feed]]\nurl = \"https://a.example/rss\"\noutlet = \"A\"\n\
             [[feed]]\nurl = \"https://b.example/rss\"\nevery = \"1m\"\npages = false\n",
        )
        .unwrap();
        assert_eq!(list.feeds[0].every, Duration::from_secs(3600));
        assert_eq!((list.feeds[1].every, list.feeds[1].pages), (SHORTEST, false));
        assert!(!list.allow_private);
    }

    #[test]
    fn names_the_line_that_is_wrong() {
        let with = |rest: &str| parse(&format!("contact = \"a@b.example\"\n{rest}")).unwrap_err();
        assert!(parse("[[feed]]\nurl = \"https://a.example\"\n").unwrap_err().contains("contact"));
        assert_eq!(
            with("[[feed]]\nurl = \"ftp://a.example\"\n"),
            "feeds.toml:3: \"ftp://a.example\" does not begin with http:// or https:// and a host"
        );
        assert_eq!(
            with("every = \"soon\"\n[[feed]]\nurl = \"https://a.example\"\n"),
            "feeds.toml:2: \"soon\" is not a time such as \"30m\" or \"2h\""
        );
        assert_eq!(with(""), "feeds.toml:1: no [[feed]] is listed");
        let twice = "[[feed]]\nurl = \"https://a.example\"\n".repeat(2);
        assert_eq!(with(&twice), "feeds.toml:5: \"https://a.example\" is listed twice");
    }
}
