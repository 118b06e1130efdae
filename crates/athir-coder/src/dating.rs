//! The time of an event: which expression dates it, and what the record says where none does (codebook §3, §6).

use std::ops::Range;

use athir_model::{Family, Phase, TimeBasis, TimePrecision, When};
use athir_nlp::{Dep, Pos, Token};

use crate::clause::{clause_chain, clause_verb, is_verbal};
use crate::draft::Draft;
use crate::reading::Reading;
use crate::steps::{DISCOURSE, MAX_CHAIN, OWN, SENTENCE, Steps};
use crate::time::{Relation, TimeMention, TimeRole};
use crate::voice::is_saying;

/// When a draft's event happened: an expression, and what it dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Timed {
    /// Index into the times of the reading.
    pub(crate) time: usize,
    /// Whether it dates the saying and so only bounds the event.
    pub(crate) of_saying: bool,
    /// Whether it dates what the event goes on from: "since the war began in 2011".
    pub(crate) since: bool,
    pub(crate) steps: Steps,
}

/// Finds the time that dates the trigger: in its own clause first, then in the clauses above it.
pub(crate) fn time_of(reading: &Reading<'_, '_>, token: Token<'_>) -> Option<Timed> {
    let sentence = token.sentence().range();
    let chain: Vec<Token<'_>> =
        clause_chain(token).take(MAX_CHAIN).filter(|t| is_verbal(*t) || t.index() == token.index()).collect();
    let mut best: Option<(Steps, usize, Timed)> = None;
    for (n, time) in reading.times_in(sentence) {
        if time.clock_only || time.start.is_none() && time.end.is_none() {
            continue;
        }
        if matches!(time.relation, Relation::Every) || matches!(time.role, TimeRole::Vague) {
            continue;
        }
        let head = reading.doc.token(time.tokens.end - 1);
        if dates_another_act(reading, token, head, &time.tokens) {
            continue;
        }
        // The word that the expression hangs on.
        let governor = clause_chain(head)
            .take(MAX_CHAIN)
            .skip(1)
            .find(|t| !time.tokens.contains(&t.index()) && (is_verbal(*t) || t.index() == token.index()));
        // "the attack, which took place on Monday": the relative clause only dates its noun.
        let governor = governor.map(|g| {
            let dates_its_noun = matches!(g.dep(), Dep::Relcl | Dep::Acl) && reading.know.lexicon.is_occur(g);
            if dates_its_noun { g.head() } else { g }
        });
        let of_saying;
        let steps =
            match governor.and_then(|g| chain.iter().position(|c| c.index() == g.index()).map(|p| (g, p))) {
                Some((g, p)) => {
                    of_saying = p > 0
                        && is_saying(g, reading.know.lexicon)
                        && !is_aligned_after(reading, token, g, time.tokens.start);
                    (p as Steps).min(3) + u8::from(of_saying) * 2
                }
                // Inside the trigger's clause, but deeper: "after fighters attacked it on Sunday".
                None => {
                    let in_clause = clause_verb(token)
                        .is_some_and(|v| (v.left_edge()..=v.right_edge()).contains(&time.tokens.start));
                    let of_say = governor.is_some_and(|g| is_saying(g, reading.know.lexicon));
                    of_saying = of_say;
                    if in_clause { SENTENCE } else { SENTENCE + 1 }
                }
            };
        // "have died since the war began in 2011": the clause above lasts from then on.
        let since = time.since_clause.is_some_and(|v| {
            let clause = reading.doc.token(v);
            clause.index() != token.index() && !clause_chain(token).take(MAX_CHAIN).any(|t| t == clause)
        });
        let (steps, of_saying) = if since { (steps.min(OWN), false) } else { (steps, of_saying) };
        let distance = time.tokens.start.abs_diff(token.index());
        let key = (steps, distance);
        if best.as_ref().is_none_or(|(s, d, _)| key < (*s, *d)) {
            best = Some((steps, distance, Timed { time: n, of_saying, since, steps }));
        }
    }
    best.map(|(_, _, timed)| timed)
}

/// "condemned the attack on Monday": a time inside the phrase of a noun that names another act dates that act.
fn dates_another_act(
    reading: &Reading<'_, '_>,
    trigger: Token<'_>,
    time_head: Token<'_>,
    time: &Range<usize>,
) -> bool {
    let noun = clause_chain(time_head)
        .take(6)
        .find(|t| !time.contains(&t.index()) && !matches!(t.pos(), Pos::Adp | Pos::Adv));
    noun.is_some_and(|n| {
        let is_act = reading.know.frames.nouns.contains_key(n.lemma())
            || reading.know.lexicon.token_in("definite_event_nouns", n);
        let inside = clause_chain(trigger).take(8).any(|t| t == n);
        n.pos() == Pos::Noun
            && n != trigger
            && is_act
            && !inside
            && is_verbal(trigger)
            && !reading.know.lexicon.token_in("target_verbs", trigger)
    })
}

/// A day that stands behind the clause and before the saying dates the clause: "five died on Monday, police said".
fn is_aligned_after(reading: &Reading<'_, '_>, trigger: Token<'_>, saying: Token<'_>, time: usize) -> bool {
    let comma_between = |a: usize, b: usize| (a.min(b)..a.max(b)).any(|i| reading.doc.token(i).text() == ",");
    trigger.index() < time
        && time < saying.index()
        && !comma_between(trigger.index(), time)
        && comma_between(time, saying.index())
}

/// The time of an event by codebook §3 and §6.
pub(crate) fn when(reading: &Reading<'_, '_>, draft: &Draft) -> When {
    let published = reading.published;
    let mention = |t: &TimeMention| Some(reading.quote(t.tokens.clone()));
    if let Some(timed) = draft.timed {
        let time = &reading.times[timed.time];
        if timed.of_saying {
            return When {
                start: None,
                end: time.end.or(published),
                precision: TimePrecision::Unknown,
                basis: TimeBasis::Saying,
                mention: mention(time),
            };
        }
        let basis = if timed.steps >= DISCOURSE { TimeBasis::Discourse } else { TimeBasis::Stated };
        // An open end closes with the report, unless the time lies after it.
        let closed = time.end.or(published.filter(|p| time.start.is_none_or(|s| s <= *p)));
        let end = if timed.since { published.max(time.start) } else { closed };
        return When { start: time.start, end, precision: time.precision, basis, mention: mention(time) };
    }
    let undated = matches!(draft.kind.family(), Family::Dynamics) || draft.phase == Phase::Ongoing;
    let start = if undated { None } else { published.and_then(|d| d.yesterday().ok()) };
    When {
        start,
        end: published,
        precision: TimePrecision::Unknown,
        basis: TimeBasis::Publication,
        mention: None,
    }
}
