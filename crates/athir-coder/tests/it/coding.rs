//! Coding a text with the built-in knowledge, which is loaded once.

use athir_coder::Coder;
use athir_model::CodedReport;
use athir_nlp::Model;
use jiff::civil::Date;

/// Codes `text` as the report "case", as the command does with the built-in model and data.
pub(crate) fn code(text: &str, published: Option<Date>) -> CodedReport {
    Coder::builtin().code(&Model::builtin().parse(text), "case", published)
}
