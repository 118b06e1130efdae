//! The words of the calendar.

use athir_model::TimePrecision;

use super::calendar::{Days, plus_days, plus_months};
use super::value::Grain;
use crate::count::piece::Piece;
use jiff::civil::Date;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

impl Unit {
    /// The unit that a noun means, with how many of it: a decade is ten years.
    pub(super) fn of(piece: &Piece<'_>) -> Option<(Unit, u32)> {
        Some(match piece.word() {
            // "a second blast" is no length of time.
            "seconds" | "minute" | "minutes" | "min" | "mins" => (Unit::Minute, 1),
            "hour" | "hours" | "hrs" => (Unit::Hour, 1),
            "day" | "days" | "night" | "nights" => (Unit::Day, 1),
            "week" | "weeks" => (Unit::Week, 1),
            "fortnight" => (Unit::Week, 2),
            "month" | "months" => (Unit::Month, 1),
            "quarter" => (Unit::Month, 3),
            "year" | "years" => (Unit::Year, 1),
            "decade" | "decades" => (Unit::Year, 10),
            "century" | "centuries" => (Unit::Year, 100),
            _ => return None,
        })
    }

    /// How precise a time is that is given in this unit.
    pub(super) fn precision(self) -> TimePrecision {
        match self {
            Unit::Minute | Unit::Hour | Unit::Day => TimePrecision::Day,
            Unit::Week => TimePrecision::Week,
            Unit::Month => TimePrecision::Month,
            Unit::Year => TimePrecision::Year,
        }
    }

    /// The unit of the calendar of this length; below a day, the day.
    pub(super) fn grain(self) -> Grain {
        match self {
            Unit::Minute | Unit::Hour | Unit::Day => Grain::Day,
            Unit::Week => Grain::Week,
            Unit::Month => Grain::Month,
            Unit::Year => Grain::Year,
        }
    }

    /// The day `n` units after `date` (before it, where `n` is negative). Hours are rounded up to days.
    pub(super) fn shift(self, date: Date, n: i64) -> Option<Date> {
        match self {
            Unit::Minute => plus_days(date, n.div_euclid(24 * 60)),
            Unit::Hour => plus_days(date, if n < 0 { -((-n).checked_add(23)? / 24) } else { n / 24 }),
            Unit::Day => plus_days(date, n),
            Unit::Week => plus_days(date, n.checked_mul(7)?),
            Unit::Month => plus_months(date, n),
            Unit::Year => plus_months(date, n.checked_mul(12)?),
        }
    }

    /// About how many days `n` units are.
    pub(super) fn days(self, n: u64) -> Option<u32> {
        let days = match self {
            Unit::Minute => n.div_ceil(24 * 60),
            Unit::Hour => n.div_ceil(24),
            Unit::Day => n,
            Unit::Week => n.checked_mul(7)?,
            Unit::Month => n.checked_mul(30)?,
            Unit::Year => n.checked_mul(365)?,
        };
        u32::try_from(days).ok()
    }

    /// The week, month or year of the calendar that holds `date`; below a week, the day.
    pub(super) fn around(self, date: Date) -> Option<Days> {
        match self {
            Unit::Minute | Unit::Hour | Unit::Day => Some(Days::day(date)),
            Unit::Week => Days::week_of(date),
            Unit::Month => Some(Days::month_of(date)),
            Unit::Year => Some(Days::year_of(date)),
        }
    }
}

/// The month of a full name.
pub(super) fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    position(&MONTHS, word).map(|at| at + 1)
}

/// The month of a short name; these are words only beside a numeral, since "Jan" and "Mar" are names too.
pub(super) fn short_month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    if word == "sept" { Some(9) } else { position(&MONTHS, word).map(|at| at + 1) }
}

/// The weekday of a full name, Monday being 0, and whether it is a plural.
pub(super) fn weekday(word: &str) -> Option<(i8, bool)> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    position(&DAYS, word)
        .map(|day| (day, false))
        .or_else(|| position(&DAYS, word.strip_suffix('s')?).map(|day| (day, true)))
}

/// The weekday of a short name, Monday being 0.
pub(super) fn short_weekday(word: &str) -> Option<i8> {
    Some(match word {
        "mon" => 0,
        "tue" | "tues" => 1,
        "wed" => 2,
        "thu" | "thur" | "thurs" => 3,
        "fri" => 4,
        "sat" => 5,
        "sun" => 6,
        _ => return None,
    })
}

/// The first month of a season; the northern one, as English news agencies use it.
pub(super) fn season(word: &str) -> Option<i8> {
    Some(match word {
        "spring" => 3,
        "summer" => 6,
        "autumn" | "fall" => 9,
        "winter" => 12,
        _ => return None,
    })
}

/// Whether a word names a part of a day.
pub(super) fn is_part_of_day(word: &str) -> bool {
    matches!(
        word,
        "morning"
            | "afternoon"
            | "evening"
            | "night"
            | "noon"
            | "midnight"
            | "dawn"
            | "dusk"
            | "lunchtime"
            | "midday"
    )
}

/// The number that an ordinal word stands for.
pub(crate) fn ordinal(word: &str) -> Option<u32> {
    const ORDINALS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    position(&ORDINALS, word).and_then(|at| u32::try_from(at + 1).ok())
}

fn position(words: &[&str], word: &str) -> Option<i8> {
    words.iter().position(|known| *known == word).and_then(|at| i8::try_from(at).ok())
}
