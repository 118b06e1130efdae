//! Gold reports: compares coded reports with readings by the codebook, field by field.
//!
//! An event of the system is paired with at most one gold event, so that the summed likeness is highest; the
//! pairs are taken greedily from the best. A pair needs the same family and evidence of which the shorter
//! shares half its words with the longer; it counts for the field `event` only with the same kind. Fields are
//! scored as sets of pairs and values, so a field of an event that is missing or made up counts against
//! recall or precision. Every figure is summed over all reports before it is divided.

mod annotation;
mod board;
mod compare;
mod differences;
mod score;

pub use annotation::{
    Annotation, GoldCasualty, GoldError, GoldEvent, GoldParty, GoldPlace, GoldReport, GoldTie, read_gold,
    read_system,
};
pub use board::{Board, BoardRow};
pub use compare::{same_party, same_place};
pub use differences::{Difference, differences};
pub use score::{Field, Figure, Judgement, Scores, judge, pair_events, partners, score};
