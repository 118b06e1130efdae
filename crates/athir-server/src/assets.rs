//! The files of the page: built in and packed at build time, or read from a folder while somebody works on them.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use flate2::read::GzDecoder;

use crate::answer::takes_gzip;
use crate::app::App;
use crate::problem::Problem;

/// A file of the page as it is built in.
struct Asset {
    path: &'static str,
    /// The bytes, packed with gzip where that makes them smaller.
    bytes: &'static [u8],
    is_packed: bool,
    etag: &'static str,
}

// What build.rs found in web/dist.
include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// What is shown when the page was not built.
const NO_PAGE: &str = include_str!("no_page.html");

/// Sends the file that a path names; every other path is a view of the page, which finds its way itself.
pub(crate) async fn serve(app: Arc<App>, request: Request) -> Response<Body> {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Problem::method("files are only read").response();
    }
    let path = request.uri().path().trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    let mut response = match &app.settings.assets {
        Some(folder) => from_folder(folder, path).await,
        None => built_in(path, &request),
    };
    if request.method() == Method::HEAD {
        // How long it would be is told as for GET.
        let length = response.body().size_hint().exact();
        *response.body_mut() = Body::empty();
        if let Some(length) = length.filter(|_| response.status() != StatusCode::NOT_MODIFIED) {
            response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
    }
    response
}

/// Sends the project's own boundaries for the map.
pub(crate) async fn boundaries(app: Arc<App>) -> Response<Body> {
    let Some(file) = app.settings.boundaries.clone() else {
        return Problem::not_found("this project has no boundaries of its own").response();
    };
    match tokio::task::spawn_blocking(move || std::fs::read(file)).await {
        Ok(Ok(bytes)) => page(bytes, "boundaries.json"),
        _ => Problem::unavailable("the file of boundaries cannot be read").response(),
    }
}

fn built_in(path: &str, request: &Request) -> Response<Body> {
    let find = |path: &str| ASSETS.iter().find(|asset| asset.path == path);
    let asset = match find(path) {
        Some(asset) => asset,
        None if is_file(path) && path != "index.html" => {
            return Problem::not_found("there is no such file").response();
        }
        None => match find("index.html") {
            Some(asset) => asset,
            None => return page(NO_PAGE.as_bytes().to_vec(), "index.html"),
        },
    };
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.contains(asset.etag)) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().insert(header::ETAG, HeaderValue::from_static(asset.etag));
        return response;
    }
    let is_packed = asset.is_packed && takes_gzip(request.headers());
    let bytes = if asset.is_packed && !is_packed { unpack(asset.bytes) } else { asset.bytes.to_vec() };
    let mut response = page(bytes, asset.path);
    let headers = response.headers_mut();
    headers.insert(header::ETAG, HeaderValue::from_static(asset.etag));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    // Vite puts the digest of each file there into its name.
    if asset.path.starts_with("assets/") {
        let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
        headers.insert(header::CACHE_CONTROL, kept);
    }
    response
}

fn unpack(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    // What build.rs packed can be unpacked.
    let _ = GzDecoder::new(bytes).read_to_end(&mut plain);
    plain
}

/// Whether a path means a file and no view.
fn is_file(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.contains('.'))
}

async fn from_folder(folder: &Path, path: &str) -> Response<Body> {
    let is_plain =
        path.split('/').all(|part| !part.starts_with('.') && !part.contains(['\\', ':', '%', '\0']));
    let file: PathBuf = if is_plain { folder.join(path) } else { folder.join("index.html") };
    let read = |file: PathBuf| tokio::task::spawn_blocking(move || std::fs::read(file));
    if let Ok(Ok(bytes)) = read(file).await {
        return page(bytes, path);
    }
    if is_file(path) && path != "index.html" {
        return Problem::not_found("there is no such file").response();
    }
    match read(folder.join("index.html")).await {
        Ok(Ok(bytes)) => page(bytes, "index.html"),
        _ => page(NO_PAGE.as_bytes().to_vec(), "index.html"),
    }
}

fn page(bytes: Vec<u8>, path: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "geojson" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
