//! Reads English text: sentences, tokens, part-of-speech tags, lemmas, dependency trees and named entities.
//!
//! The crate runs the inference of spaCy 3's English pipelines from converted weights, without Python, and
//! gives the same answers (see `eval/parity.md`). It can be used by any program: it knows nothing of
//! conflicts, actors or places, reads no file but a model's, and never trains.
//!
//! Text goes in through [`Model::parse`] and is read through [`Doc`], [`Sentence`] and [`Token`].

mod error;
mod labels;
mod model;
mod span;

mod builder;
mod doc;
mod noun_chunks;

mod annotate;

mod affix;
mod chars;
mod lexeme;
mod lexicon;
mod tokenizer;
mod url;

mod hash;
mod linear;
mod tensors;
mod tok2vec;
mod transition;

mod ner;
mod parser;
mod tree;

mod lemmatizer;
mod ruler;

pub use builder::{BuildError, DocBuilder};
pub use doc::{Doc, Entity, Sentence, Token};
pub use error::ModelError;
pub use hash::{FastHasher, FastMap};
pub use labels::{Dep, Pos};
pub use model::Model;
pub use span::Span;
