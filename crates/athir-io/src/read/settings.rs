//! How inputs are read.

use jiff::civil::Date;

use super::columns::Columns;
use super::format::Format;

/// How inputs are read. The default recognises everything by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadSettings {
    /// What the inputs are, where that is not to be recognised by name and content.
    pub format: Option<Format>,
    /// How the main text of a page is found.
    pub extract: Extract,
    /// Which columns of a table, or keys of a JSON object, hold what.
    pub columns: Columns,
    /// The publication date of all reports, in place of what they say themselves.
    pub published: Option<Date>,
}

/// How the main text of a page is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extract {
    /// By the rules of browsers' reading views.
    #[default]
    Fast,
    /// By rules made for news, several times as slow.
    Quality,
}
