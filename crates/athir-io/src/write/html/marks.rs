//! Which words of a report hold which value of which event, and the text cut at all their borders.

use std::collections::BTreeMap;
use std::fmt;

use athir_model::{CodedReport, Direction, Quote};

/// What a stretch of words is to an event. The order is that of drawing: where several apply, the last one
/// gives the look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Words of a tie or of something not coded: they can be pointed at and look like any others.
    Noted,
    Evidence,
    Voice,
    Weapon,
    Time,
    Place,
    Count,
    Recipient,
    Initiator,
    Trigger,
}

impl Role {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Role::Noted => "noted",
            Role::Evidence => "evidence",
            Role::Voice => "voice",
            Role::Weapon => "means",
            Role::Time => "time",
            Role::Place => "place",
            Role::Count => "count",
            Role::Recipient => "recipient",
            Role::Initiator => "initiator",
            Role::Trigger => "trigger",
        }
    }

    /// What a reader is told that it is, in the words of the page that `athir serve` opens.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Role::Initiator => "who acts",
            Role::Recipient => "acted on",
            Role::Trigger => "happening",
            Role::Time => "when",
            Role::Place => "where",
            Role::Count => "losses",
            _ => self.as_str(),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Words with a role. `event` counts from 0 in the order of the cards; what is noted has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) event: Option<usize>,
    pub(super) role: Role,
}

/// Words that the same marks cover from end to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The marks that cover it, in the order of events and roles.
    pub(super) marks: Vec<Mark>,
}

/// Collects the marks of all events. Offsets past the text's `n_chars` are cut off.
pub(super) fn marks_of(coded: &CodedReport, n_chars: usize) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (event, e) in coded.events.iter().enumerate() {
        let mut add = |role, start: usize, end: usize| {
            let end = end.min(n_chars);
            if start < end {
                marks.push(Mark { start, end, event: Some(event), role });
            }
        };
        let quotes: [(Role, &mut dyn Iterator<Item = &Quote>); 6] = [
            (Role::Evidence, &mut e.evidence.iter()),
            (Role::Trigger, &mut std::iter::once(&e.trigger)),
            (Role::Time, &mut e.when.mention.iter()),
            (Role::Count, &mut e.casualties.iter().map(|loss| &loss.mention)),
            (Role::Weapon, &mut e.weapons.iter()),
            (Role::Voice, &mut e.attribution.iter()),
        ];
        for (role, quotes) in quotes {
            for quote in quotes {
                add(role, quote.start, quote.end);
            }
        }
        for (role, parties) in [(Role::Initiator, &e.initiators), (Role::Recipient, &e.recipients)] {
            for party in parties {
                add(role, party.start, party.end);
            }
        }
        if let Some(place) = &e.place {
            add(Role::Place, place.start, place.end);
        }
    }
    let noted =
        coded.ties.iter().map(|tie| &tie.evidence).chain(coded.diagnostics.iter().map(|d| &d.trigger));
    for quote in noted {
        let end = quote.end.min(n_chars);
        if quote.start < end {
            marks.push(Mark { start: quote.start, end, event: None, role: Role::Noted });
        }
    }
    marks.sort();
    marks.dedup();
    marks
}

/// Cuts the text at every border of a mark and at every one of `cuts`, so that overlapping marks need no
/// overlapping elements. The segments cover `0..n_chars` without gaps.
pub(super) fn segments_of(marks: &[Mark], cuts: &[usize], n_chars: usize) -> Vec<Segment> {
    let mut borders: Vec<usize> = marks.iter().flat_map(|m| [m.start, m.end]).collect();
    borders.extend(cuts.iter().copied().filter(|&c| c < n_chars));
    borders.extend([0, n_chars]);
    borders.sort_unstable();
    borders.dedup();
    let mut by_start: BTreeMap<usize, Vec<Mark>> = BTreeMap::new();
    for mark in marks {
        by_start.entry(mark.start).or_default().push(*mark);
    }
    let mut open: Vec<Mark> = Vec::new();
    let mut segments = Vec::with_capacity(borders.len());
    for pair in borders.windows(2) {
        let [start, end] = [pair[0], pair[1]];
        open.retain(|m| m.end > start);
        open.extend(by_start.get(&start).into_iter().flatten());
        let mut marks = open.clone();
        marks.sort_by_key(|m| (m.event, m.role, m.start, m.end));
        segments.push(Segment { start, end, marks });
    }
    segments
}

/// The words for a role in an event of this direction: a mutual kind has sides, no initiator.
pub(super) fn role_words(role: Role, direction: Direction) -> &'static str {
    match (role, direction) {
        (Role::Initiator | Role::Recipient, Direction::Mutual) => "side",
        (Role::Voice, _) => "voice",
        _ => role.words(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn segments_cover_the_text_and_carry_every_mark_that_covers_them(
            spans in prop::collection::vec((0usize..60, 1usize..30, prop::option::of(0usize..4)), 0..20),
            cuts in prop::collection::vec(0usize..80, 0..6),
        ) {
            let n_chars = 60;
            let mut marks: Vec<Mark> = spans
                .into_iter()
                .map(|(start, len, event)| Mark { start, end: (start + len).min(n_chars), event, role: Role::Place })
                .collect();
            marks.sort();
            marks.dedup();
            let segments = segments_of(&marks, &cuts, n_chars);
            let mut at = 0;
            for segment in &segments {
                prop_assert_eq!(segment.start, at);
                prop_assert!(segment.end > segment.start);
                let mut covering: Vec<Mark> = marks
                    .iter()
                    .copied()
                    .filter(|m| m.start <= segment.start && segment.end <= m.end)
                    .collect();
                covering.sort_by_key(|m| (m.event, m.role, m.start, m.end));
                prop_assert_eq!(&segment.marks, &covering);
                prop_assert!(cuts.iter().all(|&c| c <= segment.start || c >= segment.end));
                at = segment.end;
            }
            prop_assert_eq!(at, n_chars);
        }
    }
}
