//! Losses told apart from the deed that caused them: each toll joins the event that it belongs to, or is an event
//! of its own (codebook §3, §6).

mod accident;
mod war;

use std::ops::Range;

use athir_model::{Basis, Direction, EventKind, Family, Harm, Modality, Reason};
use athir_nlp::{Dep, Pos, Token};

use self::accident::{is_death_verb, is_natural, is_of_mishap};
use self::war::{deed_named, is_of_whole_war, of_long_fight, of_war, told_war, war_noun};
use crate::clause::is_verbal;
use crate::clue::Clues;
use crate::count::singular_person;
use crate::dating::time_of;
use crate::draft::{Draft, Skipped, evidence_range, or_quoted};
use crate::frame::Class;
use crate::graph::Slot;
use crate::happening::{may_be_one, same_party};
use crate::kind::Kind;
use crate::locate::place_of;
use crate::modality::{Stance, stance};
use crate::party::PartyDraft;
use crate::reading::Reading;
use crate::share::part_by_share;
use crate::side::{Side, add_backers, add_victims, by_own_word};
use crate::steps::SENTENCE;
use crate::toll::{Counted, Toll, refers_to_harmed};
use crate::toponym::class_rank;
use crate::voice::{find_voices, is_saying, voice_at};

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

/// "Gunmen killed 30 farmers and abducted several women": those who were killed are not those who were taken.
fn is_beside_capture(reading: &Reading<'_, '_>, taking: &Draft, toll: &Toll<'_>) -> bool {
    let kills = toll.harm == Harm::Killed
        && toll.args.iter().any(|a| a.slot == Slot::Subj && reading.is_class(a.head, Class::Actor));
    let victims = || toll.victims.iter().flat_map(|&v| reading.parties(v));
    let is_taken = |p: &PartyDraft| taking.recipients.iter().any(|s| s.party.tokens == p.tokens);
    matches!(taking.kind, EventKind::Abduction | EventKind::Arrest)
        && kills
        && victims().next().is_some()
        && !victims().any(|p| is_taken(&p))
        && !toll.tokens.iter().any(|t| taking.tokens.contains(t))
}

/// "Government forces killed 120 civilians, while the militia killed 45": each killer has dead of its own.
fn is_by_another(reading: &Reading<'_, '_>, deed: &Draft, toll: &Toll<'_>) -> bool {
    // "soldiers died": who dies kills nobody.
    let mut killers = toll
        .args
        .iter()
        .filter(|a| a.direct && a.slot == Slot::Subj && !toll.victims.contains(&a.head))
        .flat_map(|a| reading.parties(a.head))
        .filter(|p| p.kind.is_armed() && !p.anonymous)
        .peekable();
    let is_one = |killer: &PartyDraft| {
        let side = Side::new(killer.clone(), Basis::Stated, "");
        deed.initiators
            .iter()
            .any(|s| same_party(s, &side) || s.party.anonymous || may_be_one(reading, s, &side))
    };
    toll.harm == Harm::Killed
        && is_verbal(reading.doc.token(toll.head))
        && deed.kind.direction() == Direction::Directed
        && !deed.initiators.is_empty()
        && !toll.tokens.iter().any(|t| deed.tokens.contains(t))
        && killers.peek().is_some()
        && !killers.any(|killer| is_one(&killer))
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

/// The draft of the event that the losses belong to, by the surest sign first.
fn event_of(reading: &Reading<'_, '_>, drafts: &[Draft], toll: &Toll<'_>) -> Option<usize> {
    let doc = reading.doc;
    let token = doc.token(toll.head);
    let sentence = token.sentence().range();
    let mut at_hand = deadly_at_hand(drafts, &sentence);
    // "Militants shelled X; a bomb killed 91 in Y": the second half has a cause of its own.
    let half = |at: usize| (sentence.start..at).filter(|&i| doc.token(i).text() == ";").count();
    let own = toll
        .causes
        .iter()
        .any(|&c| toll.args.iter().any(|a| a.head == c && a.direct) && is_other_cause(reading, c));
    let in_other_half = |d: &Draft| own && sentence.contains(&d.head) && half(d.head) != half(toll.head);
    at_hand.retain(|&n| !harms_captors(reading, &drafts[n], toll) && !in_other_half(&drafts[n]));
    // "Rebels burnt the mill. Nobody was hurt."
    let is_none = !toll.counted.is_empty() && toll.counted.iter().all(|c| c.count.high == Some(0));
    let destroys = |d: &Draft| d.kind == EventKind::PropertyDestruction && d.head < toll.head;
    if is_none && let Some(n) = drafts.iter().rposition(destroys) {
        at_hand.push(n);
    }
    // "A helicopter was shot down, killing its crew."
    let brings_down = |d: &Draft| {
        let frame = &d.frame;
        (*frame == "weapons-seizure.shoot-down" || *frame == "weapons-seizure.hit-aircraft")
            && sentence.contains(&d.head)
    };
    at_hand.extend(drafts.iter().rposition(brings_down));
    let find = |test: &dyn Fn(&Draft) -> bool| at_hand.iter().copied().find(|&n| test(&drafts[n]));
    let find_trigger = |at: usize| find(&|d| d.tokens.contains(&at));
    let other_cause = has_other_cause(reading, toll);

    let names_it = |cause: usize| toll.args.iter().any(|a| a.head == cause && a.direct);
    // "shot dead" tells of the deed and of its loss.
    let itself = || find(&|d| toll.tokens.iter().any(|t| d.tokens.contains(t)));
    // "A bomb killed two, days after gunmen killed a judge": where the cause is named, a clause that hangs below tells of
    // another deed.
    let own_cause = toll.causes.iter().any(|&c| names_it(c) && is_other_cause(reading, c));
    let is_aside = |t: &Token<'_>| matches!(t.dep(), Dep::Advcl | Dep::Relcl | Dep::Acl);
    let its_cause = || toll.causes.iter().find_map(|&cause| find_trigger(cause));
    // "in a series of attacks", "in the wake of the blast"
    let inside_its_cause = || {
        toll.causes.iter().filter(|&&cause| reading.parties(cause).is_empty()).find_map(|&cause| {
            let phrase = doc.token(cause);
            let inside = phrase.left_edge()..=phrase.right_edge().min(cause + 8);
            find(&|d| inside.contains(&d.head))
        })
    };
    // A conjoined clause with a cause of its own tells of something else than the clause that it hangs on; one that
    // shares the subject of that clause does not: "shelled the town, killing 3 and injuring 5".
    // Nor does one that only tells the month: "taken in April, the month that a bomb killed 75".
    let own_subject = |t: Token<'_>| {
        t.dep() == Dep::Relcl
            && t.children().any(|c| c.dep() == Dep::Nsubj && is_other_cause(reading, c.index()))
    };
    let own_clause = own_cause && (token.dep() == Dep::Conj || own_subject(token));
    // "The town was bombed, while the army said two men had died in a rocket attack": what is said aside is of its own.
    let said_aside = |t: &Token<'_>| t.dep() == Dep::Advcl && is_saying(*t, reading.know.lexicon);
    let above_it = || {
        let above = token.ancestors().take(5).take_while(|t| !said_aside(t));
        above.filter(|_| !own_clause).find_map(|t| find_trigger(t.index()))
    };
    // "A bomb killed three in A, and gunmen shot dead nine in B"
    let is_own_clause = |t: &Token<'_>| {
        t.dep() == Dep::Conj
            && is_verbal(*t)
            && t.children().any(|c| matches!(c.dep(), Dep::Nsubj | Dep::Nsubjpass))
    };
    let below_it = || {
        find(&|d| {
            let path = || std::iter::once(doc.token(d.head)).chain(doc.token(d.head).ancestors()).take(6);
            let depth = path().position(|t| toll.tokens.contains(&t.index()));
            sentence.contains(&d.head)
                && depth.is_some_and(|n| {
                    n > 0 && !(own_cause && path().take(n).any(|t| is_aside(&t) || is_own_clause(&t)))
                })
        })
    };
    // "claimed the attack, saying its men had killed 13"
    let by_the_same = || {
        let killers: Vec<_> = toll.causes.iter().flat_map(|&c| reading.parties(c)).collect();
        find(&|d| {
            let does = |s: &Side| killers.iter().any(|k| k.who == s.party.who);
            sentence.contains(&d.head)
                && !is_verbal(doc.token(d.head))
                && d.counted.is_empty()
                && d.initiators.iter().any(does)
        })
    };
    // "are hunting a man who planted a device that exploded, wounding 13": the parse hangs the loss on the clause of the hunters,
    // and the deed stands between.
    let is_between = |n: usize| {
        let above = token.head();
        let opens = token.dep() == Dep::Advcl && token.tag() == "VBG" && above.index() < token.index();
        opens
            && find_trigger(above.index()).is_none()
            && (above.index()..token.index()).contains(&drafts[n].head)
    };
    let in_its_sentence = || {
        at_hand
            .iter()
            .copied()
            .filter(|&n| sentence.contains(&drafts[n].head) && (!other_cause || is_between(n)))
            .min_by_key(|&n| (drafts[n].head.abs_diff(toll.head), n))
    };
    // "Two people succumbed to their wounds in the morning."
    let of_wounds = toll.tokens.iter().any(|&t| matches!(doc.token(t).lemma(), "wound" | "injury"));
    // "the death toll", "15 of the wounded"
    // What has a day or a place of its own is told for itself.
    let is_undated = || {
        time_of(reading, token).is_none()
            && place_of(reading, token, &toll.args, &[], EventKind::Attack)
                .is_none_or(|(_, steps)| steps >= SENTENCE)
    };
    let is_of_those = refers_to_harmed(token) && is_undated();
    // "The governor said five were killed": a bare number.
    let is_alone = |&v: &usize| doc.token(v).pos() == Pos::Num && doc.token(v).children().next().is_none();
    let is_bare = || !toll.victims.is_empty() && toll.victims.iter().all(is_alone) && is_undated();
    let refers_back = toll.nominal && (toll.victims.is_empty() || toll.causes.is_empty())
        || of_wounds && !other_cause
        || !other_cause && (toll.harm != Harm::Killed || is_of_those || is_bare())
        || dies_later(token);
    let sentence_of = |d: &Draft| doc.sentence_of(d.head).index();
    let told_before = || {
        at_hand
            .iter()
            .copied()
            .filter(|&n| refers_back && drafts[n].head < toll.head)
            .filter(|&n| !is_of_those || !matches!(drafts[n].kind, EventKind::Arrest | EventKind::Abduction))
            .filter(|&n| !is_arrest_before(&drafts[n], toll, &sentence))
            .max_by_key(|&n| {
                (sentence_of(&drafts[n]), !is_told_for_order(reading, &drafts[n]), drafts[n].head, n)
            })
    };
    itself()
        .or_else(its_cause)
        .or_else(inside_its_cause)
        .or_else(above_it)
        .or_else(below_it)
        .or_else(by_the_same)
        .or_else(in_its_sentence)
        .or_else(told_before)
}

/// The event that the sentence before speaks of, for people killed of whom nothing else is told: "Five civilians were
/// wounded. One fighter was killed."
fn just_told(reading: &Reading<'_, '_>, drafts: &[Draft], toll: &Toll<'_>) -> Option<usize> {
    if toll.nominal || toll.counted.is_empty() {
        return None;
    }
    let sentence = reading.doc.token(toll.head).sentence().range();
    let before = reading.doc.token(sentence.start.checked_sub(1)?).sentence().range();
    let last_word = |n: &usize| {
        drafts[*n].evidence.iter().map(|e| e.end).filter(|&end| end <= sentence.start).max().unwrap_or(0)
    };
    let told = |n: &usize| drafts[*n].modality == Modality::Reported && last_word(n) > before.start;
    let is_main = |n: &usize| !is_told_for_order(reading, &drafts[*n]);
    let fits = |n: &usize| {
        let event = &drafts[*n];
        told(n) && !harms_captors(reading, event, toll) && !is_arrest_before(event, toll, &sentence)
    };
    let last_of =
        |events: Vec<usize>| events.into_iter().filter(&fits).max_by_key(|n| (is_main(n), last_word(n), *n));
    // "The army retook the town. Twelve soldiers were killed."
    let taking = || last_of(at_hand(drafts, &sentence, |kind| kind == EventKind::Capture));
    last_of(deadly_at_hand(drafts, &sentence)).or_else(taking)
}

/// "Police arrested 40 marchers. They were protesting against a fire that killed eight": who is arrested in one sentence
/// is not killed in the next.
fn is_arrest_before(event: &Draft, toll: &Toll<'_>, sentence: &Range<usize>) -> bool {
    event.kind == EventKind::Arrest && toll.harm == Harm::Killed && !sentence.contains(&event.head)
}

/// "Seven people were detained. Five officers were wounded": an arrest harms nobody of those who make it.
fn harms_captors(reading: &Reading<'_, '_>, event: &Draft, toll: &Toll<'_>) -> bool {
    let serves = |head: usize| {
        let of_force = |p: &PartyDraft| matches!(p.kind, Kind::Police | Kind::Military);
        reading.parties(head).iter().any(of_force)
    };
    event.kind == EventKind::Arrest
        && matches!(toll.harm, Harm::Killed | Harm::Injured)
        && toll.victims.iter().any(|&head| serves(head))
}

/// "Two girls blew themselves up, a day after a blast tore through a checkpoint": the act that only tells when is not what the
/// next sentence goes on about.
fn is_told_for_order(reading: &Reading<'_, '_>, event: &Draft) -> bool {
    let deed = reading.doc.token(event.head);
    // "the besieged town"
    if deed.dep() == Dep::Amod {
        return true;
    }
    std::iter::once(deed).chain(deed.ancestors()).take(6).any(|t| {
        matches!(t.dep(), Dep::Prep | Dep::Mark) && is_order(t)
            || t.children().any(|c| c.dep() == Dep::Mark && is_order(c))
    })
}

fn is_order(word: Token<'_>) -> bool {
    matches!(word.text(), "after" | "since" | "before" | "following")
}

/// How many events before a sentence, and how many made of tolls, are looked at for the one that losses belong to.
const AT_HAND: usize = 12;

/// The drafts of deadly kinds up to the end of a sentence, and those made of tolls, which stand behind the others.
fn deadly_at_hand(drafts: &[Draft], sentence: &Range<usize>) -> Vec<usize> {
    at_hand(drafts, sentence, is_deadly)
}

fn at_hand(drafts: &[Draft], sentence: &Range<usize>, is_of: impl Fn(EventKind) -> bool) -> Vec<usize> {
    let sorted = drafts.iter().take_while(|d| !d.frame.starts_with("toll.")).count();
    let first = drafts[..sorted].partition_point(|d| d.head < sentence.start).saturating_sub(AT_HAND);
    let last = drafts[..sorted].partition_point(|d| d.head < sentence.end);
    let of_tolls = sorted.max(drafts.len().saturating_sub(AT_HAND))..drafts.len();
    (first..last).chain(of_tolls).filter(|&n| is_of(drafts[n].kind)).collect()
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

/// "a third man died in hospital a week later", "died of his wounds": of what was told before.
fn dies_later(death: Token<'_>) -> bool {
    let preps = death.children().filter(|t| t.dep() == Dep::Prep);
    is_death_verb(death)
        && preps
            .flat_map(|t| t.children())
            .any(|t| t.dep() == Dep::Pobj && matches!(t.lemma(), "hospital" | "wound" | "injury" | "clinic"))
}

/// "two of the wounded", who died later.
fn is_of_wounded(reading: &Reading<'_, '_>, counted: &Counted) -> bool {
    let head = counted.head.unwrap_or(counted.tokens.start);
    let mut of = reading.doc.token(head).children().filter(|t| t.dep() == Dep::Prep && t.text() == "of");
    counted.harm == Harm::Killed
        && of.any(|t| t.children().any(|c| matches!(c.text(), "wounded" | "injured" | "hurt")))
}

/// "30 fighters were killed by the army in clashes": who killed them is the other side of the clashes, or the open side
/// of a strike.
fn add_killers(reading: &Reading<'_, '_>, event: &mut Draft, toll: &Toll<'_>) {
    let killers = |of: &dyn Fn(usize) -> bool| -> Vec<PartyDraft> {
        let parties = toll.causes.iter().filter(|c| of(**c)).flat_map(|&c| reading.parties(c));
        parties.filter(|p| p.kind.is_armed()).collect()
    };
    let (open, other, side, parties) = match event.kind.direction() {
        // "It had killed the commander in a strike": who kills is who strikes.
        Direction::Directed
            // "Soldiers killed in attack": a title's subject is killed, and kills nobody.
            if event.initiators.is_empty()
                && !toll.victims.is_empty()
                && !is_verbal(reading.doc.token(event.head)) =>
        {
            let kills = |c: usize| toll.args.iter().any(|a| a.head == c && a.slot == Slot::Subj);
            let mut parties = killers(&kills);
            parties.retain(|p| !reading.is_means(p));
            // "killed four in a raid on their hideout": who kills does not strike himself.
            let kills = |s: &Side| parties.iter().any(|p| p.who == s.party.who);
            if !event.recipients.iter().all(kills) {
                event.recipients.retain(|s| !kills(s));
            }
            (&mut event.initiators, &event.recipients, "initiator", parties)
        }
        Direction::Mutual if !event.initiators.is_empty() && event.recipients.is_empty() => {
            (&mut event.recipients, &event.initiators, "recipient", killers(&|_| true))
        }
        _ => return,
    };
    for party in parties {
        if !other.iter().any(|s| s.party.who == party.who) {
            open.push(Side::new(party, Basis::Stated, &format!("{side}: the cause of the harm")));
        }
    }
}

/// Whether somebody or something that is no event is named as the cause.
fn has_other_cause(reading: &Reading<'_, '_>, toll: &Toll<'_>) -> bool {
    toll.causes.iter().any(|&c| is_other_cause(reading, c))
}

fn is_other_cause(reading: &Reading<'_, '_>, cause: usize) -> bool {
    let token = reading.doc.token(cause);
    let lexicon = reading.know.lexicon;
    reading.parties(cause).iter().any(|p| p.kind.is_armed())
        || lexicon.is_aircraft(token)
        || lexicon.token_in("weapon_nouns", token)
}

/// What the words for the cause of losses tell of the deed.
struct Cause {
    /// The kind of deed that the means tell, if they tell one.
    kind: Option<EventKind>,
    initiators: Vec<Side>,
    weapons: Vec<Range<usize>>,
}

fn cause_of(reading: &Reading<'_, '_>, toll: &Toll<'_>) -> Cause {
    let lexicon = reading.know.lexicon;
    let mut found = Cause { kind: None, initiators: Vec::new(), weapons: Vec::new() };
    for &cause in &toll.causes {
        let token = reading.doc.token(cause);
        let has =
            |list: &str| lexicon.token_in(list, token) || token.children().any(|t| lexicon.token_in(list, t));
        // "killed them with a Hellfire missile"
        let of_means = if lexicon.is_aircraft(token) || has("airborne_words") {
            Some(EventKind::AirStrike)
        } else if lexicon.is_bomber(token) {
            Some(EventKind::SuicideAttack)
        } else if has("explosive_nouns") {
            Some(EventKind::Bombing)
        } else if has("artillery_nouns") {
            Some(EventKind::Shelling)
        } else {
            None
        };
        found.kind = found.kind.or(of_means);
        if lexicon.token_in("weapon_nouns", token) || lexicon.token_in("aircraft_nouns", token) {
            found.weapons.push(token.left_edge()..cause + 1);
        }
        let does = toll.args.iter().any(|a| a.head == cause && a.slot == Slot::Subj);
        let doers = reading
            .parties(cause)
            .into_iter()
            .filter(|p| p.kind.is_armed() || p.kind == Kind::Person || does && p.kind == Kind::Civilian);
        // "killed by regime fire": whose the fire is.
        let modifiers = token.lefts().filter(|t| matches!(t.dep(), Dep::Compound | Dep::Amod | Dep::Poss));
        let whose = modifiers
            .flat_map(|t| reading.parties(t.index()))
            .filter(|p| p.kind.is_armed() || p.kind == Kind::State);
        let is_fire = lexicon.token_in("fire_nouns", token);
        for party in doers.chain(whose.filter(|_| is_fire)) {
            if !found.initiators.iter().any(|s| s.party.who == party.who) {
                found.initiators.push(Side::new(party, Basis::Stated, "initiator: the cause of the harm"));
            }
        }
    }
    found
}

/// "The bodies of 11 men were found".
fn is_found(toll: &Toll<'_>, noun: Token<'_>) -> bool {
    let finds =
        ["find", "discover", "recover", "dump", "unearth", "exhume", "retrieve", "wash", "turn", "surface"];
    (!toll.victims.is_empty() || !toll.counted.is_empty())
        && matches!(noun.dep(), Dep::Dobj | Dep::Nsubj | Dep::Nsubjpass)
        && finds.contains(&noun.head().lemma())
}

/// "250 fighters have died on both sides": they fought each other.
fn is_on_both_sides(loss: Token<'_>) -> bool {
    let (at, end) = (loss.index(), loss.sentence().range().end);
    (at..end.min(at + BOTH_SIDES_REACH)).any(|i| {
        let word = loss.doc().token(i);
        matches!(word.text(), "both" | "either" | "all")
            && word.next().is_some_and(|t| t.lemma() == "side")
            && word.previous().is_some_and(|t| matches!(t.text(), "on" | "from" | "among"))
    })
}

/// How many words behind a loss "on both sides" stands.
const BOTH_SIDES_REACH: usize = 12;

/// Makes an event of a toll that nothing else in the text accounts for, by its cause and its victims.
fn toll_event(reading: &Reading<'_, '_>, toll: &Toll<'_>) -> Option<Draft> {
    let doc = reading.doc;
    let lexicon = reading.know.lexicon;
    let token = doc.token(toll.head);
    if toll.nominal && toll.victims.is_empty() && toll.counted.is_empty()
        || !matches!(toll.harm, Harm::Killed | Harm::Injured | Harm::Casualties)
    {
        return None;
    }
    // "suffered no losses": nothing happened to anybody.
    if !toll.counted.is_empty() && toll.counted.iter().all(|c| c.count.high == Some(0)) {
        return None;
    }
    let Cause { kind, mut initiators, weapons } = cause_of(reading, toll);
    add_backers(reading, &toll.args, &mut initiators, &[]);
    for side in &mut initiators {
        by_own_word(reading, side);
    }
    let victims: Vec<_> = toll.victims.iter().flat_map(|&v| reading.parties(v)).collect();
    let timed = time_of(reading, token);
    let located = place_of(reading, token, &toll.args, &[], EventKind::Attack);
    // Losses alone are no happening: somebody or something must have caused them, or a time or place be named.
    let caused = !initiators.is_empty() || kind.is_some();
    let told = !toll.counted.is_empty()
        && (!toll.nominal || is_found(toll, token))
        && (timed.is_some() || located.is_some());
    // "The poet died in Paris": nobody killed him.
    if !caused
        && is_death_verb(token)
        && toll.victims.iter().all(|&v| singular_person(reading.doc, v) || reading.is_class(v, Class::Named))
    {
        return None;
    }
    // "evacuated 14 wounded children": it only tells who they are, and nothing that befell them there.
    if !caused && token.dep() == Dep::Amod {
        return None;
    }
    if !caused && !told || victims.is_empty() && toll.counted.is_empty() {
        return None;
    }
    // "lost 25 fighters"
    let of_arms = |c: &Counted| c.head.is_some_and(|head| reading.is_class(head, Class::Armed));
    let civil = victims.is_empty() && !toll.counted.iter().any(of_arms)
        || victims.iter().any(|p| {
            // "killed 40 attackers": they came to fight.
            let attacks = p.who.name == "assailants";
            p.kind.is_civil() || p.kind == Kind::Person || p.kind == Kind::Unknown && !attacks
        });
    let kind = kind.unwrap_or(match (is_on_both_sides(token), civil) {
        (true, _) => EventKind::Clash,
        (false, true) => EventKind::ViolenceAgainstCivilians,
        (false, false) => EventKind::Attack,
    });
    let Stance::Told(modality, phase) = stance(token, lexicon) else { return None };
    let mut event = Draft {
        kind,
        frame: format!("toll.{}", toll.harm.as_str()),
        head: toll.head,
        tokens: toll.tokens.clone(),
        evidence: vec![evidence_range(reading, token, &toll.tokens)],
        initiators,
        recipients: Vec::new(),
        located,
        timed,
        clues: Clues::around(reading, token, &toll.args, &[], EventKind::Attack),
        counted: toll.counted.clone(),
        weapons,
        voices: or_quoted(reading, find_voices(doc, token, lexicon), token),
        modality,
        phase,
        definite: false,
        needs: Vec::new(),
        args: toll.args.iter().map(|a| a.head).collect(),
        from_toll: !caused,
        retold: Vec::new(),
    };
    // The toll of a whole war is a clash without sides (codebook §6).
    if !caused && is_of_whole_war(reading, toll, &event) {
        return Some(Draft { kind: EventKind::Clash, from_toll: false, ..event });
    }
    for &victim in &toll.named {
        add_victims(reading, &mut event, victim);
    }
    Some(event)
}
