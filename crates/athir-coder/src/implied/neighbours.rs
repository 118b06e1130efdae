//! The other events of the report: who fights whom in them, and who does the same.

use std::ops::Range;

use athir_nlp::Doc;

use super::standing::class_of;
use crate::coref::sentences_between;
use crate::draft::Draft;
use crate::mention::Identity;
use crate::side::Side;

/// The other events of the report, as they bear on one of them.
pub(super) struct Neighbours<'e> {
    events: &'e [Draft],
    n: usize,
}

/// How many events away still bear on one another.
pub(super) const NEIGHBOURHOOD: usize = 30;

impl<'e> Neighbours<'e> {
    pub(super) fn new(events: &'e [Draft], n: usize) -> Neighbours<'e> {
        Neighbours { events, n }
    }

    fn others(&self) -> impl Iterator<Item = &'e Draft> {
        let range: Range<usize> =
            self.n.saturating_sub(NEIGHBOURHOOD)..(self.n + NEIGHBOURHOOD).min(self.events.len());
        let (events, n) = (self.events, self.n);
        range.filter(move |&i| i != n).map(move |i| &events[i])
    }

    /// How many other events oppose the party to one of `others`, and how many have both on one side.
    pub(super) fn stand(&self, who: &Identity, others: &[Side]) -> (usize, usize) {
        let is = |s: &Side| s.party.who.name == who.name;
        let is_other = |s: &Side| others.iter().any(|o| o.party.who.name == s.party.who.name);
        let (mut opposed, mut beside) = (0, 0);
        for event in self.others() {
            let (a, b) = (&event.initiators, &event.recipients);
            let against =
                a.iter().any(is) && b.iter().any(is_other) || b.iter().any(is) && a.iter().any(is_other);
            let together = [a, b].iter().any(|side| side.iter().any(is) && side.iter().any(is_other));
            opposed += usize::from(against);
            beside += usize::from(together);
        }
        (opposed, beside)
    }

    /// How many other events oppose the party to one of a class.
    pub(super) fn stand_to_class(&self, who: &Identity, class: &str) -> usize {
        let is = |s: &Side| s.party.who.name == who.name;
        let of_class = |s: &Side| class_of(s.party.kind, &s.party.who) == class;
        let against = |a: &[Side], b: &[Side]| a.iter().any(is) && b.iter().any(of_class);
        self.others()
            .filter(|e| against(&e.initiators, &e.recipients) || against(&e.recipients, &e.initiators))
            .count()
    }

    /// How many other events of the same kind, or of another one, the party does or suffers.
    pub(super) fn count(&self, who: &Identity, event: &Draft, does: bool, same_kind: bool) -> usize {
        self.others()
            .filter(|e| (e.kind == event.kind) == same_kind)
            .filter(|e| {
                let side = if does { &e.initiators } else { &e.recipients };
                side.iter().any(|s| s.party.who.name == who.name)
            })
            .count()
    }

    /// On which side the party stands in the events before and after this one.
    pub(super) fn around(&self, doc: &Doc, who: &Identity) -> Vec<(&'static str, &'static str)> {
        let head = self.events[self.n].head;
        let mut found = Vec::new();
        let mut look = |name: &'static str, at: Option<usize>| {
            let Some(other) = at.and_then(|i| self.events.get(i)) else { return };
            let (from, to) = (head.min(other.head), head.max(other.head));
            if sentences_between(doc, from, to) > 2 {
                return;
            }
            let stands = |side: &[Side]| side.iter().any(|s| s.party.who.name == who.name);
            if stands(&other.initiators) {
                found.push((name, "does"));
            }
            if stands(&other.recipients) {
                found.push((name, "suffers"));
            }
        };
        look("before", self.n.checked_sub(1));
        look("after", Some(self.n + 1));
        found
    }
}
