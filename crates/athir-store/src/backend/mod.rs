//! What a database must be able to do. Everything else is written once, in SQL that both back ends read.

mod postgres;
mod sqlite;

pub(crate) use self::postgres::PostgresBackend;
pub(crate) use self::sqlite::SqliteBackend;

use crate::error::Result;
use crate::value::{Row, Value};

/// What a transaction may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// See one state of the database, whatever others write meanwhile.
    Read,
    /// Change it; nobody else can until it ends.
    Write,
}

/// A back end. Statements are in the SQL that both know, with parameters `?1`, `?2`.
pub(crate) trait Backend: Send {
    /// The database as messages name it, without a password.
    fn name(&self) -> &str;

    /// The few words in which the back ends differ.
    fn dialect(&self) -> Dialect;

    /// Starts a transaction.
    fn begin(&mut self, access: Access) -> Result<()>;

    /// Ends it and keeps what was written: when this returns, it is on the disk.
    fn commit(&mut self) -> Result<()>;

    /// Ends it as if nothing had been written.
    fn roll_back(&mut self) -> Result<()>;

    /// Runs statements that have no parameters.
    fn script(&mut self, sql: &str) -> Result<()>;

    /// Runs a statement and tells how many rows it changed.
    fn execute(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64>;

    /// Asks a question. Questions about many rows are asked page by page.
    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Vec<Row>>;

    /// Adds rows to a table.
    fn insert(&mut self, table: &str, columns: &[&str], rows: &[Vec<Value<'_>>]) -> Result<()>;

    /// The version of the schema; 0 for an empty database.
    fn schema_version(&mut self) -> Result<i64>;

    /// Writes the version of the schema down.
    fn set_schema_version(&mut self, version: i64) -> Result<()>;

    /// Keeps a copy of the database as it is, which an athir that knows no newer schema than `version` can open, where that
    /// can be done from here.
    fn set_aside(&mut self, version: i64) -> Result<()>;

    /// Lets the database check its own files, where it can, and tells what is wrong.
    fn check_files(&mut self) -> Result<Vec<String>>;

    /// Lets the database count what it holds, so that it finds the quickest way to an answer.
    fn analyze(&mut self) -> Result<()>;
}

/// The words in which the back ends differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}
