//! The answer of a web server as it was archived.

use std::io::Read;

use super::header::kind_of;
use crate::Fault;

/// What a server sent, unpacked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) body: Vec<u8>,
    /// The kind of the content, without parameters.
    pub(super) kind: String,
    pub(super) charset: Option<String>,
}

/// Reads an answer: nothing if the server refused.
pub(super) fn read_answer(block: &[u8], limit: u64) -> Result<Option<Answer>, Fault> {
    let (head, body) = split_head(block).ok_or(Fault::Http("its head does not end"))?;
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let status = lines.next().unwrap_or_default();
    if !status.starts_with("HTTP/") {
        return Err(Fault::Http("it does not begin with HTTP/ and a version"));
    }
    let code = status.split_whitespace().nth(1).unwrap_or_default();
    if !code.starts_with('2') {
        return Ok(None);
    }
    let mut answer = Answer::default();
    let (mut packing, mut chunked) = (String::new(), false);
    for line in lines {
        let Some((name, value)) = line.split_once(':') else { continue };
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => {
                answer.kind = kind_of(value);
                answer.charset = charset_of(value);
            }
            "content-encoding" => packing = value.trim().to_ascii_lowercase(),
            "transfer-encoding" => chunked = value.to_ascii_lowercase().contains("chunked"),
            _ => {}
        }
    }
    // Many crawlers store what they have joined and unpacked, and leave the head as it was.
    let joined = if chunked { join_chunks(body) } else { None };
    let body = joined.as_deref().unwrap_or(body);
    answer.body = unpack(body, &packing, limit)?;
    Ok(Some(answer))
}

fn split_head(block: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut at = 0;
    loop {
        let end = at + block[at..].iter().position(|&byte| byte == b'\n')?;
        let line = &block[at..end];
        if line.is_empty() || line == b"\r" {
            return Some((&block[..at], &block[end + 1..]));
        }
        at = end + 1;
    }
}

/// The charset in a `Content-Type`.
pub(crate) fn charset_of(value: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|parameter| {
        let (name, label) = parameter.split_once('=')?;
        let label = label.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !label.is_empty()).then(|| label.to_owned())
    })
}

/// Joins the chunks of a body; nothing if it is in none.
fn join_chunks(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    loop {
        let end = body.iter().take(64).position(|&byte| byte == b'\n')?;
        let size = std::str::from_utf8(&body[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        body = &body[end + 1..];
        if size == 0 {
            return Some(joined);
        }
        joined.extend_from_slice(body.get(..size)?);
        body = body[size..].strip_prefix(b"\r\n").or_else(|| body[size..].strip_prefix(b"\n"))?;
    }
}

/// Unpacks a body as its head says it is packed.
pub(crate) fn unpack(body: &[u8], packing: &str, limit: u64) -> Result<Vec<u8>, Fault> {
    let mut unpacked = Vec::new();
    let read = match packing {
        "gzip" | "x-gzip" if body.starts_with(&[0x1F, 0x8B]) => {
            flate2::read::MultiGzDecoder::new(body).take(limit + 1).read_to_end(&mut unpacked)
        }
        // What is called deflate has the head of zlib, and in some servers' hands none.
        "deflate" if body.first().is_some_and(|byte| byte & 0x0F == 8) => {
            flate2::read::ZlibDecoder::new(body).take(limit + 1).read_to_end(&mut unpacked)
        }
        "br" | "zstd" if std::str::from_utf8(body).is_err() && !body.contains(&b'<') => {
            return Err(Fault::Http("its body is packed in a way that is not read (brotli, zstd)"));
        }
        _ => return Ok(body.to_vec()),
    };
    match read {
        Ok(n) if n as u64 > limit => Err(Fault::TooLong(limit)),
        Ok(_) => Ok(unpacked),
        Err(error) => Err(Fault::Packed(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(block: &str) -> Result<Option<Answer>, Fault> {
        read_answer(block.as_bytes(), 1000)
    }

    #[test]
    fn reads_head_and_body() {
        let read = answer("HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=\"utf-8\"\r\n\r\n<p>x")
            .unwrap()
            .unwrap();
        assert_eq!(
            (read.kind.as_str(), read.charset.as_deref(), read.body.as_slice()),
            ("text/html", Some("utf-8"), &b"<p>x"[..])
        );
        assert_eq!(answer("HTTP/1.1 404 Not Found\n\n"), Ok(None));
        assert!(matches!(answer("HTTP/1.1 200 OK\r\nA: b"), Err(Fault::Http(_))));
        assert!(matches!(answer("<p>\n\n"), Err(Fault::Http(_))));
    }

    #[test]
    fn joins_chunks_that_are_still_apart() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        let body = |rest: &str| answer(&format!("{head}{rest}")).unwrap().unwrap().body;
        assert_eq!(body("3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"), b"abcde");
        assert_eq!(body("<p>joined before it was archived"), b"<p>joined before it was archived");
    }

    #[test]
    fn a_bomb_is_refused() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut packed, &[b'a'; 5000]).unwrap();
        let mut block = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
        block.extend(packed.finish().unwrap());
        assert_eq!(read_answer(&block, 1000), Err(Fault::TooLong(1000)));
        assert_eq!(read_answer(&block, 5000).unwrap().unwrap().body, [b'a'; 5000]);
    }
}
