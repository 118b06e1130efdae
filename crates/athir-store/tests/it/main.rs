//! The store, on SQLite and, where `ATHIR_TEST_POSTGRES` names a server, on PostgreSQL.
#![allow(clippy::disallowed_methods)] // Tests read files and their settings.

mod fixture;
mod kill;
mod old_files;
mod search;
mod sharing;
mod sqlite_file;
mod suite;
