//! Lengths of time, and what "ago", "later" and "after" make of them: "two days ago", "three days after the vote",
//! "for two years", "a two-year siege".

use athir_model::{Count, TimePrecision};

use super::calendar::{Days, plus_days};
use super::value::{Grain, Length, Reference, Value};
use super::words::Unit;
use super::{Reader, Reading, TimeRole};
use crate::count::piece::{Piece, Shape};
use crate::count::quantity::{Bound, read_quantity};

/// So many units of time, as the words bound it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    pub(super) n: u64,
    pub(super) unit: Unit,
    pub(super) open: bool,
    pub(super) bound: Bound,
    /// Whether the unit is singular and joined, as in "two-year siege".
    pub(super) adjective: bool,
    pub(super) end: usize,
}

impl Amount {
    pub(super) fn value(self) -> Value {
        Value::Length(Length { n: (!self.open).then_some(self.n), unit: self.unit })
    }
}

impl Reader<'_> {
    /// "two days ago", "a week later", "three days after the vote", "for two years", "two-year siege", "months-long".
    pub(super) fn read_amount_expression(&self, at: usize) -> Option<Reading> {
        let amount = self.read_amount(at)?;
        if let Some(offset) = self.read_offset(at, amount) {
            return Some(offset);
        }
        Some(self.duration(at, amount))
    }

    pub(super) fn read_amount(&self, at: usize) -> Option<Amount> {
        let piece = self.pieces.get(at)?;
        let bare = |at: usize, end: usize, open: bool| {
            let piece = self.pieces.get(at).filter(|piece| !piece.is("quarter"))?;
            let (unit, times) = Unit::of(piece)?;
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
        if let Some(quantity) = read_quantity(self.pieces, at) {
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
            return self.finish_amount(Amount {
                n,
                unit,
                open: quantity.open,
                bound,
                adjective,
                end: noun + 1,
            });
        }
        // "more than a year", "nearly a week", "half a year"
        let skip = [
            ("more", "than"),
            ("less", "than"),
            ("at", "least"),
            ("over", ""),
            ("nearly", ""),
            ("almost", ""),
            ("about", ""),
            ("around", ""),
            ("up", "to"),
            ("just", ""),
            ("roughly", ""),
            ("half", ""),
        ];
        let (first, second) = skip
            .into_iter()
            .find(|(first, second)| self.is(at, first) && (second.is_empty() || self.is(at + 1, second)))?;
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
        if self.is_any(next, &["old", "olds"]) || self.is(amount.end, "of") && self.is(amount.end + 1, "age")
        {
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
    pub(super) fn read_offset(&self, at: usize, amount: Amount) -> Option<Reading> {
        if amount.adjective {
            return None;
        }
        let end = amount.end + 1;
        let n = i64::try_from(amount.n).ok()?;
        match self.word(amount.end) {
            "ago" | "back" if self.is(amount.end, "ago") || self.follows(at, &["some"]) => {
                Some(self.ago(at, end, amount, n))
            }
            "earlier" | "previously" if !self.is(end, "than") => {
                Some(self.count_from_named(at, end, amount, -n))
            }
            "later" | "afterwards" | "afterward" => Some(self.count_from_named(at, end, amount, n)),
            "before" | "after" | "following" | "prior" => {
                let sign = if self.is_any(amount.end, &["before", "prior"]) { -1 } else { 1 };
                let ends = self.pieces.get(end).is_none_or(|next| {
                    next.shape == Shape::Mark && !matches!(next.text, "\"" | "“" | "'" | "‘" | "(")
                });
                if ends && !self.is(amount.end, "following") {
                    return Some(self.count_from_named(at, end, amount, sign * n));
                }
                let days = i32::try_from(amount.unit.days(amount.n)?)
                    .ok()?
                    .checked_mul(i32::try_from(sign).ok()?)?;
                let role = if amount.open { TimeRole::Vague } else { TimeRole::Offset { days } };
                let value = amount.value();
                Some(Reading { role, value, ..Reading::point(at, end, None, amount.unit.precision()) })
            }
            "from" if self.is(end, "now") => {
                let days =
                    self.published.and_then(|published| amount.unit.around(amount.unit.shift(published, n)?));
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
            let value = Value::Reference(Reference::Past);
            return Reading { last_day: date(n), value, ..Reading::vague(at, end) };
        }
        let days = date(n).and_then(|date| match (unit, bound) {
            (Unit::Minute | Unit::Hour, _) => Days::between(date, plus_days(date, 1)?.min(self.published?)),
            (Unit::Week, Bound::AtMost | Bound::Fewer) => Days::between(date, plus_days(date, 2)?),
            (Unit::Week | Unit::Month, Bound::More | Bound::AtLeast) => {
                Days::between(unit.shift(date, -1)?, date)
            }
            _ => unit.around(date),
        });
        let value = match date(n) {
            Some(date) => self.quarter_before(amount, -n).unwrap_or(Value::Calendar(date, unit.grain())),
            None => Value::Days,
        };
        Reading { value, ..Reading::point(at, end, days, unit.precision()) }
    }

    /// So many units from the day that the text named last, or from the publication.
    fn count_from_named(&self, at: usize, end: usize, amount: Amount, n: i64) -> Reading {
        let named = self.last_named.or(self.published.map(Days::day));
        if matches!(amount.unit, Unit::Minute | Unit::Hour) {
            let value = amount.value();
            return Reading { clock_only: true, value, ..Reading::point(at, end, None, TimePrecision::Day) };
        }
        if amount.open || n > 0 && self.last_named.is_none() {
            return Reading { value: amount.value(), ..Reading::vague(at, end) };
        }
        let days = named.and_then(|named| amount.unit.around(amount.unit.shift(named.start, n)?));
        let value = self.quarter_before(amount, n).unwrap_or(Value::Days);
        Reading { value, ..Reading::point(at, end, days, amount.unit.precision()) }
    }

    /// Where a text speaks of quarters, "a year earlier" is the same quarter of another year.
    fn quarter_before(&self, amount: Amount, n: i64) -> Option<Value> {
        let quarter = self.last_quarter.filter(|_| amount.unit == Unit::Year && amount.n == 1)?;
        Some(Value::Calendar(amount.unit.shift(quarter, n)?, Grain::Quarter))
    }

    /// A length of time. With a perfect tense ("have fought for two years") or as "a two-year siege" it reaches back
    /// from the publication.
    fn duration(&self, at: usize, amount: Amount) -> Reading {
        let days = amount.unit.days(amount.n).filter(|_| !amount.open);
        let years = amount.adjective && amount.unit == Unit::Year;
        // "have killed 55 rebels in four days", "over four months"
        let within = matches!(amount.unit, Unit::Day | Unit::Week | Unit::Month)
            && self.follows(at, &["in", "over", "within"]);
        let lasting = (self.follows(at, &["for"]) || within) && self.is_perfect(at)
            || (years || self.is_of_fight(at, amount)) && !amount.open;
        let long = !matches!(amount.unit, Unit::Minute | Unit::Hour);
        // "had besieged it for two years" ends with what was told last.
        let now = if lasting && self.is_past_perfect(at) {
            self.last_named.map(|days| days.start)
        } else {
            self.published
        };
        let span = now.filter(|_| lasting && long && !amount.open && !self.is_future(at)).and_then(|now| {
            let start = amount.unit.shift(now, i64::try_from(amount.n).ok()?.checked_neg()?)?;
            Days::between(start, now)
        });
        Reading {
            role: TimeRole::Duration { days },
            value: amount.value(),
            ..Reading::point(at, amount.end, span, amount.unit.precision())
        }
    }

    /// "a four-month siege", "the two-month-long battle", "a six-month tally", "in four months of fighting".
    fn is_of_fight(&self, at: usize, amount: Amount) -> bool {
        let is_month = matches!(amount.unit, Unit::Week | Unit::Month);
        let of = self.is(amount.end, "of") && self.follows(at, &["in", "over", "during"]);
        let noun = amount.end + usize::from(of);
        // "the three-month military campaign"
        let mut nouns = noun..noun + FIGHT_REACH;
        let lasts = |at: usize| self.is_any(at, &LONG_FIGHTS) || !of && self.is_any(at, &TALLIES);
        is_month && (amount.adjective || of) && nouns.any(lasts)
    }
}

/// How many words behind a length of time the word for what lasted so long stands.
const FIGHT_REACH: usize = 2;

/// Fighting that lasts for weeks and months.
const LONG_FIGHTS: [&str; 13] = [
    "war",
    "battle",
    "siege",
    "offensive",
    "campaign",
    "conflict",
    "insurgency",
    "uprising",
    "fighting",
    "clashes",
    "bombardment",
    "blockade",
    "onslaught",
];

/// What is counted over a length of time.
const TALLIES: [&str; 4] = ["tally", "toll", "count", "total"];
