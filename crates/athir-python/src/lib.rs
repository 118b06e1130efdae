//! athir as a module of Python: what `import athir` needs of Rust.
//!
//! Nothing here is meant to be called by people: the package beside it (`python/athir`) gives these classes their names,
//! types and documents. Records cross as JSON, tables as Arrow without a copy. Whatever takes long lets other threads
//! of Python run meanwhile.

mod coder;
mod database;
mod error;
mod filter;
mod merge;
mod network;
mod rows;
mod stages;

use pyo3::prelude::*;

/// The part of athir for Python that is written in Rust.
#[pymodule]
mod _athir {
    #[pymodule_export]
    use super::coder::Coder;
    #[pymodule_export]
    use super::columns;
    #[pymodule_export]
    use super::database::Database;
    #[pymodule_export]
    use super::merge::{claims_table, events_table, incidents_table, merge, reports_table};
    #[pymodule_export]
    use super::network::Network;
    #[pymodule_export]
    use super::rows::read;
    #[pymodule_export]
    use super::stages::{Stage, stage_limits, stage_rows};
    #[pymodule_export]
    use super::version;
}

/// The version of athir.
#[pyfunction]
fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// What the tables hold: for each its name, a sentence, and its columns (name, type, whether it can be empty, a sentence).
#[pyfunction]
#[expect(clippy::type_complexity, reason = "it is read once, by the package beside it")]
fn columns() -> Vec<(&'static str, &'static str, Vec<(&'static str, &'static str, bool, &'static str)>)> {
    athir::arrow::descriptions()
        .into_iter()
        .map(|(table, doc, columns)| {
            let columns = columns.iter().map(|c| (c.name, c.kind.as_str(), c.can_be_empty, c.doc));
            (table.as_str(), doc, columns.collect())
        })
        .collect()
}
