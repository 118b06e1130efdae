//! How sure the coder is of an event and of its values.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Estimated probabilities that a careful reader of the same report would have the same, in 0..=1.
///
/// `event` is that of the event with its kind. Each other figure is that of one value of the field, given that
/// the event is right; it is absent where the field is empty. They come from a model fitted on reports that
/// people have read (`athir_coder::Calibration`), not from the wording of the report: what a report calls
/// uncertain is its modality and attribution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Confidence {
    /// The event is one, and of this kind.
    pub event: f32,
    /// Each of the initiators belongs there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initiators: Option<f32>,
    /// Each of the recipients belongs there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipients: Option<f32>,
    /// The place is the event's and is the right one of its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<f32>,
    /// First and last day are right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<f32>,
    /// Each count of people harmed is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub casualties: Option<f32>,
}
