//! The pipeline: from a text to its annotations.

use std::ops::Range;
use std::sync::Arc;

use crate::chars::is_space;
use crate::doc::{Columns, Doc, EntityData, Labels, TokenData};
use crate::labels::Pos;
use crate::lemmatizer::Lemmatizer;
use crate::lexeme::Vocab;
use crate::lexicon::{Lexicon, RawToken, Tables};
use crate::linear::Linear;
use crate::ner::{Found, Recogniser};
use crate::parser::{Arcs, Parser, ParserScratch};
use crate::ruler::{Changes, Ruler, Seen};
use crate::span::Span;
use crate::tok2vec::{Tok2Vec, Tok2VecScratch, WIDTH};
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

/// What one thread works with: its lexicon and its buffers.
#[derive(Default)]
pub(crate) struct Scratch {
    lexicon: Lexicon,
    tok2vec: Tok2VecScratch,
    vectors: Vec<f32>,
    tag_scores: Vec<f32>,
    parser: ParserScratch,
    arcs: Arcs,
    ner: ScorerScratch,
    found: Vec<Found>,
    matches: Vec<(u16, u32)>,
    raw: Vec<RawToken>,
}

impl Pipeline {
    pub(crate) fn annotate(&self, text: &str, scratch: &mut Scratch) -> Doc {
        scratch.lexicon.trim();
        let mut columns = Columns {
            text: text.to_owned(),
            tokens: Vec::with_capacity(text.len() / 4),
            lemmas: String::with_capacity(text.len()),
            sentences: Vec::new(),
            entities: Vec::new(),
            labels: Arc::clone(&self.labels),
        };
        for paragraph in paragraphs(text) {
            self.annotate_paragraph(paragraph, scratch, &mut columns);
        }
        Doc::new(columns)
    }

    /// Annotates one paragraph, which the network sees alone.
    fn annotate_paragraph(&self, paragraph: Range<usize>, scratch: &mut Scratch, columns: &mut Columns) {
        let Scratch { lexicon, tok2vec, vectors, tag_scores, parser, arcs, ner, found, matches, raw } =
            scratch;
        raw.clear();
        let tables = Tables { vocab: &self.vocab, tokenizer: &self.tokenizer, ruler: &self.ruler };
        lexicon.tokenize(&columns.text[paragraph.clone()], paragraph.start, tables, raw);
        let n = raw.len();
        let lexeme = |i: usize| &lexicon.lexemes[raw[i].lexeme as usize];
        let is_space = |i: usize| lexeme(i).is_space;
        let features = || (0..n).map(|i| (lexeme(i), raw[i].space_after));

        self.tok2vec.encode(features(), tok2vec, vectors);
        let tags = self.tag(vectors, n, tag_scores);
        self.parser.parse(vectors, n, parser, arcs);
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
        let mut set = vec![Changes::default(); n];
        for &(rule, token) in matches.iter() {
            set[token as usize].update(self.ruler.changes(rule));
        }

        self.ner_tok2vec.encode(features(), tok2vec, vectors);
        found.clear();
        self.ner.find(vectors, &edges.sentence_start, is_space, ner, found);

        let base = columns.tokens.len() as u32;
        for (i, set) in set.into_iter().enumerate() {
            let tag = set.tag.unwrap_or(tags[i]);
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
                tag,
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

    /// The best tag of each token.
    fn tag(&self, vectors: &[f32], n: usize, scores: &mut Vec<f32>) -> Vec<u8> {
        let n_tags = self.tagger.outputs();
        scores.resize(n * n_tags, 0.0);
        self.tagger.apply(vectors, WIDTH, n, scores);
        let best = |row: &[f32]| {
            let first = (0, f32::NEG_INFINITY);
            let best =
                row.iter().enumerate().fold(first, |best, (i, &s)| if s > best.1 { (i, s) } else { best });
            best.0 as u8
        };
        scores.chunks_exact(n_tags).map(best).collect()
    }
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
