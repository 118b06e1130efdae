//! Loads a language model and reads texts with it.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;

use crate::ModelError;
use crate::annotate::{Pipeline, Scratch};
use crate::chars::Letters;
use crate::doc::{Doc, Labels};
use crate::hash::FastMap;
use crate::lemmatizer::Lemmatizer;
use crate::lexeme::Vocab;
use crate::linear::Linear;
use crate::ner::Recogniser;
use crate::parser::Parser;
use crate::ruler::{RuleConfig, Ruler};
use crate::span::Span;
use crate::tensors::Tensors;
use crate::tok2vec::{Tok2Vec, Tok2VecConfig, WIDTH};
use crate::tokenizer::{Tokenizer, TokenizerConfig};

/// The format of `model.json` that this version reads.
const FORMAT: u32 = 1;

/// An English language model: text in, [`Doc`] out.
///
/// A model is shared between threads by reference. The same text always gives the same document, whatever
/// was read before it and on however many threads.
///
/// A blank line always ends a sentence: paragraphs are read one by one.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "builtin-md")] {
/// let doc = athir_nlp::Model::builtin().parse("Shells hit Killi on Monday. Nobody was hurt.");
/// assert_eq!(doc.sentences().count(), 2);
/// assert_eq!(doc.entities().last().unwrap().text(), "Monday");
/// # }
/// ```
pub struct Model {
    pipeline: Pipeline,
    /// Buffers and lexicons of threads that are not reading now.
    idle: Mutex<Vec<Scratch>>,
}

#[derive(Deserialize)]
struct Config {
    letters: Letters,
    symbols: FastMap<String, u64>,
    lexeme_norms: Vec<(u64, String)>,
    base_norms: FastMap<String, String>,
    tokenizer: TokenizerConfig,
    tok2vec: Tok2VecConfig,
    ner_tok2vec: Tok2VecConfig,
    tags: Vec<String>,
    parser_moves: Vec<(String, String)>,
    ner_moves: Vec<(String, String)>,
    ruler: Vec<RuleConfig>,
    lemmatizer: Lemmatizer,
}

#[derive(Deserialize)]
struct Header {
    format: u32,
}

impl Model {
    /// Loads a model from a folder that holds `model.json` and `model.safetensors`.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or does not hold what the network needs.
    #[expect(clippy::disallowed_methods, reason = "a model's files are the only ones that are read")]
    pub fn load(dir: &Path) -> Result<Model, ModelError> {
        let read = |name: &str| {
            let path = dir.join(name);
            std::fs::read(&path).map_err(|source| ModelError::Read { path, source })
        };
        Model::from_bytes(&read("model.json")?, &read("model.safetensors")?)
    }

    /// Makes a model from the contents of its two files.
    ///
    /// # Errors
    ///
    /// When they do not hold what the network needs.
    pub fn from_bytes(json: &[u8], safetensors: &[u8]) -> Result<Model, ModelError> {
        let Header { format } = serde_json::from_slice(json)?;
        if format != FORMAT {
            return Err(ModelError::Format { found: format });
        }
        let config: Config = serde_json::from_slice(json)?;
        let tensors = Tensors::read(safetensors)?;
        let n_tags = config.tags.len();
        let mut tags = config.tags;
        let ruler = Ruler::new(config.ruler, &mut tags)?;
        let ner = Recogniser::read(&tensors, &config.ner_moves)?;
        let labels = Labels { tags, morphs: ruler.morphs.clone(), entities: ner.labels().to_vec() };
        let has_vectors = tensors.has("vectors.keys");
        let pipeline = Pipeline {
            vocab: Vocab {
                letters: config.letters,
                symbols: config.symbols,
                lexeme_norms: config.lexeme_norms.into_iter().collect(),
                base_norms: config.base_norms,
                vector_keys: if has_vectors { tensors.u64s("vectors.keys")? } else { Vec::new() },
                vector_rows: if has_vectors { tensors.u16s("vectors.rows")? } else { Vec::new() },
            },
            tokenizer: Tokenizer::new(config.tokenizer)?,
            tok2vec: Tok2Vec::read(&tensors, "tok2vec", &config.tok2vec)?,
            tagger: Linear::new(
                &tensors.exact("tagger.W", &[n_tags, WIDTH])?,
                &tensors.exact("tagger.b", &[n_tags])?,
                WIDTH,
            ),
            parser: Parser::read(&tensors, &config.parser_moves)?,
            ruler,
            lemmatizer: config.lemmatizer,
            ner_tok2vec: Tok2Vec::read(&tensors, "ner.tok2vec", &config.ner_tok2vec)?,
            ner,
            labels: Arc::new(labels),
        };
        pipeline.check_vectors()?;
        Ok(Model { pipeline, idle: Mutex::default() })
    }

    /// The model built into the program: `en_core_web_md` of spaCy 3.8. It is made ready on the first call.
    #[cfg(feature = "builtin-md")]
    pub fn builtin() -> &'static Model {
        static BUILTIN: std::sync::OnceLock<Model> = std::sync::OnceLock::new();
        BUILTIN.get_or_init(|| {
            let json = include_bytes!("../../../models/en_core_web_md/model.json");
            let tensors = include_bytes!("../../../models/en_core_web_md/model.safetensors");
            Model::from_bytes(json, tensors).expect("the files built in are the ones that the tests load")
        })
    }

    /// Reads a text.
    pub fn parse(&self, text: &str) -> Doc {
        let docs = self.parse_batch(&[text]);
        docs.into_iter().next().expect("each text has its document")
    }

    /// Reads only some stretches of a text, each as if the rest were not there: the document has the whole text, and
    /// tokens where the parts are. Parts are given in order and do not overlap.
    ///
    /// # Panics
    ///
    /// If a part does not lie in the text on the borders of characters.
    pub fn parse_parts(&self, text: &str, parts: &[Span]) -> Doc {
        self.with_scratch(|scratch| self.pipeline.annotate_parts(text, parts, scratch))
    }

    /// Reads several texts, which is quicker than one at a time when they are short. The documents are the
    /// same.
    pub fn parse_batch(&self, texts: &[&str]) -> Vec<Doc> {
        self.with_scratch(|scratch| self.pipeline.annotate(texts, scratch))
    }

    /// Whether the word lists of the lemmatizer have a word in lower case, or a form that it comes from. Well-known
    /// names are among them; words without a lemma of their own ("the", "of") are not.
    pub fn is_word(&self, word: &str) -> bool {
        self.pipeline.lemmatizer.knows(word)
    }

    /// Lends buffers to one thread and keeps them for the next.
    fn with_scratch<T>(&self, read: impl FnOnce(&mut Scratch) -> T) -> T {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = idle().pop().unwrap_or_default();
        let result = read(&mut scratch);
        idle().push(scratch);
        result
    }
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model").finish_non_exhaustive()
    }
}
