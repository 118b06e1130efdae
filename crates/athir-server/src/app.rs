//! What all requests share: the database, the table in memory, and who is told when something changes.

use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use athir::Registry;
use athir::database::{Database, Location};
use athir::export::KnownWorld;
use athir::gazetteer::Gazetteer;
use athir::project::Project;
use tokio::sync::broadcast;

use crate::accounts::Tries;
use crate::events::Event;
use crate::kept::KeptAnswers;
use crate::pool::{Pool, lock};
use crate::problem::Problem;
use crate::publish::Looks;
use crate::table::{Filter, Selection, Table};
use crate::ties::Ties;
use crate::write::{Desk, Jobs};

/// How many answers about words are kept.
const KEPT_WORDS: usize = 64;
/// How many events wait for a listener that is slow.
const WAITING: usize = 64;

/// What a server is set up with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The database.
    pub database: Location,
    /// Who works at it, as the log is to name them.
    pub by: String,
    /// A folder with the project's own data (actors, frames, places), if there is one.
    pub data: Option<PathBuf>,
    /// A folder with the files of the page, in place of the built-in ones.
    pub assets: Option<PathBuf>,
    /// A file of boundaries (GeoJSON or TopoJSON) that the map shows in place of its own.
    pub boundaries: Option<PathBuf>,
    /// Whether people have to log in.
    pub accounts: bool,
}

/// A server's state.
pub struct App {
    pub(crate) settings: Settings,
    pub(crate) pool: Pool,
    actors: RwLock<Arc<Actors>>,
    pub(crate) events: broadcast::Sender<Event>,
    table: RwLock<Arc<Table>>,
    following: Mutex<()>,
    words: Mutex<Words>,
    pub(crate) desk: Desk,
    pub(crate) jobs: Jobs,
    pub(crate) looks: Looks,
    pub(crate) tries: Mutex<Tries>,
    ties: Mutex<Option<Arc<Ties>>>,
    pub(crate) kept: KeptAnswers,
}

/// The actors that are known: the built-in ones, or these with the project's own.
pub(crate) struct Actors {
    own: Option<Registry>,
}

impl Actors {
    /// The registry.
    pub(crate) fn registry(&self) -> &Registry {
        self.own.as_ref().unwrap_or_else(|| Registry::builtin())
    }

    /// The actors and the places of the map, as exporters see them.
    pub(crate) fn world(&self) -> KnownWorld<'_> {
        KnownWorld { registry: self.registry(), gazetteer: Gazetteer::builtin() }
    }
}

/// The built-in actors with those of the project's folder, where it has some.
fn own_actors(settings: &Settings) -> Result<Option<Registry>, athir::ConfigError> {
    let mut config = athir::Config::default();
    if let Some(folder) = &settings.data {
        Project::new(folder).configure(&mut config);
    }
    config.actors_dir.as_deref().map(athir::load_actors).transpose()
}

/// Which reports have which words, as of one version.
#[derive(Default)]
struct Words {
    version: String,
    found: HashMap<String, Arc<[u32]>>,
    order: VecDeque<String>,
}

impl App {
    /// Opens the database and reads its incidents.
    ///
    /// # Errors
    ///
    /// A database that cannot be read, and a folder of actors that cannot be loaded.
    pub fn open(settings: Settings) -> Result<App, crate::ServerError> {
        // As many as can work, and some that wait for the disk.
        let most = std::thread::available_parallelism().map_or(2, std::num::NonZero::get) + 2;
        let pool = Pool::open(settings.database.clone(), most)?;
        let own = own_actors(&settings)?;
        let table = Table::read(&mut Database::open_to_read(&settings.database)?)?;
        let (events, _) = broadcast::channel(WAITING);
        Ok(App {
            settings,
            pool,
            actors: RwLock::new(Arc::new(Actors { own })),
            events,
            table: RwLock::new(Arc::new(table)),
            following: Mutex::new(()),
            words: Mutex::new(Words::default()),
            desk: Desk::default(),
            jobs: Jobs::default(),
            looks: Looks::default(),
            tries: Mutex::new(Tries::default()),
            ties: Mutex::new(None),
            kept: KeptAnswers::default(),
        })
    }

    /// The actors that are known now.
    pub(crate) fn actors(&self) -> Arc<Actors> {
        self.actors.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes over what the project's folder has now.
    ///
    /// # Errors
    ///
    /// A folder of actors that cannot be loaded.
    pub(crate) fn reload_actors(&self) -> Result<(), Problem> {
        let own = own_actors(&self.settings).map_err(|error| Problem::refused(error.to_string()))?;
        *self.actors.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Actors { own });
        Ok(())
    }

    /// The incidents as of the last time that the database was followed.
    pub(crate) fn table(&self) -> Arc<Table> {
        self.table.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Brings the table up to date with the database, and tells those who listen if it changed. Whoever has written
    /// calls it before answering, so that the next question sees what was written.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn follow(&self) -> Result<(), Problem> {
        let _one_at_a_time = lock(&self.following);
        let old = self.table();
        let Some(new) = self.pool.read(|database| old.follow(database))? else { return Ok(()) };
        let version = new.version().to_owned();
        *self.table.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
        // Nobody may be listening.
        let _ = self.events.send(Event::Changed { version });
        Ok(())
    }

    /// The ties, as of the state that the table shows or a newer one.
    pub(crate) fn ties(&self) -> Result<Arc<Ties>, Problem> {
        let entry = self.table().entry();
        let mut ties = lock(&self.ties);
        let fresh = self.pool.read(|database| Ties::read(database, ties.as_deref(), entry))?;
        if let Some(fresh) = fresh {
            *ties = Some(Arc::new(fresh));
        }
        ties.clone().ok_or_else(|| Problem::internal("a bug: the ties were not read"))
    }

    /// Finds the rows that a filter lets through.
    pub(crate) fn select(&self, table: &Table, filter: &Filter) -> Result<Selection, Problem> {
        let reports = filter.text.as_deref().map(|text| self.reports_with(table, text)).transpose()?;
        Ok(table.select(filter, reports.as_deref()))
    }

    /// The reports that have these words.
    pub(crate) fn reports_with(&self, table: &Table, text: &str) -> Result<Arc<[u32]>, Problem> {
        {
            let mut words = lock(&self.words);
            if words.version != table.version() {
                *words = Words { version: table.version().to_owned(), ..Words::default() };
            }
            if let Some(found) = words.found.get(text) {
                return Ok(found.clone());
            }
        }
        let numbers = self.pool.read(|database| database.store().report_numbers_with(text))?;
        let found: Arc<[u32]> =
            numbers.into_iter().filter_map(|number| table.reports.numbered(number)).collect();
        let mut words = lock(&self.words);
        if words.version == table.version() {
            if words.order.len() >= KEPT_WORDS
                && let Some(oldest) = words.order.pop_front()
            {
                words.found.remove(&oldest);
            }
            words.order.push_back(text.to_owned());
            words.found.insert(text.to_owned(), found.clone());
        }
        Ok(found)
    }
}
