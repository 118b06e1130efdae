//! Inputs that are cut, mixed up and mutated at random: whatever comes of them, nothing panics, nothing is read for ever, and
//! what is whole is read.

use athir_io::{Extract, Format, ReadSettings};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::archive::{gzip, page, records, zstd};
use crate::reading::read;

/// One change to the bytes of an input.
#[derive(Clone, Debug)]
enum Change {
    Flip(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Drop(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize),
    Put(prop::sample::Index, &'static str),
}

/// Pieces that mean something to one reader or another.
const PIECES: [&str; 24] = [
    "<",
    ">",
    "</",
    "\"",
    "'",
    "<!--",
    "<![CDATA[",
    "&#x",
    "&",
    "\0",
    "\u{FEFF}",
    "\r\n\r\n",
    "WARC/1.0\r\n",
    "Content-Length: 99999999999\r\n",
    "<table>",
    "<p><b>",
    "<script>",
    "<svg>",
    "{\"text\":",
    "[[[[[[",
    "\\u0000",
    "<?xml encoding='utf-16'?>",
    "\u{1F}\u{8B}\u{8}",
    "%",
];

fn change() -> impl Strategy<Value = Change> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        4 => (at(), 1..=255_u8).prop_map(|(at, mask)| Change::Flip(at, mask)),
        1 => at().prop_map(Change::Cut),
        2 => (at(), 1..200_usize).prop_map(|(at, n)| Change::Drop(at, n)),
        2 => (at(), 1..200_usize).prop_map(|(at, n)| Change::Repeat(at, n)),
        3 => (at(), prop::sample::select(PIECES.to_vec())).prop_map(|(at, piece)| Change::Put(at, piece)),
    ]
}

fn changed(bytes: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        match change {
            Change::Flip(at, mask) => {
                let n = at.index(bytes.len());
                bytes[n] ^= mask;
            }
            Change::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Change::Drop(at, n) => {
                let from = at.index(bytes.len());
                let to = (from + n).min(bytes.len());
                bytes.drain(from..to);
            }
            Change::Repeat(at, n) => {
                let from = at.index(bytes.len());
                let part = bytes[from..(from + n).min(bytes.len())].to_vec();
                bytes.splice(from..from, part);
            }
            Change::Put(at, piece) => {
                let n = at.index(bytes.len());
                bytes.splice(n..n, piece.bytes());
            }
        }
    }
    bytes
}

const FEED: &str = "<?xml version='1.0'?><rss version='2.0'><channel><title>Wire</title><item><title>Bridge hit</title>\
    <description><![CDATA[<p>Shells &amp; rockets fell.</p>]]></description><pubDate>Tue, 02 Mar 2021 23:30:00 GMT</pubDate></item>\
    <item><title>Calm</title><link>https://wire.example/2</link></item></channel></rss>";
const JSON_FEED: &str = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Post","items":[{"id":"1","title":"Bridge hit","content_html":"<p>x</p>"}]}"#;
const TABLE: &str =
    "id,text,date\n1,\"Shells, \"\"many\"\", fell\",2021-03-02\n2,Calm,3 March 2021\n3,\"two\nlines\",\n";
const LINES: &str = "{\"text\": \"Shells fell.\", \"date\": \"2021-03-02\", \"source\": {\"name\": \"Wire\"}}\n{\"html\": \"<p>Calm.</p>\"}\n";

/// An input of each kind, with a name that says what it is and one that does not.
fn inputs() -> Vec<(&'static str, Vec<u8>)> {
    let packed =
        |pack: fn(&[u8]) -> Vec<u8>| records().iter().flat_map(|record| pack(record)).collect::<Vec<u8>>();
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(TABLE.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    vec![
        ("a.html", page("Tell Amun").into_bytes()),
        ("a.warc", records().concat()),
        ("a.warc.gz", packed(gzip)),
        ("a.warc.zst", packed(zstd)),
        ("a.rss", FEED.into()),
        ("a.json", JSON_FEED.into()),
        ("a.csv", TABLE.into()),
        ("wide.csv", wide),
        ("a.jsonl", LINES.into()),
        ("a.csv.gz", gzip(TABLE.as_bytes())),
        ("a", page("Tell Amun").into_bytes()),
        ("b", records().concat()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn changed_inputs_are_read_or_refused(
        which in any::<prop::sample::Index>(),
        changes in vec(change(), 1..12),
        format in prop::option::weighted(0.15, prop::sample::select(Format::ALL.to_vec())),
    ) {
        let inputs = inputs();
        let (name, bytes) = &inputs[which.index(inputs.len())];
        let settings = ReadSettings { format, ..ReadSettings::default() };
        let (reports, said) = read(name, &changed(bytes, &changes), &settings);
        for report in &reports {
            prop_assert!(!report.name.is_empty() && report.bytes.is_some());
        }
        for words in said {
            prop_assert!(words.contains(name) && !words.contains("broke down"), "{words}");
        }
    }

    #[test]
    fn a_broken_packed_record_costs_no_other(which in 0..8_usize, changes in vec(change(), 1..4), zipped in any::<bool>()) {
        let pack: fn(&[u8]) -> Vec<u8> = if zipped { zstd } else { gzip };
        let mut packed: Vec<Vec<u8>> = records().iter().map(|record| pack(record)).collect();
        packed[which] = changed(&packed[which], &changes);
        let (whole, _) = read("a.warc.gz", &records().iter().flat_map(|record| pack(record)).collect::<Vec<u8>>(), &ReadSettings::default());
        let (reports, _) = read("a.warc.gz", &packed.concat(), &ReadSettings::default());
        let lost = whole.iter().filter(|report| !reports.iter().any(|read| read.text == report.text)).count();
        // What is broken may swallow the beginning of its neighbour, if it does not show at once.
        prop_assert!(lost <= 2, "{lost}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, max_shrink_iters: 100, ..ProptestConfig::default() })]

    #[test]
    fn changed_pages_are_read_by_rules_for_news_too(changes in vec(change(), 1..20)) {
        let settings = ReadSettings { extract: Extract::Quality, ..ReadSettings::default() };
        let (_, said) = read("a.html", &changed(page("Tell Amun").as_bytes(), &changes), &settings);
        prop_assert!(said.iter().all(|words| !words.contains("broke down")), "{said:?}");
    }

    #[test]
    fn any_bytes_are_read_or_refused(
        bytes in vec(any::<u8>(), 0..2000),
        format in prop::sample::select(Format::ALL.to_vec()),
    ) {
        read("a", &bytes, &ReadSettings { format: Some(format), ..ReadSettings::default() });
        read("a", &gzip(&bytes), &ReadSettings { format: Some(format), ..ReadSettings::default() });
    }
}
