//! Likely pairs to components, where they fit on one machine.

use std::sync::Arc;

use arrow_array::builder::BinaryBuilder;
use arrow_schema::{DataType, Field, Schema};
use athir_arrow::{ArrowError, RecordBatch, SchemaRef};
use athir_incident::Model;
use athir_incident::stages::{Pair, hang_together, hang_together_up_to};

use super::StageError;
use super::columns::{Kind, column};

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

/// Finds the components of pairs of events, or of pairs of texts where `is_story`: those have no limit and no levels.
///
/// The batch has the columns of [pairs](super::pair_schema), each pair once, in any order. What is in no pair is a component
/// of its own, and has no row.
///
/// # Errors
///
/// Columns that are missing or of another type.
pub fn component_batch(batch: &RecordBatch, is_story: bool) -> Result<RecordBatch, StageError> {
    let (a, b) = (column(batch, "a", Kind::Bytes)?, column(batch, "b", Kind::Bytes)?);
    let likely = column(batch, "likely", Kind::Number)?;
    let rows = 0..batch.num_rows();
    let mut names: Vec<&[u8]> = rows.clone().flat_map(|row| [a.bytes(row), b.bytes(row)]).collect();
    names.sort_unstable();
    names.dedup();
    let at = |name: &[u8]| names.binary_search(&name).ok();
    let pairs: Vec<Pair> = rows
        .filter_map(|row| Some((at(a.bytes(row))?, at(b.bytes(row))?, likely.number(row)? as f32)))
        .collect();
    let model = Model::events();
    let components = if is_story {
        let sure: Vec<Pair> = pairs.iter().map(|&(a, b, _)| (a, b, 1.0)).collect();
        hang_together_up_to(model, names.len(), &sure, usize::MAX)
    } else {
        hang_together(model, names.len(), &pairs)
    };
    let (mut members, mut parts) = (BinaryBuilder::new(), BinaryBuilder::new());
    for component in components {
        // Names are sorted, so the first is the least.
        let part = names[component.events[0]];
        for event in component.events {
            members.append_value(names[event]);
            parts.append_value(part);
        }
    }
    let columns: Vec<arrow_array::ArrayRef> = vec![Arc::new(members.finish()), Arc::new(parts.finish())];
    Ok(RecordBatch::try_new(component_schema(), columns).map_err(ArrowError::from)?)
}
