//! What follows from all codings: ties between actors over time.

use athir_model::Bond;
use athir_network::{Coding, Network};
use athir_store::{Rebuilt, Stamp, StoreError};

use super::Database;

/// Reports that are read together.
const PAGE: usize = 200;

/// What became of the stories, incidents and ties when they were made anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Derived {
    /// Near-duplicate reports.
    pub stories: Rebuilt,
    /// Happenings that events describe.
    pub incidents: Rebuilt,
    /// Ties between actors.
    pub ties: Rebuilt,
}

impl Database {
    /// Makes anew what follows from the codings that count and from people's decisions, and keeps what is other than
    /// before. The result depends on what the database holds, and not on the order in which it came.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do. Nothing is changed then.
    pub fn derive(&mut self, stamp: &Stamp) -> Result<Derived, StoreError> {
        let store = self.store();
        let mut network = Network::new();
        let mut place = 0;
        loop {
            let (page, last) = store.coded_after(place, PAGE)?;
            if page.is_empty() {
                break;
            }
            place = last;
            for coded in &page {
                network.add(Coding {
                    report: &coded.report.id,
                    published: coded.report.published,
                    events: &coded.coded.events,
                    ties: &coded.coded.ties,
                });
            }
        }
        let mut bonds: Vec<Bond> = network.bonds().into_iter().cloned().collect();
        bonds.sort_by(|a, b| a.id.cmp(&b.id));
        let [stories, incidents, ties] =
            store.rebuild(stamp, |rebuild| bonds.into_iter().try_for_each(|bond| rebuild.tie(bond)))?;
        Ok(Derived { stories, incidents, ties })
    }
}
