//! Tests of the crate through its public interface.

mod parity;
mod reading;
mod robust;
