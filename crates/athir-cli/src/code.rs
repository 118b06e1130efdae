//! `athir code`.

use std::io::{self, IsTerminal};
use std::path::Path;

use anyhow::Context;
use athir::{HtmlWriter, JsonWriter, JsonlWriter, Pipeline, Report, ReportWriter, TableStyle, TableWriter};
use console::Term;
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::{CodeArgs, CodeFormat};
use crate::input::{Reports, jobs};
use crate::output::{self, Outcome};

/// Reports that are read, coded and written together; it bounds the memory that a large folder takes.
const BATCH_PER_JOB: usize = 32;
/// The width of a table that goes to no terminal.
const WIDTH: usize = 120;

pub(crate) fn run(args: &CodeArgs) -> anyhow::Result<Outcome> {
    let mut reports = Reports::find(&args.input);
    let pipeline = Pipeline::new(&args.model.config())?;
    let jobs = jobs(args.jobs);
    let mut writer = open_writer(args)?;
    let progress = progress(args, reports.n_left());
    loop {
        let batch: Vec<Report> = reports.by_ref().take(BATCH_PER_JOB * jobs.get()).collect();
        if batch.is_empty() {
            break;
        }
        let coded = pipeline.code_all_and_tell(&batch, jobs, |_| progress.inc(1));
        for (report, coded) in batch.iter().zip(&coded) {
            writer.write(report, coded).with_context(|| cannot_write(args))?;
        }
    }
    writer.finish().with_context(|| cannot_write(args))?;
    progress.finish_and_clear();
    Ok(reports.finish())
}

fn cannot_write(args: &CodeArgs) -> String {
    match &args.output {
        Some(path) => format!("cannot write {}", path.display()),
        None => "cannot write to standard output".to_owned(),
    }
}

fn open_writer(args: &CodeArgs) -> anyhow::Result<Box<dyn ReportWriter>> {
    let path = args.output.as_deref();
    let format = args.format.or_else(|| format_of(path?)).unwrap_or(CodeFormat::Table);
    let out = output::open(path)?;
    Ok(match format {
        CodeFormat::Json => Box::new(JsonWriter::new(out)),
        CodeFormat::Jsonl => Box::new(JsonlWriter::new(out)),
        CodeFormat::Html => Box::new(HtmlWriter::new(out)),
        CodeFormat::Table => {
            let terminal = Some(Term::stdout()).filter(|term| path.is_none() && term.is_term());
            let columns = terminal.as_ref().and_then(Term::size_checked).map(|(_, columns)| columns.into());
            let width = args.width.or(columns).unwrap_or(WIDTH);
            let styled = terminal.is_some() && console::colors_enabled();
            let style = if styled { TableStyle::Ansi } else { TableStyle::Plain };
            Box::new(TableWriter::new(out, width, style))
        }
    })
}

/// The format that a file's ending names.
fn format_of(path: &Path) -> Option<CodeFormat> {
    match path.extension()?.to_str()? {
        "json" => Some(CodeFormat::Json),
        "jsonl" | "ndjson" => Some(CodeFormat::Jsonl),
        "html" | "htm" => Some(CodeFormat::Html),
        _ => None,
    }
}

/// A bar on standard error where it is a terminal that the output does not go to as well.
fn progress(args: &CodeArgs, n_reports: usize) -> ProgressBar {
    let output_is_apart = args.output.is_some() || !io::stdout().is_terminal();
    if n_reports < 2 || !output_is_apart || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:32} {pos}/{len} reports, {eta} left")
        .expect("the template names keys that indicatif knows");
    ProgressBar::new(n_reports as u64).with_style(style)
}
