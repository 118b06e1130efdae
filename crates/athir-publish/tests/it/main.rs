//! What a publishing profile lets through, and what it does not.

mod fixture;
mod gate;
mod giveaway;
mod order;
mod outlets;
mod policies;
mod properties;
