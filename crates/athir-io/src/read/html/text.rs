//! The text of a page or a part of one, paragraph by paragraph.

use super::token::{Tag, Token, Tokens, tags};

/// Elements that run along in a line. All others end the paragraph before and after them.
const IN_LINE: &[Tag] = tags!("a" "abbr" "acronym" "b" "bdi" "bdo" "big" "cite" "code" "data" "del" "dfn" "em" "font" "i" "img" "ins" "kbd" "label" "mark" "nobr" "output" "q" "rp" "rt" "ruby" "s" "samp" "small" "span" "strike" "strong" "sub" "sup" "time" "tt" "u" "var" "wbr");
/// Elements whose words are no part of the text.
const LEFT_OUT: &[Tag] = tags!("script" "style" "iframe" "noscript" "noembed" "noframes" "xmp" "textarea" "title" "svg" "template" "figcaption" "canvas" "object" "audio" "video" "map" "dialog" "select" "math");
const BR: Tag = Tag::new("br");
const CELLS: &[Tag] = tags!("td" "th");

/// Reads the words of a part of a page: paragraphs with a blank line between them, white space as it shows.
pub(crate) fn text_of(html: &str) -> String {
    let mut out = Paragraphs::default();
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Words(words) => out.words(&html_escape::decode_html_entities(words)),
            Token::Raw(_) | Token::Doctype => {}
            Token::Start { name, attributes } => {
                let tag = Tag::new(name);
                if tag.is(LEFT_OUT) && !attributes.ends_with('/') && tokens.pass(name) {
                    continue;
                }
                out.tag(tag);
            }
            Token::End { name } => out.tag(Tag::new(name)),
        }
    }
    out.text.truncate(out.text.trim_end().len());
    out.text
}

#[derive(Default)]
struct Paragraphs {
    text: String,
    /// What stands between the words before and those that come.
    gap: Gap,
}

/// What stands between two words, the wider later.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
    Paragraph,
}

impl Paragraphs {
    fn tag(&mut self, tag: Tag) {
        let gap = if tag == BR {
            // A second break shows as a blank line.
            if self.gap == Gap::Line { Gap::Paragraph } else { Gap::Line }
        } else if tag.is(CELLS) {
            Gap::Space
        } else if tag.is(IN_LINE) {
            Gap::None
        } else {
            Gap::Paragraph
        };
        self.gap = self.gap.max(gap);
    }

    fn words(&mut self, words: &str) {
        let blank = |c: char| c.is_whitespace() || c == '\u{200B}' || c == '\u{FEFF}';
        let mut rest = words;
        while let Some(c) = rest.chars().next() {
            if blank(c) {
                self.gap = self.gap.max(Gap::Space);
                rest = rest.trim_start_matches(blank);
                continue;
            }
            let (word, after) = rest.split_at(rest.find(blank).unwrap_or(rest.len()));
            if !self.text.is_empty() {
                self.text.push_str(match self.gap {
                    Gap::None => "",
                    Gap::Space => " ",
                    Gap::Line => "\n",
                    Gap::Paragraph => "\n\n",
                });
            }
            self.gap = Gap::None;
            // Soft hyphens show only where a line is broken at them; control characters never do.
            self.text.extend(word.chars().filter(|&c| c != '\u{AD}' && !c.is_control()));
            rest = after;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_paragraphs_and_lines_stay_lines() {
        assert_eq!(
            text_of(
                "<h1>Bridge  hit</h1><p>Shells hit the <b>bridge</b>,\n an <i>offi</i>cial said.<br>No one was hurt.</p>\
                 <ul><li>one<li>two</ul><br><br>Tom &amp; co&shy;n&#8217;t<script>x</script> <table><tr><td>a<td>b</table>"
            ),
            "Bridge hit\n\nShells hit the bridge, an official said.\nNo one was hurt.\n\none\n\ntwo\n\nTom & con’t\n\na b"
        );
        assert_eq!(text_of("one<br>\n<br/>two"), "one\n\ntwo");
    }

    #[test]
    fn plain_words_stay_as_they_are() {
        assert_eq!(text_of("3 < 4 & 5 > 2"), "3 < 4 & 5 > 2");
        assert_eq!(text_of(""), "");
        assert_eq!(text_of(&"<div>".repeat(100_000)), "");
    }
}
