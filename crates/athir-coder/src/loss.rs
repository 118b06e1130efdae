//! Losses told apart from the deed that caused them: each toll joins the event that it belongs to (`owner`), or is an event
//! of its own (`own`), unless it is that of an accident or of a whole war (codebook §3, §6).

mod accident;
mod cause;
mod own;
mod owner;
mod war;

use athir_model::{EventKind, Family, Harm, Modality, Reason};
use athir_nlp::{Dep, Token};

use self::accident::{is_natural, is_of_mishap};
use self::cause::{add_killers, cause_of};
use self::own::toll_event;
use self::owner::{event_of, is_beside_capture, is_by_another, just_told};
use self::war::{deed_named, of_long_fight, of_war, told_war, war_noun};
use crate::clue::Clues;
use crate::dating::time_of;
use crate::draft::{Draft, Skipped, evidence_range, or_quoted};
use crate::frame::Class;
use crate::graph::Slot;
use crate::kind::Kind;
use crate::locate::place_of;
use crate::modality::{Stance, stance};
use crate::reading::Reading;
use crate::share::part_by_share;
use crate::side::{Side, add_victims};
use crate::steps::SENTENCE;
use crate::toll::{Counted, Toll};
use crate::toponym::class_rank;
use crate::voice::{find_voices, voice_at};

/// Makes a toll part of the event that caused it, or an event of its own (codebook §3, §6).
pub(crate) fn attach_toll(
    reading: &Reading<'_, '_>,
    drafts: &mut Vec<Draft>,
    toll: &Toll<'_>,
    skipped: &mut Vec<Skipped>,
) {
    let skip = |reason, note: &str| Skipped {
        head: toll.head,
        tokens: toll.tokens.clone(),
        frame: format!("toll.{}", toll.harm.as_str()),
        reason,
        note: note.to_owned(),
    };
    if let Some((reason, note)) = untold(reading, toll) {
        skipped.push(skip(reason, note));
        return;
    }
    if is_natural(reading, toll) || is_of_mishap(reading, drafts, toll) {
        skipped.push(skip(Reason::Outside, "nobody's deed did it"));
        return;
    }
    if is_reason(reading.doc.token(toll.head)) {
        skipped.push(skip(Reason::Background, "it is what another deed was done for"));
        return;
    }
    let toll = &with_voice(reading, toll);
    let war = war_noun(reading, toll);
    let owner = match war {
        Some(war) => match deed_named(drafts, war) {
            Some(n) => Some((n, "it gives the losses of an event that is coded")),
            None => told_war(reading, drafts, toll, war)
                .map(|n| (n, "it gives the losses of a war that is coded")),
        },
        None => event_of(reading, drafts, toll)
            .filter(|&n| !is_beside_capture(reading, &drafts[n], toll))
            .filter(|&n| !is_by_another(reading, &drafts[n], toll))
            .map(|n| (n, "it gives the losses of an event that is coded")),
    };
    let event = match (owner, war) {
        (Some(_), _) => None,
        (None, Some(war)) => toll_event(reading, toll).map(|event| of_war(reading, event, war)),
        (None, None) => toll_event(reading, toll).map(|event| of_long_fight(reading, event)),
    };
    if let Some(mut event) = event {
        let others = part_by_share(reading, &mut event, toll);
        drafts.push(event);
        drafts.extend(others);
        return;
    }
    let before = || {
        Some((
            just_told(reading, drafts, toll)?,
            "it gives the losses of the event that was told just before",
        ))
    };
    if let Some((n, note)) = owner.or_else(before) {
        add_losses(reading, &mut drafts[n], toll);
        add_voice(&mut drafts[n], toll);
        let others = part_by_share(reading, &mut drafts[n], toll);
        drafts.splice(n + 1..n + 1, others);
        skipped.push(skip(Reason::Toll, note));
    } else {
        let note = "losses without a cause, a time or a place, or without people";
        skipped.push(skip(Reason::Incomplete, note));
    }
}

/// "in retaliation for the killing of a commander": of another deed.
pub(crate) fn is_reason(loss: Token<'_>) -> bool {
    let prep = loss.head();
    loss.dep() == Dep::Pobj
        && matches!(prep.text(), "for" | "to" | "of")
        && matches!(prep.head().lemma(), "retaliation" | "revenge" | "response" | "reprisal" | "vengeance")
}

/// The toll with the voice that gives its numbers beside each of them.
fn with_voice<'d>(reading: &Reading<'d, '_>, toll: &Toll<'d>) -> Toll<'d> {
    let token = reading.doc.token(toll.head);
    let voices = find_voices(reading.doc, token, reading.know.lexicon);
    let said = or_quoted(reading, voices, token).into_iter().next();
    // "doctors put the toll at 17"
    let voice = said.or_else(|| {
        let verb = token.head();
        let puts = toll.nominal
            && token.dep() == Dep::Dobj
            && matches!(verb.lemma(), "put" | "place" | "set" | "estimate" | "give");
        let subject = verb.children().find(|t| puts && t.dep() == Dep::Nsubj)?;
        Some(voice_at(reading.doc, subject, Some(verb.index())))
    });
    let mut toll = toll.clone();
    for counted in &mut toll.counted {
        counted.voice = voice.clone();
    }
    toll
}

/// "The ministry said that ten had died": who gives the numbers is a voice of the event.
fn add_voice(event: &mut Draft, toll: &Toll<'_>) {
    let voice = toll.counted.iter().find_map(|c| c.voice.as_ref());
    if let Some(voice) = voice.filter(|v| event.voices.iter().all(|known| known.head != v.head)) {
        event.voices.push(voice.clone());
    }
}

/// Why the text does not tell the losses as happened, if it does not. "No one was killed" tells a count of zero.
fn untold(reading: &Reading<'_, '_>, toll: &Toll<'_>) -> Option<(Reason, &'static str)> {
    match stance(reading.doc.token(toll.head), reading.know.lexicon) {
        Stance::Negated if !toll.counted.iter().any(|c| c.count.high == Some(0)) => {
            Some((Reason::Negated, "the text says that it did not happen"))
        }
        Stance::Conditional | Stance::Purpose | Stance::Attempt(..) => {
            Some((Reason::Conditional, "it depends on something else"))
        }
        Stance::Told(Modality::Planned, _) => Some((Reason::Conditional, "it is only feared or possible")),
        _ => None,
    }
}

fn is_deadly(kind: EventKind) -> bool {
    matches!(kind.family(), Family::Fighting | Family::Harm | Family::Civil) && kind != EventKind::Protest
        || kind == EventKind::Arrest
}

/// Adds to an event the losses, the people harmed and what the toll's own words tell of place and time.
fn add_losses(reading: &Reading<'_, '_>, event: &mut Draft, toll: &Toll<'_>) {
    let token = reading.doc.token(toll.head);
    for counted in &toll.counted {
        let is_known =
            |c: &Counted| c.harm == counted.harm && c.count == counted.count && c.tokens == counted.tokens;
        // "rose to 15 after two of the wounded died": the two are among the 15.
        let is_within = |c: &Counted| c.harm == Harm::Killed && c.count.low > counted.count.high;
        let is_counted = is_of_wounded(reading, counted) && event.counted.iter().any(is_within);
        if !is_counted && !event.counted.iter().any(is_known) {
            event.counted.push(counted.clone());
        }
    }
    // "A bomb killed four, and X claimed the attack": the means say what the attack was.
    if event.kind == EventKind::Attack
        && let Some(kind) = cause_of(reading, toll).kind
    {
        event.kind = kind;
    }
    for &victim in &toll.named {
        add_victims(reading, event, victim);
    }
    add_killers(reading, event, toll);
    if !event.evidence.iter().any(|e| e.contains(&toll.head)) {
        event.evidence.push(evidence_range(reading, token, &toll.tokens));
    }
    if event.located.as_ref().is_none_or(|(_, steps)| *steps >= SENTENCE)
        && let Some(nearer) =
            place_of(reading, token, &toll.args, &[], event.kind).filter(|(_, steps)| *steps < SENTENCE)
    {
        event.located = Some(nearer);
    }
    if event.timed.is_none() {
        event.timed = time_of(reading, token);
    }
    event.clues.tell_again(Clues::around(reading, token, &toll.args, &[], event.kind));
}

/// "Militants stormed a village and killed ten people": where nobody under arms is said to have been there, and unarmed or
/// unnamed people were harmed, the attack was on them (codebook §6).
pub(crate) fn told_by_losses(reading: &Reading<'_, '_>, event: &mut Draft) {
    let harmed = |c: &&Counted| {
        matches!(c.harm, Harm::Killed | Harm::Injured | Harm::Casualties) && c.count.high != Some(0)
    };
    // "an ambush on the outskirts of the village in which six soldiers were killed"
    let armed_head = |c: &Counted| c.head.is_some_and(|head| reading.is_class(head, Class::Armed));
    let harmed_all = || event.counted.iter().filter(harmed);
    if event.frame == "violence-against-civilians.attack-noun"
        && harmed_all().next().is_some()
        && harmed_all().all(armed_head)
        && !event.recipients.iter().any(|s| s.party.kind.is_civil())
    {
        event.kind = EventKind::Attack;
        return;
    }
    let armed_band = |s: &Side| s.party.kind == Kind::Armed;
    let bears_no_arms = |s: &Side| s.party.kind.is_civil() || s.party.kind == Kind::Person;
    let mut losses = event.counted.iter().filter(harmed).peekable();
    if event.kind == EventKind::Attack
        && losses.peek().is_some()
        && losses.all(|c| c.head.is_none_or(|head| !reading.is_class(head, Class::Armed)))
        && !event.initiators.is_empty()
        && event.initiators.iter().all(armed_band)
        && event.recipients.iter().all(bears_no_arms)
        && is_on_settlement(reading, reading.doc.token(event.head))
    {
        event.kind = EventKind::ViolenceAgainstCivilians;
    }
}

/// "attacked the town", "an attack on Saraqib": on a settlement, and on no post or force in it.
fn is_on_settlement(reading: &Reading<'_, '_>, deed: Token<'_>) -> bool {
    let lexicon = reading.know.lexicon;
    let is_settlement = |head: usize| {
        let token = reading.doc.token(head);
        let named = reading
            .toponyms
            .at(head)
            .is_some_and(|t| class_rank(t.class) == 0 && !lexicon.token_in("spot_nouns", token));
        (named || lexicon.token_in("settlement_nouns", token)) && !reading.is_class(head, Class::Armed)
    };
    let args = reading.graph.args(deed);
    let mut struck = args
        .iter()
        .filter(|a| {
            matches!(a.slot, Slot::Obj | Slot::Prep("on" | "against" | "into")) && !reading.is_time(a.head)
        })
        .peekable();
    struck.peek().is_some() && struck.all(|a| is_settlement(a.head))
}

/// "two of the wounded", who died later.
fn is_of_wounded(reading: &Reading<'_, '_>, counted: &Counted) -> bool {
    let head = counted.head.unwrap_or(counted.tokens.start);
    let mut of = reading.doc.token(head).children().filter(|t| t.dep() == Dep::Prep && t.text() == "of");
    counted.harm == Harm::Killed
        && of.any(|t| t.children().any(|c| matches!(c.text(), "wounded" | "injured" | "hurt")))
}
