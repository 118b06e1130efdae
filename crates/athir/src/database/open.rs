//! A database that is open.

use athir_store::{Location, Store, StoreError};

/// A database of reports and of all that follows from them: a file of SQLite, or a database of a PostgreSQL server.
///
/// # Examples
///
/// ```
/// use athir::database::{Database, Location};
///
/// # let folder = tempfile::tempdir()?;
/// # let file = folder.path().join("idlib.db").display().to_string();
/// let at: Location = file.parse()?;
/// let mut database = Database::create(&at)?;
/// assert_eq!(database.store().totals()?.n_reports, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Database {
    store: Store,
}

impl Database {
    /// Opens a database that is there.
    ///
    /// # Errors
    ///
    /// One that is missing, damaged, of another program or of a newer athir.
    pub fn open(at: &Location) -> Result<Database, StoreError> {
        Ok(Database { store: Store::open(at)? })
    }

    /// Opens a database that is there to ask questions of it alone, beside others that do so.
    ///
    /// # Errors
    ///
    /// As for [`open`](Database::open).
    pub fn open_to_read(at: &Location) -> Result<Database, StoreError> {
        Ok(Database { store: Store::open_to_read(at)? })
    }

    /// Opens a database, and makes it where there is none.
    ///
    /// # Errors
    ///
    /// As for [`open`](Database::open), and a folder that may not be written to.
    pub fn create(at: &Location) -> Result<Database, StoreError> {
        Ok(Database { store: Store::create(at)? })
    }

    /// What is kept, and the questions that can be asked of it.
    pub fn store(&mut self) -> &mut Store {
        &mut self.store
    }
}
