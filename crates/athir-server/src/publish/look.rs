//! Previews that take longer than one answer may: begun by a question, waited for by the next ones.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::row::PublicationPreview;
use crate::app::App;
use crate::pool::lock;
use crate::problem::Problem;

/// How long an answer waits for a preview. Connections give an answer a minute.
const PATIENCE: Duration = Duration::from_secs(20);
/// Previews that are made at a time, and that are remembered.
const MOST: (usize, usize) = (4, 16);

type Seen = Result<PublicationPreview, Problem>;

/// A preview on its way.
#[derive(Default)]
struct Look {
    seen: Mutex<Option<Seen>>,
    is_over: Condvar,
}

/// A preview by its number.
type Numbered = (u64, Arc<Look>);

/// The previews of a server: the number of the last one, and those that are remembered, the newest last.
#[derive(Default)]
pub(crate) struct Looks(Mutex<(u64, VecDeque<Numbered>)>);

impl Looks {
    /// Begins a preview on a thread of its own, and gives its name.
    ///
    /// # Errors
    ///
    /// Too many at a time.
    pub(super) fn begin(
        app: &Arc<App>,
        work: impl FnOnce() -> Seen + Send + 'static,
    ) -> Result<String, Problem> {
        let mut all = lock(&app.looks.0);
        let is_open = |(_, look): &&Numbered| lock(&look.seen).is_none();
        if all.1.iter().filter(is_open).count() >= MOST.0 {
            return Err(Problem::too_many(format!("{} previews are being made already", MOST.0)));
        }
        all.0 += 1;
        let (number, look) = (all.0, Arc::new(Look::default()));
        all.1.push_back((number, look.clone()));
        if all.1.len() > MOST.1 {
            all.1.pop_front();
        }
        drop(all);
        std::thread::Builder::new()
            .name("preview".to_owned())
            .spawn(move || {
                // A panic is a bug, and no reason to let others wait for ever.
                let seen = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work))
                    .unwrap_or_else(|_| Err(Problem::internal("a bug: the preview was broken off")));
                *lock(&look.seen) = Some(seen);
                look.is_over.notify_all();
            })
            .map_err(|error| Problem::internal(format!("no thread for the preview: {error}")))?;
        Ok(number.to_string())
    }

    /// What a preview shows, if it is made before long.
    ///
    /// # Errors
    ///
    /// No such preview, and what it failed with.
    pub(super) fn wait(app: &App, name: &str) -> Result<Option<PublicationPreview>, Problem> {
        let number = name.parse::<u64>().ok();
        let look =
            lock(&app.looks.0).1.iter().find(|(of, _)| Some(*of) == number).map(|(_, look)| look.clone());
        let look =
            look.ok_or_else(|| Problem::not_found(format!("there is no preview {name}; look again")))?;
        let (seen, _) = look
            .is_over
            .wait_timeout_while(lock(&look.seen), PATIENCE, |seen| seen.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        seen.clone().transpose()
    }
}
