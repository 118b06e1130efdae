//! SQLite: one file, written ahead to a log beside it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql, params_from_iter};

use super::{Access, Backend, Dialect};
use crate::error::{Result, StoreError};
use crate::value::{Row, Value};

/// Marks the file as athir's own (`PRAGMA application_id`).
const APPLICATION: i64 = 0x6174_6872;
/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many prepared statements are kept.
const STATEMENTS: usize = 128;

pub(crate) struct SqliteBackend {
    connection: Connection,
    name: String,
}

impl SqliteBackend {
    /// Opens a file that is there.
    pub(crate) fn open(path: &Path) -> Result<SqliteBackend> {
        if !path.exists() {
            return Err(StoreError::Missing { database: path.display().to_string() });
        }
        SqliteBackend::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    /// Opens a file, and makes it if it is not there.
    pub(crate) fn create(path: &Path) -> Result<SqliteBackend> {
        SqliteBackend::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<SqliteBackend> {
        let name = path.display().to_string();
        if is_blank(path) && !is_named_database(path) {
            return Err(StoreError::Blank { database: name });
        }
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(|source| StoreError::Open { database: name.clone(), source: source.into() })?;
        let mut backend = SqliteBackend { connection, name };
        backend.prepare_file()?;
        Ok(backend)
    }

    fn prepare_file(&mut self) -> Result<()> {
        self.connection.busy_timeout(PATIENCE).map_err(|e| self.error(e))?;
        self.connection.set_prepared_statement_cache_capacity(STATEMENTS);
        let marked = self.pragma("application_id")?;
        let n_tables = self.query("SELECT count(*) FROM sqlite_schema", &[])?.remove(0).int();
        if marked != APPLICATION && (marked != 0 || n_tables > 0) {
            return Err(StoreError::Foreign { database: self.name.clone() });
        }
        // Full: a commit returns only when the log is on the disk. The log lets others read while one writes.
        self.script(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
             PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;",
        )
    }

    fn pragma(&self, name: &str) -> Result<i64> {
        self.connection.pragma_query_value(None, name, |row| row.get(0)).map_err(|e| self.error(e))
    }

    fn error(&self, source: rusqlite::Error) -> StoreError {
        let database = self.name.clone();
        match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => StoreError::NoDatabase { database },
            Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged { database, detail: source.to_string() },
            Some(ErrorCode::DiskFull) => StoreError::Full { database },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { database },
            Some(ErrorCode::ReadOnly) => StoreError::ReadOnly { database },
            Some(ErrorCode::CannotOpen) => StoreError::Open { database, source: source.into() },
            _ => StoreError::Database { database, source: source.into() },
        }
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(n) => ValueRef::Integer(*n),
            Value::Real(x) => ValueRef::Real(*x),
            Value::Text(words) => ValueRef::Text(words.as_bytes()),
        }))
    }
}

fn value(from: ValueRef<'_>) -> Value<'static> {
    match from {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Int(n),
        ValueRef::Real(x) => Value::Real(x),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned().into(),
    }
}

impl Backend for SqliteBackend {
    fn name(&self) -> &str {
        &self.name
    }

    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn begin(&mut self, access: Access) -> Result<()> {
        match access {
            Access::Read => self.script("BEGIN DEFERRED"),
            Access::Write => self.script("BEGIN IMMEDIATE"),
        }
    }

    fn commit(&mut self) -> Result<()> {
        self.script("COMMIT")
    }

    fn roll_back(&mut self) -> Result<()> {
        // Some errors, a full disk among them, have rolled it back already.
        if self.connection.is_autocommit() { Ok(()) } else { self.script("ROLLBACK") }
    }

    fn script(&mut self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(|e| self.error(e))
    }

    fn execute(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64> {
        let run = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            statement.execute(params_from_iter(parameters))
        };
        run().map(|n| n as u64).map_err(|e| self.error(e))
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Vec<Row>> {
        let run = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            let n_columns = statement.column_count();
            let mut rows = statement.query(params_from_iter(parameters))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let values: rusqlite::Result<Vec<_>> =
                    (0..n_columns).map(|n| row.get_ref(n).map(value)).collect();
                found.push(Row::new(values?));
            }
            Ok(found)
        };
        run().map_err(|e| self.error(e))
    }

    fn insert(&mut self, table: &str, columns: &[&str], rows: &[Vec<Value<'_>>]) -> Result<()> {
        let places: Vec<String> = (1..=columns.len()).map(|n| format!("?{n}")).collect();
        let sql = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), places.join(", "));
        let run = || {
            let mut statement = self.connection.prepare_cached(&sql)?;
            for row in rows {
                statement.execute(params_from_iter(row))?;
            }
            Ok(())
        };
        run().map_err(|e| self.error(e))
    }

    fn schema_version(&mut self) -> Result<i64> {
        self.pragma("user_version")
    }

    fn set_schema_version(&mut self, version: i64) -> Result<()> {
        self.script(&format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {version};"))
    }

    fn set_aside(&mut self, version: i64) -> Result<()> {
        let kept = PathBuf::from(format!("{}.schema-{version}", self.name));
        if kept.exists() {
            return Ok(());
        }
        // Whole or not there: a process that is killed leaves nothing that could be taken for the copy.
        let part = PathBuf::from(format!("{}.part-{}", kept.display(), process::id()));
        let copied = self.execute("VACUUM INTO ?1", &[part.display().to_string().into()]);
        let named = copied.and_then(|_| {
            fs::rename(&part, &kept).map_err(|source| {
                let database = kept.display().to_string();
                StoreError::Open { database, source: source.into() }
            })
        });
        if named.is_err() {
            let _ = fs::remove_file(&part);
        }
        named
    }

    fn check_files(&mut self) -> Result<Vec<String>> {
        let rows = self.query("PRAGMA integrity_check", &[])?;
        Ok(rows.into_iter().map(|mut row| row.text()).filter(|words| words != "ok").collect())
    }

    fn analyze(&mut self) -> Result<()> {
        self.script("PRAGMA analysis_limit = 2000; ANALYZE;")
    }
}

/// Whether a file is there and holds nothing.
fn is_blank(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() == 0)
}

/// Whether a file's name says that it is a database.
fn is_named_database(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    ["db", "sqlite", "sqlite3"].iter().any(|known| ending == *known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::migrate;

    #[test]
    fn a_full_disk_says_so_and_keeps_what_was_acknowledged() {
        let folder = tempfile::tempdir().unwrap();
        let mut db = SqliteBackend::create(&folder.path().join("small.db")).unwrap();
        migrate(&mut db).unwrap();
        let n_pages = db.pragma("page_count").unwrap();
        db.script(&format!("PRAGMA max_page_count = {}", n_pages + 4)).unwrap();
        let long = "x".repeat(5000);
        let add = |db: &mut SqliteBackend, n: i64| {
            db.begin(Access::Write)?;
            let columns = ["number", "time", "actor", "action", "note", "changes", "previous", "digest"];
            let mut row: Vec<Value<'_>> = vec![n.into()];
            row.extend((0..6).map(|_| Value::from("")));
            row.push(format!("{n} {long}").into());
            db.insert("entry", &columns, &[row])?;
            db.commit()
        };
        let mut n_kept = 0;
        let error = loop {
            match add(&mut db, n_kept + 1) {
                Ok(()) => n_kept += 1,
                Err(error) => break error,
            }
            assert!(n_kept < 100, "the limit holds");
        };
        assert!(matches!(error, StoreError::Full { .. }), "{error:?}");
        assert!(error.to_string().contains("small.db: no room left on the disk"), "{error}");
        db.roll_back().unwrap();
        assert_eq!(db.query("SELECT count(*) FROM entry", &[]).unwrap().remove(0).int(), n_kept);
        assert_eq!(db.check_files().unwrap(), Vec::<String>::new());
        db.script("PRAGMA max_page_count = 1000000").unwrap();
        add(&mut db, n_kept + 1).unwrap();
    }
}
