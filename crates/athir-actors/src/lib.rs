//! Knows the actors of armed conflict: their names, aliases and transliterations, when each name was
//! used, how the groups descend from one another, and the words for parties that have no name.
//!
//! The registry goes from names to candidates. It never reads a text and never decides which
//! candidate a report means; it says why each one is a candidate.
#![deny(clippy::disallowed_methods, clippy::unwrap_used)] // the root clippy.toml lists the I/O no stage may do

mod actor;
mod cameo;
mod compose;
mod date;
mod describe;
mod error;
mod find;
mod fold;
mod generic;
mod import;
mod lint;
mod load;
mod registry;

pub use actor::{Actor, ActorId, ActorKind, Leader, Name, NameRole, Relation, RelationKind};
pub use cameo::{CameoCode, iso3, join_cameo};
pub use compose::Identity;
pub use date::Moment;
pub use describe::Described;
pub use error::ActorsError;
pub use find::{Candidate, Fit, Reason};
pub use generic::{Composition, Generic, PartyClass, Victims};
pub use import::{Import, Refusal};
pub use lint::{Finding, lint};
pub use registry::Registry;
