//! Tables as CSV that spreadsheets, pandas and DuckDB open alike.

use athir_arrow::{Cell, Table, cells};

use super::words::cell_words;
use crate::{ExportError, FileTally, Files, Out};

/// Tells spreadsheets that the letters are UTF-8; programs pass over it.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// A table on its way to a file: commas, lines that end as RFC 4180 has it, a header.
pub(crate) struct CsvFile {
    out: Out,
    line: String,
}

impl CsvFile {
    /// Begins a file with the names of its columns.
    pub(crate) fn create<'n>(
        files: &mut dyn Files,
        name: &str,
        columns: impl IntoIterator<Item = &'n str>,
    ) -> Result<CsvFile, ExportError> {
        let mut csv = CsvFile { out: Out::create(files, name)?, line: BYTE_ORDER_MARK.to_owned() };
        csv.words(columns);
        csv.out.put(csv.line.as_bytes())?;
        Ok(csv)
    }

    /// Begins a file for a reader that does not know byte order marks.
    pub(crate) fn create_plain<'n>(
        files: &mut dyn Files,
        name: &str,
        columns: impl IntoIterator<Item = &'n str>,
    ) -> Result<CsvFile, ExportError> {
        let mut csv = CsvFile { out: Out::create(files, name)?, line: String::new() };
        csv.head(columns)?;
        Ok(csv)
    }

    /// Begins a file of a table, with further columns behind its own.
    pub(crate) fn of<T: Table>(files: &mut dyn Files, further: &[&str]) -> Result<CsvFile, ExportError> {
        let name = format!("{}.csv", T::NAME.as_str());
        let own = T::COLUMNS.iter().map(|column| column.name);
        CsvFile::create(files, &name, own.chain(further.iter().copied()))
    }

    /// Writes a row of a table, with further cells behind its own.
    pub(crate) fn push<'a, T: Table>(
        &mut self,
        row: &'a T::Row<'a>,
        further: impl IntoIterator<Item = Cell<'a>>,
    ) -> Result<(), ExportError> {
        self.cells(cells::<T>(row).chain(further))
    }

    /// Writes a row of cells.
    pub(crate) fn cells<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> Result<(), ExportError> {
        self.line.clear();
        let words: Vec<String> = cells.into_iter().map(|cell| cell_words(&cell)).collect();
        self.words(words.iter().map(String::as_str));
        self.out.row(self.line.as_bytes())
    }

    /// Writes a row that is none of records, such as a second header.
    pub(crate) fn head<'n>(&mut self, words: impl IntoIterator<Item = &'n str>) -> Result<(), ExportError> {
        self.line.clear();
        self.words(words);
        self.out.put(self.line.as_bytes())
    }

    fn words<'n>(&mut self, words: impl IntoIterator<Item = &'n str>) {
        for (n, words) in words.into_iter().enumerate() {
            if n > 0 {
                self.line.push(',');
            }
            if words.contains([',', '"', '\n', '\r', ';']) || words.starts_with([' ', '\t']) {
                self.line.push('"');
                self.line.push_str(&words.replace('"', "\"\""));
                self.line.push('"');
            } else {
                self.line.push_str(words);
            }
        }
        self.line.push_str("\r\n");
    }

    /// Ends the file.
    pub(crate) fn finish(self) -> Result<FileTally, ExportError> {
        self.out.finish()
    }
}
