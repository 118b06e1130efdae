//! Reading and writing of whole files.

mod fixture;
mod page;
mod reading;
mod writing;
