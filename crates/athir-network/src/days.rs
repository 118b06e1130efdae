//! Days between dates.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// Days from one date to another; negative if the second is earlier.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

/// A date some days later, or the last date that there is.
pub(crate) fn plus_days(date: Date, days: i64) -> Date {
    let span: Span = days.days();
    date.saturating_add(span)
}
