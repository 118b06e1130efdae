//! Feasts that name a day.

use athir_model::TimePrecision;
use jiff::civil::Date;

use super::calendar::{Days, plus_days};
use super::{Reader, Reading};
use crate::count::piece::Piece;

/// The eleventh of September of 2001, whichever words name it.
fn eleventh(at: usize, end: usize) -> Reading {
    let day = Date::new(2001, 9, 11).ok().map(Days::day);
    Reading { has_year: true, ..Reading::point(at, end, day, TimePrecision::Day) }
}

impl Reader<'_> {
    /// "Christmas Eve", "New Year's Day", with or without a year.
    pub(super) fn read_feast(&self, at: usize) -> Option<Reading> {
        let is_split = self.is(at, "9") && self.is(at + 1, "/") && self.is(at + 2, "11");
        if is_split && self.pieces[at + 2].glued {
            return Some(eleventh(at, at + 3));
        }
        // "the September 11 attacks"
        let is_month = self.is_any(at, &["september", "sept", "sep"]);
        let number = self.skip(at + 1, &["."]);
        if is_month
            && self.is(number, "11")
            && self
                .is_any(number + 1, &["attacks", "attack", "terrorist", "hijackers", "hijackings", "terror"])
        {
            return Some(eleventh(at, number + 1));
        }
        if !self.pieces.get(at)?.is_capitalised() {
            return None;
        }
        if let Some(reading) = self.read_easter(at) {
            return Some(reading);
        }
        let possessive = |at: usize| {
            let mark = usize::from(self.is_any(at, &["'s", "’s", "'", "’"]));
            at + mark + usize::from(mark == 1 && self.is(at + 1, "s"))
        };
        let (month, day, end) = match self.word(at) {
            "christmas" if self.is(at + 1, "eve") => (12, 24, at + 2),
            "christmas" => (12, 25, self.skip(at + 1, &["day"])),
            "boxing" if self.is(at + 1, "day") => (12, 26, at + 2),
            "halloween" => (10, 31, at + 1),
            "valentine" | "valentine's" if self.is(possessive(at + 1), "day") => {
                (2, 14, possessive(at + 1) + 1)
            }
            "new" if self.is_any(at + 1, &["year", "year's", "years"]) => match self.word(possessive(at + 2))
            {
                "eve" => (12, 31, possessive(at + 2) + 1),
                "day" => (1, 1, possessive(at + 2) + 1),
                _ => return None,
            },
            "bastille" if self.is(at + 1, "day") => (7, 14, at + 2),
            "may" if self.is(at + 1, "day") && self.pieces[at + 1].is_capitalised() => (5, 1, at + 2),
            "ramadan" | "easter" | "eid" | "muharram" | "ashura" => return Some(self.read_movable_feast(at)),
            _ => return None,
        };
        if self.is_any(end, &["market", "tree", "party", "card", "present"]) {
            return None;
        }
        let days = |year| Some(Days::day(Date::new(year, month, day).ok()?));
        let reading = |end, days| Reading::point(at, end, days, TimePrecision::Day);
        if let Some((year, end)) = self.read_year_after(end) {
            return Some(Reading { has_year: true, ..reading(end, days(year)) });
        }
        let (days, role) = self.in_likely_year(at, 2, days);
        Some(Reading { role, ..reading(end, days) })
    }

    /// "Good Friday", "Easter Sunday", "Palm Sunday": days around Easter, with or without a year.
    fn read_easter(&self, at: usize) -> Option<Reading> {
        let after = match (self.word(at), self.word(at + 1)) {
            ("palm", "sunday") => -7,
            ("good", "friday") => -2,
            ("easter", "sunday") => 0,
            ("easter", "monday") => 1,
            _ => return None,
        };
        if !self.pieces[at + 1].is_capitalised() || self.is_any(at + 2, &["agreement", "accord"]) {
            return None;
        }
        let days = |year: i16| easter(year).and_then(|sunday| plus_days(sunday, after)).map(Days::day);
        let reading = |end, days| Reading::point(at, end, days, TimePrecision::Day);
        if let Some((year, end)) = self.read_year_after(at + 2) {
            return Some(Reading { has_year: true, ..reading(end, days(year)) });
        }
        let (days, role) = self.in_likely_year(at, 2, days);
        Some(Reading { role, ..reading(at + 2, days) })
    }

    /// A feast whose day moves, and with it the words for one of its days: not datable without a table.
    fn read_movable_feast(&self, at: usize) -> Reading {
        let mut end = at + 1;
        if self.is(end, "al") || self.is_any(end, &["sunday", "monday"]) {
            end += 1;
            if self.pieces.get(end).is_some_and(Piece::is_dash) && self.pieces.get(end + 1).is_some() {
                end += 2;
            }
        }
        Reading::vague(at, end)
    }
}

/// Easter Sunday of a year in the western churches (Meeus's rule for the Gregorian calendar).
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let leap = century / 4;
    let moon = (19 * golden + century - leap - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let late = (golden + 11 * moon + 22 * weekday) / 451;
    let days = moon + weekday - 7 * late + 114;
    Date::new(i16::try_from(year).ok()?, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?)
        .ok()
}
