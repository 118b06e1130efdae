//! Reports and their codings: added, never changed. A newer coding supersedes an older one, which stays.

use std::collections::BTreeSet;

use athir_model::{Claim, CodedReport, Coding, EventId, KeptReport, ReportId};
use serde::Deserialize;

use crate::audit::{Change, Stamp, append, sha256};
use crate::backend::Backend;
use crate::changes::What;
use crate::error::{Result, StoreError};
use crate::kept::{CLAIM_COLUMNS, EVENT_COLUMNS, Kept, KeptCoding, all_columns, claim_row, event_row, row};
use crate::store::{Store, next_no, parse, written};
use crate::value::Value;

/// A coding that is to be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct NewCoding {
    /// Who read the report, and when.
    pub coding: Coding,
    /// What came out.
    pub coded: CodedReport,
}

/// A report with the coding that counts.
#[derive(Clone, Debug, PartialEq)]
pub struct CodedText {
    /// The report.
    pub report: KeptReport,
    /// Its text.
    pub text: String,
    /// Who read it, and when.
    pub coding: Coding,
    /// What came out.
    pub coded: CodedReport,
}

/// What became of reports that were to be added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Those that are new, in the order in which they were given.
    pub new: Vec<ReportId>,
    /// Those that were there already.
    pub same: Vec<ReportId>,
}

impl Store {
    /// Tells which of these reports are there.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn known(&mut self, ids: &[ReportId]) -> Result<BTreeSet<ReportId>> {
        let db = self.db();
        let mut known = BTreeSet::new();
        for id in ids {
            if report_no(db, id)?.is_some() {
                known.insert(id.clone());
            }
        }
        Ok(known)
    }

    /// Adds reports, each with its text and its first coding. Reports that are there already are left as they are.
    ///
    /// # Errors
    ///
    /// A text that does not fit its digest or holds a NUL, a coding of another report, and whatever the database
    /// cannot do. Nothing is added then.
    pub fn add(&mut self, reports: &[CodedText], stamp: &Stamp) -> Result<Added> {
        for new in reports {
            self.check(new)?;
        }
        self.write(|db| {
            let mut added = Added::default();
            let mut fresh = Vec::new();
            let mut seen = BTreeSet::new();
            for new in reports {
                let id = &new.report.id;
                if !seen.insert(id) || report_no(db, id)?.is_some() {
                    added.same.push(id.clone());
                } else {
                    added.new.push(id.clone());
                    fresh.push(new);
                }
            }
            if !fresh.is_empty() {
                add_reports(db, &fresh, stamp)?;
            }
            Ok(added)
        })
    }

    fn check(&self, new: &CodedText) -> Result<()> {
        let id = &new.report.id;
        let refused = |what: String| Err(StoreError::Refused { database: self.name().to_owned(), what });
        if sha256(new.text.as_bytes()) != new.report.text || ReportId::of(&new.report.bytes) != *id {
            return refused(format!("report {id}: its digests are not those of its text and name"));
        }
        if new.text.contains('\0') {
            return refused(format!("report {id}: it holds a NUL, which no text has"));
        }
        if new.coding.report != *id || new.coded.doc != id.0 {
            return refused(format!("report {id}: the coding is of {}", new.coded.doc));
        }
        Ok(())
    }

    /// Adds newer codings of reports that are there. Each supersedes the one that counted before; one that equals it
    /// in coder, knowledge and all that came out is left out. Tells how many were added.
    ///
    /// # Errors
    ///
    /// A report that is not there, and whatever the database cannot do. Nothing is added then.
    pub fn recode(&mut self, codings: &[NewCoding], stamp: &Stamp) -> Result<usize> {
        self.write(|db| {
            let mut changes = Vec::new();
            let mut kept = Vec::new();
            for new in codings {
                let report = &new.coding.report;
                let Some(report_no) = report_no(db, report)? else {
                    let what = format!("a coding of {report}, which is not among the reports");
                    return Err(StoreError::Refused { database: db.name().to_owned(), what });
                };
                let sql =
                    "SELECT no, id, record, digest FROM coding WHERE report = ?1 AND superseded IS NULL";
                let mut older = None;
                let mut n = 1;
                if let Some(mut row) = db.query(sql, &[report_no.into()])?.pop() {
                    let (no, id, record) = (row.int(), row.text(), row.text());
                    let before: KeptCoding = parse(db, KeptCoding::TABLE, &id, &record)?;
                    let Coding { coder, knowledge, .. } = &new.coding;
                    if (&before.coding.coder, &before.coding.knowledge) == (coder, knowledge)
                        && before.coded == new.coded
                    {
                        continue;
                    }
                    n = id.rsplit_once('/').and_then(|(_, n)| n.parse().ok()).unwrap_or(0_u64) + 1;
                    changes.push(change(KeptCoding::TABLE, id, What::Superseded, row.text()));
                    older = Some(no);
                }
                kept.push((report_no, older, keep(new, n)));
            }
            if kept.is_empty() {
                return Ok(0);
            }
            for (_, _, coding) in &kept {
                let digest = written(db, coding)?.digest.to_string();
                changes.push(change(KeptCoding::TABLE, coding.id.clone(), What::New, digest));
            }
            let entry = append(db, stamp, "recode", format_args!("{} reports", kept.len()), &changes)?;
            for (_, older, _) in &kept {
                if let Some(older) = older {
                    let sql = "UPDATE coding SET superseded = ?1 WHERE no = ?2";
                    db.execute(sql, &[entry.into(), (*older).into()])?;
                }
            }
            let n_added = kept.len();
            add_codings(db, entry, kept.iter().map(|(report, _, coding)| (*report, coding)))?;
            Ok(n_added)
        })
    }
}

fn change(kind: &str, id: String, what: What, digest: String) -> Change {
    Change { kind: kind.to_owned(), id, what, digest }
}

fn keep(new: &NewCoding, n: u64) -> KeptCoding {
    KeptCoding {
        id: format!("{}/{n}", new.coding.report),
        coding: new.coding.clone(),
        coded: new.coded.clone(),
    }
}

pub(crate) fn report_no(db: &mut dyn Backend, id: &ReportId) -> Result<Option<i64>> {
    let rows = db.query("SELECT no FROM report WHERE id = ?1", &[(&id.0).into()])?;
    Ok(rows.into_iter().next().map(|mut row| row.int()))
}

fn add_reports(db: &mut dyn Backend, reports: &[&CodedText], stamp: &Stamp) -> Result<()> {
    let mut changes = Vec::new();
    let mut texts = Vec::new();
    let mut codings = Vec::new();
    for new in reports {
        let coding = KeptCoding {
            id: format!("{}/1", new.report.id),
            coding: new.coding.clone(),
            coded: new.coded.clone(),
        };
        let report = written(db, &new.report)?;
        let digest = written(db, &coding)?.digest.to_string();
        changes.push(change(
            KeptReport::TABLE,
            new.report.id.0.clone(),
            What::New,
            report.digest.to_string(),
        ));
        changes.push(change(KeptCoding::TABLE, coding.id.clone(), What::New, digest));
        texts.push(report);
        codings.push(coding);
    }
    let entry = append(db, stamp, "ingest", format_args!("{} reports", reports.len()), &changes)?;
    let first = next_no(db, KeptReport::TABLE)?;
    let mut columns = all_columns::<KeptReport>();
    columns.push("text");
    let rows: Vec<Vec<Value<'_>>> = reports
        .iter()
        .zip(&texts)
        .zip(first..)
        .map(|((new, written), no)| {
            let mut row = row(&new.report, written, no, entry);
            row.push((&new.text).into());
            row
        })
        .collect();
    db.insert(KeptReport::TABLE, &columns, &rows)?;
    add_codings(db, entry, (first..).zip(&codings))
}

/// Adds codings, and the events and claims in them to the indexes of events and claims.
fn add_codings<'a>(
    db: &mut dyn Backend,
    entry: i64,
    codings: impl Iterator<Item = (i64, &'a KeptCoding)>,
) -> Result<()> {
    let mut columns = all_columns::<KeptCoding>();
    columns.push("report");
    let first = next_no(db, KeptCoding::TABLE)?;
    for ((report, coding), no) in codings.zip(first..) {
        let written = written(db, coding)?;
        let mut row = row(coding, &written, no, entry);
        row.push(report.into());
        db.insert(KeptCoding::TABLE, &columns, &[row])?;
        let (events, claims) = index_rows(no, coding);
        db.insert("event", &EVENT_COLUMNS, &events)?;
        db.insert("claim", &CLAIM_COLUMNS, &claims)?;
    }
    Ok(())
}

/// The rows of a coding's events and claims.
pub(crate) fn index_rows(no: i64, coding: &KeptCoding) -> (Vec<Vec<Value<'_>>>, Vec<Vec<Value<'_>>>) {
    let mut events = Vec::new();
    let mut claims = Vec::new();
    for (n, event) in coding.coded.events.iter().enumerate() {
        events.push(event_row(no, n, event));
        let made = Claim::of_event(&coding.coding.report, event);
        claims.extend(made.iter().enumerate().map(|(m, claim)| claim_row(no, n, m, claim)));
    }
    (events, claims)
}

impl Store {
    /// Gives a report and its text.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn report(&mut self, id: &ReportId) -> Result<Option<(KeptReport, String)>> {
        let db = self.db();
        let sql = "SELECT record, text FROM report WHERE id = ?1";
        let Some(mut row) = db.query(sql, &[(&id.0).into()])?.pop() else { return Ok(None) };
        let record = parse(db, KeptReport::TABLE, &id.0, &row.text())?;
        Ok(Some((record, row.text())))
    }

    /// Gives a report with its text and the coding that counts.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn coded(&mut self, id: &ReportId) -> Result<Option<CodedText>> {
        coded(self.db(), id)
    }

    /// Gives up to `limit` reports with their codings, in the order in which they came in, after the place given
    /// (0 for the first), and the place of the last.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn coded_after(&mut self, place: i64, limit: usize) -> Result<(Vec<CodedText>, i64)> {
        coded_after(self.db(), place, limit)
    }

    /// Gives a page of reports with their codings in the order of their ids, after the one given (empty for the first
    /// page). An empty page is the end.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn coded_by_id(&mut self, id: &str) -> Result<Vec<CodedText>> {
        const PAGE: usize = 100;
        let sql = format!("{CODED} WHERE r.id > ?1 ORDER BY r.id LIMIT ?2");
        let db = self.db();
        let rows = db.query(&sql, &[id.into(), PAGE.into()])?;
        rows.into_iter().map(|row| coded_text(db, row).map(|(_, coded)| coded)).collect()
    }

    /// Gives every coding of a report, the oldest first.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn codings(&mut self, id: &ReportId) -> Result<Vec<NewCoding>> {
        let db = self.db();
        let sql = "SELECT c.id, c.record FROM coding c JOIN report r ON r.no = c.report WHERE r.id = ?1 ORDER BY c.no";
        let rows = db.query(sql, &[(&id.0).into()])?;
        rows.into_iter()
            .map(|mut row| {
                let (id, record) = (row.text(), row.text());
                let kept: KeptCoding = parse(db, KeptCoding::TABLE, &id, &record)?;
                Ok(NewCoding { coding: kept.coding, coded: kept.coded })
            })
            .collect()
    }

    /// Tells which report an event stands in, by the codings that count.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn report_of_event(&mut self, event: &EventId) -> Result<Option<ReportId>> {
        let sql = "SELECT r.id FROM event e JOIN coding c ON c.no = e.coding JOIN report r ON r.no = c.report \
                   WHERE e.id = ?1 AND c.superseded IS NULL ORDER BY r.no LIMIT 1";
        let rows = self.db().query(sql, &[(&event.0).into()])?;
        Ok(rows.into_iter().next().map(|mut row| ReportId(row.text())))
    }

    /// Gives up to `limit` reports whose headline or text has these words, the newest first.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn reports_with(&mut self, words: &str, limit: usize) -> Result<Vec<KeptReport>> {
        let db = self.db();
        let Some((matching, words)) = crate::search::words(db.dialect(), words) else {
            return Ok(Vec::new());
        };
        let sql = format!(
            "SELECT r.id, r.record FROM report r WHERE r.no IN ({}) ORDER BY coalesce(r.published, '') DESC, r.id LIMIT ?2",
            matching.replace("{}", "?1")
        );
        let rows = db.query(&sql, &[words.into(), limit.into()])?;
        rows.into_iter()
            .map(|mut row| {
                let id = row.text();
                parse(db, KeptReport::TABLE, &id, &row.text())
            })
            .collect()
    }
}

/// Who coded a report, and the licence of its text.
type Source = (Coding, Option<String>);

impl Store {
    /// Who coded a report, by the coding that counts, and the licence of its text, without its text and what was coded.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn source(&mut self, id: &ReportId) -> Result<Option<Source>> {
        #[derive(Deserialize)]
        struct Head {
            coding: Coding,
        }
        let sql = "SELECT r.record, c.id, c.record FROM report r \
                   JOIN coding c ON c.report = r.no AND c.superseded IS NULL WHERE r.id = ?1";
        let db = self.db();
        let Some(mut row) = db.query(sql, &[(&id.0).into()])?.pop() else { return Ok(None) };
        let report: KeptReport = parse(db, KeptReport::TABLE, &id.0, &row.text())?;
        let (name, record) = (row.text(), row.text());
        let head: Head = parse(db, KeptCoding::TABLE, &name, &record)?;
        Ok(Some((head.coding, report.licence)))
    }
}

const CODED: &str = "SELECT r.no, r.id, r.record, r.text, c.id, c.record FROM report r \
                     JOIN coding c ON c.report = r.no AND c.superseded IS NULL";

pub(crate) fn coded(db: &mut dyn Backend, id: &ReportId) -> Result<Option<CodedText>> {
    let sql = format!("{CODED} WHERE r.id = ?1");
    let mut rows = db.query(&sql, &[(&id.0).into()])?;
    rows.pop().map(|row| coded_text(db, row).map(|(_, coded)| coded)).transpose()
}

pub(crate) fn coded_after(db: &mut dyn Backend, place: i64, limit: usize) -> Result<(Vec<CodedText>, i64)> {
    let sql = format!("{CODED} WHERE r.no > ?1 ORDER BY r.no LIMIT ?2");
    let rows = db.query(&sql, &[place.into(), limit.into()])?;
    let mut last = place;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let (no, coded) = coded_text(db, row)?;
        last = no;
        found.push(coded);
    }
    Ok((found, last))
}

fn coded_text(db: &dyn Backend, mut row: crate::value::Row) -> Result<(i64, CodedText)> {
    let (no, id, record, text) = (row.int(), row.text(), row.text(), row.text());
    let report = parse(db, KeptReport::TABLE, &id, &record)?;
    let (id, record) = (row.text(), row.text());
    let kept: KeptCoding = parse(db, KeptCoding::TABLE, &id, &record)?;
    Ok((no, CodedText { report, text, coding: kept.coding, coded: kept.coded }))
}
