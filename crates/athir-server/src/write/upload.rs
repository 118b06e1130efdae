//! Forms with a file in them (multipart/form-data, RFC 7578), taken apart.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::problem::Problem;

/// A file as a form sends it.
#[derive(Debug)]
pub(crate) struct Upload {
    /// The name that the file has where it comes from.
    pub(crate) name: String,
    /// What is in it.
    pub(crate) file: Vec<u8>,
    /// Which column of a table holds what, as JSON.
    pub(crate) mapping: Option<String>,
}

/// The form, for the API's document.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct UploadForm {
    /// The file.
    #[schemars(extend("format" = "binary"))]
    #[expect(dead_code, reason = "it is described, and read as bytes")]
    file: String,
    /// Which column of a table holds what, as JSON: `{"text": "Summary", "published": "Date"}`. `dates` says how its dates
    /// are written: `day-first`, `month-first`, `iso`, or a format in the letters of `strptime`.
    #[expect(dead_code, reason = "it is described, and read as bytes")]
    mapping: Option<String>,
}

fn position(bytes: &[u8], of: &[u8], from: usize) -> Option<usize> {
    let first = *of.first()?;
    let mut at = from;
    while let Some(next) = bytes.get(at..)?.iter().position(|&byte| byte == first) {
        at += next;
        if bytes[at..].starts_with(of) {
            return Some(at);
        }
        at += 1;
    }
    None
}

impl Upload {
    /// Takes the body of a form apart. Its boundary is its own first line.
    ///
    /// # Errors
    ///
    /// A body that is no such form, or has no file.
    pub(crate) fn read(body: &[u8]) -> Result<Upload, Problem> {
        let wrong = |why: &str| Problem::bad_request(format!("the form cannot be read: {why}"));
        let end = position(body, b"\r\n", 0).ok_or_else(|| wrong("it has no boundary"))?;
        let boundary = &body[..end];
        if !boundary.starts_with(b"--") || boundary.len() > 200 {
            return Err(wrong("it has no boundary"));
        }
        let between = [b"\r\n".as_slice(), boundary].concat();
        let (mut name, mut file, mut mapping) = (String::new(), None, None);
        let mut at = end;
        // Behind a boundary stands a line's end, or two hyphens where the form is over.
        while body.get(at..at + 2) == Some(b"\r\n") {
            let head = position(body, b"\r\n\r\n", at).ok_or_else(|| wrong("a part has no head"))?;
            let close = position(body, &between, head + 2).ok_or_else(|| wrong("a part has no end"))?;
            let words = String::from_utf8_lossy(&body[at..head]).into_owned();
            let content = body.get(head + 4..close).unwrap_or_default();
            match parameter(&words, "name").as_deref() {
                Some("file") => {
                    name = parameter(&words, "filename").unwrap_or_default();
                    file = Some(content.to_vec());
                }
                Some("mapping") => {
                    let words = std::str::from_utf8(content);
                    mapping = Some(words.map_err(|_| wrong("the mapping is no UTF-8"))?.to_owned());
                }
                _ => {}
            }
            at = close + between.len();
        }
        let file = file.ok_or_else(|| Problem::bad_field("file", "the form has no file"))?;
        Ok(Upload { name, file, mapping })
    }
}

/// The value of a parameter of the header that says which part it is.
fn parameter(head: &str, name: &str) -> Option<String> {
    let is_it = |line: &&str| line.to_ascii_lowercase().starts_with("content-disposition:");
    let line = head.split("\r\n").find(is_it)?;
    let start = format!("{name}=\"");
    let at = line.match_indices(&start).map(|(at, _)| at).find(|&at| line[..at].ends_with([' ', ';']))?;
    let value = &line[at + start.len()..];
    let end = value.find('"')?;
    // Browsers write a quotation mark as %22.
    Some(value[..end].replace("%22", "\"").replace("%0D", "").replace("%0A", ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &[u8] = b"--x7\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a \xC3\xBC.csv\"\r\nContent-Type: text/csv\r\n\r\ntext,date\r\n--x,1\r\n\r\n--x7\r\ncontent-disposition: form-data; name=\"mapping\"\r\n\r\n{\"text\":\"text\"}\r\n--x7--\r\n";

    #[test]
    fn a_form_is_taken_apart() {
        let upload = Upload::read(FORM).unwrap();
        assert_eq!(upload.name, "a ü.csv");
        assert_eq!(upload.file, b"text,date\r\n--x,1\r\n");
        assert_eq!(upload.mapping.as_deref(), Some("{\"text\":\"text\"}"));
    }

    #[test]
    fn what_is_no_form_is_refused() {
        for n in 0..FORM.len() - 20 {
            let _ = Upload::read(&FORM[..n]);
        }
        for body in [&b""[..], b"--", b"--x\r\n", b"--x\r\n\r\n", b"{}", b"--x\r\n\r\n\r\n--x--", &[0; 64]] {
            assert!(Upload::read(body).is_err(), "{body:?}");
        }
    }
}
