//! A draft written as the record of an event.

use std::ops::Range;

use athir_model::{
    Casualty, Confidence, Count, CountRelation, Direction, Event, EventId, EventKind, Party, Place, Quote,
};
use athir_nlp::{Dep, Pos, Token};

use crate::acled::Acled;
use crate::cameo::{Dictionary, refined};
use crate::clause::conjuncts;
use crate::coref::sentences_back;
use crate::dating::when;
use crate::draft::Draft;
use crate::frame::Class;
use crate::mention::Form;
use crate::place::{Located, place_record};
use crate::reading::Reading;
use crate::side::Side;
use crate::toll::Counted;
use crate::voice::{Voice, is_saying, speaker};

/// Writes the record of a draft; `name` is the report's.
pub(crate) fn record(reading: &Reading<'_, '_>, name: &str, draft: Draft) -> Event {
    let when = when(reading, &draft);
    let trigger = reading.quote(draft.tokens[0]..draft.tokens[draft.tokens.len() - 1] + 1);
    let place = draft.located.as_ref().and_then(|(located, _)| located_place(reading, located));
    let casualties: Vec<Casualty> = join_singles(reading, &draft.counted)
        .iter()
        .map(|c| Casualty {
            kind: c.harm,
            count: c.count,
            victims: victims(reading, c.head),
            mention: reading.quote(c.tokens.clone()),
            voice: c.voice.as_ref().and_then(|v| named_voice(reading, v)).map(|tokens| reading.quote(tokens)),
            relation: match (c.beside, c.part) {
                (true, _) => Some(CountRelation::Beside),
                (_, true) => Some(CountRelation::Among),
                _ => None,
            },
        })
        .collect();
    let casualties = settle(casualties);
    let attribution = attribution(reading, &draft.voices);
    let mut codes = Acled::builtin().codes(reading, &draft);
    let mut evidence: Vec<Quote> = Vec::new();
    for range in draft.evidence {
        let quote = reading.quote(range);
        if !evidence.contains(&quote) {
            evidence.push(quote);
        }
    }
    let head = reading.doc.token(draft.head);
    // The kind's code is the root; the dictionary of verbs knows which of its branches the words tell of.
    if let Some(code) = refined(Dictionary::builtin(), head, &reading.graph.args(head), &codes.cameo) {
        codes.cameo = code.into();
    }
    let (mut initiators, mut recipients) = (draft.initiators, draft.recipients);
    if draft.kind.direction() == Direction::Mutual && recipients.is_empty() && initiators.len() > 1 {
        // The two sides of a mutual kind stand on both sides of the record.
        recipients = initiators.split_off(1);
    }
    let mut event = Event {
        id: event_id(name, draft.kind, &trigger),
        kind: draft.kind,
        evidence,
        trigger,
        initiators: initiators.into_iter().map(|s| party(reading, s)).collect(),
        recipients: recipients.into_iter().map(|s| party(reading, s)).collect(),
        place,
        when,
        modality: draft.modality,
        phase: draft.phase,
        casualties,
        weapons: draft.weapons.into_iter().map(|w| reading.quote(w)).collect(),
        attribution,
        codes,
        frame: draft.frame,
        confidence: Confidence::default(),
    };
    event.confidence = reading.know.calibration.judge(&event);
    event
}

/// The words that name the voices, each voice once and by its fullest name.
pub(crate) fn attribution(reading: &Reading<'_, '_>, voices: &[Voice]) -> Vec<Quote> {
    let mut named: Vec<Quote> = Vec::new();
    for voice in voices {
        let Some(mut tokens) = named_voice(reading, voice) else { continue };
        if let Some(known) = monitor_named_later(reading, voice) {
            named.push(reading.quote(known));
        }
        while tokens.len() > 1 && reading.is_dateline(tokens.start) {
            tokens.start += 1;
        }
        while tokens.len() > 1 && reading.doc.token(tokens.end - 1).text() == "," {
            tokens.end -= 1;
        }
        for tokens in each_voice(reading, tokens, voice.head) {
            let quote = reading.quote(tokens);
            match named
                .iter_mut()
                .find(|q| is_short_for(&quote.text, &q.text) || is_short_for(&q.text, &quote.text))
            {
                Some(known) if known.text.len() < quote.text.len() => *known = quote,
                Some(_) => {}
                None => named.push(quote),
            }
        }
    }
    named
}

/// "a monitor said" in a lead, and below "the Hill Observatory said": the voice is named later.
fn monitor_named_later(reading: &Reading<'_, '_>, voice: &Voice) -> Option<Range<usize>> {
    let (doc, lexicon) = (reading.doc, reading.know.lexicon);
    let head = doc.token(voice.head);
    let monitors = |t: Token<'_>| lexicon.has("monitor_nouns", &t.text().to_lowercase());
    let opens = doc.token(voice.tokens.start).text().to_ascii_lowercase();
    let unnamed = matches!(opens.as_str(), "a" | "an") || voice.tokens.len() == 1;
    if !unnamed || !(monitors(head) || head.children().any(monitors)) || head.pos() == Pos::Propn {
        return None;
    }
    let is_name = |v: &Voice| {
        let mut words = v.tokens.clone().map(|i| doc.token(i));
        words.any(|t| monitors(t) && t.text().starts_with(char::is_uppercase) && t.pos() == Pos::Propn)
    };
    let reach = doc.len().min(voice.tokens.end + MONITOR_REACH);
    let said = (voice.tokens.end..reach).map(|i| doc.token(i)).filter(|t| is_saying(*t, lexicon));
    said.filter_map(|t| speaker(doc, t, lexicon)).find(is_name).map(|v| v.tokens)
}

/// How many words on a monitor's name is looked for.
const MONITOR_REACH: usize = 250;

/// Whether a name is a part of another that stands for the same voice: "the Observatory" for "the Hill Observatory",
/// "Haddad" for "the spokesman Omar Haddad".
fn is_short_for(short: &str, long: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        words.map(str::to_lowercase).filter(|w| !matches!(w.as_str(), "the" | "a" | "an" | "s")).collect()
    };
    let (few, many) = (words(short), words(long));
    let is_definite = short.starts_with(char::is_uppercase) || short.starts_with("the ");
    !few.is_empty() && few.len() <= many.len() && is_definite && few.iter().all(|w| many.contains(w))
}

/// "killed his wife and son": single people of one sort in a row are one count.
fn join_singles(reading: &Reading<'_, '_>, counted: &[Counted]) -> Vec<Counted> {
    let mut joined: Vec<Counted> = Vec::with_capacity(counted.len());
    let mut of_singles = false;
    for next in counted {
        let is_single = next.count == Count::exactly(1);
        let last = joined.last_mut().filter(|last| {
            of_singles
                && is_single
                && next.beside
                && last.harm == next.harm
                && last.tokens.end <= next.tokens.start
                && victims(reading, last.head) == victims(reading, next.head)
        });
        if let Some(last) = last {
            last.count = Count::exactly(last.count.low.unwrap_or(0) + 1);
            last.tokens.end = next.tokens.end;
        } else {
            joined.push(next.clone());
            of_singles = is_single;
        }
    }
    joined
}

/// Leaves out what a report says twice of the same people: a title's "43 dead" beside "at least 43", and the same
/// count again. Of two equal counts the one with more people in its row stays, else the first.
fn settle(casualties: Vec<Casualty>) -> Vec<Casualty> {
    let is_open = |c: &Casualty| c.count.low.is_none() || c.count.high.is_none();
    let rows = rows(&casualties);
    let all = || casualties.iter().zip(&rows);
    let same_people = |(a, row_a): (&Casualty, &usize), (b, row_b): (&Casualty, &usize)| {
        // "two women and two men" are four.
        row_a != row_b
            && a.kind == b.kind
            && (a.victims == b.victims || a.victims == "unknown" || b.victims == "unknown")
    };
    let is_bounded = |c: (&Casualty, &usize)| {
        let same_number =
            |other: &Casualty| other.count.low == c.0.count.low || other.count.high == c.0.count.high;
        !is_open(c.0)
            && c.0.count.low == c.0.count.high
            && all().any(|other| is_open(other.0) && same_number(other.0) && same_people(c, other))
    };
    let bounded: Vec<bool> = all().map(is_bounded).collect();
    // How many of a row are left, none of a row that has lost one.
    let left = |row: usize| {
        let lost = rows.iter().zip(&bounded).any(|(r, bounded)| *r == row && *bounded);
        if lost { 0 } else { rows.iter().filter(|r| **r == row).count() }
    };
    let repeats = |n: usize, c: (&Casualty, &usize)| {
        all().enumerate().any(|(m, other)| {
            let stays = left(*other.1).cmp(&left(*c.1)).then(n.cmp(&m)).is_gt();
            m != n && !bounded[m] && other.0.count == c.0.count && same_people(c, other) && stays
        })
    };
    let kept: Vec<bool> = all().enumerate().map(|(n, c)| !bounded[n] && !repeats(n, c)).collect();
    casualties.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(c, _)| c).collect()
}

/// Which row each count belongs to: its own, or that of the count before which it stands beside.
fn rows(casualties: &[Casualty]) -> Vec<usize> {
    let mut row = 0;
    let of = |(n, c): (usize, &Casualty)| {
        row = if c.relation == Some(CountRelation::Beside) { row } else { n };
        row
    };
    casualties.iter().enumerate().map(of).collect()
}

/// The record of a place that was chosen.
pub(crate) fn located_place(reading: &Reading<'_, '_>, located: &Located) -> Option<Place> {
    let quote = |tokens| {
        let q = reading.quote(tokens);
        (q.text, q.start, q.end)
    };
    place_record(reading.doc, &reading.toponyms, reading.know.gazetteer, reading.know.lexicon, located, quote)
}

/// The name of a draft's event.
pub(crate) fn draft_id(reading: &Reading<'_, '_>, name: &str, draft: &Draft) -> EventId {
    let trigger = reading.quote(draft.tokens[0]..draft.tokens[draft.tokens.len() - 1] + 1);
    event_id(name, draft.kind, &trigger)
}

/// The voices that are named as one: "the ministry and the Red Crescent" are two, unless "and" is part of a name.
fn each_voice(reading: &Reading<'_, '_>, tokens: Range<usize>, head: usize) -> Vec<Range<usize>> {
    let heads: Vec<_> = conjuncts(reading.doc.token(head))
        .into_iter()
        .filter(|t| tokens.contains(&t.index()) && matches!(t.pos(), Pos::Noun | Pos::Propn))
        .collect();
    let joins = |i: usize| matches!(reading.doc.token(i).text(), "and" | "," | "or" | "&");
    let is_one_name = || {
        heads.iter().all(|t| t.pos() == Pos::Propn) && tokens.clone().any(|i| joins(i) && reading.is_named(i))
    };
    if heads.len() < 2 || is_one_name() {
        return vec![tokens];
    }
    let starts: Vec<usize> =
        heads.iter().enumerate().map(|(n, t)| if n == 0 { tokens.start } else { t.left_edge() }).collect();
    let mut parts = Vec::with_capacity(heads.len());
    for (n, &start) in starts.iter().enumerate() {
        let mut end = starts.get(n + 1).copied().unwrap_or(tokens.end);
        while end > start + 1 && joins(end - 1) {
            end -= 1;
        }
        if start < end {
            parts.push(start..end);
        }
    }
    parts
}

/// The words that name a voice: those that a pronoun stands for, and none where nobody knows.
fn named_voice(reading: &Reading<'_, '_>, voice: &Voice) -> Option<Range<usize>> {
    let head = reading.doc.token(voice.head);
    let is_reference =
        head.pos() == Pos::Pron || matches!(head.text().to_ascii_lowercase().as_str(), "latter" | "former");
    if !is_reference {
        return Some(voice.tokens.clone());
    }
    if let Some(spoke) = spoke_before(reading, head) {
        return Some(spoke);
    }
    let who = reading.mentions.at(voice.head).find_map(|(_, m)| m.who.first())?;
    (voice.head.saturating_sub(ANTECEDENT_REACH)..voice.head)
        .rev()
        .flat_map(|i| reading.mentions.at(i).map(|(_, m)| m))
        .find(|m| m.form != Form::Pronoun && m.who.first() == Some(who))
        .map(|m| m.tokens.clone())
}

/// How many sentences before a pronoun its speaker is looked for.
const SPEAKER_REACH: usize = 2;

/// "Witnesses said the army shelled X. They also reported …": who speaks on is who spoke last, one or many as the
/// pronoun has it.
fn spoke_before(reading: &Reading<'_, '_>, pronoun: Token<'_>) -> Option<Range<usize>> {
    let many = match pronoun.text().to_ascii_lowercase().as_str() {
        "they" => true,
        "he" | "she" => false,
        _ => return None,
    };
    let lexicon = reading.know.lexicon;
    if pronoun.dep() != Dep::Nsubj || !is_saying(pronoun.head(), lexicon) {
        return None;
    }
    let first = reading.doc.sentence_of(pronoun.index()).range().start;
    let start = sentences_back(reading.doc, first, SPEAKER_REACH);
    let said = (start..first).rev().map(|i| reading.doc.token(i)).filter(|t| is_saying(*t, lexicon));
    for verb in said {
        let Some(voice) = speaker(reading.doc, verb, lexicon) else { continue };
        let head = reading.doc.token(voice.head);
        let plural = head.tag().ends_with('S');
        let fits = if many { plural } else { !plural && is_person(reading, head) };
        if head.pos() != Pos::Pron {
            return fits.then_some(voice.tokens);
        }
    }
    None
}

fn is_person(reading: &Reading<'_, '_>, head: Token<'_>) -> bool {
    reading.know.lexicon.token_in("person_nouns", head)
        || head.entity().is_some_and(|e| e.label() == "PERSON")
        || reading.is_class(head.index(), Class::Person)
}

/// How many words back the name behind a pronoun is looked for.
const ANTECEDENT_REACH: usize = 200;

/// Writes the record of a party.
pub(crate) fn party(reading: &Reading<'_, '_>, side: Side) -> Party {
    let quote = reading.quote(side.party.tokens);
    Party {
        name: side.party.who.name,
        actor: side.party.who.code,
        mention: quote.text,
        start: quote.start,
        end: quote.end,
        basis: side.basis,
        why: side.why,
    }
}

/// Who the people counted were, as the codebook names victims.
fn victims(reading: &Reading<'_, '_>, head: Option<usize>) -> String {
    let Some(head) = head else { return "unknown".to_owned() };
    let parties = reading.parties(head);
    match parties.first() {
        Some(p) if p.who.actor.is_some() => p.who.name.clone(),
        Some(p) => p.victims.as_str().to_owned(),
        None => "unknown".to_owned(),
    }
}

/// FNV-1a over the report's name, the kind and the trigger's words and place.
fn event_id(name: &str, kind: EventKind, trigger: &Quote) -> EventId {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let start = trigger.start.to_string();
    for byte in
        [name, "\0", kind.as_str(), "\0", &trigger.text, "\0", &start].into_iter().flat_map(str::bytes)
    {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    EventId(format!("{hash:016x}"))
}
