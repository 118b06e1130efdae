//! Stories: reports whose texts are nearly the same, and who copied whom.
//!
//! A text is the set of its sequences of five words. Texts that may share many of them are found by MinHash signatures cut
//! into bands (Broder 1997; Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", ch. 3), over the whole text
//! and over its beginning, since whoever cuts a text cuts its end. Each such pair is then compared exactly: two texts
//! belong together if they share half of the shorter one. Seeds are fixed; [`STORY_METHOD`] changes with them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use athir_model::{Origin, ReportId, Story, StoryId, StoryReport};
use jiff::civil::Date;

use crate::hash::hash64;

mod text;

pub use text::{FoundBy, StoryText};

/// Version of the method that finds stories: shingles, hashes, bands, threshold.
pub const STORY_METHOD: u32 = 1;

/// A text, however many reports have it.
#[derive(Clone, Debug)]
struct Text {
    words: StoryText,
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
        let FoundBy { text: words, bands } = StoryText::read(text);
        let name = words.name();
        let date = published.unwrap_or(Date::MAX);
        self.by_report.insert(report.clone(), (name, date));
        if let Some(known) = self.texts.get_mut(&name) {
            known.reports.insert((date, report.clone()), outlet.map(str::to_owned));
            return;
        }
        let near: BTreeMap<u64, f64> = bands
            .iter()
            .filter_map(|band| self.buckets.get(band))
            .flat_map(Bucket::texts)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .filter_map(|other| Some((*other, words.near(&self.texts.get(other)?.words)?)))
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
        self.texts.insert(name, Text { words, bands, reports, near });
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
        let members = names
            .iter()
            .filter_map(|name| Some((self.texts.get(name)?, *name)))
            .flat_map(|(text, name)| {
                text.reports.iter().map(move |((date, report), outlet)| Teller {
                    date: *date,
                    report,
                    outlet: outlet.as_deref(),
                    text: name,
                })
            })
            .collect();
        let near = |text: u64, other: u64| self.texts[&text].near.get(&other).copied();
        let copies = |text: u64, other: u64| self.texts[&text].words.copies(&self.texts[&other].words);
        tell(members, near, copies)
    }
}

/// A report of a story that is put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Teller<'r> {
    /// When it was published; [`Date::MAX`] where that is not known, so that it comes last.
    pub date: Date,
    /// The report.
    pub report: &'r ReportId,
    /// Who published it.
    pub outlet: Option<&'r str>,
    /// The name of its text.
    pub text: u64,
}

/// Puts the reports of a story in order and finds where each has its text from; nothing for a single report.
///
/// `near` gives the share that two texts have in common, where it is enough; `copies` tells whether the first has no number
/// that the second lacks.
pub fn tell(
    mut members: Vec<Teller<'_>>,
    near: impl Fn(u64, u64) -> Option<f64>,
    copies: impl Fn(u64, u64) -> bool,
) -> Option<Story> {
    members.sort_unstable();
    if members.len() < 2 {
        return None;
    }
    let reports = members
        .iter()
        .enumerate()
        .map(|(n, member)| {
            // The likest of the earlier reports, the first of equals.
            let likest = members[..n]
                .iter()
                .filter_map(|earlier| {
                    let likeness =
                        if earlier.text == member.text { Some(1.0) } else { near(member.text, earlier.text) };
                    Some((likeness?, earlier))
                })
                .reduce(|best, next| if next.0 > best.0 { next } else { best });
            let origin = match likest {
                None => Origin::First,
                Some((_, earlier)) if copies(member.text, earlier.text) => Origin::Copy,
                Some(_) => Origin::Update,
            };
            StoryReport {
                report: member.report.clone(),
                outlet: member.outlet.map(str::to_owned),
                published: (member.date != Date::MAX).then_some(member.date),
                origin,
                from: likest.map(|(_, earlier)| earlier.report.clone()),
                likeness: likest.map_or(1.0, |(likeness, _)| (likeness * 1e4).round() / 1e4),
            }
        })
        .collect();
    let id = StoryId(format!("{:016x}", hash64(["story", members[0].report.0.as_str()])));
    Some(Story { id, reports, method: STORY_METHOD })
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
