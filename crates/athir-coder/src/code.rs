//! The way from one parsed report to its record: drafts, merged and placed, become events.

use std::collections::{BTreeMap, BTreeSet};

use athir_model::{
    CodedReport, Diagnostic, Direction, Event, EventId, EventKind, Extent, Family, Party, Reason, Tie,
    TieKind, TieState,
};
use athir_nlp::{Dep, Doc};
use jiff::civil::Date;

use crate::Coder;
use crate::answerable::{accuse_doers, condemned_makers, name_claimants};
use crate::choice::Options;
use crate::clause::{is_infinitive, is_verbal};
use crate::dating::Dates;
use crate::discourse::{blame_suspects, carry_on, carry_places, name_the_nameless};
use crate::draft::{Draft, Skipped, draft};
use crate::frame::Need;
use crate::implied::{OpenSide, fill_open_sides, open_sides};
use crate::known::KnownActor;
use crate::loss::{attach_toll, told_by_losses};
use crate::main_toll::main_toll;
use crate::mention::Identity;
use crate::merge::{join_across_sentences, join_within_sentences};
use crate::omission::find_omissions;
use crate::one_state::leave_one_of_state;
use crate::outside::{Outside, drop_mishaps, find_outside};
use crate::perpetrator::name_perpetrators;
use crate::reading::Reading;
use crate::record::{draft_id, located_place, record};
use crate::roundup::leave_items;
use crate::share::{part_over_places, share_sides, split_by_place};
use crate::side::told_by_kind;
use crate::speech::find_speech_acts;
use crate::steps::{OWN, SENTENCE};
use crate::tie::find_ties;
use crate::time::TimeRole;
use crate::toll::{Toll, find_tolls};
use crate::trigger::{Found, find_triggers};
use crate::whereabouts::{choose_places, place_options};

impl Coder<'_> {
    /// Codes one report. `name` is its name in the record, `published` the day that relative times refer to.
    /// Bad text is no error: it gives fewer events and more diagnostics.
    pub fn code(&self, doc: &Doc, name: &str, published: Option<Date>) -> CodedReport {
        self.code_as_written(doc, doc.text(), name, published)
    }

    /// Codes one report as [`code`](Coder::code) does, and quotes it from `written`: the report's own words, where
    /// the parse is of what [`ready`](Coder::ready) gave.
    pub fn code_as_written<'d>(
        &self,
        doc: &'d Doc,
        written: &'d str,
        name: &str,
        published: Option<Date>,
    ) -> CodedReport {
        self.code_reading(doc, written, name, published, &[])
    }

    /// Codes one report as [`code`](Coder::code) does, of which some actors are known beforehand: the words at their
    /// spans name them, whatever the registry makes of those words.
    pub fn code_with_known(
        &self,
        doc: &Doc,
        name: &str,
        published: Option<Date>,
        known: &[KnownActor],
    ) -> CodedReport {
        self.code_reading(doc, doc.text(), name, published, known)
    }

    fn code_reading<'d>(
        &self,
        doc: &'d Doc,
        written: &'d str,
        name: &str,
        published: Option<Date>,
        known: &[KnownActor],
    ) -> CodedReport {
        let know = self.knowledge();
        if doc.is_empty() {
            return CodedReport {
                doc: name.to_owned(),
                published,
                extent: Extent::Whole,
                events: Vec::new(),
                ties: Vec::new(),
                toll: None,
                omissions: Vec::new(),
                diagnostics: Vec::new(),
            };
        }
        let reading = Reading::with_known(doc, know, published, known).quoting(written);
        let mut skipped: Vec<Skipped> = Vec::new();
        let mut events = self.placed_drafts(&reading, &mut skipped);
        let outside = find_outside(&reading, Outside::builtin());
        drop_mishaps(&reading, &mut events, &outside, &mut skipped);
        fill_open_sides(&reading, &self.rules.roles, &mut events);
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut sure: Vec<Event> = Vec::with_capacity(events.len());
        for draft in events {
            let (head, tokens) = (draft.head, draft.tokens.clone());
            let event = record(&reading, name, draft);
            if event.confidence.event >= self.min_confidence {
                sure.push(event);
            } else {
                let note = format!("its confidence is only {:.2}", event.confidence.event);
                skipped.push(Skipped { head, tokens, frame: event.frame, reason: Reason::Unsure, note });
            }
        }
        let mut events = sure;
        let ties = find_ties(&reading);
        add_groups_of_persons(&ties, &mut events);
        events.iter_mut().for_each(|event| leave_one_of_state(reading.know.registry, event));
        for event in &mut events {
            // One trigger can tell of several events: "in A and in B".
            let n = seen.entry(event.id.0.clone()).or_default();
            *n += 1;
            if *n > 1 {
                event.id = EventId(format!("{}-{n}", event.id.0));
            }
        }
        skipped.extend(outside);
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
        CodedReport {
            doc: name.to_owned(),
            published,
            extent: Extent::Whole,
            events,
            ties,
            toll: main_toll(&reading),
            omissions: find_omissions(&reading),
            diagnostics,
        }
    }

    /// The events of a report as the rules read them, each with its place chosen.
    fn placed_drafts(&self, reading: &Reading<'_, '_>, skipped: &mut Vec<Skipped>) -> Vec<Draft> {
        let mut drafts = self.drafts(reading, skipped);
        choose_places(reading, &mut drafts, &self.rules.choices.place);
        drafts
    }

    /// The events of a report as the rules read them.
    fn drafts(&self, reading: &Reading<'_, '_>, skipped: &mut Vec<Skipped>) -> Vec<Draft> {
        let (found, unmet) = find_triggers(reading);
        let drafts = first_drafts(reading, &found, skipped);
        let own_toll: BTreeSet<usize> = found
            .iter()
            .filter(|f| self.frames().frames[f.frame].toll.is_some())
            .flat_map(|f| f.tokens.clone())
            .collect();
        let tolls = find_tolls(reading, |token| own_toll.contains(&token));
        let of_toll: BTreeSet<usize> = tolls.iter().flat_map(|t| t.tokens.iter().copied()).collect();
        // "The weather was fine": nobody asks why "was" is not coded.
        let is_asked = |head: usize| !of_toll.contains(&head) && reading.doc.token(head).lemma() != "be";
        for u in unmet.iter().filter(|u| is_asked(u.head)) {
            skipped.push(Skipped {
                head: u.head,
                tokens: vec![u.head],
                frame: self.frames().frames[u.frame].name.clone(),
                reason: Reason::OtherSense,
                note: u.note(&self.frames().frames[u.frame]),
            });
        }
        let drafts = with_losses(reading, join_within_sentences(reading, drafts), &tolls, skipped);
        let (mut events, merged) = join_across_sentences(reading, drafts);
        accuse_doers(&mut events, &merged);
        let merged = merged.into_iter().map(|(draft, _)| draft);
        skipped.extend(
            merged.map(|d| d.skipped(Reason::Merged, "it tells of an event coded from earlier words")),
        );
        take_from_discourse(reading, &mut events);
        events.retain(|event| match unmet_need(reading, event) {
            None => true,
            Some(note) => {
                skipped.push(event.clone().skipped(Reason::Background, note));
                false
            }
        });
        for event in &mut events {
            told_by_losses(reading, event);
            told_by_kind(reading, event);
        }
        events
    }

    /// What there is to choose among for each event of a report: for those who fit the weights of the choices.
    pub fn options(&self, doc: &Doc, name: &str, published: Option<Date>) -> Vec<Options> {
        if doc.is_empty() {
            return Vec::new();
        }
        let reading = Reading::new(doc, self.knowledge(), published);
        let events = self.drafts(&reading, &mut Vec::new());
        (0..events.len())
            .map(|n| Options {
                event: draft_id(&reading, name, &events[n]),
                places: place_options(&reading, &events, n)
                    .into_iter()
                    .map(|(place, traits)| {
                        (place.and_then(|(located, _)| located_place(&reading, &located)), traits)
                    })
                    .collect(),
            })
            .collect()
    }

    /// Gives the events of a report as [`Coder::code`] does before it fills open sides, and what may stand on
    /// each open side: what the role models are fitted on.
    pub fn open_sides(&self, doc: &Doc, name: &str, published: Option<Date>) -> (Vec<Event>, Vec<OpenSide>) {
        if doc.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let reading = Reading::new(doc, self.knowledge(), published);
        let drafts = self.placed_drafts(&reading, &mut Vec::new());
        let open = open_sides(&reading, &drafts);
        (drafts.into_iter().map(|draft| record(&reading, name, draft)).collect(), open)
    }
}

/// The drafts that triggers and speech acts make, in the order of the text.
fn first_drafts(reading: &Reading<'_, '_>, found: &[Found<'_>], skipped: &mut Vec<Skipped>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for trigger in found {
        match draft(reading, trigger) {
            Ok(d) => drafts.extend(split_by_place(reading, d)),
            Err(s) => skipped.push(s),
        }
    }
    drop_own_aims(reading, &mut drafts);
    drop_ways(reading, &mut drafts, skipped);
    let mut said = find_speech_acts(reading, found);
    said.retain(|act| !is_told_by_frame(reading, &drafts, act));
    // What is threatened, demanded or promised has not happened; what is charged has its own event.
    drafts.retain(|d| !said.iter().any(|s| s.head == d.head && s.kind != EventKind::Accusation));
    drafts.extend(said);
    drafts.sort_by_key(|d| (d.tokens[0], d.head));
    drafts
}

/// The drafts of a report, in the order of the text, with the losses and the sides that they share or part.
fn with_losses(
    reading: &Reading<'_, '_>,
    mut drafts: Vec<Draft>,
    tolls: &[Toll<'_>],
    skipped: &mut Vec<Skipped>,
) -> Vec<Draft> {
    share_sides(reading, &mut drafts);
    for toll in tolls {
        attach_toll(reading, &mut drafts, toll, skipped);
    }
    let mut drafts: Vec<Draft> =
        drafts.into_iter().flat_map(|draft| part_over_places(reading, draft)).collect();
    drafts.sort_by_key(|d| (d.tokens[0], d.head));
    drafts
}

/// Gives the events what the sentences around them tell: sides, days, places.
fn take_from_discourse(reading: &Reading<'_, '_>, events: &mut Vec<Draft>) {
    leave_items(reading, events);
    name_the_nameless(reading, events);
    name_claimants(reading, events);
    carry_on(reading, events);
    blame_suspects(reading, events);
    name_perpetrators(reading, events);
    condemned_makers(reading, events);
    carry_places(reading, events);
}

/// "An air strike killed Abu Omar, a commander of X": the group is struck as well as the man.
fn add_groups_of_persons(ties: &[Tie], events: &mut [Event]) {
    let is_struck = |e: &&mut Event| {
        matches!(e.kind.family(), Family::Fighting | Family::Harm)
            && e.kind.direction() == Direction::Directed
    };
    for event in events.iter_mut().filter(is_struck) {
        let persons: Vec<Party> = event.recipients.iter().filter(|p| p.actor.is_none()).cloned().collect();
        for person in persons {
            let is_his = |t: &&Tie| {
                t.kind == TieKind::MemberOf
                    && t.state == TieState::Current
                    && t.a == person.name
                    && t.b_actor.is_some()
            };
            for tie in ties.iter().filter(is_his) {
                let is_named = |p: &Party| p.actor == tie.b_actor;
                if event.initiators.iter().chain(&event.recipients).any(is_named) {
                    continue;
                }
                event.recipients.push(Party {
                    name: tie.b.clone(),
                    actor: tie.b_actor.clone(),
                    mention: tie.evidence.text.clone(),
                    start: tie.evidence.start,
                    end: tie.evidence.end,
                    basis: person.basis,
                    why: format!("recipient: {} is of it; {}", person.name, tie.why),
                });
            }
        }
    }
}

fn speaker(draft: &Draft) -> Option<&Identity> {
    draft.initiators.first().map(|side| &side.party.who)
}

/// "said it was ready to help": a frame that has the words tells of the act already.
fn is_told_by_frame(reading: &Reading<'_, '_>, drafts: &[Draft], act: &Draft) -> bool {
    let sentence = reading.doc.sentence_of(act.head).range();
    drafts.iter().any(|draft| {
        draft.kind == act.kind
            && draft.head != act.head
            && sentence.contains(&draft.head)
            && speaker(draft) == speaker(act)
    })
}

/// "Thousands marched to protest": what a deed is for is no second event of its own kind.
fn drop_own_aims(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    let told: BTreeSet<(usize, EventKind)> = drafts.iter().map(|d| (d.head, d.kind)).collect();
    drafts.retain(|d| {
        let verb = reading.doc.token(d.head);
        verb.dep() != Dep::Advcl || !is_infinitive(verb) || !told.contains(&(verb.head().index(), d.kind))
    });
}

/// "Retook the town in an offensive against X": the noun tells how the deed was done, and against whom.
fn drop_ways(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>, skipped: &mut Vec<Skipped>) {
    let is_deed = |d: &Draft| {
        matches!(d.kind.family(), Family::Fighting | Family::Territory) || d.kind == EventKind::Mobilization
    };
    let mut n = 0;
    while n < drafts.len() {
        let noun = reading.doc.token(drafts[n].head);
        let prep = noun.head();
        let is_way = drafts[n].kind == EventKind::Attack && noun.dep() == Dep::Pobj && prep.text() == "in";
        let deed = || drafts.iter().position(|d| d.head == prep.head().index() && is_deed(d));
        let Some(deed) = is_way.then(deed).flatten() else {
            n += 1;
            continue;
        };
        let (recipients, timed) = (drafts[n].recipients.clone(), drafts[n].timed);
        let deed = &mut drafts[deed];
        if deed.recipients.is_empty() {
            deed.recipients = recipients;
        }
        if deed.timed.is_none() {
            deed.timed = timed;
        }
        skipped.push(drafts.remove(n).skipped(Reason::Merged, "it tells how another deed was done"));
    }
}

/// What a draft still lacks to be an event (codebook §2), if anything.
fn unmet_need(reading: &Reading<'_, '_>, event: &Draft) -> Option<&'static str> {
    let has_party = !event.initiators.is_empty() || !event.recipients.is_empty();
    let placed = event.located.as_ref().is_some_and(|(_, steps)| *steps <= SENTENCE);
    let dated = is_dated(reading, event);
    // "X was arrested in Glasgow on 22 June", whoever X is.
    let told = dated && placed && is_verbal(reading.doc.token(event.head));
    // Where people came to harm something happened, whoever did it.
    if event.counted.iter().any(|c| c.count.high != Some(0)) {
        return None;
    }
    for need in &event.needs {
        let (met, note) = match need {
            Need::Initiator => (!event.initiators.is_empty(), "nobody is named who does it"),
            Need::Recipient => (!event.recipients.is_empty() || told, "nobody is named to whom it is done"),
            Need::Either => (has_party || told, "no party is named"),
            Need::Both => {
                (!event.initiators.is_empty() && !event.recipients.is_empty(), "only one side is named")
            }
            Need::Place => (event.located.is_some(), "no place is named"),
            Need::PartyOrPlace => (has_party || placed || dated, "neither party nor place is named"),
        };
        if !met {
            return Some(note);
        }
    }
    let bare = !has_party && !placed && event.timed.is_none() && event.counted.is_empty();
    bare.then_some("no party, place, time or loss is named")
}

/// "A truce declared in September 1998 lasted a year": what has a date of its own is told of as happened, also where
/// nobody is named (codebook §6).
fn is_dated(reading: &Reading<'_, '_>, event: &Draft) -> bool {
    event.timed.is_some_and(|timed| {
        let time = &reading.times[timed.time];
        let deed = reading.doc.token(event.head);
        let in_phrase = (deed.left_edge()..=deed.right_edge()).contains(&time.tokens.start);
        matches!(timed.dates, Dates::Event | Dates::Onset)
            && (timed.steps <= OWN || in_phrase)
            && time.role == TimeRole::Point
            && !time.clock_only
            && time.start.is_some()
    })
}
