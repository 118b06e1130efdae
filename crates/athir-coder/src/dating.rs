//! The time of an event: which expression dates it (codebook §3, §6).
//!
//! An expression dates an act by the words between them, unless they show that it dates another one (`another`), a court
//! or a mourner that looks back on it (`court`), or only what is said of it (`saying`). Some acts are counted from another
//! one (`distance`) or from their feast (`anniversary`). `when` tells what the record says of it.

mod anniversary;
mod another;
mod court;
mod distance;
mod saying;
mod when;

use std::ops::Range;

use athir_model::TimePrecision;
use athir_nlp::{Dep, Pos, Token};

use self::anniversary::of_anniversary;
use self::another::{
    dates_a_noun, dates_another_act, in_aside, is_compared_with, is_in_other_half, is_reason_of_words,
    is_taken_up, is_told_aside, is_told_before, tells_of_means, tells_who,
};
use self::court::{is_before_court, is_hearing, is_looked_back_on};
use self::distance::{day_named_before, distance_from, distance_to, time_of_subject};
use self::saying::{is_aligned_after, is_of_the_act, is_raised};
pub(crate) use self::when::when;
use crate::clause::{clause_chain, clause_verb, is_verbal};
use crate::lexicon::Lexicon;
use crate::reading::Reading;
use crate::steps::{DISCOURSE, MAX_CHAIN, OWN, SENTENCE, Steps};
use crate::time::{Relation, TimeMention, TimeRole};
use crate::voice::is_saying;

/// When a draft's event happened: an expression, and what it dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Timed {
    /// Index into the times of the reading.
    pub(crate) time: usize,
    pub(crate) dates: Dates,
    pub(crate) steps: Steps,
}

/// What an expression dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dates {
    /// The event.
    Event,
    /// The saying: it only bounds the event.
    Saying,
    /// What the event goes on from: "since the war began in 2011".
    Onset,
    /// Another act, which the event was so far from: "said on Friday, two days after the raid". The index is that of
    /// the expression for the distance.
    Distant {
        /// Index into the times of the reading.
        by: usize,
    },
    /// The report, which the event was so far from: "the strikes come two days after the raid". The time is the
    /// distance.
    BeforeReport,
    /// Another act that the event is counted from: "died three days after the raid of 2 April".
    Ahead {
        /// Index into the times of the reading.
        by: usize,
    },
    /// The feast of a deed, which lay so many years before it: "marked the tenth anniversary of the raid".
    YearsBefore {
        /// How many years.
        years: i16,
    },
    /// Another act that the event is compared with: "the first clash since the truce of March".
    Compared,
}

impl Timed {
    /// Whether the expression only bounds the event.
    pub(crate) fn only_bounds(&self) -> bool {
        self.dates == Dates::Saying
    }

    /// Whether the expression dates another act than the event.
    pub(crate) fn is_of_another(&self) -> bool {
        matches!(
            self.dates,
            Dates::Saying
                | Dates::Distant { .. }
                | Dates::BeforeReport
                | Dates::Ahead { .. }
                | Dates::Compared
        )
    }
}

/// Finds the time that dates the trigger: in its own clause first, then in the clauses above it.
pub(crate) fn time_of(reading: &Reading<'_, '_>, token: Token<'_>) -> Option<Timed> {
    let own = time_in_words(reading, token);
    if let Some(feast) = of_anniversary(reading, token) {
        return Some(feast);
    }
    let dated_within = |act: Token<'_>, timed: &Timed| {
        let time = &reading.times[timed.time];
        let inside = (act.left_edge()..=act.right_edge()).contains(&time.tokens.start);
        inside && timed.dates == Dates::Event && !matches!(time.role, TimeRole::Offset { .. })
    };
    if let Some((by, act, other)) = distance_from(reading, token)
        && !own.is_some_and(|own| dated_within(act, &own))
    {
        // "announced on Monday that it was leaving, a day after the raid"
        let counts = |base: &Timed| base.dates == Dates::Event || base.dates == Dates::Saying;
        let base = time_in_words(reading, other).filter(counts);
        let dated = base.or_else(|| time_of_subject(reading, other, by));
        // Nothing dates what is told: it was told of before, or is the news of the day.
        let dated = dated.or_else(|| day_named_before(reading, token));
        return Some(match dated {
            Some(base) => Timed { dates: Dates::Distant { by }, ..base },
            None => Timed { time: by, dates: Dates::BeforeReport, steps: SENTENCE },
        });
    }
    let is_told = |act: Token<'_>| {
        own.is_some_and(|own| own.dates == Dates::Event && own.steps <= OWN && !dated_within(act, &own))
    };
    if let Some((by, act)) = distance_to(reading, token).filter(|(_, act)| !is_told(*act))
        && let Some(base) = time_in_words(reading, act).filter(|base| dated_within(act, base))
    {
        return Some(Timed { dates: Dates::Ahead { by }, ..base });
    }
    own
}

/// The expression that dates the trigger itself.
fn time_in_words(reading: &Reading<'_, '_>, token: Token<'_>) -> Option<Timed> {
    let chain: Vec<Token<'_>> =
        clause_chain(token).take(MAX_CHAIN).filter(|t| is_verbal(*t) || t.index() == token.index()).collect();
    let mut best: Option<(Steps, usize, Timed)> = None;
    let mut compared = None;
    for (n, time) in reading.times_in(token.sentence().range()) {
        if !is_datable(time) {
            continue;
        }
        if is_in_other_half(reading, token, time) {
            continue;
        }
        if is_compared_with(reading, token, time) {
            compared = Some(Timed { time: n, dates: Dates::Compared, steps: SENTENCE });
            continue;
        }
        // "held for two weeks", "jailed for 14 years": how long it is for dates nothing.
        let is_term = matches!(time.role, TimeRole::Duration { .. })
            && time.tokens.start > token.index()
            && reading.know.lexicon.token_in("court_verbs", token);
        if is_term {
            continue;
        }
        let Some((steps, dates)) = tie(reading, token, &chain, time) else { continue };
        let steps = if time.clock_only { steps.max(DISCOURSE) } else { steps };
        // "In December, officials said that X had struck": a month or a year holds for what was said as well.
        let is_coarse = matches!(time.precision, TimePrecision::Month | TimePrecision::Year);
        let dates = if is_coarse && dates == Dates::Saying { Dates::Event } else { dates };
        let distance = time.tokens.start.abs_diff(token.index());
        // "a two-year truce fell apart in July": how long it was is no day of it.
        let is_length = matches!(time.role, TimeRole::Duration { .. }) && time.tokens.end <= token.index();
        let key = (if is_length { steps.max(OWN) + 1 } else { steps }, distance);
        if best.as_ref().is_none_or(|(s, d, _)| key < (*s, *d)) {
            best = Some((key.0, distance, Timed { time: n, dates, steps }));
        }
    }
    best.map(|(_, _, timed)| timed).or(compared)
}

pub(crate) fn is_datable(time: &TimeMention) -> bool {
    let dated = time.start.is_some() || time.end.is_some();
    // "the 11th century temple"
    let is_age =
        time.last.zip(time.start).is_some_and(|(last, start)| last.year() - start.year() >= AGE_YEARS);
    dated && !is_age && time.role != TimeRole::Vague && time.relation != Relation::Every
}

/// A time of the calendar that lasts so many years dates no act.
const AGE_YEARS: i16 = 40;

/// How near a time stands to the trigger, and what it dates; `None` where it dates something else.
fn tie(
    reading: &Reading<'_, '_>,
    token: Token<'_>,
    chain: &[Token<'_>],
    time: &TimeMention,
) -> Option<(Steps, Dates)> {
    let lexicon = reading.know.lexicon;
    let head = reading.doc.token(time.tokens.end - 1);
    let is_apart = is_apart(reading, head, &time.tokens);
    if !is_apart
        && (dates_another_act(reading, token, head, &time.tokens) || dates_a_noun(reading, token, head, time))
    {
        return None;
    }
    // The word that the expression hangs on.
    let hung = clause_chain(head)
        .take(MAX_CHAIN)
        .skip(1)
        .find(|t| !time.tokens.contains(&t.index()) && (is_verbal(*t) || t.index() == token.index()));
    let governor = hung.map(|g| dated_word(reading, token, g));
    let is_another = |g: Token<'_>| {
        is_taken_up(reading, token, g, time.tokens.start)
            || tells_who(reading, token, g)
            || g != token && is_later(lexicon, token)
    };
    if is_told_aside(lexicon, token) && governor != Some(token) || governor.is_some_and(is_another) {
        return None;
    }
    let position = governor.and_then(|g| chain.iter().position(|c| *c == g).map(|p| (g, p)));
    let (steps, of_saying) = match position {
        Some((g, above)) => {
            if above > 0 && lies_before(reading, token, g, &time.tokens) {
                return None;
            }
            let of_saying = above > 0 && is_of_saying(reading, token, g, time);
            ((above as Steps).min(3) + u8::from(of_saying) * 2, of_saying)
        }
        // Inside the trigger's clause, but deeper: "after fighters attacked it on Sunday".
        None if in_aside(token, head) && !tells_of_means(reading, token, head) => return None,
        None if governor.is_some_and(|g| is_before_court(g, token, lexicon)) => return None,
        None => {
            let in_clause = clause_verb(token)
                .is_some_and(|v| (v.left_edge()..=v.right_edge()).contains(&time.tokens.start));
            let of_saying = governor.is_some_and(|g| is_saying(g, lexicon));
            (if in_clause { SENTENCE } else { SENTENCE + 1 }, of_saying)
        }
    };
    // "people have died in the conflict, which began in 2011"
    let begun = || {
        let relative = hung.filter(|g| matches!(g.dep(), Dep::Relcl | Dep::Acl) && g.head() == token);
        relative.is_some_and(|g| lexicon.token_in("begin_verbs", g)) && is_perfect_above(token)
    };
    Some(match () {
        () if goes_on_since(reading, token, time)
            || begun()
            || position.is_some() && is_outbreak(lexicon, token, time) =>
        {
            (steps.min(OWN), Dates::Onset)
        }
        () if of_saying => (steps, Dates::Saying),
        () => (steps, Dates::Event),
    })
}

/// The word that an expression dates that hangs on another one: "the attack, which took place on Monday", where the relative
/// clause only dates its noun.
fn dated_word<'d>(reading: &Reading<'_, '_>, act: Token<'d>, governor: Token<'d>) -> Token<'d> {
    let dates_its_noun = matches!(governor.dep(), Dep::Relcl | Dep::Acl)
        && (reading.know.lexicon.tells_of_deed(governor) || makes_deal(reading, governor, act));
    match (dates_its_noun, occurs(governor, act)) {
        (true, true) => act,
        (true, false) => governor.head(),
        (false, _) => governor,
    }
}

/// "seized thirty in May, four of whom they later killed"
fn is_later(lexicon: &Lexicon, act: Token<'_>) -> bool {
    let says_later =
        |t: Token<'_>| t.dep() == Dep::Advmod && lexicon.has("later_adverbs", &t.text().to_ascii_lowercase());
    is_verbal(act) && act.children().any(says_later)
}

/// Whether an act lay before the day of a clause above it that is of no saying.
fn lies_before(reading: &Reading<'_, '_>, act: Token<'_>, above: Token<'_>, time: &Range<usize>) -> bool {
    let lexicon = reading.know.lexicon;
    !is_saying(above, lexicon) && (is_told_before(act, above, time) || is_before_court(act, above, lexicon))
        || is_reason_of_words(reading, act, above)
}

/// Whether the day of a clause above an act is only that of what is said of it.
fn is_of_saying(reading: &Reading<'_, '_>, act: Token<'_>, above: Token<'_>, time: &TimeMention) -> bool {
    let lexicon = reading.know.lexicon;
    let start = time.tokens.start;
    ((is_saying(above, lexicon) || is_hearing(lexicon, above)) && !is_raised(above, act)
        || is_looked_back_on(reading, act, above, start))
        && !is_aligned_after(reading, act, above, start)
        && !is_of_the_act(reading, act, above, time)
}

/// Whether an act goes on from what a "since" clause tells: a trigger inside the clause is dated by it, but for what began with
/// it and goes on: "60,000 have fled since the offensive began on Monday".
fn goes_on_since(reading: &Reading<'_, '_>, act: Token<'_>, time: &TimeMention) -> bool {
    let clause = time.since_clause.map(|verb| reading.doc.token(verb));
    let is_outside =
        clause.is_some_and(|clause| clause != act && !clause_chain(act).take(MAX_CHAIN).any(|t| t == clause));
    let is_drawn_out = act.pos() == Pos::Noun
        && reading.know.lexicon.token_in("drawn_out_nouns", act)
        && matches!(act.dep(), Dep::Nsubj | Dep::Dobj | Dep::Nsubjpass)
        && time.since_clause == Some(act.head().index())
        && time.precision <= TimePrecision::Month;
    is_outside || is_drawn_out
}

/// "since the civil war erupted five years ago": a war goes on from there.
fn is_outbreak(lexicon: &Lexicon, war: Token<'_>, time: &TimeMention) -> bool {
    lexicon.token_in("war_nouns", war)
        && war.dep() == Dep::Nsubj
        && matches!(time.precision, TimePrecision::Month | TimePrecision::Year)
        && lexicon.token_in("begin_verbs", war.head())
}

/// "the truce announced by X on 8 April": a deal is made on the day on which it is announced, brokered or signed.
fn makes_deal(reading: &Reading<'_, '_>, verb: Token<'_>, deal: Token<'_>) -> bool {
    let lexicon = reading.know.lexicon;
    lexicon.token_in("deal_nouns", deal) && lexicon.has("deal_making_verbs", verb.lemma())
}

/// "On Monday government forces shelled": the parse makes the day a part of the name behind it.
pub(crate) fn is_apart(reading: &Reading<'_, '_>, head: Token<'_>, time: &Range<usize>) -> bool {
    let before = time.start.checked_sub(1).map(|i| reading.doc.token(i));
    matches!(head.dep(), Dep::Compound | Dep::Nmod)
        && !time.contains(&head.head().index())
        && before.is_some_and(|t| t.text().eq_ignore_ascii_case("on"))
}

/// "the attack on a convoy, which took place on Monday": the relative clause of a verb of happening tells of the act,
/// to whatever word in the phrase of the act it is attached.
pub(crate) fn occurs(clause: Token<'_>, act: Token<'_>) -> bool {
    act.pos() == Pos::Noun && clause.ancestors().take(6).take_while(|t| !is_verbal(*t)).any(|t| t == act)
}

/// Whether a perfect tense stands in the clause around a noun.
fn is_perfect_above(token: Token<'_>) -> bool {
    clause_verb(token).is_some_and(|verb| {
        verb.children().any(|t| t.dep() == Dep::Aux && t.lemma() == "have") || verb.lemma() == "have"
    })
}
