//! One spelling for the many ways in which a place name is written.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::respell::respell;

/// Folds a name to lower case without diacritics, apostrophes, ayn and hamza marks.
///
/// Hyphens and other punctuation become single spaces, full stops vanish ("U.S." is "us"). Letters
/// of scripts other than Latin are kept. The definite article stays; look-ups treat it as optional.
///
/// # Examples
///
/// ```
/// use athir_gazetteer::fold;
///
/// assert_eq!(fold("Ma‘arrat an-Nu‘mān"), "maarrat an numan");
/// assert_eq!(fold("Jisr  al-Shughūr"), "jisr al shughur");
/// ```
pub fn fold(name: &str) -> String {
    let mut folded = Folded { text: String::with_capacity(name.len()), gap: false };
    if name.is_ascii() {
        name.chars().for_each(|c| folded.push(c));
    } else {
        name.nfd().for_each(|c| folded.push(c));
    }
    folded.text
}

struct Folded {
    text: String,
    gap: bool,
}

impl Folded {
    fn push(&mut self, c: char) {
        match c {
            'a'..='z' | '0'..='9' => self.letter(c),
            'A'..='Z' => self.letter(c.to_ascii_lowercase()),
            // Apostrophes and the signs that stand for ayn and hamza.
            '\'' | '`' | '.' | '‘' | '’' | '‛' | 'ʻ' | 'ʼ' | 'ʽ' | 'ʾ' | 'ʿ' | 'ˈ' | '´' | '′' =>
                {}
            'ı' => self.letter('i'),
            'ø' | 'Ø' => self.letter('o'),
            'ł' | 'Ł' => self.letter('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' | 'ɗ' | 'Ɗ' => self.letter('d'),
            'ɓ' | 'Ɓ' => self.letter('b'),
            'ƙ' | 'Ƙ' => self.letter('k'),
            'ŋ' | 'Ŋ' => self.letter('n'),
            'ħ' | 'Ħ' => self.letter('h'),
            'ə' | 'Ə' => self.letter('a'),
            'ß' | 'ẞ' => self.letters("ss"),
            'æ' | 'Æ' => self.letters("ae"),
            'œ' | 'Œ' => self.letters("oe"),
            'þ' | 'Þ' => self.letters("th"),
            _ if is_combining_mark(c) => {}
            _ if c.is_alphanumeric() => {
                c.to_lowercase().filter(|&low| !is_combining_mark(low)).for_each(|low| self.letter(low));
            }
            _ => self.gap = true,
        }
    }

    fn letters(&mut self, letters: &str) {
        letters.chars().for_each(|c| self.letter(c));
    }

    fn letter(&mut self, c: char) {
        if self.gap && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.gap = false;
        self.text.push(c);
    }
}

/// A folded name without its definite articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    /// The letters as they are written.
    pub(crate) text: String,
    /// Whether an article was left out.
    pub(crate) article: bool,
}

impl Key {
    pub(crate) fn of(name: &str) -> Key {
        Key::of_folded(&fold(name))
    }

    pub(crate) fn of_folded(folded: &str) -> Key {
        let mut key = Key { text: String::with_capacity(folded.len()), article: false };
        let mut words = folded.split(' ').peekable();
        while let Some(word) = words.next() {
            if words.peek().is_some_and(|next| is_article_before(word, next)) {
                key.article = true;
                continue;
            }
            if !key.text.is_empty() {
                key.text.push(' ');
            }
            key.text.push_str(word);
        }
        key
    }

    /// What the name map is keyed by: every word in its one spelling.
    pub(crate) fn respelled(&self) -> String {
        let mut respelled = String::with_capacity(self.text.len());
        for word in self.text.split(' ') {
            if !respelled.is_empty() {
                respelled.push(' ');
            }
            respelled.push_str(&respell(word));
        }
        respelled
    }

    /// Tells names of one respelling apart, as far as eight bits can.
    pub(crate) fn check(&self) -> u8 {
        check(self.text.bytes())
    }
}

/// The check of a key's text, which may come in pieces.
pub(crate) fn check(text: impl Iterator<Item = u8>) -> u8 {
    let hash = text.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash >> 24) as u8
}

/// Whether a folded word can be the Arabic article before `next`: "al" always, the assimilated
/// forms ("ash", "ez") only where their consonant begins the next word.
pub(crate) fn is_article_before(word: &str, next: &str) -> bool {
    if matches!(word, "al" | "el" | "ul") {
        return !next.is_empty();
    }
    sun_letters(word).is_some_and(|letters| next.starts_with(letters))
}

/// Whether a folded word can be an article at all.
pub(crate) fn may_be_article(word: &str) -> bool {
    matches!(word, "al" | "el" | "ul") || sun_letters(word).is_some()
}

/// The consonant of an assimilated article: "sh" of "ash".
fn sun_letters(word: &str) -> Option<&str> {
    let rest = word.strip_prefix(['a', 'e'])?;
    matches!(rest, "d" | "dh" | "n" | "r" | "s" | "sh" | "t" | "th" | "z").then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::{Key, fold};

    fn key(name: &str) -> (String, bool) {
        let key = Key::of(name);
        (key.text, key.article)
    }

    #[test]
    fn strips_diacritics_and_ayn() {
        assert_eq!(fold("Khān Shaykhūn"), "khan shaykhun");
        assert_eq!(fold("Dar`a"), "dara");
        assert_eq!(fold("GROẞ"), "gross", "a capital is folded as its small letter");
        assert_eq!(fold("Şanlıurfa"), "sanliurfa");
        assert_eq!(fold("Łódź"), "lodz");
        assert_eq!(fold("U.S."), "us");
    }

    #[test]
    fn punctuation_makes_one_space_and_none_at_the_ends() {
        assert_eq!(fold(" Tell--Abyad / (north) "), "tell abyad north");
        assert_eq!(fold("—"), "");
    }

    #[test]
    fn leaves_out_articles_anywhere_but_at_the_end() {
        assert_eq!(key("al-Bab"), ("bab".into(), true));
        assert_eq!(key("Deir ez-Zor"), ("deir zor".into(), true));
        assert_eq!(key("Al"), ("al".into(), false));
        assert_eq!(key("Umm el"), ("umm el".into(), false));
    }

    #[test]
    fn an_assimilated_article_must_agree_with_the_next_word() {
        assert_eq!(key("ash-Shaddadi"), ("shaddadi".into(), true));
        assert_eq!(key("As Kale"), ("as kale".into(), false));
    }
}
