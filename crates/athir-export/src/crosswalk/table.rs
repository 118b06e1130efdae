//! Rows of tab-separated tables with a header line. Lines that begin with `#` are notes.

/// The rows of a table without its header, cell by cell.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .skip(1)
        .map(|line| line.split('\t').collect())
}

/// A cell with something in it.
pub(super) fn given(cell: &'static str) -> Option<&'static str> {
    (!cell.is_empty()).then_some(cell)
}
