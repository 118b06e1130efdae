//! What can be wrong with the rows of a stage.

use athir_arrow::ArrowError;
use athir_incident::stages::CardError;

/// Rows that a stage cannot work on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StageError {
    /// A batch that cannot be used.
    #[error(transparent)]
    Batch(#[from] ArrowError),
    /// A row with a coding and without a report that belongs to it.
    #[error("{report}: {why}")]
    Row {
        /// The report's name.
        report: String,
        /// What is wrong with the row.
        why: String,
    },
    /// A text under `coding` that is none.
    #[error("{report}: coding: not a coding of athir: {source}")]
    Coding {
        /// The report's name.
        report: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A row without a value in a column that has to have one.
    #[error("row {row}: {column} is empty")]
    Empty {
        /// The column.
        column: &'static str,
        /// The row, from 1, of all that the stage was given.
        row: usize,
    },
    /// A value that a column cannot have.
    #[error("row {row}: {column}: {value:?} is none that a stage writes")]
    Value {
        /// The column.
        column: &'static str,
        /// The row, from 1, of all that the stage was given.
        row: usize,
        /// The value.
        value: String,
    },
    /// Rows that do not come in the order that the stage needs.
    #[error("the rows are not sorted by {columns}: what belongs together would be taken apart")]
    Unsorted {
        /// The columns.
        columns: String,
    },
    /// Two reports of one name.
    #[error("{report}: there are several reports of this name")]
    Twice {
        /// The name.
        report: String,
    },
    /// What another stage is said to have written.
    #[error(transparent)]
    Card(#[from] CardError),
    /// A tale that another version of athir has written.
    #[error("the row of an event of {report} was not written by this version of athir: {source}")]
    Tale {
        /// The report's name.
        report: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A record that cannot be written.
    #[error("{report}: what is made of it cannot be written: {source}")]
    Write {
        /// The report's name.
        report: String,
        /// Why not.
        source: serde_json::Error,
    },
}
