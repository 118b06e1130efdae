//! Headings inside a report, which only a line break parts from the paragraph below: they are ended by a full stop before
//! the parse, or they would be read as the beginning of its first sentence.

use std::borrow::Cow;

/// Puts a full stop in place of the line break behind each heading; the text keeps its length.
pub(crate) fn end_headings(text: Cow<'_, str>) -> Cow<'_, str> {
    let breaks = heading_breaks(&text);
    if breaks.is_empty() {
        return text;
    }
    let mut ended = String::with_capacity(text.len());
    for at in breaks {
        ended.push_str(&text[ended.len()..at]);
        ended.push('.');
    }
    ended.push_str(&text[ended.len()..]);
    Cow::Owned(ended)
}

/// A heading has few words.
const MOST_WORDS: usize = 8;

/// What follows a heading is a paragraph, of more bytes than this.
const PARAGRAPH: usize = 80;

/// Where the line breaks behind headings are, in bytes: short lines without a stop between a paragraph that ends and one
/// that begins.
fn heading_breaks(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut before: Option<&str> = None;
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let end = at + line.trim_end_matches(['\n', '\r']).len();
        at += line.len();
        let heading = line.trim();
        let begins =
            |s: &str| s.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "\"\u{201c}".contains(c));
        let is_ended = before.is_some_and(|b| b.ends_with(['.', '!', '?', '"', '\u{201d}']));
        let is_short = (1..=MOST_WORDS).contains(&heading.split_whitespace().count())
            && begins(heading)
            && heading.ends_with(char::is_lowercase);
        // No space is left behind the stop, and a stop between "US" or "2017" and the next word parts nothing.
        let follows = lines.peek().is_some_and(|next| {
            next.trim().len() > PARAGRAPH && next.trim_start().starts_with(char::is_uppercase)
        });
        if is_ended && is_short && follows && end < text.len() {
            found.push(end);
        }
        if !heading.is_empty() {
            before = Some(heading);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARAGRAPH: &str =
        "The president condemned the raid on the market in Saraqib and declared three days of mourning.";

    #[test]
    fn a_heading_ends_before_its_paragraph() {
        let text = format!("{PARAGRAPH}\nSwift reactions\n{PARAGRAPH}");
        let ended = end_headings(Cow::Borrowed(&text));
        assert_eq!(ended.len(), text.len());
        assert!(ended.contains("reactions.The president"), "{ended}");
    }

    #[test]
    fn lines_that_wrap_are_no_headings() {
        for text in [
            format!("{PARAGRAPH} It was the\nSecond raid\n{PARAGRAPH}"),
            format!("{PARAGRAPH}\nSwift reactions\n\n{PARAGRAPH}"),
            format!("Swift reactions\n{PARAGRAPH}"),
            format!("{PARAGRAPH}\nReactions by the US\n{PARAGRAPH}"),
            format!("{PARAGRAPH}\nToll of 2017\n{PARAGRAPH}"),
            format!(
                "{PARAGRAPH}\nThe dead\n12 guards died in the raid, and 40 were hurt when the roof of their hall came down."
            ),
        ] {
            assert_eq!(end_headings(Cow::Borrowed(&text)), text);
        }
    }
}
