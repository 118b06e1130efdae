//! GeoParquet 1.1: for geopandas, DuckDB, QGIS and R's sf.

use std::sync::Arc;

use arrow_array::builder::BinaryBuilder;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use athir_arrow::{BatchBuilder, IncidentRow, Incidents};

use super::geometry::{AREAS, shape_of};
use crate::table::ParquetSink;
use crate::{ExportError, Exporter, Item, Needs, Notes, Output, Profile, Rows, Start};

/// Incidents as a table with a geometry.
pub(crate) const GEOPARQUET: Profile = Profile {
    name: "geoparquet",
    about: "incidents as a table with a geometry, for geopandas, DuckDB, QGIS and R; no point where only an area is known",
    output: Output::File("incidents.parquet"),
    needs: Needs::ITEMS,
    settings: &[AREAS],
    start: |start| Ok(Box::new(GeoParquet::start(start)?)),
};

/// What the file says of its geometry: well-known binary, longitude and latitude (OGC:CRS84, the default).
const GEO: &str = r#"{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","geometry_types":[],"orientation":"counterclockwise"}}}"#;
const BATCH: usize = 4096;

struct GeoParquet<'a> {
    schema: SchemaRef,
    rows: BatchBuilder<Incidents>,
    shapes: BinaryBuilder,
    sink: ParquetSink,
    start: Start<'a>,
}

impl<'a> GeoParquet<'a> {
    fn start(start: Start<'a>) -> Result<GeoParquet<'a>, ExportError> {
        let rows = BatchBuilder::<Incidents>::new();
        let mut fields: Vec<Arc<Field>> = rows.schema().fields().iter().cloned().collect();
        fields.push(Arc::new(Field::new("geometry", DataType::Binary, true)));
        let schema = Arc::new(Schema::new(fields));
        let sink = ParquetSink::create(
            start.files,
            "incidents.parquet",
            schema.clone(),
            start.release,
            &[("geo", GEO)],
        )?;
        Ok(GeoParquet { schema, rows, shapes: BinaryBuilder::new(), sink, start })
    }

    fn flush(&mut self) -> Result<(), ExportError> {
        if self.rows.n_rows() == 0 {
            return Ok(());
        }
        let with_shapes = |table: RecordBatch, shapes: ArrayRef| -> Result<RecordBatch, ArrowError> {
            let columns = table.columns().iter().cloned().chain([shapes]).collect();
            RecordBatch::try_new(self.schema.clone(), columns)
        };
        let shapes: ArrayRef = Arc::new(self.shapes.finish());
        let batch = self.rows.finish().and_then(|table| Ok(with_shapes(table, shapes)?));
        let batch = batch.map_err(|source| self.sink.trouble(source))?;
        self.sink.write(&batch)
    }
}

impl Exporter for GeoParquet<'_> {
    fn item(&mut self, item: &Item, notes: &mut Notes) -> Result<(), ExportError> {
        self.rows.push(&IncidentRow { incident: &item.incident, made: &item.provenance() });
        let shape = shape_of(&item.incident, self.start.settings, notes);
        self.shapes.append_option(shape.map(|shape| shape.wkb()));
        if self.rows.n_rows() >= BATCH { self.flush() } else { Ok(()) }
    }

    fn finish(mut self: Box<Self>) -> Result<Rows, ExportError> {
        self.flush()?;
        Ok(vec![self.sink.finish()?])
    }
}
