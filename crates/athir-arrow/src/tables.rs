//! The six tables: what their rows are made of, and their columns.

mod actor;
mod claim;
mod event;
mod incident;
mod loss;
mod report;
mod tie;

pub use actor::{ActorRow, Actors};
pub use claim::{ClaimRow, Claims};
pub use event::{EventRow, Events};
pub use incident::{IncidentRow, Incidents};
pub use loss::total;
pub use report::{ReportRow, Reports};
pub use tie::{TieRow, Ties};

use std::borrow::Cow;

use athir_model::{PlaceStatus, Quote, TimeBasis};

use crate::cell::Cell;

fn status_word(status: PlaceStatus) -> &'static str {
    match status {
        PlaceStatus::Resolved => "resolved",
        PlaceStatus::Ambiguous => "ambiguous",
        PlaceStatus::Unresolved => "unresolved",
    }
}

fn time_basis_word(basis: TimeBasis) -> &'static str {
    match basis {
        TimeBasis::Stated => "stated",
        TimeBasis::Discourse => "discourse",
        TimeBasis::Saying => "saying",
        TimeBasis::Publication => "publication",
    }
}

/// The words of quotes; a person's value may have none.
fn words<'a>(quotes: impl IntoIterator<Item = &'a Quote>) -> Cell<'a> {
    Cell::texts(quotes.into_iter().filter(|quote| !quote.text.is_empty()).map(|quote| quote.text.as_str()))
}

/// Each text once, in order.
fn each_once<'a>(texts: impl IntoIterator<Item = &'a str>) -> Cell<'a> {
    let mut all: Vec<&str> = texts.into_iter().collect();
    all.sort_unstable();
    all.dedup();
    Cell::Texts(all.into_iter().map(|text| Some(Cow::Borrowed(text))).collect())
}
