//! What is remembered of feeds from one look to the next.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::robots::Robots;
use crate::IoError;

/// What is remembered of feeds and sites, kept in a file of JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchState {
    /// By the feed's address.
    pub(super) feeds: BTreeMap<String, FeedState>,
    /// By the site: scheme, host and port.
    pub(super) sites: BTreeMap<String, SiteState>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FeedState {
    /// What the server said to tell one state of the feed from another.
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
    /// When to look next.
    pub(super) next: Option<Timestamp>,
    /// How many looks have failed since the last that went well.
    pub(super) n_failed: u32,
    /// Whether the server said that it is gone for good.
    pub(super) gone: bool,
    /// The entries of the last look, by what they hold.
    pub(super) seen: BTreeSet<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SiteState {
    pub(super) robots: Robots,
    pub(super) fetched: Timestamp,
}

impl WatchState {
    /// Reads the state, an empty one if there is no file.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or is none that athir wrote.
    pub fn read(path: &Path) -> Result<WatchState, IoError> {
        let text = match fs::read_to_string(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(WatchState::default()),
            text => text.map_err(|source| IoError::Read { path: path.to_owned(), source })?,
        };
        serde_json::from_str(&text).map_err(|error| IoError::Manifest {
            path: path.to_owned(),
            line: error.line(),
            message: error.to_string(),
        })
    }

    /// Writes the state beside the old file and puts it in its place.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let beside = path.with_extension("part");
        let mut file = File::create(&beside)?;
        serde_json::to_writer_pretty(&mut file, self)?;
        file.write_all(b"\n")?;
        file.sync_all()?;
        fs::rename(&beside, path)
    }
}
