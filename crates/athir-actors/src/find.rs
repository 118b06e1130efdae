//! Names to candidates: who bore this name, and did they at this date?

use crate::registry::{Entry, NameIndex};
use crate::{ActorId, Moment, NameRole, Registry, fold};
use jiff::civil::Date;

/// One actor that a name can mean, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The actor.
    pub actor: ActorId,
    /// The name in the registry that matched, or that the predecessor bore.
    pub name: String,
    /// In what way that name stands for the actor.
    pub role: NameRole,
    /// How the date of the report agrees with the time of the name and of the actor.
    pub fit: Fit,
    /// Why the actor is a candidate.
    pub reason: Reason,
}

/// How a date agrees with the time in which a name was borne.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The date lies within the known bounds.
    InTime,
    /// There is no date, or no bound to compare with.
    Unknown,
    /// The actor had ended, or no longer bore the name.
    AfterEnd,
    /// The actor had not been founded, or did not bear the name yet.
    BeforeStart,
}

/// Why an actor is a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It bears the name, up to case, accents and punctuation.
    SameName,
    /// It bears the name in another romanisation.
    SameSound,
    /// It carries on the actor that bore the name.
    SuccessorOf(ActorId),
}

impl Registry {
    /// Finds the actors that a whole name can mean, the best first.
    ///
    /// Names as written come before other romanisations, names in use at `date` before others, own names
    /// before organs, metonyms and persons. Where the bearer of the name had ended by `date`, the actors
    /// that carry it on follow it in the list.
    pub fn find(&self, name: &str, date: Option<Date>) -> Vec<Candidate> {
        let words: Vec<&str> = name.split_whitespace().collect();
        let words = match words.first() {
            Some(&("the" | "The")) if words.len() > 1 => &words[1..],
            _ => &words[..],
        };
        let folded = fold::folded_name(name);
        let levelled = fold::levelled_name(&folded);
        let mut candidates = Vec::new();
        self.push_named(&self.exact, &folded, words, date, Reason::SameName, &mut candidates);
        self.push_named(&self.levelled, &levelled, words, date, Reason::SameSound, &mut candidates);
        candidates.sort_by_key(|c| (c.reason, c.fit, c.role, c.actor));
        let mut seen = Vec::new();
        candidates.retain(|c| {
            let new = !seen.contains(&c.actor);
            seen.push(c.actor);
            new
        });
        self.with_successors(candidates, date)
    }

    fn push_named(
        &self,
        index: &NameIndex,
        key: &str,
        words: &[&str],
        date: Option<Date>,
        reason: Reason,
        candidates: &mut Vec<Candidate>,
    ) {
        for entry in index.equal_to(key) {
            if self.written_as(entry, words) {
                candidates.push(self.candidate(entry, date, reason));
            }
        }
    }

    fn candidate(&self, entry: &Entry, date: Option<Date>, reason: Reason) -> Candidate {
        let actor = self.actor(entry.actor);
        let name = &actor.names[usize::from(entry.name)];
        let starts = [name.from, actor.founded];
        let ends = [name.until, actor.ended];
        Candidate {
            actor: entry.actor,
            name: name.text.clone(),
            role: name.role,
            fit: fit(&starts, &ends, date),
            reason,
        }
    }

    fn with_successors(&self, named: Vec<Candidate>, date: Option<Date>) -> Vec<Candidate> {
        let Some(date) = date else { return named };
        let mut all: Vec<Candidate> = Vec::with_capacity(named.len());
        let mut successors = Vec::new();
        for candidate in named {
            if candidate.fit == Fit::AfterEnd {
                self.push_successors(candidate.actor, &candidate, date, &mut successors);
            }
            all.push(candidate);
        }
        for successor in successors {
            if all.iter().all(|c| c.actor != successor.actor) {
                all.push(successor);
            }
        }
        all
    }

    fn push_successors(&self, of: ActorId, named: &Candidate, date: Date, out: &mut Vec<Candidate>) {
        for relation in &self.actor(of).relations {
            let under_way = relation.from.is_none_or(|from| from.earliest <= date);
            let known = relation.to == named.actor || out.iter().any(|c| c.actor == relation.to);
            if !relation.kind.leads_to_successor() || !under_way || known {
                continue;
            }
            let actor = self.actor(relation.to);
            out.push(Candidate {
                actor: relation.to,
                name: named.name.clone(),
                role: named.role,
                fit: fit(&[actor.founded], &[actor.ended], Some(date)),
                reason: Reason::SuccessorOf(of),
            });
            self.push_successors(relation.to, named, date, out);
        }
    }
}

fn fit(starts: &[Option<Moment>], ends: &[Option<Moment>], date: Option<Date>) -> Fit {
    let Some(date) = date else { return Fit::Unknown };
    if starts.iter().flatten().any(|start| date < start.earliest) {
        Fit::BeforeStart
    } else if ends.iter().flatten().any(|end| date > end.latest) {
        Fit::AfterEnd
    } else if starts.iter().chain(ends).all(Option::is_none) {
        Fit::Unknown
    } else {
        Fit::InTime
    }
}
