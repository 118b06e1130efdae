//! Everything that the filter lets through, as a file: written while it is read, so that memory does not grow with it.

use std::convert::Infallible;
use std::fs::File;
use std::io::Read;
use std::sync::Arc;

use athir::IncidentCsv;
use athir::model::{Incident, IncidentId};
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, header};
use http_body_util::channel::{Channel, Sender};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::api::filter_schema;
use crate::app::App;
use crate::problem::Problem;
use crate::query::{ParamSchema, Params};
use crate::read::row::IncidentRow;
use crate::shape::Order;
use crate::table::{Filter, Table};

/// Incidents that are read and sent together.
const PAGE: usize = 200;
/// Bytes of a file that are sent together.
const PIECE: usize = 1 << 16;
/// Pieces that wait for a slow reader.
const WAITING: usize = 4;

/// How the file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ExportFormat {
    /// A table with a header.
    #[default]
    Csv,
    /// One JSON array, with every claim.
    Json,
    /// One JSON object a line, with every claim.
    Jsonl,
    /// Points and areas for maps; incidents without a place have no geometry.
    Geojson,
}

impl ExportFormat {
    fn file(self) -> (&'static str, &'static str) {
        match self {
            ExportFormat::Csv => ("text/csv; charset=utf-8", "incidents.csv"),
            ExportFormat::Json => ("application/json", "incidents.json"),
            ExportFormat::Jsonl => ("application/x-ndjson", "incidents.jsonl"),
            ExportFormat::Geojson => ("application/geo+json", "incidents.geojson"),
        }
    }
}

/// How the file is to be written, beside the filter.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct ExportQuery {
    /// `csv`, `json`, `jsonl` or `geojson`.
    #[serde(default)]
    pub(crate) format: ExportFormat,
    /// One of the shapes of `/api/shapes`, in place of a format.
    pub(crate) shape: Option<String>,
    /// What is set of the shape: `inter=numbers`, several with commas.
    #[serde(default)]
    pub(crate) set: String,
}

/// Begins a file.
///
/// # Errors
///
/// Parameters that are wrong.
pub(crate) fn export(app: &Arc<App>, question: &str) -> Result<Response<Body>, Problem> {
    let params = Params::of_query(question)?;
    let own = ParamSchema::of::<ExportQuery>();
    let is_known = |name: &str| {
        [&own, filter_schema()].iter().any(|schema| schema.properties.iter().any(|(known, _)| known == name))
    };
    if let Some(unknown) = params.names().find(|name| !is_known(name)) {
        return Err(Problem::bad_field(unknown, "there is no such parameter here"));
    }
    let ExportQuery { format, shape, set } = params.read(&own)?;
    let filter = Filter::of(params.read(filter_schema())?, app.actors().registry())?;
    let table = app.table();
    let rows: Vec<u32> = app.select(&table, &filter)?.rows.iter().collect();
    if let Some(shape) = shape {
        let is_own = |name: &str| own.properties.iter().any(|(known, _)| known == name);
        // Without a filter reports without any incident come along.
        let is_whole = params.names().all(is_own);
        let order = Order::read(&shape, &set)?;
        let ids: Vec<IncidentId> =
            rows.iter().map(|row| IncidentId(IncidentRow::id_of(&table, *row))).collect();
        let chosen = (!is_whole).then_some(&ids[..]);
        let asked: Vec<&str> = question.split('&').filter(|part| !part.is_empty()).collect();
        let asked = asked.into_iter().filter(|part| !part.split('=').next().is_some_and(is_own));
        let file = order.write(app, chosen, &asked.collect::<Vec<_>>().join("&"))?;
        let (name, kind) = order.file();
        return Ok(download(stream(file)?, kind, &name));
    }
    if !set.is_empty() {
        return Err(Problem::bad_field("set", "it belongs to a shape, and none is named"));
    }
    let (sender, body) = Channel::<Bytes, Infallible>::new(WAITING);
    let app = app.clone();
    std::thread::Builder::new()
        .name("export".to_owned())
        .spawn(move || {
            // A reader who leaves, or a database that fails, ends the file where it is.
            let _ = write(&app, &table, &rows, format, sender);
        })
        .map_err(|error| Problem::internal(error.to_string()))?;
    let (kind, name) = format.file();
    Ok(download(Body::new(body), kind, name))
}

/// An answer that a browser keeps as a file.
pub(crate) fn download(body: Body, kind: &'static str, name: &str) -> Response<Body> {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let disposition = format!("attachment; filename=\"{name}\"");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Sends a file piece by piece.
pub(crate) fn stream(mut file: File) -> Result<Body, Problem> {
    let (mut sender, body) = Channel::<Bytes, Infallible>::new(WAITING);
    std::thread::Builder::new()
        .name("export".to_owned())
        .spawn(move || {
            loop {
                let mut piece = vec![0; PIECE];
                // A reader who leaves, or a disk that fails, ends the file where it is.
                let Ok(n) = file.read(&mut piece) else { return };
                piece.truncate(n);
                if n == 0 || futures_block(sender.send_data(piece.into())).is_err() {
                    return;
                }
            }
        })
        .map_err(|error| Problem::internal(error.to_string()))?;
    Ok(Body::new(body))
}

fn write(
    app: &App,
    table: &Table,
    rows: &[u32],
    format: ExportFormat,
    mut sender: Sender<Bytes>,
) -> Result<(), Problem> {
    let internal = |error: &dyn std::fmt::Display| Problem::internal(error.to_string());
    let mut send = |bytes: Vec<u8>| {
        let sent = futures_block(sender.send_data(bytes.into()));
        sent.map_err(|_| Problem::unavailable("the reader has left"))
    };
    let mut is_first = true;
    let mut out: Vec<u8> = match format {
        ExportFormat::Json => b"[\n".to_vec(),
        ExportFormat::Geojson => b"{\"type\":\"FeatureCollection\",\"features\":[\n".to_vec(),
        _ => Vec::new(),
    };
    if format == ExportFormat::Csv {
        IncidentCsv::new(&mut out).map_err(|error| internal(&error))?;
    }
    // The latest first, as lists have them.
    for page in rows.rchunks(PAGE) {
        let incidents = app.pool.read(|database| -> Result<Vec<(u32, Incident)>, Problem> {
            let mut found = Vec::with_capacity(page.len());
            for &row in page.iter().rev() {
                let id = IncidentId(IncidentRow::id_of(table, row));
                found.extend(database.store().incident(&id)?.map(|incident| (row, incident)));
            }
            Ok(found)
        })?;
        if format == ExportFormat::Csv {
            let mut csv = IncidentCsv::under(&mut out);
            for (_, incident) in &incidents {
                csv.write(incident).map_err(|error| internal(&error))?;
            }
        } else {
            for (row, incident) in &incidents {
                if !is_first && format != ExportFormat::Jsonl {
                    out.extend_from_slice(b",\n");
                }
                is_first = false;
                let written = match format {
                    ExportFormat::Geojson => serde_json::to_writer(&mut out, &feature(table, *row, incident)),
                    _ => serde_json::to_writer(&mut out, incident),
                };
                written.map_err(|error| internal(&error))?;
                if format == ExportFormat::Jsonl {
                    out.push(b'\n');
                }
            }
        }
        send(std::mem::take(&mut out))?;
    }
    match format {
        ExportFormat::Json => out.extend_from_slice(b"\n]\n"),
        ExportFormat::Geojson => out.extend_from_slice(b"\n]}\n"),
        _ => {}
    }
    if out.is_empty() { Ok(()) } else { send(out) }
}

/// Waits for a piece to be taken, on this thread.
fn futures_block<T>(work: impl Future<Output = T>) -> T {
    struct Unpark(std::thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Arc::new(Unpark(std::thread::current())).into();
    let mut context = std::task::Context::from_waker(&waker);
    let mut work = std::pin::pin!(work);
    loop {
        if let std::task::Poll::Ready(done) = work.as_mut().poll(&mut context) {
            return done;
        }
        std::thread::park();
    }
}

/// An incident as a map takes it. An area is given by its centre, and `precision` says that it is one.
fn feature(table: &Table, row: u32, incident: &Incident) -> serde_json::Value {
    let point = incident.place.as_ref().and_then(|place| Some((place.lon?, place.lat?)));
    let geometry = point.map(|(lon, lat)| json!({"type": "Point", "coordinates": [lon, lat]}));
    json!({
        "type": "Feature",
        "id": incident.id,
        "geometry": geometry,
        "properties": IncidentRow::of(table, row),
    })
}
