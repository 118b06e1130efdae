//! Values out of the columns of a batch, by the column's name.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, StructArray};
use arrow_schema::DataType as D;
use athir_arrow::{ArrowError, RecordBatch};

use super::StageError;

/// A column whose type was looked at.
#[derive(Clone, Copy)]
pub(super) struct Column<'b> {
    values: &'b dyn Array,
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

/// Finds a column.
pub(super) fn column<'b>(
    batch: &'b RecordBatch,
    column: &'static str,
    kind: Kind,
) -> Result<Column<'b>, StageError> {
    let Some(values) = batch.column_by_name(column) else {
        let columns = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
        return Err(ArrowError::NoColumn { column, columns }.into());
    };
    of(values.as_ref(), column, kind)
}

fn of<'b>(values: &'b dyn Array, column: &'static str, kind: Kind) -> Result<Column<'b>, StageError> {
    if kind.takes(values.data_type()) {
        return Ok(Column { values });
    }
    let found = values.data_type().to_string();
    Err(ArrowError::ColumnType { column, found, wanted: kind.as_str() }.into())
}

impl<'b> Column<'b> {
    /// The bytes of a row; none where there are none or the column has others.
    pub(super) fn bytes(&self, row: usize) -> &'b [u8] {
        match self.values.data_type() {
            _ if self.values.is_null(row) => &[],
            D::Binary => self.values.as_binary::<i32>().value(row),
            D::LargeBinary => self.values.as_binary::<i64>().value(row),
            D::BinaryView => self.values.as_binary_view().value(row),
            _ => &[],
        }
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

    /// The number of a row, where there is one.
    pub(super) fn number(&self, row: usize) -> Option<f64> {
        match self.values.data_type() {
            _ if self.values.is_null(row) => None,
            D::Float32 => Some(f64::from(self.values.as_primitive::<Float32Type>().value(row))),
            D::Float64 => Some(self.values.as_primitive::<Float64Type>().value(row)),
            _ => None,
        }
    }

    /// The pairs of a row: a list of structures with a name and how likely it is.
    pub(super) fn pairs(&self, row: usize) -> Result<Vec<(&'b [u8], f64)>, StageError> {
        let D::List(_) = self.values.data_type() else { return Ok(Vec::new()) };
        let lists = self.values.as_list::<i32>();
        let (from, to) = (lists.value_offsets()[row] as usize, lists.value_offsets()[row + 1] as usize);
        let Some(pairs) = lists.values().as_any().downcast_ref::<StructArray>() else {
            let found = lists.values().data_type().to_string();
            return Err(ArrowError::ColumnType { column: "pairs", found, wanted: "structures" }.into());
        };
        let field = |column: &'static str, kind: Kind| match pairs.column_by_name(column) {
            Some(values) => of(values.as_ref(), column, kind),
            None => Err(ArrowError::NoColumn { column, columns: vec!["those of pairs".to_owned()] }.into()),
        };
        let (names, likely) = (field("b", Kind::Bytes)?, field("likely", Kind::Number)?);
        let is_there = self.values.is_valid(row);
        let rows = (from..to).filter(|_| is_there);
        Ok(rows.filter_map(|at| Some((names.bytes(at), likely.number(at)?))).collect())
    }

    /// Whether two rows, which may be of different batches, have the same value.
    pub(super) fn is_same(&self, row: usize, other: &Column<'_>, other_row: usize) -> bool {
        if self.values.is_null(row) || other.values.is_null(other_row) {
            return self.values.is_null(row) == other.values.is_null(other_row);
        }
        let whole = |column: &Column<'_>, row: usize| match column.values.data_type() {
            D::Int32 => Some(i64::from(column.values.as_primitive::<Int32Type>().value(row))),
            D::Int64 => Some(column.values.as_primitive::<Int64Type>().value(row)),
            _ => None,
        };
        match (whole(self, row), whole(other, other_row)) {
            (Some(a), Some(b)) => a == b,
            _ => self.bytes(row) == other.bytes(other_row),
        }
    }
}
