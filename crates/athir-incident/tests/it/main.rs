//! Promises of the merger, checked on made-up worlds.

mod promises;
mod world;
