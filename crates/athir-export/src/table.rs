//! athir's own tables, and numbers by month.

mod aggregate;
mod csv;
mod editable;
mod own;
mod own_parquet;
mod package;
mod parquet;
mod rows;
mod sheet;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use aggregate::{COUNTRY_MONTH, PRIOGRID_MONTH};
pub(crate) use csv::CsvFile;
pub use editable::{NOTE, STATE, editable_cells, is_editable, is_same, state_of};
pub(crate) use own::CSV;
pub(crate) use own_parquet::PARQUET;
pub(crate) use parquet::ParquetSink;
pub(crate) use rows::{class_word, provenance_words};
pub use sheet::{defused, join_list, restored, split_list};
pub use words::{NoCell, cell_words, read_cell};
