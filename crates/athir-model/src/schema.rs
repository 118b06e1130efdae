//! The JSON Schema of a coded report.

use schemars::schema_for;

use crate::CodedReport;

/// Gives the JSON Schema of one line of `athir code --format jsonl`.
pub fn json_schema() -> schemars::Schema {
    schema_for!(CodedReport)
}
