//! The versions of the schema, and the steps from one to the next.
//!
//! A step that was released is never edited: a change of the schema is a new step, and the database files of older
//! ones stay in `tests/data`.

use crate::backend::{Access, Backend, Dialect};
use crate::error::{Result, StoreError};

/// The steps, each with its statements for SQLite and for PostgreSQL.
const STEPS: [(&str, &str); 3] = [
    (include_str!("v1_sqlite.sql"), include_str!("v1_postgres.sql")),
    (include_str!("v2_sqlite.sql"), include_str!("v2_postgres.sql")),
    (include_str!("v3_sqlite.sql"), include_str!("v3_postgres.sql")),
];

/// The newest version.
pub(crate) const VERSION: i64 = STEPS.len() as i64;

/// Brings a database up to the newest version, after a copy of it as it was is put beside it. Either all of it happens
/// or nothing.
pub(crate) fn migrate(db: &mut dyn Backend) -> Result<()> {
    let from = found(db)?;
    if from == VERSION {
        return Ok(());
    }
    if from > 0 {
        db.set_aside(from)?;
    }
    db.begin(Access::Write)?;
    match climb(db) {
        Ok(()) => db.commit(),
        Err(error) => {
            // The first error is the one to tell.
            let _ = db.roll_back();
            Err(error)
        }
    }
}

fn found(db: &mut dyn Backend) -> Result<i64> {
    let found = db.schema_version()?;
    if found > VERSION {
        return Err(StoreError::Newer { database: db.name().to_owned(), found, known: VERSION });
    }
    Ok(found)
}

fn climb(db: &mut dyn Backend) -> Result<()> {
    // Asked anew: another process may have done it meanwhile.
    let from = usize::try_from(found(db)?).unwrap_or_default();
    for (sqlite, postgres) in &STEPS[from..] {
        db.script(match db.dialect() {
            Dialect::Sqlite => sqlite,
            Dialect::Postgres => postgres,
        })?;
    }
    db.set_schema_version(VERSION)
}
