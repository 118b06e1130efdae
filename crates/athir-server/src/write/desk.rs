//! The one desk at which the database is changed.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use athir::database::{Database, Keeper, KnownCoder};
use athir::model::IncidentId;
use athir::{IncidentBook, NearMiss};

use super::trial::LastTrial;
use crate::app::App;
use crate::pool::lock;
use crate::problem::Problem;
use crate::table::{Table, id_number};

/// How long somebody waits for the desk before being sent away.
const PATIENCE: Duration = Duration::from_secs(25);
/// More than these do not wait: they would take the places of those who only look.
const MOST_WAITING: usize = 6;
const BUSY: &str =
    "somebody else is changing the database, or it is still being opened for changes; try again";

/// Pairs of rows whose incidents look alike and are not one.
pub(crate) type NearMisses = Arc<Vec<(u32, u32, NearMiss)>>;

/// The database with all that is needed to follow what is changed in it. It is opened when somebody first wants to change
/// something, which takes a while where it is large; one works at it at a time.
#[derive(Default)]
pub(crate) struct Desk {
    held: Mutex<Held>,
    is_free: Condvar,
    coder: Mutex<Option<Arc<KnownCoder>>>,
    /// The last rule that was tried, and the coder that goes by it.
    pub(super) trial: Mutex<LastTrial>,
    /// A connection for what nothing follows from.
    plain: Mutex<Option<Database>>,
    /// As of a version.
    near: Mutex<Option<(String, NearMisses)>>,
}

#[derive(Default)]
struct Held {
    is_taken: bool,
    n_waiting: usize,
    keeper: Option<Box<Keeper>>,
}

impl Desk {
    /// Works at the database, and follows what was done before it gives back what came of it.
    ///
    /// # Errors
    ///
    /// What `work` fails with; a desk that is not free in time; a database that cannot be opened.
    pub(crate) fn work<T>(
        &self,
        app: &App,
        work: impl FnOnce(&mut Keeper) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let mut seat = self.take()?;
        let mut keeper = match seat.keeper.take() {
            Some(keeper) => keeper,
            None => Box::new(Keeper::open(
                Database::open(&app.settings.database)?,
                app.actors().registry(),
                std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
            )?),
        };
        let done = work(&mut keeper);
        // A connection that failed may be broken; the next one is opened anew.
        if !matches!(&done, Err(problem) if problem.status >= 500) {
            seat.keeper = Some(keeper);
        }
        drop(seat);
        app.follow()?;
        done
    }

    /// Writes what nothing follows from, such as who has logged in, beside whoever is at the desk.
    ///
    /// # Errors
    ///
    /// What `work` fails with, and a database that cannot be opened.
    pub(crate) fn database<T>(
        &self,
        app: &App,
        work: impl FnOnce(&mut Database) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let mut held = lock(&self.plain);
        let mut database = match held.take() {
            Some(database) => database,
            None => Database::open(&app.settings.database)?,
        };
        let done = work(&mut database);
        if !matches!(&done, Err(problem) if problem.status >= 500) {
            *held = Some(database);
        }
        done
    }

    /// The coder, with what the project's folder has. It is set up when it is first needed.
    ///
    /// # Errors
    ///
    /// A folder that cannot be used.
    pub(crate) fn coder(&self, app: &App) -> Result<Arc<KnownCoder>, Problem> {
        let mut held = lock(&self.coder);
        if let Some(coder) = &*held {
            return Ok(coder.clone());
        }
        let coder = Arc::new(KnownCoder::new(&super::rules::config(app))?);
        *held = Some(coder.clone());
        Ok(coder)
    }

    /// Lets the coder be set up anew when it is next needed: the folder has something else now.
    pub(crate) fn forget_coder(&self) {
        *lock(&self.coder) = None;
        *lock(&self.trial) = None;
    }

    fn take(&self) -> Result<Seat<'_>, Problem> {
        let until = Instant::now() + PATIENCE;
        let mut held = lock(&self.held);
        if held.is_taken && held.n_waiting >= MOST_WAITING {
            return Err(Problem::unavailable(BUSY));
        }
        held.n_waiting += 1;
        while held.is_taken {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                held.n_waiting -= 1;
                return Err(Problem::unavailable(BUSY));
            }
            held = self
                .is_free
                .wait_timeout(held, left)
                .map(|(held, _)| held)
                .unwrap_or_else(|poisoned| poisoned.into_inner().0);
        }
        held.n_waiting -= 1;
        held.is_taken = true;
        Ok(Seat { desk: self, keeper: held.keeper.take() })
    }

    /// Pairs of incidents that look alike and are not one, as of a version.
    ///
    /// # Errors
    ///
    /// As for [`work`](Desk::work).
    pub(crate) fn near_misses(&self, app: &App, table: &Table) -> Result<NearMisses, Problem> {
        let version = table.version();
        if let Some((_, known)) = lock(&self.near).as_ref().filter(|(known, _)| known == version) {
            return Ok(known.clone());
        }
        let found =
            self.work(app, |keeper| Ok(keeper.book().map(IncidentBook::near_misses).unwrap_or_default()))?;
        let ids = table.columns.ids.iter().zip(0_u32..);
        let rows: HashMap<u64, u32> = ids.map(|(&id, row)| (id, row)).collect();
        let row = |id: &IncidentId| rows.get(&id_number(&id.0)?).copied();
        let found: NearMisses =
            Arc::new(found.into_iter().filter_map(|(a, b, miss)| Some((row(&a)?, row(&b)?, miss))).collect());
        *lock(&self.near) = Some((version.to_owned(), found.clone()));
        Ok(found)
    }
}

/// The place at the desk. Whoever leaves it lets the next one in, also by a panic.
struct Seat<'d> {
    desk: &'d Desk,
    keeper: Option<Box<Keeper>>,
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        let mut held = lock(&self.desk.held);
        held.is_taken = false;
        held.keeper = self.keeper.take();
        drop(held);
        self.desk.is_free.notify_one();
    }
}
