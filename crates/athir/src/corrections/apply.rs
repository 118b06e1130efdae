//! Writes what an edited table comes to: all of it, or nothing.

use athir_model::{Decision, DecisionId, Verdict};

use super::read::{Corrections, NoCorrections, RowChange};
use crate::database::{Database, DatabaseError, Stamp};

/// What was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Applied {
    /// The decisions, in the order of the rows. Each can be undone by itself.
    pub decisions: Vec<Decision>,
}

impl Database {
    /// Decides what the rows of a table want, in one step: all of it is kept, or nothing. `head` is the number of the
    /// newest entry of the log when the rows were read; if there is a newer one by now, nothing is written.
    ///
    /// `note` is why, for rows that say nothing themselves. Incidents and ties follow once they are made anew.
    ///
    /// # Errors
    ///
    /// Rows with faults, a database that others have written to meanwhile, and whatever it cannot do.
    pub fn apply_corrections(
        &mut self,
        corrections: &Corrections,
        head: i64,
        note: Option<&str>,
        stamp: &Stamp,
    ) -> Result<Applied, NoCorrections> {
        if !corrections.faults.is_empty() {
            let why = format!("{} rows or cells of the table are wrong", corrections.faults.len());
            return Err(DatabaseError::NoDecision { why }.into());
        }
        let mut decisions = Vec::new();
        for change in &corrections.changes {
            let anchor = self.anchor_of(&change.event)?;
            let mut add = |verdict: Verdict| decisions.push(decision(verdict, change, note, stamp));
            for (correction, ..) in &change.wanted.corrections {
                add(Verdict::Correct { event: anchor.clone(), correction: correction.clone() });
            }
            if let Some(review) = change.wanted.review {
                add(Verdict::Review { events: vec![anchor], review });
            }
        }
        if decisions.is_empty() {
            return Ok(Applied::default());
        }
        let written = self.store().decide_all(&decisions, head, stamp)?;
        written.map(|decisions| Applied { decisions }).ok_or(NoCorrections::Busy)
    }
}

fn decision(verdict: Verdict, change: &RowChange, note: Option<&str>, stamp: &Stamp) -> Decision {
    let mut decision = Decision {
        id: DecisionId(String::new()),
        sequence: 0,
        by: stamp.by.clone(),
        note: change.note.as_deref().or(note).map(str::to_owned),
        verdict,
    };
    decision.id = Database::name_of(&decision, stamp);
    decision
}
