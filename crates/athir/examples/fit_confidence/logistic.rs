//! Logistic regression on features that hold or do not, with an L2 penalty on the weights.

use std::collections::{BTreeMap, BTreeSet};

use athir::eval::Part;
use athir_coder::Logistic;

/// Values of one record that share their features.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    /// The record's name, by which folds are made.
    pub(crate) doc: String,
    pub(crate) part: Part,
    pub(crate) features: Vec<String>,
    /// How many values are right.
    pub(crate) right: f64,
    /// How many values there are.
    pub(crate) all: f64,
}

/// Minimises the summed log loss plus `penalty`/2 times the squared weights by cyclic Newton steps, one weight
/// at a time (Genkin, Lewis and Madigan 2007, without their trust region: the steps are bounded instead).
/// Features that hold in fewer than `at_least` samples get no weight.
pub(crate) fn fit(samples: &[&Sample], penalty: f64, at_least: usize) -> Logistic {
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, sample) in samples.iter().enumerate() {
        for feature in sample.features.iter().collect::<BTreeSet<_>>() {
            holders.entry(feature).or_default().push(n);
        }
    }
    holders.retain(|_, samples| samples.len() >= at_least);
    let everywhere: Vec<usize> = (0..samples.len()).collect();
    let mut log_odds = vec![0.0f64; samples.len()];
    let mut intercept = 0.0;
    let mut weights: BTreeMap<&str, f64> = holders.keys().map(|&feature| (feature, 0.0)).collect();
    for _ in 0..200 {
        let step = newton_step(samples, &everywhere, &mut log_odds, 0.0, 1e-6);
        intercept += step;
        let mut longest = step.abs();
        for (feature, weight) in &mut weights {
            let step = newton_step(samples, &holders[feature], &mut log_odds, *weight, penalty);
            *weight += step;
            longest = longest.max(step.abs());
        }
        if longest < 1e-5 {
            break;
        }
    }
    let weights = weights
        .into_iter()
        .map(|(feature, weight)| (feature.to_owned(), (weight * 1e3).round() / 1e3))
        .filter(|(_, weight)| *weight != 0.0)
        .collect();
    Logistic { intercept: (intercept * 1e3).round() / 1e3, weights }
}

fn newton_step(
    samples: &[&Sample],
    holders: &[usize],
    log_odds: &mut [f64],
    weight: f64,
    penalty: f64,
) -> f64 {
    let (mut slope, mut curve) = (penalty * weight, penalty);
    for &n in holders {
        let p = 1.0 / (1.0 + (-log_odds[n]).exp());
        slope += samples[n].all * p - samples[n].right;
        curve += samples[n].all * p * (1.0 - p);
    }
    let step = (-slope / curve.max(1e-6)).clamp(-1.0, 1.0);
    for &n in holders {
        log_odds[n] += step;
    }
    step
}

/// The mean log loss of the model in nats per value.
pub(crate) fn log_loss(model: &Logistic, samples: &[&Sample]) -> f64 {
    let (mut loss, mut all) = (0.0, 0.0);
    for sample in samples {
        let p = model.probability(&sample.features).clamp(1e-6, 1.0 - 1e-6);
        loss -= sample.right * p.ln() + (sample.all - sample.right) * (1.0 - p).ln();
        all += sample.all;
    }
    if all == 0.0 { 0.0 } else { loss / all }
}
