//! What the coder makes of reports: cases in prose, the frames' own examples, and rules that hold for any text.
#![allow(clippy::disallowed_methods)] // Tests read the files that they compare with.

mod acled;
mod cameo;
mod cases;
mod coding;
mod counts;
mod frames;
mod outside;
mod properties;
mod relations;
mod rows;
