//! Dates of the calendar: days, months, seasons, years, decades, feasts, and parts of them ("late June").

use athir_model::TimePrecision;
use athir_nlp::{Dep, Pos, Token};
use jiff::civil::Date;

use super::calendar::{Days, plus_days};
use super::words::{Unit, is_part_of_day, month, ordinal, season, short_month};
use super::{Reader, Reading, TimeRole};
use crate::count::piece::{Piece, Shape};

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

/// How many days after the publication a date without a year may lie for want of a verb that tells of the past.
const WEEKS_TO_COME: i64 = 45;

/// The words for a year after a month or a day, and where they end.
type Year = Option<(i16, usize)>;

impl Reader<'_> {
    /// A date of the calendar that begins at `at`.
    pub(super) fn read_date(&self, at: usize) -> Option<Reading> {
        self.read_digits_date(at)
            .or_else(|| self.read_day_month(at))
            .or_else(|| self.read_part(at))
            .or_else(|| self.read_month(at))
            .or_else(|| self.read_season(at))
            .or_else(|| self.read_decade(at))
            .or_else(|| self.read_year(at))
            .or_else(|| self.read_feast(at))
            .or_else(|| self.read_day_of_month(at))
    }

    fn digits(&self, at: usize, most: usize) -> Option<u32> {
        self.pieces.get(at)?.digits(most)
    }

    /// "2016-06-15", "15/06/2016", "6.15.2016". The day is first unless that is no date, or one after publication.
    fn read_digits_date(&self, at: usize) -> Option<Reading> {
        let [first, mark, second, same, third] = self.pieces.get(at..at + 5)? else { return None };
        let joined = mark.glued && second.glued && same.glued && third.glued && mark.text == same.text;
        if !joined || !matches!(mark.text, "-" | "/" | "." | "–") {
            return None;
        }
        let (a, b, c) = (first.digits(4)?, second.digits(2)?, third.digits(4)?);
        let date = if first.text.len() == 4 {
            date(a, b, c)
        } else {
            let year = match third.text.len() {
                4 => c,
                2 => 2000 + c,
                _ => return None,
            };
            let day_first = date(year, b, a);
            let month_first = date(year, a, b);
            let late = |date: &Date| self.published.is_some_and(|published| *date > published);
            day_first.filter(|date| !late(date)).or(month_first.filter(|date| !late(date))).or(day_first).or(month_first)
        }?;
        Some(Reading { has_year: true, ..Reading::point(at, at + 5, Some(Days::day(date)), TimePrecision::Day) })
    }

    /// A day of a month as a numeral: "15", "15th".
    fn read_day_number(&self, at: usize) -> Option<(u32, usize)> {
        let day = self.digits(at, 2).filter(|day| (1..=31).contains(day))?;
        let suffix = self.pieces.get(at + 1).is_some_and(|next| next.glued && next.is_any(&["st", "nd", "rd", "th"]));
        Some((day, at + 1 + usize::from(suffix)))
    }

    /// A month as a word that can be nothing else here, and where it ends.
    fn read_month_name(&self, at: usize, beside_number: bool) -> Option<(i8, usize)> {
        let piece = self.pieces.get(at)?;
        if let Some(month) = month(piece.word()) {
            let sure = beside_number || !matches!(month, 3 | 5 | 8) || self.is_month_by_context(at, piece);
            let lower = !piece.is_capitalised() && matches!(month, 3 | 5 | 8);
            return (sure && !lower).then_some((month, at + 1));
        }
        let month = short_month(piece.word()).filter(|_| beside_number && piece.is_capitalised())?;
        let dot = self.pieces.get(at + 1).is_some_and(|next| next.text == "." && next.glued);
        Some((month, at + 1 + usize::from(dot)))
    }

    /// "March", "May" and "August" are months after a preposition, before a year, or as an adverb.
    fn is_month_by_context(&self, at: usize, piece: &Piece<'_>) -> bool {
        let before = [
            "in", "of", "since", "until", "till", "by", "during", "last", "next", "this", "early", "late", "mid", "from", "to",
            "through", "and", "between", "before", "after", "for", "-", "throughout",
        ];
        let capital_before = at > 0 && self.pieces[at - 1].is_capitalised() && self.pieces[at - 1].shape == Shape::Word;
        let named = capital_before && !self.pieces[at - 1].is_any(&before);
        let year = self.digits(at + 1, 4).is_some_and(|year| year >= 1000);
        let noun = self.doc.token(piece.token).pos() == Pos::Propn;
        // "the March of Return" is no month
        let of_name = self.is(at + 1, "of") && self.pieces.get(at + 2).is_some_and(Piece::is_capitalised);
        !named && !of_name && (year || self.follows(at, &before) || noun && self.is(at + 1, "'s"))
    }

    /// "15 June 2016", "15th of June", "12 to 14 June", "June 15, 2016", "Jan. 25", "June 12-14".
    fn read_day_month(&self, at: usize) -> Option<Reading> {
        let (first, last, month, end) = self.read_day_then_month(at).or_else(|| self.read_month_then_day(at))?;
        let year = self.read_year_after(end);
        let days = |year: i16| {
            let year = u32::try_from(year).ok()?;
            let month = u32::try_from(month).ok()?;
            Days::between(date(year, month, first)?, date(year, month, last)?)
        };
        let (days, end, role) = match year {
            Some((year, end)) => (days(year), end, TimeRole::Point),
            None => {
                let (days, role) = self.in_likely_year(at, 8, days);
                (days, end, role)
            }
        };
        // "February 31" names no day.
        let role = if days.is_none() && (year.is_some() || self.published.is_some()) { TimeRole::Vague } else { role };
        Some(Reading { role, has_year: year.is_some(), ..Reading::point(at, end, days, TimePrecision::Day) })
    }

    fn read_day_then_month(&self, at: usize) -> Option<(u32, u32, i8, usize)> {
        let touches = |at: usize| self.pieces.get(at).is_some_and(|piece| piece.glued && piece.shape != Shape::Mark);
        if touches(at) || at > 1 && self.pieces[at].glued && matches!(self.pieces[at - 1].text, "," | ".") {
            return None;
        }
        let (first, mut end) = self.read_day_number(at)?;
        let mut last = first;
        let between = self.follows(at, &["between"]);
        let joint = self.pieces.get(end)?;
        if joint.is_dash() || joint.is_any(&["to", "through", "until"]) || joint.is("and") && between {
            let (day, after) = self.read_day_number(end + 1)?;
            (last, end) = (day, after);
        }
        end = self.skip(end, &["of"]);
        end += usize::from(self.pieces.get(end).is_some_and(Piece::is_dash));
        let (month, end) = self.read_month_name(end, true)?;
        Some((first, last, month, end))
    }

    fn read_month_then_day(&self, at: usize) -> Option<(u32, u32, i8, usize)> {
        let (month, end) = self.read_month_name(at, true)?;
        let end = self.skip(end, &["the"]);
        let numeral = end;
        let (first, mut end) = self.read_day_number(end)?;
        let next = |n: usize| self.pieces.get(end + n);
        // "June 15,000" and "June 9:30" hold no day.
        let grouped = next(0).is_some_and(|mark| mark.glued && matches!(mark.text, "," | ":"))
            && next(1).is_some_and(|group| group.glued && group.shape == Shape::Digits && group.text.len() != 4);
        let named = at > 0 && (self.is_any(at - 1, &["the", "a"]) || self.pieces[at - 1].is("'s"));
        if grouped || next(0).is_some_and(|next| next.is("%")) || !named && self.counts_plural(numeral) {
            return None;
        }
        let mut last = first;
        let between = self.follows(at, &["between"]);
        let joint = self.pieces.get(end);
        if joint.is_some_and(|joint| joint.is_dash() || joint.is_any(&["to", "through", "until"]) || joint.is("and") && between)
            && let Some((day, after)) = self.read_day_number(end + 1)
            && day > first
        {
            (last, end) = (day, after);
        }
        Some((first, last, month, end))
    }

    /// Whether the numeral at `at` counts a plural noun that follows it: "in June 15 people were killed".
    fn counts_plural(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| {
            token.dep() == Dep::Nummod && token.head().index() > token.index() && is_plural(token.head())
        })
    }

    /// "2016", ", 2016", "of last year" after a month or a day.
    fn read_year_after(&self, at: usize) -> Year {
        let next = self.skip(self.skip(at, &[","]), &["of", "in"]);
        if let Some(piece) = self.pieces.get(next)
            && piece.text.len() == 4
            && let Some(year) = piece.digits(4).filter(|year| (1000..=2999).contains(year))
            && !self.counts_plural(next)
            && !self.pieces.get(next + 1).is_some_and(|after| after.glued && after.shape != Shape::Mark)
        {
            return Some((i16::try_from(year).ok()?, next + 1));
        }
        let year = match (self.word(next), self.word(next + 1)) {
            ("last", "year") => self.published?.year() - 1,
            ("this", "year") => self.published?.year(),
            ("that", "year") => self.last_year?,
            ("next", "year") => self.published?.year() + 1,
            _ => return None,
        };
        Some((year, next + 2))
    }

    /// The days in the latest year in which they begin on or before the publication, or in the next one for a future
    /// clause or, where no verb tells of the past, for a day of the weeks to come. A text about the past and a text
    /// without a publication date go on in the year that they named last.
    fn in_likely_year(&self, at: usize, most: i16, days: impl Fn(i16) -> Option<Days>) -> (Option<Days>, TimeRole) {
        let Some(published) = self.published else {
            return (self.last_year.and_then(days), TimeRole::Point);
        };
        let year = published.year();
        if let Some(told) = self.last_year.filter(|told| self.narrates && *told < year - 1).and_then(&days) {
            return (Some(told), TimeRole::Point);
        }
        let mut years = (0..most).map(|n| year.saturating_sub(n));
        let past = years.find_map(|year| days(year).filter(|days| days.start <= published));
        let mut years = (0..most).map(|n| year.saturating_add(n));
        let future = years.find_map(|year| days(year).filter(|days| days.start > published));
        let soon = plus_days(published, WEEKS_TO_COME);
        let near = future.is_some_and(|future| future.start == future.end && Some(future.start) <= soon);
        let coming = match self.speaks_of_future(at) {
            Some(future) => future,
            None => near,
        };
        if coming && past.is_none_or(|past| past.end < published) {
            return (future, TimeRole::Future);
        }
        (past, TimeRole::Point)
    }

    /// "late June", "mid-2012", "the end of the year", "the first week of May", "late in June".
    fn read_part(&self, at: usize) -> Option<Reading> {
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
            Some(days) => narrow(days, whole.precision, part).map_or((None, whole.precision), |(d, p)| (Some(d), p)),
            None => (None, narrowed(whole.precision)),
        };
        Some(Reading { start, days, precision, ..whole })
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

    /// "the year", "the month", "the week" of the publication, as in "the start of the year".
    fn read_current(&self, at: usize) -> Option<Reading> {
        let (unit, _) = Unit::of(self.pieces.get(at)?)?;
        let days = self.published.and_then(|published| unit.around(published));
        Some(Reading::point(at, at + 1, days, unit.precision()))
    }

    /// "March", "May" or "August" where the words before leave no doubt: "late May".
    fn read_loose_month(&self, at: usize) -> Option<Reading> {
        let piece = self.pieces.get(at).filter(|piece| piece.is_capitalised())?;
        self.finish_month(at, month(piece.word())?, at + 1)
    }

    /// "June", "June 2016", "June of last year", "last June", "next June".
    fn read_month(&self, at: usize) -> Option<Reading> {
        let prefix = usize::from(self.is_any(at, &["last", "next", "this"]));
        let short = self.digits(at + 1, 4).or_else(|| self.digits(at + 2, 4)).is_some_and(|year| year >= 1000);
        let (month, end) = self.read_month_name(at + prefix, false).or_else(|| {
            let found = self.read_month_name(at, true).filter(|_| short && prefix == 0)?;
            (self.digits(found.1, 4)? >= 1000).then_some(found)
        })?;
        if prefix == 0 {
            return self.finish_month(at, month, end);
        }
        let published = self.published;
        let year = published.map(|published| {
            let year = published.year();
            match self.word(at) {
                "last" if month >= published.month() => year - 1,
                "next" if month <= published.month() => year + 1,
                _ => year,
            }
        });
        let role = if self.is(at, "next") { TimeRole::Future } else { TimeRole::Point };
        let days = year.and_then(|year| Days::month(year, month));
        Some(Reading { role, has_year: true, ..Reading::point(at, end, days, TimePrecision::Month) })
    }

    fn finish_month(&self, at: usize, month: i8, end: usize) -> Option<Reading> {
        let reading = |end, days| Reading::point(at, end, days, TimePrecision::Month);
        if let Some((year, end)) = self.read_year_after(end) {
            return Some(Reading { has_year: true, ..reading(end, Days::month(year, month)) });
        }
        let (days, role) = self.in_likely_year(at, 2, |year| Days::month(year, month));
        Some(Reading { role, ..reading(end, days) })
    }

    /// "spring 2015", "the summer of 2015", "last summer", "in the winter".
    fn read_season(&self, at: usize) -> Option<Reading> {
        let prefix = usize::from(self.is_any(at, &["last", "next", "this"]));
        let piece = self.pieces.get(at + prefix)?;
        let first = season(piece.word())?;
        let named = at > 0 && self.pieces[at - 1].is_capitalised() && self.pieces[at - 1].shape == Shape::Word
            && !self.is_any(at - 1, &["in", "the", "since", "early", "late", "mid", "by", "during"]);
        let reading = |end, days| Reading::point(at, end, days, TimePrecision::Month);
        let end = at + prefix + 1;
        let days = |year: i16| Days::months(year, first, 3);
        if prefix == 0
            && let Some((year, end)) = self.read_year_after(end).filter(|_| !named)
        {
            return Some(Reading { has_year: true, ..reading(end, days(year)) });
        }
        let noun = matches!(self.doc.token(piece.token).pos(), Pos::Noun | Pos::Propn);
        let bare = prefix == 0 && self.follows(at, &["in", "the", "since", "by", "during", "until", "early", "late", "mid", "-"]);
        if !noun || named || !(prefix == 1 || bare) || self.is(end, "of") {
            return None;
        }
        if piece.is("fall") && prefix == 0 && !self.follows(at, &["the"]) {
            return None;
        }
        let Some(published) = self.published else { return Some(reading(end, None)) };
        let year = published.year();
        if self.is(at, "next") {
            let next = [year, year + 1].into_iter().find_map(|year| days(year).filter(|days| days.start > published));
            return Some(Reading { role: TimeRole::Future, ..reading(end, next) });
        }
        let over = |days: &Days| if self.is(at, "last") { days.end < published } else { days.start <= published };
        Some(reading(end, [year, year - 1, year - 2].into_iter().find_map(|year| days(year).filter(over))))
    }

    /// "the 1990s", "1980s", "the 19th century".
    fn read_decade(&self, at: usize) -> Option<Reading> {
        let reading = |end, first: i16, last: i16| Reading {
            has_year: true,
            ..Reading::point(at, end, Days::years(first, last), TimePrecision::Year)
        };
        let next = self.pieces.get(at + 1)?;
        if let Some(year) = self.digits(at, 4).filter(|year| year % 10 == 0 && *year >= 1000)
            && next.glued
            && next.is("s")
        {
            let year = i16::try_from(year).ok()?;
            return Some(reading(at + 2, year, year.saturating_add(9)));
        }
        let nth = self.digits(at, 2).filter(|_| next.glued && next.is_any(&["st", "nd", "rd", "th"]))?;
        if !self.is(at + 2, "century") || nth == 0 || nth > 21 {
            return None;
        }
        let first = i16::try_from((nth - 1) * 100).ok()?;
        Some(reading(at + 3, first, first + 99))
    }

    /// "2011" where it is a year and no number of things.
    fn read_year(&self, at: usize) -> Option<Reading> {
        let before = [
            "in", "since", "until", "till", "by", "of", "during", "from", "to", "between", "before", "after", "around", "through",
            "throughout", "circa", "late", "early", "mid", "year", "the", "and", "(", "-", "–", "'s", "for", "or", "last", "as",
        ];
        let plain = self.read_plain_year(at)?;
        let ends = [")", ",", ".", ";", "-", "–", "'s", ":", "was", "is", "saw", "has", "had"];
        let stands = self.follows(at, &before) || at == 0 || self.is_any(at + 1, &ends) || at + 1 == self.pieces.len();
        stands.then_some(plain)
    }

    /// Four digits that may be a year, and count nothing.
    fn read_plain_year(&self, at: usize) -> Option<Reading> {
        let piece = self.pieces.get(at)?;
        let year = piece.digits(4).filter(|year| piece.text.len() == 4 && (1900..=2099).contains(year))?;
        let glued = |at: usize| self.pieces.get(at).is_some_and(|next| next.glued && next.shape != Shape::Mark);
        let grouped = |at: usize| {
            self.is_any(at, &[",", ".", ":", "/"]) && self.pieces[at].glued
                && self.pieces.get(at + 1).is_some_and(|next| next.glued && next.shape == Shape::Digits)
        };
        let joined = piece.glued && (at == 0 || !matches!(self.pieces[at - 1].text, "(" | "-" | "–" | "—" | "'" | "\"" | "/" | "‘" | "["));
        let money = at > 0 && matches!(self.pieces[at - 1].text, "$" | "€" | "£");
        let labelled = self.follows(at, &["resolution", "article", "decree", "room", "flight", "no"]);
        let named = self.follows(at, &["the", "'s", "in", "of", "since"]) || self.token(at).is_some_and(|t| t.dep() != Dep::Nummod);
        if joined || money || labelled || glued(at + 1) || grouped(at + 1) {
            return None;
        }
        let counts = self.counts_plural(at) && !(named && self.follows(at, &["the", "'s"]));
        let timed = self.is_any(at + 1, &["gmt", "utc", "hours", "hrs", "local"]);
        let measured = self.is_any(at + 1, &["km", "metres", "meters", "miles", "people", "percent", "%", "dollars"]);
        if counts || timed || measured {
            return None;
        }
        let year = i16::try_from(year).ok()?;
        Some(Reading { has_year: true, ..Reading::point(at, at + 1, Days::years(year, year), TimePrecision::Year) })
    }

    /// "Christmas Eve", "New Year's Day", with or without a year.
    fn read_feast(&self, at: usize) -> Option<Reading> {
        if !self.pieces.get(at)?.is_capitalised() {
            return None;
        }
        let possessive = |at: usize| at + usize::from(self.is_any(at, &["'s", "’s", "'"]) );
        let (month, day, end) = match self.word(at) {
            "christmas" if self.is(at + 1, "eve") => (12, 24, at + 2),
            "christmas" => (12, 25, self.skip(at + 1, &["day"])),
            "boxing" if self.is(at + 1, "day") => (12, 26, at + 2),
            "halloween" => (10, 31, at + 1),
            "valentine" | "valentine's" if self.is(possessive(at + 1), "day") => (2, 14, possessive(at + 1) + 1),
            "new" if self.is_any(at + 1, &["year", "year's", "years"]) => match self.word(possessive(at + 2)) {
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

    /// "on the 15th", in the month that the text named last or in that of the publication.
    fn read_day_of_month(&self, at: usize) -> Option<Reading> {
        let (day, end) = self.read_day_number(at)?;
        let suffixed = end == at + 2;
        let on = at >= 2 && self.is(at - 1, "the") && self.is_any(at - 2, &["on", "since", "until", "by"]);
        let noun = self.token(end).is_some_and(|token| matches!(token.pos(), Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num))
            || self.pieces.get(end).is_some_and(|next| next.glued && next.is_dash())
            || self.is_any(end, &["of"])
            || self.pieces.get(end).is_some_and(|next| is_part_of_day(next.word()));
        if !suffixed || !on || noun {
            return None;
        }
        let base = self.last_named.map(|days| days.end).or(self.published);
        let days = base.and_then(|base| {
            let months = [base, plus_days(base.first_of_month(), -1)?];
            let on_day = |month: Date| date(u32::try_from(month.year()).ok()?, u32::try_from(month.month()).ok()?, day);
            let last = self.published.unwrap_or(Date::MAX);
            months.into_iter().find_map(|month| on_day(month).filter(|date| *date <= last)).map(Days::day)
        });
        Some(Reading::point(at, end, days, TimePrecision::Day))
    }
}

/// A part of some days, with its precision.
fn narrow(days: Days, precision: TimePrecision, part: Part) -> Option<(Days, TimePrecision)> {
    let Days { start, end } = days;
    let from = |first: i64, last: i64| Days::between(plus_days(start, first - 1)?, plus_days(start, last - 1)?.min(end));
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
        (TimePrecision::Month | TimePrecision::Year, Part::Week(n)) => from(i64::from(n) * 7 - 6, i64::from(n) * 7),
        (TimePrecision::Month | TimePrecision::Year, Part::FirstDays) => from(1, 5),
        (TimePrecision::Month | TimePrecision::Year, Part::LastDays) => back(5),
        _ => return Some((days, precision)),
    }?;
    let precision = if (part.end - part.start).get_days() > 31 { TimePrecision::Month } else { narrowed(precision) };
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

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn is_plural(token: Token<'_>) -> bool {
    matches!(token.tag(), "NNS" | "NNPS") || token.text().eq_ignore_ascii_case("people")
}
