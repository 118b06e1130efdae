//! Times that count from the publication or from a day that the text named: "Thursday", "last week", "two days ago",
//! "the next day", and lengths of time.

use athir_model::{Count, TimePrecision};
use athir_nlp::{Dep, Pos, Token};

use super::calendar::{Days, plus_days, plus_months, weekday_after, weekday_until};
use super::words::{Unit, is_part_of_day, short_weekday, weekday};
use super::{Reader, Reading, TimeRole};
use crate::count::piece::{Piece, Shape};
use crate::count::quantity::{Bound, read_quantity};

/// So many units of time, as the words bound it.
#[derive(Clone, Copy, Debug)]
struct Amount {
    n: u64,
    unit: Unit,
    open: bool,
    bound: Bound,
    /// Whether the unit is singular and joined, as in "two-year siege".
    adjective: bool,
    end: usize,
}

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
            word @ ("last" | "next" | "this") => {
                let past = usize::from(self.is(next + 1, "past"));
                next += 1 + past;
                if word == "this" && past == 1 { "last" } else { word }
            }
            _ => "",
        };
        let Some((day, plural, end)) = self.read_weekday_name(next) else { return self.read_dated_part(at, next) };
        if plural {
            return Some(Reading { every: true, ..Reading::point(at, end, None, TimePrecision::Day) });
        }
        // "Monday, Dec. 26": the date says more.
        let comma = self.skip(end, &[",", "("]);
        let the = self.skip(comma, &["the"]);
        let date = self.read_date(the).filter(|date| date.precision == TimePrecision::Day && date.days.is_some());
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
        let mut reading = Reading { role, is_weekday: true, ..Reading::point(at, end, days, TimePrecision::Day) };
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
        let dash = next + usize::from(self.pieces.get(next).is_some_and(|piece| piece.is_dash() && piece.glued));
        let part = |at: usize| is_part_of_day(self.word(at)) || self.is(at, "overnight");
        match () {
            () if part(dash) => dash + 1,
            () if part(next) => next + 1,
            () => at,
        }
    }

    fn read_weekday_name(&self, at: usize) -> Option<(i8, bool, usize)> {
        const NAMED: [&str; 12] = [
            "bloody", "black", "palm", "good", "easter", "ash", "red", "super", "holy", "girl", "shrove", "cyber",
        ];
        const OUTLETS: [&str; 8] = ["times", "telegraph", "mirror", "express", "herald", "mail", "tribune", "review"];
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
            "next" => (weekday_after(published, day), TimeRole::Future),
            _ if self.is_future(at) => (weekday_after(published, day), TimeRole::Future),
            _ => (weekday_until(published, day), TimeRole::Point),
        };
        (date.map(Days::day), role)
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
        let days = self.published.and_then(|published| Days::between(plus_days(published, from)?, plus_days(published, to)?));
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
        if !whole || !singular || self.follows(at, &["the"]) {
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
        Some(Reading { role, has_year: true, ..Reading::point(at, next + 2, days, unit.precision()) })
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
            let saturday = if weeks == 0 { weekday_until(published, 5)? } else { plus_days(monday, 5 + 7 * weeks)? };
            let days = Days::between(saturday, plus_days(saturday, 1)?)?;
            Some(if weeks == 0 { days.until(published) } else { days })
        });
        let role = if weeks > 0 { TimeRole::Future } else { TimeRole::Point };
        Some(Reading { role, ..Reading::point(at, end, days, TimePrecision::Day) })
    }

    /// "the past week", "the last 24 hours", "recent months", "the past few days", "the coming weeks".
    fn read_past_units(&self, at: usize) -> Option<Reading> {
        let the = self.skip(at, &["the"]);
        let word = self.word(the);
        let future = matches!(word, "coming" | "next");
        if !matches!(word, "past" | "last" | "previous" | "recent" | "preceding" | "coming" | "next") {
            return None;
        }
        let (n, unit, open, end) = match self.read_amount(the + 1) {
            Some(amount) => (i64::try_from(amount.n).ok()?, amount.unit, amount.open, amount.end),
            None => {
                let few = usize::from(self.is_any(the + 1, &["few", "couple"]));
                let few = few + usize::from(few == 1 && self.is(the + 2, "of"));
                let the = the + few;
                let (unit, times) = Unit::of(self.pieces.get(the + 1)?)?;
                let plural = self.word(the + 1).ends_with('s');
                if !plural && (few > 0 || the == at || matches!(word, "recent" | "previous" | "preceding" | "next" | "coming")) {
                    return None;
                }
                (if plural { FEW } else { 1 } * i64::from(times), unit, plural, the + 2)
            }
        };
        if matches!(word, "previous" | "preceding") {
            let days = self.last_named.or(self.published.map(Days::day)).filter(|_| !open);
            let days = days.and_then(|days| {
                Days::between(unit.shift(days.start, n.checked_neg()?)?, plus_days(days.start, -1)?)
            });
            return Some(Reading::point(at, end, days, unit.precision()));
        }
        let n = if open { FEW } else { n };
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
        Some(Reading { role, ..Reading::point(at, end, days, precision) })
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
            let (unit, 1) = Unit::of(self.pieces.get(noun)?)? else { return None };
            let singular = !self.word(noun).ends_with('s');
            if matches!(unit, Unit::Minute | Unit::Hour) || !singular {
                return None;
            }
            let days = self.last_named.and_then(|named| unit.around(unit.shift(named.start, shift)?));
            let end = self.skip_after_day(noun + 1);
            return Some(Reading::point(at, end, days, unit.precision()));
        }
        // "the day before", "the week after": without a number
        if first == "the" && self.is_any(at + 2, &["before", "after"]) {
            let (unit, 1) = Unit::of(self.pieces.get(at + 1)?)? else { return None };
            let amount = Amount { n: 1, unit, open: false, bound: Bound::Exactly, adjective: false, end: at + 2 };
            return self.read_offset(at, amount);
        }
        None
    }

    /// "has since taken the town", "they have fled since."
    fn is_adverb_since(&self, at: usize) -> bool {
        self.is(at, "since")
            && self.token(at).is_some_and(|token| token.dep() == Dep::Advmod && is_perfect_verb(token.head()))
    }

    /// "two days ago", "a week later", "three days after the vote", "for two years", "two-year siege", "months-long".
    fn read_amount_expression(&self, at: usize) -> Option<Reading> {
        let amount = self.read_amount(at)?;
        if let Some(offset) = self.read_offset(at, amount) {
            return Some(offset);
        }
        Some(self.duration(at, amount))
    }

    fn read_amount(&self, at: usize) -> Option<Amount> {
        let piece = self.pieces.get(at)?;
        let bare = |at: usize, end: usize, open: bool| {
            let (unit, times) = Unit::of(self.pieces.get(at)?)?;
            Some(Amount {
                n: u64::from(times) * if open { 2 } else { 1 },
                unit,
                open,
                bound: Bound::Exactly,
                adjective: false,
                end,
            })
        };
        // "a week", "an entire year", "more than a month", "months" with nothing before it
        let article = self.is_any(at, &["a", "an", "one"]);
        if article {
            let noun = at + 1 + usize::from(self.is_any(at + 1, &["full", "whole", "entire", "single"]));
            if let Some(amount) = bare(noun, noun + 1, false) {
                return self.finish_amount(amount);
            }
        }
        if Unit::of(piece).is_some() && piece.word().ends_with('s') && self.stands_alone(at) {
            return self.finish_amount(bare(at, at + 1, true)?);
        }
        if let Some(quantity) = read_quantity(&self.pieces, at) {
            let dash = self.pieces.get(quantity.end).is_some_and(Piece::is_dash);
            let noun = quantity.end + usize::from(dash);
            let noun = self.skip(noun, &["full", "consecutive", "straight", "more", "other", "long"]);
            let noun = if quantity.open { self.skip(noun, &["of"]) } else { noun };
            let (unit, times) = Unit::of(self.pieces.get(noun)?)?;
            let n = match quantity.count {
                Count { low: Some(low), high: Some(high) } if low < high => high,
                _ => quantity.number,
            };
            let bound = quantity.bound;
            let n = n.checked_mul(u64::from(times))?;
            let adjective = dash || !self.word(noun).ends_with('s') && n > 1;
            return self.finish_amount(Amount { n, unit, open: quantity.open, bound, adjective, end: noun + 1 });
        }
        // "more than a year", "nearly a week", "half a year"
        let skip = [("more", "than"), ("less", "than"), ("at", "least"), ("over", ""), ("nearly", ""), ("almost", ""), ("about", ""), ("around", ""), ("up", "to"), ("just", ""), ("roughly", ""), ("half", "")];
        let (first, second) = skip.into_iter().find(|(first, second)| {
            self.is(at, first) && (second.is_empty() || self.is(at + 1, second))
        })?;
        let next = at + 1 + usize::from(!second.is_empty());
        if !self.is_any(next, &["a", "an", "one"]) {
            return None;
        }
        let mut amount = bare(next + 1, next + 2, false)?;
        amount.bound = match first {
            "more" | "over" => Bound::More,
            "at" => Bound::AtLeast,
            "nearly" | "almost" | "up" => Bound::AtMost,
            "less" => Bound::Fewer,
            _ => Bound::Exactly,
        };
        self.finish_amount(amount)
    }

    /// Ages ("12-year-old", "30 years of age") are no lengths of time; "-long" belongs to one.
    fn finish_amount(&self, mut amount: Amount) -> Option<Amount> {
        let dash = self.pieces.get(amount.end).is_some_and(Piece::is_dash);
        let next = amount.end + usize::from(dash);
        if self.is_any(next, &["old", "olds"]) || self.is(amount.end, "of") && self.is(amount.end + 1, "age") {
            return None;
        }
        if self.is(amount.end, "or") && self.is(amount.end + 1, "so") {
            amount.end += 2;
        } else if self.is(next, "long") {
            amount.adjective = true;
            amount.end = next + 1;
        } else if self.is_any(amount.end, &["'", "’"]) && !self.is(amount.end + 1, "s") {
            amount.adjective = true;
        }
        Some(amount)
    }

    /// Whether "days", "months" or "years" means a length of time by itself: "for months", "years of war", "months-long".
    fn stands_alone(&self, at: usize) -> bool {
        self.follows(at, &["for", "in", "over", "within", "after", "of", "lasted", "lasting", "took"])
            || self.is_any(at + 1, &["of", "ago", "later", "earlier", "before", "after", "-", "long"])
    }

    /// "ago", "earlier", "later", "before" and "after" behind a length of time.
    fn read_offset(&self, at: usize, amount: Amount) -> Option<Reading> {
        if amount.adjective {
            return None;
        }
        let end = amount.end + 1;
        let n = i64::try_from(amount.n).ok()?;
        match self.word(amount.end) {
            "ago" | "back" if self.is(amount.end, "ago") || self.follows(at, &["some"]) => Some(self.ago(at, end, amount, n)),
            "earlier" | "previously" if !self.is(end, "than") => Some(self.from_named(at, end, amount, -n)),
            "later" | "afterwards" | "afterward" => Some(self.from_named(at, end, amount, n)),
            "before" | "after" | "following" | "prior" => {
                let sign = if self.is_any(amount.end, &["before", "prior"]) { -1 } else { 1 };
                let ends = self.pieces.get(end).is_none_or(|next| next.shape == Shape::Mark && !matches!(next.text, "\"" | "“" | "'" | "‘" | "("));
                if ends && !self.is(amount.end, "following") {
                    return Some(self.from_named(at, end, amount, sign * n));
                }
                let days = i32::try_from(amount.unit.days(amount.n)?).ok()?.checked_mul(i32::try_from(sign).ok()?)?;
                let role = if amount.open { TimeRole::Vague } else { TimeRole::Offset { days } };
                Some(Reading { role, ..Reading::point(at, end, None, amount.unit.precision()) })
            }
            "from" if self.is(end, "now") => {
                let days = self.published.and_then(|published| amount.unit.around(amount.unit.shift(published, n)?));
                let reading = Reading::point(at, end + 1, days, amount.unit.precision());
                Some(Reading { role: TimeRole::Future, ..reading })
            }
            _ => None,
        }
    }

    /// "two days ago" is a day; "three weeks ago" is a week of the calendar, "a year ago" a year.
    fn ago(&self, at: usize, end: usize, amount: Amount, n: i64) -> Reading {
        let Amount { unit, bound, .. } = amount;
        let date = |n: i64| self.published.and_then(|published| unit.shift(published, n.checked_neg()?));
        if amount.open {
            return Reading { last_day: date(n), ..Reading::vague(at, end) };
        }
        let days = date(n).and_then(|date| match (unit, bound) {
            (Unit::Minute | Unit::Hour, _) => Days::between(date, plus_days(date, 1)?.min(self.published?)),
            (Unit::Week, Bound::AtMost | Bound::Fewer) => Days::between(date, plus_days(date, 2)?),
            (Unit::Week | Unit::Month, Bound::More | Bound::AtLeast) => {
                Days::between(unit.shift(date, -1)?, date)
            }
            _ => unit.around(date),
        });
        Reading::point(at, end, days, unit.precision())
    }

    /// So many units from the day that the text named last, or from the publication.
    fn from_named(&self, at: usize, end: usize, amount: Amount, n: i64) -> Reading {
        let named = self.last_named.or(self.published.map(Days::day));
        if matches!(amount.unit, Unit::Minute | Unit::Hour) {
            return Reading { clock_only: true, ..Reading::point(at, end, None, TimePrecision::Day) };
        }
        if amount.open || n > 0 && self.last_named.is_none() {
            return Reading::vague(at, end);
        }
        let days = named.and_then(|named| amount.unit.around(amount.unit.shift(named.start, n)?));
        Reading::point(at, end, days, amount.unit.precision())
    }

    /// A length of time. With a perfect tense ("have fought for two years") or as "a two-year siege" it reaches back
    /// from the publication.
    fn duration(&self, at: usize, amount: Amount) -> Reading {
        let days = amount.unit.days(amount.n).filter(|_| !amount.open);
        let lasting = self.follows(at, &["for"]) && self.is_perfect(at) || amount.adjective && !amount.open;
        let long = !matches!(amount.unit, Unit::Minute | Unit::Hour);
        let span = self.published.filter(|_| lasting && long && !amount.open && !self.is_future(at)).and_then(|published| {
            let start = amount.unit.shift(published, i64::try_from(amount.n).ok()?.checked_neg()?)?;
            Days::between(start, published)
        });
        Reading { role: TimeRole::Duration { days }, ..Reading::point(at, amount.end, span, amount.unit.precision()) }
    }

    /// Whether the clause around `at` has a perfect tense: "has fought", "have been trying to cut the road".
    fn is_perfect(&self, at: usize) -> bool {
        let Some(token) = self.token(at) else { return false };
        let mut verbs = token.ancestors().take(8).filter(|ancestor| matches!(ancestor.pos(), Pos::Verb | Pos::Aux));
        let infinitive = |verb: &Token<'_>| verb.children().any(|child| child.tag() == "TO");
        verbs.find(|verb| !infinitive(verb)).is_some_and(is_perfect_verb)
    }

    /// Whether the clause around `at` speaks of the future: "will meet on Friday", "due to start on Monday".
    pub(super) fn is_future(&self, at: usize) -> bool {
        self.speaks_of_future(at) == Some(true)
    }

    /// Whether the verb that governs the clause around `at` tells of the future or not; `None` without such a verb.
    pub(super) fn speaks_of_future(&self, at: usize) -> Option<bool> {
        let mut token = self.token(at)?;
        for _ in 0..12 {
            let lemma = token.lemma();
            if matches!(lemma, "due" | "slated") || matches!(lemma, "schedule" | "slate") && token.tag() == "VBN" {
                return Some(true);
            }
            if matches!(token.pos(), Pos::Verb | Pos::Aux)
                && let Some(future) = verb_is_future(token)
            {
                return Some(future);
            }
            if token.is_root() {
                break;
            }
            token = token.head();
        }
        None
    }

    /// Whether the piece at `at` names a day that counts from the publication: "Thursday", "today".
    pub(super) fn is_deictic(&self, at: usize) -> bool {
        self.is_any(at, &["today", "yesterday", "tomorrow", "tonight", "overnight", "ago"])
            || self.read_weekday_name(at).is_some_and(|(_, plural, _)| !plural)
                && self.read_date(self.skip(at + 1, &[","])).is_none_or(|date| !date.has_year)
    }
}

/// Whether a verb stands in a perfect tense, or as a participle that takes the place of one ("besieged for two years").
fn is_perfect_verb(verb: Token<'_>) -> bool {
    verb.children().any(|child| child.dep() == Dep::Aux && child.lemma().eq_ignore_ascii_case("have"))
        || verb.tag() == "VBN" && !verb.is_root() && !verb.children().any(|child| child.dep() == Dep::Auxpass)
}

/// Whether a verb speaks of the future, or of something else; `None` where its governor has to tell.
fn verb_is_future(verb: Token<'_>) -> Option<bool> {
    let mut finite = matches!(verb.tag(), "VBD" | "VBZ" | "VBP");
    for child in verb.children() {
        if matches!(child.dep(), Dep::Aux | Dep::Auxpass) {
            match child.tag() {
                "MD" => return Some(matches!(child.lemma(), "will" | "shall" | "would" | "'ll" | "wo" | "ll")),
                "VBD" | "VBZ" | "VBP" => finite = true,
                "TO" => {
                    let governor = verb.head();
                    let coming = ["due", "set", "expect", "plan", "schedule", "slate", "go", "intend", "vow", "agree", "pledge", "promise"];
                    return coming.contains(&governor.lemma()).then_some(true);
                }
                _ => {}
            }
        }
    }
    finite.then_some(false)
}
