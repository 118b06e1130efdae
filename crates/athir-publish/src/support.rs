//! Who gives a value, when several values have become one.

use std::collections::{BTreeMap, BTreeSet};

use athir_model::{EventRef, IncidentEvent, Support};

/// Which report and which independent source each event of an incident counts to.
pub(crate) struct Sources<'i>(BTreeMap<&'i EventRef, (usize, usize)>);

impl<'i> Sources<'i> {
    pub(crate) fn of(events: &'i [IncidentEvent]) -> Sources<'i> {
        let place = |(n, told): (usize, &'i IncidentEvent)| (&told.event, (n, told.source));
        Sources(events.iter().enumerate().map(place).collect())
    }

    /// Puts the givers of one value together.
    pub(crate) fn union(&self, a: &Support, b: &Support) -> Support {
        let mut events: Vec<EventRef> = a.events.iter().chain(&b.events).cloned().collect();
        events.sort_by_key(|event| self.0.get(event).map_or(usize::MAX, |(n, _)| *n));
        events.dedup();
        let reports: BTreeSet<_> = events.iter().map(|event| &event.report).collect();
        let sources: BTreeSet<_> =
            events.iter().filter_map(|event| self.0.get(event)).map(|(_, s)| s).collect();
        Support { n_reports: reports.len(), n_sources: sources.len(), events }
    }

    /// Puts values that have become the same into one, in the order of the first of each.
    pub(crate) fn fold<T>(
        &self,
        values: Vec<T>,
        is_same: impl Fn(&T, &T) -> bool,
        support: impl Fn(&mut T) -> &mut Support,
    ) -> Vec<T> {
        let mut folded: Vec<T> = Vec::with_capacity(values.len());
        for mut value in values {
            match folded.iter_mut().find(|other| is_same(other, &value)) {
                Some(other) => {
                    let union = self.union(support(other), support(&mut value));
                    *support(other) = union;
                }
                None => folded.push(value),
            }
        }
        folded
    }
}
