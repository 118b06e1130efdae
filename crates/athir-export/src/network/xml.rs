//! XML of a few elements: attributes and text are escaped, and characters that XML 1.0 forbids are left out.

/// Appends words as text or the value of an attribute in double quotes.
pub(crate) fn escape(words: &str, out: &mut String) {
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A reader of attributes would make spaces of them.
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            '\0'..='\x1F' | '\u{FFFE}' | '\u{FFFF}' => {}
            c => out.push(c),
        }
    }
}

/// Appends ` name="value"`.
pub(crate) fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(value, out);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_leave_their_attribute() {
        let mut out = String::new();
        attribute("label", "a\"<b>&\u{0}\n", &mut out);
        assert_eq!(out, " label=\"a&quot;&lt;b&gt;&amp;&#10;\"");
    }
}
