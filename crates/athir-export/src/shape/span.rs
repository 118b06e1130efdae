//! When an incident happened, as precisely as its words allow and in the codes of UCDP and ACLED.

use athir_model::{Incident, TimeBasis, TimePrecision};
use jiff::Unit;
use jiff::civil::Date;

/// The days in which an incident happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// First day.
    pub(super) first: Date,
    /// Last day.
    pub(super) last: Date,
    /// How precise the words are.
    precision: TimePrecision,
    /// Whether nothing but the publication date bounds it.
    is_bounded: bool,
}

/// The days of an incident, or why they are not known. `told` is the day on which the first report of it was published:
/// what has no end was going on then.
pub(super) fn span(incident: &Incident, told: Option<Date>) -> Result<Span, &'static str> {
    let when = &incident.when;
    let first = when.start.ok_or("no report tells a first day")?;
    let last = when.end.or(told.filter(|told| *told >= first)).ok_or("no report tells a last day")?;
    let is_bounded = when.precision == TimePrecision::Unknown || when.basis == TimeBasis::Publication;
    Ok(Span { first, last, precision: when.precision, is_bounded })
}

impl Span {
    /// How many days it has, first and last included.
    pub(super) fn days(&self) -> i32 {
        self.last.since((Unit::Day, self.first)).map_or(1, |span| span.get_days() + 1)
    }

    /// The part of it between two days, both included.
    pub(super) fn within(&self, first: Date, last: Date) -> Span {
        Span { first, last, ..*self }
    }

    /// UCDP's code for how precisely the time is known (UCDP GED Codebook, `date_prec`): 1 the day, 2 two to six days, 3 a
    /// week, 4 up to a month, 5 up to a year; `None` beyond.
    pub(super) fn date_prec(&self) -> Option<u8> {
        let by_days = match self.days() {
            ..=1 if self.is_bounded => 2,
            ..=1 => 1,
            2..=6 => 2,
            7 => 3,
            8..=31 => 4,
            32..=366 => 5,
            _ => return None,
        };
        let by_words = match self.precision {
            TimePrecision::Day | TimePrecision::Unknown => 1,
            TimePrecision::Week => 3,
            TimePrecision::Month => 4,
            TimePrecision::Year => 5,
        };
        Some(by_days.max(by_words))
    }

    /// ACLED's code: 1 the day, 2 a week, 3 a month; `None` beyond.
    pub(super) fn time_precision(&self) -> Option<u8> {
        match self.date_prec()? {
            1 => Some(1),
            2 | 3 => Some(2),
            4 => Some(3),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn codes(days: i32, precision: TimePrecision, is_bounded: bool) -> (Option<u8>, Option<u8>) {
        let first = date(2017, 3, 1);
        let last = first.checked_add(jiff::Span::new().days(days - 1)).unwrap();
        let span = Span { first, last, precision, is_bounded };
        assert_eq!(span.days(), days);
        (span.date_prec(), span.time_precision())
    }

    #[test]
    fn the_precision_code_follows_from_the_words_and_the_days() {
        use TimePrecision as P;
        let table = [
            (1, P::Day, (Some(1), Some(1))),
            (2, P::Day, (Some(2), Some(2))),
            (6, P::Day, (Some(2), Some(2))),
            (7, P::Day, (Some(3), Some(2))),
            (5, P::Week, (Some(3), Some(2))),
            (8, P::Day, (Some(4), Some(3))),
            (31, P::Month, (Some(4), Some(3))),
            (3, P::Month, (Some(4), Some(3))),
            (32, P::Day, (Some(5), None)),
            (365, P::Year, (Some(5), None)),
            (400, P::Year, (None, None)),
        ];
        for (days, precision, expected) in table {
            assert_eq!(codes(days, precision, false), expected, "{days} {precision:?}");
        }
    }

    #[test]
    fn a_day_that_only_publication_bounds_is_no_exact_one() {
        assert_eq!(codes(1, TimePrecision::Unknown, true), (Some(2), Some(2)));
        assert_eq!(codes(2, TimePrecision::Unknown, true), (Some(2), Some(2)));
    }
}
