//! Parquet files.

use std::fs::File;
use std::io::Write;

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::SchemaRef;
use arrow_select::coalesce::BatchCoalescer;
use parquet::arrow::ArrowWriter;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use crate::error::ArrowError;

/// Rows that are encoded together, whatever batches they come in: where pages end depends on it.
const PIECE: usize = 2048;
/// Rows that are held in memory before they are written as one group.
const GROUP: usize = 16 * PIECE;

/// Writes batches to a Parquet file. The same batches give the same bytes, however they are cut.
pub struct ParquetWriter<W: Write + Send> {
    writer: ArrowWriter<W>,
    pieces: BatchCoalescer,
}

impl<W: Write + Send> ParquetWriter<W> {
    /// Begins a file of batches with this schema. `about` are notes that stand in the file's metadata.
    ///
    /// # Errors
    ///
    /// A schema that Parquet has no form for, or what the place written to says.
    pub fn new(out: W, schema: SchemaRef, about: &[(&str, &str)]) -> Result<ParquetWriter<W>, ArrowError> {
        let notes = about.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), (*value).to_owned()));
        let notes: Vec<KeyValue> = notes.collect();
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(GROUP))
            .set_created_by(format!("athir version {}", env!("CARGO_PKG_VERSION")))
            .set_key_value_metadata(Some(notes).filter(|notes| !notes.is_empty()))
            .build();
        let pieces = BatchCoalescer::new(schema.clone(), PIECE);
        Ok(ParquetWriter { writer: ArrowWriter::try_new(out, schema, Some(properties))?, pieces })
    }

    /// Writes a batch.
    ///
    /// # Errors
    ///
    /// A batch of another schema, or what the place written to says.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        self.pieces.push_batch(batch.clone())?;
        self.write_pieces()
    }

    fn write_pieces(&mut self) -> Result<(), ArrowError> {
        while let Some(piece) = self.pieces.next_completed_batch() {
            self.writer.write(&piece)?;
        }
        Ok(())
    }

    /// Writes what is left and the footer, and gives back what was written to.
    ///
    /// # Errors
    ///
    /// What the place written to says.
    pub fn finish(mut self) -> Result<W, ArrowError> {
        self.pieces.finish_buffered_batch()?;
        self.write_pieces()?;
        Ok(self.writer.into_inner()?)
    }
}

/// The batches of a Parquet file, one after the other.
pub struct ParquetReader {
    batches: ParquetRecordBatchReader,
    n_rows: usize,
}

/// Reads a Parquet file in batches of so many rows; of its columns only those that are named, where it has them.
///
/// # Errors
///
/// A file that is no Parquet file or is damaged.
pub fn read_parquet(file: File, n_rows: usize, columns: &[&str]) -> Result<ParquetReader, ArrowError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
    let all = usize::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
    let schema = builder.parquet_schema();
    let wanted = (0..schema.num_columns()).filter(|&leaf| {
        let path = schema.column(leaf);
        path.path().parts().first().is_some_and(|root| columns.contains(&root.as_str()))
    });
    let mask = ProjectionMask::leaves(schema, wanted.collect::<Vec<_>>());
    Ok(ParquetReader {
        batches: builder.with_projection(mask).with_batch_size(n_rows.max(1)).build()?,
        n_rows: all,
    })
}

impl ParquetReader {
    /// Whether the file has a column that was asked for.
    pub fn has(&self, column: &str) -> bool {
        self.batches.schema().column_with_name(column).is_some()
    }

    /// How many rows the file has.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }
}

impl Iterator for ParquetReader {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Result<RecordBatch, ArrowError>> {
        self.batches.next().map(|batch| batch.map_err(ArrowError::from))
    }
}
