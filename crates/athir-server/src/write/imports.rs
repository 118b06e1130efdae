//! Reports that come in as a file from the page: looked at first, then read in as a job.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use athir::{Columns, Input, IoError, Look, ReadSettings, Record, Report, find_inputs};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::jobs::{Begun, FileFault, Jobs, Progress};
use super::upload::Upload;
use crate::problem::Problem;
use crate::route::Asked;

/// Rows of a table that are shown.
const SHOWN: usize = 20;
/// Reports that are coded and kept together.
const BATCH: usize = 32;
/// No more reports are read into a batch whose texts are this long.
const BATCH_BYTES: usize = 8 << 20;

/// What a file looks like.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ImportPreview {
    /// What it is: `text`, `html`, `feed`, `warc`, `jsonl`, `csv`.
    format: String,
    /// The names of its columns; empty where it has none.
    columns: Vec<String>,
    /// The first rows, a value for each column.
    rows: Vec<Vec<String>>,
    /// What is taken from which column; several are joined by `+`.
    mapping: BTreeMap<String, String>,
    /// What could not be read among the first records.
    problems: Vec<FileFault>,
    /// Reports among the first records.
    n_reports: usize,
    /// How many of the first records would not be taken in.
    failed: usize,
    /// How many would be, less what is complained of.
    warned: usize,
    /// The dates of the first rows as they are written, and as they are read.
    dates: Vec<DateRead>,
}

/// A date of a table.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
pub(crate) struct DateRead {
    written: String,
    /// `null` where it cannot be read.
    #[schemars(with = "Option<String>")]
    read: Option<Date>,
}

/// What becomes of one record.
struct Made {
    reports: Vec<Report>,
    faults: Vec<FileFault>,
    failed: usize,
    warned: usize,
}

/// Makes the reports of a record. A row of a table that has several faults fails once; a feed can fail entry by entry.
fn make(record: Result<Record, IoError>, held: &Held) -> Made {
    let mut made = Made { reports: Vec::new(), faults: Vec::new(), failed: 0, warned: 0 };
    let all = match record {
        Ok(record) => record.reports(&held.settings),
        Err(error) => vec![Err(error)],
    };
    let any = all.iter().any(Result::is_ok);
    for one in all {
        match one {
            Ok(report) => made.reports.push(report),
            Err(error) => {
                let taken = any && error.keeps_report();
                if taken {
                    made.warned += 1;
                } else {
                    made.failed += 1;
                }
                made.faults.push(told(&error, held, taken));
            }
        }
    }
    if !any {
        made.failed = made.failed.min(1);
    }
    made
}

/// A file in a folder of its own, which goes with it.
struct Held {
    _folder: tempfile::TempDir,
    input: Input,
    settings: ReadSettings,
    shown: String,
}

/// Puts the file where it can be read, under the end of its own name, which tells what it is.
fn hold(upload: &Upload) -> Result<Held, Problem> {
    let internal = |error: std::io::Error| Problem::internal(error.to_string());
    let folder = tempfile::tempdir().map_err(internal)?;
    let shown: String = upload.name.chars().filter(|c| !c.is_control()).take(200).collect();
    let plain: String = Path::new(&shown)
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
        .collect();
    let name = plain.trim_start_matches('.');
    let path: PathBuf = folder.path().join(if name.is_empty() { "upload" } else { name });
    std::fs::write(&path, &upload.file).map_err(internal)?;
    let mut settings = ReadSettings::default();
    if let Some(mapping) = &upload.mapping {
        settings.columns = columns(mapping)?;
    }
    let input = find_inputs(std::slice::from_ref(&path))
        .pop()
        .ok_or_else(|| Problem::internal("the file is gone"))?;
    let named = |error: IoError| Problem::refused(as_named(&error, Some(&path), &shown)).field("file");
    let input = input.map_err(named)?;
    Ok(Held { _folder: folder, input, settings, shown })
}

/// Reads the mapping of the page: `{"text": "Summary", "published": "Date", "dates": "day-first"}`.
fn columns(mapping: &str) -> Result<Columns, Problem> {
    let wrong = |why: String| Problem::bad_field("mapping", why);
    let named: BTreeMap<String, Option<String>> =
        serde_json::from_str(mapping).map_err(|error| wrong(error.to_string()))?;
    let mut parts = Vec::new();
    for (ours, theirs) in named {
        let Some(theirs) = theirs.filter(|theirs| !theirs.is_empty()) else { continue };
        // The page's word for what the program calls a headline.
        let ours = if ours == "title" { "headline".to_owned() } else { ours };
        if theirs.contains([',', '=']) {
            return Err(wrong(format!("a column named {theirs:?} cannot be mapped; rename it in the file")));
        }
        parts.push(format!("{ours}={theirs}"));
    }
    if parts.is_empty() { Ok(Columns::default()) } else { Columns::parse(&parts.join(",")).map_err(wrong) }
}

fn told(error: &IoError, held: &Held, taken: bool) -> FileFault {
    let file = Some(held.shown.clone());
    match error {
        IoError::Record { spot, fault } => {
            FileFault { file, record: spot.record, line: spot.line, detail: fault.to_string(), taken }
        }
        other => {
            let words = as_named(other, held.input.path.as_deref(), &held.shown);
            // The name stands beside it.
            let detail = words.strip_prefix(&format!("{}: ", held.shown)).unwrap_or(&words).to_owned();
            FileFault { file, record: None, line: None, detail, taken }
        }
    }
}

/// What an error says, with the file's own name for the one under which it lay here for a moment.
fn as_named(error: &IoError, path: Option<&Path>, shown: &str) -> String {
    let words = error.to_string();
    match path {
        Some(path) => words.replace(&path.display().to_string(), shown),
        None => words,
    }
}

pub(super) fn preview(asked: &Asked<'_>, upload: Upload) -> Result<ImportPreview, Problem> {
    let _ = asked;
    let held = hold(&upload)?;
    let look = held.input.look(&held.settings, SHOWN);
    let look = look.map_err(|error| {
        Problem::refused(as_named(&error, held.input.path.as_deref(), &held.shown)).field("file")
    })?;
    let (mut problems, mut n_reports, mut failed, mut warned) = (Vec::new(), 0, 0, 0);
    for record in held.input.records(&held.settings).take(SHOWN) {
        let made = make(record, &held);
        n_reports += made.reports.len();
        failed += made.failed;
        warned += made.warned;
        problems.extend(made.faults);
    }
    let dates = dates(&look, &held.settings.columns);
    let ours = |name: &str| if name == "headline" { "title".to_owned() } else { name.to_owned() };
    Ok(ImportPreview {
        format: look.format.map_or("text", |format| format.as_str()).to_owned(),
        columns: look.columns,
        rows: look.rows,
        mapping: look.mapping.into_iter().map(|(name, theirs)| (ours(name), theirs.join("+"))).collect(),
        problems,
        n_reports,
        failed,
        warned,
        dates,
    })
}

/// The dates of the first rows, each once.
fn dates(look: &Look, columns: &Columns) -> Vec<DateRead> {
    let names = look.mapping.get("published").into_iter().flatten();
    let places: Vec<usize> = names.filter_map(|name| look.columns.iter().position(|c| c == name)).collect();
    let mut found: Vec<DateRead> = Vec::new();
    for row in &look.rows {
        let parts = places.iter().filter_map(|&n| row.get(n)).map(|part| part.trim());
        let written = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        if !written.is_empty() && found.iter().all(|date| date.written != written) {
            found.push(DateRead { read: columns.read_day(&written), written });
        }
    }
    found
}

pub(super) fn import(asked: &Asked<'_>, upload: Upload) -> Result<Begun, Problem> {
    let held = hold(&upload)?;
    drop(upload);
    let stamp = asked.stamp();
    let app = asked.app.clone();
    let work = move |progress: &Progress| {
        // Whole, so that the folder stays until the file is read.
        let held = held;
        let coder: Arc<_> = app.desk.coder(&app)?;
        let mut records = held.input.records(&held.settings);
        let (mut n_new, mut n_same, mut n_events) = (0, 0, 0);
        let mut is_over = false;
        while !is_over && !progress.is_cancelled() {
            let (mut batch, mut n_bytes, mut n_read) = (Vec::new(), 0, 0);
            while batch.len() < BATCH && n_bytes < BATCH_BYTES {
                let Some(record) = records.next() else {
                    is_over = true;
                    break;
                };
                let made = make(record, &held);
                progress.faults(made.failed, made.warned, made.faults);
                for mut report in made.reports {
                    // Where it lay here for a moment is nobody's business.
                    report.path = Some(PathBuf::from(&held.shown));
                    n_bytes += report.text.len();
                    batch.push(report);
                }
                n_read += 1;
            }
            if !batch.is_empty() {
                let (done, _) = app.desk.work(&app, |keeper| Ok(keeper.ingest(batch, &coder, &stamp)?))?;
                let faults = done.turned_away.iter().map(|turned| FileFault {
                    file: Some(held.shown.clone()),
                    record: None,
                    line: None,
                    detail: turned.why.clone(),
                    taken: false,
                });
                progress.faults(done.turned_away.len(), 0, faults);
                n_new += done.new.len();
                n_same += done.same.len();
                n_events += done.n_events;
            }
            progress.add(n_read);
        }
        Ok(format!("{n_new} new reports with {n_events} events, {n_same} there already"))
    };
    Ok(Begun { job: Jobs::begin(asked.app, "import", &asked.user.name, work)? })
}
