//! Decides what of a database may be published, and how coarsely.
//!
//! A [`Policy`] is a publishing profile: a file that says who may see what. A [`Guard`] carries it out. It stands as a
//! [`Gate`](athir_export::Gate) before any exporter, so that every shape gets the same records: places snapped to cells
//! or areas, times grown to whole weeks, months or years, small counts withheld, words, private persons and sources
//! left out. What it cannot make safe it keeps back, and says how often and why.
//!
//! Nothing is drawn by lot: a place that is moved at random can be found again by averaging, a place that is snapped
//! cannot. The crate reads no file, clock or database; texts, keys and the day come in as arguments.
#![deny(clippy::disallowed_methods, clippy::unwrap_used)]

mod checklist;
mod error;
mod keys;
mod policy;
mod sensitivity;

mod count;
mod outlet;
mod party;
mod place;
mod time;

mod actor;
mod guard;
mod item;
mod order;
mod outside;
mod report;
mod sample;
mod support;
mod tie;
mod told;

pub use checklist::{Answer, Question};
pub use error::PolicyError;
pub use guard::{CoderKey, Guard, Recalled, reason};
pub use keys::{Keys, NoKeys};
pub use place::{PlaceFloor, coarsen_place};
pub use policy::{Export, Field, Policy, Selection, SourceShow, WordsShow};
pub use sample::{SAMPLES, Sample};
pub use sensitivity::{Rules, Sensitivity};
pub use time::{TimeFloor, coarsen_time};
