//! Parts of a longer time: "late June", "mid-2012", "the first week of May".

use athir_model::TimePrecision;

use super::calendar::{Days, plus_days};
use super::value::{Grain, Value};
use super::words::{Unit, month, ordinal};
use super::{Reader, Reading};
use crate::count::piece::Piece;

/// A part of a longer time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Early,
    Mid,
    Late,
    FirstHalf,
    SecondHalf,
    /// The n-th week; 0 is the last one.
    Week(u32),
    FirstDays,
    LastDays,
}

impl Reader<'_> {
    /// "late June", "mid-2012", "the end of the year", "the first week of May", "late in June".
    pub(super) fn read_part(&self, at: usize) -> Option<Reading> {
        let start = at;
        let (part, next) = self.read_part_word(self.skip(at, &["the"]))?;
        let next = self.skip(self.skip(next, &["of", "in", "-"]), &["the"]);
        let dash = self.pieces.get(next).is_some_and(Piece::is_dash);
        let inner = next + usize::from(dash);
        let whole = (self.is_any(inner, &["year", "month", "week"]) && self.follows(inner, &["the"]))
            .then(|| self.read_current(inner))
            .flatten()
            .or_else(|| self.read_month(inner))
            .or_else(|| self.read_loose_month(inner))
            .or_else(|| self.read_season(inner))
            .or_else(|| self.read_decade(inner))
            .or_else(|| self.read_plain_year(inner))
            .or_else(|| self.read_this_unit(inner))?;
        let (days, precision) = match whole.days {
            Some(days) => {
                narrow(days, whole.precision, part).map_or((None, whole.precision), |(d, p)| (Some(d), p))
            }
            None => (None, narrowed(whole.precision)),
        };
        let value = match (whole.value, whole.days, part) {
            (Value::Days, Some(year), Part::FirstHalf | Part::SecondHalf)
                if whole.precision == TimePrecision::Year =>
            {
                let half = if part == Part::FirstHalf { year.start } else { year.end };
                Value::Calendar(half, Grain::Half)
            }
            (Value::Days, Some(days), _) => Value::Calendar(days.start, Grain::of(whole.precision)),
            (value, ..) => value,
        };
        Some(Reading { start, days, precision, value, ..whole })
    }

    fn read_part_word(&self, at: usize) -> Option<(Part, usize)> {
        let of = |at: usize| self.is_any(at, &["of", "in"]);
        Some(match self.word(at) {
            "early" => (Part::Early, at + 1),
            "mid" => (Part::Mid, at + 1),
            "late" => (Part::Late, at + 1),
            "start" | "beginning" | "outset" if of(at + 1) => (Part::Early, at + 1),
            "middle" if of(at + 1) => (Part::Mid, at + 1),
            "end" | "close" if of(at + 1) => (Part::Late, at + 1),
            "first" | "second" | "third" | "fourth" | "last" | "final" | "opening" | "closing" | "latter" => {
                let late = self.is_any(at, &["last", "final", "closing", "latter"]);
                let n = if late { 0 } else { ordinal(self.word(at)).unwrap_or(1) };
                let part = match self.word(at + 1) {
                    "week" => Part::Week(n),
                    "half" if n == 1 => Part::FirstHalf,
                    "half" => Part::SecondHalf,
                    "days" if n == 1 => Part::FirstDays,
                    "days" if late => Part::LastDays,
                    _ => return None,
                };
                of(at + 2).then_some((part, at + 2))?
            }
            _ => return None,
        })
    }

    /// "the year", "the month", "the week" of the publication or of the time told, as in "the start of the year".
    fn read_current(&self, at: usize) -> Option<Reading> {
        let (unit, _) = Unit::of(self.pieces.get(at)?)?;
        let told = self.last_point.filter(|_| self.narrates).map(|(days, _)| days.start);
        let days = told.or(self.published).and_then(|date| unit.around(date));
        Some(Reading::point(at, at + 1, days, unit.precision()))
    }

    /// "March", "May" or "August" where the words before leave no doubt: "late May".
    fn read_loose_month(&self, at: usize) -> Option<Reading> {
        let piece = self.pieces.get(at).filter(|piece| piece.is_capitalised())?;
        self.finish_month(at, month(piece.word())?, at + 1)
    }
}

/// A part of some days, with its precision.
fn narrow(days: Days, precision: TimePrecision, part: Part) -> Option<(Days, TimePrecision)> {
    let Days { start, end } = days;
    let from = |first: i64, last: i64| {
        Days::between(plus_days(start, first - 1)?, plus_days(start, last - 1)?.min(end))
    };
    let back = |n: i64| Days::between(plus_days(end, 1 - n)?, end);
    let months = |first: i8, n: i64| Days::months(start.year(), first, n);
    let length = i64::from((end - start).get_days()) + 1;
    let part = match (precision, part) {
        // "the early 1990s"
        (TimePrecision::Year, _) if length > 366 => {
            let year = start.year();
            let (first, last) = match part {
                Part::Early | Part::FirstDays => (year, year + 3),
                Part::Mid => (year + 4, year + 6),
                Part::Late | Part::LastDays => (year + 7, year + 9),
                Part::FirstHalf => (year, year + 4),
                Part::SecondHalf => (year + 5, year + 9),
                Part::Week(_) => return Some((days, precision)),
            };
            return Some((if length > 3700 { days } else { Days::years(first, last)? }, TimePrecision::Year));
        }
        (TimePrecision::Year, Part::Early) => months(1, 3),
        (TimePrecision::Year, Part::Mid) => months(6, 3),
        (TimePrecision::Year, Part::Late) => months(10, 3),
        (TimePrecision::Year, Part::FirstHalf) => months(1, 6),
        (TimePrecision::Year, Part::SecondHalf) => months(7, 6),
        (TimePrecision::Month, _) if length > 31 => return Some((days, precision)),
        (TimePrecision::Month, Part::Early) => from(1, 10),
        (TimePrecision::Month, Part::Mid) => from(11, 20),
        (TimePrecision::Month, Part::Late) => from(21, 31),
        (TimePrecision::Month, Part::FirstHalf) => from(1, 15),
        (TimePrecision::Month, Part::SecondHalf) => from(16, 31),
        (TimePrecision::Month | TimePrecision::Year, Part::Week(0)) => back(7),
        (TimePrecision::Month | TimePrecision::Year, Part::Week(n)) => {
            from(i64::from(n) * 7 - 6, i64::from(n) * 7)
        }
        (TimePrecision::Month | TimePrecision::Year, Part::FirstDays) => from(1, 5),
        (TimePrecision::Month | TimePrecision::Year, Part::LastDays) => back(5),
        _ => return Some((days, precision)),
    }?;
    let precision =
        if (part.end - part.start).get_days() > 31 { TimePrecision::Month } else { narrowed(precision) };
    Some((part, precision))
}

/// The precision of a part of something of this precision.
fn narrowed(precision: TimePrecision) -> TimePrecision {
    match precision {
        TimePrecision::Year => TimePrecision::Month,
        TimePrecision::Month => TimePrecision::Week,
        precision => precision,
    }
}
