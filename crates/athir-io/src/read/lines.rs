//! Lines of bounded length.

use std::io::{self, BufRead};

/// A line that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// It stands in the buffer, with its end.
    Read,
    /// It is longer than allowed; the buffer holds its beginning, and all of it was passed.
    TooLong,
    /// There is none.
    End,
}

/// Reads the next line into the buffer.
pub(super) fn read_line(from: &mut impl BufRead, line: &mut Vec<u8>, limit: usize) -> io::Result<Line> {
    line.clear();
    let mut too_long = false;
    loop {
        let some = match from.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            some => some?,
        };
        if some.is_empty() {
            return Ok(match (too_long, line.is_empty()) {
                (true, _) => Line::TooLong,
                (false, true) => Line::End,
                (false, false) => Line::Read,
            });
        }
        let end = some.iter().position(|&byte| byte == b'\n').map(|n| n + 1);
        let n = end.unwrap_or(some.len());
        let room = limit.saturating_sub(line.len());
        line.extend_from_slice(&some[..n.min(room)]);
        too_long |= n > room;
        from.consume(n);
        if end.is_some() {
            return Ok(if too_long { Line::TooLong } else { Line::Read });
        }
    }
}

/// The line without its end.
pub(super) fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}
