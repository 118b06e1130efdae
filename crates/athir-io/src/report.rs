//! One published item.

use std::path::PathBuf;

use jiff::civil::Date;

/// One published item, kept word for word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its name: the stem of its file, with folders before it where reports of one run share the stem.
    pub name: String,
    /// Its text. Offsets in records count this text's characters; a byte order mark is no part of it.
    pub text: String,
    /// The day on which it was published, if known.
    pub published: Option<Date>,
    /// Who published it, if known.
    pub outlet: Option<String>,
    /// The file it was read from, if it was read from one.
    pub path: Option<PathBuf>,
}

impl Report {
    /// Makes a report from a name and a text, with nothing else known.
    ///
    /// # Examples
    ///
    /// ```
    /// let report = athir_io::Report::new("note", "Shells fell on the market.");
    /// assert_eq!(report.title(), "Shells fell on the market.");
    /// ```
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Report {
        Report { name: name.into(), text: text.into(), published: None, outlet: None, path: None }
    }

    /// Gives the first line that has words, cut at a word near 100 characters; the name for an empty text.
    pub fn title(&self) -> String {
        const LONGEST: usize = 100;
        let Some(line) = self.text.lines().map(str::trim).find(|l| !l.is_empty()) else {
            return self.name.clone();
        };
        if line.chars().count() <= LONGEST {
            return line.to_owned();
        }
        let head: String = line.chars().take(LONGEST).collect();
        let cut = head.rfind(char::is_whitespace).unwrap_or(head.len());
        format!("{}…", head[..cut].trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_first_line_is_cut_at_a_word() {
        let report = Report::new("x", "word ".repeat(40));
        assert!(report.title().ends_with("word…"), "{}", report.title());
        assert!(report.title().chars().count() <= 101);
    }

    #[test]
    fn an_empty_text_is_titled_by_its_name() {
        assert_eq!(Report::new("x", " \n\n").title(), "x");
    }
}
