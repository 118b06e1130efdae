//! Token vectors: hash embeddings and word vectors, mixed, then encoded with their neighbours.
//!
//! The first steps depend on the word type alone, so they are done once for each type: the mixed embedding,
//! and its products with the weights of the first layer of the encoder for each place in the window.

use pulp::{Simd, WithSimd};
use serde::Deserialize;

use crate::ModelError;
use crate::hash::embedding_rows;
use crate::lexeme::Lexeme;
use crate::linear::{Linear, ROWS, room};
use crate::tensors::{Table, Tensors};

/// The width of a token's vector.
pub(crate) const WIDTH: usize = 96;
/// The layers of the encoder. Each sees one neighbour on each side, so a vector depends on as many.
const LAYERS: usize = 4;
/// The rows of zeros between two texts that keep them from seeing one another.
pub(crate) const GAP: usize = LAYERS;
/// The pieces of a maxout, of which the largest counts.
const PIECES: usize = 3 * WIDTH;
/// The rows encoded at once, besides those around them.
const WINDOW: usize = 1024;

/// The lexical features that have embeddings.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Feature {
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

/// A word type as the network sees it: a lexeme, and whether a space follows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct WordType {
    pub(crate) lexeme: u32,
    pub(crate) space_after: bool,
}

impl WordType {
    fn index(self) -> usize {
        self.lexeme as usize * 2 + usize::from(self.space_after)
    }
}

struct Embedding {
    feature: Feature,
    seed: u32,
    n_rows: usize,
    rows: Vec<f32>,
}

/// The gain and shift of a layer normalisation.
struct Norm {
    gain: [f32; WIDTH],
    shift: [f32; WIDTH],
}

impl Norm {
    fn read(tensors: &Tensors<'_>, name: &str) -> Result<Norm, ModelError> {
        let row = |part: &str| -> Result<[f32; WIDTH], ModelError> {
            let values = tensors.exact(&format!("{name}.{part}"), &[WIDTH])?;
            Ok(std::array::from_fn(|i| values[i]))
        };
        Ok(Norm { gain: row("gain")?, shift: row("shift")? })
    }

    /// Brings a row to mean 0 and variance 1, then scales and shifts it.
    #[inline(always)]
    fn apply(&self, row: &[f32; WIDTH]) -> [f32; WIDTH] {
        let mean = lane_sum(row, |x| x) / WIDTH as f32;
        let variance = lane_sum(row, |x| (x - mean) * (x - mean)) / WIDTH as f32;
        let scale = 1.0 / (variance + 1e-8).sqrt();
        std::array::from_fn(|i| (row[i] - mean) * scale * self.gain[i] + self.shift[i])
    }
}

/// A sum kept in sixteen partial sums, so that its order is fixed and a vector unit can take it.
#[inline(always)]
fn lane_sum(row: &[f32; WIDTH], f: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; 16];
    for chunk in row.as_chunks::<16>().0 {
        for (lane, &x) in lanes.iter_mut().zip(chunk) {
            *lane += f(x);
        }
    }
    for half in [8, 4, 2, 1] {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
    }
    lanes[0]
}

/// The first layer of the encoder, whose products are taken once for each word type.
struct FirstLayer {
    /// `[place in the window][piece][output]`
    products: Linear,
    bias: [f32; PIECES],
    norm: Norm,
}

/// A further layer of the encoder.
struct Layer {
    maxout: Linear,
    norm: Norm,
}

/// One tok2vec network.
pub(crate) struct Tok2Vec {
    embeddings: Vec<Embedding>,
    vectors: Option<Table>,
    mixer: Linear,
    mixer_norm: Norm,
    first: FirstLayer,
    rest: Vec<Layer>,
}

impl Tok2Vec {
    pub(crate) fn read(
        tensors: &Tensors<'_>,
        prefix: &str,
        config: &Tok2VecConfig,
    ) -> Result<Tok2Vec, ModelError> {
        if config.attrs.len() != config.seeds.len() {
            return Err(ModelError::Misfit { what: "each embedded feature needs a seed" });
        }
        let embeddings: Vec<Embedding> = config
            .attrs
            .iter()
            .zip(&config.seeds)
            .map(|(&feature, &seed)| {
                let rows = tensors.rows(&format!("{prefix}.embed.{}", feature.name()), WIDTH)?;
                match rows.len() / WIDTH {
                    0 => Err(ModelError::Misfit { what: "an embedding table is empty" }),
                    n_rows => Ok(Embedding { feature, seed, n_rows, rows }),
                }
            })
            .collect::<Result<_, ModelError>>()?;
        let vectors = match config.has_vectors {
            true => Some(tensors.table(&format!("{prefix}.embed.static"), WIDTH)?),
            false => None,
        };
        if config.depth != LAYERS {
            return Err(ModelError::Unknown { what: "encoder depth", value: config.depth.to_string() });
        }
        let weights =
            |name: &str, inputs: usize| tensors.exact(&format!("{prefix}.{name}.W"), &[WIDTH, 3, inputs]);
        let bias = |name: &str| tensors.exact(&format!("{prefix}.{name}.b"), &[WIDTH, 3]);
        let maxout = |name: &str, inputs| -> Result<Linear, ModelError> {
            Ok(Linear::maxout(&weights(name, inputs)?, &bias(name)?, inputs))
        };
        let norm = |name: &str| Norm::read(tensors, &format!("{prefix}.{name}"));

        let n_columns = embeddings.len() + usize::from(vectors.is_some());
        let first = {
            let (weights, bias) = (weights("enc.0", 3 * WIDTH)?, bias("enc.0")?);
            let products: Vec<f32> = (0..3 * PIECES)
                .flat_map(|column| {
                    let (place, piece, output) = (column / PIECES, column / WIDTH % 3, column % WIDTH);
                    weights[((output * 3 + piece) * 3 + place) * WIDTH..][..WIDTH].iter().copied()
                })
                .collect();
            FirstLayer {
                products: Linear::new(&products, &[], WIDTH),
                bias: std::array::from_fn(|column| bias[column % WIDTH * 3 + column / WIDTH]),
                norm: norm("enc.0")?,
            }
        };
        let rest = (1..LAYERS).map(|i| {
            let name = format!("enc.{i}");
            Ok(Layer { maxout: maxout(&name, 3 * WIDTH)?, norm: norm(&name)? })
        });
        Ok(Tok2Vec {
            mixer: maxout("mix", n_columns * WIDTH)?,
            mixer_norm: norm("mix")?,
            first,
            rest: rest.collect::<Result<_, ModelError>>()?,
            embeddings,
            vectors,
        })
    }

    /// The number of word vectors, if the network uses them.
    pub(crate) fn n_vectors(&self) -> Option<usize> {
        self.vectors.as_ref().map(Table::n_rows)
    }

    /// The width of what the mixer takes in.
    fn embedded_width(&self) -> usize {
        (self.embeddings.len() + usize::from(self.vectors.is_some())) * WIDTH
    }

    /// Looks up the embeddings of one word type.
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

    /// Computes the vectors of a sequence of words, with [`GAP`] rows without a word between texts. There
    /// are as many rows of vectors as there are words and gaps.
    pub(crate) fn encode(
        &self,
        sequence: &[Option<WordType>],
        lexemes: &[Lexeme],
        scratch: &mut Tok2VecScratch,
        vectors: &mut Vec<f32>,
    ) {
        vectors.clear();
        for start in (0..sequence.len()).step_by(WINDOW) {
            let end = (start + WINDOW).min(sequence.len());
            // The words within reach are encoded too; what becomes of them is not used.
            let from = start.saturating_sub(LAYERS);
            let to = (end + LAYERS).min(sequence.len());
            let encoded = self.encode_window(&sequence[from..to], lexemes, scratch);
            vectors.extend_from_slice(&encoded.as_flattened()[(start - from) * WIDTH..(end - from) * WIDTH]);
        }
    }

    fn encode_window<'s>(
        &self,
        sequence: &[Option<WordType>],
        lexemes: &[Lexeme],
        scratch: &'s mut Tok2VecScratch,
    ) -> &'s [[f32; WIDTH]] {
        // Around the sequence there are as many rows as a word's vector can still see after the first layer.
        let margin = LAYERS - 1;
        let n_rows = sequence.len() + 2 * margin;
        let Tok2VecScratch { types, slots, from, to, distance, rows } = scratch;
        self.look_up(sequence, lexemes, types, slots);
        from.resize(n_rows, [0.0; WIDTH]);
        to.resize(n_rows, [0.0; WIDTH]);
        let arch = self.mixer.arch();
        arch.dispatch(Start { layer: &self.first, slots, known: &types.known, margin, out: from });
        distances(slots, margin, distance);
        for (i, layer) in (1..).zip(&self.rest) {
            // Later layers look less far, so fewer rows between the texts matter.
            rows.clear();
            rows.extend((0..n_rows).filter(|&row| distance[row] < LAYERS - i));
            arch.dispatch(Continue { layer, rows, from, to });
            std::mem::swap(from, to);
        }
        &from[margin..margin + sequence.len()]
    }

    /// Finds where the type of each word is known, and makes known the types that are not.
    fn look_up(
        &self,
        sequence: &[Option<WordType>],
        lexemes: &[Lexeme],
        types: &mut TypeCache,
        slots: &mut Vec<Option<u32>>,
    ) {
        types.make_room();
        types.missing.clear();
        if types.slot.len() < lexemes.len() * 2 {
            types.slot.resize(lexemes.len() * 2, None);
        }
        slots.clear();
        slots.extend(sequence.iter().map(|word| word.map(|word| types.slot_of(word))));
        if types.missing.is_empty() {
            return;
        }
        let n = types.missing.len();
        let width = self.embedded_width();
        let TypeCache { missing, embedded, mixed, products, known, .. } = types;
        let embedded = room(embedded, n * width);
        for (word, out) in missing.iter().zip(embedded.chunks_exact_mut(width)) {
            self.embed(&lexemes[word.lexeme as usize], word.space_after, out);
        }
        let mixed = room(mixed, n * WIDTH);
        self.mixer.apply(embedded, width, n, mixed);
        for row in mixed.as_chunks_mut::<WIDTH>().0 {
            *row = self.mixer_norm.apply(row);
        }
        let products = room(products, n * 3 * PIECES);
        self.first.products.apply(mixed, WIDTH, n, products);
        let rows = mixed.as_chunks::<WIDTH>().0.iter().zip(products.as_chunks::<PIECES>().0.as_chunks().0);
        known.extend(rows.map(|(&mixed, &products)| Known { mixed, products }));
    }
}

/// What is known of a word type.
struct Known {
    mixed: [f32; WIDTH],
    /// What the type adds to the first layer as the word before, as the word itself and as the word after.
    products: [[f32; PIECES]; 3],
}

/// Word types seen before. It only saves work: a type's values do not depend on when they are computed.
#[derive(Default)]
struct TypeCache {
    /// Where each type stands in `known`.
    slot: Vec<Option<u32>>,
    known: Vec<Known>,
    /// The types at the end of `known` that did not fit and go before the next window.
    passing: Vec<WordType>,
    n_passed: usize,
    missing: Vec<WordType>,
    embedded: Vec<f32>,
    mixed: Vec<f32>,
    products: Vec<f32>,
}

/// The types kept: 23 MB for each network.
const MOST_TYPES: usize = 6000;
/// After this many types that did not fit, the ones kept are no longer those that are frequent.
const MOST_PASSING: usize = 50_000;

impl TypeCache {
    fn make_room(&mut self) {
        for word in self.passing.drain(..) {
            self.slot[word.index()] = None;
            self.n_passed += 1;
        }
        self.known.truncate(MOST_TYPES);
        if self.n_passed > MOST_PASSING {
            self.clear();
        }
    }

    fn clear(&mut self) {
        self.slot.clear();
        self.known.clear();
        self.passing.clear();
        self.n_passed = 0;
    }

    fn slot_of(&mut self, word: WordType) -> u32 {
        let next = self.known.len() + self.missing.len();
        *self.slot[word.index()].get_or_insert_with(|| {
            self.missing.push(word);
            if next >= MOST_TYPES {
                self.passing.push(word);
            }
            next as u32
        })
    }
}

/// The first layer: sums of what is known of three neighbouring types.
struct Start<'a> {
    layer: &'a FirstLayer,
    slots: &'a [Option<u32>],
    known: &'a [Known],
    /// The rows before the first word.
    margin: usize,
    out: &'a mut [[f32; WIDTH]],
}

impl WithSimd for Start<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Start { layer, slots, known, margin, out } = self;
        let word = |row: usize| {
            let slot = slots.get(row.checked_sub(margin)?).copied().flatten()?;
            Some(&known[slot as usize])
        };
        for (row, out) in out.iter_mut().enumerate() {
            let window = [row.checked_sub(1).and_then(word), word(row), word(row + 1)];
            let mut sums = layer.bias;
            for (place, known) in window.into_iter().enumerate() {
                if let Some(known) = known {
                    for (sum, x) in sums.iter_mut().zip(&known.products[place]) {
                        *sum += x;
                    }
                }
            }
            let [a, b, c] = *sums.as_chunks::<WIDTH>().0 else { unreachable!("three pieces") };
            let best = std::array::from_fn(|i| a[i].max(b[i]).max(c[i]));
            *out = layer.norm.apply(&best);
            if let Some(known) = window[1] {
                for (x, mixed) in out.iter_mut().zip(&known.mixed) {
                    *x += mixed;
                }
            }
        }
    }
}

/// A further layer: each row is added to what the layer makes of it and its neighbours.
struct Continue<'a> {
    layer: &'a Layer,
    /// The rows to compute, none of them the first or the last.
    rows: &'a [usize],
    from: &'a [[f32; WIDTH]],
    to: &'a mut [[f32; WIDTH]],
}

impl WithSimd for Continue<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Continue { layer, rows, from, to } = self;
        let mut best = [[0.0; WIDTH]; ROWS];
        for block in rows.chunks(ROWS) {
            // A short last block is filled up with its last row.
            let chosen: [usize; ROWS] = std::array::from_fn(|i| block[i.min(block.len() - 1)]);
            let starts = chosen.map(|row| (row - 1) * WIDTH);
            layer.maxout.rows(simd, from.as_flattened(), starts, best.as_flattened_mut());
            for (&row, best) in block.iter().zip(&best) {
                let normal = layer.norm.apply(best);
                to[row] = std::array::from_fn(|i| from[row][i] + normal[i]);
            }
        }
    }
}

/// How far each row is from the nearest word.
fn distances(slots: &[Option<u32>], margin: usize, distance: &mut Vec<usize>) {
    let n_rows = slots.len() + 2 * margin;
    let is_word =
        |row: usize| row.checked_sub(margin).and_then(|i| slots.get(i)).is_some_and(Option::is_some);
    distance.clear();
    distance.extend((0..n_rows).map(|row| if is_word(row) { 0 } else { n_rows }));
    for row in 1..n_rows {
        distance[row] = distance[row].min(distance[row - 1] + 1);
    }
    for row in (1..n_rows).rev() {
        distance[row - 1] = distance[row - 1].min(distance[row] + 1);
    }
}

/// Buffers and word types that are kept between texts.
#[derive(Default)]
pub(crate) struct Tok2VecScratch {
    types: TypeCache,
    slots: Vec<Option<u32>>,
    from: Vec<[f32; WIDTH]>,
    to: Vec<[f32; WIDTH]>,
    distance: Vec<usize>,
    rows: Vec<usize>,
}

impl Tok2VecScratch {
    /// Forgets the types, whose lexemes are no longer valid.
    pub(crate) fn clear(&mut self) {
        self.types.clear();
    }
}
