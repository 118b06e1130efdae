//! Pairs of incidents that may be one.

use athir::model::{EventRef, Ground};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::read::row::IncidentRow;
use crate::route::Asked;

/// Which page of the list.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct CandidateQuery {
    /// How many at most.
    #[serde(default = "super::decisions::fifty")]
    #[schemars(range(min = 1, max = 100))]
    limit: usize,
    /// `next` of the page before.
    #[schemars(range(min = 0))]
    cursor: Option<usize>,
}

/// Two incidents that look alike and were not made one.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Candidate {
    a: IncidentRow,
    b: IncidentRow,
    /// The etags of both, for `if_match` of a merger.
    etags: [String; 2],
    /// The two events that look most alike.
    events: [EventRef; 2],
    /// How likely these are one happening, from 0 to 1.
    score: f64,
    /// What speaks for and against it, the heaviest first.
    grounds: Vec<Ground>,
}

/// A page of pairs.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct CandidatePage {
    version: String,
    items: Vec<Candidate>,
    /// The cursor of the next page; `null` on the last.
    next: Option<String>,
    /// How many there are, of which at least one incident passes the filter.
    total: usize,
}

pub(super) fn candidates(asked: &Asked<'_>, (): (), page: CandidateQuery) -> Result<CandidatePage, Problem> {
    let table = &*asked.table;
    let near = asked.app.desk.near_misses(asked.app, table)?;
    let selected = asked.selected()?;
    let from = page.cursor.unwrap_or(0);
    let found: Vec<(u32, u32, &athir::NearMiss)> = near
        .iter()
        .filter(|(a, b, _)| selected.rows.has(*a) || selected.rows.has(*b))
        .map(|(a, b, miss)| (*a, *b, miss))
        .collect();
    let shown = &found[from.min(found.len())..found.len().min(from.saturating_add(page.limit))];
    let mut items = Vec::with_capacity(shown.len());
    for &(a, b, miss) in shown {
        let (row_a, row_b) = (IncidentRow::of(table, a), IncidentRow::of(table, b));
        let etag = |id: &str| asked.app.pool.read(|database| super::inbox::etag_of(database, id));
        items.push(Candidate {
            etags: [etag(&row_a.id)?, etag(&row_b.id)?],
            a: row_a,
            b: row_b,
            events: [miss.events.0.clone(), miss.events.1.clone()],
            score: miss.score,
            grounds: Vec::new(),
        });
    }
    let pairs: Vec<(EventRef, EventRef)> =
        items.iter().map(|item| (item.events[0].clone(), item.events[1].clone())).collect();
    let grounds = asked.app.desk.work(asked.app, |keeper| {
        let book = keeper.book();
        Ok(pairs
            .iter()
            .map(|(a, b)| book.map(|book| book.grounds(a, b)).unwrap_or_default())
            .collect::<Vec<_>>())
    })?;
    items.iter_mut().zip(grounds).for_each(|(item, grounds)| item.grounds = grounds);
    let end = from.saturating_add(items.len());
    Ok(CandidatePage {
        version: asked.version(),
        next: (end < found.len()).then(|| end.to_string()),
        total: found.len(),
        items,
    })
}
