//! Stories: reports whose texts are nearly the same, and who copied whom.
//!
//! A text is the set of its sequences of five words. Texts that may share many of them are found by MinHash signatures cut
//! into bands (Broder 1997; Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", ch. 3), over the whole text
//! and over its beginning, since whoever cuts a text cuts its end. Each such pair is then compared exactly: two texts
//! belong together if they share half of the shorter one. Seeds are fixed; [`STORY_METHOD`] changes with them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use athir_model::{Origin, ReportId, Story, StoryId, StoryReport};
use jiff::civil::Date;

use crate::hash::{hash32, hash64, join, mix};
use crate::word::tokens;

/// Version of the method that finds stories: shingles, hashes, bands, threshold.
pub const STORY_METHOD: u32 = 1;

/// Words in a sequence.
const SHINGLE: usize = 5;
/// Sequences of a text that are looked at.
const MOST: usize = 4000;
/// Bands of a signature and rows of a band: a pair that shares 4 of 10 sequences is found with 9 chances in 10.
const BANDS: u64 = 48;
const ROWS: u64 = 3;
/// Words of the beginning that get bands of their own.
const BEGINNING: usize = 80;
/// The share of the shorter text that two reports of one story have in common.
const ALIKE: f64 = 0.5;
/// Texts with fewer sequences are of one story only if they are equal.
const LEAST: usize = 8;

/// A text, however many reports have it.
#[derive(Clone, Debug)]
struct Text {
    shingles: Box<[u32]>,
    numbers: BTreeSet<String>,
    bands: Box<[u64]>,
    /// By date of publication, those without a date last.
    reports: BTreeMap<(Date, ReportId), Option<String>>,
    /// Texts that are nearly the same, with the share of the shorter one that both have.
    near: BTreeMap<u64, f64>,
}

/// Finds stories among the reports that it is given, in any order.
///
/// # Examples
///
/// ```
/// use athir_incident::Stories;
/// use athir_model::ReportId;
/// let text = "Shells fell on the market of the old town on Monday morning and killed four traders, rescuers said.";
/// let mut stories = Stories::default();
/// stories.insert(&ReportId("a".into()), Some("Wire"), None, text);
/// stories.insert(&ReportId("b".into()), Some("Daily"), None, &text.to_uppercase());
/// let story = stories.story_of(&ReportId("b".into())).expect("the texts differ in case alone");
/// assert_eq!(story.reports.len(), 2);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Stories {
    texts: HashMap<u64, Text>,
    by_report: BTreeMap<ReportId, (u64, Date)>,
    buckets: HashMap<u64, Bucket>,
}

/// The texts that share a band. Nearly all bands have one, and a list for each would be most of the memory.
#[derive(Clone, Debug)]
enum Bucket {
    One(u64),
    Many(Vec<u64>),
}

impl Bucket {
    fn texts(&self) -> &[u64] {
        match self {
            Bucket::One(text) => std::slice::from_ref(text),
            Bucket::Many(texts) => texts,
        }
    }

    fn push(&mut self, text: u64) {
        match self {
            Bucket::One(first) => *self = Bucket::Many(vec![*first, text]),
            Bucket::Many(texts) => texts.push(text),
        }
    }

    /// Takes a text out, and tells whether none is left.
    fn remove(&mut self, text: u64) -> bool {
        match self {
            Bucket::One(only) => *only == text,
            Bucket::Many(texts) => {
                texts.retain(|other| *other != text);
                texts.is_empty()
            }
        }
    }
}

impl Stories {
    /// Takes in a report; one of its name that is there already gives way to it.
    pub fn insert(&mut self, report: &ReportId, outlet: Option<&str>, published: Option<Date>, text: &str) {
        self.remove(report);
        let (shingles, beginning) = shingles(text);
        let name = hash64([shingles.iter().map(|s| format!("{s:08x}")).collect::<String>().as_str()]);
        let name = if shingles.len() < LEAST { join(name, hash64([text.trim()])) } else { name };
        let date = published.unwrap_or(Date::MAX);
        self.by_report.insert(report.clone(), (name, date));
        if let Some(known) = self.texts.get_mut(&name) {
            known.reports.insert((date, report.clone()), outlet.map(str::to_owned));
            return;
        }
        let bands = if shingles.len() < LEAST { Box::default() } else { bands(&shingles, &beginning) };
        let near: BTreeMap<u64, f64> = bands
            .iter()
            .filter_map(|band| self.buckets.get(band))
            .flat_map(Bucket::texts)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .filter_map(|other| {
                let likeness = likeness(&shingles, &self.texts.get(other)?.shingles);
                (likeness >= ALIKE).then_some((*other, likeness))
            })
            .collect();
        for (other, likeness) in &near {
            if let Some(other) = self.texts.get_mut(other) {
                other.near.insert(name, *likeness);
            }
        }
        for &band in &bands {
            self.buckets.entry(band).and_modify(|bucket| bucket.push(name)).or_insert(Bucket::One(name));
        }
        let reports = BTreeMap::from([((date, report.clone()), outlet.map(str::to_owned))]);
        let numbers = numbers(text);
        self.texts.insert(name, Text { shingles, numbers, bands, reports, near });
    }

    /// Takes a report out. One that is not there is no error.
    pub fn remove(&mut self, report: &ReportId) {
        let Some((name, date)) = self.by_report.remove(report) else { return };
        let Some(text) = self.texts.get_mut(&name) else { return };
        text.reports.remove(&(date, report.clone()));
        if !text.reports.is_empty() {
            return;
        }
        let Some(text) = self.texts.remove(&name) else { return };
        for other in text.near.keys() {
            if let Some(other) = self.texts.get_mut(other) {
                other.near.remove(&name);
            }
        }
        for band in &text.bands {
            if self.buckets.get_mut(band).is_some_and(|bucket| bucket.remove(name)) {
                self.buckets.remove(band);
            }
        }
    }

    /// The story that a report belongs to; nothing if no other report has its text.
    pub fn story_of(&self, report: &ReportId) -> Option<Story> {
        self.story(self.by_report.get(report)?.0)
    }

    /// All stories, in the order of their names.
    pub fn all(&self) -> Vec<Story> {
        let mut seen: BTreeSet<&ReportId> = BTreeSet::new();
        let mut stories = Vec::new();
        for (report, (text, _)) in &self.by_report {
            if seen.contains(report) {
                continue;
            }
            let Some(story) = self.story(*text) else { continue };
            for member in &story.reports {
                if let Some((known, _)) = self.by_report.get_key_value(&member.report) {
                    seen.insert(known);
                }
            }
            stories.push(story);
        }
        stories.sort_by(|a, b| a.id.cmp(&b.id));
        stories
    }

    fn story(&self, text: u64) -> Option<Story> {
        let mut names = BTreeSet::from([text]);
        let mut left = vec![text];
        while let Some(name) = left.pop() {
            left.extend(self.texts.get(&name)?.near.keys().copied().filter(|&other| names.insert(other)));
        }
        let mut members: Vec<(&(Date, ReportId), &Option<String>, u64)> = names
            .iter()
            .filter_map(|name| Some((self.texts.get(name)?, *name)))
            .flat_map(|(text, name)| text.reports.iter().map(move |(key, outlet)| (key, outlet, name)))
            .collect();
        members.sort_unstable();
        if members.len() < 2 {
            return None;
        }
        let reports = members
            .iter()
            .enumerate()
            .map(|(n, &((date, report), outlet, name))| {
                let text = &self.texts[&name];
                // The likest of the earlier reports, the first of equals.
                let likest = members[..n]
                    .iter()
                    .filter_map(|&((_, earlier), _, other)| {
                        let likeness = if other == name { Some(1.0) } else { text.near.get(&other).copied() };
                        Some((likeness?, earlier, other))
                    })
                    .reduce(|best, next| if next.0 > best.0 { next } else { best });
                let origin = match likest {
                    None => Origin::First,
                    Some((.., other)) if text.numbers.is_subset(&self.texts[&other].numbers) => Origin::Copy,
                    Some(_) => Origin::Update,
                };
                StoryReport {
                    report: report.clone(),
                    outlet: outlet.clone(),
                    published: (*date != Date::MAX).then_some(*date),
                    origin,
                    from: likest.map(|(_, earlier, _)| earlier.clone()),
                    likeness: likest.map_or(1.0, |(likeness, ..)| (likeness * 1e4).round() / 1e4),
                }
            })
            .collect();
        let first = &members[0].0.1;
        let id = StoryId(format!("{:016x}", hash64(["story", first.0.as_str()])));
        Some(Story { id, reports, method: STORY_METHOD })
    }
}

/// The sequences of words of a text and of its beginning, as sorted hashes.
fn shingles(text: &str) -> (Box<[u32]>, Box<[u32]>) {
    let words: Vec<u32> =
        tokens(text).map(|token| hash32(&token.text.to_lowercase())).take(MOST + SHINGLE).collect();
    let of = |words: &[u32]| {
        let mut found: Vec<u32> = words
            .windows(SHINGLE)
            .map(|window| (window.iter().fold(0, |sum, &word| join(sum, u64::from(word))) >> 32) as u32)
            .collect();
        found.sort_unstable();
        found.dedup();
        found.into_boxed_slice()
    };
    (of(&words), of(&words[..words.len().min(BEGINNING)]))
}

/// The bands of the signatures of a text and of its beginning.
fn bands(whole: &[u32], beginning: &[u32]) -> Box<[u64]> {
    let mut bands = Vec::new();
    for (part, shingles) in [(1u64, whole), (2, beginning)] {
        for band in 0..BANDS {
            let rows = (0..ROWS).map(|row| {
                let seed = mix(part << 32 | band << 8 | row);
                shingles.iter().map(|&s| mix(seed ^ u64::from(s))).min().unwrap_or(0)
            });
            bands.push(rows.fold(mix(part << 40 | band), join));
        }
    }
    bands.sort_unstable();
    bands.dedup();
    bands.into_boxed_slice()
}

/// The share of the smaller set that both have.
fn likeness(a: &[u32], b: &[u32]) -> f64 {
    let shorter = a.len().min(b.len());
    if shorter == 0 {
        return 0.0;
    }
    let (mut a, mut b) = (a, b);
    let mut both = 0usize;
    while let (Some(x), Some(y)) = (a.first(), b.first()) {
        both += usize::from(x == y);
        (a, b) = (&a[usize::from(x <= y)..], &b[usize::from(y <= x)..]);
    }
    both as f64 / shorter as f64
}

/// The numbers in a text, in digits or words.
fn numbers(text: &str) -> BTreeSet<String> {
    const WORDS: [&str; 29] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "thousand",
    ];
    tokens(text)
        .map(|token| token.text.to_lowercase())
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()) || WORDS.contains(&word.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIRE: &str = "Shells fell on the vegetable market of the old town on Monday morning and killed four \
        traders, rescuers said. Ambulances took the wounded to two clinics near the river, where doctors asked for \
        blood. No group said that it had fired. The town had been quiet since a truce in the spring, and families \
        had begun to come back to their homes along the eastern bank.";

    fn id(name: &str) -> ReportId {
        ReportId(name.to_owned())
    }

    fn day(day: i8) -> Option<Date> {
        Some(Date::constant(2021, 6, day))
    }

    #[test]
    fn a_cut_copy_and_an_update_hang_on_the_text_that_they_came_from() {
        let cut = &WIRE[..WIRE.find("No group").unwrap()];
        let update = WIRE.replace("killed four", "killed seven");
        let mut stories = Stories::default();
        stories.insert(&id("c"), Some("Evening Post"), day(9), &update);
        stories.insert(&id("b"), Some("Daily"), day(8), cut);
        stories.insert(&id("a"), Some("Wire"), day(7), WIRE);
        stories.insert(
            &id("d"),
            Some("Other"),
            day(7),
            "Farmers met in the hall of the valley to talk about the price of seed and water this year.",
        );
        let story = stories.story_of(&id("b")).unwrap();
        let rows: Vec<(&str, Origin, Option<&str>)> = story
            .reports
            .iter()
            .map(|r| (r.report.0.as_str(), r.origin, r.from.as_ref().map(|from| from.0.as_str())))
            .collect();
        assert_eq!(
            rows,
            [("a", Origin::First, None), ("b", Origin::Copy, Some("a")), ("c", Origin::Update, Some("a"))]
        );
        assert_eq!(stories.story_of(&id("d")), None);
        assert_eq!(stories.all(), [story]);
    }

    #[test]
    fn the_order_of_reports_does_not_matter_and_removal_leaves_no_trace() {
        let texts: Vec<String> = (0..6).map(|n| WIRE.replace("Monday", &format!("Monday {n}"))).collect();
        let mut one = Stories::default();
        let mut other = Stories::default();
        for (n, text) in texts.iter().enumerate() {
            one.insert(&id(&n.to_string()), None, day(n as i8 + 1), text);
        }
        other.insert(&id("gone"), None, day(1), WIRE);
        for (n, text) in texts.iter().enumerate().rev() {
            other.insert(&id(&n.to_string()), None, day(n as i8 + 1), text);
        }
        other.remove(&id("gone"));
        assert_eq!(one.all(), other.all());
        assert_eq!(one.all()[0].reports.len(), 6);
    }

    #[test]
    fn short_texts_are_one_story_only_if_they_are_equal() {
        let mut stories = Stories::default();
        stories.insert(&id("a"), None, None, "Shells fell on Lower Qal.");
        stories.insert(&id("b"), None, None, "Shells fell on Upper Qal.");
        assert!(stories.all().is_empty());
        stories.insert(&id("c"), None, None, "Shells fell on Upper Qal.");
        assert_eq!(stories.all()[0].reports.len(), 2);
    }
}
