//! The coder: what it knows, and what can be asked of it.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use athir_actors::{Registry, iso3};
use athir_gazetteer::Gazetteer;
use athir_nlp::{Doc, Model, Span};
use jiff::civil::Date;

use crate::actor::{FoundActor, find_actors};
use crate::cameo::{CameoAct, Dictionary, find_acts};
use crate::casing::{Casing, restore_case};
use crate::choice::Choices;
use crate::confidence::Calibration;
use crate::contest::{Contest, contests};
use crate::dateline::end_datelines;
use crate::error::KnowledgeError;
use crate::frame::Frames;
use crate::geoparse::{FoundPlace, find_places, resolve_places};
use crate::heading::end_headings;
use crate::implied::Roles;
use crate::lexicon::Lexicon;
use crate::reading::{Knowledge, Reading};
use crate::relation::{Relation, RelationWords, relate};
use crate::stand_in::put_stand_ins;

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
    ("frames/crises.toml", include_str!("../../../data/frames/crises.toml")),
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
const TURNS: &str = include_str!("../../../data/turns.toml");

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
    pub(crate) rules: &'k Rules,
    frames: Held<'k, Frames>,
    registry: Held<'k, Registry>,
    gazetteer: Held<'k, Gazetteer>,
    pub(crate) min_confidence: f32,
    casing: OnceLock<Casing>,
}

/// What the coder knows of the language of conflict: word lists, and the weights of its models.
pub(crate) struct Rules {
    frames: Frames,
    lexicon: Lexicon,
    calibration: Calibration,
    pub(crate) choices: Choices,
    pub(crate) roles: Roles,
}

impl Rules {
    /// The built-in files, read once.
    fn builtin() -> &'static Rules {
        static RULES: OnceLock<Rules> = OnceLock::new();
        RULES.get_or_init(|| Rules {
            frames: Frames::from_toml(FRAME_FILES).expect("the built-in frames are checked by a test"),
            lexicon: Lexicon::from_toml(LEXICON_FILES)
                .and_then(|lexicon| lexicon.with_turns("turns.toml", TURNS))
                .expect("the built-in word lists are checked by a test"),
            calibration: Calibration::from_toml("confidence.toml", CONFIDENCE)
                .expect("the built-in confidence models are checked by a test"),
            choices: Choices::from_toml("choices.toml", CHOICES)
                .expect("the built-in weights are checked by a test"),
            roles: Roles::from_toml("roles.toml", ROLES)
                .expect("the built-in role models are checked by a test"),
        })
    }
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
        let rules = Rules::builtin();
        Coder {
            rules,
            frames: Held::Shared(&rules.frames),
            registry: Held::Shared(Registry::builtin()),
            gazetteer: Held::Shared(Gazetteer::builtin()),
            min_confidence: 0.0,
            casing: OnceLock::new(),
        }
    }
}

impl<'k> Coder<'k> {
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
        self.frames = Held::Own(Box::new(frames));
        self
    }

    /// The frames that the coder goes by.
    pub fn frames(&self) -> &Frames {
        self.frames.get()
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

    pub(crate) fn knowledge(&self) -> Knowledge<'_> {
        Knowledge {
            frames: self.frames(),
            lexicon: &self.rules.lexicon,
            registry: self.registry(),
            gazetteer: self.gazetteer.get(),
            calibration: &self.rules.calibration,
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

    /// Makes a text ready to be parsed: passages in capitals, and a text without any capital, get the case that their
    /// words usually have, and datelines end in a full stop. Every word stays where it is, to the byte; ordinary text is
    /// given back as it is.
    ///
    /// # Examples
    /// ```
    /// use athir_coder::Coder;
    /// use athir_nlp::Model;
    ///
    /// let (coder, model) = (Coder::builtin(), Model::builtin());
    /// let ready = coder.ready("REBELS TOOK THE TOWN OF SARAQIB IN SYRIA.", model);
    /// assert_eq!(ready, "Rebels took the town of Saraqib in Syria.");
    /// let ready = coder.ready("BEIRUT, May 3 - Two shells hit Saraqib.", model);
    /// assert_eq!(ready, "BEIRUT, May 3 . Two shells hit Saraqib.");
    /// ```
    ///
    /// # Panics
    /// Never: a test loads the built-in word lists.
    pub fn ready<'t>(&self, text: &'t str, model: &Model) -> Cow<'t, str> {
        let casing = || {
            self.casing
                .get_or_init(|| Casing::new(self.registry()).expect("the word lists are checked by a test"))
        };
        let gazetteer = self.gazetteer.get();
        let cased = restore_case(text, casing, gazetteer, &|word| model.is_word(word));
        put_stand_ins(end_headings(end_datelines(cased, gazetteer)))
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
        find_acts(doc, Dictionary::builtin(), self.registry(), &self.rules.lexicon, &places, published)
    }

    /// Tells which frames are for each word of the text that one frame knows, for those who write frames.
    pub fn contests(&self, doc: &Doc, published: Option<Date>, frame: &str) -> Vec<Contest> {
        if doc.is_empty() {
            return Vec::new();
        }
        contests(&Reading::new(doc, self.knowledge(), published), frame)
    }
}
