//! What the tables promise.
#![expect(clippy::disallowed_methods, reason = "tests read the files that they write")]

mod columns;
mod files;
mod rows;
