//! What inputs are made of: the project's own knowledge files and demo reports, and lists of odd signs.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use toml::Value;

/// Words and texts of the knowledge files, by where they stand in a sentence.
#[derive(Default)]
pub(crate) struct Words {
    /// Every short string of the knowledge files: triggers, prepositions, harm words, number words.
    pub(crate) any: Vec<String>,
    /// Verbs of the frames, in several forms.
    pub(crate) verbs: Vec<String>,
    /// Names and descriptions of actors.
    pub(crate) actors: Vec<String>,
    /// Names of places.
    pub(crate) places: Vec<String>,
    /// Number words, signs and bounds.
    pub(crate) numbers: Vec<String>,
    /// Example sentences of the frames.
    pub(crate) sentences: Vec<String>,
    /// Whole reports.
    pub(crate) reports: Vec<String>,
}

impl Words {
    pub(crate) fn read(data: &Path, corpus: &[PathBuf]) -> Result<Words, Box<dyn Error>> {
        let mut words = Words::default();
        for file in files(data, "toml")? {
            let value: Value = fs::read_to_string(&file)?.parse::<toml::Table>()?.into();
            let mut strings = Vec::new();
            gather(&value, &mut strings);
            let path = file.to_string_lossy();
            for string in strings {
                if string.split(' ').count() >= 4 && string.ends_with(['.', '!', '?']) {
                    words.sentences.push(string);
                } else if string.len() > 60 {
                    // A note for the reader of the file.
                } else if path.contains("actors") {
                    words.actors.push(string);
                } else if path.contains("numbers") {
                    words.numbers.push(string);
                } else {
                    if path.contains("frames") && !string.contains('.') {
                        inflect(&string, &mut words.verbs);
                    }
                    words.any.push(string);
                }
            }
        }
        for file in files(data, "tsv")? {
            if file.file_name().is_some_and(|name| name == "additions.tsv") {
                let table = fs::read_to_string(&file)?;
                for line in table.lines().filter(|line| !line.starts_with('#')) {
                    words
                        .places
                        .extend(line.split('\t').take(2).flat_map(|cell| cell.split('|')).map(str::to_owned));
                }
            }
        }
        for folder in std::iter::once(data.join("demo")).chain(corpus.iter().cloned()) {
            for file in files(&folder, "txt")? {
                words.reports.push(String::from_utf8_lossy(&fs::read(file)?).into_owned());
            }
        }
        Ok(words)
    }
}

/// The files of a folder and of the folders in it, in the order of their names.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path, ending)?);
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    Ok(found)
}

fn gather(value: &Value, strings: &mut Vec<String>) {
    match value {
        Value::String(string) => strings.push(string.clone()),
        Value::Array(values) => values.iter().for_each(|v| gather(v, strings)),
        Value::Table(table) => {
            for (key, value) in table {
                strings.push(key.clone());
                gather(value, strings);
            }
        }
        _ => {}
    }
}

/// Rough forms of a verb, or of the first word of a phrase.
fn inflect(lemma: &str, verbs: &mut Vec<String>) {
    let (first, rest) = lemma.split_once(' ').map_or((lemma, ""), |(a, b)| (a, b));
    let stem = first.trim_end_matches('e');
    for form in [first.to_owned(), format!("{first}s"), format!("{stem}ed"), format!("{stem}ing")] {
        verbs.push(format!("{form} {rest}").trim_end().to_owned());
    }
}

pub(crate) const TIMES: &[&str] = &[
    "on Monday",
    "last Friday",
    "yesterday",
    "tomorrow",
    "today",
    "tonight",
    "on 31 February 2017",
    "on 0 June",
    "on June 31",
    "on 99/99/9999",
    "2017-02-30",
    "2017-13-45",
    "on 29 February 2017",
    "on 29 February 2016",
    "in the year 0",
    "in the year 99999",
    "since 1 January -9999",
    "on 31 December 9999",
    "three thousand years ago",
    "9999999999999 days ago",
    "two weeks earlier",
    "a few days later",
    "between Monday and last Sunday",
    "from 28 February to 1 March",
    "in late June",
    "in early 1970",
    "at 25:61",
    "at 5 pm",
    "at dawn",
    "overnight",
    "since the war began in 2011",
    "for the past 400 years",
    "within 18446744073709551616 hours",
    "every Friday",
    "on the night of 30-31 June",
    "over the weekend",
    "in the 1980s",
    "in 10000 BC",
    "this month",
    "next century",
    "a millennium ago",
    "on the 0th of May",
    "on the 1st",
    "on the 32nd",
    "in Ramadan",
    "during Eid al-Fitr",
    "in the spring of 2012",
    "mid-July",
    "July 13",
    "13 July",
    "13/7",
    "7/13/17",
    "Sat. 1 Jan. 2000",
    "Feb 29",
    "32767 years ago",
    "-32768 days ago",
    "19999 years from now",
    "100 months before",
    "two Tuesdays ago",
    "the day after tomorrow",
    "the day before yesterday",
    "half a year ago",
    "a decade and a half ago",
    "until 31 December 9999",
    "before 1 January 0001",
    "after 31 December 9999",
    "since 9999",
    "by year's end",
    "in 2147483648",
    "in the 99th week",
    "last millennium",
    "at 00:00",
    "at noon on 30 February",
    "on 1.1.1",
    "2017-07-13T25:00:00Z",
    "July 13-July 12",
    "12-15 July",
    "15-12 July",
    "31 June-1 July",
    "2016/17",
    "1914-18",
];

pub(crate) const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1",
    "2",
    "12",
    "99",
    "1,000",
    "1,00,000",
    "18446744073709551615",
    "18446744073709551616",
    "9e999",
    "1.5 million",
    "99999999999999999999 trillion",
    "a billion billion billion",
    "half",
    "half a",
    "one and a half",
    "two-thirds",
    "1/0",
    "0/0",
    "3/4",
    "50%",
    "100 per cent",
    "twenty-six",
    "hundred and one",
    "dozens of",
    "scores of",
    "hundreds of thousands of",
    "at least",
    "at most",
    "up to",
    "as many as",
    "more than",
    "fewer than",
    "less than zero",
    "no fewer than",
    "between 12 and",
    "between 40 and 20",
    "12 to 14",
    "14-12",
    "about",
    "some",
    "several",
    "a few",
    "a couple of",
    "no",
    "none of the",
    "nobody",
    "both",
    "all",
    "all 18446744073709551615",
    "the first",
    "21st",
    "½",
    "٣",
    "١٢",
    "五",
    "Ⅻ",
    "1_000",
    "0x10",
    "1.000.000",
    "1,2,3",
    "1.2.3",
    "00012",
    "one hundred thousand million billion trillion",
    "trillion trillion",
    "twelve hundred",
    "two dozen dozen",
    "5-year-old",
    "3,5",
    "minus two",
    "+7",
    "~40",
    "40+",
    "≤40",
    "12–14",
    "another three",
    "two more",
    "tens of",
    "lakhs of crores of",
    "9999999999 dozen",
    "a further",
    "an estimated",
    "nearly a",
    "hundreds",
    "one in ten",
];

pub(crate) const PEOPLE: &[&str] = &[
    "civilians",
    "people",
    "fighters",
    "soldiers",
    "children",
    "a woman and her two sons",
    "policemen",
    "of them",
    "others",
    "members of the group",
    "prisoners",
    "rebels",
    "bodies",
    "families",
    "a man",
    "the dead",
    "protesters",
    "a 5-year-old girl",
    "jihadists",
    "his brother",
    "one of whom",
    "the wounded",
    "refugees",
    "a colonel",
];

pub(crate) const GLUE: &[&str] = &[
    "and",
    "or",
    "but",
    "that",
    "which",
    "who",
    "after",
    "before",
    "because",
    "if",
    "not",
    "by",
    "of",
    "in",
    "near",
    "against",
    "with",
    "to",
    "from",
    "according to",
    "said",
    "claimed that",
    "denied that",
    "the",
    "a",
    "its",
    "their",
    "the latter",
    "the former",
    "former",
    "alleged",
    "so-called",
    ",",
    ";",
    ":",
    "—",
    "-",
    "--",
    "...",
    ".",
    "?",
    "!",
    "/",
    "'s",
    "’s",
    "n't",
    "had",
    "was",
    "were",
    "has been",
    "will",
    "would",
    "may have",
    "let us",
    "called",
    "formerly known as",
    "also known as",
    "(formerly",
    "(ISIS)",
    "et al.",
    "U.S.",
    "No.",
    "Mr.",
    "St.",
];

/// Openings with their ends; the last ones are not of one kind.
pub(crate) const BRACKETS: &[(&str, &str)] = &[
    ("(", ")"),
    ("[", "]"),
    ("{", "}"),
    ("\"", "\""),
    ("'", "'"),
    ("“", "”"),
    ("‘", "’"),
    ("«", "»"),
    ("<", ">"),
    ("``", "''"),
    ("— ", " —"),
    (", which ", ","),
    ("the spokesman of ", " said"),
    ("said that ", ""),
    ("\"", ")"),
    ("(", "”"),
];

pub(crate) const ODD: &[&str] = &[
    "\0",
    "\u{1}",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{ad}",
    "\u{300}",
    "e\u{301}\u{301}\u{301}",
    "\u{200b}",
    "\u{200c}",
    "\u{200d}",
    "\u{200e}",
    "\u{200f}",
    "\u{202a}",
    "\u{202e}",
    "\u{2066}",
    "\u{2069}",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "\u{fffd}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{d7ff}",
    "\u{e000}",
    "\u{10ffff}",
    "\u{10000}",
    "👩‍👩‍👧‍👦",
    "🇸🇾",
    "❤️",
    "👍🏿",
    "ς",
    "Σ",
    "ΟΔΥΣΣΕΥΣ",
    "İ",
    "ı",
    "ß",
    "ẞ",
    "ŉ",
    "ǰ",
    "ﬁ",
    "ﬃ",
    "Ǆ",
    "ǅ",
    "K",
    "Å",
    "ſ",
    "ﷺ",
    "حلب",
    "ʿ",
    "ʾ",
    "’",
    "‛",
    "`",
    "´",
    "＇",
    "０",
    "１２３",
    "Ａ",
    "\r",
    "\r\n",
    "\n",
    "\n\n",
    "\n\n\n\n",
    "\t",
    "\u{b}",
    "\u{c}",
    "\u{1680}",
    "\u{180e}",
    "\u{2003}",
    "\u{202f}",
    "\u{3000}",
    "   ",
    " \n ",
    "<script>alert(1)</script>",
    "</article>",
    "<!--",
    "-->",
    "&amp;",
    "&#0;",
    "]]>",
    "\\",
    "\\u0000",
    "{}",
    "%s",
    "http://a.b/c?d=e#f",
    "www.x.yz.",
    "a@b.c",
    "@user",
    "#tag",
    ":-)",
    ":(",
    "<3",
    "^_^",
    "o.O",
    "(-_-)",
    "¯\\(ツ)/¯",
    "U.N.",
    "a.m.",
    "can't've",
    "y'all'd",
    "'tis",
    "$5m",
    "€3.2bn",
    "10km",
    "5'10\"",
    "C++",
    "a/b/c",
    "x-y-z",
    "क्षि",
    "각",
    "ก็",
    "\u{1f1e6}",
    "\u{e0001}",
    "\u{0345}",
    "ᾳ",
    "\u{1e9b}\u{323}",
    "\u{0130}\u{307}",
];
