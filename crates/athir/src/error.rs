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
    /// The file is no gazetteer that can be used.
    #[error("cannot open the gazetteer {}", path.display())]
    Gazetteer {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: athir_gazetteer::GazetteerError,
    },
    /// A file or folder of actors cannot be read.
    #[error("cannot read {}", path.display())]
    ActorFile {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file that the settings name cannot be read.
    #[error("cannot read {}", path.display())]
    Knowledge {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file of actors is wrong.
    #[error("cannot load the actors in {}", folder.display())]
    Actors {
        /// The folder.
        folder: PathBuf,
        /// What is wrong, with path and line.
        source: athir_actors::ActorsError,
    },
    /// The folder of frames cannot be read.
    #[error("cannot read the frames in {}", folder.display())]
    FramesFolder {
        /// The folder.
        folder: PathBuf,
        /// What is wrong with it.
        source: athir_io::IoError,
    },
    /// A file of frames cannot be used.
    #[error("cannot use the frames in {}", folder.display())]
    Frames {
        /// The folder.
        folder: PathBuf,
        /// What is wrong with them.
        source: athir_coder::KnowledgeError,
    },
}
