//! Logistic regression on numbers, with an L2 penalty and weights whose sign may be fixed.

use std::collections::BTreeMap;

use athir_incident::{ModelFile, Trait, Traits};

/// No bounds.
pub(crate) const ANY: Bounds = (f64::NEG_INFINITY, f64::INFINITY);

/// A pair of events of which is known whether they are one happening.
pub(crate) struct Sample {
    /// What folds are made by.
    pub(crate) fold: String,
    pub(crate) is_one: bool,
    pub(crate) traits: Traits,
    pub(crate) weight: f64,
}

/// Between what a weight has to be.
pub(crate) type Bounds = (f64, f64);

/// Minimises the weighted log loss plus `penalty`/2 times the squared distance of the weights from `start` by cyclic
/// Newton steps within `bounds`.
pub(crate) fn fit(
    samples: &[&Sample],
    start: &ModelFile,
    penalty: f64,
    bounds: fn(Trait) -> Bounds,
) -> ModelFile {
    let columns: Vec<Vec<(usize, f64)>> = Trait::ALL
        .iter()
        .map(|&of| {
            let values = samples.iter().enumerate().map(|(n, s)| (n, f64::from(s.traits.get(of))));
            values.filter(|(_, value)| *value != 0.0).collect()
        })
        .collect();
    let everywhere: Vec<(usize, f64)> = (0..samples.len()).map(|n| (n, 1.0)).collect();
    let prior: Vec<f64> =
        Trait::ALL.iter().map(|of| start.weights.get(of.as_str()).copied().unwrap_or(0.0)).collect();
    let mut intercept = start.intercept;
    let mut weights = prior.clone();
    let mut log_odds: Vec<f64> = samples
        .iter()
        .map(|s| {
            let sum: f64 =
                Trait::ALL.iter().zip(&weights).map(|(&of, w)| w * f64::from(s.traits.get(of))).sum();
            intercept + sum
        })
        .collect();
    for _ in 0..100 {
        let mut longest: f64 =
            step(samples, &everywhere, &mut log_odds, &mut intercept, 0.0, 1e-6, ANY).abs();
        for (n, column) in columns.iter().enumerate().filter(|(_, column)| column.len() >= 5) {
            let moved = step(
                samples,
                column,
                &mut log_odds,
                &mut weights[n],
                prior[n],
                penalty,
                bounds(Trait::ALL[n]),
            );
            longest = longest.max(moved.abs());
        }
        if longest < 1e-3 {
            break;
        }
    }
    let round = |x: f64| (x * 1e3).round() / 1e3;
    let weights: BTreeMap<String, f64> = Trait::ALL
        .iter()
        .zip(weights)
        .map(|(of, weight)| (of.as_str().to_owned(), round(weight)))
        .filter(|(_, weight)| *weight != 0.0)
        .collect();
    ModelFile { threshold: 0.5, intercept: round(intercept), weights }
}

fn step(
    samples: &[&Sample],
    column: &[(usize, f64)],
    log_odds: &mut [f64],
    weight: &mut f64,
    prior: f64,
    penalty: f64,
    (least, most): Bounds,
) -> f64 {
    let (mut slope, mut curve) = (penalty * (*weight - prior), penalty);
    for &(n, value) in column {
        let p = 1.0 / (1.0 + (-log_odds[n]).exp());
        let wanted = f64::from(u8::from(samples[n].is_one));
        slope += samples[n].weight * value * (p - wanted);
        curve += samples[n].weight * value * value * p * (1.0 - p);
    }
    let next = (*weight + (-slope / curve.max(1e-6)).clamp(-1.0, 1.0)).clamp(least, most);
    let moved = next - *weight;
    column.iter().for_each(|&(n, value)| log_odds[n] += moved * value);
    *weight = next;
    moved
}
