//! Tests of the crate through its public interface.
#![allow(clippy::disallowed_methods)] // tests read model files

mod builder;
mod loading;
mod parity;
mod reading;
mod robust;
mod sharing;
