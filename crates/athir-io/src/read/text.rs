//! From bytes to text. Nothing is guessed: bytes that are no text are an error with their place.

/// Decodes the bytes of a text file: UTF-8, or the encoding that a byte order mark names (UTF-8, UTF-16).
///
/// The byte order mark is dropped; everything else is kept, line ends too.
///
/// # Errors
///
/// Gives the encoding that was tried and the offset of the first byte that is wrong.
///
/// # Examples
///
/// ```
/// assert_eq!(athir_io::decode_text(b"\xEF\xBB\xBFIdlib".to_vec()), Ok("Idlib".to_owned()));
/// assert_eq!(athir_io::decode_text(b"Id\xFF".to_vec()), Err(("UTF-8", 2)));
/// ```
pub fn decode_text(bytes: Vec<u8>) -> Result<String, (&'static str, usize)> {
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return decode_utf16(rest, u16::from_le_bytes).map_err(|at| ("UTF-16LE", at + 2));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return decode_utf16(rest, u16::from_be_bytes).map_err(|at| ("UTF-16BE", at + 2));
    }
    let mark = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let text = String::from_utf8(bytes).map_err(|e| ("UTF-8", e.utf8_error().valid_up_to()))?;
    Ok(if mark == 0 { text } else { text[mark..].to_owned() })
}

/// Finds the first NUL, which no text has: the file is of another kind, or in UTF-16 without a mark.
pub(super) fn find_nul(bytes: &[u8]) -> Option<usize> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        let (pairs, _) = bytes.as_chunks::<2>();
        return pairs.iter().position(|pair| *pair == [0, 0]).map(|n| 2 * n);
    }
    bytes.iter().position(|&byte| byte == 0)
}

/// Decodes UTF-16, or gives the offset of the first unit that has no partner.
fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, usize> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut offset = 0;
    for decoded in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        let c = decoded.map_err(|_| offset)?;
        offset += 2 * c.len_utf16();
        text.push(c);
    }
    if rest.is_empty() { Ok(text) } else { Err(offset) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_byte_orders_of_utf16() {
        let text = "حلب 𐎀 Aleppo";
        let little: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> =
            [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(decode_text(little).as_deref(), Ok(text));
        assert_eq!(decode_text(big).as_deref(), Ok(text));
    }

    #[test]
    fn names_the_byte_where_utf16_breaks() {
        assert_eq!(decode_text(b"\xFF\xFEA\0B".to_vec()), Err(("UTF-16LE", 4)));
        assert_eq!(decode_text(b"\xFE\xFF\0A\xD8\x00\0B".to_vec()), Err(("UTF-16BE", 4)));
    }

    #[test]
    fn finds_a_nul_but_not_in_the_halves_of_utf16() {
        assert_eq!(find_nul(b"ab\0c"), Some(2));
        assert_eq!(find_nul(b"abc"), None);
        assert_eq!(find_nul(b"\xFF\xFEA\0B\0"), None);
        assert_eq!(find_nul(b"\xFE\xFF\0A\0\0"), Some(4));
    }

    #[test]
    fn keeps_line_ends_as_they_are() {
        assert_eq!(decode_text(b"a\r\nb\n".to_vec()).as_deref(), Ok("a\r\nb\n"));
    }
}
