//! The columns of the table, sorted by first day and id as the database sorts incidents.

use athir::model::{EventKind, Grade, Modality, Phase, ReviewStatus, TimePrecision};

use super::lists::Lists;
use super::row::Row;

/// A day that is not known.
pub(crate) const NO_DAY: i32 = i32::MIN;

/// A column for each value of an incident.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    pub(crate) ids: Vec<u64>,
    pub(crate) kinds: Vec<EventKind>,
    pub(crate) modalities: Vec<Modality>,
    pub(crate) phases: Vec<Phase>,
    pub(crate) starts: Vec<i32>,
    pub(crate) ends: Vec<i32>,
    pub(crate) precisions: Vec<TimePrecision>,
    pub(crate) places: Vec<u32>,
    pub(crate) grades: Vec<Grade>,
    pub(crate) statuses: Vec<ReviewStatus>,
    pub(crate) disputes: Vec<u8>,
    pub(crate) n_events: Vec<u32>,
    pub(crate) n_sources: Vec<u32>,
    pub(crate) killed: Vec<u32>,
    pub(crate) injured: Vec<u32>,
    pub(crate) sides: Lists,
    pub(crate) side_events: Lists,
    pub(crate) outlets: Lists,
    pub(crate) reports: Lists,
    pub(crate) place_names: Lists,
}

impl Columns {
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Adds a row behind the others.
    pub(crate) fn push(&mut self, row: &Row) {
        self.ids.push(row.id);
        self.kinds.push(row.kind);
        self.modalities.push(row.modality);
        self.phases.push(row.phase);
        self.starts.push(row.start.unwrap_or(NO_DAY));
        self.ends.push(row.end.unwrap_or(NO_DAY));
        self.precisions.push(row.precision);
        self.places.push(row.place);
        self.grades.push(row.grade);
        self.statuses.push(row.status);
        self.disputes.push(row.disputes);
        self.n_events.push(row.n_events);
        self.n_sources.push(row.n_sources);
        self.killed.push(row.killed);
        self.injured.push(row.injured);
        self.sides.push(&row.sides);
        self.side_events.push(&row.side_events);
        self.outlets.push(&row.outlets);
        self.reports.push(&row.reports);
        self.place_names.push(&row.place_names);
    }

    /// Gives a row back as it was pushed.
    pub(crate) fn row(&self, row: u32) -> Row {
        let n = row as usize;
        let day = |day: i32| (day != NO_DAY).then_some(day);
        Row {
            id: self.ids[n],
            kind: self.kinds[n],
            modality: self.modalities[n],
            phase: self.phases[n],
            start: day(self.starts[n]),
            end: day(self.ends[n]),
            precision: self.precisions[n],
            place: self.places[n],
            grade: self.grades[n],
            status: self.statuses[n],
            disputes: self.disputes[n],
            n_events: self.n_events[n],
            n_sources: self.n_sources[n],
            killed: self.killed[n],
            injured: self.injured[n],
            sides: self.sides.of(row).to_vec(),
            side_events: self.side_events.of(row).to_vec(),
            outlets: self.outlets.of(row).to_vec(),
            reports: self.reports.of(row).to_vec(),
            place_names: self.place_names.of(row).to_vec(),
        }
    }

    /// The first day by which a row is sorted.
    pub(crate) fn first(&self, row: u32) -> i32 {
        let n = row as usize;
        if self.starts[n] == NO_DAY { self.ends[n] } else { self.starts[n] }
    }

    /// The last day by which a row is looked for.
    pub(crate) fn last(&self, row: u32) -> i32 {
        let n = row as usize;
        if self.ends[n] == NO_DAY { self.starts[n] } else { self.ends[n] }
    }

    /// How many rows stand before all with a greater key.
    pub(crate) fn place_of(&self, first: i32, id: u64) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = (low + high) / 2;
            let key = (self.first(middle as u32), self.ids[middle]);
            if key < (first, id) { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// Gives back memory that is not needed once all rows are there.
    pub(crate) fn shrink(&mut self) {
        self.sides.shrink();
        self.side_events.shrink();
        self.outlets.shrink();
        self.reports.shrink();
        self.place_names.shrink();
    }

    pub(crate) fn with_capacity(n: usize) -> Columns {
        Columns {
            ids: Vec::with_capacity(n),
            kinds: Vec::with_capacity(n),
            modalities: Vec::with_capacity(n),
            phases: Vec::with_capacity(n),
            starts: Vec::with_capacity(n),
            ends: Vec::with_capacity(n),
            precisions: Vec::with_capacity(n),
            places: Vec::with_capacity(n),
            grades: Vec::with_capacity(n),
            statuses: Vec::with_capacity(n),
            disputes: Vec::with_capacity(n),
            n_events: Vec::with_capacity(n),
            n_sources: Vec::with_capacity(n),
            killed: Vec::with_capacity(n),
            injured: Vec::with_capacity(n),
            ..Columns::default()
        }
    }
}
