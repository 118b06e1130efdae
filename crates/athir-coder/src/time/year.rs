//! Seasons, years, decades and centuries.

use athir_model::TimePrecision;
use athir_nlp::{Dep, Pos};

use super::calendar::Days;
use super::words::season;
use super::{Reader, Reading, TimeRole};
use crate::count::piece::Shape;

impl Reader<'_> {
    /// "spring 2015", "the summer of 2015", "last summer", "in the winter".
    pub(super) fn read_season(&self, at: usize) -> Option<Reading> {
        let prefix = usize::from(self.is_any(at, &["last", "next", "this"]));
        let piece = self.pieces.get(at + prefix)?;
        let first = season(piece.word())?;
        let named = at > 0
            && self.pieces[at - 1].is_capitalised()
            && self.pieces[at - 1].shape == Shape::Word
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
        let bare = prefix == 0
            && self
                .follows(at, &["in", "the", "since", "by", "during", "until", "early", "late", "mid", "-"]);
        if !noun || named || !(prefix == 1 || bare) || self.is(end, "of") {
            return None;
        }
        if piece.is("fall") && prefix == 0 && !self.follows(at, &["the"]) {
            return None;
        }
        let Some(published) = self.published else { return Some(reading(end, None)) };
        let year = published.year();
        if self.is(at, "next") {
            let next = [year, year + 1]
                .into_iter()
                .find_map(|year| days(year).filter(|days| days.start > published));
            return Some(Reading { role: TimeRole::Future, ..reading(end, next) });
        }
        let over =
            |days: &Days| if self.is(at, "last") { days.end < published } else { days.start <= published };
        Some(reading(end, [year, year - 1, year - 2].into_iter().find_map(|year| days(year).filter(over))))
    }

    /// "the 1990s", "1980s", "the 19th century".
    pub(super) fn read_decade(&self, at: usize) -> Option<Reading> {
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
    pub(super) fn read_year(&self, at: usize) -> Option<Reading> {
        let before = [
            "in",
            "since",
            "until",
            "till",
            "by",
            "of",
            "during",
            "from",
            "to",
            "between",
            "before",
            "after",
            "around",
            "through",
            "throughout",
            "circa",
            "late",
            "early",
            "mid",
            "year",
            "the",
            "and",
            "(",
            "-",
            "–",
            "'s",
            "for",
            "or",
            "last",
            "as",
        ];
        let plain = self.read_plain_year(at)?;
        let ends = [")", ",", ".", ";", "-", "–", "'s", ":", "was", "is", "saw", "has", "had"];
        let stands =
            self.follows(at, &before) || at == 0 || self.is_any(at + 1, &ends) || at + 1 == self.pieces.len();
        stands.then_some(plain)
    }

    /// Four digits that may be a year, and count nothing.
    pub(super) fn read_plain_year(&self, at: usize) -> Option<Reading> {
        let piece = self.pieces.get(at)?;
        let year = piece.digits(4).filter(|year| piece.text.len() == 4 && (1900..=2099).contains(year))?;
        let glued =
            |at: usize| self.pieces.get(at).is_some_and(|next| next.glued && next.shape != Shape::Mark);
        let grouped = |at: usize| {
            self.is_any(at, &[",", ".", ":", "/"])
                && self.pieces[at].glued
                && self.pieces.get(at + 1).is_some_and(|next| next.glued && next.shape == Shape::Digits)
        };
        let joined = piece.glued
            && (at == 0
                || !matches!(self.pieces[at - 1].text, "(" | "-" | "–" | "—" | "'" | "\"" | "/" | "‘" | "["));
        let money = at > 0 && matches!(self.pieces[at - 1].text, "$" | "€" | "£");
        let labelled = self.follows(at, &["resolution", "article", "decree", "room", "flight", "no"]);
        let named = self.follows(at, &["the", "'s", "in", "of", "since"])
            || self.token(at).is_some_and(|t| t.dep() != Dep::Nummod);
        if joined || money || labelled || glued(at + 1) || grouped(at + 1) {
            return None;
        }
        let counts = self.counts_plural(at) && !(named && self.follows(at, &["the", "'s"]));
        let timed = self.is_any(at + 1, &["gmt", "utc", "hours", "hrs", "local"]);
        let measured =
            self.is_any(at + 1, &["km", "metres", "meters", "miles", "people", "percent", "%", "dollars"]);
        if counts || timed || measured {
            return None;
        }
        let year = i16::try_from(year).ok()?;
        Some(Reading {
            has_year: true,
            ..Reading::point(at, at + 1, Days::years(year, year), TimePrecision::Year)
        })
    }
}
