//! The predicates that join two parties in the dependency tree, the nearest first.

use std::collections::BTreeSet;
use std::ops::Range;

use athir_nlp::{Dep, Doc, Pos, Span, Token};

use crate::clause::is_verbal;

/// The tokens that a span touches.
pub(super) fn tokens_of(doc: &Doc, span: Span) -> Range<usize> {
    let inside =
        |t: &Token<'_>| t.span().start() < span.end() && t.span().end() > span.start() && !t.is_space();
    let start = doc.tokens().find(inside).map_or(0, Token::index);
    let end = doc.tokens().rfind(inside).map_or(start, |t| t.index() + 1);
    start..end
}

/// The token through which a range hangs in the tree.
fn head_of<'d>(doc: &'d Doc, range: &Range<usize>) -> Token<'d> {
    let tokens = range.clone().map(|i| doc.token(i));
    tokens
        .filter(|t| !t.is_punct())
        .find(|t| t.is_root() || !range.contains(&t.head().index()))
        .unwrap_or_else(|| doc.token(range.start))
}

/// The tokens that may carry the relation: where the ways up from both parties meet, what lies on the ways, what
/// stands above, and last every other word of the sentences.
pub(super) fn anchors<'d>(doc: &'d Doc, source: &Range<usize>, target: &Range<usize>) -> Vec<Token<'d>> {
    if doc.is_empty() {
        return Vec::new();
    }
    let (s, t) = (head_of(doc, source), head_of(doc, target));
    let up = |token: Token<'d>| std::iter::once(token).chain(token.ancestors()).collect::<Vec<_>>();
    let (from_s, from_t) = (up(s), up(t));
    let meeting = from_s.iter().find(|a| from_t.iter().any(|b| b.index() == a.index())).copied();
    let mut order: Vec<Token<'d>> = Vec::new();
    if let Some(meeting) = meeting {
        let below = |way: &[Token<'d>]| {
            let mut way: Vec<Token<'d>> =
                way.iter().take_while(|t| t.index() != meeting.index()).copied().collect();
            way.reverse();
            way
        };
        let (to_s, to_t) = (below(&from_s), below(&from_t));
        // A conjoined verb on the way shares the other party: "S condemned it and called on T".
        for way in [&to_t, &to_s] {
            let joined = way.iter().take_while(|t| t.dep() == Dep::Conj && is_verbal(**t)).last();
            order.extend(joined.filter(|_| is_verbal(meeting)));
        }
        // "the talks between S and T failed": the verb above the noun has the word.
        let is_open =
            |t: &Token<'d>| source.contains(&t.index()) || target.contains(&t.index()) || t.pos() == Pos::Adp;
        let mut noun = meeting;
        while is_open(&noun) && !noun.is_root() {
            noun = noun.head();
        }
        let is_argument = matches!(noun.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj);
        let above = noun.head();
        order.extend((!is_verbal(noun) && is_argument && is_verbal(above)).then_some(above));
        order.push(meeting);
        let inner = || to_t.iter().chain(&to_s).copied();
        order.extend(inner().filter(|t| is_verbal(*t)));
        // Of two parties that are joined by "and" the verb above tells, before the nouns around them.
        order.extend(meeting.ancestors().find(|t| is_verbal(*t)).filter(|_| is_open(&meeting)));
        order.extend(inner());
        order.extend(meeting.ancestors());
    }
    let sentences: BTreeSet<usize> = [s, t].iter().map(|x| x.sentence().index()).collect();
    for (n, sentence) in doc.sentences().enumerate() {
        if sentences.contains(&n) {
            order.extend(sentence.tokens());
        }
    }
    let mut seen = BTreeSet::new();
    order.retain(|t| seen.insert(t.index()));
    order
}
