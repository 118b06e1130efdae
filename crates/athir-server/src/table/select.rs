//! Which rows a filter lets through.

use athir::database::Where;
use athir::model::EventKind;

use super::bits::Bits;
use super::build::Table;
use super::filter::{Bounds, Filter};
use super::row::NONE;

/// The rows of a table that a filter lets through.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    pub(crate) rows: Bits,
    pub(crate) n: usize,
}

impl Table {
    /// Finds the rows that the filter lets through. `reports` are those with the filter's words, where it has words.
    pub(crate) fn select(&self, filter: &Filter, reports: Option<&[u32]>) -> Selection {
        let mut rows = self.in_time(filter);
        if !filter.kinds.is_empty() {
            rows.and(
                &self.union(&self.index.kinds, filter.kinds.iter().map(|&kind: &EventKind| kind as usize)),
            );
        }
        if !filter.grades.is_empty() {
            rows.and(&self.union(&self.index.grades, filter.grades.iter().map(|&grade| grade as usize)));
        }
        if !filter.statuses.is_empty() {
            rows.and(
                &self.union(&self.index.statuses, filter.statuses.iter().map(|&status| status as usize)),
            );
        }
        let mut keep = |set: &Bits, is_in: bool| if is_in { rows.and(set) } else { rows.and_not(set) };
        if let Some(disputed) = filter.disputed {
            keep(&self.index.disputed, disputed);
        }
        if let Some(unplaced) = filter.unplaced {
            keep(&self.index.unplaced, unplaced);
        }
        if !filter.actors.is_empty() {
            let parties = filter.actors.iter().filter_map(|key| self.index.party_keys.get(key));
            keep(&self.index.parties.any(parties.flatten().copied()), true);
        }
        if !filter.outlets.is_empty() {
            let outlets = filter.outlets.iter().filter_map(|outlet| self.shared.outlets.find(outlet));
            keep(&self.index.outlets.any(outlets), true);
        }
        match &filter.place {
            None => {}
            Some(Where::Country(code)) => {
                let country = self.index.countries.binary_search(&code.to_uppercase());
                let country = country.map_or(NONE - 1, |at| at as u32);
                let places = (0..).zip(&self.index.country_of).filter(|&(_, &of)| of == country);
                keep(&self.index.places.any(places.map(|(place, _)| place)), true);
            }
            Some(Where::Named(name)) => {
                let name = self.shared.place_names.find(&athir::database::fold_name(name));
                keep(&self.index.place_names.any(name), true);
            }
            Some(Where::Between { south, west, north, east }) => {
                let [south, west, north, east] = [*south, *west, *north, *east];
                keep(&self.within(&Bounds { west, south, east, north }), true);
            }
        }
        if let Some(bounds) = &filter.bounds {
            keep(&self.within(bounds), true);
        }
        if let Some(reports) = reports {
            keep(&self.index.reports.any(reports.iter().copied()), true);
        }
        if filter.min_sources > 1 {
            rows.and(&self.index.sourced);
            if filter.min_sources > 2 {
                let few: Vec<u32> = rows
                    .iter()
                    .filter(|&row| self.columns.n_sources[row as usize] < filter.min_sources)
                    .collect();
                few.into_iter().for_each(|row| rows.remove(row));
            }
        }
        let n = rows.count();
        Selection { rows, n }
    }

    fn union(&self, sets: &[Bits], numbers: impl Iterator<Item = usize>) -> Bits {
        let mut union = Bits::none(self.len());
        numbers.for_each(|number| union.or(&sets[number]));
        union
    }

    /// The rows of the time that is asked for. They are sorted by their first days.
    fn in_time(&self, filter: &Filter) -> Bits {
        let n = self.len();
        if filter.since.is_none() && filter.until.is_none() {
            return Bits::all(n);
        }
        let columns = &self.columns;
        // Undated rows stand first, and are in no time.
        let dated = columns.place_of(i32::MIN + 1, 0);
        let end = filter.until.map_or(n, |until| columns.place_of(until.saturating_add(1), 0));
        let Some(since) = filter.since else { return Bits::range(n, dated, end) };
        let start = columns.place_of(since, 0).max(dated);
        let mut rows = Bits::range(n, start, end);
        // Those that began before, and were not over.
        let near = columns.place_of(since.saturating_sub(32), 0).max(dated);
        let short = near..start.min(end);
        let long = self.index.long.iter().map(|&row| row as usize).filter(|&row| row < near && row >= dated);
        for row in short.chain(long.filter(|&row| row < end)) {
            if columns.last(row as u32) >= since {
                rows.insert(row as u32);
            }
        }
        rows
    }

    /// The rows with a place inside the rectangle.
    fn within(&self, bounds: &Bounds) -> Bits {
        let inside = self.shared.places.iter().filter_map(|(number, place)| {
            place.position().is_some_and(|position| bounds.holds(position)).then_some(number)
        });
        self.index.places.any(inside)
    }
}
