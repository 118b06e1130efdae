//! What follows from the codings and from people's decisions: stories, incidents, ties. Whoever makes them anew hands
//! all of them in; the database keeps what is the same, and writes down what is new, changed and withdrawn.

use std::collections::{BTreeMap, BTreeSet};

use athir_model::{Bond, Decision, Incident, IncidentId, ReportId, Story, StoryId, TieId};

use crate::audit::{Change, ChangesDigest, Stamp, finish_entry, last_entry, next_entry};
use crate::backend::Backend;
use crate::changes::What;
use crate::decisions::all_decisions;
use crate::error::{Result, StoreError};
use crate::kept::{Kept, KeptCoding, Written, actor_keys, all_columns, days, place_keys, row};
use crate::reports::CodedText;
use crate::store::{PAGE, Store, next_no, written};
use crate::value::Value;

/// What the log calls it when something becomes of an account.
pub(crate) const ACCOUNT: &str = "account";
/// What the log calls a step of a publication.
pub(crate) const PUBLISH: &str = "publish";
/// What the log calls it when what follows is made anew.
const REBUILD: &str = "rebuild";
/// Records that are written together.
const TOGETHER: usize = 200;

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
        ("incident_actor", &["actor", "first_day", "id", "incident", "kind", "country", "grade"]),
        ("incident_place", &["name", "first_day", "id", "incident", "kind", "country", "grade"]),
    ];

    fn rows(&self, no: i64) -> Vec<Vec<Vec<Value<'_>>>> {
        let (first, _) = days(self);
        let by_day = |keys: Vec<String>| {
            let country = self.place.as_ref().and_then(|place| place.country.as_ref());
            let row = |key: String| {
                vec![
                    key.into(),
                    first.clone().into(),
                    (&self.id.0).into(),
                    no.into(),
                    self.kind.as_str().into(),
                    country.into(),
                    self.grade.as_str().into(),
                ]
            };
            keys.into_iter().map(row).collect()
        };
        vec![
            self.events
                .iter()
                .map(|e| vec![(&e.event.report.0).into(), (&e.event.event.0).into(), no.into()])
                .collect(),
            by_day(actor_keys(self)),
            by_day(place_keys(self)),
        ]
    }
}

impl Beside for Bond {
    const TABLES: &'static [(&'static str, &'static [&'static str])] = &[];

    fn rows(&self, _: i64) -> Vec<Vec<Vec<Value<'_>>>> {
        Vec::new()
    }
}

/// One table on its way to its new state.
struct Table<K> {
    waiting: Vec<(K, Written)>,
    /// Which rows, by number, are as they should be.
    seen: Vec<bool>,
    next_no: i64,
    rebuilt: Rebuilt,
}

impl<K> Table<K> {
    fn new(next_no: i64) -> Table<K> {
        Table { waiting: Vec::new(), seen: Vec::new(), next_no, rebuilt: Rebuilt::default() }
    }

    fn see(&mut self, no: i64) {
        let n = usize::try_from(no).unwrap_or_default();
        if self.seen.len() <= n {
            self.seen.resize(n + 1, false);
        }
        self.seen[n] = true;
    }

    fn has_seen(&self, no: i64) -> bool {
        usize::try_from(no).ok().and_then(|n| self.seen.get(n)).is_some_and(|&seen| seen)
    }
}

/// What follows from the codings and decisions, as it is handed in. Memory does not grow with it.
pub struct Rebuild<'s> {
    db: &'s mut dyn Backend,
    entry: i64,
    n_changes: usize,
    digest: ChangesDigest,
    stories: Table<Story>,
    incidents: Table<Incident>,
    ties: Table<Bond>,
    scope: Scope,
}

/// What becomes of records that nobody hands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Everything is handed in: the rest is withdrawn.
    Whole,
    /// What is other than before is handed in: the rest stays.
    Part,
}

/// What the log has after an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// The newest entry.
    pub last: i64,
    /// Reports that are new, or have a newer coding, by their names.
    pub reports: Vec<ReportId>,
    /// Whether people have decided something.
    pub decided: bool,
}

impl Store {
    /// Puts what follows from the codings and decisions in the place of what was there. `hand_in` hands in every
    /// story, incident and tie; what it does not is withdrawn. Gives what became of the stories, the incidents and
    /// the ties. Where nothing is other than before and nothing was added since the last time, nothing is written.
    ///
    /// # Errors
    ///
    /// What `hand_in` fails with, two records with one name, an event in two incidents, and whatever the database
    /// cannot do. Nothing is changed then.
    pub fn rebuild(
        &mut self,
        stamp: &Stamp,
        hand_in: impl FnOnce(&mut Rebuild<'_>) -> Result<()>,
    ) -> Result<[Rebuilt; 3]> {
        self.follow(stamp, Scope::Whole, hand_in).map(|(rebuilt, ())| rebuilt)
    }

    /// Puts stories, incidents and ties in the place of those of their names, and withdraws those that are named; all
    /// others stay. What is written is what [`rebuild`](Store::rebuild) writes when it is handed all of them. Gives what
    /// became of them beside what `hand_in` gives.
    ///
    /// # Errors
    ///
    /// As for [`rebuild`](Store::rebuild).
    pub fn amend<T>(
        &mut self,
        stamp: &Stamp,
        hand_in: impl FnOnce(&mut Rebuild<'_>) -> Result<T>,
    ) -> Result<([Rebuilt; 3], T)> {
        self.follow(stamp, Scope::Part, hand_in)
    }

    fn follow<T>(
        &mut self,
        stamp: &Stamp,
        scope: Scope,
        hand_in: impl FnOnce(&mut Rebuild<'_>) -> Result<T>,
    ) -> Result<([Rebuilt; 3], T)> {
        self.write(|db| {
            let (entry, _) = next_entry(db)?;
            let [stories, incidents, ties] =
                [next_no(db, Story::TABLE)?, next_no(db, Incident::TABLE)?, next_no(db, Bond::TABLE)?];
            let mut rebuild = Rebuild {
                db,
                entry,
                n_changes: 0,
                digest: ChangesDigest::new(),
                stories: Table::new(stories),
                incidents: Table::new(incidents),
                ties: Table::new(ties),
                scope,
            };
            let given = hand_in(&mut rebuild)?;
            Ok((rebuild.finish(stamp)?, given))
        })
    }

    /// Whether stories, incidents and ties follow from all that is there: nothing was added since they were made.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn is_up_to_date(&mut self) -> Result<bool> {
        is_up_to_date(self.db())
    }
}

impl Rebuild<'_> {
    /// Hands in a story.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do.
    pub fn story(&mut self, story: Story) -> Result<()> {
        let written = written(self.db, &story)?;
        self.stories.waiting.push((story, written));
        if self.stories.waiting.len() >= TOGETHER { self.write_stories() } else { Ok(()) }
    }

    /// Hands in an incident.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do.
    pub fn incident(&mut self, incident: Incident) -> Result<()> {
        let written = written(self.db, &incident)?;
        self.incidents.waiting.push((incident, written));
        if self.incidents.waiting.len() >= TOGETHER { self.write_incidents() } else { Ok(()) }
    }

    /// Hands in a tie.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do.
    pub fn tie(&mut self, tie: Bond) -> Result<()> {
        let written = written(self.db, &tie)?;
        self.ties.waiting.push((tie, written));
        if self.ties.waiting.len() >= TOGETHER { self.write_ties() } else { Ok(()) }
    }

    /// Gives a report with its text and the coding that counts.
    ///
    /// # Errors
    ///
    /// A report that is not there, and a database that cannot be read.
    pub fn coded(&mut self, report: &ReportId) -> Result<CodedText> {
        crate::reports::coded(self.db, report)?.ok_or_else(|| StoreError::Damaged {
            database: self.db.name().to_owned(),
            detail: format!("report {report}: it is missing, or has no coding"),
        })
    }

    /// Gives up to `limit` reports with their codings, as [`Store::coded_after`] does.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn coded_after(&mut self, place: i64, limit: usize) -> Result<(Vec<CodedText>, i64)> {
        crate::reports::coded_after(self.db, place, limit)
    }

    /// Gives people's decisions in the order in which they were taken.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn decisions(&mut self) -> Result<Vec<Decision>> {
        all_decisions(self.db)
    }

    /// Tells what the log has after an entry.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn news_since(&mut self, entry: i64) -> Result<News> {
        let last = last_entry(self.db)?.map_or(0, |last| last.number);
        // Read by entry and sorted out here: planners would rather go through all changes of a kind.
        let sql = "SELECT kind, what, id FROM change WHERE entry > ?1 ORDER BY entry, n";
        let mut seen = BTreeSet::new();
        let (mut reports, mut decided) = (Vec::new(), false);
        for mut row in self.db.query(sql, &[entry.into()])? {
            let (kind, what, id) = (row.text(), row.text(), row.text());
            decided |= kind == Decision::TABLE;
            if kind == KeptCoding::TABLE && what == What::New.as_str() {
                // A coding is named for its report, with a number behind.
                let report = ReportId(id.rsplit_once('/').map_or(&*id, |(report, _)| report).to_owned());
                if seen.insert(report.clone()) {
                    reports.push(report);
                }
            }
        }
        Ok(News { last, reports, decided })
    }

    /// Withdraws the story of this name. One that is not there is no error.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do.
    pub fn withdraw_story(&mut self, id: &StoryId) -> Result<()> {
        let Rebuild { db, entry, n_changes, digest, stories, .. } = self;
        Log { entry: *entry, n_changes, digest }.withdraw_one(*db, stories, &id.0)
    }

    /// Withdraws the incident of this name. One that is not there is no error.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do.
    pub fn withdraw_incident(&mut self, id: &IncidentId) -> Result<()> {
        let Rebuild { db, entry, n_changes, digest, incidents, .. } = self;
        Log { entry: *entry, n_changes, digest }.withdraw_one(*db, incidents, &id.0)
    }

    /// Withdraws the tie of this name. One that is not there is no error.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do.
    pub fn withdraw_tie(&mut self, id: &TieId) -> Result<()> {
        let Rebuild { db, entry, n_changes, digest, ties, .. } = self;
        Log { entry: *entry, n_changes, digest }.withdraw_one(*db, ties, &id.0)
    }

    fn write_stories(&mut self) -> Result<()> {
        let Rebuild { db, entry, n_changes, digest, stories, .. } = self;
        Log { entry: *entry, n_changes, digest }.write(*db, stories)
    }

    fn write_incidents(&mut self) -> Result<()> {
        let Rebuild { db, entry, n_changes, digest, incidents, .. } = self;
        Log { entry: *entry, n_changes, digest }.write(*db, incidents)
    }

    fn write_ties(&mut self) -> Result<()> {
        let Rebuild { db, entry, n_changes, digest, ties, .. } = self;
        Log { entry: *entry, n_changes, digest }.write(*db, ties)
    }

    fn finish(mut self, stamp: &Stamp) -> Result<[Rebuilt; 3]> {
        self.write_stories()?;
        self.write_incidents()?;
        self.write_ties()?;
        let Rebuild { db, entry, n_changes, digest, stories, incidents, ties, scope } = &mut self;
        let mut log = Log { entry: *entry, n_changes, digest };
        if *scope == Scope::Whole {
            log.withdraw(*db, stories)?;
            log.withdraw(*db, incidents)?;
            log.withdraw(*db, ties)?;
        }
        let rebuilt = [stories.rebuilt, incidents.rebuilt, ties.rebuilt];
        if *n_changes > 0 || !is_up_to_date(*db)? {
            if *scope == Scope::Whole {
                one_place_each(*db, "incident_event", "report, event")?;
                one_place_each(*db, "story_report", "report")?;
            } else {
                one_place_for_new(*db, *entry)?;
            }
            let Rebuilt { n_new, n_changed, n_withdrawn } = incidents.rebuilt;
            let note = format!("incidents: {n_new} new, {n_changed} changed, {n_withdrawn} withdrawn");
            finish_entry(self.db, stamp, REBUILD, note, self.digest)?;
        }
        Ok(rebuilt)
    }
}

/// Whether nothing was written since the last time from which something follows.
fn is_up_to_date(db: &mut dyn Backend) -> Result<bool> {
    // Nothing follows from accounts and publications.
    let sql = "SELECT action FROM entry WHERE action NOT IN (?1, ?2) ORDER BY number DESC LIMIT 1";
    let last = db.query(sql, &[ACCOUNT.into(), PUBLISH.into()])?.pop();
    Ok(last.is_none_or(|mut row| row.text() == REBUILD))
}

/// Refuses an event in two incidents, or a report in two stories.
fn one_place_each(db: &mut dyn Backend, table: &str, key: &str) -> Result<()> {
    let sql = format!("SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1 LIMIT 1");
    let Some(row) = db.query(&sql, &[])?.pop() else { return Ok(()) };
    let what = format!("{:?} twice in {table}", row.rest());
    Err(StoreError::Refused { database: db.name().to_owned(), what })
}

/// Refuses an event of an incident that this entry wrote, or a report of such a story, which another one has too.
fn one_place_for_new(db: &mut dyn Backend, entry: i64) -> Result<()> {
    let asked = [
        "SELECT a.report, a.event FROM incident i JOIN incident_event a ON a.incident = i.no \
         JOIN incident_event b ON b.report = a.report AND b.event = a.event AND b.incident <> a.incident \
         WHERE i.id = ?2 AND i.entry = ?1 LIMIT 1",
        "SELECT a.report FROM story s JOIN story_report a ON a.story = s.no \
         JOIN story_report b ON b.report = a.report AND b.story <> a.story \
         WHERE s.id = ?2 AND s.entry = ?1 LIMIT 1",
    ];
    for (table, sql) in ["incident", "story"].into_iter().zip(asked) {
        // As above.
        let list = "SELECT kind, what, id FROM change WHERE entry = ?1 ORDER BY n";
        for mut row in db.query(list, &[entry.into()])? {
            if row.text() != table || row.text() == What::Withdrawn.as_str() {
                continue;
            }
            let Some(twice) = db.query(sql, &[entry.into(), row.text().into()])?.pop() else { continue };
            let what = format!("{:?} in two records of {table}", twice.rest());
            return Err(StoreError::Refused { database: db.name().to_owned(), what });
        }
    }
    Ok(())
}

/// The entry of the log that is being written.
struct Log<'a> {
    entry: i64,
    n_changes: &'a mut usize,
    digest: &'a mut ChangesDigest,
}

impl Log<'_> {
    fn add(&mut self, db: &mut dyn Backend, changes: &[Change]) -> Result<()> {
        crate::audit::add_changes(db, self.entry, *self.n_changes, changes, self.digest)?;
        *self.n_changes += changes.len();
        Ok(())
    }

    /// Writes what waits and is not there as it is.
    fn write<K: Beside>(&mut self, db: &mut dyn Backend, table: &mut Table<K>) -> Result<()> {
        let waiting = std::mem::take(&mut table.waiting);
        if waiting.is_empty() {
            return Ok(());
        }
        let before = existing::<K>(db, &waiting)?;
        let mut changes = Vec::new();
        let mut numbered = Vec::with_capacity(waiting.len());
        for (record, written) in &waiting {
            let digest = written.digest.to_string();
            let what = match before.get(record.id()) {
                Some(&(no, _)) if table.has_seen(no) => return Err(named_twice(db, record)),
                Some((no, old)) if *old == digest => {
                    table.see(*no);
                    continue;
                }
                Some(&(no, _)) => {
                    table.see(no);
                    take_out::<K>(db, no, self.entry)?;
                    numbered.push((no, record, written));
                    table.rebuilt.n_changed += 1;
                    What::Changed
                }
                None => {
                    table.see(table.next_no);
                    numbered.push((table.next_no, record, written));
                    table.next_no += 1;
                    table.rebuilt.n_new += 1;
                    What::New
                }
            };
            changes.push(Change { kind: K::TABLE.to_owned(), id: record.id().to_owned(), what, digest });
        }
        self.add(db, &changes)?;
        put(db, &numbered, self.entry)
    }

    /// Takes out the row of this name.
    fn withdraw_one<K: Beside>(
        &mut self,
        db: &mut dyn Backend,
        table: &mut Table<K>,
        id: &str,
    ) -> Result<()> {
        let sql = format!("SELECT no, digest FROM {} WHERE id = ?1", K::TABLE);
        let Some(mut row) = db.query(&sql, &[id.into()])?.pop() else { return Ok(()) };
        let (no, digest) = (row.int(), row.text());
        take_out::<K>(db, no, self.entry)?;
        table.rebuilt.n_withdrawn += 1;
        let (kind, id) = (K::TABLE.to_owned(), id.to_owned());
        self.add(db, &[Change { kind, id, what: What::Withdrawn, digest }])
    }

    /// Takes out the rows that nobody handed in.
    fn withdraw<K: Beside>(&mut self, db: &mut dyn Backend, table: &mut Table<K>) -> Result<()> {
        let sql = format!("SELECT no, id, digest FROM {} WHERE no > ?1 ORDER BY no LIMIT ?2", K::TABLE);
        let mut last = 0;
        loop {
            let rows = db.query(&sql, &[Value::Int(last), Value::from(20 * PAGE)])?;
            if rows.is_empty() {
                return Ok(());
            }
            let mut changes = Vec::new();
            for mut row in rows {
                last = row.int();
                if !table.has_seen(last) {
                    let (id, digest) = (row.text(), row.text());
                    take_out::<K>(db, last, self.entry)?;
                    changes.push(Change { kind: K::TABLE.to_owned(), id, what: What::Withdrawn, digest });
                    table.rebuilt.n_withdrawn += 1;
                }
            }
            self.add(db, &changes)?;
        }
    }
}

fn named_twice(db: &dyn Backend, record: &impl Kept) -> StoreError {
    let what = format!("two records that are both named {}", record.id());
    StoreError::Refused { database: db.name().to_owned(), what }
}

/// The number and the digest of the rows that records with these names have.
fn existing<K: Kept>(
    db: &mut dyn Backend,
    records: &[(K, Written)],
) -> Result<BTreeMap<String, (i64, String)>> {
    let mut names = BTreeSet::new();
    for (record, _) in records {
        if !names.insert(record.id()) {
            return Err(named_twice(db, record));
        }
    }
    // Always as many places, so that the statement is prepared once.
    let places: Vec<String> = (1..=TOGETHER).map(|n| format!("?{n}")).collect();
    let sql = format!("SELECT id, no, digest FROM {} WHERE id IN ({})", K::TABLE, places.join(", "));
    let mut found = BTreeMap::new();
    for chunk in records.chunks(TOGETHER) {
        let mut ids: Vec<Value<'_>> = chunk.iter().map(|(record, _)| record.id().into()).collect();
        ids.resize(TOGETHER, chunk[0].0.id().into());
        found.extend(db.query(&sql, &ids)?.into_iter().map(|mut row| (row.text(), (row.int(), row.text()))));
    }
    Ok(found)
}

/// Moves a row to the past.
fn take_out<K: Beside>(db: &mut dyn Backend, no: i64, entry: i64) -> Result<()> {
    let table = K::TABLE;
    let keep = format!(
        "INSERT INTO past (kind, id, entry, until, record, digest) \
         SELECT '{table}', id, entry, ?1, record, digest FROM {table} WHERE no = ?2"
    );
    db.execute(&keep, &[entry.into(), no.into()])?;
    for (beside, _) in K::TABLES {
        db.execute(&format!("DELETE FROM {beside} WHERE {table} = ?1"), &[no.into()])?;
    }
    db.execute(&format!("DELETE FROM {table} WHERE no = ?1"), &[no.into()])?;
    Ok(())
}

fn put<K: Beside>(db: &mut dyn Backend, records: &[(i64, &K, &Written)], entry: i64) -> Result<()> {
    let rows: Vec<_> =
        records.iter().map(|(no, record, written)| row(*record, written, *no, entry)).collect();
    db.insert(K::TABLE, &all_columns::<K>(), &rows)?;
    let mut beside: Vec<Vec<Vec<Value<'_>>>> = K::TABLES.iter().map(|_| Vec::new()).collect();
    for (no, record, _) in records {
        for (all, some) in beside.iter_mut().zip(record.rows(*no)) {
            all.extend(some);
        }
    }
    for ((table, columns), rows) in K::TABLES.iter().zip(&beside) {
        db.insert(table, columns, rows)?;
    }
    Ok(())
}
