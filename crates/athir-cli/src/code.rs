//! `athir code`.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anyhow::Context;
use athir::model::MadeBy;
use athir::{HtmlWriter, JsonWriter, JsonlWriter, Pipeline, Report, ReportWriter, TableStyle, TableWriter};
use console::Term;
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::{CodeArgs, CodeFormat};
use crate::columnar::{self, EventParquet};
use crate::input::{Reports, jobs};
use crate::output::{self, NewFile, Outcome, say};

/// Reports that are read, coded and written together; it bounds the memory that a large folder takes.
const BATCH_PER_JOB: usize = 32;
/// The width of a table that goes to no terminal.
const WIDTH: usize = 120;

pub(crate) fn run(args: &CodeArgs) -> anyhow::Result<Outcome> {
    let format = format(args);
    if columnar::are_inputs(&args.input.paths) {
        return columnar::run(args, format);
    }
    if format == CodeFormat::Parquet && args.output.is_none() && io::stdout().is_terminal() {
        output::refuse("Parquet is not for a terminal; name a file with --output");
    }
    let mut reports = Reports::find(&args.input)?;
    if let Some(path) = args.output.as_deref().filter(|path| reports.read_from(path)) {
        output::refuse(format!("{} is one of the inputs; name another file to write to", path.display()));
    }
    let pipeline = Pipeline::new(&args.coding.config())?;
    let Some(path) = &args.output else {
        write_all(args, format, &pipeline, &mut reports, output::stdout())
            .context("cannot write to standard output")?;
        return Ok(reports.finish());
    };
    let cannot_write = || format!("cannot write {}", path.display());
    let (file, out) = NewFile::create(path).with_context(cannot_write)?;
    let n_coded = write_all(args, format, &pipeline, &mut reports, out).with_context(cannot_write)?;
    if reports.has_stopped() {
        say(&format!("stopped; {} is not written", path.display()));
    } else if n_coded > 0 {
        file.keep().with_context(cannot_write)?;
    } else {
        say(&format!("no report could be read; {} is not written", path.display()));
    }
    Ok(reports.finish())
}

/// Codes the reports, writes them, and tells how many they were.
fn write_all(
    args: &CodeArgs,
    format: CodeFormat,
    pipeline: &Pipeline,
    reports: &mut Reports,
    out: impl Write + Send + 'static,
) -> io::Result<usize> {
    let jobs = jobs(args.coding.jobs);
    let mut writer = writer(args, format, pipeline.made_by(), out)?;
    let progress = progress(args, reports.n_left());
    let mut n_coded = 0;
    let shard = args.shard;
    let mut shared = reports
        .by_ref()
        .enumerate()
        .filter(|(n, _)| shard.is_none_or(|shard| shard.has(*n)))
        .map(|(_, report)| report);
    loop {
        let batch: Vec<Report> = shared.by_ref().take(BATCH_PER_JOB * jobs.get()).collect();
        if batch.is_empty() {
            break;
        }
        let coded = pipeline.code_all_and_tell(&batch, jobs, |_| progress.inc(1));
        for (report, coded) in batch.iter().zip(&coded) {
            writer.write(report, coded)?;
        }
        n_coded += batch.len();
    }
    writer.finish()?;
    progress.finish_and_clear();
    Ok(n_coded)
}

fn writer(
    args: &CodeArgs,
    format: CodeFormat,
    made_by: &MadeBy,
    out: impl Write + Send + 'static,
) -> io::Result<Box<dyn ReportWriter>> {
    Ok(match format {
        CodeFormat::Parquet => Box::new(EventParquet::new(out, made_by)?),
        CodeFormat::Json => Box::new(JsonWriter::new(out)),
        CodeFormat::Jsonl => Box::new(JsonlWriter::new(out)),
        CodeFormat::Html => Box::new(HtmlWriter::new(out)),
        CodeFormat::Table => {
            let terminal = Some(Term::stdout()).filter(|term| args.output.is_none() && term.is_term());
            let columns = terminal.as_ref().and_then(Term::size_checked).map(|(_, columns)| columns.into());
            let width = args.width.or(columns).unwrap_or(WIDTH);
            let styled = terminal.is_some() && console::colors_enabled();
            let style = if styled { TableStyle::Ansi } else { TableStyle::Plain };
            Box::new(TableWriter::new(out, width, style))
        }
    })
}

/// The format asked for, else that of the output file's ending, else a table.
fn format(args: &CodeArgs) -> CodeFormat {
    match (args.format, &args.output) {
        (Some(format), _) => format,
        (None, None) => CodeFormat::Table,
        (None, Some(path)) => format_of(path).unwrap_or_else(|| {
            output::refuse(format!(
                "{} has none of the endings .txt, .json, .jsonl, .html, .parquet: name the format with --format",
                path.display()
            ))
        }),
    }
}

/// The format that a file's ending names.
fn format_of(path: &Path) -> Option<CodeFormat> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "txt" => Some(CodeFormat::Table),
        "json" => Some(CodeFormat::Json),
        "jsonl" | "ndjson" => Some(CodeFormat::Jsonl),
        "html" | "htm" => Some(CodeFormat::Html),
        "parquet" => Some(CodeFormat::Parquet),
        _ => None,
    }
}

/// A bar on standard error where it is a terminal that the output does not go to as well.
pub(crate) fn progress(args: &CodeArgs, n_reports: Option<usize>) -> ProgressBar {
    let output_is_apart = args.output.is_some() || !io::stdout().is_terminal();
    if n_reports.is_some_and(|n| n < 2) || !output_is_apart || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let (bar, template) = match n_reports {
        Some(n) => (ProgressBar::new(n as u64), "{bar:32} {pos}/{len} reports, {eta} left"),
        None => (ProgressBar::no_length(), "{pos} reports in {elapsed}"),
    };
    bar.with_style(
        ProgressStyle::with_template(template).expect("the template names keys that indicatif knows"),
    )
}
