//! Rows put together to Arrow batches.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::{
    ArrayBuilder, BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, ListBuilder, StringBuilder,
    TimestampMicrosecondBuilder,
};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use jiff::civil::{Date, date};

use crate::cell::{Cell, ColumnType};
use crate::error::ArrowError;
use crate::table::{Table, cells};

/// The column of a table of codings that says why a report could not be coded.
const ERROR: &str = "error";
const UNIX: Date = date(1970, 1, 1);

/// The Arrow schema of a table. Each field carries its description as metadata.
pub fn schema<T: Table>() -> SchemaRef {
    Arc::new(Schema::new(fields::<T>(|can_be_empty, _| can_be_empty)))
}

/// The schema of a table in which rows may stand for reports that failed: every column but `key` may be empty, and the
/// last one, `error`, says why.
fn schema_with_errors<T: Table>(key: &str) -> SchemaRef {
    let mut fields = fields::<T>(|_, name| name != key);
    let doc = "Why the report could not be coded; empty in rows that stand for what was coded.";
    fields.push(described(Field::new(ERROR, DataType::Utf8, true), doc));
    Arc::new(Schema::new(fields))
}

fn fields<T: Table>(can_be_empty: impl Fn(bool, &str) -> bool) -> Vec<Field> {
    T::COLUMNS
        .iter()
        .map(|column| {
            let empty = can_be_empty(column.can_be_empty, column.name);
            described(Field::new(column.name, data_type(column.kind), empty), column.doc)
        })
        .collect()
}

fn described(field: Field, doc: &str) -> Field {
    field.with_metadata(HashMap::from([("description".to_owned(), doc.to_owned())]))
}

fn data_type(kind: ColumnType) -> DataType {
    match kind {
        ColumnType::Text => DataType::Utf8,
        ColumnType::Texts => DataType::List(Arc::new(Field::new("item", DataType::Utf8, true))),
        ColumnType::Whole => DataType::Int64,
        ColumnType::Number => DataType::Float64,
        ColumnType::Flag => DataType::Boolean,
        ColumnType::Day => DataType::Date32,
        ColumnType::Moment => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
    }
}

/// Takes rows of a table and gives them as batches.
pub struct BatchBuilder<T: Table> {
    schema: SchemaRef,
    columns: Vec<Values>,
    /// Where the table has room for reports that failed: the position of the column that names them, and why they did.
    faults: Option<(usize, StringBuilder)>,
    n_rows: usize,
    table: std::marker::PhantomData<T>,
}

impl<T: Table> Default for BatchBuilder<T> {
    fn default() -> BatchBuilder<T> {
        BatchBuilder::new()
    }
}

impl<T: Table> BatchBuilder<T> {
    /// Starts without rows.
    pub fn new() -> BatchBuilder<T> {
        let columns = T::COLUMNS.iter().map(|column| Values::new(column.kind)).collect();
        BatchBuilder {
            schema: schema::<T>(),
            columns,
            faults: None,
            n_rows: 0,
            table: std::marker::PhantomData,
        }
    }

    /// Starts without rows, with a last column `error` and room for rows that have nothing but it and `key`.
    ///
    /// # Panics
    ///
    /// Where the table has no column `key`.
    pub fn with_errors(key: &str) -> BatchBuilder<T> {
        let at = T::COLUMNS
            .iter()
            .position(|column| column.name == key)
            .expect("the key is a column of the table");
        BatchBuilder {
            schema: schema_with_errors::<T>(key),
            faults: Some((at, StringBuilder::new())),
            ..BatchBuilder::new()
        }
    }

    /// The schema of the batches.
    pub fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    /// How many rows wait to be given.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Adds a row.
    pub fn push<'a>(&mut self, row: &'a T::Row<'a>) {
        for (values, cell) in self.columns.iter_mut().zip(cells::<T>(row)) {
            values.push(cell);
        }
        if let Some((_, errors)) = &mut self.faults {
            errors.append_null();
        }
        self.n_rows += 1;
    }

    /// Adds a row that says why what `key` names is not there.
    ///
    /// # Panics
    ///
    /// Where the builder was not made [`with_errors`](BatchBuilder::with_errors).
    pub fn push_error(&mut self, key: &str, error: &str) {
        let (at, errors) = self.faults.as_mut().expect("the builder was made with room for errors");
        for (n, values) in self.columns.iter_mut().enumerate() {
            values.push(if n == *at { Cell::from(key) } else { Cell::Empty });
        }
        errors.append_value(error);
        self.n_rows += 1;
    }

    /// Gives the rows that were added since the last time.
    ///
    /// # Errors
    ///
    /// A record without a value in a column that has to have one.
    pub fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        let mut arrays: Vec<ArrayRef> = self.columns.iter_mut().map(Values::finish).collect();
        if let Some((_, errors)) = &mut self.faults {
            arrays.push(Arc::new(errors.finish()));
        }
        let options = RecordBatchOptions::new().with_row_count(Some(std::mem::take(&mut self.n_rows)));
        Ok(RecordBatch::try_new_with_options(Arc::clone(&self.schema), arrays, &options)?)
    }
}

/// The values of a column while they come together.
enum Values {
    Text(StringBuilder),
    Texts(ListBuilder<StringBuilder>),
    Whole(Int64Builder),
    Number(Float64Builder),
    Flag(BooleanBuilder),
    Day(Date32Builder),
    Moment(TimestampMicrosecondBuilder),
}

impl Values {
    fn new(kind: ColumnType) -> Values {
        match kind {
            ColumnType::Text => Values::Text(StringBuilder::new()),
            ColumnType::Texts => Values::Texts(ListBuilder::new(StringBuilder::new())),
            ColumnType::Whole => Values::Whole(Int64Builder::new()),
            ColumnType::Number => Values::Number(Float64Builder::new()),
            ColumnType::Flag => Values::Flag(BooleanBuilder::new()),
            ColumnType::Day => Values::Day(Date32Builder::new()),
            ColumnType::Moment => Values::Moment(TimestampMicrosecondBuilder::new().with_timezone("UTC")),
        }
    }

    /// Adds a value. One of another type than the column's, which a test of all columns rules out, counts as empty.
    fn push(&mut self, cell: Cell<'_>) {
        match (self, cell) {
            (Values::Text(values), Cell::Text(text)) => values.append_value(text),
            (Values::Text(values), _) => values.append_null(),
            (Values::Texts(values), Cell::Texts(texts)) => {
                texts.iter().for_each(|text| values.values().append_option(text.as_deref()));
                values.append(true);
            }
            (Values::Texts(values), _) => values.append(false),
            (Values::Whole(values), Cell::Whole(number)) => values.append_value(number),
            (Values::Whole(values), _) => values.append_null(),
            (Values::Number(values), Cell::Number(number)) => values.append_value(number),
            (Values::Number(values), _) => values.append_null(),
            (Values::Flag(values), Cell::Flag(flag)) => values.append_value(flag),
            (Values::Flag(values), _) => values.append_null(),
            (Values::Day(values), Cell::Day(day)) => values.append_value(days_of(day)),
            (Values::Day(values), _) => values.append_null(),
            (Values::Moment(values), Cell::Moment(moment)) => values.append_value(moment.as_microsecond()),
            (Values::Moment(values), _) => values.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        let values: &mut dyn ArrayBuilder = match self {
            Values::Text(values) => values,
            Values::Texts(values) => values,
            Values::Whole(values) => values,
            Values::Number(values) => values,
            Values::Flag(values) => values,
            Values::Day(values) => values,
            Values::Moment(values) => values,
        };
        values.finish()
    }
}

/// Days since 1970-01-01.
fn days_of(day: Date) -> i32 {
    UNIX.until(day).map_or(0, |span| span.get_days())
}

/// The day that lies so many days after 1970-01-01; `None` outside the years that dates have.
pub(crate) fn day_of(days: i64) -> Option<Date> {
    let days = i32::try_from(days).ok()?;
    UNIX.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}
