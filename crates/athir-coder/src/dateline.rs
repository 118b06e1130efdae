//! Datelines: "BEIRUT, July 14 - Rebels attacked …" says where and when it was written, and not where it happened.

use std::borrow::Cow;
use std::ops::Range;

use athir_gazetteer::{Candidate, Gazetteer, NameKind, PlaceClass};
use athir_nlp::{Doc, Token};

use crate::abbreviation::abbreviated_area;
use crate::clause::is_verbal;
use crate::name::{Name, Naming};
use crate::phrase::words_of;
use crate::time::is_month;

/// How many tokens a dateline may have.
const LONGEST: usize = 12;

/// Small words within the names of places.
const LINKS: &[&str] =
    &["de", "del", "la", "el", "al", "du", "des", "of", "and", "near", "the", "e", "ez", "es", "ar"];

/// A dateline that its writing shows: where it stands, in bytes, and the mark that ends it.
struct Written {
    line: Range<usize>,
    mark: Range<usize>,
}

/// Ends the datelines of a text with a full stop in place of their dash, before it is parsed. A parser takes "GAO, May 3 -
/// At least 11 people" for one phrase, and the number for a part of the day. Every other byte stays where it is.
pub(crate) fn end_datelines<'t>(text: Cow<'t, str>, gazetteer: &Gazetteer) -> Cow<'t, str> {
    let mut written = written_datelines(&text, gazetteer);
    written.retain(|dateline| !matches!(&text[dateline.mark.clone()], "." | ":"));
    if written.is_empty() {
        return text;
    }
    let mut ended = String::with_capacity(text.len());
    for Written { mark, .. } in written {
        ended.push_str(&text[ended.len()..mark.start]);
        ended.push('.');
        ended.extend((1..mark.len()).map(|_| ' '));
    }
    ended.push_str(&text[ended.len()..]);
    Cow::Owned(ended)
}

/// The datelines at the head of lines: capitalised words up to a dash or colon, a day, an agency in brackets or a place in
/// capitals among them, before the beginning of a sentence.
fn written_datelines(text: &str, gazetteer: &Gazetteer) -> Vec<Written> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let line = line.trim_start();
        let Some(mark) = end_mark(line) else { continue };
        let (head, rest) = (&line[..mark.start], line[mark.end..].trim_start());
        let begins =
            rest.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "\"\u{201c}[".contains(c));
        let is_colon = &line[mark.clone()] == ":";
        if begins && is_head(head, rest, is_colon, gazetteer) {
            found.push(Written { line: start..start + mark.end, mark: start + mark.start..start + mark.end });
        }
    }
    found
}

/// The dash or the full stop in its place that stands free, or the colon, which may end a dateline: where it stands in the
/// line, in bytes.
fn end_mark(line: &str) -> Option<Range<usize>> {
    for (at, word) in words(line).take(LONGEST) {
        let end = at + word.len();
        if at > 0 && (is_dash(word) || word == ".") {
            return Some(at..end);
        }
        // "GAO, May 3 (Wire) Gunmen killed": the bracket alone ends it.
        let next = line[end..].split_whitespace().next();
        if word.ends_with(')') && month_and_day(&line[..end]) && !next.is_some_and(is_dash) {
            return Some(end - 1..end);
        }
        if word.ends_with(':') && line[end..].starts_with(char::is_whitespace) {
            return Some(end - 1..end);
        }
    }
    None
}

fn is_dash(word: &str) -> bool {
    matches!(word, "-" | "--" | "_" | "\u{2013}" | "\u{2014}")
}

/// The words of a line between white space, each with its place in bytes.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.split_whitespace().map(|word| (word.as_ptr() as usize - line.as_ptr() as usize, word))
}

/// Whether the words before the mark are those of a dateline; `rest` is what stands behind it.
fn is_head(head: &str, rest: &str, is_colon: bool, gazetteer: &Gazetteer) -> bool {
    let place = head.split([',', '(']).next().unwrap_or(head).trim();
    let is_capitalised = |word: &str| {
        let word = word.trim_start_matches(['(', '\'', '\u{2019}']);
        word.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
            || LINKS.contains(&word.split('-').next().unwrap_or(word))
    };
    if place.is_empty() || !head.split_whitespace().all(is_capitalised) {
        return false;
    }
    // "May 3 - Gunmen killed four": a day alone dates what follows.
    if place.split_whitespace().any(|word| is_month(word) || word.starts_with(|c: char| c.is_ascii_digit())) {
        return false;
    }
    let has_day = month_and_day(head);
    let has_agency = !is_colon && head.trim_end().ends_with(')') && !place.contains(')');
    let is_loud =
        place.chars().filter(|c| c.is_uppercase()).count() > 2 && !place.chars().any(char::is_lowercase);
    // "MINISTER: We will …" is a speaker, "SAF - RSF clashes" and "Islamic State (IS) - Taliban fighting" name two sides.
    let is_place = || {
        let people = |found: Candidate| gazetteer.place(found.id).population.unwrap_or(0);
        let usual = |found: &Candidate| found.name == NameKind::Usual;
        gazetteer.find_spelled(place).into_iter().filter(usual).any(|found| people(found) >= SEAT_OF_NEWS)
    };
    let next = rest.split_whitespace().next().unwrap_or(rest);
    let is_side = next.len() > 1 && next.chars().all(char::is_uppercase);
    has_day || (has_agency || is_loud) && (head.contains(',') || is_place() && !is_side)
}

/// How many people a town has, at least, that stands in a dateline without its country.
const SEAT_OF_NEWS: u32 = 10_000;

/// Whether the words name a month beside a number: "May 13", "5 June 2018".
fn month_and_day(head: &str) -> bool {
    let words: Vec<&str> = head.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let is_number = |word: Option<&&str>| word.is_some_and(|w| w.chars().all(|c| c.is_ascii_digit()));
    words.iter().enumerate().any(|(n, word)| {
        is_month(word) && (is_number(words.get(n + 1)) || n > 0 && is_number(words.get(n - 1)))
    })
}

/// A dateline, in tokens.
#[derive(Clone, Debug)]
pub(crate) struct Dateline {
    pub(crate) tokens: Range<usize>,
    /// The words of its place, without the day and the agency.
    pub(crate) place: Range<usize>,
    /// The country that its place lies in (ISO 3166, two letters), where the gazetteer knows it.
    pub(crate) country: Option<String>,
}

/// The datelines of a report: those that its writing shows, and a place at the start of a sentence up to a dash that stands
/// free.
pub(crate) fn find_datelines(doc: &Doc, names: &[Name], gazetteer: &Gazetteer) -> Vec<Dateline> {
    let is_place = |name: &&Name| name.is_place || matches!(name.naming, Naming::Place | Naming::GivenPlace);
    let shown =
        written_datelines(doc.text(), gazetteer).into_iter().filter_map(|Written { line, .. }| {
            let first = doc.token_at(line.start)?.index();
            Some(first..doc.token_at(line.end - 1)?.index() + 1)
        });
    let mut found: Vec<Range<usize>> = shown.collect();
    for read in names.iter().filter(is_place).filter_map(|name| dateline_at(doc, &name.tokens)) {
        if !found.iter().any(|line| line.contains(&read.start)) {
            found.push(read);
        }
    }
    found.into_iter().map(|tokens| whole(doc, tokens, gazetteer)).collect()
}

/// What the words of a dateline tell: "GAO, Mali, May 3 (Wire) -".
fn whole(doc: &Doc, tokens: Range<usize>, gazetteer: &Gazetteer) -> Dateline {
    // The hyphens of "PORT-AU-PRINCE" end nothing.
    let is_inside = |t: Token<'_>| !t.is_space() && t.text() == "-" && !stands_free(doc, t);
    let ends = |i: &usize| ends_part(doc.token(*i)) && !is_inside(doc.token(*i));
    let first_part = tokens.start..tokens.clone().find(ends).unwrap_or(tokens.end);
    let mut country = None;
    let mut part = first_part.clone();
    // The last part that the gazetteer knows is the widest; the agency is no place.
    while !part.is_empty() {
        let words = words_of(doc, &part);
        if !words.contains(|c: char| c.is_ascii_digit()) {
            // "Kan." is Kansas.
            let state = abbreviated_area(words.trim()).filter(|id| gazetteer.contains(*id));
            let of_state = state.and_then(|id| gazetteer.place(id).country).map(str::to_owned);
            country = of_state.or_else(|| country_of(&words, gazetteer)).or(country);
        }
        if part.end >= tokens.end || doc.token(part.end).text() != "," {
            break;
        }
        let next = part.end + 1;
        part = next..(next..tokens.end).find(ends).unwrap_or(tokens.end);
    }
    let place = if first_part.is_empty() { tokens.clone() } else { first_part };
    Dateline { tokens, place, country }
}

fn ends_part(token: Token<'_>) -> bool {
    matches!(token.text(), "," | "(" | ":") || ends_dateline(token)
}

/// The country that most people would take a name to lie in: the country of that name, or that of its largest bearer.
fn country_of(name: &str, gazetteer: &Gazetteer) -> Option<String> {
    let places = gazetteer.find_spelled(name).into_iter().map(|found| gazetteer.place(found.id));
    // News is sent from towns: "GAZA" is no province of Mozambique.
    let size = |place: &athir_gazetteer::Place<'_>| match place.class {
        PlaceClass::Country => u64::MAX,
        PlaceClass::Settlement => 100 * u64::from(place.population.unwrap_or(0)),
        _ => u64::from(place.population.unwrap_or(0)),
    };
    let largest = places.max_by_key(size)?;
    largest.country.map(str::to_owned)
}

fn dateline_at(doc: &Doc, place: &Range<usize>) -> Option<Range<usize>> {
    let sentence = doc.sentence_of(place.start).range();
    let opens = (sentence.start..place.start).all(|i| doc.token(i).is_space() || doc.token(i).is_punct());
    let is_dash =
        |t: &Token<'_>| matches!(t.text(), "-" | "--" | "\u{2013}" | "\u{2014}") && stands_free(doc, *t);
    let before_verb = |from: usize| (from..sentence.end).map(|i| doc.token(i)).take_while(|t| !is_verbal(*t));
    let dash = before_verb(place.end).take(LONGEST).find(is_dash)?;
    // "Mosul - the second city - was shelled" is an aside, "MOSUL, May 3 (AP) - …" no such thing.
    let is_marked = (place.end..dash.index()).any(|i| matches!(doc.token(i).text(), "," | "("));
    let is_aside = !is_marked && before_verb(dash.index() + 1).any(|t| is_dash(&t));
    (opens && !is_aside).then(|| sentence.start..dash.index() + 1)
}

/// Whether a token is a dash, or the full stop that stands free in its place.
pub(crate) fn ends_dateline(token: Token<'_>) -> bool {
    match token.text() {
        "-" | "--" | "\u{2013}" | "\u{2014}" => true,
        "." => token.doc().text()[..token.span().start()].ends_with(' '),
        _ => false,
    }
}

/// Whether a dash has space on both sides.
fn stands_free(doc: &Doc, dash: Token<'_>) -> bool {
    let span = dash.span().range();
    let text = doc.text();
    text[..span.start].ends_with(char::is_whitespace) && text[span.end..].starts_with(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use athir_model::{Harm, PlacePrecision};
    use athir_nlp::Model;

    use crate::Coder;

    fn first(text: &str) -> athir_model::Event {
        let published = Some(jiff::civil::date(2017, 7, 15));
        Coder::builtin().code(&Model::builtin().parse(text), "made", published).events.remove(0)
    }

    #[test]
    fn where_it_was_written_is_neither_place_nor_party_nor_country() {
        let event = first("BEIRUT, July 14 - Rebels attacked an army post in Quneitra on Thursday.");
        assert_eq!(event.place.as_ref().map(|p| p.name.as_str()), Some("Quneitra"), "{event:?}");
        assert!(event.recipients.iter().all(|p| !p.name.contains("Leban")), "{event:?}");
        assert_eq!(event.when.start.map(|day| day.to_string()).as_deref(), Some("2017-07-13"));
    }

    #[test]
    fn what_stands_behind_a_dateline_is_a_sentence_of_its_own() {
        for text in [
            "GAO, May 3 - At least 14 people were killed when gunmen attacked a bus.",
            "GAO, Mali (AP) \u{2014} At least 14 people were killed when gunmen attacked a bus.",
            "Gao, 3 May 2017 \u{2013} At least 14 people were killed when gunmen attacked a bus.",
            "GAO: At least 14 people were killed when gunmen attacked a bus.",
        ] {
            let coder = Coder::builtin();
            let model = Model::builtin();
            let published = Some(jiff::civil::date(2017, 7, 15));
            let doc = model.parse(&coder.ready(text, model));
            let event = coder.code_as_written(&doc, text, "made", published).events.remove(0);
            let dead =
                event.casualties.iter().find(|loss| loss.kind == Harm::Killed).map(|loss| loss.count.low);
            assert_eq!(dead, Some(Some(14)), "{text}: {event:?}");
            let place = event.place.as_ref().map(|p| (p.country.as_deref(), p.precision));
            assert_eq!(place, Some((Some("ML"), PlacePrecision::Country)), "{text}: {event:?}");
            let trigger = &event.evidence[0];
            let quoted: String = text.chars().skip(trigger.start).take(trigger.end - trigger.start).collect();
            assert_eq!(quoted, trigger.text, "{text}");
        }
    }

    #[test]
    fn a_speaker_two_sides_and_a_day_are_no_dateline() {
        for text in [
            "MINISTER: The army will take Gao.",
            "SAF - RSF clashes killed 30 in Kutum.",
            "Islamic State (IS) - Taliban fighting left 12 dead in Nangarhar.",
            "May 3 - Gunmen killed four people in Jos.",
        ] {
            assert_eq!(Coder::builtin().ready(text, Model::builtin()), text);
        }
    }

    #[test]
    fn a_dash_inside_a_sentence_ends_no_dateline() {
        for text in [
            "Beirut was hit by a car bomb - the third this year - on Thursday.",
            "Beirut - the largest city of the country - was shelled on Thursday.",
        ] {
            let event = first(text);
            assert_eq!(event.place.as_ref().map(|p| p.name.as_str()), Some("Beirut"), "{event:?}");
        }
    }
}
