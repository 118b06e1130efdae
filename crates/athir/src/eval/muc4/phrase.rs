//! The noun phrases of a report that may fill a slot, each with the ways to cut it.

use std::collections::BTreeMap;
use std::ops::Range;

use athir_nlp::{Dep, Doc, Pos, Token};

use super::score::normal;

/// Words before a head that are taken in at most.
const LONGEST: usize = 7;

/// What one string names in a report, at all the places where it stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Candidate {
    /// The phrases, in the order of the text.
    pub(super) phrases: Vec<Phrase>,
}

/// A noun with what belongs to it.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// The head.
    pub(super) head: usize,
    /// The tokens from the first one that belongs to the head to the head.
    pub(super) tokens: Range<usize>,
    /// The end of the phrase with "of ..." after the head, if there is one.
    pub(super) with_of: Option<usize>,
}

impl Phrase {
    /// The ways to cut the phrase, the longest first: from each of its words to its head, or to the end of "of ...".
    pub(super) fn cuts(&self, doc: &Doc) -> Vec<Range<usize>> {
        let starts = self.tokens.clone().filter(|&i| {
            let token = doc.token(i);
            !token.is_punct() && token.pos() != Pos::Det && token.pos() != Pos::Part && token.text() != "'s"
        });
        let mut cuts: Vec<Range<usize>> = Vec::new();
        for start in starts {
            cuts.extend(self.with_of.map(|end| start..end));
            cuts.push(start..self.head + 1);
        }
        cuts
    }
}

/// The candidates of a report by the string of their core: the head with the words before it, without articles
/// and numbers.
pub(super) fn find_candidates(doc: &Doc) -> BTreeMap<String, Candidate> {
    let mut candidates: BTreeMap<String, Candidate> = BTreeMap::new();
    for head in doc.tokens() {
        if !matches!(head.pos(), Pos::Noun | Pos::Propn) {
            continue;
        }
        let phrase = if head.dep() != Dep::Compound {
            phrase_of(head)
        } else if is_word_before_noun(head) {
            Phrase { head: head.index(), tokens: head.index()..head.index() + 1, with_of: None }
        } else {
            continue;
        };
        let core = core_start(doc, &phrase)..phrase.head + 1;
        let string = normal(&words(doc, core));
        if !string.is_empty() {
            candidates.entry(string).or_default().phrases.push(phrase);
        }
    }
    candidates
}

/// Whether a common noun stands before the noun that it tells more of, and may fill a slot by itself: "a dynamite
/// attack", "bomb explosions".
fn is_word_before_noun(word: Token<'_>) -> bool {
    word.pos() == Pos::Noun && word.head().index() == word.index() + 1 && word.head().pos() == Pos::Noun
}

/// Where the phrase begins without articles and numbers.
pub(super) fn core_start(doc: &Doc, phrase: &Phrase) -> usize {
    let outer = |t: &Token<'_>| {
        t.is_punct()
            || matches!(t.pos(), Pos::Det | Pos::Num | Pos::Pron | Pos::Part)
            || matches!(t.dep(), Dep::Det | Dep::Nummod | Dep::Quantmod | Dep::Predet)
    };
    phrase.tokens.clone().find(|&i| i == phrase.head || !outer(&doc.token(i))).unwrap_or(phrase.head)
}

/// The words of a run of tokens as the text has them.
pub(super) fn words(doc: &Doc, tokens: Range<usize>) -> String {
    let (start, end) = (doc.token(tokens.start).span().start(), doc.token(tokens.end - 1).span().end());
    doc.text()[start..end].to_owned()
}

fn phrase_of(head: Token<'_>) -> Phrase {
    let doc = head.doc();
    let sentence = head.sentence().range();
    let mut start = head.index();
    while start > sentence.start && head.index() - start < LONGEST {
        let before = doc.token(start - 1);
        if before.is_space() || !belongs(before, head) {
            break;
        }
        start -= 1;
    }
    let with_of =
        head.rights().find(|t| t.index() == head.index() + 1 && t.text().eq_ignore_ascii_case("of"));
    let with_of =
        with_of.and_then(|of| of.children().find(|c| c.dep() == Dep::Pobj)).map(|object| object.index() + 1);
    Phrase { head: head.index(), tokens: start..head.index() + 1, with_of }
}

/// Whether the token stands below the head through words that describe a noun.
fn belongs(token: Token<'_>, head: Token<'_>) -> bool {
    let mut token = token;
    for _ in 0..5 {
        let describes = matches!(
            token.dep(),
            Dep::Amod
                | Dep::Compound
                | Dep::Nmod
                | Dep::Poss
                | Dep::Nummod
                | Dep::Det
                | Dep::Quantmod
                | Dep::Punct
                | Dep::Advmod
                | Dep::Predet
                | Dep::Npadvmod
                | Dep::Case
        ) || token.dep() == Dep::Conj
            && matches!(token.pos(), Pos::Adj | Pos::Num | Pos::Propn)
            || token.dep() == Dep::Appos && token.pos() == Pos::Propn;
        if !describes || token.is_root() {
            return false;
        }
        token = token.head();
        if token.index() == head.index() {
            return true;
        }
    }
    false
}
