//! Batches of reports to batches of events: the one function that the command, Python and clusters code with.

use std::any::Any;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};

use athir_arrow::{
    ArrowError, BatchBuilder, EventRow, Events, InputRow, Provenance, RecordBatch, ReportRow, SchemaRef,
    read_rows,
};
use athir_model::{CodedReport, MadeBy, Report};

use crate::Pipeline;
use crate::parallel::parallel_map;

/// The column by which a row of an error names its report.
const KEY: &str = "report";

/// Puts coded reports together as a table: a row an event, and a row for each report that could not be coded.
///
/// The table has the columns of [`Events`], all but `report` of which can be empty, and `error` as its last column.
pub struct CodedTable {
    rows: BatchBuilder<Events>,
    by: MadeBy,
}

impl CodedTable {
    /// Starts without rows, for what this coder reads.
    pub fn new(by: &MadeBy) -> CodedTable {
        CodedTable { rows: BatchBuilder::with_errors(KEY), by: by.clone() }
    }

    /// The schema of the table.
    pub fn schema() -> SchemaRef {
        BatchBuilder::<Events>::with_errors(KEY).schema()
    }

    /// How many rows wait to be given.
    pub fn n_rows(&self) -> usize {
        self.rows.n_rows()
    }

    /// Adds a row for each event of a report.
    pub fn push(&mut self, report: &Report, coded: &CodedReport) {
        let made = Provenance::by(&self.by, report.licence.as_deref());
        let report = ReportRow { made, ..ReportRow::of(report) };
        for event in &coded.events {
            self.rows.push(&EventRow::of(event, &report));
        }
    }

    /// Adds a row that says why a report could not be coded.
    pub fn push_error(&mut self, id: &str, why: &str) {
        self.rows.push_error(id, why);
    }

    /// Gives the rows that were added since the last time.
    ///
    /// # Errors
    ///
    /// More text in a column than Arrow's offsets can count, two gigabytes.
    pub fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        self.rows.finish()
    }
}

/// Codes the reports of a batch on `jobs` threads: a row an event comes out, in the order of the reports and of their
/// texts, with the columns of [`CodedTable`].
///
/// The batch has the columns that [`read_rows`] knows: `id` and `text`, and `published`, `url`, `outlet`, `title`,
/// `author`, `language` where they are there. A report without events gives no row. A row that has no id or text, whose
/// date is none, or whose text brings the coder to panic, becomes one row with its id and `error`; the others are coded.
///
/// It has no state and knows no clock: a batch gives the same rows on any machine, in whatever batches its rows come.
///
/// # Errors
///
/// A batch without `id` or `text`, or with values of another type in a column that is read.
///
/// # Examples
///
/// ```no_run
/// # use std::num::NonZeroUsize;
/// # use athir::{Config, Pipeline, arrow::RecordBatch, code_batch};
/// # fn of(batch: &RecordBatch) -> Result<(), Box<dyn std::error::Error>> {
/// let pipeline = Pipeline::new(&Config::default())?;
/// let events = code_batch(&pipeline, batch, NonZeroUsize::MIN)?;
/// # Ok(())
/// # }
/// ```
pub fn code_batch(
    pipeline: &Pipeline,
    batch: &RecordBatch,
    jobs: NonZeroUsize,
) -> Result<RecordBatch, ArrowError> {
    code_rows(&read_rows(batch)?, jobs, CodedTable::new(pipeline.made_by()), |report| pipeline.code(report))
}

/// Codes rows with a function that may panic.
fn code_rows(
    rows: &[InputRow],
    jobs: NonZeroUsize,
    mut table: CodedTable,
    code: impl Fn(&Report) -> CodedReport + Sync,
) -> Result<RecordBatch, ArrowError> {
    let coded = parallel_map(rows, jobs, |row| match &row.report {
        Err(fault) => Err(fault.to_string()),
        Ok(report) => code_safely(report, &code),
    });
    for (row, coded) in rows.iter().zip(&coded) {
        match (&row.report, coded) {
            (Ok(report), Ok(coded)) => table.push(report, coded),
            (_, Err(why)) => table.push_error(&row.id, why),
            (Err(fault), Ok(_)) => table.push_error(&row.id, &fault.to_string()),
        }
    }
    table.finish()
}

/// Codes a report; a panic, which is a bug, becomes words that name it.
pub(crate) fn code_safely(
    report: &Report,
    code: impl Fn(&Report) -> CodedReport,
) -> Result<CodedReport, String> {
    // Nothing that the coder shares between reports is written while it reads one.
    catch_unwind(AssertUnwindSafe(|| code(report)))
        .map_err(|panic| format!("the coder failed on this report: {}", panic_words(panic.as_ref())))
}

fn panic_words(panic: &(dyn Any + Send)) -> &str {
    let owned = || panic.downcast_ref::<String>().map(String::as_str);
    panic.downcast_ref::<&str>().copied().or_else(owned).unwrap_or("without a word")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::built_in;

    fn row(id: &str) -> InputRow {
        InputRow { id: id.to_owned(), report: Ok(Report::new(id, "Shells fell on the market.")) }
    }

    #[test]
    fn a_report_that_the_coder_fails_on_becomes_a_row_with_the_reason() {
        let code = |report: &Report| {
            assert!(report.name != "b", "no place for {}", report.name);
            CodedReport {
                doc: report.name.clone(),
                published: None,
                extent: Default::default(),
                events: Vec::new(),
                ties: Vec::new(),
                toll: None,
                omissions: Vec::new(),
                diagnostics: Vec::new(),
            }
        };
        let rows = ["a", "b", "c"].map(row);
        for jobs in [1, 3].map(|n| NonZeroUsize::new(n).unwrap()) {
            let batch = code_rows(&rows, jobs, CodedTable::new(&built_in()), code).unwrap();
            assert_eq!(batch.num_rows(), 1);
            let shown = format!("{:?}", batch.column_by_name("error").unwrap());
            assert!(shown.contains("the coder failed on this report: no place for b"), "{shown}");
        }
    }
}
