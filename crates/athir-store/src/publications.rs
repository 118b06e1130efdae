//! Publications: who signed, approved, wrote out and withdrew what. Each step is a record of the chain, and is never
//! changed.

use athir_model::{PublicationAct, PublicationId, PublicationStep};
use jiff::Timestamp;

use crate::audit::{Change, Stamp, append};
use crate::backend::Backend;
use crate::changes::What;
use crate::derived::PUBLISH;
use crate::error::Result;
use crate::kept::{Kept, all_columns, row};
use crate::store::{Store, next_no, parse, written};

impl Store {
    /// Adds a step of a publication, and an entry of the log with `note`.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do.
    pub fn add_publication_step(
        &mut self,
        publication: &PublicationId,
        step: PublicationStep,
        note: &str,
        stamp: &Stamp,
    ) -> Result<PublicationAct> {
        self.write(|db| {
            let no = next_no(db, PublicationAct::TABLE)?;
            let act = PublicationAct {
                id: format!("{publication}-{no}"),
                publication: publication.clone(),
                by: stamp.by.clone(),
                at: Timestamp::from_millisecond(stamp.at.as_millisecond()).unwrap_or(stamp.at),
                step,
            };
            let written = written(db, &act)?;
            let change = Change {
                kind: PublicationAct::TABLE.to_owned(),
                id: act.id.clone(),
                what: What::New,
                digest: written.digest.to_string(),
            };
            let entry = append(db, stamp, PUBLISH, note, &[change])?;
            let columns = all_columns::<PublicationAct>();
            db.insert(PublicationAct::TABLE, &columns, &[row(&act, &written, no, entry)])?;
            Ok(act)
        })
    }

    /// Gives every step of every publication, in the order in which they were taken.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn publication_acts(&mut self) -> Result<Vec<PublicationAct>> {
        acts(self.db())
    }
}

fn acts(db: &mut dyn Backend) -> Result<Vec<PublicationAct>> {
    let rows = db.query("SELECT id, record FROM publication ORDER BY no", &[])?;
    rows.into_iter()
        .map(|mut row| {
            let id = row.text();
            parse(db, PublicationAct::TABLE, &id, &row.text())
        })
        .collect()
}
