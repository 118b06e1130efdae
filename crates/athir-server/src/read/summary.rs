//! How much a filter lets through.

use athir::model::Estimate;
use schemars::JsonSchema;
use serde::Serialize;

use crate::problem::Problem;
use crate::route::Asked;
use crate::table::{Bits, NO_DAY, Table, day_of};

/// People harmed, summed over incidents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Toll {
    /// The sum of the least numbers.
    pub(crate) low: u64,
    /// The sum of the numbers that the most sources give.
    pub(crate) best: u64,
    /// The sum of the greatest numbers.
    pub(crate) high: u64,
}

impl Toll {
    pub(crate) fn add(&mut self, estimate: Option<Estimate>) {
        if let Some(Estimate { low, best, high, .. }) = estimate {
            self.low = self.low.saturating_add(low);
            self.best = self.best.saturating_add(best);
            self.high = self.high.saturating_add(high);
        }
    }
}

/// How much the whole database holds.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct All {
    n_incidents: usize,
    n_events: usize,
    n_reports: usize,
}

/// How much a filter lets through.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Summary {
    version: String,
    n_incidents: usize,
    /// Events that describe them.
    n_events: usize,
    /// Reports that tell of them.
    n_reports: usize,
    /// Those that cannot be shown on a map: no place, or none but a country.
    n_unplaced: usize,
    /// Those that nothing dates.
    n_undated: usize,
    killed: Toll,
    injured: Toll,
    first_day: Option<String>,
    last_day: Option<String>,
    /// Everything, whatever the filter.
    total: All,
}

pub(super) fn summary(asked: &Asked<'_>, (): (), (): ()) -> Result<Summary, Problem> {
    let table = &*asked.table;
    let selected = asked.selected()?;
    let (columns, shared) = (&table.columns, &table.shared);
    let mut n_events = 0;
    let (mut killed, mut injured) = (Toll::default(), Toll::default());
    let mut last = NO_DAY;
    selected.rows.each(|row| {
        let at = row as usize;
        n_events += columns.n_events[at] as usize;
        killed.add(shared.estimate(columns.killed[at]));
        injured.add(shared.estimate(columns.injured[at]));
        last = last.max(columns.last(row));
    });
    let first = selected.rows.iter().map(|row| columns.first(row)).find(|&day| day != NO_DAY);
    let day = |day: i32| day_of(day).to_string();
    Ok(Summary {
        version: asked.version(),
        n_incidents: selected.n,
        n_events,
        n_reports: n_reports(table, &selected.rows),
        n_unplaced: selected.rows.count_and(&table.index.unplaced),
        n_undated: selected.rows.count_and(&table.index.undated),
        killed,
        injured,
        first_day: first.map(day),
        last_day: Some(last).filter(|&last| last != NO_DAY).map(day),
        total: All { n_incidents: table.len(), n_events: table.n_events, n_reports: table.reports.len() },
    })
}

/// How many reports tell of the rows.
fn n_reports(table: &Table, rows: &Bits) -> usize {
    let mut reports = Bits::none(table.reports.len());
    rows.each(|row| table.columns.reports.of(row).iter().for_each(|&report| reports.insert(report)));
    reports.count()
}
