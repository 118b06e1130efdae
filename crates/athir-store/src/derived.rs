//! What follows from the codings and from people's decisions: stories, incidents, ties. It is made anew as a whole;
//! the database keeps what is the same, and writes down what is new, changed and withdrawn.

use std::collections::{BTreeMap, BTreeSet};

use athir_model::{Bond, Decision, Incident, Story};

use crate::audit::{Change, Stamp, append};
use crate::backend::Backend;
use crate::changes::What;
use crate::error::{Result, StoreError};
use crate::kept::{Kept, actor_keys, all_columns, days, place_keys, row};
use crate::store::{PAGE, Store, next_no, parse, written};
use crate::value::Value;

/// Everything that follows from the codings and decisions of a database.
#[derive(Clone, Copy, Debug, Default)]
pub struct Derived<'a> {
    /// The stories.
    pub stories: &'a [Story],
    /// The incidents.
    pub incidents: &'a [Incident],
    /// The ties.
    pub ties: &'a [Bond],
}

/// How many records of one kind are new, changed or withdrawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Not there before.
    pub n_new: usize,
    /// There before, and other than now.
    pub n_changed: usize,
    /// There before, and no more.
    pub n_withdrawn: usize,
}

/// Records that stand in other tables beside the record itself.
pub(crate) trait Beside: Kept {
    /// The tables.
    const TABLES: &'static [(&'static str, &'static [&'static str])];

    /// The rows in them that belong to a record with this number, one list a table.
    fn rows(&self, no: i64) -> Vec<Vec<Vec<Value<'_>>>>;
}

impl Beside for Story {
    const TABLES: &'static [(&'static str, &'static [&'static str])] =
        &[("story_report", &["report", "story"])];

    fn rows(&self, no: i64) -> Vec<Vec<Vec<Value<'_>>>> {
        vec![self.reports.iter().map(|r| vec![(&r.report.0).into(), no.into()]).collect()]
    }
}

impl Beside for Incident {
    const TABLES: &'static [(&'static str, &'static [&'static str])] = &[
        ("incident_event", &["report", "event", "incident"]),
        ("incident_actor", &["actor", "first_day", "incident"]),
        ("incident_place", &["name", "first_day", "incident"]),
    ];

    fn rows(&self, no: i64) -> Vec<Vec<Vec<Value<'_>>>> {
        let (first, _) = days(self);
        let by_day =
            |keys: Vec<String>| keys.into_iter().map(|key| vec![key.into(), first.clone().into(), no.into()]);
        vec![
            self.events
                .iter()
                .map(|e| vec![(&e.event.report.0).into(), (&e.event.event.0).into(), no.into()])
                .collect(),
            by_day(actor_keys(self)).collect(),
            by_day(place_keys(self)).collect(),
        ]
    }
}

impl Beside for Bond {
    const TABLES: &'static [(&'static str, &'static [&'static str])] = &[];

    fn rows(&self, _: i64) -> Vec<Vec<Vec<Value<'_>>>> {
        Vec::new()
    }
}

/// What is to be done in one table.
struct Plan<'a, K> {
    /// Records to write, with the number of the row that they replace.
    write: Vec<(&'a K, Option<i64>)>,
    /// Numbers of the rows to take out, changed and withdrawn ones.
    take_out: Vec<i64>,
    rebuilt: Rebuilt,
}

impl Store {
    /// Puts what follows from the codings and decisions in the place of what was there. Gives what became of the
    /// stories, the incidents and the ties. Where nothing is other than before, nothing is written.
    ///
    /// # Errors
    ///
    /// Two records with one name, and whatever the database cannot do. Nothing is changed then.
    pub fn rebuild(&mut self, derived: &Derived<'_>, stamp: &Stamp) -> Result<[Rebuilt; 3]> {
        self.write(|db| {
            let mut changes = Vec::new();
            let stories = plan(db, derived.stories, &mut changes)?;
            let incidents = plan(db, derived.incidents, &mut changes)?;
            let ties = plan(db, derived.ties, &mut changes)?;
            let rebuilt = [stories.rebuilt, incidents.rebuilt, ties.rebuilt];
            if changes.is_empty() {
                return Ok(rebuilt);
            }
            let Rebuilt { n_new, n_changed, n_withdrawn } = incidents.rebuilt;
            let note = format!("incidents: {n_new} new, {n_changed} changed, {n_withdrawn} withdrawn");
            let entry = append(db, stamp, "rebuild", note, &changes)?;
            carry_out(db, &stories, entry)?;
            carry_out(db, &incidents, entry)?;
            carry_out(db, &ties, entry)?;
            Ok(rebuilt)
        })
    }

    /// Adds a decision of people. It counts when incidents are made the next time.
    ///
    /// # Errors
    ///
    /// A decision whose name is taken, and whatever the database cannot do.
    pub fn decide(&mut self, decision: &Decision, stamp: &Stamp) -> Result<()> {
        self.write(|db| {
            let written = written(db, decision)?;
            let change = Change {
                kind: Decision::TABLE.to_owned(),
                id: decision.id.0.clone(),
                what: What::New,
                digest: written.digest.to_string(),
            };
            let entry = append(db, stamp, "decide", decision.note.as_deref().unwrap_or_default(), &[change])?;
            let no = next_no(db, Decision::TABLE)?;
            db.insert(Decision::TABLE, &all_columns::<Decision>(), &[row(decision, &written, no, entry)])
        })
    }

    /// Gives people's decisions in the order in which they were taken.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn decisions(&mut self) -> Result<Vec<Decision>> {
        let db = self.db();
        let rows = db.query("SELECT id, record FROM decision ORDER BY no", &[])?;
        rows.into_iter()
            .map(|mut row| {
                let id = row.text();
                parse(db, Decision::TABLE, &id, &row.text())
            })
            .collect()
    }
}

fn plan<'a, K: Kept>(
    db: &mut dyn Backend,
    records: &'a [K],
    changes: &mut Vec<Change>,
) -> Result<Plan<'a, K>> {
    let mut before = existing(db, K::TABLE)?;
    let mut change = |id: &str, what, digest| {
        changes.push(Change { kind: K::TABLE.to_owned(), id: id.to_owned(), what, digest });
    };
    let mut plan = Plan { write: Vec::new(), take_out: Vec::new(), rebuilt: Rebuilt::default() };
    let mut seen = BTreeSet::new();
    let mut sorted: Vec<&K> = records.iter().collect();
    sorted.sort_by(|a, b| a.id().cmp(b.id()));
    for record in sorted {
        let id = record.id();
        if !seen.insert(id) {
            let what = format!("two records of {} that are both named {id}", K::TABLE);
            return Err(StoreError::Refused { database: db.name().to_owned(), what });
        }
        let digest = written(db, record)?.digest.to_string();
        match before.remove(id) {
            None => {
                plan.write.push((record, None));
                plan.rebuilt.n_new += 1;
                change(id, What::New, digest);
            }
            Some((_, old)) if old == digest => {}
            Some((no, _)) => {
                plan.write.push((record, Some(no)));
                plan.take_out.push(no);
                plan.rebuilt.n_changed += 1;
                change(id, What::Changed, digest);
            }
        }
    }
    for (id, (no, digest)) in before {
        plan.take_out.push(no);
        plan.rebuilt.n_withdrawn += 1;
        change(&id, What::Withdrawn, digest);
    }
    Ok(plan)
}

/// The number and the digest of every record of a table.
fn existing(db: &mut dyn Backend, table: &str) -> Result<BTreeMap<String, (i64, String)>> {
    let sql = format!("SELECT no, id, digest FROM {table} WHERE no > ?1 ORDER BY no LIMIT ?2");
    let mut found = BTreeMap::new();
    let mut last = 0;
    loop {
        let rows = db.query(&sql, &[Value::Int(last), Value::from(20 * PAGE)])?;
        if rows.is_empty() {
            return Ok(found);
        }
        for mut row in rows {
            last = row.int();
            found.insert(row.text(), (last, row.text()));
        }
    }
}

fn carry_out<K: Beside>(db: &mut dyn Backend, plan: &Plan<'_, K>, entry: i64) -> Result<()> {
    let table = K::TABLE;
    // All that goes is taken out before anything comes in: an event may move from one incident to another.
    let keep_past = format!(
        "INSERT INTO past (kind, id, entry, until, record, digest) \
         SELECT '{table}', id, entry, ?1, record, digest FROM {table} WHERE no = ?2"
    );
    // Numbers are taken before rows go, so that a row that comes back finds its own free.
    let mut next = next_no(db, table)?;
    for &no in &plan.take_out {
        db.execute(&keep_past, &[entry.into(), no.into()])?;
        for (beside, _) in K::TABLES {
            db.execute(&format!("DELETE FROM {beside} WHERE {table} = ?1"), &[no.into()])?;
        }
        db.execute(&format!("DELETE FROM {table} WHERE no = ?1"), &[no.into()])?;
    }
    let columns = all_columns::<K>();
    for chunk in plan.write.chunks(PAGE) {
        let mut texts = Vec::with_capacity(chunk.len());
        for (record, no) in chunk {
            let no = no.unwrap_or_else(|| {
                next += 1;
                next - 1
            });
            texts.push((no, *record, written(db, *record)?));
        }
        let rows: Vec<_> =
            texts.iter().map(|(no, record, written)| row(*record, written, *no, entry)).collect();
        db.insert(table, &columns, &rows)?;
        let mut beside: Vec<Vec<Vec<Value<'_>>>> = K::TABLES.iter().map(|_| Vec::new()).collect();
        for (no, record, _) in &texts {
            for (all, some) in beside.iter_mut().zip(record.rows(*no)) {
                all.extend(some);
            }
        }
        for ((table, columns), rows) in K::TABLES.iter().zip(&beside) {
            db.insert(table, columns, rows)?;
        }
    }
    Ok(())
}
