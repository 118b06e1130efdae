//! Times that count from the publication or from a day that the text named: "Thursday", "last week",
//! "the past month", "the next day".

use athir_model::TimePrecision;
use athir_nlp::{Dep, Pos};
use jiff::civil::Date;

use super::amount::Amount;
use super::calendar::{Days, plus_days, plus_months, weekday_after, weekday_until};
use super::tense::is_perfect_verb;
use super::value::{Grain, Value};
use super::words::{Unit, is_part_of_day, short_weekday, weekday};
use super::{CLOCK_REACH, Reader, Reading, TimeRole};
use crate::count::piece::{Piece, Shape};
use crate::count::quantity::Bound;

/// How many days before the publication a tale is of long ago.
const LONG_AGO: i32 = 60;

/// How many units "several", "a few" and "recent" stand for where a start is wanted.
const FEW: i64 = 3;

impl Reader<'_> {
    /// A time relative to the publication or to the text that begins at `at`.
    pub(super) fn read_relative(&self, at: usize) -> Option<Reading> {
        self.read_weekday(at)
            .or_else(|| self.read_named_day(at))
            .or_else(|| self.read_this_unit(at))
            .or_else(|| self.read_past_units(at))
            .or_else(|| self.read_anchored(at))
            .or_else(|| self.read_amount_expression(at))
    }

    /// "Thursday", "late on Thursday night", "last Friday", "Monday, Dec. 26", "the early hours of Sunday".
    fn read_weekday(&self, at: usize) -> Option<Reading> {
        let mut next = self.skip_part_of_day(at);
        let prefix = match self.word(next) {
            word @ ("last" | "next" | "this" | "previous") => {
                let past = usize::from(self.is(next + 1, "past"));
                next += 1 + past;
                if word == "this" && past == 1 { "last" } else { word }
            }
            _ => "",
        };
        let Some((day, plural, end)) = self.read_weekday_name(next) else {
            return self.read_dated_part(at, next);
        };
        let nights = self.is_any(end, &["mornings", "afternoons", "evenings", "nights"]);
        if plural || nights || self.follows(next, &["each", "every"]) {
            let end = end + usize::from(nights);
            let at = if self.follows(next, &["each", "every"]) { next - 1 } else { at };
            let end = self.skip_after_day(end);
            let value = Value::EachWeekday(day);
            return Some(Reading { every: true, value, ..Reading::point(at, end, None, TimePrecision::Day) });
        }
        // "Monday, Dec. 26": the date says more.
        let comma = self.skip(end, &[",", "("]);
        let the = self.skip(comma, &["the"]);
        let date =
            self.read_date(the).filter(|date| date.precision == TimePrecision::Day && date.days.is_some());
        if let Some(date) = date.map(|date| self.fit_weekday(date, day)) {
            let closing = usize::from(self.is(comma.wrapping_sub(1), "(") && self.is(date.end, ")"));
            return Some(Reading { start: at, end: date.end + closing, ..date });
        }
        let (mut days, mut role) = self.resolve_weekday(next, day, prefix);
        let mut end = self.skip_after_day(end);
        // "Friday last week", "Friday of last week", "Friday this week"
        let week = self.skip(end, &["of"]);
        if prefix.is_empty()
            && let Some(unit) = self.read_this_unit(week).filter(|unit| unit.precision == TimePrecision::Week)
        {
            let within = |week: Days| plus_days(week.start, i64::from(day)).map(Days::day);
            days = self.published.and_then(|published| match self.word(week) {
                "last" => Days::week_of(plus_days(published, -7)?).and_then(within),
                "next" => Days::week_of(plus_days(published, 7)?).and_then(within),
                _ => Days::week_of(published).and_then(within),
            });
            role = unit.role;
            end = unit.end;
        }
        let mut reading =
            Reading { role, is_weekday: true, ..Reading::point(at, end, days, TimePrecision::Day) };
        if (self.is(at, "overnight") || self.is(end - 1, "overnight"))
            && let Some(days) = days
        {
            reading.days = plus_days(days.end, 1).and_then(|next| Days::between(days.start, next));
        }
        Some(reading)
    }

    /// The year that makes a date without a year fall on a weekday: next to "Saturday", "25 April" may be tomorrow.
    fn fit_weekday(&self, date: Reading, day: i8) -> Reading {
        let fits = |days: &Days| days.start.weekday().to_monday_zero_offset() == day;
        let (Some(days), Some(published)) = (date.days, self.published) else { return date };
        if date.has_year || fits(&days) {
            return date;
        }
        let next = plus_months(days.start, 12).map(Days::day).filter(fits);
        let role = if next.is_some_and(|next| next.start > published) { TimeRole::Future } else { date.role };
        Reading { days: next.or(date.days), role, ..date }
    }

    /// "the night of April 18", "the morning of 31 January": a part of a dated day.
    fn read_dated_part(&self, at: usize, next: usize) -> Option<Reading> {
        let date = (next > at).then(|| self.read_date(next)).flatten()?;
        (date.precision == TimePrecision::Day).then_some(Reading { start: at, ..date })
    }

    /// Skips what may stand before a day and belongs to it: "late", "early on", "the morning of", "the early hours of".
    fn skip_part_of_day(&self, at: usize) -> usize {
        let mut next = self.skip(at, &["the"]);
        let word = next;
        if self.is_any(next, &["early", "late", "earlier", "later", "overnight", "mid"]) {
            next += 1;
            next += usize::from(self.pieces.get(next).is_some_and(Piece::is_dash));
        }
        let part = is_part_of_day(self.word(next)) || self.is(next, "hours") && next > word;
        if part && self.is_any(next + 1, &["of", "on"]) {
            return next + 2;
        }
        if next == word {
            return at;
        }
        self.skip(next, &["on", "of"])
    }

    /// Skips "night", "morning" and the like after a day.
    fn skip_after_day(&self, at: usize) -> usize {
        let next = self.skip(at, &["early", "late"]);
        let dash =
            next + usize::from(self.pieces.get(next).is_some_and(|piece| piece.is_dash() && piece.glued));
        let part = |at: usize| is_part_of_day(self.word(at)) || self.is(at, "overnight");
        match () {
            () if part(dash) => dash + 1,
            () if part(next) => next + 1,
            () => at,
        }
    }

    fn read_weekday_name(&self, at: usize) -> Option<(i8, bool, usize)> {
        const NAMED: [&str; 12] = [
            "bloody", "black", "palm", "good", "easter", "ash", "red", "super", "holy", "girl", "shrove",
            "cyber",
        ];
        const OUTLETS: [&str; 8] =
            ["times", "telegraph", "mirror", "express", "herald", "mail", "tribune", "review"];
        let piece = self.pieces.get(at)?;
        if piece.shape != Shape::Word {
            return None;
        }
        if let Some((day, plural)) = weekday(piece.word()) {
            let named = at > 0 && self.pieces[at - 1].is_any(&NAMED) && self.pieces[at - 1].is_capitalised();
            let outlet = self.is_any(at + 1, &OUTLETS) && self.pieces[at + 1].is_capitalised();
            return (!named && !outlet).then_some((day, plural, at + 1));
        }
        let day = short_weekday(piece.word()).filter(|_| piece.is_capitalised())?;
        let dot = self.pieces.get(at + 1).is_some_and(|next| next.text == "." && next.glued);
        let dated = self.is(at + 1, ",") && self.read_date(at + 2).is_some();
        (dot || dated).then_some((day, false, at + 1 + usize::from(dot)))
    }

    fn resolve_weekday(&self, at: usize, day: i8, prefix: &str) -> (Option<Days>, TimeRole) {
        let Some(published) = self.published else {
            let role = if prefix == "next" { TimeRole::Future } else { TimeRole::Point };
            return (None, role);
        };
        let (date, role) = match prefix {
            "last" => (plus_days(published, -1).and_then(|eve| weekday_until(eve, day)), TimeRole::Point),
            "previous" => {
                let told = self.last_named.map_or(published, |named| named.start);
                (plus_days(told, -1).and_then(|eve| weekday_until(eve, day)), TimeRole::Point)
            }
            "next" => (weekday_after(published, day), TimeRole::Future),
            _ if self.is_future(at) && !self.is_of_past_act(at) => {
                (weekday_after(published, day), TimeRole::Future)
            }
            _ => {
                let told = self.told_weekday(at, day, published);
                (told.or_else(|| weekday_until(published, day)), TimeRole::Point)
            }
        };
        (date.map(Days::day), role)
    }

    /// "On 15 July 2016 … on the Friday night": in a tale of long ago, the weekday of the days that were told last.
    fn told_weekday(&self, at: usize, day: i8, published: Date) -> Option<Date> {
        let named = self.last_named.filter(|_| at < self.named_at + CLOCK_REACH)?;
        let long_ago = (published - named.end).get_days() > LONG_AGO;
        (long_ago && self.follows(at, &["the", "that"]))
            .then(|| weekday_until(plus_days(named.start, 6)?, day))
            .flatten()
    }

    /// "Wednesday's ruling will be heard": a possessive day belongs to what was, unless that is set for a day.
    fn is_of_past_act(&self, at: usize) -> bool {
        const SET_FOR_A_DAY: [&str; 12] = [
            "election",
            "elections",
            "vote",
            "meeting",
            "summit",
            "talks",
            "deadline",
            "match",
            "game",
            "ceremony",
            "referendum",
            "session",
        ];
        let possessive = self.is_any(at + 1, &["'", "’"]) && self.is(at + 2, "s");
        possessive && !(at + 3..at + 6).any(|at| self.is_any(at, &SET_FOR_A_DAY))
    }

    /// "today", "yesterday", "tonight", "last night", "this morning", "overnight", "tomorrow".
    fn read_named_day(&self, at: usize) -> Option<Reading> {
        let next = self.skip(self.skip_part_of_day(at), &["from"]);
        let next = if self.is_any(at, &["earlier", "later", "late", "early"]) { next } else { at };
        let second = self.word(next + 1);
        let (from, to, mut end) = match self.word(next) {
            "today" | "tonight" => (0, 0, next + 1),
            "yesterday" => (-1, -1, next + 1),
            "tomorrow" => (1, 1, next + 1),
            "overnight" => (-1, 0, next + 1),
            "last" if second == "night" => (-1, -1, next + 2),
            "last" if second == "evening" => (-1, -1, next + 2),
            "this" if is_part_of_day(second) => (0, 0, next + 2),
            _ => return None,
        };
        let word = next;
        if is_part_of_day(self.word(end)) && !self.is(word, "this") {
            end += 1;
        }
        let days = self
            .published
            .and_then(|published| Days::between(plus_days(published, from)?, plus_days(published, to)?));
        let role = if from > 0 { TimeRole::Future } else { TimeRole::Point };
        Some(Reading { role, ..Reading::point(at, end, days, TimePrecision::Day) })
    }

    /// "this week", "last month", "next year", "earlier this month", "the weekend", "last weekend".
    pub(super) fn read_this_unit(&self, at: usize) -> Option<Reading> {
        let part = usize::from(self.is_any(at, &["earlier", "later", "early", "late"]));
        let next = at + part;
        if self.is_any(next, &["weekend"]) || self.is_any(next + 1, &["weekend"]) {
            return self.read_weekend(at, next);
        }
        let (unit, times) = Unit::of(self.pieces.get(next + 1)?)?;
        // "this night" is no unit; "the last year" is a year back from now.
        let whole = matches!(unit, Unit::Week | Unit::Month | Unit::Year) && times == 1;
        let singular = !self.word(next + 1).ends_with('s');
        if !whole || !singular || self.follows(at, &["the"]) && !self.is(next, "current") {
            return None;
        }
        let shift = match self.word(next) {
            "this" | "current" => 0,
            "last" => -1,
            "next" => 1,
            _ => return None,
        };
        let days = self.published.and_then(|published| {
            let days = unit.around(unit.shift(published, shift)?)?;
            match self.word(at) {
                "later" => Days::between(published, days.end),
                _ if shift == 0 && !self.is_future(next) => Some(days.until(published)),
                _ => Some(days),
            }
        });
        let future = shift > 0 || self.is(at, "later") && shift == 0;
        let role = if future { TimeRole::Future } else { TimeRole::Point };
        let value = match self.published.and_then(|published| unit.shift(published, shift)) {
            Some(date) => Value::Calendar(date, unit.grain()),
            None => Value::Days,
        };
        Some(Reading { role, has_year: true, value, ..Reading::point(at, next + 2, days, unit.precision()) })
    }

    fn read_weekend(&self, at: usize, next: usize) -> Option<Reading> {
        let (weeks, end) = match self.word(next) {
            "weekend" if self.follows(next, &["the", "over", "at", "past"]) => (0, next + 1),
            "this" => (0, next + 2),
            "last" => (-1, next + 2),
            "next" => (1, next + 2),
            _ => return None,
        };
        let days = self.published.and_then(|published| {
            let monday = Days::week_of(published)?.start;
            let saturday =
                if weeks == 0 { weekday_until(published, 5)? } else { plus_days(monday, 5 + 7 * weeks)? };
            let days = Days::between(saturday, plus_days(saturday, 1)?)?;
            Some(if weeks == 0 { days.until(published) } else { days })
        });
        let role = if weeks > 0 { TimeRole::Future } else { TimeRole::Point };
        let value = days.map_or(Value::Days, |days| Value::Calendar(days.start, Grain::Weekend));
        Some(Reading { role, value, ..Reading::point(at, end, days, TimePrecision::Day) })
    }

    /// "the past week", "the last 24 hours", "recent months", "the past few days", "the coming weeks".
    fn read_past_units(&self, at: usize) -> Option<Reading> {
        let the = self.skip(at, &["the"]);
        let word = self.word(the);
        let future = matches!(word, "coming" | "next");
        let verb = word == "last" && self.token(the).is_some_and(|token| token.pos() == Pos::Verb);
        if verb || !matches!(word, "past" | "last" | "previous" | "recent" | "preceding" | "coming" | "next")
        {
            return None;
        }
        let (n, unit, open, end) = match self.read_amount(the + 1) {
            Some(amount) => (i64::try_from(amount.n).ok()?, amount.unit, amount.open, amount.end),
            None => {
                let few = usize::from(self.is_any(the + 1, &["few", "couple"]));
                let couple = self.is(the + 1, "couple");
                let several = if couple { 2 } else { FEW };
                let few = few + usize::from(few == 1 && self.is(the + 2, "of"));
                let the = the + few;
                let (unit, times) = Unit::of(self.pieces.get(the + 1)?)?;
                let plural = self.word(the + 1).ends_with('s');
                if !plural
                    && (few > 0
                        || the == at
                        || matches!(word, "recent" | "previous" | "preceding" | "next" | "coming"))
                {
                    return None;
                }
                (if plural { several } else { 1 } * i64::from(times), unit, plural && !couple, the + 2)
            }
        };
        if matches!(word, "previous" | "preceding") {
            let days = self.last_named.or(self.published.map(Days::day)).filter(|_| !open);
            let days = days.and_then(|days| {
                Days::between(unit.shift(days.start, n.checked_neg()?)?, plus_days(days.start, -1)?)
            });
            let value =
                if open { Value::open_length(unit) } else { Value::length(u64::try_from(n).ok()?, unit) };
            return Some(Reading { value, ..Reading::point(at, end, days, unit.precision()) });
        }
        let value = if open { Value::open_length(unit) } else { Value::length(u64::try_from(n).ok()?, unit) };
        let n = if open && n == 2 && !self.is(the + 1, "couple") { FEW } else { n };
        let days = self.published.and_then(|published| {
            if future {
                Days::between(published, unit.shift(published, n)?)
            } else {
                Days::between(unit.shift(published, n.checked_neg()?)?, published)
            }
        });
        let precision = if open && unit == Unit::Day { TimePrecision::Week } else { unit.precision() };
        let role = match () {
            () if future => TimeRole::Future,
            () if open => TimeRole::Vague,
            () => TimeRole::Point,
        };
        Some(Reading { role, value, ..Reading::point(at, end, days, precision) })
    }

    /// "that day", "the same day", "the next day", "the previous week", "the day before", "since then".
    fn read_anchored(&self, at: usize) -> Option<Reading> {
        if self.is(at, "then") && self.follows(at, &["since"]) || self.is_adverb_since(at) {
            let (days, precision) = self.last_point?;
            let since = self.is(at, "since");
            return Some(Reading { goes_on: since, ..Reading::point(at, at + 1, Some(days), precision) });
        }
        let first = self.word(at);
        let adjective = if first == "the" { self.word(at + 1) } else { first };
        let noun = at + 1 + usize::from(first == "the");
        let shift = match adjective {
            "same" | "that" if first != adjective || adjective == "that" => Some(0),
            "next" | "following" if first == "the" => Some(1),
            "previous" | "preceding" if first == "the" => Some(-1),
            _ => None,
        };
        if let Some(shift) = shift {
            let is_part = self.is_any(noun, &["morning", "afternoon", "evening", "night", "dawn"]);
            let (unit, 1) = (if is_part { Some((Unit::Day, 1)) } else { Unit::of(self.pieces.get(noun)?) })?
            else {
                return None;
            };
            let singular = !self.word(noun).ends_with('s');
            if matches!(unit, Unit::Minute | Unit::Hour) || !singular {
                return None;
            }
            let told = match unit {
                Unit::Month | Unit::Year => self.last_point.map(|(days, _)| days),
                _ => self.last_named,
            };
            let days = told.and_then(|named| unit.around(unit.shift(named.start, shift)?));
            let end = self.skip_after_day(noun + 1);
            return Some(Reading::point(at, end, days, unit.precision()));
        }
        // "the day before", "the week after": without a number
        if first == "the" && self.is_any(at + 2, &["before", "after"]) {
            let (unit, 1) = Unit::of(self.pieces.get(at + 1)?)? else { return None };
            let amount =
                Amount { n: 1, unit, open: false, bound: Bound::Exactly, adjective: false, end: at + 2 };
            return self.read_offset(at, amount);
        }
        None
    }

    /// "has since taken the town", "they have fled since."
    fn is_adverb_since(&self, at: usize) -> bool {
        self.is(at, "since")
            && self.token(at).is_some_and(|token| token.dep() == Dep::Advmod && is_perfect_verb(token.head()))
    }

    /// Whether the piece at `at` ties the text to the time of its publication: "Thursday", "today", the year itself.
    pub(super) fn is_of_the_day(&self, at: usize) -> bool {
        let year = self.pieces[at].digits(4).filter(|year| (1900..=2099).contains(year));
        let current = self.published.zip(year).is_some_and(|(published, year)| {
            i32::from(published.year()) - 1 <= i32::try_from(year).unwrap_or(0)
        });
        let weekday = self.read_weekday_name(at).is_some_and(|(_, plural, _)| !plural);
        current
            || self.is_any(at, &["today", "yesterday", "tomorrow", "tonight", "overnight", "ago"])
            || weekday && self.read_date(self.skip(at + 1, &[","])).is_none_or(|date| !date.has_year)
    }
}
