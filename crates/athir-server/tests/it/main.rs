//! The server as clients see it.
#![allow(clippy::disallowed_methods)] // Tests make databases and talk to the server.

mod accounts;
mod client;
mod fixture;
mod guards;
mod hostile;
mod publishing;
mod schema;
mod views;
mod writing;
