//! The tags and words of a page, in one pass over its characters.

/// The name of an element in lower case, packed into a number; of a longer name its first 15 letters and a mark.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Tag(u128);

impl Tag {
    /// Packs a name.
    pub(super) const fn new(name: &str) -> Tag {
        let bytes = name.as_bytes();
        let mut packed = 0;
        let mut n = 0;
        while n < bytes.len() && n < 15 {
            packed = packed << 8 | bytes[n].to_ascii_lowercase() as u128;
            n += 1;
        }
        if bytes.len() > 15 { Tag(packed << 8 | 0xFF) } else { Tag(packed) }
    }

    /// Whether it is one of these.
    pub(super) fn is(self, tags: &[Tag]) -> bool {
        tags.contains(&self)
    }
}

/// Packs the names of elements into a constant list.
macro_rules! tags {
    ($($name:literal)*) => { &[$($crate::read::html::token::Tag::new($name)),*] };
}
pub(super) use tags;

/// Elements whose content is no markup.
const RAW: &[Tag] = tags!("script" "style" "iframe" "noscript" "noembed" "noframes" "xmp" "textarea" "title");

/// One piece of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Words between tags, with their character references as they are written.
    Words(&'a str),
    /// What stands in an element whose content is no markup.
    Raw(&'a str),
    /// The start of an element: its name and what stands between it and the `>`.
    Start { name: &'a str, attributes: &'a str },
    /// The end of an element.
    End { name: &'a str },
    /// The declaration of the page's type.
    Doctype,
}

/// Goes through a page as the tokenizer of a browser does: it never fails and never looks back.
pub(super) struct Tokens<'a> {
    html: &'a str,
    at: usize,
    /// The element whose raw content comes next.
    raw: Option<&'a str>,
    /// Elements that were found to have no end. Looking again each time would cost the square of the page's length.
    endless: Vec<Tag>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(html: &'a str) -> Tokens<'a> {
        Tokens { html, at: 0, raw: None, endless: Vec::new() }
    }

    /// Where the next token begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Passes what stands inside the element that began last, and its end. False if it has no end; then nothing
    /// is passed.
    pub(super) fn pass(&mut self, name: &str) -> bool {
        let tag = Tag::new(name);
        if tag.is(&self.endless) {
            return false;
        }
        let mut depth = 1;
        let mut inside = Tokens { html: self.html, at: self.at, raw: self.raw, endless: Vec::new() };
        while let Some(token) = inside.next() {
            match token {
                Token::Start { name, attributes } if Tag::new(name) == tag && !attributes.ends_with('/') => {
                    depth += 1
                }
                Token::End { name } if Tag::new(name) == tag => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.at = inside.at;
                self.raw = None;
                return true;
            }
        }
        self.endless.push(tag);
        false
    }

    /// Reads the content of a raw element, and leaves its end tag to be read.
    fn read_raw(&mut self, name: &str) -> Option<Token<'a>> {
        let rest = &self.html[self.at..];
        let mut from = 0;
        let end = loop {
            let Some(n) = rest[from..].find("</") else { break rest.len() };
            let after = &rest.as_bytes()[from + n + 2..];
            let closes = after.len() >= name.len()
                && after[..name.len()].eq_ignore_ascii_case(name.as_bytes())
                && after.get(name.len()).is_none_or(|c| !c.is_ascii_alphanumeric());
            if closes {
                break from + n;
            }
            from += n + 2;
        };
        self.at += end;
        (end > 0).then(|| Token::Raw(&rest[..end]))
    }

    fn passed_to(&mut self, end: Option<usize>, from: usize) {
        self.at = end.map_or(self.html.len(), |n| from + n);
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if let Some(name) = self.raw.take() {
                if let Some(raw) = self.read_raw(name) {
                    return Some(raw);
                }
                continue;
            }
            let rest = &self.html[self.at..];
            if rest.is_empty() {
                return None;
            }
            let bytes = rest.as_bytes();
            if bytes[0] != b'<' || !opens(bytes) {
                let mut end = rest.chars().next().map_or(1, char::len_utf8);
                while let Some(n) = rest.get(end..).and_then(|rest| rest.find('<')) {
                    end += n;
                    if opens(&bytes[end..]) {
                        self.at += end;
                        return Some(Token::Words(&rest[..end]));
                    }
                    end += 1;
                }
                self.at = self.html.len();
                return Some(Token::Words(rest));
            }
            match bytes[1] {
                b'!' if rest.starts_with("<!--") => {
                    let inside = &rest[4..];
                    let short = inside.starts_with('>') || inside.starts_with("->");
                    let end = if short {
                        inside.find('>').map(|n| n + 1)
                    } else {
                        inside.find("-->").map(|n| n + 3)
                    };
                    self.passed_to(end, self.at + 4);
                }
                b'!' | b'?' => {
                    let doctype = bytes.len() > 9 && bytes[2..9].eq_ignore_ascii_case(b"doctype");
                    self.passed_to(rest.find('>').map(|n| n + 1), self.at);
                    if doctype {
                        return Some(Token::Doctype);
                    }
                }
                b'/' => {
                    let name = name_of(&rest[2..]);
                    let end = tag_end(bytes, 2 + name.len());
                    self.at += (end + 1).min(rest.len());
                    if !name.is_empty() {
                        return Some(Token::End { name });
                    }
                }
                _ => {
                    let name = name_of(&rest[1..]);
                    let end = tag_end(bytes, 1 + name.len());
                    if end >= rest.len() {
                        // A browser drops a tag that the page ends in.
                        self.at = self.html.len();
                        return None;
                    }
                    self.at += end + 1;
                    if Tag::new(name).is(RAW) {
                        self.raw = Some(name);
                    }
                    return Some(Token::Start { name, attributes: &rest[1 + name.len()..end] });
                }
            }
        }
    }
}

/// Whether a `<` opens a tag, a comment or a declaration.
fn opens(bytes: &[u8]) -> bool {
    match bytes.get(1) {
        Some(b'!' | b'?') => true,
        Some(b'/') => bytes.get(2).is_some_and(|c| c.is_ascii_alphabetic() || *c == b'>'),
        Some(c) => c.is_ascii_alphabetic(),
        None => false,
    }
}

fn name_of(rest: &str) -> &str {
    let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(rest.len());
    &rest[..end]
}

/// The place of the `>` that ends a tag, which is none inside a quoted value; the length if there is none.
fn tag_end(bytes: &[u8], from: usize) -> usize {
    let mut n = from;
    let mut after_equals = false;
    while let Some(&byte) = bytes.get(n) {
        match byte {
            b'>' => return n,
            b'"' | b'\'' if after_equals => {
                let Some(close) = bytes[n + 1..].iter().position(|&b| b == byte) else { return bytes.len() };
                n += close + 1;
                after_equals = false;
            }
            b'=' => after_equals = true,
            b if b.is_ascii_whitespace() => {}
            _ => after_equals = false,
        }
        n += 1;
    }
    bytes.len()
}

/// The attributes of a tag, in their order, with the character references of their values as they are written.
pub(super) struct Attributes<'a>(&'a str);

impl<'a> Attributes<'a> {
    pub(super) fn new(attributes: &'a str) -> Attributes<'a> {
        Attributes(attributes)
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let blank = |c: char| c.is_ascii_whitespace();
        let rest = self.0.trim_start_matches(|c: char| blank(c) || c == '/');
        // A `=` that nothing stands before belongs to a name.
        let skip = rest.chars().next()?.len_utf8();
        let end =
            rest[skip..].find(|c: char| blank(c) || matches!(c, '/' | '=')).map_or(rest.len(), |n| n + skip);
        let (name, rest) = rest.split_at(end);
        let Some(value) = rest.trim_start_matches(blank).strip_prefix('=') else {
            self.0 = rest;
            return Some((name, ""));
        };
        let value = value.trim_start_matches(blank);
        let (value, rest) = match value.as_bytes().first() {
            Some(&quote @ (b'"' | b'\'')) => {
                let inside = &value[1..];
                inside.split_once(char::from(quote)).unwrap_or((inside, ""))
            }
            _ => value.split_at(value.find(blank).unwrap_or(value.len())),
        };
        self.0 = rest;
        Some((name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(html: &str) -> Vec<String> {
        Tokens::new(html)
            .map(|token| match token {
                Token::Words(words) => words.to_owned(),
                Token::Raw(raw) => format!("[{raw}]"),
                Token::Start { name, attributes } => format!("+{name}{attributes}"),
                Token::End { name } => format!("-{name}"),
                Token::Doctype => "!".to_owned(),
            })
            .collect()
    }

    #[test]
    fn goes_through_tags_words_and_raw_content() {
        assert_eq!(
            told(
                "<!DOCTYPE html><P class='a>b'>3 < 4<br/>x</p ><script>if (a</b) '<p>'</SCRIPT>é<!-- <p> -->y"
            ),
            [
                "!",
                "+P class='a>b'",
                "3 < 4",
                "+br/",
                "x",
                "-p",
                "+script",
                "[if (a</b) '<p>']",
                "-SCRIPT",
                "é",
                "y"
            ]
        );
    }

    #[test]
    fn ends_where_a_page_breaks_off() {
        for html in
            ["<", "</", "<!", "<!--", "<a", "<a href='", "<script>", "é<", "<!-->", "<p>ا<", "</>", "<?"]
        {
            assert!(told(html).len() <= 2, "{html}: {:?}", told(html));
        }
    }

    #[test]
    fn reads_attributes_however_they_are_quoted() {
        let read: Vec<_> = Attributes::new(" a = \"1 2\" b='>' c=3/4 d / é=ü =x").collect();
        assert_eq!(read, [("a", "1 2"), ("b", ">"), ("c", "3/4"), ("d", ""), ("é", "ü"), ("=x", "")]);
    }

    #[test]
    fn passes_an_element_with_those_of_its_name_inside() {
        let mut tokens = Tokens::new("<svg><svg/><svg><g></svg></svg>after");
        tokens.next();
        assert!(tokens.pass("svg"));
        assert_eq!(tokens.next(), Some(Token::Words("after")));
        let mut tokens = Tokens::new("<svg><g>after");
        tokens.next();
        assert!(!tokens.pass("svg"));
        assert_eq!(tokens.next(), Some(Token::Start { name: "g", attributes: "" }));
    }
}
