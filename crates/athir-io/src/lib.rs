//! Readers and writers: the one edge of athir that knows file formats.
//!
//! Reading gives [`Report`]s, word for word, with the publication date and outlet that a folder's
//! `manifest.toml` lists. Writing turns a coded report into JSON Lines, JSON, a table for the terminal, or a
//! page to read in a browser. This crate does not code events, and it prints nothing itself: every writer
//! takes the place to write to.
#![allow(clippy::disallowed_methods)] // This crate is the edge that reads files.

mod error;
mod read;
mod write;

pub use error::{Fault, IoError, Spot};
pub use read::{
    Column, Columns, Extract, Format, Input, Manifest, ManifestEntry, REPORT_LIMIT, ReadSettings, Record,
    Records, Reports, decode_text, find_inputs, find_inputs_below, read_columns, read_knowledge,
};
pub use write::html::HtmlWriter;
pub use write::json::JsonWriter;
pub use write::jsonl::JsonlWriter;
pub use write::table::{TableStyle, TableWriter};
pub use write::{ReportWriter, words};
