//! What can be wrong with a publishing profile.

/// A publishing profile that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// The file is no TOML, lacks a key, or has one that is not known.
    #[error("{path}:{line}: {what}")]
    Form {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        what: String,
    },
    /// A value that cannot be.
    #[error("{path}: {key} is {value}: {what}")]
    Value {
        /// The file.
        path: String,
        /// The key, with its tables.
        key: &'static str,
        /// What it is set to.
        value: String,
        /// Why it cannot be.
        what: String,
    },
    /// Two settings, of which one gives away what the other hides.
    #[error("{path}: {shown} would give away what {hidden} hides: {what}")]
    Undone {
        /// The file.
        path: String,
        /// The setting that shows.
        shown: &'static str,
        /// The setting that hides.
        hidden: &'static str,
        /// What to choose.
        what: &'static str,
    },
}
