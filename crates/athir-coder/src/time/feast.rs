//! Feasts that name a day.

use athir_model::TimePrecision;
use jiff::civil::Date;

use super::calendar::Days;
use super::{Reader, Reading};
use crate::count::piece::Piece;

impl Reader<'_> {
    /// "Christmas Eve", "New Year's Day", with or without a year.
    pub(super) fn read_feast(&self, at: usize) -> Option<Reading> {
        if !self.pieces.get(at)?.is_capitalised() {
            return None;
        }
        let possessive = |at: usize| {
            let mark = self.skip(at, &["'s", "’s", "'", "’"]);
            if mark > at { self.skip(mark, &["s"]) } else { at }
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
