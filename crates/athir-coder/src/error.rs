//! Errors in knowledge files. Bad text is no error: it gives diagnostics.

/// A knowledge file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KnowledgeError {
    /// The file is no TOML of the expected shape.
    #[error("{path}:{line}: {message}")]
    Toml {
        /// The file.
        path: String,
        /// Line, from 1.
        line: usize,
        /// What the reader says.
        message: String,
    },
    /// A frame names a kind that the codebook lacks.
    #[error("{path}: frame {frame:?}: unknown event kind {kind:?}")]
    Kind {
        /// The file.
        path: String,
        /// The frame.
        frame: String,
        /// The word.
        kind: String,
    },
    /// Two frames share a name.
    #[error("{path}: frame {frame:?} is defined twice")]
    Duplicate {
        /// The file of the second one.
        path: String,
        /// The frame.
        frame: String,
    },
    /// A frame has no trigger.
    #[error("{path}: frame {frame:?} has no verbs, nouns, adjectives or phrases")]
    NoTrigger {
        /// The file.
        path: String,
        /// The frame.
        frame: String,
    },
    /// A condition names a class that does not exist.
    #[error("{path}: frame {frame:?}: unknown class {class:?}")]
    Class {
        /// The file.
        path: String,
        /// The frame.
        frame: String,
        /// The word.
        class: String,
    },
    /// A row of the crosswalk gives a sub-event type that belongs to no event type.
    #[error("{path}: sub-event type {sub_event:?} belongs to no event type")]
    SubEvent {
        /// The file.
        path: String,
        /// The sub-event type.
        sub_event: String,
    },
    /// A frame asks for a role that does not exist.
    #[error("{path}: frame {frame:?}: unknown need {need:?}")]
    Need {
        /// The file.
        path: String,
        /// The frame.
        frame: String,
        /// The word.
        need: String,
    },
}

impl KnowledgeError {
    pub(crate) fn toml(path: &str, text: &str, error: &toml::de::Error) -> KnowledgeError {
        let line = error.span().map_or(1, |s| 1 + text[..s.start.min(text.len())].matches('\n').count());
        KnowledgeError::Toml { path: path.to_owned(), line, message: error.message().to_owned() }
    }
}
