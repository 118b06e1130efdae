//! What can be wrong with a model's files.

use std::path::PathBuf;

/// Why a language model could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// A file of the model could not be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// The file that was opened.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// `model.json` is not the JSON that this version reads.
    #[error("model.json: {0}")]
    Json(#[from] serde_json::Error),
    /// `model.safetensors` is not a safetensors file.
    #[error("model.safetensors: {0}")]
    Tensors(#[from] safetensors::SafeTensorError),
    /// The format number in `model.json` is not one that this version reads.
    #[error("model.json: format {found} is not 1, the format this version reads")]
    Format {
        /// The number in the file.
        found: u32,
    },
    /// A tensor has another type or shape than the network needs.
    #[error("model.safetensors: tensor {name} is {found}, expected {expected}")]
    Tensor {
        /// The tensor's name.
        name: String,
        /// Its type and shape in the file.
        found: String,
        /// The type and shape that the network needs.
        expected: String,
    },
    /// A label is not one that this version knows.
    #[error("model.json: {what} {value:?} is not known")]
    Unknown {
        /// What kind of label it is.
        what: &'static str,
        /// The label.
        value: String,
    },
    /// Parts of the model do not fit one another.
    #[error("the model's parts do not fit: {what}")]
    Misfit {
        /// What does not fit.
        what: &'static str,
    },
}
