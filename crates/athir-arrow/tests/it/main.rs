//! What the tables promise.

mod columns;
mod files;
mod rows;
