//! Views of a parsed text: CoNLL-U for other programs, JSON, and a drawing for the terminal.

mod conllu;
mod json;
mod tree;

pub use conllu::to_conllu;
pub use json::to_json;
pub use tree::to_tree;
