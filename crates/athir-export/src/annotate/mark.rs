//! What was coded in a report as marks on its text, and what leads from mark to mark.

use std::collections::BTreeMap;

use athir_model::{Count, Event, EventStatus, Quote};

use crate::summary::made_words;
use crate::{Fate, Notes, ReportRecord};

/// Words of the text with what they are. Offsets count Unicode characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    /// `actor`, `place`, `time`, `count`, `weapon`, `voice`, `tie`, or the kind of an event whose trigger it is.
    pub(super) label: String,
    /// The registry's or gazetteer's code, a number, or the kind of a tie; empty where there is none.
    pub(super) value: String,
}

/// An event: its trigger, and the marks that play a part in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) id: String,
    pub(super) trigger: usize,
    /// The part and the mark, by their places among the marks.
    pub(super) roles: Vec<(&'static str, usize)>,
    pub(super) modality: &'static str,
    pub(super) phase: &'static str,
    pub(super) status: EventStatus,
    pub(super) confidence: String,
}

/// All marks of a report, each once, in the order of the text, and its events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) marks: Vec<Mark>,
    pub(super) events: Vec<Told>,
    /// Who coded it, and the licence of the report, in words.
    pub(super) made: String,
}

/// The text of a report, as it stands and sign by sign, with its marks; a report that is given without its text is noted.
pub(super) fn marked_text<'r>(
    record: &'r ReportRecord,
    notes: &mut Notes,
) -> Option<(&'r str, Vec<char>, Marks)> {
    let Some(text) = &record.text else {
        notes.note(&record.info.id.0, Fate::LeftOut, "the text of the report is not given");
        return None;
    };
    let signs: Vec<char> = text.chars().collect();
    let marks = marks_of(record, signs.len(), notes);
    Some((text, signs, marks))
}

/// Puts together what was coded in a report. Values that a person gave without words of the report have no place in it
/// and are noted.
fn marks_of(record: &ReportRecord, n_chars: usize, notes: &mut Notes) -> Marks {
    let mut found = Found { marks: BTreeMap::new(), n_chars };
    let mut events = Vec::new();
    for event in &record.coded.events {
        let mut parts: Vec<(&'static str, Option<usize>)> = Vec::new();
        let trigger = found.add(&event.trigger, event.kind.as_str(), String::new());
        for (role, parties) in [("initiator", &event.initiators), ("recipient", &event.recipients)] {
            for party in parties {
                let code = party.actor.clone().unwrap_or_default();
                parts.push((role, found.add(&party.quote(), "actor", code)));
            }
        }
        if let Some(place) = &event.place {
            let code = place.code.clone().unwrap_or_default();
            parts.push(("place", found.add(&place.quote(), "place", code)));
        }
        if let Some(mention) = &event.when.mention {
            parts.push(("time", found.add(mention, "time", days(event))));
        }
        for loss in &event.casualties {
            let number = format!("{} {}", count(loss.count), loss.kind.as_str());
            parts.push(("loss", found.add(&loss.mention, "count", number)));
        }
        parts.extend(event.weapons.iter().map(|words| ("weapon", found.add(words, "weapon", String::new()))));
        parts.extend(
            event.attribution.iter().map(|words| ("voice", found.add(words, "voice", String::new()))),
        );
        let Some(trigger) = trigger else {
            notes.note(&event.id.0, Fate::LeftOut, "an event without words of its report");
            continue;
        };
        if parts.iter().any(|(_, mark)| mark.is_none()) {
            notes.note(&event.id.0, Fate::Narrowed, "a value that a person gave without words of the report");
        }
        let review = record.reviews.get(&event.id);
        events.push(Told {
            id: event.id.0.clone(),
            trigger,
            roles: parts.into_iter().filter_map(|(role, mark)| Some((role, mark?))).collect(),
            modality: event.modality.as_str(),
            phase: event.phase.as_str(),
            status: review.map_or(EventStatus::Open, |review| review.status),
            confidence: format!("{:.2}", event.confidence.event),
        });
    }
    for tie in &record.coded.ties {
        found.add(&tie.evidence, "tie", format!("{} {} {}", tie.a, tie.kind.as_str(), tie.b));
    }
    found.sorted(events, made_words(&record.info.provenance()))
}

fn days(event: &Event) -> String {
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "..".to_owned(), |day| day.to_string());
    match (event.when.start, event.when.end) {
        (start, end) if start == end => day(start),
        (start, end) => format!("{}/{}", day(start), day(end)),
    }
}

fn count(count: Count) -> String {
    let number = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
    if count.low == count.high {
        number(count.low)
    } else {
        format!("{}..{}", number(count.low), number(count.high))
    }
}

struct Found {
    /// Marks with the number under which they came.
    marks: BTreeMap<Mark, usize>,
    n_chars: usize,
}

impl Found {
    /// Adds a mark and gives its number; `None` for no words, or words that lie outside the text.
    fn add(&mut self, quote: &Quote, label: &str, value: String) -> Option<usize> {
        if quote.start >= quote.end || quote.end > self.n_chars {
            return None;
        }
        let mark = Mark { start: quote.start, end: quote.end, label: label.to_owned(), value };
        let n = self.marks.len();
        Some(*self.marks.entry(mark).or_insert(n))
    }

    /// The marks in the order of the text, with the events pointing to their places there.
    fn sorted(self, mut events: Vec<Told>, made: String) -> Marks {
        let mut place = vec![0; self.marks.len()];
        for (sorted, came) in self.marks.values().enumerate() {
            place[*came] = sorted;
        }
        for event in &mut events {
            event.trigger = place[event.trigger];
            event.roles.iter_mut().for_each(|(_, mark)| *mark = place[*mark]);
            event.roles.dedup();
        }
        Marks { marks: self.marks.into_keys().collect(), events, made }
    }
}
