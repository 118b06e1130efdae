//! How the actors that reports name belong to each other.

/// Knows to which actors an actor belongs.
///
/// The registry of actors is not this crate's business, so what it knows comes in through this trait.
pub trait Lineage: Sync {
    /// The codes of the actors that this one is a part of, acts for, or was called before, nearest first, without
    /// itself. An unknown code has none.
    fn above(&self, code: &str) -> Vec<String>;
}

/// Knows no lineage: every actor stands for itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoLineage;

impl Lineage for NoLineage {
    fn above(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}
