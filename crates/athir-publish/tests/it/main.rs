//! What a publishing profile lets through, and what it does not.

mod fixture;
mod gate;
mod giveaway;
mod policies;
mod properties;
