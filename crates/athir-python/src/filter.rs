//! Which incidents are asked for.

use athir::Registry;
use athir::database::{IncidentFilter, actor_keys, read_where};
use athir::gazetteer::Gazetteer;
use athir::model::{EventKind, Grade, ReviewStatus};
use pyo3::prelude::*;

use crate::error::{Kind, raise};
use crate::rows::day;

/// A filter as Python hands it over.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct GivenFilter {
    kind: Vec<String>,
    place: Option<String>,
    since: Option<String>,
    until: Option<String>,
    actor: Vec<String>,
    grade: Vec<String>,
    status: Vec<String>,
    text: Option<String>,
    min_sources: Option<usize>,
    disputed: Option<bool>,
}

impl GivenFilter {
    /// The filter, where its words are known.
    pub(crate) fn filter(self) -> PyResult<IncidentFilter> {
        let mut filter = IncidentFilter {
            place: self.place.map(|words| read_where(&words, Gazetteer::builtin())),
            since: day(self.since.as_deref(), "since")?,
            until: day(self.until.as_deref(), "until")?,
            text: self.text,
            min_sources: self.min_sources,
            disputed: self.disputed,
            ..IncidentFilter::default()
        };
        for word in &self.kind {
            let family =
                EventKind::ALL.iter().map(|kind| kind.family()).find(|family| family.as_str() == word);
            match (family, word.parse()) {
                (Some(family), _) => filter.families.push(family),
                (None, Ok(kind)) => filter.kinds.push(kind),
                (None, Err(_)) => {
                    let kinds = EventKind::ALL.iter().map(|kind| kind.as_str());
                    return Err(unknown("kind", word, kinds));
                }
            }
        }
        for name in &self.actor {
            filter.actors.extend(actor_keys(name, Registry::builtin()));
        }
        let grades = [Grade::SingleSource, Grade::Fair, Grade::Confirmed, Grade::Contested];
        for word in &self.grade {
            let grade = grades.into_iter().find(|grade| grade.as_str() == word);
            filter
                .grades
                .push(grade.ok_or_else(|| unknown("grade", word, grades.iter().map(|g| g.as_str())))?);
        }
        let statuses = [ReviewStatus::Machine, ReviewStatus::Partly, ReviewStatus::Reviewed];
        for word in &self.status {
            let status = statuses.into_iter().find(|status| status.as_str() == word);
            let status = status.ok_or_else(|| unknown("status", word, statuses.iter().map(|s| s.as_str())));
            filter.statuses.push(status?);
        }
        Ok(filter)
    }
}

fn unknown<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str>) -> PyErr {
    let known: Vec<&str> = known.collect();
    raise(Kind::Input, format!("{what}: {word:?} is none; there are {}", known.join(", ")))
}
