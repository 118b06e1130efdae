//! One parsed report to mentions, events and ties, each with the reasons for it.
//!
//! The way of a report, in the order of the modules below:
//!
//! 0. Before the parse, [`Coder::ready`] gives passages in capitals their case back (`casing`) and ends datelines (`dateline`).
//! 1. What is known: word lists (`lexicon`) and frames (`frame`), with `error` for files that are broken.
//! 2. What the parse says: phrases and clauses (`phrase`, `clause`), and who stands in which logical relation to a
//!    word (`graph`).
//! 3. What is mentioned: names (`name`), the places that they refer to (`toponym`), actors by name (`named`) or
//!    without one (`described`), who a description or pronoun means (`coref`), numbers of people (`count`) and
//!    times (`time`). A `reading` holds them all, and `party` says who a phrase names.
//! 4. What happened: a trigger word with a frame whose conditions hold (`trigger`), told as fact, plan or denial
//!    (`modality`) by some voice (`voice`), or by what a speaker does in saying it (`speech`), becomes a draft
//!    (`draft`) with its sides, its place and its time (`side`, `locate` and `place`, `dating`; `steps` weighs how near
//!    they stand, and `clue` keeps every place that the words around the trigger offer).
//! 5. What it cost: words of harm (`toll`) join the draft that they belong to, or make one (`loss`).
//!    `main_toll` puts together those of the happening that the report is mainly about, with the people who came to
//!    harm in it (`victim`).
//! 6. What is one: drafts of the same happening (`happening`) are merged (`merge`) and take over what the sentences
//!    around them tell (`discourse`). Then each gets the likeliest of all places that the text offers for it
//!    (`whereabouts`), by a fitted `choice`, and the parties that it leaves open where the discourse implies them
//!    (`implied`).
//! 7. What is written: events (`record`), with a state and its forces on one side (`one_state`), with their codes (`acled`), how
//!    likely they are right (`confidence`), what
//!    lies outside the codebook (`outside`), lasting ties (`tie`), and what authorities left undone (`omission`), by the
//!    `coder`, which walks the whole way.
//!
//! Where the two parties are given, [`Coder::relate`] tells what the one does to the other (`relation`).
//!
//! Before the parse, a [`Screen`] tells which reports of a stream, and which of their sentences, are worth it.
//!
//! For those who write frames, `lint` finds what cannot be right in them ([`lint_frames`], [`failed_examples`]), and
//! `contest` which of them are for a word ([`Coder::contests`]).
//!
//! Beside the events, [`Coder::find_acts`] gives the acts of each sentence in CAMEO's terms (`cameo`),
//! [`find_timexes`] the expressions of time themselves, [`Coder::find_places`] and [`Coder::resolve_places`] the
//! places (`geoparse`), and [`Coder::find_actors`] the actors (`actor`).
//!
//! The crate knows one report at a time, reads no file and no clock; what it knows is data given to it.
#![deny(clippy::disallowed_methods, clippy::unwrap_used)]

mod casing;

mod error;
mod frame;
mod lexicon;

mod roundup;
mod screen;

mod clause;
mod graph;
mod offset;
mod phrase;

mod abbreviation;
mod actor;
mod alias;
mod band;
mod coref;
mod count;
mod described;
mod geoparse;
mod kind;
mod known;
mod mention;
mod name;
mod named;
mod party;
mod reading;
mod section;
mod side_of_war;
mod time;
mod toponym;

mod clue;
mod dateline;
mod dating;
mod draft;
mod locate;
mod modality;
mod place;
mod place_row;
mod position;
mod quotation;
mod share;
mod side;
mod speech;
mod stand_in;
mod steps;
mod trigger;
mod voice;

mod loss;
mod main_toll;
mod toll;
mod victim;

mod answerable;
mod cameo;
mod choice;
mod discourse;
mod happening;
mod heading;
mod implied;
mod merge;
mod perpetrator;
mod whereabouts;

mod acled;
mod code;
mod coder;
mod confidence;
mod omission;
mod one_state;
mod outside;
mod record;
mod relation;
mod tie;

mod contest;
mod lint;

pub use acled::Acled;
pub use actor::FoundActor;
pub use cameo::{CameoAct, CameoParty, Triple};
pub use choice::{Choice, Choices, Options, Traits};
pub use coder::Coder;
pub use confidence::{Calibration, Judged, Logistic, features};
pub use contest::{Contest, Rival};
pub use error::KnowledgeError;
pub use frame::{Frame, Frames};
pub use geoparse::FoundPlace;
pub use implied::{OpenSide, Role, Roles};
pub use known::KnownActor;
pub use lexicon::Lexicon;
pub use lint::{FailedExample, FrameFinding, Problem, failed_examples, lint_frames};
pub use outside::Outside;
pub use place::precision_of;
pub use relation::{Plover, Relation, RelationWords};
pub use screen::{Bounds, Screen, Worth, screen_signs, screen_stem};
pub use time::{Timex, TimexKind, find_timexes};
