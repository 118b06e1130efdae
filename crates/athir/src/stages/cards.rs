//! Codings to cards of events.

use std::sync::{Arc, OnceLock};

use arrow_array::builder::{BinaryBuilder, Int32Builder, Int64Builder, ListBuilder, StringBuilder};
use arrow_schema::{DataType, Field, Schema};
use athir_actors::Registry;
use athir_arrow::{ArrowError, RecordBatch, SchemaRef, read_rows};
use athir_incident::stages::Card;
use athir_incident::{Profile, Telling, main_event};
use athir_model::{CodedReport, Event, MainToll, Report};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::StageError;
use super::columns::{Kind, column};
use crate::RegistryLineage;

/// What an incident is put together from, beside the card of the event.
#[derive(Serialize, Deserialize)]
pub(super) struct Tale {
    pub(super) outlet: Option<String>,
    pub(super) licence: Option<String>,
    pub(super) published: Option<Date>,
    pub(super) event: Event,
    /// The losses of the report as a whole, if the event is what it is mainly about.
    pub(super) toll: Option<MainToll>,
}

/// The lineage of the built-in registry.
pub(super) fn lineage() -> &'static RegistryLineage {
    static LINEAGE: OnceLock<RegistryLineage> = OnceLock::new();
    LINEAGE.get_or_init(|| RegistryLineage::new(Registry::builtin()))
}

/// The reports of a batch that have a coding. Those that have none were not coded, which the row itself tells.
pub(super) fn coded_rows(batch: &RecordBatch) -> Result<Vec<(Report, CodedReport)>, StageError> {
    let rows = read_rows(batch)?;
    let codings = column(batch, "coding", Kind::Text, 0)?;
    let mut coded = Vec::with_capacity(rows.len());
    for (n, row) in rows.into_iter().enumerate() {
        let Some(json) = codings.text(n) else { continue };
        let report =
            row.report.map_err(|fault| StageError::Row { report: row.id.clone(), why: fault.to_string() });
        let report = report?;
        let coding = serde_json::from_str(json)
            .map_err(|source| StageError::Coding { report: report.name.clone(), source })?;
        coded.push((report, coding));
    }
    Ok(coded)
}

/// The columns of [`card_batch`].
pub fn card_schema() -> SchemaRef {
    let list = DataType::List(Arc::new(Field::new_list_field(DataType::Int64, true)));
    Arc::new(Schema::new(vec![
        Field::new("event", DataType::Binary, false),
        Field::new("report", DataType::Utf8, false),
        Field::new("bucket", DataType::Int32, false),
        Field::new("keys", list, false),
        Field::new("card", DataType::Binary, false),
        Field::new("tale", DataType::Utf8, false),
    ]))
}

/// Makes a row of each event of coded reports: its short name and its report, the keys of the blocks that it stands in and its
/// bucket of time, and what later stages need.
///
/// The batch has the columns that [`read_rows`] knows, and `coding`: the report's coding as JSON, empty where it has none.
///
/// # Errors
///
/// A batch without `id`, `text` or `coding`, a coding that is none, a report that cannot be the one that was coded.
pub fn card_batch(batch: &RecordBatch) -> Result<RecordBatch, StageError> {
    let (mut events, mut reports) = (BinaryBuilder::new(), StringBuilder::new());
    let (mut buckets, mut keys) = (Int32Builder::new(), ListBuilder::new(Int64Builder::new()));
    let (mut cards, mut tales) = (BinaryBuilder::new(), StringBuilder::new());
    for (report, coding) in coded_rows(batch)? {
        let main = main_event(&coding);
        let profile = Profile::new(&Telling::new(&report, &coding), &coding.events, main, lineage());
        for (n, (card, event)) in Card::of(profile).into_iter().zip(coding.events).enumerate() {
            let tale = Tale {
                outlet: report.outlet.clone(),
                licence: report.licence.clone(),
                published: report.published,
                event,
                toll: coding.toll.clone().filter(|_| main == Some(n)),
            };
            let tale = serde_json::to_string(&tale)
                .map_err(|source| StageError::Write { report: report.name.clone(), source })?;
            events.append_value(card.name());
            reports.append_value(&report.name);
            buckets.append_value(card.bucket());
            card.keys().into_iter().for_each(|key| keys.values().append_value(key.cast_signed()));
            keys.append(true);
            cards.append_value(card.to_bytes());
            tales.append_value(tale);
        }
    }
    let columns: Vec<arrow_array::ArrayRef> = vec![
        Arc::new(events.finish()),
        Arc::new(reports.finish()),
        Arc::new(buckets.finish()),
        Arc::new(keys.finish()),
        Arc::new(cards.finish()),
        Arc::new(tales.finish()),
    ];
    Ok(RecordBatch::try_new(card_schema(), columns).map_err(ArrowError::from)?)
}
