//! Reports, what is coded in them and what follows, kept in one database.
//!
//! [`Database`] brings the stages and the store together: reports come in by batches, are coded and kept; a newer coder
//! reads them again; a snapshot is a release that others can check. It reads no clock: who does something, and when,
//! comes in as a [`Stamp`].

mod alternatives;
mod coder;
mod correction;
mod decide;
mod derive;
mod error;
mod foresee;
mod ingest;
mod keeper;
mod look;
mod open;
mod reviewed;
mod snapshot;

pub(crate) use alternatives::values_of;
pub use alternatives::{
    Alternative, Context, FieldChoice, choices, context, label as correction_label, plain_values,
};
pub use athir_store::{
    AccessToken, Account, Added, CodedText, Finding, HistoryStep, IncidentChange, IncidentFilter,
    IncidentPage, Location, LogEntry, NewCoding, Position, Rebuilt, ReportLine, Session, Stamp, Store,
    StoreError, Totals, Verification, What, Where, fold_name, sha256, time_of,
};
pub use coder::KnownCoder;
pub(crate) use correction::party_named;
pub use correction::{check_correction, given_place, read_correction};
pub(crate) use decide::anchor;
pub use derive::Derived;
pub use error::DatabaseError;
pub use ingest::{Ingested, Recoded, Turned};
pub use keeper::{CaughtUp, Keeper};
pub use look::{Found, actor_keys, read_where, report_of};
pub use open::Database;
pub use reviewed::RejectedEvent;
pub use snapshot::{SnapshotFile, SnapshotManifest, Texts};
