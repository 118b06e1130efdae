//! Matrix products with weights packed once for the vector unit at hand.
//!
//! A matrix is stored in panels of three vectors of columns. The kernel keeps the sums of eight rows of one
//! panel in registers and adds the products in the order of the inputs, so that a row's result does not
//! depend on which rows are computed with it.

use pulp::{Arch, Simd, WithSimd};

/// Inputs are walked in steps of this many, so every input width is a multiple of it.
const STEP: usize = 32;
/// Rows computed together.
pub(crate) const ROWS: usize = 8;

/// Makes room for `n` numbers. What a buffer already has is neither cleared nor given up.
pub(crate) fn room(buffer: &mut Vec<f32>, n: usize) -> &mut [f32] {
    if buffer.len() < n {
        buffer.resize(n, 0.0);
    }
    &mut buffer[..n]
}

/// How the outputs of a matrix are used.
#[derive(Clone, Copy, PartialEq)]
enum Layout {
    /// Every output is wanted.
    Plain,
    /// Each output is the largest of three: the three vectors of a panel hold the pieces of one vector of them.
    Maxout,
}

/// A weight matrix with its bias, packed.
pub(crate) struct Linear {
    arch: Arch,
    inputs: usize,
    outputs: usize,
    layout: Layout,
    /// `[panel][input][3 vectors]`
    panels: Vec<f32>,
    /// `[panel][3 vectors]`
    bias: Vec<f32>,
}

struct Lanes;

impl WithSimd for Lanes {
    type Output = usize;
    fn with_simd<S: Simd>(self, _: S) -> usize {
        S::F32_LANES
    }
}

impl Linear {
    /// Packs `weights[output][input]`.
    pub(crate) fn new(weights: &[f32], bias: &[f32], inputs: usize) -> Linear {
        let outputs = weights.len() / inputs;
        Linear::pack(
            Arch::new(),
            inputs,
            outputs,
            Layout::Plain,
            |output, input| weights[output * inputs + input],
            |output| bias.get(output).copied().unwrap_or(0.0),
        )
    }

    /// Packs `weights[output][piece][input]` with three pieces, of which the largest is the output.
    pub(crate) fn maxout(weights: &[f32], bias: &[f32], inputs: usize) -> Linear {
        let outputs = weights.len() / inputs / 3;
        Linear::pack(
            Arch::new(),
            inputs,
            outputs,
            Layout::Maxout,
            |column, input| weights[column * inputs + input],
            |column| bias[column],
        )
    }

    fn pack(
        arch: Arch,
        inputs: usize,
        outputs: usize,
        layout: Layout,
        weight: impl Fn(usize, usize) -> f32,
        bias: impl Fn(usize) -> f32,
    ) -> Linear {
        assert!(inputs.is_multiple_of(STEP), "the kernel walks inputs in steps of {STEP}");
        let lanes = arch.dispatch(Lanes);
        // The column of the unpacked matrix that stands at a vector and lane of a panel.
        let column = |panel: usize, vector: usize, lane: usize| match layout {
            Layout::Plain => {
                let output = (panel * 3 + vector) * lanes + lane;
                (output < outputs).then_some(output)
            }
            Layout::Maxout => {
                let output = panel * lanes + lane;
                (output < outputs).then_some(output * 3 + vector)
            }
        };
        let n_panels = match layout {
            Layout::Plain => outputs.div_ceil(3 * lanes),
            Layout::Maxout => outputs.div_ceil(lanes),
        };
        let columns: Vec<Option<usize>> =
            (0..n_panels * 3 * lanes).map(|i| column(i / (3 * lanes), i / lanes % 3, i % lanes)).collect();
        let mut panels = Vec::with_capacity(columns.len() * inputs);
        for panel in columns.chunks_exact(3 * lanes) {
            for input in 0..inputs {
                panels.extend(panel.iter().map(|column| column.map_or(0.0, |column| weight(column, input))));
            }
        }
        let bias = columns.iter().map(|column| column.map_or(0.0, &bias)).collect();
        Linear { arch, inputs, outputs, layout, panels, bias }
    }

    /// The number of outputs.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Multiplies `n` rows of `x`, each `stride` numbers after the one before it, into the rows of `out`,
    /// which have as many columns as the matrix has outputs.
    pub(crate) fn apply(&self, x: &[f32], stride: usize, n: usize, out: &mut [f32]) {
        self.arch.dispatch(Apply { linear: self, x, stride, n, out });
    }

    /// The instruction set that the weights are packed for.
    pub(crate) fn arch(&self) -> Arch {
        self.arch
    }
}

struct Apply<'a> {
    linear: &'a Linear,
    x: &'a [f32],
    stride: usize,
    n: usize,
    out: &'a mut [f32],
}

impl WithSimd for Apply<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Apply { linear, x, stride, n, out } = self;
        let rows = |first: usize, n: usize| first * linear.outputs..(first + n) * linear.outputs;
        if n < ROWS {
            for row in 0..n {
                linear.block::<S, 1>(simd, x, [row * stride], &mut out[rows(row, 1)]);
            }
            return;
        }
        for first in blocks(n) {
            let starts = std::array::from_fn(|r| (first + r) * stride);
            linear.rows(simd, x, starts, &mut out[rows(first, ROWS)]);
        }
    }
}

/// The first rows of blocks that cover `n` rows, at least [`ROWS`]; the last block may overlap the one before.
fn blocks(n: usize) -> impl Iterator<Item = usize> {
    (0..n.div_ceil(ROWS)).map(move |block| (block * ROWS).min(n - ROWS))
}

impl Linear {
    /// Computes all outputs of [`ROWS`] rows of inputs, which begin at these places of `x`.
    #[inline(always)]
    pub(crate) fn rows<S: Simd>(&self, simd: S, x: &[f32], starts: [usize; ROWS], out: &mut [f32]) {
        if S::REGISTER_COUNT >= 32 {
            return self.block(simd, x, starts, out);
        }
        // The sums of eight rows do not fit sixteen registers.
        let [a, b, c, d, e, f, g, h] = starts;
        let (first, second) = out.split_at_mut(ROWS / 2 * self.outputs);
        self.block(simd, x, [a, b, c, d], first);
        self.block(simd, x, [e, f, g, h], second);
    }

    /// Computes all outputs of `N` rows.
    #[inline(always)]
    fn block<S: Simd, const N: usize>(&self, simd: S, x: &[f32], starts: [usize; N], out: &mut [f32]) {
        let lanes = S::F32_LANES;
        let width = self.outputs;
        let rows = starts.map(|start| &x[start..][..self.inputs]);
        let (panels, _) = S::as_simd_f32s(&self.panels);
        let (bias, _) = S::as_simd_f32s(&self.bias);
        let panels = panels.chunks_exact(self.inputs * 3);
        for (i, (panel, bias)) in panels.zip(bias.as_chunks::<3>().0).enumerate() {
            let sums = products::<S, N>(simd, &rows, panel, bias);
            for (r, sums) in sums.iter().enumerate() {
                let out = &mut out[r * width..][..width];
                match self.layout {
                    Layout::Plain => {
                        for (v, &sum) in sums.iter().enumerate() {
                            let start = (i * 3 + v) * lanes;
                            if start < width {
                                store(simd, &mut out[start..(start + lanes).min(width)], sum);
                            }
                        }
                    }
                    Layout::Maxout => {
                        let start = i * lanes;
                        let best = simd.max_f32s(simd.max_f32s(sums[0], sums[1]), sums[2]);
                        store(simd, &mut out[start..(start + lanes).min(width)], best);
                    }
                }
            }
        }
    }

    /// Computes all outputs of one row, three panels at a time so that their sums do not wait for one another.
    #[inline(always)]
    pub(crate) fn row<S: Simd>(&self, simd: S, x: &[f32], out: &mut [f32]) {
        debug_assert!(self.layout == Layout::Plain && x.len() == self.inputs);
        let lanes = S::F32_LANES;
        let (panels, _) = S::as_simd_f32s(&self.panels);
        let (bias, _) = S::as_simd_f32s(&self.bias);
        let panel_len = self.inputs * 3;
        let n_panels = panels.len() / panel_len;
        for first in (0..n_panels).step_by(3) {
            // Past the last panel the last one is computed again.
            let chosen: [usize; 3] = std::array::from_fn(|i| (first + i).min(n_panels - 1));
            let mut sums = chosen.map(|panel| bias.as_chunks::<3>().0[panel]);
            let [a, b, c] = chosen.map(|panel| panels[panel * panel_len..][..panel_len].as_chunks::<3>().0);
            for (((x, a), b), c) in x.iter().zip(a).zip(b).zip(c) {
                let x = simd.splat_f32s(*x);
                for (sums, weights) in sums.iter_mut().zip([a, b, c]) {
                    for (sum, &weight) in sums.iter_mut().zip(weights) {
                        *sum = simd.mul_add_e_f32s(x, weight, *sum);
                    }
                }
            }
            for (panel, sums) in chosen.into_iter().zip(sums) {
                for (v, sum) in sums.into_iter().enumerate() {
                    let start = (panel * 3 + v) * lanes;
                    if start < self.outputs {
                        store(simd, &mut out[start..(start + lanes).min(self.outputs)], sum);
                    }
                }
            }
        }
    }
}

#[inline(always)]
fn store<S: Simd>(simd: S, out: &mut [f32], value: S::f32s) {
    if out.len() == S::F32_LANES {
        S::as_mut_simd_f32s(out).0[0] = value;
    } else {
        simd.partial_store_f32s(out, value);
    }
}

/// The sums of one panel for `N` rows: bias plus products, inputs in order.
#[inline(always)]
fn products<S: Simd, const N: usize>(
    simd: S,
    rows: &[&[f32]; N],
    panel: &[S::f32s],
    bias: &[S::f32s; 3],
) -> [[S::f32s; 3]; N] {
    let mut sums = [*bias; N];
    for (step, weights) in panel.as_chunks::<{ STEP * 3 }>().0.iter().enumerate() {
        let rows: [&[f32; STEP]; N] = std::array::from_fn(|r| &rows[r].as_chunks::<STEP>().0[step]);
        for (k, weights) in weights.as_chunks::<3>().0.iter().enumerate() {
            for (sums, row) in sums.iter_mut().zip(rows) {
                let x = simd.splat_f32s(row[k]);
                for (sum, &weight) in sums.iter_mut().zip(weights) {
                    *sum = simd.mul_add_e_f32s(x, weight, *sum);
                }
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(n: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        (0..n)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) as f32 / 8_388_608.0 - 1.0
            })
            .collect()
    }

    #[test]
    fn products_equal_plain_sums() {
        let (inputs, outputs, n) = (64, 106, 13);
        let (weights, bias, x) = (numbers(inputs * outputs, 1), numbers(outputs, 2), numbers(n * inputs, 3));
        let mut out = vec![0.0; n * outputs];
        Linear::new(&weights, &bias, inputs).apply(&x, inputs, n, &mut out);
        for row in 0..n {
            for output in 0..outputs {
                let sum: f32 =
                    (0..inputs).map(|i| x[row * inputs + i] * weights[output * inputs + i]).sum::<f32>()
                        + bias[output];
                assert!((out[row * outputs + output] - sum).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn instruction_sets_agree() {
        let (inputs, outputs, n) = (64, 106, 9);
        let (weights, x) = (numbers(inputs * outputs, 1), numbers(n * inputs, 3));
        let products = |arch: Arch| {
            let weight = |output: usize, input: usize| weights[output * inputs + input];
            let mut out = vec![0.0; n * outputs];
            Linear::pack(arch, inputs, outputs, Layout::Plain, weight, |_| 0.0)
                .apply(&x, inputs, n, &mut out);
            out
        };
        let mut others = vec![Arch::new()];
        #[cfg(target_arch = "x86_64")]
        others.extend(pulp::x86::V3::try_new().map(Arch::V3));
        for other in others {
            for (sum, other) in products(Arch::Scalar).iter().zip(products(other)) {
                assert!((sum - other).abs() < 1e-4, "{sum} {other}");
            }
        }
    }

    #[test]
    fn a_row_is_the_same_alone_and_in_a_block() {
        let (inputs, outputs, n) = (96, 96, 8);
        let (weights, bias, x) =
            (numbers(inputs * outputs * 3, 1), numbers(outputs * 3, 2), numbers(n * inputs, 3));
        let linear = Linear::maxout(&weights, &bias, inputs);
        let (mut together, mut alone) = (vec![0.0; n * outputs], vec![0.0; outputs]);
        linear.apply(&x, inputs, n, &mut together);
        linear.apply(&x[5 * inputs..], inputs, 1, &mut alone);
        assert_eq!(alone, together[5 * outputs..6 * outputs]);
    }
}
