//! Rows that belong together, out of sorted batches.

use std::cmp::Ordering;

use arrow_select::concat::concat_batches;
use athir_arrow::{ArrowError, RecordBatch};

use super::StageError;
use super::columns::{Column, Kind, column};

/// Cuts sorted rows into runs: the rows that have the same values in some columns. A run may lie across batches.
pub(super) struct Runs {
    keys: &'static [(&'static str, Kind)],
    /// The run that the last batch ended with, which the next one may go on with.
    held: Vec<RecordBatch>,
    /// Rows before that run.
    before: usize,
    /// Rows so far.
    n_rows: usize,
}

impl Runs {
    /// Starts with columns of whole numbers or bytes.
    pub(super) fn by(keys: &'static [(&'static str, Kind)]) -> Runs {
        Runs { keys, held: Vec::new(), before: 0, n_rows: 0 }
    }

    /// Takes the next rows, and hands every run that has ended to `run`, with the number of rows before it.
    ///
    /// # Errors
    ///
    /// Rows that are not sorted: a run that goes on later would be taken for two.
    pub(super) fn push(
        &mut self,
        batch: &RecordBatch,
        mut run: impl FnMut(&RecordBatch, usize) -> Result<(), StageError>,
    ) -> Result<(), StageError> {
        let columns = self.columns(batch)?;
        if batch.num_rows() == 0 {
            return Ok(());
        }
        let goes_on = match self.held.last() {
            Some(last) => {
                let row = last.num_rows() - 1;
                self.goes_on(&self.columns(last)?, row, &columns, 0)?
            }
            None => true,
        };
        if !goes_on {
            self.finish(&mut run)?;
        }
        let mut from = 0;
        for row in 1..batch.num_rows() {
            if !self.goes_on(&columns, row - 1, &columns, row)? {
                self.held.push(batch.slice(from, row - from));
                self.n_rows += row - from;
                self.finish(&mut run)?;
                from = row;
            }
        }
        self.held.push(batch.slice(from, batch.num_rows() - from));
        self.n_rows += batch.num_rows() - from;
        Ok(())
    }

    /// Hands the last run to `run`.
    pub(super) fn finish(
        &mut self,
        mut run: impl FnMut(&RecordBatch, usize) -> Result<(), StageError>,
    ) -> Result<(), StageError> {
        let before = std::mem::replace(&mut self.before, self.n_rows);
        match std::mem::take(&mut self.held).as_slice() {
            [] => Ok(()),
            [whole] => run(whole, before),
            parts => run(&concat_batches(&parts[0].schema(), parts).map_err(ArrowError::from)?, before),
        }
    }

    fn columns<'b>(&self, batch: &'b RecordBatch) -> Result<Vec<Column<'b>>, StageError> {
        self.keys.iter().map(|&(name, kind)| column(batch, name, kind, 0)).collect()
    }

    /// Whether a row has the same values as the one before it.
    fn goes_on(
        &self,
        a: &[Column<'_>],
        row: usize,
        b: &[Column<'_>],
        other: usize,
    ) -> Result<bool, StageError> {
        for (a, b) in a.iter().zip(b) {
            match a.order(row, b, other)? {
                Ordering::Equal => {}
                Ordering::Less => return Ok(false),
                Ordering::Greater => {
                    let columns = self.keys.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
                    return Err(StageError::Unsorted { columns });
                }
            }
        }
        Ok(true)
    }
}
