//! Brings spellings of one name together: case, accents, apostrophes and hyphens always; and, for names
//! romanised from Arabic and its neighbours, the vowels and articles that newsrooms write differently.

/// A folded word of a name, with the token it ends in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Atom {
    /// The word, folded.
    pub(crate) text: String,
    /// The number of tokens up to and with the one that the word ends in.
    pub(crate) end: usize,
    /// The word with its possessive `s`, and the tokens up to its end: "People" + "'s" → "peoples".
    pub(crate) possessive: Option<(String, usize)>,
}

const LONGEST_NAME: usize = 16;

/// Folds the tokens from the start of `words` as far as a name can reach.
pub(crate) fn atoms(words: &[&str]) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let end = at + 1;
        if atoms.len() >= LONGEST_NAME {
            break;
        }
        if is_joint(word) {
            continue;
        }
        if matches!(*word, "'s" | "’s" | "‘s" | "'S" | "’S") {
            let Some(last) = atoms.last_mut() else { break };
            last.possessive = Some((format!("{}s", last.text), end));
            continue;
        }
        let (stem, possessive) = match word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")) {
            Some(stem) => (stem, true),
            None => (*word, false),
        };
        let mut folded = String::with_capacity(stem.len());
        fold_into(stem, &mut folded);
        if folded.is_empty() {
            break; // a comma, a bracket: no name goes on past it
        }
        atoms.extend(folded.split(' ').map(|text| Atom { text: text.to_owned(), end, possessive: None }));
        if possessive && let Some(last) = atoms.last_mut() {
            last.possessive = Some((format!("{}s", last.text), end));
        }
    }
    atoms
}

/// Folds a whole name: "People's Protection Units" → "peoples protection units". A leading "the" goes.
pub(crate) fn folded_name(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    fold_into(name, &mut key);
    match key.strip_prefix("the ") {
        Some(rest) => rest.to_owned(),
        None => key,
    }
}

/// Levels a folded name, its articles dropped: "jaysh al islam" → "jaish islam".
pub(crate) fn levelled_name(folded: &str) -> String {
    let mut key = String::with_capacity(folded.len());
    let mut words = folded.split(' ').peekable();
    while let Some(word) = words.next() {
        if is_article(word, words.peek().copied()) {
            continue;
        }
        if !key.is_empty() {
            key.push(' ');
        }
        push_transliteration(word, &mut key);
    }
    key
}

fn is_joint(word: &str) -> bool {
    matches!(word, "-" | "–" | "‑" | "'" | "’" | "‘" | "`" | "/" | "." | "&")
}

/// Appends the folded words of a text, a space between two.
fn fold_into(text: &str, key: &mut String) {
    let mut gap = false;
    for ch in text.chars() {
        if matches!(ch, '\'' | '’' | '‘' | 'ʼ' | 'ʿ' | 'ʾ' | '`' | '´' | '.') || is_mark(ch) {
            continue;
        }
        if !ch.is_alphanumeric() {
            gap = !key.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            key.push(' ');
        }
        if ch.is_ascii() {
            key.push(ch.to_ascii_lowercase());
        } else {
            ch.to_lowercase().for_each(|lower| push_plain(key, lower));
        }
    }
}

/// Combining accents, the Arabic vowel signs and the Arabic stretching line.
fn is_mark(ch: char) -> bool {
    matches!(ch, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{640}' | '\u{670}' | '\u{200b}'..='\u{200f}')
}

fn push_plain(out: &mut String, ch: char) {
    let plain = match ch {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'ạ' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ı' | 'ĩ' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ō' | 'ø' | 'ő' => 'o',
        'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ç' | 'ć' | 'č' => 'c',
        'ş' | 'š' | 'ś' | 'ṣ' => 's',
        'ğ' | 'ġ' => 'g',
        'ñ' | 'ń' | 'ň' => 'n',
        'ḥ' => 'h',
        'ẓ' | 'ž' | 'ź' | 'ż' => 'z',
        'ṭ' | 'ť' => 't',
        'ḍ' | 'ď' | 'đ' => 'd',
        'ř' => 'r',
        'ł' => 'l',
        'ý' | 'ÿ' => 'y',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' => 'ي',
        other => other,
    };
    out.push(plain);
}

/// Says whether a word is the Arabic article, as itself or assimilated to the word that follows.
pub(crate) fn is_article(word: &str, next: Option<&str>) -> bool {
    let Some(next) = next else { return false };
    match word {
        "al" | "el" | "ul" => true,
        "ash" => next.starts_with("sh") || next.starts_with("ch"),
        _ => may_be_article(word) && next.starts_with(&word[1..]),
    }
}

/// Says whether a word has the form of an article, whatever follows.
pub(crate) fn may_be_article(word: &str) -> bool {
    let plain = ["al", "el", "ul", "ash"];
    let assimilated = ["as", "an", "ar", "at", "az", "ad", "es", "er", "en", "ed"];
    plain.contains(&word) || assimilated.contains(&word)
}

/// Levels the spellings that newsrooms use for one sound: Jaysh, Jaish, Jeish → "jaish".
pub(crate) fn transliteration(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    push_transliteration(word, &mut out);
    out
}

fn push_transliteration(word: &str, out: &mut String) {
    let mut chars = word.chars().peekable();
    let mut previous = '\0';
    while let Some(ch) = chars.next() {
        let sound = match ch {
            'q' => 'k',
            'e' if matches!(chars.peek(), Some('i' | 'y')) => 'a',
            'e' | 'y' => 'i',
            'o' => 'u',
            'h' if previous == 'd' => continue,
            'h' if chars.peek().is_none() && previous == 'a' => continue,
            other => other,
        };
        if sound != previous {
            out.push(sound);
        }
        previous = sound;
    }
}

/// Says whether a name is an abbreviation that only capitals distinguish from a word.
pub(crate) fn is_acronym(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    (2..=9).contains(&letters)
        && !name.contains(' ')
        && name.chars().all(|c| !c.is_alphabetic() || c.is_ascii_uppercase())
}

/// Says whether the tokens of a text are written as the name demands: abbreviations in capitals, names
/// with a capital at their first word that is no article.
pub(crate) fn case_fits(name: &str, words: &[&str], title_case_acronym: bool) -> bool {
    let significant = |text: &str| {
        let lower = text.to_lowercase();
        lower != "the" && !may_be_article(&lower)
    };
    if is_acronym(name) {
        let letters: Vec<char> = words.iter().flat_map(|w| w.chars()).filter(|c| c.is_alphabetic()).collect();
        let capitals = letters.iter().filter(|c| c.is_uppercase()).count();
        let title = capitals == 1 && letters.first().is_some_and(|c| c.is_uppercase());
        return capitals == letters.len() || (title_case_acronym && title && letters.len() >= 4);
    }
    let lead = name.split([' ', '-']).find(|part| significant(part)).unwrap_or(name);
    let written = words
        .iter()
        .flat_map(|word| word.split('-'))
        .find(|part| part.chars().any(char::is_alphanumeric) && significant(part))
        .unwrap_or("");
    let name_capital = lead.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    if is_acronym(lead) {
        let capitals = written.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
        return capitals || lead.len() >= 4;
    }
    let written_capital = written.chars().find(|c| c.is_alphabetic()).is_none_or(|c| !c.is_lowercase());
    !name_capital || written_capital
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(name: &str) -> String {
        levelled_name(&folded_name(name))
    }

    #[test]
    fn levels_newsroom_spellings() {
        for (a, b) in [
            ("Jaysh al-Islam", "Jeish al-Islam"),
            ("Jaish al-Islam", "Jaysh el Islam"),
            ("Ahrar al-Sham", "Ahrar ash-Sham"),
            ("Jabhat al-Nusra", "Jabhat an-Nusrah"),
            ("Hayaat Tahrir al-Sham", "Hay’at Tahrir ash-Sham"),
            ("Ahrar al-Sharqiya", "Ahrar al-Sharqiyyah"),
            ("Nour al-Din al-Zenki", "Nur ad-Din al-Zinki"),
            ("al-Qaeda", "Al Qaida"),
        ] {
            assert_eq!(level(a), level(b), "{a} / {b}");
        }
    }

    #[test]
    fn keeps_different_groups_apart() {
        assert_ne!(level("Ahrar al-Sham"), level("Ahrar al-Sharqiya"));
        assert_ne!(level("Jaysh al-Nasr"), level("Jabhat al-Nusra"));
        assert_ne!(level("Ansar al-Islam"), level("Ansar al-Sharia"));
    }

    #[test]
    fn reads_tokens_and_whole_names_alike() {
        let tokens = ["People", "'s", "Protection", "Units"];
        let atoms = atoms(&tokens);
        assert_eq!(atoms[0].possessive, Some(("peoples".to_owned(), 2)));
        assert_eq!(folded_name("the People’s Protection Units"), "peoples protection units");
    }

    #[test]
    fn abbreviations_need_capitals() {
        assert!(case_fits("IS", &["IS"], true));
        assert!(!case_fits("IS", &["is"], true));
        assert!(!case_fits("IS", &["Is"], true));
        assert!(case_fits("NATO", &["Nato"], true));
        assert!(case_fits("US", &["U.S."], true));
        assert!(!case_fits("US-led coalition", &["us", "-", "led", "coalition"], true));
        assert!(!case_fits("Azov", &["azov"], true));
        assert!(case_fits("al-Nusra Front", &["al", "-", "Nusra", "Front"], true));
    }
}
