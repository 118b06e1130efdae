//! Events of many reports to incidents: which reports are copies of each other, which events describe one
//! happening, and what can be said of it when its sources disagree.
//!
//! The way of the events, in the order of the modules below:
//!
//! 1. What a report and its events show (`profile`): words by their rarity (`word`), parties with the actors above
//!    them (`lineage`), places, days, losses.
//!    `happening` tells which event a report is mainly about.
//! 2. Which pairs are worth a comparison (`block`), what a pair shows (`traits`), and how likely it is one happening
//!    by the fitted `model`.
//! 3. Which events form a group (`cluster`), kept up to date by the `merger`, and what people have decided about them
//!    (`decision`). What they have found of single events is laid over the coding first (`review`).
//! 4. What an incident is (`derive`): who is independent of whom (`source`), its losses by a stated rule (`toll`), and what
//!    its sources cannot all be right about (`dispute`).
//!
//! `stages` cuts the same way into pieces for many machines.
//! `story` stands beside them: it finds reports that copy each other, which count as one source.
//!
//! It reads no report and no database: texts, codings and decisions come in as arguments, groups and records go out.
#![deny(clippy::disallowed_methods, clippy::unwrap_used)]

mod block;
mod cluster;
mod decision;
mod derive;
mod dispute;
mod happening;
mod hash;
mod lineage;
mod merger;
mod model;
mod profile;
mod review;
mod source;
pub mod stages;
mod story;
#[cfg(test)]
mod testing;
mod toll;
mod traits;
mod word;

pub use decision::in_force;
pub use derive::{derive_incident, incident_id};
pub use happening::{main_event, main_happening};
pub use lineage::{Lineage, NoLineage};
pub use merger::{Changes, Group, Merger, NearMiss};
pub use model::{METHOD, Model, ModelFile};
pub use profile::{Profile, Telling};
pub use review::{Reviews, Revised};
pub use source::Told;
pub use story::{FoundBy, STORY_METHOD, Stories, StoryText, Teller, tell};
pub use traits::{Trait, Traits};
pub use word::stems;
