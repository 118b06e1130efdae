//! The network that scores the moves of a transition system: parser and entity recogniser share it.

use std::ops::Range;

use pulp::{Simd, WithSimd};

use crate::ModelError;
use crate::linear::{Linear, room};
use crate::tensors::Tensors;
use crate::tok2vec::WIDTH;

/// The width of a token's projection and of the hidden layer.
const HIDDEN: usize = 64;
/// The hidden layer has two pieces, of which the larger one counts.
const PIECES: usize = 2 * HIDDEN;
/// The tokens whose contributions are kept at once. Longer texts are walked with a window.
const WINDOW: usize = 1024;
/// The tokens behind the current one that stay in the window when it moves on.
const BEHIND: usize = 256;

/// Scores the moves open to a state, given the tokens in its slots.
pub(crate) struct Scorer {
    n_slots: usize,
    project: Linear,
    /// All slots' contributions to the hidden layer, `[slot][piece][hidden]`.
    lower: Linear,
    /// What an empty slot contributes.
    pad: Vec<f32>,
    bias: [f32; PIECES],
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
            bias: std::array::from_fn(|column| bias[stored(column)]),
            upper: Linear::new(
                &tensors.exact(&format!("{prefix}.upper.W"), &[n_moves, HIDDEN])?,
                &tensors.exact(&format!("{prefix}.upper.b"), &[n_moves])?,
                HIDDEN,
            ),
        })
    }

    /// Takes in the vectors of a text.
    pub(crate) fn prepare(&self, vectors: &[f32], scratch: &mut ScorerScratch) {
        let n = vectors.len() / WIDTH;
        scratch.n = n;
        self.project.apply(vectors, WIDTH, n, room(&mut scratch.projected, n * HIDDEN));
        scratch.scores.resize(self.upper.outputs(), 0.0);
        self.move_window(0, scratch);
    }

    /// Computes what each token from `start` on contributes in each slot.
    fn move_window(&self, start: usize, scratch: &mut ScorerScratch) {
        let n = (scratch.n - start).min(WINDOW);
        scratch.window = start..start + n;
        let lower = room(&mut scratch.lower, n * self.lower.outputs());
        self.lower.apply(&scratch.projected[start * HIDDEN..], HIDDEN, n, lower);
    }

    /// Scores every move for a state whose slots hold these tokens. The first slot is the current token.
    pub(crate) fn score<'s, const SLOTS: usize>(
        &self,
        slots: [Option<usize>; SLOTS],
        scratch: &'s mut ScorerScratch,
    ) -> &'s [f32] {
        debug_assert_eq!(SLOTS, self.n_slots);
        let row_len = SLOTS * PIECES;
        if let Some(current) = slots[0]
            && current + 1 >= scratch.window.end
            && scratch.window.end < scratch.n
        {
            self.move_window(current.saturating_sub(BEHIND), scratch);
        }
        let ScorerScratch { projected, window, lower, far, scores, .. } = scratch;
        // A token that the window has left behind is computed again by itself.
        let is_far = |token: usize| !window.contains(&token);
        far.clear();
        for token in slots.iter().flatten().copied().filter(|&token| is_far(token)) {
            let row = far.len();
            far.resize(row + row_len, 0.0);
            self.lower.apply(&projected[token * HIDDEN..], HIDDEN, 1, &mut far[row..]);
        }
        let mut far_rows = far.chunks_exact(row_len);
        let parts = slots.map(|token| match token {
            None => &self.pad[..],
            Some(token) if is_far(token) => far_rows.next().unwrap_or(&self.pad),
            Some(token) => &lower[(token - window.start) * row_len..][..row_len],
        });
        self.upper.arch().dispatch(Score { scorer: self, parts, scores });
        scores
    }
}

/// Sums the slots' contributions, takes the larger pieces and scores the moves.
struct Score<'a, const SLOTS: usize> {
    scorer: &'a Scorer,
    parts: [&'a [f32]; SLOTS],
    scores: &'a mut [f32],
}

impl<const SLOTS: usize> WithSimd for Score<'_, SLOTS> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let mut hidden = [0.0; PIECES];
        for (slot, part) in self.parts.into_iter().enumerate() {
            for (sum, x) in hidden.iter_mut().zip(&part[slot * PIECES..][..PIECES]) {
                *sum += x;
            }
        }
        for (sum, x) in hidden.iter_mut().zip(&self.scorer.bias) {
            *sum += x;
        }
        let best: [f32; HIDDEN] = std::array::from_fn(|i| hidden[i].max(hidden[i + HIDDEN]));
        self.scorer.upper.row(simd, &best, self.scores);
    }
}

/// Buffers that are kept between texts.
#[derive(Default)]
pub(crate) struct ScorerScratch {
    /// The number of tokens.
    n: usize,
    projected: Vec<f32>,
    /// The tokens whose contributions are in `lower`.
    window: Range<usize>,
    /// The contributions of the tokens of the window.
    lower: Vec<f32>,
    /// Those of tokens outside it.
    far: Vec<f32>,
    scores: Vec<f32>,
}
