//! Web archives as crawlers write them, with invented pages.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

/// A page that tells of something at a place.
pub(crate) fn page(place: &str) -> String {
    format!(
        "<html lang=en><head><title>Shells fall on {place}</title></head><body><nav><a href=/>Home</a></nav><article>\
         <p>Fighters of the northern brigade shelled the bridge at {place} on Tuesday and killed three drivers, the town's council said.</p>\
         <p>The shells came from the hills to the west and fell for about an hour, two residents said by telephone.</p></article></body></html>"
    )
}

/// An answer of a web server.
pub(crate) fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    let mut answer = format!("HTTP/1.1 200 OK\r\n{head}\r\nServer: x\r\n\r\n").into_bytes();
    answer.extend_from_slice(body);
    answer
}

/// A record.
pub(crate) fn record(kind: &str, url: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-03-02T10:15:00Z\r\n\
         WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    record.extend_from_slice(block);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

/// The record of a page.
pub(crate) fn response(n: usize) -> Vec<u8> {
    let block = answer("Content-Type: text/html; charset=utf-8", page(&format!("Tell {n}")).as_bytes());
    record(
        "response",
        &format!("https://www.orontes.example/{n}"),
        "application/http; msgtype=response",
        &block,
    )
}

/// An archive of a head, three pages, and what is no page between them.
pub(crate) fn records() -> Vec<Vec<u8>> {
    let refused = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Nothing here</p>".to_vec();
    let image = answer("Content-Type: image/png", b"\x89PNG\0\0");
    vec![
        record("warcinfo", "", "application/warc-fields", b"software: x\r\n"),
        record(
            "request",
            "https://orontes.example/1",
            "application/http; msgtype=request",
            b"GET / HTTP/1.1\r\n\r\n",
        ),
        response(1),
        record("response", "https://orontes.example/gone", "application/http; msgtype=response", &refused),
        response(2),
        record("response", "https://orontes.example/i.png", "application/http; msgtype=response", &image),
        record(
            "conversion",
            "https://orontes.example/t",
            "text/plain",
            "Calm returned to Tell 4. حلب".as_bytes(),
        ),
        response(3),
    ]
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

pub(crate) fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}
