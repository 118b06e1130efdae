//! How likely an event and its values are right: logistic models over plain properties of the record, with
//! weights fitted on reports that people have read (`data/confidence.toml`, `examples/fit_confidence` of crate
//! `athir`).

use std::collections::BTreeMap;

use athir_model::{Confidence, Event, Harm, Party, Quote};
use serde::{Deserialize, Serialize};

use crate::error::KnowledgeError;

/// What a model judges: the event itself or the values of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Judged {
    /// The event with its kind.
    Event,
    /// Each initiator.
    Initiators,
    /// Each recipient.
    Recipients,
    /// The place.
    Place,
    /// The first and last day.
    Time,
    /// Each count of people harmed.
    Casualties,
}

impl Judged {
    /// All of them, in the order of the records.
    pub const ALL: [Judged; 6] = [
        Judged::Event,
        Judged::Initiators,
        Judged::Recipients,
        Judged::Place,
        Judged::Time,
        Judged::Casualties,
    ];
}

/// One logistic model: the log-odds of being right are the intercept and the weights of all features that hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logistic {
    /// Log-odds where no feature holds.
    pub intercept: f64,
    /// Log-odds that a feature adds; one that is not listed adds nothing.
    pub weights: BTreeMap<String, f64>,
}

impl Logistic {
    /// The probability, in 0..=1.
    pub fn probability(&self, features: &[String]) -> f64 {
        let sum: f64 = features.iter().filter_map(|feature| self.weights.get(feature)).sum();
        1.0 / (1.0 + (-self.intercept - sum).exp())
    }
}

/// The models of all judged fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calibration {
    models: BTreeMap<Judged, Logistic>,
}

impl Calibration {
    /// Reads the models, one TOML table for each judged field; `path` is for messages.
    ///
    /// # Errors
    /// Fails where the file is no TOML of such tables.
    pub fn from_toml(path: &str, text: &str) -> Result<Calibration, KnowledgeError> {
        let models = toml::from_str(text).map_err(|e| KnowledgeError::toml(path, text, &e))?;
        Ok(Calibration { models })
    }

    /// How likely the event and its values are right.
    pub fn judge(&self, event: &Event) -> Confidence {
        let probability = |judged| {
            let model = self.models.get(&judged)?;
            let rounded = (model.probability(&features(event, judged)) * 100.0).round() / 100.0;
            Some(rounded as f32)
        };
        let if_any = |some: bool, judged| if some { probability(judged) } else { None };
        Confidence {
            event: probability(Judged::Event).unwrap_or(1.0),
            initiators: if_any(!event.initiators.is_empty(), Judged::Initiators),
            recipients: if_any(!event.recipients.is_empty(), Judged::Recipients),
            place: if_any(event.place.is_some(), Judged::Place),
            time: if_any(event.when.start.is_some() || event.when.end.is_some(), Judged::Time),
            casualties: if_any(!event.casualties.is_empty(), Judged::Casualties),
        }
    }
}

/// The properties of an event that bear on whether what is judged is right, by name.
pub fn features(event: &Event, judged: Judged) -> Vec<String> {
    let mut features = vec![
        format!("kind={}", event.kind.as_str()),
        format!("family={:?}", event.kind.family()),
        format!("modality={}", event.modality.as_str()),
    ];
    match judged {
        Judged::Event => of_event(event, &mut features),
        Judged::Initiators => of_parties(event, &event.initiators, &mut features),
        Judged::Recipients => of_parties(event, &event.recipients, &mut features),
        Judged::Place => of_place(event, &mut features),
        Judged::Time => {
            features.push(format!("precision={}", event.when.precision.as_str()));
            features.push(format!("basis={:?}", event.when.basis));
            if let Some(mention) = &event.when.mention {
                features.push(format!("far={}", distance(event, mention.start)));
            }
        }
        Judged::Casualties => {
            features.push(format!("counts={}", event.casualties.len().min(3)));
            for casualty in &event.casualties {
                features.push(format!("harm={}", casualty.kind.as_str()));
                features.push(format!("far={}", distance(event, casualty.mention.start)));
                if casualty.count.low != casualty.count.high {
                    features.push("range".to_owned());
                }
            }
        }
    }
    features
}

fn of_event(event: &Event, features: &mut Vec<String>) {
    let frame = event.frame.split(' ').next().unwrap_or_default();
    features.push(format!("frame={frame}"));
    features.push(format!("initiators={}", event.initiators.len().min(2)));
    features.push(format!("recipients={}", event.recipients.len().min(2)));
    features.push(format!("evidence={}", event.evidence.len().min(3)));
    let mut hold = |name: &str, holds: bool| {
        if holds {
            features.push(name.to_owned());
        }
    };
    hold("known-initiator", event.initiators.iter().any(|p| p.actor.is_some()));
    hold("known-recipient", event.recipients.iter().any(|p| p.actor.is_some()));
    hold("place", event.place.is_some());
    hold("near-place", event.place.as_ref().is_some_and(|p| is_in_evidence(event, p.start)));
    hold("day", event.when.mention.is_some());
    hold("killed", event.casualties.iter().any(|c| c.kind == Harm::Killed));
    hold("casualties", !event.casualties.is_empty());
    hold("voice", !event.attribution.is_empty());
    hold("weapon", !event.weapons.is_empty());
    hold("early", event.trigger.start < 300);
}

fn of_parties(event: &Event, parties: &[Party], features: &mut Vec<String>) {
    features.push(format!("number={}", parties.len().min(3)));
    for party in parties {
        features.push(format!("basis={:?}", party.basis));
        features.push(format!("far={}", distance(event, party.start)));
        features.push(if party.actor.is_some() { "known" } else { "unknown" }.to_owned());
        if party.mention != party.name && party.mention.split(' ').count() <= 2 {
            features.push("short-mention".to_owned());
        }
    }
}

fn of_place(event: &Event, features: &mut Vec<String>) {
    let Some(place) = &event.place else { return };
    features.push(format!("precision={}", place.precision.as_str()));
    features.push(format!("status={:?}", place.status));
    features.push(format!("far={}", distance(event, place.start)));
    features.push(format!("in-evidence={}", is_in_evidence(event, place.start)));
}

/// How far a character stands from the trigger: a class of distances that double.
fn distance(event: &Event, start: usize) -> u32 {
    (event.trigger.start.abs_diff(start) / 16 + 1).ilog2()
}

fn is_in_evidence(event: &Event, start: usize) -> bool {
    event.evidence.iter().any(|q: &Quote| (q.start..q.end).contains(&start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_moves_the_probability_by_its_log_odds() {
        let weights = BTreeMap::from([("place".to_owned(), 3f64.ln())]);
        let model = Logistic { intercept: 0.0, weights };
        assert!((model.probability(&[]) - 0.5).abs() < 1e-12);
        assert!((model.probability(&["place".to_owned()]) - 0.75).abs() < 1e-12);
        assert!((model.probability(&["unheard-of".to_owned()]) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn a_broken_file_is_named_with_its_line() {
        let error = Calibration::from_toml("my.toml", "[event]\nintercept = \"high\"\n").unwrap_err();
        assert!(error.to_string().starts_with("my.toml:2: "), "{error}");
        assert!(Calibration::from_toml("my.toml", "[weather]\nintercept = 0.1\n").is_err());
    }
}
