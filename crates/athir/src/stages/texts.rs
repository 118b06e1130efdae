//! Texts of reports to stories.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::builder::{BinaryBuilder, Int64Builder, ListBuilder, StringBuilder};
use arrow_schema::{DataType, Field, Schema};
use athir_arrow::{ArrowError, RecordBatch, SchemaRef};
use athir_incident::{FoundBy, StoryText, Teller, tell};
use athir_model::{Origin, ReportId};
use jiff::civil::Date;

use super::cards::coded_rows;
use super::columns::{Kind, column, filled};
use super::pairs::Pairs;
use super::runs::Runs;
use super::{Stage, StageError};

/// The columns of [`text_batch`].
pub fn text_schema() -> SchemaRef {
    let list = DataType::List(Arc::new(Field::new_list_field(DataType::Int64, true)));
    Arc::new(Schema::new(vec![
        Field::new("report", DataType::Utf8, false),
        Field::new("published", DataType::Utf8, true),
        Field::new("outlet", DataType::Utf8, true),
        Field::new("text", DataType::Binary, false),
        Field::new("bands", list, false),
        Field::new("words", DataType::Binary, false),
    ]))
}

/// Makes a row of each coded report: a short name of its text, what it shares with texts that are like it, and its words.
///
/// # Errors
///
/// As [`card_batch`](super::card_batch).
pub fn text_batch(batch: &RecordBatch) -> Result<RecordBatch, StageError> {
    let (mut reports, mut published, mut outlets) =
        (StringBuilder::new(), StringBuilder::new(), StringBuilder::new());
    let (mut texts, mut words) = (BinaryBuilder::new(), BinaryBuilder::new());
    let mut bands = ListBuilder::new(Int64Builder::new());
    for (report, _) in coded_rows(batch)? {
        let FoundBy { text, bands: found_by } = StoryText::read(&report.text);
        reports.append_value(&report.name);
        published.append_option(report.published.map(|day| day.to_string()));
        outlets.append_option(report.outlet.as_deref());
        texts.append_value(text.name().to_be_bytes());
        found_by.iter().for_each(|band| bands.values().append_value(band.cast_signed()));
        bands.append(true);
        words.append_value(text.to_bytes());
    }
    let columns: Vec<arrow_array::ArrayRef> = vec![
        Arc::new(reports.finish()),
        Arc::new(published.finish()),
        Arc::new(outlets.finish()),
        Arc::new(texts.finish()),
        Arc::new(bands.finish()),
        Arc::new(words.finish()),
    ];
    Ok(RecordBatch::try_new(text_schema(), columns).map_err(ArrowError::from)?)
}

/// Compares texts two by two, and gives the [pairs](super::pair_schema) that are of one story. Rows have the names `a` and
/// `b` of two texts, and their words as `words_a` and `words_b`.
///
/// # Errors
///
/// Columns that are missing or of another type, or bytes of another version.
pub fn near_batch(batch: &RecordBatch) -> Result<RecordBatch, StageError> {
    let of = |name| filled(batch, name, Kind::Bytes, 0);
    let (a, b) = (of("a")?, of("b")?);
    let (words_a, words_b) = (of("words_a")?, of("words_b")?);
    let mut pairs = Pairs::default();
    for row in 0..batch.num_rows() {
        let text = StoryText::from_bytes(words_a.bytes(row)?)?;
        if let Some(likeness) = text.near(&StoryText::from_bytes(words_b.bytes(row)?)?) {
            pairs.push(a.bytes(row)?, b.bytes(row)?, likeness);
        }
    }
    pairs.finish()
}

/// Puts stories together: which report stands in which, and how it came by its text.
///
/// Rows have the columns of [`text_batch`] but `bands`, `part`, by which they are sorted, and `pairs`: the texts that are near
/// the row's, as a list of structures of `b` and `likely`. Out come `report`, `story` and `origin`, for reports of stories.
pub struct StoryStage {
    runs: Runs,
    told: Told,
}

#[derive(Default)]
struct Told {
    reports: StringBuilder,
    stories: StringBuilder,
    origins: StringBuilder,
}

impl Default for StoryStage {
    fn default() -> StoryStage {
        StoryStage { runs: Runs::by(&[("part", Kind::Bytes)]), told: Told::default() }
    }
}

impl Told {
    fn add(&mut self, run: &RecordBatch, before: usize) -> Result<(), StageError> {
        if run.num_rows() < 2 {
            return Ok(());
        }
        let reports = filled(run, "report", Kind::Text, before)?;
        let published = column(run, "published", Kind::Text, before)?;
        let outlets = column(run, "outlet", Kind::Text, before)?;
        let texts = filled(run, "text", Kind::Bytes, before)?;
        let words = filled(run, "words", Kind::Bytes, before)?;
        let pairs = column(run, "pairs", Kind::List, before)?;
        let mut known: BTreeMap<u64, StoryText> = BTreeMap::new();
        let mut near: BTreeMap<(u64, u64), f64> = BTreeMap::new();
        let mut names: Vec<(u64, ReportId, Date)> = Vec::new();
        for row in 0..run.num_rows() {
            let name = number(texts.bytes(row)?);
            if let std::collections::btree_map::Entry::Vacant(new) = known.entry(name) {
                new.insert(StoryText::from_bytes(words.bytes(row)?)?);
            }
            for (other, likeness) in pairs.pairs(row)? {
                let other = number(other);
                near.insert((name, other), likeness);
                near.insert((other, name), likeness);
            }
            let date = match published.text(row) {
                Some(day) => day.parse().map_err(|_| published.wrong(row, day))?,
                None => Date::MAX,
            };
            names.push((name, ReportId(reports.text(row).unwrap_or_default().to_owned()), date));
        }
        let tellers = names.iter().enumerate().map(|(row, (text, report, date))| Teller {
            date: *date,
            report,
            outlet: outlets.text(row),
            text: *text,
        });
        let copies = |a: u64, b: u64| known[&a].copies(&known[&b]);
        let Some(story) = tell(tellers.collect(), |a, b| near.get(&(a, b)).copied(), copies) else {
            return Ok(());
        };
        for member in &story.reports {
            self.reports.append_value(&member.report.0);
            self.stories.append_value(&story.id.0);
            self.origins.append_value(word(member.origin));
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<RecordBatch, StageError> {
        let columns: Vec<arrow_array::ArrayRef> = vec![
            Arc::new(self.reports.finish()),
            Arc::new(self.stories.finish()),
            Arc::new(self.origins.finish()),
        ];
        Ok(RecordBatch::try_new(story_schema(), columns).map_err(ArrowError::from)?)
    }
}

const fn word(origin: Origin) -> &'static str {
    match origin {
        Origin::First => "first",
        Origin::Copy => "copy",
        Origin::Update => "update",
    }
}

/// How a report came by its text, by the word that the column `origin` has for it.
pub(super) fn origin(of: &str) -> Option<Origin> {
    [Origin::First, Origin::Copy, Origin::Update].into_iter().find(|&origin| word(origin) == of)
}

/// The short name of a text as the number that it is.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte))
}

fn story_schema() -> SchemaRef {
    let text = |name: &str| Field::new(name, DataType::Utf8, false);
    Arc::new(Schema::new(vec![text("report"), text("story"), text("origin")]))
}

impl Stage for StoryStage {
    fn schema(&self) -> SchemaRef {
        story_schema()
    }

    fn push(&mut self, batch: &RecordBatch) -> Result<RecordBatch, StageError> {
        self.runs.push(batch, |run, before| self.told.add(run, before))?;
        self.told.finish()
    }

    fn finish(&mut self) -> Result<RecordBatch, StageError> {
        self.runs.finish(|run, before| self.told.add(run, before))?;
        self.told.finish()
    }
}
