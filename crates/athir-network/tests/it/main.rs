//! What the network promises, on made-up reports and on random ones.

mod fixture;
mod promises;
mod questions;
mod ties;
