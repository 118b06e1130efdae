//! Promises of the merger and of reviews, checked on made-up worlds.

mod promises;
mod reviews;
mod stages;
mod world;
