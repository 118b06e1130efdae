//! Compares the incidents of a database with a table of events that others have made: what both have, what only one
//! has, and where they differ.
//!
//! The table is read by a [`Mapping`]: UCDP GED and ACLED are known by their columns, UCDP also without a header, and any
//! other by a file that names them. Pairs that can be one happening are [scored](score), and each event goes to at most
//! one incident so that the sum of the scores is greatest ([`assign`]): a match is never counted twice.

mod assign;
mod cell;
mod comparison;
mod database;
mod kind;
mod mapping;
mod ours;
mod score;
mod table;

pub use comparison::{Agreement, Comparison, Field, FieldTally, Found, compare};
pub use kind::Sort;
pub use mapping::{Days, Kilometres, Kinds, Mapping, MappingError};
pub use ours::OurEvent;
pub use score::{Limits, Pair};
pub use table::{CompareError, EventTable, Fault, TableEvent, read_events};
