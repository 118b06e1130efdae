//! Tasks with one label a record: F1 of each label, averaged.

use std::collections::BTreeMap;

use super::Tally;

/// Records by label: right, in the gold, in the answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct LabelTally {
    /// Keys of the weighted and the plain mean; an empty one is left out.
    keys: (&'static str, &'static str),
    counts: BTreeMap<String, [usize; 3]>,
}

impl LabelTally {
    /// The tally of one record, with the keys under which the weighted and the plain mean are given (an empty key
    /// gives none).
    pub(crate) fn of(weighted: &'static str, plain: &'static str, gold: &str, answer: &str) -> LabelTally {
        let mut tally = LabelTally { keys: (weighted, plain), counts: BTreeMap::new() };
        tally.counts.entry(gold.to_owned()).or_default()[1] += 1;
        tally.counts.entry(answer.to_owned()).or_default()[2] += 1;
        if gold == answer {
            tally.counts.entry(gold.to_owned()).or_default()[0] += 1;
        }
        tally
    }
}

impl Tally for LabelTally {
    fn add(&mut self, other: &LabelTally) {
        self.keys = other.keys;
        for (label, counts) in &other.counts {
            let mine = self.counts.entry(label.clone()).or_default();
            for (m, c) in mine.iter_mut().zip(counts) {
                *m += c;
            }
        }
    }

    /// Means as scikit-learn's `f1_score` takes them with `average="weighted"` and `"macro"`, over
    /// the labels of the gold.
    fn figures(&self) -> Vec<(&'static str, f64)> {
        let (mut weighted, mut plain, mut n_gold) = (0.0, 0.0, 0);
        let in_gold = || self.counts.values().filter(|[_, gold, _]| *gold > 0);
        for [hit, gold, answers] in in_gold() {
            let f1 = 2.0 * *hit as f64 / (gold + answers).max(1) as f64;
            weighted += f1 * *gold as f64;
            plain += f1;
            n_gold += gold;
        }
        let (weighted, plain) = (weighted / n_gold.max(1) as f64, plain / in_gold().count().max(1) as f64);
        [(self.keys.0, weighted), (self.keys.1, plain)]
            .into_iter()
            .filter(|(key, _)| !key.is_empty())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_those_of_scikit_learn() {
        // f1_score(["a", "a", "a", "b"], ["a", "a", "b", "c"], labels=["a", "b"]): a .8, b 0.
        let mut sum = LabelTally::default();
        for (gold, answer) in [("a", "a"), ("a", "a"), ("a", "b"), ("b", "c")] {
            sum.add(&LabelTally::of("weighted", "macro", gold, answer));
        }
        let figures = sum.figures();
        assert!((figures[0].1 - 0.6).abs() < 1e-9, "{figures:?}");
        assert!((figures[1].1 - 0.4).abs() < 1e-9, "{figures:?}");
    }
}
