//! Tables that tell what athir's terms are called elsewhere (`data/crosswalk`), compiled in.

mod country;
mod kind;
mod plover;
mod table;

pub(crate) use country::iso3;
pub(crate) use kind::kind_row;
pub(crate) use plover::{mode_of_means, plover_score};
