//! What is new, and what is more or less than before.

use athir_model::{Trend, TrendBand};
use jiff::civil::Date;

use crate::days::{days_between, plus_days};

/// When something was seen: a place, an actor, an actor in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen<'s> {
    /// What.
    pub of: &'s str,
    /// A date for each event; in any order.
    pub dates: Vec<Date>,
}

/// Compares the events of a period of `days` days that ends with `until` with the average of the `n_before` periods of
/// the same length before it. The bands are those of ACLED's Trendfinder: more than 25 % above, 10 to 25 % above, from
/// 25 % below to 10 % above, less. A baseline and period that both have fewer than 3 events say nothing.
///
/// # Examples
///
/// ```
/// use athir_model::TrendBand;
/// use athir_network::{Seen, trends};
/// use jiff::civil::date;
///
/// // One a week for four weeks, and then four in a week.
/// let dates = [1, 8, 15, 22, 27, 28, 29, 30].map(|day| date(2021, 3, day)).to_vec();
/// let trend = &trends(&[Seen { of: "Tal Amar", dates }], date(2021, 3, 31), 7, 4)[0];
/// assert_eq!((trend.n_events, trend.baseline, trend.band), (4, 1.0, TrendBand::LargeIncrease));
/// ```
pub fn trends(seen: &[Seen<'_>], until: Date, days: u32, n_before: u32) -> Vec<Trend> {
    let days = i64::from(days.max(1));
    let n_before = i64::from(n_before.max(1));
    seen.iter()
        .map(|seen| {
            let age = |date: &Date| days_between(*date, until);
            let n_events = seen.dates.iter().filter(|date| (0..days).contains(&age(date))).count();
            let before = days..days * (n_before + 1);
            let n_earlier = seen.dates.iter().filter(|date| before.contains(&age(date))).count();
            let baseline = n_earlier as f64 / n_before as f64;
            let change = (n_earlier > 0).then(|| n_events as f64 / baseline - 1.0);
            Trend {
                of: seen.of.to_owned(),
                n_events,
                baseline,
                change,
                band: band(n_events, baseline, change),
            }
        })
        .filter(|trend| trend.n_events > 0 || trend.baseline > 0.0)
        .collect()
}

fn band(n_events: usize, baseline: f64, change: Option<f64>) -> TrendBand {
    const LOW: f64 = 3.0;
    if (n_events as f64) < LOW && baseline < LOW {
        return TrendBand::LowBaseline;
    }
    match change {
        None => TrendBand::LargeIncrease,
        Some(change) if change > 0.25 => TrendBand::LargeIncrease,
        Some(change) if change > 0.10 => TrendBand::ModerateIncrease,
        Some(change) if change >= -0.25 => TrendBand::LimitedChange,
        Some(_) => TrendBand::Decrease,
    }
}

/// What was seen for the first time in the period of `days` days that ends with `until`, with how often, in the order
/// given: the actors that are new in the reports.
pub fn newcomers<'s>(seen: &[Seen<'s>], until: Date, days: u32) -> Vec<(&'s str, usize)> {
    let first = plus_days(until, 1 - i64::from(days.max(1)));
    seen.iter()
        .filter_map(|seen| {
            let n_events = seen.dates.iter().filter(|&&date| date >= first && date <= until).count();
            let is_new = seen.dates.iter().all(|&date| date >= first);
            (is_new && n_events > 0).then_some((seen.of, n_events))
        })
        .collect()
}
