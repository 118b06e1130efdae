//! Writes what a database holds as files in the shapes that other programs and colleagues read.
//!
//! A [`Profile`] is one shape. It makes an [`Exporter`], which takes reports, incidents and ties one at a time and
//! writes as they come: memory does not grow with what is exported. What a shape cannot hold is left out, with the
//! reason, in [`Notes`]; it is never bent until it fits. Whoever drives an exporter counts the notes and the rows in a
//! [`Tally`].
//!
//! The crate knows no database, registry or gazetteer: what a shape needs of the two comes from a [`World`]. It opens
//! no files, either: they are the caller's ([`Files`]). The same records give the same bytes.
#![deny(clippy::disallowed_methods, clippy::unwrap_used)]

mod error;
mod files;
mod gate;
mod item;
mod notes;
mod profile;
mod release;
mod settings;
mod world;

mod annotate;
mod case;
mod crosswalk;
mod grid;
mod map;
mod network;
mod place;
mod shape;
mod summary;
pub mod table;
#[cfg(test)]
mod testing;
mod write;

pub use error::ExportError;
pub use files::{FileTally, Files, Out, Rows};
pub use gate::Gate;
pub use grid::{month_id, month_start, priogrid_centre};
pub use item::{Item, ItemEvent, ReportInfo, ReportRecord, TieRecord, TieSource};
pub use notes::{Fate, MadeOf, Notes, Tally};
pub use profile::{Exporter, Needs, Output, Profile, Start, profile, profiles};
pub use release::Release;
pub use settings::{Setting, Settings};
pub use shape::priogrid;
pub use world::{Area, Areas, PartyClass, PartyInfo, World};
