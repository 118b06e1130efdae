//! What is worth a person's look first: what is unsure, disputed, deadly or new.

use athir::model::{Disputed, Grade, PlacePrecision, PlaceStatus, TimePrecision};
use schemars::JsonSchema;
use serde::Serialize;

use super::build::Table;
use super::columns::NO_DAY;
use super::row::{DISPUTED, NONE, Side};

/// One reason to look at an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Reason {
    /// Its sources disagree on something.
    Disputed,
    /// People died.
    Killed,
    /// It is not told where, or several places may be meant.
    PlaceUnsure,
    /// It is not told when.
    TimeUnsure,
    /// It is not told who did it.
    NobodyNamed,
    /// One source alone tells of it.
    SingleSource,
    /// It is among the latest.
    New,
}

impl Reason {
    const fn words(self) -> &'static str {
        match self {
            Reason::Disputed => "sources disagree",
            Reason::Killed => "people died",
            Reason::PlaceUnsure => "the place is unsure",
            Reason::TimeUnsure => "the day is unsure",
            Reason::NobodyNamed => "nobody is named for it",
            Reason::SingleSource => "one source alone",
            Reason::New => "new",
        }
    }
}

/// The reasons in words.
pub(crate) fn words(reasons: &[(Reason, u32)]) -> String {
    let words: Vec<&str> = reasons.iter().map(|(reason, _)| reason.words()).collect();
    if words.is_empty() { "nothing in particular".to_owned() } else { words.join("; ") }
}

/// Days within which an incident is among the latest.
const NEW: i32 = 14;

/// Why an incident is worth looking at, and how much each reason weighs, the heaviest first.
pub(crate) fn reasons(table: &Table, row: u32) -> Vec<(Reason, u32)> {
    let (columns, at) = (&table.columns, row as usize);
    let mut found = Vec::new();
    let disputes = DISPUTED.into_iter().filter(|&field| columns.disputes[at] >> field as u8 & 1 == 1);
    let weight: u32 = disputes.map(weight_of).sum();
    if weight > 0 {
        found.push((Reason::Disputed, weight.min(70)));
    }
    if let Some(killed) = table.shared.estimate(columns.killed[at]).filter(|killed| killed.best > 0) {
        // Each doubling weighs the same.
        found.push((Reason::Killed, (12 * (64 - (killed.best + 1).leading_zeros())).min(80)));
    }
    let place = columns.places[at];
    let is_vague = place == NONE || {
        let place = table.shared.places.get(place);
        place.status != PlaceStatus::Resolved
            || matches!(place.precision, PlacePrecision::Country | PlacePrecision::Unknown)
    };
    if is_vague {
        found.push((Reason::PlaceUnsure, 25));
    }
    if columns.precisions[at] == TimePrecision::Unknown {
        found.push((Reason::TimeUnsure, 15));
    }
    if columns.sides.of(row).iter().all(|&side| Side(side).is_recipient()) {
        found.push((Reason::NobodyNamed, 12));
    }
    if columns.grades[at] == Grade::SingleSource {
        found.push((Reason::SingleSource, 5));
    }
    let last = columns.ends[at].max(columns.starts[at]);
    if last != NO_DAY && last > table.newest().saturating_sub(NEW) {
        found.push((Reason::New, 20));
    }
    found.sort_by_key(|&(_, weight)| std::cmp::Reverse(weight));
    found
}

fn weight_of(field: Disputed) -> u32 {
    match field {
        Disputed::Happening => 40,
        Disputed::Initiator | Disputed::Losses => 25,
        Disputed::Place | Disputed::Recipient => 20,
        Disputed::Kind | Disputed::Time => 12,
    }
}

/// How much an incident is worth looking at.
pub(crate) fn worth(table: &Table, row: u32) -> u32 {
    reasons(table, row).iter().map(|&(_, weight)| weight).sum()
}
