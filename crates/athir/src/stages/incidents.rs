//! Events by component to incidents.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_schema::{DataType, Field, Schema};
use athir_arrow::{ArrowError, BatchBuilder, IncidentRow, Incidents, Provenance, RecordBatch, SchemaRef};
use athir_incident::stages::{Card, Pair, group_component};
use athir_incident::{Model, Told, derive_incident};
use athir_model::{EventRef, EventStatus, MadeBy, Origin, StoryId};

use super::cards::{Tale, lineage};
use super::columns::{Kind, column, filled};
use super::runs::Runs;
use super::texts::origin;
use super::{Stage, StageError};
use crate::knowledge::built_in;

/// Puts incidents together from the events of components.
///
/// Rows have `part`, by which they are sorted, `event`, `card` and `tale`, what is known of the report's `story` and `origin`,
/// and `pairs`: the pairs in which the event is the lesser one, as a list of structures of `b` and `likely`, where the part has
/// more than [`SMALL`](super::SMALL) events. Out come the columns of the table of incidents, and the incident as JSON (`record`).
pub struct IncidentStage {
    runs: Runs,
    made: Made,
}

struct Made {
    rows: BatchBuilder<Incidents>,
    records: StringBuilder,
    /// Every worker runs this program: what it codes with is what was coded with.
    by: MadeBy,
}

impl Default for IncidentStage {
    fn default() -> IncidentStage {
        let made = Made { rows: BatchBuilder::new(), records: StringBuilder::new(), by: built_in() };
        IncidentStage { runs: Runs::by(&[("part", Kind::Bytes)]), made }
    }
}

/// What is told of an event, beside its card.
struct Known {
    tale: Tale,
    story: Option<(StoryId, Origin)>,
}

impl Made {
    fn add(&mut self, run: &RecordBatch, before: usize) -> Result<(), StageError> {
        let (events, bytes) =
            (filled(run, "event", Kind::Bytes, before)?, filled(run, "card", Kind::Bytes, before)?);
        let tales = filled(run, "tale", Kind::Text, before)?;
        let stories = column(run, "story", Kind::Text, before)?;
        let origins = column(run, "origin", Kind::Text, before)?;
        let lists = column(run, "pairs", Kind::List, before)?;
        let mut cards = Vec::with_capacity(run.num_rows());
        let mut known: BTreeMap<EventRef, Known> = BTreeMap::new();
        let mut at: BTreeMap<&[u8], usize> = BTreeMap::new();
        for row in 0..run.num_rows() {
            let card = Card::from_bytes(bytes.bytes(row)?)?;
            let report = &card.id().report.0;
            let tale = serde_json::from_str(tales.text(row).unwrap_or_default())
                .map_err(|source| StageError::Tale { report: report.clone(), source })?;
            let story = match stories.text(row).zip(origins.text(row)) {
                Some((story, word)) => {
                    let origin = origin(word).ok_or_else(|| origins.wrong(row, word))?;
                    Some((StoryId(story.to_owned()), origin))
                }
                None => None,
            };
            if known.insert(card.id().clone(), Known { tale, story }).is_some() {
                return Err(StageError::Twice { report: report.clone() });
            }
            at.insert(events.bytes(row)?, row);
            cards.push(card);
        }
        let mut pairs: Vec<Pair> = Vec::new();
        for row in 0..run.num_rows() {
            let others = lists.pairs(row)?.into_iter();
            pairs.extend(others.filter_map(|(other, likely)| Some((row, *at.get(other)?, likely as f32))));
        }
        for group in group_component(Model::events(), cards, &pairs) {
            let told: Vec<Told<'_>> = group
                .events
                .iter()
                .filter_map(|event| {
                    let (id, Known { tale, story }) = known.get_key_value(event)?;
                    Some(Told {
                        report: &id.report,
                        outlet: tale.outlet.as_deref(),
                        published: tale.published,
                        story: story.as_ref().map(|(story, origin)| (story, *origin)),
                        event: &tale.event,
                        toll: tale.toll.as_ref(),
                        status: EventStatus::Open,
                    })
                })
                .collect();
            let incident = derive_incident(&told, group.joins, &group.related, lineage());
            let json = serde_json::to_string(&incident)
                .map_err(|source| StageError::Write { report: group.events[0].report.0.clone(), source })?;
            let mut made = Provenance::default();
            for Known { tale, .. } in group.events.iter().filter_map(|event| known.get(event)) {
                made.join(&Provenance::by(&self.by, tale.licence.as_deref()));
            }
            self.rows.push(&IncidentRow { incident: &incident, made: &made });
            self.records.append_value(json);
        }
        Ok(())
    }

    fn schema(&self) -> SchemaRef {
        let rows = self.rows.schema();
        let record = Arc::new(Field::new("record", DataType::Utf8, false));
        Arc::new(Schema::new(rows.fields().iter().cloned().chain([record]).collect::<Vec<_>>()))
    }

    fn finish(&mut self) -> Result<RecordBatch, StageError> {
        let rows = self.rows.finish()?;
        let mut columns = rows.columns().to_vec();
        columns.push(Arc::new(self.records.finish()));
        Ok(RecordBatch::try_new(self.schema(), columns).map_err(ArrowError::from)?)
    }
}

impl Stage for IncidentStage {
    fn schema(&self) -> SchemaRef {
        self.made.schema()
    }

    fn push(&mut self, batch: &RecordBatch) -> Result<RecordBatch, StageError> {
        self.runs.push(batch, |run, before| self.made.add(run, before))?;
        self.made.finish()
    }

    fn finish(&mut self) -> Result<RecordBatch, StageError> {
        self.runs.finish(|run, before| self.made.add(run, before))?;
        self.made.finish()
    }
}
