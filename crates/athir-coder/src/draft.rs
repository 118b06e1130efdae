//! Drafts of events: one for each trigger that tells of a happening, with parties, place, time, losses, means
//! and voices read around it. Drafts that tell of the same happening are merged afterwards (`merge`).

use std::ops::Range;

use athir_model::{Basis, EventKind, Family, Modality, Phase, Reason};
use athir_nlp::{Dep, Token};

use crate::frame::{Frame, Need, RoleSlot};
use crate::graph::{Arg, Slot, clause_verb, conjuncts, is_verbal};
use crate::mention::Kind;
use crate::modality::{Stance, stance};
use crate::place::{Located, class_rank, clause_chain, is_aside, is_locative_prep, toponym_in};
use crate::reading::{PartyDraft, Reading, slot_is};
use crate::time::{Relation, TimeRole};
use crate::toll::{Counted, count_of};
use crate::trigger::Found;
use crate::voice::{Voice, find_voices, is_saying};

/// How surely a place or time belongs to the event; smaller is surer.
pub(crate) type Steps = u8;

/// Steps of a value that stands in the trigger's own phrase or clause.
pub(crate) const OWN: Steps = 1;
/// Steps of a value that stands in the same sentence.
pub(crate) const SENTENCE: Steps = 4;
/// Steps of a value that the discourse carries over.
pub(crate) const DISCOURSE: Steps = 7;

/// How many governors up a sentence is followed; no sentence that people write is nested deeper.
const MAX_CHAIN: usize = 40;

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

/// One side's party in a draft.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    pub(crate) party: PartyDraft,
    pub(crate) basis: Basis,
    pub(crate) why: String,
}

/// A draft of an event.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) kind: EventKind,
    /// The frame's name and how the trigger was read.
    pub(crate) frame: String,
    pub(crate) head: usize,
    pub(crate) tokens: Vec<usize>,
    pub(crate) evidence: Vec<Range<usize>>,
    pub(crate) initiators: Vec<Side>,
    pub(crate) recipients: Vec<Side>,
    pub(crate) located: Option<(Located, Steps)>,
    pub(crate) timed: Option<Timed>,
    pub(crate) counted: Vec<Counted>,
    pub(crate) weapons: Vec<Range<usize>>,
    pub(crate) voices: Vec<Voice>,
    pub(crate) modality: Modality,
    pub(crate) phase: Phase,
    /// Refers back: "the attack".
    pub(crate) definite: bool,
    pub(crate) needs: Vec<Need>,
    /// Heads of everything that the trigger governs, to see which triggers belong together.
    pub(crate) args: Vec<usize>,
    /// Whether it was made from a toll and has no trigger of its own.
    pub(crate) from_toll: bool,
}

/// A trigger that was not drafted.
#[derive(Clone, Debug)]
pub(crate) struct Skipped {
    pub(crate) head: usize,
    pub(crate) tokens: Vec<usize>,
    pub(crate) frame: String,
    pub(crate) reason: Reason,
    pub(crate) note: String,
}

/// Drafts an event for a trigger, or says why it tells of none.
pub(crate) fn draft(reading: &Reading<'_, '_>, found: &Found<'_>) -> Result<Draft, Skipped> {
    let frame = &reading.know.frames.frames[found.frame];
    let token = reading.doc.token(found.head);
    let skip = |reason, note: &str| Skipped {
        head: found.head,
        tokens: found.tokens.clone(),
        frame: frame.name.clone(),
        reason,
        note: note.to_owned(),
    };
    let (modality, phase) = match stance(token, reading.know.lexicon) {
        Stance::Negated if frame.kind != EventKind::Refusal => {
            return refusal(reading, found)
                .ok_or_else(|| skip(Reason::Negated, "the text says that it did not happen"));
        }
        Stance::Told(modality, phase) => (frame.modality.unwrap_or(modality), frame.phase.unwrap_or(phase)),
        Stance::Negated => (Modality::Reported, Phase::Occurred),
        Stance::Conditional => return Err(skip(Reason::Conditional, "it depends on something else")),
        Stance::Purpose => return Err(skip(Reason::Conditional, "it is only the aim of something else")),
    };
    let mut initiators = sides(reading, &found.args, &frame.initiator, "initiator");
    let mut recipients = sides(reading, &found.args, &frame.recipient, "recipient");
    recipients.retain(|r| !initiators.iter().any(|i| i.party.who == r.party.who));
    if frame.kind.family() != Family::Words {
        // Who only speaks or watches takes no side.
        initiators.retain(|s| s.party.kind != Kind::Media);
    }
    let voices = find_voices(reading.doc, token, reading.know.lexicon);
    // "X confirmed its defection", "announced the merger": who says so of a change without a subject is its subject.
    if frame.kind.family() == Family::Dynamics
        && initiators.is_empty()
        && !is_verbal(token)
        && let Some(voice) = voices.first()
    {
        for party in reading.parties(voice.head).into_iter().filter(|p| p.kind == Kind::Armed) {
            let why = format!("initiator: tells it of itself; {}", party.why);
            initiators.push(Side { party, basis: Basis::Claimed, why });
        }
    }
    let mutual = frame.kind.direction() == athir_model::Direction::Mutual;
    if mutual && recipients.is_empty() && initiators.len() > 1 {
        recipients = initiators.split_off(1);
    }
    for voice in &voices {
        basis_by_voice(reading, voice, &mut initiators);
    }
    if initiators.is_empty() && !is_verbal(token) {
        initiators = responsible(reading, token);
    }
    if frame.actor_only
        && !initiators.iter().any(|s| s.party.kind.is_political() || s.party.who.actor.is_some())
    {
        return Err(skip(Reason::NotAnActor, "nobody who is a political or armed actor says it"));
    }
    let mut draft = Draft {
        kind: frame.kind,
        frame: frame.name.clone(),
        head: found.head,
        tokens: found.tokens.clone(),
        evidence: vec![evidence_range(reading, token, &found.tokens)],
        initiators,
        recipients,
        located: None,
        timed: time_of(reading, token),
        counted: frame_toll(reading, frame, &found.args),
        weapons: weapons(reading, frame, found),
        voices: if frame.kind.family() == Family::Words { Vec::new() } else { voices },
        modality,
        phase,
        definite: is_definite(token),
        needs: frame.needs.clone(),
        args: found.args.iter().map(|a| a.head).collect(),
        from_toll: false,
    };
    draft.located = if reading.know.lexicon.token_in("war_nouns", token) && frame.kind == EventKind::Clash {
        war_country(reading, token)
    } else {
        place_of(reading, token, &found.args, &frame.place, frame.kind)
    };
    // "threatened to attack Y", "vowed to fight Y": whom the threatened act would strike.
    if frame.kind == EventKind::Threat && draft.recipients.is_empty() {
        for act in found
            .args
            .iter()
            .filter(|a| a.slot == Slot::Comp)
            .map(|a| reading.doc.token(a.head))
            .filter(|t| is_verbal(*t))
        {
            let slots =
                ["obj", "against", "with", "on"].map(|slot| RoleSlot { slot: slot.to_owned(), also: false });
            draft.recipients = sides(reading, &reading.graph.args(act), &slots, "recipient");
        }
        let initiators: Vec<_> = draft.initiators.iter().map(|s| s.party.who.clone()).collect();
        draft.recipients.retain(|s| !initiators.contains(&s.party.who));
    }
    // People harmed by the deed itself are its recipients.
    if frame.toll.is_some() && draft.recipients.is_empty() {
        for counted in draft.counted.clone() {
            if let Some(head) = counted.head {
                add_victims(reading, &mut draft, head);
            }
        }
    }
    Ok(draft)
}

/// "X said that it would not fight for Y": a refusal by X (codebook §2), where X itself says so.
fn refusal(reading: &Reading<'_, '_>, found: &Found<'_>) -> Option<Draft> {
    let token = reading.doc.token(found.head);
    let wills = token
        .children()
        .any(|t| t.dep() == Dep::Aux && matches!(t.text(), "will" | "would" | "wo" | "shall"));
    if !is_verbal(token) || !wills {
        return None;
    }
    let by = |slot: &str| RoleSlot { slot: slot.to_owned(), also: false };
    let initiators = sides(reading, &found.args, &[by("subj")], "initiator");
    let voices = find_voices(reading.doc, token, reading.know.lexicon);
    let own = voices.iter().position(|v| {
        reading.parties(v.head).iter().any(|p| initiators.iter().any(|s| s.party.who == p.who))
    })?;
    if !initiators.iter().all(|s| s.party.kind.is_political()) {
        return None;
    }
    let recipients =
        sides(reading, &found.args, &[by("obj"), by("for"), by("with"), by("to"), by("from")], "recipient");
    let evidence = voices[own].verb.map_or_else(
        || evidence_range(reading, token, &found.tokens),
        |v| evidence_range(reading, reading.doc.token(v), &found.tokens),
    );
    Some(Draft {
        kind: EventKind::Refusal,
        frame: "refusal.will-not".to_owned(),
        head: found.head,
        tokens: found.tokens.clone(),
        evidence: vec![evidence],
        initiators,
        recipients,
        located: None,
        timed: voices[own].verb.and_then(|v| time_of(reading, reading.doc.token(v))),
        counted: Vec::new(),
        weapons: Vec::new(),
        // What others say of the refusal; its own words are the act.
        voices: voices[own + 1..].to_vec(),
        modality: Modality::Reported,
        phase: Phase::Occurred,
        definite: false,
        needs: Vec::new(),
        args: found.args.iter().map(|a| a.head).collect(),
        from_toll: false,
    })
}

/// "Clashes with A in X and B in Y" are an event at each place (codebook §6): parties of one side that have places
/// of their own are parted.
pub(crate) fn split_by_place(reading: &Reading<'_, '_>, draft: Draft) -> Vec<Draft> {
    // The place stands right behind the name, wherever the parse attaches it.
    let own_place = |side: &Side| {
        let behind = side.party.tokens.end;
        let prep = (behind < reading.doc.len()).then(|| reading.doc.token(behind))?;
        let object =
            prep.children().find(|t| t.dep() == Dep::Pobj).filter(|_| is_locative_prep(prep.text()))?;
        toponym_in(reading.doc, &reading.toponyms, object.index()).map(|toponym| (toponym, object.index()))
    };
    let places: Vec<_> = draft.recipients.iter().map(own_place).collect();
    let n_own = places.iter().flatten().count();
    if n_own < 2 {
        return vec![draft];
    }
    let mut parts = Vec::new();
    for (n, place) in places.iter().enumerate() {
        let mut part = draft.clone();
        part.recipients = vec![draft.recipients[n].clone()];
        if n > 0 {
            part.counted.clear();
        }
        if let Some((toponym, phrase_head)) = *place {
            part.located = Some((Located { toponym, phrase_head, why: "the place beside this party" }, 0));
        }
        parts.push(part);
    }
    parts
}

/// The sides that a role list names: the first slot that holds a party, and those marked as additional.
fn sides(reading: &Reading<'_, '_>, args: &[Arg<'_>], slots: &[RoleSlot], role: &str) -> Vec<Side> {
    let mut sides: Vec<Side> = Vec::new();
    for RoleSlot { slot, also } in slots {
        if !sides.is_empty() && !also {
            continue;
        }
        for arg in args.iter().filter(|a| slot_is(a.slot, slot)) {
            // What a noun modifies says little unless a name or a word for a party stands there.
            for party in reading.parties(arg.head) {
                if party.kind == Kind::Unknown && party.who.actor.is_none() && party.why.is_empty() {
                    continue;
                }
                // "a suicide bomber", "warplanes" tell the means, and not who.
                let head = reading.doc.token(party.tokens.end - 1);
                if party.who.actor.is_none() && reading.know.lexicon.token_in("means_nouns", head) {
                    continue;
                }
                if sides.iter().any(|s| s.party.who == party.who) {
                    continue;
                }
                let shared = if arg.direct { "" } else { ", shared or governed" };
                let why = format!("{role}: {}{shared} ({slot}); {}", slot_words(arg.slot), party.why);
                sides.push(Side { party, basis: Basis::Stated, why });
            }
        }
    }
    sides
}

fn slot_words(slot: Slot<'_>) -> String {
    match slot {
        Slot::Subj => "logical subject".to_owned(),
        Slot::Obj => "logical object".to_owned(),
        Slot::Dative => "indirect object".to_owned(),
        Slot::Comp => "complement".to_owned(),
        Slot::Poss => "possessor".to_owned(),
        Slot::Mod => "modifier".to_owned(),
        Slot::Head => "what the adjective says".to_owned(),
        Slot::Prep(word) => format!("after {word:?}"),
    }
}

/// Who claims a deed or is blamed for it: "X claimed responsibility for the blast", "the army blamed X for the
/// attack", "blamed the attack on X".
fn responsible(reading: &Reading<'_, '_>, deed: Token<'_>) -> Vec<Side> {
    let lexicon = reading.know.lexicon;
    let side = |party: PartyDraft, basis: Basis, words: &str| Side {
        why: format!("initiator: {words}; {}", party.why),
        party,
        basis,
    };
    let object_of = |verb: Token<'_>| {
        verb.children().find(|t| matches!(t.dep(), Dep::Dobj | Dep::Nsubjpass)).map(|t| t.index())
    };
    let subject_of = |verb: Token<'_>| Reading::fillers(&reading.graph.args(verb), "subj");
    let prep = deed.head();
    if deed.dep() == Dep::Pobj && matches!(prep.text(), "for" | "of" | "behind" | "over") {
        let above = prep.head();
        if above.lemma() == "responsibility"
            && is_verbal(above.head())
            && !lexicon.token_in("deny_verbs", above.head())
        {
            let claimers = subject_of(above.head()).into_iter().flat_map(|h| reading.parties(h));
            return claimers
                .filter(|p| p.kind.is_armed())
                .map(|p| side(p, Basis::Claimed, "claimed responsibility"))
                .collect();
        }
        if lexicon.token_in("blame_verbs", above) {
            let blamed = object_of(above).into_iter().flat_map(|h| reading.parties(h));
            return blamed.map(|p| side(p, Basis::Blamed, "was blamed")).collect();
        }
    }
    if deed.dep() == Dep::Dobj && lexicon.token_in("blame_verbs", prep) {
        let on = prep
            .children()
            .filter(|t| t.dep() == Dep::Prep && t.text() == "on")
            .flat_map(|t| t.children())
            .filter(|t| t.dep() == Dep::Pobj);
        return on
            .flat_map(|t| reading.parties(t.index()))
            .map(|p| side(p, Basis::Blamed, "was blamed"))
            .collect();
    }
    Vec::new()
}

fn basis_by_voice(reading: &Reading<'_, '_>, voice: &Voice, initiators: &mut [Side]) {
    let speakers = reading.parties(voice.head);
    for side in initiators {
        let own = speakers.iter().any(|p| p.who == side.party.who);
        if voice.claims && own {
            side.basis = Basis::Claimed;
        } else if voice.blames && !own {
            side.basis = Basis::Blamed;
        }
    }
}

/// The clause that tells it: the subtree of the trigger's clause verb, or the sentence.
pub(crate) fn evidence_range(reading: &Reading<'_, '_>, token: Token<'_>, trigger: &[usize]) -> Range<usize> {
    let sentence = token.sentence().range();
    let Some(verb) = clause_verb(token) else { return sentence };
    let first = trigger.iter().copied().min().unwrap_or(token.index());
    let last = trigger.iter().copied().max().unwrap_or(token.index());
    let mut start = verb.left_edge().min(first).max(sentence.start);
    let mut end = (verb.right_edge() + 1).max(last + 1).min(sentence.end);
    while end > start + 1
        && (reading.doc.token(end - 1).is_space()
            || matches!(reading.doc.token(end - 1).text(), "," | ";" | ":"))
    {
        end -= 1;
    }
    while start + 1 < end
        && (reading.doc.token(start).is_space() || matches!(reading.doc.token(start).text(), "," | ";" | ":"))
    {
        start += 1;
    }
    if start <= token.index() && token.index() < end { start..end } else { sentence }
}

fn is_definite(token: Token<'_>) -> bool {
    !is_verbal(token)
        && token.children().any(|t| {
            t.dep() == Dep::Det
                && matches!(
                    t.text().to_ascii_lowercase().as_str(),
                    "the" | "this" | "that" | "these" | "those"
                )
                || t.dep() == Dep::Poss
        })
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
    let noun = clause_chain(time_head).take(6).find(|t| {
        !time.contains(&t.index()) && !matches!(t.pos(), athir_nlp::Pos::Adp | athir_nlp::Pos::Adv)
    });
    noun.is_some_and(|n| {
        let is_act = reading.know.frames.nouns.contains_key(n.lemma())
            || reading.know.lexicon.token_in("definite_event_nouns", n);
        let inside = clause_chain(trigger).take(8).any(|t| t == n);
        n.pos() == athir_nlp::Pos::Noun
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

/// Finds the event's place: slots that name it, locative phrases of the trigger and of its clause. A country is
/// taken only where nothing nearer than it is named in the sentence.
pub(crate) fn place_of(
    reading: &Reading<'_, '_>,
    token: Token<'_>,
    args: &[Arg<'_>],
    slots: &[String],
    kind: EventKind,
) -> Option<(Located, Steps)> {
    let all = place_candidates(reading, token, args, slots, kind);
    let is_precise = |l: &Located| reading.toponyms.at(l.toponym).is_some_and(|t| class_rank(t.class) < 3);
    let surest = all.iter().find(|(l, _)| is_precise(l)).or_else(|| all.first())?;
    Some(surest.clone())
}

/// The country of a war: "the Syrian conflict", "the war in Yemen", else the one that the report is about.
pub(crate) fn war_country(reading: &Reading<'_, '_>, war: Token<'_>) -> Option<(Located, Steps)> {
    let is_country = |t: &crate::place::Toponym| class_rank(t.class) == 3 && t.best().is_some();
    let named =
        (war.left_edge()..=war.right_edge()).filter_map(|i| reading.toponyms.at(i)).find(|t| is_country(t));
    if let Some(t) = named {
        return Some((Located { toponym: t.head, phrase_head: t.head, why: "the country of the war" }, 0));
    }
    let home = reading.toponyms.country.as_deref();
    let of_home = |t: &&crate::place::Toponym| {
        is_country(t) && t.best().is_some_and(|id| reading.know.gazetteer.place(id).country == home)
    };
    let t = reading.toponyms.all.iter().find(of_home)?;
    Some((
        Located { toponym: t.head, phrase_head: t.head, why: "the country that the report is about" },
        DISCOURSE,
    ))
}

/// The places that could be the event's, the surest first.
fn place_candidates(
    reading: &Reading<'_, '_>,
    token: Token<'_>,
    args: &[Arg<'_>],
    slots: &[String],
    kind: EventKind,
) -> Vec<(Located, Steps)> {
    let lexicon = reading.know.lexicon;
    let mut all: Vec<(Located, Steps)> = Vec::new();
    let find = |head: usize| toponym_in(reading.doc, &reading.toponyms, head);
    let add = |head: usize, why: &'static str, steps: Steps, all: &mut Vec<(Located, Steps)>| {
        if let Some(toponym) = find(head) {
            all.push((Located { toponym, phrase_head: head, why }, steps));
        } else if let Some(toponym) = place_named_before(reading, head) {
            all.push((
                Located { toponym, phrase_head: toponym, why: "a word for the place named before" },
                steps + 1,
            ));
        }
    };
    for slot in slots {
        for arg in args.iter().filter(|a| slot_is(a.slot, slot)) {
            for conjunct in conjuncts(reading.doc.token(arg.head)) {
                add(conjunct.index(), "the frame's own place", 0, &mut all);
            }
        }
    }
    let mut direct: Vec<(usize, usize)> = Vec::new();
    for arg in args.iter().filter(|a| matches!(a.slot, Slot::Prep(word) if is_locative_prep(word))) {
        direct.extend(find(arg.head).map(|toponym| (toponym, arg.head)));
        direct.extend(
            place_named_before(reading, arg.head)
                .filter(|_| find(arg.head).is_none())
                .map(|toponym| (toponym, toponym)),
        );
    }
    push_most_precise(reading, &direct, "where the trigger's own words put it", 0, &mut all);
    let act_on_place = !matches!(kind.family(), Family::Words | Family::Dynamics | Family::Talks)
        || kind == EventKind::Ceasefire;
    if act_on_place {
        for arg in args.iter().filter(|a| {
            matches!(
                a.slot,
                Slot::Obj | Slot::Prep("of" | "against" | "into" | "to" | "toward" | "from" | "through")
            )
        }) {
            for conjunct in conjuncts(reading.doc.token(arg.head)) {
                add(conjunct.index(), "what was struck lies there", 1, &mut all);
            }
        }
        for arg in args.iter().filter(|a| matches!(a.slot, Slot::Mod | Slot::Poss)) {
            if let Some(t) = reading.toponyms.at(arg.head).filter(|t| !t.adjective) {
                all.push((
                    Located {
                        toponym: t.head,
                        phrase_head: arg.head,
                        why: "a place name before the trigger",
                    },
                    1,
                ));
            }
        }
    }
    // The clauses above, each with its own locative phrases.
    for (n, above) in clause_chain(token).skip(1).filter(|t| is_verbal(*t)).enumerate() {
        if is_saying(above, lexicon) || n > 4 {
            break;
        }
        let mut found: Vec<(usize, usize)> = Vec::new();
        for prep in above
            .children()
            .filter(|t| t.dep() == Dep::Prep && is_locative_prep(&t.text().to_ascii_lowercase()))
        {
            for object in prep.children().filter(|t| t.dep() == Dep::Pobj) {
                found.extend(find(object.index()).map(|toponym| (toponym, object.index())));
            }
        }
        push_most_precise(reading, &found, "where the clause puts it", OWN + 1, &mut all);
        if act_on_place {
            for object in
                above.children().filter(|t| matches!(t.dep(), Dep::Dobj | Dep::Nsubjpass | Dep::Nsubj))
            {
                add(object.index(), "the clause speaks of this place", OWN + 2, &mut all);
            }
        }
    }
    if act_on_place {
        // Anywhere in the sentence: the nearest, settlements before areas.
        let sentence = token.sentence().range();
        let nearest = reading
            .toponyms_in(sentence)
            .filter(|t| t.best().is_some() && !t.adjective && !reading.mentions.has(t.head))
            .min_by_key(|t| (class_rank(t.class), t.head.abs_diff(token.index())));
        if let Some(t) = nearest {
            all.push((
                Located { toponym: t.head, phrase_head: t.head, why: "named in the same sentence" },
                SENTENCE,
            ));
        }
    }
    all
}

/// "The town", "the base", "the province": the last place of that sort that was named before.
fn place_named_before(reading: &Reading<'_, '_>, head: usize) -> Option<usize> {
    let token = reading.doc.token(head);
    let lexicon = reading.know.lexicon;
    let definite = token.children().any(|t| {
        t.dep() == Dep::Det
            && matches!(t.text().to_ascii_lowercase().as_str(), "the" | "this" | "that" | "both")
            || t.dep() == Dep::Poss && t.text() == "its"
    });
    if !definite || !lexicon.token_in("place_nouns", token) {
        return None;
    }
    let wants_area = lexicon.token_in("area_nouns", token)
        && matches!(token.lemma(), "province" | "region" | "country" | "governorate");
    let before = reading.toponyms.all.partition_point(|t| t.tokens.start < head);
    reading.toponyms.all[..before]
        .iter()
        .rev()
        .take(40)
        .filter(|t| {
            t.head < head
                && t.best().is_some()
                && !t.adjective
                && !is_aside(reading.doc, t)
                && !reading.mentions.has(t.head)
        })
        .find(|t| if wants_area { class_rank(t.class) > 0 } else { class_rank(t.class) <= 1 })
        .filter(|t| crate::coref::sentences_between(reading.doc, t.head, head) <= 4)
        .map(|t| t.head)
}

fn push_most_precise(
    reading: &Reading<'_, '_>,
    found: &[(usize, usize)],
    why: &'static str,
    steps: Steps,
    all: &mut Vec<(Located, Steps)>,
) {
    let best = found
        .iter()
        .copied()
        .min_by_key(|(t, head)| (reading.toponyms.at(*t).map_or(9, |t| class_rank(t.class)), *head));
    if let Some((toponym, phrase_head)) = best {
        all.push((Located { toponym, phrase_head, why }, steps));
    }
}

fn frame_toll(reading: &Reading<'_, '_>, frame: &Frame, args: &[Arg<'_>]) -> Vec<Counted> {
    let Some(toll) = &frame.toll else { return Vec::new() };
    let mut counted = Vec::new();
    for arg in args.iter().filter(|a| slot_is(a.slot, &toll.slot)) {
        for conjunct in conjuncts(reading.doc.token(arg.head)) {
            if let Some((count, tokens)) = count_of(reading, conjunct.index()) {
                counted.push(Counted { harm: toll.harm, count, head: Some(conjunct.index()), tokens });
            }
        }
    }
    counted
}

fn weapons(reading: &Reading<'_, '_>, frame: &Frame, found: &Found<'_>) -> Vec<Range<usize>> {
    let lexicon = reading.know.lexicon;
    let mut weapons: Vec<Range<usize>> = Vec::new();
    let is_weapon =
        |t: Token<'_>| lexicon.token_in("weapon_nouns", t) || lexicon.token_in("aircraft_nouns", t);
    for arg in &found.args {
        let in_slot = frame.weapon.iter().any(|s| slot_is(arg.slot, s));
        let means =
            matches!(arg.slot, Slot::Prep("with" | "by" | "using") | Slot::Mod | Slot::Obj | Slot::Subj);
        let token = reading.doc.token(arg.head);
        if in_slot && (is_weapon(token) || lexicon.token_in("vehicle_nouns", token))
            || means && is_weapon(token)
        {
            let start = token
                .lefts()
                .filter(|t| matches!(t.dep(), Dep::Amod | Dep::Compound | Dep::Npadvmod))
                .map(|t| t.left_edge())
                .min()
                .unwrap_or(token.index());
            let span = start..token.index() + 1;
            if !weapons.contains(&span) {
                weapons.push(span);
            }
        }
    }
    weapons
}

/// Puts the people of a toll on the recipients' side, or on the open side of a mutual kind.
pub(crate) fn add_victims(reading: &Reading<'_, '_>, draft: &mut Draft, head: usize) {
    let mutual = draft.kind.direction() == athir_model::Direction::Mutual;
    for party in reading.parties(head) {
        let known = |sides: &[Side]| sides.iter().any(|s| s.party.who.name == party.who.name);
        if known(&draft.initiators)
            || known(&draft.recipients)
            || party.kind == Kind::Unknown && party.who.actor.is_none() && party.why.is_empty()
        {
            continue;
        }
        if mutual && !party.kind.is_armed() {
            continue;
        }
        // "the terrorists" are the armed side that stands there by name.
        let nameless = party.who.actor.is_none() && party.who.code.is_none();
        if !mutual
            && nameless
            && party.kind.is_armed()
            && draft.recipients.iter().any(|s| s.party.kind.is_armed() && s.party.who.actor.is_some())
        {
            continue;
        }
        let side =
            Side { why: format!("recipient: came to harm; {}", party.why), party, basis: Basis::Stated };
        if mutual && draft.initiators.is_empty() {
            draft.initiators.push(side);
        } else if !mutual || draft.recipients.is_empty() {
            draft.recipients.push(side);
        }
    }
}
