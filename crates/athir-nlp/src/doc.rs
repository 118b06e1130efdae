//! A text with its annotations, and the views through which they are read.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::labels::{Dep, Pos};
use crate::noun_chunks::noun_chunks;
use crate::span::Span;

/// A text read into tokens, sentences, a dependency tree for each sentence, and entities.
///
/// The tokens in order, with the single spaces between them, are the text, or those parts of it that were read
/// ([`Model::parse_parts`](crate::Model::parse_parts)).
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "builtin-md")] {
/// let doc = athir_nlp::Model::builtin().parse("The militia shelled two villages.");
/// let verb = doc.sentences().next().unwrap().root();
/// assert_eq!((verb.text(), verb.lemma(), verb.tag()), ("shelled", "shell", "VBD"));
/// let object = verb.children().find(|child| child.dep() == athir_nlp::Dep::Dobj).unwrap();
/// assert_eq!(object.subtree_span().slice(doc.text()), "two villages");
/// # }
/// ```
#[derive(Clone)]
pub struct Doc {
    text: String,
    tokens: Vec<TokenData>,
    /// The lemmas one after another.
    lemmas: String,
    /// Where each token's children begin in `children`, and one more.
    first_child: Vec<u32>,
    children: Vec<u32>,
    /// The first token of each sentence.
    sentences: Vec<u32>,
    entities: Vec<EntityData>,
    labels: Arc<Labels>,
}

/// The columns of a token.
#[derive(Clone, Debug)]
pub(crate) struct TokenData {
    pub(crate) span: Span,
    /// Where the lemma stands among the lemmas.
    pub(crate) lemma: Span,
    pub(crate) head: u32,
    pub(crate) left_edge: u32,
    pub(crate) right_edge: u32,
    pub(crate) morph: u16,
    pub(crate) tag: u8,
    pub(crate) pos: Pos,
    pub(crate) dep: Dep,
}

#[derive(Clone, Debug)]
pub(crate) struct EntityData {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) label: u8,
}

/// The open label sets of a model.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    pub(crate) tags: Vec<String>,
    pub(crate) morphs: Vec<String>,
    pub(crate) entities: Vec<String>,
}

/// The columns from which a document is put together.
pub(crate) struct Columns {
    pub(crate) text: String,
    pub(crate) tokens: Vec<TokenData>,
    pub(crate) lemmas: String,
    pub(crate) sentences: Vec<u32>,
    pub(crate) entities: Vec<EntityData>,
    pub(crate) labels: Arc<Labels>,
}

impl Doc {
    /// Links heads to children. Heads, edges and sentence starts are taken as they are.
    pub(crate) fn new(columns: Columns) -> Doc {
        let Columns { text, tokens, lemmas, sentences, entities, labels } = columns;
        let is_child = |(i, token): &(usize, &TokenData)| token.head as usize != *i;
        let mut first_child = vec![0; tokens.len() + 1];
        for (_, token) in tokens.iter().enumerate().filter(is_child) {
            first_child[token.head as usize + 1] += 1;
        }
        for i in 0..tokens.len() {
            first_child[i + 1] += first_child[i];
        }
        let mut next = first_child.clone();
        let mut children = vec![0; first_child[tokens.len()] as usize];
        for (i, token) in tokens.iter().enumerate().filter(is_child) {
            let place = &mut next[token.head as usize];
            children[*place as usize] = i as u32;
            *place += 1;
        }
        Doc { text, tokens, lemmas, first_child, children, sentences, entities, labels }
    }

    /// The text, as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The token at an index.
    ///
    /// # Panics
    ///
    /// If there are not that many tokens.
    pub fn token(&self, index: usize) -> Token<'_> {
        assert!(index < self.len(), "token {index} of {}", self.len());
        Token { doc: self, index: index as u32 }
    }

    /// All tokens, in order.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = Token<'_>> + ExactSizeIterator + Clone {
        self.tokens_in(0..self.len())
    }

    /// The tokens of a range, in order.
    pub fn tokens_in(
        &self,
        range: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = Token<'_>> + ExactSizeIterator + Clone {
        range.map(|index| self.token(index))
    }

    /// The token that covers a byte of the text, or none where there is a space between tokens.
    pub fn token_at(&self, byte: usize) -> Option<Token<'_>> {
        let after = self.tokens.partition_point(|token| token.span.start() <= byte);
        let index = after.checked_sub(1)?;
        (byte < self.tokens[index].span.end()).then(|| self.token(index))
    }

    /// All sentences, in order. Every token is in one.
    pub fn sentences(&self) -> impl DoubleEndedIterator<Item = Sentence<'_>> + ExactSizeIterator + Clone {
        (0..self.sentences.len()).map(|index| Sentence { doc: self, index })
    }

    /// The sentence of a token.
    ///
    /// # Panics
    ///
    /// If there are not that many tokens.
    pub fn sentence_of(&self, token: usize) -> Sentence<'_> {
        assert!(token < self.len(), "token {token} of {}", self.len());
        let index = self.sentences.partition_point(|&start| start as usize <= token) - 1;
        Sentence { doc: self, index }
    }

    /// The named entities, in order; none overlaps another.
    pub fn entities(&self) -> impl DoubleEndedIterator<Item = Entity<'_>> + ExactSizeIterator + Clone {
        self.entities.iter().map(|data| Entity { doc: self, data })
    }

    /// The base noun phrases, as ranges of tokens: a noun with what stands before it.
    pub fn noun_chunks(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        noun_chunks(self)
    }

    /// The span from the first to the last of a range of tokens; an empty range has an empty span.
    pub fn span_of(&self, tokens: Range<usize>) -> Span {
        match self.tokens.get(tokens) {
            Some([first, .., last]) => first.span.cover(last.span),
            Some([only]) => only.span,
            _ => Span::new(0, 0),
        }
    }
}

impl fmt::Debug for Doc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.tokens()).finish()
    }
}

/// A word, a punctuation mark or a stretch of whitespace, with its annotations.
#[derive(Clone, Copy)]
pub struct Token<'d> {
    doc: &'d Doc,
    index: u32,
}

impl PartialEq for Token<'_> {
    /// Tokens are equal when they are the same token of the same document.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.doc, other.doc) && self.index == other.index
    }
}

impl Eq for Token<'_> {}

impl fmt::Debug for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}→{}", self.text(), self.tag(), self.dep(), self.head().index())
    }
}

impl<'d> Token<'d> {
    fn data(self) -> &'d TokenData {
        &self.doc.tokens[self.index as usize]
    }

    /// The document that the token is in.
    pub fn doc(self) -> &'d Doc {
        self.doc
    }

    /// The token's place in the document.
    pub fn index(self) -> usize {
        self.index as usize
    }

    /// The token as written.
    pub fn text(self) -> &'d str {
        self.span().slice(&self.doc.text)
    }

    /// Where the token stands in the text.
    pub fn span(self) -> Span {
        self.data().span
    }

    /// Whether a single space follows that is no token of its own.
    pub fn space_after(self) -> bool {
        let end = self.span().end();
        let next =
            self.doc.tokens.get(self.index() + 1).map_or(self.doc.text.len(), |next| next.span.start());
        end < next
    }

    /// The dictionary form.
    pub fn lemma(self) -> &'d str {
        self.data().lemma.slice(&self.doc.lemmas)
    }

    /// The part-of-speech tag of the Penn Treebank.
    pub fn tag(self) -> &'d str {
        &self.doc.labels.tags[usize::from(self.data().tag)]
    }

    /// The universal part of speech.
    pub fn pos(self) -> Pos {
        self.data().pos
    }

    /// The morphological features, such as `Number=Plur`; empty when there are none.
    pub fn morph(self) -> &'d str {
        &self.doc.labels.morphs[usize::from(self.data().morph)]
    }

    /// The relation to the head.
    pub fn dep(self) -> Dep {
        self.data().dep
    }

    /// The token that this one depends on; a root is its own head.
    pub fn head(self) -> Token<'d> {
        Token { doc: self.doc, index: self.data().head }
    }

    /// Whether the token is the root of its sentence.
    pub fn is_root(self) -> bool {
        self.data().head == self.index
    }

    fn child_indices(self) -> &'d [u32] {
        let [start, end] = [0, 1].map(|next| self.doc.first_child[self.index() + next] as usize);
        &self.doc.children[start..end]
    }

    /// The tokens that depend on this one, in text order.
    pub fn children(self) -> impl DoubleEndedIterator<Item = Token<'d>> + ExactSizeIterator + Clone {
        self.child_indices().iter().map(move |&index| Token { doc: self.doc, index })
    }

    /// The children that stand before the token.
    pub fn lefts(self) -> impl DoubleEndedIterator<Item = Token<'d>> + ExactSizeIterator + Clone {
        let all = self.child_indices();
        let before = all.partition_point(|&index| index < self.index);
        all[..before].iter().map(move |&index| Token { doc: self.doc, index })
    }

    /// The children that stand after the token.
    pub fn rights(self) -> impl DoubleEndedIterator<Item = Token<'d>> + ExactSizeIterator + Clone {
        let all = self.child_indices();
        let before = all.partition_point(|&index| index < self.index);
        all[before..].iter().map(move |&index| Token { doc: self.doc, index })
    }

    /// The head, its head and so on, up to the root.
    pub fn ancestors(self) -> impl Iterator<Item = Token<'d>> + Clone {
        std::iter::successors(Some(self), |token| (!token.is_root()).then(|| token.head())).skip(1)
    }

    /// Whether `other` is above this token in the tree.
    pub fn is_below(self, other: Token<'_>) -> bool {
        self.ancestors().any(|ancestor| ancestor == other)
    }

    /// The index of the first token of the subtree.
    pub fn left_edge(self) -> usize {
        self.data().left_edge as usize
    }

    /// The index of the last token of the subtree.
    pub fn right_edge(self) -> usize {
        self.data().right_edge as usize
    }

    /// The tokens from the first to the last of the subtree. Where arcs cross, some may be in another subtree.
    pub fn subtree(self) -> Range<usize> {
        self.left_edge()..self.right_edge() + 1
    }

    /// The span of [`subtree`](Token::subtree).
    pub fn subtree_span(self) -> Span {
        self.doc.span_of(self.subtree())
    }

    /// The token after this one, if there is one.
    pub fn next(self) -> Option<Token<'d>> {
        (self.index() + 1 < self.doc.len()).then(|| self.doc.token(self.index() + 1))
    }

    /// The token before this one, if there is one.
    pub fn previous(self) -> Option<Token<'d>> {
        self.index().checked_sub(1).map(|index| self.doc.token(index))
    }

    /// The sentence that the token is in.
    pub fn sentence(self) -> Sentence<'d> {
        self.doc.sentence_of(self.index())
    }

    /// Whether the token begins a sentence.
    pub fn is_sent_start(self) -> bool {
        self.doc.sentences.binary_search(&self.index).is_ok()
    }

    /// The entity that the token is in.
    pub fn entity(self) -> Option<Entity<'d>> {
        let after = self.doc.entities.partition_point(|entity| entity.start <= self.index);
        let data = &self.doc.entities[after.checked_sub(1)?];
        (self.index < data.end).then_some(Entity { doc: self.doc, data })
    }

    /// Whether the token is whitespace.
    pub fn is_space(self) -> bool {
        self.pos() == Pos::Space
    }

    /// Whether the token is punctuation.
    pub fn is_punct(self) -> bool {
        self.pos() == Pos::Punct
    }
}

/// A sentence of a document.
#[derive(Clone, Copy)]
pub struct Sentence<'d> {
    doc: &'d Doc,
    index: usize,
}

impl<'d> Sentence<'d> {
    /// The document that the sentence is in.
    pub fn doc(self) -> &'d Doc {
        self.doc
    }

    /// The sentence's place among the sentences of the document.
    pub fn index(self) -> usize {
        self.index
    }

    /// The indices of the tokens.
    pub fn range(self) -> Range<usize> {
        let end = self.doc.sentences.get(self.index + 1).map_or(self.doc.len(), |&next| next as usize);
        self.doc.sentences[self.index] as usize..end
    }

    /// The tokens, in order.
    pub fn tokens(self) -> impl DoubleEndedIterator<Item = Token<'d>> + ExactSizeIterator + Clone {
        self.doc.tokens_in(self.range())
    }

    /// Where the sentence stands in the text.
    pub fn span(self) -> Span {
        self.doc.span_of(self.range())
    }

    /// The words of the sentence.
    pub fn text(self) -> &'d str {
        self.span().slice(&self.doc.text)
    }

    /// The root of the sentence's tree: the first, where a sentence has several.
    pub fn root(self) -> Token<'d> {
        self.tokens().find(|token| token.is_root()).unwrap_or_else(|| self.doc.token(self.range().start))
    }
}

impl fmt::Debug for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.text())
    }
}

/// A named entity of a document.
#[derive(Clone, Copy)]
pub struct Entity<'d> {
    doc: &'d Doc,
    data: &'d EntityData,
}

impl<'d> Entity<'d> {
    /// The indices of the tokens.
    pub fn range(self) -> Range<usize> {
        self.data.start as usize..self.data.end as usize
    }

    /// The tokens, in order.
    pub fn tokens(self) -> impl DoubleEndedIterator<Item = Token<'d>> + ExactSizeIterator + Clone {
        self.doc.tokens_in(self.range())
    }

    /// The type, such as `GPE`. For armed groups it is often wrong; the span is right far more often.
    pub fn label(self) -> &'d str {
        &self.doc.labels.entities[usize::from(self.data.label)]
    }

    /// Where the entity stands in the text.
    pub fn span(self) -> Span {
        self.doc.span_of(self.range())
    }

    /// The words of the entity.
    pub fn text(self) -> &'d str {
        self.span().slice(&self.doc.text)
    }
}

impl fmt::Debug for Entity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.text(), self.label())
    }
}
