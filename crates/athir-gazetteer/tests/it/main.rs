//! Tests of files built from small tables, and of the built-in one.

mod bounds;
mod building;
mod builtin;
mod fixture;
mod lookup;
