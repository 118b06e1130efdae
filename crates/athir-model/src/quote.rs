//! Words of a report with the place where they stand.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Words of the report, exactly as they stand there, with their offsets in Unicode characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// The exact words.
    pub text: String,
    /// Offset of the first character.
    pub start: usize,
    /// Offset after the last character.
    pub end: usize,
}
