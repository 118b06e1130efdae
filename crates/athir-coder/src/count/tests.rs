use athir_nlp::Model;

use super::piece::pieces;
use super::*;
use crate::time::find_times;

fn counts_of(doc: &Doc) -> Vec<CountMention> {
    find_counts(doc, &pieces(doc), &find_times(doc, &pieces(doc), None))
}

/// The plain counts in `text`: "words: low..high noun".
fn read(text: &str) -> Vec<String> {
    let doc = Model::builtin().parse(text);
    let show = |count: &CountMention| {
        let words = doc.span_of(count.tokens.clone()).slice(doc.text());
        let n = |n: Option<u64>| n.map_or(String::new(), |n| n.to_string());
        let noun = count.noun.map_or("-", |noun| doc.token(noun).text());
        format!("{words}: {}..{} {noun}", n(count.count.low), n(count.count.high))
    };
    counts_of(&doc).iter().filter(|count| count.kind == CountKind::Plain).map(show).collect()
}

fn kinds(text: &str) -> Vec<CountKind> {
    counts_of(&Model::builtin().parse(text)).iter().map(|count| count.kind).collect()
}

#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(read(text), *expected, "{text}");
    }
}

#[test]
fn keeps_the_bound_that_the_words_set() {
    check(&[
        ("The blast killed at least 26 terrorists.", &["at least 26: 26.. terrorists"]),
        ("It wounded over 14 others.", &["over 14: 15.. others"]),
        ("More than two dozen soldiers died.", &["More than two dozen: 25.. soldiers"]),
        ("No fewer than ten men were shot.", &["No fewer than ten: 10.. men"]),
        ("Up to 40 rebels surrendered.", &["Up to 40: ..40 rebels"]),
        ("As many as 50 fighters surrendered.", &["As many as 50: ..50 fighters"]),
        ("Nearly 600 villagers fled.", &["Nearly 600: ..600 villagers"]),
        ("They moved 200 families.", &["200: 200.. families"]),
        ("Fewer than ten guards stayed.", &["Fewer than ten: ..9 guards"]),
        ("About 30 people hid.", &["About 30: 30..30 people"]),
        ("Some 40 people hid.", &["Some 40: 40..40 people"]),
        ("An estimated 900 civilians were taken.", &["An estimated 900: 900..900 civilians"]),
        ("Between 5 and 10 villagers were hurt.", &["Between 5 and 10: 5..10 villagers"]),
        ("They lost 5 to 10 men.", &["5 to 10: 5..10 men"]),
        ("They lost 5-10 men.", &["5-10: 5..10 men"]),
        ("Ten or more guards died.", &["Ten or more: 10.. guards"]),
        ("At least 3 or 4 guards died.", &["At least 3 or 4: 3.. guards"]),
        ("A further six were hurt.", &["A further six: 6..6 -"]),
    ]);
}

#[test]
fn reads_number_words_and_open_numbers() {
    check(&[
        ("Twenty-six people died.", &["Twenty-six: 26..26 people"]),
        ("Two hundred and five men came.", &["Two hundred and five: 205..205 men"]),
        ("Four-hundred people met.", &["Four-hundred: 400..400 people"]),
        ("30-plus others fled.", &["30-plus: 30.. others"]),
        ("A dozen guards died.", &["A dozen: 12..12 guards"]),
        ("Half a dozen guards died.", &["Half a dozen: 6..6 guards"]),
        ("Dozens of rebels were killed.", &["Dozens: 24.. rebels"]),
        ("Scores were killed.", &["Scores: 40.. -"]),
        ("Hundreds of people fled.", &["Hundreds: 200.. people"]),
        ("Several dozen soldiers fell.", &["Several dozen: 24.. soldiers"]),
        ("Tens of thousands of people fled.", &["Tens of thousands: 20000.. people"]),
        ("A couple of guards died.", &["A couple: 2..2 guards"]),
        ("Several of them fled.", &["Several: 2.. -"]),
        ("A number of people died.", &["A number of: 2.. people"]),
        ("It displaced 1.2 million people.", &["1.2 million: 1200000..1200000 people"]),
        ("It displaced 13,000 residents.", &["13,000: 13000..13000 residents"]),
        ("Two to three thousand people fled.", &["Two to three thousand: 2000..3000 people"]),
        ("Many people fled.", &[]),
        ("Soldiers were killed.", &[]),
    ]);
}

#[test]
fn none_is_zero() {
    check(&[
        ("No one was hurt.", &["No one: 0..0 -"]),
        ("There were no casualties.", &["no: 0..0 casualties"]),
        ("The raid ended without casualties.", &["without: 0..0 casualties"]),
        ("The raid did not cause any casualties.", &["any: 0..0 casualties"]),
        ("No group has claimed the attack.", &[]),
    ]);
}

#[test]
fn a_change_is_no_range() {
    check(&[("The toll rose from 12 to 15.", &["12: 12..12 -", "15: 15..15 -"])]);
}

#[test]
fn marks_numbers_that_count_nobody() {
    use CountKind::{Age, Date, Distance, Money, Other, Percent};
    let cases: &[(&str, &[CountKind])] = &[
        ("A 12-year-old boy fled.", &[Age]),
        ("A man aged 30 fled.", &[Age]),
        ("Omar Hadi, 35, fled.", &[Age]),
        ("A man, 24, fled.", &[Age]),
        ("It lies 30 km from Hama.", &[Distance]),
        ("They paid $5 million for it.", &[Money]),
        ("They paid 300 dollars for it.", &[Money]),
        ("The bank lost 20 percent of it.", &[Percent]),
        ("The 46th Brigade left.", &[Other]),
        ("Units of 14 Infantry Division left.", &[Other]),
        ("They fired from an M-16 at a T-72.", &[Other, Other]),
        ("It struck on 15 June 2016.", &[Date]),
        ("The siege lasted two days.", &[Date]),
        ("It struck at 9:30 p.m. and left.", &[Date]),
        ("The base was hit three times.", &[Other]),
        ("The council passed Resolution 2254.", &[Other]),
        ("Update 2 - Death toll of the market blast rises to 18", &[Other, CountKind::Plain]),
    ];
    for (text, expected) in cases {
        assert_eq!(kinds(text), *expected, "{text}");
    }
}

#[test]
fn finds_the_count_that_another_is_a_part_of() {
    let whole = |text: &str| {
        let counts = counts_of(&Model::builtin().parse(text));
        counts.iter().map(|count| count.part_of).collect::<Vec<_>>()
    };
    assert_eq!(
        whole("The raid killed 12 people, including three children and two women."),
        [None, Some(0), Some(0)]
    );
    assert_eq!(whole("The strike killed 34 civilians, among them 15 children."), [None, Some(0)]);
    assert_eq!(whole("Twenty-six were killed, five of them women."), [None, Some(0)]);
    assert_eq!(whole("The raid killed 12 people and wounded 14 others."), [None, None]);
}

#[test]
fn a_singular_noun_of_a_person_is_one_person() {
    let cases = [
        ("A child was killed.", "child", true),
        ("The commander was killed.", "commander", true),
        ("One soldier was killed.", "soldier", true),
        ("Police killed Omar Hadi.", "Hadi", true),
        ("Two soldiers were killed.", "soldiers", false),
        ("The village was shelled.", "village", false),
        ("No soldier was killed.", "soldier", false),
    ];
    for (text, word, expected) in cases {
        let doc = Model::builtin().parse(text);
        let token = doc.tokens().find(|token| token.text() == word).map(|token| token.index());
        assert_eq!(token.map(|token| singular_person(&doc, token)), Some(expected), "{text}");
    }
}

const WORDS: &[&str] = &[
    "at",
    "least",
    "more",
    "than",
    "up",
    "to",
    "between",
    "and",
    "or",
    "a",
    "half",
    "dozen",
    "dozens",
    "hundred",
    "hundreds",
    "of",
    "thousands",
    "million",
    "billion",
    "trillion",
    "99999999999999999999",
    "18446744073709551615",
    "1,000,000,000,000,000,000,000",
    "1.2",
    "000",
    "12",
    "-",
    "–",
    "+",
    "%",
    "$",
    "km",
    "twenty",
    "six",
    "no",
    "one",
    "any",
    "without",
    "casualties",
    "both",
    "men",
    "some",
    "several",
    "year",
    "old",
    "46th",
    ",",
    ".",
    "tens",
    "crore",
    "zero",
    "é",
];

#[test]
fn any_string_of_number_words_is_read_without_a_panic() {
    for text in jumbles(WORDS, 300) {
        let doc = Model::builtin().parse(&text);
        for (index, count) in counts_of(&doc).iter().enumerate() {
            assert!(count.tokens.start < count.tokens.end && count.tokens.end <= doc.len(), "{text}");
            assert!(count.noun.is_none_or(|noun| noun < doc.len()), "{text}");
            assert!(count.part_of.is_none_or(|whole| whole < index), "{text}");
            if let (Some(low), Some(high)) = (count.count.low, count.count.high) {
                assert!(low <= high, "{text}");
            }
        }
    }
}

/// `n` texts of up to 24 of these words, joined with a space, two, or none; the same texts in each run.
pub(crate) fn jumbles(words: &'static [&'static str], n: usize) -> impl Iterator<Item = String> {
    let mut state = 1_u64;
    let mut below = move |n: usize| {
        // SplitMix64 (Steele, Lea and Flood 2014)
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % n as u64).expect("less than a usize")
    };
    (0..n).map(move |_| {
        let glue = ["", " ", "  "][below(3)];
        let length = below(25);
        (0..length).map(|_| words[below(words.len())]).collect::<Vec<_>>().join(glue)
    })
}
