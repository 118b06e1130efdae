//! What can go wrong with a database.

use std::error::Error;

/// A database that could not be used, and why. Every message names the database.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no such file.
    #[error("{database}: no such database")]
    Missing {
        /// The database.
        database: String,
    },
    /// The file or server cannot be opened.
    #[error("cannot open {database}")]
    Open {
        /// The database.
        database: String,
        /// What the system or the server said.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The file is none that SQLite can read.
    #[error("{database}: not a database")]
    NoDatabase {
        /// The file.
        database: String,
    },
    /// The file is empty and not named as a database is: it may be somebody's text.
    #[error(
        "{database}: an empty file, and not named as a database (.db, .sqlite, .sqlite3); name another, or delete it first"
    )]
    Blank {
        /// The file.
        database: String,
    },
    /// The database belongs to another program.
    #[error("{database}: a database of another program")]
    Foreign {
        /// The database.
        database: String,
    },
    /// The database was made by a newer athir.
    #[error("{database}: made by a newer athir (schema {found}, and this one knows {known})")]
    Newer {
        /// The database.
        database: String,
        /// The version of its schema.
        found: i64,
        /// The newest version that is known.
        known: i64,
    },
    /// There is no room left to write to.
    #[error("{database}: no room left on the disk; what was acknowledged before is kept")]
    Full {
        /// The database.
        database: String,
    },
    /// Another process has been writing for too long.
    #[error("{database}: another process is writing and does not end")]
    Busy {
        /// The database.
        database: String,
    },
    /// The database may not be written to.
    #[error("{database}: may not be written to")]
    ReadOnly {
        /// The database.
        database: String,
    },
    /// What stands in the database cannot have been written by athir.
    #[error("{database}: damaged: {detail}")]
    Damaged {
        /// The database.
        database: String,
        /// What is wrong, with table and id where known.
        detail: String,
    },
    /// Something that is to be stored cannot be.
    #[error("{database}: cannot store {what}")]
    Refused {
        /// The database.
        database: String,
        /// What, and why not.
        what: String,
    },
    /// The database refused for another reason.
    #[error("{database}")]
    Database {
        /// The database.
        database: String,
        /// What it said.
        source: Box<dyn Error + Send + Sync>,
    },
}

/// What a step on a database gives.
pub(crate) type Result<T> = std::result::Result<T, StoreError>;
