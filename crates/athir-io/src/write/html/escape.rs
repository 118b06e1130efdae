//! Escaping for element content and double-quoted attributes.

use std::fmt;

/// Displays words so that a browser shows them and never reads them as markup.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                // No control character but tab and line feed may stand in a page.
                '\t' | '\n' => fmt::Write::write_char(f, c)?,
                c if c.is_control() => f.write_str("\u{FFFD}")?,
                c => fmt::Write::write_char(f, c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_a_report_becomes_markup() {
        assert_eq!(
            Escaped("<img src=x onerror='a(\"b\")'>&\u{0}").to_string(),
            "&lt;img src=x onerror=&#39;a(&quot;b&quot;)&#39;&gt;&amp;\u{FFFD}"
        );
    }
}
