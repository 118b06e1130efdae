//! Runs of days, and arithmetic on them that ends in `None` where the calendar ends.

use jiff::Span;
use jiff::civil::Date;

/// A run of days, both ends inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) start: Date,
    pub(super) end: Date,
}

impl Days {
    /// One day.
    pub(super) fn day(date: Date) -> Days {
        Days { start: date, end: date }
    }

    /// From one day to another, if that is their order.
    pub(super) fn between(start: Date, end: Date) -> Option<Days> {
        (start <= end).then_some(Days { start, end })
    }

    /// A month of a year.
    pub(super) fn month(year: i16, month: i8) -> Option<Days> {
        let start = Date::new(year, month, 1).ok()?;
        Some(Days { start, end: start.last_of_month() })
    }

    /// A number of months from the first day of one on.
    pub(super) fn months(year: i16, month: i8, n: i64) -> Option<Days> {
        let start = Date::new(year, month, 1).ok()?;
        Days::between(start, plus_days(plus_months(start, n)?, -1)?)
    }

    /// A run of whole years.
    pub(super) fn years(first: i16, last: i16) -> Option<Days> {
        Days::between(Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?)
    }

    /// Monday to Sunday of the week that holds `date`.
    pub(super) fn week_of(date: Date) -> Option<Days> {
        let monday = plus_days(date, -i64::from(date.weekday().to_monday_zero_offset()))?;
        Days::between(monday, plus_days(monday, 6)?)
    }

    /// The month that holds `date`.
    pub(super) fn month_of(date: Date) -> Days {
        Days { start: date.first_of_month(), end: date.last_of_month() }
    }

    /// The year that holds `date`.
    pub(super) fn year_of(date: Date) -> Days {
        Days { start: date.first_of_year(), end: date.last_of_year() }
    }

    /// The same days, cut off after `last`.
    pub(super) fn until(self, last: Date) -> Days {
        if self.start <= last { Days { start: self.start, end: self.end.min(last) } } else { self }
    }
}

/// The day `n` days after `date`.
pub(crate) fn plus_days(date: Date, n: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(n).ok()?).ok()
}

/// The day `n` months after `date`, or the last of its month.
pub(super) fn plus_months(date: Date, n: i64) -> Option<Date> {
    date.checked_add(Span::new().try_months(n).ok()?).ok()
}

/// The last `weekday` (Monday is 0) on or before `date`.
pub(super) fn weekday_until(date: Date, weekday: i8) -> Option<Date> {
    let back = (date.weekday().to_monday_zero_offset() - weekday).rem_euclid(7);
    plus_days(date, -i64::from(back))
}

/// The first `weekday` after `date`.
pub(super) fn weekday_after(date: Date, weekday: i8) -> Option<Date> {
    plus_days(weekday_until(date, weekday)?, 7)
}
