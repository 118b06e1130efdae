//! A page without what is no text, and within bounds that a parser of trees can bear.

use super::token::{Attributes, Tag, Token, Tokens, tags};
use crate::Fault;

/// The deepest that elements may be nested.
pub(super) const DEEPEST: usize = 512;
/// The greatest number of elements that a tree may come to have.
pub(super) const MOST_ELEMENTS: usize = 200_000;
/// The greatest number of elements when each is counted with those around it: readers of main texts go from many
/// elements to the root.
pub(super) const MOST_STEPS: usize = 4_000_000;
/// The greatest number of attributes of one element.
pub(super) const MOST_ATTRIBUTES: usize = 256;

/// Every page is read by the rules of today; those for old pages nest tables otherwise.
const DOCTYPE: &str = "<!DOCTYPE html>";
/// Elements without content.
const VOID: &[Tag] = tags!("area" "base" "br" "col" "embed" "hr" "img" "input" "link" "meta" "param" "source" "track" "wbr" "frame" "bgsound" "keygen");
/// Elements that are left out with all that is inside.
const LEFT_OUT: &[Tag] = tags!("style" "iframe" "noscript" "noembed" "noframes" "xmp" "textarea" "svg" "template" "figcaption" "canvas" "object" "audio" "video" "map" "dialog" "select");
/// Elements of other languages, or that change how all of the rest is read. Their tags are left out.
const UNWRAPPED: &[Tag] = tags!("svg" "math" "plaintext" "template" "frameset" "frame" "select" "option" "optgroup" "picture" "source" "canvas" "object" "audio" "video" "map" "dialog" "figcaption" "track" "embed" "param" "marquee" "applet");
/// Elements that a browser opens again in the next paragraph when they were left open in the last.
const FORMATTING: &[Tag] =
    tags!("a" "b" "big" "code" "em" "font" "i" "nobr" "s" "small" "strike" "strong" "tt" "u");
/// Elements that no end tag of an element around them can be seen through.
const WALLS: &[Tag] = tags!("table" "td" "th" "caption" "html" "button");
/// The same for the end of a list's item.
const WALLS_OF_ITEMS: &[Tag] = tags!("table" "td" "th" "caption" "html" "button" "ul" "ol");
/// Elements whose end tag ends all that is inside them. That of another element ends nothing outside its block.
const BLOCKS: &[Tag] = tags!("address" "article" "aside" "blockquote" "button" "center" "dd" "details" "dir" "div" "dl" "dt" "fieldset" "figure" "footer" "form" "h1" "h2" "h3" "h4" "h5" "h6" "header" "hgroup" "listing" "main" "menu" "nav" "ol" "p" "pre" "search" "section" "summary" "ul");
/// Elements of a table, which need no end tag.
const TABLE_PARTS: &[Tag] = tags!("tbody" "thead" "tfoot" "tr" "td" "th" "caption" "colgroup");
/// Elements that run along in a line; all others stand by themselves.
const IN_LINE: &[Tag] = tags!("a" "abbr" "acronym" "b" "bdi" "bdo" "big" "cite" "code" "data" "del" "dfn" "em" "font" "i" "ins" "kbd" "label" "mark" "nobr" "output" "q" "rp" "rt" "ruby" "s" "samp" "small" "span" "strike" "strong" "sub" "sup" "time" "tt" "u" "var");
const P: Tag = Tag::new("p");
const LI: Tag = Tag::new("li");
const DT: Tag = Tag::new("dt");
const DD: Tag = Tag::new("dd");
const TABLE: Tag = Tag::new("table");
const BR: Tag = Tag::new("br");
const SCRIPT: Tag = Tag::new("script");

/// Writes a page anew, in one pass: scripts, styles, drawings and captions are left out, and what is left is within the
/// bounds of depth, elements and attributes.
///
/// The tree that a browser would build is followed far enough to bound it from above: elements that are left open
/// are counted as often as a browser opens them again.
///
/// # Errors
///
/// Gives the byte at which a bound is passed.
pub(super) fn prune(html: &str) -> Result<String, (usize, Fault)> {
    let mut out = String::with_capacity(html.len() / 2);
    out.push_str(DOCTYPE);
    let mut tree = Tree::default();
    let mut tokens = Tokens::new(html);
    loop {
        let at = tokens.at();
        let Some(token) = tokens.next() else { break };
        match token {
            Token::Words(words) => escape_words(words, &mut out),
            Token::Raw(raw) => escape_words(raw, &mut out),
            Token::Doctype => {}
            Token::End { name } => {
                let tag = Tag::new(name);
                if !tag.is(VOID) && !tag.is(UNWRAPPED) && is_plain(name) {
                    tree.end(tag);
                    out.push_str("</");
                    lower(name, &mut out);
                    out.push('>');
                }
            }
            Token::Start { name, attributes } => {
                let tag = Tag::new(name);
                let out_with_all = tag == SCRIPT || tag.is(LEFT_OUT);
                if out_with_all && (attributes.ends_with('/') && !is_raw(tag) || tokens.pass(name)) {
                    continue;
                }
                if tag.is(UNWRAPPED) || out_with_all || !is_plain(name) {
                    continue;
                }
                tree.start(tag, attributes).map_err(|fault| (at, fault))?;
                write_start(name, attributes, &mut out).map_err(|fault| (at, fault))?;
            }
        }
    }
    Ok(out)
}

fn is_raw(tag: Tag) -> bool {
    tag == SCRIPT || tag.is(tags!("style" "iframe" "noscript" "noembed" "noframes" "xmp" "textarea"))
}

/// The elements that are open, as far as that bounds the tree from above.
#[derive(Default)]
struct Tree {
    open: Vec<Tag>,
    /// Formatting elements that were begun and not ended, with a print of their attributes.
    formatting: Vec<(Tag, u64)>,
    n_elements: usize,
    n_steps: usize,
}

impl Tree {
    fn start(&mut self, tag: Tag, attributes: &str) -> Result<(), Fault> {
        self.n_elements += 1;
        if tag.is(VOID) {
            return self.check();
        }
        if tag.is(TABLE_PARTS) {
            // Parts of a table end those before them; outside a table they are nothing.
            let Some(table) = self.open.iter().rposition(|&open| open == TABLE) else { return self.check() };
            let keep = match self.open[table + 1..].iter().position(|&open| is_end_of(open, tag)) {
                Some(n) => table + 1 + n,
                None => self.open.len(),
            };
            self.open.truncate(keep);
        } else if !tag.is(IN_LINE) {
            // A block ends the paragraph around it, and what was left open in line is opened in it again.
            self.close(P, WALLS);
            self.n_elements += self.formatting.len();
            match tag {
                LI => self.close_item(&[LI]),
                DT | DD => self.close_item(&[DT, DD]),
                _ => {}
            }
        }
        if tag.is(FORMATTING) {
            let print = print_of(attributes);
            // A browser opens at most three again that are alike.
            if self.formatting.iter().filter(|&&known| known == (tag, print)).count() < 3 {
                self.formatting.push((tag, print));
            }
        }
        self.open.push(tag);
        self.check()
    }

    fn end(&mut self, tag: Tag) {
        if tag.is(FORMATTING)
            && let Some(n) = self.formatting.iter().rposition(|&(known, _)| known == tag)
        {
            self.formatting.remove(n);
        }
        if tag == P || tag == BR {
            // Without a start it makes an element of its own.
            self.n_elements += 1;
        }
        if tag == TABLE {
            self.close(tag, &[]);
        } else if tag.is(TABLE_PARTS) {
            self.close(tag, &[TABLE]);
        } else if tag == LI {
            self.close(tag, WALLS_OF_ITEMS);
        } else if tag.is(BLOCKS) {
            self.n_elements += self.formatting.len();
            self.close(tag, WALLS);
        } else {
            let block =
                self.open.iter().rposition(|&open| !open.is(IN_LINE) && open != tag).map_or(0, |n| n + 1);
            if let Some(n) = self.open[block..].iter().rposition(|&open| open == tag) {
                self.open.truncate(block + n);
            }
        }
    }

    /// Ends the element of this name that was opened last, with all in it, unless a wall stands before it.
    fn close(&mut self, tag: Tag, walls: &[Tag]) {
        let stop = self.open.iter().rposition(|&open| open == tag || open.is(walls));
        if let Some(n) = stop.filter(|&n| self.open[n] == tag) {
            self.open.truncate(n);
        }
    }

    /// Ends the item of a list that the next begins behind. It is not looked for outside a block, but for `div`, `p`
    /// and `address`.
    fn close_item(&mut self, items: &[Tag]) {
        let passed = |open: Tag| open.is(IN_LINE) || open.is(tags!("div" "p" "address"));
        let stop = self.open.iter().rposition(|&open| open.is(items) || !passed(open));
        if let Some(n) = stop.filter(|&n| self.open[n].is(items)) {
            self.open.truncate(n);
        }
    }

    fn check(&mut self) -> Result<(), Fault> {
        self.n_steps += self.open.len() + self.formatting.len();
        if self.n_steps > MOST_STEPS {
            let what = "elements, each counted with those around it";
            return Err(Fault::TooMany { what, limit: MOST_STEPS });
        }
        if self.open.len() + self.formatting.len() > DEEPEST {
            return Err(Fault::TooDeep(DEEPEST));
        }
        if self.n_elements > MOST_ELEMENTS {
            return Err(Fault::TooMany { what: "elements", limit: MOST_ELEMENTS });
        }
        Ok(())
    }
}

/// Whether a part of a table ends this open one: a row ends a row, a cell ends a cell.
fn is_end_of(open: Tag, part: Tag) -> bool {
    let rank = |tag: Tag| {
        if tag.is(tags!("td" "th")) {
            Some(2)
        } else if tag.is(tags!("tr")) {
            Some(1)
        } else {
            tag.is(tags!("tbody" "thead" "tfoot" "caption" "colgroup")).then_some(0)
        }
    };
    match (rank(open), rank(part)) {
        (Some(open), Some(part)) => open >= part,
        _ => false,
    }
}

/// Whether a name is one that authors give, and none that comes of broken markup.
fn is_plain(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.'))
}

/// Writes a start tag with the attributes that a reader of main texts looks at.
fn write_start(name: &str, attributes: &str, out: &mut String) -> Result<(), Fault> {
    out.push('<');
    lower(name, out);
    for (n, (name, value)) in Attributes::new(attributes).enumerate() {
        if n == MOST_ATTRIBUTES {
            return Err(Fault::TooMany { what: "attributes of one element", limit: MOST_ATTRIBUTES });
        }
        let bytes = name.as_bytes();
        let dropped = bytes.starts_with(b"data-")
            || bytes.starts_with(b"on")
            || name.eq_ignore_ascii_case("srcset")
            || name.eq_ignore_ascii_case("sizes")
            || value.starts_with("data:")
            || !is_plain(name);
        if dropped {
            continue;
        }
        out.push(' ');
        lower(name, out);
        out.push_str("=\"");
        for part in value.split_inclusive('"') {
            match part.strip_suffix('"') {
                Some(part) => {
                    out.push_str(part);
                    out.push_str("&quot;");
                }
                None => out.push_str(part),
            }
        }
        out.push('"');
    }
    out.push('>');
    Ok(())
}

fn lower(name: &str, out: &mut String) {
    out.extend(name.chars().map(|c| c.to_ascii_lowercase()));
}

/// Writes words so that none is taken for a tag.
fn escape_words(words: &str, out: &mut String) {
    for part in words.split_inclusive('<') {
        match part.strip_suffix('<') {
            Some(part) => {
                out.push_str(part);
                out.push_str("&lt;");
            }
            None => out.push_str(part),
        }
    }
}

/// A number that is the same for the same attributes.
fn print_of(attributes: &str) -> u64 {
    attributes
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325, |print, byte| (print ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pruned(html: &str) -> String {
        prune(html).unwrap()
    }

    #[test]
    fn keeps_the_words_and_leaves_out_what_is_none() {
        assert_eq!(
            pruned(
                "<!doctype html><HTML><style>p{}</style><body onload=x()><p class=lead data-x='1'>A &amp; B<script>1<2</script>\
                 <figure><img src='data:image/png;base64,xyz' alt=y><figcaption>Cap <b>tion</b></figcaption></figure>1 < 2"
            ),
            "<!DOCTYPE html><html><body><p class=\"lead\">A &amp; B<figure><img alt=\"y\"></figure>1 &lt; 2"
        );
    }

    #[test]
    fn elements_that_need_no_end_do_not_count_as_nested() {
        let cases = [
            "<p>line",
            "<ul><li>a<li>b</ul>",
            "<table><tr><td>a<td>b<tr><td>c</table>",
            "<dl><dt>a<dd>b</dl>",
            "<br>",
            "<b>x</b>",
            "<a href=x>y</a>",
        ];
        for html in cases {
            assert!(prune(&html.repeat(2000)).is_ok(), "{html}");
        }
        assert!(prune(&format!("<ul>{}</ul>", "<li>a".repeat(2000))).is_ok());
        assert!(prune(&format!("<table>{}</table>", "<tr><td>a<p>b".repeat(2000))).is_ok());
    }

    #[test]
    fn what_nests_too_deep_is_refused_with_its_byte() {
        let html = "<div>".repeat(100_000);
        assert_eq!(prune(&html), Err((5 * DEEPEST, Fault::TooDeep(DEEPEST))));
        let sneaky = [
            "<div><b></div></x>",
            "<span><div></span>",
            "<b><p></b>",
            "<table><td>",
            "<li><section>",
            "<li><ul></li>",
            "<p><button>",
            "<x><div></x>",
            "<dd><x-y>",
            "<b>y<div></b>",
            "<p><table>",
            "<x></y>",
        ];
        for html in sneaky {
            assert!(
                matches!(prune(&html.repeat(200_000)), Err((_, Fault::TooDeep(_) | Fault::TooMany { .. }))),
                "{html}"
            );
        }
    }

    #[test]
    fn elements_that_a_browser_would_open_again_and_again_are_counted() {
        let html: String = (0..400).map(|n| format!("<p><b id={n}></p>")).collect();
        let html = html + &"<p>x</p>".repeat(20_000);
        assert!(matches!(prune(&html), Err((_, Fault::TooMany { what: "elements", .. }))));
        let deep = "<div>".repeat(400) + &"<i>x</i>".repeat(20_000);
        assert!(matches!(prune(&deep), Err((_, Fault::TooMany { limit: MOST_STEPS, .. }))));
        let attributes: String = (0..1000).map(|n| format!(" a{n}=1")).collect();
        assert!(matches!(prune(&format!("<p{attributes}>")), Err((0, Fault::TooMany { .. }))));
    }

    /// How deep the tree of a parser is, and how many elements it has.
    fn tree_of(html: &str) -> (usize, usize) {
        let document = dom_query::Document::from(html);
        let (mut deepest, mut n) = (0, 0);
        let mut left = vec![(document.root(), 0)];
        while let Some((node, depth)) = left.pop() {
            deepest = deepest.max(depth);
            n += usize::from(node.is_element());
            left.extend(
                node.children_it(false).filter(|node| node.is_element()).map(|node| (node, depth + 1)),
            );
        }
        (deepest, n)
    }

    /// What is reckoned of the same tree beforehand.
    fn reckoned(html: &str) -> (usize, usize) {
        let mut tree = Tree::default();
        let mut deepest = 0;
        for token in Tokens::new(html) {
            match token {
                Token::Start { name, attributes } => tree.start(Tag::new(name), attributes).unwrap(),
                Token::End { name } => tree.end(Tag::new(name)),
                _ => {}
            }
            deepest = deepest.max(tree.open.len() + tree.formatting.len());
        }
        (deepest, tree.n_elements)
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(2000))]

        #[test]
        fn no_tree_is_deeper_or_larger_than_was_reckoned(parts in proptest::collection::vec((
            proptest::sample::select(vec!["p", "div", "b", "i", "a", "font", "span", "li", "ul", "dd", "dl", "table", "tr", "td", "tbody", "caption", "button", "h2", "form", "x-y", "section", "br", "body", "address", "nobr", "pre", "th"]),
            0..4_usize,
        ), 0..120)) {
            let html: String = parts.iter().enumerate().map(|(n, (name, what))| match what {
                0 => format!("<{name}>"),
                1 => format!("<{name} id={n}>x"),
                2 => format!("</{name}>"),
                _ => format!("</{name}>y"),
            }).collect();
            let html = pruned(&html);
            let ((depth, n), (most_depth, most)) = (tree_of(&html), reckoned(&html));
            // html, head and body stand in every tree, rows and bodies of tables are put in where they lack.
            proptest::prop_assert!(depth <= 3 + 2 * most_depth, "{depth} {most_depth}: {html}");
            proptest::prop_assert!(n <= 3 + 3 * most, "{n} {most}: {html}");
        }

        #[test]
        fn no_text_makes_it_fail_or_lose_its_place(parts in proptest::collection::vec(
            proptest::sample::select(vec!["<p>", "</p>", "<b>", "</b ", ">", "<", "é", "<!--", "-->", "<svg>", "</svg>", "<script>", "</script>", "<a b='", "'", "\"", "=", "<td>", "<table>", "x", "</", "<title>", "</title>"]),
            0..40,
        )) {
            let html = parts.concat();
            let once = pruned(&html);
            // What was written is read as it was meant.
            proptest::prop_assert_eq!(&pruned(&once), &once);
        }
    }
}
