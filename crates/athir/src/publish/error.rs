//! What can go wrong with a publication.

use std::io;
use std::path::PathBuf;

use athir_export::ExportError;
use athir_publish::{PolicyError, Question};
use athir_store::StoreError;

use crate::export::ExportFailed;

/// A publication that was not made. Nothing was written out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PublishError {
    /// The profile cannot be used.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// A file cannot be read or written.
    #[error("{}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The key file is none.
    #[error("{}: {what}", path.display())]
    Keys {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// There is no key file where one is needed that was used before.
    #[error("{}: no such key file; name the one that it was published with by --keys", .0.display())]
    NoKeys(PathBuf),
    /// Questions of the checklist are open.
    #[error("the checklist has no answer to: {}; answer in [checklist] of the profile, or with --confirm KEY=WORDS",
        .0.iter().map(|question| format!("{} ({})", question.as_str(), question.words())).collect::<Vec<_>>().join("; "))]
    Unanswered(Vec<Question>),
    /// There is no such publication.
    #[error("{0}: no such publication; `athir publish list` has them")]
    NoPublication(String),
    /// The publication was never signed so that somebody has to agree, or somebody has.
    #[error("{0}: {1}")]
    NotWaiting(String, &'static str),
    /// Nobody is named who does it.
    #[error(
        "a publication is signed, approved and recalled by somebody with a name: say who, with --by NAME"
    )]
    Unnamed,
    /// The database has accounts, and none of them may do it under this name.
    #[error("{0}: no account of this database that may {1}: that takes the role {2}")]
    NotAllowed(String, &'static str, &'static str),
    /// Whoever signed it would agree to it.
    #[error("{0} was signed by {1}, and it takes a second person to agree")]
    SamePerson(String, String),
    /// There is something else in the folder.
    #[error("{}: there, and no publication of athir; name a folder that is empty or not there yet", .0.display())]
    Taken(PathBuf),
    /// No incident has this name.
    #[error(
        "{0}: no incident of the database has this name, inside or outside; \
             names of publications need their key file (--keys)"
    )]
    NoIncident(String),
    /// The database cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An export failed.
    #[error(transparent)]
    Export(#[from] ExportError),
}

impl From<ExportFailed> for PublishError {
    fn from(error: ExportFailed) -> PublishError {
        match error {
            ExportFailed::Store(error) => PublishError::Store(error),
            ExportFailed::Export(error) => PublishError::Export(error),
        }
    }
}
