//! A database that is open.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::audit::{LogEntry, last_entry};
use crate::backend::{Access, Backend, PostgresBackend, SqliteBackend};
use crate::error::{Result, StoreError};
use crate::kept::Kept;
use crate::schema::migrate;
use crate::value::Value;

/// How many rows a question gives at once when it goes through a table.
pub(crate) const PAGE: usize = 500;

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A file of SQLite.
    File(PathBuf),
    /// A database of a PostgreSQL server, by its URL.
    Server(String),
}

impl FromStr for Location {
    type Err = std::convert::Infallible;

    /// Reads `postgres://…` or `postgresql://…` as a server; everything else is a path.
    fn from_str(words: &str) -> std::result::Result<Location, Self::Err> {
        let is_url = ["postgres://", "postgresql://"].iter().any(|scheme| words.starts_with(scheme));
        Ok(if is_url { Location::Server(words.to_owned()) } else { Location::File(words.into()) })
    }
}

impl From<PathBuf> for Location {
    fn from(path: PathBuf) -> Location {
        Location::File(path)
    }
}

/// A database of reports and of all that follows from them.
///
/// What a method that writes has returned from is on the disk: a process that is killed, or a machine that loses its
/// power, does not lose it. A method that fails has changed nothing. Others may read while one writes.
///
/// # Examples
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// let file = folder.path().join("idlib.db");
/// let mut store = athir_store::Store::create(&file.into())?;
/// assert_eq!(store.totals()?.n_reports, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Store {
    db: Box<dyn Backend>,
    /// Whether a transaction is open in which all questions are asked.
    is_frozen: bool,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("database", &self.db.name()).finish_non_exhaustive()
    }
}

/// How much a database holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Reports.
    pub n_reports: i64,
    /// Events of the newest codings.
    pub n_events: i64,
    /// Stories.
    pub n_stories: i64,
    /// Incidents.
    pub n_incidents: i64,
    /// Ties.
    pub n_ties: i64,
    /// Decisions of people.
    pub n_decisions: i64,
    /// Entries of the log.
    pub n_entries: i64,
}

impl Store {
    /// Opens a database that is there. One of an older athir is brought up to this one's schema.
    ///
    /// # Errors
    ///
    /// A file that is missing, damaged, no database, of another program, or of a newer athir; a server that cannot be
    /// reached.
    pub fn open(at: &Location) -> Result<Store> {
        Store::with(match at {
            Location::File(path) => Box::new(SqliteBackend::open(path)?),
            Location::Server(url) => Box::new(PostgresBackend::open(url)?),
        })
    }

    /// Opens a database as [`open`](Store::open) does, and makes the file, or the tables on the server, where there
    /// are none.
    ///
    /// # Errors
    ///
    /// As for [`open`](Store::open), and a folder that may not be written to.
    pub fn create(at: &Location) -> Result<Store> {
        Store::with(match at {
            Location::File(path) => Box::new(SqliteBackend::create(path)?),
            Location::Server(url) => Box::new(PostgresBackend::open(url)?),
        })
    }

    /// Opens a database that is there to ask questions of it, one of many at a time: with little memory of its own, and
    /// without the right to change anything.
    ///
    /// # Errors
    ///
    /// As for [`open`](Store::open).
    pub fn open_to_read(at: &Location) -> Result<Store> {
        let mut store = Store::open(at)?;
        if matches!(at, Location::File(_)) {
            store.db.script("PRAGMA cache_size = -8192; PRAGMA query_only = ON;")?;
        }
        Ok(store)
    }

    fn with(mut db: Box<dyn Backend>) -> Result<Store> {
        migrate(db.as_mut())?;
        Ok(Store { db, is_frozen: false })
    }

    /// The database as messages name it, without a password.
    pub fn name(&self) -> &str {
        self.db.name()
    }

    pub(crate) fn db(&mut self) -> &mut dyn Backend {
        self.db.as_mut()
    }

    /// Does something that changes the database: all of it, or nothing where it fails.
    pub(crate) fn write<T>(&mut self, work: impl FnOnce(&mut dyn Backend) -> Result<T>) -> Result<T> {
        self.transaction(Access::Write, work)
    }

    /// Asks several questions of one state of the database.
    pub(crate) fn read<T>(&mut self, work: impl FnOnce(&mut dyn Backend) -> Result<T>) -> Result<T> {
        self.transaction(Access::Read, work)
    }

    fn transaction<T>(
        &mut self,
        access: Access,
        work: impl FnOnce(&mut dyn Backend) -> Result<T>,
    ) -> Result<T> {
        let db = self.db.as_mut();
        if self.is_frozen {
            return match access {
                Access::Read => work(db),
                Access::Write => {
                    let what = "anything while one state of it is looked at".to_owned();
                    Err(StoreError::Refused { database: db.name().to_owned(), what })
                }
            };
        }
        db.begin(access)?;
        match work(db).and_then(|done| db.commit().map(|()| done)) {
            Ok(done) => Ok(done),
            Err(error) => {
                // The first error is the one to tell.
                let _ = db.roll_back();
                Err(error)
            }
        }
    }

    /// Asks any number of questions of one state of the database, whatever others write meanwhile. Nothing can be
    /// written from within.
    ///
    /// # Errors
    ///
    /// What `work` fails with, and a database that cannot be read.
    pub fn frozen<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&mut Store) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        if self.is_frozen {
            return work(self);
        }
        self.db.begin(Access::Read)?;
        self.is_frozen = true;
        let done = work(self);
        self.is_frozen = false;
        // Nothing was written.
        self.db.roll_back()?;
        done
    }

    /// Counts what the database holds.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn totals(&mut self) -> Result<Totals> {
        self.read(|db| {
            let mut count = |table: &str| -> Result<i64> {
                Ok(db.query(&format!("SELECT count(*) FROM {table}"), &[])?.remove(0).int())
            };
            let mut totals = Totals {
                n_reports: count("report")?,
                n_stories: count("story")?,
                n_incidents: count("incident")?,
                n_ties: count("tie")?,
                n_decisions: count("decision")?,
                n_entries: count("entry")?,
                n_events: 0,
            };
            let sql =
                "SELECT CAST(coalesce(sum(n_events), 0) AS BIGINT) FROM coding WHERE superseded IS NULL";
            totals.n_events = db.query(sql, &[])?.remove(0).int();
            Ok(totals)
        })
    }

    /// The newest entry of the log, which stands for the whole state of the database.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn head(&mut self) -> Result<Option<LogEntry>> {
        last_entry(self.db())
    }

    /// Gives up to `limit` entries of the log after the one with this number.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn log(&mut self, after: i64, limit: usize) -> Result<Vec<LogEntry>> {
        let sql =
            format!("SELECT {} FROM entry WHERE number > ?1 ORDER BY number LIMIT ?2", LogEntry::COLUMNS);
        let rows = self.db().query(&sql, &[after.into(), limit.into()])?;
        Ok(rows.into_iter().map(LogEntry::read).collect())
    }

    /// Tells whether an entry of the log has this digest.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn has_entry(&mut self, digest: &str) -> Result<bool> {
        let sql = "SELECT count(*) FROM entry WHERE digest = ?1";
        Ok(self.db().query(sql, &[digest.into()])?.remove(0).int() > 0)
    }

    /// Lets the database count what it holds, so that it finds the quickest way to an answer. Worth it after much
    /// was added.
    ///
    /// # Errors
    ///
    /// A database that cannot be written to.
    pub fn analyze(&mut self) -> Result<()> {
        self.db().analyze()
    }
}

/// Reads a record back from its JSON.
pub(crate) fn parse<K: DeserializeOwned>(db: &dyn Backend, table: &str, id: &str, json: &str) -> Result<K> {
    serde_json::from_str(json).map_err(|error| StoreError::Damaged {
        database: db.name().to_owned(),
        detail: format!("{table} {id}: its record cannot be read: {error}"),
    })
}

/// Writes a record's JSON and takes its digest.
pub(crate) fn written(db: &dyn Backend, record: &impl Kept) -> Result<crate::kept::Written> {
    crate::kept::Written::of(record).map_err(|error| StoreError::Refused {
        database: db.name().to_owned(),
        what: format!("{}: {error}", record.id()),
    })
}

/// The number that the next row of a table gets.
pub(crate) fn next_no(db: &mut dyn Backend, table: &str) -> Result<i64> {
    Ok(db.query(&format!("SELECT coalesce(max(no), 0) + 1 FROM {table}"), &[])?.remove(0).int())
}

/// Gives the record with this id, if the table has it.
pub(crate) fn find<K: Kept + DeserializeOwned>(db: &mut dyn Backend, id: &str) -> Result<Option<K>> {
    let sql = format!("SELECT record FROM {} WHERE id = ?1", K::TABLE);
    let Some(mut row) = db.query(&sql, &[id.into()])?.pop() else { return Ok(None) };
    parse(db, K::TABLE, id, &row.text()).map(Some)
}

/// Gives a page of a table's records in the order of their ids, after the one given.
pub(crate) fn page<K: Kept + DeserializeOwned>(db: &mut dyn Backend, after: &str) -> Result<Vec<K>> {
    let sql = format!("SELECT id, record FROM {} WHERE id > ?1 ORDER BY id LIMIT ?2", K::TABLE);
    let rows = db.query(&sql, &[after.into(), Value::from(PAGE)])?;
    rows.into_iter()
        .map(|mut row| {
            let id = row.text();
            parse(db, K::TABLE, &id, &row.text())
        })
        .collect()
}
