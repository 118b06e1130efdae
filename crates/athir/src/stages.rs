//! Incidents of collections that no machine holds: the merging of [`merge_events`](crate::merge_events) as functions from
//! batches to batches, between which a cluster sorts and joins.
//!
//! ```text
//! codings ─ card_batch ─► event, report, bucket, keys, card, tale        one row an event
//! codings ─ text_batch ─► report, published, outlet, text, bands, words  one row a report
//!
//! by key (and bucket, where more than WHOLE have the key) ─ PairStage ─► a, b, likely
//! pairs of texts that share a band                     ─ near_batch ─► a, b, likely
//! likely pairs ─ component_batch, or joins that do the same ─► member, part
//! texts by part    ─ StoryStage    ─► report, story, origin
//! events by part   ─ IncidentStage ─► the table of incidents, and `record`
//! ```
//!
//! `event`, `text`, `a`, `b`, `member` and `part` are short names, as bytes; a part is named after its least member. Stages with
//! a `push` take rows sorted by their keys in batches cut anywhere. What is written in a card or tale is the business of one
//! version of athir, and kept nowhere.

mod cards;
mod columns;
mod components;
mod error;
mod incidents;
mod pairs;
mod runs;
mod texts;

use athir_arrow::{RecordBatch, SchemaRef};

pub use athir_incident::stages::{SMALL, WHOLE};
pub use cards::{card_batch, card_schema};
pub use components::{component_batch, component_schema, levels, limit, story_component_batch};
pub use error::StageError;
pub use incidents::IncidentStage;
pub use pairs::{PairStage, pair_schema};
pub use texts::{StoryStage, near_batch, text_batch, text_schema};

/// A stage over rows that are sorted by some columns: those with the same values are handled together.
pub trait Stage {
    /// The columns of what comes out.
    fn schema(&self) -> SchemaRef;

    /// Takes the next rows, and gives what is ready.
    ///
    /// # Errors
    ///
    /// Columns that are missing or of another type, bytes of another version, a report that is there twice.
    fn push(&mut self, batch: &RecordBatch) -> Result<RecordBatch, StageError>;

    /// Gives what is left when all rows have come.
    ///
    /// # Errors
    ///
    /// As [`push`](Stage::push).
    fn finish(&mut self) -> Result<RecordBatch, StageError>;
}
