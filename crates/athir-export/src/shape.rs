//! The shapes of event data sets: a row an incident, or a row a pair of parties where the data set has it so.

mod inter;
mod locate;
mod number;
mod span;
mod toll;
mod view;

mod pairs;

mod acled;
mod gdelt;
mod icews;
mod plover;
mod polecat;
mod ucdp;

pub use locate::priogrid;

pub(crate) use acled::ACLED;
pub(crate) use gdelt::GDELT;
pub(crate) use icews::ICEWS;
pub(crate) use plover::PLOVER;
pub(crate) use polecat::POLECAT;
pub(crate) use ucdp::UCDP;

#[cfg(test)]
mod tests;
