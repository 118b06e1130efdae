//! One parsed report to mentions, events and ties, each with the reasons for it.
//!
//! The way: names, mentions, places, counts and times are found in the parse (`reading`); trigger words with
//! a frame whose conditions hold become drafts (`trigger`, `draft`); words of harm give the losses (`toll`);
//! drafts of one happening are merged (`merge`) and written as records (`coder`). The crate knows one report
//! at a time, reads no file and no clock; what it knows is data given to it.
#![deny(clippy::disallowed_methods, clippy::unwrap_used)]

mod coder;
mod coref;
mod count;
mod draft;
mod error;
mod frame;
mod graph;
mod lexicon;
mod mention;
mod merge;
mod modality;
mod name;
mod offset;
mod place;
mod reading;
mod tie;
mod time;
mod toll;
mod trigger;
mod voice;

pub use coder::Coder;
pub use error::KnowledgeError;
pub use frame::{Frame, Frames};
pub use lexicon::Lexicon;
