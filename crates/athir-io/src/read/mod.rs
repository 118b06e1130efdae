//! From paths to reports.

mod input;
mod manifest;
mod names;
mod text;

pub use input::{Input, REPORT_LIMIT, find_inputs};
pub use manifest::{Manifest, ManifestEntry};
pub use text::decode_text;
