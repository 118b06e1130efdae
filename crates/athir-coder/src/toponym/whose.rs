//! Names that say whose somebody or something is, and not where it is.

use std::ops::Range;

use athir_nlp::{Dep, Doc, Token};

use crate::lexicon::Lexicon;

/// Whether a name before a noun says where the ground lies: "Norwegian territory", but not "a Norwegian base", which may
/// lie anywhere.
pub(super) fn tells_ground(head: Token<'_>, lexicon: &Lexicon) -> bool {
    let noun = head.head();
    matches!(head.dep(), Dep::Amod | Dep::Compound | Dep::Nmod)
        && noun.index() > head.index()
        && lexicon.token_in("place_nouns", noun)
        && !["owned_place_nouns", "settlement_nouns", "line_nouns"]
            .iter()
            .any(|list| lexicon.token_in(list, noun))
}

/// "pro-Oslo media", "Oslo-backed fighters": a name in a compound says whose somebody is, and not where.
pub(crate) fn is_of_allegiance(doc: &Doc, tokens: &Range<usize>) -> bool {
    let text = |at: usize| (at < doc.len()).then(|| doc.token(at).text());
    // "Oslo - taken by rebels -" is no compound: its words touch.
    let touches = |at: usize| doc.token(at - 1).span().end() == doc.token(at).span().start();
    let is_dash = |at: usize| {
        text(at).is_some_and(|t| matches!(t, "-" | "\u{2010}" | "\u{2011}"))
            && touches(at)
            && at + 1 < doc.len()
            && touches(at + 1)
    };
    let stands_for = |word: &str| word.eq_ignore_ascii_case("pro") || word.eq_ignore_ascii_case("anti");
    let first = doc.token(tokens.start).text();
    let is_one_word = first.split_once('-').is_some_and(|(word, _)| stands_for(word));
    let before = tokens.start.checked_sub(2).filter(|&at| is_dash(at + 1)).and_then(text);
    let is_behind = is_dash(tokens.end)
        && text(tokens.end + 1).is_some_and(|word| word.starts_with(char::is_lowercase) && word != "wide")
        && matches!(doc.token(tokens.end + 1).tag(), "VBN" | "VBD" | "JJ");
    is_one_word || before.is_some_and(stands_for) || is_behind
}

/// Whether a name is that of somebody behind an actor: "Norwegian-backed rebels", "an army supported by Norway".
pub(crate) fn is_patron(head: Token<'_>, lexicon: &Lexicon) -> bool {
    let above = head.head();
    let tie = match head.dep() {
        Dep::Pobj if matches!(above.text(), "by" | "with" | "to") => above.head(),
        Dep::Npadvmod | Dep::Advmod | Dep::Compound | Dep::Amod => above,
        _ => return false,
    };
    let modifies = matches!(tie.dep(), Dep::Acl | Dep::Amod | Dep::Conj);
    let ties = matches!(tie.text(), "led" | "allied")
        || lexicon.token_in("support_words", tie)
        || lexicon.token_in("affiliate_words", tie);
    modifies && ties && matches!(tie.tag(), "VBN" | "VBD" | "JJ")
}

/// Whether a name is that of somebody who only deals with those whom the report is about, or of where they meet: "the
/// Norwegian ambassador", "its ally Norway", "talks in Oslo", "a deal brokered by Norway".
pub(super) fn is_bystander(head: Token<'_>, lexicon: &Lexicon) -> bool {
    let above = head.head();
    let stands_by = |t: Token<'_>| lexicon.token_in("bystander_nouns", t);
    let is_aside = match head.dep() {
        Dep::Amod | Dep::Compound | Dep::Poss | Dep::Nmod => stands_by(above),
        Dep::Pobj if matches!(above.text(), "in" | "at" | "to") => {
            lexicon.token_in("meeting_words", above.head())
        }
        Dep::Pobj => above.text() == "by" && lexicon.token_in("broker_verbs", above.head()),
        _ => false,
    };
    is_aside || head.lefts().any(|t| matches!(t.dep(), Dep::Compound | Dep::Nmod) && stands_by(t))
}
