//! Likely pairs to components, where they fit on one machine.

use std::sync::Arc;

use arrow_array::builder::BinaryBuilder;
use arrow_schema::{DataType, Field, Schema};
use athir_arrow::{ArrowError, RecordBatch, SchemaRef};
use athir_incident::Model;
use athir_incident::stages::{Pair, hang_together, hang_together_up_to};

use super::StageError;
use super::columns::{Kind, filled};

/// How likely a pair has to be to hold a component together: first for all, then for the members of components of more than
/// [`limit`] events, and so on. After the last, components are as large as they are.
pub fn levels() -> Vec<f64> {
    athir_incident::stages::levels(Model::events()).into_iter().map(f64::from).collect()
}

/// How many events a component may have before only surer pairs count in it.
pub fn limit() -> usize {
    athir_incident::stages::LIMIT
}

/// The columns of [`component_batch`].
pub fn component_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("member", DataType::Binary, false),
        Field::new("part", DataType::Binary, false),
    ]))
}

/// Finds the components of pairs of events.
///
/// The batch has the columns of [pairs](super::pair_schema), each pair once, in any order. What is in no pair is a component
/// of its own, and has no row.
///
/// # Errors
///
/// Columns that are missing or of another type, and rows without a value.
pub fn component_batch(batch: &RecordBatch) -> Result<RecordBatch, StageError> {
    components_of(batch, |n, pairs| hang_together(Model::events(), n, pairs))
}

/// Finds the components of pairs of texts, which have no limit and no levels: every pair counts.
///
/// # Errors
///
/// As [`component_batch`].
pub fn story_component_batch(batch: &RecordBatch) -> Result<RecordBatch, StageError> {
    components_of(batch, |n, pairs| {
        let sure: Vec<Pair> = pairs.iter().map(|&(a, b, _)| (a, b, 1.0)).collect();
        hang_together_up_to(Model::events(), n, &sure, usize::MAX)
    })
}

fn components_of(
    batch: &RecordBatch,
    find: impl Fn(usize, &[Pair]) -> Vec<Vec<usize>>,
) -> Result<RecordBatch, StageError> {
    let (a, b) = (filled(batch, "a", Kind::Bytes, 0)?, filled(batch, "b", Kind::Bytes, 0)?);
    let likely = filled(batch, "likely", Kind::Number, 0)?;
    let mut names: Vec<&[u8]> = Vec::with_capacity(2 * batch.num_rows());
    for row in 0..batch.num_rows() {
        names.extend([a.bytes(row)?, b.bytes(row)?]);
    }
    names.sort_unstable();
    names.dedup();
    let at = |name: &[u8]| names.binary_search(&name).expect("every name of a pair is among the names");
    let mut pairs: Vec<Pair> = Vec::with_capacity(batch.num_rows());
    for row in 0..batch.num_rows() {
        pairs.push((at(a.bytes(row)?), at(b.bytes(row)?), likely.number(row)? as f32));
    }
    let (mut members, mut parts) = (BinaryBuilder::new(), BinaryBuilder::new());
    for component in find(names.len(), &pairs) {
        // Names are sorted, so the first is the least.
        let part = names[component[0]];
        for event in component {
            members.append_value(names[event]);
            parts.append_value(part);
        }
    }
    let columns: Vec<arrow_array::ArrayRef> = vec![Arc::new(members.finish()), Arc::new(parts.finish())];
    Ok(RecordBatch::try_new(component_schema(), columns).map_err(ArrowError::from)?)
}
