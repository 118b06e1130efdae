//! Tables as Parquet, for pandas, polars, DuckDB, R and Spark.

use std::io::Write;

use athir_arrow::{ArrowError, BatchBuilder, ParquetWriter, RecordBatch, SchemaRef, Table};

use crate::{ExportError, FileTally, Files, Release};

/// Rows that are put together before they are handed on.
const BATCH: usize = 4096;

/// A table on its way to a Parquet file.
pub(crate) struct ParquetFile<T: Table> {
    rows: BatchBuilder<T>,
    sink: ParquetSink,
}

impl<T: Table> ParquetFile<T> {
    pub(crate) fn create(files: &mut dyn Files, release: &Release) -> Result<ParquetFile<T>, ExportError> {
        let rows = BatchBuilder::<T>::new();
        let name = format!("{}.parquet", T::NAME.as_str());
        let sink = ParquetSink::create(files, &name, rows.schema(), release, &[])?;
        Ok(ParquetFile { rows, sink })
    }

    pub(crate) fn push<'a>(&mut self, row: &'a T::Row<'a>) -> Result<(), ExportError> {
        self.rows.push(row);
        if self.rows.n_rows() >= BATCH { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), ExportError> {
        if self.rows.n_rows() == 0 {
            return Ok(());
        }
        let batch = self.rows.finish();
        let batch = batch.map_err(|source| self.sink.trouble(source))?;
        self.sink.write(&batch)
    }

    pub(crate) fn finish(mut self) -> Result<FileTally, ExportError> {
        self.flush()?;
        self.sink.finish()
    }
}

/// Batches on their way to a Parquet file, which counts its rows and names itself in errors.
pub(crate) struct ParquetSink {
    name: String,
    writer: ParquetWriter<Box<dyn Write + Send>>,
    rows: u64,
}

impl ParquetSink {
    /// Begins a file; what it says about itself stands in its metadata, with further notes by name.
    pub(crate) fn create(
        files: &mut dyn Files,
        name: &str,
        schema: SchemaRef,
        release: &Release,
        further: &[(&str, &str)],
    ) -> Result<ParquetSink, ExportError> {
        let failed = |source| ExportError::Write { file: name.to_owned(), source };
        let about = serde_json::to_string(release).map_err(|error| failed(error.into()))?;
        let notes: Vec<(&str, &str)> =
            [("athir", about.as_str())].into_iter().chain(further.iter().copied()).collect();
        let to = files.create(name).map_err(failed)?;
        let writer = ParquetWriter::new(to, schema, &notes)
            .map_err(|source| ExportError::Table { file: name.to_owned(), source })?;
        Ok(ParquetSink { name: name.to_owned(), writer, rows: 0 })
    }

    pub(crate) fn trouble(&self, source: ArrowError) -> ExportError {
        ExportError::Table { file: self.name.clone(), source }
    }

    pub(crate) fn write(&mut self, batch: &RecordBatch) -> Result<(), ExportError> {
        self.rows += batch.num_rows() as u64;
        let written = self.writer.write(batch);
        written.map_err(|source| self.trouble(source))
    }

    pub(crate) fn finish(self) -> Result<FileTally, ExportError> {
        let ParquetSink { name, writer, rows } = self;
        let mut to = writer.finish().map_err(|source| ExportError::Table { file: name.clone(), source })?;
        to.flush().map_err(|source| ExportError::Write { file: name.clone(), source })?;
        Ok(FileTally { file: name, rows })
    }
}
