//! The meaning of a predicate, composed of its words and of what it governs.

use std::ops::Range;

use athir_nlp::{Dep, Pos, Token};

use super::words::{Class, RelationWords};
use crate::clause::is_verbal;

/// What a predicate means, and the words that say so.
#[derive(Clone, Debug)]
pub(super) struct Meaning {
    pub(super) class: Class,
    pub(super) tokens: Vec<usize>,
}

/// Composes meanings for one pair of parties.
pub(super) struct Composer<'w> {
    words: &'w RelationWords,
    source: Range<usize>,
    target: Range<usize>,
}

/// How deep one predicate may govern another.
const MAX_DEPTH: usize = 6;

impl<'w> Composer<'w> {
    pub(super) fn new(
        words: &'w RelationWords,
        source: &Range<usize>,
        target: &Range<usize>,
    ) -> Composer<'w> {
        Composer { words, source: source.clone(), target: target.clone() }
    }

    /// The meaning of a verb, noun or adjective with all that it governs.
    pub(super) fn meaning(&self, token: Token<'_>) -> Option<Meaning> {
        self.compose(token, MAX_DEPTH)
    }

    fn compose(&self, token: Token<'_>, depth: usize) -> Option<Meaning> {
        // What is said of a party beside the relation ("prisoners held since May") is not the relation.
        if depth == 0 || token.is_punct() || self.is_party(token) {
            return None;
        }
        let own = self.sense(token);
        let meaning = match own {
            Some(own) if self.words.is_operator(own.class) => self.apply(&own, token, depth),
            Some(own) => Some(own),
            // A verb or noun of no known meaning carries that of what it governs.
            None => self.governed(token, &[], depth).into_iter().next(),
        }?;
        self.negated(token, self.expected(token, meaning))
    }

    /// "will send", "would attack": what is still to come is agreed to or threatened.
    fn expected(&self, token: Token<'_>, meaning: Meaning) -> Meaning {
        let is_future = |t: &Token<'_>| {
            t.dep() == Dep::Aux
                && matches!(t.text().to_ascii_lowercase().as_str(), "will" | "would" | "'ll" | "shall")
        };
        // "Bhutan to send troops": a headline.
        let headline = token.is_root()
            && token.children().any(|t| t.dep() == Dep::Aux && t.text().eq_ignore_ascii_case("to"));
        if !is_verbal(token) || !headline && !token.children().any(|t| is_future(&t)) {
            return meaning;
        }
        let class = self.words.class("future").and_then(|f| self.words.combined(f, Some(meaning.class)));
        Meaning { class: class.unwrap_or(meaning.class), ..meaning }
    }

    /// "did not agree", "no agreement".
    fn negated(&self, token: Token<'_>, meaning: Meaning) -> Option<Meaning> {
        let negated = token.children().any(|t| {
            t.dep() == Dep::Neg
                || t.dep() == Dep::Det && t.text().eq_ignore_ascii_case("no")
                || matches!(t.dep(), Dep::Dobj | Dep::Attr)
                    && t.children().any(|d| d.dep() == Dep::Det && d.text().eq_ignore_ascii_case("no"))
        });
        if !negated {
            return Some(meaning);
        }
        let not = self.words.class("not")?;
        let class = self.words.combined(not, Some(meaning.class))?;
        Some(Meaning { class, ..meaning })
    }

    fn is_party(&self, token: Token<'_>) -> bool {
        self.source.contains(&token.index()) || self.target.contains(&token.index())
    }

    fn apply(&self, operator: &Meaning, token: Token<'_>, depth: usize) -> Option<Meaning> {
        let mut governed = self.governed(token, &operator.tokens, depth);
        governed.sort_by_key(|inner| !self.words.is_first(inner.class));
        for inner in &governed {
            if let Some(class) = self.words.combined(operator.class, Some(inner.class)) {
                let mut tokens = operator.tokens.clone();
                tokens.extend(&inner.tokens);
                tokens.sort_unstable();
                tokens.dedup();
                return Some(Meaning { class, tokens });
            }
        }
        let class = self.words.combined(operator.class, None)?;
        Some(Meaning { class, tokens: operator.tokens.clone() })
    }

    /// The sense of a word with the words that belong to it, the longest first.
    fn sense(&self, token: Token<'_>) -> Option<Meaning> {
        let index = token.index();
        let of_time = token.entity().is_some_and(|e| matches!(e.label(), "DATE" | "TIME"));
        if self.is_party(token) || of_time {
            return None;
        }
        let lower = token.text().to_lowercase();
        let mut best: Option<Meaning> = None;
        let mut offer = |class: Class, tokens: Vec<usize>| {
            if best.as_ref().is_none_or(|b| tokens.len() > b.tokens.len()) {
                best = Some(Meaning { class, tokens });
            }
        };
        // In headlines the parser takes verbs for nouns: "Bhutan slams Norway".
        if is_verbal(token) || matches!(token.tag(), "VBN" | "VBG") || token.is_root() {
            let mut entries = self.words.verb(token.lemma());
            if entries.is_empty() {
                entries = self.words.verb(&lower);
            }
            for entry in entries {
                if let Some(tokens) = phrase_at(token, &entry.rest) {
                    offer(entry.class, tokens);
                }
            }
        }
        if matches!(token.pos(), Pos::Noun | Pos::Propn) || token.tag() == "VBG" {
            let mut entries = self.words.noun(token.lemma());
            if entries.is_empty() {
                entries = self.words.noun(&lower);
            }
            for entry in entries {
                if let Some(tokens) = compound_at(token, &entry.rest) {
                    offer(entry.class, tokens);
                }
            }
        }
        if token.pos() == Pos::Adj
            && let Some(class) = self.words.adjective(token.lemma())
        {
            offer(class, vec![index]);
        }
        best
    }

    /// The meanings of what a word governs, the most telling first: clauses, objects, then what its prepositions
    /// hold.
    fn governed(&self, token: Token<'_>, own: &[usize], depth: usize) -> Vec<Meaning> {
        let mut found = Vec::new();
        // "called them thieves"
        if !own.is_empty()
            && let Some(name) = token.children().rfind(|t| t.dep() == Dep::Oprd)
            && let Some(class) = self.words.class("named")
        {
            found.push(Meaning { class, tokens: vec![name.index()] });
        }
        for dep_rank in 0..4 {
            for child in token.children().filter(|c| rank(token, *c) == Some(dep_rank)) {
                self.take(child, own, depth, &mut found);
            }
        }
        // "the sanctions imposed on T": a participle or relative clause says it of its noun.
        if is_verbal(token) && matches!(token.dep(), Dep::Acl | Dep::Relcl) && depth > 1 {
            found.extend(self.sense(token.head()).filter(|m| !own.contains(&m.tokens[0])));
        }
        found
    }

    fn take(&self, child: Token<'_>, own: &[usize], depth: usize, found: &mut Vec<Meaning>) {
        if matches!(child.dep(), Dep::Prep | Dep::Agent | Dep::Dative) && child.pos() == Pos::Adp {
            for inner in child.children().filter(|t| matches!(t.dep(), Dep::Pobj | Dep::Pcomp | Dep::Prep)) {
                self.take(inner, own, depth, found);
            }
            return;
        }
        if own.contains(&child.index()) {
            // The word belongs to the operator's phrase; what hangs below it is governed.
            for dep_rank in 0..4 {
                for inner in child.children().filter(|c| rank(child, *c) == Some(dep_rank)) {
                    self.take(inner, own, depth, found);
                }
            }
            return;
        }
        // "wants T to leave": the act asked for is the other party's.
        let theirs = |t: Token<'_>| t.dep() == Dep::Nsubj && self.target.contains(&t.index());
        if let Some(class) = self.words.class("theirs")
            && !own.is_empty()
            && matches!(child.dep(), Dep::Ccomp | Dep::Xcomp)
            && child.children().any(theirs)
        {
            found.push(Meaning { class, tokens: vec![child.index()] });
        }
        if depth > 1
            && let Some(must) = self.words.class("must")
            && child.children().any(|t| t.dep() == Dep::Aux && matches!(t.lemma(), "must" | "should"))
        {
            found.push(Meaning { class: must, tokens: vec![child.index()] });
        }
        if let Some(meaning) = self.compose(child, depth - 1) {
            found.push(meaning);
        }
        for joined in child.children().filter(|t| t.dep() == Dep::Conj) {
            if let Some(meaning) = self.compose(joined, depth - 1) {
                found.push(meaning);
            }
        }
    }
}

/// In which order the dependents of a word are asked for meaning; `None` for those that say nothing.
fn rank(token: Token<'_>, child: Token<'_>) -> Option<usize> {
    match child.dep() {
        Dep::Xcomp | Dep::Ccomp | Dep::Pcomp => Some(0),
        Dep::Acl if !is_verbal(token) => Some(0),
        Dep::Dobj | Dep::Nsubjpass | Dep::Attr | Dep::Acomp | Dep::Oprd => Some(1),
        Dep::Dative if child.pos() != Pos::Adp => Some(1),
        Dep::Prep | Dep::Dative | Dep::Agent => Some(2),
        Dep::Compound | Dep::Amod | Dep::Nmod if !is_verbal(token) => Some(2),
        Dep::Advcl => Some(3),
        // "the talks failed": without an object the subject is what it happens to.
        Dep::Nsubj if is_verbal(token) && !token.children().any(|t| t.dep() == Dep::Dobj) => Some(3),
        _ => None,
    }
}

/// The tokens of a verb with the words after it, through the parse.
fn phrase_at(verb: Token<'_>, rest: &[String]) -> Option<Vec<usize>> {
    let mut tokens = vec![verb.index()];
    let mut anchor = verb;
    for word in rest {
        // "called on Monday" is no call on anybody.
        let of_time = |t: &Token<'_>| {
            t.dep() == Dep::Prep
                && t.children().any(|o| o.entity().is_some_and(|e| matches!(e.label(), "DATE" | "TIME")))
        };
        let fits = |t: &Token<'_>| {
            !of_time(t)
                && !matches!(t.dep(), Dep::Nsubj | Dep::Csubj | Dep::Punct | Dep::Conj)
                && (t.lemma().eq_ignore_ascii_case(word) || t.text().eq_ignore_ascii_case(word))
        };
        let next = anchor.children().find(fits).or_else(|| verb.children().find(fits))?;
        tokens.push(next.index());
        if next.dep() != Dep::Prt {
            anchor = next;
        }
    }
    tokens.sort_unstable();
    tokens.dedup();
    Some(tokens)
}

/// The tokens of a noun with the words right before it.
fn compound_at(noun: Token<'_>, before: &[String]) -> Option<Vec<usize>> {
    let sentence = noun.sentence();
    let mut tokens = vec![noun.index()];
    for (word, back) in before.iter().rev().zip(1..) {
        let at = noun.index().checked_sub(back).filter(|&i| i >= sentence.range().start)?;
        let token = sentence.doc().token(at);
        if token.lemma() != word && !token.text().eq_ignore_ascii_case(word) {
            return None;
        }
        tokens.push(at);
    }
    tokens.reverse();
    Some(tokens)
}
