//! Connections to read the database by, each of which asks one question at a time.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use athir::database::{Database, Location, StoreError};

use crate::problem::Problem;

/// How long a question waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// Connections that are opened when they are first needed.
pub(crate) struct Pool {
    at: Location,
    most: usize,
    held: Mutex<Held>,
    is_back: Condvar,
}

#[derive(Default)]
struct Held {
    idle: Vec<Database>,
    n_open: usize,
}

impl Pool {
    /// Opens the first connection.
    ///
    /// # Errors
    ///
    /// A database that cannot be opened.
    pub(crate) fn open(at: Location, most: usize) -> Result<Pool, StoreError> {
        let first = Database::open_to_read(&at)?;
        let held = Held { idle: vec![first], n_open: 1 };
        Ok(Pool { at, most: most.max(1), held: Mutex::new(held), is_back: Condvar::new() })
    }

    /// Asks questions of the database. They wait for one another only where all connections are in use.
    ///
    /// # Errors
    ///
    /// What `work` fails with; no connection for some seconds; a database that cannot be opened.
    pub(crate) fn read<T, E: Into<Problem>>(
        &self,
        work: impl FnOnce(&mut Database) -> Result<T, E>,
    ) -> Result<T, Problem> {
        let mut lent = Lent { pool: self, database: Some(self.take()?) };
        let Some(database) = &mut lent.database else {
            return Err(Problem::internal("a bug: no connection"));
        };
        let done = work(database).map_err(Into::into);
        // A connection that failed may be broken; the next one is opened anew.
        if matches!(&done, Err(problem) if problem.status >= 500) {
            lent.database = None;
        }
        done
    }

    fn take(&self) -> Result<Database, Problem> {
        let mut held = lock(&self.held);
        loop {
            if let Some(database) = held.idle.pop() {
                return Ok(database);
            }
            if held.n_open < self.most {
                held.n_open += 1;
                drop(held);
                return Database::open_to_read(&self.at).map_err(|error| {
                    lock(&self.held).n_open -= 1;
                    error.into()
                });
            }
            let (again, waited) =
                self.is_back.wait_timeout(held, PATIENCE).unwrap_or_else(PoisonError::into_inner);
            if waited.timed_out() {
                return Err(Problem::unavailable("too many questions are being asked of the database"));
            }
            held = again;
        }
    }
}

/// A connection on loan. It comes back even when the question panics, but then it is not used again.
struct Lent<'p> {
    pool: &'p Pool,
    database: Option<Database>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut held = lock(&self.pool.held);
        match self.database.take().filter(|_| !std::thread::panicking()) {
            Some(database) => held.idle.push(database),
            None => held.n_open -= 1,
        }
        drop(held);
        self.pool.is_back.notify_one();
    }
}

/// A lock whose holder panicked is as good as any: what it guards is replaced whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
