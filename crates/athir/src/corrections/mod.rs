//! The way back: the table of events, edited in a spreadsheet, as corrections and reviews by id.
//!
//! `events.csv` of an export carries a word for each row that stands for what it said (`state`). A row that still fits
//! it was not edited and says nothing. One that was edited becomes corrections of the fields whose cells are other than
//! the event's, unless the event itself has changed since: then the row is refused, because whoever edited it looked at
//! something else. Everything is checked before anything is written.

mod apply;
mod edit;
mod file;
mod letters;
mod party;
mod place;
mod read;
mod time;

pub use apply::Applied;
pub use read::{Change, Corrections, NoCorrections, RowChange, RowFault};
