//! What a table is: its columns, and how a record becomes a row.

use crate::cell::{Cell, ColumnType};
use crate::tables::{Actors, Claims, Events, Incidents, Reports, Ties};

/// The tables, in the order in which they refer to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableName {
    /// A row a report.
    Reports,
    /// A row an event of a report.
    Events,
    /// A row a value of an event, with the words that it was read from.
    Claims,
    /// A row an incident.
    Incidents,
    /// A row a tie between two actors over an interval.
    Ties,
    /// A row an actor.
    Actors,
}

impl TableName {
    /// All tables.
    pub const ALL: [TableName; 6] = [
        TableName::Reports,
        TableName::Events,
        TableName::Claims,
        TableName::Incidents,
        TableName::Ties,
        TableName::Actors,
    ];

    /// The name, as files are called by it.
    pub const fn as_str(self) -> &'static str {
        match self {
            TableName::Reports => "reports",
            TableName::Events => "events",
            TableName::Claims => "claims",
            TableName::Incidents => "incidents",
            TableName::Ties => "ties",
            TableName::Actors => "actors",
        }
    }

    /// The table of this name.
    pub fn named(word: &str) -> Option<TableName> {
        TableName::ALL.into_iter().find(|name| name.as_str() == word)
    }
}

/// A table: which records are its rows, and which columns they have.
///
/// # Examples
///
/// ```
/// use athir_arrow::{Events, Table};
///
/// assert_eq!(Events::COLUMNS[0].name, "event");
/// ```
pub trait Table: Sized + 'static {
    /// What a row is made of.
    type Row<'a>;
    /// What it is called.
    const NAME: TableName;
    /// What it holds, in a sentence.
    const DOC: &'static str;
    /// Its columns, in order.
    const COLUMNS: &'static [Column<Self>];
}

/// A column of a table: what it is called, what it holds, and how its value is taken out of a record.
pub struct Column<T: Table> {
    /// What it is called: lower-case letters, digits and underscores.
    pub name: &'static str,
    /// What its values are.
    pub kind: ColumnType,
    /// Whether a row may have no value there.
    pub can_be_empty: bool,
    /// What it means, in a sentence, with units.
    pub doc: &'static str,
    /// Takes the value out of a row's record.
    pub value: for<'a> fn(&'a T::Row<'a>) -> Cell<'a>,
}

impl<T: Table> Column<T> {
    /// A column that has a value in every row.
    pub(crate) const fn new(
        name: &'static str,
        kind: ColumnType,
        value: for<'a> fn(&'a T::Row<'a>) -> Cell<'a>,
        doc: &'static str,
    ) -> Column<T> {
        Column { name, kind, can_be_empty: false, doc, value }
    }

    /// A column that may be empty.
    pub(crate) const fn maybe(
        name: &'static str,
        kind: ColumnType,
        value: for<'a> fn(&'a T::Row<'a>) -> Cell<'a>,
        doc: &'static str,
    ) -> Column<T> {
        Column { name, kind, can_be_empty: true, doc, value }
    }
}

/// Takes the values of a row out of its record, in the order of the columns.
pub fn cells<'a, T: Table>(row: &'a T::Row<'a>) -> impl Iterator<Item = Cell<'a>> {
    T::COLUMNS.iter().map(move |column| (column.value)(row))
}

/// A column as documents describe it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Description {
    /// The table that it belongs to.
    pub table: TableName,
    /// What it is called.
    pub name: &'static str,
    /// What its values are.
    pub kind: ColumnType,
    /// Whether a row may have no value there.
    pub can_be_empty: bool,
    /// What it means.
    pub doc: &'static str,
}

/// Describes the columns of a table.
pub fn describe<T: Table>() -> Vec<Description> {
    T::COLUMNS
        .iter()
        .map(|column| Description {
            table: T::NAME,
            name: column.name,
            kind: column.kind,
            can_be_empty: column.can_be_empty,
            doc: column.doc,
        })
        .collect()
}

/// Describes all tables: the name, what it holds, and its columns.
pub fn descriptions() -> Vec<(TableName, &'static str, Vec<Description>)> {
    fn of<T: Table>() -> (TableName, &'static str, Vec<Description>) {
        (T::NAME, T::DOC, describe::<T>())
    }
    vec![of::<Reports>(), of::<Events>(), of::<Claims>(), of::<Incidents>(), of::<Ties>(), of::<Actors>()]
}
