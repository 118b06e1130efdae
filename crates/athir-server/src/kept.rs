//! Answers that are kept until the database changes: many people look at the same views.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use crate::pool::lock;

/// All answers together have no more bytes.
const MOST: usize = 16 << 20;

/// Answers by question, as of one version.
#[derive(Default)]
pub(crate) struct KeptAnswers(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    version: String,
    answers: HashMap<String, Arc<[u8]>>,
    order: VecDeque<String>,
    n_bytes: usize,
}

impl KeptAnswers {
    /// Gives the answer to a question, if it is kept.
    pub(crate) fn find(&self, version: &str, question: &str) -> Option<Arc<[u8]>> {
        let kept = lock(&self.0);
        (kept.version == version).then(|| kept.answers.get(question).cloned()).flatten()
    }

    /// Keeps an answer. The oldest give way.
    pub(crate) fn keep(&self, version: &str, question: &str, body: &[u8]) {
        if body.len() > MOST / 8 {
            return;
        }
        let mut kept = lock(&self.0);
        if kept.version != version {
            *kept = Kept { version: version.to_owned(), ..Kept::default() };
        }
        if kept.answers.insert(question.to_owned(), body.into()).is_none() {
            kept.order.push_back(question.to_owned());
            kept.n_bytes += body.len();
        }
        while kept.n_bytes > MOST
            && let Some(oldest) = kept.order.pop_front()
        {
            let bytes = kept.answers.remove(&oldest).map_or(0, |body| body.len());
            kept.n_bytes -= bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_an_older_version_are_gone() {
        let kept = KeptAnswers::default();
        kept.keep("1", "/a", b"one");
        assert_eq!(kept.find("1", "/a").as_deref(), Some(&b"one"[..]));
        assert_eq!(kept.find("2", "/a"), None);
        kept.keep("2", "/b", b"two");
        assert_eq!(kept.find("1", "/a"), None);
    }

    #[test]
    fn the_oldest_answers_give_way() {
        let kept = KeptAnswers::default();
        let body = vec![0; MOST / 8];
        (0..9).for_each(|n| kept.keep("1", &n.to_string(), &body));
        assert_eq!(kept.find("1", "0"), None);
        assert!(kept.find("1", "1").is_some() && kept.find("1", "8").is_some());
    }
}
