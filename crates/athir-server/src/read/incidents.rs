//! Incidents, page by page.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::row::IncidentRow;
use crate::problem::Problem;
use crate::route::Asked;
use crate::table::{Cursor, Sort};

/// Which page of a list.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct PageQuery {
    /// The order.
    #[serde(default)]
    sort: Sort,
    /// How many at most.
    #[serde(default = "fifty")]
    #[schemars(range(min = 1, max = 200))]
    limit: usize,
    /// `next` of the page before.
    #[schemars(length(max = 200))]
    cursor: Option<String>,
}

fn fifty() -> usize {
    50
}

/// A page of incidents.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct IncidentPage {
    version: String,
    items: Vec<IncidentRow>,
    /// The cursor of the next page; `null` on the last.
    next: Option<String>,
    /// How many the filter lets through.
    total: usize,
}

pub(super) fn incidents(asked: &Asked<'_>, (): (), page: PageQuery) -> Result<IncidentPage, Problem> {
    let table = &*asked.table;
    let after = page.cursor.as_deref().map(|words| Cursor::read(words, page.sort)).transpose()?;
    let selected = asked.selected()?;
    let (rows, next) = table.page(&selected, page.sort, after, page.limit);
    Ok(IncidentPage {
        version: asked.version(),
        items: rows.into_iter().map(|row| IncidentRow::of(table, row)).collect(),
        next: next.map(|cursor| cursor.words()),
        total: selected.n,
    })
}
