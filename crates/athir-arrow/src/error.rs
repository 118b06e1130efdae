//! What can be wrong with tables that come in, or in the way of writing them.

use std::io;

/// A batch or file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArrowError {
    /// A column that is needed is not there.
    #[error("there is no column {column:?}; the columns are {}", columns.join(", "))]
    NoColumn {
        /// The column.
        column: &'static str,
        /// Those that are there.
        columns: Vec<String>,
    },
    /// A column has values of a type that cannot be read as what it should hold.
    #[error("column {column:?} holds {found}, and not {wanted}")]
    ColumnType {
        /// The column.
        column: &'static str,
        /// The Arrow type that it has.
        found: String,
        /// What can be read.
        wanted: &'static str,
    },
    /// Arrow refuses the columns.
    #[error("cannot make a batch: {0}")]
    Arrow(#[from] arrow_schema::ArrowError),
    /// The file is no Parquet file, is damaged, or cannot be written.
    #[error(transparent)]
    Parquet(#[from] parquet::errors::ParquetError),
    /// The place written to cannot take it.
    #[error(transparent)]
    Io(#[from] io::Error),
}
