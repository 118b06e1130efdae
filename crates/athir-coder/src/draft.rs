//! Drafts of events: one for each trigger that tells of a happening, with parties, place, time, losses, means
//! and voices read around it. Drafts that tell of the same happening are merged afterwards (`merge`).

mod aside;
mod refusal;

use std::ops::Range;

use athir_model::{Count, EventKind, Family, Harm, Modality, Phase, Reason, TimePrecision};
use athir_nlp::{Dep, Token};

use self::aside::tells_no_event;
use self::refusal::refusal;
use crate::clause::{clause_verb, conjuncts, is_verbal};
use crate::clue::Clues;
use crate::count::singular_person;
use crate::dating::{Dates, Timed, time_of};
use crate::frame::{Frame, Need};
use crate::graph::{Arg, Slot, slot_is};
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::locate::{place_of, war_country};
use crate::modality::{Stance, stance};
use crate::place::Located;
use crate::quotation::speaker_at;
use crate::reading::Reading;
use crate::side::{Side, add_victims, addressed, bidden, both_sides, is_brokered, threatened};
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

impl Draft {
    /// What is told of a draft that is no event after all.
    pub(crate) fn skipped(self, reason: Reason, note: &str) -> Skipped {
        Skipped { head: self.head, tokens: self.tokens, frame: self.frame, reason, note: note.to_owned() }
    }
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
    let skip = |(reason, note): (Reason, &str)| Skipped {
        head: found.head,
        tokens: found.tokens.clone(),
        frame: frame.name.clone(),
        reason,
        note: note.to_owned(),
    };
    let stance = stance(token, reading.know.lexicon);
    if matches!(stance, Stance::Negated) && frame.kind != EventKind::Refusal {
        return refusal(reading, found).ok_or_else(|| skip(NEGATED));
    }
    let (modality, phase) = told_as(frame, stance).map_err(skip)?;
    if let Some(why) = tells_no_event(reading, frame, found) {
        return Err(skip(why));
    }
    let voices = find_voices(reading.doc, token, reading.know.lexicon);
    let (initiators, recipients) = both_sides(reading, frame, found, &voices);
    if frame.actor_only && !initiators.iter().any(|s| reading.holds_power(&s.party)) {
        return Err(skip((Reason::NotAnActor, "nobody who is a political or armed actor says it")));
    }
    let kind = kind_by_sides(reading, frame, found, &initiators, &recipients);
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
    fill_recipients(reading, frame, found, &mut draft);
    if draft.counted.is_empty() && matches!(stance, Stance::Told(Modality::Reported, _)) {
        let taken = taken_by_name(reading, &draft);
        draft.counted.extend(taken);
    }
    Ok(draft)
}

const NEGATED: (Reason, &str) = (Reason::Negated, "the text says that it did not happen");
const AIM: (Reason, &str) = (Reason::Conditional, "it is only the aim of something else");

/// How a deed is told, or why it is none that happened or is to happen.
fn told_as(frame: &Frame, stance: Stance) -> Result<(Modality, Phase), (Reason, &'static str)> {
    let family = frame.kind.family();
    match stance {
        Stance::Told(modality, phase) => {
            Ok((frame.modality.unwrap_or(modality), frame.phase.unwrap_or(phase)))
        }
        Stance::Negated => Ok((Modality::Reported, Phase::Occurred)),
        // A try is an attack, and no gain of ground yet; an assassination may be one that failed.
        Stance::Attempt(modality, phase)
            if family == Family::Fighting || frame.kind == EventKind::Assassination =>
        {
            Ok((modality, phase))
        }
        // Who tries to broker a deal deals with the sides.
        Stance::Attempt(modality, _) if frame.name == "negotiation.mediate" => Ok((modality, Phase::Ongoing)),
        // Words, deals and help are there or not.
        Stance::Attempt(..)
            if matches!(family, Family::Words | Family::Relief | Family::Talks | Family::Dynamics) =>
        {
            Err(AIM)
        }
        Stance::Attempt(_, phase) => Ok((Modality::Planned, phase)),
        Stance::Conditional => Err((Reason::Conditional, "it depends on something else")),
        Stance::Purpose => Err(AIM),
    }
}

/// The kind of a deed as those tell it who do it and to whom it is done.
fn kind_by_sides(
    reading: &Reading<'_, '_>,
    frame: &Frame,
    found: &Found<'_>,
    initiators: &[Side],
    recipients: &[Side],
) -> EventKind {
    // Only who holds power cracks down; a gang that fires on marchers attacks civilians.
    let is_band = |s: &Side| s.party.kind == Kind::Armed && s.party.who.actor.is_none();
    match frame.kind {
        EventKind::Crackdown if !initiators.is_empty() && initiators.iter().all(is_band) => {
            EventKind::ViolenceAgainstCivilians
        }
        // "a priest was shot dead at a rally": nobody says that the police did it.
        EventKind::Crackdown
            if initiators.is_empty()
                && found.args.iter().any(|a| a.slot == Slot::Obj && singular_person(reading.doc, a.head))
                && !recipients.iter().any(|s| s.party.kind == Kind::Protester) =>
        {
            EventKind::ViolenceAgainstCivilians
        }
        // A coalition of states far away bombs from the air (codebook §6).
        EventKind::Shelling if only_flies(initiators) && bombs(reading.doc.token(found.head)) => {
            EventKind::AirStrike
        }
        kind => kind,
    }
}

/// Fills the recipients that the slots leave open with those whom words threaten, bid or address, and with people harmed by
/// the deed itself.
fn fill_recipients(reading: &Reading<'_, '_>, frame: &Frame, found: &Found<'_>, draft: &mut Draft) {
    if !draft.recipients.is_empty() {
        return;
    }
    match frame.kind {
        EventKind::Threat => draft.recipients = threatened(reading, &found.args, &draft.initiators),
        EventKind::Demand => draft.recipients = bidden(reading, &found.args, &draft.initiators),
        _ => {}
    }
    if draft.recipients.is_empty() && frame.kind.family() == Family::Words {
        draft.recipients = addressed(reading, frame, &found.args);
    }
    if frame.toll.is_some() && draft.recipients.is_empty() {
        for counted in draft.counted.clone() {
            if let Some(head) = counted.head {
                add_victims(reading, draft, head);
            }
        }
    }
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
        beside: false,
    })
}

/// "will release its findings on the strike of 17 September": what has a day behind it is no plan.
fn has_passed(reading: &Reading<'_, '_>, timed: Option<Timed>) -> bool {
    let Some(timed) = timed.filter(|t| t.dates == Dates::Event && t.steps <= OWN) else { return false };
    let time = &reading.times[timed.time];
    let is_day = time.precision == TimePrecision::Day && time.role == TimeRole::Point;
    is_day && time.end.zip(reading.published).is_some_and(|(end, published)| end < published)
}

/// The voices of a clause, or who speaks the quotation around it.
pub(crate) fn or_quoted(reading: &Reading<'_, '_>, mut voices: Vec<Voice>, token: Token<'_>) -> Vec<Voice> {
    if voices.is_empty() {
        voices.extend(speaker_at(&reading.quotations, token.index()).cloned());
    }
    voices
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
        let first = counted.len();
        for conjunct in conjuncts(reading.aboard(head).unwrap_or(head)) {
            if let Some((count, tokens)) = count_of(reading, conjunct.index()) {
                counted.push(Counted {
                    harm: toll.harm,
                    count,
                    head: Some(conjunct.index()),
                    tokens,
                    voice: voice.cloned(),
                    part: false,
                    beside: counted.len() > first,
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
