//! One published item, and where it comes from.

use std::fmt;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A SHA-256 digest, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema)]
pub struct Digest(#[schemars(with = "String")] pub [u8; 32]);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// The words were not 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDigest;

impl fmt::Display for NoDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a SHA-256 digest has 64 hexadecimal digits")
    }
}

impl std::error::Error for NoDigest {}

impl std::str::FromStr for Digest {
    type Err = NoDigest;

    fn from_str(hex: &str) -> Result<Digest, NoDigest> {
        let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
        if pairs.len() != 32 || !rest.is_empty() {
            return Err(NoDigest);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(pairs) {
            let digit = |c: u8| char::from(c).to_digit(16).ok_or(NoDigest);
            *byte = u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).map_err(|_| NoDigest)?;
        }
        Ok(Digest(bytes))
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Digest, D::Error> {
        let hex = String::deserialize(deserializer)?;
        hex.parse().map_err(serde::de::Error::custom)
    }
}

/// A name for a report that depends only on its bytes: the first 16 hexadecimal digits of their SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ReportId(pub String);

impl ReportId {
    /// Names the report whose bytes have this digest.
    pub fn of(bytes: &Digest) -> ReportId {
        ReportId(bytes.to_string()[..16].to_owned())
    }
}

impl fmt::Display for ReportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One published item, kept word for word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Its name. Among files it is the stem of its file, with folders before it where reports of one run share the
    /// stem; in a database it is the report's [`ReportId`].
    pub name: String,
    /// Its text. Offsets in records count this text's characters; a byte order mark is no part of it.
    pub text: String,
    /// The day on which it was published, if known.
    pub published: Option<Date>,
    /// Who published it, if known.
    pub outlet: Option<String>,
    /// The file it was read from, if it was read from one.
    pub path: Option<PathBuf>,
    /// Where it stands in that file, where the file holds several: the number of the record or line, from 1.
    pub record: Option<u64>,
    /// Its headline as its metadata give it. The text need not hold it.
    pub headline: Option<String>,
    /// Who wrote it, if known.
    pub author: Option<String>,
    /// The address that it was published at.
    pub url: Option<String>,
    /// Its language as a BCP 47 tag, from its metadata or found in the text.
    pub language: Option<String>,
    /// When it was fetched, if it was.
    pub retrieved: Option<Timestamp>,
    /// The licence that it may be passed on under, if somebody has said.
    pub licence: Option<String>,
    /// The SHA-256 of the bytes that it was read from: the file's, or the record's inside an archive.
    pub bytes: Option<Digest>,
}

impl Report {
    /// Makes a report from a name and a text, with nothing else known.
    ///
    /// # Examples
    ///
    /// ```
    /// let report = athir_model::Report::new("note", "Shells fell on the market.");
    /// assert_eq!(report.title(), "Shells fell on the market.");
    /// ```
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Report {
        Report { name: name.into(), text: text.into(), ..Report::default() }
    }

    /// Gives its headline, or the first line that has words, cut at a word near 100 characters; the name for an
    /// empty text.
    pub fn title(&self) -> String {
        const LONGEST: usize = 100;
        let Some(line) = self
            .headline
            .iter()
            .flat_map(|h| h.lines())
            .chain(self.text.lines())
            .map(str::trim)
            .find(|l| !l.is_empty())
        else {
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
    fn a_digest_is_read_back_from_its_digits() {
        let digest = Digest(std::array::from_fn(|n| (n * 37) as u8));
        assert_eq!(digest.to_string().parse(), Ok(digest));
        assert_eq!("12".parse::<Digest>(), Err(NoDigest));
        assert_eq!(digest.to_string().replace('0', "g").parse::<Digest>(), Err(NoDigest));
        assert_eq!(ReportId::of(&digest).0, digest.to_string()[..16]);
    }

    #[test]
    fn an_empty_text_is_titled_by_its_name() {
        assert_eq!(Report::new("x", " \n\n").title(), "x");
    }
}
