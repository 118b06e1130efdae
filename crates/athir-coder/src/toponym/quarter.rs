//! What lies in or beside a town: its quarters, streets, landmarks and nameless spots.

use std::ops::Range;

use athir_gazetteer::{PlaceId, distance_km};
use athir_nlp::{Doc, Pos};

use super::guess::{Guess, How};
use super::row::Follow;
use super::{Setting, Toponym, class_rank};
use crate::lexicon::Lexicon;
use crate::phrase::words_of;

/// A quarter lies in or beside a town that the report names: other senses of its name are dropped, and where none is left
/// it is put into the town that holds it by the words, or else the one named last.
pub(super) fn put_quarters_into_towns(
    setting: &Setting<'_>,
    all: &mut [Toponym],
    guesses: &[Vec<Guess>],
    follows: &[Follow],
) {
    let &Setting { doc, gazetteer, lexicon, .. } = setting;
    let at = |id: PlaceId| (gazetteer.place(id).lat, gazetteer.place(id).lon);
    let is_quarter: Vec<bool> = all.iter().map(|t| is_quarter(doc, lexicon, &t.tokens)).collect();
    let is_street: Vec<bool> = all.iter().map(|t| is_street(doc, lexicon, &t.tokens)).collect();
    let towns: Vec<(usize, PlaceId)> = (0..all.len())
        .filter(|&n| class_rank(all[n].class) == 0 && !is_quarter[n] && !is_street[n] && !all[n].adjective)
        .filter_map(|n| Some((n, all[n].best()?)))
        .collect();
    let is_spot: Vec<bool> =
        (0..all.len()).map(|n| is_spot_in_town(setting, n, &all[n], &guesses[n], &towns)).collect();
    let towns: Vec<(usize, PlaceId)> = towns.into_iter().filter(|(n, _)| !is_spot[*n]).collect();
    for n in (0..all.len()).filter(|&n| is_quarter[n] || is_spot[n] || is_street[n]) {
        let of_words =
            follows[n].area.filter(|&area| class_rank(all[area].class) < 3).and_then(|a| all[a].best());
        let lies_by_town = |id: PlaceId| {
            let near = |town: PlaceId| distance_km(at(town), at(id)) <= QUARTER_KM;
            of_words.is_some_and(near) || towns.iter().any(|(_, town)| near(*town))
        };
        let last = || {
            let before = towns.iter().filter(|(m, _)| all[*m].head < all[n].head);
            before.max_by_key(|(m, _)| all[*m].head)
        };
        // A street is in the town that a report is about, which it names first.
        let named = || last().filter(|_| is_quarter[n]).or(towns.first()).map(|(_, id)| *id);
        let Some(home) = of_words.or_else(named) else { continue };
        all[n].ranked.retain(|(id, _)| lies_by_town(*id));
        if all[n].ranked.is_empty() {
            all[n].ranked.push((home, 0.0));
        }
        all[n].quarter = is_quarter[n];
    }
    put_landmarks_into_towns(setting, all);
}

/// "the Nuri mosque": where the map has no town of just that name in the countries of the report's towns, it is one in the
/// town that is told of. `n` is the number of the toponym, by which the towns are known as well.
fn is_spot_in_town(
    setting: &Setting<'_>,
    n: usize,
    toponym: &Toponym,
    guesses: &[Guess],
    towns: &[(usize, PlaceId)],
) -> bool {
    let gazetteer = setting.gazetteer;
    let best = toponym.best();
    let is_spelled = || guesses.iter().any(|g| Some(g.id) == best && g.how == How::Spelled);
    let is_at_home = || {
        best.map(|id| gazetteer.place(id).country).is_none_or(|country| {
            towns.iter().any(|(m, town)| *m != n && gazetteer.place(*town).country == country)
        })
    };
    class_rank(toponym.class) == 0
        && !toponym.adjective
        && is_of_town(setting.doc, setting.lexicon, &toponym.tokens)
        && (best.is_none() || !is_spelled() || !is_at_home())
}

/// "the Bristol mall in Nairobi" is no place of another country, however its name is called there.
fn put_landmarks_into_towns(setting: &Setting<'_>, all: &mut [Toponym]) {
    let &Setting { doc, gazetteer, lexicon, .. } = setting;
    let landmarks: Vec<usize> =
        (0..all.len()).filter(|&n| is_landmark(doc, lexicon, &all[n].tokens)).collect();
    for n in landmarks {
        let town = all.get(n + 1).filter(|t| class_rank(t.class) == 0);
        let town = town.filter(|t| is_put_into(doc, &all[n].tokens, &t.tokens)).and_then(Toponym::best);
        let Some((own, home)) = all[n].best().zip(town) else {
            continue;
        };
        if gazetteer.place(own).country != gazetteer.place(home).country {
            all[n].ranked = vec![(home, 0.0)];
        }
    }
}

/// How far from a town its quarters and villages lie at most, in kilometres.
pub(crate) const QUARTER_KM: f64 = 60.0;

/// Whether a name or the words beside it call it a part of a town: "the Karama quarter", "the neighbourhood of Midan", "the Old
/// City".
fn is_quarter(doc: &Doc, lexicon: &Lexicon, name: &Range<usize>) -> bool {
    let word = |at: Option<usize>| at.filter(|&i| i < doc.len()).map_or("", |i| doc.token(i).lemma());
    let says = |word: &str| lexicon.has("quarter_nouns", word);
    // "the Salihiya neighbourhood of Hasaka": the first name is that of the quarter; "the neighbourhoods of Oslo" are
    // several, and Oslo has them.
    let is_named = || name.start.checked_sub(3).is_some_and(|i| doc.token(i).pos() == Pos::Propn);
    let is_one = |at: Option<usize>| at.is_some_and(|i| !doc.token(i).text().ends_with('s'));
    let noun = name.start.checked_sub(2);
    let is_called = says(word(Some(name.end)))
        || word(name.start.checked_sub(1)) == "of" && says(word(noun)) && is_one(noun) && !is_named();
    lexicon.has("quarter_names", &words_of(doc, name).to_lowercase())
        || is_called
        || is_in_row_of_quarters(doc, lexicon, name)
}

/// Whether the word behind a name calls it a building, a street or a part of a town: "the Nuri mosque".
fn is_of_town(doc: &Doc, lexicon: &Lexicon, name: &Range<usize>) -> bool {
    name.end < doc.len() && lexicon.token_in("town_spot_nouns", doc.token(name.end))
}

/// "the A and B quarters", "the neighbourhoods of A, B and C": what the plural says of one it says of all.
fn is_in_row_of_quarters(doc: &Doc, lexicon: &Lexicon, name: &Range<usize>) -> bool {
    let is_plural = |i: usize| {
        doc.token(i).text().strip_suffix('s').is_some_and(|noun| lexicon.has("quarter_nouns", noun))
    };
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

/// Whether the words beside a name call it a street or square of a town: "Nansen street", "Piazza Verdi".
fn is_street(doc: &Doc, lexicon: &Lexicon, name: &Range<usize>) -> bool {
    let is_word =
        |at: usize, list: &str| at < doc.len() && lexicon.has(list, &doc.token(at).text().to_lowercase());
    let is_capital = |at: usize| at < doc.len() && doc.token(at).text().starts_with(char::is_uppercase);
    let opens = |at: usize| is_capital(at) && is_capital(at + 1) && is_word(at, "street_titles");
    is_word(name.end, "street_nouns") || opens(name.start) || name.start.checked_sub(1).is_some_and(opens)
}

/// Whether the word behind a name calls it a building or a ground: "the Bristol mall".
fn is_landmark(doc: &Doc, lexicon: &Lexicon, name: &Range<usize>) -> bool {
    let is_kind =
        |at: usize| at < doc.len() && lexicon.has("landmark_nouns", &doc.token(at).text().to_lowercase());
    is_kind(name.end) || name.len() > 1 && is_kind(name.end - 1)
}

/// Whether the words behind a building put it into the place that is named next: "the Bristol mall in Nairobi".
fn is_put_into(doc: &Doc, building: &Range<usize>, next: &Range<usize>) -> bool {
    let between: Vec<&str> = (building.end..next.start).map(|at| doc.token(at).text()).collect();
    matches!(between.as_slice(), ["in"] | [_, "in"])
}
