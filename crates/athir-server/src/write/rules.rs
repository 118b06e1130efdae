//! Rules of the project's own: looked at before they hold, and read into the reports that they concern.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::Arc;

use athir::Config;
use athir::database::KnownCoder;
use athir::model::ReportId;
use athir::project::{KeptRule, Project, Rule, RuleError};
use schemars::JsonSchema;
use serde::Serialize;

use super::jobs::{Begun, Jobs, Progress};
use crate::app::App;
use crate::problem::Problem;
use crate::read::incident::ById;
use crate::route::Asked;

/// Reports that a rule is read into at most.
const MOST: usize = 1_000_000;

/// The rules of the project's folder.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RuleList {
    /// The folder; `null` where the server has none, so that rules cannot be added.
    folder: Option<String>,
    items: Vec<RuleRow>,
}

/// A rule of the folder.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RuleRow {
    #[serde(flatten)]
    rule: KeptRule,
    /// The usual name of the actor that an alias stands for.
    stands_for: Option<String>,
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

pub(super) fn project(app: &App) -> Result<Project, Problem> {
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

/// The reports with words that a rule is about, the newest first.
pub(super) fn reports_with(app: &App, rule: &Rule) -> Result<Vec<ReportId>, Problem> {
    let words = rule.words()?;
    app.pool.read(|database| -> Result<Vec<ReportId>, Problem> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for words in words {
            for report in database.store().reports_with(&words, MOST)? {
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
    let project = Project::new(folder);
    let actors = asked.app.actors();
    let registry = actors.registry();
    let items = project.rules()?.into_iter().map(|rule| {
        let Ok(Rule::Alias { actor, .. }) = project.rule(&rule.id) else {
            return RuleRow { rule, stands_for: None };
        };
        let stands_for = registry.by_code(&actor).map(|id| registry.actor(id).name.clone());
        RuleRow { rule, stands_for }
    });
    let items = items.collect();
    Ok(RuleList { folder: Some(folder.display().to_string()), items })
}

/// Sets up a coder that goes by a rule besides what the folder has; else tells what keeps it from that.
pub(super) fn set_up(
    app: &App,
    project: &Project,
    rule: &Rule,
) -> Result<Result<KnownCoder, String>, Problem> {
    let trial = tempfile::tempdir().map_err(|error| Problem::internal(error.to_string()))?;
    let trial_project = project.copy_to(trial.path())?;
    trial_project.add(rule, app.actors().registry())?;
    let mut config = Config::default();
    trial_project.configure(&mut config);
    Ok(KnownCoder::new(&config).map_err(|error| chain(&error)))
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

pub(super) fn add(asked: &Asked<'_>, (): (), rule: Rule) -> Result<Begun, Problem> {
    let app = asked.app;
    let project = project(app)?;
    let affected = reports_with(app, &rule)?;
    // What cannot be set up must not lie in the folder.
    set_up(app, &project, &rule)?.map_err(Problem::refused)?;
    project.add(&rule, app.actors().registry())?;
    begin(asked, affected)
}

pub(super) fn remove(asked: &Asked<'_>, ById { id }: ById, (): ()) -> Result<Begun, Problem> {
    let project = project(asked.app)?;
    let rule = project.rule(&id)?;
    let affected = reports_with(asked.app, &rule)?;
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
