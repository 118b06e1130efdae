//! Acts that are told by how far they lie from another one: "two days after the raid".

use athir_model::TimePrecision;
use athir_nlp::{Dep, Token};

use super::{Dates, Timed, is_datable};
use crate::clause::{clause_chain, clause_verb};
use crate::coref::sentences_back;
use crate::reading::Reading;
use crate::steps::{DISCOURSE, MAX_CHAIN, OWN};
use crate::time::{Relation, TimeRole};

/// "two days after militants took them": the expression for the distance, the word for the act that is dated so, and the
/// word for the one that it is counted from.
pub(super) fn distance_from<'d>(
    reading: &Reading<'d, '_>,
    token: Token<'d>,
) -> Option<(usize, Token<'d>, Token<'d>)> {
    reading.times_in(token.sentence().range()).find_map(|(n, time)| {
        let TimeRole::Offset { .. } = time.role else { return None };
        if time.precision > TimePrecision::Month {
            return None;
        }
        let (act, other) = either_side(reading.doc.token(time.tokens.end - 1))?;
        let inside = clause_chain(token).take(MAX_CHAIN).any(|t| t == act);
        (inside && other != act && !clause_chain(other).take(MAX_CHAIN).any(|t| t == act))
            .then_some((n, act, other))
    })
}

/// "died three days after the raid of 2 April": the expression for the distance, and the word for the act that it
/// counts from.
pub(super) fn distance_to<'d>(reading: &Reading<'d, '_>, token: Token<'d>) -> Option<(usize, Token<'d>)> {
    reading.times_in(token.sentence().range()).find_map(|(n, time)| {
        let TimeRole::Offset { .. } = time.role else { return None };
        let (act, above) = either_side(reading.doc.token(time.tokens.end - 1))?;
        let is_told = above == token || clause_verb(token) == Some(above);
        (is_told && act != token && !clause_chain(token).take(MAX_CHAIN).any(|t| t == act))
            .then_some((n, act))
    })
}

/// What stands behind the "after" or "before" of a distance, and what it hangs on: in "came two days after the raid" the
/// raid and the coming.
fn either_side<'d>(signal: Token<'d>) -> Option<(Token<'d>, Token<'d>)> {
    if signal.dep() == Dep::Mark {
        return Some((signal.head(), signal.head().head()));
    }
    let object = signal.children().find(|t| matches!(t.dep(), Dep::Pobj | Dep::Pcomp))?;
    Some((object, clause_verb(signal)?))
}

/// The day that stands with the subject of a clause: "Sunday's blast came two days after the raid".
pub(super) fn time_of_subject(reading: &Reading<'_, '_>, clause: Token<'_>, but: usize) -> Option<Timed> {
    let subject = clause.children().find(|t| matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass))?;
    let phrase = subject.left_edge()..subject.right_edge() + 1;
    reading
        .times_in(phrase)
        .find(|(n, time)| *n != but && is_datable(time) && time.precision == TimePrecision::Day)
        .map(|(time, _)| Timed { time, dates: Dates::Event, steps: OWN })
}

/// "The raid came a day after": the day that the sentences before named last, as that of the raid.
pub(super) fn day_named_before(reading: &Reading<'_, '_>, token: Token<'_>) -> Option<Timed> {
    let sentence = token.sentence();
    let first = sentences_back(reading.doc, token.index(), DAY_REACH);
    let (time, _) = reading
        .times_in(first..sentence.range().start)
        .filter(|(_, time)| {
            time.role == TimeRole::Point
                && time.precision == TimePrecision::Day
                && !time.clock_only
                && time.relation == Relation::At
                && time.start.is_some()
        })
        .last()?;
    Some(Timed { time, dates: Dates::Event, steps: DISCOURSE })
}

/// How many sentences back the day is named of an act that another one is counted from.
const DAY_REACH: usize = 2;
