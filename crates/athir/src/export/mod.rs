//! Exports: a database under a filter, written in the shapes of [`athir_export`].

mod drive;
mod source;
mod way;
mod world;

/// Cells of athir's own tables as words, and back.
pub use athir_export::table;
pub use athir_export::{
    Area, Areas, ExportError, Exporter, Fate, FileTally, Files, Gate, Item, ItemEvent, MadeOf, Needs, Notes,
    Out, Output, PartyClass, PartyInfo, Profile, Release, ReportInfo, ReportRecord, Rows, Setting, Settings,
    Start, Tally, TieRecord, TieSource, World, profile, profiles,
};
pub use drive::{ExportFailed, Passage};
pub use world::KnownWorld;
