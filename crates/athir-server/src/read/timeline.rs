//! Incidents over time.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::summary::Toll;
use crate::problem::Problem;
use crate::route::Asked;
use crate::table::{Bits, NONE, Table, day_number, day_of};

/// How long a bucket is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Step {
    /// As fits the time that is covered.
    #[default]
    Auto,
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// A month of the calendar.
    Month,
    /// A year of the calendar.
    Year,
}

impl Step {
    /// The step that covers so many days with some hundred buckets.
    pub(crate) fn fitting(self, days: i32) -> Step {
        match self {
            Step::Auto if days <= 120 => Step::Day,
            Step::Auto if days <= 900 => Step::Week,
            Step::Auto if days <= 365 * 40 => Step::Month,
            Step::Auto => Step::Year,
            step => step,
        }
    }

    /// The first day of the bucket that a day lies in.
    pub(crate) fn start(self, day: Date) -> Date {
        match self {
            Step::Auto | Step::Day => day,
            Step::Week => day.saturating_sub(i64::from(day.weekday().since(Weekday::Monday)).days()),
            Step::Month => day.first_of_month(),
            Step::Year => day.first_of_year(),
        }
    }

    /// The first day of the next bucket.
    pub(crate) fn next(self, start: Date) -> Date {
        match self {
            Step::Auto | Step::Day => start.saturating_add(1.day()),
            Step::Week => start.saturating_add(1.week()),
            Step::Month => start.saturating_add(1.month()),
            Step::Year => start.saturating_add(1.year()),
        }
    }
}

/// What the counts of a bucket are divided by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Split {
    /// Nothing.
    #[default]
    None,
    /// The family of the kind.
    Family,
    /// The kind.
    Kind,
    /// The grade.
    Grade,
    /// The country.
    Country,
}

/// How time is divided.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct TimelineQuery {
    /// How long a bucket is.
    #[serde(default)]
    by: Step,
    /// What the counts are divided by.
    #[serde(default)]
    split: Split,
    /// Whether an incident counts in every bucket that its interval touches, and not in the first alone.
    #[serde(default)]
    spread: bool,
}

/// A stretch of time.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub(crate) struct Bucket {
    /// Its first day.
    start: String,
    /// Its last day.
    end: String,
    /// Incidents.
    n: usize,
    killed: Toll,
    injured: Toll,
    /// Reports that tell of them.
    n_reports: usize,
    /// Incidents by what the counts are divided by.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    split: BTreeMap<String, usize>,
}

/// Incidents over time.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Timeline {
    version: String,
    /// How long a bucket is.
    by: Step,
    /// From the first to the last that holds something, without gaps.
    buckets: Vec<Bucket>,
    /// Those that nothing dates.
    n_undated: usize,
}

/// No timeline has more buckets; a finer step is made coarser.
const MOST: usize = 4000;

pub(super) fn timeline(asked: &Asked<'_>, (): (), query: TimelineQuery) -> Result<Timeline, Problem> {
    let table = &*asked.table;
    let selected = asked.selected()?;
    let mut dated = selected.rows;
    let n_undated = dated.count_and(&table.index.undated);
    dated.and_not(&table.index.undated);
    let filter = asked.filter();
    // An incident that reaches into the time that is asked for does not widen it.
    let within = |(first, last): (i32, i32)| {
        (first.max(filter.since.unwrap_or(first)), last.min(filter.until.unwrap_or(last)))
    };
    let Some((first, last)) = covered(table, &dated, query.spread).map(within) else {
        let by = query.by.fitting(0);
        return Ok(Timeline { version: asked.version(), by, buckets: Vec::new(), n_undated });
    };
    let last = last.max(first);
    let by = query.by.fitting(last - first);
    let (by, edges) = edges(by, day_of(first), day_of(last));
    let buckets = fill(table, &dated, &edges, &query);
    Ok(Timeline { version: asked.version(), by, buckets, n_undated })
}

/// The first and the last day that is counted.
fn covered(table: &Table, rows: &Bits, spread: bool) -> Option<(i32, i32)> {
    let first = table.columns.first(rows.iter().next()?);
    let mut last = table.columns.first(rows.iter_down(table.len()).next()?);
    if spread {
        rows.each(|row| last = last.max(table.columns.last(row)));
    }
    Some((first, last))
}

/// The numbers of the first days of the buckets, and of the day after the last one.
fn edges(mut by: Step, first: Date, last: Date) -> (Step, Vec<i32>) {
    loop {
        let mut edges = vec![day_number(by.start(first))];
        let mut start = by.start(first);
        while start <= last && edges.len() <= MOST + 1 {
            let next = by.next(start);
            if next == start {
                break;
            }
            start = next;
            edges.push(day_number(start));
        }
        by = match by {
            Step::Day if edges.len() > MOST => Step::Week,
            Step::Week if edges.len() > MOST => Step::Month,
            Step::Month if edges.len() > MOST => Step::Year,
            _ => return (by, edges),
        };
    }
}

fn fill(table: &Table, rows: &Bits, edges: &[i32], query: &TimelineQuery) -> Vec<Bucket> {
    let (columns, shared) = (&table.columns, &table.shared);
    let origin = edges[0];
    let n_days = (edges[edges.len() - 1] - origin).max(1) as usize;
    // The bucket of each day.
    let mut bucket_of = vec![0_u32; n_days];
    for (n, pair) in edges.windows(2).enumerate() {
        bucket_of[(pair[0] - origin) as usize..(pair[1] - origin) as usize].fill(n as u32);
    }
    let n_buckets = edges.len() - 1;
    let mut buckets = vec![Bucket::default(); n_buckets];
    let keys = Keys::of(table, query.split);
    let mut splits = vec![0_u32; n_buckets * keys.names.len()];
    // The bucket in which a report was counted last: rows come in the order of time.
    let mut counted = vec![u32::MAX; table.reports.len()];
    let bucket = |day: i32| bucket_of[((day - origin).max(0) as usize).min(n_days - 1)] as usize;
    rows.each(|row| {
        let at = row as usize;
        let first = bucket(columns.first(row));
        let last = if query.spread { bucket(columns.last(row)) } else { first };
        let key = keys.key(table, at);
        for n in first..=last {
            let bucket = &mut buckets[n];
            bucket.n += 1;
            bucket.killed.add(shared.estimate(columns.killed[at]));
            bucket.injured.add(shared.estimate(columns.injured[at]));
            if let Some(key) = key {
                splits[n * keys.names.len() + key] += 1;
            }
            if n == first {
                for &report in columns.reports.of(row) {
                    if std::mem::replace(&mut counted[report as usize], n as u32) != n as u32 {
                        bucket.n_reports += 1;
                    }
                }
            }
        }
    });
    for (n, bucket) in buckets.iter_mut().enumerate() {
        bucket.start = day_of(edges[n]).to_string();
        bucket.end = day_of(edges[n + 1] - 1).to_string();
        let split = &splits[n * keys.names.len()..(n + 1) * keys.names.len()];
        let named = keys.names.iter().zip(split).filter(|&(_, &n)| n > 0);
        bucket.split = named.map(|(name, &n)| (name.clone(), n as usize)).collect();
    }
    buckets
}

/// What the counts are divided by, numbered.
struct Keys {
    split: Split,
    names: Vec<String>,
}

impl Keys {
    fn of(table: &Table, split: Split) -> Keys {
        use athir::model::EventKind;
        let names = match split {
            Split::None => Vec::new(),
            Split::Kind => EventKind::ALL.iter().map(|kind| kind.as_str().to_owned()).collect(),
            Split::Family => crate::table::families().map(|family| family.as_str().to_owned()).collect(),
            Split::Grade => crate::table::GRADES.iter().map(|grade| grade.as_str().to_owned()).collect(),
            Split::Country => table.index.countries.clone(),
        };
        Keys { split, names }
    }

    fn key(&self, table: &Table, at: usize) -> Option<usize> {
        match self.split {
            Split::None => None,
            Split::Kind => Some(table.columns.kinds[at] as usize),
            Split::Family => Some(table.columns.kinds[at].family() as usize),
            Split::Grade => Some(table.columns.grades[at] as usize),
            Split::Country => {
                let place = table.columns.places[at];
                let country = if place == NONE { NONE } else { table.index.country_of[place as usize] };
                (country != NONE).then_some(country as usize)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn buckets_follow_the_calendar() {
        assert_eq!(
            Step::Week.start(date(2017, 7, 16)),
            date(2017, 7, 10),
            "a Sunday belongs to the Monday before"
        );
        assert_eq!(Step::Week.start(date(2017, 7, 17)), date(2017, 7, 17));
        assert_eq!(Step::Month.next(Step::Month.start(date(2016, 1, 31))), date(2016, 2, 1));
        let (by, edges) = edges(Step::Month, date(2016, 1, 31), date(2016, 3, 1));
        assert_eq!(by, Step::Month);
        let days: Vec<String> = edges.iter().map(|&day| day_of(day).to_string()).collect();
        assert_eq!(days, ["2016-01-01", "2016-02-01", "2016-03-01", "2016-04-01"]);
    }

    #[test]
    fn a_step_that_makes_too_many_buckets_gives_way() {
        let (by, edges) = edges(Step::Day, date(1900, 1, 1), date(2000, 1, 1));
        assert_eq!(by, Step::Month, "100 years have 5,218 weeks");
        assert_eq!(edges.len(), 1202);
    }
}
