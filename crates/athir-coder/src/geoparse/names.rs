//! Which words of a text name places on the map: what the coder takes for places, less the people and words that are
//! called as villages are, and the places within the names of bodies.

use std::collections::BTreeSet;
use std::ops::Range;

use athir_actors::NameRole;
use athir_gazetteer::PlaceClass;
use athir_nlp::{Doc, Entity, Pos};
use jiff::civil::Date;

use crate::abbreviation::abbreviated_area;
use crate::dateline::ends_dateline;
use crate::name::{Name, Naming, find_names};
use crate::phrase::words_of;
use crate::reading::Knowledge;

/// The names as the coder finds them, and those that only matter on the map: abbreviations, peoples, and places
/// within the names of bodies.
pub(super) fn names_of(doc: &Doc, know: Knowledge<'_>, published: Option<Date>) -> Vec<Name> {
    let words: Vec<&str> = doc.tokens().map(|t| t.text()).collect();
    let mut names = find_names(doc, &words, know.registry, know.gazetteer, know.lexicon, published);
    let people = Surnames::of(doc);
    names.retain(|name| !is_title(doc, &name.tokens) && is_place_on_map(doc, name, &people, know));
    let mut taken = vec![false; doc.len()];
    for name in names.iter().filter(|name| is_on_map(name)) {
        taken[name.tokens.clone()].fill(true);
    }
    let is_sure = |name: &&Name| matches!(name.naming, Naming::Place) && is_put_somewhere(doc, &name.tokens);
    let sure: BTreeSet<String> =
        names.iter().filter(is_sure).map(|n| words_of(doc, &n.tokens).to_lowercase()).collect();
    let mut i = 0;
    while i < words.len() {
        let more = (!taken[i]).then(|| map_name(doc, &words, i, know, &people, &sure)).flatten();
        let more = more.filter(|name| !taken[name.tokens.clone()].contains(&true));
        if let Some(name) = &more {
            // What a body's name begins with stands for itself on the map: "Sudan" of the "Sudan Liberation Army".
            names
                .retain(|other| !is_around(other, &name.tokens) || matches!(other.naming, Naming::Actor(..)));
        }
        i = more.as_ref().map_or(i + 1, |name| name.tokens.end);
        names.extend(more);
    }
    names.sort_by_key(|name| name.tokens.start);
    names
}

/// Whether the name itself can stand for a place; what is in a body's or an army's name is looked for.
fn is_on_map(name: &Name) -> bool {
    match name.naming {
        Naming::Actor(_, NameRole::Metonym) => name.is_place,
        Naming::Body | Naming::Organisation | Naming::Actor(..) => false,
        _ => true,
    }
}

/// Whether a mention begins the entity that it stands in, but for the article.
fn begins_entity(doc: &Doc, start: usize, entity: &Entity<'_>) -> bool {
    let first = entity.range().start;
    first == start || first + 1 == start && doc.token(first).text().eq_ignore_ascii_case("the")
}

fn is_around(name: &Name, tokens: &Range<usize>) -> bool {
    name.tokens.start <= tokens.start && tokens.end <= name.tokens.end
}

/// "Gov.", "Sen.": a capitalised abbreviation before a person's name is a title, whatever village is called so.
fn is_title(doc: &Doc, tokens: &Range<usize>) -> bool {
    let words = words_of(doc, tokens);
    words.ends_with('.')
        && words.len() > 2
        && abbreviated_area(&words).is_none()
        && !words[..words.len() - 1].contains('.')
}

/// The words that people of the report are called by: a village of that name is not meant.
struct Surnames(BTreeSet<String>);

impl Surnames {
    fn of(doc: &Doc) -> Surnames {
        let mut words = BTreeSet::new();
        for entity in doc.entities().filter(|e| e.label() == "PERSON" && e.range().len() > 1) {
            let parts = entity.range().map(|i| doc.token(i).text());
            words.extend(
                parts.filter(|w| w.len() > 2 && w.starts_with(char::is_uppercase)).map(str::to_owned),
            );
        }
        Surnames(words)
    }
}

/// Whether a name that the coder takes for a place's, or may take for one, is that of a place: many a person and
/// common word is called as a village is.
fn is_place_on_map(doc: &Doc, name: &Name, people: &Surnames, know: Knowledge<'_>) -> bool {
    if !matches!(name.naming, Naming::Place) || is_put_somewhere(doc, &name.tokens) {
        return true;
    }
    let Range { start, end } = name.tokens.clone();
    let first = doc.token(start);
    if end == start + 1 && people.0.contains(first.text()) {
        return false;
    }
    let label = first.entity().map(|entity| entity.label().to_owned());
    let is_place_label = matches!(label.as_deref(), Some("GPE" | "LOC" | "FAC"));
    // "City Hall", "Big Wheel": a part of a longer name.
    let begins = first.entity().is_none_or(|entity| begins_entity(doc, start, &entity));
    let goes_on = start > 0 && !first.is_sent_start() && {
        let before = doc.token(start - 1);
        before.pos() == Pos::Propn && before.text().starts_with(char::is_uppercase) && before.text().len() > 1
    };
    if !begins || goes_on && !is_place_label {
        return false;
    }
    // "the White House": settlements have no article.
    if start > 0 && doc.token(start - 1).text().eq_ignore_ascii_case("the") && !is_place_label {
        let area = |id| {
            matches!(
                know.gazetteer.place(id).class,
                PlaceClass::Region | PlaceClass::Spot | PlaceClass::Country
            )
        };
        return know.gazetteer.find_spelled(&words_of(doc, &name.tokens)).iter().any(|c| area(c.id));
    }
    // The model sees no name here at all: only well known places are believed.
    label.is_some() || is_well_known(&words_of(doc, &name.tokens), know)
}

fn is_well_known(text: &str, know: Knowledge<'_>) -> bool {
    know.gazetteer.find_spelled(text).iter().any(|entry| {
        let place = know.gazetteer.place(entry.id);
        matches!(place.class, PlaceClass::Country | PlaceClass::Province | PlaceClass::Region)
            || text.ends_with("County")
            || place.population.is_some_and(|people| people >= WELL_KNOWN)
    })
}

/// Whether the words beside a name put something there or name the area around it: "in X", "X, Ky.", "D-X".
fn is_put_somewhere(doc: &Doc, tokens: &Range<usize>) -> bool {
    let before = |back: usize| tokens.start.checked_sub(back).map(|i| doc.token(i).text());
    let is_put = matches!(
        before(1).map(str::to_ascii_lowercase).as_deref(),
        Some(
            "in" | "at"
                | "near"
                | "from"
                | "around"
                | "outside"
                | "inside"
                | "toward"
                | "towards"
                | "through"
                | "into"
        )
    );
    let is_followed = tokens.end + 1 < doc.len()
        && doc.token(tokens.end).text() == ","
        && (abbreviated_area(doc.token(tokens.end + 1).text()).is_some());
    is_put || is_followed || is_of_party(doc, tokens.start) || is_dateline(doc, tokens)
}

/// "D-Columbus": a member of a party and where they were elected.
fn is_of_party(doc: &Doc, start: usize) -> bool {
    start > 1
        && matches!(doc.token(start - 1).text(), "-" | "–")
        && matches!(doc.token(start - 2).text(), "D" | "R" | "I" | "Ind" | "Dem" | "Rep" | "Lab" | "Con")
}

/// "CROMWELL — The", "MOUNT GILEAD (AP) --": capitals at the beginning of a sentence or after a title, and a dash.
fn is_dateline(doc: &Doc, tokens: &Range<usize>) -> bool {
    let is_capitals = tokens.clone().all(|i| {
        let text = doc.token(i).text();
        text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
    });
    let begins = doc.token(tokens.start).is_sent_start()
        || tokens.start > 0 && matches!(doc.token(tokens.start - 1).text(), "." | "\n" | "-" | "—");
    let dash = |i: usize| i < doc.len() && (doc.token(i).text() == "(" || ends_dateline(doc.token(i)));
    is_capitals
        && begins
        && words_of(doc, tokens).len() > 3
        && (dash(tokens.end) || {
            // "BLOOMFIELD, Neb. -"
            tokens.end + 2 < doc.len() && doc.token(tokens.end).text() == "," && dash(tokens.end + 2)
        })
}

/// The place name that begins at a token where the coder sees none.
fn map_name(
    doc: &Doc,
    words: &[&str],
    i: usize,
    know: Knowledge<'_>,
    people: &Surnames,
    sure: &BTreeSet<String>,
) -> Option<Name> {
    let name = |tokens: Range<usize>, naming: Naming| {
        Some(Name { tokens, naming, is_place: true, namesakes: Vec::new() })
    };
    // "Lexington, Ky.": an abbreviation stands behind the town, or has full stops: "S.C.", "Ill."
    for end in [i + 2, i + 1] {
        let is_behind = i > 1 && words[i - 1] == "," && words[i - 2].starts_with(char::is_uppercase);
        let text = if end <= words.len() { words_of(doc, &(i..end)) } else { continue };
        let is_marked =
            is_behind || text.ends_with('.') && !doc.token(i).is_sent_start() || is_of_party(doc, i);
        if is_marked && abbreviated_area(&text).is_some() {
            return name(i..end, Naming::GivenPlace);
        }
    }
    if !words[i].starts_with(char::is_uppercase) {
        return None;
    }
    if let Some(n) = [2, 1].into_iter().find(|n| {
        i + n <= words.len() && know.gazetteer.adjective_place(&words_of(doc, &(i..i + n))).is_some()
    }) {
        return name(i..i + n, Naming::GivenPlace);
    }
    if let Some((n, iso2)) = know.registry.country_at(&words[i..words.len().min(i + 5)]) {
        return name(i..i + n, Naming::Country(iso2.to_owned()));
    }
    let entity = doc.token(i).entity();
    let reach = entity.as_ref().map_or(i + 4, |entity| entity.range().end.max(i + 1)).min(words.len());
    let len = know.gazetteer.longest_at(&words[i..reach])?;
    let tokens = i..i + len;
    let text = words_of(doc, &tokens);
    if know.lexicon.has("place_words", &text.to_lowercase()) {
        return None;
    }
    if is_of_party(doc, i) || is_dateline(doc, &tokens) {
        return name(tokens, Naming::Place);
    }
    let follows = words.get(tokens.end).copied().unwrap_or_default();
    let is_civic = know.lexicon.has("civic_nouns", &follows.to_lowercase());
    let label = entity.as_ref().map(|entity| entity.label().to_owned());
    let begins = entity.as_ref().is_none_or(|entity| begins_entity(doc, i, entity));
    let is_person = len == 1 && people.0.contains(words[i])
        || label.as_deref() == Some("PERSON")
            && entity.as_ref().is_some_and(|e| e.range().len() > len && !is_civic);
    if is_person || !begins {
        return None;
    }
    let is_place = match label.as_deref() {
        Some("GPE") => true,
        Some("LOC" | "ORG" | "FAC" | "PERSON" | "NORP" | "PRODUCT" | "WORK_OF_ART") | None => {
            // "Ohio State University", "Torrington Fire Department", but no "County" of a name that nobody knows.
            sure.contains(&text.to_lowercase())
                || is_civic && doc.token(i).pos() == Pos::Propn
                || label.is_some_and(|label| label != "PERSON") && is_well_known(&text, know)
        }
        _ => false,
    };
    if is_place { name(tokens, Naming::Place) } else { None }
}

/// A place of this many people is known for itself where the name of a body begins with it.
const WELL_KNOWN: u32 = 100_000;
