//! Readers and writers: the one edge of athir that knows file formats and the web.
//!
//! Reading gives [`Report`](athir_model::Report)s from texts, pages, feeds, web archives, JSON Lines and tables, one
//! after the other, with what their metadata and a folder's `manifest.toml` say. [`Watch`] fetches them from feeds.
//! Writing turns a coded report into JSON Lines, JSON, a table for the terminal, or a page to read in a browser. This
//! crate does not code events, and it prints nothing itself: every writer takes the place to write to.
#![allow(clippy::disallowed_methods)] // This crate is the edge that reads files.

mod error;
mod fetch;
mod read;
mod write;

pub use error::{Fault, IoError, Spot};
pub use fetch::{Clock, FeedList, FeedSource, FetchError, Poll, Watch, WatchState};
pub use read::{
    Column, Columns, Extract, Format, Input, Look, Manifest, ManifestEntry, REPORT_LIMIT, ReadSettings,
    Record, Records, Reports, Sheet, SheetRow, decode_text, find_inputs, find_inputs_below, read_columns,
    read_feeds, read_knowledge,
};
pub use write::html::{HtmlWriter, write_dossier};
pub use write::incident::{IncidentCsv, write_dossier_words, write_incident_table};
pub use write::json::JsonWriter;
pub use write::jsonl::JsonlWriter;
pub use write::reports::write_report;
pub use write::table::{TableStyle, TableWriter};
pub use write::{ReportWriter, words};
