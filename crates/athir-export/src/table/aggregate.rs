//! Incidents and losses by country and month, and by cell of PRIO-GRID and month, as forecasting systems take them.

use std::collections::BTreeMap;

use athir_arrow::{Cell, Provenance};
use athir_model::{Estimate, Family, Geometry, Harm, Incident, Modality, PlacePrecision, ReviewStatus};

use super::csv::CsvFile;
use crate::grid::{cell_of, month_id, month_start, priogrid_centre};
use crate::place::meant;
use crate::{ExportError, Exporter, Item, Needs, Notes, Output, Profile, Rows, Setting, Start, World};

const SPREAD: Setting = Setting {
    name: "months",
    values: &["whole", "even"],
    about: "what spans several months is left out (whole), or divided evenly among them (even)",
};

/// Incidents and losses by country and month.
pub(crate) const COUNTRY_MONTH: Profile = Profile {
    name: "country-month",
    about: "incidents, dead and wounded by country and month, with the month numbers of VIEWS",
    output: Output::File("country-month.csv"),
    needs: Needs::ITEMS,
    settings: &[SPREAD],
    start: |start| Ok(Box::new(Aggregate::start(start, Unit::Country)?)),
};

/// Incidents and losses by cell of PRIO-GRID and month.
pub(crate) const PRIOGRID_MONTH: Profile = Profile {
    name: "priogrid-month",
    about: "incidents, dead and wounded by cell of PRIO-GRID and month, with the month numbers of VIEWS",
    output: Output::File("priogrid-month.csv"),
    needs: Needs::ITEMS,
    settings: &[SPREAD],
    start: |start| Ok(Box::new(Aggregate::start(start, Unit::Cell)?)),
};

/// The families in the order of their columns.
const FAMILIES: [Family; 10] = [
    Family::Fighting,
    Family::Harm,
    Family::Coercion,
    Family::Territory,
    Family::Posture,
    Family::Dynamics,
    Family::Talks,
    Family::Relief,
    Family::Words,
    Family::Civil,
];

/// Kilometres from a point within which it still counts as known for a cell of half a degree.
const NEAR: f64 = 25.0;
/// Months that one incident may be divided among; one that lasts longer says nothing of any month.
const MOST_MONTHS: i32 = 24;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Country,
    Cell,
}

/// Where a row lies: a country by its code, or a cell by its number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Area {
    Country(String),
    Cell(u32),
}

/// What happened in one area and month.
#[derive(Clone, Default)]
struct Sums {
    incidents: f64,
    families: [f64; 10],
    killed: [f64; 3],
    injured: [f64; 3],
    /// Incidents whose dead are open upwards.
    open: f64,
    /// Incidents whose dead, and whose wounded, a gate withheld.
    withheld: [f64; 2],
    reviewed: f64,
    made: Provenance,
}

struct Aggregate<'a> {
    unit: Unit,
    is_even: bool,
    csv: CsvFile,
    world: &'a dyn World,
    /// The names of countries, as the gazetteer has them.
    names: BTreeMap<String, String>,
    rows: BTreeMap<(Area, i32), Sums>,
}

impl<'a> Aggregate<'a> {
    fn start(start: Start<'a>, unit: Unit) -> Result<Aggregate<'a>, ExportError> {
        let (name, area): (_, &[&str]) = match unit {
            Unit::Country => ("country-month.csv", &["country", "country_name"]),
            Unit::Cell => ("priogrid-month.csv", &["gid", "lat", "lon"]),
        };
        let counts = FAMILIES.map(|family| format!("incidents_{}", family.as_str()));
        let columns = area.iter().copied().chain(["month_id", "year", "month", "incidents"]);
        let columns = columns.chain(counts.iter().map(String::as_str)).chain([
            "killed_low",
            "killed_best",
            "killed_high",
            "killed_open",
            "killed_withheld",
            "injured_low",
            "injured_best",
            "injured_high",
            "injured_withheld",
            "reviewed",
        ]);
        let columns = columns.chain(Provenance::COLUMNS);
        Ok(Aggregate {
            unit,
            is_even: start.settings.is(SPREAD.name, "even"),
            csv: CsvFile::create(start.files, name, columns)?,
            world: start.world,
            names: BTreeMap::new(),
            rows: BTreeMap::new(),
        })
    }

    /// The area that an incident counts for, or why it counts for none.
    fn area(&mut self, incident: &Incident) -> Result<Area, &'static str> {
        let place = incident.place.as_ref().ok_or("no place is known")?;
        let place =
            &*meant(place, self.world).ok_or("the place's name may mean places in several countries")?;
        match self.unit {
            Unit::Country => {
                let areas = self.world.areas(place);
                let code = areas.country.ok_or("no country is known")?;
                if let Some(name) = areas.country_name {
                    self.names.insert(code.clone(), name);
                }
                Ok(Area::Country(code))
            }
            Unit::Cell => {
                let is_point = matches!(place.precision, PlacePrecision::Spot | PlacePrecision::Settlement);
                let is_near = place.geometry != Geometry::Area && place.radius_km.is_none_or(|km| km <= NEAR);
                if !is_point || !is_near {
                    return Err("the place is coarser than a cell");
                }
                let (lat, lon) = place.lat.zip(place.lon).ok_or("no point is known")?;
                cell_of(lat, lon).map(Area::Cell).ok_or("the point is not on the earth")
            }
        }
    }

    /// The first and the last month that an incident counts for, or why it counts for none.
    fn months(&self, incident: &Incident) -> Result<(i32, i32), &'static str> {
        let days = incident.when.start.zip(incident.when.end).ok_or("nothing bounds when it happened")?;
        let (first, last) = (month_id(days.0), month_id(days.1));
        if first == last || (self.is_even && last - first < MOST_MONTHS) {
            return Ok((first, last));
        }
        Err(if self.is_even { "it may lie in more than 24 months" } else { "it spans several months" })
    }
}

/// The numbers of all sides together: least, best and greatest.
fn numbers(incident: &Incident, harm: Harm) -> Option<Estimate> {
    let all = incident.losses.iter().find(|loss| loss.harm == harm && loss.victims.is_none());
    all.map(|loss| loss.estimate)
}

impl Sums {
    #[expect(clippy::cast_precision_loss, reason = "no count of people comes near 2^53")]
    fn add(&mut self, item: &Item, share: f64) {
        let incident = &item.incident;
        self.made.join(&item.provenance());
        self.incidents += share;
        for (sum, harm) in self.withheld.iter_mut().zip([Harm::Killed, Harm::Injured]) {
            if item.withheld.contains(&harm) {
                *sum += share;
            }
        }
        let family = FAMILIES.iter().position(|family| *family == incident.kind.family());
        if let Some(n) = family {
            self.families[n] += share;
        }
        let mut losses = |sums: fn(&mut Sums) -> &mut [f64; 3], of: Option<Estimate>| {
            let Some(Estimate { low, best, high, .. }) = of else { return };
            for (sum, n) in sums(self).iter_mut().zip([low, best, high]) {
                *sum += n as f64 * share;
            }
        };
        let killed = numbers(incident, Harm::Killed);
        losses(|sums| &mut sums.killed, killed);
        losses(|sums| &mut sums.injured, numbers(incident, Harm::Injured));
        if killed.is_some_and(|killed| killed.open) {
            self.open += share;
        }
        if incident.status == ReviewStatus::Reviewed {
            self.reviewed += share;
        }
    }

    /// The numbers of a row behind its month. Where numbers are withheld the sum of those that are not is a lower bound,
    /// and no more: what is best and greatest is not known.
    fn numbers(&self) -> impl Iterator<Item = Option<f64>> {
        let [killed_withheld, injured_withheld] = self.withheld;
        let losses = |[low, best, high]: [f64; 3], withheld: f64| {
            let known = |sum: f64| (withheld == 0.0).then_some(sum);
            [Some(low), known(best), known(high)]
        };
        let all = [Some(self.incidents)].into_iter().chain(self.families.map(Some));
        let all = all.chain(losses(self.killed, killed_withheld));
        let all = all.chain([Some(self.open), Some(killed_withheld)]);
        let all = all.chain(losses(self.injured, injured_withheld));
        let all = all.chain([Some(injured_withheld), Some(self.reviewed)]);
        // Shares of a month are shown to four digits.
        all.map(|number| number.map(|number| (number * 1e4).round() / 1e4))
    }
}

impl Exporter for Aggregate<'_> {
    fn item(&mut self, item: &Item, notes: &mut Notes) -> Result<(), ExportError> {
        let incident = &item.incident;
        if incident.modality != Modality::Reported {
            notes.left_out(&incident.id, "planned, conditional or denied");
            return Ok(());
        }
        let found = self.area(incident).and_then(|area| Ok((area, self.months(incident)?)));
        let (area, (first, last)) = match found {
            Ok(found) => found,
            Err(reason) => {
                notes.left_out(&incident.id, reason);
                return Ok(());
            }
        };
        let share = 1.0 / f64::from(last - first + 1);
        for month in first..=last {
            self.rows.entry((area.clone(), month)).or_default().add(item, share);
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Rows, ExportError> {
        let Aggregate { mut csv, names, rows, .. } = *self;
        for ((area, month), sums) in &rows {
            let mut cells: Vec<Cell<'_>> = match area {
                Area::Country(code) => vec![Cell::from(code), names.get(code).into()],
                Area::Cell(gid) => {
                    let (lat, lon) = priogrid_centre(*gid).unzip();
                    vec![Cell::from(*gid), lat.into(), lon.into()]
                }
            };
            let first = month_start(*month);
            let calendar =
                |part: fn(jiff::civil::Date) -> i64| first.map(part).map_or(Cell::Empty, Cell::Whole);
            cells.push(Cell::Whole(i64::from(*month)));
            cells.push(calendar(|day| day.year().into()));
            cells.push(calendar(|day| day.month().into()));
            cells.extend(sums.numbers().map(|number| number.map_or(Cell::Empty, Cell::Number)));
            cells.extend(sums.made.cells());
            csv.cells(cells)?;
        }
        Ok(vec![csv.finish()?])
    }
}
