//! Reports out of the rows of batches.

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Date64Array, DictionaryArray, Int32Array, Int64Array,
    LargeStringArray, NullArray, RecordBatch, StringArray, StringViewArray, TimestampMillisecondArray,
    TimestampNanosecondArray,
};
use athir_arrow::{ArrowError, InputRow, keep_rows, read_rows};
use jiff::civil::date;

fn batch(columns: &[(&str, ArrayRef)]) -> RecordBatch {
    RecordBatch::try_from_iter(columns.iter().map(|(name, array)| (*name, Arc::clone(array)))).unwrap()
}

fn texts(texts: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(texts.to_vec()))
}

fn faults(rows: &[InputRow]) -> Vec<(&str, String)> {
    let faults =
        rows.iter().filter_map(|row| Some((row.id.as_str(), row.report.as_ref().err()?.to_string())));
    faults.collect()
}

#[test]
fn texts_are_read_from_every_type_that_holds_them() {
    let names = ["n1", "n2", "n1"];
    let arrays: [ArrayRef; 4] = [
        Arc::new(StringArray::from_iter_values(names)),
        Arc::new(LargeStringArray::from_iter_values(names)),
        Arc::new(StringViewArray::from_iter_values(names)),
        Arc::new(names.into_iter().collect::<DictionaryArray<Int32Type>>()),
    ];
    for array in arrays {
        let rows =
            read_rows(&batch(&[("id", Arc::clone(&array)), ("text", Arc::clone(&array)), ("outlet", array)]));
        let reports: Vec<_> = rows.unwrap().into_iter().map(|row| row.report.unwrap()).collect();
        assert_eq!(reports.iter().map(|report| report.name.as_str()).collect::<Vec<_>>(), names);
        assert_eq!(reports.iter().map(|report| report.text.as_str()).collect::<Vec<_>>(), names);
        assert_eq!(reports[1].outlet.as_deref(), Some("n2"));
    }
    let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values([7, -1]));
    let rows = read_rows(&batch(&[("id", numbers), ("text", texts(&[Some("a"), Some("b")]))])).unwrap();
    assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["7", "-1"]);
}

#[test]
fn a_dictionary_without_values_is_empty_in_every_row() {
    let none: DictionaryArray<Int32Type> = [None::<&str>, None].into_iter().collect();
    let both = [Some("a"), Some("b")];
    let rows = read_rows(&batch(&[("id", texts(&both)), ("text", texts(&both)), ("outlet", Arc::new(none))]));
    assert!(rows.unwrap().into_iter().all(|row| row.report.unwrap().outlet.is_none()));
}

#[test]
fn days_are_read_from_every_type_that_holds_them() {
    const DAY: i64 = 86_400_000;
    let day = 17_362; // 2017-07-15
    let arrays: [ArrayRef; 6] = [
        Arc::new(Date32Array::from_iter_values([day as i32])),
        Arc::new(Date64Array::from_iter_values([day * DAY])),
        Arc::new(TimestampMillisecondArray::from_iter_values([day * DAY + DAY - 1])),
        Arc::new(TimestampNanosecondArray::from_iter_values([day * DAY * 1_000_000]).with_timezone("UTC")),
        texts(&[Some("2017-07-15")]),
        texts(&[Some(" 2017-07-15T23:59:59Z ")]),
    ];
    for array in arrays {
        let kind = array.data_type().clone();
        let rows = read_rows(&batch(&[
            ("id", texts(&[Some("a")])),
            ("text", texts(&[Some("b")])),
            ("published", array),
        ]));
        let published = rows.unwrap().remove(0).report.unwrap().published;
        assert_eq!(published, Some(date(2017, 7, 15)), "{kind}");
    }
}

#[test]
fn what_is_wrong_with_a_row_is_told_in_its_place() {
    let rows = read_rows(&batch(&[
        ("id", texts(&[Some("a"), None, Some("c"), Some("d"), Some("é")])),
        ("text", texts(&[Some("x"), Some("x"), None, Some("x"), Some("x")])),
        ("published", texts(&[None, None, None, Some("15 July"), Some("2017-07-15é")])),
    ]));
    let rows = rows.unwrap();
    assert!(rows[0].report.is_ok());
    assert_eq!(
        faults(&rows),
        [
            ("row 2", "id: the row has none".to_owned()),
            ("c", "text: the row has none".to_owned()),
            ("d", "published: \"15 July\" is not a date such as 2017-07-15".to_owned()),
            ("é", "published: \"2017-07-15é\" is not a date such as 2017-07-15".to_owned()),
        ]
    );
}

#[test]
fn a_column_that_is_missing_or_of_another_type_is_named() {
    let error = read_rows(&batch(&[("id", texts(&[Some("a")])), ("body", texts(&[Some("x")]))])).unwrap_err();
    assert_eq!(error.to_string(), "there is no column \"text\"; the columns are id, body");
    let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values([7]));
    let error = read_rows(&batch(&[("id", texts(&[Some("a")])), ("text", numbers)])).unwrap_err();
    assert!(matches!(error, ArrowError::ColumnType { column: "text", .. }), "{error}");
}

#[test]
fn a_column_without_a_value_may_be_of_any_type() {
    let nothing: [ArrayRef; 3] = [
        Arc::new(Int32Array::from(vec![None, None])),
        Arc::new(BooleanArray::from(vec![None, None])),
        Arc::new(NullArray::new(2)),
    ];
    let both = [Some("a"), Some("b")];
    for array in nothing {
        let columns =
            [("id", texts(&both)), ("text", texts(&both)), ("published", Arc::clone(&array)), ("url", array)];
        let reports: Vec<_> =
            read_rows(&batch(&columns)).unwrap().into_iter().map(|row| row.report.unwrap()).collect();
        assert!(reports.iter().all(|report| report.published.is_none() && report.url.is_none()));
    }
    let some: ArrayRef = Arc::new(Int32Array::from(vec![None, Some(7)]));
    let error =
        read_rows(&batch(&[("id", texts(&both)), ("text", texts(&both)), ("published", some)])).unwrap_err();
    assert!(matches!(error, ArrowError::ColumnType { column: "published", .. }), "{error}");
}

#[test]
fn a_share_of_the_rows_is_kept_in_order() {
    let all = batch(&[("id", texts(&[Some("a"), Some("b"), Some("c")]))]);
    let kept = keep_rows(&all, |row| row != 1).unwrap();
    assert_eq!(kept, batch(&[("id", texts(&[Some("a"), Some("c")]))]));
}
