//! GeoJSON (RFC 7946): for QGIS, kepler.gl, geopandas and web maps.

use athir_arrow::{Cell, IncidentRow, Incidents, Table as _, cells};
use serde_json::{Map, Value, json};

use super::geometry::{AREAS, shape_of};
use crate::{ExportError, Exporter, Item, Needs, Notes, Out, Output, Profile, Rows, Start};

/// Incidents as features.
pub(crate) const GEOJSON: Profile = Profile {
    name: "geojson",
    about: "incidents as features for QGIS, kepler.gl, geopandas and web maps; no point where only an area is known",
    output: Output::File("incidents.geojson"),
    needs: Needs::ITEMS,
    settings: &[AREAS],
    start: |start| Ok(Box::new(GeoJson::start(start)?)),
};

struct GeoJson<'a> {
    out: Out,
    start: Start<'a>,
    has_rows: bool,
}

impl<'a> GeoJson<'a> {
    fn start(start: Start<'a>) -> Result<GeoJson<'a>, ExportError> {
        let mut out = Out::create(start.files, "incidents.geojson")?;
        let about = json!(start.release);
        out.put(format!("{{\"type\":\"FeatureCollection\",\"athir\":{about},\"features\":[\n").as_bytes())?;
        Ok(GeoJson { out, start, has_rows: false })
    }
}

/// A cell as JSON; days and moments as words by ISO 8601.
fn value(cell: Cell<'_>) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => text.into(),
        Cell::Texts(texts) => texts.into_iter().collect(),
        Cell::Whole(number) => number.into(),
        Cell::Number(number) => number.into(),
        Cell::Flag(flag) => flag.into(),
        Cell::Day(day) => day.to_string().into(),
        Cell::Moment(moment) => moment.to_string().into(),
    }
}

impl Exporter for GeoJson<'_> {
    fn item(&mut self, item: &Item, notes: &mut Notes) -> Result<(), ExportError> {
        let made = item.provenance();
        let row = IncidentRow { incident: &item.incident, made: &made };
        let columns = Incidents::COLUMNS.iter().map(|column| column.name.to_owned());
        let properties: Map<String, Value> = columns.zip(cells::<Incidents>(&row).map(value)).collect();
        let shape = shape_of(&item.incident, self.start.settings, notes);
        let feature = json!({
            "type": "Feature",
            "id": item.incident.id,
            "geometry": shape.map(|shape| shape.geojson()),
            "properties": properties,
        });
        let separator = if std::mem::replace(&mut self.has_rows, true) { ",\n" } else { "" };
        self.out.row(format!("{separator}{feature}").as_bytes())
    }

    fn finish(mut self: Box<Self>) -> Result<Rows, ExportError> {
        self.out.put(b"\n]}\n")?;
        Ok(vec![self.out.finish()?])
    }
}
