//! Ties between the actors of a conflict over time, from what reports state and from what follows from their events.
//!
//! [`Network`] takes the coding of one report after another, in any order, and tells at any time which ties they are
//! evidence for. The way of a report, in the order of the modules below:
//!
//! 1. What is known: which events begin, show or end which ties, and how fast ties fade (`rules`, from
//!    `data/network.toml`).
//! 2. What an event or a stated tie says of a tie is an observation (`observation`).
//! 3. Observations of a pair of actors, sorted by time, become ties with a start and an end (`derive`); a tie that
//!    nothing ends fades (`presence`).
//! 4. The network holds them with the actors and places that were seen (`network`).
//!
//! What can be asked of ties is in functions over any set of them: how actors stand to each other at a date or in a
//! period (`standing`), what changed between two dates (`change`), where an actor comes from (`lineage`), and measures of
//! the whole: `balance`, `fragmentation`, `centrality`, over the signed pairs of a date (`signed`). What is new or more
//! than before is in `trend`; where actors are drawn in `layout`.
//!
//! The crate reads no text, file or clock, and adds no rule of who is who: actors come with the codes and names that the
//! coder gave them.
#![deny(clippy::disallowed_methods, clippy::unwrap_used)]

mod days;
mod rules;

mod called;
mod derive;
mod network;
mod observation;
mod presence;

mod balance;
mod centrality;
mod change;
mod fragmentation;
mod layout;
mod lineage;
mod signed;
mod standing;
mod trend;

pub use balance::balance;
pub use called::{is_called, is_pronoun};
pub use centrality::centralities;
pub use change::{Change, changes};
pub use fragmentation::fragmentation;
pub use layout::{Pull, layout, order_lanes};
pub use lineage::{KnownLineage, lineage};
pub use network::{Coding, Network};
pub use presence::{holds, presence};
pub use signed::{Signed, SignedPair};
pub use standing::{stances, ties_at};
pub use trend::{Seen, newcomers, trends};
