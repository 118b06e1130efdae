//! What every export says about itself.

use serde::Serialize;

/// Which program made an export, of what, with which knowledge: what a reader needs to make it again or to cite it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Release {
    /// The program and its version.
    pub athir: String,
    /// The codebook's version.
    pub codebook: String,
    /// The SHA-256 of all that this program's coder knows. Reports may have been coded by others: see each row.
    pub knowledge: String,
    /// The language model that this program's coder reads with.
    pub model: String,
    /// The version of the gazetteer that areas are named by.
    pub gazetteer: String,
    /// The version of the registry that actors are described by.
    pub registry: String,
    /// The newest entry of the database's log, whose digest stands for its whole state.
    pub state: String,
    /// When it was made, as the caller says; the time of the newest entry where nobody says.
    pub made: String,
    /// What was asked for, as the caller puts it; everything where empty.
    pub filter: String,
    /// Licences and citations that go with every copy.
    pub licences: Vec<String>,
}
