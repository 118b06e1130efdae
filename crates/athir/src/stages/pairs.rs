//! Cards by block to likely pairs.

use std::sync::Arc;

use arrow_array::builder::{BinaryBuilder, Float64Builder};
use arrow_schema::{DataType, Field, Schema};
use athir_arrow::{ArrowError, RecordBatch, SchemaRef};
use athir_incident::Model;
use athir_incident::stages::{Card, compare_block};

use super::columns::{Kind, filled};
use super::runs::Runs;
use super::{Stage, StageError};

/// The columns of pairs: two short names, the lesser first, and how likely they are one.
pub fn pair_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("a", DataType::Binary, false),
        Field::new("b", DataType::Binary, false),
        Field::new("likely", DataType::Float64, false),
    ]))
}

/// Pairs while they come together.
#[derive(Default)]
pub(super) struct Pairs {
    a: BinaryBuilder,
    b: BinaryBuilder,
    likely: Float64Builder,
}

impl Pairs {
    pub(super) fn push(&mut self, a: &[u8], b: &[u8], likely: f64) {
        self.a.append_value(a.min(b));
        self.b.append_value(a.max(b));
        self.likely.append_value(likely);
    }

    pub(super) fn finish(&mut self) -> Result<RecordBatch, StageError> {
        let columns: Vec<arrow_array::ArrayRef> =
            vec![Arc::new(self.a.finish()), Arc::new(self.b.finish()), Arc::new(self.likely.finish())];
        Ok(RecordBatch::try_new(pair_schema(), columns).map_err(ArrowError::from)?)
    }
}

/// Compares the events of each block, or of each bucket of a block of more than [`WHOLE`](super::WHOLE) events.
///
/// Rows have `key`, `bucket` (empty where the block is whole), `event` and `card`, and are sorted by the first two. Out come
/// [likely pairs](pair_schema); one pair can come out of several blocks, always with the same number.
pub struct PairStage {
    runs: Runs,
    pairs: Pairs,
}

impl Default for PairStage {
    fn default() -> PairStage {
        PairStage {
            runs: Runs::by(&[("key", Kind::Whole), ("bucket", Kind::Whole)]),
            pairs: Pairs::default(),
        }
    }
}

fn compare(run: &RecordBatch, before: usize, pairs: &mut Pairs) -> Result<(), StageError> {
    if run.num_rows() < 2 {
        return Ok(());
    }
    let events = filled(run, "event", Kind::Bytes, before)?;
    let bytes = filled(run, "card", Kind::Bytes, before)?;
    let mut cards = Vec::with_capacity(run.num_rows());
    for row in 0..run.num_rows() {
        cards.push(Card::from_bytes(bytes.bytes(row)?)?);
    }
    for (a, b, likely) in compare_block(Model::events(), &cards) {
        pairs.push(events.bytes(a)?, events.bytes(b)?, f64::from(likely));
    }
    Ok(())
}

impl Stage for PairStage {
    fn schema(&self) -> SchemaRef {
        pair_schema()
    }

    fn push(&mut self, batch: &RecordBatch) -> Result<RecordBatch, StageError> {
        self.runs.push(batch, |run, before| compare(run, before, &mut self.pairs))?;
        self.pairs.finish()
    }

    fn finish(&mut self) -> Result<RecordBatch, StageError> {
        self.runs.finish(|run, before| compare(run, before, &mut self.pairs))?;
        self.pairs.finish()
    }
}
