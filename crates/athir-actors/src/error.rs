//! What can be wrong with a registry file.

/// Says what is wrong with a registry file, and where.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ActorsError {
    /// The file is not TOML, or a key or value is not one that the registry knows.
    #[error("{path}:{line}: {message}")]
    Syntax {
        /// The file as the caller named it.
        path: String,
        /// The line, from 1.
        line: usize,
        /// The parser's own words.
        message: String,
    },
    /// A row of a table has too few columns or a value that is no number.
    #[error("{path}:{line}: the row needs {expected}")]
    Row {
        /// The file as the caller named it.
        path: String,
        /// The line, from 1.
        line: usize,
        /// What the row should hold.
        expected: &'static str,
    },
    /// A date is not a year, a month or a day.
    #[error("{path}:{line}: {value:?} of {code} is not YYYY, YYYY-MM or YYYY-MM-DD")]
    Date {
        /// The file as the caller named it.
        path: String,
        /// The line of the actor's entry, from 1.
        line: usize,
        /// The actor's code.
        code: String,
        /// The text that stands where a date should.
        value: String,
    },
    /// Two actors of one file have the same code.
    #[error("{path}:{line}: the code {code} stands twice")]
    DuplicateCode {
        /// The file as the caller named it.
        path: String,
        /// The line of the second entry, from 1.
        line: usize,
        /// The code.
        code: String,
    },
    /// A relation or a composed name points to an actor that no file defines.
    #[error("{path}:{line}: {code} points to {target}, which no file defines")]
    UnknownActor {
        /// The file as the caller named it.
        path: String,
        /// The line of the entry, from 1.
        line: usize,
        /// The code of the entry.
        code: String,
        /// The code that is missing.
        target: String,
    },
}
