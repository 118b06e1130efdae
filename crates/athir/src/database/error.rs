//! What can go wrong with a database and the files around it.

use std::path::PathBuf;

use athir_store::StoreError;

use crate::ConfigError;

/// Something that could not be done with a database.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DatabaseError {
    /// The database cannot do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The coder cannot be set up.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A file cannot be read or written.
    #[error("cannot use {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Nothing has this id.
    #[error("{id}: no such incident, event or decision")]
    Unknown {
        /// The id.
        id: String,
    },
    /// A decision that decides nothing.
    #[error("{why}")]
    NoDecision {
        /// Why not.
        why: String,
    },
    /// There is something already where a snapshot is to be written.
    #[error("{}: is there already; a snapshot is never written over", path.display())]
    Taken {
        /// The folder.
        path: PathBuf,
    },
}
