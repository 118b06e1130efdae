//! Which words of a report call an actor something, and which only point back to it.

/// Pronouns: whom they stand for differs from sentence to sentence.
const PRONOUNS: [&str; 27] = [
    "he", "her", "hers", "him", "his", "i", "it", "its", "me", "my", "one", "our", "she", "that", "their",
    "theirs", "them", "these", "they", "this", "those", "us", "we", "which", "who", "whom", "you",
];

/// Words that stand before a noun and have a capital where a sentence begins.
const BEFORE_NOUNS: [&str; 23] = [
    "the", "a", "an", "both", "all", "some", "any", "each", "every", "either", "neither", "another", "other",
    "several", "many", "most", "few", "no", "one", "two", "three", "four", "five",
];

/// Whether words are a pronoun.
pub fn is_pronoun(words: &str) -> bool {
    let words = words.trim().to_lowercase();
    PRONOUNS.contains(&words.as_str())
}

/// Whether words of a report call an actor by a name, or by what it is where it has no name.
///
/// A pronoun and "both sides" do neither. "The group" says what an actor is: it tells nothing of one that has a name, and
/// may be all that is known of one that has none.
///
/// ```
/// use athir_network::is_called;
///
/// assert!(is_called("Sons of the Mill", "Mill Sons"));
/// assert!(!is_called("Sons of the Mill", "the group"));
/// assert!(is_called("millers", "three millers"));
/// assert!(!is_called("millers", "both sides"));
/// ```
pub fn is_called(actor: &str, words: &str) -> bool {
    if is_pronoun(words) {
        return false;
    }
    let first = words.split_whitespace().next().unwrap_or_default().to_lowercase();
    if !has_name(actor) {
        return first != "both";
    }
    let is_before_noun = BEFORE_NOUNS.contains(&first.as_str()) || PRONOUNS.contains(&first.as_str());
    let rest = if is_before_noun { words.trim_start().get(first.len()..).unwrap_or_default() } else { words };
    has_name(rest)
}

/// Whether there is a name in words: a capital, a digit, or a letter of a script that has no capitals.
fn has_name(words: &str) -> bool {
    words.chars().any(|c| c.is_uppercase() || c.is_numeric() || c.is_alphabetic() && !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_points_back_calls_nobody_anything() {
        for words in
            ["it", "He", "Both sides", "both groups", "the movement", "The fighters", "his men", "One"]
        {
            assert!(!is_called("Sons of the Mill", words), "{words}");
        }
        for words in
            ["Sons of the Mill", "The Mill Sons", "Another Mill fighter", "13th Mill", "أبناء الطاحونة"]
        {
            assert!(is_called("Sons of the Mill", words), "{words}");
        }
    }

    #[test]
    fn who_has_no_name_is_called_by_what_they_are() {
        assert!(is_called("soldiers", "Two soldiers") && is_called("soldiers", "the soldiers"));
        assert!(!is_called("soldiers", "they"));
    }

    #[test]
    fn a_letter_that_grows_in_lower_case_breaks_nothing() {
        assert!(is_called("Sons of the Mill", "İt Mill"));
    }
}
