//! The way from a parsed report to its events and ties.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use athir_actors::Registry;
use athir_gazetteer::Gazetteer;
use athir_model::{
    Casualty, CodedReport, Diagnostic, Direction, Event, EventId, EventKind, Family, Harm, Party, Phase,
    Quote, Reason, TimeBasis, TimePrecision, When,
};
use athir_nlp::{Dep, Doc, Token};
use jiff::civil::Date;

use crate::draft::{
    DISCOURSE, Draft, Side, Skipped, add_victims, draft, evidence_range, place_of, split_by_place, time_of,
    war_country,
};
use crate::error::KnowledgeError;
use crate::frame::{Frames, Need};
use crate::lexicon::Lexicon;
use crate::mention::Kind;
use crate::merge::{carry_on, carry_places, join_across_sentences, join_within_sentences, name_the_nameless};
use crate::modality::{Stance, stance};
use crate::place::place_record;
use crate::reading::{Knowledge, Reading};
use crate::tie::find_ties;
use crate::time::TimeMention;
use crate::toll::{Toll, find_tolls};
use crate::trigger::find_triggers;
use crate::voice::find_voices;

/// The frame files that are built in, with the paths that messages show.
const FRAME_FILES: &[(&str, &str)] = &[
    ("frames/fighting.toml", include_str!("../../../data/frames/fighting.toml")),
    ("frames/harm.toml", include_str!("../../../data/frames/harm.toml")),
    ("frames/coercion.toml", include_str!("../../../data/frames/coercion.toml")),
    ("frames/territory.toml", include_str!("../../../data/frames/territory.toml")),
    ("frames/posture.toml", include_str!("../../../data/frames/posture.toml")),
    ("frames/dynamics.toml", include_str!("../../../data/frames/dynamics.toml")),
    ("frames/talks.toml", include_str!("../../../data/frames/talks.toml")),
    ("frames/relief.toml", include_str!("../../../data/frames/relief.toml")),
    ("frames/words.toml", include_str!("../../../data/frames/words.toml")),
    ("frames/civil.toml", include_str!("../../../data/frames/civil.toml")),
    ("frames/tolls.toml", include_str!("../../../data/frames/tolls.toml")),
];
const LEXICON_FILES: &[(&str, &str)] = &[
    ("lexicon.toml", include_str!("../../../data/lexicon.toml")),
    ("parties.toml", include_str!("../../../data/parties.toml")),
];

/// Codes parsed reports by frames, with a registry of actors and a gazetteer.
///
/// # Examples
/// ```
/// use athir_coder::Coder;
/// use athir_nlp::Model;
///
/// let doc = Model::builtin().parse("Rebels seized the town of Saraqib on Monday.");
/// let coded = Coder::builtin().code(&doc, "example", Some(jiff::civil::date(2017, 7, 20)));
/// assert_eq!(coded.events[0].kind.as_str(), "capture");
/// assert_eq!(coded.events[0].when.start, Some(jiff::civil::date(2017, 7, 17)));
/// ```
pub struct Coder<'k> {
    frames: &'k Frames,
    lexicon: &'k Lexicon,
    registry: &'k Registry,
    gazetteer: &'k Gazetteer,
}

impl Coder<'static> {
    /// The coder with the built-in knowledge.
    ///
    /// # Panics
    /// Never: a test loads the built-in files.
    pub fn builtin() -> Coder<'static> {
        static KNOWN: OnceLock<(Frames, Lexicon)> = OnceLock::new();
        let (frames, lexicon) = KNOWN.get_or_init(|| {
            let frames = Frames::from_toml(FRAME_FILES).expect("the built-in frames are checked by a test");
            let lexicon =
                Lexicon::from_toml(LEXICON_FILES).expect("the built-in word lists are checked by a test");
            (frames, lexicon)
        });
        Coder { frames, lexicon, registry: Registry::builtin(), gazetteer: Gazetteer::builtin() }
    }
}

impl<'k> Coder<'k> {
    /// Makes a coder from its parts.
    pub fn new(
        frames: &'k Frames,
        lexicon: &'k Lexicon,
        registry: &'k Registry,
        gazetteer: &'k Gazetteer,
    ) -> Coder<'k> {
        Coder { frames, lexicon, registry, gazetteer }
    }

    /// Reads the built-in frames, for tools that list or check them.
    ///
    /// # Errors
    /// Fails where a built-in file is broken, which a test excludes.
    pub fn builtin_frames() -> Result<Frames, KnowledgeError> {
        Frames::from_toml(FRAME_FILES)
    }

    /// Codes one report. `name` is its name in the record, `published` the day that relative times refer to.
    /// Bad text is no error: it gives fewer events and more diagnostics.
    pub fn code(&self, doc: &Doc, name: &str, published: Option<Date>) -> CodedReport {
        let know = Knowledge {
            frames: self.frames,
            lexicon: self.lexicon,
            registry: self.registry,
            gazetteer: self.gazetteer,
        };
        if doc.is_empty() {
            return CodedReport {
                doc: name.to_owned(),
                published,
                events: Vec::new(),
                ties: Vec::new(),
                diagnostics: Vec::new(),
            };
        }
        let reading = Reading::new(doc, know, published);
        let mut skipped: Vec<Skipped> = Vec::new();
        let (found, unmet) = find_triggers(&reading);
        let own_toll: BTreeSet<usize> = found
            .iter()
            .filter(|f| self.frames.frames[f.frame].toll.is_some())
            .flat_map(|f| f.tokens.clone())
            .collect();
        let mut drafts = Vec::new();
        for trigger in &found {
            match draft(&reading, trigger) {
                Ok(d) => drafts.extend(split_by_place(&reading, d)),
                Err(s) => skipped.push(s),
            }
        }
        let tolls = find_tolls(&reading, |token| own_toll.contains(&token));
        let of_toll: BTreeSet<usize> = tolls.iter().flat_map(|t| t.tokens.iter().copied()).collect();
        for u in unmet.iter().filter(|u| !of_toll.contains(&u.head)) {
            skipped.push(Skipped {
                head: u.head,
                tokens: vec![u.head],
                frame: self.frames.frames[u.frame].name.clone(),
                reason: Reason::OtherSense,
                note: "no frame's conditions hold for the words around it".to_owned(),
            });
        }
        let mut drafts = join_within_sentences(&reading, drafts);
        for toll in &tolls {
            attach_toll(&reading, &mut drafts, toll, &mut skipped);
        }
        drafts.sort_by_key(|d| (d.tokens[0], d.head));
        let (mut events, merged) = join_across_sentences(&reading, drafts);
        for (draft, _) in merged {
            skipped.push(Skipped {
                head: draft.head,
                tokens: draft.tokens,
                frame: draft.frame,
                reason: Reason::Merged,
                note: "it tells of an event coded from earlier words".to_owned(),
            });
        }
        name_the_nameless(&reading, &mut events);
        carry_on(&reading, &mut events);
        carry_places(&reading, &mut events);
        events.retain(|event| match unmet_need(event) {
            None => true,
            Some(note) => {
                skipped.push(Skipped {
                    head: event.head,
                    tokens: event.tokens.clone(),
                    frame: event.frame.clone(),
                    reason: Reason::Background,
                    note: note.to_owned(),
                });
                false
            }
        });
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut events: Vec<Event> = events.into_iter().map(|d| self.record(&reading, name, d)).collect();
        for event in &mut events {
            // One trigger can tell of several events: "in A and in B".
            let n = seen.entry(event.id.0.clone()).or_default();
            *n += 1;
            if *n > 1 {
                event.id = EventId(format!("{}-{n}", event.id.0));
            }
        }
        skipped.sort_by_key(|s| s.head);
        let starts: Vec<usize> = doc.sentences().map(|s| s.range().start).collect();
        let diagnostics = skipped
            .into_iter()
            .map(|s| Diagnostic {
                sentence: starts.partition_point(|&start| start <= s.head).saturating_sub(1),
                trigger: reading.quote(s.tokens[0]..s.tokens[s.tokens.len() - 1] + 1),
                frame: s.frame,
                reason: s.reason,
                note: s.note,
            })
            .collect();
        CodedReport { doc: name.to_owned(), published, events, ties: find_ties(&reading), diagnostics }
    }

    fn record(&self, reading: &Reading<'_, '_>, name: &str, draft: Draft) -> Event {
        let when = when(reading, &draft);
        let trigger = reading.quote(draft.tokens[0]..draft.tokens[draft.tokens.len() - 1] + 1);
        let mut evidence: Vec<Quote> = Vec::new();
        for range in draft.evidence {
            let quote = reading.quote(range);
            if !evidence.contains(&quote) {
                evidence.push(quote);
            }
        }
        let place = draft.located.as_ref().and_then(|(located, _)| {
            place_record(reading.doc, &reading.toponyms, self.gazetteer, self.lexicon, located, |tokens| {
                let q = reading.quote(tokens);
                (q.text, q.start, q.end)
            })
        });
        let casualties = draft
            .counted
            .iter()
            .map(|c| Casualty {
                kind: c.harm,
                count: c.count,
                victims: victims(reading, c.head),
                mention: reading.quote(c.tokens.clone()),
            })
            .collect();
        let mut attribution: Vec<Quote> = Vec::new();
        for voice in &draft.voices {
            let quote = reading.quote(voice.tokens.clone());
            if !attribution.iter().any(|q: &Quote| q.text == quote.text) {
                attribution.push(quote);
            }
        }
        let (mut initiators, mut recipients) = (draft.initiators, draft.recipients);
        if draft.kind.direction() == Direction::Mutual && recipients.is_empty() && initiators.len() > 1 {
            // The two sides of a mutual kind stand on both sides of the record.
            recipients = initiators.split_off(1);
        }
        Event {
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
            codes: draft.kind.codes(),
            frame: draft.frame,
        }
    }
}

fn party(reading: &Reading<'_, '_>, side: Side) -> Party {
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

/// The time of an event by codebook §3 and §6.
fn when(reading: &Reading<'_, '_>, draft: &Draft) -> When {
    let published = reading.published;
    let mention = |t: &TimeMention| Some(reading.quote(t.tokens.clone()));
    if let Some(timed) = draft.timed {
        let time = &reading.times[timed.time];
        if timed.of_saying {
            return When {
                start: None,
                end: time.end.or(published),
                precision: TimePrecision::Unknown,
                basis: TimeBasis::Saying,
                mention: mention(time),
            };
        }
        let basis = if timed.steps >= DISCOURSE { TimeBasis::Discourse } else { TimeBasis::Stated };
        // An open end closes with the report, unless the time lies after it.
        let closed = time.end.or(published.filter(|p| time.start.is_none_or(|s| s <= *p)));
        let end = if timed.since { published.max(time.start) } else { closed };
        return When { start: time.start, end, precision: time.precision, basis, mention: mention(time) };
    }
    let undated = matches!(draft.kind.family(), Family::Dynamics) || draft.phase == Phase::Ongoing;
    let start = if undated { None } else { published.and_then(|d| d.yesterday().ok()) };
    When {
        start,
        end: published,
        precision: TimePrecision::Unknown,
        basis: TimeBasis::Publication,
        mention: None,
    }
}

/// What a draft still lacks to be an event (codebook §2), if anything.
fn unmet_need(event: &Draft) -> Option<&'static str> {
    let has_party = !event.initiators.is_empty() || !event.recipients.is_empty();
    let placed = event.located.as_ref().is_some_and(|(_, steps)| *steps <= 4);
    for need in &event.needs {
        let (met, note) = match need {
            Need::Initiator => (!event.initiators.is_empty(), "nobody is named who does it"),
            Need::Recipient => (!event.recipients.is_empty(), "nobody is named to whom it is done"),
            Need::Either => (has_party, "no party is named"),
            Need::Both => {
                (!event.initiators.is_empty() && !event.recipients.is_empty(), "only one side is named")
            }
            Need::Place => (event.located.is_some(), "no place is named"),
            Need::PartyOrPlace => (has_party || placed, "neither party nor place is named"),
        };
        if !met {
            return Some(note);
        }
    }
    let bare = !has_party && !placed && event.timed.is_none() && event.counted.is_empty();
    bare.then_some("no party, place, time or loss is named")
}

/// Makes a toll part of the event that caused it, or an event of its own (codebook §3, §6).
fn attach_toll(
    reading: &Reading<'_, '_>,
    drafts: &mut Vec<Draft>,
    toll: &Toll<'_>,
    skipped: &mut Vec<Skipped>,
) {
    let doc = reading.doc;
    let token = doc.token(toll.head);
    let skip = |reason, note: &str| Skipped {
        head: toll.head,
        tokens: toll.tokens.clone(),
        frame: format!("toll.{}", toll.harm.as_str()),
        reason,
        note: note.to_owned(),
    };
    match stance(token, reading.know.lexicon) {
        Stance::Negated if !toll.counted.iter().any(|c| c.count.high == Some(0)) => {
            skipped.push(skip(Reason::Negated, "the text says that it did not happen"));
            return;
        }
        Stance::Conditional | Stance::Purpose => {
            skipped.push(skip(Reason::Conditional, "it depends on something else"));
            return;
        }
        Stance::Told(athir_model::Modality::Planned, _) if toll.counted.is_empty() => {
            skipped.push(skip(Reason::Conditional, "it is only feared or possible"));
            return;
        }
        _ => {}
    }
    if war_noun(reading, toll).is_some() {
        match toll_event(reading, toll) {
            Some(event) => {
                let located = war_country(reading, war_noun(reading, toll).unwrap_or(token));
                drafts.push(Draft {
                    kind: EventKind::Clash,
                    initiators: Vec::new(),
                    recipients: Vec::new(),
                    located,
                    from_toll: false,
                    ..event
                });
            }
            None => skipped.push(skip(Reason::Incomplete, "losses without a count, a cause or people named")),
        }
        return;
    }
    let lethal = |k: EventKind| {
        matches!(k.family(), Family::Fighting | Family::Harm | Family::Civil)
            || matches!(k, EventKind::Arrest)
    };
    let sentence = token.sentence().range();
    // Only events of the last sentences are at hand; those made of tolls stand at the end.
    let sorted = drafts.iter().take_while(|d| !d.frame.starts_with("toll.")).count();
    let first = drafts[..sorted].partition_point(|d| d.head < sentence.start).saturating_sub(12);
    let last = drafts[..sorted].partition_point(|d| d.head < sentence.end);
    let at_hand: Vec<usize> =
        (first..last).chain(sorted.max(drafts.len().saturating_sub(12))..drafts.len()).collect();
    let position = |test: &dyn Fn(&Draft) -> bool| at_hand.iter().copied().find(|&n| test(&drafts[n]));
    // 1. The cause is a trigger.
    let covers = |d: &Draft, head: usize| d.tokens.contains(&head);
    let mut target = toll.causes.iter().find_map(|&cause| position(&|d| lethal(d.kind) && covers(d, cause)));
    if target.is_none() {
        // Nested: "in a series of attacks", "in the wake of the blast".
        target = toll.causes.iter().find_map(|&cause| {
            let c = doc.token(cause);
            let inside = c.left_edge()..=c.right_edge().min(cause + 8);
            position(&|d| lethal(d.kind) && inside.contains(&d.head) && reading.parties(cause).is_empty())
        });
    }
    // 2. The verb that it hangs on, or that hangs on it, is a trigger.
    let own_cause = token.dep() == Dep::Conj && has_other_cause(reading, toll);
    if target.is_none() && !own_cause {
        target =
            token.ancestors().take(5).find_map(|t| position(&|d| lethal(d.kind) && covers(d, t.index())));
    }
    if target.is_none() {
        target = position(&|d| {
            lethal(d.kind)
                && sentence.contains(&d.head)
                && doc.token(d.head).ancestors().take(5).any(|t| toll.tokens.contains(&t.index()))
        });
    }
    // 3. The only other happening of the sentence.
    if target.is_none() && !has_other_cause(reading, toll) {
        target = at_hand
            .iter()
            .copied()
            .filter(|&n| lethal(drafts[n].kind) && sentence.contains(&drafts[n].head))
            .min_by_key(|&n| (drafts[n].head.abs_diff(toll.head), n));
    }
    // 4. Words that refer back: "the death toll", "15 of the wounded".
    let refers_back = toll.nominal && (toll.victims.is_empty() || toll.causes.is_empty());
    if target.is_none() && (refers_back || toll.harm != Harm::Killed && !has_other_cause(reading, toll)) {
        target = at_hand
            .iter()
            .copied()
            .filter(|&n| lethal(drafts[n].kind) && drafts[n].head < toll.head)
            .max_by_key(|&n| (drafts[n].head, n));
    }
    match target {
        Some(n) => {
            let event = &mut drafts[n];
            for counted in &toll.counted {
                if !event
                    .counted
                    .iter()
                    .any(|c| c.harm == counted.harm && c.count == counted.count && c.tokens == counted.tokens)
                {
                    event.counted.push(counted.clone());
                }
            }
            for &victim in &toll.victims {
                add_victims(reading, event, victim);
            }
            if !event.evidence.iter().any(|e| e.contains(&toll.head)) {
                event.evidence.push(evidence_range(reading, token, &toll.tokens));
            }
            if event.located.as_ref().is_none_or(|(_, s)| *s >= 4)
                && let Some(found) =
                    place_of(reading, token, &toll.args, &[], event.kind).filter(|(_, s)| *s <= 3)
            {
                event.located = Some(found);
            }
            if event.timed.is_none() {
                event.timed = time_of(reading, token);
            }
            skipped.push(skip(Reason::Toll, "it gives the losses of an event that is coded"));
        }
        None => match toll_event(reading, toll) {
            Some(event) => drafts.push(event),
            None => skipped.push(skip(Reason::Incomplete, "losses without a count, a cause or people named")),
        },
    }
}

/// Whether somebody or something that is no event is named as the cause.
fn has_other_cause(reading: &Reading<'_, '_>, toll: &Toll<'_>) -> bool {
    toll.causes.iter().any(|&c| {
        let token = reading.doc.token(c);
        let lexicon = reading.know.lexicon;
        reading.parties(c).iter().any(|p| p.kind.is_armed())
            || lexicon.token_in("aircraft_nouns", token)
            || lexicon.token_in("weapon_nouns", token)
    })
}

/// The war whose whole toll it is: "killed in the conflict", "since the uprising began" (codebook §6).
fn war_noun<'d>(reading: &Reading<'d, '_>, toll: &Toll<'d>) -> Option<Token<'d>> {
    let token = reading.doc.token(toll.head);
    let is_war = |t: &Token<'_>| reading.know.lexicon.token_in("war_nouns", *t);
    // The clause may hang on a conjoined verb: "have been killed and millions displaced since …".
    let verbs = crate::graph::conjuncts(token)
        .into_iter()
        .chain([token.head()])
        .filter(|t| crate::graph::is_verbal(*t));
    let since_war = verbs
        .flat_map(|t| t.children())
        .filter(|t| t.dep() == Dep::Advcl && t.children().any(|m| m.text().eq_ignore_ascii_case("since")))
        .flat_map(|clause| clause.children())
        .find(|t| matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass) && is_war(t));
    let in_war = || toll.causes.iter().map(|&c| reading.doc.token(c)).find(is_war);
    since_war.or_else(in_war).filter(|_| !toll.counted.is_empty())
}

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
    let mut kind = None;
    let mut initiators: Vec<Side> = Vec::new();
    let mut weapons = Vec::new();
    for &cause in &toll.causes {
        let c = doc.token(cause);
        let has = |list: &str| lexicon.token_in(list, c) || c.children().any(|t| lexicon.token_in(list, t));
        if lexicon.token_in("aircraft_nouns", c) {
            kind = kind.or(Some(EventKind::AirStrike));
        } else if has("explosive_nouns") {
            kind = kind.or(Some(EventKind::Bombing));
        } else if has("artillery_nouns") {
            kind = kind.or(Some(EventKind::Shelling));
        }
        if lexicon.token_in("weapon_nouns", c) || lexicon.token_in("aircraft_nouns", c) {
            weapons.push(c.left_edge()..cause + 1);
        }
        for party in
            reading.parties(cause).into_iter().filter(|p| p.kind.is_armed() || p.kind == Kind::Person)
        {
            if !initiators.iter().any(|s| s.party.who == party.who) {
                let why = format!("initiator: the cause of the harm; {}", party.why);
                initiators.push(Side { party, basis: athir_model::Basis::Stated, why });
            }
        }
    }
    let victims: Vec<_> = toll.victims.iter().flat_map(|&v| reading.parties(v)).collect();
    let timed = time_of(reading, token);
    let located = place_of(reading, token, &toll.args, &[], EventKind::Attack);
    // Losses alone are no happening: somebody or something must have caused them, or a time or place be named.
    let caused = !initiators.is_empty() || kind.is_some();
    let told = !toll.counted.is_empty() && !toll.nominal && (timed.is_some() || located.is_some());
    if !caused && !told || victims.is_empty() && toll.counted.is_empty() {
        return None;
    }
    let civil = victims.is_empty()
        || victims.iter().any(|p| p.kind.is_civil() || p.kind == Kind::Person || p.kind == Kind::Unknown);
    let kind = kind.unwrap_or(if civil { EventKind::ViolenceAgainstCivilians } else { EventKind::Attack });
    let (modality, phase) = match stance(token, lexicon) {
        Stance::Told(m, p) => (m, p),
        _ => return None,
    };
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
        counted: toll.counted.clone(),
        weapons,
        voices: find_voices(doc, token, lexicon),
        modality,
        phase,
        definite: false,
        needs: Vec::new(),
        args: toll.args.iter().map(|a| a.head).collect(),
        from_toll: !caused,
    };
    for &victim in &toll.victims {
        add_victims(reading, &mut event, victim);
    }
    Some(event)
}
