//! What can go wrong while files are written.

use std::io;

/// An export that could not be made. Records that a shape cannot hold are no error but notes.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// A file cannot be written.
    #[error("cannot write {file}")]
    Write {
        /// The file, as the profile calls it.
        file: String,
        /// What the system said.
        source: io::Error,
    },
    /// A table of columns cannot be written.
    #[error("cannot write {file}")]
    Table {
        /// The file, as the profile calls it.
        file: String,
        /// What the library that writes it said.
        source: athir_arrow::ArrowError,
    },
    /// There is no such profile.
    #[error("{name}: no such profile; there are {known}")]
    NoProfile {
        /// What was asked for.
        name: String,
        /// The profiles that there are.
        known: String,
    },
    /// A profile has no such setting.
    #[error("{profile} has no setting {name}; it has {known}")]
    NoSetting {
        /// The profile.
        profile: &'static str,
        /// What was set.
        name: String,
        /// The settings that it has.
        known: String,
    },
    /// A setting cannot have this value.
    #[error("{profile}: {name} is {value}, and can be {allowed}")]
    NoValue {
        /// The profile.
        profile: &'static str,
        /// The setting.
        name: &'static str,
        /// What it was set to.
        value: String,
        /// What it can be.
        allowed: String,
    },
}
