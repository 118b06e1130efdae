//! The database: reports word for word, what was coded in them, the incidents and ties that follow, people's
//! decisions, publications, and a log that proves that nothing was changed since.
//!
//! It keeps records and finds them again, in a file of SQLite or on a PostgreSQL server. It codes nothing, merges
//! nothing and reads no clock: who does something, and when, comes in as a [`Stamp`].
#![allow(clippy::disallowed_methods)] // This crate is the edge that opens database files.

mod accounts;
mod audit;
mod backend;
mod changes;
mod decisions;
mod derived;
mod error;
mod kept;
mod lines;
mod look_up;
mod publications;
mod reports;
mod schema;
mod search;
mod store;
mod sweep;
mod value;
mod verify;

pub use accounts::{AccessToken, Account, Session, time_of};
pub use audit::{LogEntry, Stamp, sha256};
pub use changes::{HistoryStep, IncidentChange, What};
pub use derived::{News, Rebuild, Rebuilt};
pub use error::StoreError;
pub use kept::fold as fold_name;
pub use lines::ReportLine;
pub use reports::{Added, CodedText, NewCoding};
pub use search::{IncidentFilter, IncidentPage, Position, Where};
pub use store::{Location, Store, Totals};
pub use verify::{Finding, Verification};
