//! The proof that nothing was changed: the chain of the log, the digest of every record and text, and every column
//! against the record that it repeats.

use std::fmt;

use athir_model::{Bond, Decision, Incident, KeptReport, PublicationAct, Story};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::audit::{ChangesDigest, LogEntry, sha256};
use crate::backend::Backend;
use crate::derived::Beside;
use crate::error::Result;
use crate::kept::{CLAIM_COLUMNS, EVENT_COLUMNS, Kept, KeptCoding};
use crate::reports::index_rows;
use crate::store::{PAGE, Store};
use crate::value::{Row, Value};

/// How many findings are listed. There may be more.
const MOST_FINDINGS: usize = 1000;

/// Something that is not as athir wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The table.
    pub table: String,
    /// The record in it; for the log, the entry's number.
    pub id: String,
    /// The field, where it is known.
    pub field: Option<String>,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.table, self.id)?;
        if let Some(field) = &self.field {
            write!(f, ", {field}")?;
        }
        write!(f, ": {}", self.what)
    }
}

/// What came out of a proof.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// How many entries of the log were checked.
    pub n_entries: usize,
    /// How many records were checked, those of the past too.
    pub n_records: usize,
    /// How many texts were checked.
    pub n_texts: usize,
    /// The newest entry. Whoever notes its digest elsewhere can prove later that the log was not written anew.
    pub head: Option<LogEntry>,
    /// What is wrong; empty where nothing is.
    pub findings: Vec<Finding>,
    /// How many things are wrong, also those that are not listed.
    pub n_findings: usize,
}

impl Verification {
    /// Whether everything is as athir wrote it.
    pub fn is_sound(&self) -> bool {
        self.n_findings == 0
    }

    fn add(&mut self, table: &str, id: impl Into<String>, field: Option<&str>, what: impl Into<String>) {
        self.n_findings += 1;
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(Finding {
                table: table.to_owned(),
                id: id.into(),
                field: field.map(str::to_owned),
                what: what.into(),
            });
        }
    }
}

impl Store {
    /// Proves that the database is as athir wrote it, and names what is not. It sees one state, whatever others
    /// write meanwhile.
    ///
    /// A log that was written anew from its first entry, with all records fitting, is only found out by comparing
    /// its [`head`](Verification::head) with one that was noted before.
    ///
    /// # Errors
    ///
    /// A database that cannot be read at all.
    pub fn verify(&mut self) -> Result<Verification> {
        self.read(|db| {
            let mut found = Verification::default();
            for words in db.check_files()? {
                found.add("file", db.name().to_owned(), None, words);
            }
            check_log(db, &mut found)?;
            check_reports(db, &mut found)?;
            check_codings(db, &mut found)?;
            check_beside::<Story>(db, &mut found)?;
            check_beside::<Incident>(db, &mut found)?;
            check_beside::<Bond>(db, &mut found)?;
            check_table::<Decision>(db, &mut found, "", |_, _, _, _, _| Ok(()))?;
            check_table::<PublicationAct>(db, &mut found, "", |_, _, _, _, _| Ok(()))?;
            check_past(db, &mut found)?;
            Ok(found)
        })
    }
}

fn check_log(db: &mut dyn Backend, found: &mut Verification) -> Result<()> {
    let sql = format!("SELECT {} FROM entry WHERE number > ?1 ORDER BY number LIMIT ?2", LogEntry::COLUMNS);
    let (mut number, mut previous) = (0, "0".repeat(64));
    loop {
        let rows = db.query(&sql, &[Value::Int(number), Value::from(PAGE)])?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in rows {
            let entry = LogEntry::read(row);
            let id = entry.number.to_string();
            if entry.number != number + 1 {
                found.add("entry", (number + 1).to_string(), None, "is missing");
            } else if entry.previous != previous {
                found.add("entry", &*id, Some("previous"), "is not the digest of the entry before");
            }
            if entry.right_digest().to_string() != entry.digest {
                found.add("entry", &*id, Some("digest"), "is not that of the entry's words");
            }
            if changes_digest(db, entry.number)? != entry.changes {
                found.add("entry", &*id, Some("changes"), "is not the digest of what stands in `change`");
            }
            (number, previous) = (entry.number, entry.digest.clone());
            found.n_entries += 1;
            found.head = Some(entry);
        }
    }
}

fn changes_digest(db: &mut dyn Backend, entry: i64) -> Result<String> {
    let sql = "SELECT n, kind, id, what, digest FROM change WHERE entry = ?1 AND n > ?2 ORDER BY n LIMIT ?3";
    let mut list = ChangesDigest::new();
    let mut last = -1;
    loop {
        let rows = db.query(sql, &[entry.into(), last.into(), Value::from(20 * PAGE)])?;
        if rows.is_empty() {
            return Ok(list.finish().to_string());
        }
        for mut row in rows {
            last = row.int();
            list.add(&row.text(), &row.text(), &row.text(), &row.text());
        }
    }
}

/// Goes through a table. `more` is called with each record that can be read, its number, and the columns asked for
/// beside the usual ones.
fn check_table<K: Kept + DeserializeOwned>(
    db: &mut dyn Backend,
    found: &mut Verification,
    more_columns: &str,
    mut more: impl FnMut(&mut dyn Backend, &mut Verification, i64, &K, Row) -> Result<()>,
) -> Result<()> {
    let table = K::TABLE;
    let own: String = K::COLUMNS.iter().map(|column| format!(", t.{column}")).collect();
    let sql = format!(
        "SELECT t.no, t.id, t.record, t.digest, \
         (SELECT c.digest FROM change c WHERE c.kind = '{table}' AND c.id = t.id AND c.entry = t.entry \
          AND c.what IN ('new', 'changed')), \
         (SELECT count(*) FROM change c WHERE c.kind = '{table}' AND c.id = t.id AND c.entry > t.entry \
          AND c.what <> 'superseded'){own}{more_columns} \
         FROM {table} t WHERE t.no > ?1 ORDER BY t.no LIMIT ?2"
    );
    let mut last = 0;
    loop {
        let rows = db.query(&sql, &[Value::Int(last), Value::from(PAGE)])?;
        if rows.is_empty() {
            break;
        }
        for mut row in rows {
            last = row.int();
            let (id, record, digest) = (row.text(), row.text(), row.text());
            let (logged, n_later) = (row.text_or_none(), row.int());
            found.n_records += 1;
            check_record(found, table, &id, &record, &digest, logged.as_deref());
            if n_later > 0 {
                found.add(table, &*id, Some("entry"), "the log has a newer one");
            }
            let kept: K = match serde_json::from_str(&record) {
                Ok(kept) => kept,
                Err(error) => {
                    found.add(table, &*id, Some("record"), format!("cannot be read: {error}"));
                    continue;
                }
            };
            if kept.id() != id {
                found.add(table, &*id, Some("id"), "is not that of the record");
            }
            let mut rest = row.rest().into_iter();
            for (column, right) in K::COLUMNS.iter().zip(kept.columns()) {
                if rest.next().is_none_or(|value| value != right) {
                    found.add(table, &*id, Some(column), "is not that of the record");
                }
            }
            more(db, found, last, &kept, Row::new(rest.collect()))?;
        }
    }
    check_missing(db, found, table)
}

fn check_record(
    found: &mut Verification,
    table: &str,
    id: &str,
    record: &str,
    digest: &str,
    logged: Option<&str>,
) {
    let right = sha256(record.as_bytes()).to_string();
    match logged {
        None => found.add(table, id, None, "is not in the log"),
        Some(logged) if logged == right && right != digest => {
            found.add(table, id, Some("digest"), "is not that of the record");
        }
        Some(logged) if logged != right => {
            found.add(table, id, Some("record"), "does not have the digest that the log has for it");
        }
        Some(_) => {}
    }
}

/// Finds what the log has and the table has not.
fn check_missing(db: &mut dyn Backend, found: &mut Verification, table: &str) -> Result<()> {
    let sql = format!(
        "SELECT DISTINCT c.id FROM change c WHERE c.kind = '{table}' AND c.what IN ('new', 'changed') \
         AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = c.id) \
         AND NOT EXISTS (SELECT 1 FROM change d WHERE d.kind = c.kind AND d.id = c.id AND d.entry > c.entry \
                         AND d.what IN ('withdrawn', 'changed', 'new')) \
         ORDER BY c.id"
    );
    for mut row in db.query(&sql, &[])? {
        found.add(table, row.text(), None, "is missing");
    }
    Ok(())
}

fn check_reports(db: &mut dyn Backend, found: &mut Verification) -> Result<()> {
    check_table::<KeptReport>(db, found, ", t.text", |_, found, _, report, mut row| {
        found.n_texts += 1;
        if sha256(row.text().as_bytes()) != report.text {
            found.add(KeptReport::TABLE, &*report.id.0, Some("text"), "does not fit its digest");
        }
        Ok(())
    })
}

fn check_codings(db: &mut dyn Backend, found: &mut Verification) -> Result<()> {
    let more = ", (SELECT r.id FROM report r WHERE r.no = t.report), t.superseded, \
        (SELECT max(c.entry) FROM change c WHERE c.kind = 'coding' AND c.id = t.id AND c.what = 'superseded')";
    check_table::<KeptCoding>(db, found, more, |db, found, no, coding, mut row| {
        let id = &*coding.id;
        if row.text_or_none().as_ref() != Some(&coding.coding.report.0) {
            found.add(KeptCoding::TABLE, id, Some("report"), "is not that of the record");
        }
        if row.int_or_none() != row.int_or_none() {
            found.add(KeptCoding::TABLE, id, Some("superseded"), "is not as the log has it");
        }
        let (events, claims) = index_rows(no, coding);
        let table = |name: &str, columns: &[&str]| {
            format!("SELECT {} FROM {name} WHERE coding = ?1 ORDER BY coding", columns.join(", "))
        };
        let sql = format!("{}, n", table("event", &EVENT_COLUMNS));
        compare(db, found, "event", id, &EVENT_COLUMNS, &sql, no, &events)?;
        let sql = format!("{}, event, n", table("claim", &CLAIM_COLUMNS));
        compare(db, found, "claim", id, &CLAIM_COLUMNS, &sql, no, &claims)
    })
}

/// Compares the rows that a record has in another table with those that it should have.
#[expect(clippy::too_many_arguments, reason = "what is compared, with what, and how it is named")]
fn compare(
    db: &mut dyn Backend,
    found: &mut Verification,
    table: &str,
    id: &str,
    columns: &[&str],
    sql: &str,
    no: i64,
    right: &[Vec<Value<'_>>],
) -> Result<()> {
    let rows = db.query(sql, &[no.into()])?;
    if rows.len() != right.len() {
        let what = format!("{} rows of it stand there, and there are {}", rows.len(), right.len());
        found.add(table, id, None, what);
        return Ok(());
    }
    for (row, right) in rows.into_iter().zip(right) {
        for ((column, value), right) in columns.iter().zip(row.rest()).zip(right) {
            if value != *right {
                found.add(table, id, Some(column), "is not that of the record");
            }
        }
    }
    Ok(())
}

fn check_beside<K: Beside + DeserializeOwned>(db: &mut dyn Backend, found: &mut Verification) -> Result<()> {
    check_table::<K>(db, found, "", |db, found, no, record, _| {
        for ((table, columns), mut right) in K::TABLES.iter().zip(record.rows(no)) {
            right.sort_by_key(|row| format!("{row:?}"));
            let list = columns.join(", ");
            let sql = format!("SELECT {list} FROM {table} WHERE {} = ?1", K::TABLE);
            let mut rows: Vec<Vec<Value<'static>>> =
                db.query(&sql, &[no.into()])?.into_iter().map(Row::rest).collect();
            rows.sort_by_key(|row| format!("{row:?}"));
            if rows.len() != right.len() || rows.iter().zip(&right).any(|(row, right)| row != right) {
                found.add(table, record.id(), None, "does not fit the record");
            }
        }
        Ok(())
    })
}

fn check_past(db: &mut dyn Backend, found: &mut Verification) -> Result<()> {
    let sql = "SELECT p.kind, p.id, p.entry, p.record, p.digest, \
        (SELECT c.digest FROM change c WHERE c.kind = p.kind AND c.id = p.id AND c.entry = p.entry \
         AND c.what IN ('new', 'changed')) \
        FROM past p WHERE (p.kind, p.id, p.entry) > (?1, ?2, ?3) ORDER BY p.kind, p.id, p.entry LIMIT ?4";
    let mut last = (String::new(), String::new(), 0);
    loop {
        let from = [(&last.0).into(), (&last.1).into(), last.2.into(), Value::from(PAGE)];
        let rows = db.query(sql, &from)?;
        if rows.is_empty() {
            break;
        }
        for mut row in rows {
            last = (row.text(), row.text(), row.int());
            let (record, digest, logged) = (row.text(), row.text(), row.text_or_none());
            found.n_records += 1;
            let id = format!("{} {} of entry {}", last.0, last.1, last.2);
            check_record(found, "past", &id, &record, &digest, logged.as_deref());
        }
    }
    let sql = "SELECT c.kind, c.id, c.entry FROM change c \
        WHERE c.kind IN ('story', 'incident', 'tie') AND c.what <> 'withdrawn' \
        AND EXISTS (SELECT 1 FROM change d WHERE d.kind = c.kind AND d.id = c.id AND d.entry > c.entry) \
        AND NOT EXISTS (SELECT 1 FROM past p WHERE p.kind = c.kind AND p.id = c.id AND p.entry = c.entry) \
        ORDER BY c.kind, c.id, c.entry";
    for mut row in db.query(sql, &[])? {
        let (kind, id, entry) = (row.text(), row.text(), row.int());
        found.add("past", format!("{kind} {id} of entry {entry}"), None, "is missing");
    }
    Ok(())
}
