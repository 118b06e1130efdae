//! What the words between two place names say of how they lie: one in the other, or near it.

use std::ops::Range;

use athir_nlp::{Dep, Doc};

use crate::lexicon::Lexicon;

/// How many names a row before its area may have.
const LONGEST_ROW: usize = 5;

/// The names that a name is tied to by the words behind it, by their number in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Follow {
    /// The area that holds it: the next name, or the one after a row of names, as in "Killi and Hazano in Idlib".
    pub(super) area: Option<usize>,
    /// As `area`, where the words can only say that.
    pub(super) only_area: Option<usize>,
    /// The name that it lies near: "Madaya, a town near Damascus".
    pub(super) neighbour: Option<usize>,
}

/// Tells for each name, by its tokens, what follows it.
pub(super) fn find_follows(doc: &Doc, lexicon: &Lexicon, names: &[&Range<usize>]) -> Vec<Follow> {
    let between: Vec<Option<&str>> = names
        .windows(2)
        .map(|pair| {
            let end = doc.token(pair[0].end - 1).span().end();
            doc.text().get(end..doc.token(pair[1].start).span().start())
        })
        .collect();
    let behind = |n: usize| between.get(n).copied().flatten();
    (0..names.len())
        .map(|m| {
            let mut last = m;
            while last < m + LONGEST_ROW && behind(last).is_some_and(goes_on) {
                last += 1;
            }
            let is_area =
                |n: usize| behind(n).is_none_or(|words| words.trim() != ",") || !is_owner(doc, names[n + 1]);
            let area = |leads: fn(&Lexicon, &str) -> bool| {
                let leads_on = |n: usize| behind(n).is_some_and(|words| leads(lexicon, words));
                [m, last].into_iter().find(|&n| leads_on(n) && is_area(n)).map(|n| n + 1)
            };
            let is_neighbour = behind(m).is_some_and(|words| leads_to_neighbour(lexicon, words));
            Follow {
                area: area(leads_to_area),
                only_area: area(says_in),
                neighbour: is_neighbour.then_some(m + 1),
            }
        })
        .collect()
}

/// "In Geneva, US officials said": whose somebody is, and not where the town lies.
fn is_owner(doc: &Doc, name: &Range<usize>) -> bool {
    let last = doc.token(name.end - 1);
    matches!(last.dep(), Dep::Compound | Dep::Amod | Dep::Nmod) && last.head().index() >= name.end
}

/// Whether the words between two names can only say that the second holds the first: "in", "neighbourhood of".
fn says_in(lexicon: &Lexicon, between: &str) -> bool {
    let link = without_kind(lexicon, between);
    matches!(link, "in" | ", in") || link == "of" && link != between.trim()
}

/// Whether the words between two names say that the second holds the first: "Killi, Idlib", "a village in Idlib".
fn leads_to_area(lexicon: &Lexicon, between: &str) -> bool {
    let link = without_kind(lexicon, between);
    matches!(link, "," | "(" | "in" | ", in" | "of" | "-") || leads_to_part(lexicon, link)
}

/// "in the southwestern countryside of", "in eastern": the second name is that of the area, told with the part of it.
fn leads_to_part(lexicon: &Lexicon, link: &str) -> bool {
    link.trim_start_matches(", ").strip_prefix("in ").is_some_and(|rest| {
        rest.split_whitespace().all(|word| {
            let word = word.to_ascii_lowercase();
            lexicon.has("area_parts", &word) || lexicon.has("area_winds", &word.replace('-', ""))
        })
    })
}

/// The words behind a name without the one that tells what it is: " in " of "Sadr neighbourhood in Basra".
fn without_kind<'t>(lexicon: &Lexicon, between: &'t str) -> &'t str {
    let between = between.trim();
    match between.split_once(' ') {
        Some((kind, rest)) if lexicon.has("place_kinds", kind) => rest.trim(),
        _ => between,
    }
}

/// Whether the words between two names put them into one row.
fn goes_on(between: &str) -> bool {
    matches!(between.trim(), "," | "and" | ", and" | "or")
}

/// Whether the words between two names say that the first lies near the second.
fn leads_to_neighbour(lexicon: &Lexicon, between: &str) -> bool {
    let words = between.trim();
    between.len() <= LONGEST_TIE
        && !words.contains(['.', ';', '\n'])
        && lexicon.words_of("near_ties").any(|tie| {
            words.strip_suffix(tie).is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', ',']))
        })
}

/// How many bytes the words have at most that tie a name to a place near it.
const LONGEST_TIE: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Coder;

    #[test]
    fn only_a_link_word_or_comma_leads_to_an_area() {
        let leads = |words: &str| leads_to_area(Coder::builtin().knowledge().lexicon, words);
        assert!(leads(", ") && leads(" in "));
        assert!(!leads(" and "));
    }

    #[test]
    fn words_of_nearness_lead_to_a_neighbour_if_they_end_the_gap() {
        let leads = |words: &str| leads_to_neighbour(Coder::builtin().knowledge().lexicon, words);
        assert!(leads(", a town near ") && leads(" 12 km north of "));
        assert!(!leads(" near the border with ") && !leads(". West of "));
        assert!(!leads(" linear "));
    }
}
