//! What an event takes over from the sentences around it: a name, a day, the same hands, a place.

use athir_model::{Direction, EventKind, Family, Modality, TimePrecision};
use athir_nlp::Dep;

use crate::clause::is_verbal;
use crate::coref::sentences_between;
use crate::dating::{Dates, Timed, is_datable};
use crate::draft::Draft;
use crate::happening::{place_score, same_party};
use crate::kind::Kind;
use crate::merge::LOOK_BACK;
use crate::place::Located;
use crate::reading::Reading;
use crate::side::{Side, suspects};
use crate::steps::{DISCOURSE, SENTENCE};
use crate::time::{Relation, TimeMention};
use crate::toponym::class_rank;

/// "Another group has left the alliance. … the Red Brigade announced …": a party that is introduced without a
/// name is the one that the next sentences name for the first time, over against the same actor.
pub(crate) fn name_the_nameless(reading: &Reading<'_, '_>, events: &mut [Draft]) {
    let named: Vec<Side> =
        events.iter().flat_map(|e| &e.initiators).filter(|s| !s.party.anonymous).cloned().collect();
    for side in events.iter_mut().flat_map(|e| &mut e.initiators).filter(|s| s.party.anonymous) {
        if let Some(same) = named.iter().find(|s| s.party.tokens == side.party.tokens) {
            side.why = format!("{}; {}", side.why, same.why);
            side.party.who = same.party.who.clone();
            side.party.anonymous = false;
        }
    }
    for n in 0..events.len() {
        let Some(slot) = events[n].initiators.iter().position(|s| s.party.anonymous) else { continue };
        let (head, against) = (events[n].head, &events[n].recipients);
        let named = events[n + 1..]
            .iter()
            .take(LOOK_BACK)
            .filter(|e| (1..=2).contains(&sentences_between(reading.doc, head, e.head)))
            .find_map(|e| {
                let shares = e.recipients.iter().any(|r| against.iter().any(|a| same_party(a, r)));
                e.initiators.iter().find(|s| {
                    let is_new =
                        reading.mentions.all.iter().all(|m| m.head > head || !m.who.contains(&s.party.who));
                    shares && is_new && !s.party.anonymous && s.party.kind == Kind::Armed
                })
            });
        if let Some(side) = named.cloned() {
            let open = &mut events[n].initiators[slot];
            open.why = format!("{}; named in the next sentences: {}", open.why, side.party.who.name);
            open.party.who = side.party.who;
            open.party.anonymous = false;
        }
    }
}

/// "Another town was also hit", "elsewhere, strikes killed six": the same act goes on, on the same day and by the
/// same hands as far as the text names any.
pub(crate) fn carry_on(reading: &Reading<'_, '_>, events: &mut [Draft]) {
    let lexicon = reading.know.lexicon;
    for event in events.iter_mut().filter(|e| e.timed.is_none()) {
        event.timed = day_of_entry(reading, event);
    }
    for n in 1..events.len() {
        let (before, rest) = events.split_at_mut(n);
        let event = &mut rest[0];
        carry_day(reading, before, event);
        let goes_on =
            event.evidence.first().is_some_and(|e| {
                reading.doc.token(event.head).sentence().tokens().any(|t| {
                    e.contains(&t.index()) && lexicon.has("again_words", &t.text().to_ascii_lowercase())
                })
            });
        if !goes_on || !matches!(event.kind.family(), Family::Fighting | Family::Harm) {
            continue;
        }
        let Some(earlier) = before
            .iter()
            .rev()
            .take(LOOK_BACK)
            .find(|e| e.kind == event.kind && e.modality == event.modality)
        else {
            continue;
        };
        if sentences_between(reading.doc, earlier.head, event.head) > 6 {
            continue;
        }
        if event.timed.is_none()
            && let Some(timed) = earlier.timed.filter(|t| t.dates == Dates::Event)
        {
            event.timed = Some(Timed { steps: DISCOURSE, ..timed });
        }
        if event.initiators.is_empty() && event.kind.direction() == Direction::Directed {
            event.initiators = earlier
                .initiators
                .iter()
                .cloned()
                .map(|s| Side { why: format!("initiator: of the same act told before; {}", s.why), ..s })
                .collect();
        }
    }
}

/// "A bomb killed nine. Suspicion fell on X": the deed that the same sentence or those just before tell of, where they name
/// nobody who did it, is laid at the door of the suspect.
pub(crate) fn blame_suspects(reading: &Reading<'_, '_>, events: &mut [Draft]) {
    for (at, suspects) in suspects(reading) {
        let sentence = reading.doc.sentence_of(at).range();
        let nearest = |e: &Draft| {
            let told = e.evidence.iter().map(|words| words.start).filter(|&start| start < sentence.end);
            told.max().filter(|&start| sentences_between(reading.doc, start, at) <= SUSPECT_REACH)
        };
        let is_open = |e: &Draft| {
            matches!(e.kind.family(), Family::Fighting | Family::Harm)
                && e.modality == Modality::Reported
                && e.kind.direction() == Direction::Directed
        };
        let deed =
            (0..events.len()).filter(|&n| is_open(&events[n])).max_by_key(|&n| (nearest(&events[n]), n));
        if let Some(deed) = deed.map(|n| &mut events[n])
            && nearest(&*deed).is_some()
            && deed.initiators.is_empty()
            && !deed.recipients.iter().any(|r| suspects.iter().any(|s| same_party(r, s)))
        {
            deed.initiators = suspects;
        }
    }
}

/// How many sentences back the deed is told that somebody is suspected of.
const SUSPECT_REACH: usize = 2;

/// The day at the head of an entry, which is that of all that the entry tells in the past: "Tuesday 8 November – jets hit …".
fn day_of_entry(reading: &Reading<'_, '_>, event: &Draft) -> Option<Timed> {
    let doc = reading.doc;
    let token = doc.token(event.head);
    // A list of days tells in the present too: "7 April - A mob breaks into parliament".
    let is_told = !is_verbal(token) || matches!(token.tag(), "VBD" | "VBN" | "VBG" | "VBZ" | "VBP");
    if !is_told || event.modality != Modality::Reported || event.kind.family() == Family::Words {
        return None;
    }
    let first = token.sentence().range().start;
    let ends_entry = |at: &usize| doc.token(*at).is_space() && doc.token(*at).text().contains('\n');
    let entry = (0..=first).rev().find(ends_entry).map_or(0, |at| at + 1);
    let heads = |time: &TimeMention| {
        let behind = time.tokens.end;
        let is_head = behind < doc.len() && matches!(doc.token(behind).text(), "–" | "—" | "-" | "--" | ":");
        let of_days = time.precision == TimePrecision::Day
            || matches!(time.precision, TimePrecision::Week | TimePrecision::Month) && time.start.is_some();
        time.tokens.start <= entry + 1 && of_days && is_head && is_datable(time)
    };
    let (time, _) = reading.times_in(entry..event.head).find(|(_, time)| heads(time))?;
    Some(Timed { time, dates: Dates::Event, steps: DISCOURSE })
}

/// Whether an event may be one of a row of acts that one day is named for.
fn goes_with_the_day(event: &Draft) -> bool {
    match event.kind.family() {
        Family::Fighting | Family::Harm | Family::Territory | Family::Words => true,
        Family::Coercion | Family::Civil | Family::Relief => true,
        _ => event.kind == EventKind::WeaponsSeizure,
    }
}

/// Whether the day of an event is carried on to a later one: over a paragraph that tells of fighting, to the words of the next
/// sentence, to an arrest or a march of its own sentence.
fn is_in_reach(reading: &Reading<'_, '_>, earlier: &Draft, event: &Draft) -> bool {
    let is_break = |i: usize| reading.doc.token(i).is_space() && reading.doc.token(i).text().contains('\n');
    let (from, to) = (earlier.head.min(event.head), earlier.head.max(event.head));
    let sentences = sentences_between(reading.doc, earlier.head, event.head);
    match event.kind.family() {
        Family::Fighting | Family::Harm | Family::Territory => {
            sentences <= 1 || sentences <= CARRIED_FAR && !(from..to).any(is_break)
        }
        Family::Words => sentences <= 1,
        _ => sentences == 0,
    }
}

/// How many sentences of a paragraph a day is carried over.
const CARRIED_FAR: usize = 6;

/// Among so many events told before the last one with a day of its own is looked for.
const TOLD_BEFORE: usize = 6;

/// A report that tells one day's fighting dates it once: what the next sentences tell of the same place in the
/// plain past is of that day.
fn carry_day(reading: &Reading<'_, '_>, before: &[Draft], event: &mut Draft) {
    let token = reading.doc.token(event.head);
    let aside = matches!(token.dep(), Dep::Acl | Dep::Amod | Dep::Relcl);
    let told_plainly = !is_verbal(token) || !aside && matches!(token.tag(), "VBD" | "VBN" | "VBG");
    let perfect = token.children().any(|t| t.dep() == Dep::Aux && t.lemma() == "have");
    if event.timed.is_some() || !told_plainly || perfect || !goes_with_the_day(event) {
        return;
    }
    // What was told last with a time of its own tells how far the report has got; what is told aside does not: "the town, which
    // rebels seized on Thursday, was shelled".
    let is_aside = |e: &Draft| {
        matches!(reading.doc.token(e.head).dep(), Dep::Relcl | Dep::Acl)
            && sentences_between(reading.doc, e.head, event.head) == 0
    };
    let own_time =
        |e: &Draft| e.timed.filter(|t| t.dates == Dates::Event && t.steps < SENTENCE && !is_aside(e));
    let earlier = before.iter().rev().take(TOLD_BEFORE).find(|e| own_time(e).is_some()).filter(|e| {
        let dated = own_time(e).is_some_and(|t| {
            let time = &reading.times[t.time];
            time.precision == TimePrecision::Day && time.relation == Relation::At
        });
        dated
            && e.modality == event.modality
            && e.modality == Modality::Reported
            && is_in_reach(reading, e, event)
    });
    // "was sentenced on Monday for the bombing of a bus": the day of the court is not that of the deed.
    let of_law = |e: &Draft| matches!(e.kind, EventKind::Arrest | EventKind::Accusation);
    let looks_back = |e: &&Draft| {
        of_law(e)
            && matches!(event.kind.family(), Family::Fighting | Family::Harm)
            && (!is_verbal(token) || sentences_between(reading.doc, e.head, event.head) == 0)
    };
    let earlier = earlier.filter(|e| !looks_back(e));
    if let Some(earlier) = earlier {
        let near = match (&earlier.located, &event.located) {
            (Some((a, _)), Some((b, _))) => {
                a.toponym == b.toponym || place_score(reading, earlier, event).is_some_and(|s| s > 0.0)
            }
            _ => true,
        };
        if near {
            event.timed = earlier.timed.map(|t| Timed { steps: DISCOURSE, ..t });
        }
    }
}

/// The discourse goes on about the last place: events without a place of their own take it.
pub(crate) fn carry_places(reading: &Reading<'_, '_>, events: &mut [Draft]) {
    let mut last: Option<(usize, usize)> = None;
    let precise =
        |t: usize| reading.toponyms.at(t).is_some_and(|t| class_rank(t.class) < 3 && t.best().is_some());
    let any = |narrow: bool| {
        events.iter().find_map(|e| {
            e.located
                .as_ref()
                .filter(|(l, s)| *s < SENTENCE && (!narrow || precise(l.toponym)))
                .map(|(l, _)| (l.toponym, l.phrase_head))
        })
    };
    let first = any(true).or_else(|| any(false));
    for event in events.iter_mut() {
        let carries = !matches!(event.kind.family(), Family::Words | Family::Dynamics | Family::Talks)
            || event.kind == EventKind::Ceasefire;
        let own = event.located.as_ref().filter(|(_, steps)| *steps < DISCOURSE);
        if let Some((located, steps)) = own {
            if carries && *steps <= SENTENCE && precise(located.toponym) {
                last = Some((located.toponym, located.phrase_head));
            }
        } else if carries && event.modality != Modality::Denied {
            let near =
                last.filter(|(t, _)| sentences_between(reading.doc, *t, event.head) <= 2).or(last).or(first);
            if let Some((toponym, phrase_head)) = near {
                let why = "carried over from the event told before";
                event.located = Some((Located { toponym, phrase_head, why }, DISCOURSE));
            }
        }
    }
}
