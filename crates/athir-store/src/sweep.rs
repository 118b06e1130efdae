//! Reading all incidents of a large database: records come in the order in which they lie there, and are decoded beside.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use athir_model::Incident;

use crate::error::{Result, StoreError};
use crate::store::{PAGE, Store};

/// Ids with their records, and which page of all they are.
type Raw = (usize, Vec<(String, String)>);
/// What a page holds, or the incident whose record cannot be read and why.
type Decoded = (usize, std::result::Result<Vec<Incident>, (String, serde_json::Error)>);

impl Store {
    /// Gives every incident to `each`, in the order in which they came into the database. Their records are decoded on
    /// `jobs` threads while this one reads on; the order is the same for any number of them.
    ///
    /// # Errors
    ///
    /// A database that cannot be read. Some incidents were given by then.
    pub fn each_incident(&mut self, jobs: NonZeroUsize, mut each: impl FnMut(Incident)) -> Result<()> {
        let (to_decode, raw) = sync_channel::<Raw>(2 * jobs.get());
        let (to_give, decoded) = channel::<Decoded>();
        let raw = Mutex::new(raw);
        thread::scope(|scope| {
            for _ in 0..jobs.get() {
                let (raw, to_give) = (&raw, to_give.clone());
                scope.spawn(move || decode(raw, &to_give));
            }
            drop(to_give);
            let (mut pages, mut n_given) = (BTreeMap::new(), 0);
            let mut give = |(n, page): Decoded, name: &str| -> Result<()> {
                pages.insert(n, page);
                while let Some(page) = pages.remove(&n_given) {
                    n_given += 1;
                    let page = page.map_err(|(id, error)| StoreError::Damaged {
                        database: name.to_owned(),
                        detail: format!("incident {id}: its record cannot be read: {error}"),
                    })?;
                    page.into_iter().for_each(&mut each);
                }
                Ok(())
            };
            let name = self.db().name().to_owned();
            let mut last = 0;
            for n in 0.. {
                let sql = "SELECT no, id, record FROM incident WHERE no > ?1 ORDER BY no LIMIT ?2";
                let rows = self.db().query(sql, &[last.into(), PAGE.into()])?;
                if rows.is_empty() {
                    break;
                }
                let mut page = Vec::with_capacity(rows.len());
                for mut row in rows {
                    last = row.int();
                    page.push((row.text(), row.text()));
                }
                if to_decode.send((n, page)).is_err() {
                    // The threads end before this one only by a panic, which ends the scope too.
                    break;
                }
                decoded.try_iter().try_for_each(|page| give(page, &name))?;
            }
            drop(to_decode);
            decoded.iter().try_for_each(|page| give(page, &name))
        })
    }
}

fn decode(raw: &Mutex<Receiver<Raw>>, to_give: &Sender<Decoded>) {
    loop {
        let next = raw.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((n, page)) = next else { return };
        let read =
            |(id, record): (String, String)| serde_json::from_str(&record).map_err(|error| (id, error));
        if to_give.send((n, page.into_iter().map(read).collect())).is_err() {
            return;
        }
    }
}
