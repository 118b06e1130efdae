//! The order of a list, and where its pages end.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::build::Table;
use super::row::{id_number, id_words};
use super::select::Selection;
use crate::problem::Problem;

/// The order of a list of incidents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
pub(crate) enum Sort {
    /// The latest first; those that nothing dates last.
    #[default]
    #[serde(rename = "-day")]
    Latest,
    /// The earliest first, after those that nothing dates.
    #[serde(rename = "day")]
    Earliest,
    /// Those with the most people killed first.
    #[serde(rename = "-killed")]
    Killed,
    /// Those with the most independent sources first.
    #[serde(rename = "-sources")]
    Sources,
    /// By grade, single sources first.
    #[serde(rename = "grade")]
    Grade,
    /// What is most worth a person's look first: disputed, deadly, unsure, new.
    #[serde(rename = "-worth")]
    Worth,
}

/// Where a page ended, in a form that stays true when rows come and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    sort: Sort,
    /// What the list is sorted by, beside the day.
    weight: u64,
    first: i32,
    id: u64,
}

impl Cursor {
    /// Reads a cursor that [`words`](Cursor::words) wrote.
    ///
    /// # Errors
    ///
    /// Words that are none, or that belong to a list in another order.
    pub(crate) fn read(words: &str, sort: Sort) -> Result<Cursor, Problem> {
        let wrong = || Problem::bad_field("cursor", "it is no cursor of this list");
        let mut parts = words.split('.');
        let mut part = || parts.next().ok_or_else(wrong);
        let number: u8 = part()?.parse().map_err(|_| wrong())?;
        let weight = u64::from_str_radix(part()?, 16).map_err(|_| wrong())?;
        let first: i32 = part()?.parse().map_err(|_| wrong())?;
        let id = id_number(part()?).ok_or_else(wrong)?;
        if parts.next().is_some() || number != sort as u8 {
            return Err(wrong());
        }
        Ok(Cursor { sort, weight, first, id })
    }

    /// The cursor as clients pass it back.
    pub(crate) fn words(&self) -> String {
        format!("{}.{:x}.{}.{}", self.sort as u8, self.weight, self.first, id_words(self.id))
    }
}

impl Table {
    /// A page of the rows selected, in the order given, and where it ends if more follow.
    pub(crate) fn page(
        &self,
        selection: &Selection,
        sort: Sort,
        after: Option<Cursor>,
        limit: usize,
    ) -> (Vec<u32>, Option<Cursor>) {
        let mut rows: Vec<u32> = match sort {
            Sort::Latest => {
                let before = after.map_or(self.len(), |at| self.columns.place_of(at.first, at.id));
                selection.rows.iter_down(before).take(limit + 1).collect()
            }
            Sort::Earliest => {
                let from = after.map_or(0, |at| self.columns.place_of(at.first, at.id.saturating_add(1)));
                selection.rows.iter_from(from).take(limit + 1).collect()
            }
            _ => self.heaviest(selection, sort, after, limit + 1),
        };
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let end = rows.last().filter(|_| has_more).map(|&row| self.cursor(row, sort));
        (rows, end)
    }

    /// Where a page ends that ends with this row.
    pub(crate) fn cursor(&self, row: u32, sort: Sort) -> Cursor {
        Cursor {
            sort,
            weight: self.weight(row, sort),
            first: self.columns.first(row),
            id: self.columns.ids[row as usize],
        }
    }

    /// What a row is sorted by; the greatest come first.
    pub(crate) fn rank(&self, row: u32, sort: Sort) -> (u64, i32, u64) {
        (self.weight(row, sort), self.columns.first(row), self.columns.ids[row as usize])
    }

    /// What a row weighs in an order; the heaviest come first.
    fn weight(&self, row: u32, sort: Sort) -> u64 {
        let at = row as usize;
        match sort {
            Sort::Latest | Sort::Earliest => 0,
            Sort::Killed => self.shared.estimate(self.columns.killed[at]).map_or(0, |killed| killed.best + 1),
            Sort::Sources => u64::from(self.columns.n_sources[at]),
            Sort::Grade => 255 - self.columns.grades[at] as u64,
            Sort::Worth => u64::from(super::worth::worth(self, row)),
        }
    }

    /// The heaviest rows behind a cursor, the latest first among equals.
    fn heaviest(&self, selection: &Selection, sort: Sort, after: Option<Cursor>, limit: usize) -> Vec<u32> {
        let key = |row: u32| self.rank(row, sort);
        let below = after.map(|at| (at.weight, at.first, at.id));
        // The lightest on top, so that it gives way. Few rows get in once it is full.
        let mut best = std::collections::BinaryHeap::with_capacity(limit + 1);
        selection.rows.each(|row| {
            let key = key(row);
            if below.is_some_and(|below| key >= below) {
                return;
            }
            let entry = std::cmp::Reverse((key, row));
            if best.len() < limit {
                best.push(entry);
            } else if best.peek().is_some_and(|lightest: &std::cmp::Reverse<_>| key > lightest.0.0) {
                best.pop();
                best.push(entry);
            }
        });
        best.into_sorted_vec().into_iter().map(|std::cmp::Reverse((_, row))| row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_for_its_order_alone() {
        let cursor = Cursor { sort: Sort::Killed, weight: 17, first: -400, id: 0xfe };
        assert_eq!(Cursor::read(&cursor.words(), Sort::Killed), Ok(cursor));
        for words in
            ["", "2", "x", "2.11.-400", "2.11.-400.zz", "9.11.-400.00000000000000fe", &cursor.words()]
        {
            assert!(Cursor::read(words, Sort::Latest).is_err(), "{words}");
        }
    }
}
