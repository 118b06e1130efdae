//! Sections: a round-up that puts the name of a place over what it tells of it ("Hama", "Damascus Countryside").

use athir_gazetteer::Gazetteer;
use athir_nlp::Doc;

use crate::lexicon::Lexicon;

/// The heading of a section has few words.
const MOST_WORDS: usize = 4;

/// Where the sections begin, in tokens: behind lines below the title that are no more than the name of a place.
pub(crate) fn find_sections(doc: &Doc, gazetteer: &Gazetteer, lexicon: &Lexicon) -> Vec<usize> {
    let mut sections = Vec::new();
    let mut token = 0;
    let mut at = 0;
    for line in doc.text().split_inclusive('\n') {
        let start = at;
        at += line.len();
        while token < doc.len() && doc.token(token).span().range().start < start {
            token += 1;
        }
        if start > 0 && token < doc.len() && is_place(line, gazetteer, lexicon) {
            sections.push(token);
        }
    }
    sections
}

/// Whether a line names a place and says no more: "Deir Ezzor", "Damascus Countryside".
fn is_place(line: &str, gazetteer: &Gazetteer, lexicon: &Lexicon) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    if !(1..=MOST_WORDS).contains(&words.len()) || !words.iter().all(|w| w.starts_with(char::is_uppercase)) {
        return false;
    }
    let named = gazetteer.longest_at(&words).unwrap_or(0);
    let says_area = |w: &&str| lexicon.has("place_nouns", &w.to_lowercase());
    named > 0 && words[named..].iter().all(says_area)
}
