//! Place names to candidate places, with hierarchy, coordinates and feature class.
//!
//! A [`Gazetteer`] is one compact file, built once from tables by [`build`] and opened without being
//! unpacked: names in a finite-state map, the places' columns beside it. It answers which places a
//! name may stand for ([`Gazetteer::find`]), how far a known name reaches in a row of words
//! ([`Gazetteer::longest_at`]), and what is known of each place ([`Gazetteer::place`],
//! [`Gazetteer::parents`]).
//!
//! It never decides which of the candidates a report means, and it never reads a report.
#![deny(clippy::disallowed_methods, clippy::unwrap_used)]

mod error;
mod fold;
mod respell;
mod skeleton;

mod place;

mod columns;
mod gazetteer;
mod lookup;

pub mod build;

pub use error::{BadRow, GazetteerError};
pub use fold::fold;
pub use gazetteer::Gazetteer;
pub use lookup::{Candidate, Match, NameKind};
pub use place::{ParsePlaceIdError, Place, PlaceClass, PlaceId, distance_km};
pub use skeleton::skeleton;
