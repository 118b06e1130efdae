//! What people may change in the table of events and give back, and how an edited row is told from a changed event.

use athir_arrow::{Cell, Column, EventRow, Events, Table as _};
use athir_model::EventReview;

use super::words::cell_words;

/// The column of `events.csv` for why somebody changes a row, after those of the table of events.
pub const NOTE: &str = "note";
/// The last column of `events.csv`: stands for what the row said when it was written.
pub const STATE: &str = "state";

/// The columns of the table of events that people may change.
const EDITABLE: [&str; 20] = [
    "status",
    "kind",
    "first_day",
    "last_day",
    "time_precision",
    "place",
    "within",
    "country",
    "lat",
    "lon",
    "place_precision",
    "place_code",
    "initiators",
    "initiator_actors",
    "recipients",
    "recipient_actors",
    "killed_low",
    "killed_high",
    "injured_low",
    "injured_high",
];

/// Whether people may change this column of the table of events and give it back.
pub fn is_editable(column: &str) -> bool {
    EDITABLE.contains(&column) || column == NOTE
}

/// The cells of an event that people may change, with their columns, in the order of the table; the note last.
pub fn editable_cells<'a>(
    row: &'a EventRow<'a>,
    review: Option<&'a EventReview>,
) -> Vec<(&'static str, Cell<'a>)> {
    let cell = |column: &'static Column<Events>| (column.name, (column.value)(row));
    let columns = Events::COLUMNS.iter().filter(|column| EDITABLE.contains(&column.name));
    let note = review.and_then(|review| review.note.as_deref());
    columns.map(cell).chain([(NOTE, note.into())]).collect()
}

/// A word that stands for cells with the names of their columns: other cells, another word.
///
/// `events.csv` carries it for each row. If it fits the row, nobody has edited the row; if it fits the event, nothing
/// of the event has changed since. It is no proof against people who want to deceive: 64 bits of FNV-1a (Fowler, Noll
/// and Vo). It begins with a letter, so that no spreadsheet takes it for a number.
pub fn state_of<'a>(cells: impl IntoIterator<Item = &'a (&'static str, Cell<'a>)>) -> String {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mut hash = BASIS;
    let mut take = |bytes: &[u8]| {
        for byte in bytes.iter().chain(&[0]) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
        }
    };
    for (name, cell) in cells {
        take(name.as_bytes());
        take(steady(cell).as_bytes());
    }
    format!("s{hash:016x}")
}

/// Whether two cells say the same to people, whatever a spreadsheet has made of digits and white space.
pub fn is_same(a: &Cell<'_>, b: &Cell<'_>) -> bool {
    steady(a) == steady(b)
}

/// A cell's words without what a spreadsheet may lose: digits behind the tenth of a metre, white space, and empty items
/// at the end of a list.
fn steady(cell: &Cell<'_>) -> String {
    let words = match cell {
        Cell::Number(number) => format!("{number:.6}"),
        cell => cell_words(cell),
    };
    words.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches([';', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_cells_are_another_state() {
        let state = |lat: f64, place: &'static str| {
            state_of(&[("lat", Cell::Number(lat)), ("place", Cell::from(place))])
        };
        assert_eq!(state(36.25, "Tell Amun"), state(36.250_000_000_1, "Tell  Amun "));
        assert_ne!(state(36.25, "Tell Amun"), state(36.26, "Tell Amun"));
        assert_ne!(state(36.25, "Tell Amun"), state(36.25, "Tell Aman"));
        assert_ne!(state_of(&[("a", Cell::from("b"))]), state_of(&[("ab", Cell::Empty)]));
    }

    #[test]
    fn every_editable_column_is_one_of_the_table() {
        for name in EDITABLE {
            assert!(Events::COLUMNS.iter().any(|column| column.name == name), "{name}");
        }
    }
}
