//! Rules that hold for any text.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use athir_model::{CodedReport, Geometry, Place, PlaceStatus, TimeBasis};
use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

use crate::coding::code;

/// The words of `text` from character `start` to character `end`.
fn slice(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end.saturating_sub(start)).collect()
}

/// Checks one span with its words; `what` names it in the message.
fn check(text: &str, words: &str, start: usize, end: usize, what: &str) -> Result<(), TestCaseError> {
    prop_assert!(start < end, "{what}: empty span {start}..{end}");
    prop_assert_eq!(words, slice(text, start, end), "{} at {}..{}", what, start, end);
    Ok(())
}

/// Checks that a place claims no more than its status allows.
fn check_place(place: &Place) -> Result<(), TestCaseError> {
    match place.status {
        PlaceStatus::Resolved => {
            prop_assert!(place.code.is_some() && place.candidates.is_empty(), "resolved: {place:?}");
        }
        PlaceStatus::Ambiguous => prop_assert!(place.candidates.len() > 1, "ambiguous: {place:?}"),
        PlaceStatus::Unresolved => {
            // It has no point of its own, at most that of what holds it, with a circle.
            let is_nowhere = place.lat.is_none() && place.lon.is_none();
            let is_around = place.geometry == Geometry::Circle && place.radius_km.is_some();
            prop_assert!(place.code.is_none() && (is_nowhere || is_around), "unresolved: {place:?}");
        }
    }
    if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
        prop_assert!(lat.abs() <= 90.0 && lon.abs() <= 180.0, "off the earth: {place:?}");
    }
    Ok(())
}

fn check_spans(text: &str, coded: &CodedReport) -> Result<(), TestCaseError> {
    for event in &coded.events {
        let quotes = [&event.trigger]
            .into_iter()
            .chain(&event.evidence)
            .chain(&event.weapons)
            .chain(&event.attribution);
        let quotes =
            quotes.chain(event.when.mention.as_ref()).chain(event.casualties.iter().map(|c| &c.mention));
        for quote in quotes {
            check(text, &quote.text, quote.start, quote.end, "quote")?;
        }
        for party in event.initiators.iter().chain(&event.recipients) {
            check(text, &party.mention, party.start, party.end, "party")?;
            prop_assert!(!party.name.is_empty() && !party.why.is_empty(), "a party without a name or reason");
        }
        if let Some(place) = &event.place {
            check(text, &place.mention, place.start, place.end, "place")?;
            check_place(place)?;
        }
        prop_assert_eq!(
            event.when.basis == TimeBasis::Publication,
            event.when.mention.is_none(),
            "{:?}",
            event.when
        );
        prop_assert!(!event.evidence.is_empty(), "an event without evidence");
        if let (Some(start), Some(end)) = (event.when.start, event.when.end) {
            prop_assert!(start <= end, "an event that ends before it starts: {start}..{end}");
        }
        for casualty in &event.casualties {
            match (casualty.count.low, casualty.count.high) {
                (Some(low), Some(high)) => prop_assert!(low <= high, "a count of {low} to {high}"),
                (None, None) => prop_assert!(false, "a count that says nothing"),
                _ => {}
            }
        }
    }
    for quote in
        coded.ties.iter().map(|tie| &tie.evidence).chain(coded.diagnostics.iter().map(|d| &d.trigger))
    {
        check(text, &quote.text, quote.start, quote.end, "evidence")?;
    }
    Ok(())
}

fn check_all(text: &str) -> Result<(), TestCaseError> {
    let published = Some(date(2017, 7, 15));
    let coded = code(text, published);
    check_spans(text, &coded)?;
    prop_assert_eq!(&coded, &code(text, published), "coded twice, not the same");
    let ids: BTreeSet<&str> = coded.events.iter().map(|event| event.id.0.as_str()).collect();
    prop_assert_eq!(ids.len(), coded.events.len(), "two events with one id");
    check_spans(text, &code(text, None))
}

/// Words of news, names, numbers, brackets and quotation marks, in every script that a report may hold.
const WORDS: &[&str] = &[
    "Ahrar al-Sham",
    "Hay'at Tahrir al-Sham",
    "the latter",
    "the former",
    "both sides",
    "they",
    "it",
    "its rival",
    "the al-Qaeda affiliate",
    "rebels",
    "the army",
    "Islamic State",
    "ISIS",
    "police",
    "civilians",
    "a child",
    "Turkish troops",
    "the group",
    "gunmen",
    "clashes",
    "clashed",
    "attacked",
    "killed",
    "were killed",
    "wounded",
    "dead",
    "bombed",
    "seized",
    "shelled",
    "blew up",
    "air strikes",
    "a suicide bomber",
    "a ceasefire",
    "defected",
    "from",
    "to",
    "in",
    "near",
    "of",
    "with",
    "between",
    "and",
    "or",
    "by",
    "against",
    "after",
    "before",
    "not",
    "no",
    "denied",
    "said",
    "claimed",
    "blamed",
    "according to",
    "activists",
    "that",
    "would",
    "if",
    "plans to",
    "Idlib",
    "Aleppo",
    "Syria",
    "Mosul",
    "the town of",
    "Killi",
    "Baghdad",
    "eastern",
    "countryside",
    "on Monday",
    "yesterday",
    "last week",
    "in 2015",
    "31 February",
    "12/13/2014",
    "late June",
    "since",
    "at least",
    "more than",
    "up to",
    "dozens",
    "hundreds",
    "several",
    "two",
    "12",
    "26",
    "1,000",
    "99999999999999999999999999",
    "3.5 million",
    "-7",
    "people",
    "fighters",
    "soldiers",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "“",
    "”",
    "'",
    "’",
    ",",
    ";",
    ":",
    ".",
    "!",
    "?",
    "—",
    "...",
    "\n",
    "\n\n",
    "\t",
    "  ",
    "قتل",
    "حلب",
    "Жители",
    "北京",
    "🙂",
    "e\u{301}",
    "\u{200f}",
    "\u{feff}",
    "ﬁ",
    "İ",
];

fn jumbled() -> impl Strategy<Value = String> {
    let joined = prop_oneof![8 => Just(" "), 1 => Just(""), 1 => Just("-")];
    prop::collection::vec((prop::sample::select(WORDS), joined), 0..60)
        .prop_map(|words| words.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

/// Clauses in order but drawn by chance, so that events, tolls and references meet often.
fn clauses() -> impl Strategy<Value = String> {
    let who = prop::sample::select(vec![
        "Ahrar al-Sham",
        "The Islamic State group",
        "Rebels",
        "It",
        "The latter",
        "The two rivals",
        "“Gunmen”",
        "Çelik’s men",
    ]);
    let did = prop::sample::select(vec![
        "attacked",
        "seized Killi from",
        "clashed with",
        "defected from",
        "denied shelling",
        "killed at least 12 of",
        "agreed a truce with",
        "was blamed for bombing",
        "accused",
        "released 20 prisoners of",
    ]);
    let whom = prop::sample::select(vec![
        "the army",
        "the al-Qaeda affiliate",
        "civilians",
        "its rival",
        "Hay'at Tahrir al-Sham (HTS)",
        "them",
        "police",
    ]);
    let rest = prop::sample::select(vec![
        " in Idlib on Monday",
        " near Mosul, activists said",
        ", killing 3 and wounding dozens",
        " “in 2015”",
        " before the truce",
        "",
        " and then left for Aleppo",
        ", according to the same source (see above)",
    ]);
    prop::collection::vec((who, did, whom, rest), 1..6).prop_map(|sentences| {
        sentences.into_iter().map(|(who, did, whom, rest)| format!("{who} {did} {whom}{rest}. ")).collect()
    })
}

/// Any characters, brackets and quotation marks nested by chance.
fn nested() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(WORDS).prop_map(str::to_owned);
    leaf.prop_recursive(4, 40, 6, |inner| {
        let pair = prop::sample::select(vec![
            ("(", ")"),
            ("[", "]"),
            ("“", "”"),
            ("\"", "\""),
            ("(", "]"),
            ("‘", ""),
        ]);
        (pair, prop::collection::vec(inner, 0..6))
            .prop_map(|((open, close), parts)| format!("{open}{}{close}", parts.join(" ")))
    })
}

/// The reports that come with athir, which are all text that a coder should be at home in.
fn bundled() -> &'static [String] {
    static REPORTS: OnceLock<Vec<String>> = OnceLock::new();
    REPORTS.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/demo");
        let mut paths: Vec<PathBuf> = fs::read_dir(folder)
            .expect("the repository has bundled reports")
            .map(|entry| entry.expect("the folder can be listed").path())
            .filter(|path| path.extension().is_some_and(|e| e == "txt"))
            .collect();
        paths.sort();
        paths.iter().map(|path| fs::read_to_string(path).expect("a bundled report is text")).collect()
    })
}

/// Pieces of bundled reports, cut at any character and joined in any order.
fn cut_reports() -> impl Strategy<Value = String> {
    let piece = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1..200usize).prop_map(
        |(report, from, n)| {
            let report = report.get(bundled());
            let from = from.index(report.chars().count());
            report.chars().skip(from).take(n).collect::<String>()
        },
    );
    prop::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

/// 256 texts a rule; `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn codes_any_characters(text in "\\PC{0,200}") {
        check_all(&text)?;
    }

    #[test]
    fn codes_jumbled_news_words(text in jumbled()) {
        check_all(&text)?;
    }

    #[test]
    fn codes_clauses_drawn_by_chance(text in clauses()) {
        check_all(&text)?;
    }

    #[test]
    fn codes_reports_cut_to_pieces(text in cut_reports()) {
        check_all(&text)?;
    }

    #[test]
    fn codes_nested_brackets_and_quotes(text in nested()) {
        check_all(&text)?;
    }
}

#[test]
fn codes_texts_that_are_hardly_texts() {
    for text in
        ["", " ", "\n\n\n", ".", "\u{0}", "\u{feff}", "(((((((((", "\"\"\"", "12", "killed", "\r\n", "Rebels"]
    {
        let coded = code(text, None);
        assert!(coded.events.is_empty(), "{text:?} tells of {:?}", coded.events);
        check_all(text).unwrap_or_else(|e| panic!("{text:?}: {e}"));
    }
}

#[test]
fn codes_one_very_long_sentence() {
    let text =
        format!("Rebels {}clashed with the army in Idlib.", "and fighters who attacked Mosul ".repeat(150));
    check_all(&text).unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn codes_every_bundled_report() {
    for text in bundled() {
        check_all(text).unwrap_or_else(|e| panic!("{e}\nin: {text}"));
    }
}
