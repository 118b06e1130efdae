//! When a tie began, ended or held: the time that stands nearest to its word in the sentence.

use athir_model::{Tie, TieSays, TieState, TimeBasis, TimePrecision, When};
use athir_nlp::Token;
use jiff::civil::{Date, date as day};

use crate::phrase::span_head;
use crate::reading::Reading;
use crate::time::{Relation, TimeMention, TimeRole};

/// How many steps through the parse a time may stand away.
const FARTHEST: usize = 9;

/// Gives the tie its time, if its sentence has one.
pub(super) fn date(reading: &Reading<'_, '_>, at: usize, tie: &mut Tie) {
    let word = reading.doc.token(at);
    let sentence = word.sentence().range();
    let best = reading
        .times_in(sentence.clone())
        .filter(|(_, time)| is_dated(time))
        .map(|(n, time)| (steps(word, span_head(reading.doc, &time.tokens)), n, time))
        .min_by_key(|&(steps, n, _)| (steps, n));
    let own = best.filter(|(steps, ..)| *steps <= FARTHEST).map(|(_, _, time)| time);
    let Some(time) = own.or_else(|| time_before(reading, sentence.start)) else { return };
    let basis = if own.is_some() { TimeBasis::Stated } else { TimeBasis::Discourse };
    let (start, end) = interval(time);
    if own.is_none() && tie.basis.is_stated() {
        // A standing is not bound to the time of what is told before.
        return;
    }
    // "since 2004" says when it began, "until 2004" when it ended, and what ended by then was.
    match time.relation {
        Relation::Since if tie.says == TieSays::Holds => tie.says = TieSays::Begins,
        Relation::Until if tie.says == TieSays::Holds => {
            tie.says = TieSays::Ends;
            if tie.kind.lasts() {
                tie.state = TieState::Former;
            }
        }
        _ => {}
    }
    tie.when = Some(When {
        start,
        end,
        precision: time.precision,
        basis,
        mention: Some(reading.quote(time.tokens.clone())),
    });
}

/// The time that the sentence before goes on from, where it has a single one and nothing else has been dated since.
fn time_before<'r>(reading: &'r Reading<'_, '_>, start: usize) -> Option<&'r TimeMention> {
    let before = reading.doc.sentence_of(start.checked_sub(1)?).range();
    let mut dated = reading.times_in(before).map(|(_, time)| time).filter(|time| is_dated(time));
    let first = dated.next()?;
    let goes_on = matches!(first.relation, Relation::At | Relation::During);
    (goes_on && dated.next().is_none()).then_some(first)
}

fn is_dated(time: &TimeMention) -> bool {
    time.role == TimeRole::Point
        && time.relation != Relation::Every
        && !time.clock_only
        && (time.start.is_some() || time.end.is_some())
}

/// The time of the expression itself, whatever its preposition makes of it.
fn interval(time: &TimeMention) -> (Option<Date>, Option<Date>) {
    match time.relation {
        Relation::Since => (time.start, time.last.or(time.end)),
        Relation::Until => {
            let first = time.last.map(|last| match time.precision {
                TimePrecision::Year => day(last.year(), 1, 1),
                TimePrecision::Month => day(last.year(), last.month(), 1),
                _ => last,
            });
            (first, time.last.or(time.end))
        }
        _ => (time.start, time.end),
    }
}

/// How many steps lead from one word to the other through their nearest common governor.
fn steps(from: Token<'_>, to: Token<'_>) -> usize {
    let up: Vec<usize> = std::iter::once(from).chain(from.ancestors()).map(|t| t.index()).collect();
    for (n, token) in std::iter::once(to).chain(to.ancestors()).enumerate() {
        if let Some(m) = up.iter().position(|&i| i == token.index()) {
            // A word above the tie's own dates it less than one below.
            return n + 2 * m;
        }
    }
    usize::MAX
}
