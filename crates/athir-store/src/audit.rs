//! The log: what was written, by whom and when, each entry bound to the one before by its digest.

use std::fmt;

use athir_model::Digest;
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::backend::Backend;
use crate::changes::What;
use crate::error::Result;
use crate::value::{Row, Value};

/// Who does something, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub at: Timestamp,
    /// Who: a user's name, or the program's for what it does by itself.
    pub by: String,
}

impl Stamp {
    /// The time as it stands in the database: UTC with milliseconds, so that later times sort after earlier ones.
    pub(crate) fn time(&self) -> String {
        time_words(self.at)
    }
}

pub(crate) fn time_words(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// Takes the SHA-256 of bytes.
///
/// # Examples
///
/// ```
/// let digest = athir_store::sha256(b"abc").to_string();
/// assert!(digest.starts_with("ba7816bf"));
/// ```
pub fn sha256(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogEntry {
    /// Its number, from 1, without gaps.
    pub number: i64,
    /// When it was written.
    pub time: String,
    /// Who did it.
    pub actor: String,
    /// What they did.
    pub action: String,
    /// More about it, for a reader.
    pub note: String,
    /// The digest of the list of what was written.
    pub changes: String,
    /// The digest of the entry before; 64 zeros for the first.
    pub previous: String,
    /// The digest of all of this.
    pub digest: String,
}

impl LogEntry {
    pub(crate) const COLUMNS: &str = "number, time, actor, action, note, changes, previous, digest";

    pub(crate) fn read(mut row: Row) -> LogEntry {
        LogEntry {
            number: row.int(),
            time: row.text(),
            actor: row.text(),
            action: row.text(),
            note: row.text(),
            changes: row.text(),
            previous: row.text(),
            digest: row.text(),
        }
    }

    /// The digest that the entry has to have. Lengths stand before the words, so that none can be moved from one to
    /// the next.
    pub(crate) fn right_digest(&self) -> Digest {
        let mut hash = Sha256::new();
        hash.update(b"athir log 1\n");
        let number = self.number.to_string();
        let fields: [&str; 7] =
            [&number, &self.time, &self.actor, &self.action, &self.note, &self.changes, &self.previous];
        for field in fields {
            hash.update(format!("{}\n", field.len()));
            hash.update(field);
        }
        Digest(hash.finalize().into())
    }
}

/// What an entry wrote: one record of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// The table.
    pub(crate) kind: String,
    /// The record.
    pub(crate) id: String,
    /// What became of it.
    pub(crate) what: What,
    /// The digest of the record; of the old one where it was withdrawn or superseded.
    pub(crate) digest: String,
}

/// The digest of a list of changes.
pub(crate) struct ChangesDigest(Sha256);

impl ChangesDigest {
    pub(crate) fn new() -> ChangesDigest {
        ChangesDigest(Sha256::new())
    }

    pub(crate) fn add(&mut self, kind: &str, id: &str, what: &str, digest: &str) {
        for field in [kind, id, what, digest] {
            self.0.update(format!("{}\n", field.len()));
            self.0.update(field);
        }
    }

    pub(crate) fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

/// Adds an entry to the log and gives its number. It is called inside a transaction, before the rows are written
/// that name the entry.
pub(crate) fn append(
    db: &mut dyn Backend,
    stamp: &Stamp,
    action: &str,
    note: impl fmt::Display,
    changes: &[Change],
) -> Result<i64> {
    let (number, _) = next_entry(db)?;
    let mut digest = ChangesDigest::new();
    add_changes(db, number, 0, changes, &mut digest)?;
    finish_entry(db, stamp, action, note, digest)?;
    Ok(number)
}

/// The number that the next entry gets, and the digest of the one before.
pub(crate) fn next_entry(db: &mut dyn Backend) -> Result<(i64, String)> {
    Ok(last_entry(db)?.map_or_else(|| (1, "0".repeat(64)), |last| (last.number + 1, last.digest)))
}

/// Adds to the list of what the next entry wrote. `n` changes are in it already.
pub(crate) fn add_changes(
    db: &mut dyn Backend,
    entry: i64,
    n: usize,
    changes: &[Change],
    digest: &mut ChangesDigest,
) -> Result<()> {
    let rows: Vec<Vec<Value<'_>>> = changes
        .iter()
        .zip(n..)
        .map(|(change, n)| {
            digest.add(&change.kind, &change.id, change.what.as_str(), &change.digest);
            vec![
                entry.into(),
                n.into(),
                (&change.kind).into(),
                (&change.id).into(),
                change.what.as_str().into(),
                (&change.digest).into(),
            ]
        })
        .collect();
    db.insert("change", &["entry", "n", "kind", "id", "what", "digest"], &rows)
}

/// Writes the next entry, after the list of what it wrote.
pub(crate) fn finish_entry(
    db: &mut dyn Backend,
    stamp: &Stamp,
    action: &str,
    note: impl fmt::Display,
    changes: ChangesDigest,
) -> Result<()> {
    let (number, previous) = next_entry(db)?;
    let mut entry = LogEntry {
        number,
        time: stamp.time(),
        actor: stamp.by.clone(),
        action: action.to_owned(),
        note: note.to_string(),
        changes: changes.finish().to_string(),
        previous,
        digest: String::new(),
    };
    entry.digest = entry.right_digest().to_string();
    let row = vec![
        entry.number.into(),
        (&entry.time).into(),
        (&entry.actor).into(),
        (&entry.action).into(),
        (&entry.note).into(),
        (&entry.changes).into(),
        (&entry.previous).into(),
        (&entry.digest).into(),
    ];
    let columns: Vec<&str> = LogEntry::COLUMNS.split(", ").collect();
    db.insert("entry", &columns, &[row])
}

/// The newest entry.
pub(crate) fn last_entry(db: &mut dyn Backend) -> Result<Option<LogEntry>> {
    let sql = format!("SELECT {} FROM entry ORDER BY number DESC LIMIT 1", LogEntry::COLUMNS);
    Ok(db.query(&sql, &[])?.pop().map(LogEntry::read))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_move_from_one_field_to_the_next() {
        let entry = |actor: &str, action: &str| LogEntry {
            number: 1,
            time: "2026-01-02T03:04:05.000Z".to_owned(),
            actor: actor.to_owned(),
            action: action.to_owned(),
            note: String::new(),
            changes: String::new(),
            previous: "0".repeat(64),
            digest: String::new(),
        };
        assert_ne!(entry("ann", "merge").right_digest(), entry("annm", "erge").right_digest());
        assert_ne!(entry("1\na", "b").right_digest(), entry("1", "a\nb").right_digest());
    }

    #[test]
    fn a_later_time_sorts_after_an_earlier_one() {
        let words = |time: &str| time_words(time.parse().unwrap());
        assert_eq!(words("2026-01-02T03:04:05Z"), "2026-01-02T03:04:05.000Z");
        assert!(words("2026-01-02T03:04:05Z") < words("2026-01-02T03:04:05.5Z"));
    }
}
