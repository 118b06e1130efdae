//! The encoding of a page.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How many bytes of a page are searched for what it says of its encoding.
const HEAD: usize = 4096;

/// A page as characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::read) struct Decoded {
    pub(in crate::read) text: String,
    pub(in crate::read) encoding: &'static Encoding,
    /// The first byte that is wrong in the encoding; it is read as U+FFFD.
    pub(in crate::read) wrong: Option<usize>,
}

impl Decoded {
    /// The byte of the page at which a byte of the text stands.
    pub(in crate::read) fn byte(&self, at: usize) -> u64 {
        let before = &self.text[..at.min(self.text.len())];
        let n = match self.encoding {
            e if e == UTF_8 => before.len(),
            e if e == UTF_16LE || e == UTF_16BE => 2 * before.encode_utf16().count() + 2,
            e => e.encode(before).0.len(),
        };
        n as u64
    }
}

/// Decodes a page: by its byte order mark, by what the answer of the server said, by what the page says, or by how
/// its bytes look. Bytes that are sound UTF-8 are read as that, whatever is said.
pub(in crate::read) fn decode_page(bytes: &[u8], told: Option<&str>) -> Decoded {
    let encoding = encoding_of(bytes, told);
    let (text, encoding, broken) = encoding.decode(bytes);
    let wrong = broken.then(|| first_wrong(bytes, encoding)).flatten();
    Decoded { text: text.into_owned(), encoding, wrong }
}

fn encoding_of(bytes: &[u8], told: Option<&str>) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    let told = told.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let said = told.or_else(|| {
        // A page that can say so in ASCII is not in UTF-16.
        label_in(head)
            .and_then(Encoding::for_label)
            .map(|e| if e == UTF_16LE || e == UTF_16BE { UTF_8 } else { e })
    });
    match said {
        Some(wide) if wide == UTF_16LE || wide == UTF_16BE || wide == ISO_2022_JP => return wide,
        _ => {}
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => UTF_8,
        // A page that was cut off inside a character is sound up to there.
        Err(error) if error.error_len().is_none() && said.is_none_or(|said| said == UTF_8) => UTF_8,
        Err(_) => match said {
            Some(said) if said != UTF_8 => said,
            // What claims to be UTF-8, and has characters beyond ASCII that are, is it with a few broken bytes.
            Some(_) if has_wide_characters(bytes) => UTF_8,
            _ => guess(bytes),
        },
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess == UTF_8 { WINDOWS_1252 } else { guess }
}

/// Whether characters of several bytes are sound UTF-8 more often than not.
fn has_wide_characters(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > broken
}

/// The label behind `charset=` or `encoding=` in the first bytes.
fn label_in(head: &[u8]) -> Option<&[u8]> {
    let lower = head.to_ascii_lowercase();
    let find =
        |word: &[u8]| lower.windows(word.len()).position(|window| window == word).map(|n| n + word.len());
    let declared = lower.trim_ascii_start().starts_with(b"<?xml").then(|| find(b"encoding=")).flatten();
    let from = find(b"charset=").or(declared)?;
    let rest = head[from..].trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_:.".contains(b)))?;
    Some(&rest[..end])
}

fn first_wrong(bytes: &[u8], encoding: &'static Encoding) -> Option<usize> {
    let mut decoder = encoding.new_decoder();
    let mut text = String::with_capacity(64 * 1024);
    let mut at = 0;
    loop {
        text.clear();
        let (result, read) = decoder.decode_to_string_without_replacement(&bytes[at..], &mut text, true);
        at += read;
        match result {
            DecoderResult::InputEmpty => return None,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, after) => {
                return Some(at.saturating_sub(usize::from(length) + usize::from(after)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8], by_server: Option<&str>) -> (String, &'static str, Option<usize>) {
        let decoded = decode_page(bytes, by_server);
        (decoded.text, decoded.encoding.name(), decoded.wrong)
    }

    #[test]
    fn a_mark_goes_before_the_server_and_the_server_before_the_page() {
        assert_eq!(told(b"\xFF\xFEa\0", Some("utf-8")), ("a".into(), "UTF-16LE", None));
        let page = b"<meta charset=windows-1256>\xE3";
        assert_eq!(told(page, None).1, "windows-1256");
        assert_eq!(told(page, Some("windows-1251")).1, "windows-1251");
        assert_eq!(told(b"<?xml version='1.0' encoding='KOI8-R'?>\xC1", None).1, "KOI8-R");
    }

    #[test]
    fn sound_utf8_is_read_as_that_whatever_is_said() {
        assert_eq!(told("<meta charset=iso-8859-1>é".as_bytes(), None).0, "<meta charset=iso-8859-1>é");
        assert_eq!(
            told(b"<meta charset='utf-8'>caf\xE9 au lait", None).0,
            "<meta charset='utf-8'>café au lait"
        );
    }

    #[test]
    fn arabic_without_a_word_about_it_is_guessed() {
        let words = "قصف مقاتلو اللواء الشمالي الجسر عند الفجر وانسحبوا إلى التلال";
        let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(words);
        assert_eq!(told(&bytes, None), (words.into(), "windows-1256", None));
    }

    #[test]
    fn the_first_broken_byte_is_named() {
        let (text, encoding, wrong) =
            told("حلب\u{0}é".as_bytes().strip_suffix(b"\xA9").unwrap(), Some("utf-8"));
        assert_eq!((encoding, wrong), ("UTF-8", Some(7)), "{text}");
        let mut bytes = "حلب وإدلب".as_bytes().to_vec();
        bytes.insert(2, 0xFF);
        assert_eq!(told(&bytes, Some("utf-8")).2, Some(2));
        let decoded = decode_page(b"<meta charset=windows-1256>\xE3\xE3x", None);
        assert_eq!(decoded.byte(decoded.text.find('x').unwrap()), 29);
    }
}
