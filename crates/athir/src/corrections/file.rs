//! What a program has made of the cells of a table: other dates, commas in numbers, letters lost.

use athir_arrow::{Cell, Column, ColumnType, Events, Table as _};
use athir_export::table::{NOTE, NoCell, is_editable, read_cell, state_of};
use jiff::civil::Date;

/// How a file writes days, where it does not by ISO 8601: spreadsheets turn them into those of the country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayOrder {
    /// 31/08/2017, 31.8.17
    DayFirst,
    /// 8/31/2017
    MonthFirst,
}

/// How the cells of a file are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Habits {
    /// How it writes days, where that is known from rows that nobody edited.
    pub(super) days: Option<DayOrder>,
    /// Whether numbers have a comma before the fraction.
    pub(super) has_decimal_comma: bool,
}

impl Habits {
    /// Reads a cell as the program that wrote the file means it.
    pub(super) fn read(self, words: &str, kind: ColumnType) -> Result<Cell<'static>, NoCell> {
        let trimmed = words.trim();
        match kind {
            ColumnType::Day => {
                let day = self.days.and_then(|order| day_of(trimmed, order));
                day.map_or_else(|| read_cell(trimmed, kind), |day| Ok(Cell::Day(day)))
            }
            ColumnType::Number | ColumnType::Whole if self.has_decimal_comma && !trimmed.contains('.') => {
                read_cell(&trimmed.replacen(',', ".", 1), kind)
                    .map_err(|_| NoCell { words: trimmed.to_owned(), kind })
            }
            kind => read_cell(words, kind),
        }
    }
}

/// Reads a day of three numbers.
fn day_of(words: &str, order: DayOrder) -> Option<Date> {
    let parts: Vec<&str> = words.split(['/', '.', '-']).map(str::trim).collect();
    let [a, b, year] = parts[..] else { return None };
    if a.len() > 2 || b.len() > 2 {
        return None;
    }
    let (a, b): (i8, i8) = (a.parse().ok()?, b.parse().ok()?);
    let year = match (year.len(), year.parse::<i16>().ok()?) {
        (4, year) => year,
        // As spreadsheets read two digits.
        (2, year) if year < 30 => 2000 + year,
        (2, year) => 1900 + year,
        _ => return None,
    };
    match order {
        DayOrder::DayFirst => Date::new(year, b, a).ok(),
        DayOrder::MonthFirst => Date::new(year, a, b).ok(),
    }
}

/// Where the columns of the table of events are in a file.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// For each column of the table of events its place in the file, if it is there.
    pub(super) columns: Vec<Option<usize>>,
    pub(super) event: usize,
    pub(super) note: Option<usize>,
    pub(super) state: usize,
}

impl Layout {
    /// Whether all cells are there that a row's state stands for.
    fn is_whole(&self) -> bool {
        let mut columns = Events::COLUMNS.iter().zip(&self.columns);
        columns.all(|(column, at)| at.is_some() || !is_editable(column.name)) && self.note.is_some()
    }

    /// Whether a row says what it said when it was written; `None` where it cannot be told.
    pub(super) fn is_as_written(&self, row: &[String], habits: Habits) -> Option<bool> {
        let cell = |at: usize| row.get(at).map_or("", String::as_str);
        if !self.is_whole() {
            return None;
        }
        let mut cells: Vec<(&'static str, Cell<'static>)> = Vec::new();
        for (column, at) in Events::COLUMNS.iter().zip(&self.columns).filter(|(c, _)| is_editable(c.name)) {
            let Some(read) = at.and_then(|at| habits.read(cell(at), column.kind).ok()) else {
                return Some(false);
            };
            cells.push((column.name, read));
        }
        let note = self.note.and_then(|at| habits.read(cell(at), ColumnType::Text).ok());
        cells.push((NOTE, note.unwrap_or(Cell::Empty)));
        Some(state_of(&cells) == cell(self.state).trim())
    }

    /// The day cells of a row.
    pub(super) fn days<'r>(&'r self, row: &'r [String]) -> impl Iterator<Item = &'r str> {
        let days =
            Events::COLUMNS.iter().zip(&self.columns).filter(|(c, _)| is_day(c) && is_editable(c.name));
        days.filter_map(|(_, at)| row.get((*at)?).map(|cell| cell.trim())).filter(|cell| !cell.is_empty())
    }
}

fn is_day(column: &Column<Events>) -> bool {
    column.kind == ColumnType::Day
}

/// Finds out how a file writes days: in the way in which most of its rows say what they said when they were written.
pub(super) fn habits_of(layout: &Layout, rows: &[&[String]], separator: char) -> Habits {
    let plain = Habits { days: None, has_decimal_comma: separator == ';' };
    let fits = |days: Option<DayOrder>| {
        let habits = Habits { days, ..plain };
        let is_telling = |row: &&&[String]| layout.days(row).next().is_some();
        rows.iter().filter(is_telling).filter(|row| layout.is_as_written(row, habits) == Some(true)).count()
    };
    let is_iso = |cell: &str| read_cell(cell, ColumnType::Day).is_ok();
    if rows.iter().flat_map(|row| layout.days(row)).all(is_iso) {
        return plain;
    }
    let [day_first, month_first] =
        [DayOrder::DayFirst, DayOrder::MonthFirst].map(|order| (order, fits(Some(order))));
    let days = match day_first.1.cmp(&month_first.1) {
        std::cmp::Ordering::Greater => Some(day_first.0),
        std::cmp::Ordering::Less => Some(month_first.0),
        std::cmp::Ordering::Equal => None,
    };
    Habits { days, ..plain }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_read_in_the_order_of_the_file() {
        let read =
            |words, days| Habits { days: Some(days), ..Habits::default() }.read(words, ColumnType::Day);
        let day = Ok(Cell::Day(date(2017, 8, 31)));
        assert_eq!(read("31/08/2017", DayOrder::DayFirst), day);
        assert_eq!(read("31.8.17", DayOrder::DayFirst), day);
        assert_eq!(read("8/31/2017", DayOrder::MonthFirst), day);
        assert_eq!(read("2017-08-31", DayOrder::MonthFirst), day, "what stays as it was is still read");
        assert!(read("31/08/2017", DayOrder::MonthFirst).is_err());
        assert!(read("spring", DayOrder::DayFirst).is_err());
    }

    #[test]
    fn a_comma_is_a_point_where_semicolons_part_the_cells() {
        let read = |words, comma| {
            Habits { has_decimal_comma: comma, ..Habits::default() }.read(words, ColumnType::Number)
        };
        assert_eq!(read("36,2524", true), Ok(Cell::Number(36.2524)));
        assert!(read("36,2524", false).is_err());
        assert_eq!(read("36.2524", true), Ok(Cell::Number(36.2524)));
        assert!(read("1,234,5", true).is_err());
    }
}
