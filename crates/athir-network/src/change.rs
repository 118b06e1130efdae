//! What changed between two dates.

use athir_model::{Bond, TieChange};
use jiff::civil::Date;
use serde::Serialize;

use crate::presence::holds;

/// A tie and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Change<'b> {
    /// What became of it.
    pub change: TieChange,
    /// The tie.
    pub tie: &'b Bond,
}

/// Tells which ties began, ended or faded between two dates, and what happened, in the order of the ties given.
///
/// A tie that began and ended in between is told of as both.
pub fn changes<'b>(bonds: &[&'b Bond], from: Date, to: Date) -> Vec<Change<'b>> {
    let mut found = Vec::new();
    for &bond in bonds {
        let mut tell = |change| found.push(Change { change, tie: bond });
        let day = bond.start.to.or(bond.start.from);
        let within = day.is_some_and(|day| day > from && day <= to);
        if !bond.kind.lasts() {
            if within {
                tell(TieChange::Happened);
            }
            continue;
        }
        let (held, holds) = (holds(bond, from), holds(bond, to));
        let ended =
            bond.end.is_known() && bond.end.to.or(bond.end.from).is_some_and(|end| end >= from && end <= to);
        if !held && (holds || within) {
            tell(TieChange::Began);
        }
        if (held || within) && !holds {
            tell(if ended { TieChange::Ended } else { TieChange::Faded });
        }
    }
    found
}
