//! Frames: which words tell of which kind of event, under which conditions, and how their arguments become
//! its roles. They are data (`data/frames/*.toml`); this module reads, checks and indexes them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use athir_model::{EventKind, Harm, Modality, Phase};
use serde::Deserialize;

use crate::error::KnowledgeError;

/// A condition on the filler of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Actor,
    Armed,
    State,
    Group,
    Civilian,
    Person,
    Named,
    Place,
    Weapon,
    Aircraft,
    Bomber,
    Vehicle,
    Property,
    Event,
    Aid,
    Deal,
    Infinitive,
    None,
    Any,
}

impl Class {
    fn from_word(word: &str) -> Option<Class> {
        Some(match word {
            "actor" => Class::Actor,
            "armed" => Class::Armed,
            "state" => Class::State,
            "group" => Class::Group,
            "civilian" => Class::Civilian,
            "person" => Class::Person,
            "named" => Class::Named,
            "place" => Class::Place,
            "weapon" => Class::Weapon,
            "aircraft" => Class::Aircraft,
            "bomber" => Class::Bomber,
            "vehicle" => Class::Vehicle,
            "property" => Class::Property,
            "event" => Class::Event,
            "aid" => Class::Aid,
            "deal" => Class::Deal,
            "infinitive" => Class::Infinitive,
            "none" => Class::None,
            "any" => Class::Any,
            _ => return None,
        })
    }
}

/// A slot of a role list: its name, and whether it is taken in addition to an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RoleSlot {
    pub(crate) slot: String,
    pub(crate) also: bool,
}

/// What must be known for an event to be coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Initiator,
    Recipient,
    Either,
    Both,
    Place,
    PartyOrPlace,
}

/// People counted in a slot are casualties.
#[derive(Clone, Debug)]
pub(crate) struct SlotToll {
    pub(crate) harm: Harm,
    pub(crate) slot: String,
}

/// One reading of one or more trigger words.
#[derive(Debug)]
pub struct Frame {
    pub(crate) name: String,
    pub(crate) kind: EventKind,
    pub(crate) initiator: Vec<RoleSlot>,
    pub(crate) recipient: Vec<RoleSlot>,
    pub(crate) conditions: Vec<(String, Vec<Class>)>,
    pub(crate) exclusions: Vec<(String, Vec<Class>)>,
    pub(crate) with: BTreeSet<String>,
    pub(crate) without: BTreeSet<String>,
    pub(crate) place: Vec<String>,
    pub(crate) toll: Option<SlotToll>,
    pub(crate) weapon: Vec<String>,
    pub(crate) phase: Option<Phase>,
    pub(crate) modality: Option<Modality>,
    pub(crate) actor_only: bool,
    pub(crate) needs: Vec<Need>,
    pub(crate) priority: i32,
    /// Sentences that must be coded by this frame.
    pub positive: Vec<String>,
    /// Sentences that must not be coded as this kind by this frame.
    pub negative: Vec<String>,
}

impl Frame {
    /// The frame's unique name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The kind that it codes.
    pub fn kind(&self) -> EventKind {
        self.kind
    }
}

/// A reading of words of harm: who was harmed, and by what.
#[derive(Debug)]
pub(crate) struct TollFrame {
    pub(crate) harm: Harm,
    pub(crate) victims: Vec<String>,
    pub(crate) cause: Vec<String>,
}

/// How a trigger is found in the text.
#[derive(Clone, Debug)]
pub(crate) struct Trigger {
    /// Words of a phrase after the verb, or words before a noun's head.
    pub(crate) rest: Vec<String>,
    /// Index into the frames (or toll frames).
    pub(crate) frame: usize,
}

/// Every frame, indexed by the lemma of its trigger.
#[derive(Debug, Default)]
pub struct Frames {
    pub(crate) frames: Vec<Frame>,
    pub(crate) tolls: Vec<TollFrame>,
    pub(crate) verbs: HashMap<String, Vec<Trigger>>,
    pub(crate) nouns: HashMap<String, Vec<Trigger>>,
    pub(crate) adjectives: HashMap<String, Vec<Trigger>>,
    pub(crate) toll_verbs: HashMap<String, Vec<Trigger>>,
    pub(crate) toll_nouns: HashMap<String, Vec<Trigger>>,
    pub(crate) toll_adjectives: HashMap<String, Vec<Trigger>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    frame: Vec<RawFrame>,
    #[serde(default)]
    toll: Vec<RawToll>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFrame {
    name: String,
    kind: String,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    phrases: Vec<String>,
    #[serde(default)]
    initiator: Vec<String>,
    #[serde(default)]
    recipient: Vec<String>,
    #[serde(default)]
    r#where: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    unless: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    with: BTreeSet<String>,
    #[serde(default)]
    without: BTreeSet<String>,
    #[serde(default)]
    place: Vec<String>,
    toll: Option<RawSlotToll>,
    #[serde(default)]
    weapon: Vec<String>,
    phase: Option<Phase>,
    modality: Option<Modality>,
    actor_only: Option<bool>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    priority: i32,
    #[serde(default)]
    positive: Vec<String>,
    #[serde(default)]
    negative: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSlotToll {
    harm: Harm,
    slot: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawToll {
    harm: Harm,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    phrases: Vec<String>,
    #[serde(default)]
    victims: Vec<String>,
    #[serde(default)]
    cause: Vec<String>,
}

impl Frames {
    /// Reads frame files, given as (path for messages, content).
    ///
    /// # Errors
    /// Fails on the first file that is no TOML of the shape above, names an unknown kind, class or need, or
    /// defines a frame twice or without a trigger.
    pub fn from_toml(files: &[(&str, &str)]) -> Result<Frames, KnowledgeError> {
        Frames::extended(files, &[])
    }

    /// Reads frame files and those of a project: a frame of the project takes the place of the one that bears its
    /// name, and others are added.
    ///
    /// # Errors
    /// As [`from_toml`](Frames::from_toml); a name must be new among the project's own frames only.
    pub fn extended(files: &[(&str, &str)], own: &[(&str, &str)]) -> Result<Frames, KnowledgeError> {
        let mut all = Frames::default();
        let (mut frames, tolls) = read_files(files)?;
        let (own_frames, own_tolls) = read_files(own)?;
        let mut place_of: BTreeMap<String, usize> =
            frames.iter().enumerate().map(|(n, (_, raw))| (raw.name.clone(), n)).collect();
        for (path, raw) in own_frames {
            match place_of.get(&raw.name) {
                Some(&n) => frames[n] = (path, raw),
                None => {
                    place_of.insert(raw.name.clone(), frames.len());
                    frames.push((path, raw));
                }
            }
        }
        for (path, raw) in frames {
            all.add(path, raw)?;
        }
        for raw in tolls.into_iter().chain(own_tolls) {
            all.add_toll(raw);
        }
        Ok(all)
    }

    /// Gives every frame in the order of the files.
    pub fn iter(&self) -> impl Iterator<Item = &Frame> {
        self.frames.iter()
    }

    fn add(&mut self, path: &str, raw: RawFrame) -> Result<(), KnowledgeError> {
        let own = |frame: &str| (path.to_owned(), frame.to_owned());
        let kind = raw.kind.parse().map_err(|_| {
            let (path, frame) = own(&raw.name);
            KnowledgeError::Kind { path, frame, kind: raw.kind.clone() }
        })?;
        if raw.verbs.is_empty() && raw.nouns.is_empty() && raw.adjectives.is_empty() && raw.phrases.is_empty()
        {
            let (path, frame) = own(&raw.name);
            return Err(KnowledgeError::NoTrigger { path, frame });
        }
        let classes = |map: &BTreeMap<String, Vec<String>>| {
            map.iter()
                .map(|(slot, words)| {
                    let classes = words
                        .iter()
                        .map(|w| {
                            Class::from_word(w).ok_or_else(|| {
                                let (path, frame) = own(&raw.name);
                                KnowledgeError::Class { path, frame, class: w.clone() }
                            })
                        })
                        .collect::<Result<Vec<Class>, _>>()?;
                    Ok((slot.clone(), classes))
                })
                .collect::<Result<Vec<_>, KnowledgeError>>()
        };
        let needs = raw
            .needs
            .iter()
            .map(|word| match word.as_str() {
                "initiator" => Ok(Need::Initiator),
                "recipient" => Ok(Need::Recipient),
                "either" | "party" => Ok(Need::Either),
                "both" => Ok(Need::Both),
                "place" => Ok(Need::Place),
                "party-or-place" => Ok(Need::PartyOrPlace),
                other => {
                    let (path, frame) = own(&raw.name);
                    Err(KnowledgeError::Need { path, frame, need: other.to_owned() })
                }
            })
            .collect::<Result<Vec<Need>, KnowledgeError>>()?;
        let index = self.frames.len();
        index_words(
            &mut self.verbs,
            &mut self.nouns,
            &mut self.adjectives,
            index,
            &raw.verbs,
            &raw.nouns,
            &raw.adjectives,
            &raw.phrases,
        );
        self.frames.push(Frame {
            kind,
            initiator: role_slots(&raw.initiator),
            recipient: role_slots(&raw.recipient),
            conditions: classes(&raw.r#where)?,
            exclusions: classes(&raw.unless)?,
            with: raw.with,
            without: raw.without,
            place: raw.place,
            toll: raw.toll.map(|t| SlotToll { harm: t.harm, slot: t.slot }),
            weapon: raw.weapon,
            phase: raw.phase,
            modality: raw.modality,
            actor_only: raw.actor_only.unwrap_or(kind.family() == athir_model::Family::Words),
            needs,
            priority: raw.priority,
            positive: raw.positive,
            negative: raw.negative,
            name: raw.name,
        });
        Ok(())
    }

    fn add_toll(&mut self, raw: RawToll) {
        let index = self.tolls.len();
        index_words(
            &mut self.toll_verbs,
            &mut self.toll_nouns,
            &mut self.toll_adjectives,
            index,
            &raw.verbs,
            &raw.nouns,
            &raw.adjectives,
            &raw.phrases,
        );
        self.tolls.push(TollFrame { harm: raw.harm, victims: raw.victims, cause: raw.cause });
    }
}

/// The frames of some files, each with its path, and the words of harm in them.
type RawKnowledge<'p> = (Vec<(&'p str, RawFrame)>, Vec<RawToll>);

fn read_files<'p>(files: &[(&'p str, &str)]) -> Result<RawKnowledge<'p>, KnowledgeError> {
    let (mut frames, mut tolls) = (Vec::new(), Vec::new());
    let mut names = BTreeSet::new();
    for &(path, text) in files {
        let file: File = toml::from_str(text).map_err(|e| KnowledgeError::toml(path, text, &e))?;
        for raw in file.frame {
            if !names.insert(raw.name.clone()) {
                return Err(KnowledgeError::Duplicate { path: path.to_owned(), frame: raw.name });
            }
            frames.push((path, raw));
        }
        tolls.extend(file.toll);
    }
    Ok((frames, tolls))
}

fn role_slots(words: &[String]) -> Vec<RoleSlot> {
    words
        .iter()
        .map(|w| match w.strip_suffix('+') {
            Some(slot) => RoleSlot { slot: slot.to_owned(), also: true },
            None => RoleSlot { slot: w.clone(), also: false },
        })
        .collect()
}

#[expect(clippy::too_many_arguments, reason = "three indexes and the four lists that fill them")]
fn index_words(
    verbs: &mut HashMap<String, Vec<Trigger>>,
    nouns: &mut HashMap<String, Vec<Trigger>>,
    adjectives: &mut HashMap<String, Vec<Trigger>>,
    frame: usize,
    raw_verbs: &[String],
    raw_nouns: &[String],
    raw_adjectives: &[String],
    raw_phrases: &[String],
) {
    for phrase in raw_verbs.iter().chain(raw_phrases) {
        let mut words = phrase.split_whitespace().map(str::to_owned);
        let Some(verb) = words.next() else { continue };
        verbs.entry(verb).or_default().push(Trigger { rest: words.collect(), frame });
    }
    for noun in raw_nouns {
        let mut words: Vec<String> =
            noun.split([' ', '-']).filter(|w| !w.is_empty()).map(str::to_owned).collect();
        let Some(head) = words.pop() else { continue };
        nouns.entry(head).or_default().push(Trigger { rest: words, frame });
    }
    for adjective in raw_adjectives {
        adjectives.entry(adjective.clone()).or_default().push(Trigger { rest: Vec::new(), frame });
    }
}
