//! What can go wrong with files.

use std::path::PathBuf;

/// A file or folder that could not be used, and why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IoError {
    /// The system refused to read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The bytes are no text in the encoding that the file claims.
    #[error("{}: not valid {encoding} at byte {offset}", path.display())]
    Encoding {
        /// The file.
        path: PathBuf,
        /// The encoding that was tried: the one of the byte order mark, else UTF-8.
        encoding: &'static str,
        /// Offset of the first byte that is wrong.
        offset: usize,
    },
    /// The file holds a byte that no text has.
    #[error("{}: not a text (NUL at byte {offset})", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// Offset of the first NUL.
        offset: usize,
    },
    /// The report is longer than any report is.
    #[error("{}: longer than {} MiB", path.display(), limit / (1024 * 1024))]
    TooLong {
        /// The file.
        path: PathBuf,
        /// The greatest number of bytes that is read.
        limit: u64,
    },
    /// A folder holds no report.
    #[error("{}: no .txt file in this folder", path.display())]
    EmptyFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A folder holds no knowledge file.
    #[error("{}: no .toml file in this folder", path.display())]
    NoKnowledge {
        /// The folder.
        path: PathBuf,
    },
    /// A manifest is not as it should be.
    #[error("{}:{line}: {message}", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}
