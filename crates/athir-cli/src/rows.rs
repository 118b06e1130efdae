//! Reports out of Parquet files, for the commands that read reports one by one.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use athir::Report;
use athir::arrow::{ParquetReader, read_parquet, read_rows};

/// The columns of reports that are read; others stay on the disk.
pub(crate) const COLUMNS: [&str; 9] =
    ["id", "report", "text", "published", "url", "outlet", "title", "author", "language"];
/// Rows that are read together.
const AT_ONCE: usize = 64;

/// Whether a file is a Parquet file by its name.
pub(crate) fn is_parquet(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"))
}

/// The Parquet files with reports in a folder and the folders inside it, in order: those with the columns that reports need.
/// What begins with a dot or an underscore is passed over, since writers of tables call their own notes so.
pub(crate) fn find_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut left = vec![folder.to_owned()];
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let is_note = entry.file_name().to_string_lossy().starts_with(['.', '_']);
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !is_note => left.push(path),
                _ if !is_note && is_parquet(&path) && holds_reports(&path) => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

#[expect(clippy::disallowed_methods, reason = "reading the files is what this command is for")]
fn holds_reports(path: &Path) -> bool {
    // What cannot be read may hold some, and is told when it is read.
    let Ok(file) = File::open(path) else { return true };
    read_parquet(file, 1, &COLUMNS)
        .is_ok_and(|rows| rows.has("text") && (rows.has("id") || rows.has("report")))
}

/// The reports of Parquet files, some rows at a time.
pub(crate) struct Rows {
    files: std::vec::IntoIter<PathBuf>,
    open: Option<(PathBuf, ParquetReader)>,
    /// Rows of the open file that were read.
    n_read: usize,
}

impl Rows {
    /// Starts with files.
    pub(crate) fn of(files: Vec<PathBuf>) -> Rows {
        Rows { files: files.into_iter(), open: None, n_read: 0 }
    }

    /// The files that are not read yet.
    pub(crate) fn files_left(&self) -> &[PathBuf] {
        self.files.as_slice()
    }

    /// The next reports, with what is wrong with rows and files in their places; none when all are read.
    pub(crate) fn read(&mut self) -> Vec<anyhow::Result<Report>> {
        let (path, mut rows) = match self.open.take() {
            Some(open) => open,
            None => {
                let Some(path) = self.files.next() else { return Vec::new() };
                self.n_read = 0;
                match open(&path) {
                    Ok(rows) => (path, rows),
                    Err(error) => return vec![Err(error)],
                }
            }
        };
        let cannot_read = || format!("cannot read {}", path.display());
        let batch = match rows.next() {
            // A file without rows, or one that is read to its end.
            None => return self.read(),
            Some(Err(error)) => return vec![Err(error).with_context(cannot_read)],
            Some(Ok(batch)) => batch,
        };
        let read = match read_rows(&batch).with_context(cannot_read) {
            Ok(read) => read,
            Err(error) => return vec![Err(error)],
        };
        let n_before = self.n_read;
        self.n_read += batch.num_rows();
        let report = |(n, row): (usize, athir::arrow::InputRow)| match row.report {
            Ok(report) => Ok(Report { path: Some(path.clone()), ..report }),
            Err(fault) => Err(anyhow!("{}, row {}: {fault}", path.display(), n_before + n + 1)),
        };
        let reports: Vec<_> = read.into_iter().enumerate().map(report).collect();
        self.open = Some((path, rows));
        if reports.is_empty() { self.read() } else { reports }
    }
}

#[expect(clippy::disallowed_methods, reason = "reading the files is what this command is for")]
fn open(path: &Path) -> anyhow::Result<ParquetReader> {
    let cannot_read = || format!("cannot read {}", path.display());
    let file = File::open(path).with_context(cannot_read)?;
    read_parquet(file, AT_ONCE, &COLUMNS).with_context(cannot_read)
}
