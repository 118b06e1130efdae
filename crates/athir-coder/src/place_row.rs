//! Rows of places: "the villages of A, B and C", "the B and C neighbourhoods", "in A, B and C". What stands in a row with
//! places, or is called so by the noun that the row has, is a place too, though no gazetteer has it and the language model
//! takes it for a person or a body.

use std::ops::Range;

use athir_nlp::{Dep, Doc, Pos, Token};

use crate::clause::is_locative_prep;
use crate::lexicon::Lexicon;
use crate::name::{Name, Naming};
use crate::phrase::span_head;

/// The most members that a row is read with.
const MOST_MEMBERS: usize = 12;

/// How many words a name has at most.
const LONGEST_NAME: usize = 9;

/// Makes places of the unknown names in rows of places; `names` stay in the order of the text.
pub(crate) fn name_rows(doc: &Doc, names: &mut Vec<Name>, lexicon: &Lexicon) {
    let mut found: Vec<Range<usize>> = Vec::new();
    for sentence in doc.sentences() {
        let mut at = sentence.range().start;
        while at < sentence.range().end {
            let row = Row::read(doc, lexicon, at, sentence.range().end);
            if let Some(row) = &row {
                found.extend(row.new_places(doc, names, lexicon));
            }
            at = row.map_or(at + 1, |row| row.end.max(at + 1));
        }
    }
    if found.is_empty() {
        return;
    }
    let is_inside =
        |name: &Name| found.iter().any(|new| new.start < name.tokens.end && name.tokens.start < new.end);
    names.retain(|name| !is_inside(name));
    let new = found.iter().map(|tokens| Name {
        tokens: tokens.clone(),
        naming: Naming::Place,
        is_place: false,
        namesakes: Vec::new(),
    });
    names.extend(new);
    names.sort_by_key(|name| name.tokens.start);
}

/// Names that commas and "and" join, without the nouns that tell what each is.
struct Row {
    members: Vec<Range<usize>>,
    end: usize,
    /// Whether words before or behind the row call its members settlements or parts of them.
    is_called_so: bool,
    /// Whether something is put there, or taken: "in A and B", "captured A and B".
    is_put_there: bool,
}

impl Row {
    fn read(doc: &Doc, lexicon: &Lexicon, start: usize, sentence_end: usize) -> Option<Row> {
        let first = member(doc, lexicon, start, sentence_end)?;
        if start > 0 && is_capital(doc.token(start - 1)) && doc.token(start - 1).pos() == Pos::Propn {
            return None;
        }
        let mut row = Row { members: vec![first.0], end: first.1, is_called_so: false, is_put_there: false };
        let mut is_joined = false;
        while row.members.len() < MOST_MEMBERS {
            let Some((next, has_and)) = joint(doc, row.end, sentence_end) else { break };
            let Some((name, end)) = member(doc, lexicon, next, sentence_end) else { break };
            row.members.push(name);
            row.end = end;
            is_joined |= has_and;
        }
        if row.members.len() < 2 || !is_joined {
            return None;
        }
        row.is_called_so = is_called_before(doc, lexicon, start) || is_called_behind(doc, lexicon, row.end);
        row.is_put_there = is_put_there(doc, lexicon, start);
        Some(row)
    }

    /// The members that nothing names yet, or only as a person or a body, if the row is one of places.
    fn new_places(&self, doc: &Doc, names: &[Name], lexicon: &Lexicon) -> Vec<Range<usize>> {
        let of = |member: &Range<usize>| {
            let member = member.clone();
            names
                .iter()
                .filter(move |n| n.tokens.start < member.end && member.start < n.tokens.end)
                .collect::<Vec<_>>()
        };
        let is_party = |name: &&Name| {
            matches!(name.naming, Naming::Actor(..) | Naming::Body | Naming::Country(_)) && !name.is_place
                || matches!(name.naming, Naming::Country(_))
        };
        if self.members.iter().any(|m| of(m).iter().any(is_party)) {
            return Vec::new();
        }
        let is_known =
            |m: &Range<usize>| of(m).iter().any(|n| n.naming == Naming::Place && n.tokens.start == m.start);
        if !(self.is_called_so || self.is_put_there && is_known(&self.members[0])) {
            return Vec::new();
        }
        let is_word = |m: &Range<usize>| {
            m.len() == 1
                && (lexicon.knows(&doc.token(m.start).text().to_lowercase())
                    || lexicon.token_in("no_place_words", doc.token(m.start)))
        };
        let has_day = |m: &Range<usize>| {
            m.clone().any(|i| {
                doc.token(i).entity().is_some_and(|e| matches!(e.label(), "DATE" | "TIME" | "NORP" | "MONEY"))
            })
        };
        // "In Oslo, A and B met": those who do something are nobody's places.
        let acts = |m: &Range<usize>| {
            let mut head = span_head(doc, m);
            while head.dep() == Dep::Conj {
                head = head.head();
            }
            !self.is_called_so && matches!(head.dep(), Dep::Nsubj | Dep::Nsubjpass)
        };
        // "in Oslo and Ada Holm in Bergen": where only the place of the first speaks for it, a person stays one.
        let is_person = |m: &Range<usize>| {
            let last = doc.token(m.end - 1).text();
            let is_named = |n: &Name| {
                n.naming == Naming::Person
                    && n.tokens.len() > 1
                    && n.tokens.start < m.start
                    && doc.token(n.tokens.end - 1).text() == last
            };
            let is_full_name = m.len() > 1
                && doc.token(m.start).entity().is_some_and(|e| e.label() == "PERSON")
                && !lexicon.has("land_name_words", &doc.token(m.start).text().to_lowercase())
                && !doc.token(m.start).text().eq_ignore_ascii_case("al");
            !self.is_called_so && (is_full_name || names.iter().any(is_named))
        };
        self.members
            .iter()
            .filter(|m| !is_known(m) && !is_word(m) && !has_day(m) && !acts(m) && !is_person(m))
            .cloned()
            .collect()
    }
}

fn is_capital(token: Token<'_>) -> bool {
    token.text().starts_with(char::is_uppercase)
}

/// The name that begins at a token, and the token behind it and the noun that tells what it is: "the Hikma school".
pub(crate) fn member(
    doc: &Doc,
    lexicon: &Lexicon,
    start: usize,
    end: usize,
) -> Option<(Range<usize>, usize)> {
    let text = |i: usize| doc.token(i).text();
    let mut at = start;
    if at < end && text(at) == "the" {
        at += 1;
    }
    let first = at;
    let is_article =
        |i: usize| matches!(text(i), "al" | "el" | "as" | "ash" | "ar" | "an" | "ad") && i + 1 < end;
    let is_part = |i: usize| {
        is_capital(doc.token(i)) && matches!(doc.token(i).pos(), Pos::Propn | Pos::Noun | Pos::Adj)
            || text(i).starts_with("al-")
            || is_article(i) && (text(i + 1) == "-" || is_capital(doc.token(i + 1)))
            || text(i) == "-" && i > first
    };
    while at < end && at < first + LONGEST_NAME && is_part(at) {
        at += 1;
    }
    // "al-Mazzeh 86"
    if at > first && at < end && text(at).len() <= 3 && text(at).bytes().all(|b| b.is_ascii_digit()) {
        at += 1;
    }
    if at == first
        || !(first..at).any(|i| is_capital(doc.token(i)) || text(i).starts_with("al-"))
        || text(at - 1) == "-"
    {
        return None;
    }
    let is_noun = at < end
        && doc.token(at).pos() == Pos::Noun
        && (lexicon.token_in("place_nouns", doc.token(at)) || lexicon.token_in("spot_nouns", doc.token(at)))
        && doc.token(at).tag() == "NN";
    Some((first..at, at + usize::from(is_noun)))
}

/// The token behind the words that join two members, and whether they end a row: ",", "and", ", and", "as well as".
fn joint(doc: &Doc, at: usize, end: usize) -> Option<(usize, bool)> {
    let text = |i: usize| if i < end { doc.token(i).text() } else { "" };
    match text(at) {
        "and" | "or" => Some((at + 1, true)),
        "," if text(at + 1) == "and" => Some((at + 2, true)),
        "," if is_well(&text, at + 1) => Some((at + 4, true)),
        "as" if is_well(&text, at) => Some((at + 3, true)),
        "," => Some((at + 1, false)),
        _ => None,
    }
}

fn is_well<'d>(text: &impl Fn(usize) -> &'d str, at: usize) -> bool {
    text(at) == "as" && text(at + 1) == "well" && text(at + 2) == "as"
}

/// "the villages of A and B", "the towns A and B", "villages including A and B".
fn is_called_before(doc: &Doc, lexicon: &Lexicon, start: usize) -> bool {
    let is_plural = |i: usize| lexicon.has("row_nouns", &doc.token(i).text().to_lowercase());
    let word = |back: usize| start.checked_sub(back).map(|i| (i, doc.token(i).text()));
    match word(1) {
        Some((at, "of" | "including" | "are" | "were" | ":" | "like" | "as" | "them" | "notably")) => {
            let reach = at.saturating_sub(10)..at;
            let near = at.saturating_sub(1)..at;
            if doc.token(at).text() == "of" {
                near.into_iter().any(is_plural)
            } else {
                reach.into_iter().any(is_plural)
            }
        }
        Some((at, _)) => is_plural(at),
        None => false,
    }
}

/// "the A and B neighbourhoods"
fn is_called_behind(doc: &Doc, lexicon: &Lexicon, end: usize) -> bool {
    end < doc.len() && lexicon.has("row_nouns", &doc.token(end).text().to_lowercase())
}

/// "in A and B", "captured A and B".
fn is_put_there(doc: &Doc, lexicon: &Lexicon, start: usize) -> bool {
    let before = start.checked_sub(1).map(|i| doc.token(i));
    before.is_some_and(|t| {
        is_locative_prep(&t.text().to_ascii_lowercase())
            || matches!(t.text(), "of" | "from" | "to" | "into")
            || t.pos() == Pos::Verb && lexicon.token_in("place_verbs", t)
    })
}
