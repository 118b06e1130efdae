//! Tables with commas and quotes (RFC 4180), with the line of each row.

/// One row of a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The line on which it begins, from 1.
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

impl Row {
    /// The cell under the column of this name, trimmed; empty where there is none.
    pub(super) fn get<'r>(&'r self, header: &[String], column: &str) -> &'r str {
        let at = header.iter().position(|c| c == column);
        at.and_then(|at| self.cells.get(at)).map_or("", |cell| cell.trim())
    }
}

/// Parts a table into rows. A quoted cell may hold commas, line ends and doubled quotes; empty lines are no rows.
pub(super) fn rows(text: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut row = Row { line: 1, cells: Vec::new() };
    let mut cell = String::new();
    let mut quoted = false;
    let mut line = 1;
    let mut chars = text.chars().peekable();
    while let Some(ch) = chars.next() {
        line += usize::from(ch == '\n');
        match ch {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            ',' if !quoted => row.cells.push(std::mem::take(&mut cell)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                row.cells.push(std::mem::take(&mut cell));
                let done = std::mem::replace(&mut row, Row { line, cells: Vec::new() });
                rows.push(done);
            }
            other => cell.push(other),
        }
    }
    if !cell.is_empty() || !row.cells.is_empty() {
        row.cells.push(cell);
        rows.push(row);
    }
    rows.retain(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_keep_commas_and_line_ends() {
        let rows = rows("a,b\r\n\"x, \"\"y\"\"\nz\",2\n\n3,\n");
        let cells: Vec<(usize, Vec<&str>)> =
            rows.iter().map(|r| (r.line, r.cells.iter().map(String::as_str).collect())).collect();
        assert_eq!(cells, [(1, vec!["a", "b"]), (2, vec!["x, \"y\"\nz", "2"]), (5, vec!["3", ""])]);
    }
}
