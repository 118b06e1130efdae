//! Answers on their way out: whether the client has them already, and how they are packed.

use std::io::Write;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::route::Reply;
use crate::who::User;

/// Smaller answers are not worth packing.
const WORTH_PACKING: usize = 1400;

/// A name for an answer: of the state of the database, the question, who asks, and the program.
pub(crate) fn etag(version: &str, path: &str, question: &str, user: &User) -> String {
    let words = [env!("CARGO_PKG_VERSION"), version, path, question, &user.name, &user.csrf].join("\n");
    let digest = athir::database::sha256(words.as_bytes()).to_string();
    format!("\"{}\"", &digest[..20])
}

/// The name that a record has in its own answer, for `if_match` of writes: a decision about it changes it, and nothing
/// else does. What else the answer tells may change under the same name, so that it is never left out as known.
pub(crate) fn own_etag(body: &[u8]) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Named {
        etag: String,
    }
    serde_json::from_slice::<Named>(body).ok().map(|named| format!("\"{}\"", named.etag))
}

/// Whether the client names the answer as one that it has.
pub(crate) fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let Some(known) = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    known.split(',').map(|tag| tag.trim().trim_start_matches("W/")).any(|tag| tag == etag)
}

/// Tells the client that what it has is still right.
pub(crate) fn not_modified(etag: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    set(response.headers_mut(), header::ETAG, etag);
    set(response.headers_mut(), header::CACHE_CONTROL, "private, no-cache");
    response
}

/// Packs an answer, if the client can unpack it.
pub(crate) fn answer(reply: Reply, etag: Option<&str>, headers: &HeaderMap) -> Response<Body> {
    let is_packed = reply.body.len() >= WORTH_PACKING && takes_gzip(headers);
    let body = if is_packed { pack(&reply.body) } else { reply.body };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = reply.status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(reply.content_type));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie, authorization"));
    if is_packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    match etag {
        Some(etag) => {
            // The packed bytes are others; the weak form says that the content is the same.
            set(headers, header::ETAG, &if is_packed { format!("W/{etag}") } else { etag.to_owned() });
            set(headers, header::CACHE_CONTROL, "private, no-cache");
        }
        None => set(headers, header::CACHE_CONTROL, "no-store"),
    }
    response
}

fn set(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// Whether the client takes packed answers.
pub(crate) fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|part| {
        let mut parts = part.split(';');
        let is_gzip = matches!(parts.next().map(str::trim), Some("gzip" | "*"));
        is_gzip && !parts.any(|weight| matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn pack(body: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
    // Writing to memory does not fail.
    let _ = packer.write_all(body);
    packer.finish().unwrap_or_default()
}
