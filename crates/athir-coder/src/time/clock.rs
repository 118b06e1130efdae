//! Times of day, times that come again and again, and words that leave the time open.

use athir_model::TimePrecision;
use athir_nlp::Pos;

use super::value::{Length, Reference, Value};
use super::words::{Unit, is_part_of_day, ordinal};
use super::{Reader, Reading};
use crate::count::piece::{Piece, Shape};

impl Reader<'_> {
    /// A time of day that begins at `at`.
    pub(super) fn read_clock(&self, at: usize) -> Option<Reading> {
        let end = self.end_of_clock(at).or_else(|| self.end_of_part_of_day(at))?;
        let end = self.skip(end, &["gmt", "utc", "bst", "est", "edt", "cet"]);
        let end = if self.is(end, "local") && self.is(end + 1, "time") { end + 2 } else { end };
        Some(Reading { clock_only: true, ..Reading::point(at, end, None, TimePrecision::Day) })
    }

    /// "9 am", "5.30 p.m.", "11:02", "1530 GMT", "nine o'clock".
    fn end_of_clock(&self, at: usize) -> Option<usize> {
        if self.is_any(at + 1, &["o'clock", "o’clock"]) {
            return Some(at + 2);
        }
        let piece = self.pieces.get(at)?;
        let hour = piece.digits(4)?;
        let zoned = |at: usize| {
            self.is_any(at, &["gmt", "utc", "bst", "cet", "hrs"])
                || self.is(at, "hours") && piece.text.len() == 4
                || self.is(at, "local") && self.is(at + 1, "time")
        };
        if piece.text.len() == 4 {
            return (hour < 2400 && hour % 100 < 60 && zoned(at + 1))
                .then_some(at + 1 + usize::from(self.is(at + 1, "hours")));
        }
        if hour > 24 {
            return None;
        }
        let mut end = at + 1;
        let mut minutes = false;
        if let Some([mark, after]) = self.pieces.get(end..end + 2)
            && matches!(mark.text, ":" | ".")
            && mark.glued
            && after.glued
            && after.text.len() == 2
            && after.digits(2).is_some_and(|minute| minute < 60)
        {
            minutes = mark.text == ":";
            end += 2;
        }
        let half = |at: usize| self.is_any(at, &["am", "pm", "a.m", "p.m"]);
        if half(end) {
            let dot = self.pieces.get(end + 1).is_some_and(|next| next.glued && next.text == ".");
            // The dot of "p.m." may end the sentence too; it belongs to the token that the tokenizer gave it.
            let same = dot && self.pieces[end].token == self.pieces[end + 1].token;
            return Some(end + 1 + usize::from(same));
        }
        (minutes || end > at + 1 && zoned(end)).then_some(end)
    }

    /// "dawn", "the morning", "the early hours", "earlier in the day", "nightfall".
    fn end_of_part_of_day(&self, at: usize) -> Option<usize> {
        let start = self.skip(at, &["the", "that"]);
        let mut next = self.skip(start, &["early", "late", "earlier", "later"]);
        if next > start {
            next = self.skip(self.skip(next, &["in"]), &["the"]);
            if self.is(next, "day") && self.is(next - 1, "the")
                || self.is(next, "hours") && self.is(next - 1, "early")
            {
                return Some(next + 1);
            }
        }
        let piece = self.pieces.get(next)?;
        let sun =
            matches!(piece.word(), "sunrise" | "sunset" | "daybreak" | "nightfall" | "daylight" | "predawn");
        let known = is_part_of_day(piece.word()) || sun;
        if !known || piece.is_capitalised() || self.doc.token(piece.token).pos() != Pos::Noun {
            return None;
        }
        let hours = self.skip(next + 1, &["hours"]);
        let placed = start > at
            || next > start
            || self.follows(
                at,
                &[
                    "at", "before", "after", "until", "by", "around", "since", "from", "of", "a", "one", "-",
                    "near", "in",
                ],
            );
        placed.then_some(hours)
    }

    /// "every day", "each Friday" (without the weekday's reader), "daily", "twice a week", "per day".
    pub(super) fn read_recurring(&self, at: usize) -> Option<Reading> {
        let every = |start, end, n, unit| {
            let value = Value::Each(Length { n: Some(u64::from(n)), unit });
            Some(Reading { every: true, value, ..Reading::point(start, end, None, TimePrecision::Unknown) })
        };
        match self.word(at) {
            "annual" => {
                Some(Reading { every: true, ..Reading::point(at, at + 1, None, TimePrecision::Unknown) })
            }
            "daily" | "nightly" => every(at, at + 1, 1, Unit::Day),
            "weekly" => every(at, at + 1, 1, Unit::Week),
            "monthly" => every(at, at + 1, 1, Unit::Month),
            "yearly" | "annually" => every(at, at + 1, 1, Unit::Year),
            "hourly" => every(at, at + 1, 1, Unit::Hour),
            "a" | "an" if self.follows(at, &["once", "twice", "times"]) => {
                let (unit, n) = Unit::of(self.pieces.get(at + 1)?)?;
                every(at, at + 2, n, unit)
            }
            "every" | "each" | "per" => {
                let other =
                    at + 1 + usize::from(self.is(at + 1, "other") || ordinal(self.word(at + 1)).is_some());
                let (unit, n) = Unit::of(self.pieces.get(other)?)?;
                every(at, other + 1, n, unit)
            }
            _ => None,
        }
    }

    /// "recently", "soon", "now", "the future".
    pub(super) fn read_vague(&self, at: usize) -> Option<Reading> {
        let piece = self.pieces.get(at).filter(|piece| piece.shape == Shape::Word)?;
        let (end, reference) = match piece.word() {
            "recently" | "lately" | "previously" | "recent" => (at + 1, Reference::Past),
            "currently" | "nowadays" | "presently" | "current" => (at + 1, Reference::Present),
            "soon" if !self.follows(at, &["as"]) && !self.is_any(at + 1, &["after", "before"]) => {
                (at + 1, Reference::Future)
            }
            "now" if !self.follows(at, &["as"]) => (at + 1, Reference::Present),
            "these" if self.is(at + 1, "days") => (at + 2, Reference::Present),
            "past" if self.is_noun_after_the(at) => (at + 1, Reference::Past),
            "future" => (at + 1, Reference::Future),
            "near" if self.is(at + 1, "future") => (at + 2, Reference::Future),
            // "the first day of the feast" counts from something that is not dated here.
            word => {
                ordinal(word)?;
                let day = self.is_any(at + 1, &["day", "week", "month", "year"]);
                let counted =
                    day && (self.is(at + 2, "of") || self.follows(at, &["the", "its", "a", "their"]));
                return counted.then(|| Reading::vague(at, at + 2));
            }
        };
        let hyphened = self.pieces.get(end).is_some_and(|next| next.glued && Piece::is_dash(next));
        let value = Value::Reference(reference);
        (!hyphened).then(|| Reading { value, ..Reading::vague(at, end) })
    }

    /// "the past", "in the future" without a noun behind it.
    fn is_noun_after_the(&self, at: usize) -> bool {
        self.follows(at, &["the"]) && self.token(at).is_some_and(|token| token.pos() == Pos::Noun)
    }

    /// The clock time that begins at `at` as TimeML writes it: `T22:00`.
    pub(super) fn read_clock_value(&self, at: usize) -> Option<String> {
        let end = self.end_of_clock(at)?;
        let piece = self.pieces.get(at)?;
        let mut hour = piece.digits(4)?;
        let mut minute = 0;
        if piece.text.len() == 4 {
            (hour, minute) = (hour / 100, hour % 100);
        } else if let Some(after) = self.digits(at + 2, 2).filter(|_| self.is_any(at + 1, &[":", "."])) {
            minute = after;
        }
        let half = |words: &[&str]| (at + 1..end).any(|at| self.is_any(at, words));
        if half(&["pm", "p.m"]) && hour < 12 {
            hour += 12;
        } else if half(&["am", "a.m"]) && hour == 12 {
            hour = 0;
        }
        Some(format!("T{hour:02}:{minute:02}"))
    }
}
