//! Names in capitals with underscores, written as news writes them.

/// Words that stay small inside a name.
const SMALL: &[&str] = &[
    "of", "the", "and", "for", "in", "on", "to", "de", "del", "la", "bin", "ibn", "al", "el", "von", "van",
    "da", "du", "des",
];

/// The spellings of a dictionary's name, the likeliest first: `MINAS_TIRITH_` → "Minas Tirith". A short word can be
/// an abbreviation or a name: both are given. Nothing, where no letter is left.
pub(super) fn spellings(raw: &str) -> Vec<String> {
    let spaced: String = raw.chars().map(|c| if c == '_' { ' ' } else { c }).collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    if !words.iter().any(|word| word.contains(char::is_alphanumeric)) {
        return Vec::new();
    }
    // A name that is written in small letters already is taken as it stands.
    if words.iter().any(|word| word.contains(char::is_lowercase)) && words.len() > 1 {
        return vec![words.join(" ")];
    }
    if let &[word] = words.as_slice() {
        let n_letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let upper = word.to_uppercase();
        if word.contains('.') || n_letters < 3 || !has_vowel(word) {
            return vec![upper];
        }
        return if n_letters <= 4 { vec![upper, titled(word)] } else { vec![titled(word)] };
    }
    let written: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let lower = word.to_lowercase();
            if at > 0 && SMALL.contains(&lower.as_str()) { lower } else { titled(word) }
        })
        .collect();
    vec![written.join(" ")]
}

fn has_vowel(word: &str) -> bool {
    word.chars().any(|c| "AEIOUYaeiouy".contains(c))
}

/// A capital at the start and after each joint; abbreviations in capitals.
fn titled(word: &str) -> String {
    if word.contains('.') || !has_vowel(word) {
        return word.to_uppercase();
    }
    let mut out = String::with_capacity(word.len());
    for part in word.split_inclusive(['-', '\'', '’', '/']) {
        // "al-Raya", "Ba'ath": the article and what follows an apostrophe stay small.
        let article = matches!(part.to_lowercase().as_str(), "al-" | "el-" | "ash-" | "an-" | "ul-");
        let after_apostrophe = out.ends_with(['\'', '’']);
        let mut chars = part.chars();
        if article && !out.is_empty() || after_apostrophe {
            out.extend(part.chars().flat_map(char::to_lowercase));
        } else if let Some(first) = chars.next() {
            out.extend(first.to_uppercase());
            out.extend(chars.flat_map(char::to_lowercase));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_news_writes_them() {
        for (raw, expected) in [
            ("MINAS_TIRITH_", vec!["Minas Tirith"]),
            ("ARMY OF THE_HILL", vec!["Army of the Hill"]),
            ("U.N.", vec!["U.N."]),
            ("PLF_", vec!["PLF"]),
            ("UN_", vec!["UN"]),
            ("TOK", vec!["TOK", "Tok"]),
            ("BARAD-DUR", vec!["Barad-Dur"]),
            ("UN_Secy_Gen", vec!["UN Secy Gen"]),
            ("_", vec![]),
        ] {
            assert_eq!(spellings(raw), expected, "{raw}");
        }
    }
}
