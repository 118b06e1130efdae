//! Rules of the project's own: looked at before they hold, and read into the reports that they concern.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::Arc;

use athir::Config;
use athir::database::{KnownCoder, correction_label};
use athir::model::{CodedReport, Correction, Event, ReportId};
use athir::project::{KeptRule, Project, Rule, RuleError};
use schemars::JsonSchema;
use serde::Serialize;

use super::jobs::{Begun, Jobs, Progress};
use crate::app::App;
use crate::problem::Problem;
use crate::read::incident::ById;
use crate::route::Asked;

/// Reports that a preview codes at most.
const PREVIEWED: usize = 100;
/// Reports that a rule is read into at most.
const MOST: usize = 1_000_000;

/// The rules of the project's folder.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RuleList {
    /// The folder; `null` where the server has none, so that rules cannot be added.
    folder: Option<String>,
    items: Vec<KeptRule>,
}

/// A report that a rule would change.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RuleChange {
    report: String,
    title: String,
    /// Events that would be gone or other.
    before: Vec<String>,
    /// What would stand in their place.
    after: Vec<String>,
}

/// What is wrong with a rule.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RuleProblem {
    detail: String,
}

/// What a rule would change.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RulePreview {
    /// How many reports have words that it is about.
    reports_affected: usize,
    /// How many of them were read for this preview, the newest first.
    n_read: usize,
    changes: Vec<RuleChange>,
    problems: Vec<RuleProblem>,
}

impl From<RuleError> for Problem {
    fn from(error: RuleError) -> Problem {
        match error {
            RuleError::Wrong { field, .. } => Problem::refused(error.to_string()).field(field),
            RuleError::Unknown { .. } => Problem::not_found(error.to_string()),
            _ => Problem::internal(error.to_string()),
        }
    }
}

fn project(app: &App) -> Result<Project, Problem> {
    let folder = app.settings.data.as_ref();
    folder
        .map(|folder| Project::new(folder))
        .ok_or_else(|| Problem::refused("there is no folder for rules: start athir serve with --data DIR"))
}

/// The settings with which reports are read.
pub(super) fn config(app: &App) -> Config {
    let mut config = Config::default();
    if let Some(folder) = &app.settings.data {
        Project::new(folder).configure(&mut config);
    }
    config
}

fn reports_with(app: &App, rule: &Rule, limit: usize) -> Result<Vec<ReportId>, Problem> {
    let words = rule.words()?;
    app.pool.read(|database| -> Result<Vec<ReportId>, Problem> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for words in words {
            for report in database.store().reports_with(&words, limit)? {
                if seen.insert(report.id.clone()) {
                    found.push((report.published, report.id));
                }
            }
        }
        found.sort();
        Ok(found.into_iter().rev().map(|(_, id)| id).collect())
    })
}

pub(super) fn list(asked: &Asked<'_>, (): (), (): ()) -> Result<RuleList, Problem> {
    let Some(folder) = &asked.app.settings.data else {
        return Ok(RuleList { folder: None, items: Vec::new() });
    };
    let items = Project::new(folder).rules()?;
    Ok(RuleList { folder: Some(folder.display().to_string()), items })
}

pub(super) fn preview(asked: &Asked<'_>, (): (), rule: Rule) -> Result<RulePreview, Problem> {
    let app = asked.app;
    let project = project(app)?;
    let affected = reports_with(app, &rule, MOST)?;
    let trial = tempfile::tempdir().map_err(|error| Problem::internal(error.to_string()))?;
    let trial_project = project.copy_to(trial.path())?;
    trial_project.add(&rule, app.actors().registry())?;
    let mut config = Config::default();
    trial_project.configure(&mut config);
    let coder = match KnownCoder::new(&config) {
        Ok(coder) => coder,
        Err(error) => {
            return Ok(RulePreview {
                reports_affected: affected.len(),
                n_read: 0,
                changes: Vec::new(),
                problems: vec![RuleProblem { detail: chain(&error) }],
            });
        }
    };
    let mut changes = Vec::new();
    let some: Vec<&ReportId> = affected.iter().take(PREVIEWED).collect();
    for id in &some {
        let Some(kept) = app.pool.read(|database| database.store().coded(id))? else { continue };
        let report = kept.report.report(kept.text.clone());
        let after = coder.pipeline().code(&report);
        let (before, after) = difference(&kept.coded, &after);
        if !before.is_empty() || !after.is_empty() {
            changes.push(RuleChange { report: id.0.clone(), title: report.title(), before, after });
        }
    }
    let mut problems = Vec::new();
    if affected.is_empty() {
        problems.push(RuleProblem { detail: "no report has words that this rule is about".to_owned() });
    }
    Ok(RulePreview { reports_affected: affected.len(), n_read: some.len(), changes, problems })
}

/// An error with what lies behind it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        words.push_str(": ");
        words.push_str(&error.to_string());
        next = error.source();
    }
    words
}

/// Events of the one that are not in the other, in words.
fn difference(before: &CodedReport, after: &CodedReport) -> (Vec<String>, Vec<String>) {
    let words = |coded: &CodedReport| coded.events.iter().map(event_words).collect::<Vec<String>>();
    let (before, after) = (words(before), words(after));
    let only = |mine: &[String], other: &[String]| {
        mine.iter().filter(|words| !other.contains(words)).cloned().collect::<Vec<String>>()
    };
    (only(&before, &after), only(&after, &before))
}

fn event_words(event: &Event) -> String {
    let side = |parties: &[athir::model::Party]| {
        let names: Vec<String> = parties
            .iter()
            .map(|party| match &party.actor {
                Some(code) => format!("{} [{code}]", party.name),
                None => party.name.clone(),
            })
            .collect();
        if names.is_empty() { "?".to_owned() } else { names.join(", ") }
    };
    let place = event.place.as_ref().map_or_else(
        || "?".to_owned(),
        |place| {
            let country = place.country.as_deref().map_or_else(String::new, |country| format!(", {country}"));
            format!("{}{country}", place.name)
        },
    );
    let time = correction_label(&Correction::Time(athir::model::GivenTime {
        start: event.when.start,
        end: event.when.end,
        precision: event.when.precision,
        quote: None,
    }));
    format!("{} {}: {} → {}, {place}", time, event.kind, side(&event.initiators), side(&event.recipients))
}

pub(super) fn add(asked: &Asked<'_>, (): (), rule: Rule) -> Result<Begun, Problem> {
    let app = asked.app;
    let project = project(app)?;
    let affected = reports_with(app, &rule, MOST)?;
    // What cannot be set up must not lie in the folder.
    let trial = tempfile::tempdir().map_err(|error| Problem::internal(error.to_string()))?;
    let trial_project = project.copy_to(trial.path())?;
    trial_project.add(&rule, app.actors().registry())?;
    let mut config = Config::default();
    trial_project.configure(&mut config);
    KnownCoder::new(&config).map_err(|error| Problem::refused(chain(&error)))?;
    project.add(&rule, app.actors().registry())?;
    begin(asked, affected)
}

pub(super) fn remove(asked: &Asked<'_>, ById { id }: ById, (): ()) -> Result<Begun, Problem> {
    let project = project(asked.app)?;
    let rule = project.rule(&id)?;
    let affected = reports_with(asked.app, &rule, MOST)?;
    project.remove(&id)?;
    begin(asked, affected)
}

/// Reads reports again by what the folder has now.
fn begin(asked: &Asked<'_>, reports: Vec<ReportId>) -> Result<Begun, Problem> {
    let stamp = asked.stamp();
    let app = asked.app.clone();
    let by = asked.user.name.clone();
    let work = move |progress: &Progress| {
        progress.total(Some(reports.len()));
        app.desk.forget_coder();
        let coder: Arc<KnownCoder> = app.desk.coder(&app)?;
        app.reload_actors()?;
        let jobs = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let mut n_newer = 0;
        for some in reports.chunks(64) {
            if progress.is_cancelled() {
                break;
            }
            n_newer += app.desk.work(&app, |keeper| {
                keeper.use_registry(app.actors().registry())?;
                let database = keeper.database();
                let done = database.recode_reports(some, &coder, jobs, &stamp, |_| true)?;
                keeper.follow(&stamp)?;
                Ok(done.n_newer)
            })?;
            progress.add(some.len());
        }
        Ok(format!("{n_newer} of {} reports are read otherwise now", reports.len()))
    };
    Ok(Begun { job: Jobs::begin(asked.app, "rule", &by, work)? })
}
