//! A table as it stands, cell by cell: for those who bring back what was exported.

use super::columns::Columns;
use super::input::Input;
use super::record::Known;
use super::records::Origin;
use super::table::Table;
use crate::IoError;

/// The rows of a table under its header, one after the other.
///
/// The separator (comma, semicolon, tab or `|`) and the encoding are found as for tables of reports; a byte order mark
/// is no part of the first cell.
pub struct Sheet {
    table: Table,
    columns: Vec<String>,
    separator: char,
}

/// A row of a [`Sheet`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// The line of the file that it begins on, from 1.
    pub line: u64,
    /// Its cells as they stand. They may be fewer than the columns: spreadsheets leave out empty ones at the end.
    pub cells: Vec<String>,
}

impl Sheet {
    /// Opens a table and reads its header.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or that has no header.
    pub fn open(input: &Input) -> Result<Sheet, IoError> {
        let known = Known { path: input.path.clone(), ..Known::default() };
        let origin = Origin { shown: input.shown().to_owned(), name: input.name.clone(), known };
        let mut table = Table::new(origin, input.open()?, Columns::default());
        let (columns, separator) = table.begin()?;
        Ok(Sheet { table, columns, separator })
    }

    /// The names of the columns, without the white space around them.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// What stands between cells.
    pub fn separator(&self) -> char {
        self.separator
    }
}

impl Iterator for Sheet {
    type Item = Result<SheetRow, IoError>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.table.next_cells().transpose()?;
        if row.is_err() {
            // Where one row cannot be told apart, nor can those behind it.
            self.table.end();
        }
        Some(row.map(|(cells, line)| SheetRow { line, cells }))
    }
}
