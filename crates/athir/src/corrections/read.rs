//! Reads an edited table of events against the database as it is.

use std::collections::BTreeMap;

use athir_arrow::{ColumnType, EventRow, Events, Provenance, ReportRow, Table as _, cells};
use athir_export::table::{NOTE, STATE, is_editable, is_same};
use athir_io::{IoError, Sheet};
use athir_model::{EventId, EventRef, EventStatus, ReportId};

use super::edit::{Known, Row, Wanted};
use super::file::{Habits, Layout, habits_of};
use crate::Registry;
use crate::database::{CodedText, Database, DatabaseError, StoreError};
use crate::gazetteer::Gazetteer;
use athir_incident::Revised;

/// Reports that are held while rows are read: rows of one report stand together in most tables.
const HELD: usize = 200;

/// What an edited table of events comes to. Nothing of it is written yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Corrections {
    /// Rows under the header.
    pub n_rows: usize,
    /// Rows that say what they said when they were written, or what the event says by now.
    pub n_unchanged: usize,
    /// Rows that change something, in the order of the file.
    pub changes: Vec<RowChange>,
    /// What is wrong, in the order of the file. Where there is anything, nothing is to be written.
    pub faults: Vec<RowFault>,
    /// Columns that are none of the table's: notes of whoever edited it.
    pub unknown_columns: Vec<String>,
    /// Columns whose cells are other than the database's in so many rows, and that are no matter of correction.
    pub not_taken: BTreeMap<&'static str, usize>,
}

/// What one row changes of its event.
#[derive(Clone, Debug, PartialEq)]
pub struct RowChange {
    /// The line of the file, from 1.
    pub line: u64,
    /// The event.
    pub event: EventRef,
    /// What it is, for a reader: the words that tell of it.
    pub trigger: String,
    /// The headline of its report.
    pub title: String,
    /// What changes, field by field; a review comes last.
    pub changes: Vec<Change>,
    /// Why, in the words of whoever edited the row.
    pub note: Option<String>,
    pub(super) wanted: Wanted,
}

/// One field as it was and as it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The field: one that can be corrected, or `status`.
    pub field: &'static str,
    /// Its value now; empty where there is none.
    pub before: String,
    /// Its value then; empty where it is to be left open.
    pub after: String,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The line of the file, from 1.
    pub line: u64,
    /// The column, where it is one.
    pub column: Option<String>,
    /// What is wrong, and what would be right.
    pub why: String,
}

/// A file that cannot be read as the table of events.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NoCorrections {
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] IoError),
    /// The database cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The database refuses what was decided.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// It is another table.
    #[error("{file}: no column {column}: it is not the events.csv of an export, or the column was taken out")]
    NoColumn {
        /// The file.
        file: String,
        /// The column that it does not have.
        column: &'static str,
    },
    /// A column stands there twice.
    #[error("{file}: column {column} is there twice")]
    Twice {
        /// The file.
        file: String,
        /// The column.
        column: String,
    },
    /// Others write to the database all the time.
    #[error("others have written to the database while the rows were checked; run it again")]
    Busy,
}

impl Database {
    /// Reads an edited `events.csv` and compares each row with its event. Nothing is written.
    ///
    /// `file` is the name of the table for errors.
    ///
    /// # Errors
    ///
    /// A file that is no table of events, and a database that cannot be read. What is wrong with a row is told in the
    /// result.
    pub fn read_corrections(
        &mut self,
        file: &str,
        sheet: Sheet,
        registry: &Registry,
        gazetteer: &Gazetteer,
    ) -> Result<Corrections, NoCorrections> {
        let separator = sheet.separator();
        let (layout, unknown_columns) = layout_of(file, sheet.columns())?;
        let n_columns = sheet.columns().len();
        let mut rows = Vec::new();
        for row in sheet {
            let row = row?;
            // Lines of separators alone are what spreadsheets make of empty rows.
            if row.cells.iter().any(|cell| !cell.trim().is_empty()) {
                rows.push((row.line, row.cells));
            }
        }
        let all: Vec<&[String]> = rows.iter().map(|(_, cells)| cells.as_slice()).collect();
        let habits = habits_of(&layout, &all, separator);
        let mut reader = Reader {
            database: self,
            layout: &layout,
            habits,
            known: Known { registry, gazetteer },
            held: BTreeMap::new(),
            seen: BTreeMap::new(),
            found: Corrections { n_rows: rows.len(), unknown_columns, ..Corrections::default() },
        };
        for (line, cells) in &rows {
            if cells.len() > n_columns && cells[n_columns..].iter().any(|cell| !cell.trim().is_empty()) {
                let why = format!("{} cells under a header of {n_columns}", cells.len());
                reader.fault(*line, None, why);
                continue;
            }
            reader.row(*line, cells)?;
        }
        Ok(reader.found)
    }
}

/// Finds the columns of the table of events in a header.
fn layout_of(file: &str, header: &[String]) -> Result<(Layout, Vec<String>), NoCorrections> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (n, name) in header.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        if places.insert(name, n).is_some() {
            return Err(NoCorrections::Twice { file: file.to_owned(), column: name.clone() });
        }
    }
    let need = |column: &'static str| {
        places.get(column).copied().ok_or_else(|| NoCorrections::NoColumn { file: file.to_owned(), column })
    };
    let columns = Events::COLUMNS.iter().map(|column| places.get(column.name).copied()).collect();
    let layout =
        Layout { columns, event: need("event")?, note: places.get(NOTE).copied(), state: need(STATE)? };
    let is_known = |name: &str| {
        name == NOTE || name == STATE || Events::COLUMNS.iter().any(|column| column.name == name)
    };
    let unknown = header.iter().filter(|name| !name.is_empty() && !is_known(name)).cloned().collect();
    Ok((layout, unknown))
}

/// A report with its coding as it was read and as people have revised it.
struct Held {
    coded: CodedText,
    revised: Revised,
    title: String,
}

struct Reader<'r> {
    database: &'r mut Database,
    layout: &'r Layout,
    habits: Habits,
    known: Known<'r>,
    held: BTreeMap<ReportId, Held>,
    /// Events whose rows were edited, with their lines.
    seen: BTreeMap<EventId, u64>,
    found: Corrections,
}

impl Reader<'_> {
    fn fault(&mut self, line: u64, column: Option<&str>, why: String) {
        self.found.faults.push(RowFault { line, column: column.map(str::to_owned), why });
    }

    fn row(&mut self, line: u64, cells: &[String]) -> Result<(), NoCorrections> {
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        if self.layout.is_as_written(cells, self.habits) == Some(true) {
            self.found.n_unchanged += 1;
            return Ok(());
        }
        let (id, state) = (cell(self.layout.event), cell(self.layout.state));
        if id.is_empty() {
            self.fault(
                line,
                Some("event"),
                "a row without the id of an event: new ones cannot be added".to_owned(),
            );
            return Ok(());
        }
        if state.is_empty() {
            let why = "the cell is empty: without it nobody can tell what the row said when it was written";
            self.fault(line, Some(STATE), why.to_owned());
            return Ok(());
        }
        let event = EventId(id.to_owned());
        let Some(report) = self.database.store().report_of_event(&event)? else {
            self.fault(line, Some("event"), unknown_event(id));
            return Ok(());
        };
        self.hold(&report)?;
        let Some(held) = self.held.get(&report) else {
            self.fault(line, Some("event"), unknown_event(id));
            return Ok(());
        };
        let review = held.revised.reviews.get(&event);
        let Some(now) = held.revised.coded.events.iter().find(|now| now.id == event) else {
            let by = review.map(|review| review.by.as_str()).unwrap_or_default();
            let why =
                format!("{by} has rejected the event since; athir incident review {id} --open takes it back");
            self.fault(line, Some("event"), why);
            return Ok(());
        };
        let kept = &held.coded.report;
        let made = Provenance::of(&held.coded.coding, kept.licence.as_deref());
        let report_row = ReportRow { made, ..ReportRow::of_kept(kept, held.title.as_str()) };
        let status = review.map_or(EventStatus::Open, |review| review.status);
        let as_it_is = EventRow { event: now, report: &report_row, incident: None, status };
        let row = Row::new(self.layout, cells, self.habits, &as_it_is, review);
        let differences = row.differences();
        for name in not_taken(self.layout, self.habits, cells, &as_it_is) {
            *self.found.not_taken.entry(name).or_default() += 1;
        }
        if differences.is_empty() {
            self.found.n_unchanged += 1;
            return Ok(());
        }
        if row.state(&as_it_is, review) != state {
            let who = review.map_or_else(String::new, |review| format!(", last by {}", review.by));
            let why = format!(
                "the event has changed since the table was written{who}: export it anew. The row is other than it in {}",
                differences.join(", ")
            );
            self.fault(line, None, why);
            return Ok(());
        }
        if let Some(other) = self.seen.insert(event.clone(), line) {
            self.fault(line, Some("event"), format!("line {other} has the same event"));
            return Ok(());
        }
        match row.wanted(now, &held.coded.text, self.known) {
            Err(wrong) => {
                for (column, why) in wrong {
                    self.found.faults.push(RowFault { line, column: Some(column.to_owned()), why });
                }
            }
            Ok(wanted) => {
                let mut changes: Vec<Change> = wanted
                    .corrections
                    .iter()
                    .map(|(correction, before, after)| Change {
                        field: correction.field().as_str(),
                        before: before.clone(),
                        after: after.clone(),
                    })
                    .collect();
                changes.extend(wanted.review.map(|review| Change {
                    field: "status",
                    before: status.as_str().to_owned(),
                    after: review.as_str().to_owned(),
                }));
                if changes.is_empty() {
                    self.found.n_unchanged += 1;
                    return Ok(());
                }
                self.found.changes.push(RowChange {
                    line,
                    event: EventRef { report: report.clone(), event },
                    trigger: now.trigger.text.clone(),
                    title: held.title.clone(),
                    changes,
                    note: wanted.note.clone(),
                    wanted,
                });
            }
        }
        Ok(())
    }

    fn hold(&mut self, report: &ReportId) -> Result<(), StoreError> {
        if self.held.contains_key(report) {
            return Ok(());
        }
        if self.held.len() >= HELD {
            self.held.clear();
        }
        if let Some((coded, revised)) = self.database.revised(report)? {
            let title = coded.report.report(coded.text.clone()).title();
            self.held.insert(report.clone(), Held { coded, revised, title });
        }
        Ok(())
    }
}

/// Columns that nobody can correct here and in which the row is other than the event. Which incident an event is in
/// follows from everything else, so it is no matter of the row.
fn not_taken<'c>(
    layout: &Layout,
    habits: Habits,
    row: &[String],
    event: &'c EventRow<'c>,
) -> Vec<&'static str> {
    let columns = Events::COLUMNS.iter().zip(cells::<Events>(event)).zip(&layout.columns);
    let is_other = |kind: ColumnType, words: &str, was: &athir_arrow::Cell<'_>| {
        habits.read(words, kind).map_or(true, |read| !is_same(&read, was))
    };
    columns
        .filter(|((column, _), _)| !is_editable(column.name) && column.name != "incident")
        .filter_map(|((column, was), at)| {
            let words = row.get((*at)?)?;
            is_other(column.kind, words, &was).then_some(column.name)
        })
        .collect()
}

fn unknown_event(id: &str) -> String {
    let is_number = id.contains(['.', ',', '+']) || id.contains("E1") || id.contains("e+");
    if is_number {
        return format!(
            "{id} is no event: a spreadsheet has made a number of the id; open the column as text"
        );
    }
    format!(
        "no coding that counts has an event {id}: its report was read anew since, or it is of another database"
    )
}
