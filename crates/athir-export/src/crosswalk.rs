//! Tables that tell what athir's terms are called elsewhere (`data/crosswalk`), compiled in.

mod acled;
mod cameo;
mod class;
mod country;
mod dyad;
mod kind;
mod plover;
mod table;

pub(crate) use acled::disorder_type;
pub(crate) use cameo::{CameoRow, cameo_row};
pub(crate) use class::class_row;
pub(crate) use country::{Country, country, iso3, name_of_land};
pub(crate) use dyad::{CIVILIANS, Dyad, dyad};
pub(crate) use kind::kind_row;
pub(crate) use plover::{mode_of_means, plover_score};
