//! The time of an event: which expression dates it, and what the record says where none does (codebook §3, §6).

use std::ops::Range;

use athir_model::{EventKind, Family, Modality, Phase, TimeBasis, TimePrecision, When};
use athir_nlp::{Dep, Pos, Token};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::clause::{clause_chain, clause_verb, is_passive, is_past_perfect, is_verbal};
use crate::coref::sentences_back;
use crate::draft::Draft;
use crate::lexicon::Lexicon;
use crate::reading::Reading;
use crate::steps::{DISCOURSE, MAX_CHAIN, OWN, SENTENCE, Steps};
use crate::time::{Relation, TimeMention, TimeRole, ordinal, plus_days};
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

/// "Saturday marked the tenth anniversary of the raid": the raid was ten years before that day, or before the report.
fn of_anniversary(reading: &Reading<'_, '_>, deed: Token<'_>) -> Option<Timed> {
    let mut above = deed.ancestors().take(5).take_while(|t| !is_verbal(*t));
    let feast = above.find(|t| t.lemma() == "anniversary")?;
    let years = feast.lefts().find_map(|t| nth(&t.text().to_lowercase()))?;
    let is_of_feast = |timed: &Timed| {
        let time = &reading.times[timed.time];
        let inside = (deed.left_edge()..=deed.right_edge()).contains(&time.tokens.start);
        !inside && matches!(timed.dates, Dates::Event | Dates::Saying)
    };
    let day = time_in_words(reading, feast).filter(is_of_feast)?;
    Some(Timed { dates: Dates::YearsBefore { years }, steps: OWN, ..day })
}

/// The number of "tenth", "20th", "fiftieth".
fn nth(word: &str) -> Option<i16> {
    let figures = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or_default();
    let told = || ordinal(word).and_then(|n| i16::try_from(n).ok());
    let round = || match word {
        "twentieth" => Some(20),
        "thirtieth" => Some(30),
        "fortieth" => Some(40),
        "fiftieth" => Some(50),
        _ => None,
    };
    figures.parse().ok().or_else(told).or_else(round)
}

/// "The raid came a day after": the day that the sentences before named last, as that of the raid.
fn day_named_before(reading: &Reading<'_, '_>, token: Token<'_>) -> Option<Timed> {
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

/// "X fell in 1993; a bomb killed 91 in January 1996": what stands across a semicolon with a verb of its own dates another
/// act.
fn is_in_other_half(reading: &Reading<'_, '_>, act: Token<'_>, time: &TimeMention) -> bool {
    let (from, to) = (act.index().min(time.tokens.start), act.index().max(time.tokens.start));
    let mark = (from..to).find(|&i| reading.doc.token(i).text() == ";");
    let sentence = act.sentence().range();
    // "On Monday youths blocked the road; police fired tear gas": a half without a time goes on with the day before it.
    let goes_on = |mark: usize| {
        act.index() > mark
            && time.precision == TimePrecision::Day
            && time.tokens.start <= sentence.start + 1
            && !reading.times_in(mark..sentence.end).any(|(_, t)| is_datable(t))
    };
    mark.filter(|&mark| !goes_on(mark)).is_some_and(|mark| {
        let mut half = if time.tokens.start > mark { mark..sentence.end } else { sentence.start..mark };
        half.any(|i| is_verbal(reading.doc.token(i)))
    })
}

/// "The first clash since the truce of 2014", "the heaviest raids since the siege began in May": the time is that of what
/// the act is compared with.
fn is_compared_with(reading: &Reading<'_, '_>, act: Token<'_>, time: &TimeMention) -> bool {
    let doc = reading.doc;
    let before =
        |end: usize, reach: usize| (end.saturating_sub(reach).max(act.sentence().range().start)..end).rev();
    let is_since = |i: &usize| doc.token(*i).text().eq_ignore_ascii_case("since");
    let since = (time.tokens.clone().rev()).chain(before(time.tokens.start, SINCE_REACH)).find(is_since);
    let compares = |token: Token<'_>| match token.text().to_ascii_lowercase().as_str() {
        "least" => false,
        "first" | "most" | "worst" => token.next().is_none_or(|t| t.text() != "of"),
        _ => token.tag() == "JJS",
    };
    since.is_some_and(|since| {
        act.index() < since && before(since, COMPARED_REACH).any(|i| compares(doc.token(i)))
    })
}

/// How many words back of a time its "since" stands, and back of that the word that compares.
const SINCE_REACH: usize = 8;
const COMPARED_REACH: usize = 10;

/// The day that stands with the subject of a clause: "Sunday's blast came two days after the raid".
fn time_of_subject(reading: &Reading<'_, '_>, clause: Token<'_>, but: usize) -> Option<Timed> {
    let subject = clause.children().find(|t| matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass))?;
    let phrase = subject.left_edge()..subject.right_edge() + 1;
    reading
        .times_in(phrase)
        .find(|(n, time)| *n != but && is_datable(time) && time.precision == TimePrecision::Day)
        .map(|(time, _)| Timed { time, dates: Dates::Event, steps: OWN })
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

/// "died three days after the raid of 2 April": the expression for the distance, and the word for the act that it
/// counts from.
fn distance_to<'d>(reading: &Reading<'d, '_>, token: Token<'d>) -> Option<(usize, Token<'d>)> {
    reading.times_in(token.sentence().range()).find_map(|(n, time)| {
        let TimeRole::Offset { .. } = time.role else { return None };
        let (act, above) = either_side(reading.doc.token(time.tokens.end - 1))?;
        let is_told = above == token || clause_verb(token) == Some(above);
        (is_told && act != token && !clause_chain(token).take(MAX_CHAIN).any(|t| t == act))
            .then_some((n, act))
    })
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
    let governor = clause_chain(head)
        .take(MAX_CHAIN)
        .skip(1)
        .find(|t| !time.tokens.contains(&t.index()) && (is_verbal(*t) || t.index() == token.index()));
    // "the attack, which took place on Monday": the relative clause only dates its noun.
    let relative = governor.filter(|g| matches!(g.dep(), Dep::Relcl | Dep::Acl) && g.head() == token);
    let governor = governor.map(|g| {
        let dates_its_noun = matches!(g.dep(), Dep::Relcl | Dep::Acl)
            && (lexicon.tells_of_deed(g) || makes_deal(reading, g, token));
        match (dates_its_noun, occurs(g, token)) {
            (true, true) => token,
            (true, false) => g.head(),
            (false, _) => g,
        }
    });
    if is_told_aside(token) && governor != Some(token)
        || governor.is_some_and(|g| {
            is_taken_up(reading, token, g, time.tokens.start) || tells_who(reading, token, g)
        })
    {
        return None;
    }
    // "seized thirty in May, four of whom they later killed"
    let is_later = |t: Token<'_>| {
        t.children().any(|c| {
            c.dep() == Dep::Advmod
                && matches!(c.text(), "later" | "Later" | "subsequently" | "eventually" | "afterwards")
        })
    };
    if governor.is_some_and(|g| g != token) && is_verbal(token) && is_later(token) {
        return None;
    }
    let position = governor.and_then(|g| chain.iter().position(|c| *c == g).map(|p| (g, p)));
    let (steps, of_saying) = match position {
        Some((g, p)) if p > 0 && is_told_before(token, g, &time.tokens) && !is_saying(g, lexicon) => {
            return None;
        }
        Some((g, p)) if p > 0 && !is_saying(g, lexicon) && is_before_court(token, g, lexicon) => {
            return None;
        }
        Some((g, p)) if p > 0 && is_reason_of_words(reading, token, g) => return None,
        Some((g, p)) => {
            let of_saying = p > 0
                && ((is_saying(g, lexicon) || is_hearing(g)) && !is_raised(g, token)
                    || is_looked_back_on(reading, token, g, time.tokens.start))
                && !is_aligned_after(reading, token, g, time.tokens.start)
                && !is_of_the_act(reading, token, g, time);
            ((p as Steps).min(3) + u8::from(of_saying) * 2, of_saying)
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
    // A trigger inside the "since" clause is dated by it; one outside goes on from it.
    let clause = time.since_clause.map(|verb| reading.doc.token(verb));
    let since = clause
        .is_some_and(|clause| clause != token && !clause_chain(token).take(MAX_CHAIN).any(|t| t == clause));
    // "people have died in the conflict, which began in 2011"
    let begun = relative.is_some_and(|g| lexicon.token_in("begin_verbs", g)) && is_perfect_above(token);
    // "since the civil war erupted five years ago": a war goes on from there.
    let broke_out = lexicon.token_in("war_nouns", token)
        && token.dep() == Dep::Nsubj
        && position.is_some()
        && matches!(time.precision, TimePrecision::Month | TimePrecision::Year)
        && lexicon.token_in("begin_verbs", token.head());
    Some(match () {
        () if since || begun || broke_out || goes_on_since(lexicon, token, time) => {
            (steps.min(OWN), Dates::Onset)
        }
        () if of_saying => (steps, Dates::Saying),
        () => (steps, Dates::Event),
    })
}

/// "60,000 have fled since the offensive began on Monday": what began is going on.
fn goes_on_since(lexicon: &Lexicon, act: Token<'_>, time: &TimeMention) -> bool {
    act.pos() == Pos::Noun
        && lexicon.token_in("drawn_out_nouns", act)
        && matches!(act.dep(), Dep::Nsubj | Dep::Dobj | Dep::Nsubjpass)
        && time.since_clause == Some(act.head().index())
        && time.precision <= TimePrecision::Month
}

/// "the truce announced by X on 8 April": a deal is made on the day on which it is announced, brokered or signed.
fn makes_deal(reading: &Reading<'_, '_>, verb: Token<'_>, deal: Token<'_>) -> bool {
    reading.know.lexicon.token_in("deal_nouns", deal)
        && matches!(
            verb.lemma(),
            "announce"
                | "declare"
                | "proclaim"
                | "broker"
                | "sign"
                | "reach"
                | "agree"
                | "conclude"
                | "negotiate"
                | "strike"
        )
}

/// "the men accused of the bombing pleaded on Monday", "a policeman wounded in a raid died on Saturday": a deed that a past
/// participle tells of, about the people, the places or the things of a clause, lay before it.
fn is_taken_up(reading: &Reading<'_, '_>, token: Token<'_>, above: Token<'_>, time: usize) -> bool {
    // "Seven soldiers captured on Monday were executed": what stands between is of the participle.
    if token.index() < time && time < above.index() {
        return false;
    }
    let lexicon = reading.know.lexicon;
    // "Police on Tuesday released the names of nine people killed in the mall", "the funeral of two men killed in the raid was
    // held on Sunday"
    if is_verbal(token) {
        let follows = token.index() < time && above.index() < token.index();
        return token.dep() == Dep::Acl
            && token.tag() == "VBN"
            && !follows
            && ["aftermath_verbs", "mourning_verbs"].iter().any(|list| lexicon.token_in(list, above))
            && !is_act(reading, token.head());
    }
    let is_participle = |t: &Token<'_>| {
        t.dep() == Dep::Acl
            && t.tag() == "VBN"
            && t.index() > t.head().index()
            && !lexicon.token_in("support_words", *t)
    };
    let is_deed = |noun: Token<'_>| is_act(reading, noun) || lexicon.token_in("weapon_nouns", noun);
    let mut below = clause_chain(token).take(MAX_CHAIN).take_while(|t| *t != above);
    !is_verbal(token) && below.any(|t| is_participle(&t) && !is_deed(t.head()))
}

/// "murdering hostages captured since Monday": the time of a participle that tells who the people are, or which place, is not
/// that of what is done to them.
fn tells_who(reading: &Reading<'_, '_>, token: Token<'_>, participle: Token<'_>) -> bool {
    let noun = participle.head();
    let is_above = || clause_chain(token).take(MAX_CHAIN).any(|t| t == participle);
    participle.dep() == Dep::Acl
        && participle.tag() == "VBN"
        && matches!(
            participle.lemma(),
            "capture"
                | "seize"
                | "abduct"
                | "kidnap"
                | "arrest"
                | "detain"
                | "kill"
                | "wound"
                | "injure"
                | "free"
                | "release"
        )
        && noun != token
        && !is_act(reading, noun)
        && !is_above()
}

/// "on Monday condemned the attack", "was convicted on Monday of planning the bombing": who judges, mourns or looks into a deed
/// does so after it.
fn is_looked_back_on(reading: &Reading<'_, '_>, deed: Token<'_>, above: Token<'_>, time: usize) -> bool {
    // A day that stands in the phrase of the deed or behind it is as well its own: "condemned Monday's attack".
    if time > deed.left_edge() || is_verbal(deed) {
        return false;
    }
    let frames = reading.know.frames;
    let judges = |verb: Token<'_>| {
        let words_alone = frames.verbs.get(verb.lemma()).is_some_and(|all| {
            let kind = |frame: usize| frames.frames[frame].kind;
            all.iter().all(|t| kind(t.frame).family() == Family::Words || kind(t.frame) == EventKind::Arrest)
        });
        words_alone || reading.know.lexicon.token_in("aftermath_verbs", verb)
    };
    let takes = |below: Token<'_>| match below.dep() {
        Dep::Dobj | Dep::Nsubjpass => true,
        Dep::Prep => {
            matches!(below.text(), "over" | "for" | "of" | "with" | "about" | "against")
        }
        _ => false,
    };
    let path: Vec<Token<'_>> = clause_chain(deed).take(MAX_CHAIN).take_while(|t| *t != above).collect();
    let heads = path.iter().skip(1).copied().chain([above]);
    path.iter().zip(heads).any(|(below, head)| is_verbal(head) && takes(*below) && judges(head))
}

/// "On Monday government forces shelled": the parse makes the day a part of the name behind it.
pub(crate) fn is_apart(reading: &Reading<'_, '_>, head: Token<'_>, time: &Range<usize>) -> bool {
    let before = time.start.checked_sub(1).map(|i| reading.doc.token(i));
    matches!(head.dep(), Dep::Compound | Dep::Nmod)
        && !time.contains(&head.head().index())
        && before.is_some_and(|t| t.text().eq_ignore_ascii_case("on"))
}

/// "On Monday troops entered the town, which rebels had taken": the act lay before the day of the clause above it.
fn is_told_before(token: Token<'_>, above: Token<'_>, time: &Range<usize>) -> bool {
    let inside = (token.left_edge()..=token.right_edge()).contains(&time.start);
    is_verbal(token)
        && !inside
        && is_past_perfect(token)
        && !is_past_perfect(above)
        && token.dep() != Dep::Conj
}

/// "On Monday the president suspended the talks after a string of attacks": the day is that of the words, and the deeds lay
/// before it.
fn is_reason_of_words(reading: &Reading<'_, '_>, deed: Token<'_>, above: Token<'_>) -> bool {
    let frames = &reading.know.frames;
    let of_words = |t: &crate::frame::Trigger| {
        matches!(
            frames.frames[t.frame].kind.family(),
            Family::Words | Family::Talks | Family::Relief | Family::Dynamics
        )
    };
    let speaks = frames.verbs.get(above.lemma()).is_some_and(|all| all.iter().all(of_words));
    let path = || deed.ancestors().take(MAX_CHAIN).take_while(|t| *t != above);
    let is_after = |t: Token<'_>| {
        t.dep() == Dep::Prep
            && matches!(t.text(), "after" | "following" | "over" | "since" | "for" | "despite")
    };
    !is_verbal(deed) && speaks && path().any(is_after) && !path().any(is_verbal)
}

/// "sentenced on Monday for planting the bombs", "identified on Friday as the man who rented the truck used in the bombing":
/// the day of the court is not that of the deed below it, nor the other way round.
fn is_before_court(deed: Token<'_>, above: Token<'_>, lexicon: &Lexicon) -> bool {
    let of_court = |t: Token<'_>| ["court_verbs", "court_words"].iter().any(|list| lexicon.token_in(list, t));
    let path = || std::iter::once(deed).chain(deed.ancestors()).take(MAX_CHAIN).take_while(|t| *t != above);
    let is_charge = |t: Token<'_>| {
        t.dep() == Dep::Prep && matches!(t.text(), "of" | "for" | "with" | "over") && of_court(t.head())
    };
    let tells_who = |t: Token<'_>| t.dep() == Dep::Relcl && lexicon.token_in("court_verbs", above);
    deed.ancestors().any(|t| t == above) && path().any(|t| is_charge(t) || tells_who(t))
}

/// "the attack on a convoy, which took place on Monday": the relative clause of a verb of happening tells of the act,
/// to whatever word in the phrase of the act it is attached.
pub(crate) fn occurs(clause: Token<'_>, act: Token<'_>) -> bool {
    act.pos() == Pos::Noun && clause.ancestors().take(6).take_while(|t| !is_verbal(*t)).any(|t| t == act)
}

/// "A jury heard on Monday how the man had stabbed three people": what is told in court lay before.
fn is_hearing(verb: Token<'_>) -> bool {
    matches!(verb.lemma(), "hear" | "show" | "learn")
        && verb.children().any(|t| {
            matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass)
                && matches!(
                    t.lemma(),
                    "jury" | "juror" | "court" | "inquest" | "tribunal" | "judge" | "inquiry" | "trial"
                )
        })
}

/// "were reported to have struck on Monday": the day of a raised verb is that of the act.
fn is_raised(saying: Token<'_>, token: Token<'_>) -> bool {
    is_passive(saying)
        && clause_chain(token).take(MAX_CHAIN).any(|t| t.dep() == Dep::Xcomp && t.head() == saying)
}

/// "the besieged town", "its recent capture": what a noun phrase tells aside is not dated by the clause around it.
fn is_told_aside(token: Token<'_>) -> bool {
    let recent = |t: Token<'_>| {
        t.dep() == Dep::Amod && matches!(t.lemma(), "recent" | "earlier" | "previous" | "past" | "former")
    };
    token.dep() == Dep::Amod && is_verbal(token) || token.pos() == Pos::Noun && token.children().any(recent)
}

/// "the group, which fought a war in 2006, has sent": a relative clause that the trigger is not in tells of its noun.
fn in_aside(token: Token<'_>, head: Token<'_>) -> bool {
    let relative = clause_chain(head).take(MAX_CHAIN).find(|t| t.dep() == Dep::Relcl);
    relative.is_some_and(|r| r.head() != token && !(r.left_edge()..=r.right_edge()).contains(&token.index()))
}

/// "Bombs that landed on Friday killed 14": when what did it came down, it was done.
fn tells_of_means(reading: &Reading<'_, '_>, token: Token<'_>, head: Token<'_>) -> bool {
    let relative = clause_chain(head).take(MAX_CHAIN).find(|t| t.dep() == Dep::Relcl);
    relative.map(|r| r.head()).is_some_and(|noun| {
        noun.dep() == Dep::Nsubj
            && noun.head() == token
            && ["explosive_nouns", "artillery_nouns"]
                .iter()
                .any(|list| reading.know.lexicon.token_in(list, noun))
    })
}

/// Whether a perfect tense stands in the clause around a noun.
fn is_perfect_above(token: Token<'_>) -> bool {
    clause_verb(token).is_some_and(|verb| {
        verb.children().any(|t| t.dep() == Dep::Aux && t.lemma() == "have") || verb.lemma() == "have"
    })
}

/// "two days after militants took them": the expression for the distance, the word for the act that is dated so, and the
/// word for the one that it is counted from.
fn distance_from<'d>(reading: &Reading<'d, '_>, token: Token<'d>) -> Option<(usize, Token<'d>, Token<'d>)> {
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

/// "a three-year war", "in power since 1963": a time that belongs to a noun dates no act around it.
fn dates_a_noun(reading: &Reading<'_, '_>, trigger: Token<'_>, head: Token<'_>, time: &TimeMention) -> bool {
    // "Fighting since May" is tagged as a verb.
    let is_noun =
        |t: &Token<'_>| matches!(t.pos(), Pos::Noun | Pos::Propn) || *t == trigger && t.tag() == "VBG";
    let mut phrase = head
        .ancestors()
        .filter(|t| !time.tokens.contains(&t.index()))
        .take_while(|t| is_noun(t) || matches!(t.pos(), Pos::Adp | Pos::Sconj))
        .filter(is_noun);
    match (time.role, time.relation) {
        (TimeRole::Duration { .. }, _) => phrase.next().is_some_and(|noun| noun != trigger),
        // What stands behind an object mostly dates its verb: "has killed many people since May".
        (_, Relation::Since) => {
            let nouns: Vec<Token<'_>> = phrase.collect();
            nouns.last().is_some_and(|noun| noun.dep() != Dep::Dobj)
                && !nouns.iter().any(|noun| *noun == trigger || is_act(reading, *noun))
        }
        _ => false,
    }
}

/// Whether a noun names an act that is dated by itself.
fn is_act(reading: &Reading<'_, '_>, noun: Token<'_>) -> bool {
    reading.know.frames.nouns.contains_key(noun.lemma())
        || reading.know.lexicon.token_in("definite_event_nouns", noun)
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
        let inside = clause_chain(trigger).take(8).any(|t| t == n);
        // "sanctions imposed after the 1990 invasion": what stands before the noun dates nothing else.
        let is_own = || {
            time.start < n.index()
                && time_head.head() == n
                && !(n.dep() == Dep::Pobj && matches!(n.head().text(), "in" | "In" | "during" | "During"))
                && clause_verb(trigger) != Some(n.head())
        };
        n.pos() == Pos::Noun
            && n != trigger
            && is_act(reading, n)
            && !inside
            && (is_own() || is_verbal(trigger) && !reading.know.lexicon.token_in("target_verbs", trigger))
    })
}

/// Days that stand with a verb of saying and are those of the act none the less.
fn is_of_the_act(reading: &Reading<'_, '_>, act: Token<'_>, saying: Token<'_>, time: &TimeMention) -> bool {
    let lexicon = reading.know.lexicon;
    // "Shells believed to hold chlorine were fired on Monday": the participle only tells of its noun.
    let is_participle = saying.dep() == Dep::Acl && saying.tag() == "VBN";
    // "Heavy gunfire was reported on Monday".
    let is_subject_of_it =
        act.dep() == Dep::Nsubjpass && act.head() == saying && lexicon.has("told_verbs", saying.lemma());
    // "On Monday the group announced a new battle and shelled the base".
    let is_next = act.dep() == Dep::Conj
        && act.head() == saying
        && !act.children().any(|t| matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass))
        && time.tokens.start < saying.index();
    // "since Monday, when fighting reached the town"
    let is_when = act.ancestors().chain(std::iter::once(act)).take(MAX_CHAIN).any(|t| {
        matches!(t.dep(), Dep::Relcl | Dep::Advcl)
            && time.tokens.contains(&t.head().index())
            && t.children().any(|c| c.text().eq_ignore_ascii_case("when"))
    });
    // "Overnight, the army said it had shot down 18 drones".
    let is_of_night = reading.doc.token(time.tokens.start).text().eq_ignore_ascii_case("overnight");
    is_participle || is_subject_of_it || is_next || is_when || is_of_night
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
    let told = draft.timed.filter(|timed| {
        reading.times[timed.time].role != TimeRole::Future || draft.modality != Modality::Reported
    });
    told.map_or_else(|| when_untold(reading, draft), |timed| when_told(reading, draft, timed))
}

fn when_told(reading: &Reading<'_, '_>, draft: &Draft, timed: Timed) -> When {
    let published = reading.published;
    let time = &reading.times[timed.time];
    let mention = |time: &TimeMention| Some(reading.quote(time.tokens.clone()));
    let basis = if timed.steps >= DISCOURSE { TimeBasis::Discourse } else { TimeBasis::Stated };
    // An open end closes with the report, unless the time lies after it.
    let closed = time.end.or(published.filter(|p| time.start.is_none_or(|s| s <= *p)));
    let dated =
        When { start: time.start, end: closed, precision: time.precision, basis, mention: mention(time) };
    match timed.dates {
        Dates::Saying if is_done_by_saying(reading, draft) => dated,
        Dates::Saying => When {
            start: None,
            end: time.end.or(published),
            precision: TimePrecision::Unknown,
            basis: TimeBasis::Saying,
            ..dated
        },
        Dates::Onset => When { end: published.max(time.start), ..dated },
        Dates::Distant { by } => {
            let distance = &reading.times[by];
            let TimeRole::Offset { days } = distance.role else { return dated };
            let day = time.start.and_then(|start| plus_days(start, -i64::from(days)));
            When { start: day, end: day, precision: distance.precision, mention: mention(distance), ..dated }
        }
        Dates::BeforeReport => {
            let TimeRole::Offset { days } = time.role else { return dated };
            let day = published.and_then(|day| plus_days(day, -i64::from(days)));
            When { start: day, end: day, ..dated }
        }
        Dates::Ahead { by } => {
            let distance = &reading.times[by];
            let TimeRole::Offset { days } = distance.role else { return dated };
            let day = time.start.and_then(|start| plus_days(start, i64::from(days)));
            When { start: day, end: day, precision: distance.precision, mention: mention(distance), ..dated }
        }
        Dates::YearsBefore { years } => {
            let back = |day: Option<Date>| day.and_then(|d| d.checked_sub(years.years()).ok());
            When { start: back(time.start), end: back(time.end), ..dated }
        }
        Dates::Compared => when_untold(reading, draft),
        // What was taken "since spring" was taken then; "since Friday, when rebels struck": they struck on that day.
        Dates::Event
            if time.relation == Relation::Since
                && (draft.kind == EventKind::Capture || is_told_of_day(reading, draft.head, time)) =>
        {
            When { end: time.last.or(closed), ..dated }
        }
        Dates::Event => dated,
    }
}

/// "The group announced on Monday that it was disbanding", "the ministry said on Monday it condemned the raid": who does by
/// words does it on the day on which he says so.
fn is_done_by_saying(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    if !matches!(draft.kind.family(), Family::Words | Family::Dynamics)
        || draft.modality != Modality::Reported
    {
        return false;
    }
    let token = reading.doc.token(draft.head);
    let Some(saying) =
        clause_chain(token).take(MAX_CHAIN).skip(1).find(|t| is_saying(*t, reading.know.lexicon))
    else {
        return false;
    };
    let speakers: Vec<usize> =
        saying.children().filter(|t| t.dep() == Dep::Nsubj).map(|t| t.index()).collect();
    draft.initiators.iter().any(|side| {
        let names = |at: usize| reading.mentions.at(at).any(|(_, m)| m.who.contains(&side.party.who));
        speakers.iter().any(|&at| side.party.tokens.contains(&at) || names(at))
    })
}

/// Whether an act is told in a clause that hangs on a day: "Friday, when rebels struck".
fn is_told_of_day(reading: &Reading<'_, '_>, act: usize, time: &TimeMention) -> bool {
    let act = reading.doc.token(act);
    let clause = std::iter::once(act)
        .chain(act.ancestors())
        .take(MAX_CHAIN)
        .find(|t| matches!(t.dep(), Dep::Relcl | Dep::Advcl) && time.tokens.contains(&t.head().index()));
    clause.is_some_and(|c| c.children().any(|t| t.text().eq_ignore_ascii_case("when")))
}

fn when_untold(reading: &Reading<'_, '_>, draft: &Draft) -> When {
    let undated = matches!(draft.kind.family(), Family::Dynamics) || draft.phase == Phase::Ongoing;
    let published = reading.published;
    let start = if undated { None } else { published.and_then(|d| d.yesterday().ok()) };
    When {
        start,
        end: published,
        precision: TimePrecision::Unknown,
        basis: TimeBasis::Publication,
        mention: None,
    }
}
