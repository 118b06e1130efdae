//! What the words between two place names say of how they lie: one in the other, or near it.

use std::ops::Range;

use athir_nlp::{Dep, Doc, Pos};

use crate::lexicon::Lexicon;
use crate::phrase::words_of;

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
pub(super) fn find_follows(doc: &Doc, names: &[&Range<usize>]) -> Vec<Follow> {
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
            let area = |leads: fn(Option<&str>) -> bool| {
                [m, last].into_iter().find(|&n| leads(behind(n)) && is_area(n)).map(|n| n + 1)
            };
            Follow {
                area: area(leads_to_area),
                only_area: area(says_in),
                neighbour: leads_to_neighbour(behind(m)).then_some(m + 1),
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
fn says_in(between: Option<&str>) -> bool {
    between.is_some_and(|between| {
        let link = without_kind(between);
        matches!(link, "in" | ", in") || link == "of" && link != between.trim()
    })
}

/// Whether a name or the words beside it call it a part of a town: "the Karama quarter", "the neighbourhood of Midan", "the Old
/// City".
pub(super) fn is_quarter(doc: &Doc, lexicon: &Lexicon, name: &Range<usize>) -> bool {
    let word = |at: Option<usize>| at.filter(|&i| i < doc.len()).map_or("", |i| doc.token(i).lemma());
    let says = |word: &str| matches!(word, "neighbourhood" | "neighborhood" | "quarter");
    // "the Salihiya neighbourhood of Hasaka": the first name is that of the quarter; "the neighbourhoods of Oslo" are
    // several, and Oslo has them.
    let is_named = || name.start.checked_sub(3).is_some_and(|i| doc.token(i).pos() == Pos::Propn);
    let is_one = |at: Option<usize>| at.is_some_and(|i| !doc.token(i).text().ends_with('s'));
    let noun = name.start.checked_sub(2);
    let is_called = says(word(Some(name.end)))
        || word(name.start.checked_sub(1)) == "of" && says(word(noun)) && is_one(noun) && !is_named();
    lexicon.has("quarter_names", &words_of(doc, name).to_lowercase())
        || is_called
        || is_in_row_of_quarters(doc, name)
}

/// Whether the word behind a name calls it a building, a street or a part of a town: "the Nuri mosque".
pub(super) fn is_of_town(doc: &Doc, lexicon: &Lexicon, name: &Range<usize>) -> bool {
    name.end < doc.len() && lexicon.token_in("town_spot_nouns", doc.token(name.end))
}

/// "the A and B quarters", "the neighbourhoods of A, B and C": what the plural says of one it says of all.
fn is_in_row_of_quarters(doc: &Doc, name: &Range<usize>) -> bool {
    let is_plural = |i: usize| matches!(doc.token(i).text(), "neighbourhoods" | "neighborhoods" | "quarters");
    let goes_on = |i: &usize| {
        let token = doc.token(*i);
        token.pos() == Pos::Propn || matches!(token.text(), "," | "and" | "-" | "al" | "the" | "of")
    };
    let sentence = doc.sentence_of(name.start).range();
    let behind = (name.end..sentence.end.min(name.end + LONGEST_ROW_WORDS)).find(|i| !goes_on(i));
    let first = sentence.start.max(name.start.saturating_sub(LONGEST_ROW_WORDS));
    let before = (first..name.start).rev().find(|i| !goes_on(i));
    let of_row = |i: usize| (i + 1..name.start).any(|at| doc.token(at).text() == "of");
    let is_row = |mut range: Range<usize>| range.any(|at| doc.token(at).text() == "and");
    behind.is_some_and(|i| is_plural(i) && is_row(before.map_or(first, |i| i + 1)..i))
        || before.is_some_and(|i| {
            is_plural(i)
                && of_row(i)
                && is_row(i + 1..behind.unwrap_or(sentence.end.min(name.end + LONGEST_ROW_WORDS)))
        })
}

/// How many words of a row are looked at on one side of a name.
const LONGEST_ROW_WORDS: usize = 16;

/// Whether the words between two names say that the second holds the first: "Killi, Idlib", "a village in Idlib".
fn leads_to_area(between: Option<&str>) -> bool {
    between.is_some_and(|between| {
        let link = without_kind(between);
        matches!(link, "," | "(" | "in" | ", in" | "of" | "-") || leads_to_part(link)
    })
}

/// "in the southwestern countryside of", "in eastern": the second name is that of the area, told with the part of it.
fn leads_to_part(link: &str) -> bool {
    const PARTS: [&str; 14] = [
        "the",
        "of",
        "countryside",
        "outskirts",
        "suburbs",
        "suburb",
        "part",
        "parts",
        "city",
        "town",
        "province",
        "governorate",
        "northern",
        "southern",
    ];
    const WINDS: [&str; 7] =
        ["eastern", "western", "northeastern", "northwestern", "southeastern", "southwestern", "central"];
    link.trim_start_matches(", ").strip_prefix("in ").is_some_and(|rest| {
        rest.split_whitespace().all(|word| {
            let word = word.to_ascii_lowercase();
            PARTS.contains(&word.as_str()) || WINDS.contains(&word.replace('-', "").as_str())
        })
    })
}

/// Whether the words beside a name call it a street or square of a town: "Nansen street", "Piazza Verdi".
pub(super) fn is_street(doc: &Doc, lexicon: &Lexicon, name: &Range<usize>) -> bool {
    let is_word =
        |at: usize, list: &str| at < doc.len() && lexicon.has(list, &doc.token(at).text().to_lowercase());
    let is_capital = |at: usize| at < doc.len() && doc.token(at).text().starts_with(char::is_uppercase);
    let opens = |at: usize| is_capital(at) && is_capital(at + 1) && is_word(at, "street_titles");
    is_word(name.end, "street_nouns") || opens(name.start) || name.start.checked_sub(1).is_some_and(opens)
}

/// Whether the word behind a name calls it a building or a ground: "the Bristol mall".
pub(super) fn is_landmark(doc: &Doc, lexicon: &Lexicon, name: &Range<usize>) -> bool {
    let is_kind =
        |at: usize| at < doc.len() && lexicon.has("landmark_nouns", &doc.token(at).text().to_lowercase());
    is_kind(name.end) || name.len() > 1 && is_kind(name.end - 1)
}

/// Whether the words behind a building put it into the place that is named next: "the Bristol mall in Nairobi".
pub(super) fn is_put_into(doc: &Doc, building: &Range<usize>, next: &Range<usize>) -> bool {
    let between: Vec<&str> = (building.end..next.start).map(|at| doc.token(at).text()).collect();
    matches!(between.as_slice(), ["in"] | [_, "in"])
}

/// The words behind a name without the one that tells what it is: " in " of "Sadr neighbourhood in Basra".
fn without_kind(between: &str) -> &str {
    const KINDS: [&str; 14] = [
        "neighbourhood",
        "neighborhood",
        "district",
        "subdistrict",
        "village",
        "town",
        "camp",
        "area",
        "suburb",
        "quarter",
        "locality",
        "sector",
        "market",
        "municipality",
    ];
    let between = between.trim();
    match between.split_once(' ') {
        Some((kind, rest)) if KINDS.contains(&kind) => rest.trim(),
        _ => between,
    }
}

/// Whether the words between two names put them into one row.
fn goes_on(between: &str) -> bool {
    matches!(between.trim(), "," | "and" | ", and" | "or")
}

/// Whether the words between two names say that the first lies near the second.
fn leads_to_neighbour(between: Option<&str>) -> bool {
    const LONGEST: usize = 40;
    const TIES: [&str; 12] = [
        "near",
        "outside",
        "outside of",
        "close to",
        "north of",
        "south of",
        "east of",
        "west of",
        "northeast of",
        "northwest of",
        "southeast of",
        "southwest of",
    ];
    let Some(between) = between.filter(|words| words.len() <= LONGEST) else { return false };
    let between = between.trim();
    !between.contains(['.', ';', '\n'])
        && TIES.iter().any(|tie| {
            between.strip_suffix(tie).is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', ',']))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_link_word_or_comma_leads_to_an_area() {
        assert!(leads_to_area(Some(", ")) && leads_to_area(Some(" in ")));
        assert!(!leads_to_area(Some(" and ")) && !leads_to_area(None));
    }

    #[test]
    fn words_of_nearness_lead_to_a_neighbour_if_they_end_the_gap() {
        assert!(leads_to_neighbour(Some(", a town near ")) && leads_to_neighbour(Some(" 12 km north of ")));
        assert!(
            !leads_to_neighbour(Some(" near the border with ")) && !leads_to_neighbour(Some(". West of "))
        );
        assert!(!leads_to_neighbour(Some(" linear ")));
    }
}
