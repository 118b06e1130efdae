//! From paths to reports.

mod input;
mod knowledge;
mod manifest;
mod names;
mod text;

pub use input::{Input, REPORT_LIMIT, find_inputs};
pub use knowledge::read_knowledge;
pub use manifest::{Manifest, ManifestEntry};
pub use text::decode_text;
