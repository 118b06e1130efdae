//! Benchmark files: JSON Lines, one record a line.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

/// A benchmark file that could not be used, and why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvalError {
    /// The system refused to read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line is no record of this benchmark.
    #[error("{}:{line}: {source}", path.display())]
    Record {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// The files hold no record.
    #[error("{}: no record in this file", path.display())]
    Empty {
        /// The first of the files.
        path: PathBuf,
    },
}

/// Reads the records of benchmark files in their order. Lines without text are passed over.
///
/// # Errors
///
/// A file that cannot be read, a line that is no such record, or no record at all.
#[expect(clippy::disallowed_methods, reason = "reading benchmark files is what this function is for")]
pub fn read_records<R: DeserializeOwned>(paths: &[PathBuf]) -> Result<Vec<R>, EvalError> {
    let unread = |path: &Path| {
        let path = path.to_owned();
        |source| EvalError::Read { path, source }
    };
    let mut records = Vec::new();
    for path in paths {
        let file = File::open(path).map_err(unread(path))?;
        for (n, line) in BufReader::new(file).lines().enumerate() {
            let line = line.map_err(unread(path))?;
            if line.trim().is_empty() {
                continue;
            }
            let record = serde_json::from_str(&line).map_err(|source| EvalError::Record {
                path: path.clone(),
                line: n + 1,
                source,
            })?;
            records.push(record);
        }
    }
    if records.is_empty() {
        return Err(EvalError::Empty { path: paths.first().cloned().unwrap_or_default() });
    }
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_is_named_by_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("board.jsonl");
        std::fs::write(&path, "{\"id\": 1}\n\n{\"id\": oops}\n").unwrap();
        let error = read_records::<serde_json::Value>(std::slice::from_ref(&path)).unwrap_err();
        assert!(error.to_string().contains("board.jsonl:3: "), "{error}");
    }

    #[test]
    fn files_without_records_are_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("board.jsonl");
        std::fs::write(&path, "\n").unwrap();
        assert!(matches!(read_records::<serde_json::Value>(&[path]), Err(EvalError::Empty { .. })));
    }
}
