//! Names in the text: which spans are names of actors, of countries or of places.
//!
//! One left-to-right scan takes the longest known name at each token, so that a place inside an actor's name
//! ("Islamic Army of Baghdad") is no place, and names that no registry knows are taken from the language
//! model's entity spans. What a name refers to here is decided later, by its role in the sentence.

use std::ops::Range;

use athir_actors::{ActorId, Candidate, NameRole, Registry};
use athir_gazetteer::Gazetteer;
use athir_nlp::{Dep, Doc, Pos, Token};
use jiff::civil::Date;

use crate::band::name_bands;
use crate::clause::is_locative_prep;
use crate::lexicon::Lexicon;
use crate::phrase::{span_head, words_of};
use crate::place_row::{member, name_rows};

/// What a span names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// An actor of the registry, and how the name stands for it.
    Actor(ActorId, NameRole),
    /// A country or its people: "Syria", "Syrian".
    Country(String),
    /// A name of the gazetteer.
    Place,
    /// A name that the caller says is a place's, known or not.
    GivenPlace,
    /// A name that the language model takes for a person's.
    Person,
    /// A capitalised name that ends or begins with a word for an armed or political body.
    Body,
    /// A name that the language model takes for an organisation's, with no word in it that tells which sort.
    Organisation,
    /// A name that nobody knows, of a body that bears arms in the report.
    Band,
}

/// A name and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub(crate) tokens: Range<usize>,
    pub(crate) naming: Naming,
    /// Whether the gazetteer knows the span too.
    pub(crate) is_place: bool,
    /// Other actors that bear the name.
    pub(crate) namesakes: Vec<ActorId>,
}

/// Where several actors bear one name, in this spelling or another, the one of the country that the report is
/// about is meant.
pub(crate) fn prefer_country(
    doc: &Doc,
    names: &mut [Name],
    registry: &Registry,
    published: Option<Date>,
    country: Option<&str>,
) {
    let Some(country) = country else { return };
    let at_home = |id: ActorId| registry.actor(id).countries.iter().any(|c| c == country);
    for name in names {
        let Naming::Actor(id, NameRole::Name) = &mut name.naming else { continue };
        if at_home(*id) {
            continue;
        }
        let same_spelling = name.namesakes.iter().copied().find(|&other| at_home(other));
        let any_spelling = || {
            registry
                .find(&words_of(doc, &name.tokens), published)
                .into_iter()
                .map(|c| c.actor)
                .find(|&other| at_home(other))
        };
        if let Some(other) = same_spelling.or_else(any_spelling) {
            *id = other;
        }
    }
}

/// The longest name that is looked for, in tokens.
const MAX_TOKENS: usize = 14;

/// Finds every name, in the order of the text, without overlaps.
pub(crate) fn find_names(
    doc: &Doc,
    words: &[&str],
    registry: &Registry,
    gazetteer: &Gazetteer,
    lexicon: &Lexicon,
    published: Option<Date>,
) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for sentence in doc.sentences() {
        let range = sentence.range();
        let mut i = range.start;
        while i < range.end {
            // "the peshmerga": a force that is written small.
            let is_small = lexicon.has("small_names", doc.token(i).text());
            if !is_small && !may_begin_name(doc, i, range.start) {
                i += 1;
                continue;
            }
            let window = &words[i..range.end.min(i + MAX_TOKENS)];
            let found = name_at(doc, i, window, registry, gazetteer, lexicon, published);
            let unknown =
                found.as_ref().is_none_or(|name| name.naming == Naming::Place && name.tokens.len() == 1);
            let found = match found {
                _ if unknown && is_last_name(doc, i, &names) => Some(Name {
                    tokens: i..i + 1,
                    naming: Naming::Person,
                    is_place: false,
                    namesakes: Vec::new(),
                }),
                found => found,
            };
            match found {
                Some(name) => {
                    i = name.tokens.end;
                    names.push(name);
                }
                None => i += 1,
            }
        }
    }
    name_rows(doc, &mut names, lexicon);
    name_bands(doc, &mut names, registry, lexicon);
    names
}

/// "Kafr Zabbun", "Deir Zabbun": a word that opens names of villages, and of nothing else.
fn opens_as_place(doc: &Doc, lexicon: &Lexicon, name: &Range<usize>) -> bool {
    name.len() > 1
        && lexicon.has("place_openers", &doc.token(name.start).text().to_lowercase())
        && name.start.checked_sub(1).is_none_or(|before| doc.token(before).dep() != Dep::Compound)
}

/// Whether a word is the last name of a person whom the report has named, whatever place or body is called so too.
fn is_last_name(doc: &Doc, at: usize, earlier: &[Name]) -> bool {
    let token = doc.token(at);
    // "Holm was seized", though there is a village called so; but not "in Holm".
    let is_put_there = || {
        let before = at.checked_sub(1).map(|i| doc.token(i).text().to_ascii_lowercase());
        before.is_some_and(|word| is_locative_prep(&word) || word == "into")
    };
    let may_be = match token.entity() {
        Some(e) => matches!(e.label(), "PERSON" | "ORG") && e.range() == (at..at + 1),
        None => token.pos() == Pos::Propn && !is_put_there(),
    };
    may_be
        && earlier.iter().rev().take(MAX_EARLIER).any(|n| {
            n.naming == Naming::Person
                && n.tokens.len() > 1
                && doc.token(n.tokens.end - 1).text() == token.text()
        })
}

/// How many names back a person is looked for.
const MAX_EARLIER: usize = 100;

fn may_begin_name(doc: &Doc, i: usize, sentence_start: usize) -> bool {
    let token = doc.token(i);
    let Some(first) = token.text().chars().next() else { return false };
    if first.is_uppercase() {
        // "ISIL terrorists", which the tagger may take for a verb's form.
        let is_abbreviation = token.text().len() > 2 && token.text().chars().all(char::is_uppercase);
        // A sentence begins with a capital whatever its first word is.
        return i > sentence_start
            || is_abbreviation
            || token.pos() == Pos::Propn
            || !matches!(
                token.pos(),
                Pos::Det | Pos::Adp | Pos::Pron | Pos::Sconj | Pos::Cconj | Pos::Adv | Pos::Verb | Pos::Aux
            );
    }
    // "al-Qaeda", "al-Bab", "el-Fasher": the article is written small.
    first.is_lowercase()
        && token.text().len() <= 4
        && i + 2 < doc.len()
        && (doc.token(i + 1).text() == "-" || token.text().contains('-') || token.text() == "al")
        && doc.token(i + 1).text().len() <= 24
        && doc.token(i + 2).text().chars().next().is_some_and(char::is_uppercase)
        || first.is_lowercase() && token.text().len() > 3 && token.text()[..].starts_with("al-")
}

fn name_at(
    doc: &Doc,
    i: usize,
    window: &[&str],
    registry: &Registry,
    gazetteer: &Gazetteer,
    lexicon: &Lexicon,
    published: Option<Date>,
) -> Option<Name> {
    let actor = registry.longest_at(window);
    let country = registry.country_at(window);
    let place = gazetteer.longest_at(window).unwrap_or(0);
    let actor_len = actor.as_ref().map_or(0, |(n, _)| *n);
    let country_len = country.as_ref().map_or(0, |(n, _)| *n);
    // A country's name is both; its role in the sentence decides.
    if actor_len > 0 && actor_len > country_len && actor_len >= place {
        let (_, ids) = actor?;
        let (id, role) = bearer(doc, i..i + actor_len, &ids, registry, published);
        // A metonym is first of all a place; the sentence decides.
        return Some(Name {
            tokens: i..i + actor_len,
            naming: Naming::Actor(id, role),
            is_place: place == actor_len,
            namesakes: ids,
        });
    }
    if country_len > 0 && country_len >= place {
        let (_, iso2) = country?;
        return Some(Name {
            tokens: i..i + country_len,
            naming: Naming::Country(iso2.to_owned()),
            is_place: true,
            namesakes: Vec::new(),
        });
    }
    if let Some(body) =
        body_name(doc, i, lexicon).filter(|b| b.end > i + place && !is_men_of_leader(doc, lexicon, b))
    {
        return Some(Name { tokens: body, naming: Naming::Body, is_place: false, namesakes: Vec::new() });
    }
    let entity = entity_at(doc, i).filter(|e| e.range.start == i);
    if let Some(entity) = &entity
        && (is_called_a_place(doc, lexicon, i, entity.range.end)
            || opens_as_place(doc, lexicon, &entity.range)
            || is_put_in_an_area(doc, lexicon, i, entity.range.end))
        && (entity.range.len() > place || place == 0)
        && matches!(entity.label, "PERSON" | "ORG" | "GPE" | "LOC" | "FAC" | "NORP")
        && entity.range.clone().all(|i| doc.token(i).pos() == Pos::Propn || doc.token(i).is_punct())
    {
        return Some(Name {
            tokens: entity.range.clone(),
            naming: Naming::Place,
            is_place: false,
            namesakes: Vec::new(),
        });
    }
    if let Some(place) = land_name(doc, i, lexicon).filter(|p| p.len() >= place.max(1)) {
        let is_place = place.len() == gazetteer.longest_at(window).unwrap_or(0);
        return Some(Name { tokens: place, naming: Naming::Place, is_place, namesakes: Vec::new() });
    }
    if let Some(taken) = taken_name(doc, i, lexicon).filter(|_| place == 0) {
        return Some(Name { tokens: taken, naming: Naming::Place, is_place: false, namesakes: Vec::new() });
    }
    if let Some(entity) = &entity
        && entity.label == "PERSON"
        && entity.range.len() >= place.max(1)
        // "Takfiri groups": a creed, which the model takes for a person.
        && !(entity.range.len() == 1 && lexicon.has("creed_words", &doc.token(i).text().to_lowercase()))
        && (entity.range.len() > 1 || place == 0 || has_title(doc, lexicon, i))
        && !(place == entity.range.len() && stands_as_place(doc, lexicon, i, i + place))
    {
        return Some(Name {
            tokens: entity.range.clone(),
            naming: Naming::Person,
            is_place: place == entity.range.len(),
            namesakes: Vec::new(),
        });
    }
    // "Tel Hormizd" is more than the "Tel" that the gazetteer has.
    if let Some(entity) = &entity
        && place > 0
        && entity.range.len() > place
        && matches!(entity.label, "GPE" | "LOC" | "FAC" | "PERSON" | "ORG")
        && entity.range.clone().all(|i| doc.token(i).pos() == Pos::Propn || doc.token(i).is_punct())
        && stands_as_place(doc, lexicon, i, entity.range.end)
    {
        return Some(Name {
            tokens: entity.range.clone(),
            naming: Naming::Place,
            is_place: false,
            namesakes: Vec::new(),
        });
    }
    let is_word = place == 1
        && (lexicon.knows(&doc.token(i).text().to_lowercase())
            || lexicon.token_in("no_place_words", doc.token(i)));
    if place > 0 && !is_word && place_is_plausible(doc, lexicon, i, place) {
        return Some(Name {
            tokens: i..i + place,
            naming: Naming::Place,
            is_place: true,
            namesakes: Vec::new(),
        });
    }
    if let Some(entity) = entity.as_ref().filter(|e| e.label == "ORG")
        && place < entity.range.len()
        && is_plain_name(doc, registry, entity.range.clone())
    {
        return Some(Name {
            tokens: entity.range.clone(),
            naming: Naming::Organisation,
            is_place: false,
            namesakes: Vec::new(),
        });
    }
    // A place that no gazetteer has: the model knows it for one, and the words around put something there.
    if let Some(entity) = entity.filter(|e| matches!(e.label, "GPE" | "LOC" | "FAC"))
        && place == 0
        && stands_as_place(doc, lexicon, i, entity.range.end)
        && !lexicon.token_in("no_place_words", doc.token(i))
    {
        return Some(Name {
            tokens: entity.range.clone(),
            naming: Naming::Place,
            is_place: false,
            namesakes: Vec::new(),
        });
    }
    None
}

/// "Tal Hazm", "Sheikh Ahmad village": what is called a hill, a valley or a village in the name itself or right behind it
/// is no person, though the model takes it for one.
fn land_name(doc: &Doc, start: usize, lexicon: &Lexicon) -> Option<Range<usize>> {
    let first = doc.token(start);
    let sentence_end = doc.sentence_of(start).range().end;
    let is_capital = |t: Token<'_>| t.text().starts_with(char::is_uppercase) && t.pos() == Pos::Propn;
    let joins = |t: Token<'_>| matches!(t.text(), "-" | "al" | "el" | "Al" | "El");
    let end = (start..sentence_end.min(start + MAX_TOKENS))
        .find(|&i| !is_capital(doc.token(i)) && !joins(doc.token(i)))
        .unwrap_or(sentence_end);
    if end == start || !is_capital(doc.token(end - 1)) || start > 0 && is_capital(doc.token(start - 1)) {
        return None;
    }
    // "a Druze village", "a Hezbollah town": whose it is, and not what it is called.
    let is_single = end == start + 1;
    let is_of_people = first.entity().is_some_and(|e| e.label() == "NORP")
        || ["creed_words", "no_place_words", "direction_words"]
            .iter()
            .any(|list| lexicon.token_in(list, first));
    let is_known_word = || {
        let word = first.text().to_lowercase();
        lexicon.knows(&word) && !lexicon.has("numbered_posts", &word)
    };
    if is_single && (is_of_people || first.text().len() < 3 || is_known_word()) {
        return None;
    }
    let is_land = !is_single && lexicon.has("land_name_words", &first.text().to_lowercase());
    let behind = (end < sentence_end).then(|| doc.token(end));
    let is_settlement = behind.is_some_and(|t| {
        (lexicon.has("land_behind_words", t.lemma())
            || is_single && lexicon.has("site_behind_words", t.lemma()))
            && t.dep() != Dep::Compound
            && doc.token(end - 1).head() == t
    });
    // "Base 46", "Regiment 111": posts by their numbers, where something is put there or taken.
    let is_number = |t: Token<'_>| t.text().len() <= 3 && t.text().bytes().all(|b| b.is_ascii_digit());
    let is_post = is_single
        && lexicon.has("numbered_posts", &first.text().to_lowercase())
        && behind.is_some_and(is_number)
        && stands_as_place(doc, lexicon, start, end + 1);
    if is_post {
        return Some(start..end + 1);
    }
    (is_land || is_settlement).then_some(start..end)
}

/// "shelled Tal Amar", "Zabbun was retaken": an unknown name of what only ground suffers.
fn taken_name(doc: &Doc, start: usize, lexicon: &Lexicon) -> Option<Range<usize>> {
    let (name, end) = member(doc, lexicon, start, doc.sentence_of(start).range().end)?;
    let head = span_head(doc, &name);
    let is_name = name.start == start
        && name.clone().all(|i| doc.token(i).pos() == Pos::Propn || doc.token(i).is_punct())
        && end == name.end
        && (end == doc.len() || doc.token(end).text() != "'s");
    // "captured Zabbun": one word, which the model takes for a people's name where it is none.
    let is_one_word = || {
        let words = name.clone().filter(|&i| doc.token(i).text().chars().count() > 2).count();
        let is_person = name.clone().any(|i| doc.token(i).entity().is_some_and(|e| e.label() == "PERSON"));
        words == 1 && !is_person && !doc.token(name.end - 1).text().ends_with('s')
    };
    let verb = head.head().lemma();
    let suffers = matches!(head.dep(), Dep::Dobj | Dep::Nsubjpass)
        && (lexicon.has("ground_verbs", verb) || lexicon.has("taking_verbs", verb) && is_one_word());
    (is_name && suffers && !lexicon.token_in("no_place_words", doc.token(start))).then_some(name)
}

/// "General Diallo": the word before a name is a title.
fn has_title(doc: &Doc, lexicon: &Lexicon, name: usize) -> bool {
    let before = name.checked_sub(1).map(|i| doc.token(i));
    before.is_some_and(|t| {
        t.dep() == Dep::Compound
            && t.head().index() == name
            && (lexicon.token_in("state_titles", t) || lexicon.token_in("power_titles", t))
    })
}

/// A span that the model takes for a name.
struct Entity<'d> {
    label: &'d str,
    range: Range<usize>,
}

/// The entity that covers a token, as far as it can be one name: of "Saraqib from Hill Front" the part before or
/// behind "from".
fn entity_at<'d>(doc: &'d Doc, at: usize) -> Option<Entity<'d>> {
    let whole = doc.token(at).entity()?;
    // The model may take a verb for a first name: "retook Kunduz".
    let is_verb = |t: Token<'_>| t.pos() == Pos::Verb && t.text().starts_with(char::is_lowercase);
    // "Killi, Idlib": a town and what it lies in; a body's name may have commas in a row of words.
    let is_row = || whole.range().any(|i| matches!(doc.token(i).text(), "and" | "&" | "of" | "for"));
    let two_places = matches!(whole.label(), "GPE" | "LOC" | "FAC") || whole.label() == "ORG" && !is_row();
    let parts = |i: &usize| {
        let token = doc.token(*i);
        matches!(token.text(), "from" | "in" | "near" | "to" | "by" | "with" | "after")
            || two_places && token.text() == ","
            || is_verb(token)
    };
    let start = (whole.range().start..at).rev().find(parts).map_or(whole.range().start, |i| i + 1);
    let end = (at..whole.range().end).find(parts).unwrap_or(whole.range().end);
    (start < end).then(|| Entity { label: whole.label(), range: start..end })
}

/// Whether a word for a kind of settlement says that the name is one's: "the village of X", "X, a town near Y".
fn is_called_a_place(doc: &Doc, lexicon: &Lexicon, start: usize, end: usize) -> bool {
    let is_settlement = |i: usize| lexicon.token_in("settlement_nouns", doc.token(i));
    let named_so = start >= 2 && doc.token(start - 1).text() == "of" && is_settlement(start - 2);
    let explained = || {
        span_head(doc, &(start..end)).children().any(|t| {
            t.dep() == Dep::Appos && t.index() >= end && t.index() < end + 6 && is_settlement(t.index())
        })
    };
    named_so || explained()
}

/// "in Urem al-Kubra, northern Syria": the area that is named behind says that the name is a place's.
fn is_put_in_an_area(doc: &Doc, lexicon: &Lexicon, start: usize, end: usize) -> bool {
    let word = |at: usize| (at < doc.len()).then(|| doc.token(at).text().to_ascii_lowercase());
    let is_within = start
        .checked_sub(1)
        .and_then(word)
        .is_some_and(|w| matches!(w.as_str(), "in" | "near" | "at" | "outside"));
    let directed = word(end + 1).is_some_and(|w| lexicon.has("direction_words", &w));
    let area = end + 1 + usize::from(directed);
    is_within
        && word(end).as_deref() == Some(",")
        && area < doc.len()
        && doc.token(area).entity().is_some_and(|e| matches!(e.label(), "GPE" | "LOC"))
}

/// Whether each word of a span is written as part of a name, and none is a word for a party.
pub(crate) fn is_plain_name(doc: &Doc, registry: &Registry, span: Range<usize>) -> bool {
    let mut words =
        span.map(|i| doc.token(i)).filter(|t| !matches!(t.text(), "of" | "and" | "for" | "the" | "&" | "-"));
    words.all(|t| {
        t.text().starts_with(|c: char| c.is_uppercase() || c.is_numeric())
            && registry.generic(&t.text().to_lowercase()).is_none()
    })
}

/// Picks the actor that bore the name at the date of the report.
fn bearer(
    doc: &Doc,
    tokens: Range<usize>,
    ids: &[ActorId],
    registry: &Registry,
    published: Option<Date>,
) -> (ActorId, NameRole) {
    let start = doc.token(tokens.start).span();
    let end = doc.token(tokens.end - 1).span();
    let text = &doc.text()[start.range().start..end.range().end];
    let candidates: Vec<Candidate> = registry.find(text, published);
    candidates
        .iter()
        .find(|c| ids.contains(&c.actor) && !matches!(c.reason, athir_actors::Reason::SuccessorOf(_)))
        .map(|c| (c.actor, c.role))
        .unwrap_or((ids[0], NameRole::Name))
}

/// A run of capitalised words with a word for an armed or political body in it: "the al-Tamkeen Brigade".
fn body_name(doc: &Doc, start: usize, lexicon: &Lexicon) -> Option<Range<usize>> {
    let mut end = start;
    let mut has_body = false;
    let sentence_end = doc.sentence_of(start).range().end;
    while end < sentence_end && end < start + MAX_TOKENS {
        let token = doc.token(end);
        let text = token.text();
        let capital = text.chars().next().is_some_and(char::is_uppercase);
        let joins = matches!(text, "-" | "al" | "el" | "’s" | "'s") && end > start
            || (matches!(text, "al" | "el" | "ash" | "ar" | "an" | "as" | "ad") && end == start)
            || text.starts_with("al-");
        let links = text == "of" && end > start && end + 1 < sentence_end;
        if capital && !matches!(token.pos(), Pos::Num | Pos::Punct | Pos::Verb | Pos::Aux) {
            has_body |= lexicon.has("body_nouns", &text.to_lowercase());
            end += 1;
        } else if joins
            || links && has_body && doc.token(end + 1).text().chars().next().is_some_and(char::is_uppercase)
        {
            end += 1;
        } else {
            break;
        }
    }
    while end > start && !doc.token(end - 1).text().chars().next().is_some_and(char::is_uppercase) {
        end -= 1;
    }
    (has_body && end > start + 1).then_some(start..end)
}

/// "Forces of General X": people by a plural word and who leads them, and no name of a body.
fn is_men_of_leader(doc: &Doc, lexicon: &Lexicon, name: &Range<usize>) -> bool {
    let word = |at: usize| doc.token(name.start + at);
    if name.len() < 3 || word(1).text() != "of" {
        return false;
    }
    matches!(word(0).text(), "Forces" | "Units" | "Guards")
        && (lexicon.token_in("power_titles", word(2))
            || lexicon.token_in("state_titles", word(2))
            || word(2).entity().is_some_and(|e| e.label() == "PERSON"))
}

/// Keeps names of the gazetteer that are used as places here: many a place is called like a person or a word.
fn place_is_plausible(doc: &Doc, lexicon: &Lexicon, start: usize, len: usize) -> bool {
    let head = doc.token(start + len - 1);
    if !(start..start + len).any(|i| doc.token(i).pos() == Pos::Propn || doc.token(i).entity().is_some()) {
        return false;
    }
    // "Omar Haddad Nasri", of whose name the model has only the first part.
    let before = start.checked_sub(1).map(|i| doc.token(i));
    if before.is_some_and(|t| {
        t.dep() == Dep::Compound && t.head() == head && t.entity().is_some_and(|e| e.label() == "PERSON")
    }) {
        return false;
    }
    // "US", "UN", "PM": capitals alone are an abbreviation.
    if len == 1 && head.text().len() <= 3 && head.text().chars().all(|c| c.is_uppercase() || c == '.') {
        return false;
    }
    let entity = entity_at(doc, head.index()).or_else(|| entity_at(doc, start));
    match entity.as_ref().map(|e| e.label) {
        Some("DATE" | "TIME" | "MONEY" | "PERCENT" | "ORDINAL" | "CARDINAL" | "LANGUAGE" | "QUANTITY") => {
            false
        }
        // The model calls unknown villages persons and bodies too: then the words around must say that it is a place.
        Some("PERSON" | "ORG" | "NORP" | "WORK_OF_ART" | "LAW" | "EVENT" | "PRODUCT") => {
            let covers = entity.is_some_and(|e| e.range.len() <= len + 1 && e.range.start + 1 >= start);
            covers && stands_as_place(doc, lexicon, start, start + len)
        }
        _ => true,
    }
}

/// "has been under siege", "came under the control of".
fn is_put_under(verb: Token<'_>) -> bool {
    matches!(verb.lemma(), "be" | "come" | "remain" | "stay")
        && verb.children().any(|t| t.dep() == Dep::Prep && t.text() == "under")
}

/// Whether the words beside a name put something there: "in X", "the village of X", "X province", "X, Y".
fn stands_as_place(doc: &Doc, lexicon: &Lexicon, start: usize, end: usize) -> bool {
    let sentence_start = doc.sentence_of(start).range().start;
    let before = |back: usize| {
        start
            .checked_sub(back)
            .filter(|&i| i >= sentence_start)
            .map(|i| doc.token(i).text().to_ascii_lowercase())
    };
    let locative = |w: &str| {
        matches!(
            w,
            "in" | "at"
                | "near"
                | "from"
                | "to"
                | "into"
                | "around"
                | "outside"
                | "inside"
                | "toward"
                | "towards"
                | "between"
                | "on"
                | "of"
                | "through"
        )
    };
    let place_word = |w: &str| lexicon.has("place_words", w);
    // "under the leadership of X": of what is called by a person's name only a word for a place tells more.
    let words = |range: Range<usize>| {
        range.filter(|&i| !doc.token(i).is_punct() && !matches!(doc.token(i).text(), "al" | "el")).count()
    };
    let is_person = doc.token(start).entity().is_some_and(|e| e.label() == "PERSON" && words(e.range()) > 1);
    let of_place = || {
        before(2).is_some_and(|w| {
            place_word(&w)
                || lexicon.has("place_nouns", &w)
                || lexicon.has("direction_words", &w)
                || lexicon.has("taking_nouns", &w)
        })
    };
    let direct = before(1).is_some_and(|w| {
        locative(&w) && (w != "of" || !is_person || of_place())
            || place_word(&w)
            || w == "for"
                && before(2)
                    .is_some_and(|w| matches!(w.as_str(), "battle" | "battles" | "fight" | "struggle"))
            || w == "eastern"
            || w == "western"
            || w == "northern"
            || w == "southern"
    });
    let listed = before(1).is_some_and(|w| w == "and" || w == ",") && before(2).is_some() && {
        // "in A, B and C": a list that begins after a locative word.
        (2..12).filter_map(|k| start.checked_sub(k)).take_while(|&i| !doc.token(i).is_sent_start()).any(|i| {
            // "in A, B and C", "shelled A, B and C"
            (locative(&doc.token(i).text().to_ascii_lowercase())
                || doc.token(i).pos() != Pos::Propn
                    && doc.token(i + 1).entity().is_some_and(|e| e.label() == "GPE"))
                && (i + 1..start).all(|j| {
                    let t = doc.token(j);
                    t.is_punct() || matches!(t.pos(), Pos::Propn | Pos::Cconj) || t.text() == "the"
                })
        })
    };
    // "captured X", "X fell": what only a place suffers.
    let head = span_head(doc, &(start..end));
    let verb = head.head();
    let suffers = matches!(head.dep(), Dep::Dobj | Dep::Nsubjpass) && lexicon.token_in("place_verbs", verb)
        || head.dep() == Dep::Nsubj
            && (lexicon.has("place_subject_verbs", verb.lemma()) || is_put_under(verb))
        || head.dep() == Dep::Conj
            && matches!(head.head().dep(), Dep::Dobj | Dep::Nsubjpass)
            && lexicon.token_in("place_verbs", head.head().head());
    let after = (end < doc.len()).then(|| doc.token(end).text().to_ascii_lowercase());
    direct || listed || suffers || after.is_some_and(|w| place_word(&w))
}
