//! Quarters of a year and other times of reporting: "the third quarter", "this year's first quarter", "the latest
//! period", "year-end", "the full year".

use athir_model::TimePrecision;
use jiff::civil::Date;

use super::calendar::{Days, plus_months};
use super::value::{Grain, Value};
use super::words::{Unit, ordinal};
use super::{Reader, Reading, TimeRole};
use crate::count::piece::Piece;

impl Reader<'_> {
    /// A quarter or a year of reporting that begins at `at`.
    pub(super) fn read_reporting_time(&self, at: usize) -> Option<Reading> {
        self.read_numbered_quarter(at)
            .or_else(|| self.read_known_quarter(at))
            .or_else(|| self.read_year_before(at))
            .or_else(|| self.read_whole_year(at))
    }

    /// "third-quarter", "the third quarter of 1984", "the 1988 second quarter", "next year's first quarter".
    fn read_numbered_quarter(&self, at: usize) -> Option<Reading> {
        let (year, next) = self.read_year_before_quarter(at);
        let (n, mut end) = self.read_nth(self.skip(next, &["fiscal", "-"]))?;
        end = self.skip(end, &["fiscal"]);
        end += usize::from(self.pieces.get(end).is_some_and(Piece::is_dash));
        if !self.is_any(end, &["quarter", "quarters"]) || !(1..=4).contains(&n) {
            return None;
        }
        end += 1;
        let first = 3 * i8::try_from(n).ok()? - 2;
        let days = |year: i16| Days::months(year, first, 3);
        let after = self.read_year_after(end);
        let (days, role) = match (year, after) {
            (Some(year), _) => (days(year), TimeRole::Point),
            (None, Some((year, after))) => {
                end = after;
                (days(year), TimeRole::Point)
            }
            (None, None) => match self.published.and_then(|published| just_ended(published, n)) {
                Some(ended) => (Some(ended), TimeRole::Point),
                None => self.in_likely_year(at, 2, days),
            },
        };
        Some(quarter(at, end, days, role))
    }

    /// "1988", "this year's" before a quarter, and where the quarter begins.
    fn read_year_before_quarter(&self, at: usize) -> (Option<i16>, usize) {
        let year = self.digits(at, 4).filter(|year| (1900..=2099).contains(year));
        if let Some(year) = year.and_then(|year| i16::try_from(year).ok()) {
            return (Some(year), at + 1);
        }
        let shift = match self.word(at) {
            "last" => -1,
            "this" => 0,
            "next" => 1,
            _ => return (None, at),
        };
        let possessive = match self.word(at + 1) {
            "year's" | "year’s" => at + 2,
            "year" if self.is_any(at + 2, &["'", "’"]) && self.is(at + 3, "s") => at + 4,
            _ => return (None, at),
        };
        (self.published.map(|published| published.year() + shift), possessive)
    }

    /// "third", "3rd".
    fn read_nth(&self, at: usize) -> Option<(u32, usize)> {
        let suffix = |at: usize| self.is_any(at, &["st", "nd", "rd", "th"]);
        match self.digits(at, 1) {
            Some(n) if suffix(at + 1) => Some((n, at + 2)),
            _ => Some((ordinal(self.word(at))?, at + 1)),
        }
    }

    /// "the quarter", "the latest period", "this quarter", "the year-earlier quarter", "the 1988 quarter": the quarter
    /// that the text spoke of last, or else the last one that ended before the publication.
    fn read_known_quarter(&self, at: usize) -> Option<Reading> {
        let (year, next) = self.read_year_before_quarter(at);
        let (back, noun) = match self.word(next) {
            "quarter" if year.is_some() => (None, next),
            "quarter" if self.follows(next, &["the"]) && self.last_quarter.is_some() => (None, next),
            "latest" => (None, next + 1),
            "same" if self.last_quarter.is_some() => (None, next + 1),
            "this" | "current" => (Some(0), next + 1),
            "last" => (Some(-1), next + 1),
            "next" | "coming" => (Some(1), next + 1),
            _ => (None, self.end_of_year_before(next)?),
        };
        let period = self.is(noun, "period") && (noun > next + 1 || self.is(next, "latest"));
        if !self.is(noun, "quarter") && !period {
            return None;
        }
        let ended = self.published.and_then(|published| plus_months(quarter_of(published)?, -3));
        let told = self.last_quarter.filter(|_| !self.is(next, "latest")).or(ended);
        let date = match back {
            Some(n) => self.published.and_then(|published| plus_months(quarter_of(published)?, 3 * n)),
            None if noun > next + 1 => told.and_then(|told| plus_months(told, -12)),
            None => told,
        };
        let date = match year {
            Some(year) => date.and_then(|date| Date::new(year, date.month(), 1).ok()),
            None => date,
        };
        let days = date.and_then(|date| Days::months(date.year(), date.month(), 3));
        let role = if back == Some(1) { TimeRole::Future } else { TimeRole::Point };
        let mut end = noun + 1;
        let mut reading = quarter(at, end, days, role);
        if year.is_none() && self.read_year_after(end).is_some() {
            end = self.read_year_after(end).map_or(end, |(_, end)| end);
            reading.end = end;
        }
        Some(reading)
    }

    /// The end of "year-ago" or "year-earlier".
    fn end_of_year_before(&self, at: usize) -> Option<usize> {
        let dash = self.pieces.get(at + 1).is_some_and(Piece::is_dash);
        (self.is(at, "year") && dash && self.is_any(at + 2, &["ago", "earlier"])).then_some(at + 3)
    }

    /// "year-ago", "year-earlier" by itself: the quarter or the year before that of the text.
    fn read_year_before(&self, at: usize) -> Option<Reading> {
        let end = self.end_of_year_before(at)?;
        if let Some(told) = self.last_quarter {
            let days = plus_months(told, -12).and_then(|date| Days::months(date.year(), date.month(), 3));
            return Some(quarter(at, end, days, TimeRole::Point));
        }
        let days = self.published.and_then(|published| {
            let year = published.year().checked_sub(1)?;
            Days::years(year, year)
        });
        Some(Reading::point(at, end, days, TimePrecision::Year))
    }

    /// "year-end", "the full year", "the fiscal year".
    fn read_whole_year(&self, at: usize) -> Option<Reading> {
        let published = self.published;
        if self.is(at, "year")
            && self.pieces.get(at + 1).is_some_and(Piece::is_dash)
            && self.is(at + 2, "end")
        {
            let last_day = |year: i16| Some(Days::day(Date::new(year, 12, 31).ok()?));
            let (days, role, end) = match self.read_year_after(at + 3) {
                Some((year, end)) => (last_day(year), TimeRole::Point, end),
                None => {
                    let (days, role) = self.in_likely_year(at, 2, last_day);
                    (days, role, at + 3)
                }
            };
            return Some(Reading { role, ..Reading::point(at, end, days, TimePrecision::Day) });
        }
        let bounded = self.is_any(at + 1, &["ended", "ending"]) && self.follows(at, &["the"]);
        if self.is(at, "year") && bounded {
            let value = Value::length(1, Unit::Year);
            return Some(Reading { value, ..Reading::vague(at, at + 1) });
        }
        if !self.is_any(at, &["full", "fiscal"]) || !self.is(at + 1, "year") || !self.follows(at, &["the"]) {
            return None;
        }
        let days = published.and_then(|published| Days::years(published.year(), published.year()));
        let end = self.skip(at + 1, &["fiscal"]) + 1;
        Some(Reading {
            role: TimeRole::Vague,
            value: year_value(days),
            ..Reading::point(at, end, days, TimePrecision::Year)
        })
    }
}

fn year_value(days: Option<Days>) -> Value {
    days.map_or(Value::Days, |days| Value::Calendar(days.start, Grain::Year))
}

fn quarter(at: usize, end: usize, days: Option<Days>, role: TimeRole) -> Reading {
    let value = days.map_or(Value::Days, |days| Value::Calendar(days.start, Grain::Quarter));
    Reading { role, value, ..Reading::point(at, end, days, TimePrecision::Month) }
}

/// The quarter of this number if it is the last one that ended before the publication: reports tell its results.
fn just_ended(published: Date, n: u32) -> Option<Days> {
    let first = plus_months(quarter_of(published)?, -3)?;
    let months = (first.month() - 1) / 3 + 1;
    (i8::try_from(n) == Ok(months)).then(|| Days::months(first.year(), first.month(), 3)).flatten()
}

/// The first day of the quarter that holds `date`.
fn quarter_of(date: Date) -> Option<Date> {
    Date::new(date.year(), (date.month() - 1) / 3 * 3 + 1, 1).ok()
}
