//! Reports into the database: coded by batches, each acknowledged when it is on the disk; and once more by a newer
//! coder.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use athir_model::{KeptReport, Report, ReportId};
use athir_store::{CodedText, NewCoding, Stamp, StoreError, sha256};

use super::{Database, KnownCoder};
use crate::knowledge::PROGRAM;
use crate::parallel::parallel_map;

/// How many reports are coded and kept together when all are read again.
const BATCH_PER_JOB: usize = 32;

/// A report that was not taken in, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turned {
    /// Where it comes from.
    pub origin: String,
    /// Why.
    pub why: String,
}

/// What became of a batch of reports. It is on the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ingested {
    /// Those that are new, in the order in which they came.
    pub new: Vec<ReportId>,
    /// Those whose bytes were there already.
    pub same: Vec<ReportId>,
    /// Those that no database can keep.
    pub turned_away: Vec<Turned>,
    /// Events in the new ones.
    pub n_events: usize,
}

/// What came of reading all reports again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recoded {
    /// Reports that this coder had not read yet.
    pub n_read: usize,
    /// Of these, how many it codes otherwise, or with other knowledge: they have a newer coding now.
    pub n_newer: usize,
}

impl Database {
    /// Codes the reports whose bytes are not there yet, on `jobs` threads, and keeps them. When it returns, they are
    /// on the disk.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do. Nothing of the batch is kept then.
    pub fn ingest(
        &mut self,
        reports: Vec<Report>,
        coder: &KnownCoder,
        jobs: NonZeroUsize,
        stamp: &Stamp,
    ) -> Result<Ingested, StoreError> {
        let mut done = Ingested::default();
        let mut named = Vec::with_capacity(reports.len());
        for mut report in reports {
            if report.text.contains('\0') {
                let why = "it holds a NUL, which no text has".to_owned();
                done.turned_away.push(Turned { origin: origin(&report), why });
                continue;
            }
            let bytes = report.bytes.unwrap_or_else(|| sha256(report.text.as_bytes()));
            report.bytes = Some(bytes);
            report.name = ReportId::of(&bytes).0;
            named.push(report);
        }
        let ids: Vec<ReportId> = named.iter().map(|report| ReportId(report.name.clone())).collect();
        let known = self.store().known(&ids)?;
        let mut seen = BTreeSet::new();
        let (fresh, old): (Vec<Report>, Vec<Report>) = named.into_iter().partition(|report| {
            let id = ReportId(report.name.clone());
            !known.contains(&id) && seen.insert(id)
        });
        done.same = old.into_iter().map(|report| ReportId(report.name)).collect();
        let coded = coder.pipeline().code_all(&fresh, jobs);
        done.n_events = coded.iter().map(|coded| coded.events.len()).sum();
        let kept: Vec<CodedText> = fresh
            .into_iter()
            .zip(coded)
            .map(|(report, coded)| {
                let kept = keep(&report, stamp);
                let coding = coder.coding(kept.id.clone(), stamp.at);
                CodedText { report: kept, text: report.text, coding, coded }
            })
            .collect();
        let added = self.store().add(&kept, stamp)?;
        done.new = added.new;
        // Another process may have brought some of them meanwhile.
        done.same.extend(added.same);
        Ok(done)
    }

    /// Reads all reports again that another coder, or this one with other knowledge, has read, on `jobs` threads. Each
    /// coding that is new supersedes the older one, which is kept. `tell` is called with the number of reports that
    /// were looked at. It can be broken off at any time, and goes on where it was.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do. What was read before is kept.
    pub fn recode(
        &mut self,
        coder: &KnownCoder,
        jobs: NonZeroUsize,
        stamp: &Stamp,
        mut tell: impl FnMut(usize),
    ) -> Result<Recoded, StoreError> {
        let mut done = Recoded::default();
        let mut place = 0;
        loop {
            let (page, last) = self.store().coded_after(place, BATCH_PER_JOB * jobs.get())?;
            if page.is_empty() {
                return Ok(done);
            }
            place = last;
            let n_seen = page.len();
            let stale: Vec<Report> = page
                .into_iter()
                .filter(|coded| !coder.made(&coded.coding))
                .map(|coded| coded.report.report(coded.text))
                .collect();
            let codings: Vec<NewCoding> = parallel_map(&stale, jobs, |report| NewCoding {
                coding: coder.coding(ReportId(report.name.clone()), stamp.at),
                coded: coder.pipeline().code(report),
            });
            done.n_read += codings.len();
            done.n_newer += self.store().recode(&codings, stamp)?;
            tell(n_seen);
        }
    }
}

impl Database {
    /// Reads these reports again, on `jobs` threads, as [`recode`](Database::recode) does with all. `tell` is called with the
    /// number of reports that were read together; where it gives `false` it is left at that.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do. What was read before is kept.
    pub fn recode_reports(
        &mut self,
        reports: &[ReportId],
        coder: &KnownCoder,
        jobs: NonZeroUsize,
        stamp: &Stamp,
        mut tell: impl FnMut(usize) -> bool,
    ) -> Result<Recoded, StoreError> {
        let mut done = Recoded::default();
        for some in reports.chunks(BATCH_PER_JOB * jobs.get()) {
            let mut stale: Vec<Report> = Vec::with_capacity(some.len());
            for id in some {
                let coded = self.store().coded(id)?.filter(|coded| !coder.made(&coded.coding));
                stale.extend(coded.map(|coded| coded.report.report(coded.text)));
            }
            let codings: Vec<NewCoding> = parallel_map(&stale, jobs, |report| NewCoding {
                coding: coder.coding(ReportId(report.name.clone()), stamp.at),
                coded: coder.pipeline().code(report),
            });
            done.n_read += codings.len();
            done.n_newer += self.store().recode(&codings, stamp)?;
            if !tell(some.len()) {
                break;
            }
        }
        Ok(done)
    }
}

fn keep(report: &Report, stamp: &Stamp) -> KeptReport {
    let text = sha256(report.text.as_bytes());
    let bytes = report.bytes.unwrap_or(text);
    KeptReport {
        id: ReportId::of(&bytes),
        bytes,
        text,
        headline: report.headline.clone(),
        author: report.author.clone(),
        outlet: report.outlet.clone(),
        url: report.url.clone(),
        language: report.language.clone(),
        published: report.published,
        retrieved: report.retrieved,
        licence: report.licence.clone(),
        file: report.path.as_ref().map(|path| path.display().to_string()),
        record: report.record,
        tool: PROGRAM.to_owned(),
        stored: stamp.at,
    }
}

/// Where a report comes from, in words.
fn origin(report: &Report) -> String {
    let path = report.path.as_ref().map_or_else(|| report.name.clone(), |path| path.display().to_string());
    report.record.map_or_else(|| path.clone(), |record| format!("{path}, record {record}"))
}
