//! The words of the records, with what they mean: from the definitions beside them in the code.

use athir::model::{
    Disputed, EventKind, Geometry, Grade, Modality, Phase, PlacePrecision, Reason, ReviewStatus,
    TimePrecision,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::problem::Problem;
use crate::route::Asked;
use crate::table::families;

/// A word of the records.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Word {
    /// The word as it stands in records.
    id: String,
    /// The word for people.
    label: String,
    /// What it means.
    help: String,
}

/// A kind of event.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct KindWord {
    /// The word as it stands in records.
    id: &'static str,
    /// Its family.
    family: &'static str,
    /// The word for people.
    label: String,
    /// What it means.
    help: String,
    /// Whether the order of the sides has no meaning.
    mutual: bool,
}

/// The words of the records.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Codebook {
    families: Vec<Word>,
    kinds: Vec<KindWord>,
    grades: Vec<Word>,
    statuses: Vec<Word>,
    /// How precise a place is.
    precisions: Vec<Word>,
    /// How precise a time is.
    time_precisions: Vec<Word>,
    geometries: Vec<Word>,
    modalities: Vec<Word>,
    phases: Vec<Word>,
    /// Fields that can be disputed.
    disputes: Vec<Word>,
    /// Why something that was seen was not coded.
    reasons: Vec<Word>,
}

pub(super) fn codebook(_: &Asked<'_>, (): (), (): ()) -> Result<Codebook, Problem> {
    let helps = words::<EventKind>();
    let kind = |kind: EventKind| KindWord {
        id: kind.as_str(),
        family: kind.family().as_str(),
        label: label(kind.as_str()),
        help: helps
            .iter()
            .find(|word| word.id == kind.as_str())
            .map(|word| word.help.clone())
            .unwrap_or_default(),
        mutual: kind.direction() == athir::model::Direction::Mutual,
    };
    let family = |family: athir::model::Family| {
        let kinds = EventKind::ALL.into_iter().filter(|kind| kind.family() == family);
        let help = kinds.map(|kind| label(kind.as_str())).collect::<Vec<_>>().join(", ");
        Word { id: family.as_str().to_owned(), label: label(family.as_str()), help }
    };
    Ok(Codebook {
        families: families().map(family).collect(),
        kinds: EventKind::ALL.into_iter().map(kind).collect(),
        grades: words::<Grade>(),
        statuses: words::<ReviewStatus>(),
        precisions: words::<PlacePrecision>(),
        time_precisions: words::<TimePrecision>(),
        geometries: words::<Geometry>(),
        modalities: words::<Modality>(),
        phases: words::<Phase>(),
        disputes: words::<Disputed>(),
        reasons: words::<Reason>(),
    })
}

/// The words of a type with one word for each value, each with the comment that stands beside it in the code.
fn words<T: JsonSchema>() -> Vec<Word> {
    let schema = schemars::schema_for!(T).to_value();
    let values = schema["oneOf"].as_array().cloned().unwrap_or_default();
    let word = |value: &serde_json::Value| {
        let id = value["const"].as_str()?.to_owned();
        let help = value["description"].as_str().unwrap_or_default().replace('\n', " ");
        Some(Word { label: label(&id), help, id })
    };
    values.iter().filter_map(word).collect()
}

/// `air-strike` as "Air strike".
fn label(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_explained() {
        let all = [
            words::<EventKind>(),
            words::<Grade>(),
            words::<PlacePrecision>(),
            words::<Reason>(),
            words::<Modality>(),
            words::<Phase>(),
            words::<ReviewStatus>(),
        ];
        assert_eq!(all[0].len(), EventKind::ALL.len());
        assert!(all.iter().all(|words| words.len() > 1));
        assert!(all.iter().flatten().all(|word| word.help.len() > 4 && !word.label.contains('-')));
        assert_eq!(label("air-strike"), "Air strike");
    }
}
