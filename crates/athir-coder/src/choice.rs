//! Choosing one of several candidates by what speaks for each: a linear model whose weights are fitted on reports
//! that people have read (`data/choices.toml`, `examples/fit_choices` of crate `athir`).
//!
//! The probability of a candidate is the softmax of the summed weights of its traits (conditional logit, McFadden
//! 1974). The first candidate is always "none of them".

use std::borrow::Cow;
use std::collections::BTreeMap;

use athir_model::{EventId, Place};
use serde::{Deserialize, Serialize};

use crate::error::KnowledgeError;

/// What speaks for or against a candidate, by name.
pub type Traits = Vec<Cow<'static, str>>;

/// A fitted choice: how much each trait adds to a candidate's score.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// A candidate that is less likely than this is left out, and nothing is chosen.
    pub at_least: f64,
    /// What each trait adds; one that is not listed adds nothing.
    pub weights: BTreeMap<String, f64>,
}

impl Choice {
    /// The probability of each candidate; they sum to 1.
    pub fn probabilities(&self, candidates: &[Traits]) -> Vec<f64> {
        let score =
            |traits: &Traits| -> f64 { traits.iter().filter_map(|t| self.weights.get(t.as_ref())).sum() };
        let scores: Vec<f64> = candidates.iter().map(score).collect();
        let highest = scores.iter().copied().fold(f64::MIN, f64::max);
        let powers: Vec<f64> = scores.iter().map(|s| (s - highest).exp()).collect();
        let sum: f64 = powers.iter().sum();
        powers.into_iter().map(|p| p / sum).collect()
    }

    /// The likeliest candidate but the first, which stands for none, if it is likely enough.
    pub fn choose(&self, candidates: &[Traits]) -> Option<usize> {
        let probabilities = self.probabilities(candidates);
        let best = (1..candidates.len())
            .max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]).then(b.cmp(&a)))?;
        (probabilities[best] >= self.at_least).then_some(best)
    }
}

/// The fitted choices of a coder.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choices {
    /// Where an event happened.
    pub place: Choice,
}

impl Choices {
    /// Reads the weights; `path` is for messages.
    ///
    /// # Errors
    /// Fails where the file is no TOML of such tables.
    pub fn from_toml(path: &str, text: &str) -> Result<Choices, KnowledgeError> {
        toml::from_str(text).map_err(|e| KnowledgeError::toml(path, text, &e))
    }
}

/// What can be chosen for one event, for those who fit the weights. The first option is "none".
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The event's name in the record.
    pub event: EventId,
    /// The places.
    pub places: Vec<(Option<Place>, Traits)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traits(names: &[&'static str]) -> Traits {
        names.iter().map(|name| Cow::Borrowed(*name)).collect()
    }

    #[test]
    fn the_likeliest_is_chosen_unless_it_is_too_unlikely() {
        let weights = BTreeMap::from([("near".to_owned(), 2.0), ("far".to_owned(), -1.0)]);
        let candidates = [traits(&[]), traits(&["far"]), traits(&["near", "unheard of"])];
        let choice = Choice { at_least: 0.5, weights };
        assert_eq!(choice.choose(&candidates), Some(2));
        assert!((choice.probabilities(&candidates).iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(Choice { at_least: 0.99, ..choice.clone() }.choose(&candidates), None);
        assert_eq!(choice.choose(&candidates[..1]), None);
    }

    #[test]
    fn a_broken_file_is_named_with_its_line() {
        let error = Choices::from_toml("my.toml", "[place]\nat_least = \"much\"\n").unwrap_err();
        assert!(error.to_string().starts_with("my.toml:2: "), "{error}");
    }
}
