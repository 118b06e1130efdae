//! Times that stand near an act and date another one.

use std::ops::Range;

use athir_model::{Family, TimePrecision};
use athir_nlp::{Dep, Pos, Token};

use super::is_datable;
use crate::clause::{clause_chain, clause_verb, is_past_perfect, is_verbal};
use crate::frame::Trigger;
use crate::lexicon::Lexicon;
use crate::reading::Reading;
use crate::steps::MAX_CHAIN;
use crate::time::{Relation, TimeMention, TimeRole};

/// "X fell in 1993; a bomb killed 91 in January 1996": what stands across a semicolon with a verb of its own dates another
/// act.
pub(super) fn is_in_other_half(reading: &Reading<'_, '_>, act: Token<'_>, time: &TimeMention) -> bool {
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
pub(super) fn is_compared_with(reading: &Reading<'_, '_>, act: Token<'_>, time: &TimeMention) -> bool {
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

/// "condemned the attack on Monday": a time inside the phrase of a noun that names another act dates that act.
pub(super) fn dates_another_act(
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

/// "a three-year war", "in power since 1963": a time that belongs to a noun dates no act around it.
pub(super) fn dates_a_noun(
    reading: &Reading<'_, '_>,
    trigger: Token<'_>,
    head: Token<'_>,
    time: &TimeMention,
) -> bool {
    // "Fighting since May" is tagged as a verb.
    let is_noun =
        |t: &Token<'_>| matches!(t.pos(), Pos::Noun | Pos::Propn) || *t == trigger && t.tag() == "VBG";
    let mut phrase = head
        .ancestors()
        .filter(|t| !time.tokens.contains(&t.index()))
        .take_while(|t| is_noun(t) || matches!(t.pos(), Pos::Adp | Pos::Sconj))
        .filter(is_noun);
    match (time.role, time.relation) {
        // "a four-month tally shows": over that time lie the deeds that it counts.
        (TimeRole::Duration { .. }, _) => phrase
            .next()
            .is_some_and(|noun| noun != trigger && !matches!(noun.lemma(), "tally" | "toll" | "count")),
        // What stands behind an object mostly dates its verb: "has killed many people since May".
        (_, Relation::Since) => {
            let nouns: Vec<Token<'_>> = phrase.collect();
            nouns.last().is_some_and(|noun| noun.dep() != Dep::Dobj)
                && !nouns.iter().any(|noun| *noun == trigger || is_act(reading, *noun))
        }
        _ => false,
    }
}

/// "the men accused of the bombing pleaded on Monday", "a policeman wounded in a raid died on Saturday": a deed that a past
/// participle tells of, about the people, the places or the things of a clause, lay before it.
pub(super) fn is_taken_up(
    reading: &Reading<'_, '_>,
    token: Token<'_>,
    above: Token<'_>,
    time: usize,
) -> bool {
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
pub(super) fn tells_who(reading: &Reading<'_, '_>, token: Token<'_>, participle: Token<'_>) -> bool {
    let noun = participle.head();
    let is_above = || clause_chain(token).take(MAX_CHAIN).any(|t| t == participle);
    participle.dep() == Dep::Acl
        && participle.tag() == "VBN"
        && reading.know.lexicon.has("which_verbs", participle.lemma())
        && noun != token
        && !is_act(reading, noun)
        && !is_above()
}

/// "On Monday troops entered the town, which rebels had taken": the act lay before the day of the clause above it.
pub(super) fn is_told_before(token: Token<'_>, above: Token<'_>, time: &Range<usize>) -> bool {
    let inside = (token.left_edge()..=token.right_edge()).contains(&time.start);
    is_verbal(token)
        && !inside
        && is_past_perfect(token)
        && !is_past_perfect(above)
        && token.dep() != Dep::Conj
}

/// "the besieged town", "its recent capture": what a noun phrase tells aside is not dated by the clause around it.
pub(super) fn is_told_aside(lexicon: &Lexicon, token: Token<'_>) -> bool {
    let recent = |t: Token<'_>| t.dep() == Dep::Amod && lexicon.has("earlier_adjectives", t.lemma());
    token.dep() == Dep::Amod && is_verbal(token) || token.pos() == Pos::Noun && token.children().any(recent)
}

/// "the group, which fought a war in 2006, has sent": a relative clause that the trigger is not in tells of its noun.
pub(super) fn in_aside(token: Token<'_>, head: Token<'_>) -> bool {
    let relative = clause_chain(head).take(MAX_CHAIN).find(|t| t.dep() == Dep::Relcl);
    relative.is_some_and(|r| r.head() != token && !(r.left_edge()..=r.right_edge()).contains(&token.index()))
}

/// "Bombs that landed on Friday killed 14": when what did it came down, it was done.
pub(super) fn tells_of_means(reading: &Reading<'_, '_>, token: Token<'_>, head: Token<'_>) -> bool {
    let relative = clause_chain(head).take(MAX_CHAIN).find(|t| t.dep() == Dep::Relcl);
    relative.map(|r| r.head()).is_some_and(|noun| {
        noun.dep() == Dep::Nsubj
            && noun.head() == token
            && ["explosive_nouns", "artillery_nouns"]
                .iter()
                .any(|list| reading.know.lexicon.token_in(list, noun))
    })
}

/// "On Monday the president suspended the talks after a string of attacks": the day is that of the words, and the deeds lay
/// before it.
pub(super) fn is_reason_of_words(reading: &Reading<'_, '_>, deed: Token<'_>, above: Token<'_>) -> bool {
    let frames = &reading.know.frames;
    let of_words = |t: &Trigger| {
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

/// Whether a noun names an act that is dated by itself.
fn is_act(reading: &Reading<'_, '_>, noun: Token<'_>) -> bool {
    reading.know.frames.nouns.contains_key(noun.lemma())
        || reading.know.lexicon.token_in("definite_event_nouns", noun)
}
