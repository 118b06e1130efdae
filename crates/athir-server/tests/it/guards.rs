//! What the server keeps out, and how it stops.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::client::{get, get_with, send};
use crate::fixture::Fixture;

#[test]
fn only_names_of_this_machine_are_answered_to() {
    let server = Fixture::with_page(&[]);
    let request = b"GET /api/me HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    let answer = send(server.address, request);
    assert_eq!(answer.status, 403);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    let named = format!(
        "GET /api/me HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n",
        server.address.port()
    );
    assert_eq!(send(server.address, named.as_bytes()).status, 200);
}

#[test]
fn every_answer_forbids_what_pages_do_not_need() {
    let server = Fixture::with_page(&[("index.html", "<!doctype html>")]);
    for path in ["/", "/api/me", "/api/nothing", "/api/docs", "/map", "/no.js"] {
        let answer = get(server.address, path);
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none';"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{path}");
    }
}

#[test]
fn a_client_that_has_the_answer_is_told_so() {
    let server = Fixture::new();
    let first = get(server.address, "/api/summary");
    let etag = first.header("etag").unwrap();
    let again = get_with(server.address, "/api/summary", &format!("If-None-Match: {etag}\r\n"));
    assert_eq!((again.status, again.body.len()), (304, 0));
    let other = get_with(server.address, "/api/summary?kind=clash", &format!("If-None-Match: {etag}\r\n"));
    assert_eq!(other.status, 200, "another question has another answer");
}

#[test]
fn answers_are_packed_for_those_who_can_unpack_them() {
    let server = Fixture::new();
    let plain = get(server.address, "/api/codebook");
    let packed = get_with(server.address, "/api/codebook", "Accept-Encoding: br, gzip\r\n");
    assert_eq!((plain.header("content-encoding"), packed.header("content-encoding")), (None, Some("gzip")));
    assert!(packed.body.len() * 2 < plain.body.len());
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&packed.body[..]).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, plain.body);
    let etag = packed.header("etag").unwrap().to_owned();
    let known = get_with(server.address, "/api/codebook", &format!("If-None-Match: {etag}\r\n"));
    assert_eq!(known.status, 304, "the packed answer is the same answer");
}

#[test]
fn methods_that_a_path_does_not_take_are_refused() {
    let server = Fixture::with_page(&[]);
    for path in ["/api/summary", "/api/openapi.json", "/index.html"] {
        let request =
            format!("DELETE {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.address);
        let answer = send(server.address, request.as_bytes());
        assert_eq!(answer.status, 405, "{path}");
        assert_eq!(answer.json()["status"], 405);
    }
}

#[test]
fn files_of_the_page_and_no_others_are_served() {
    let server =
        Fixture::with_page(&[("index.html", "<!doctype html><title>page</title>"), ("assets/a.js", "1")]);
    assert_eq!(
        get(server.address, "/assets/a.js").header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
    for path in ["/", "/incidents/0123", "/map"] {
        let answer = get(server.address, path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.starts_with(b"<!doctype html><title>page"), "{path} is a view of the page");
    }
    assert_eq!(get(server.address, "/assets/missing.js").status, 404);
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/../../secret.txt",
        "/.hidden.txt",
    ] {
        let answer = get(server.address, path);
        assert!(!answer.body.starts_with(b"not to be"), "{path}");
    }
}

#[test]
fn a_server_without_a_page_says_so() {
    let server = Fixture::new();
    let answer = get(server.address, "/");
    assert_eq!(answer.status, 200);
    assert!(String::from_utf8_lossy(&answer.body).contains("/api/docs") || !answer.body.is_empty());
}

#[test]
fn events_come_when_another_process_writes() {
    let server = Fixture::new();
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    write!(stream, "GET /api/events HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).unwrap();
    let mut seen = String::new();
    let mut read_until = |words: &str, times: usize| {
        let mut buffer = [0; 4096];
        while seen.matches(words).count() < times {
            let n = stream.read(&mut buffer).unwrap();
            assert!(n > 0, "the stream ended: {seen}");
            seen.push_str(&String::from_utf8_lossy(&buffer[..n]));
        }
    };
    read_until("event: hello", 1);
    let before = get(server.address, "/api/summary").json();
    let report = (
        "late",
        "Tigris Daily",
        "2018-05-02",
        "Protest in Mosul\n\nHundreds of people protested in Mosul on Tuesday against power cuts.\n",
    );
    crate::fixture::ingest(&server.database, &[report], "2026-01-02T00:00:00Z");
    // The report is kept first, and its incidents follow.
    let mut after = before.clone();
    for n in 1..=2 {
        if after["n_incidents"] == before["n_incidents"] {
            read_until("event: changed", n);
            after = get(server.address, "/api/summary").json();
        }
    }
    assert_ne!(before["version"], after["version"]);
    assert_eq!(after["total"]["n_reports"], 6);
    assert!(after["n_incidents"].as_u64() > before["n_incidents"].as_u64());
    let found = get(server.address, "/api/incidents?text=protested&kind=protest").json();
    assert!(found["total"].as_u64() > Some(0), "{found}");
}

#[test]
fn a_server_that_is_told_to_stop_ends_its_streams() {
    let mut server = Fixture::with_page(&[]);
    let mut stream = TcpStream::connect(server.address).unwrap();
    write!(stream, "GET /api/events HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).unwrap();
    let mut buffer = [0; 512];
    assert!(stream.read(&mut buffer).unwrap() > 0);
    let idle = TcpStream::connect(server.address).unwrap();
    server.stop();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
    drop(idle);
    assert!(TcpStream::connect(server.address).is_err(), "nobody listens any more");
}

#[test]
fn a_head_tells_how_long_the_answer_to_a_get_is() {
    let server =
        Fixture::with_page(&[("index.html", "<!doctype html><title>page</title>"), ("assets/a.js", "1")]);
    for path in ["/", "/map", "/assets/a.js", "/api/me", "/api/summary", "/api/openapi.json"] {
        let whole = get(server.address, path);
        let request =
            format!("HEAD {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.address);
        let head = send(server.address, request.as_bytes());
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        assert_eq!(head.header("content-length"), whole.header("content-length"), "{path}");
        assert_eq!(head.header("content-length"), Some(&*whole.body.len().to_string()), "{path}");
    }
}

#[test]
fn a_client_that_is_slow_is_let_go() {
    let server = Fixture::impatient();
    let host = server.address;
    let say = |words: &str| -> String {
        let mut stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream.write_all(words.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        // The server ends the connection; a client that waited for more would wait in vain.
        stream.read_to_end(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let halfway = say(&format!("GET /api/me HTTP/1.1\r\nHost: {host}\r\nX-Never-"));
    assert!(halfway.is_empty() || halfway.starts_with("HTTP/1.1 408"), "{halfway}");
    let body = say(&format!(
        "POST /api/decisions HTTP/1.1\r\nHost: {host}\r\nX-Athir-CSRF: 1\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 500\r\n\r\n{{\"verdict\""
    ));
    assert!(body.starts_with("HTTP/1.1 503") && body.contains("took too long"), "{body}");
    // Others are answered as before.
    assert_eq!(get(host, "/api/me").status, 200);
}
