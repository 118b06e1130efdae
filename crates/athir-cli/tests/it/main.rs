//! The command as a person at a terminal meets it.
#![allow(clippy::disallowed_methods)] // Tests read the files that they compare with.

mod actors;
mod code;
mod command;
mod container;
mod corrections;
mod database;
mod export;
mod frames;
mod guide;
mod inputs;
mod looking;
mod network;
mod provenance;
mod publish;
