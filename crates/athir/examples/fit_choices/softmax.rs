//! Conditional logit with an L2 penalty: each sample is a choice among candidates of which some are right.

use athir::eval::Part;
use std::collections::BTreeMap;

use athir_coder::{Choice, Traits};

/// One choice among candidates; the first is "none".
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    /// The record's name, by which folds are made.
    pub(crate) doc: String,
    pub(crate) part: Part,
    pub(crate) candidates: Vec<Traits>,
    /// Which candidates are right; none where the record has no such event, or the right value is not among them.
    pub(crate) right: Vec<bool>,
    /// Which candidates count as a value given.
    pub(crate) is_value: Vec<bool>,
}

impl Sample {
    fn teaches(&self) -> bool {
        self.right.iter().any(|&right| right) && self.candidates.len() > 1
    }
}

/// A trait of fewer samples than this gets no weight.
const AT_LEAST: usize = 4;

/// Minimises the summed log loss plus `penalty`/2 times the squared weights by resilient steps (Igel and Hüsken 2003,
/// iRprop-), which need no learning rate.
pub(crate) fn fit(samples: &[&Sample], penalty: f64) -> BTreeMap<String, f64> {
    let samples: Vec<&&Sample> = samples.iter().filter(|s| s.teaches()).collect();
    let mut holders: BTreeMap<&str, usize> = BTreeMap::new();
    for sample in &samples {
        let mut names: Vec<&str> = sample.candidates.iter().flatten().map(|t| t.as_ref()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            *holders.entry(name).or_default() += 1;
        }
    }
    let names: Vec<&str> =
        holders.into_iter().filter(|(_, n)| *n >= AT_LEAST).map(|(name, _)| name).collect();
    let number: BTreeMap<&str, usize> = names.iter().enumerate().map(|(n, name)| (*name, n)).collect();
    let coded: Vec<(Vec<Vec<usize>>, &[bool])> = samples
        .iter()
        .map(|s| {
            let numbers = |t: &Traits| t.iter().filter_map(|t| number.get(t.as_ref()).copied()).collect();
            (s.candidates.iter().map(numbers).collect(), s.right.as_slice())
        })
        .collect();
    let mut weights = vec![0.0f64; names.len()];
    let mut steps = vec![0.05f64; names.len()];
    let mut last = vec![0.0f64; names.len()];
    for _ in 0..400 {
        let mut slope: Vec<f64> = weights.iter().map(|w| penalty * w).collect();
        for (candidates, right) in &coded {
            let scores: Vec<f64> = candidates.iter().map(|c| c.iter().map(|&n| weights[n]).sum()).collect();
            let highest = scores.iter().copied().fold(f64::MIN, f64::max);
            let powers: Vec<f64> = scores.iter().map(|s| (s - highest).exp()).collect();
            let all: f64 = powers.iter().sum();
            let good: f64 = powers.iter().zip(*right).filter(|(_, r)| **r).map(|(p, _)| p).sum();
            for ((candidate, power), is_right) in candidates.iter().zip(&powers).zip(*right) {
                let pull = power / all - if *is_right { power / good.max(1e-300) } else { 0.0 };
                candidate.iter().for_each(|&n| slope[n] += pull);
            }
        }
        for n in 0..weights.len() {
            let turn = slope[n] * last[n];
            if turn > 0.0 {
                steps[n] = (steps[n] * 1.2).min(0.5);
            } else if turn < 0.0 {
                steps[n] = (steps[n] * 0.5).max(1e-6);
                slope[n] = 0.0;
            }
            weights[n] -= steps[n] * slope[n].signum() * f64::from(u8::from(slope[n] != 0.0));
            last[n] = slope[n];
        }
    }
    names
        .into_iter()
        .zip(weights)
        .map(|(name, weight)| (name.to_owned(), (weight * 1e3).round() / 1e3))
        .filter(|(_, weight)| *weight != 0.0)
        .collect()
}

/// The mean log loss in nats per choice that has a right candidate.
pub(crate) fn log_loss(choice: &Choice, samples: &[&Sample]) -> f64 {
    let taught: Vec<&&Sample> = samples.iter().filter(|s| s.teaches()).collect();
    let loss = |s: &Sample| -> f64 {
        let good: f64 = choice
            .probabilities(&s.candidates)
            .iter()
            .zip(&s.right)
            .filter(|(_, r)| **r)
            .map(|(p, _)| p)
            .sum();
        -good.max(1e-9).ln()
    };
    taught.iter().map(|s| loss(s)).sum::<f64>() / (taught.len() as f64).max(1.0)
}

/// How many values are chosen, and how many of them are right.
pub(crate) fn hits(choice: &Choice, samples: &[&Sample]) -> (usize, usize) {
    let mut figures = (0, 0);
    for sample in samples {
        let Some(chosen) = choice.choose(&sample.candidates).filter(|&c| sample.is_value[c]) else {
            continue;
        };
        figures.0 += 1;
        figures.1 += usize::from(sample.right[chosen]);
    }
    figures
}
