//! Dates that are as precise as their source: a day, a month or a year.

use jiff::civil::Date;

/// Holds a date as precisely as the source gives it: all days from `earliest` to `latest` are possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The first possible day.
    pub earliest: Date,
    /// The last possible day.
    pub latest: Date,
}

impl Moment {
    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; anything else is `None`.
    pub fn parse(text: &str) -> Option<Moment> {
        let mut parts = text.splitn(3, '-');
        let year = number(parts.next()?, 4)?;
        let month = parts.next();
        let day = parts.next();
        let first = match month {
            Some(month) => Date::new(year, i8::try_from(number(month, 2)?).ok()?, 1).ok()?,
            None => Date::new(year, 1, 1).ok()?,
        };
        let (earliest, latest) = match (month, day) {
            (_, Some(day)) => {
                let day = Date::new(year, first.month(), i8::try_from(number(day, 2)?).ok()?).ok()?;
                (day, day)
            }
            (Some(_), None) => (first, first.last_of_month()),
            (None, None) => (first, first.last_of_year()),
        };
        Some(Moment { earliest, latest })
    }
}

fn number(digits: &str, width: usize) -> Option<i16> {
    let well_formed = digits.len() == width && digits.bytes().all(|b| b.is_ascii_digit());
    if well_formed { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn keeps_the_precision_of_the_source() {
        let span = |text| Moment::parse(text).map(|m| (m.earliest, m.latest));
        assert_eq!(span("2016-07-28"), Some((date(2016, 7, 28), date(2016, 7, 28))));
        assert_eq!(span("2016-02"), Some((date(2016, 2, 1), date(2016, 2, 29))));
        assert_eq!(span("2016"), Some((date(2016, 1, 1), date(2016, 12, 31))));
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in ["", "16", "2016-13", "2016-02-30", "2016-2-3", "late 2016"] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }
}
