//! Letters that a program has lost on the way: no correction of a person.

/// What has become of the letters of a cell, where its words come from `written`.
pub(super) fn trouble(written: &str, read: &str) -> Option<&'static str> {
    if written == read || written.is_ascii() {
        return None;
    }
    if asked(written) == read {
        return Some("letters have become ?: save the table as CSV in UTF-8");
    }
    let ascii = |words: &str| words.chars().filter(char::is_ascii).collect::<String>();
    let n_others = |words: &str| words.chars().filter(|c| !c.is_ascii()).count();
    if ascii(written) == ascii(read) && n_others(read) > n_others(written) {
        return Some("letters have become others: open the table as UTF-8, or export it anew");
    }
    None
}

/// The words with `?` for each letter that older encodings do not have.
fn asked(words: &str) -> String {
    words.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect()
}

/// Whether a cell is empty because a program takes these words for "no value", as pandas does with Namibia's code.
pub(super) fn is_taken_for_nothing(written: &str, read: &str) -> bool {
    read.is_empty() && matches!(written, "NA" | "N/A" | "n/a" | "NaN" | "nan" | "NULL" | "null" | "None")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_letters_are_no_correction() {
        assert!(trouble("Orūmīyeh", "Or?m?yeh").is_some());
        assert!(trouble("Orūmīyeh", "OrÅ«mÄ«yeh").is_some());
        assert_eq!(trouble("Orūmīyeh", "Orumiyeh"), None);
        assert_eq!(trouble("Orūmīyeh", "Gīnch’ī"), None);
        assert_eq!(trouble("Idlib", "Idl?b"), None);
    }

    #[test]
    fn namibia_is_not_nothing() {
        assert!(is_taken_for_nothing("NA", ""));
        assert!(!is_taken_for_nothing("SY", ""));
        assert!(!is_taken_for_nothing("NA", "SY"));
    }
}
