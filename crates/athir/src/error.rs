//! What can go wrong when a pipeline is set up.

use std::path::PathBuf;

/// A setting that could not be carried out, and why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The folder holds no language model that can be used.
    #[error("cannot load the language model in {}", folder.display())]
    Model {
        /// The folder.
        folder: PathBuf,
        /// What is wrong with it.
        source: athir_nlp::ModelError,
    },
}
