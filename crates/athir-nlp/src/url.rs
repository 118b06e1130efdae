//! Decides whether a whole chunk of text is a URL, in time linear in its length.
//!
//! This is spaCy's URL rule for all languages, written out: an optional scheme, an optional user, an IPv4
//! address outside the private ranges or a domain name, an optional port, an optional path.

use crate::chars::CharClass;

/// Reports whether `chunk` is a URL; `letters` are those of a top-level domain.
pub(crate) fn is_url(chunk: &str, letters: &CharClass) -> bool {
    if !chunk.contains('.') {
        return false;
    }
    let chars: Vec<char> = chunk.chars().collect();
    let hosts = Hosts { chars: &chars, letters };
    let scheme_end = scheme_end(&chars);
    // The user part is any text up to an `@`; it may begin after the scheme or take the scheme in.
    let after_user = (1..chars.len()).filter(|&i| chars[i] == '@').map(|i| i + 1);
    let starts: Vec<usize> = [0].into_iter().chain(scheme_end).chain(after_user).collect();
    if starts.iter().any(|&start| hosts.has_address(start)) {
        return true;
    }
    let good = hosts.good_after_label();
    starts.iter().any(|&start| hosts.label_end(start).is_some_and(|dot| good[dot + 1]))
}

/// The place after `scheme://` if the chunk begins with one.
fn scheme_end(chars: &[char]) -> Option<usize> {
    let is_scheme = |&c: &char| c.is_alphanumeric() || matches!(c, '_' | '+' | '-' | '.');
    let n = chars.iter().take_while(|c| is_scheme(c)).count();
    (n >= 2 && chars[n..].starts_with(&[':', '/', '/'])).then_some(n + 3)
}

struct Hosts<'a> {
    chars: &'a [char],
    letters: &'a CharClass,
}

impl Hosts<'_> {
    /// Port and path, from the end of a host to the end of the chunk.
    fn is_tail(&self, at: usize) -> bool {
        let path = |at: usize| match self.chars.get(at) {
            None => true,
            Some(c) => matches!(c, '/' | '?' | '#'),
        };
        if path(at) {
            return true;
        }
        let digits = self.chars[at + 1..].iter().take(6).take_while(|c| is_decimal(**c)).count();
        self.chars[at] == ':' && (2..=5).any(|n| n <= digits && path(at + 1 + n))
    }

    /// The place of the dot that ends a label of a domain name beginning at `start`.
    fn label_end(&self, start: usize) -> Option<usize> {
        let is_letter = |c: char| c.is_ascii_alphanumeric() || ('\u{a1}'..='\u{ffff}').contains(&c);
        let rest = self.chars.get(start..)?;
        let n = rest.iter().take(65).take_while(|&&c| is_letter(c) || matches!(c, '_' | '-')).count();
        let ends_well = (1..=64).contains(&n) && is_letter(rest[0]) && is_letter(rest[n - 1]);
        (ends_well && rest.get(n) == Some(&'.')).then_some(start + n)
    }

    /// For each place, whether a host can go on there after a dot: with the last label, or with another.
    fn good_after_label(&self) -> Vec<bool> {
        let mut good = vec![false; self.chars.len() + 1];
        for at in (1..self.chars.len()).rev().filter(|&at| self.chars[at - 1] == '.') {
            let n = self.chars[at..].iter().take(64).take_while(|&&c| self.letters.contains(c)).count();
            good[at] = (2..=n.min(63)).any(|n| self.is_tail(at + n))
                || self.label_end(at).is_some_and(|dot| good[dot + 1]);
        }
        good
    }

    /// Whether a public IPv4 address and a tail stand at `start`.
    fn has_address(&self, start: usize) -> bool {
        let mut octets: [&[char]; 4] = [&[]; 4];
        let mut at = start;
        for (i, octet) in octets.iter_mut().enumerate() {
            if i > 0 {
                if self.chars.get(at) != Some(&'.') {
                    return false;
                }
                at += 1;
            }
            let Some(rest) = self.chars.get(at..) else { return false };
            let n = rest.iter().take(4).take_while(|c| is_decimal(**c)).count();
            *octet = &rest[..n];
            at += n;
        }
        let [a, b, c, d] = octets;
        let is = |octet: &[char], text: &str| octet.iter().copied().eq(text.chars());
        let private = is(a, "10")
            || is(a, "127")
            || is(a, "169") && is(b, "254")
            || is(a, "192") && is(b, "168")
            || is(a, "172") && matches!(b, ['1', '6'..='9'] | ['2', _] | ['3', '0' | '1']);
        let first = match a {
            ['1'..='9'] | ['1'..='9', _] | ['1', _, _] | ['2', '0' | '1', _] => true,
            ['2', '2', last] => ('0'..='3').contains(last),
            _ => false,
        };
        let middle = |octet: &[char]| match octet {
            [_] | [_, _] | ['1', _, _] | ['2', '0'..='4', _] => true,
            ['2', '5', last] => ('0'..='5').contains(last),
            _ => false,
        };
        let last = match d {
            ['1'..='9'] | ['1'..='9', _] | ['1', _, _] | ['2', '0'..='4', _] => true,
            ['2', '5', last] => ('0'..='4').contains(last),
            _ => false,
        };
        !private && first && middle(b) && middle(c) && last && self.is_tail(at)
    }
}

/// Python's `\d`: decimal digits of any script. The blocks of ten are found by their zero.
fn is_decimal(c: char) -> bool {
    c.is_ascii_digit()
        || (!c.is_ascii()
            && c.is_numeric()
            && DECIMAL_ZEROS.iter().any(|&zero| (zero..zero + 10).contains(&u32::from(c))))
}

/// The digit zero of each script in the basic plane that has decimal digits.
const DECIMAL_ZEROS: [u32; 37] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
    0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0,
];
