//! A database that is open.

use std::sync::Arc;

use athir_incident::Reviews;
use athir_model::Decision;
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
    /// What people have decided, as it was when it was read last.
    decided: Option<Decided>,
}

/// People's decisions, and what follows from them for single events.
#[derive(Debug)]
struct Decided {
    /// How many decisions they are.
    n: i64,
    decisions: Arc<[Decision]>,
    reviews: Arc<Reviews>,
}

impl Database {
    /// Opens a database that is there.
    ///
    /// # Errors
    ///
    /// One that is missing, damaged, of another program or of a newer athir.
    pub fn open(at: &Location) -> Result<Database, StoreError> {
        Ok(Database { store: Store::open(at)?, decided: None })
    }

    /// Opens a database that is there to ask questions of it alone, beside others that do so.
    ///
    /// # Errors
    ///
    /// As for [`open`](Database::open).
    pub fn open_to_read(at: &Location) -> Result<Database, StoreError> {
        Ok(Database { store: Store::open_to_read(at)?, decided: None })
    }

    /// Opens a database, and makes it where there is none.
    ///
    /// # Errors
    ///
    /// As for [`open`](Database::open), and a folder that may not be written to.
    pub fn create(at: &Location) -> Result<Database, StoreError> {
        Ok(Database { store: Store::create(at)?, decided: None })
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
        Ok(self.decided()?.reviews.clone())
    }

    /// All decisions, in their order. They are read anew when somebody has decided something.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn decisions(&mut self) -> Result<Arc<[Decision]>, StoreError> {
        Ok(self.decided()?.decisions.clone())
    }

    fn decided(&mut self) -> Result<&Decided, StoreError> {
        let n = self.store.n_decisions()?;
        let known = match self.decided.take().filter(|known| known.n == n) {
            Some(known) => known,
            None => {
                let decisions: Arc<[Decision]> = self.store.decisions()?.into();
                Decided { n, reviews: Arc::new(Reviews::new(&decisions)), decisions }
            }
        };
        Ok(self.decided.insert(known))
    }
}
