//! athir's records as tables: which columns they have, and the same rows as Arrow batches and Parquet files.
//!
//! One description holds for every format. A [`Column`] has its name, its type, whether it can be empty, what it means,
//! and the function that takes its value out of a record; a [`Table`] is a list of columns. Writers of other formats
//! (CSV) walk the same columns with [`cells`], so that a column is never called one thing here and another there.
//!
//! It reads and writes what it is given (batches, readers, writers) and opens no file. It codes nothing.
#![deny(clippy::disallowed_methods, clippy::unwrap_used)]

mod cell;
mod provenance;
mod table;
mod tables;

mod batch;
mod error;
mod input;
mod parquet;

pub use arrow_array::RecordBatch;
pub use arrow_schema::{Schema, SchemaRef};
pub use batch::{BatchBuilder, schema};
pub use cell::{Cell, ColumnType};
pub use error::ArrowError;
pub use input::{InputRow, RowFault, keep_rows, read_rows};
pub use parquet::{ParquetReader, ParquetWriter, read_parquet};
pub use provenance::{NOT_RECORDED, Provenance};
pub use table::{Column, Description, Table, TableName, cells, describe, descriptions};
pub use tables::{
    ActorRow, Actors, ClaimRow, Claims, EventRow, Events, IncidentRow, Incidents, ReportRow, Reports, TieRow,
    Ties, total,
};
