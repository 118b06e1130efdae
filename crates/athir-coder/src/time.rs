//! Expressions of time, resolved against the publication date (codebook §3).
//!
//! What depends on the publication date stays open where there is none, and what the words leave open stays open: no
//! day is made up.

mod amount;
mod anniversary;
mod calendar;
mod clock;
mod date;
mod feast;
mod part;
mod quarter;
mod range;
mod relative;
mod tense;
mod timex;
mod value;
mod words;
mod year;

use std::ops::Range;

use athir_model::TimePrecision;
use athir_nlp::{Dep, Doc, Pos, Token};
use jiff::civil::Date;

use self::calendar::Days;
pub(crate) use self::calendar::plus_days;
pub use self::timex::{Timex, TimexKind, find_timexes};
use self::value::{Grain, Value};
pub(crate) use self::words::ordinal;
use crate::count::piece::Piece;

/// An expression of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TimeMention {
    /// The expression without its preposition: "Thursday", "late June", "the past week".
    pub(crate) tokens: Range<usize>,
    /// First day, where the words and the publication date give one.
    pub(crate) start: Option<Date>,
    /// Last day, where the words and the publication date give one.
    pub(crate) end: Option<Date>,
    /// Last day of the expression itself, whatever its preposition makes of it.
    pub(crate) last: Option<Date>,
    /// How precise the words are.
    pub(crate) precision: TimePrecision,
    /// How the preposition ties it to what it dates; `start` and `end` already heed it.
    pub(crate) relation: Relation,
    /// The verb of the "since" clause that the expression dates: "began" in "has lasted since the war began in 2011".
    /// The expression itself is the time of that clause; what the clause belongs to goes from `start` to the
    /// publication.
    pub(crate) since_clause: Option<usize>,
    /// What sort of expression it is.
    pub(crate) role: TimeRole,
    /// Whether it is a time of day without a day of its own: "at dawn", "at 9 am". Its day is the last that the text
    /// named.
    pub(crate) clock_only: bool,
}

/// How a time expression is tied to what it dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// In or at that time, or by it.
    At,
    /// From that time on: "since Friday" ends with the publication.
    Since,
    /// Up to that time: the start is open.
    Until,
    /// Earlier than that time: the start is open, the end is the day before.
    Before,
    /// Later than that time: from the day after to the publication.
    After,
    /// Within that time.
    During,
    /// Again and again: not datable.
    Every,
}

/// What sort of expression it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeRole {
    /// A time on the calendar, past or present.
    Point,
    /// A length of time, in days where the words give a number. "For two years" with a perfect tense has its start and
    /// end as well, counted back from the publication.
    Duration {
        /// About how many days long.
        days: Option<u32>,
    },
    /// So many days from something else that the text names: "three days after the vote" is 3.
    Offset {
        /// Days after it; negative before it.
        days: i32,
    },
    /// A time that the words leave open: "recently".
    Vague,
    /// A time after the publication.
    Future,
}

/// What one expression means, before its preposition is heeded.
#[derive(Clone, Copy, Debug)]
struct Reading {
    /// First piece.
    start: usize,
    /// The piece after the last.
    end: usize,
    days: Option<Days>,
    /// An end without a start: "several weeks ago".
    last_day: Option<Date>,
    precision: TimePrecision,
    role: TimeRole,
    clock_only: bool,
    every: bool,
    /// Whether the words name the year.
    has_year: bool,
    /// Whether the words name a day of the week and nothing more.
    is_weekday: bool,
    /// Whether the words themselves say that it goes on: "has since fled".
    goes_on: bool,
    /// What the words say in units of the calendar.
    value: Value,
}

impl Reading {
    fn point(start: usize, end: usize, days: Option<Days>, precision: TimePrecision) -> Reading {
        Reading {
            start,
            end,
            days,
            last_day: None,
            precision,
            role: TimeRole::Point,
            clock_only: false,
            every: false,
            has_year: false,
            is_weekday: false,
            goes_on: false,
            value: Value::Days,
        }
    }

    fn vague(start: usize, end: usize) -> Reading {
        Reading { role: TimeRole::Vague, ..Reading::point(start, end, None, TimePrecision::Unknown) }
    }
}

/// Reads expressions at given pieces, and remembers what the text spoke of last.
struct Reader<'d> {
    doc: &'d Doc,
    pieces: &'d [Piece<'d>],
    published: Option<Date>,
    /// The last past day that the text named: what "the next day" follows.
    last_named: Option<Days>,
    /// The piece after the words for that day.
    named_at: usize,
    /// The last year that the text named with a month or a day.
    last_year: Option<i16>,
    /// The last past time of any precision that the text named: what "since then" goes on from.
    last_point: Option<(Days, TimePrecision)>,
    /// The first day of the quarter that the text named last: what "a year earlier" counts back from.
    last_quarter: Option<Date>,
    /// Whether the text names no day that counts from the publication and no year near it. Then it tells of long ago,
    /// and a month without a year belongs to the year named last.
    narrates: bool,
}

/// Times of day that stand before the day that they belong to.
const HOURS: &[&str] =
    &["dawn", "daybreak", "sunrise", "noon", "midday", "dusk", "sunset", "nightfall", "midnight", "daylight"];

/// How many words behind a day a time of day is still taken to be of that day; about a paragraph.
const CLOCK_REACH: usize = 150;

/// How many words behind "since" the time stands that something is compared with.
const SINCE_REACH: usize = 8;

/// Whether a word names a month, in full or short.
pub(crate) fn is_month(word: &str) -> bool {
    let word = word.to_lowercase();
    words::month(&word).or_else(|| words::short_month(&word)).is_some()
}

/// Finds the expressions of time in `doc`, in text order, and resolves them against the day of publication.
///
/// A weekday is the latest on or before that day, and a month or a day without a year likewise, unless the clause
/// speaks of the future ("will meet on Friday", "due to start on Monday"). "The next day" and "two days later" go on
/// from the last day that the text named. Without `published` such expressions have neither start nor end.
pub(crate) fn find_times(doc: &Doc, pieces: &[Piece<'_>], published: Option<Date>) -> Vec<TimeMention> {
    let mut reader = Reader::new(doc, pieces, published);
    let mut readings = Vec::new();
    reader.read_all(|reader, reading| {
        let days = if reading.clock_only {
            let named = reader.last_named.filter(|_| reading.start < reader.named_at + CLOCK_REACH);
            // Where no day is named, the day that it was earlier in is that of the report.
            named
                .or_else(|| reader.published.filter(|_| reader.is_earlier_in_the_day(reading)).map(Days::day))
        } else {
            reading.days
        };
        readings.push(Reading { days, ..*reading });
    });
    range::join(&reader, readings).iter().map(|reading| reader.relate(reading)).collect()
}

impl<'d> Reader<'d> {
    fn new(doc: &'d Doc, pieces: &'d [Piece<'d>], published: Option<Date>) -> Reader<'d> {
        let mut reader = Reader {
            doc,
            pieces,
            published,
            last_named: None,
            named_at: 0,
            last_year: None,
            last_point: None,
            last_quarter: None,
            narrates: false,
        };
        reader.narrates = !(0..pieces.len()).any(|at| reader.is_of_the_day(at));
        reader
    }

    /// Reads all expressions in text order, and hands each over before it is remembered.
    fn read_all(&mut self, mut take: impl FnMut(&Reader<'d>, &Reading)) {
        let mut at = 0;
        while at < self.pieces.len() {
            let Some(reading) = self.read(at) else {
                at += 1;
                continue;
            };
            at = reading.end.max(at + 1);
            take(self, &reading);
            self.remember(&reading);
        }
    }

    fn is_earlier_in_the_day(&self, reading: &Reading) -> bool {
        self.is(reading.start, "earlier") && self.is(reading.end - 1, "day")
    }

    /// The expression that begins at `at`.
    fn read(&self, at: usize) -> Option<Reading> {
        self.read_reporting_time(at)
            .or_else(|| self.read_anniversary(at))
            .or_else(|| self.read_date(at))
            .or_else(|| self.read_recurring(at))
            .or_else(|| self.read_relative(at))
            .or_else(|| self.read_clock(at))
            .or_else(|| self.read_vague(at))
    }

    fn remember(&mut self, reading: &Reading) {
        if let Value::Calendar(date, Grain::Quarter) = reading.value {
            // "The year-earlier quarter" is told for comparison only.
            self.last_quarter = self.last_quarter.max(Some(date));
        }
        let past = reading.role == TimeRole::Point && !reading.every;
        if let Some(days) = reading.days.filter(|_| past) {
            self.last_point = Some((days, reading.precision));
            if reading.precision == TimePrecision::Day {
                self.last_named = Some(days);
                self.named_at = reading.end;
            }
            let of_its_own = reading.has_year && !self.is_compared(reading.start);
            if of_its_own && reading.precision < TimePrecision::Year {
                self.last_year = Some(days.start.year());
            }
        }
    }

    /// "The deadliest since that of October 2002": what is told is of another year.
    fn is_compared(&self, at: usize) -> bool {
        let sentence = |at: usize| self.token(at).map(|t| t.sentence().index());
        let before = at.saturating_sub(SINCE_REACH)..at;
        before.rev().take_while(|&b| sentence(b) == sentence(at)).any(|b| self.is(b, "since"))
    }

    /// Whether the piece at `at` is this word or mark.
    fn is(&self, at: usize, word: &str) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.is(word))
    }

    /// Whether the piece at `at` is one of these words or marks.
    fn is_any(&self, at: usize, words: &[&str]) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.is_any(words))
    }

    /// Whether the piece before `at` is one of these words or marks.
    fn follows(&self, at: usize, words: &[&str]) -> bool {
        at > 0 && self.is_any(at - 1, words)
    }

    fn word(&self, at: usize) -> &str {
        self.pieces.get(at).map_or("", Piece::word)
    }

    fn token(&self, at: usize) -> Option<Token<'d>> {
        self.pieces.get(at).map(|piece| self.doc.token(piece.token))
    }

    /// Skips the piece at `at` if it is one of these words or marks.
    fn skip(&self, at: usize, words: &[&str]) -> usize {
        at + usize::from(self.is_any(at, words))
    }

    /// The mention of a reading, with the preposition before it heeded.
    fn relate(&self, reading: &Reading) -> TimeMention {
        let relation = self.relation(reading);
        let (mut start, mut end) = (reading.days.map(|days| days.start), reading.days.map(|days| days.end));
        end = end.or(reading.last_day);
        let mut role = reading.role;
        match relation {
            Relation::Every => (start, end) = (None, None),
            Relation::Since if start.is_some() && role != TimeRole::Future => {
                end = self.published.or(end).max(start)
            }
            Relation::Until => start = None,
            Relation::Before => {
                end = start.and_then(|start| plus_days(start, -1));
                start = None;
            }
            Relation::After => {
                let next = end.and_then(|end| plus_days(end, 1));
                start = if self.published.is_some() && next > self.published { end } else { next };
                end = self.published.filter(|published| start.is_some_and(|start| start <= *published));
            }
            _ => {}
        }
        // Where words of the past meet a day still to come, the day tells.
        if role == TimeRole::Point && self.published.is_some() && start > self.published {
            role = TimeRole::Future;
        }
        let first = self.pieces[reading.start].token;
        let last = self.pieces[reading.end - 1].token;
        TimeMention {
            tokens: first..last + 1,
            start,
            end,
            last: reading.days.filter(|_| !reading.goes_on).map(|days| days.end),
            precision: reading.precision,
            relation,
            since_clause: self.since_clause(reading),
            role,
            clock_only: reading.clock_only,
        }
    }

    /// The verb above the reading that a "since" marks as the verb of its clause.
    fn since_clause(&self, reading: &Reading) -> Option<usize> {
        let token = self.token(reading.start)?;
        let verb =
            token.ancestors().take(8).find(|ancestor| matches!(ancestor.pos(), Pos::Verb | Pos::Aux))?;
        let since =
            |child: Token<'_>| child.text().eq_ignore_ascii_case("since") && child.dep() != Dep::Advmod;
        verb.children().any(since).then(|| verb.index())
    }

    fn relation(&self, reading: &Reading) -> Relation {
        if reading.every {
            return Relation::Every;
        }
        if reading.goes_on {
            return Relation::Since;
        }
        let mut at = reading.start;
        while at > 0
            && self
                .is_any(at - 1, &["the", "about", "around", "just", "shortly", "soon", "at", "least", "only"])
        {
            at -= 1;
        }
        let Some(before) = at.checked_sub(1) else { return Relation::At };
        let heads = |at: usize| {
            let preposition = self.pieces[at].token;
            let range = self.pieces[reading.start].token..self.pieces[reading.end - 1].token + 1;
            range.into_iter().any(|token| self.doc.token(token).head().index() == preposition)
        };
        let timed = !reading.clock_only && matches!(reading.role, TimeRole::Point | TimeRole::Future);
        match self.word(before) {
            "every" | "each" | "per" => Relation::Every,
            "since" => Relation::Since,
            "until" | "till" | "til" if timed => Relation::Until,
            // "Before dawn on Monday" is on Monday.
            "before" | "after" if self.is_any(reading.start, HOURS) => Relation::At,
            "before" if timed && heads(before) => Relation::Before,
            "after" if timed && heads(before) => Relation::After,
            "during" | "over" | "throughout" | "within" => Relation::During,
            "for" if !timed => Relation::During,
            _ => Relation::At,
        }
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod timex_tests;
