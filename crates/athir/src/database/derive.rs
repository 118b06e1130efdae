//! What follows from all codings and from people's decisions: stories, incidents, and ties between actors over time.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use athir_actors::Registry;
use athir_model::{Bond, ReportId};
use athir_network::Network;
use athir_store::{CodedText, Rebuild, Rebuilt, Stamp, StoreError};

use super::Database;
use crate::network::add_kept;
use crate::{IncidentBook, ReportCoding};

/// Reports that are read together.
const PAGE: usize = 100;
/// Codings that are held while incidents are put together: those of one incident, and of those beside it.
const HELD: usize = 2000;

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
    /// Makes anew what follows from the codings that count and from people's decisions, on `jobs` threads, and keeps
    /// what is other than before. The result depends on what the database holds, and not on the order in which it
    /// came. `registry` tells which actors belong to which.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do. Nothing is changed then.
    pub fn derive(
        &mut self,
        registry: &Registry,
        jobs: NonZeroUsize,
        stamp: &Stamp,
    ) -> Result<Derived, StoreError> {
        let [stories, incidents, ties] = self.store().rebuild(stamp, |rebuild| {
            let mut book = IncidentBook::new(registry);
            let mut network = Network::new();
            let none = book.decide(&rebuild.decisions()?);
            debug_assert!(none.is_empty(), "there are no reports yet");
            read_all(|place, limit| rebuild.coded_after(place, limit), &mut book, &mut network)?;
            book.settle(jobs);
            hand_in(rebuild, &book, &mut network)
        })?;
        Ok(Derived { stories, incidents, ties })
    }
}

/// Hands in all that follows.
pub(super) fn hand_in(
    rebuild: &mut Rebuild<'_>,
    book: &IncidentBook,
    network: &mut Network,
) -> Result<(), StoreError> {
    book.stories().into_iter().try_for_each(|story| rebuild.story(story))?;
    let mut desk = Desk { rebuild, held: BTreeMap::new() };
    book.each(&mut desk, Desk::coding, |desk, incident| desk.rebuild.incident(incident))?;
    let rebuild = desk.rebuild;
    let mut bonds: Vec<Bond> = network.bonds().into_iter().cloned().collect();
    bonds.sort_by(|a, b| a.id.cmp(&b.id));
    bonds.into_iter().try_for_each(|bond| rebuild.tie(bond))
}

/// Takes all reports in, page by page.
pub(super) fn read_all(
    mut coded_after: impl FnMut(i64, usize) -> Result<(Vec<CodedText>, i64), StoreError>,
    book: &mut IncidentBook,
    network: &mut Network,
) -> Result<(), StoreError> {
    let mut place = 0;
    loop {
        let (page, last) = coded_after(place, PAGE)?;
        if page.is_empty() {
            return Ok(());
        }
        place = last;
        for coded in page {
            add_kept(network, book.reviews(), &coded);
            book.insert(&coded.report.report(coded.text), &coded.coded);
        }
    }
}

/// A report's coding as incidents need it.
pub(super) fn coding(rebuild: &mut Rebuild<'_>, report: &ReportId) -> Result<ReportCoding, StoreError> {
    let coded = rebuild.coded(report)?;
    let (outlet, published) = (coded.report.outlet, coded.report.published);
    Ok(ReportCoding { outlet, published, coded: coded.coded })
}

/// What incidents are put together with.
struct Desk<'r, 's> {
    rebuild: &'r mut Rebuild<'s>,
    /// Codings that were read: the next incident may be told in the same reports.
    held: BTreeMap<ReportId, ReportCoding>,
}

impl Desk<'_, '_> {
    fn coding(&mut self, report: &ReportId) -> Result<ReportCoding, StoreError> {
        if let Some(coding) = self.held.get(report) {
            return Ok(coding.clone());
        }
        let coding = coding(self.rebuild, report)?;
        if self.held.len() >= HELD {
            self.held.clear();
        }
        self.held.insert(report.clone(), coding.clone());
        Ok(coding)
    }
}
