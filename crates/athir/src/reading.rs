//! Reports from records, on several threads.

use std::num::NonZeroUsize;

use athir_io::{IoError, ReadSettings, Record};
use athir_model::Report;

use crate::parallel::parallel_map;

/// Makes reports of records on `jobs` threads. They, and the faults, stand in the order of the records.
pub fn read_records(
    records: Vec<Result<Record, IoError>>,
    settings: &ReadSettings,
    jobs: NonZeroUsize,
) -> Vec<Result<Report, IoError>> {
    let made =
        parallel_map(&records, jobs, |record| record.as_ref().map(|record| record.reports(settings)).ok());
    let in_order = records.into_iter().zip(made).flat_map(|(record, made)| match record {
        Ok(_) => made.unwrap_or_default(),
        Err(error) => vec![Err(error)],
    });
    in_order.collect()
}
