//! Lists in the cells of a spreadsheet.

pub use athir_model::{defused, restored};

/// Writes a list as words with `; ` between; a semicolon or backslash in an item has a backslash before it.
pub fn join_list<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    let escaped = |item: S| item.as_ref().replace('\\', "\\\\").replace(';', "\\;");
    items.into_iter().map(escaped).collect::<Vec<_>>().join("; ")
}

/// Reads what [`join_list`] writes. White space around items is nothing; items without words stay where others follow,
/// since lists stand beside each other.
pub fn split_list(words: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut is_escaped = false;
    for c in words.chars() {
        match c {
            '\\' if !is_escaped => {
                is_escaped = true;
                continue;
            }
            ';' if !is_escaped => items.push(String::new()),
            c => items.last_mut().expect("there is always one").push(c),
        }
        is_escaped = false;
    }
    let mut items: Vec<String> = items.iter().map(|item| item.trim().to_owned()).collect();
    while items.last().is_some_and(String::is_empty) {
        items.pop();
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_defused_and_comes_back() {
        for words in ["=1+1", "+49", "-x", "@SUM(A1)", "\tx", "\r=x", "\n=x", "'=x", "''-x", "＝x"] {
            let out = defused(words);
            assert!(out.starts_with('\''), "{words:?}");
            assert_eq!(restored(&out), words);
        }
    }

    #[test]
    fn plain_words_stay_as_they_are_both_ways() {
        for words in ["", "+", "Idlib", "'Ayn al-Arab", "''", "a=b", "12 killed", "'"] {
            assert_eq!(defused(words), words);
            assert_eq!(restored(words), words);
        }
    }

    #[test]
    fn a_list_survives_its_own_separator() {
        let items = ["a; b", "c\\", "\\;"];
        assert_eq!(split_list(&join_list(items)), items);
        assert_eq!(split_list(" HTS ;local fighters;; "), ["HTS", "local fighters"]);
        assert_eq!(split_list("; sy-hts"), ["", "sy-hts"]);
    }
}
