//! Rows that belong together, out of sorted batches.

use arrow_select::concat::concat_batches;
use athir_arrow::{ArrowError, RecordBatch};

use super::StageError;
use super::columns::{Kind, column};

/// Cuts sorted rows into runs: the rows that have the same values in some columns. A run may lie across batches.
pub(super) struct Runs {
    keys: &'static [(&'static str, Kind)],
    /// The run that the last batch ended with, which the next one may go on with.
    held: Vec<RecordBatch>,
}

impl Runs {
    /// Starts with columns of whole numbers or bytes.
    pub(super) fn by(keys: &'static [(&'static str, Kind)]) -> Runs {
        Runs { keys, held: Vec::new() }
    }

    /// Takes the next rows, and hands every run that has ended to `run`.
    pub(super) fn push(
        &mut self,
        batch: &RecordBatch,
        mut run: impl FnMut(&RecordBatch) -> Result<(), StageError>,
    ) -> Result<(), StageError> {
        if batch.num_rows() == 0 {
            // Its columns may be wrong all the same.
            return self.is_same(batch, 0, batch, 0, 0).map(|_| ());
        }
        let goes_on = match self.held.last() {
            Some(last) => self.is_same(last, last.num_rows() - 1, batch, 0, self.keys.len())?,
            None => true,
        };
        if !goes_on {
            self.finish(&mut run)?;
        }
        let columns = self.columns(batch)?;
        let is_new = |row: usize| columns.iter().any(|column| !column.is_same(row - 1, column, row));
        let mut from = 0;
        for row in 1..batch.num_rows() {
            if is_new(row) {
                self.held.push(batch.slice(from, row - from));
                self.finish(&mut run)?;
                from = row;
            }
        }
        self.held.push(batch.slice(from, batch.num_rows() - from));
        Ok(())
    }

    /// Hands the last run to `run`.
    pub(super) fn finish(
        &mut self,
        mut run: impl FnMut(&RecordBatch) -> Result<(), StageError>,
    ) -> Result<(), StageError> {
        match std::mem::take(&mut self.held).as_slice() {
            [] => Ok(()),
            [whole] => run(whole),
            parts => run(&concat_batches(&parts[0].schema(), parts).map_err(ArrowError::from)?),
        }
    }

    fn columns<'b>(&self, batch: &'b RecordBatch) -> Result<Vec<super::columns::Column<'b>>, StageError> {
        self.keys.iter().map(|&(name, kind)| column(batch, name, kind)).collect()
    }

    /// Whether two rows have the same values in the first `n` columns.
    fn is_same(
        &self,
        a: &RecordBatch,
        row: usize,
        b: &RecordBatch,
        other: usize,
        n: usize,
    ) -> Result<bool, StageError> {
        let (a, b) = (self.columns(a)?, self.columns(b)?);
        Ok(a.iter().zip(&b).take(n).all(|(a, b)| a.is_same(row, b, other)))
    }
}
