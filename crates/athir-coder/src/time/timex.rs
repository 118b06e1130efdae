//! Expressions of time with the values of TimeML, for readers who want the expressions themselves.
//!
//! Spans and values follow the TIMEX3 guidelines (Saurí et al., "TimeML Annotation Guidelines", version 1.2.1, 2006):
//! the determiner belongs to the expression, the preposition does not; a clock time and its day are one expression,
//! the two ends of a range are two.

use athir_nlp::{Doc, Span};
use jiff::civil::Date;

use super::value::{Grain, Value};
use super::{Reader, Reading, TimeRole};
use crate::count::piece::{Piece, pieces};

/// An expression of time with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timex {
    /// The expression with its determiner and without its preposition, in bytes of the text.
    pub span: Span,
    /// What sort of expression it is.
    pub kind: TimexKind,
    /// The value in ISO 8601 as TimeML extends it: `1998-08-07`, `1998-W32`, `1998-Q3`, `1998-08-07TMO`, `P3D`,
    /// `PXM`, `PAST_REF`. Digits that neither the words nor the text around them give are `X`.
    pub value: String,
}

/// The types of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimexKind {
    /// A day or a longer time of the calendar.
    Date,
    /// A time of a day.
    Time,
    /// A length of time.
    Duration,
    /// A time that comes again and again.
    Set,
}

/// Finds the expressions of time in `doc`, in text order, with their values by the day of publication.
///
/// # Examples
/// ```
/// use athir_coder::find_timexes;
/// use athir_nlp::Model;
///
/// let doc = Model::builtin().parse("The bridge was hit on Friday night after three days of rain.");
/// let found = find_timexes(&doc, Some(jiff::civil::date(2017, 7, 15)));
/// assert_eq!(found[0].value, "2017-07-14TNI");
/// assert_eq!(found[1].value, "P3D");
/// ```
pub fn find_timexes(doc: &Doc, published: Option<Date>) -> Vec<Timex> {
    let pieces = pieces(doc);
    let mut reader = Reader::new(doc, &pieces, published);
    let mut found: Vec<Found> = Vec::new();
    reader.read_all(|reader, reading| found.extend(reader.express(reading)));
    join_clocks(&reader, &mut found);
    found.into_iter().map(|found| reader.write(found)).collect()
}

/// A reading as TimeML has it.
struct Found {
    /// First piece, and the piece after the last.
    pieces: std::ops::Range<usize>,
    value: Value,
    /// What a value of the calendar falls back on where the date is not known.
    grain: Grain,
    days: Option<Date>,
    /// `TNI`, `T16:30`.
    time: String,
    clock_only: bool,
}

impl Found {
    fn is_day(&self) -> bool {
        matches!(self.value, Value::Days | Value::Calendar(_, Grain::Day)) && self.grain == Grain::Day
    }
}

impl Reader<'_> {
    /// What TimeML makes of a reading, if it is an expression by its rules.
    fn express(&self, reading: &Reading) -> Option<Found> {
        if matches!(reading.role, TimeRole::Vague) && reading.value == Value::Days {
            return None;
        }
        let plain = reading.value == Value::Days;
        let unanchored = reading.days.is_none() && self.published.is_some() && !reading.clock_only;
        let pronoun = self.is(reading.start, "then");
        if plain && (reading.every || reading.goes_on || unanchored || pronoun) {
            return None;
        }
        let grain = match reading.value {
            Value::Calendar(_, grain) => grain,
            _ => Grain::of(reading.precision),
        };
        let days = match reading.days {
            Some(days) => Some(days.start),
            None if reading.clock_only => self.last_named.map(|days| days.end).or(self.published),
            None => None,
        };
        let timed = grain == Grain::Day && !matches!(reading.value, Value::Length(_) | Value::Reference(_));
        let time = if timed { self.time_of_day(reading) } else { String::new() };
        Some(Found {
            pieces: self.start_of(reading)..self.end_of(reading),
            value: reading.value,
            grain,
            days,
            time,
            clock_only: reading.clock_only,
        })
    }

    /// The start of a reading with its determiner. The article of "the Friday attack" belongs to the attack.
    fn start_of(&self, reading: &Reading) -> usize {
        let loose = ["about", "only", "around", "just", "over", "some"];
        let length = matches!(reading.value, Value::Length(_)) && reading.end > reading.start + 1;
        let first = if length { self.skip(reading.start, &loose) } else { reading.start };
        let named = self.pieces[first].is_capitalised() || self.digits(first, 4).is_some();
        let dashed = (first..reading.end.min(self.pieces.len()))
            .any(|at| self.pieces[at].is_dash() && self.pieces[at].glued);
        // "the first nine months"
        let ordered =
            length && first == reading.start && self.follows(first, &["first", "final", "opening", "last"]);
        let first = first - usize::from(ordered && first > 1 && self.is(first - 2, "the"));
        let article = self.follows(first, &["the"]) && !self.is_any(first, &["the", "a", "an"]);
        let adjective = matches!(reading.value, Value::Each(_))
            || self.is_any(first, &["recent", "current", "daily", "weekly", "monthly"])
                && reading.end == first + 1;
        let article = article && !adjective;
        let decade = self.is(reading.end - 1, "s") || self.is(reading.end - 1, "century");
        let quarter = matches!(reading.value, Value::Calendar(_, Grain::Quarter))
            && self.is_any(reading.end - 1, &["quarter", "period"])
            && !self.pieces[reading.end - 2].is_dash();
        if article && (decade || quarter || !named && !dashed) { first - 1 } else { first }
    }

    /// The end of a reading. "Before" and "after" are signals by TimeML's rules unless the expression ends with them.
    fn end_of(&self, reading: &Reading) -> usize {
        match reading.role {
            TimeRole::Offset { .. } | TimeRole::Vague
                if reading.end > reading.start + 1
                    && self.is_any(reading.end - 1, &["before", "after", "following", "prior"]) =>
            {
                reading.end - 1
            }
            _ => reading.end,
        }
    }

    /// The time of day that the words of a reading name, as the value has it.
    fn time_of_day(&self, reading: &Reading) -> String {
        for at in reading.start..reading.end {
            if let Some(clock) = self.read_clock_value(at).filter(|_| reading.clock_only) {
                return clock;
            }
            let part = match self.word(at) {
                "morning" | "dawn" | "daybreak" | "sunrise" => "TMO",
                "noon" | "midday" => "T12:00",
                "afternoon" => "TAF",
                "evening" | "dusk" | "sunset" => "TEV",
                "night" | "tonight" | "overnight" | "nightfall" => "TNI",
                "midnight" => "T24:00",
                _ => continue,
            };
            return part.to_owned();
        }
        String::new()
    }

    /// The kind and value of an expression.
    fn write(&self, found: Found) -> Timex {
        let kind = match found.value {
            Value::Length(_) => TimexKind::Duration,
            Value::Each(_) | Value::EachWeekday(_) => TimexKind::Set,
            _ if found.time.is_empty() => TimexKind::Date,
            _ => TimexKind::Time,
        };
        let value = match found.value {
            Value::Length(length) | Value::Each(length) => length.write(),
            Value::EachWeekday(day) => format!("XXXX-WXX-{}{}", day + 1, found.time),
            Value::Reference(reference) => reference.as_str().to_owned(),
            Value::Calendar(date, grain) => grain.write(date) + &found.time,
            Value::Days => match found.days {
                Some(date) => found.grain.write(date) + &found.time,
                None => found.grain.unknown().to_owned() + &found.time,
            },
        };
        let end = |piece: &Piece<'_>| piece.start + piece.text.len();
        let span = Span::new(self.pieces[found.pieces.start].start, end(&self.pieces[found.pieces.end - 1]));
        Timex { span, kind, value }
    }
}

/// "9 a.m. Tuesday", "noon on Saturday": a clock time takes the day that stands next to it.
fn join_clocks(reader: &Reader<'_>, found: &mut Vec<Found>) {
    let mut at = 0;
    while at + 1 < found.len() {
        let (first, second) = (&found[at], &found[at + 1]);
        let gap = first.pieces.end..second.pieces.start;
        let beside = gap.is_empty() || gap.len() == 1 && reader.is_any(gap.start, &["on", ","]);
        if beside && first.clock_only && second.is_day() && !second.clock_only && second.time.is_empty() {
            let second = found.remove(at + 1);
            let first = &mut found[at];
            first.pieces.end = second.pieces.end;
            first.days = second.days;
            first.value = second.value;
            first.clock_only = false;
        }
        at += 1;
    }
}
