//! Drafts of events: one for each trigger that tells of a happening, with parties, place, time, losses, means
//! and voices read around it. Drafts that tell of the same happening are merged afterwards (`merge`).

use std::ops::Range;

use athir_model::{Count, EventKind, Family, Harm, Modality, Phase, Reason, TimePrecision};
use athir_nlp::{Dep, Pos, Token};

use crate::clause::{clause_verb, conjuncts, is_nobody, is_verbal};
use crate::clue::Clues;
use crate::count::singular_person;
use crate::dating::{Dates, Timed, time_of};
use crate::frame::{Class, Frame, Need, RoleSlot};
use crate::graph::{Arg, Slot, slot_is};
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::locate::{place_of, war_country};
use crate::modality::{Stance, stance};
use crate::place::Located;
use crate::quotation::speaker_at;
use crate::reading::Reading;
use crate::side::{Side, add_victims, addressed, bidden, both_sides, is_brokered, sides, threatened};
use crate::steps::{OWN, Steps};
use crate::time::TimeRole;
use crate::toll::{Counted, count_of};
use crate::trigger::Found;
use crate::voice::{Voice, find_voices};

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
    /// All that the words around the trigger say of the place, for the choice among it (`whereabouts`).
    pub(crate) clues: Clues,
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
    /// Heads of the later words that tell it again.
    pub(crate) retold: Vec<usize>,
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

/// "An ambush took place near X", "there was an attack in Y": that it happened is what the words tell, whoever did it
/// (codebook §2).
fn is_told_to_occur(noun: Token<'_>, lexicon: &Lexicon) -> bool {
    let verb = noun.head();
    let has = |text: &str| verb.children().any(|t| t.text().eq_ignore_ascii_case(text));
    !is_verbal(noun)
        && match noun.dep() {
            Dep::Attr => verb.lemma() == "be" && verb.children().any(|t| t.dep() == Dep::Expl),
            Dep::Nsubjpass => lexicon.has("told_verbs", verb.lemma()),
            Dep::Nsubj => {
                lexicon.has("take_place_verbs", verb.lemma())
                    || verb.lemma() == "take" && has("place")
                    || verb.lemma() == "break" && has("out")
            }
            _ => false,
        }
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
    let stance = stance(token, reading.know.lexicon);
    let (modality, phase) = match stance {
        Stance::Negated if frame.kind != EventKind::Refusal => {
            return refusal(reading, found)
                .ok_or_else(|| skip(Reason::Negated, "the text says that it did not happen"));
        }
        Stance::Told(modality, phase) => (frame.modality.unwrap_or(modality), frame.phase.unwrap_or(phase)),
        Stance::Negated => (Modality::Reported, Phase::Occurred),
        // A try is an attack, and no gain of ground yet; an assassination may be one that failed.
        Stance::Attempt(modality, phase)
            if frame.kind.family() == Family::Fighting || frame.kind == EventKind::Assassination =>
        {
            (modality, phase)
        }
        // Who tries to broker a deal deals with the sides.
        Stance::Attempt(modality, _) if frame.name == "negotiation.mediate" => (modality, Phase::Ongoing),
        // Words, deals and help are there or not.
        Stance::Attempt(..)
            if matches!(
                frame.kind.family(),
                Family::Words | Family::Relief | Family::Talks | Family::Dynamics
            ) =>
        {
            return Err(skip(Reason::Conditional, "it is only the aim of something else"));
        }
        Stance::Attempt(_, phase) => (Modality::Planned, phase),
        Stance::Conditional => return Err(skip(Reason::Conditional, "it depends on something else")),
        Stance::Purpose => return Err(skip(Reason::Conditional, "it is only the aim of something else")),
    };
    if does_to_nobody(token, &found.args) && frame.kind.family() != Family::Words {
        return Err(skip(Reason::Negated, "the text says that it did not happen"));
    }
    if let Some(note) = only_stands(frame.kind, token, &found.args) {
        return Err(skip(Reason::Background, note));
    }
    // "20 displaced people", "a detained journalist": who they are, and no deed of its own.
    let is_of_people = match token.tag() {
        "VBN" => {
            matches!(frame.kind, EventKind::Displacement | EventKind::Arrest | EventKind::Abduction)
                || tells_who(reading, token, frame.kind)
        }
        // "the fleeing gunmen fired on houses", "in the surrounding villages"
        "VBG" => matches!(frame.kind, EventKind::Withdrawal | EventKind::Displacement | EventKind::Siege),
        _ => false,
    };
    let is_attribute = token.dep() == Dep::Amod && token.index() < token.head().index() && is_of_people;
    if is_attribute {
        return Err(skip(Reason::Background, "it tells who people are"));
    }
    if frame.kind == EventKind::Siege && only_says_which(token) {
        return Err(skip(Reason::Background, "it tells which place or people are meant"));
    }
    if names_a_sort(reading, token, frame.kind) {
        return Err(skip(Reason::Background, "it tells what a thing is for"));
    }
    // "combat vehicles", "a conflict zone"
    let head = token.head();
    if frame.kind == EventKind::Clash
        && token.dep() == Dep::Compound
        && !reading.know.frames.nouns.contains_key(head.lemma())
        && !reading.know.frames.toll_nouns.contains_key(head.lemma())
    {
        return Err(skip(Reason::Background, "it tells what a thing is for"));
    }
    // "recalled its envoy in protest": why something is done.
    if frame.kind == EventKind::Protest
        && token.dep() == Dep::Pobj
        && token.head().text().eq_ignore_ascii_case("in")
        && token.lefts().next().is_none()
        && token.tag() == "NN"
    {
        return Err(skip(Reason::OtherSense, "it tells why something is done"));
    }
    // "shelled the town, wrecking 14 houses": what the shells did.
    if frame.name == "property-destruction.destroy"
        && token.dep() == Dep::Advcl
        && token.tag() == "VBG"
        && reading.know.lexicon.token_in("firing_verbs", token.head())
    {
        return Err(skip(Reason::Background, "it tells what another deed did"));
    }
    // "launched what it called an operation"
    let names_own = frame.name == "accusation.call"
        && token.children().any(|t| t.dep() == Dep::Dobj && t.text().eq_ignore_ascii_case("what"));
    if names_own {
        return Err(skip(Reason::OtherSense, "it says how its own deed is called"));
    }
    let by_accident = |t: Token<'_>| t.dep() == Dep::Advmod && t.text().eq_ignore_ascii_case("accidentally");
    if token.children().any(by_accident) && frame.kind.family() == Family::Harm {
        return Err(skip(Reason::Outside, "it was an accident"));
    }
    let voices = find_voices(reading.doc, token, reading.know.lexicon);
    let (initiators, recipients) = both_sides(reading, frame, found, &voices);
    // Only who holds power cracks down; a gang that fires on marchers attacks civilians.
    let is_band = |s: &Side| s.party.kind == Kind::Armed && s.party.who.actor.is_none();
    let by_a_band = !initiators.is_empty() && initiators.iter().all(is_band);
    let kind = match frame.kind {
        EventKind::Crackdown if by_a_band => EventKind::ViolenceAgainstCivilians,
        // "a priest was shot dead at a rally": nobody says that the police did it.
        EventKind::Crackdown
            if initiators.is_empty()
                && found.args.iter().any(|a| a.slot == Slot::Obj && singular_person(reading.doc, a.head))
                && !recipients.iter().any(|s| s.party.kind == Kind::Protester) =>
        {
            EventKind::ViolenceAgainstCivilians
        }
        // A coalition of states far away bombs from the air (codebook §6).
        EventKind::Shelling if only_flies(&initiators) && bombs(token) => EventKind::AirStrike,
        kind => kind,
    };
    if frame.actor_only && !initiators.iter().any(|s| reading.holds_power(&s.party)) {
        return Err(skip(Reason::NotAnActor, "nobody who is a political or armed actor says it"));
    }
    let is_war = frame.kind == EventKind::Clash && reading.know.lexicon.token_in("war_nouns", token);
    let located = if is_war {
        war_country(reading, token)
    } else {
        place_of(reading, token, &found.args, &frame.place, frame.kind)
    };
    let mut clues = Clues::around(reading, token, &found.args, &frame.place, frame.kind);
    if is_war {
        clues.put_place(located.as_ref());
    }
    if is_of_power(reading, frame, token, &recipients)
        && located.as_ref().is_none_or(|(_, steps)| *steps > 0)
        && clues.known_place.is_none()
    {
        clues.known_place = war_country(reading, token);
    }
    let mut draft = Draft {
        kind,
        frame: frame.name.clone(),
        head: found.head,
        tokens: found.tokens.clone(),
        evidence: vec![evidence_range(reading, token, &found.tokens)],
        initiators,
        recipients,
        located,
        timed: time_of(reading, token),
        clues,
        // A try on somebody's life killed nobody.
        counted: if matches!(stance, Stance::Attempt(..)) && kind == EventKind::Assassination {
            Vec::new()
        } else {
            frame_toll(reading, frame, &found.args, voices.first())
        },
        weapons: weapons(reading, frame, found),
        voices: if frame.kind.family() == Family::Words {
            Vec::new()
        } else {
            or_quoted(reading, voices, token)
        },
        modality,
        phase,
        definite: is_definite(token),
        // "since the civil war began" names nobody, and so tells of no event (codebook §2).
        needs: if !frame.needs.is_empty()
            && !is_war
            && (is_told_to_occur(token, reading.know.lexicon) || is_brokered(reading, &found.args))
        {
            vec![Need::PartyOrPlace]
        } else {
            frame.needs.clone()
        },
        args: found.args.iter().map(|a| a.head).collect(),
        from_toll: false,
        retold: Vec::new(),
    };
    if draft.modality == Modality::Planned && !is_verbal(token) && has_passed(reading, draft.timed) {
        draft.modality = Modality::Reported;
    }
    if draft.recipients.is_empty() {
        match frame.kind {
            EventKind::Threat => draft.recipients = threatened(reading, &found.args, &draft.initiators),
            EventKind::Demand => draft.recipients = bidden(reading, &found.args, &draft.initiators),
            _ => {}
        }
        if draft.recipients.is_empty() && frame.kind.family() == Family::Words {
            draft.recipients = addressed(reading, frame, &found.args);
        }
    }
    // People harmed by the deed itself are its recipients.
    if frame.toll.is_some() && draft.recipients.is_empty() {
        for counted in draft.counted.clone() {
            if let Some(head) = counted.head {
                add_victims(reading, &mut draft, head);
            }
        }
    }
    if draft.counted.is_empty() && matches!(stance, Stance::Told(Modality::Reported, _)) {
        let taken = taken_by_name(reading, &draft);
        draft.counted.extend(taken);
    }
    Ok(draft)
}

/// Whether those who bomb are a coalition that another country leads.
fn only_flies(initiators: &[Side]) -> bool {
    !initiators.is_empty() && initiators.iter().all(|s| s.party.who.name.ends_with("-led coalition"))
}

/// "bombed", "bombardment": words that leave open whether guns or aircraft did it.
fn bombs(token: Token<'_>) -> bool {
    matches!(token.lemma(), "bomb" | "bombard" | "bombardment" | "bombing" | "pound")
}

/// Whether somebody takes or loses the power in a country: it happens to the whole of it.
fn is_of_power(reading: &Reading<'_, '_>, frame: &Frame, token: Token<'_>, lost: &[Side]) -> bool {
    let of_state = || lost.iter().any(|s| s.party.kind == Kind::State);
    match frame.name.as_str() {
        "leadership-change.topple" | "leadership-change.overthrow" => of_state(),
        "leadership-change.seize-power" => true,
        "leadership-change.noun" => reading.know.lexicon.token_in("coup_nouns", token),
        _ => false,
    }
}

/// "The kidnapping of X", "X was arrested": those who are taken or put to death by name are counted.
fn taken_by_name(reading: &Reading<'_, '_>, draft: &Draft) -> Option<Counted> {
    let harm = match draft.kind {
        EventKind::Arrest | EventKind::Abduction => Harm::Captured,
        EventKind::Execution => Harm::Killed,
        EventKind::Assassination if reading.doc.token(draft.head).lemma() == "assassination" => Harm::Killed,
        _ => return None,
    };
    let is_named = |s: &&Side| s.party.kind == Kind::Person && !s.party.anonymous;
    let first = draft.recipients.iter().find(is_named)?;
    let n = draft.recipients.iter().filter(is_named).count() as u64;
    if n < draft.recipients.len() as u64 {
        return None;
    }
    Some(Counted {
        harm,
        count: Count { low: Some(n), high: Some(n) },
        head: Some(first.party.tokens.end - 1),
        tokens: first.party.tokens.clone(),
        voice: None,
        part: false,
    })
}

/// "the ousted prime minister", "a newly formed party", "the freed hostages", "a besieged minister".
fn tells_who(reading: &Reading<'_, '_>, token: Token<'_>, kind: EventKind) -> bool {
    let head = token.head().index();
    match kind {
        EventKind::LeadershipChange
        | EventKind::Formation
        | EventKind::Release
        | EventKind::Expulsion
        | EventKind::Dissolution
        | EventKind::Defection
        | EventKind::Assassination
        | EventKind::Execution => true,
        EventKind::Siege | EventKind::Attack => {
            reading.is_class(head, Class::Person) && !reading.is_class(head, Class::Place)
        }
        _ => false,
    }
}

/// "in the besieged town of X", "besieged residents": which one is meant, unless the words tell by whom ("rebel-besieged").
fn only_says_which(token: Token<'_>) -> bool {
    let noun = token.head();
    let has_article = || noun.lefts().any(|t| matches!(t.dep(), Dep::Det | Dep::Nummod | Dep::Poss));
    token.dep() == Dep::Amod
        && token.index() < noun.index()
        && token.children().all(|t| t.is_punct())
        && (noun.dep() == Dep::Pobj || noun.pos() == Pos::Noun || has_article())
}

/// "attack aircraft", "the fighting force", "air assault troops": a deed that only says what sort of arms, people or
/// body somebody speaks of.
fn names_a_sort(reading: &Reading<'_, '_>, token: Token<'_>, kind: EventKind) -> bool {
    let head = token.head();
    let lexicon = reading.know.lexicon;
    let before =
        matches!(token.dep(), Dep::Compound | Dep::Nmod) || token.dep() == Dep::Amod && token.tag() != "VBN";
    before
        && token.index() < head.index()
        && matches!(kind.family(), Family::Fighting | Family::Harm | Family::Civil)
        // "the encircled soldiers": that they are is what a frame of sieges tells.
        && kind != EventKind::Siege
        && !reading.know.frames.nouns.contains_key(head.lemma())
        && !reading.know.frames.toll_nouns.contains_key(head.lemma())
        && SORTS.iter().any(|list| lexicon.token_in(list, head))
}

/// Lists of arms, of bodies of men and of people.
const SORTS: [&str; 8] = [
    "weapon_nouns",
    "aircraft_nouns",
    "vehicle_nouns",
    "armed_nouns",
    "group_nouns",
    "person_nouns",
    "civilian_nouns",
    "office_nouns",
];

/// "will release its findings on the strike of 17 September": what has a day behind it is no plan.
fn has_passed(reading: &Reading<'_, '_>, timed: Option<Timed>) -> bool {
    let Some(timed) = timed.filter(|t| t.dates == Dates::Event && t.steps <= OWN) else { return false };
    let time = &reading.times[timed.time];
    let is_day = time.precision == TimePrecision::Day && time.role == TimeRole::Point;
    is_day && time.end.zip(reading.published).is_some_and(|(end, published)| end < published)
}

/// "took no prisoners", "executed none of them": a deed that is done to nobody.
fn does_to_nobody(verb: Token<'_>, args: &[Arg<'_>]) -> bool {
    let doc = verb.doc();
    let mut objects =
        args.iter().filter(|a| a.slot == Slot::Obj && a.direct).map(|a| doc.token(a.head)).peekable();
    is_verbal(verb) && objects.peek().is_some() && objects.all(|t| t.dep() == Dep::Dobj && is_nobody(t))
}

/// Why words only tell how parties stand to each other, if they do: "rebels allied with X took the town", "who fight
/// alongside X".
fn only_stands(kind: EventKind, token: Token<'_>, args: &[Arg<'_>]) -> Option<&'static str> {
    match kind {
        EventKind::Alliance if token.dep() == Dep::Acl && token.tag() == "VBN" => {
            Some("it tells whose ally a party is")
        }
        EventKind::Clash if is_verbal(token) => {
            let prep = |words: &[&str]| {
                token.children().any(|t| {
                    matches!(t.dep(), Dep::Prep | Dep::Advmod)
                        && words.contains(&t.text().to_ascii_lowercase().as_str())
                })
            };
            let fights = || {
                prep(&["against", "in", "near", "at", "around", "for", "over"])
                    || args.iter().any(|arg| arg.slot == Slot::Obj)
            };
            // "rebels fighting the army said": who somebody is, with neither a place nor a time.
            let is_bare = matches!(token.dep(), Dep::Acl | Dep::Relcl)
                && matches!(token.lemma(), "fight" | "battle")
                && !prep(&WHERE_AND_WHEN)
                && !token.children().any(|t| t.dep() == Dep::Npadvmod);
            if is_bare {
                return Some("it tells whom a party fights");
            }
            // "rebels fighting to oust the president"
            let has_foe = || {
                let foe = |a: &Arg<'_>| matches!(a.slot, Slot::Obj | Slot::Prep("against" | "with"));
                args.iter().any(foe)
            };
            let describes = token.dep() == Dep::Acl && token.tag() == "VBG";
            if describes && !has_foe() {
                return Some("it tells who fights");
            }
            (prep(&["alongside", "beside"]) && !fights()).then_some("it tells on whose side a party fights")
        }
        // "a town far from the war"
        EventKind::Clash if token.dep() == Dep::Pobj && token.head().text() == "from" => {
            let off = token.head().head();
            matches!(off.lemma(), "far" | "away" | "safe" | "refuge").then_some("it tells what is far off")
        }
        _ => None,
    }
}

/// Prepositions that say where or when somebody fights.
const WHERE_AND_WHEN: [&str; 15] = [
    "in",
    "near",
    "at",
    "around",
    "over",
    "since",
    "during",
    "on",
    "along",
    "outside",
    "inside",
    "across",
    "throughout",
    "for",
    "until",
];

/// The voices of a clause, or who speaks the quotation around it.
pub(crate) fn or_quoted(reading: &Reading<'_, '_>, mut voices: Vec<Voice>, token: Token<'_>) -> Vec<Voice> {
    if voices.is_empty() {
        voices.extend(speaker_at(&reading.quotations, token.index()).cloned());
    }
    voices
}

/// "X said that it would not fight for Y": a refusal by X (codebook §2), where X itself says so.
fn refusal(reading: &Reading<'_, '_>, found: &Found<'_>) -> Option<Draft> {
    let token = reading.doc.token(found.head);
    let wills = token
        .children()
        .any(|t| t.dep() == Dep::Aux && matches!(t.text(), "will" | "would" | "wo" | "shall"));
    // "does not accept the results": consent that is not given.
    let consents = reading.know.lexicon.token_in("consent_verbs", token) && token.tag() == "VB";
    if !is_verbal(token) || !wills && !consents {
        return None;
    }
    let by = |slot: &str| RoleSlot { slot: slot.to_owned(), also: false };
    let initiators = sides(reading, &found.args, &[by("subj")], "initiator");
    let voices = find_voices(reading.doc, token, reading.know.lexicon);
    let own = voices.iter().position(|v| {
        reading.parties(v.head).iter().any(|p| initiators.iter().any(|s| s.party.who == p.who))
    });
    if initiators.is_empty()
        || own.is_none() && !(consents && voices.is_empty())
        || !initiators.iter().all(|s| s.party.kind.is_political())
    {
        return None;
    }
    let recipients =
        sides(reading, &found.args, &[by("obj"), by("for"), by("with"), by("to"), by("from")], "recipient");
    let said = own.and_then(|n| voices[n].verb);
    let evidence = said.map_or_else(
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
        timed: said.and_then(|v| time_of(reading, reading.doc.token(v))),
        clues: Clues::around(
            reading,
            said.map_or(token, |v| reading.doc.token(v)),
            &[],
            &[],
            EventKind::Refusal,
        ),
        counted: Vec::new(),
        weapons: Vec::new(),
        // What others say of the refusal; its own words are the act.
        voices: voices[own.map_or(0, |n| n + 1)..].to_vec(),
        modality: Modality::Reported,
        phase: Phase::Occurred,
        definite: false,
        needs: Vec::new(),
        args: found.args.iter().map(|a| a.head).collect(),
        from_toll: false,
        retold: Vec::new(),
    })
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

fn frame_toll(
    reading: &Reading<'_, '_>,
    frame: &Frame,
    args: &[Arg<'_>],
    voice: Option<&Voice>,
) -> Vec<Counted> {
    let Some(toll) = &frame.toll else { return Vec::new() };
    let mut counted = Vec::new();
    for arg in args.iter().filter(|a| slot_is(a.slot, &toll.slot)) {
        let head = reading.doc.token(arg.head);
        // "ten buses left" counts no people.
        if reading.aboard(head).is_none() && reading.is_ride(head) {
            continue;
        }
        for conjunct in conjuncts(reading.aboard(head).unwrap_or(head)) {
            if let Some((count, tokens)) = count_of(reading, conjunct.index()) {
                counted.push(Counted {
                    harm: toll.harm,
                    count,
                    head: Some(conjunct.index()),
                    tokens,
                    voice: voice.cloned(),
                    part: false,
                });
            }
        }
    }
    counted
}

/// The words for the means: what the frame's slots and the means of the deed name, and what a bomber blows up.
fn weapons(reading: &Reading<'_, '_>, frame: &Frame, found: &Found<'_>) -> Vec<Range<usize>> {
    let lexicon = reading.know.lexicon;
    let is_weapon =
        |t: Token<'_>| lexicon.token_in("weapon_nouns", t) || lexicon.token_in("aircraft_nouns", t);
    let named = found.args.iter().filter_map(|arg| {
        let token = reading.doc.token(arg.head);
        let in_slot = frame.weapon.iter().any(|s| slot_is(arg.slot, s));
        let means =
            matches!(arg.slot, Slot::Prep("with" | "by" | "using") | Slot::Mod | Slot::Obj | Slot::Subj);
        let fits = in_slot && (is_weapon(token) || lexicon.token_in("vehicle_nouns", token))
            || means && is_weapon(token);
        fits.then_some(token)
    });
    let trigger = reading.doc.token(found.head);
    let blown_up = trigger.head().children().filter(|t| {
        trigger.dep() == Dep::Nsubj
            && t.dep() == Dep::Dobj
            && (is_weapon(*t) || lexicon.token_in("vehicle_nouns", *t))
    });
    let mut weapons: Vec<Range<usize>> = Vec::new();
    for token in named.chain(blown_up) {
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
    weapons
}
