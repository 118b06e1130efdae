//! One self-contained page for an analyst to read: each report word for word beside what was coded from it.
//!
//! The page asks nothing of a network, works without its script, and prints every word of a report escaped.
//! The script adds keys, a filter and a switch for light and dark.

mod card;
mod dossier;
mod escape;
mod marks;
mod page;
mod text;

pub use dossier::write_dossier;
pub use page::HtmlWriter;
