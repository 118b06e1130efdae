//! The facade as programs see it, and the rules that keep the workspace's shape.
#![allow(clippy::disallowed_methods)] // Tests read the files that they compare with.

mod arrows;
mod evaluation;
mod explaining;
mod keeper;
mod pipeline;
mod schema;
mod stages;
mod tables;
mod views;
