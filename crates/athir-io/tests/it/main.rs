//! Reading and writing of whole files.

mod reading;
mod writing;
