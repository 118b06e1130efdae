//! Seasons, years, decades and centuries.

use athir_model::TimePrecision;
use athir_nlp::{Dep, Pos};

use super::calendar::Days;
use super::value::{Grain, Value};
use super::words::season;
use super::{Reader, Reading, TimeRole};
use crate::count::piece::Shape;
use crate::count::quantity::read_quantity;

impl Reader<'_> {
    /// "spring 2015", "the summer of 2015", "last summer", "in the winter".
    pub(super) fn read_season(&self, at: usize) -> Option<Reading> {
        let prefix = usize::from(self.is_any(at, &["last", "next", "this"]));
        let piece = self.pieces.get(at + prefix)?;
        let first = season(piece.word())?;
        let named = prefix == 0
            && at > 0
            && self.pieces[at - 1].is_capitalised()
            && self.pieces[at - 1].shape == Shape::Word
            && !self.is_any(at - 1, &["in", "the", "since", "early", "late", "mid", "by", "during"]);
        let noun = matches!(self.doc.token(piece.token).pos(), Pos::Noun | Pos::Propn);
        let reading = |end, days: Option<Days>| {
            let value = days.map_or(Value::Days, |days| Value::Calendar(days.start, Grain::Season));
            Reading { value, ..Reading::point(at, end, days, TimePrecision::Month) }
        };
        let end = at + prefix + 1;
        let days = |year: i16| Days::months(year, first, 3);
        if prefix == 0
            && let Some((year, end)) = self.read_year_after(end).filter(|_| !named && noun)
        {
            return Some(Reading { has_year: true, ..reading(end, days(year)) });
        }
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

    /// "the 1990s", "1980s", "the nineties", "the '80s", "the 19th century".
    pub(super) fn read_decade(&self, at: usize) -> Option<Reading> {
        let reading = |end, first: i16, last: i16| Reading {
            has_year: true,
            value: Days::years(first, last).map_or(Value::Days, |days| {
                Value::Calendar(days.start, if last - first > 10 { Grain::Century } else { Grain::Decade })
            }),
            ..Reading::point(at, end, Days::years(first, last), TimePrecision::Year)
        };
        if let Some(tens) =
            decade(self.word(at)).filter(|_| self.follows(at, &["the", "early", "late", "mid", "-"]))
        {
            return Some(reading(at + 1, 1900 + tens, 1909 + tens));
        }
        let next = self.pieces.get(at + 1)?;
        let short =
            self.digits(at, 2).filter(|tens| tens % 10 == 0 && self.follows(at, &["'", "’", "‘", "`"]));
        if let Some(tens) = short.filter(|_| next.glued && next.is("s")) {
            let tens = i16::try_from(tens).ok()?;
            return Some(Reading { start: at - 1, ..reading(at + 2, 1900 + tens, 1909 + tens) });
        }
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

    /// "nineteen ninety-seven", "the year two thousand": years as they are spoken.
    pub(super) fn read_spoken_year(&self, at: usize) -> Option<Reading> {
        let year_word = usize::from(self.is(at, "year"));
        let first = at + year_word;
        let hundreds = match self.word(first) {
            "eighteen" => 18,
            "nineteen" => 19,
            "twenty" => 20,
            _ => {
                let whole = read_quantity(self.pieces, first).filter(|_| year_word == 1)?;
                let year = i16::try_from(whole.number).ok().filter(|year| (1000..2100).contains(year))?;
                return Some(spoken(at, whole.end, year));
            }
        };
        let rest = read_quantity(self.pieces, first + 1)?;
        let tens = i16::try_from(rest.number).ok().filter(|tens| (10..100).contains(tens))?;
        let glued = self.pieces.get(first + 1)?.is_dash();
        (!glued && !self.counts_plural(rest.end - 1)).then(|| spoken(at, rest.end, hundreds * 100 + tens))
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
            "due",
        ];
        let plain = self.read_plain_year(at)?;
        let ends = [")", ",", ".", ";", "-", "–", "'s", ":", "was", "is", "saw", "has", "had"];
        let stands =
            self.follows(at, &before) || at == 0 || self.is_any(at + 1, &ends) || at + 1 == self.pieces.len();
        let of_noun = self.token(at).is_some_and(|token| {
            token.dep() == Dep::Nummod && token.head().index() > token.index() && token.head().tag() == "NN"
        });
        (stands || of_noun).then_some(plain)
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
        // "In 2009 victims won a case": at the head of a sentence it is the year.
        let heads = at > 0 && self.pieces[at - 1].text == "In";
        let counts = self.counts_plural(at) && !heads && !(named && self.follows(at, &["the", "'s"]));
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

fn spoken(at: usize, end: usize, year: i16) -> Reading {
    Reading { has_year: true, ..Reading::point(at, end, Days::years(year, year), TimePrecision::Year) }
}

/// The tens of a decade's name.
fn decade(word: &str) -> Option<i16> {
    const DECADES: [&str; 8] =
        ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
    (20..).step_by(10).zip(DECADES).find(|(_, name)| *name == word).map(|(tens, _)| tens)
}
