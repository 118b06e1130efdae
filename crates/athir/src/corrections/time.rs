//! How precise a time is that a person has written as two days.

use athir_model::TimePrecision;
use jiff::civil::Date;

/// The precision of two days of which a person changed at least one, where the person left the precision as it was.
pub(super) fn precision_of(start: Option<Date>, end: Option<Date>, was: TimePrecision) -> TimePrecision {
    let (Some(start), Some(end)) = (start, end) else {
        return if start.is_none() && end.is_none() { TimePrecision::Unknown } else { was };
    };
    let is_month = start == start.first_of_month() && end == start.last_of_month();
    let is_year = start == start.first_of_year() && end == start.last_of_year();
    match was {
        _ if is_year => TimePrecision::Year,
        _ if is_month => TimePrecision::Month,
        // A range given day by day.
        TimePrecision::Unknown | TimePrecision::Month | TimePrecision::Year => TimePrecision::Day,
        _ if start == end => TimePrecision::Day,
        was => was,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_days_say_how_precise_they_are() {
        let of = |a: (i8, i8), b: (i8, i8), was| {
            precision_of(Some(date(2017, a.0, a.1)), Some(date(2017, b.0, b.1)), was)
        };
        assert_eq!(of((8, 31), (8, 31), TimePrecision::Month), TimePrecision::Day);
        assert_eq!(of((8, 1), (8, 31), TimePrecision::Day), TimePrecision::Month);
        assert_eq!(of((1, 1), (12, 31), TimePrecision::Day), TimePrecision::Year);
        assert_eq!(of((8, 1), (8, 7), TimePrecision::Week), TimePrecision::Week);
        assert_eq!(of((8, 1), (8, 4), TimePrecision::Unknown), TimePrecision::Day);
        assert_eq!(precision_of(None, None, TimePrecision::Day), TimePrecision::Unknown);
        assert_eq!(precision_of(None, Some(date(2017, 8, 1)), TimePrecision::Month), TimePrecision::Month);
    }
}
