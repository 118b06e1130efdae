//! Reads reports of armed conflict and codes their events: who did what to whom, where, when, with what
//! losses, according to whom.
//!
//! This crate wires the stages together and adds no rules of its own. [`Pipeline`] takes a [`Report`] through
//! parsing and coding to a [`CodedReport`]; the readers and writers of files, the views of a parse, the tools
//! for frames, and the evaluation against gold reports are here as well, so that programs need this crate alone.

mod actors;
mod batch;
pub mod compare;
mod config;
pub mod corrections;
pub mod database;
mod error;
pub mod eval;
mod explain;
pub mod export;
mod frames;
mod incidents;
mod knowledge;
pub mod network;
mod parallel;
mod pipeline;
mod places;
pub mod project;
pub mod publish;
mod reading;
pub mod stages;
mod versions;
pub mod view;

/// Records as tables: their columns, and Arrow batches and Parquet files of them.
pub use athir_arrow as arrow;

pub use actors::load_actors;
pub use athir_actors::{ActorsError, Import, Refusal, Registry, lint};
/// Places by name, and how their files are built.
pub mod gazetteer {
    pub use athir_gazetteer::build::{Built, Source, build, build_upon};
    pub use athir_gazetteer::{Candidate, Gazetteer, GazetteerError, Match, NameKind, Place};
}

pub use athir_coder::{CameoAct, CameoParty, FoundPlace, FrameFinding, Problem, Triple};
pub use athir_incident::{Model as MergeModel, NearMiss, Reviews, Revised};
pub use athir_io::{
    Clock, Column, Columns, Extract, Fault, FeedList, FeedSource, FetchError, Format, HtmlWriter,
    IncidentCsv, Input, IoError, JsonWriter, JsonlWriter, Look, Manifest, ManifestEntry, Poll, ReadSettings,
    Record, Records, ReportWriter, Reports, Sheet, Spot, TableStyle, TableWriter, Watch, WatchState,
    find_inputs, find_inputs_below, read_columns, read_feeds, words, write_dossier, write_dossier_words,
    write_incident_table, write_report,
};
pub use athir_model as model;
pub use athir_model::{CodedReport, Report};
pub use athir_nlp::{Doc, Model};
pub use batch::{CodedTable, code_batch};
pub use config::Config;
pub use error::ConfigError;
pub use explain::{SentenceNotes, explain};
pub use frames::{Fate, FrameHit, FrameTrial, check_frames, try_frame};
pub use incidents::{IncidentBook, IncidentChanges, RegistryLineage, ReportCoding, merge_events};
pub use pipeline::Pipeline;
pub use reading::read_records;
pub use versions::{Versions, versions};
