//! What an input is, by its name and its first bytes.

use std::path::Path;

/// What an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// A report in plain text.
    Text,
    /// A page in HTML.
    Html,
    /// An RSS, Atom or JSON feed.
    Feed,
    /// A web archive.
    Warc,
    /// JSON objects: one a line, or one after the other in a file or an array.
    JsonLines,
    /// A table with a header, its fields between commas, semicolons or tabs.
    Csv,
}

/// How many bytes of an input are looked at.
pub(super) const HEAD: usize = 4096;

impl Format {
    /// Every format.
    pub const ALL: [Format; 6] =
        [Format::Text, Format::Html, Format::Feed, Format::Warc, Format::JsonLines, Format::Csv];

    /// The format as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Html => "html",
            Format::Feed => "feed",
            Format::Warc => "warc",
            Format::JsonLines => "jsonl",
            Format::Csv => "csv",
        }
    }
}

/// What a name promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Promise {
    /// This format.
    Is(Format),
    /// It may be anything.
    Unknown,
}

/// Reads a file's ending, behind that of its packing.
pub(super) fn promise_of(path: &Path) -> Promise {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let ending = unpacked_name(&name).rsplit_once('.').map_or("", |(_, ending)| ending);
    Promise::Is(match ending {
        "txt" | "text" => Format::Text,
        "html" | "htm" | "xhtml" | "shtml" => Format::Html,
        "rss" | "atom" | "rdf" => Format::Feed,
        "warc" | "wet" => Format::Warc,
        "jsonl" | "ndjson" | "jsonlines" => Format::JsonLines,
        "csv" | "tsv" | "tab" => Format::Csv,
        _ => return Promise::Unknown,
    })
}

/// Whether a file's ending says that it is packed.
pub(super) fn is_named_packed(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    unpacked_name(&name) != name
}

/// Whether a file's name ends in `.json`: no promise of reports, many programs keep their own things in such files, but
/// never a plain text.
pub(super) fn is_named_json(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    unpacked_name(&name).ends_with(".json")
}

/// The name without the ending of its packing.
pub(super) fn unpacked_name(name: &str) -> &str {
    [".gz", ".gzip", ".zst", ".zstd"].iter().find_map(|packed| name.strip_suffix(packed)).unwrap_or(name)
}

/// Recognises a format by the first bytes, unpacked.
pub(super) fn recognise(head: &[u8]) -> Option<Format> {
    let words: String = match head {
        // Letters of markup are ASCII, in UTF-16 too.
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => {
            head.iter().filter(|byte| byte.is_ascii() && **byte != 0).map(|&byte| char::from(byte)).collect()
        }
        _ => {
            head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).iter().map(|&byte| char::from(byte)).collect()
        }
    };
    let words = words.trim_start().to_ascii_lowercase();
    let begins = |starts: &[&str]| starts.iter().any(|start| words.starts_with(start));
    if begins(&["warc/"]) {
        return Some(Format::Warc);
    }
    if words.starts_with('{') {
        let feed = words.contains("\"version\"") && words.contains("jsonfeed.org/version");
        return Some(if feed { Format::Feed } else { Format::JsonLines });
    }
    if words.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{')) {
        return Some(Format::JsonLines);
    }
    let markup = after_prologue(&words);
    let is = |name: &str| {
        markup
            .strip_prefix('<')
            .and_then(|rest| rest.strip_prefix(name))
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-'))
    };
    if is("rss") || is("feed") || is("rdf:rdf") || markup.starts_with("<atom:feed") {
        return Some(Format::Feed);
    }
    let page = ["html", "head", "body", "meta", "title", "link", "script", "div", "article", "p", "table"];
    (markup.starts_with("<!doctype html") || page.iter().any(|name| is(name))).then_some(Format::Html)
}

/// What follows declarations and comments.
fn after_prologue(words: &str) -> &str {
    let mut rest = words;
    loop {
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else {
            return rest;
        };
        match rest.split_once(end) {
            Some((_, after)) => rest = after.trim_start(),
            None => return rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_format_behind_its_packing() {
        assert_eq!(promise_of(Path::new("news/A.WARC.gz")), Promise::Is(Format::Warc));
        assert_eq!(promise_of(Path::new("crawl.warc.wet.gz")), Promise::Is(Format::Warc));
        assert_eq!(promise_of(Path::new("rows.tsv.zst")), Promise::Is(Format::Csv));
        assert_eq!(promise_of(Path::new("page.php")), Promise::Unknown);
        assert_eq!(promise_of(Path::new("notes.md")), Promise::Unknown);
    }

    #[test]
    fn the_first_bytes_tell_the_format() {
        let told = |head: &str| recognise(head.as_bytes());
        assert_eq!(told("WARC/1.1\r\nWARC-Type: warcinfo"), Some(Format::Warc));
        assert_eq!(told("\u{FEFF}  <!-- saved -->\n<!DOCTYPE html>"), Some(Format::Html));
        assert_eq!(told("<?xml version='1.0'?><!-- x --><rss version='2.0'>"), Some(Format::Feed));
        assert_eq!(told("<?xml version='1.0'?>\n<html xmlns='x'>"), Some(Format::Html));
        assert_eq!(told("<rdf:RDF xmlns='x'>"), Some(Format::Feed));
        assert_eq!(told("{\"version\": \"https://jsonfeed.org/version/1.1\""), Some(Format::Feed));
        assert_eq!(told("{\"text\": \"Shells fell.\"}"), Some(Format::JsonLines));
        assert_eq!(told("[ {\"text\": 1}"), Some(Format::JsonLines));
        assert_eq!(told("[Update] Shells fell"), None);
        assert_eq!(told("<person> fled"), None);
        assert_eq!(told("Shells fell on the market."), None);
        let wide: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain("<html>".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(recognise(&wide), Some(Format::Html));
    }
}
