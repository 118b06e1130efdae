//! What became of incidents since a time: for everybody who keeps a copy.

use std::collections::BTreeMap;
use std::fmt;

use athir_model::{DecisionId, Incident, IncidentId};
use jiff::Timestamp;
use serde::Serialize;

use crate::audit::time_words;
use crate::backend::Backend;
use crate::error::Result;
use crate::kept::Kept;
use crate::store::{PAGE, Store, parse};
use crate::value::Value;

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// It was not there before.
    New,
    /// It is other than before.
    Changed,
    /// It is there no more.
    Withdrawn,
    /// A newer one counts in its place.
    Superseded,
}

impl What {
    /// The word in the log.
    pub const fn as_str(self) -> &'static str {
        match self {
            What::New => "new",
            What::Changed => "changed",
            What::Withdrawn => "withdrawn",
            What::Superseded => "superseded",
        }
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What became of one incident since a time, all steps in between taken together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IncidentChange {
    /// The incident.
    pub id: IncidentId,
    /// New, changed or withdrawn.
    pub what: What,
    /// The entry of the log that has it last.
    pub entry: i64,
    /// When that was written.
    pub time: String,
    /// For one that was withdrawn: the incidents that its events are in now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub into: Vec<IncidentId>,
}

/// A step in the life of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HistoryStep {
    /// When.
    pub time: String,
    /// Who did it.
    pub by: String,
    /// What became of it.
    pub what: What,
    /// What the log says of the writing as a whole.
    pub note: String,
}

impl Store {
    /// Tells what became of an incident, the newest step first.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn history_of(&mut self, id: &IncidentId) -> Result<Vec<HistoryStep>> {
        let sql = "SELECT e.time, e.actor, c.what, e.note FROM change c JOIN entry e ON e.number = c.entry \
                   WHERE c.kind = 'incident' AND c.id = ?1 ORDER BY c.entry DESC, c.n DESC LIMIT 200";
        let rows = self.db().query(sql, &[(&id.0).into()])?;
        let step = |mut row: crate::value::Row| {
            let (time, by, what, note) = (row.text(), row.text(), row.text(), row.text());
            let what = [What::New, What::Changed, What::Withdrawn, What::Superseded]
                .into_iter()
                .find(|known| known.as_str() == what)?;
            Some(HistoryStep { time, by, what, note })
        };
        Ok(rows.into_iter().filter_map(step).collect())
    }

    /// Gives the older forms of an incident, the newest first; at most 50.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn past_incidents(&mut self, id: &IncidentId) -> Result<Vec<Incident>> {
        let sql = "SELECT record FROM past WHERE kind = 'incident' AND id = ?1 ORDER BY entry DESC LIMIT 50";
        let db = self.db();
        let rows = db.query(sql, &[(&id.0).into()])?;
        rows.into_iter().map(|mut row| parse(db, Incident::TABLE, &id.0, &row.text())).collect()
    }

    /// Tells when each decision of people was taken.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn decision_times(&mut self) -> Result<BTreeMap<DecisionId, String>> {
        let sql = "SELECT d.id, e.time FROM decision d JOIN entry e ON e.number = d.entry";
        let rows = self.db().query(sql, &[])?;
        Ok(rows.into_iter().map(|mut row| (DecisionId(row.text()), row.text())).collect())
    }

    /// Whether a tie was written, changed or withdrawn since the entry with this number.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn ties_changed_since(&mut self, entry: i64) -> Result<bool> {
        let sql = "SELECT 1 FROM change WHERE entry > ?1 AND kind = 'tie' LIMIT 1";
        Ok(!self.db().query(sql, &[entry.into()])?.is_empty())
    }

    /// Gives the incidents that the events of a withdrawn one are in now; none for one that never was.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn went_into(&mut self, id: &IncidentId) -> Result<Vec<IncidentId>> {
        went_into(self.db(), &id.0)
    }

    /// Gives the number of the last entry that the log had at a time; 0 before the first.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn entry_at(&mut self, time: Timestamp) -> Result<i64> {
        let sql = "SELECT coalesce(max(number), 0) FROM entry WHERE time <= ?1";
        Ok(self.db().query(sql, &[time_words(time).into()])?.remove(0).int())
    }

    /// Tells which incidents are new, changed or withdrawn since the entry with this number, in the order of the log.
    /// One that is as it was then, or that came and went since, is left out.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn changes_since(&mut self, entry: i64) -> Result<Vec<IncidentChange>> {
        self.read(|db| {
            let mut found = Vec::new();
            let (mut last_entry, mut last_n) = (entry, i64::MAX);
            loop {
                let parameters = [last_entry.into(), last_n.into(), entry.into(), Value::from(PAGE)];
                let rows = db.query(SINCE, &parameters)?;
                if rows.is_empty() {
                    return Ok(found);
                }
                for mut row in rows {
                    (last_entry, last_n) = (row.int(), row.int());
                    let (id, what, digest, time) = (row.text(), row.text(), row.text(), row.text());
                    let before = row.text_or_none().filter(|what| what != What::Withdrawn.as_str());
                    let digest_before = row.text_or_none();
                    let is_there = what != What::Withdrawn.as_str();
                    let what = match (before.is_some(), is_there) {
                        (false, true) => What::New,
                        (true, false) => What::Withdrawn,
                        (true, true) if digest_before.is_none_or(|before| before != digest) => What::Changed,
                        _ => continue,
                    };
                    let into = if is_there { Vec::new() } else { went_into(db, &id)? };
                    found.push(IncidentChange { id: IncidentId(id), what, entry: last_entry, time, into });
                }
            }
        })
    }
}

/// The last change of each incident since an entry, and what it was at that entry.
const SINCE: &str = "\
    SELECT c.entry, c.n, c.id, c.what, c.digest, e.time, \
      (SELECT b.what FROM change b WHERE b.kind = 'incident' AND b.id = c.id AND b.entry <= ?3 \
       ORDER BY b.entry DESC LIMIT 1), \
      (SELECT b.digest FROM change b WHERE b.kind = 'incident' AND b.id = c.id AND b.entry <= ?3 \
       ORDER BY b.entry DESC LIMIT 1) \
    FROM change c JOIN entry e ON e.number = c.entry \
    WHERE (c.entry, c.n) > (?1, ?2) AND c.kind = 'incident' \
      AND NOT EXISTS (SELECT 1 FROM change d WHERE d.kind = 'incident' AND d.id = c.id AND d.entry > c.entry) \
    ORDER BY c.entry, c.n LIMIT ?4";

/// The incidents that the events of a withdrawn one are in now.
fn went_into(db: &mut dyn Backend, id: &str) -> Result<Vec<IncidentId>> {
    let sql = "SELECT record FROM past WHERE kind = 'incident' AND id = ?1 ORDER BY entry DESC LIMIT 1";
    let Some(mut row) = db.query(sql, &[id.into()])?.pop() else { return Ok(Vec::new()) };
    let old: Incident = parse(db, Incident::TABLE, id, &row.text())?;
    let sql = "SELECT i.id FROM incident_event e JOIN incident i ON i.no = e.incident \
               WHERE e.report = ?1 AND e.event = ?2";
    let mut into = Vec::new();
    for event in &old.events {
        let parameters = [(&event.event.report.0).into(), (&event.event.event.0).into()];
        into.extend(db.query(sql, &parameters)?.into_iter().map(|mut row| IncidentId(row.text())));
    }
    into.sort();
    into.dedup();
    Ok(into)
}
