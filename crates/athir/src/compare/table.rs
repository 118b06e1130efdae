//! Reads a table of events by its mapping.

use std::collections::BTreeSet;

use athir_actors::{Reason, Registry};
use athir_export::table::restored;
use athir_io::{Input, IoError, Sheet, SheetRow};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::cell;
use super::kind::Sort;
use super::mapping::{Mapping, UCDP_COLUMNS};
use crate::database::{Where, read_where};
use crate::gazetteer::Gazetteer;

/// An event as a table of others has it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TableEvent {
    /// What the table calls it; its line where it has no name.
    pub id: String,
    /// The line that it begins on, from 1.
    pub line: u64,
    /// First day on which it may have happened.
    pub first: Date,
    /// Last day on which it may have happened.
    pub last: Date,
    /// What its place is called.
    pub place: String,
    /// ISO 3166 alpha-2 code of the country.
    pub country: Option<String>,
    /// Latitude and longitude in degrees; `None` where no more than the country is known.
    pub point: Option<(f64, f64)>,
    /// How many kilometres around the point it may have happened.
    pub radius_km: f64,
    /// The names of its actors, as the table has them.
    pub actors: Vec<String>,
    /// The registry's codes of those that it knows.
    pub codes: BTreeSet<String>,
    /// Lowest, best and highest number of deaths.
    pub deaths: Option<[u64; 3]>,
    /// What happened, as data sets share it; `None` where the table does not say.
    pub sort: Option<Sort>,
}

/// A row that cannot be used, or a cell that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The line.
    pub line: u64,
    /// The column.
    pub column: String,
    /// What stands there.
    pub cell: String,
    /// What is wrong with it.
    pub what: &'static str,
}

/// A table of events, and what of it could not be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventTable {
    /// The events, in the order of the table.
    pub events: Vec<TableEvent>,
    /// Rows that could not be used.
    pub faults: Vec<Fault>,
    /// Cells that say nothing to anybody here; their rows are used without them.
    pub unread: Vec<Fault>,
}

/// A table that cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CompareError {
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] IoError),
    /// The columns are none that are known, and there is no mapping.
    #[error("{file}: neither a table of UCDP GED nor of ACLED: name its columns in a mapping ({columns})")]
    UnknownColumns {
        /// The file.
        file: String,
        /// Its columns.
        columns: String,
    },
    /// The mapping names a column that the table does not have.
    #[error("{file}: no column {column}; there are {columns}")]
    NoColumn {
        /// The file.
        file: String,
        /// What the mapping names.
        column: String,
        /// The columns that there are.
        columns: String,
    },
}

/// What is wrong with the name of a country.
const NO_COUNTRY: &str = "no country that the gazetteer knows";
/// What is wrong with the name of a kind.
const NO_KIND: &str = "no kind of the codebook, and the mapping does not have it";

/// What is searched around a point where the table does not say how precise it is.
const PLAIN_KM: f64 = 10.0;

/// Reads a table of events: by `mapping`, or as one of the tables that are known by their columns. A UCDP table without
/// a header is known by its 49 cells.
///
/// # Errors
///
/// A file that cannot be read, and columns that are not known. A row that cannot be used is a fault, and the others are
/// read.
pub fn read_events(
    input: &Input,
    mapping: Option<&Mapping>,
    registry: &Registry,
    gazetteer: &Gazetteer,
) -> Result<EventTable, CompareError> {
    let sheet = Sheet::open(input)?;
    let mut columns = sheet.columns().to_vec();
    let mut head = None;
    let is_bare =
        columns.len() == 49 && cell::number(&columns[0]).is_some() && cell::number(&columns[2]).is_some();
    if mapping.is_none() && is_bare {
        let cells = std::mem::replace(&mut columns, UCDP_COLUMNS.split(',').map(str::to_owned).collect());
        head = Some(SheetRow { line: 1, cells });
    }
    let file =
        input.path.as_ref().map_or_else(|| "standard input".to_owned(), |path| path.display().to_string());
    let shown = || columns.join(", ");
    let known = Mapping::known_by(&columns);
    let Some(mapping) = mapping.or(known.as_ref()) else {
        return Err(CompareError::UnknownColumns { file, columns: shown() });
    };
    if let Some(column) = mapping.columns().find(|name| !columns.iter().any(|column| column == name)) {
        return Err(CompareError::NoColumn { file, column: column.to_owned(), columns: shown() });
    }
    let reader = Reader { columns: &columns, mapping, registry, gazetteer };
    let mut table = EventTable::default();
    for row in head.into_iter().map(Ok).chain(sheet) {
        let row: SheetRow = row?;
        match reader.event(&row) {
            Ok((event, unread)) => {
                table.events.push(event);
                table.unread.extend(unread);
            }
            Err(fault) => table.faults.push(fault),
        }
    }
    Ok(table)
}

struct Reader<'a> {
    columns: &'a [String],
    mapping: &'a Mapping,
    registry: &'a Registry,
    gazetteer: &'a Gazetteer,
}

impl Reader<'_> {
    fn event(&self, row: &SheetRow) -> Result<(TableEvent, Vec<Fault>), Fault> {
        let fault = |column: &str, what| Fault {
            line: row.line,
            column: column.to_owned(),
            cell: self.cell(row, column).to_owned(),
            what,
        };
        let required =
            |column: &str| cell::day(self.cell(row, column)).ok_or_else(|| fault(column, "no day"));
        let mapping = self.mapping;
        let first_column = mapping.first.as_ref().or(mapping.date.as_ref()).expect("a mapping tells when");
        let first = required(first_column)?;
        let last = mapping.last.as_ref().map_or(Ok(first), |column| required(column))?;
        if last < first {
            return Err(fault(mapping.last.as_ref().unwrap_or(first_column), "a last day before the first"));
        }
        let around = mapping.days.as_ref().and_then(|of| of.days.get(cell::code(self.cell(row, &of.column))));
        let around = i32::from(around.copied().unwrap_or_default()).days();
        let (first, last) = (first.saturating_sub(around), last.saturating_add(around));
        let mut unread = Vec::new();
        let is_given = |column: &&str| !self.cell(row, column).trim().is_empty();
        let of_country = mapping.country.as_deref().filter(is_given);
        let country = of_country.and_then(|column| self.country(self.cell(row, column)));
        unread.extend(of_country.filter(|_| country.is_none()).map(|column| fault(column, NO_COUNTRY)));
        let of_kind = mapping.kind.as_ref().filter(|kind| is_given(&&*kind.column));
        let sort = of_kind.and_then(|kind| kind.sort(self.cell(row, &kind.column)));
        unread.extend(of_kind.filter(|_| sort.is_none()).map(|kind| fault(&kind.column, NO_KIND)));
        let (point, radius_km) = self.point(row).map_err(|column| fault(&column, "no degrees"))?;
        if point.is_none() && country.is_none() {
            if let Some(fault) = unread.into_iter().find(|fault| fault.what == NO_COUNTRY) {
                return Err(fault);
            }
            let column =
                mapping.latitude.as_ref().or(mapping.country.as_ref()).expect("a mapping tells where");
            return Err(fault(column, "neither a point nor a country"));
        }
        let deaths = self.deaths(row).map_err(|column| fault(&column, "no number of people"))?;
        let names = mapping.actors.iter().flat_map(|column| self.cell(row, column).split(';'));
        let actors: Vec<String> =
            names.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let event = TableEvent {
            id: match &mapping.id {
                Some(column) => cell::code(self.cell(row, column)).to_owned(),
                None => format!("line {}", row.line),
            },
            line: row.line,
            first,
            last,
            place: mapping
                .place
                .as_ref()
                .map(|column| self.cell(row, column).trim().to_owned())
                .unwrap_or_default(),
            country,
            point,
            radius_km,
            codes: self.codes(row, &actors, first),
            actors,
            deaths,
            sort: sort.or(mapping.sort),
        };
        Ok((event, unread))
    }

    fn cell<'r>(&self, row: &'r SheetRow, column: &str) -> &'r str {
        let at = self.columns.iter().position(|name| name == column);
        at.and_then(|at| row.cells.get(at)).map_or("", |cell| restored(cell))
    }

    /// The point and how far around it; the column that is wrong where one is.
    fn point(&self, row: &SheetRow) -> Result<(Option<(f64, f64)>, f64), String> {
        let degrees = |column: &Option<String>, most: f64| {
            let Some(column) = column else { return Ok(None) };
            match self.cell(row, column).trim() {
                "" => Ok(None),
                text => match cell::number(text).filter(|degrees| degrees.abs() <= most) {
                    Some(degrees) => Ok(Some(degrees)),
                    None => Err(column.clone()),
                },
            }
        };
        let (lat, lon) = (degrees(&self.mapping.latitude, 90.0)?, degrees(&self.mapping.longitude, 180.0)?);
        let km = match &self.mapping.precision {
            None => Some(PLAIN_KM),
            // A code that the mapping does not have tells no more than the country.
            Some(of) => of.km.get(cell::code(self.cell(row, &of.column))).copied(),
        };
        Ok(match (lat.zip(lon), km) {
            (Some(point), Some(km)) => (Some(point), km),
            _ => (None, 0.0),
        })
    }

    /// Lowest, best and highest number of deaths; the column that is wrong where one is.
    fn deaths(&self, row: &SheetRow) -> Result<Option<[u64; 3]>, String> {
        let mapping = self.mapping;
        let read = |column: &Option<String>| {
            let Some(column) = column else { return Ok(None) };
            match self.cell(row, column).trim() {
                "" => Ok(None),
                text => cell::people(text).map(Some).ok_or_else(|| column.clone()),
            }
        };
        let best = read(mapping.best.as_ref().map_or(&mapping.deaths, |_| &mapping.best))?;
        let (low, high) = (read(&mapping.low)?, read(&mapping.high)?);
        let Some(best) = best.or(low).or(high) else { return Ok(None) };
        Ok(Some([low.unwrap_or(best).min(best), best, high.unwrap_or(best).max(best)]))
    }

    fn country(&self, words: &str) -> Option<String> {
        let words = words.trim();
        if words.len() == 2 && words.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return self.gazetteer.country(words).map(|_| words.to_owned());
        }
        // "Myanmar (Burma)", "Kingdom of eSwatini (Swaziland)", "Macedonia, FYR".
        let mut parts = words.split(['(', ')', ',']).map(str::trim).filter(|part| !part.is_empty());
        parts.find_map(|part| match read_where(part, self.gazetteer) {
            Where::Country(code) => Some(code),
            _ => None,
        })
    }

    /// The codes of the actors that the registry knows, by number or by a name that is one actor's alone.
    fn codes(&self, row: &SheetRow, actors: &[String], on: Date) -> BTreeSet<String> {
        let mut codes = BTreeSet::new();
        for column in &self.mapping.ucdp_actors {
            let Ok(number) = cell::code(self.cell(row, column)).parse::<u32>() else { continue };
            let known = self.registry.actors().filter(|(_, actor)| actor.ucdp_id == Some(number));
            codes.extend(known.map(|(_, actor)| actor.code.clone()));
        }
        for name in actors {
            // "Military Forces of Syria (2000-)", "Government of Iraq".
            let plain = name.split('(').next().unwrap_or(name).trim();
            let plain = plain.strip_prefix("Military Forces of ").unwrap_or(plain);
            let plain = plain.strip_prefix("Police Forces of ").unwrap_or(plain);
            let plain = plain.strip_prefix("Government of ").unwrap_or(plain);
            let found = self.registry.find(plain, Some(on)).into_iter();
            let mut same: Vec<&str> = found
                .filter(|candidate| candidate.reason == Reason::SameName)
                .map(|candidate| self.registry.actor(candidate.actor).code.as_str())
                .collect();
            same.sort_unstable();
            same.dedup();
            if let [only] = same[..] {
                codes.insert(only.to_owned());
            }
        }
        codes
    }
}
