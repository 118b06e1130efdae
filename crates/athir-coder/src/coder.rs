//! The way from a parsed report to its events and ties.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

use athir_actors::{Registry, iso3};
use athir_gazetteer::Gazetteer;
use athir_model::{CodedReport, Diagnostic, Event, EventId, EventKind, Extent, Reason};
use athir_nlp::{Doc, Model, Span};
use jiff::civil::Date;

use crate::actor::{FoundActor, find_actors};
use crate::cameo::{CameoAct, Dictionary, find_acts};
use crate::casing::{Casing, restore_case};
use crate::choice::{Choices, Options};
use crate::confidence::Calibration;
use crate::contest::{Contest, contests};
use crate::discourse::{carry_on, carry_places, name_the_nameless};
use crate::draft::{Draft, Skipped, draft};
use crate::error::KnowledgeError;
use crate::frame::{Frames, Need};
use crate::geoparse::{FoundPlace, find_places, resolve_places};
use crate::implied::{OpenSide, Roles, fill_open_sides, open_sides};
use crate::lexicon::Lexicon;
use crate::loss::attach_toll;
use crate::main_toll::main_toll;
use crate::merge::{join_across_sentences, join_within_sentences};
use crate::omission::find_omissions;
use crate::outside::{Outside, drop_mishaps, find_outside};
use crate::reading::{Knowledge, Reading};
use crate::record::{draft_id, located_place, record};
use crate::relation::{Relation, RelationWords, relate};
use crate::side::split_by_place;
use crate::speech::find_speech_acts;
use crate::steps::SENTENCE;
use crate::tie::find_ties;
use crate::toll::find_tolls;
use crate::trigger::find_triggers;
use crate::whereabouts::{choose_places, place_options};

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
    ("frames/police.toml", include_str!("../../../data/frames/police.toml")),
    ("frames/tolls.toml", include_str!("../../../data/frames/tolls.toml")),
];
const CHOICES: &str = include_str!("../../../data/choices.toml");
const ROLES: &str = include_str!("../../../data/roles.toml");
const CONFIDENCE: &str = include_str!("../../../data/confidence.toml");
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
    registry: Held<'k, Registry>,
    gazetteer: Held<'k, Gazetteer>,
    calibration: &'k Calibration,
    choices: &'k Choices,
    roles: &'k Roles,
    min_confidence: f32,
    casing: OnceLock<Casing>,
    /// Frames in place of `frames`.
    own_frames: Option<Box<Frames>>,
}

/// Knowledge that is shared or the coder's own.
enum Held<'k, T> {
    Shared(&'k T),
    Own(Box<T>),
}

impl<T> Held<'_, T> {
    fn get(&self) -> &T {
        match self {
            Held::Shared(shared) => shared,
            Held::Own(own) => own,
        }
    }
}

impl Coder<'static> {
    /// The coder with the built-in knowledge.
    ///
    /// # Panics
    /// Never: a test loads the built-in files.
    pub fn builtin() -> Coder<'static> {
        static KNOWN: OnceLock<(Frames, Lexicon, Calibration, Choices, Roles)> = OnceLock::new();
        let (frames, lexicon, calibration, choices, roles) = KNOWN.get_or_init(|| {
            let frames = Frames::from_toml(FRAME_FILES).expect("the built-in frames are checked by a test");
            let lexicon =
                Lexicon::from_toml(LEXICON_FILES).expect("the built-in word lists are checked by a test");
            let calibration = Calibration::from_toml("confidence.toml", CONFIDENCE)
                .expect("the built-in confidence models are checked by a test");
            let choices = Choices::from_toml("choices.toml", CHOICES)
                .expect("the built-in weights are checked by a test");
            let roles = Roles::from_toml("roles.toml", ROLES)
                .expect("the built-in role models are checked by a test");
            (frames, lexicon, calibration, choices, roles)
        });
        Coder::new(frames, lexicon, Registry::builtin(), Gazetteer::builtin(), calibration, (choices, roles))
    }
}

impl<'k> Coder<'k> {
    /// Makes a coder from its parts.
    pub fn new(
        frames: &'k Frames,
        lexicon: &'k Lexicon,
        registry: &'k Registry,
        gazetteer: &'k Gazetteer,
        calibration: &'k Calibration,
        (choices, roles): (&'k Choices, &'k Roles),
    ) -> Coder<'k> {
        let (registry, gazetteer) = (Held::Shared(registry), Held::Shared(gazetteer));
        Coder {
            frames,
            lexicon,
            registry,
            gazetteer,
            calibration,
            choices,
            roles,
            min_confidence: 0.0,
            casing: OnceLock::new(),
            own_frames: None,
        }
    }

    /// Leaves out events that are less likely right than `min_confidence`, in 0..=1; they are told of as
    /// diagnostics.
    #[must_use]
    pub fn with_min_confidence(mut self, min_confidence: f32) -> Coder<'k> {
        self.min_confidence = min_confidence;
        self
    }

    /// The gazetteer that places are looked up in.
    pub fn gazetteer(&self) -> &Gazetteer {
        self.gazetteer.get()
    }

    /// Takes this gazetteer in place of the one that the coder was made with.
    #[must_use]
    pub fn with_gazetteer(mut self, gazetteer: Gazetteer) -> Coder<'k> {
        self.gazetteer = Held::Own(Box::new(gazetteer));
        self
    }

    /// Takes this registry in place of the one that the coder was made with.
    #[must_use]
    pub fn with_registry(mut self, registry: Registry) -> Coder<'k> {
        self.registry = Held::Own(Box::new(registry));
        self.casing = OnceLock::new();
        self
    }

    /// Codes by these frames in place of those that the coder was made with.
    #[must_use]
    pub fn with_frames(mut self, frames: Frames) -> Coder<'k> {
        self.own_frames = Some(Box::new(frames));
        self
    }

    /// The frames that the coder goes by.
    pub fn frames(&self) -> &Frames {
        self.own_frames.as_deref().unwrap_or(self.frames)
    }

    /// Reads the built-in frames, for tools that list or check them.
    ///
    /// # Errors
    /// Fails where a built-in file is broken, which a test excludes.
    pub fn builtin_frames() -> Result<Frames, KnowledgeError> {
        Frames::from_toml(FRAME_FILES)
    }

    /// The registry that the coder knows actors by.
    pub fn registry(&self) -> &Registry {
        self.registry.get()
    }

    /// Reads the built-in frames with those of a project, given as (path for messages, content): one of the
    /// project takes the place of the built-in one that bears its name.
    ///
    /// # Errors
    /// Fails on the first of the project's files that cannot be used.
    pub fn frames_with(own: &[(&str, &str)]) -> Result<Frames, KnowledgeError> {
        Frames::extended(FRAME_FILES, own)
    }

    fn knowledge(&self) -> Knowledge<'_> {
        Knowledge {
            frames: self.frames(),
            lexicon: self.lexicon,
            registry: self.registry(),
            gazetteer: self.gazetteer.get(),
            calibration: self.calibration,
        }
    }

    /// Finds the place names of a text, adjectives of countries among them, and what each may refer to. Names
    /// that the gazetteer does not know are left out.
    ///
    /// # Examples
    /// ```
    /// use athir_coder::Coder;
    /// use athir_gazetteer::Gazetteer;
    /// use athir_nlp::Model;
    ///
    /// let doc = Model::builtin().parse("The convoy left Saraqib in Syria.");
    /// let places = Coder::builtin().find_places(&doc, None);
    /// assert_eq!(places[0].span.slice(doc.text()), "Saraqib");
    /// assert_eq!(Gazetteer::builtin().place(places[0].candidates[0]).country, Some("SY"));
    /// ```
    pub fn find_places(&self, doc: &Doc, published: Option<Date>) -> Vec<FoundPlace> {
        find_places(doc, self.knowledge(), published)
    }

    /// Tells what the place names at the given spans (bytes) may refer to, one answer for each span in their
    /// order. The other names of the text are weighed with them.
    pub fn resolve_places(&self, doc: &Doc, published: Option<Date>, spans: &[Span]) -> Vec<FoundPlace> {
        resolve_places(doc, self.knowledge(), published, spans)
    }

    /// Gives the events of a report as [`Coder::code`] does before it fills open sides, and what may stand on
    /// each open side: what the role models are fitted on.
    pub fn open_sides(&self, doc: &Doc, name: &str, published: Option<Date>) -> (Vec<Event>, Vec<OpenSide>) {
        if doc.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let reading = Reading::new(doc, self.knowledge(), published);
        let mut drafts = self.drafts(&reading, &mut Vec::new());
        choose_places(&reading, &mut drafts, &self.choices.place);
        let open = open_sides(&reading, &drafts);
        (drafts.into_iter().map(|draft| record(&reading, name, draft)).collect(), open)
    }

    /// Finds who is mentioned in a text and who each mention refers to. Mentions that stay open are left out.
    pub fn find_actors(&self, doc: &Doc, published: Option<Date>) -> Vec<FoundActor> {
        find_actors(doc, self.knowledge(), published)
    }

    /// Tells what the party at `source` does to the party at `target` (spans in bytes), in the terms of PLOVER; `None`
    /// where no word that joins them is known.
    ///
    /// # Examples
    /// ```
    /// use athir_coder::{Coder, Plover};
    /// use athir_nlp::{Model, Span};
    ///
    /// let doc = Model::builtin().parse("Norway has suspended all aid to Bhutan.");
    /// let relation = Coder::builtin().relate(&doc, Span::new(0, 6), Span::new(32, 38));
    /// assert_eq!(relation.map(|r| r.plover), Some(Plover::Sanction));
    /// ```
    pub fn relate(&self, doc: &Doc, source: Span, target: Span) -> Option<Relation> {
        relate(doc, RelationWords::builtin(), source, target)
    }

    /// Gives passages in capitals, and a text without any capital, the case that their words usually have, so that
    /// they can be parsed. Every word stays where it is, to the byte; ordinary text is given back as it is.
    ///
    /// # Examples
    /// ```
    /// use athir_coder::Coder;
    /// use athir_nlp::Model;
    ///
    /// let restored = Coder::builtin().restore_case("REBELS TOOK THE TOWN OF SARAQIB IN SYRIA.", Model::builtin());
    /// assert_eq!(restored, "Rebels took the town of Saraqib in Syria.");
    /// ```
    ///
    /// # Panics
    /// Never: a test loads the built-in word lists.
    pub fn restore_case<'t>(&self, text: &'t str, model: &Model) -> Cow<'t, str> {
        let casing = || {
            self.casing
                .get_or_init(|| Casing::new(self.registry()).expect("the word lists are checked by a test"))
        };
        restore_case(text, casing, self.gazetteer.get(), &|word| model.is_word(word))
    }

    /// Finds the acts of a parsed text in CAMEO's terms, sentence by sentence: every verb of PETRARCH's dictionary
    /// with its code, who does it and to whom. `published` tells who held an office.
    ///
    /// # Examples
    /// ```
    /// use athir_coder::Coder;
    /// use athir_nlp::Model;
    ///
    /// let doc = Model::builtin().parse("French police arrested two Chadian students.");
    /// let acts = Coder::builtin().find_acts(&doc, None);
    /// let triple = &acts[0].triples()[0];
    /// assert_eq!((triple.source.as_str(), triple.target.as_str()), ("FRACOP", "TCDEDU"));
    /// assert_eq!(triple.code, "173");
    /// ```
    pub fn find_acts(&self, doc: &Doc, published: Option<Date>) -> Vec<CameoAct> {
        let places: Vec<(Range<usize>, &str)> = self
            .find_places(doc, published)
            .iter()
            .filter(|place| !place.is_ambiguous)
            .filter_map(|place| {
                let first = doc.token_at(place.span.start())?.index();
                let last = doc.token_at(place.span.end() - 1)?.index();
                let best = place.candidates.first()?;
                Some((first..last + 1, self.gazetteer.get().place(*best).country.and_then(iso3)?))
            })
            .collect();
        find_acts(doc, Dictionary::builtin(), self.registry(), self.lexicon, &places, published)
    }

    /// Tells which frames are for each word of the text that one frame knows, for those who write frames.
    pub fn contests(&self, doc: &Doc, published: Option<Date>, frame: &str) -> Vec<Contest> {
        if doc.is_empty() {
            return Vec::new();
        }
        contests(&Reading::new(doc, self.knowledge(), published), frame)
    }

    /// Codes one report. `name` is its name in the record, `published` the day that relative times refer to.
    /// Bad text is no error: it gives fewer events and more diagnostics.
    pub fn code(&self, doc: &Doc, name: &str, published: Option<Date>) -> CodedReport {
        self.code_as_written(doc, doc.text(), name, published)
    }

    /// Codes one report as [`code`](Coder::code) does, and quotes it from `written`: the report's own words, where
    /// the parse is of a text whose case was restored.
    pub fn code_as_written<'d>(
        &self,
        doc: &'d Doc,
        written: &'d str,
        name: &str,
        published: Option<Date>,
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
        let mut reading = Reading::new(doc, know, published);
        if written.len() == doc.text().len() {
            reading.written = written;
        }
        let mut skipped: Vec<Skipped> = Vec::new();
        let mut events = self.drafts(&reading, &mut skipped);
        choose_places(&reading, &mut events, &self.choices.place);
        let outside = find_outside(&reading, Outside::builtin());
        drop_mishaps(&mut events, &outside, &mut skipped);
        fill_open_sides(&reading, self.roles, &mut events);
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
            ties: find_ties(&reading),
            toll: main_toll(&reading),
            omissions: find_omissions(&reading),
            diagnostics,
        }
    }

    /// The events of a report as the rules read them.
    fn drafts(&self, reading: &Reading<'_, '_>, skipped: &mut Vec<Skipped>) -> Vec<Draft> {
        let (found, unmet) = find_triggers(reading);
        let own_toll: BTreeSet<usize> = found
            .iter()
            .filter(|f| self.frames().frames[f.frame].toll.is_some())
            .flat_map(|f| f.tokens.clone())
            .collect();
        let mut drafts = Vec::new();
        for trigger in &found {
            match draft(reading, trigger) {
                Ok(d) => drafts.extend(split_by_place(reading, d)),
                Err(s) => skipped.push(s),
            }
        }
        let said = find_speech_acts(reading, &found);
        // What is threatened, demanded or promised has not happened; what is charged has its own event.
        drafts.retain(|d| !said.iter().any(|s| s.head == d.head && s.kind != EventKind::Accusation));
        drafts.extend(said);
        drafts.sort_by_key(|d| (d.tokens[0], d.head));
        let tolls = find_tolls(reading, |token| own_toll.contains(&token));
        let of_toll: BTreeSet<usize> = tolls.iter().flat_map(|t| t.tokens.iter().copied()).collect();
        for u in unmet.iter().filter(|u| !of_toll.contains(&u.head)) {
            skipped.push(Skipped {
                head: u.head,
                tokens: vec![u.head],
                frame: self.frames().frames[u.frame].name.clone(),
                reason: Reason::OtherSense,
                note: u.note(&self.frames().frames[u.frame]),
            });
        }
        let mut drafts = join_within_sentences(reading, drafts);
        for toll in &tolls {
            attach_toll(reading, &mut drafts, toll, skipped);
        }
        drafts.sort_by_key(|d| (d.tokens[0], d.head));
        let (mut events, merged) = join_across_sentences(reading, drafts);
        for (draft, _) in merged {
            skipped.push(Skipped {
                head: draft.head,
                tokens: draft.tokens,
                frame: draft.frame,
                reason: Reason::Merged,
                note: "it tells of an event coded from earlier words".to_owned(),
            });
        }
        name_the_nameless(reading, &mut events);
        carry_on(reading, &mut events);
        carry_places(reading, &mut events);
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
}

/// What a draft still lacks to be an event (codebook §2), if anything.
fn unmet_need(event: &Draft) -> Option<&'static str> {
    let has_party = !event.initiators.is_empty() || !event.recipients.is_empty();
    let placed = event.located.as_ref().is_some_and(|(_, steps)| *steps <= SENTENCE);
    // Where people came to harm something happened, whoever did it.
    if event.counted.iter().any(|c| c.count.high != Some(0)) {
        return None;
    }
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
