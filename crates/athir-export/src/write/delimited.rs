//! Comma- and tab-separated tables.

use std::borrow::Cow;

use athir_model::IncidentId;

use crate::table::defused;
use crate::{ExportError, FileTally, Files, Notes, Out};

/// How cells are kept apart. In both, words that a spreadsheet would run as a formula get an apostrophe before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Commas; a cell with a comma, a quotation mark or a line end stands in quotation marks (RFC 4180).
    Commas,
    /// Tabs, without any quoting, as event data sets have it: some readers take a quotation mark at the start of a cell
    /// for quoting and others do not, so there are none. Tabs and line ends inside a cell are spaces.
    Tabs,
}

/// A table on its way, with as many cells in every row as its columns.
pub(crate) struct Table<const N: usize> {
    out: Out,
    dialect: Dialect,
    line: String,
}

impl<const N: usize> Table<N> {
    /// Starts a table with a header.
    pub(crate) fn with_header(
        files: &mut dyn Files,
        file: &str,
        dialect: Dialect,
        columns: &[&str; N],
    ) -> Result<Table<N>, ExportError> {
        let mut table = Table::bare(files, file, dialect)?;
        table.set_line(columns.iter().copied());
        table.out.put(table.line.as_bytes())?;
        Ok(table)
    }

    /// Starts a table that has no header.
    pub(crate) fn bare(files: &mut dyn Files, file: &str, dialect: Dialect) -> Result<Table<N>, ExportError> {
        Ok(Table { out: Out::create(files, file)?, dialect, line: String::new() })
    }

    /// Writes a row.
    pub(crate) fn row(&mut self, cells: &[String; N]) -> Result<(), ExportError> {
        self.set_line(cells.iter().map(String::as_str));
        self.out.row(self.line.as_bytes())
    }

    /// Writes the rows of an incident, or notes why the table cannot hold it.
    pub(crate) fn rows_or_reason(
        &mut self,
        incident: &IncidentId,
        rows: Result<impl IntoIterator<Item = [String; N]>, &'static str>,
        notes: &mut Notes,
    ) -> Result<(), ExportError> {
        match rows {
            Ok(rows) => rows.into_iter().try_for_each(|row| self.row(&row)),
            Err(reason) => {
                notes.left_out(incident, reason);
                Ok(())
            }
        }
    }

    fn set_line<'c>(&mut self, cells: impl Iterator<Item = &'c str>) {
        self.line.clear();
        for (n, cell) in cells.enumerate() {
            match self.dialect {
                Dialect::Commas => {
                    if n > 0 {
                        self.line.push(',');
                    }
                    push_quoted(&mut self.line, cell);
                }
                Dialect::Tabs => {
                    if n > 0 {
                        self.line.push('\t');
                    }
                    push_plain(&mut self.line, cell);
                }
            }
        }
        self.line.push('\n');
    }

    /// Ends the table.
    pub(crate) fn finish(self) -> Result<FileTally, ExportError> {
        self.out.finish()
    }
}

/// A cell whose words no spreadsheet runs. Numbers stand among the words of these tables, and stay.
fn harmless(cell: &str) -> Cow<'_, str> {
    if is_number(cell) { Cow::Borrowed(cell) } else { Cow::Owned(defused(cell)) }
}

/// Whether a cell is a number as these tables write them: digits, at most one point, at most a minus before.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        && digits.matches('.').count() <= 1
}

fn push_quoted(line: &mut String, cell: &str) {
    let cell = &*harmless(cell);
    let wants_quotes = cell.contains([',', '"', '\n', '\r']) || cell != cell.trim();
    if wants_quotes {
        line.push('"');
    }
    for c in cell.chars() {
        if c == '"' {
            line.push('"');
        }
        line.push(c);
    }
    if wants_quotes {
        line.push('"');
    }
}

fn push_plain(line: &mut String, cell: &str) {
    let mut is_space = false;
    for c in harmless(cell.trim()).chars() {
        let plain = match c {
            '"' => '\'',
            c if c.is_control() || c.is_whitespace() => ' ',
            c => c,
        };
        if !(plain == ' ' && is_space) {
            line.push(plain);
        }
        is_space = plain == ' ';
    }
}

/// Joins the parts of a list. A separator inside a part would make two of one, so it becomes a comma there.
pub(crate) fn list<'p>(parts: impl IntoIterator<Item = &'p str>, separator: &str) -> String {
    let sign = separator.trim();
    let mut joined = String::new();
    for part in parts {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        if !joined.is_empty() {
            joined.push_str(separator);
        }
        joined.push_str(&part.replace(sign, if sign == "," { " " } else { "," }));
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::restored;
    use crate::testing::{Memory, read_commas, read_tabs};

    fn written(dialect: Dialect, rows: &[[&str; 3]]) -> String {
        let mut memory = Memory::default();
        let mut table: Table<3> = Table::bare(&mut memory, "t", dialect).unwrap();
        for row in rows {
            table.row(&row.map(str::to_owned)).unwrap();
        }
        assert_eq!(table.finish().unwrap().rows, rows.len() as u64);
        memory.text("t")
    }

    #[test]
    fn what_stands_between_commas_is_read_back_as_it_was() {
        let rows = [
            ["plain", "with, comma", "with \"marks\""],
            ["two\nlines", "two\r\nlines", " padded "],
            ["", "tab\tinside", "a; b; c"],
            ["-4.5", "é ش", "\""],
        ];
        assert_eq!(
            read_commas(&written(Dialect::Commas, &rows)),
            rows.map(|row| row.map(str::to_owned).to_vec())
        );
    }

    #[test]
    fn no_text_becomes_a_formula_and_numbers_stay() {
        let rows =
            [["=1+1", "-12.5", "-cmd"], ["@x", "+x", "a=b"], ["＝x", "'=x", "-inf"], ["-", "-1.2.3", "\n=x"]];
        let text = written(Dialect::Commas, &rows);
        assert_eq!(
            text, "'=1+1,-12.5,'-cmd\n'@x,'+x,a=b\n'＝x,''=x,'-inf\n-,'-1.2.3,\"'\n=x\"\n",
            "the rule of athir's own tables, which comes back by restored"
        );
        for (row, cells) in rows.iter().zip(read_commas(&text)) {
            assert!(row.iter().zip(&cells).all(|(cell, read)| restored(read) == *cell), "{row:?}: {cells:?}");
        }
        assert_eq!(written(Dialect::Tabs, &[["=1+1", "-12.5", "@x"]]), "'=1+1\t-12.5\t'@x\n");
    }

    #[test]
    fn a_tabbed_row_has_its_cells_whatever_is_in_them() {
        let text = written(Dialect::Tabs, &[["\"quoted\" start", "tab\tand\nline", "  a \u{a0} b "]]);
        assert_eq!(text, "'quoted' start\ttab and line\ta b\n");
        assert_eq!(read_tabs(&text), [["'quoted' start", "tab and line", "a b"]]);
    }

    #[test]
    fn a_list_has_as_many_parts_as_went_in() {
        assert_eq!(list(["A; B", "", " C "], "; "), "A, B; C");
        assert_eq!(list(["a;b", "c"], ";"), "a,b;c");
        assert_eq!(list(["Social", "x, y"], ","), "Social,x  y");
        assert_eq!(list([], "; "), "");
    }
}
