//! A database that stays open: what follows from reports and decisions is brought up to date by what is new.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use athir_actors::Registry;
use athir_model::{Decision, IncidentId, Report, ReportId};
use athir_network::Network;
use athir_store::{News, Rebuild, Stamp, Store, StoreError};

use super::derive::{Derived, read_all};
use super::{Database, DatabaseError, Ingested, KnownCoder, Recoded};
use crate::incidents::{IncidentChanges, RegistryLineage};
use crate::network::add_kept;
use crate::{IncidentBook, ReportCoding};

/// What became of stories, incidents and ties when they were brought up to date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaughtUp {
    /// How many.
    pub derived: Derived,
    /// The incidents that were looked at again: new, changed, or as they were.
    pub incidents: Vec<IncidentId>,
    /// The incidents that were withdrawn.
    pub gone: Vec<IncidentId>,
}

/// Keeps a database open for as long as people work on it, with all that comparisons need of its events in memory.
///
/// New reports, newer codings and decisions are followed at once, and only what they reach is made anew: stories,
/// incidents and ties are those that [`Database::derive`] makes of everything. It follows the log, so what other
/// processes write is followed too.
#[derive(Debug)]
pub struct Keeper {
    database: Database,
    jobs: NonZeroUsize,
    /// `None` after a failure half-way: it is filled again before the next step.
    filled: Option<Filled>,
    lineage: RegistryLineage,
}

#[derive(Debug)]
struct Filled {
    book: IncidentBook,
    network: Network,
    /// The last entry of the log that they know.
    seen: i64,
}

impl Keeper {
    /// Reads all that a database holds, on `jobs` threads. `registry` tells which actors belong to which.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn open(database: Database, registry: &Registry, jobs: NonZeroUsize) -> Result<Keeper, StoreError> {
        let lineage = RegistryLineage::new(registry);
        let mut keeper = Keeper { database, jobs, filled: None, lineage };
        keeper.filled = Some(keeper.fill()?);
        Ok(keeper)
    }

    fn fill(&mut self) -> Result<Filled, StoreError> {
        let Keeper { database, jobs, lineage, .. } = self;
        database.store().frozen(|store| {
            let mut filled =
                Filled { book: IncidentBook::of(lineage.clone()), network: Network::new(), seen: 0 };
            filled.seen = store.head()?.map_or(0, |head| head.number);
            let none = filled.book.decide(&store.decisions()?);
            debug_assert!(none.is_empty(), "there are no reports yet");
            read_all(|place, limit| store.coded_after(place, limit), &mut filled.book, &mut filled.network)?;
            if store.is_up_to_date()? {
                filled.book.settle(*jobs);
                filled.network.update();
            } else {
                // What follows was not made of all of it. Only making all of it anew tells what is other.
                filled.seen = -1;
            }
            Ok(filled)
        })
    }

    /// The database, to look at. What is written through it is followed by the next [`follow`](Keeper::follow).
    pub fn database(&mut self) -> &mut Database {
        &mut self.database
    }

    /// What is kept.
    pub fn store(&mut self) -> &mut Store {
        self.database.store()
    }

    /// The incidents and stories in the making, for questions that need comparisons.
    pub fn book(&self) -> Option<&IncidentBook> {
        self.filled.as_ref().map(|filled| &filled.book)
    }

    /// Codes reports and keeps them, as [`Database::ingest`] does, and follows.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do.
    pub fn ingest(
        &mut self,
        reports: Vec<Report>,
        coder: &KnownCoder,
        stamp: &Stamp,
    ) -> Result<(Ingested, CaughtUp), StoreError> {
        let ingested = self.database.ingest(reports, coder, self.jobs, stamp)?;
        Ok((ingested, self.follow(stamp)?))
    }

    /// Reads reports again as [`Database::recode`] does, and follows.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do.
    pub fn recode(
        &mut self,
        coder: &KnownCoder,
        stamp: &Stamp,
        tell: impl FnMut(usize),
    ) -> Result<(Recoded, CaughtUp), StoreError> {
        let recoded = self.database.recode(coder, self.jobs, stamp, tell)?;
        Ok((recoded, self.follow(stamp)?))
    }

    /// Takes a decision and follows it.
    ///
    /// # Errors
    ///
    /// What `take` fails with, and whatever the database cannot do.
    pub fn decide(
        &mut self,
        stamp: &Stamp,
        take: impl FnOnce(&mut Database) -> Result<Decision, DatabaseError>,
    ) -> Result<(Decision, CaughtUp), DatabaseError> {
        let decision = take(&mut self.database)?;
        Ok((decision, self.follow(stamp)?))
    }

    /// Goes over to another registry of actors. Where its lineage is the same, nothing has to be read again.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn use_registry(&mut self, registry: &Registry) -> Result<(), StoreError> {
        let lineage = RegistryLineage::new(registry);
        if lineage != self.lineage {
            self.lineage = lineage;
            self.filled = None;
            let mut filled = self.fill()?;
            // Incidents that were made with the other lineage have to be looked at, all of them.
            filled.seen = -1;
            self.filled = Some(filled);
        }
        Ok(())
    }

    /// Brings stories, incidents and ties up to date with what was written since the last time, by whomever.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do. Nothing is changed then.
    pub fn follow(&mut self, stamp: &Stamp) -> Result<CaughtUp, StoreError> {
        let mut filled = match self.filled.take() {
            Some(filled) => filled,
            None => self.fill()?,
        };
        let jobs = self.jobs;
        // Where the database fails, what is in memory is no longer what it holds; it stays out then.
        let caught_up = if filled.seen < 0 {
            filled.all(self.database.store(), jobs, stamp)?
        } else {
            filled.news(self.database.store(), jobs, stamp)?
        };
        self.filled = Some(filled);
        Ok(caught_up)
    }
}

impl Filled {
    /// Compares everything, when it is not known what the database has.
    fn all(&mut self, store: &mut Store, jobs: NonZeroUsize, stamp: &Stamp) -> Result<CaughtUp, StoreError> {
        let Filled { book, network, seen } = self;
        let mut last = 0;
        let rebuilt = store.rebuild(stamp, |rebuild| {
            let news = take_in(rebuild, book, network, (*seen).max(0))?;
            last = news.last;
            book.settle(jobs);
            network.update();
            super::derive::hand_in(rebuild, book, network)
        })?;
        *seen = last + i64::from(store.head()?.is_some_and(|head| head.number > last));
        let [stories, incidents, ties] = rebuilt;
        Ok(CaughtUp { derived: Derived { stories, incidents, ties }, ..CaughtUp::default() })
    }

    /// Takes in what is new, and writes what is other for it.
    fn news(&mut self, store: &mut Store, jobs: NonZeroUsize, stamp: &Stamp) -> Result<CaughtUp, StoreError> {
        let Filled { book, network, seen } = self;
        let entry = *seen;
        let ([stories, incidents, ties], (news, changes)) = store.amend(stamp, |rebuild| {
            let news = take_in(rebuild, book, network, entry)?;
            let mut held: BTreeMap<ReportId, ReportCoding> = BTreeMap::new();
            let changes = book.update(jobs, |report| -> Result<ReportCoding, StoreError> {
                if let Some(coding) = held.get(report) {
                    return Ok(coding.clone());
                }
                let coding = super::derive::coding(rebuild, report)?;
                held.insert(report.clone(), coding.clone());
                Ok(coding)
            })?;
            hand_in_changes(rebuild, &changes, network)?;
            Ok((news, changes))
        })?;
        let is_written = store.head()?.is_some_and(|head| head.number == news.last + 1);
        *seen = news.last + i64::from(is_written);
        Ok(CaughtUp {
            derived: Derived { stories, incidents, ties },
            incidents: changes.changed.into_iter().map(|incident| incident.id).collect(),
            gone: changes.gone,
        })
    }
}

/// Takes what the log has after an entry into book and network.
fn take_in(
    rebuild: &mut Rebuild<'_>,
    book: &mut IncidentBook,
    network: &mut Network,
    entry: i64,
) -> Result<News, StoreError> {
    let news = rebuild.news_since(entry)?;
    let mut reports: BTreeSet<ReportId> = news.reports.iter().cloned().collect();
    if news.decided {
        reports.extend(book.decide(&rebuild.decisions()?));
    }
    for report in &reports {
        let coded = rebuild.coded(report)?;
        add_kept(network, book.reviews(), &coded);
        book.insert(&coded.report.report(coded.text), &coded.coded);
    }
    Ok(news)
}

fn hand_in_changes(
    rebuild: &mut Rebuild<'_>,
    changes: &IncidentChanges,
    network: &mut Network,
) -> Result<(), StoreError> {
    changes.stories_gone.iter().try_for_each(|id| rebuild.withdraw_story(id))?;
    changes.gone.iter().try_for_each(|id| rebuild.withdraw_incident(id))?;
    changes.stories.iter().try_for_each(|story| rebuild.story(story.clone()))?;
    changes.changed.iter().try_for_each(|incident| rebuild.incident(incident.clone()))?;
    let (ties, gone) = network.update();
    gone.iter().try_for_each(|id| rebuild.withdraw_tie(id))?;
    ties.into_iter().try_for_each(|tie| rebuild.tie(tie))
}
