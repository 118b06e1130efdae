//! Parquet files.

use std::fs::{self, File};

use athir_arrow::{BatchBuilder, ParquetWriter, RecordBatch, ReportRow, Reports, read_parquet, schema};

fn rows(names: std::ops::Range<usize>) -> RecordBatch {
    let mut builder = BatchBuilder::<Reports>::new();
    for n in names {
        let report = athir_model::Report::new(format!("r{n}"), format!("Shells fell on market {n}."));
        builder.push(&ReportRow { text: Some(&report.text), ..ReportRow::of(&report) });
    }
    builder.finish().unwrap()
}

fn written(batches: &[RecordBatch]) -> Vec<u8> {
    let mut writer =
        ParquetWriter::new(Vec::new(), schema::<Reports>(), &[("table", "reports"), ("by", "test")]).unwrap();
    batches.iter().for_each(|batch| writer.write(batch).unwrap());
    writer.finish().unwrap()
}

#[test]
fn the_same_rows_give_the_same_bytes_however_they_are_cut() {
    let whole = written(&[rows(0..5000)]);
    assert_eq!(written(&[rows(0..1), rows(1..3001), rows(3001..5000)]), whole);
    assert_eq!(written(&[rows(0..5000)]), whole);
}

#[test]
fn a_file_is_read_back_in_batches_with_the_columns_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reports.parquet");
    fs::write(&path, written(&[rows(0..10)])).unwrap();
    let reader = read_parquet(File::open(&path).unwrap(), 4, &["report", "text", "no such column"]).unwrap();
    assert_eq!(reader.n_rows(), 10);
    let batches: Vec<RecordBatch> = reader.map(Result::unwrap).collect();
    assert_eq!(batches.iter().map(RecordBatch::num_rows).collect::<Vec<_>>(), [4, 4, 2]);
    let schema = batches[0].schema();
    assert_eq!(
        schema.fields().iter().map(|field| field.name().as_str()).collect::<Vec<_>>(),
        ["report", "text"]
    );
    assert_eq!(schema.field(1).metadata()["description"], "Its text, where texts were asked for.");
}

#[test]
fn a_file_that_is_no_parquet_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.parquet");
    fs::write(&path, "id,text\r\n1,Shells fell.\r\n").unwrap();
    let error = read_parquet(File::open(&path).unwrap(), 4, &["id"]).err().unwrap();
    assert!(error.to_string().contains("Parquet"), "{error}");
}
