//! Where files are written, and how many rows each got.

use std::io::{self, Write};

use serde::Serialize;

use crate::ExportError;

/// Where an exporter's files go: a folder, one file, standard output, an answer over HTTP.
pub trait Files {
    /// Starts a file with the name that the profile gives it. A place that holds one file may call it otherwise.
    ///
    /// # Errors
    ///
    /// A file that cannot be written.
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write + Send>>;
}

/// How many rows a file has got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileTally {
    /// The file, as the profile calls it.
    pub file: String,
    /// Rows, records or features in it, without a header.
    pub rows: u64,
}

/// A file on its way, which counts its rows and names itself in errors.
pub struct Out {
    name: String,
    to: Box<dyn Write + Send>,
    rows: u64,
}

impl Out {
    /// Starts a file.
    ///
    /// # Errors
    ///
    /// A file that cannot be written.
    pub fn create(files: &mut dyn Files, name: &str) -> Result<Out, ExportError> {
        let to = files.create(name).map_err(|source| ExportError::Write { file: name.to_owned(), source })?;
        Ok(Out::to(name, to))
    }

    /// Starts a file that the caller has opened.
    pub fn to(name: &str, to: Box<dyn Write + Send>) -> Out {
        Out { name: name.to_owned(), to, rows: 0 }
    }

    /// Writes something that is no row, such as a header.
    ///
    /// # Errors
    ///
    /// What the place written to says.
    pub fn put(&mut self, bytes: &[u8]) -> Result<(), ExportError> {
        let name = &self.name;
        self.to.write_all(bytes).map_err(|source| ExportError::Write { file: name.clone(), source })
    }

    /// Writes a row, which has to be whole, line end included.
    ///
    /// # Errors
    ///
    /// What the place written to says.
    pub fn row(&mut self, bytes: &[u8]) -> Result<(), ExportError> {
        self.rows += 1;
        self.put(bytes)
    }

    /// Writes a record as a line of JSON.
    ///
    /// # Errors
    ///
    /// What the place written to says.
    pub fn json_line(&mut self, record: &impl Serialize) -> Result<(), ExportError> {
        let mut line = serde_json::to_vec(record)
            .map_err(|error| ExportError::Write { file: self.name.clone(), source: error.into() })?;
        line.push(b'\n');
        self.row(&line)
    }

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// What the place written to says.
    pub fn finish(mut self) -> Result<FileTally, ExportError> {
        self.to.flush().map_err(|source| ExportError::Write { file: self.name.clone(), source })?;
        Ok(FileTally { file: self.name, rows: self.rows })
    }
}

/// The rows of all files of an exporter.
pub type Rows = Vec<FileTally>;
