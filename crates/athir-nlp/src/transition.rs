//! The network that scores the moves of a transition system: parser and entity recogniser share it.

use crate::ModelError;
use crate::linear::Linear;
use crate::tensors::Tensors;
use crate::tok2vec::WIDTH;

/// The width of a token's projection and of the hidden layer.
const HIDDEN: usize = 64;
/// The hidden layer has two pieces, of which the larger one counts.
const PIECES: usize = 2 * HIDDEN;

/// Scores the moves open to a state, given the tokens in its slots.
pub(crate) struct Scorer {
    n_slots: usize,
    project: Linear,
    /// All slots' contributions to the hidden layer, `[slot][piece][hidden]`.
    lower: Linear,
    /// What an empty slot contributes.
    pad: Vec<f32>,
    bias: Vec<f32>,
    upper: Linear,
}

impl Scorer {
    pub(crate) fn read(
        tensors: &Tensors<'_>,
        prefix: &str,
        n_slots: usize,
        n_moves: usize,
    ) -> Result<Scorer, ModelError> {
        let lower = tensors.exact(&format!("{prefix}.lower.W"), &[n_slots, HIDDEN, 2, HIDDEN])?;
        let bias = tensors.exact(&format!("{prefix}.lower.b"), &[HIDDEN, 2])?;
        let pad = tensors.exact(&format!("{prefix}.lower.pad"), &[1, n_slots, HIDDEN, 2])?;
        // The file has the pieces innermost; here each piece is a vector of its own.
        let stored =
            |column: usize| column / PIECES * PIECES + column % HIDDEN * 2 + column % PIECES / HIDDEN;
        let packed: Vec<f32> = (0..n_slots * PIECES)
            .flat_map(|column| lower[stored(column) * HIDDEN..][..HIDDEN].iter().copied())
            .collect();
        Ok(Scorer {
            n_slots,
            project: Linear::new(
                &tensors.exact(&format!("{prefix}.project.W"), &[HIDDEN, WIDTH])?,
                &tensors.exact(&format!("{prefix}.project.b"), &[HIDDEN])?,
                WIDTH,
            ),
            lower: Linear::new(&packed, &[], HIDDEN),
            pad: (0..n_slots * PIECES).map(|column| pad[stored(column)]).collect(),
            bias: (0..PIECES).map(|column| bias[stored(column)]).collect(),
            upper: Linear::new(
                &tensors.exact(&format!("{prefix}.upper.W"), &[n_moves, HIDDEN])?,
                &tensors.exact(&format!("{prefix}.upper.b"), &[n_moves])?,
                HIDDEN,
            ),
        })
    }

    /// Computes what each token contributes in each slot.
    pub(crate) fn prepare(&self, vectors: &[f32], scratch: &mut ScorerScratch) {
        let n = vectors.len() / WIDTH;
        scratch.projected.resize(n * HIDDEN, 0.0);
        self.project.apply(vectors, WIDTH, n, &mut scratch.projected);
        scratch.lower.resize(n * self.n_slots * PIECES, 0.0);
        self.lower.apply(&scratch.projected, HIDDEN, n, &mut scratch.lower);
        scratch.scores.resize(self.upper.outputs(), 0.0);
    }

    /// Scores every move for a state whose slots hold these tokens.
    pub(crate) fn score<'s, const SLOTS: usize>(
        &self,
        slots: [Option<usize>; SLOTS],
        scratch: &'s mut ScorerScratch,
    ) -> &'s [f32] {
        debug_assert_eq!(SLOTS, self.n_slots);
        let mut hidden = [0.0; PIECES];
        for (slot, token) in slots.into_iter().enumerate() {
            let part = match token {
                Some(token) => &scratch.lower[(token * SLOTS + slot) * PIECES..][..PIECES],
                None => &self.pad[slot * PIECES..][..PIECES],
            };
            for (sum, x) in hidden.iter_mut().zip(part) {
                *sum += x;
            }
        }
        for (sum, x) in hidden.iter_mut().zip(&self.bias) {
            *sum += x;
        }
        let best: [f32; HIDDEN] = std::array::from_fn(|i| hidden[i].max(hidden[i + HIDDEN]));
        self.upper.apply(&best, HIDDEN, 1, &mut scratch.scores);
        &scratch.scores
    }
}

/// Buffers that are kept between texts.
#[derive(Default)]
pub(crate) struct ScorerScratch {
    projected: Vec<f32>,
    lower: Vec<f32>,
    scores: Vec<f32>,
}
