//! One edited row as corrections and reviews of its event.

use std::collections::BTreeMap;

use athir_arrow::{Cell, Column, EventRow, Events, Table as _};
use athir_export::table::{NOTE, editable_cells, is_editable, is_same, split_list};
use athir_model::{
    CorrectedField, Correction, Count, Event, EventReview, EventStatus, GivenTime, PlacePrecision,
    ReviewVerdict, TimePrecision,
};
use jiff::civil::Date;

use super::file::{Habits, Layout};
use super::letters::{is_taken_for_nothing, trouble};
use super::party::{self, read_parties};
use super::place::{Edited, PlaceCells, read_place};
use super::time::precision_of;
use crate::Registry;
use crate::database::{check_correction, correction_label};
use crate::gazetteer::Gazetteer;

/// What is looked up while rows are read.
#[derive(Clone, Copy)]
pub(super) struct Known<'k> {
    pub(super) registry: &'k Registry,
    pub(super) gazetteer: &'k Gazetteer,
}

/// What a person wants of one event.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Wanted {
    /// Fields with their new values, and how both read.
    pub(super) corrections: Vec<(Correction, String, String)>,
    pub(super) review: Option<ReviewVerdict>,
    pub(super) note: Option<String>,
}

/// A column with what is wrong in it.
pub(super) type Wrong = (&'static str, String);

/// The cells of one row beside those of its event.
pub(super) struct Row<'r> {
    layout: &'r Layout,
    cells: &'r [String],
    habits: Habits,
    /// The event's own cells.
    was: BTreeMap<&'static str, Cell<'r>>,
}

impl<'r> Row<'r> {
    pub(super) fn new(
        layout: &'r Layout,
        cells: &'r [String],
        habits: Habits,
        event: &'r EventRow<'r>,
        review: Option<&'r EventReview>,
    ) -> Row<'r> {
        Row { layout, cells, habits, was: editable_cells(event, review).into_iter().collect() }
    }

    /// The state of the event as it is.
    pub(super) fn state(&self, event: &EventRow<'_>, review: Option<&EventReview>) -> String {
        athir_export::table::state_of(&editable_cells(event, review))
    }

    fn words(&self, column: &str) -> Option<&'r str> {
        if column == NOTE {
            return self.layout.note.map(|at| self.cells.get(at).map_or("", String::as_str));
        }
        let n = Events::COLUMNS.iter().position(|of| of.name == column)?;
        self.layout.columns[n].map(|at| self.cells.get(at).map_or("", String::as_str))
    }

    /// Reads a cell, and whether it is other than the event's. A column that is not in the file is as it was.
    fn read(&self, column: &'static str) -> Result<(Cell<'r>, bool), Wrong> {
        let was = self.was.get(column).cloned().unwrap_or(Cell::Empty);
        let Some(words) = self.words(column) else { return Ok((was, false)) };
        let kind = Events::COLUMNS.iter().find(|of| of.name == column).map(|of: &Column<Events>| of.kind);
        let kind = kind.unwrap_or(athir_arrow::ColumnType::Text);
        let read = self.habits.read(words, kind).map_err(|error| (column, error.to_string()))?;
        if is_same(&read, &was) {
            return Ok((was, false));
        }
        let (written, now) = (text_of(&was), text_of(&read));
        if is_taken_for_nothing(&written, &now) {
            return Ok((was, false));
        }
        match trouble(&written, &now) {
            Some(why) => Err((column, why.to_owned())),
            None => Ok((read, true)),
        }
    }

    /// The columns in which the row is other than the event; a cell that cannot be read is other.
    pub(super) fn differences(&self) -> Vec<&'static str> {
        let columns = Events::COLUMNS.iter().map(|column| column.name).filter(|name| is_editable(name));
        let is_other = |name: &&'static str| self.read(name).map_or(true, |(_, is_changed)| is_changed);
        columns.chain([NOTE]).filter(is_other).collect()
    }

    fn text(&self, column: &'static str) -> Result<Edited<String>, Wrong> {
        let (cell, is_changed) = self.read(column)?;
        let value = text_of(&cell);
        Ok(Edited { value: Some(value).filter(|value| !value.is_empty()), is_changed })
    }

    fn number(&self, column: &'static str) -> Result<Edited<f64>, Wrong> {
        let (cell, is_changed) = self.read(column)?;
        let value = if let Cell::Number(number) = cell { Some(number) } else { None };
        Ok(Edited { value, is_changed })
    }

    fn count(&self, column: &'static str) -> Result<Edited<u64>, Wrong> {
        let (cell, is_changed) = self.read(column)?;
        let value = match cell {
            Cell::Whole(number) => {
                let number = u64::try_from(number);
                Some(number.map_err(|_| (column, "nobody counts less than none".to_owned()))?)
            }
            _ => None,
        };
        Ok(Edited { value, is_changed })
    }

    fn day(&self, column: &'static str) -> Result<Edited<Date>, Wrong> {
        let (cell, is_changed) = self.read(column)?;
        Ok(Edited { value: if let Cell::Day(day) = cell { Some(day) } else { None }, is_changed })
    }

    /// Reads what the row wants of its event. Everything that is wrong is told, not only the first.
    pub(super) fn wanted(&self, event: &Event, text: &str, known: Known<'_>) -> Result<Wanted, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let mut wanted = Wanted::default();
        let was = correction_of(event);
        let fields = [
            self.kind(),
            self.sides(CorrectedField::Initiators, event, known),
            self.sides(CorrectedField::Recipients, event, known),
            self.place(known),
            self.time(event),
            self.losses(CorrectedField::Killed),
            self.losses(CorrectedField::Injured),
        ];
        for field in fields {
            match field {
                Ok(None) => {}
                Ok(Some((column, correction))) => match check_correction(&correction, text) {
                    Err(why) => wrong.push((column, why)),
                    Ok(()) => {
                        let before = was.iter().find(|of| of.field() == correction.field());
                        let before = before.map(correction_label).unwrap_or_default();
                        let after = correction_label(&correction);
                        wanted.corrections.push((correction, before, after));
                    }
                },
                Err(why) => wrong.push(why),
            }
        }
        match self.status(!wanted.corrections.is_empty()) {
            Ok(review) => wanted.review = review,
            Err(why) => wrong.push(why),
        }
        match self.text(NOTE) {
            Ok(note) => {
                let nothing_else =
                    wanted.corrections.is_empty() && wanted.review.is_none() && wrong.is_empty();
                if note.is_changed && nothing_else {
                    wrong.push((
                        NOTE,
                        "a note goes with a change of the row: alone it decides nothing".to_owned(),
                    ));
                }
                wanted.note = note.value.filter(|_| note.is_changed);
            }
            Err(why) => wrong.push(why),
        }
        if wrong.is_empty() { Ok(wanted) } else { Err(wrong) }
    }

    fn kind(&self) -> Result<Option<(&'static str, Correction)>, Wrong> {
        let kind = self.text("kind")?;
        if !kind.is_changed {
            return Ok(None);
        }
        let words = kind.value.unwrap_or_default();
        let parsed = words
            .parse()
            .map_err(|_| ("kind", format!("{words:?} is none of the codebook's kinds of events")));
        Ok(Some(("kind", Correction::Kind(parsed?))))
    }

    fn sides(
        &self,
        field: CorrectedField,
        event: &Event,
        known: Known<'_>,
    ) -> Result<Option<(&'static str, Correction)>, Wrong> {
        let (names, codes, was) = match field {
            CorrectedField::Initiators => ("initiators", "initiator_actors", &event.initiators),
            _ => ("recipients", "recipient_actors", &event.recipients),
        };
        let ((name_cell, names_changed), (code_cell, codes_changed)) = (self.read(names)?, self.read(codes)?);
        if !names_changed && !codes_changed {
            return Ok(None);
        }
        let list = |cell: &Cell<'_>| split_list(&text_of(cell));
        let parties = read_parties(&list(&name_cell), &list(&code_cell), was, known.registry);
        let parties = parties.map_err(|(cell, why)| match cell {
            party::Cell::Names => (names, why),
            party::Cell::Codes => (codes, why),
        })?;
        let correction = match field {
            CorrectedField::Initiators => Correction::Initiators(parties),
            _ => Correction::Recipients(parties),
        };
        Ok(Some((names, correction)))
    }

    fn place(&self, known: Known<'_>) -> Result<Option<(&'static str, Correction)>, Wrong> {
        let precision = self.text("place_precision")?;
        let cells = PlaceCells {
            name: self.text("place")?,
            within: self.text("within")?,
            country: self.text("country")?,
            lat: self.number("lat")?,
            lon: self.number("lon")?,
            precision: Edited {
                value: precision.value.as_deref().map(place_precision).transpose()?,
                is_changed: precision.is_changed,
            },
            code: self.text("place_code")?,
        };
        let PlaceCells { name, within, country, lat, lon, precision, code } = &cells;
        let texts = [name, within, country, code].iter().any(|cell| cell.is_changed);
        if !texts && !lat.is_changed && !lon.is_changed && !precision.is_changed {
            return Ok(None);
        }
        Ok(Some(("place", Correction::Place(read_place(&cells, known.gazetteer)?))))
    }

    fn time(&self, event: &Event) -> Result<Option<(&'static str, Correction)>, Wrong> {
        let (start, end) = (self.day("first_day")?, self.day("last_day")?);
        let precision = self.text("time_precision")?;
        if !start.is_changed && !end.is_changed && !precision.is_changed {
            return Ok(None);
        }
        let column = if end.is_changed && !start.is_changed { "last_day" } else { "first_day" };
        let given = precision.value.as_deref().map(time_precision).transpose()?;
        let precision = match given.filter(|_| precision.is_changed) {
            Some(given) => given,
            None => precision_of(start.value, end.value, event.when.precision),
        };
        let time = GivenTime { start: start.value, end: end.value, precision, quote: None };
        Ok(Some((column, Correction::Time(time))))
    }

    fn losses(&self, field: CorrectedField) -> Result<Option<(&'static str, Correction)>, Wrong> {
        let (low_column, high_column) = match field {
            CorrectedField::Killed => ("killed_low", "killed_high"),
            _ => ("injured_low", "injured_high"),
        };
        let (low, high) = (self.count(low_column)?, self.count(high_column)?);
        if !low.is_changed && !high.is_changed {
            return Ok(None);
        }
        let count = match (low.value, high.value) {
            (None, None) => None,
            (low, high) => Some(Count { low, high }),
        };
        let column = if low.is_changed { low_column } else { high_column };
        let correction =
            if field == CorrectedField::Killed { Correction::Killed } else { Correction::Injured };
        Ok(Some((column, correction(count))))
    }

    fn status(&self, has_corrections: bool) -> Result<Option<ReviewVerdict>, Wrong> {
        let status = self.text("status")?;
        if !status.is_changed {
            return Ok(None);
        }
        let words = status.value.unwrap_or_default();
        let known = [EventStatus::Open, EventStatus::Accepted, EventStatus::Corrected, EventStatus::Rejected];
        let found = known.into_iter().find(|status| status.as_str() == words.to_lowercase());
        match found {
            // It follows from the other cells.
            Some(EventStatus::Corrected) if has_corrections => Ok(None),
            Some(EventStatus::Corrected) => Err((
                "status",
                "nothing in the row is corrected: write accepted, rejected or open".to_owned(),
            )),
            Some(EventStatus::Rejected) if has_corrections => {
                let why = "rejected, and other cells changed: an event that is none has nothing to correct"
                    .to_owned();
                Err(("status", why))
            }
            Some(EventStatus::Accepted) => Ok(Some(ReviewVerdict::Accepted)),
            Some(EventStatus::Rejected) => Ok(Some(ReviewVerdict::Rejected)),
            Some(EventStatus::Open) => Ok(Some(ReviewVerdict::Open)),
            None => Err(("status", format!("{words:?} is none of open, accepted, corrected, rejected"))),
        }
    }
}

/// The words of a cell as a person would write them, without what defuses them.
pub(super) fn text_of(cell: &Cell<'_>) -> String {
    athir_export::table::restored(&athir_export::table::cell_words(cell)).to_owned()
}

fn place_precision(words: &str) -> Result<PlacePrecision, Wrong> {
    use PlacePrecision as P;
    let all = [P::Spot, P::Settlement, P::District, P::Province, P::Country, P::Unknown];
    all.into_iter().find(|precision| precision.as_str() == words).ok_or_else(|| {
        let why = format!("{words:?} is none of spot, settlement, district, province, country, unknown");
        ("place_precision", why)
    })
}

fn time_precision(words: &str) -> Result<TimePrecision, Wrong> {
    use TimePrecision as P;
    let all = [P::Day, P::Week, P::Month, P::Year, P::Unknown];
    all.into_iter()
        .find(|precision| precision.as_str() == words)
        .ok_or_else(|| ("time_precision", format!("{words:?} is none of day, week, month, year, unknown")))
}

/// The fields of an event in the form of corrections.
fn correction_of(event: &Event) -> Vec<Correction> {
    crate::database::values_of(event)
}
