//! The arc-eager dependency parser with sentence breaks.
//!
//! Reference: Honnibal and Johnson, *An Improved Non-monotonic Transition System for Dependency Parsing*
//! (2015), in the form that spaCy 3 gives it. Beyond it, a sentence is ended after [`LONGEST`] words: a text without stops
//! would be one tree, and what reads a sentence as a whole would take a time that grows with its square.

use std::ops::Range;

use crate::ModelError;
use crate::labels::Dep;
use crate::tensors::Tensors;
use crate::transition::{Scorer, ScorerScratch};

/// A relation as the network predicts it: for a word moved from its projective place, with the relation of
/// its true head.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Arc {
    pub(crate) dep: Dep,
    pub(crate) lifted_from: Option<Dep>,
}

/// The parser's network and moves.
pub(crate) struct Parser {
    scorer: Scorer,
    arcs: Vec<Arc>,
    /// Moves of one kind stand together in the output layer.
    shift: Range<usize>,
    reduce: Range<usize>,
    left: Range<usize>,
    right: Range<usize>,
    sentence_break: Range<usize>,
}

/// What the parser found for each token.
#[derive(Default)]
pub(crate) struct Arcs {
    /// The head, or the token itself for a root.
    pub(crate) heads: Vec<usize>,
    pub(crate) arcs: Vec<Arc>,
}

/// No sentence has more words.
const LONGEST: usize = 300;
/// A sentence of so many words ends at the next semicolon, bullet or line.
const LONG: usize = 200;

impl Parser {
    pub(crate) fn read(tensors: &Tensors<'_>, moves: &[(String, String)]) -> Result<Parser, ModelError> {
        let arcs = moves.iter().map(|(_, label)| parse_label(label)).collect::<Result<_, _>>()?;
        let range = |kind: &str| {
            let start = moves.iter().position(|(k, _)| k == kind).unwrap_or(moves.len());
            let n = moves[start..].iter().take_while(|(k, _)| k == kind).count();
            start..start + n
        };
        let [shift, reduce, left, right, sentence_break] = ["S", "D", "L", "R", "B"].map(range);
        let known = [&shift, &reduce, &left, &right, &sentence_break].iter().map(|r| r.len()).sum::<usize>();
        if known != moves.len()
            || shift.is_empty()
            || reduce.is_empty()
            || left.is_empty()
            || right.is_empty()
        {
            return Err(ModelError::Unknown { what: "set of parser moves", value: format!("{moves:?}") });
        }
        let scorer = Scorer::read(tensors, "parser", 8, moves.len())?;
        Ok(Parser { scorer, arcs, shift, reduce, left, right, sentence_break })
    }

    /// Parses one text from its token vectors. Trees may still be projective images of crossing ones. `ends_item` tells
    /// behind which words a sentence that is too long had best be ended.
    pub(crate) fn parse(
        &self,
        vectors: &[f32],
        n: usize,
        ends_item: impl Fn(usize) -> bool,
        scratch: &mut ParserScratch,
        out: &mut Arcs,
    ) {
        let ParserScratch { scorer, state } = scratch;
        self.scorer.prepare(vectors, scorer);
        state.reset(n);
        while !state.is_final() {
            state.end_long_sentence(&ends_item);
            let scores = self.scorer.score(state.slots(), scorer);
            let open = [
                (&self.shift, state.may_shift()),
                (&self.reduce, state.may_reduce()),
                (&self.left, state.may_attach()),
                (&self.right, state.may_attach()),
                (&self.sentence_break, state.may_break()),
            ];
            let mut best: Option<(f32, usize)> = None;
            for (range, _) in open.iter().filter(|(_, valid)| *valid) {
                for (i, &score) in scores[(*range).clone()].iter().enumerate() {
                    if best.is_none_or(|(top, _)| score > top) {
                        best = Some((score, range.start + i));
                    }
                }
            }
            let (_, chosen) = best.expect("with an empty stack a word can be shifted, otherwise reduced");
            match chosen {
                i if self.shift.contains(&i) => state.shift(),
                i if self.reduce.contains(&i) => state.reduce(),
                i if self.left.contains(&i) => state.attach_left(i),
                i if self.right.contains(&i) => state.attach_right(i),
                _ => state.sentence_break(),
            }
        }
        out.heads.clear();
        out.arcs.clear();
        for (token, (head, chosen)) in state.heads.iter().zip(&state.moves).enumerate() {
            out.heads.push(head.unwrap_or(token));
            out.arcs.push(match head {
                Some(_) => self.arcs[*chosen],
                None => Arc { dep: Dep::Root, lifted_from: None },
            });
        }
    }
}

fn parse_label(label: &str) -> Result<Arc, ModelError> {
    let dep = |text: &str| {
        let unknown = || ModelError::Unknown { what: "dependency", value: text.to_owned() };
        Dep::parse(text).ok_or_else(unknown)
    };
    match label.split_once("||") {
        Some((label, head_label)) => Ok(Arc { dep: dep(label)?, lifted_from: Some(dep(head_label)?) }),
        None if label.is_empty() => Ok(Arc { dep: Dep::Root, lifted_from: None }),
        None => Ok(Arc { dep: dep(label)?, lifted_from: None }),
    }
}

/// Buffers that are kept between texts.
#[derive(Default)]
pub(crate) struct ParserScratch {
    scorer: ScorerScratch,
    state: State,
}

/// A parse under way: a stack, a buffer of words to come, and the arcs so far.
#[derive(Default)]
struct State {
    stack: Vec<usize>,
    /// Words put back from the stack; the last one is the first of the buffer.
    returned: Vec<usize>,
    /// The first word never yet shifted.
    next: usize,
    n: usize,
    heads: Vec<Option<usize>>,
    /// The move that gave a word its head.
    moves: Vec<usize>,
    /// The child last added on each side, and for each word the child added before it.
    last_left: Vec<Option<usize>>,
    last_right: Vec<Option<usize>>,
    previous_child: Vec<Option<usize>>,
    /// Words put back once may not be shifted again before something is attached to them.
    unshiftable: Vec<bool>,
    sentence_start: Vec<bool>,
    /// Where the sentence begins that is being read.
    begun: usize,
}

impl State {
    fn reset(&mut self, n: usize) {
        fn refill<T: Clone>(column: &mut Vec<T>, n: usize, value: T) {
            column.clear();
            column.resize(n, value);
        }
        self.stack.clear();
        self.returned.clear();
        self.next = 0;
        self.begun = 0;
        self.n = n;
        refill(&mut self.heads, n, None);
        refill(&mut self.moves, n, 0);
        refill(&mut self.last_left, n, None);
        refill(&mut self.last_right, n, None);
        refill(&mut self.previous_child, n, None);
        refill(&mut self.unshiftable, n, false);
        refill(&mut self.sentence_start, n, false);
        if let Some(first) = self.sentence_start.first_mut() {
            *first = true;
        }
    }

    fn buffer_len(&self) -> usize {
        self.n - self.next + self.returned.len()
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_len() == 0
    }

    /// The i-th word of the buffer.
    fn buffer(&self, i: usize) -> Option<usize> {
        match self.returned.len().checked_sub(i + 1) {
            Some(returned) => Some(self.returned[returned]),
            None => Some(self.next + i - self.returned.len()).filter(|&word| word < self.n),
        }
    }

    /// The i-th word of the stack, from its top.
    fn stack(&self, i: usize) -> Option<usize> {
        self.stack.len().checked_sub(i + 1).map(|i| self.stack[i])
    }

    /// The words that the network looks at.
    fn slots(&self) -> [Option<usize>; 8] {
        let (buffer, stack) = (self.buffer(0), self.stack(0));
        [
            buffer,
            self.buffer(1),
            stack,
            self.stack(1),
            self.stack(2),
            buffer.and_then(|word| self.last_left[word]),
            stack.and_then(|word| self.last_left[word]),
            stack.and_then(|word| self.last_right[word]),
        ]
    }

    fn may_shift(&self) -> bool {
        self.stack.is_empty()
            || self.buffer_len() >= 2
                && self.buffer(0).is_some_and(|word| !self.sentence_start[word] && !self.unshiftable[word])
    }

    fn may_reduce(&self) -> bool {
        !self.stack.is_empty()
    }

    fn may_attach(&self) -> bool {
        !self.stack.is_empty() && self.buffer(0).is_some_and(|word| !self.sentence_start[word])
    }

    fn may_break(&self) -> bool {
        match (self.buffer(0), self.buffer(1)) {
            (Some(first), Some(second)) => second == first + 1 && !self.sentence_start[second],
            _ => false,
        }
    }

    fn shift(&mut self) {
        let word = self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(word);
    }

    /// Drops the top of the stack, or puts it back into the buffer when it has no head yet.
    fn reduce(&mut self) {
        if let Some(word) = self.stack.pop()
            && self.heads[word].is_none()
            && !self.stack.is_empty()
        {
            self.unshiftable[word] = true;
            self.returned.push(word);
        }
    }

    fn attach_left(&mut self, chosen: usize) {
        if let (Some(head), Some(child)) = (self.buffer(0), self.stack.pop()) {
            self.add_arc(head, child, chosen);
            self.unshiftable[head] = false;
        }
    }

    fn attach_right(&mut self, chosen: usize) {
        if let (Some(head), Some(child)) = (self.stack(0), self.buffer(0)) {
            self.add_arc(head, child, chosen);
        }
        self.shift();
    }

    /// Lets the next sentence begin at the second word of the buffer where this one has grown too long.
    fn end_long_sentence(&mut self, ends_item: impl Fn(usize) -> bool) {
        let Some(first) = self.buffer(0) else { return };
        if self.stack.is_empty() && self.last_left[first].is_none() {
            self.begun = first;
        }
        let words = first + 1 - self.begun.min(first);
        if (words >= LONGEST || words >= LONG && ends_item(first)) && self.may_break() {
            self.sentence_break();
        }
    }

    fn sentence_break(&mut self) {
        if let Some(word) = self.buffer(1) {
            self.sentence_start[word] = true;
        }
    }

    fn children_of(&mut self, head: usize, child: usize) -> &mut Option<usize> {
        if head > child { &mut self.last_left[head] } else { &mut self.last_right[head] }
    }

    fn add_arc(&mut self, head: usize, child: usize, chosen: usize) {
        if let Some(old) = self.heads[child] {
            let before = self.previous_child[child];
            let last = self.children_of(old, child);
            if *last == Some(child) {
                *last = before;
            }
        }
        self.previous_child[child] = self.children_of(head, child).replace(child);
        self.heads[child] = Some(head);
        self.moves[child] = chosen;
    }
}
