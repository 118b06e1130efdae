//! Dates of the calendar: days and months, with or without a year.

use athir_model::TimePrecision;
use athir_nlp::{Dep, Pos, Token};
use jiff::civil::Date;

use super::calendar::{Days, plus_days};
use super::tense::Tense;
use super::words::{is_part_of_day, month, short_month};
use super::{Reader, Reading, TimeRole};
use crate::count::piece::{Piece, Shape};

/// A day so many days before the report is of the year of the report, whatever year it told of before.
const DAYS_OF_NEWS: i32 = 14;

/// How many days around the publication a date without a year is taken for the one near it.
const WEEKS_AROUND: i32 = 45;

/// The words for a year after a month or a day, and where they end.
type Year = Option<(i16, usize)>;

impl Reader<'_> {
    /// A date of the calendar that begins at `at`.
    pub(super) fn read_date(&self, at: usize) -> Option<Reading> {
        self.read_feast(at)
            .or_else(|| self.read_digits_date(at))
            .or_else(|| self.read_day_month(at))
            .or_else(|| self.read_part(at))
            .or_else(|| self.read_month(at))
            .or_else(|| self.read_season(at))
            .or_else(|| self.read_decade(at))
            .or_else(|| self.read_year(at))
            .or_else(|| self.read_spoken_year(at))
            .or_else(|| self.read_day_of_month(at))
    }

    pub(super) fn digits(&self, at: usize, most: usize) -> Option<u32> {
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
            day_first
                .filter(|date| !late(date))
                .or(month_first.filter(|date| !late(date)))
                .or(day_first)
                .or(month_first)
        }?;
        Some(Reading {
            has_year: true,
            ..Reading::point(at, at + 5, Some(Days::day(date)), TimePrecision::Day)
        })
    }

    /// A day of a month as a numeral: "15", "15th".
    fn read_day_number(&self, at: usize) -> Option<(u32, usize)> {
        let day = self.digits(at, 2).filter(|day| (1..=31).contains(day))?;
        let suffix =
            self.pieces.get(at + 1).is_some_and(|next| next.glued && next.is_any(&["st", "nd", "rd", "th"]));
        Some((day, at + 1 + usize::from(suffix)))
    }

    /// A month as a word that can be nothing else here, and where it ends.
    pub(super) fn read_month_name(&self, at: usize, beside_number: bool) -> Option<(i8, usize)> {
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
            "in",
            "of",
            "since",
            "until",
            "till",
            "by",
            "during",
            "last",
            "next",
            "this",
            "early",
            "late",
            "mid",
            "from",
            "to",
            "through",
            "and",
            "between",
            "before",
            "after",
            "for",
            "-",
            "throughout",
        ];
        let capital_before =
            at > 0 && self.pieces[at - 1].is_capitalised() && self.pieces[at - 1].shape == Shape::Word;
        let named = capital_before && !self.pieces[at - 1].is_any(&before);
        let year = self.digits(at + 1, 4).is_some_and(|year| year >= 1000);
        let noun = self.doc.token(piece.token).pos() == Pos::Propn;
        // "the March of Return" is no month
        let of_name = self.is(at + 1, "of") && self.pieces.get(at + 2).is_some_and(Piece::is_capitalised);
        !named && !of_name && (year || self.follows(at, &before) || noun && self.is(at + 1, "'s"))
    }

    /// "15 June 2016", "15th of June", "12 to 14 June", "June 15, 2016", "Jan. 25", "June 12-14".
    fn read_day_month(&self, at: usize) -> Option<Reading> {
        let (first, last, month, end) =
            self.read_day_then_month(at).or_else(|| self.read_month_then_day(at))?;
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
        let role = if days.is_none() && (year.is_some() || self.published.is_some()) {
            TimeRole::Vague
        } else {
            role
        };
        Some(Reading { role, has_year: year.is_some(), ..Reading::point(at, end, days, TimePrecision::Day) })
    }

    fn read_day_then_month(&self, at: usize) -> Option<(u32, u32, i8, usize)> {
        let open = ["(", "[", "\"", "'", "“", "‘", "-", "–", "—"];
        if self.pieces.get(at)?.glued && !self.follows(at, &open) {
            return None;
        }
        let (first, mut end) = self.read_day_number(at)?;
        let mut last = first;
        // "on 4 and 5 July"; the first number of "killed 4 and 5 July" is no day.
        let between = self.follows(at, &["between", "on", "of", "the"]);
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
            && next(1)
                .is_some_and(|group| group.glued && group.shape == Shape::Digits && group.text.len() != 4);
        let named = at > 0 && (self.is_any(at - 1, &["the", "a"]) || self.pieces[at - 1].is("'s"));
        if grouped || next(0).is_some_and(|next| next.is("%")) || !named && self.counts_plural(numeral) {
            return None;
        }
        let mut last = first;
        let between = self.follows(at, &["between"]);
        let joint = self.pieces.get(end);
        if joint.is_some_and(|joint| {
            joint.is_dash() || joint.is_any(&["to", "through", "until"]) || joint.is("and") && between
        }) && let Some((day, after)) = self.read_day_number(end + 1)
            && day > first
        {
            (last, end) = (day, after);
        }
        Some((first, last, month, end))
    }

    /// Whether the numeral at `at` counts a plural noun that follows it: "in June 15 people were killed".
    pub(super) fn counts_plural(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| {
            token.dep() == Dep::Nummod && token.head().index() > token.index() && is_plural(token.head())
        })
    }

    /// "2016", ", 2016", "of last year" after a month or a day: "in August 1990 gunmen killed" names a year.
    pub(super) fn read_year_after(&self, at: usize) -> Year {
        let next = self.skip(self.skip(at, &[","]), &["of", "in"]);
        if let Some(piece) = self.pieces.get(next)
            && piece.text.len() == 4
            && let Some(year) = piece.digits(4).filter(|year| (1000..=2999).contains(year))
            && (!self.counts_plural(next) || next == at && (1900..=2030).contains(&year))
            && !self.pieces.get(next + 1).is_some_and(|after| after.glued && after.shape != Shape::Mark)
        {
            return Some((i16::try_from(year).ok()?, next + 1));
        }
        if let Some(spoken) =
            self.read_spoken_year(next).filter(|spoken| self.is_any(spoken.start, &["nineteen", "eighteen"]))
        {
            return Some((spoken.days?.start.year(), spoken.end));
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
    pub(super) fn in_likely_year(
        &self,
        at: usize,
        most: i16,
        days: impl Fn(i16) -> Option<Days>,
    ) -> (Option<Days>, TimeRole) {
        let Some(published) = self.published else {
            return (self.last_year.and_then(days), TimeRole::Point);
        };
        let year = published.year();
        // "besieged since 2013 … a convoy got in on 15 March", told in the same week, is no history.
        let is_news = days(year).is_some_and(|days| {
            days.start == days.end && (0..=DAYS_OF_NEWS).contains(&(published - days.start).get_days())
        });
        let narrates = self.narrates && !is_news;
        if let Some(told) = self.last_year.filter(|told| narrates && *told < year - 1).and_then(&days) {
            return (Some(told), TimeRole::Point);
        }
        let mut years = (0..most).map(|n| year.saturating_sub(n));
        let past = years.find_map(|year| days(year).filter(|days| days.start <= published));
        let mut years = (0..most).map(|n| year.saturating_add(n));
        let future = years.find_map(|year| days(year).filter(|days| days.start > published));
        // A day without a year that lies some weeks off on one side and most of a year on the other is the near one.
        let near = |days: Option<Days>| {
            let day = days.filter(|days| days.start == days.end);
            day.is_some_and(|day| (day.start - published).get_days().abs() <= WEEKS_AROUND)
        };
        let coming = match self.tense(at) {
            Some(Tense::Future) => !near(past),
            Some(Tense::Past) => near(future) && !near(past) && !self.dates_a_past_verb(at),
            Some(Tense::Present) | None => near(future),
        };
        if coming && past.is_none_or(|past| past.end < published) {
            return (future, TimeRole::Future);
        }
        (past, TimeRole::Point)
    }

    /// Whether the date at `at` hangs on a verb of the past itself: "died on 3 August", and not "the 3 August deadline".
    fn dates_a_past_verb(&self, at: usize) -> bool {
        let Some(token) = self.token(at) else { return false };
        let governor = std::iter::once(token)
            .chain(token.ancestors())
            .map(|t| t.head())
            .find(|t| !matches!(t.pos(), Pos::Adp | Pos::Num) && month(&t.text().to_lowercase()).is_none());
        governor.is_some_and(|verb| {
            matches!(verb.tag(), "VBD" | "VBN") && !self.follows(at, &["until", "till", "by", "for"])
        })
    }

    /// "June", "June 2016", "June of last year", "last June", "next June".
    pub(super) fn read_month(&self, at: usize) -> Option<Reading> {
        let prefix = usize::from(self.is_any(at, &["last", "next", "this", "that"]));
        let short =
            self.digits(at + 1, 4).or_else(|| self.digits(at + 2, 4)).is_some_and(|year| year >= 1000);
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
                "that" => self.last_point.map_or(year, |(days, _)| days.start.year()),
                _ => year,
            }
        });
        let role = if self.is(at, "next") { TimeRole::Future } else { TimeRole::Point };
        let days = year.and_then(|year| Days::month(year, month));
        Some(Reading { role, has_year: true, ..Reading::point(at, end, days, TimePrecision::Month) })
    }

    pub(super) fn finish_month(&self, at: usize, month: i8, end: usize) -> Option<Reading> {
        let reading = |end, days| Reading::point(at, end, days, TimePrecision::Month);
        if let Some((year, end)) = self.read_year_after(end) {
            return Some(Reading { has_year: true, ..reading(end, Days::month(year, month)) });
        }
        let (days, role) = self.in_likely_year(at, 2, |year| Days::month(year, month));
        Some(Reading { role, ..reading(end, days) })
    }

    /// "on the 15th", in the month that the text named last or in that of the publication.
    fn read_day_of_month(&self, at: usize) -> Option<Reading> {
        let (day, end) = self.read_day_number(at)?;
        let suffixed = end == at + 2;
        let on = at >= 2 && self.is(at - 1, "the") && self.is_any(at - 2, &["on", "since", "until", "by"]);
        let noun = self
            .token(end)
            .is_some_and(|token| matches!(token.pos(), Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num))
            || self.pieces.get(end).is_some_and(|next| next.glued && next.is_dash())
            || self.is_any(end, &["of"])
            || self.pieces.get(end).is_some_and(|next| is_part_of_day(next.word()));
        if !suffixed || !on || noun {
            return None;
        }
        let base = self.last_named.map(|days| days.end).or(self.published);
        let days = base.and_then(|base| {
            let months = [base, plus_days(base.first_of_month(), -1)?];
            let on_day = |month: Date| {
                date(u32::try_from(month.year()).ok()?, u32::try_from(month.month()).ok()?, day)
            };
            let last = self.published.unwrap_or(Date::MAX);
            months.into_iter().find_map(|month| on_day(month).filter(|date| *date <= last)).map(Days::day)
        });
        Some(Reading::point(at, end, days, TimePrecision::Day))
    }
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn is_plural(token: Token<'_>) -> bool {
    matches!(token.tag(), "NNS" | "NNPS") || token.text().eq_ignore_ascii_case("people")
}
