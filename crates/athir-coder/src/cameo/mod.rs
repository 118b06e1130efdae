//! Codes what a sentence tells in CAMEO's terms: triples of a source, a target and a code, as the TABARI and PETRARCH
//! coders write them (Schrodt, "CAMEO: Event and Actor Codebook", 2012).
//!
//! The codes come from PETRARCH's own dictionary of verbs and patterns, matched over the predicate-argument graph in
//! place of phrase trees; the parties' codes come from the registry. Beside the frames, which read conflict in
//! depth and across sentences, this layer reads every verb of the dictionary, in one sentence at a time, and gives
//! the events of the frames their finer code.

mod act;
mod compose;
mod dictionary;
mod matching;
mod party;
mod triple;

pub(crate) use act::find_acts;
pub(crate) use dictionary::Dictionary;
pub(crate) use matching::refined;
pub use triple::{CameoAct, CameoParty, Triple};
