//! Reports out of the rows of a batch.

use std::fmt;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, BooleanArray, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use arrow_select::filter::filter_record_batch;
use athir_model::Report;
use jiff::civil::Date;

use crate::batch::day_of;
use crate::error::ArrowError;

/// A row of a batch of reports.
#[derive(Clone, Debug, PartialEq)]
pub struct InputRow {
    /// The report's name; `row N` (from 1) where that is what is missing.
    pub id: String,
    /// The report, or what is wrong with the row.
    pub report: Result<Report, RowFault>,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The column at fault.
    pub column: &'static str,
    /// What is wrong with its value.
    pub why: String,
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.column, self.why)
    }
}

/// Reads the reports of a batch, one for each row.
///
/// Columns are known by name: `id` (text or whole numbers; `report`, as in the table of reports, where there is no `id`) and
/// `text` have to be there; `published` (a day, a moment, or
/// text that begins with `2017-07-15`), `url`, `outlet`, `title`, `author`, `language` and `licence` may be. Others are left
/// alone. Texts may be of any of Arrow's string types, or dictionaries of them; a column without a value may be of any type.
///
/// # Errors
///
/// A column that is not there or has values of another type. What is wrong with a single row is told in its place.
pub fn read_rows(batch: &RecordBatch) -> Result<Vec<InputRow>, ArrowError> {
    let id = match Texts::find(batch, "id")? {
        Some(id) => id,
        None => Texts::find(batch, "report")?.ok_or_else(|| no_column(batch, "id"))?,
    };
    let text = Texts::find(batch, "text")?.ok_or_else(|| no_column(batch, "text"))?;
    let published = Days::find(batch, "published")?;
    let [url, outlet, title, author, language, licence] =
        ["url", "outlet", "title", "author", "language", "licence"].map(|column| Texts::find(batch, column));
    let (url, outlet, title, author, language, licence) =
        (url?, outlet?, title?, author?, language?, licence?);
    let value = |column: &Option<Texts<'_>>, row: usize| {
        column.as_ref().and_then(|column| column.get(row)).filter(|value| !value.trim().is_empty())
    };
    let report = |row: usize, name: String| -> Result<Report, RowFault> {
        let text = text.get(row).ok_or_else(|| fault("text", "the row has none"))?;
        let published = published.as_ref().map_or(Ok(None), |days| days.get(row))?;
        Ok(Report {
            name,
            text,
            published,
            outlet: value(&outlet, row),
            url: value(&url, row),
            headline: value(&title, row),
            author: value(&author, row),
            language: value(&language, row),
            licence: value(&licence, row),
            ..Report::default()
        })
    };
    let rows = (0..batch.num_rows()).map(|row| match id.get(row).filter(|id| !id.is_empty()) {
        Some(id) => InputRow { report: report(row, id.clone()), id },
        None => InputRow { id: format!("row {}", row + 1), report: Err(fault("id", "the row has none")) },
    });
    Ok(rows.collect())
}

/// Keeps the rows of a batch whose numbers, from 0, are wanted.
///
/// # Errors
///
/// None of Arrow's own types; a type of column that cannot be filtered.
pub fn keep_rows(batch: &RecordBatch, wanted: impl Fn(usize) -> bool) -> Result<RecordBatch, ArrowError> {
    let wanted: BooleanArray = (0..batch.num_rows()).map(|row| Some(wanted(row))).collect();
    Ok(filter_record_batch(batch, &wanted)?)
}

fn fault(column: &'static str, why: impl Into<String>) -> RowFault {
    RowFault { column, why: why.into() }
}

fn no_column(batch: &RecordBatch, column: &'static str) -> ArrowError {
    let columns = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
    ArrowError::NoColumn { column, columns }
}

/// A column of texts, or of whole numbers that name something.
struct Texts<'b> {
    values: &'b dyn Array,
    keys: Option<Vec<Option<usize>>>,
}

impl<'b> Texts<'b> {
    fn find(batch: &'b RecordBatch, column: &'static str) -> Result<Option<Texts<'b>>, ArrowError> {
        let Some(array) = batch.column_by_name(column) else { return Ok(None) };
        let (values, keys): (&dyn Array, _) = match array.as_any_dictionary_opt() {
            Some(dictionary) => {
                // Keys of a dictionary without values point nowhere.
                let is_void = dictionary.values().is_empty();
                let keys = if is_void { vec![0; array.len()] } else { dictionary.normalized_keys() };
                let is_there = |row: usize| !is_void && array.is_valid(row);
                let keys = keys.into_iter().enumerate().map(|(row, key)| is_there(row).then_some(key));
                (dictionary.values().as_ref(), Some(keys.collect()))
            }
            None => (array.as_ref(), None),
        };
        use DataType as D;
        let is_name = matches!(column, "id" | "report");
        let is_number = matches!(
            values.data_type(),
            D::Int8 | D::Int16 | D::Int32 | D::Int64 | D::UInt8 | D::UInt16 | D::UInt32 | D::UInt64
        );
        match values.data_type() {
            D::Utf8 | D::LargeUtf8 | D::Utf8View | D::Null => Ok(Some(Texts { values, keys })),
            _ if is_number && is_name => Ok(Some(Texts { values, keys })),
            // Programs give a column without values whatever type comes to hand.
            _ if !values.is_empty() && values.logical_null_count() == values.len() => {
                Ok(Some(Texts { values, keys }))
            }
            found => {
                let wanted = if is_name { "text or whole numbers" } else { "text" };
                Err(ArrowError::ColumnType { column, found: found.to_string(), wanted })
            }
        }
    }

    /// The text of a row, or the digits of its number.
    fn get(&self, row: usize) -> Option<String> {
        let at = match &self.keys {
            Some(keys) => keys.get(row).copied().flatten()?,
            None => row,
        };
        if self.values.is_null(at) {
            return None;
        }
        use DataType as D;
        let values = self.values;
        Some(match values.data_type() {
            D::Utf8 => values.as_string::<i32>().value(at).to_owned(),
            D::LargeUtf8 => values.as_string::<i64>().value(at).to_owned(),
            D::Utf8View => values.as_string_view().value(at).to_owned(),
            D::Int8 => values.as_primitive::<Int8Type>().value(at).to_string(),
            D::Int16 => values.as_primitive::<Int16Type>().value(at).to_string(),
            D::Int32 => values.as_primitive::<Int32Type>().value(at).to_string(),
            D::Int64 => values.as_primitive::<Int64Type>().value(at).to_string(),
            D::UInt8 => values.as_primitive::<UInt8Type>().value(at).to_string(),
            D::UInt16 => values.as_primitive::<UInt16Type>().value(at).to_string(),
            D::UInt32 => values.as_primitive::<UInt32Type>().value(at).to_string(),
            D::UInt64 => values.as_primitive::<UInt64Type>().value(at).to_string(),
            _ => return None,
        })
    }
}

/// A column of days, however they are written.
enum Days<'b> {
    Texts(Texts<'b>),
    Days(&'b dyn Array),
}

const SECONDS: i64 = 86_400;

impl<'b> Days<'b> {
    fn find(batch: &'b RecordBatch, column: &'static str) -> Result<Option<Days<'b>>, ArrowError> {
        let Some(array) = batch.column_by_name(column) else { return Ok(None) };
        match array.data_type() {
            DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => Ok(Some(Days::Days(array))),
            found => match Texts::find(batch, column) {
                Ok(texts) => Ok(texts.map(Days::Texts)),
                Err(_) => {
                    let wanted = "days, moments or text";
                    Err(ArrowError::ColumnType { column, found: found.to_string(), wanted })
                }
            },
        }
    }

    /// The day of a row. A moment's is its day in UTC.
    fn get(&self, row: usize) -> Result<Option<Date>, RowFault> {
        let days = match self {
            Days::Texts(texts) => return texts.get(row).map_or(Ok(None), |words| day_in(&words)),
            Days::Days(array) if array.is_null(row) => return Ok(None),
            Days::Days(array) => match array.data_type() {
                DataType::Date32 => i64::from(array.as_primitive::<Date32Type>().value(row)),
                DataType::Date64 => array.as_primitive::<Date64Type>().value(row).div_euclid(SECONDS * 1000),
                DataType::Timestamp(unit, _) => match unit {
                    TimeUnit::Second => {
                        array.as_primitive::<TimestampSecondType>().value(row).div_euclid(SECONDS)
                    }
                    TimeUnit::Millisecond => {
                        array.as_primitive::<TimestampMillisecondType>().value(row).div_euclid(SECONDS * 1000)
                    }
                    TimeUnit::Microsecond => {
                        let value = array.as_primitive::<TimestampMicrosecondType>().value(row);
                        value.div_euclid(SECONDS * 1_000_000)
                    }
                    TimeUnit::Nanosecond => {
                        let value = array.as_primitive::<TimestampNanosecondType>().value(row);
                        value.div_euclid(SECONDS * 1_000_000_000)
                    }
                },
                _ => return Ok(None),
            },
        };
        day_of(days).map(Some).ok_or_else(|| fault("published", "the day is outside the years -9999 to 9999"))
    }
}

/// Reads the day that a text begins with: `2017-07-15`, alone or before a time.
fn day_in(words: &str) -> Result<Option<Date>, RowFault> {
    let words = words.trim();
    if words.is_empty() {
        return Ok(None);
    }
    let day = words.get(..10).filter(|_| words[10..].is_empty() || words[10..].starts_with(['T', ' ']));
    let day = day.and_then(|day| day.parse().ok());
    day.map(Some).ok_or_else(|| {
        let shown: String = words.chars().take(40).collect();
        fault("published", format!("{shown:?} is not a date such as 2017-07-15"))
    })
}
