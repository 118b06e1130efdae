//! What people decide, review and correct: numbered, in the order in which it was said, and never taken out.

use athir_model::Decision;

use crate::audit::{Change, Stamp, append, next_entry};
use crate::backend::Backend;
use crate::changes::What;
use crate::error::Result;
use crate::kept::{Kept, all_columns, row};
use crate::store::{Store, next_no, parse, written};

impl Store {
    /// Adds a decision of people behind those that are there, and gives it back with its number. It counts when
    /// incidents are made the next time.
    ///
    /// # Errors
    ///
    /// A decision whose name is taken, and whatever the database cannot do.
    pub fn decide(&mut self, decision: &Decision, stamp: &Stamp) -> Result<Decision> {
        let detail = decision.note.as_deref().unwrap_or_default();
        self.write(|db| Ok(add(db, std::slice::from_ref(decision), detail, stamp)?.remove(0)))
    }

    /// Adds decisions of people behind those that are there, all in one step and one entry of the log, and gives them
    /// back with their numbers. `head` is the number of the newest entry that they were taken on, 0 where there is none:
    /// if there is a newer one, nothing is written and nothing given back.
    ///
    /// # Errors
    ///
    /// A decision whose name is taken, and whatever the database cannot do. Nothing is changed then.
    pub fn decide_all(
        &mut self,
        decisions: &[Decision],
        head: i64,
        stamp: &Stamp,
    ) -> Result<Option<Vec<Decision>>> {
        let detail = format!("{} decisions", decisions.len());
        self.write(|db| {
            let (next, _) = next_entry(db)?;
            if next - 1 == head { add(db, decisions, &detail, stamp).map(Some) } else { Ok(None) }
        })
    }

    /// Gives people's decisions in the order in which they were taken.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn decisions(&mut self) -> Result<Vec<Decision>> {
        all_decisions(self.db())
    }

    /// Tells how many decisions there are. None is ever taken out.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn n_decisions(&mut self) -> Result<i64> {
        Ok(self.db().query("SELECT coalesce(max(no), 0) FROM decision", &[])?.remove(0).int())
    }
}

/// Numbers decisions and writes them in one entry of the log. It is done where nobody else writes: of two that contradict
/// each other the later one holds.
fn add(db: &mut dyn Backend, decisions: &[Decision], detail: &str, stamp: &Stamp) -> Result<Vec<Decision>> {
    let last = all_decisions(db)?.last().map_or(0, |decision| decision.sequence);
    let mut numbered = Vec::with_capacity(decisions.len());
    let mut changes = Vec::with_capacity(decisions.len());
    for (decision, sequence) in decisions.iter().zip(last + 1..) {
        let decision = Decision { sequence, ..decision.clone() };
        let written = written(db, &decision)?;
        changes.push(Change {
            kind: Decision::TABLE.to_owned(),
            id: decision.id.0.clone(),
            what: What::New,
            digest: written.digest.to_string(),
        });
        numbered.push((decision, written));
    }
    let entry = append(db, stamp, "decide", detail, &changes)?;
    let no = next_no(db, Decision::TABLE)?;
    let rows: Vec<_> = numbered
        .iter()
        .zip(no..)
        .map(|((decision, written), no)| row(decision, written, no, entry))
        .collect();
    db.insert(Decision::TABLE, &all_columns::<Decision>(), &rows)?;
    Ok(numbered.into_iter().map(|(decision, _)| decision).collect())
}

pub(crate) fn all_decisions(db: &mut dyn Backend) -> Result<Vec<Decision>> {
    let rows = db.query("SELECT id, record FROM decision ORDER BY no", &[])?;
    rows.into_iter()
        .map(|mut row| {
            let id = row.text();
            parse(db, Decision::TABLE, &id, &row.text())
        })
        .collect()
}
