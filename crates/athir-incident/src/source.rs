//! Who is independent of whom.

use std::collections::BTreeMap;

use athir_model::{Event, EventRef, EventStatus, MainToll, Origin, ReportId, StoryId};
use jiff::civil::Date;

/// An event with what is known of its report, when an incident is put together.
#[derive(Clone, Copy, Debug)]
pub struct Told<'e> {
    /// The report.
    pub report: &'e ReportId,
    /// Who published it.
    pub outlet: Option<&'e str>,
    /// When.
    pub published: Option<Date>,
    /// The story that it belongs to, and how it came by its text.
    pub story: Option<(&'e StoryId, Origin)>,
    /// The event.
    pub event: &'e Event,
    /// The losses of the report as a whole, if the event is what it is mainly about.
    pub toll: Option<&'e MainToll>,
    /// What people have made of the event.
    pub status: EventStatus,
}

impl Told<'_> {
    /// The name of the event.
    pub fn id(&self) -> EventRef {
        EventRef { report: self.report.clone(), event: self.event.id.clone() }
    }

    pub(crate) fn is_copy(&self) -> bool {
        self.story.is_some_and(|(_, origin)| origin == Origin::Copy)
    }
}

/// Numbers the independent sources of events: reports of one outlet are one source, and so are reports of one story,
/// since whoever copies saw nothing. A report of an unknown outlet stands for itself.
pub(crate) fn sources(told: &[Told<'_>]) -> Vec<usize> {
    let mut home: Vec<usize> = (0..told.len()).collect();
    let mut first: BTreeMap<(u8, String), usize> = BTreeMap::new();
    for (n, t) in told.iter().enumerate() {
        let outlet = t.outlet.map(|outlet| (0, outlet.trim().to_lowercase()));
        let story = t.story.map(|(story, _)| (1, story.0.clone()));
        for key in outlet.into_iter().chain(story).chain([(2, t.report.0.clone())]) {
            let other = *first.entry(key).or_insert(n);
            let (a, b) = (home[n], home[other]);
            let (low, high) = (a.min(b), a.max(b));
            home.iter_mut().filter(|of| **of == high).for_each(|of| *of = low);
        }
    }
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    home.iter()
        .map(|of| {
            let next = numbers.len();
            *numbers.entry(*of).or_insert(next)
        })
        .collect()
}
