//! Filling the table from the database, and following it when the database changes.

use std::collections::{BTreeSet, HashSet};
use std::num::NonZeroUsize;

use athir::database::{Database, StoreError};
use athir::model::IncidentId;

use super::columns::Columns;
use super::index::Index;
use super::row::{Reports, Row, Shared, id_number};

/// Reports that are read together.
const PAGE: usize = 2000;
/// With more changed incidents than one in so many, all are read anew.
const MANY: usize = 4;

/// One state of the database, as columns.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) columns: Columns,
    pub(crate) index: Index,
    pub(crate) shared: Shared,
    pub(crate) reports: Reports,
    /// How many events its incidents hold together.
    pub(crate) n_events: usize,
    /// The number of the newest entry of the log.
    entry: i64,
    version: String,
}

impl Table {
    /// Reads the database.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub(crate) fn read(database: &mut Database) -> Result<Table, StoreError> {
        database.store().frozen(|store| {
            let (entry, version) = head(store)?;
            let mut shared = Shared::default();
            let mut reports = Reports::default();
            add_reports(store, &mut reports, &mut shared)?;
            let mut read = Columns::default();
            let jobs = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
            store.each_incident(jobs, |incident| {
                read.push(&Row::of(&incident, &mut shared, &reports));
            })?;
            // They come as they lie there. Columns are sorted, and not rows: these would take several times the memory.
            let mut order: Vec<u32> = (0..read.len() as u32).collect();
            order.sort_unstable_by_key(|&row| (read.first(row), read.ids[row as usize]));
            let mut columns = Columns::with_capacity(read.len());
            order.into_iter().for_each(|row| columns.push(&read.row(row)));
            drop(read);
            Ok(Table::finish(columns, shared, reports, entry, version))
        })
    }

    /// Follows the database: `None` where nothing was written since.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub(crate) fn follow(&self, database: &mut Database) -> Result<Option<Table>, StoreError> {
        let now = head(database.store())?;
        if now == (self.entry, self.version.clone()) {
            return Ok(None);
        }
        if now.0 < self.entry {
            return Table::read(database).map(Some);
        }
        let followed = database.store().frozen(|store| -> Result<Option<Table>, StoreError> {
            let (entry, version) = head(store)?;
            let changes = store.changes_since(self.entry)?;
            if changes.len() * MANY > self.columns.len() + PAGE {
                return Ok(None);
            }
            let mut shared = self.shared.clone();
            let mut reports = self.reports.clone();
            add_reports(store, &mut reports, &mut shared)?;
            let ids: BTreeSet<&IncidentId> = changes.iter().map(|change| &change.id).collect();
            let mut fresh = Vec::new();
            for id in &ids {
                if let Some(incident) = store.incident(id)? {
                    fresh.push(Row::of(&incident, &mut shared, &reports));
                }
            }
            fresh.sort_unstable_by_key(|row| (row.first(), row.id));
            let stale: HashSet<u64> = ids.iter().filter_map(|id| id_number(&id.0)).collect();
            let columns = self.merged(&fresh, &stale);
            Ok(Some(Table::finish(columns, shared, reports, entry, version)))
        })?;
        match followed {
            Some(table) => Ok(Some(table)),
            None => Table::read(database).map(Some),
        }
    }

    /// The rows that are not stale with the fresh ones among them.
    fn merged(&self, fresh: &[Row], stale: &HashSet<u64>) -> Columns {
        let mut columns = Columns::with_capacity(self.columns.len() + fresh.len());
        let mut fresh = fresh.iter().peekable();
        for row in 0..self.columns.len() as u32 {
            let id = self.columns.ids[row as usize];
            if stale.contains(&id) {
                continue;
            }
            let key = (self.columns.first(row), id);
            while let Some(new) = fresh.next_if(|new| (new.first(), new.id) < key) {
                columns.push(new);
            }
            columns.push(&self.columns.row(row));
        }
        fresh.for_each(|new| columns.push(new));
        columns
    }

    fn finish(mut columns: Columns, shared: Shared, reports: Reports, entry: i64, version: String) -> Table {
        columns.shrink();
        let index = Index::of(&columns, &shared, reports.len());
        let n_events = columns.n_events.iter().map(|&n| n as usize).sum();
        Table { columns, index, shared, reports, n_events, entry, version }
    }

    /// How many incidents there are.
    pub(crate) fn len(&self) -> usize {
        self.columns.len()
    }

    /// Words that change when the database does.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// The number of the newest entry of the log that it shows.
    pub(crate) fn entry(&self) -> i64 {
        self.entry
    }

    /// The first day of the latest incident; the least number where nothing is dated.
    pub(crate) fn newest(&self) -> i32 {
        // Rows are sorted by their first days.
        self.len().checked_sub(1).map_or(i32::MIN, |last| self.columns.first(last as u32))
    }

    /// The row of the incident with this id.
    pub(crate) fn find(&self, id: &str) -> Option<u32> {
        let id = id_number(id)?;
        self.columns.ids.iter().position(|&known| known == id).map(|row| row as u32)
    }
}

/// The newest entry of the log, and words that stand for the whole state.
fn head(store: &mut athir::database::Store) -> Result<(i64, String), StoreError> {
    Ok(store.head()?.map_or_else(
        || (0, "0".to_owned()),
        |entry| (entry.number, format!("{}-{}", entry.number, &entry.digest[..10])),
    ))
}

fn add_reports(
    store: &mut athir::database::Store,
    reports: &mut Reports,
    shared: &mut Shared,
) -> Result<(), StoreError> {
    loop {
        let page = store.report_lines_after(reports.last(), PAGE)?;
        if page.is_empty() {
            return Ok(());
        }
        page.into_iter().for_each(|line| reports.push(line, shared));
    }
}
