//! Reports: their texts word for word, with what was read in them.

use std::collections::BTreeMap;

use athir::model::{CodedReport, Coding, KeptReport, ReportId, Story};
use schemars::JsonSchema;
use serde::Serialize;

use super::incident::ById;
use crate::problem::Problem;
use crate::route::Asked;

/// A sentence of a text, in Unicode characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Sentence {
    /// Offset of the first character.
    start: usize,
    /// Offset after the last character.
    end: usize,
}

/// A report in full.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ReportPage {
    version: String,
    /// A name for the state of this report's coding, for `if_match` of writes.
    etag: String,
    title: String,
    report: KeptReport,
    /// The text, word for word.
    text: String,
    coding: Coding,
    coded: CodedReport,
    /// The incidents that each event is in, by the event's id.
    incidents: BTreeMap<String, Vec<String>>,
    /// The story that it belongs to, if it is not alone.
    story: Option<Story>,
    /// Where sentences begin and end, as far as the coding numbers them.
    sentences: Vec<Sentence>,
}

pub(super) fn report(asked: &Asked<'_>, ById { id }: ById, (): ()) -> Result<ReportPage, Problem> {
    let id = ReportId(id);
    asked.app.pool.read(|database| {
        database.store().frozen(|store| -> Result<ReportPage, Problem> {
            let Some(found) = store.coded(&id)? else {
                return Err(Problem::not_found(format!("there is no report {id}")));
            };
            let mut incidents = BTreeMap::new();
            for (event, incident) in store.event_incidents(&id)? {
                incidents.entry(event.0).or_insert_with(Vec::new).push(incident.0);
            }
            let story = store.story_of_report(&id)?;
            let words = serde_json::to_vec(&(&found.coding, &found.coded))
                .map_err(|error| Problem::internal(error.to_string()))?;
            Ok(ReportPage {
                version: asked.version(),
                etag: athir::database::sha256(&words).to_string()[..16].to_owned(),
                title: found.report.report(found.text.clone()).title(),
                sentences: Vec::new(),
                incidents,
                story,
                report: found.report,
                text: found.text,
                coding: found.coding,
                coded: found.coded,
            })
        })
    })
}
