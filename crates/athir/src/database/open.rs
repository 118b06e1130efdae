//! A database that is open.

use std::sync::Arc;

use athir_incident::Reviews;
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
    /// People's reviews, and how many decisions they are of.
    reviews: Option<(i64, Arc<Reviews>)>,
}

impl Database {
    /// Opens a database that is there.
    ///
    /// # Errors
    ///
    /// One that is missing, damaged, of another program or of a newer athir.
    pub fn open(at: &Location) -> Result<Database, StoreError> {
        Ok(Database { store: Store::open(at)?, reviews: None })
    }

    /// Opens a database that is there to ask questions of it alone, beside others that do so.
    ///
    /// # Errors
    ///
    /// As for [`open`](Database::open).
    pub fn open_to_read(at: &Location) -> Result<Database, StoreError> {
        Ok(Database { store: Store::open_to_read(at)?, reviews: None })
    }

    /// Opens a database, and makes it where there is none.
    ///
    /// # Errors
    ///
    /// As for [`open`](Database::open), and a folder that may not be written to.
    pub fn create(at: &Location) -> Result<Database, StoreError> {
        Ok(Database { store: Store::create(at)?, reviews: None })
    }

    /// What is kept, and the questions that can be asked of it.
    pub fn store(&mut self) -> &mut Store {
        &mut self.store
    }

    /// What people have found of single events. It is read anew when somebody has decided something.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn reviews(&mut self) -> Result<Arc<Reviews>, StoreError> {
        let n = self.store.n_decisions()?;
        if let Some((_, reviews)) = self.reviews.as_ref().filter(|(known, _)| *known == n) {
            return Ok(reviews.clone());
        }
        let reviews = Arc::new(Reviews::new(&self.store.decisions()?));
        self.reviews = Some((n, reviews.clone()));
        Ok(reviews)
    }
}
