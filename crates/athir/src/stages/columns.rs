//! Values out of the columns of a batch, by the column's name.

use std::cmp::Ordering;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, StructArray};
use arrow_schema::DataType as D;
use athir_arrow::{ArrowError, RecordBatch};

use super::StageError;

/// A column whose type was looked at.
#[derive(Clone, Copy)]
pub(super) struct Column<'b> {
    name: &'static str,
    values: &'b dyn Array,
    /// Rows that stand before the batch in what the stage was given.
    before: usize,
}

/// What a column is read as.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Bytes,
    Text,
    Whole,
    Number,
    List,
}

impl Kind {
    fn takes(self, found: &D) -> bool {
        match self {
            Kind::Bytes => matches!(found, D::Binary | D::LargeBinary | D::BinaryView),
            Kind::Text => matches!(found, D::Utf8 | D::LargeUtf8 | D::Utf8View),
            Kind::Whole => matches!(found, D::Int32 | D::Int64),
            Kind::Number => matches!(found, D::Float32 | D::Float64),
            Kind::List => matches!(found, D::List(_)),
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Kind::Bytes => "bytes",
            Kind::Text => "text",
            Kind::Whole => "whole numbers",
            Kind::Number => "numbers",
            Kind::List => "lists",
        }
    }
}

/// Finds a column that may be empty in some rows. `before` rows stand before the batch: faults are told by the row.
pub(super) fn column<'b>(
    batch: &'b RecordBatch,
    column: &'static str,
    kind: Kind,
    before: usize,
) -> Result<Column<'b>, StageError> {
    let Some(values) = batch.column_by_name(column) else {
        let columns = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
        return Err(ArrowError::NoColumn { column, columns }.into());
    };
    of(values.as_ref(), column, kind, before)
}

/// Finds a column that has a value in every row.
pub(super) fn filled<'b>(
    batch: &'b RecordBatch,
    name: &'static str,
    kind: Kind,
    before: usize,
) -> Result<Column<'b>, StageError> {
    let column = column(batch, name, kind, before)?;
    match (0..batch.num_rows()).find(|row| column.values.is_null(*row)) {
        Some(row) => Err(column.empty(row)),
        None => Ok(column),
    }
}

fn of<'b>(
    values: &'b dyn Array,
    column: &'static str,
    kind: Kind,
    before: usize,
) -> Result<Column<'b>, StageError> {
    if kind.takes(values.data_type()) {
        return Ok(Column { name: column, values, before });
    }
    let found = values.data_type().to_string();
    Err(ArrowError::ColumnType { column, found, wanted: kind.as_str() }.into())
}

impl<'b> Column<'b> {
    /// Which row, from 1, of all that the stage was given.
    fn place(&self, row: usize) -> usize {
        self.before + row + 1
    }

    fn empty(&self, row: usize) -> StageError {
        StageError::Empty { column: self.name, row: self.place(row) }
    }

    /// A value that the column cannot have.
    pub(super) fn wrong(&self, row: usize, value: &str) -> StageError {
        StageError::Value { column: self.name, row: self.place(row), value: value.to_owned() }
    }

    /// The bytes of a row.
    pub(super) fn bytes(&self, row: usize) -> Result<&'b [u8], StageError> {
        match self.values.data_type() {
            _ if self.values.is_null(row) => Err(self.empty(row)),
            D::Binary => Ok(self.values.as_binary::<i32>().value(row)),
            D::LargeBinary => Ok(self.values.as_binary::<i64>().value(row)),
            D::BinaryView => Ok(self.values.as_binary_view().value(row)),
            other => Err(self.type_error(other, Kind::Bytes)),
        }
    }

    fn type_error(&self, found: &D, wanted: Kind) -> StageError {
        let found = found.to_string();
        ArrowError::ColumnType { column: self.name, found, wanted: wanted.as_str() }.into()
    }

    /// The text of a row, where there is one.
    pub(super) fn text(&self, row: usize) -> Option<&'b str> {
        match self.values.data_type() {
            _ if self.values.is_null(row) => None,
            D::Utf8 => Some(self.values.as_string::<i32>().value(row)),
            D::LargeUtf8 => Some(self.values.as_string::<i64>().value(row)),
            D::Utf8View => Some(self.values.as_string_view().value(row)),
            _ => None,
        }
    }

    /// The number of a row.
    pub(super) fn number(&self, row: usize) -> Result<f64, StageError> {
        match self.values.data_type() {
            _ if self.values.is_null(row) => Err(self.empty(row)),
            D::Float32 => Ok(f64::from(self.values.as_primitive::<Float32Type>().value(row))),
            D::Float64 => Ok(self.values.as_primitive::<Float64Type>().value(row)),
            other => Err(self.type_error(other, Kind::Number)),
        }
    }

    /// The pairs of a row: a list of structures with a name and how likely it is. A row without a list has none.
    pub(super) fn pairs(&self, row: usize) -> Result<Vec<(&'b [u8], f64)>, StageError> {
        let D::List(_) = self.values.data_type() else {
            return Err(self.type_error(self.values.data_type(), Kind::List));
        };
        if self.values.is_null(row) {
            return Ok(Vec::new());
        }
        let lists = self.values.as_list::<i32>();
        let (from, to) = (lists.value_offsets()[row] as usize, lists.value_offsets()[row + 1] as usize);
        let Some(pairs) = lists.values().as_any().downcast_ref::<StructArray>() else {
            let found = lists.values().data_type().to_string();
            return Err(ArrowError::ColumnType { column: "pairs", found, wanted: "structures" }.into());
        };
        let field = |column: &'static str, kind: Kind| match pairs.column_by_name(column) {
            Some(values) => of(values.as_ref(), column, kind, 0),
            None => Err(ArrowError::NoColumn { column, columns: vec!["those of pairs".to_owned()] }.into()),
        };
        let (names, likely) = (field("b", Kind::Bytes)?, field("likely", Kind::Number)?);
        let pair = |at: usize| {
            if pairs.is_null(at) || names.values.is_null(at) || likely.values.is_null(at) {
                return Err(self.empty(row));
            }
            Ok((names.bytes(at)?, likely.number(at)?))
        };
        (from..to).map(pair).collect()
    }

    /// How the values of two rows, which may be of different batches, stand to each other: whole numbers by their size, bytes
    /// by their letters, an empty one before all others.
    pub(super) fn order(
        &self,
        row: usize,
        other: &Column<'_>,
        other_row: usize,
    ) -> Result<Ordering, StageError> {
        match (self.values.is_null(row), other.values.is_null(other_row)) {
            (true, true) => return Ok(Ordering::Equal),
            (true, false) => return Ok(Ordering::Less),
            (false, true) => return Ok(Ordering::Greater),
            (false, false) => {}
        }
        let whole = |column: &Column<'_>, row: usize| match column.values.data_type() {
            D::Int32 => Some(i64::from(column.values.as_primitive::<Int32Type>().value(row))),
            D::Int64 => Some(column.values.as_primitive::<Int64Type>().value(row)),
            _ => None,
        };
        match (whole(self, row), whole(other, other_row)) {
            (Some(a), Some(b)) => Ok(a.cmp(&b)),
            _ => Ok(self.bytes(row)?.cmp(other.bytes(other_row)?)),
        }
    }
}
