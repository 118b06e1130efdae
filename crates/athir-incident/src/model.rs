//! The weights of traits: how likely two events are one happening.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use athir_model::Ground;
use serde::{Deserialize, Serialize};

use crate::traits::{N, Trait, Traits};

/// Version of the method: traits, blocks, clusters, derived values. Incidents of different versions can differ.
pub const METHOD: u32 = 6;

/// A logistic model over the traits of a pair, with what clustering needs of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    intercept: f32,
    weights: [f32; N],
    /// From which mean probability on two clusters become one.
    pub threshold: f32,
}

/// A model as its file has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelFile {
    /// From which mean probability on two clusters become one.
    pub threshold: f64,
    /// Log-odds where no trait holds.
    pub intercept: f64,
    /// Log-odds that a trait adds, by its name; one that is not listed adds nothing.
    pub weights: BTreeMap<String, f64>,
}

impl Model {
    /// The model for events as the coder finds them, several in a report.
    ///
    /// # Panics
    ///
    /// Never: a test reads the same embedded file.
    pub fn events() -> &'static Model {
        static EVENTS: OnceLock<Model> = OnceLock::new();
        EVENTS.get_or_init(|| Model::embedded(include_str!("../../../data/incident/events.toml")))
    }

    /// The model for main happenings, one for each report.
    ///
    /// # Panics
    ///
    /// Never: a test reads the same embedded file.
    pub fn happenings() -> &'static Model {
        static HAPPENINGS: OnceLock<Model> = OnceLock::new();
        HAPPENINGS.get_or_init(|| Model::embedded(include_str!("../../../data/incident/happenings.toml")))
    }

    fn embedded(text: &str) -> Model {
        let file: ModelFile = toml::from_str(text).expect("the embedded files are read by a test");
        Model::new(&file)
    }

    /// Makes a model of its file. Names that are no trait are passed over.
    pub fn new(file: &ModelFile) -> Model {
        let mut weights = [0.0; N];
        for (weight, of) in weights.iter_mut().zip(Trait::ALL) {
            *weight = file.weights.get(of.as_str()).copied().unwrap_or(0.0) as f32;
        }
        Model { intercept: file.intercept as f32, weights, threshold: file.threshold as f32 }
    }

    /// How likely a pair with these traits is one happening, from 0 to 1.
    pub fn probability(&self, traits: &Traits) -> f32 {
        if traits.get(Trait::OutOfTime) > 0.0 || traits.get(Trait::Elsewhere) > 0.0 {
            return 0.0;
        }
        let sum: f32 = self.weights.iter().zip(&traits.0).map(|(weight, value)| weight * value).sum();
        1.0 / (1.0 + (-self.intercept - sum).exp())
    }

    /// What speaks for and against it, the heaviest first.
    pub fn grounds(&self, traits: &Traits) -> Vec<Ground> {
        let mut grounds: Vec<Ground> = Trait::ALL
            .iter()
            .zip(self.weights.iter().zip(&traits.0))
            .map(|(of, (weight, value))| Ground {
                name: of.as_str().to_owned(),
                weight: (f64::from(weight * value) * 100.0).round() / 100.0,
            })
            .filter(|ground| ground.weight != 0.0)
            .collect();
        grounds.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()).then_with(|| a.name.cmp(&b.name)));
        grounds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_models_are_read_and_name_traits_alone() {
        for text in [
            include_str!("../../../data/incident/events.toml"),
            include_str!("../../../data/incident/happenings.toml"),
        ] {
            let file: ModelFile = toml::from_str(text).unwrap();
            assert!(file.weights.keys().all(|name| Trait::ALL.iter().any(|of| of.as_str() == name)));
            assert!((0.2..0.9).contains(&file.threshold));
        }
        assert_ne!(Model::events(), Model::happenings());
    }
}
