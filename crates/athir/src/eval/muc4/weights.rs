//! Linear models over features, one weight for each outcome.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::OnceLock;

use super::features::Features;

const FITTED: &str = include_str!("../../../../../data/muc4/weights.tsv");

/// The models that turn a report into templates, with the thresholds of their decisions.
#[derive(Clone, Debug, Default)]
pub(super) struct Weights {
    /// Whether the report has an incident: any, then each type.
    pub(super) report: Linear<7>,
    /// Which slots a candidate fills.
    pub(super) role: Linear<5>,
    /// In incidents of which type.
    pub(super) incident: Linear<6>,
    /// Whether a cut is the one that the slot takes.
    pub(super) cut: Linear<1>,
    /// The least probability for each type and each slot.
    pub(super) thresholds: Thresholds,
}

/// From which probability a type or a slot is filled.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Thresholds {
    pub(super) incident: f32,
    pub(super) role: [f32; 5],
}

/// Weights by feature; a feature without one says nothing.
#[derive(Clone, Debug)]
pub(super) struct Linear<const N: usize>(pub(super) BTreeMap<u32, [f32; N]>);

impl<const N: usize> Default for Linear<N> {
    fn default() -> Linear<N> {
        Linear(BTreeMap::new())
    }
}

impl<const N: usize> Linear<N> {
    /// The sum of the weights of the features, for each outcome.
    pub(super) fn sum(&self, features: &Features) -> [f32; N] {
        let mut sum = [0.0; N];
        for weights in features.iter().filter_map(|feature| self.0.get(feature)) {
            for (sum, weight) in sum.iter_mut().zip(weights) {
                *sum += weight;
            }
        }
        sum
    }
}

/// The probability that a sum of weights stands for.
pub(super) fn probability(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}

impl Weights {
    /// The weights that were fitted on the building part.
    pub(super) fn fitted() -> &'static Weights {
        static WEIGHTS: OnceLock<Weights> = OnceLock::new();
        WEIGHTS.get_or_init(|| Weights::from_table(FITTED))
    }

    /// Reads a table that [`to_table`](Weights::to_table) wrote; lines of another form are passed over.
    pub(super) fn from_table(table: &str) -> Weights {
        let mut weights = Weights::default();
        for line in table.lines() {
            let mut fields = line.split('\t');
            let (Some(model), Some(feature)) = (fields.next(), fields.next()) else { continue };
            if model == "thresholds" {
                let numbers: Vec<f32> = fields.filter_map(|field| field.parse().ok()).collect();
                if let [incident, role @ ..] = numbers.as_slice()
                    && let Ok(role) = role.try_into()
                {
                    weights.thresholds = Thresholds { incident: *incident, role };
                }
                continue;
            }
            let Ok(feature) = u32::from_str_radix(feature, 16) else { continue };
            match model {
                "report" => weights.report.insert(feature, fields),
                "role" => weights.role.insert(feature, fields),
                "incident" => weights.incident.insert(feature, fields),
                "cut" => weights.cut.insert(feature, fields),
                _ => {}
            }
        }
        weights
    }

    /// The weights as a table: model, feature, and `outcome:weight` for each outcome that it says something of.
    pub(super) fn to_table(&self) -> String {
        let mut table = String::from("thresholds\t-");
        for threshold in std::iter::once(&self.thresholds.incident).chain(&self.thresholds.role) {
            let _ = write!(table, "\t{threshold}");
        }
        table.push('\n');
        self.report.write("report", &mut table);
        self.role.write("role", &mut table);
        self.incident.write("incident", &mut table);
        self.cut.write("cut", &mut table);
        table
    }
}

impl<const N: usize> Linear<N> {
    fn insert<'f>(&mut self, feature: u32, fields: impl Iterator<Item = &'f str>) {
        let mut weights = [0.0; N];
        for (outcome, weight) in fields.filter_map(|field| field.split_once(':')) {
            if let (Ok(outcome), Ok(weight)) = (outcome.parse::<usize>(), weight.parse())
                && let Some(slot) = weights.get_mut(outcome)
            {
                *slot = weight;
            }
        }
        self.0.insert(feature, weights);
    }

    fn write(&self, model: &str, table: &mut String) {
        for (feature, weights) in &self.0 {
            // Two decimals say all that matters.
            let rounded = weights.map(|w| (w * 100.0).round() / 100.0);
            if rounded.iter().all(|w| w.abs() < LEAST) {
                continue;
            }
            let _ = write!(table, "{model}\t{feature:x}");
            for (outcome, weight) in rounded.iter().enumerate().filter(|(_, w)| w.abs() >= LEAST) {
                let _ = write!(table, "\t{outcome}:{weight}");
            }
            table.push('\n');
        }
    }
}

/// A smaller weight changes nothing and is left out.
const LEAST: f32 = 0.03;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_as_it_was_written() {
        let mut weights = Weights::default();
        weights.role.0.insert(0xbeef, [0.25, -1.5, 0.0, 0.0, 3.0]);
        weights.cut.0.insert(7, [-0.5]);
        weights.thresholds = Thresholds { incident: 0.4, role: [0.1, 0.2, 0.3, 0.4, 0.5] };
        let table = weights.to_table();
        let read = Weights::from_table(&table);
        assert_eq!(read.to_table(), table);
        assert_eq!(read.role.sum(&vec![1, 0xbeef]), [0.25, -1.5, 0.0, 0.0, 3.0]);
        assert_eq!(read.thresholds, weights.thresholds);
    }

    #[test]
    fn the_fitted_weights_are_whole() {
        let weights = Weights::fitted();
        assert!(!weights.report.0.is_empty() && !weights.role.0.is_empty());
        assert!(weights.thresholds.role.iter().all(|t| (0.0..1.0).contains(t)));
    }
}
