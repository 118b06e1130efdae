//! `athir code` from and to Parquet.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use athir::arrow::{ArrowError, ParquetWriter, RecordBatch, read_parquet};
use athir::model::MadeBy;
use athir::{CodedReport, CodedTable, Pipeline, Report, ReportWriter, code_batch};

use crate::args::{CodeArgs, CodeFormat, Shard};
use crate::code::progress;
use crate::input::jobs;
use crate::output::{NewFile, Outcome, error_words, refuse, say};
use crate::rows::{COLUMNS, is_parquet};

/// Rows that are read, coded and written together for each thread.
const ROWS_PER_JOB: usize = 128;
/// Rows that are held before they are handed to the file.
const ROWS_HELD: usize = 4096;

/// Whether the inputs are Parquet files. They are read by themselves, not mixed with others.
pub(crate) fn are_inputs(paths: &[PathBuf]) -> bool {
    let n_parquet = paths.iter().filter(|path| is_parquet(path)).count();
    if n_parquet > 0 && n_parquet < paths.len() {
        refuse("Parquet files are coded by themselves: give other reports to a command of their own");
    }
    n_parquet > 0
}

/// Codes the rows of Parquet files, all or a share of them, into one Parquet file.
pub(crate) fn run(args: &CodeArgs, format: CodeFormat) -> anyhow::Result<Outcome> {
    let Some(path) = args.output.as_deref().filter(|_| format == CodeFormat::Parquet) else {
        refuse("reports in Parquet are coded to Parquet: name a file with -o events.parquet");
    };
    let reading = &args.input.reading;
    if reading.columns.is_some() || reading.published.is_some() || reading.from.is_some() {
        refuse(format!(
            "reports in Parquet are read by the names of their columns ({}); --columns, --published and --from are for other inputs",
            COLUMNS.join(", ")
        ));
    }
    if args.input.paths.iter().any(|input| is_same(input, path)) {
        refuse(format!("{} is one of the inputs; name another file to write to", path.display()));
    }
    let pipeline = Pipeline::new(&args.coding.config())?;
    let cannot_write = || format!("cannot write {}", path.display());
    let (file, out) = NewFile::create(path).with_context(cannot_write)?;
    let mut writer = ParquetWriter::new(out, CodedTable::schema(), &[]).with_context(cannot_write)?;
    let mut tally = Tally::default();
    for input in &args.input.paths {
        let coded = code_file(args, &pipeline, input, &mut tally, |batch| {
            writer.write(batch).with_context(cannot_write)
        });
        if let Err(error) = coded {
            if reading.strict || error.is::<io::Error>() {
                return Err(error);
            }
            tally.n_unread += 1;
            say(&error_words(&error));
        }
    }
    if tally.n_unread == args.input.paths.len() {
        bail!("no file could be read; {} is not written", path.display());
    }
    writer.finish().and_then(|mut out| Ok(out.flush()?)).with_context(cannot_write)?;
    file.keep().with_context(cannot_write)?;
    match tally.n_failed {
        0 => {}
        n => {
            say(&format!("note: {n} of {} rows could not be coded; the column error says why", tally.n_rows))
        }
    }
    Ok(if tally.n_unread + tally.n_failed == 0 { Outcome::Done } else { Outcome::SomeFailed })
}

#[derive(Default)]
struct Tally {
    /// Rows of all files so far, coded or left to other shares.
    n_seen: usize,
    /// Rows that were coded, or should have been.
    n_rows: usize,
    n_failed: usize,
    n_unread: usize,
}

#[expect(clippy::disallowed_methods, reason = "reading the files is what this command is for")]
fn code_file(
    args: &CodeArgs,
    pipeline: &Pipeline,
    input: &Path,
    tally: &mut Tally,
    mut write: impl FnMut(&RecordBatch) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let cannot_read = || format!("cannot read {}", input.display());
    let jobs = jobs(args.coding.jobs);
    let file = File::open(input).with_context(cannot_read)?;
    let rows = read_parquet(file, ROWS_PER_JOB * jobs.get(), &COLUMNS).with_context(cannot_read)?;
    let bar = progress(args, Some(rows.n_rows()));
    for batch in rows {
        let batch = batch.with_context(cannot_read)?;
        let n_rows = batch.num_rows();
        let mine = args.shard.map_or(Ok(batch.clone()), |shard| share(&batch, shard, tally.n_seen));
        let mine = mine.with_context(cannot_read)?;
        let coded = code_batch(pipeline, &mine, jobs).with_context(cannot_read)?;
        tally.n_seen += n_rows;
        tally.n_rows += mine.num_rows();
        tally.n_failed += n_errors(&coded);
        write(&coded)?;
        bar.inc(n_rows as u64);
    }
    bar.finish_and_clear();
    Ok(())
}

/// The rows of a batch that are in a share, where so many rows stand before the batch.
fn share(batch: &RecordBatch, shard: Shard, n_before: usize) -> Result<RecordBatch, ArrowError> {
    athir::arrow::keep_rows(batch, |row| shard.has(n_before + row))
}

fn n_errors(coded: &RecordBatch) -> usize {
    let errors = coded.column_by_name("error").expect("tables of codings have this column");
    errors.len() - errors.null_count()
}

fn is_same(input: &Path, output: &Path) -> bool {
    fs::canonicalize(input).is_ok_and(|input| fs::canonicalize(output).is_ok_and(|output| input == output))
}

/// Writes the events of coded reports as a Parquet file, with the columns that Parquet inputs give too.
pub(crate) struct EventParquet<W: Write + Send> {
    table: CodedTable,
    writer: Option<ParquetWriter<W>>,
}

impl<W: Write + Send> EventParquet<W> {
    /// Begins a file.
    pub(crate) fn new(out: W, by: &MadeBy) -> io::Result<EventParquet<W>> {
        let writer = ParquetWriter::new(out, CodedTable::schema(), &[]).map_err(io::Error::other)?;
        Ok(EventParquet { table: CodedTable::new(by), writer: Some(writer) })
    }

    fn hand_over(&mut self) -> io::Result<()> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        self.table.finish().and_then(|batch| writer.write(&batch)).map_err(io::Error::other)
    }
}

impl<W: Write + Send> ReportWriter for EventParquet<W> {
    fn write(&mut self, report: &Report, coded: &CodedReport) -> io::Result<()> {
        self.table.push(report, coded);
        if self.table.n_rows() >= ROWS_HELD { self.hand_over() } else { Ok(()) }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.hand_over()?;
        match self.writer.take() {
            Some(writer) => writer.finish().map_err(io::Error::other)?.flush(),
            None => Ok(()),
        }
    }
}
