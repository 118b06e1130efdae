//! Ties: how actors stand to each other, as a text states it or as it follows from what they do together.
//!
//! Standing (`standing`) is stated by nouns and participles (codebook §5). Acts and words of alliance, help, rivalry and
//! descent are patterns over the predicate-argument graph (`act`), from `data/ties.toml` (`words`). Both, and the members that a text gives a coalition
//! (`coalition`), get the time that their sentence gives them (`dating`).

mod act;
mod coalition;
mod dating;
mod standing;
mod words;

use athir_model::{Tie, TieState};

use crate::reading::Reading;

use self::act::find_acts;
use self::coalition::find_members;
use self::dating::date;
use self::standing::find_standing;
use self::words::TieWords;

/// A tie and the word that tells of it.
pub(super) struct Found {
    tie: Tie,
    at: usize,
}

/// Reads every tie, in the order of the text: stated ones first, each pair, kind and time once.
pub(crate) fn find_ties(reading: &Reading<'_, '_>) -> Vec<Tie> {
    let mut found: Vec<Found> = Vec::new();
    find_standing(reading, &mut found);
    find_members(reading, &TieWords::builtin().lists, &mut found);
    find_acts(reading, TieWords::builtin(), &mut found);
    let mut unique: Vec<Tie> = Vec::new();
    for Found { mut tie, at } in found {
        if at > 0 || tie.when.is_some() {
            date(reading, at, &mut tie);
        }
        let same = |t: &Tie| {
            t.kind == tie.kind
                && t.state == tie.state
                && ((t.a == tie.a && t.b == tie.b) || tie.kind.is_symmetric() && t.a == tie.b && t.b == tie.a)
                // What is stated stands for what follows from acts, unless these have a time of their own.
                && (tie.when.is_none() || t.when == tie.when)
        };
        if tie.a != tie.b && !unique.iter().any(same) {
            unique.push(tie);
        }
    }
    unique
}

/// The state that goes with what is said: what ends has ended.
fn state(ends: bool) -> TieState {
    if ends { TieState::Former } else { TieState::Current }
}
