//! The merging in stages, for Spark: batches in, batches out.

use arrow_array::RecordBatch;
use athir::stages::{
    self, IncidentStage, PairStage, SMALL, Stage as RustStage, StageError, StoryStage, WHOLE,
};
use pyo3::prelude::*;
use pyo3_arrow::PyTable;
use pyo3_arrow::input::AnyRecordBatch;

use crate::error::{Kind, raise, words};
use crate::rows::{next_batch, table};

fn of_stage(error: &StageError) -> PyErr {
    raise(Kind::Input, words(error))
}

/// Works on the batches of a table one by one.
fn each(
    py: Python<'_>,
    given: AnyRecordBatch,
    mut work: impl FnMut(&RecordBatch) -> Result<RecordBatch, StageError> + Send,
) -> PyResult<Vec<RecordBatch>> {
    let mut reader = given.into_reader()?;
    let mut done = Vec::new();
    while let Some(batch) = next_batch(py, &mut reader)? {
        done.push(py.detach(|| work(&batch)).map_err(|error| of_stage(&error))?);
        py.check_signals()?;
    }
    Ok(done)
}

type Work = fn(&RecordBatch) -> Result<RecordBatch, StageError>;

/// A stage whose rows stand each for themselves, or all together: cards, texts, near, parts, story_parts.
#[pyfunction]
pub(crate) fn stage_rows(py: Python<'_>, stage: &str, given: AnyRecordBatch) -> PyResult<PyTable> {
    let (schema, work): (_, Work) = match stage {
        "cards" => (stages::card_schema(), stages::card_batch),
        "texts" => (stages::text_schema(), stages::text_batch),
        "near" => (stages::pair_schema(), stages::near_batch),
        "parts" => (stages::component_schema(), stages::component_batch),
        "story_parts" => (stages::component_schema(), stages::story_component_batch),
        _ => return Err(raise(Kind::Input, format!("there is no stage {stage:?}"))),
    };
    table(each(py, given, work)?, schema)
}

/// A stage over sorted rows: pairs, stories, incidents.
#[pyclass(module = "athir._athir")]
pub(crate) struct Stage {
    stage: Box<dyn RustStage + Send + Sync>,
}

#[pymethods]
impl Stage {
    #[new]
    fn new(stage: &str) -> PyResult<Stage> {
        let stage: Box<dyn RustStage + Send + Sync> = match stage {
            "pairs" => Box::new(PairStage::default()),
            "stories" => Box::new(StoryStage::default()),
            "incidents" => Box::new(IncidentStage::default()),
            _ => return Err(raise(Kind::Input, format!("there is no stage {stage:?}"))),
        };
        Ok(Stage { stage })
    }

    /// Takes the next rows, and gives what is ready.
    fn push(&mut self, py: Python<'_>, given: AnyRecordBatch) -> PyResult<PyTable> {
        let done = each(py, given, |batch| self.stage.push(batch))?;
        table(done, self.stage.schema())
    }

    /// Gives what is left when all rows have come; of an unused stage the schema alone.
    fn finish(&mut self, py: Python<'_>) -> PyResult<PyTable> {
        let done = py.detach(|| self.stage.finish()).map_err(|error| of_stage(&error))?;
        table(vec![done], self.stage.schema())
    }
}

/// Up to how many events a block is compared whole, up to how many a part needs no pairs, up to how many it is clustered as it
/// is, and how likely pairs have to be at each level.
#[pyfunction]
pub(crate) fn stage_limits() -> (usize, usize, usize, Vec<f64>) {
    (WHOLE, SMALL, stages::limit(), stages::levels())
}
