//! Token vectors: hash embeddings and word vectors, mixed, then encoded with their neighbours.

use serde::Deserialize;

use crate::ModelError;
use crate::hash::embedding_rows;
use crate::lexeme::Lexeme;
use crate::linear::Linear;
use crate::tensors::{Table, Tensors};

/// The width of a token's vector.
pub(crate) const WIDTH: usize = 96;
/// The rows of zeros kept between two texts: one for each layer of the encoder, which sees one neighbour.
const LAYERS: usize = 4;

/// The lexical features that have embeddings.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Feature {
    Norm,
    Prefix,
    Suffix,
    Shape,
    Spacy,
    IsSpace,
}

impl Feature {
    fn of(self, lexeme: &Lexeme, space_after: bool) -> u64 {
        match self {
            Feature::Norm => lexeme.norm,
            Feature::Prefix => lexeme.prefix,
            Feature::Suffix => lexeme.suffix,
            Feature::Shape => lexeme.shape,
            Feature::Spacy => u64::from(space_after),
            Feature::IsSpace => u64::from(lexeme.is_space),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Feature::Norm => "NORM",
            Feature::Prefix => "PREFIX",
            Feature::Suffix => "SUFFIX",
            Feature::Shape => "SHAPE",
            Feature::Spacy => "SPACY",
            Feature::IsSpace => "IS_SPACE",
        }
    }
}

/// The part of `model.json` that describes one tok2vec network.
#[derive(Debug, Deserialize)]
pub(crate) struct Tok2VecConfig {
    attrs: Vec<Feature>,
    seeds: Vec<u32>,
    #[serde(rename = "static")]
    has_vectors: bool,
    depth: usize,
}

struct Embedding {
    feature: Feature,
    seed: u32,
    n_rows: usize,
    rows: Vec<f32>,
}

/// Maxout and layer normalisation.
struct Layer {
    maxout: Linear,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Layer {
    fn read(tensors: &Tensors<'_>, name: &str, inputs: usize) -> Result<Layer, ModelError> {
        let weights = tensors.exact(&format!("{name}.W"), &[WIDTH, 3, inputs])?;
        let bias = tensors.exact(&format!("{name}.b"), &[WIDTH, 3])?;
        Ok(Layer {
            maxout: Linear::maxout(&weights, &bias, inputs),
            gain: tensors.exact(&format!("{name}.gain"), &[WIDTH])?,
            shift: tensors.exact(&format!("{name}.shift"), &[WIDTH])?,
        })
    }

    /// Normalises a row to mean 0 and variance 1, then scales and shifts it.
    fn normalise(&self, row: &mut [f32; WIDTH]) {
        let mean = lane_sum(row, |x| x) / WIDTH as f32;
        let variance = lane_sum(row, |x| (x - mean) * (x - mean)) / WIDTH as f32;
        let scale = 1.0 / (variance + 1e-8).sqrt();
        for ((x, gain), shift) in row.iter_mut().zip(&self.gain).zip(&self.shift) {
            *x = (*x - mean) * scale * gain + shift;
        }
    }
}

/// A sum kept in sixteen partial sums, so that its order is fixed and a vector unit can take it.
fn lane_sum(row: &[f32; WIDTH], f: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; 16];
    for chunk in row.as_chunks::<16>().0 {
        for (lane, &x) in lanes.iter_mut().zip(chunk) {
            *lane += f(x);
        }
    }
    lanes.iter().sum()
}

/// One tok2vec network.
pub(crate) struct Tok2Vec {
    embeddings: Vec<Embedding>,
    vectors: Option<Table>,
    mixer: Layer,
    encoder: Vec<Layer>,
}

impl Tok2Vec {
    pub(crate) fn read(
        tensors: &Tensors<'_>,
        prefix: &str,
        config: &Tok2VecConfig,
    ) -> Result<Tok2Vec, ModelError> {
        let embeddings: Vec<Embedding> = config
            .attrs
            .iter()
            .zip(&config.seeds)
            .map(|(&feature, &seed)| {
                let rows = tensors.rows(&format!("{prefix}.embed.{}", feature.name()), WIDTH)?;
                Ok(Embedding { feature, seed, n_rows: rows.len() / WIDTH, rows })
            })
            .collect::<Result<_, ModelError>>()?;
        let vectors = match config.has_vectors {
            true => Some(tensors.table(&format!("{prefix}.embed.static"), WIDTH)?),
            false => None,
        };
        let n_columns = embeddings.len() + usize::from(vectors.is_some());
        if config.depth != LAYERS {
            return Err(ModelError::Unknown { what: "encoder depth", value: config.depth.to_string() });
        }
        Ok(Tok2Vec {
            mixer: Layer::read(tensors, &format!("{prefix}.mix"), n_columns * WIDTH)?,
            encoder: (0..config.depth)
                .map(|i| Layer::read(tensors, &format!("{prefix}.enc.{i}"), 3 * WIDTH))
                .collect::<Result<_, _>>()?,
            embeddings,
            vectors,
        })
    }

    /// The width of what the mixer takes in.
    fn embedded_width(&self) -> usize {
        (self.embeddings.len() + usize::from(self.vectors.is_some())) * WIDTH
    }

    /// Looks up the embeddings of one token.
    fn embed(&self, lexeme: &Lexeme, space_after: bool, out: &mut [f32]) {
        let (columns, _) = out.as_chunks_mut::<WIDTH>();
        for (table, column) in self.embeddings.iter().zip(columns.iter_mut()) {
            let [a, b, c, d] =
                embedding_rows(table.feature.of(lexeme, space_after), table.seed, table.n_rows)
                    .map(|row| &table.rows[row * WIDTH..][..WIDTH]);
            for (i, x) in column.iter_mut().enumerate() {
                *x = a[i] + b[i] + c[i] + d[i];
            }
        }
        if let (Some(vectors), Some(column)) = (&self.vectors, columns.last_mut()) {
            match lexeme.vector {
                Some(row) => vectors.row(row, column),
                None => column.fill(0.0),
            }
        }
    }

    /// Computes the vectors of the tokens of one text into `vectors`, one row of [`WIDTH`] a token.
    pub(crate) fn encode<'a>(
        &self,
        tokens: impl ExactSizeIterator<Item = (&'a Lexeme, bool)>,
        scratch: &mut Tok2VecScratch,
        vectors: &mut Vec<f32>,
    ) {
        let n = tokens.len();
        let width = self.embedded_width();
        let pad = LAYERS + 1;
        let Tok2VecScratch { embedded, from, to } = scratch;
        embedded.resize(n * width, 0.0);
        for ((lexeme, space_after), out) in tokens.zip(embedded.chunks_exact_mut(width)) {
            self.embed(lexeme, space_after, out);
        }
        for rows in [&mut *from, &mut *to] {
            rows.clear();
            rows.resize((n + 2 * pad) * WIDTH, 0.0);
        }
        let texts = &mut from[pad * WIDTH..][..n * WIDTH];
        self.mixer.maxout.apply(embedded, width, n, texts);
        for row in texts.as_chunks_mut::<WIDTH>().0 {
            self.mixer.normalise(row);
        }
        // The rows around the text evolve too, as far as the text's rows will see them.
        for layer in &self.encoder {
            let m = n + 2 * pad - 2;
            layer.maxout.apply(from, WIDTH, m, &mut to[WIDTH..]);
            let (old, new) = (from.as_chunks::<WIDTH>().0, to.as_chunks_mut::<WIDTH>().0);
            for (old, new) in old.iter().zip(new).skip(1).take(m) {
                layer.normalise(new);
                for (new, old) in new.iter_mut().zip(old) {
                    *new += old;
                }
            }
            std::mem::swap(from, to);
        }
        vectors.clear();
        vectors.extend_from_slice(&from[pad * WIDTH..][..n * WIDTH]);
    }
}

/// Buffers that are kept between texts.
#[derive(Default)]
pub(crate) struct Tok2VecScratch {
    embedded: Vec<f32>,
    from: Vec<f32>,
    to: Vec<f32>,
}
