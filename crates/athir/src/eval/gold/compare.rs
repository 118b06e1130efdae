//! When two values are the same value.

use std::collections::BTreeSet;

use athir_gazetteer::distance_km;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::{GoldCasualty, GoldParty, GoldPlace, GoldTie};

/// Words that names are compared without.
const LIGHT: [&str; 6] = ["the", "al", "el", "of", "group", "movement"];
/// Signs that fall away inside a name.
const QUOTES: [char; 8] = ['’', '\'', '`', 'ʿ', 'ʾ', '"', '“', '”'];

/// The words of a name without case, accents, quotes and light words.
fn fold(name: &str) -> Vec<String> {
    let folded: String = name
        .nfkd()
        .flat_map(char::to_lowercase)
        .filter(|&c| canonical_combining_class(c) == 0 && !QUOTES.contains(&c))
        .map(|c| if is_word(c) { c } else { ' ' })
        .collect();
    folded.split_whitespace().filter(|w| !LIGHT.contains(w)).map(str::to_owned).collect()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase().split(|c| !is_word(c)).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Gives the share of the shorter evidence's words that the other has, over the best pair of quotes.
pub(super) fn overlap(a: &[String], b: &[String]) -> f64 {
    let mut best = 0.0f64;
    for x in a.iter().map(|x| words(x)) {
        for y in b.iter().map(|y| words(y)) {
            let (small, large) = if x.len() <= y.len() { (&x, &y) } else { (&y, &x) };
            if small.is_empty() {
                continue;
            }
            let mut rest = large.clone();
            let hits = small
                .iter()
                .filter(|w| rest.iter().position(|r| r == *w).map(|at| rest.swap_remove(at)).is_some());
            best = best.max(hits.count() as f64 / small.len() as f64);
        }
    }
    best
}

/// Whether two texts are the same voice.
pub(super) fn same_voice(a: &String, b: &String) -> bool {
    overlap(std::slice::from_ref(a), std::slice::from_ref(b)) >= 0.5
}

/// Whether two parties are the same: the same name, or one name with all the words of the other if both have
/// two or more, or the same mention.
pub fn same_party(p: &GoldParty, q: &GoldParty) -> bool {
    let (a, b) = (fold(&p.name), fold(&q.name));
    if !a.is_empty() && !b.is_empty() {
        let (x, y): (BTreeSet<_>, BTreeSet<_>) = (a.iter().collect(), b.iter().collect());
        if a == b || (a.len().min(b.len()) >= 2 && (x.is_subset(&y) || y.is_subset(&x))) {
            return true;
        }
    }
    let (a, b) = (fold(&p.mention), fold(&q.mention));
    !a.is_empty() && a == b
}

/// Whether the system's place is the gold place: in the same country and as near as the gold precision asks.
pub fn same_place(gold: &GoldPlace, system: &GoldPlace) -> bool {
    let country = |place: &GoldPlace| place.country.as_deref().unwrap_or("").to_uppercase();
    if country(gold) != country(system) {
        return false;
    }
    if gold.precision.as_deref() == Some("country") {
        return matches!(system.precision.as_deref(), Some("country") | None);
    }
    match (gold.lat, gold.lon, system.lat, system.lon) {
        (Some(lat), Some(lon), Some(lat2), Some(lon2)) => {
            let radius = match gold.precision.as_deref() {
                Some("district") => 60.0,
                Some("province") => 120.0,
                _ => 25.0,
            };
            distance_km((lat, lon), (lat2, lon2)) <= radius
        }
        _ => fold(gold.name.as_deref().unwrap_or("")) == fold(system.name.as_deref().unwrap_or("")),
    }
}

/// Whether two counts are the same count of the same harm.
pub(super) fn same_casualty(a: &GoldCasualty, b: &GoldCasualty) -> bool {
    (&a.kind, a.low, a.high) == (&b.kind, b.low, b.high)
}

/// Whether two ties are the same; the order of the actors counts where the kind has one.
pub(super) fn same_tie(x: &GoldTie, y: &GoldTie) -> bool {
    let same = |a: &str, b: &str| {
        let party = |name: &str| GoldParty { name: name.to_owned(), mention: name.to_owned(), basis: None };
        same_party(&party(a), &party(b))
    };
    let symmetric = matches!(x.kind.as_str(), "ally" | "rival" | "same-as");
    x.kind == y.kind
        && x.state == y.state
        && ((same(&x.a, &y.a) && same(&x.b, &y.b)) || (symmetric && same(&x.a, &y.b) && same(&x.b, &y.a)))
}

/// Counts how many gold values have a system value of their own, first come first served.
pub(super) fn count_matches<T>(gold: &[&T], system: &[&T], same: impl Fn(&T, &T) -> bool) -> u64 {
    let mut left = system.to_vec();
    let mut hits = 0;
    for g in gold {
        if let Some(at) = left.iter().position(|s| same(g, s)) {
            left.remove(at);
            hits += 1;
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(name: &str, mention: &str) -> GoldParty {
        GoldParty { name: name.to_owned(), mention: mention.to_owned(), basis: None }
    }

    #[test]
    fn names_are_the_same_without_accents_articles_and_quotes() {
        assert!(same_party(&party("Hay'at Tahrir al-Sham", ""), &party("Hayʾat Taḥrīr Sham", "")));
        assert!(same_party(&party("Ahrar al-Sham", ""), &party("Ahrar al-Sham Islamic Movement", "")));
        assert!(!same_party(&party("Syria", ""), &party("Syria Army", "")), "one word is no name of two");
        assert!(same_party(&party("x", "the group’s men"), &party("y", "The groups men")));
        assert!(!same_party(&party("", "the"), &party("", "of")), "nothing is left of either");
    }

    #[test]
    fn evidence_overlaps_by_the_words_of_the_shorter_quote() {
        let quotes = |q: &[&str]| q.iter().map(|q| (*q).to_owned()).collect::<Vec<_>>();
        assert_eq!(overlap(&quotes(&["a b c d"]), &quotes(&["x", "d, c! y z"])), 0.5);
        assert_eq!(overlap(&quotes(&["a a"]), &quotes(&["a b c"])), 0.5);
        assert_eq!(overlap(&quotes(&[""]), &quotes(&["a"])), 0.0);
    }

    #[test]
    fn a_settlement_is_the_same_within_25_km() {
        let place = |lat, lon, precision: &str| GoldPlace {
            name: None,
            within: None,
            country: Some("SY".to_owned()),
            lat: Some(lat),
            lon: Some(lon),
            precision: Some(precision.to_owned()),
        };
        assert!(same_place(&place(36.0, 36.0, "settlement"), &place(36.2, 36.0, "province")));
        assert!(!same_place(&place(36.0, 36.0, "settlement"), &place(36.3, 36.0, "settlement")));
        assert!(same_place(&place(36.0, 36.0, "district"), &place(36.3, 36.0, "settlement")));
        assert!(!same_place(&place(36.0, 36.0, "country"), &place(36.0, 36.0, "settlement")));
    }
}
