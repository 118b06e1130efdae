//! The pipeline: from a text to its annotations.

use std::ops::Range;
use std::sync::Arc;

use crate::ModelError;
use crate::chars::is_space;
use crate::doc::{Columns, Doc, EntityData, Labels, TokenData};
use crate::labels::Pos;
use crate::lemmatizer::Lemmatizer;
use crate::lexeme::Vocab;
use crate::lexicon::{Lexicon, RawToken, Tables};
use crate::linear::{Linear, room};
use crate::ner::{Found, Recogniser};
use crate::parser::{Arcs, Parser, ParserScratch};
use crate::ruler::{Changes, Ruler, Seen};
use crate::span::Span;
use crate::tok2vec::{GAP, Tok2Vec, Tok2VecScratch, WIDTH, WordType};
use crate::tokenizer::Tokenizer;
use crate::transition::ScorerScratch;
use crate::tree::{Edges, restore_crossing_arcs};

/// Everything that a model file holds, ready for use.
pub(crate) struct Pipeline {
    pub(crate) vocab: Vocab,
    pub(crate) tokenizer: Tokenizer,
    pub(crate) tok2vec: Tok2Vec,
    pub(crate) tagger: Linear,
    pub(crate) parser: Parser,
    pub(crate) ruler: Ruler,
    pub(crate) lemmatizer: Lemmatizer,
    pub(crate) ner_tok2vec: Tok2Vec,
    pub(crate) ner: Recogniser,
    pub(crate) labels: Arc<Labels>,
}

/// The tokens read together: enough to keep the kernels busy, few enough to stay near the processor.
const BATCH: usize = 1000;

/// The numbers of vectors that a thread's buffers may keep. A very long paragraph needs more, which is given
/// back after it.
const MOST_KEPT: usize = 20 * BATCH * WIDTH;

/// What one thread works with: its lexicon and its buffers.
#[derive(Default)]
pub(crate) struct Scratch {
    lexicon: Lexicon,
    tok2vec: Tok2VecScratch,
    ner_tok2vec: Tok2VecScratch,
    batch: Batch,
    paragraph: ParagraphScratch,
}

/// Paragraphs that go through tok2vec together.
#[derive(Default)]
struct Batch {
    raw: Vec<RawToken>,
    paragraphs: Vec<Paragraph>,
    /// The words of all paragraphs with gaps between.
    sequence: Vec<Option<WordType>>,
    vectors: Vec<f32>,
    ner_vectors: Vec<f32>,
}

/// A paragraph of a batch: its text, its tokens, and where its rows of vectors begin.
struct Paragraph {
    text: usize,
    tokens: Range<usize>,
    row: usize,
}

#[derive(Default)]
struct ParagraphScratch {
    tag_scores: Vec<f32>,
    tags: Vec<u8>,
    parser: ParserScratch,
    arcs: Arcs,
    ner: ScorerScratch,
    found: Vec<Found>,
    matches: Vec<(u16, u32)>,
    set: Vec<Changes>,
}

impl Pipeline {
    /// Checks that each word that has a vector has one in both networks.
    pub(crate) fn check_vectors(&self) -> Result<(), ModelError> {
        let Vocab { vector_keys, vector_rows, .. } = &self.vocab;
        let last = vector_rows.iter().copied().max().map_or(0, usize::from);
        let networks = [&self.tok2vec, &self.ner_tok2vec];
        let has_rows = networks.iter().filter_map(|network| network.n_vectors()).all(|n| last < n);
        if vector_keys.len() != vector_rows.len() || !vector_keys.is_sorted() || !has_rows {
            return Err(ModelError::Misfit { what: "word ids and word vectors" });
        }
        Ok(())
    }

    pub(crate) fn annotate(&self, texts: &[&str], scratch: &mut Scratch) -> Vec<Doc> {
        let mut all: Vec<Columns> = texts.iter().map(|text| self.columns(text)).collect();
        for (i, text) in texts.iter().enumerate() {
            for range in paragraphs(text) {
                self.take_in(i, text, range, &mut all, scratch);
            }
        }
        self.annotate_batch(&mut all, scratch);
        give_back_room(scratch);
        all.into_iter().map(Doc::new).collect()
    }

    pub(crate) fn annotate_parts(&self, text: &str, parts: &[Span], scratch: &mut Scratch) -> Doc {
        let mut columns = [self.columns(text)];
        for part in parts {
            for range in paragraphs(part.slice(text)) {
                let range = part.start() + range.start..part.start() + range.end;
                self.take_in(0, text, range, &mut columns, scratch);
            }
        }
        self.annotate_batch(&mut columns, scratch);
        give_back_room(scratch);
        let [columns] = columns;
        Doc::new(columns)
    }

    /// The columns of a text that is not read yet.
    fn columns(&self, text: &str) -> Columns {
        Columns {
            text: text.to_owned(),
            tokens: Vec::with_capacity(text.len() / 5),
            lemmas: String::with_capacity(text.len()),
            sentences: Vec::new(),
            entities: Vec::new(),
            labels: Arc::clone(&self.labels),
        }
    }

    /// Adds a paragraph of the `i`th text to the batch, and annotates the batch when it is full.
    fn take_in(&self, i: usize, text: &str, range: Range<usize>, all: &mut [Columns], scratch: &mut Scratch) {
        let tables = Tables { vocab: &self.vocab, tokenizer: &self.tokenizer, ruler: &self.ruler };
        let Scratch { lexicon, batch, .. } = &mut *scratch;
        let first = batch.raw.len();
        lexicon.tokenize(&text[range.clone()], range.start, tables, &mut batch.raw);
        batch.push(i, first);
        if batch.raw.len() >= BATCH {
            self.annotate_batch(all, scratch);
        }
    }

    /// Annotates the paragraphs of the batch and empties it. The network sees each paragraph alone.
    fn annotate_batch(&self, all: &mut [Columns], scratch: &mut Scratch) {
        let Scratch { lexicon, tok2vec, ner_tok2vec, batch, paragraph: buffers } = scratch;
        self.tok2vec.encode(&batch.sequence, &lexicon.lexemes, tok2vec, &mut batch.vectors);
        self.ner_tok2vec.encode(&batch.sequence, &lexicon.lexemes, ner_tok2vec, &mut batch.ner_vectors);
        for Paragraph { text, tokens, row } in &batch.paragraphs {
            let rows = row * WIDTH..(row + tokens.len()) * WIDTH;
            let vectors = Vectors { shared: &batch.vectors[rows.clone()], ner: &batch.ner_vectors[rows] };
            self.annotate_paragraph(&batch.raw[tokens.clone()], vectors, lexicon, buffers, &mut all[*text]);
        }
        batch.raw.clear();
        batch.paragraphs.clear();
        batch.sequence.clear();
        if lexicon.trim() {
            tok2vec.clear();
            ner_tok2vec.clear();
        }
    }

    fn annotate_paragraph(
        &self,
        raw: &[RawToken],
        vectors: Vectors<'_>,
        lexicon: &mut Lexicon,
        buffers: &mut ParagraphScratch,
        columns: &mut Columns,
    ) {
        let ParagraphScratch { tag_scores, tags, parser, arcs, ner, found, matches, set } = buffers;
        let n = raw.len();
        let lexeme = |i: usize| &lexicon.lexemes[raw[i].lexeme as usize];
        let is_space = |i: usize| lexeme(i).is_space;

        self.tag(vectors.shared, n, tag_scores, tags);
        let ends_item = |i: usize| is_space(i) || matches!(&*lexeme(i).text, ";" | "•" | "|");
        self.parser.parse(vectors.shared, n, ends_item, parser, arcs);
        restore_crossing_arcs(arcs, is_space);
        let edges = Edges::find(&arcs.heads);

        let seen = |i: usize| {
            let lexeme = lexeme(i);
            Seen {
                tag: tags[i],
                dep: arcs.arcs[i].dep,
                lower: &lexeme.lower,
                is_space: lexeme.is_space,
                candidates: &lexeme.candidates,
            }
        };
        self.ruler.matches(n, seen, matches);
        set.clear();
        set.resize(n, Changes::default());
        for &(rule, token) in matches.iter() {
            set[token as usize].update(self.ruler.changes(rule));
        }
        found.clear();
        self.ner.find(vectors.ner, &edges.sentence_start, is_space, ner, found);

        let base = columns.tokens.len() as u32;
        for (i, set) in set.iter().enumerate() {
            let pos = set.pos.unwrap_or(Pos::X);
            let morph = set.morph.unwrap_or(0);
            let lemma = match set.lemma {
                Some(lemma) => &self.ruler.lemmas[usize::from(lemma)],
                None => lexicon.lemma((raw[i].lexeme, pos, morph), |lexeme| {
                    let morph = &self.ruler.morphs[usize::from(morph)];
                    self.lemmatizer.lemma(&lexeme.text, &lexeme.lower, pos, morph, &self.vocab.letters)
                }),
            };
            let lemma_start = columns.lemmas.len();
            columns.lemmas.push_str(lemma);
            if edges.sentence_start[i] {
                columns.sentences.push(base + i as u32);
            }
            columns.tokens.push(TokenData {
                span: Span::new(raw[i].start as usize, raw[i].end as usize),
                lemma: Span::new(lemma_start, columns.lemmas.len()),
                head: base + arcs.heads[i] as u32,
                left_edge: base + edges.left[i] as u32,
                right_edge: base + edges.right[i] as u32,
                morph,
                tag: set.tag.unwrap_or(tags[i]),
                pos,
                dep: set.dep.unwrap_or(arcs.arcs[i].dep),
            });
        }
        columns.entities.extend(found.iter().map(|entity| EntityData {
            start: base + entity.start as u32,
            end: base + entity.end as u32,
            label: entity.label,
        }));
    }

    /// Finds the best tag of each token.
    fn tag(&self, vectors: &[f32], n: usize, scores: &mut Vec<f32>, tags: &mut Vec<u8>) {
        let n_tags = self.tagger.outputs();
        let scores = room(scores, n * n_tags);
        self.tagger.apply(vectors, WIDTH, n, scores);
        let best = |row: &[f32]| {
            let first = (0, f32::NEG_INFINITY);
            let best =
                row.iter().enumerate().fold(first, |best, (i, &s)| if s > best.1 { (i, s) } else { best });
            best.0 as u8
        };
        tags.clear();
        tags.extend(scores.chunks_exact(n_tags).map(best));
    }
}

/// Drops buffers that a very long paragraph has made large.
fn give_back_room(scratch: &mut Scratch) {
    if scratch.batch.vectors.capacity() > MOST_KEPT {
        *scratch = Scratch::default();
    }
}

impl Batch {
    /// Adds the tokens from `first` on as a paragraph.
    fn push(&mut self, text: usize, first: usize) {
        if !self.sequence.is_empty() {
            self.sequence.extend([None; GAP]);
        }
        let tokens = first..self.raw.len();
        self.paragraphs.push(Paragraph { text, tokens: tokens.clone(), row: self.sequence.len() });
        let word = |token: &RawToken| Some(WordType { lexeme: token.lexeme, space_after: token.space_after });
        self.sequence.extend(self.raw[tokens].iter().map(word));
    }
}

/// The token vectors of a paragraph.
#[derive(Clone, Copy)]
struct Vectors<'a> {
    /// Those that tagger and parser share.
    shared: &'a [f32],
    ner: &'a [f32],
}

/// Cuts a text after each blank line. Whitespace between paragraphs belongs to the one before.
pub(crate) fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        if start == text.len() {
            return None;
        }
        let mut seen_text = false;
        let mut at = start;
        let end = loop {
            let rest = &text[at..];
            let word = rest.find(is_space).unwrap_or(rest.len());
            seen_text |= word > 0;
            let space = rest[word..].find(|c| !is_space(c)).unwrap_or(rest.len() - word);
            let gap = &rest[word..word + space];
            at += word + space;
            if at == text.len() || (seen_text && is_blank_line(gap)) {
                break at;
            }
        };
        Some(std::mem::replace(&mut start, end)..end)
    })
}

/// Whether whitespace holds a blank line: two line ends, or a paragraph separator.
fn is_blank_line(gap: &str) -> bool {
    let count = |c| gap.matches(c).count();
    count('\n') >= 2 || count('\r') >= 2 || gap.contains('\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    #[test]
    fn a_blank_line_ends_a_paragraph_and_goes_with_it() {
        let text = "\n\nOne\nline. \n \nTwo.\n\n\n";
        let found: Vec<&str> = paragraphs(text).map(|range| &text[range]).collect();
        assert_eq!(found, ["\n\nOne\nline. \n \n", "Two.\n\n\n"]);
    }

    #[test]
    fn no_text_has_no_paragraph() {
        assert_eq!(paragraphs("").count(), 0);
    }
}
