//! Long jobs: begun by a request, done beside others, told of as they go, and cancelled when asked to.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::events::Event;
use crate::pool::lock;
use crate::problem::Problem;
use crate::read::incident::ById;
use crate::route::Asked;

/// Jobs that are remembered after they have ended.
const REMEMBERED: usize = 50;
/// Jobs that may wait or run at a time.
const MOST: usize = 8;
/// Faults that are listed; there may be more.
const MOST_FAULTS: usize = 500;

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum JobState {
    /// It waits for another one.
    Queued,
    /// It is under way.
    Running,
    /// It is done.
    Done,
    /// It could not be done.
    Failed,
    /// Somebody has stopped it. What was done stays.
    Cancelled,
}

/// Something in a file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct FileFault {
    /// The file.
    pub(crate) file: Option<String>,
    /// The record in it, from 1.
    pub(crate) record: Option<u64>,
    /// The line.
    pub(crate) line: Option<u64>,
    /// What is wrong.
    pub(crate) detail: String,
    /// Whether the record was taken in all the same, less what is complained of.
    pub(crate) taken: bool,
}

/// A job as it is shown.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct JobRow {
    id: String,
    /// `import`, `rule`, `publish`, `recall`.
    kind: &'static str,
    state: JobState,
    /// Records or reports that are done.
    done: usize,
    /// All, where that is known.
    total: Option<usize>,
    /// Records that could not be taken in.
    failed: usize,
    /// Records that were taken in and have a fault, such as a date that cannot be read.
    warned: usize,
    /// What comes of it, in words.
    message: Option<String>,
    /// Who began it.
    by: String,
    /// What could not be read, record by record.
    faults: Vec<FileFault>,
}

struct Job {
    row: Mutex<JobRow>,
    is_cancelled: AtomicBool,
}

impl Job {
    fn is_open(&self) -> bool {
        matches!(lock(&self.row).state, JobState::Queued | JobState::Running)
    }
}

/// The jobs of a server.
#[derive(Default)]
pub(crate) struct Jobs {
    all: Mutex<(u64, VecDeque<Arc<Job>>)>,
    /// One works at a time, in the order in which they were begun.
    working: Mutex<()>,
    ended: Condvar,
}

/// A job under way, as whoever works on it sees it.
pub(crate) struct Progress {
    app: Arc<App>,
    job: Arc<Job>,
}

impl Progress {
    /// Whether somebody has stopped the job.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.job.is_cancelled.load(Ordering::Relaxed)
    }

    /// How many there are to do.
    pub(crate) fn total(&self, total: Option<usize>) {
        lock(&self.job.row).total = total;
        self.tell();
    }

    /// That some more are done.
    pub(crate) fn add(&self, n: usize) {
        lock(&self.job.row).done += n;
        self.tell();
    }

    /// What is wrong with records: how many were not taken in, how many were in spite of it, and each complaint.
    pub(crate) fn faults(&self, failed: usize, warned: usize, faults: impl IntoIterator<Item = FileFault>) {
        let mut row = lock(&self.job.row);
        row.failed += failed;
        row.warned += warned;
        let room = MOST_FAULTS.saturating_sub(row.faults.len());
        row.faults.extend(faults.into_iter().take(room));
    }

    fn tell(&self) {
        let row = JobRow { faults: Vec::new(), ..lock(&self.job.row).clone() };
        // Nobody may be listening.
        let _ = self.app.events.send(Event::Job(serde_json::to_value(row).unwrap_or_default()));
    }
}

impl Jobs {
    /// Begins a job, and gives its id. `work` gives what came of it, in words.
    ///
    /// # Errors
    ///
    /// Too many jobs at a time.
    pub(crate) fn begin(
        app: &Arc<App>,
        kind: &'static str,
        by: &str,
        work: impl FnOnce(&Progress) -> Result<String, Problem> + Send + 'static,
    ) -> Result<String, Problem> {
        let job = {
            let mut all = lock(&app.jobs.all);
            if all.1.iter().filter(|job| job.is_open()).count() >= MOST {
                return Err(Problem::too_many(format!("{MOST} jobs are waiting already")));
            }
            all.0 += 1;
            let row = JobRow {
                id: format!("j{}", all.0),
                kind,
                state: JobState::Queued,
                done: 0,
                total: None,
                failed: 0,
                warned: 0,
                message: None,
                by: by.to_owned(),
                faults: Vec::new(),
            };
            let job = Arc::new(Job { row: Mutex::new(row), is_cancelled: AtomicBool::new(false) });
            all.1.push_back(job.clone());
            while all.1.len() > REMEMBERED {
                all.1.pop_front();
            }
            job
        };
        let id = lock(&job.row).id.clone();
        let progress = Progress { app: app.clone(), job: job.clone() };
        let begun = std::thread::Builder::new().name(format!("job {id}")).spawn(move || progress.run(work));
        if let Err(error) = begun {
            let why = format!("no thread for the job: {error}");
            // Whoever is about to wait for this job is awake or will be.
            let turn = lock(&app.jobs.working);
            {
                let mut row = lock(&job.row);
                (row.state, row.message) = (JobState::Failed, Some(why.clone()));
            }
            drop(turn);
            app.jobs.ended.notify_all();
            return Err(Problem::internal(why));
        }
        Ok(id)
    }

    /// Whether a job that was begun earlier has not ended.
    fn is_behind(&self, job: &Arc<Job>) -> bool {
        let all = lock(&self.all);
        all.1.iter().take_while(|other| !Arc::ptr_eq(other, job)).any(|other| other.is_open())
    }
}

impl Progress {
    fn run(self, work: impl FnOnce(&Progress) -> Result<String, Problem>) {
        let app = self.app.clone();
        let mut turn = lock(&app.jobs.working);
        while app.jobs.is_behind(&self.job) {
            turn = app.jobs.ended.wait(turn).unwrap_or_else(PoisonError::into_inner);
        }
        if !self.is_cancelled() {
            lock(&self.job.row).state = JobState::Running;
            self.tell();
        }
        let done = if self.is_cancelled() {
            Ok("nothing was done".to_owned())
        } else {
            // A panic is a bug, and no reason to leave the job running for ever.
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(&self)))
                .unwrap_or_else(|_| Err(Problem::internal("a bug: the job was broken off")))
        };
        let mut row = lock(&self.job.row);
        (row.state, row.message) = match done {
            Ok(words) if self.is_cancelled() => (JobState::Cancelled, Some(words)),
            Ok(words) => (JobState::Done, Some(words)),
            Err(problem) => (JobState::Failed, Some(problem.detail.clone())),
        };
        drop(row);
        drop(turn);
        app.jobs.ended.notify_all();
        self.tell();
    }
}

/// The jobs, the newest first.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct JobList {
    items: Vec<JobRow>,
}

fn find(app: &App, id: &str) -> Result<Arc<Job>, Problem> {
    let all = lock(&app.jobs.all);
    let found = all.1.iter().find(|job| lock(&job.row).id == id).cloned();
    found.ok_or_else(|| Problem::not_found(format!("there is no job {id}")))
}

pub(super) fn list(asked: &Asked<'_>, (): (), (): ()) -> Result<JobList, Problem> {
    let all = lock(&asked.app.jobs.all);
    let items =
        all.1.iter().rev().map(|job| JobRow { faults: Vec::new(), ..lock(&job.row).clone() }).collect();
    Ok(JobList { items })
}

pub(super) fn job(asked: &Asked<'_>, ById { id }: ById, (): ()) -> Result<JobRow, Problem> {
    Ok(lock(&find(asked.app, &id)?.row).clone())
}

/// A job that was begun.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Begun {
    /// Its id.
    pub(crate) job: String,
}

pub(super) fn cancel(asked: &Asked<'_>, ById { id }: ById, (): ()) -> Result<JobRow, Problem> {
    let job = find(asked.app, &id)?;
    job.is_cancelled.store(true, Ordering::Relaxed);
    let row = lock(&job.row).clone();
    Ok(row)
}
