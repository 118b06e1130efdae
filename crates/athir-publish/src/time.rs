//! Times, grown to whole days, weeks, months or years.

use athir_model::{TieBound, TimePrecision, When};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde::Deserialize;

/// The finest time that may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeFloor {
    /// The day.
    Day,
    /// The week from Monday to Sunday.
    Week,
    /// The month.
    Month,
    /// The year.
    Year,
}

impl TimeFloor {
    /// The word in a profile.
    pub const fn as_str(self) -> &'static str {
        match self {
            TimeFloor::Day => "day",
            TimeFloor::Week => "week",
            TimeFloor::Month => "month",
            TimeFloor::Year => "year",
        }
    }

    /// The first day of the unit that a day lies in. At the ends of the calendar it is the day itself.
    pub fn first(self, day: Date) -> Date {
        match self {
            TimeFloor::Day => day,
            TimeFloor::Week => {
                let since_monday = i64::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(since_monday.days()).unwrap_or(day)
            }
            TimeFloor::Month => day.first_of_month(),
            TimeFloor::Year => day.first_of_year(),
        }
    }

    /// The last day of the unit that a day lies in. At the ends of the calendar it is the day itself.
    pub fn last(self, day: Date) -> Date {
        match self {
            TimeFloor::Day => day,
            TimeFloor::Week => {
                let until_sunday = 6 - i64::from(day.weekday().to_monday_zero_offset());
                day.checked_add(until_sunday.days()).unwrap_or(day)
            }
            TimeFloor::Month => day.last_of_month(),
            TimeFloor::Year => day.last_of_year(),
        }
    }

    /// A moment, cut to the beginning of its unit in UTC.
    pub(crate) fn cut(self, at: Timestamp) -> Timestamp {
        let day = self.first(at.to_zoned(TimeZone::UTC).date());
        day.to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |start| start.timestamp())
    }

    fn precision(self) -> TimePrecision {
        match self {
            TimeFloor::Day => TimePrecision::Day,
            TimeFloor::Week => TimePrecision::Week,
            TimeFloor::Month => TimePrecision::Month,
            TimeFloor::Year => TimePrecision::Year,
        }
    }

    /// The coarser of this and what the words had.
    fn at_least(self, precision: TimePrecision) -> TimePrecision {
        let rank = |precision| match precision {
            TimePrecision::Day => 0,
            TimePrecision::Week => 1,
            TimePrecision::Month => 2,
            TimePrecision::Year => 3,
            TimePrecision::Unknown => 4,
        };
        if rank(precision) < rank(self.precision()) { self.precision() } else { precision }
    }
}

/// Grows a time to whole units, and says so in its precision; the words that gave it are left out.
///
/// Doing it twice is doing it once. From day to month to year, and from day to week, a coarser floor never gives a
/// shorter time; weeks and months cannot be compared, for a week may lie in two months, and then grows to both.
pub fn coarsen_time(when: &When, floor: TimeFloor) -> When {
    let When { start, end, precision, basis, mention: _ } = when;
    When {
        start: start.map(|day| floor.first(day)),
        end: end.map(|day| floor.last(day)),
        precision: floor.at_least(*precision),
        basis: *basis,
        mention: None,
    }
}

/// Grows an end of an interval to whole units.
pub(crate) fn coarsen_bound(bound: &TieBound, floor: TimeFloor) -> TieBound {
    let TieBound { from, to, precision, basis } = bound;
    TieBound {
        from: from.map(|day| floor.first(day)),
        to: to.map(|day| floor.last(day)),
        precision: floor.at_least(*precision),
        basis: *basis,
    }
}

#[cfg(test)]
mod tests {
    use athir_model::TimeBasis;
    use jiff::civil::date;

    use super::*;

    fn when(start: Date, end: Date) -> When {
        When {
            start: Some(start),
            end: Some(end),
            precision: TimePrecision::Day,
            basis: TimeBasis::Stated,
            mention: None,
        }
    }

    #[test]
    fn a_day_becomes_the_whole_unit_that_it_lies_in() {
        let day = date(2019, 5, 8);
        let of = |floor| {
            let grown = coarsen_time(&when(day, day), floor);
            (grown.start, grown.end, grown.precision)
        };
        assert_eq!(of(TimeFloor::Day), (Some(day), Some(day), TimePrecision::Day));
        assert_eq!(
            of(TimeFloor::Week),
            (Some(date(2019, 5, 6)), Some(date(2019, 5, 12)), TimePrecision::Week)
        );
        assert_eq!(
            of(TimeFloor::Month),
            (Some(date(2019, 5, 1)), Some(date(2019, 5, 31)), TimePrecision::Month)
        );
        assert_eq!(
            of(TimeFloor::Year),
            (Some(date(2019, 1, 1)), Some(date(2019, 12, 31)), TimePrecision::Year)
        );
    }

    #[test]
    fn a_range_over_new_year_takes_both_units() {
        let grown = coarsen_time(&when(date(2018, 12, 30), date(2019, 1, 2)), TimeFloor::Month);
        assert_eq!((grown.start, grown.end), (Some(date(2018, 12, 1)), Some(date(2019, 1, 31))));
    }

    #[test]
    fn the_ends_of_the_calendar_hold() {
        for day in [Date::MIN, Date::MAX] {
            for floor in [TimeFloor::Day, TimeFloor::Week, TimeFloor::Month, TimeFloor::Year] {
                assert!(floor.first(day) <= day && day <= floor.last(day));
            }
        }
    }

    #[test]
    fn a_moment_keeps_nothing_finer_than_its_unit() {
        let at: Timestamp = "2019-05-08T13:45:10Z".parse().unwrap();
        assert_eq!(TimeFloor::Month.cut(at).to_string(), "2019-05-01T00:00:00Z");
    }
}
