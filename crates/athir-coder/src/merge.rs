//! Drafts of one happening become one event (codebook §1): triggers that carry one another inside a sentence,
//! and later sentences that go on about the same happening.

use athir_model::{EventKind, Family, Phase};
use athir_nlp::{Dep, Token};

use crate::clause::is_verbal;
use crate::draft::Draft;
use crate::happening::{
    common_kind, is_siege_again, merged_kind, retells_title, same_happening, same_party, sentence_gap,
};
use crate::kind::Kind;
use crate::loss::is_reason;
use crate::mention::Identity;
use crate::party::PartyDraft;
use crate::reading::Reading;
use crate::side::Side;
use crate::steps::SENTENCE;
use crate::victim::is_attacker;

/// Joins drafts whose triggers carry one another: "militants carried out an attack", "the blast occurred",
/// "a suicide bomber blew himself up".
pub(crate) fn join_within_sentences(reading: &Reading<'_, '_>, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut joined: Vec<Draft> = Vec::new();
    for draft in drafts {
        let sentence = reading.doc.sentence_of(draft.head).index();
        let first = joined
            .partition_point(|e| reading.doc.sentence_of(e.head).index() < sentence)
            .max(joined.len().saturating_sub(LOOK_BACK));
        let at = (first..joined.len()).rev().find(|&n| {
            let earlier = &joined[n];
            reading.doc.sentence_of(earlier.head).index() == sentence
                && common_kind(earlier.kind, draft.kind).is_some()
                && (is_said_to_be(reading, earlier, &draft)
                    || linked(reading, earlier, &draft)
                    || linked(reading, &draft, earlier)
                    || same_act(reading, earlier, &draft)
                    || is_bare_fight(earlier, &draft))
        });
        match at {
            Some(n) => absorb(&mut joined[n], draft),
            None => joined.push(draft),
        }
    }
    joined
}

/// Whether one trigger is an argument of the other.
fn linked(reading: &Reading<'_, '_>, a: &Draft, b: &Draft) -> bool {
    // "a bomb planted by X exploded": the clause tells of the bomb that went off.
    let told = reading.doc.token(b.head);
    if a.kind == b.kind
        && matches!(told.dep(), Dep::Acl | Dep::Relcl)
        && a.args.contains(&told.head().index())
    {
        return true;
    }
    if is_reason(told) {
        return false;
    }
    if b.tokens.iter().any(|t| a.args.contains(t)) {
        // "clashes ... after shelling": what only precedes is no argument of the same act.
        let between = reading.doc.token(b.head).head();
        return !matches!(
            between.text().to_ascii_lowercase().as_str(),
            "after" | "before" | "despite" | "following" | "amid" | "since" | "and"
        );
    }
    false
}

/// "The Omagh bombing was a car bombing", "the bombings were a series of suicide attacks", "the raid, an attack on a bank,": the
/// second noun says what the first one was.
fn is_said_to_be(reading: &Reading<'_, '_>, named: &Draft, told: &Draft) -> bool {
    let (deed, sort) = (reading.doc.token(named.head), reading.doc.token(told.head));
    // "a series of attacks"
    let of = sort.head();
    let of_row = sort.dep() == Dep::Pobj && of.text() == "of" && ROWS.contains(&of.head().lemma());
    let sort = if of_row { of.head() } else { sort };
    let is_predicate = sort.dep() == Dep::Attr
        && sort.head().lemma() == "be"
        && deed.dep() == Dep::Nsubj
        && deed.head() == sort.head();
    is_predicate || sort.dep() == Dep::Appos && sort.head() == deed || tells_what_happened(deed, sort)
}

/// "The kidnapping took place on 14 April, when 276 girls were abducted": the clause tells the deed that the noun names.
fn tells_what_happened(deed: Token<'_>, told: Token<'_>) -> bool {
    let has_when = told.children().any(|t| t.text() == "when");
    deed.dep() == Dep::Nsubj
        && is_verbal(deed.head())
        && is_verbal(told)
        && has_when
        && matches!(told.dep(), Dep::Relcl | Dep::Advcl)
        && told.ancestors().take(4).any(|t| t == deed.head())
}

/// "Rebels have battled the group since January in fighting that has killed 500": a second word for the fight, with no sides
/// and no place of its own.
fn is_bare_fight(fight: &Draft, later: &Draft) -> bool {
    fight.kind == EventKind::Clash
        && later.kind == EventKind::Clash
        && later.initiators.is_empty()
        && later.recipients.is_empty()
        && later.located.as_ref().is_none_or(|(_, steps)| *steps >= SENTENCE)
}

/// Nouns for several deeds of one sort.
const ROWS: [&str; 7] = ["series", "wave", "string", "spate", "pair", "set", "number"];

/// "shot and killed", "stormed and attacked": verbs with the same subject and object side by side.
fn same_act(reading: &Reading<'_, '_>, a: &Draft, b: &Draft) -> bool {
    let (x, y) = (reading.doc.token(a.head), reading.doc.token(b.head));
    let same_parties = |p: &[Side], q: &[Side]| {
        !p.is_empty() && p.iter().all(|s| q.iter().any(|o| o.party.who == s.party.who))
    };
    let conjoined = is_verbal(x) && is_verbal(y) && y.dep() == Dep::Conj && y.head() == x;
    let participle = matches!(y.dep(), Dep::Advcl | Dep::Xcomp) && y.tag() == "VBG" && y.head() == x;
    (conjoined || participle)
        && a.kind == b.kind
        && (same_parties(&a.recipients, &b.recipients) || b.recipients.is_empty() || a.recipients.is_empty())
        && (same_parties(&a.initiators, &b.initiators) || b.initiators.is_empty() || a.initiators.is_empty())
        || x.dep() == Dep::Compound && x.head() == y
        || y.dep() == Dep::Compound && y.head() == x
}

/// Joins drafts of later sentences to the earlier ones that they go on about.
pub(crate) fn join_across_sentences(
    reading: &Reading<'_, '_>,
    drafts: Vec<Draft>,
) -> (Vec<Draft>, Vec<(Draft, usize)>) {
    let mut events: Vec<Draft> = Vec::new();
    let mut merged: Vec<(Draft, usize)> = Vec::new();
    for draft in drafts {
        // The lead is told again anywhere; other events only nearby.
        let recent = events.len().saturating_sub(LOOK_BACK);
        let best = events
            .iter()
            .enumerate()
            .filter(|(n, _)| *n >= recent || *n < 6)
            .filter_map(|(n, e)| same_happening(reading, e, &draft).map(|score| (n, score)))
            .filter(|(n, score)| {
                let takes_up = takes_up(reading, &events[*n], &draft);
                *score >= if takes_up { ENOUGH } else { MUCH }
                    || takes_up && *score >= LITTLE && is_the_only(&events, &draft)
            })
            .max_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        match best {
            Some((n, _)) => {
                merged.push((draft.clone(), n));
                absorb_later(reading, &mut events[n], draft);
            }
            None => events.push(draft),
        }
    }
    (events, merged)
}

/// Takes over what later words tell of an attack. "The gunman was shot dead by the police": the death is the attack's, and
/// those who end it have no part in it.
fn absorb_later(reading: &Reading<'_, '_>, event: &mut Draft, mut later: Draft) {
    if ends_attack(reading, event, &later) {
        later.initiators.clear();
        later.recipients.clear();
    }
    absorb(event, later);
}

/// Whether later words tell that those who did the deed were struck themselves.
fn ends_attack(reading: &Reading<'_, '_>, attack: &Draft, later: &Draft) -> bool {
    if !matches!(later.kind.family(), Family::Fighting | Family::Harm) {
        return false;
    }
    let verb = reading.doc.token(later.head);
    let did_it = |p: &PartyDraft| attack.initiators.iter().any(|s| s.party.who == p.who);
    // "12 of the assailants"
    let counted = |t: Token<'_>| reading.doc.token(reading.counted_noun(t.index()));
    verb.children().filter(|t| matches!(t.dep(), Dep::Dobj | Dep::Nsubjpass)).any(|struck| {
        is_attacker(counted(struck))
            || struck.tag() == "PRP" && reading.parties(struck.index()).iter().any(did_it)
    })
}

/// "the rebels" of the title are the group that the text names; groups that the registry does not know have names too, which
/// are capitalised.
fn give_way(mine: &mut Vec<Side>, named: &Side) {
    if named.party.who.actor.is_none() || named.party.kind != Kind::Armed {
        return;
    }
    let is_named =
        |who: &Identity| who.actor.is_some() || who.code.is_some() || who.name.contains(char::is_uppercase);
    mine.retain(|s| s.party.kind != Kind::Armed || is_named(&s.party.who));
}

/// How many events back the same happening is looked for.
pub(crate) const LOOK_BACK: usize = 40;

/// How much must speak for two drafts being one happening where the later words take up the earlier ones, and where
/// they do not. Set on the building part of the gold.
const ENOUGH: f32 = 1.05;
const MUCH: f32 = 1.6;

/// How much must speak for "the siege" being the only siege that the text has told of.
const LITTLE: f32 = 0.3;

/// Whether a draft speaks of "the siege", "the truce" with no sides and no place of its own, where the text has told of one
/// that lasts.
fn is_the_only(events: &[Draft], later: &Draft) -> bool {
    let lasts = matches!(later.kind, EventKind::Siege | EventKind::Ceasefire | EventKind::Negotiation);
    let bare = later.definite
        && later.initiators.is_empty()
        && later.recipients.is_empty()
        && later.located.as_ref().is_none_or(|(_, steps)| *steps >= SENTENCE);
    lasts && bare && events.iter().filter(|e| e.kind == later.kind).count() == 1
}

/// Whether the way of telling shows that the words go on about something told before: "the attack", a title that is
/// told again, the same noun, a noun that follows a noun, a clause that tells the noun before it.
fn takes_up(reading: &Reading<'_, '_>, earlier: &Draft, later: &Draft) -> bool {
    let (a, b) = (reading.doc.token(earlier.head), reading.doc.token(later.head));
    let sentences = sentence_gap(reading, earlier, later);
    let in_title = sentences > 0 && retells_title(reading, earlier, later);
    later.definite
        || in_title
        || is_siege_again(reading, earlier, later)
        || match (is_verbal(a), is_verbal(b)) {
            (false, false) => a.lemma() == b.lemma() || sentences == 1,
            (false, true) => sentences == 0,
            (true, _) => false,
        }
}

/// "Two policemen were shot dead … claimed the killing": a bare word for it does not make an attack on armed people one
/// on civilians.
fn is_called_killing(event: &Draft, other: &Draft) -> bool {
    event.kind == EventKind::Attack
        && other.kind == EventKind::ViolenceAgainstCivilians
        && other.recipients.is_empty()
        && !event.recipients.is_empty()
        && event.recipients.iter().all(|s| s.party.kind.is_armed())
}

/// Takes over what the other draft knows; the surer place and time stay.
pub(crate) fn absorb(event: &mut Draft, other: Draft) {
    // An advance that a title tells is the fight that the text tells.
    let kind = merged_kind(event, &other).unwrap_or(other.kind);
    if kind != event.kind && !is_called_killing(event, &other) {
        event.kind = kind;
        event.frame = other.frame.clone();
    }
    for (mine, theirs) in
        [(&mut event.initiators, other.initiators), (&mut event.recipients, other.recipients)]
    {
        for side in theirs {
            // A name takes the place of a party that was introduced without one.
            if let Some(open) = mine
                .iter_mut()
                .find(|s| s.party.anonymous && !side.party.anonymous && !side.party.kind.is_civil())
            {
                open.why = format!("{}; named later: {}", open.why, side.why);
                open.basis = side.basis;
                open.party.who = side.party.who;
                open.party.kind = side.party.kind;
                open.party.anonymous = false;
            } else if !mine.iter().any(|s| same_party(s, &side)) {
                let only_generic = side.party.who.actor.is_none() && side.party.who.code.is_none();
                let has_named = mine.iter().any(|s| s.party.who.actor.is_some() && s.party.kind.is_armed());
                if !(side.party.anonymous && !mine.is_empty()
                    || only_generic && has_named && side.party.kind.is_armed())
                {
                    give_way(mine, &side);
                    mine.push(side);
                }
            }
        }
    }
    let both: Vec<_> = event.initiators.iter().map(|s| s.party.who.clone()).collect();
    event.recipients.retain(|s| !both.contains(&s.party.who));
    // A surer place replaces one that only stood near.
    if other
        .located
        .as_ref()
        .is_some_and(|(_, s)| event.located.as_ref().is_none_or(|(_, mine)| *s < *mine && *mine >= 3))
    {
        event.located = other.located;
    }
    event.clues.tell_again(other.clues);
    if other.timed.as_ref().is_some_and(|t| {
        event
            .timed
            .as_ref()
            .is_none_or(|mine| mine.only_bounds() && !t.only_bounds() || t.steps + 2 < mine.steps)
    }) {
        event.timed = other.timed;
    }
    for counted in other.counted {
        if !event.counted.iter().any(|c| c.harm == counted.harm && c.count == counted.count) {
            event.counted.push(counted);
        }
    }
    for weapon in other.weapons {
        if !event.weapons.contains(&weapon) {
            event.weapons.push(weapon);
        }
    }
    for voice in other.voices {
        if !event.voices.iter().any(|v| v.head == voice.head) {
            event.voices.push(voice);
        }
    }
    for evidence in other.evidence {
        if !event.evidence.iter().any(|e| e.start <= evidence.start && evidence.end <= e.end) {
            event.evidence.push(evidence);
        }
    }
    if other.phase == Phase::Ended || event.phase == Phase::Occurred {
        event.phase = other.phase;
    }
    // What one way of telling a deal does not ask for is not needed.
    if event.kind.family() == Family::Talks {
        event.needs.retain(|need| other.needs.contains(need));
    }
    event.args.extend(other.args);
    event.retold.push(other.head);
    event.retold.extend(other.retold);
}
