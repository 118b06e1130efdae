//! One tie, with its evidence.

use std::collections::BTreeMap;

use athir::model::{Bond, TieId};
use schemars::JsonSchema;
use serde::Serialize;

use super::actor::name_of;
use super::incident::ById;
use crate::problem::Problem;
use crate::route::Asked;
use crate::table::id_number;

/// A tie, with what its evidence is read from.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TiePage {
    version: String,
    #[serde(flatten)]
    tie: Bond,
    /// The names of its actors, by their keys.
    names: BTreeMap<String, String>,
    /// The titles of the reports of its evidence, by their ids.
    titles: BTreeMap<String, String>,
}

pub(super) fn tie(asked: &Asked<'_>, ById { id }: ById, (): ()) -> Result<TiePage, Problem> {
    let table = &*asked.table;
    let id = TieId(id);
    let Some(tie) = asked.app.pool.read(|database| database.store().tie(&id))? else {
        return Err(Problem::not_found(format!("there is no tie {id}")));
    };
    let actors = asked.app.actors();
    let keys = [Some(&tie.a), tie.b.as_ref()].into_iter().flatten();
    let names = keys.map(|key| (key.0.clone(), name_of(table, actors.registry(), &key.0))).collect();
    let titles = tie.evidence.iter().filter_map(|evidence| {
        let at = table.reports.find(id_number(&evidence.report.0)?)?;
        Some((evidence.report.0.clone(), table.reports.title(at).to_owned()))
    });
    Ok(TiePage { version: asked.version(), titles: titles.collect(), names, tie })
}
