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
/// Previews that are made at a time.
const MOST_AT_A_TIME: usize = 4;
/// Previews that are remembered.
const MOST_KEPT: usize = 16;

type Seen = Result<PublicationPreview, Problem>;

/// A preview on its way.
#[derive(Default)]
struct Look {
    seen: Mutex<Option<Seen>>,
    is_over: Condvar,
}

/// The previews of a server.
#[derive(Default)]
pub(crate) struct Looks(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// The number of the last one.
    last: u64,
    /// Those that are remembered, each with its number, the newest last.
    numbered: VecDeque<(u64, Arc<Look>)>,
}

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
        let mut kept = lock(&app.looks.0);
        let is_open = |(_, look): &&(u64, Arc<Look>)| lock(&look.seen).is_none();
        if kept.numbered.iter().filter(is_open).count() >= MOST_AT_A_TIME {
            return Err(Problem::too_many(format!("{MOST_AT_A_TIME} previews are being made already")));
        }
        kept.last += 1;
        let (number, look) = (kept.last, Arc::new(Look::default()));
        kept.numbered.push_back((number, look.clone()));
        if kept.numbered.len() > MOST_KEPT {
            kept.numbered.pop_front();
        }
        drop(kept);
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
        let look = lock(&app.looks.0)
            .numbered
            .iter()
            .find(|(of, _)| Some(*of) == number)
            .map(|(_, look)| look.clone());
        let look =
            look.ok_or_else(|| Problem::not_found(format!("there is no preview {name}; look again")))?;
        let (seen, _) = look
            .is_over
            .wait_timeout_while(lock(&look.seen), PATIENCE, |seen| seen.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        seen.clone().transpose()
    }
}
