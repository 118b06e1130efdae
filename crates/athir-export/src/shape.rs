//! The shapes of event data sets: a row an incident, or a row a pair of parties where the data set has it so.

mod plover;
mod view;

pub(crate) use plover::PLOVER;
